//! Whether a sentence says something by itself.

use std::collections::HashSet;

use crate::cues::Cues;
use crate::fingerprint::{Fingerprint, FingerprintSet};
use crate::reading::{Reading, Zone};
use crate::sentence_choice::Standing;
use crate::sentence_table::{Row, SentenceTable};
use crate::wording::{self, Item};

/// The most characters of a row that is held to be a heading, an item or a cell rather than a
/// sentence; in English, five letters count as two characters.
const BARE: usize = 18;
/// The most characters of a sentence that says no more than who was there.
const BRIEF: usize = 30;

/// How each sentence of the body stands. One that repeats the title or a subhead says nothing more.
pub(crate) fn standings(reading: &Reading, table: &SentenceTable<'_>) -> Vec<Standing> {
    let mut said = FingerprintSet::default();
    let blocks = reading.blocks.iter().filter(|block| block.zone != Zone::Body);
    let titles: HashSet<&str> = blocks.map(|block| block.excerpt.text().trim()).collect();
    let standings = table.rows.iter().enumerate().map(|(number, row)| {
        let written = reading.written(row.sentence);
        if row.sentence.words.is_empty()
            || wording::is_list_head(written)
            || !said.insert(Fingerprint::of_word(written))
        {
            Standing::Never
        } else if titles.contains(written)
            || row.form.has_open_mark
            || is_bare(reading, row, number)
            || number > 0 && is_aside(written, row)
        {
            Standing::Held
        } else if number > 0 && leans(reading, row, written) {
            Standing::Leaning
        } else {
            Standing::Alone
        }
    });
    standings.collect()
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
fn is_aside(written: &str, row: &Row<'_>) -> bool {
    wording::item_in_prose(written) == Some(Item::Later)
        || row.form.cues.has(Cues::PRESENCE)
            && (row.form.characters <= BRIEF || wording::ends_in_presence(written))
}

/// Whether a sentence points to the one before it by its first word or in its opening (为了这一目标，),
/// or begins a list that the sentence before it announces.
fn leans(reading: &Reading, row: &Row<'_>, written: &str) -> bool {
    let first = reading.words.get(row.sentence.words.start);
    first.is_some_and(|word| wording::is_leaning_word(reading.terms.text(word.term)))
        || row.form.cues.has(Cues::POINTER)
        || wording::opens_with_turn(written)
        || wording::item_in_prose(written) == Some(Item::First)
}
