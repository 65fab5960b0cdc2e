use crate::reading::{Reading, Sentence, Zone};
use crate::term::TermId;

/// The body's sentences as sparse rows of term counts.
pub(crate) struct SentenceTable<'a> {
    pub(crate) rows: Vec<Row<'a>>,
    /// The entries of all rows, one row behind the other, each sorted by term.
    entries: Vec<Entry>,
    /// How many terms the reading has: every term's number is below.
    pub(crate) terms: usize,
}

/// One sentence of the body.
pub(crate) struct Row<'a> {
    pub(crate) sentence: &'a Sentence,
    /// Which sentence of the article it is.
    pub(crate) sentence_index: usize,
    /// Which sentence of its paragraph it is.
    pub(crate) place_in_paragraph: usize,
    /// Characters without white space.
    pub(crate) characters: usize,
    entries: std::ops::Range<usize>,
}

/// How often a sentence has a term.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    pub(crate) term: TermId,
    pub(crate) count: f64,
}

impl<'a> SentenceTable<'a> {
    pub(crate) fn of(reading: &'a Reading) -> Self {
        let mut table = Self { rows: Vec::new(), entries: Vec::new(), terms: reading.terms.len() };
        let mut sentence_index = 0;
        let mut paragraph = (usize::MAX, 0);
        let mut terms: Vec<TermId> = Vec::new();
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
            let words = reading.words.get(sentence.words.clone()).unwrap_or_default();
            terms.clear();
            terms.extend(words.iter().map(|word| word.term).filter(|&term| counts(reading, term)));
            terms.sort_unstable();
            let start = table.entries.len();
            table.entries.extend(terms.chunk_by(|a, b| a == b).filter_map(|group| {
                Some(Entry { term: *group.first()?, count: group.len() as f64 })
            }));
            let written = reading.written(sentence);
            table.rows.push(Row {
                sentence,
                sentence_index: sentence_index - 1,
                place_in_paragraph: place,
                characters: written.chars().filter(|c| !c.is_whitespace()).count(),
                entries: start..table.entries.len(),
            });
        }
        table
    }

    /// The entries of a row.
    pub(crate) fn entries(&self, row: &Row<'_>) -> &[Entry] {
        self.entries.get(row.entries.clone()).unwrap_or_default()
    }
}

/// Whether a term says what a sentence is about.
pub(crate) fn counts(reading: &Reading, term: TermId) -> bool {
    reading.terms.get(term).is_some_and(|term| term.class.is_content() && term.characters > 1)
}
