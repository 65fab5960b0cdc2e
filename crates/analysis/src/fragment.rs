//! Runs of words that no editor takes for a phrase, whatever they score.

use crate::candidate::{Candidate, MAX_WORDS, encloses, is_quoted_name};
use crate::plain_verbs::is_bare_act;
use crate::reading::Reading;
use crate::term::Term;
use crate::word::{Marks, Word};
use crate::word_class::WordClass;

/// A run with a plain verb that stands more often than this has become a phrase all the same.
const CLAUSE: usize = 3;

/// Measure words that count things and part no terms: 级 and 维 do (一级市场, 三维动画).
const MEASURES: [char; 42] = [
    '个', '名', '台', '条', '件', '位', '张', '户', '座', '家', '场', '支', '批', '项', '部', '辆',
    '棵', '只', '把', '块', '段', '份', '篇', '颗', '枚', '艘', '架', '幢', '栋', '句', '遍', '趟',
    '顿', '天', '种', '届', '股', '群', '间', '亩', '册', '号',
];

/// Verbs of one character of which no term ends; many another does: 物料表, 回捕率.
const SHORT_VERBS: [&str; 24] = [
    "招", "办", "建", "抓", "促", "请", "送", "做", "买", "卖", "写", "选", "获", "赴", "迎", "讲",
    "谈", "达", "占", "拟", "设", "增", "降", "超",
];
/// Verbs that begin and end no term, though other plain verbs do: 提升算法, 土地承包.
const OFFICIAL_ACTS: [&str; 14] = [
    "发布", "举办", "开展", "推动", "推进", "出台", "参加", "出席", "加快", "做好", "进行", "提出",
    "作出", "鼓励",
];
/// How phrases begin that the dictionary has as one word and that say nothing: 据我所知, 供参考.
const PHRASES: [&str; 5] = ["据", "供", "数以", "众所", "总而"];

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
    if words.iter().any(|word| points(reading, word)) {
        return true;
    }
    if words.len() == 1 {
        return terms().any(|term| term.plain_verb || is_count(term) || is_common(term))
            || is_bare_act(reading.terms.text(first.term))
            || terms().any(|term| is_phrase(term, reading.terms.text(first.term)))
            || is_label(reading, candidate);
    }
    is_clause(terms(), frequency)
        || counts(reading, words, frequency)
        || is_deictic(reading.terms.text(first.term))
        || goes_on(reading, candidate, last)
        || is_act(reading, first)
        || is_act(reading, last)
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
        && is_counted(reading, first)
}

/// 余名 in 2200余名, 个村 in 420个村: what goes on with a number, or was cut together with its measure.
fn is_counted(reading: &Reading, word: Word) -> bool {
    let text = reading.terms.text(word.term);
    let is_unknown = reading.terms.get(word.term).is_some_and(|term| term.number.is_none());
    text.starts_with(['余', '多']) || (is_unknown && text.starts_with(MEASURES))
}

/// 一台蝴蝶, 照片两张: a count of what stands beside it. What recurs is a term all the same.
fn counts(reading: &Reading, words: &[Word], frequency: usize) -> bool {
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    let is_number = |word: Word| {
        let text = reading.terms.text(word.term);
        reading.terms.get(word.term).is_some_and(is_count) && text.ends_with(MEASURES)
    };
    let is_figure = |word: &Word| {
        reading.terms.get(word.term).is_some_and(is_count)
            && reading.terms.text(word.term).ends_with(['十', '百', '千', '万', '亿'])
    };
    frequency <= CLAUSE && (is_number(first) || is_number(last) || words.iter().any(is_figure))
}

/// 这台, 下称: a word that only points to another, cut together with what it points with.
fn points(reading: &Reading, word: &Word) -> bool {
    let text = reading.terms.text(word.term);
    let is_unknown = reading.terms.get(word.term).is_some_and(|term| term.number.is_none());
    (is_unknown && text.starts_with(['这', '那', '其', '此', '该']))
        || matches!(text, "下称" | "以下简称" | "以下称" | "下同")
}

/// 当天办理: a time that is told by another names nothing.
fn is_deictic(text: &str) -> bool {
    matches!(
        text,
        "当天"
            | "当日"
            | "当晚"
            | "当年"
            | "当时"
            | "后来"
            | "目前"
            | "如今"
            | "近来"
            | "近年"
            | "近年来"
            | "近日"
            | "日前"
            | "此前"
            | "此后"
            | "今后"
            | "以往"
            | "从前"
            | "平时"
    )
}

/// 教育局招 in 教育局招教师: what ends with a verb of one character whose object always follows.
fn goes_on(reading: &Reading, candidate: &Candidate, last: Word) -> bool {
    let is_object = |at: usize| {
        let class = reading.words.get(at).filter(|word| word.marks.has(Marks::JOINED));
        let class = class.and_then(|word| reading.terms.get(word.term)).map(|term| term.class);
        matches!(class, Some(WordClass::Noun | WordClass::Name))
    };
    SHORT_VERBS.contains(&reading.terms.text(last.term))
        && reading.candidates.places(candidate).all(|place| is_object(place.end))
}

/// 发布食品安全公告: begins or ends with what offices do, however often they do it.
fn is_act(reading: &Reading, word: Word) -> bool {
    OFFICIAL_ACTS.contains(&reading.terms.text(word.term))
}

/// Whether a candidate is a piece of a clause that stands once in the text below its title, and is
/// chosen only where an article offers little else.
pub(crate) fn is_filler(reading: &Reading, candidate: &Candidate) -> bool {
    let words = reading.words.get(candidate.words.clone()).unwrap_or_default();
    let (Some(&first), Some(&last)) = (words.first(), words.last()) else { return false };
    if reading.is_english() || candidate.frequency() > 1 || encloses(first, last) {
        return false;
    }
    let is_headed = first.marks.has(Marks::IN_TITLE) || first.marks.has(Marks::IN_SUBHEAD);
    let mut terms = words.iter().filter_map(|word| reading.terms.get(word.term));
    !is_headed && terms.any(|term| makes_clause(term, words.len()))
}

/// Whether a word acts, tells how or when, or is an idiom, or one of several that nobody knows.
fn makes_clause(term: &Term, words: usize) -> bool {
    let is_unknown = term.number.is_none() && term.class != WordClass::Latin;
    let is_idiom = matches!(term.part_of_speech, "i" | "l");
    matches!(term.class, WordClass::Verb | WordClass::Modifier | WordClass::Time)
        || (words == 1 && (is_idiom || term.class == WordClass::Adjective))
        || (words > 1 && is_unknown && term.class != WordClass::Name)
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

/// 据我所知: a phrase with which the writer speaks.
fn is_phrase(term: &Term, text: &str) -> bool {
    matches!(term.part_of_speech, "i" | "l") && PHRASES.iter().any(|start| text.starts_with(start))
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
    use super::{is_filler, is_fragment};
    use crate::training::article;

    /// Which of the candidates of `text`, as a body without title, are fragments.
    fn check(text: &str, expected: &[&str]) {
        let reading = article(None, text);
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
        check(&"完善农村的集市。".repeat(4), &["完善"]);
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
        check("余名官员。", &["余名", "余名官员"]);
        check("35个村。", &["个村"]);
        check("一台风车。", &["一台", "一台风车"]);
        check("茶农三十名。", &["茶农三十名", "三十名"]);
        check("茶农三百人。", &["茶农三百", "茶农三百人", "三百", "三百人"]);
    }

    #[test]
    fn words_that_point() {
        check("出自这台缝纫机。", &["出自这台", "出自这台缝纫机"]);
        check("风车协会（下称风协）。", &["下称", "下称风协"]);
        check("当天风车。", &["当天风车"]);
        check("据我所知，风车。", &["据我所知"]);
    }

    #[test]
    fn clauses_that_recur() {
        check(&"发布茶叶价格。".repeat(5), &["发布", "发布茶叶", "发布茶叶价格"]);
        check("茶厂招学徒。茶厂招学徒。", &["茶厂招"]);
        check("茶厂招得多。茶厂招得多。", &[]);
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

    #[test]
    fn what_stands_once_and_acts_only_fills_up() {
        let text = "风车变旧。风车齿轮。齿轮变旧。";
        let reading = article(None, text);
        let fillers = reading.candidates.all().iter().filter(|c| is_filler(&reading, c));
        let found: Vec<String> =
            fillers.map(|c| crate::corpus_terms::key_of(&reading, c.words.clone())).collect();
        assert_eq!(found, ["风车变旧", "齿轮变旧"]);
    }
}
