//! Whether a sentence says something by itself.

use std::collections::HashSet;

use tiyao_text::interrupt::spend;
use tiyao_text::script::{is_cjk_punctuation, is_han};

use crate::cues::Cues;
use crate::fingerprint::{Fingerprint, FingerprintSet};
use crate::list_items::{self, Item};
use crate::openings;
use crate::reading::{Reading, Zone};
use crate::sentence_choice::Standing;
use crate::sentence_table::{Row, SentenceTable};
use crate::wording;

/// The most characters of a row that is held to be a heading, an item or a cell rather than a
/// sentence; in English, five letters count as two characters.
const BARE: usize = 18;
/// The most characters of a sentence that says no more than who was there.
const BRIEF: usize = 30;

/// How each sentence of the body stands. One that repeats the title or a subhead says nothing more.
pub(crate) fn standings(reading: &Reading, table: &SentenceTable<'_>) -> Vec<Standing> {
    let mut said = FingerprintSet::default();
    let blocks = reading.blocks.iter().filter(|block| block.zone != Zone::Body);
    let titles = Titles::of(blocks.map(|block| block.excerpt.text()));
    // the sentence before is the head of a list or one of its items
    let mut in_list = false;
    let items = table.rows.iter().map(|row| reading.written(row.sentence));
    let items: Vec<Option<Item>> = items.map(list_items::item_in_prose).collect();
    let item_at = |number: usize| items.get(number).copied().flatten();
    let standings = table.rows.iter().enumerate().map(|(number, row)| {
        let written = reading.written(row.sentence);
        let item = item_at(number);
        let goes_on = in_list && item == Some(Item::Later);
        let next = table.rows.get(number + 1).map(|row| reading.written(row.sentence));
        let next_item = item_at(number + 1);
        let is_head = is_list_head(written, next_item);
        // 一、…: each item has a paragraph, and stands without its head
        let announces_parts = next_item.is_none()
            && next.is_some_and(wording::enumerates)
            && list_items::announces(written);
        in_list = is_head || goes_on;
        if row.sentence.words.is_empty()
            || wording::is_list_head(written)
            || !said.insert(Fingerprint::of_word(written))
        {
            Standing::Never
        } else if titles.have(written, row.form.characters)
            || row.form.has_open_mark
            || announces_parts
            || is_bare(reading, row, number)
            || wording::names_a_speaker_only(written)
            || number > 0 && !goes_on && is_aside(written, row, item)
        {
            Standing::Held
        } else if is_head {
            Standing::Head
        } else if goes_on || number > 0 && leans(reading, row, written, item) {
            Standing::Leaning
        } else {
            Standing::Alone
        }
    });
    standings.collect()
}

/// Whether a sentence is only as good as the item of a list behind it: it announces the first, or holds
/// the first and leaves the others to the sentences behind it.
fn is_list_head(written: &str, next: Option<Item>) -> bool {
    match next {
        Some(Item::First) => list_items::announces(written),
        Some(Item::Later) => list_items::holds_a_first_item(written),
        None => false,
    }
}

/// Holds back the English sentences that begin with a pronoun: where one sentence is all, nothing tells
/// whom it means. In a longer summary so many begin so that it only weighs.
pub(crate) fn hold_pronouns(
    standings: &mut [Standing],
    reading: &Reading,
    table: &SentenceTable<'_>,
) {
    for (standing, row) in standings.iter_mut().zip(&table.rows) {
        let first = reading.words.get(row.sentence.words.start);
        let is_pronoun = |term| wording::is_english_pronoun(reading.terms.text(term));
        if *standing == Standing::Alone && first.is_some_and(|word| is_pronoun(word.term)) {
            *standing = Standing::Leaning;
        }
    }
}

/// Whether a sentence is too short to say by itself what it is about, and stands as a subhead does,
/// at the head of its paragraph or for all of it (全力落实属地包保责任。), or as a cell or an item
/// does, without an end mark. The first sentence of an article is none.
fn is_bare(reading: &Reading, row: &Row<'_>, number: usize) -> bool {
    let written = reading.written(row.sentence);
    if reading.is_english() {
        return row.form.characters * 2 <= BARE * 5 && !wording::is_finished(written);
    }
    let leads = number > 0 && row.place_in_paragraph == 0;
    row.form.characters <= BARE && (leads || !wording::is_finished(written))
}

/// Whether a sentence adds to another what no reader misses: a later item of a list, or in a few
/// words who was there (副局长出席活动。).
fn is_aside(written: &str, row: &Row<'_>, item: Option<Item>) -> bool {
    item == Some(Item::Later)
        || row.place_in_paragraph > 0 && list_items::is_numbered_later(written)
        || row.form.cues.has(Cues::PRESENCE)
            && (row.form.characters <= BRIEF || wording::ends_in_presence(written))
}

/// Whether a sentence points to the one before it by its first word or in its opening (为了这一目标，),
/// or begins a list that the sentence before it announces.
fn leans(reading: &Reading, row: &Row<'_>, written: &str, item: Option<Item>) -> bool {
    let first = reading.words.get(row.sentence.words.start);
    first.is_some_and(|word| wording::is_leaning_word(reading.terms.text(word.term)))
        || row.form.cues.has(Cues::POINTER)
        || openings::opens_with_turn(written)
        || item == Some(Item::First)
}

/// Titles and subheads without their marks: 集市开张 says what 集市开张。 says.
struct Titles {
    all: HashSet<String>,
    /// Characters of the longest.
    longest: usize,
}

/// How many more characters a sentence may have than the title that it repeats: its marks.
const MARKS: usize = 16;

impl Titles {
    fn of<'a>(titles: impl Iterator<Item = &'a str>) -> Self {
        let all: HashSet<String> = titles.map(without_marks).collect();
        let longest = all.iter().map(|title| title.chars().count()).max().unwrap_or_default();
        Self { all, longest }
    }

    /// Whether a sentence of so many characters is one of them.
    fn have(&self, sentence: &str, characters: usize) -> bool {
        characters <= self.longest + MARKS && self.all.contains(&without_marks(sentence))
    }
}

/// The letters and digits of a text.
fn without_marks(text: &str) -> String {
    spend(text.len());
    // the tables that tell letters from signs are slow to ask
    let is_sign = |c: char| is_han(c) || (!is_cjk_punctuation(c) && c.is_alphanumeric());
    text.chars().filter(|c| is_sign(*c)).collect()
}
