//! Issues of invented text in forms drawn at random: whatever the form, the articles and their
//! words are found again.

#[path = "layouts/press.rs"]
mod press;
#[path = "layouts/words.rs"]
mod words;

use press::{Layout, print};
use tiyao_issue::{ParagraphKind, split};
use words::{Dice, Story, stories};

/// The letters and digits of a text: what no layout may change.
fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).collect()
}

/// What was found of one issue.
#[derive(Clone, Copy, Debug, Default)]
struct Score {
    articles: usize,
    found: usize,
    /// Articles that begin where one was laid out.
    begun: usize,
    /// Articles whose words are exactly those that were written.
    whole: usize,
    paragraphs: usize,
    /// Paragraphs found exactly.
    kept: usize,
}

impl Score {
    fn add(&mut self, other: Self) {
        self.articles += other.articles;
        self.found += other.found;
        self.begun += other.begun;
        self.whole += other.whole;
        self.paragraphs += other.paragraphs;
        self.kept += other.kept;
    }
}

fn score(stories: &[Story], text: &str) -> Score {
    let issue = split(text);
    let mut score =
        Score { articles: stories.len(), found: issue.articles.len(), ..Score::default() };
    for story in stories {
        score.paragraphs += story.paragraphs.len();
        // where no contents say what the title is, a row that opens with a dash may belong to it
        let title = letters(&story.title);
        let whole = letters(&[story.title.as_str(), &story.subtitle].concat());
        let Some(article) = issue.articles.iter().find(|article| {
            let found = letters(article.title.text());
            found == title || found == whole
        }) else {
            continue;
        };
        score.begun += 1;
        let written: String = story.paragraphs.iter().map(|(text, _)| letters(text)).collect();
        let read: String = article.paragraphs.iter().map(|p| letters(p.excerpt.text())).collect();
        score.whole += usize::from(written == read);
        let kept = story.paragraphs.iter().filter(|(text, subhead)| {
            article.paragraphs.iter().any(|paragraph| {
                (paragraph.kind == ParagraphKind::Subhead) == *subhead
                    && paragraph.excerpt.text() == text
            })
        });
        score.kept += kept.count();
    }
    score
}

fn percent(part: usize, whole: usize) -> f64 {
    100.0 * part as f64 / whole.max(1) as f64
}

#[test]
fn articles_survive_any_layout() {
    const DRAWS: u64 = 240;
    let mut total = Score::default();
    let mut worst: Vec<(usize, u64, Layout, Score)> = Vec::new();
    for seed in 0..DRAWS {
        let mut dice = Dice(seed);
        let stories = stories(&mut dice);
        let layout = Layout::draw(&mut dice);
        let found = score(&stories, &print(&layout, &stories, &mut dice));
        total.add(found);
        let missed =
            2 * found.articles - found.begun - found.whole + found.found.abs_diff(found.articles);
        worst.push((missed, seed, layout, found));
    }
    worst.sort_by_key(|(missed, seed, ..)| (std::cmp::Reverse(*missed), *seed));
    worst.truncate(12);
    let boundary = percent(2 * total.begun, total.articles + total.found);
    let body = percent(total.whole, total.articles);
    let paragraphs = percent(total.kept, total.paragraphs);
    assert!(
        boundary >= 98.0 && body >= 98.0 && paragraphs >= 96.0,
        "boundary {boundary:.2}, body {body:.2}, paragraphs {paragraphs:.2}: {total:?}\n{worst:#?}"
    );
}
