use crate::reading::{Reading, Sentence, Zone};
use crate::sentence_signs::{self, Form};
use crate::term::TermId;
use tiyao_text::interrupt::spend;

/// What it takes to count a word, in units of work.
const WORD_UNITS: usize = 2;

/// How many signs a word has, about, with the mark behind it.
const SIGNS_PER_WORD: usize = 2;

/// The body's sentences as sparse rows of term counts.
pub(crate) struct SentenceTable<'a> {
    pub(crate) rows: Vec<Row<'a>>,
    /// The entries of all rows, one row behind the other.
    entries: Vec<Entry>,
    /// The signs of all rows.
    signs: Vec<u32>,
    /// How many terms the reading has: every term's number is below.
    pub(crate) terms: usize,
    /// By term: what it is counted as.
    pub(crate) columns: Vec<Option<TermId>>,
}

/// One sentence of the body.
pub(crate) struct Row<'a> {
    pub(crate) sentence: &'a Sentence,
    /// Which sentence of the article it is.
    pub(crate) sentence_index: usize,
    /// Which sentence of its paragraph it is.
    pub(crate) place_in_paragraph: usize,
    pub(crate) form: Form,
    entries: std::ops::Range<usize>,
    signs: std::ops::Range<usize>,
}

/// How often a sentence has a term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) term: TermId,
    pub(crate) count: f64,
}

impl<'a> SentenceTable<'a> {
    pub(crate) fn of(reading: &'a Reading) -> Self {
        let mut table = Self {
            rows: Vec::with_capacity(reading.sentences.len()),
            entries: Vec::with_capacity(reading.words.len()),
            signs: Vec::with_capacity(reading.words.len() * SIGNS_PER_WORD),
            terms: reading.terms.len(),
            columns: columns(reading),
        };
        // by term: the entry that counted it last
        let mut last = vec![usize::MAX; table.terms];
        let mut sentence_index = 0;
        let mut paragraph = (usize::MAX, 0);
        for sentence in &reading.sentences {
            let zone = reading.block_of(sentence).map(|block| block.zone);
            if zone == Some(Zone::Title) {
                continue;
            }
            sentence_index += 1;
            if zone != Some(Zone::Body) {
                continue;
            }
            let place = if paragraph.0 == sentence.block { paragraph.1 + 1 } else { 0 };
            paragraph = (sentence.block, place);
            let (first_entry, first_sign) = (table.entries.len(), table.signs.len());
            for word in reading.words.get(sentence.words.clone()).unwrap_or_default() {
                spend(WORD_UNITS);
                let Some(term) = table.column(word.term) else { continue };
                let Some(last) = last.get_mut(term as usize) else { continue };
                let entry = table.entries.get_mut(*last).filter(|_| *last >= first_entry);
                if let Some(entry) = entry {
                    entry.count += 1.0;
                } else {
                    *last = table.entries.len();
                    table.entries.push(Entry { term, count: 1.0 });
                }
            }
            let form = sentence_signs::read(reading, sentence, &mut table.signs);
            table.rows.push(Row {
                sentence,
                sentence_index: sentence_index - 1,
                place_in_paragraph: place,
                form,
                entries: first_entry..table.entries.len(),
                signs: first_sign..table.signs.len(),
            });
        }
        table
    }

    /// What a term is counted as: the first term with its stem that says what a sentence is about;
    /// `None` when it says nothing itself.
    pub(crate) fn column(&self, term: TermId) -> Option<TermId> {
        self.columns.get(term as usize).copied().flatten()
    }

    /// The entries of a row, in the order in which its terms first stand.
    pub(crate) fn entries(&self, row: &Row<'_>) -> &[Entry] {
        self.entries.get(row.entries.clone()).unwrap_or_default()
    }

    /// How many entries all rows have.
    pub(crate) fn entry_count(&self) -> usize {
        self.entries.len()
    }

    /// The signs of a row.
    pub(crate) fn signs(&self, row: &Row<'_>) -> &[u32] {
        self.signs.get(row.signs.clone()).unwrap_or_default()
    }

    /// How many signs all rows have.
    pub(crate) fn sign_count(&self) -> usize {
        self.signs.len()
    }
}

/// By term, what it is counted as: forms of one English word are one.
fn columns(reading: &Reading) -> Vec<Option<TermId>> {
    let terms = reading.terms.all();
    spend(terms.len());
    // by the first form of each stem: the first that counts
    let mut first = vec![None; terms.len()];
    let columns = (0..).zip(terms).map(|(number, term)| {
        let counts = term.class.is_content() && term.characters > 1;
        let first = first.get_mut(term.first_form as usize).filter(|_| counts)?;
        Some(*first.get_or_insert(number))
    });
    columns.collect()
}
