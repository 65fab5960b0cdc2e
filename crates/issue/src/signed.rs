//! Authors that the contents give behind one space, as if they were the title's last words: the
//! byline below that title in the text tells them apart.

use std::collections::HashMap;

use tiyao_text::Span;

use crate::{
    ContentsEntry,
    byline::{Form, signs},
    chars::{has_han, is_blank, key},
    names::{could_be_person, is_person},
    page::Page,
};

/// An entry's title without its last words, and those words.
struct Split {
    entry: usize,
    end: usize,
    names: Vec<String>,
}

/// Moves names from the ends of titles to their authors where the text signs so.
pub(crate) fn settle(page: &Page<'_>, entries: &mut [ContentsEntry]) {
    const ROWS: usize = 3;
    const LONGEST: usize = 80;
    let mut splits: HashMap<String, Vec<Split>> = HashMap::new();
    for (at, entry) in entries.iter().enumerate().filter(|(_, entry)| entry.authors.is_empty()) {
        for (title, split) in ways(at, entry.title.text()) {
            splits.entry(title).or_default().push(split);
        }
    }
    if splits.is_empty() {
        return;
    }
    for at in 0..page.lines.len() {
        let row = page.short(at, LONGEST);
        if row.is_empty() {
            continue;
        }
        let mut title = String::new();
        for above in (at.saturating_sub(ROWS)..at).rev() {
            title.insert_str(0, &key(&page.short(above, LONGEST)));
            let Some(known) = splits.get_mut(&title) else { continue };
            let signed = known.iter().position(|split| is_byline(&row, &split.names));
            let Some(split) = signed.map(|place| known.remove(place)) else { continue };
            let entry = entries.get_mut(split.entry).filter(|entry| entry.authors.is_empty());
            if let Some(entry) = entry {
                entry.title = entry.title.part(page.text, Span::new(0, split.end));
                entry.authors = split.names;
            }
            break;
        }
    }
}

/// Whether the row is the byline of these names; a row of nothing else only if their form is sure.
fn is_byline(row: &str, names: &[String]) -> bool {
    signs(row, names)
        .is_some_and(|found| found.form < Form::Names || names.iter().all(|name| is_person(name)))
}

/// The ways to take one word or a few off a title's end that could be names.
fn ways(entry: usize, whole: &str) -> Vec<(String, Split)> {
    const NAMES: usize = 3;
    let mut ways = Vec::new();
    let mut names: Vec<String> = Vec::new();
    let mut rest = whole;
    while names.len() < NAMES
        && let Some(at) = rest.rfind(|c| is_blank(c) || c == '、')
        && let Some((front, name)) = rest.split_at_checked(at)
    {
        let name = name.trim_start_matches(|c| is_blank(c) || c == '、');
        if !has_han(name) || !could_be_person(name) {
            break;
        }
        names.insert(0, name.to_owned());
        rest = front.trim_end_matches(|c| is_blank(c) || c == '、');
        ways.push((key(rest), Split { entry, end: rest.len(), names: names.clone() }));
    }
    ways.retain(|(title, _)| !title.is_empty());
    ways
}

#[cfg(test)]
mod tests {
    use crate::split;

    const BODY: &str =
        "\n\n田里的人多了起来，大家都在忙着准备播种，一直忙到天黑，天黑了也不肯回家去。\n\n";

    fn check(contents: &str, bylines: [&str; 3]) {
        let [first, second, third] = bylines;
        let text = format!(
            "目录\n\n{contents}\n\n山谷里的旧磨坊\n{first}{BODY}河边的老渡口\n\n{second}{BODY}一个冬天的修补\n{third}{BODY}"
        );
        let issue = split(&text);
        let entries: Vec<_> =
            issue.contents.iter().map(|e| (e.title.text(), e.authors.join(","))).collect();
        let articles: Vec<_> =
            issue.articles.iter().map(|a| (a.title.text(), a.authors.join(","))).collect();
        let expected = [
            ("山谷里的旧磨坊", "周建国".to_owned()),
            ("河边的老渡口", "李小明".to_owned()),
            ("一个冬天的修补", "王芳,孙大文".to_owned()),
        ];
        assert_eq!(entries, expected, "{bylines:?}");
        assert_eq!(articles, expected, "{bylines:?}");
        assert!(issue.articles.iter().all(|a| a.paragraphs.len() == 1 && a.kicker.is_empty()));
    }

    #[test]
    fn names_behind_one_space() {
        let contents =
            "04 山谷里的旧磨坊 周建国\n09 河边的老渡口 李小明\n15 一个冬天的修补 王芳 孙大文";
        check(contents, ["□ 周建国", "李小明", "文 王芳 孙大文"]);
        check(contents, ["周 建 国", "李小明 / 文", "【作者】王芳、孙大文"]);
        check(contents, ["周建国（某大学）", "■ 本刊记者 李小明", "王芳　孙大文"]);
    }

    #[test]
    fn words_of_a_title_are_no_names() {
        let text = format!(
            "目录\n\n04 山谷里的旧磨坊 重新开张 欢迎光临\n09 河边的老渡口\n15 一个冬天的修补\n\n山谷里的旧磨坊\n重新开张 欢迎光临\n{BODY}"
        );
        let issue = split(&text);
        assert_eq!(issue.articles[0].title.text(), "山谷里的旧磨坊 重新开张 欢迎光临");
        assert!(issue.contents[0].authors.is_empty());
    }

    #[test]
    fn names_on_the_row_of_the_page() {
        let contents =
            "山谷里的旧磨坊\n周建国 4\n河边的老渡口\n李小明 9\n一个冬天的修补\n王芳 孙大文 15";
        check(contents, ["□ 周建国", "□ 李小明", "文/王芳 孙大文 摄影/赵六"]);
    }
}
