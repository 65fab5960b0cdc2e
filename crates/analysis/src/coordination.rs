//! Words that stand in one list or on both sides of an “and”, and share what comes behind: 生产和销售
//! in 生产和销售环节.

use crate::candidate::{Candidate, Candidates};
use crate::reading::Reading;
use crate::word::Marks;
use crate::word_class::WordClass;

/// Whether a candidate always begins with the last of such words, so that it may be half a term: a
/// single word of the same class and length stands before it, with 、 or an “and” between them, and
/// nothing of a term before that.
pub(crate) fn is_half(reading: &Reading, candidates: &Candidates, candidate: &Candidate) -> bool {
    candidate.words.len() > 1
        && candidates.places(candidate).all(|place| has_partner(reading, place.start))
}

fn has_partner(reading: &Reading, at: usize) -> bool {
    let form = |at: usize| {
        let term = reading.terms.get(reading.words.get(at)?.term)?;
        Some((term.class, term.characters))
    };
    let Some(partner) = partner(reading, at) else { return false };
    let joined = reading.words.get(partner).is_some_and(|word| word.marks.has(Marks::JOINED));
    let before = partner.checked_sub(1).filter(|_| joined).and_then(form);
    form(partner) == form(at) && !before.is_some_and(|(class, _)| class.is_in_terms())
}

/// The word that is on one level with the one at `at`.
fn partner(reading: &Reading, at: usize) -> Option<usize> {
    let marks = reading.words.get(at)?.marks;
    let before = at.checked_sub(1)?;
    if marks.has(Marks::LISTED) {
        return Some(before);
    }
    let link = reading.words.get(before).filter(|link| link.marks.has(Marks::JOINED))?;
    let links = marks.has(Marks::JOINED)
        && reading.terms.get(link.term)?.class == WordClass::Function
        && matches!(reading.terms.text(link.term), "和" | "与" | "及" | "或");
    before.checked_sub(1).filter(|_| links)
}

#[cfg(test)]
mod tests {
    use super::is_half;
    use crate::training::article;

    /// Which of the candidates of `text` may be half a term.
    fn check(text: &str, expected: &[&str]) {
        let reading = article(None, text);
        let all = reading.candidates.all().iter();
        let found: Vec<String> = all
            .filter(|c| is_half(&reading, &reading.candidates, c))
            .map(|c| crate::corpus_terms::key_of(&reading, c.words.clone()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn what_shares_its_head_is_half() {
        check("在生产和销售环节。", &["销售环节"]);
        check("在生产、销售环节。", &["销售环节"]);
        check("在生产和销售环节。在销售环节。", &[]);
    }

    #[test]
    fn words_of_another_kind_share_nothing() {
        check("在生产，销售环节也在。", &[]);
        check("在食品生产和销售环节。", &[]);
        check("在集市和农村的环节。", &[]);
    }
}
