//! What is counted of a candidate before anything is weighed.

use crate::candidate::{Candidate, Candidates, is_named, is_quoted, is_quoted_name};
use crate::logarithm::ln_of;
use crate::reading::Reading;
use crate::word::Marks;

/// Into how many equal parts the body is divided to see where a term stands.
const PARTS: usize = 10;

/// What is counted of one candidate.
#[expect(clippy::struct_excessive_bools, reason = "facts that do not depend on each other")]
#[derive(Clone, Debug, Default)]
pub(crate) struct Measure {
    pub(crate) term_frequency: usize,
    pub(crate) in_title: bool,
    /// It fills the title, or a part of it between words that no keyphrase holds.
    pub(crate) fills_title_part: bool,
    pub(crate) in_first_sentence: bool,
    pub(crate) in_subhead: bool,
    pub(crate) quoted: bool,
    pub(crate) named: bool,
    /// Letters in brackets say it once more: 动态联盟（VO）.
    pub(crate) glossed: bool,
    /// How many of the body's words stand before it first does; 0 when it stands in the title.
    pub(crate) words_before: usize,
    /// Where it first stands in the body, from 0 to 1; 0 when it stands in the title.
    pub(crate) first_position: f64,
    /// Where it first stands in the body, from 0 to 1; 1 when it does not.
    pub(crate) first_body_position: f64,
    /// In how many of the body's tenths it stands.
    pub(crate) parts: usize,
    /// How often no word of a keyphrase stands before it, behind it, and on neither side.
    pub(crate) left_edges: usize,
    pub(crate) right_edges: usize,
    pub(crate) both_edges: usize,
    /// Entropy of the words before and behind it, in nats.
    pub(crate) left_entropy: f64,
    pub(crate) right_entropy: f64,
}

impl Measure {
    /// Counts what `candidate` does in `reading`.
    pub(crate) fn of(
        reading: &Reading,
        candidates: &Candidates,
        candidate: &Candidate,
        scratch: &mut Scratch,
    ) -> Self {
        let body_start = reading.body_start;
        let body_len = (reading.words.len() - body_start).max(1);
        let mut first_at = body_len;
        let mut measure = Self::default();
        let mut parts = 0_u32;
        scratch.left.clear();
        scratch.right.clear();
        for place in candidates.places(candidate) {
            let words = reading.words.as_slice();
            let Some((first, last)) = words.get(place.start).zip(words.get(place.end - 1)) else {
                continue;
            };
            let before = place.start.checked_sub(1).and_then(|i| words.get(i));
            let before = before.filter(|_| first.marks.has(Marks::JOINED));
            let behind = words.get(place.end).filter(|word| word.marks.has(Marks::JOINED));
            let goes_on = |term| reading.terms.get(term).is_some_and(|t| t.class.is_in_terms());
            let left_edge = !before.is_some_and(|word| goes_on(word.term));
            let right_edge = !behind.is_some_and(|word| goes_on(word.term));
            measure.term_frequency += 1;
            measure.left_edges += usize::from(left_edge);
            measure.right_edges += usize::from(right_edge);
            measure.both_edges += usize::from(left_edge && right_edge);
            let place_words = words.get(place.clone()).unwrap_or_default();
            measure.quoted |= is_quoted(*first, *last) || is_quoted_name(place_words);
            measure.glossed |= last.marks.has(Marks::GLOSSED);
            measure.named |= is_named(*first, *last);
            measure.in_first_sentence |= first.marks.has(Marks::IN_FIRST_SENTENCE);
            measure.in_subhead |= first.marks.has(Marks::IN_SUBHEAD);
            if first.marks.has(Marks::IN_TITLE) {
                measure.in_title = true;
                measure.fills_title_part |= left_edge && right_edge;
            } else {
                let at = place.start - body_start;
                parts |= 1 << (at * PARTS / body_len).min(PARTS - 1);
                first_at = first_at.min(at);
            }
            if candidate.frequency() > 1 {
                scratch.left.extend(before.map(|word| word.term));
                scratch.right.extend(behind.map(|word| word.term));
            }
        }
        measure.first_body_position = first_at as f64 / body_len as f64;
        if !measure.in_title {
            measure.words_before = first_at;
            measure.first_position = measure.first_body_position;
        }
        measure.parts = parts.count_ones() as usize;
        measure.left_entropy = entropy(&mut scratch.left, measure.term_frequency);
        measure.right_entropy = entropy(&mut scratch.right, measure.term_frequency);
        measure
    }
}

/// Room that is used again for each candidate.
#[derive(Default)]
pub(crate) struct Scratch {
    left: Vec<u32>,
    right: Vec<u32>,
}

/// −Σ p ln p = ln N − Σ n ln n / N over the neighbours of N occurrences, in nats. An occurrence
/// without a neighbour (at a sentence's or a clause's end) counts as one of its own kind: such a
/// place is as free as can be. Branching entropy as in Jin and Tanaka-Ishii 2006.
pub(crate) fn entropy<T: Ord>(neighbours: &mut [T], total: usize) -> f64 {
    debug_assert!(neighbours.len() <= total);
    if total < 2 {
        return 0.0;
    }
    neighbours.sort_unstable();
    let groups = neighbours.chunk_by(|a, b| a == b).map(<[T]>::len);
    let grouped: f64 = groups.filter(|&n| n > 1).map(|n| n as f64 * ln_of(n)).sum();
    ln_of(total) - grouped / total as f64
}

#[cfg(test)]
mod tests {
    use super::{Measure, Scratch, entropy};
    use crate::{Manuscript, read};
    use tiyao_text::{Excerpt, Lexicon};

    #[test]
    fn what_a_candidate_does_is_counted() {
        let title = Excerpt::whole("农村的集市");
        let paragraphs = tiyao_issue::paragraphs("今天有“集市”。\n农村集市。");
        let manuscript =
            Manuscript { title: Some(&title), paragraphs: &paragraphs, language: None };
        let reading = read(&manuscript, Lexicon::builtin());
        let candidates = reading.candidates.all();
        let market = candidates.iter().find(|c| c.words == (2..3)).unwrap();
        let measure = Measure::of(&reading, &reading.candidates, market, &mut Scratch::default());
        assert_eq!(measure.term_frequency, 3);
        assert!(measure.in_title && measure.fills_title_part && measure.quoted);
        assert!(measure.in_first_sentence && !measure.in_subhead && !measure.named);
        // only in 农村集市 does a word of a keyphrase stand before it
        assert_eq!((measure.left_edges, measure.right_edges, measure.both_edges), (2, 3, 2));
        assert_eq!(measure.parts, 2);
        assert!(measure.first_position.abs() < 1e-12 && measure.first_body_position > 0.0);
    }

    #[test]
    fn entropy_of_neighbours() {
        assert!((entropy(&mut [7, 7, 7], 3)).abs() < 1e-12);
        assert!((entropy(&mut [1, 2], 2) - 2_f64.ln()).abs() < 1e-12);
        assert!((entropy::<u32>(&mut [], 4) - 4_f64.ln()).abs() < 1e-12);
        assert!(entropy(&mut [5], 1).abs() < 1e-12);
    }
}
