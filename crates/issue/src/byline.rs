//! Reads bylines, and the rows at an article's end that name its desk editor or its source.

use crate::{
    chars::{
        half_width, has_han, inked, is_blank, is_closing, is_end_mark, is_han, is_letter,
        is_longer, key, squeezed,
    },
    names::{could_be_person, is_body, is_latin_name, is_person, words},
};

/// How a byline says that it is one; the surest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    /// By a word: `文 | 张三`, `作者：张三`, `文/记者 张三`.
    Labelled,
    /// By a mark before the names: `□ 张三`, `*张三*`.
    Marked,
    /// By a body before the names: `某大学　张三`.
    Affiliated,
    /// By names alone.
    Names,
}

/// What a byline says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Byline {
    pub(crate) form: Form,
    pub(crate) authors: Vec<String>,
    pub(crate) affiliation: String,
}

const LABELS: [&str; 26] = [
    "作者",
    "撰文",
    "文字",
    "文图",
    "图文",
    "文并图",
    "文摄影",
    "采写",
    "记者",
    "本刊记者",
    "本报记者",
    "本社记者",
    "通讯员",
    "特约记者",
    "特约撰稿",
    "特约评论员",
    "本刊评论员",
    "本报评论员",
    "撰稿",
    "供稿",
    "口述",
    "整理",
    "编译",
    "翻译",
    "执笔",
    "文",
];

const ROLES: [&str; 18] = [
    "本刊特约记者",
    "本报特约记者",
    "本刊记者",
    "本报记者",
    "本社记者",
    "实习记者",
    "实习生",
    "特约记者",
    "记者",
    "本报通讯员",
    "本刊通讯员",
    "通讯员",
    "特约撰稿人",
    "特约撰稿",
    "作者",
    "撰文",
    "整理",
    "编译",
];

/// Reads `text` as a byline.
pub(crate) fn byline(text: &str) -> Option<Byline> {
    let count = inked(text);
    if !(2..=90).contains(&count) || text.contains(['。', '；', '？', '！', '“', '《']) {
        return None;
    }
    if let Some(found) = english(text).or_else(|| house(text)) {
        return Some(found);
    }
    if let Some(rest) = labelled(text) {
        return read(rest, Form::Labelled);
    }
    if let Some(found) = reported(text) {
        return Some(found);
    }
    if let Some(rest) = marked(text) {
        let found = read(rest, Form::Marked)?;
        let sure = found.authors.iter().all(|name| is_person(name) || is_body(name));
        return sure.then_some(found);
    }
    let (tokens, noted) = names_of(text);
    let people = people_at_end(&tokens, text.contains('\u{3000}'));
    let foreign = tokens.len() == 1 && tokens.iter().any(|word| inked(word) > 6);
    if people == 0 || people > 12 || foreign || tokens.iter().any(|word| word.contains(['：', ':']))
    {
        return None;
    }
    let bodies = tokens.len() - people;
    let split = tokens.split_at_checked(bodies)?;
    if bodies == 0 {
        let authors = split.1.iter().map(|name| bare_name(name)).collect();
        // one name alone may be a subhead; a note behind it says it is a person
        return Some(Byline { form: Form::Names, authors, affiliation: noted });
    }
    let affiliated = split.0.iter().all(|word| has_han(word))
        && split.0.last().is_some_and(|word| is_body(word));
    affiliated.then(|| Byline {
        form: Form::Affiliated,
        authors: split.1.iter().map(|name| bare_name(name)).collect(),
        affiliation: split.0.join(" "),
    })
}

/// The periodical itself, signing by what it calls itself: `本刊编辑部`, `本报评论员`.
fn house(text: &str) -> Option<Byline> {
    const LONGEST: usize = 10;
    const HOUSES: [&str; 5] = ["本刊", "本报", "本社", "本台", "本网"];
    const POSTS: [&str; 6] = ["记者", "评论员", "通讯员", "撰稿人", "编者", "观察员"];
    if is_longer(text, LONGEST) {
        return None;
    }
    let name = squeezed(text);
    let rest = HOUSES.iter().find_map(|house| name.strip_prefix(house))?;
    let post = POSTS.iter().any(|post| rest.strip_prefix("特约").unwrap_or(rest) == *post);
    let signs = rest.chars().all(is_letter) && (post || is_body(rest));
    signs.then(|| Byline { form: Form::Marked, authors: vec![name], affiliation: String::new() })
}

/// The bodies that a row is nothing but the names of; a row may be so by chance.
pub(crate) fn bodies(text: &str) -> Option<Vec<String>> {
    const LONGEST: usize = 24;
    const MOST: usize = 3;
    if is_longer(text, LONGEST) {
        return None;
    }
    let names = words(text);
    let plain =
        |name: &String| is_body(name) && name.chars().all(|c| is_han(c) || "（）()".contains(c));
    ((1..=MOST).contains(&names.len()) && names.iter().all(plain)).then_some(names)
}

/// How many of the last words are people. Among many names some have a rare surname, or are foreign;
/// the more so where wide gaps part them.
fn people_at_end(words: &[String], wide: bool) -> usize {
    let sure = words.iter().rev().take_while(|word| is_person(word)).count();
    let likely = words.iter().rev().take_while(|word| could_be_person(word)).count();
    let named = words.iter().rev().take(likely).filter(|word| is_person(word)).count();
    let most = named * 3 >= likely * 2 || (wide && named * 2 >= likely);
    if likely >= 2 && most { likely } else { sure }
}

/// The names in `（本报记者张三、李四）`, where nothing parts role and names.
fn reported(text: &str) -> Option<Byline> {
    let inner = text.trim().strip_prefix(['（', '('])?.strip_suffix(['）', ')'])?;
    let rest = ROLES.iter().find_map(|role| inner.strip_prefix(role))?;
    let authors = words(rest);
    let named = !authors.is_empty() && authors.iter().all(|name| is_person(name));
    named.then(|| Byline { form: Form::Marked, authors, affiliation: String::new() })
}

/// The names of a list whose last two may be joined by an English word.
fn latin_list(text: &str) -> Vec<String> {
    words(&text.replace(" and ", ", ").replace(" AND ", ", ").replace(" & ", ", "))
}

/// The names in `By John Smith and Mary Brown`.
fn english(text: &str) -> Option<Byline> {
    let rest = ["By ", "BY ", "by "].iter().find_map(|by| text.trim().strip_prefix(by))?;
    let joined = rest.replace(" and ", ", ").replace(" AND ", ", ").replace(" & ", ", ");
    let parts = joined.split(',').map(|name| name.trim().to_owned());
    let authors: Vec<String> = parts.filter(|name| !name.is_empty()).collect();
    let full = authors.first().is_some_and(|name| name.contains(' '));
    let authors: Vec<String> = authors.into_iter().filter(|name| !is_post(name)).collect();
    let named = full && !authors.is_empty() && authors.iter().all(|name| is_full_name(name));
    named.then(|| Byline { form: Form::Labelled, authors, affiliation: String::new() })
}

/// Whether the words name a post, not a person: `Staff Writer`.
fn is_post(words: &str) -> bool {
    const POSTS: [&str; 8] = [
        "writer",
        "editor",
        "reporter",
        "correspondent",
        "columnist",
        "contributor",
        "staff",
        "photographer",
    ];
    words.split(' ').any(|word| POSTS.contains(&word.to_lowercase().as_str()))
}

/// Whether the words are a name, small words such as `van der` inside it aside.
fn is_full_name(words: &str) -> bool {
    const SMALL: [&str; 14] = [
        "van", "der", "den", "de", "von", "la", "le", "del", "di", "da", "dos", "al", "bin", "ten",
    ];
    let capitalized: Vec<&str> = words.split(' ').filter(|word| !SMALL.contains(word)).collect();
    !words.starts_with(|c: char| c.is_lowercase()) && is_latin_name(&capitalized.join(" "))
}

/// The words of a row of names, and the affiliation in brackets behind them, if there is one.
fn names_of(text: &str) -> (Vec<String>, String) {
    let trimmed = text.trim_matches(is_blank);
    if let Some(inner) =
        trimmed.strip_prefix(['（', '(']).and_then(|rest| rest.strip_suffix(['）', ')']))
    {
        // the names themselves may stand in brackets
        return (words(inner), String::new());
    }
    for (open, close) in [('（', '）'), ('(', ')')] {
        if trimmed.ends_with(close)
            && let Some((names, note)) = trimmed.split_once(open)
        {
            let note = note.trim_end_matches(close).trim();
            return (words(names), note.to_owned());
        }
    }
    (words(trimmed), String::new())
}

/// A name without the marks that refer to a footnote.
fn bare_name(name: &str) -> String {
    name.trim_end_matches(|c: char| !c.is_alphabetic()).to_owned()
}

/// Who did something else than write: what they sign is not the text.
const HELPERS: [&str; 12] =
    ["摄影", "图片", "供图", "摄", "图", "插图", "绘图", "制图", "漫画", "插画", "美编", "设计"];

/// `text` up to a word such as 摄影 with a mark behind it: those who follow are no authors.
fn writers(text: &str) -> &str {
    for (at, _) in text.match_indices(['/', '／', '|', '｜', '丨', '：', ':']) {
        let front = text.get(..at).unwrap_or_default().trim_end_matches(is_blank);
        let start = front.rfind(|c| is_blank(c) || matches!(c, '，' | '、' | ';' | '；'));
        let Some((names, word)) = start.and_then(|start| front.split_at_checked(start)) else {
            continue;
        };
        let word = word.trim_start_matches(|c: char| !is_letter(c));
        if HELPERS.contains(&word) {
            return names.trim_end_matches(|c: char| !is_letter(c));
        }
    }
    text
}

/// What stands behind a word that opens bylines, or before one that closes them.
fn labelled(text: &str) -> Option<&str> {
    const STROKES: [char; 5] = ['/', '／', '|', '｜', '丨'];
    let bare = text.trim_matches(is_blank);
    if let Some((label, rest)) = bare.strip_prefix('【').and_then(|rest| rest.split_once('】'))
        && LABELS.contains(&squeezed(label).as_str())
        && inked(rest) > 0
    {
        return Some(rest.trim_start_matches(['：', ':', ' ', '\u{3000}']));
    }
    if let Some((names, label)) = bare.rsplit_once(STROKES)
        && ["文", "撰文", "图文", "文图", "采写"].contains(&squeezed(label).as_str())
        && inked(names) > 1
        && words(names).iter().all(|name| is_person(name))
    {
        return Some(names.trim());
    }
    opened(writers(bare))
}

/// What stands behind a word that opens bylines.
fn opened(text: &str) -> Option<&str> {
    let trimmed =
        text.trim_matches(|c| matches!(c, '（' | '）' | '(' | ')' | '【' | '】' | '[' | ']'));
    let at = trimmed.find(['|', '｜', '丨', '：', ':', '/', '／'])?;
    let label = squeezed(trimmed.get(..at)?);
    let label = label.replace(['·', '、', '/', '\u{ff0f}'], "");
    let rest =
        trimmed.get(at..)?.trim_start_matches(['|', '｜', '丨', '：', ':', '/', '／']).trim();
    if label == "文" || label == "图" {
        // 文/图 张三, 文／记者 张三
        let rest = rest
            .trim_start_matches(['图', '摄', '文'])
            .trim_start_matches(['|', '/', '：', ' ', '　', '／']);
        return (!rest.is_empty()).then_some(rest);
    }
    (LABELS.contains(&label.as_str()) && !rest.is_empty()).then_some(rest)
}

/// What stands behind a mark that opens bylines, or between Markdown's stars.
fn marked(text: &str) -> Option<&str> {
    let trimmed = text.trim();
    for mark in ["*", "_"] {
        if let Some(inner) = trimmed.strip_prefix(mark).and_then(|rest| rest.strip_suffix(mark)) {
            let inner = inner.trim_matches(|c| matches!(c, '*' | '_' | ' '));
            return Some(labelled(inner).unwrap_or(inner));
        }
    }
    if let Some(rest) =
        trimmed.strip_prefix(['□', '○', '◎', '●', '■', '▲', '△', '◇', '◆', '☆', '▪', '◯'])
    {
        return Some(rest.trim());
    }
    let role = ROLES.iter().find(|role| trimmed.starts_with(**role))?;
    let rest = trimmed.get(role.len()..)?;
    rest.starts_with(|c: char| is_blank(c) || c == '：')
        .then(|| rest.trim_start_matches(['：', ' ', '　']))
}

/// Names and affiliation: what is no name in front of the names is the affiliation.
fn read(rest: &str, form: Form) -> Option<Byline> {
    let mut tokens: Vec<String> = Vec::new();
    for word in words(rest) {
        let role = ROLES.iter().find(|role| word.starts_with(**role));
        let bare = role.map_or(word.as_str(), |role| word.get(role.len()..).unwrap_or_default());
        let bare = bare.trim_matches(['：', ':', '*', '_']);
        if !bare.is_empty() {
            tokens.push(bare.to_owned());
        }
    }
    let people = tokens.iter().rev().take_while(|word| could_be_person(word)).count();
    let bodies = tokens.len().checked_sub(people)?;
    if tokens.is_empty() {
        return None;
    }
    let (front, back) = tokens.split_at_checked(bodies)?;
    if people == 0 {
        // a body signs for itself
        let body = front.iter().all(|word| inked(word) <= 30);
        return body.then(|| Byline { form, authors: front.to_vec(), affiliation: String::new() });
    }
    Some(Byline { form, authors: back.to_vec(), affiliation: front.join(" ") })
}

/// Reads `text` as the byline of authors that are known: their names, and at most a label, a mark
/// and a body in brackets beside them.
pub(crate) fn signs(text: &str, authors: &[String]) -> Option<Byline> {
    let wanted = key(&authors.concat());
    if wanted.is_empty() || is_longer(text, 90) {
        return None;
    }
    let trimmed = text.trim_matches(is_blank);
    let close = trimmed.strip_suffix(['）', ')']);
    let noted =
        close.and_then(|rest| rest.split_once(['（', '('])).filter(|(names, _)| inked(names) > 0);
    let (names, note) = noted.unwrap_or((trimmed, ""));
    let said = key(names);
    let labelled = || {
        let mut labels = LABELS.iter().chain(&ROLES);
        labels.any(|label| {
            said.strip_prefix(label).or_else(|| said.strip_suffix(label)) == Some(wanted.as_str())
        })
    };
    let form = match said == wanted {
        true if names.starts_with(is_letter) => Form::Names,
        true => Form::Marked,
        false if labelled() => Form::Labelled,
        false => return None,
    };
    Some(Byline { form, authors: authors.to_vec(), affiliation: note.trim().to_owned() })
}

/// The names in a contents entry: people, or bodies, between spaces and commas.
pub(crate) fn listed_authors(text: &str) -> Vec<String> {
    latin_list(text)
        .iter()
        .map(|word| word.trim_matches(['*', '_']).to_owned())
        .filter(|word| inked(word) > 0)
        .collect()
}

/// The desk editor in `责任编辑 / 张三`, `（责编：张三）`.
pub(crate) fn desk_editor(text: &str) -> Option<String> {
    if is_longer(text, 30) {
        return None;
    }
    let trimmed = text
        .trim()
        .trim_matches(|c| matches!(c, '（' | '）' | '(' | ')' | '【' | '】' | '[' | ']' | '*'));
    let squeezed = squeezed(trimmed);
    let label = ["本文责任编辑", "责任编辑", "责任编校", "责编", "任编辑", "编辑", "编校"]
        .iter()
        .find(|label| squeezed.starts_with(**label))?;
    let rest = squeezed.get(label.len()..)?;
    let name = rest.trim_start_matches([':', '：', '/', '／', '|', '｜', '丨']);
    // a mark or white space must part label and name
    let parted = name.len() < rest.len() || trimmed.contains(is_blank);
    let name = name.trim_end_matches(['◆', '■', '□', '●', '）', ')']);
    (parted && (2..=12).contains(&name.chars().count()) && has_han(name)).then(|| name.to_owned())
}

/// The source in `（来源：某报）`, `来源 | 某报`.
pub(crate) fn source(text: &str) -> Option<String> {
    if is_longer(text, 40) {
        return None;
    }
    let trimmed = text
        .trim()
        .trim_matches(|c| matches!(c, '（' | '）' | '(' | ')' | '【' | '】' | '[' | ']' | '*'));
    let label =
        ["稿件来源", "文章来源", "资料来源", "信息来源", "来源", "转载自", "转自", "摘自", "选自"]
            .iter()
            .find(|label| trimmed.starts_with(**label))?;
    let rest = trimmed.get(label.len()..)?;
    let name =
        rest.trim_start_matches(|c| matches!(half_width(c), ':' | '/' | '|' | ' ') || c == '丨');
    let sure = name.len() < rest.len() || label.contains('自');
    (sure && !name.is_empty() && !name.contains('。')).then(|| name.trim_end().to_owned())
}

/// The body in `（作者单位：某大学）`.
pub(crate) fn authors_body(text: &str) -> Option<String> {
    if is_longer(text, 120) {
        return None;
    }
    let trimmed = text.trim();
    let bracketed = |open: [char; 2], close: [char; 2]| {
        trimmed.strip_prefix(open).and_then(|rest| rest.strip_suffix(close))
    };
    let inner = bracketed(['（', '('], ['）', ')'])
        .or_else(|| bracketed(['【', '['], ['】', ']']))
        .unwrap_or(trimmed);
    let label = ["作者单位", "作者所在单位", "作者工作单位"]
        .iter()
        .find(|label| inner.starts_with(**label))?;
    let rest = inner.get(label.len()..)?;
    let body = rest.trim_start_matches(|c| matches!(half_width(c), ':' | '/' | '|' | ' '));
    let sure = body.len() < rest.len() && !body.trim_end_matches('。').contains('。');
    let body = body.trim_end_matches(['。', ' ', '\u{3000}']);
    (sure && inked(body) >= 2).then(|| body.to_owned())
}

/// What a row at an article's end says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Colophon {
    DeskEditor(String),
    Source(String),
    Affiliation(String),
}

/// Reads a row that belongs to an article's end and is no text of it.
pub(crate) fn colophon(text: &str) -> Option<Colophon> {
    desk_editor(text)
        .map(Colophon::DeskEditor)
        .or_else(|| source(text).map(Colophon::Source))
        .or_else(|| authors_body(text).map(Colophon::Affiliation))
}

/// What stands in brackets behind the last sentence of `text`, and where the sentence ends.
pub(crate) fn trailing_colophon(text: &str) -> Option<(usize, Colophon)> {
    /// Brackets that may follow each other.
    const MOST: usize = 3;
    last_bracket(text, MOST)
}

fn last_bracket(text: &str, most: usize) -> Option<(usize, Colophon)> {
    const LONGEST: usize = 130;
    let bare = text.trim_end().trim_end_matches('。');
    if !bare.ends_with(['）', ')', '】', ']']) {
        return None;
    }
    let open = bare.rfind(['（', '(', '【', '['])?;
    let (before, inner) = bare.split_at_checked(open)?;
    let sentence = before.trim_end();
    let ended = sentence
        .trim_end_matches(|c| is_closing(c) || is_end_mark(c) || is_blank(c))
        .ends_with(['。', '！', '？', '…', '.', '!', '?']);
    if inner.len() > LONGEST * 3 {
        return None;
    }
    let found = colophon(inner)?;
    let follows = ended || (most > 1 && last_bracket(sentence, most - 1).is_some());
    follows.then_some((sentence.len(), found))
}

#[cfg(test)]
mod tests {
    use super::{Colophon, Form, authors_body, byline, desk_editor, source, trailing_colophon};

    fn check(text: &str, expected: Option<(Form, &[&str], &str)>) {
        let found = byline(text);
        let found = found.as_ref().map(|b| {
            let authors: Vec<&str> = b.authors.iter().map(String::as_str).collect();
            (b.form, authors, b.affiliation.as_str())
        });
        assert_eq!(
            found,
            expected.map(|(form, names, body)| (form, names.to_vec(), body)),
            "{text}"
        );
    }

    #[test]
    fn forms() {
        check(
            "文 | 某党校（国家学院） 张三 李四维",
            Some((Form::Labelled, &["张三", "李四维"], "某党校（国家学院）")),
        );
        check("文/记者 张三", Some((Form::Labelled, &["张三"], "")));
        check("作者：某县市场监管局", Some((Form::Labelled, &["某县市场监管局"], "")));
        check("□ 张三　李四", Some((Form::Marked, &["张三", "李四"], "")));
        check("*张三、李四*", Some((Form::Marked, &["张三", "李四"], "")));
        check("本刊编辑部", Some((Form::Marked, &["本刊编辑部"], "")));
        check("本报特约评论员", Some((Form::Marked, &["本报特约评论员"], "")));
        check("本刊记者 张三", Some((Form::Marked, &["张三"], "")));
        check(
            "某大学公共管理学院　张三 李四",
            Some((Form::Affiliated, &["张三", "李四"], "某大学公共管理学院")),
        );
        check("张三　陈　平　李四*", Some((Form::Names, &["张三", "陈平", "李四"], "")));
        check(
            "张三　陈大明　裘四　李四",
            Some((Form::Names, &["张三", "陈大明", "裘四", "李四"], "")),
        );
        check(
            "By John Smith and A. Brown",
            Some((Form::Labelled, &["John Smith", "A. Brown"], "")),
        );
        check(
            "By Jane van der Mill, Staff Writer",
            Some((Form::Labelled, &["Jane van der Mill"], "")),
        );
        check("撰文/张三 摄影/李四", Some((Form::Labelled, &["张三"], "")));
        check("文 | 张三 李四　图 | 王五", Some((Form::Labelled, &["张三", "李四"], "")));
        check("张三 / 文", Some((Form::Labelled, &["张三"], "")));
        check("【作者】张三", Some((Form::Labelled, &["张三"], "")));
        check("（本报记者张三、李四）", Some((Form::Marked, &["张三", "李四"], "")));
        check("（张三 李四）", Some((Form::Names, &["张三", "李四"], "")));
        check(
            "李四 (某学院，某市　123456)",
            Some((Form::Names, &["李四"], "某学院，某市　123456")),
        );
    }

    #[test]
    fn what_is_no_byline() {
        for text in [
            "推行联审制，实现主体资质完备化",
            "关键词：张三；李四",
            "甲：乙",
            "本刊编辑部的故事",
            "本社会",
            "某县农业局",
            "By the River",
            "1 引言",
            "张三说：",
            "",
            "文",
        ] {
            check(text, None);
        }
    }

    #[test]
    fn rows_at_the_end() {
        assert_eq!(desk_editor("责任编辑 / 张三").as_deref(), Some("张三"));
        assert_eq!(desk_editor("（责编：李　四）").as_deref(), Some("李四"));
        assert_eq!(desk_editor("编辑部的故事"), None);
        assert_eq!(source("（来源：某报）").as_deref(), Some("某报"));
        assert_eq!(source("来源于生活的力量"), None);
        assert_eq!(authors_body("（作者单位：某大学 某学院）").as_deref(), Some("某大学 某学院"));
        assert_eq!(authors_body("作者单位的名称"), None);
        let row = "春天来了。（责编：李　四）";
        let editor = Colophon::DeskEditor("李四".to_owned());
        assert_eq!(trailing_colophon(row), Some(("春天来了。".len(), editor)));
        assert_eq!(trailing_colophon("春天来了（责编：李四）"), None);
        assert!(trailing_colophon("春天来了。（来源：某报）（责编：李四）").is_some());
    }
}
