//! The features of a sentence. Each is a number of the order of 1; what it adds to the score is its
//! weight in [`crate::sentence_weights`] times its value.

use crate::cues::Cues;
use crate::feature_list::features;
use crate::sentence_facts::{Facts, Seen};
use crate::summary_words::STEP;
use crate::wording;

/// How many features there are.
pub(crate) const COUNT: usize = 32;

features! {
    /// The features of a sentence in its article.
    fn features(facts: &Facts<'_>, seen: &Seen<'_>), each of (facts, seen);
    "centroid": centroid,
    "centroid with title": centroid_with_title,
    "title spread": title_spread,
    "overlap centrality": overlap_centrality,
    "pair centroid": pair_centroid,
    "pair title": pair_title,
    "repeated pairs": repeated_pairs,
    "title characters": title_characters,
    "subhead words": subhead_words,
    "term weight": term_weight,
    "mean rarity": mean_rarity,
    "inverse place": inverse_place,
    "first three": first_three,
    "first of a short article": first_of_a_short_article,
    "last paragraph": last_paragraph,
    "likeness to lead": likeness_to_lead,
    "length": length,
    "short": short,
    "long": long,
    "persons": persons,
    "numbers": numbers,
    "general words": general_words,
    "content words": content_words,
    "dependent start": dependent_start,
    "question": question,
    "unfinished": unfinished,
    "report line": report_line,
    "enumeration": enumeration,
    "speech": speech,
    "purpose": purpose,
    "thesis": thesis,
    "summary words": summary_words,
}

/// Bodies with fewer characters are short news, where the first sentence says it all.
const SHORT_BODY: usize = 900;

/// The cosine of its terms with the centroid: the sum of all sentences.
fn centroid(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.likeness.centroid
}

/// The cosine of its terms with the centroid pulled to the title.
fn centroid_with_title(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.likeness.pulled
}

/// The cosine of its terms with the sum of all sentences, each as far as it is like the title.
fn title_spread(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.likeness.title_spread
}

/// Its weight in a walk over sentences that are like as BM25 scores one for the other; 5 times the
/// mean is 1.
fn overlap_centrality(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.overlap / 5.0
}

/// The cosine of its pairs of signs with those of all sentences.
fn pair_centroid(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.pairs.centroid
}

/// The cosine of its pairs of signs with those of all sentences pulled to the title.
fn pair_title(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.pairs.pulled
}

/// How many sentences its pairs of signs stand in, mean of ln.
fn repeated_pairs(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.pairs.repetition
}

/// The share of the title's signs that it has.
fn title_characters(facts: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    facts.title_signs.share_in(seen.signs)
}

/// The cosine of its terms with those of the subheads.
fn subhead_words(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.likeness.subheads
}

/// 1 over its place in the body, the first is 1.
fn inverse_place(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    1.0 / (seen.number as f64 + 1.0)
}

/// 1 for the first three sentences of the body.
fn first_three(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.number < 3)
}

/// 1 for the first sentence of short news.
fn first_of_a_short_article(facts: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.number == 0 && facts.body < SHORT_BODY)
}

/// 1 in the last paragraph.
fn last_paragraph(facts: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.row.sentence.block == facts.last_block)
}

/// The cosine of its terms with those of the first sentence; 0 for that one.
fn likeness_to_lead(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    if seen.number == 0 { 0.0 } else { seen.likeness.lead }
}

/// ln(1 + characters) over 4; a Latin letter counts as 0.4 of a Han character.
fn length(facts: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    let letter = if facts.reading.is_english() { 0.4 } else { 1.0 };
    (seen.row.form.characters as f64 * letter).ln_1p() / 4.0
}

/// 1 for fewer than 12 characters.
fn short(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.row.form.characters < 12)
}

/// 1 for more than 90 characters, 200 in English.
fn long(facts: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.row.form.characters > if facts.reading.is_english() { 200 } else { 90 })
}

/// The share of its words that name a person.
fn persons(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    share(seen.counts.persons, seen.words.len())
}

/// The share of its words that are numbers.
fn numbers(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    share(seen.counts.numbers, seen.words.len())
}

/// The share of its words that belong to the common stock of reports.
fn general_words(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    share(seen.counts.general, seen.words.len())
}

/// The share of distinct terms that say something in its words.
fn content_words(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.entries.len() as f64 / seen.words.len().max(1) as f64
}

/// 1 when it begins as one that leans on the sentence before.
fn dependent_start(facts: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    let first = seen.words.first().map_or("", |word| facts.reading.terms.text(word.term));
    flag(seen.row.form.cues.has(Cues::POINTER) || wording::is_dependent_word(first))
}

/// 1 for a question or an exclamation.
fn question(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(wording::asks(seen.written))
}

/// 1 without the mark that ends a sentence.
fn unfinished(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(!wording::is_finished(seen.written))
}

/// 1 when it speaks of who reports.
fn report_line(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.row.form.cues.has(Cues::REPORT))
}

/// 1 for an item of a list.
fn enumeration(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(wording::enumerates(seen.written))
}

/// 1 when it tells what someone said.
fn speech(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.row.form.cues.has(Cues::SPEECH))
}

/// 1 when it tells what the text is about.
fn purpose(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.row.form.cues.has(Cues::PURPOSE))
}

/// 1 when it tells what follows or what it comes down to.
fn thesis(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    flag(seen.row.form.cues.has(Cues::THESIS))
}

/// The mean weight of its terms in the article, the heaviest is 1.
fn term_weight(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.likeness.term_weight
}

/// The mean rarity of its terms; 12 nats are 1.
fn mean_rarity(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    seen.likeness.rarity / 12.0
}

/// How much its words speak for it; each counts for the root of 1 / n among n words.
fn summary_words(_: &Facts<'_>, seen: &Seen<'_>) -> f64 {
    f64::from(seen.counts.pull) * STEP / (seen.words.len().max(1) as f64).sqrt()
}

fn flag(condition: bool) -> f64 {
    f64::from(u8::from(condition))
}

/// n of total, 0 of nothing.
fn share(n: usize, total: usize) -> f64 {
    n as f64 / total.max(1) as f64
}

#[cfg(test)]
mod tests {
    use super::{NAMES, features, share};
    use crate::rarity::Rarity;
    use crate::sentence_facts::{Facts, Seen};
    use crate::sentence_table::SentenceTable;
    use crate::{Manuscript, read};
    use tiyao_corpus::Background;
    use tiyao_issue::Paragraph;
    use tiyao_text::{Excerpt, Lexicon};

    const BODY: [&str; 4] = [
        "农村集市的食品安全检查有了新办法。",
        "老周说，我们的集市每月检查12次吗？",
        "（一）本文讨论2个农村集市",
        "县里的检查今年有了农村集市的新办法，农村集市的食品安全检查用上了手机。",
    ];

    /// The value of a feature of each sentence of [`BODY`].
    fn values(name: &str) -> Vec<f64> {
        let title = Excerpt::whole("农村集市检查");
        let paragraphs =
            BODY.map(|row| Paragraph { excerpt: Excerpt::whole(row), ..Default::default() });
        let manuscript =
            Manuscript { title: Some(&title), paragraphs: &paragraphs, language: None };
        let reading = read(&manuscript, Lexicon::builtin());
        let rarity = Rarity::of(&reading, Background::builtin(), None);
        let table = SentenceTable::of(&reading);
        let facts = Facts::of(&reading, &rarity, &table);
        let number = NAMES.iter().position(|known| *known == name).unwrap();
        let rows = table.rows.iter().enumerate();
        rows.map(|(row, _)| features(&facts, &Seen::of(&facts, row).unwrap())[number]).collect()
    }

    /// Whether the feature is above 0 in the sentences that `expected` marks with x.
    fn check(name: &str, expected: &str) {
        let found: String =
            values(name).iter().map(|&v| if v > 1e-12 { 'x' } else { '.' }).collect();
        assert_eq!(found, expected, "{name}: {:?}", values(name));
    }

    #[test]
    fn wording_and_place() {
        check("question", ".x..");
        check("speech", ".x..");
        check("numbers", ".xx.");
        check("unfinished", "..x.");
        check("enumeration", "..x.");
        check("purpose", "..x.");
        check("thesis", "....");
        check("first of a short article", "x...");
        check("first three", "xxx.");
        check("last paragraph", "...x");
        check("likeness to lead", ".xxx");
        check("short", "....");
        check("long", "....");
        check("subhead words", "....");
    }

    #[test]
    fn the_title_and_the_centre() {
        for name in ["title characters", "pair title", "title spread"] {
            let values = values(name);
            assert!(values[0] > values[1], "{name}: {values:?}");
        }
        for name in ["centroid", "centroid with title", "pair centroid", "repeated pairs"] {
            let values = values(name);
            assert!(values[3] > values[1], "{name}: {values:?}");
        }
        let overlap = values("overlap centrality");
        assert!(overlap[0] > overlap[1], "{overlap:?}");
        assert!(values("title characters")[0] > 0.99);
        assert!((values("inverse place")[3] - 0.25).abs() < 1e-12);
    }

    #[test]
    fn shares() {
        assert!((share(1, 4) - 0.25).abs() < 1e-12 && share(0, 0).abs() < 1e-12);
    }
}
