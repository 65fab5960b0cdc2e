//! Runs of words that no editor takes for a phrase, whatever they score.

use crate::candidate::{Candidate, MAX_WORDS, encloses, is_quoted_name};
use crate::plain_verbs::is_bare_act;
use crate::reading::Reading;
use crate::term::Term;
use crate::word::Marks;
use crate::word_class::WordClass;

/// A run with a plain verb that stands more often than this has become a phrase all the same.
const CLAUSE: usize = 3;

/// Whether a candidate is a piece of a sentence rather than a term. What stands in quotation marks
/// or 《》 is a name, however it is made.
pub(crate) fn is_fragment(reading: &Reading, candidate: &Candidate) -> bool {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    // more words than another phrase has are the name of a work
    let is_work = words.len() > MAX_WORDS;
    if reading.is_english() || is_work || encloses(first, last) || is_quoted_name(words) {
        return false;
    }
    if is_rest_of_count(reading, candidate) {
        return true;
    }
    let terms = || words.iter().filter_map(|word| reading.terms.get(word.term));
    let frequency = candidate.frequency();
    if words.len() == 1 {
        return terms().any(|term| term.plain_verb || is_count(term) || is_common(term))
            || is_bare_act(reading.terms.text(first.term))
            || is_label(reading, candidate);
    }
    is_clause(terms(), frequency)
        || (frequency == 1
            && (has_adverb(terms()) || (is_splinter(terms()) && !first.marks.has(Marks::IN_TITLE))))
}

/// 余名官员 in 2200余名官员: what begins with the rest of a number counts something.
fn is_rest_of_count(reading: &Reading, candidate: &Candidate) -> bool {
    let start = candidate.words.start;
    let Some(&first) = reading.words.get(start) else { return false };
    let number = start.checked_sub(1).and_then(|n| reading.terms.get(reading.words.get(n)?.term));
    first.marks.has(Marks::JOINED)
        && number.is_some_and(|term| term.class == WordClass::Number)
        && reading.terms.text(first.term).starts_with(['余', '多'])
}

/// 推动企业, 新规鼓励: a verb that only acts, with what acts or is acted on.
fn is_clause<'t>(mut terms: impl Iterator<Item = &'t Term>, frequency: usize) -> bool {
    frequency <= CLAUSE && terms.any(|term| term.plain_verb)
}

/// ISSN 2096-6563: letters that a number always follows only say what number it is.
fn is_label(reading: &Reading, candidate: &Candidate) -> bool {
    let class = |at: usize| Some(reading.terms.get(reading.words.get(at)?.term)?.class);
    let is_joined = |at: usize| reading.words.get(at).is_some_and(|w| w.marks.has(Marks::JOINED));
    class(candidate.words.start) == Some(WordClass::Latin)
        && reading
            .candidates
            .places(candidate)
            .all(|place| is_joined(place.end) && class(place.end) == Some(WordClass::Number))
}

/// 一日, 万件: how many there are is no term, where 三维 may be part of one.
fn is_count(term: &Term) -> bool {
    term.class == WordClass::Modifier && term.part_of_speech.starts_with('m')
}

/// 活动, 问题: what articles about anything speak of says something only in a phrase, unless it is a
/// name: 中国.
fn is_common(term: &Term) -> bool {
    term.general && term.class != WordClass::Name
}

/// 正式启动: an adjective that jieba tags as an adverb says how, not what.
fn has_adverb<'t>(mut terms: impl Iterator<Item = &'t Term>) -> bool {
    terms.any(|term| term.part_of_speech == "ad")
}

/// 京启动: one character of a run that stands once is as a rule the end of something else.
fn is_splinter<'t>(mut terms: impl Iterator<Item = &'t Term>) -> bool {
    terms.any(|term| term.characters == 1)
}

#[cfg(test)]
mod tests {
    use super::is_fragment;
    use crate::{Manuscript, read};
    use tiyao_text::Lexicon;

    /// Which of the candidates of `text`, as a body without title, are fragments.
    fn check(text: &str, expected: &[&str]) {
        let paragraphs = tiyao_issue::paragraphs(text);
        let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
        let reading = read(&manuscript, Lexicon::builtin());
        let fragments = reading.candidates.all().iter().filter(|c| is_fragment(&reading, c));
        let found: Vec<String> = fragments
            .map(|c| {
                reading.words[c.words.clone()].iter().map(|w| reading.terms.text(w.term)).collect()
            })
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn clauses_and_bare_acts() {
        check("推动农村的集市。", &["推动", "推动农村"]);
        check("“推动农村”的集市。", &["推动"]);
        check("农村集市的投资环境。", &[]);
        check(&"推动农村的集市。".repeat(4), &["推动"]);
    }

    #[test]
    fn labels_of_numbers() {
        check("今年在刊号是ISSN 2096-6563的地方。", &["issn"]);
        check("今年在标准GB 2763，在标准GB的地方。", &[]);
    }

    #[test]
    fn counts() {
        check("一日的三维动画。", &["一日"]);
        check("2200余名官员。", &["余名", "余名官员"]);
        check("余名官员。", &["余名"]);
    }

    #[test]
    fn acts_that_are_tagged_as_nouns() {
        check("印发的办法。", &["印发"]);
        check("办理时限。", &["办理"]);
    }

    #[test]
    fn common_words() {
        check("问题的集市。", &["问题"]);
        check("中国的集市。", &[]);
    }

    #[test]
    fn splinters_and_adverbs() {
        check("在京启动。", &["京启动", "启动"]);
        check("正式启动。", &["正式启动", "启动"]);
    }

    #[test]
    fn english_is_told_by_its_own_words() {
        check("promote food safety", &[]);
    }
}
