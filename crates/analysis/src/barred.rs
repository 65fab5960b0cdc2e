//! Words that no keyword may have, whatever they are: those of datelines and credits, and those that a
//! control character parts or stands in.

use std::ops::Range;

use tiyao_text::interrupt::spend;
use tiyao_text::{normalize_as, normalized_text};

use crate::candidate::{Candidate, Candidates};
use crate::dateline::{credits, dateline};
use crate::reading::{Reading, Sentence, Zone};

/// What it takes to look at a sentence's text once more, in units of work for each byte.
const BYTE_UNITS: usize = 1;

/// The words of a reading that are barred. Both lists are sorted.
#[derive(Default)]
pub(crate) struct Barred {
    /// Words of datelines and credits.
    credits: Vec<usize>,
    /// Words with a control character in them or between them and the word before.
    broken: Vec<(usize, Break)>,
}

/// Where a control character stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Break {
    Before,
    Inside,
}

impl Barred {
    pub(crate) fn of(reading: &Reading) -> Self {
        let mut barred = Self::default();
        let mut last_block = None;
        let reports = reading.terms.all().iter().zip(0..).any(|(_, number)| {
            let text = reading.terms.text(number);
            text.ends_with("记者") || matches!(text, "通讯员" | "实习生")
        });
        for sentence in &reading.sentences {
            let opens = last_block.replace(sentence.block) != Some(sentence.block);
            let is_body = reading.block_of(sentence).is_some_and(|block| block.zone == Zone::Body);
            let written = reading.written(sentence);
            if is_body && !reading.is_english() && (opens || reports) {
                spend(written.len() * BYTE_UNITS);
                barred.take_credits(reading, sentence, opens);
            }
            // without a way out in the middle it is many bytes at a time
            if written.bytes().fold(false, |found, byte| found | is_control(byte)) {
                spend(written.len() * BYTE_UNITS);
                barred.take_breaks(reading, sentence, written);
            }
        }
        barred
    }

    fn take_credits(&mut self, reading: &Reading, sentence: &Sentence, opens: bool) {
        let text = normalized_text(reading.written(sentence), reading.language());
        let line = opens.then(|| dateline(&text)).filter(|line| !line.is_empty());
        // in the order of the text, as the words are
        let mut ranges = line.into_iter().chain(credits(&text)).peekable();
        if ranges.peek().is_none() {
            return;
        }
        for number in sentence.words.clone() {
            let Some(start) = reading.words.get(number).map(|word| word.span().start()) else {
                break;
            };
            while ranges.next_if(|range| range.end <= start).is_some() {}
            if ranges.peek().is_some_and(|range| range.contains(&start)) {
                self.credits.push(number);
            }
        }
    }

    fn take_breaks(&mut self, reading: &Reading, sentence: &Sentence, written: &str) {
        let normalized = normalize_as(written, reading.language());
        let mut end = 0;
        for number in sentence.words.clone() {
            let Some(word) = reading.words.get(number) else { break };
            let span = normalized.trace(word.span());
            let piece = |from: usize, to: usize| written.get(from..to).unwrap_or_default();
            let before = piece(end, span.start());
            // 31m behind an escape is the rest of what sets a colour
            let is_rest = before.ends_with("\u{1b}[");
            if is_rest || piece(span.start(), span.end()).bytes().any(is_control) {
                self.broken.push((number, Break::Inside));
            } else if before.bytes().any(is_control) {
                self.broken.push((number, Break::Before));
            }
            end = span.end();
        }
    }

    /// Whether a candidate stands nowhere but in datelines and credits, or is broken where it first
    /// stands.
    pub(crate) fn hold(&self, candidates: &Candidates, candidate: &Candidate) -> bool {
        self.break_up(&candidate.words)
            || (!self.credits.is_empty()
                && candidates.places(candidate).all(|place| self.is_credit(&place)))
    }

    fn is_credit(&self, place: &Range<usize>) -> bool {
        let next = self.credits.partition_point(|&number| number < place.start);
        self.credits.get(next).is_some_and(|&number| number < place.end)
    }

    fn break_up(&self, place: &Range<usize>) -> bool {
        let next = self.broken.partition_point(|&(number, _)| number < place.start);
        let inside = self.broken.get(next..).unwrap_or_default().iter();
        inside
            .take_while(|(number, _)| *number < place.end)
            .any(|&(number, kind)| kind == Break::Inside || number > place.start)
    }
}

/// Whether a byte is a control character of ASCII other than white space.
fn is_control(byte: u8) -> bool {
    (byte < 0x20 && !(0x09..=0x0d).contains(&byte)) || byte == 0x7f
}

#[cfg(test)]
mod tests {
    use super::Barred;
    use crate::corpus_terms::key_of;
    use crate::training::article;

    /// Which of the candidates of `text`, as a body without title, are barred.
    fn check(text: &str, expected: &[&str]) {
        let reading = article(None, text);
        let barred = Barred::of(&reading);
        let all = reading.candidates.all().iter();
        let found: Vec<String> = all
            .filter(|c| barred.hold(&reading.candidates, c))
            .map(|c| key_of(&reading, c.words.clone()))
            .collect();
        assert_eq!(found, expected, "{text:?}");
    }

    #[test]
    fn who_reports_is_no_topic() {
        check(
            "新华社北京5月2日电（记者）农村集市开张。",
            &["新华社", "新华社北京", "北京", "日电", "记者"],
        );
        check("农村集市在北京。北京集市在农村（记者）。", &["记者"]);
    }

    #[test]
    fn what_is_also_told_elsewhere_counts() {
        check("新华社北京5月2日电 北京有农村集市。", &["新华社", "新华社北京", "日电"]);
        check("本刊 集市。", &[]);
    }

    #[test]
    fn control_characters_break() {
        check("农村\u{0}集市。", &["农村集市"]);
        check("农\u{0}村的集市。", &["农村"]);
        check("农村的\u{1b}[31m集市\u{1b}[0m的事。", &["31m", "31m集市", "0m"]);
    }
}
