//! Sentence boundaries of Chinese and English text.

mod full_stop;
mod nesting;

use std::cell::LazyCell;

use crate::{
    Span,
    interrupt::spend,
    script::{ideographs_at, is_cjk_punctuation, is_han, is_line_break},
};
use nesting::{Kind, Nesting, Shelter, is_closing};

/// How far a sentence that has only signs so far may reach before it is cut all the same.
const SIGNS_REACH: usize = 64;
/// Bytes that are looked at for one unit of work.
const BYTES_PER_UNIT: usize = 4;
/// How far behind a quotation its speaker may be named.
const SPEAKER_REACH: usize = 12;
/// The same where nothing but the speaker stands there, with offices and titles.
const LONG_SPEAKER_REACH: usize = 48;

/// The sentences of `text`, each with the white space behind it. Joined, they give `text` back
/// byte for byte.
///
/// A sentence ends behind `。` `！` `？` `…` and their half-width forms, with the closing quotation
/// marks and brackets that follow, and at every line break. `；` ends a clause only. It does not end
/// inside `《》`, brackets or a short quotation, nor inside a number, an abbreviation, an address or
/// a list label.
///
/// ```
/// let text = "“走吗？”他问。据《怎么办？》一书，增长3.5%（约1. 2倍）。";
/// let cut: Vec<&str> = tiyao_text::sentences(text).iter().map(|s| s.cut(text)).collect();
/// assert_eq!(cut, ["“走吗？”他问。", "据《怎么办？》一书，增长3.5%（约1. 2倍）。"]);
/// ```
pub fn sentences(text: &str) -> Vec<Span> {
    let nesting = Nesting::of(text);
    spend(text.len() / BYTES_PER_UNIT);
    let has_capitals = LazyCell::new(|| text.contains(char::is_uppercase));
    let goes_on = |c: char| c.is_lowercase() && *has_capitals;
    let mut shelters = nesting.shelters.iter().peekable();
    let mut spans = Vec::new();
    let mut start = 0;
    let mut at = ideographs_at(text, 0);
    while let Some(c) = first(text, at) {
        let ends = if is_line_break(c) {
            // Blank rows at the very start belong to the first sentence.
            !between(text, start, at).trim_start().is_empty()
        } else if let Some(force) = force_of(text, start, at, c, &goes_on) {
            while shelters.next_if(|shelter| shelter.span.end() <= at).is_some() {}
            let shelter = shelters.peek().filter(|shelter| shelter.span.start() < at).copied();
            let stop = Stop::read(text, at, force, &nesting);
            at = stop.end;
            stop.ends_sentence(text, start, shelter, &goes_on)
        } else {
            at += c.len_utf8();
            at += ideographs_at(text, at);
            continue;
        };
        at += white_space(text, at, char::is_whitespace);
        if ends {
            spans.push(Span::new(start, at));
            spend((at - start) / BYTES_PER_UNIT);
            start = at;
        }
    }
    if start < text.len() {
        spend((text.len() - start) / BYTES_PER_UNIT);
        spans.push(Span::new(start, text.len()));
    }
    spans
}

/// Whether a letter goes on with a sentence because it is a small one. In a text without any capital
/// it tells nothing.
type SmallLetter<'a> = &'a dyn Fn(char) -> bool;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Force {
    /// `。`
    Full,
    /// `！` `？`
    Strong,
    /// `……`
    Pause,
}

/// The force of the stop at `at`, if `c` is one there.
fn force_of(
    text: &str,
    start: usize,
    at: usize,
    c: char,
    goes_on: SmallLetter<'_>,
) -> Option<Force> {
    let after = || text.get(at + c.len_utf8()..).unwrap_or_default();
    match c {
        '。' | '｡' => Some(Force::Full),
        '！' | '？' => Some(Force::Strong),
        '…' | '⋯' => Some(Force::Pause),
        '!' | '?' => {
            let chinese = |c: char| is_han(c) || is_cjk_punctuation(c);
            let is_mark = between(text, start, at).chars().next_back().is_some_and(chinese)
                || after().chars().next().is_none_or(|next| {
                    next.is_whitespace() || chinese(next) || is_closing(next) || "!?".contains(next)
                });
            is_mark.then_some(Force::Strong)
        }
        '.' if after().starts_with('.') => Some(Force::Pause),
        '.' | '．' => {
            full_stop::ends_sentence(between(text, start, at), after(), c == '．', goes_on)
                .then_some(Force::Full)
        }
        _ => None,
    }
}

/// A stop with everything that belongs to it: `！`, `？！”`, `……》）`.
struct Stop {
    end: usize,
    force: Force,
    /// The closing mark it ends with.
    closing: Option<char>,
    /// Whether it ends with a book title among its closing marks.
    closes_title: bool,
    is_ascii: bool,
}

impl Stop {
    fn read(text: &str, at: usize, force: Force, nesting: &Nesting) -> Self {
        let mut stop = Self { end: at, force, closing: None, closes_title: false, is_ascii: true };
        let mut previous = None;
        while let Some(c) = first(text, stop.end) {
            match c {
                // The stop itself, whose force is known.
                _ if previous.is_none() => {}
                '。' | '｡' => stop.force = Force::Full,
                '！' | '？' | '!' | '?' => stop.force = Force::Strong,
                '…' | '⋯' => {}
                '.' if previous == Some('.') && stop.force == Force::Pause => {}
                '"' if !nesting.closes(stop.end) => break,
                _ if is_closing(c) => {}
                _ => break,
            }
            if is_closing(c) {
                stop.closing = Some(c);
                stop.closes_title |= matches!(c, '》' | '〉');
            } else {
                (stop.closing, stop.closes_title) = (None, false);
                stop.is_ascii &= c.is_ascii();
            }
            stop.end += c.len_utf8();
            previous = Some(c);
        }
        stop
    }

    /// Whether the sentence from `start` ends here, given the pair of marks the stop stands in.
    fn ends_sentence(
        &self,
        text: &str,
        start: usize,
        shelter: Option<&Shelter>,
        goes_on: SmallLetter<'_>,
    ) -> bool {
        let blank = white_space(text, self.end, |c| c.is_whitespace() && !is_line_break(c));
        let rest = text.get(self.end + blank..).unwrap_or_default();
        let Some(next) = rest.chars().next().filter(|&c| !is_line_break(c)) else { return true };
        if shelter.is_some_and(|shelter| self.end < shelter.span.end())
            || is_clause_mark(next)
            || is_signs_only(between(text, start, self.end))
        {
            return false;
        }
        let is_latin = self.is_ascii || self.closing.is_some();
        if is_latin && blank > 0 && goes_on(next) || self.closes_title {
            return false;
        }
        let opens = shelter.map(|shelter| between(text, start, shelter.span.start()));
        match self.closing {
            None => {
                self.force != Force::Pause || pause_ends(self.is_ascii && blank == 0, next, goes_on)
            }
            Some('”' | '’' | '」' | '』' | '"') => {
                let is_part = shelter.is_some_and(|shelter| shelter.kind == Kind::Quote)
                    && opens.is_some_and(|before| {
                        before.chars().next_back().is_some_and(char::is_alphanumeric)
                    });
                match self.force {
                    Force::Full => !matches!(next, '的' | '之') && !is_speaker_only(rest),
                    Force::Strong | Force::Pause => {
                        !is_part && !quotation_goes_on(rest) && !is_speaker_only(rest)
                    }
                }
            }
            Some(_) => {
                let whole = opens.is_some_and(|before| before.trim().is_empty());
                whole || (self.force == Force::Full && !matches!(next, '的' | '之'))
            }
        }
    }
}

/// Whether a sentence has no word yet. A long run of signs is a sentence all the same.
fn is_signs_only(sentence: &str) -> bool {
    // ideographs come first, since the tables that tell letters from signs are slow to ask
    let is_sign = |c: char| !('\u{4e00}'..='\u{9fff}').contains(&c) && !c.is_alphanumeric();
    let mut chars = sentence.chars();
    chars.by_ref().take(SIGNS_REACH).all(is_sign) && chars.next().is_none()
}

fn is_clause_mark(c: char) -> bool {
    matches!(c, '，' | '、' | '；' | '：' | ',' | ';' | ':')
}

/// Whether a sentence ends at `……` before `next`.
fn pause_ends(is_tight: bool, next: char, goes_on: SmallLetter<'_>) -> bool {
    let goes_on = matches!(next, '等' | '的' | '了' | '之' | '和' | '与' | '及' | '或' | '以')
        || goes_on(next)
        || (is_tight && !is_han(next) && !is_cjk_punctuation(next));
    !goes_on
}

/// Whether the text behind `！”` or `？”` belongs to the same sentence: `的问题`, `他大声问道，`.
fn quotation_goes_on(rest: &str) -> bool {
    const PARTICLES: &str = "的地得之是和与及或等也就都则而并（(";
    const VERBS: &str = "说道问喊叫叹曰";
    const LONG_VERBS: [&str; 3] = ["表示", "感叹", "写道"];
    if rest.starts_with(|c: char| PARTICLES.contains(c))
        || rest.starts_with("这一")
        || rest.starts_with("这个")
    {
        return true;
    }
    let reach: usize = rest
        .chars()
        .take(SPEAKER_REACH)
        .take_while(|&c| !is_cjk_punctuation(c) && !c.is_whitespace())
        .map(char::len_utf8)
        .sum();
    let speaker = between(rest, 0, reach);
    let speaker = speaker.strip_suffix(['着', '了']).unwrap_or(speaker);
    (speaker.ends_with(|c: char| VERBS.contains(c)) && !speaker.ends_with("知道"))
        || LONG_VERBS.iter().any(|verb| speaker.ends_with(verb))
}

/// Whether the text behind a quotation, up to its full stop, does no more than name who spoke:
/// `论文作者、海州大学教授徐望舒说。`
fn is_speaker_only(rest: &str) -> bool {
    const VERBS: [&str; 17] = [
        "说",
        "說",
        "表示",
        "道",
        "问",
        "問",
        "喊",
        "叫",
        "坦言",
        "指出",
        "感叹",
        "感嘆",
        "介绍",
        "介紹",
        "告诉记者",
        "告訴記者",
        "如是说",
    ];
    const NO_SPEECH: [&str; 8] = ["小说", "小說", "传说", "傳說", "知道", "街道", "听说", "聽說"];
    let within = rest.char_indices().take(LONG_SPEAKER_REACH);
    let stop = within.take_while(|&(_, c)| {
        !matches!(c, '！' | '？' | '：' | '“' | '”' | '「' | '」' | '\n' | '；' | '…')
    });
    let Some((end, _)) = stop.into_iter().find(|&(_, c)| c == '。') else { return false };
    let speaker = between(rest, 0, end);
    VERBS.iter().any(|verb| speaker.ends_with(verb))
        && !NO_SPEECH.iter().any(|word| speaker.ends_with(word))
}

fn first(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

fn between(text: &str, start: usize, end: usize) -> &str {
    text.get(start..end).unwrap_or_default()
}

/// How many bytes of white space there are at `at`.
fn white_space(text: &str, at: usize, is_white: impl Fn(char) -> bool) -> usize {
    let rest = text.get(at..).unwrap_or_default();
    rest.len() - rest.trim_start_matches(is_white).len()
}

#[cfg(test)]
mod tests {
    use super::sentences;

    /// Each `|` in `marked` is a sentence boundary.
    fn check(marked: &str) {
        let text = marked.replace('|', "");
        let cut: Vec<&str> = sentences(&text).iter().map(|span| span.cut(&text)).collect();
        assert_eq!(cut.join("|"), marked);
    }

    #[test]
    fn stops() {
        for marked in [
            "",
            " \n ",
            "今天下雨。|明天晴！|后天呢？|不知道……|再说吧",
            "先讲原则；再讲办法。|完了",
            "真的？！|是的。",
            "题目\n|正文。\n\n　　|第二段。",
            "\n\n题目\n|正文",
            "他想了想……等到天亮。|走了……|雨停了。",
            "方法.|结果表明！|网址www.example.cn，版本v1.2.3。|完",
            "问题．|其次，占３．５％．|完",
            "天气好!|我们走吧?|好",
            "the rain stopped. |mr wu went out with dr. li. |\"where to?\" |nobody asked.",
            "The rain stopped. then he went out.",
        ] {
            check(marked);
        }
    }

    #[test]
    fn marks_that_pair() {
        for marked in [
            "他说：“今天下雨。明天晴。”|于是没有出门。",
            "《怎么办？》是一本书。|《谁之罪？》也是。",
            "他走了（见图1。以后再谈）。|完",
            "他走了（见图1。）|后来回来了。",
            "（全文完。）|责任编辑",
            "他（真是！）走了。",
            "“走吧！”他说。|“好！”|大家都站起来。",
            "“谁来管？”的问题。|提出“谁来管？”成为焦点。",
            "问：“去哪里？”|老人没有回答。",
            "“好！”小王高兴地喊道：“走！”|于是出发。",
            "“好。”，他说。",
            "“菌种最要紧。”县食用菌协会会长、种菌能手林小满说。|大家都点头。",
            "“菌种最要紧！”县食用菌协会会长、种菌能手林小满说。|大家都点头。",
            "“菌种最要紧。”|他写了一部小说。|“好。”|林小满说，菌种最要紧。",
            "没有配对（的括号。|后文。|还有“引号。|完。",
            "他说\"走吧。\"|于是走了。|\"好。\"",
        ] {
            check(marked);
        }
    }

    #[test]
    fn long_speech_is_cut() {
        let speech = "这是一句有二十个字的话用来凑足长度的话。|".repeat(6);
        let speech = speech.strip_suffix('|').unwrap();
        check(&format!("他说：“{speech}”|完了。"));
    }

    #[test]
    fn latin_text() {
        for marked in [
            "It rained. |We stayed at home! |Why? |No idea.",
            "See Fig. 3 and Dr. Wu, e.g. the 3.5% of v1.2. |Next one.",
            "1. General rules. |2. Details.",
            "Mail a.b@c.org or see http://a.org/x?y=1. |Done.",
            "\"Stop!\" he said. |\"Go.\" |They went.",
            "He lives in the U.S. |The house is old. |J. Smith et al. found it.",
            "Well... maybe. |Wait... |Now.",
        ] {
            check(marked);
        }
    }
}
