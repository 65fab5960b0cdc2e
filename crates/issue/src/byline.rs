//! Reads bylines, and the rows at an article's end that name its desk editor or its source.

use crate::{
    chars::{half_width, has_han, inked, is_blank, squeezed},
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
    if let Some(found) = english(text) {
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
    let authors = latin_list(rest);
    let full = authors.first().is_some_and(|name| name.contains(' '));
    let named = full && authors.iter().all(|name| is_latin_name(name));
    named.then(|| Byline { form: Form::Labelled, authors, affiliation: String::new() })
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

/// What stands behind a word that opens bylines.
fn labelled(text: &str) -> Option<&str> {
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
    if inked(text) > 30 {
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
    if inked(text) > 40 {
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

#[cfg(test)]
mod tests {
    use super::{Form, byline, desk_editor, source};

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
    }
}
