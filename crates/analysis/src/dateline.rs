//! Datelines and credits: 本报讯, 新华社青石6月3日电, （记者 林小满）. They say who reports and from where,
//! not what about.

use std::ops::Range;

/// How far into a paragraph a dateline reaches at most, in characters.
const REACH: usize = 32;
/// Most characters of a credit between its brackets.
const LONGEST_CREDIT: usize = 40;
/// What a dateline of a house of its own begins with, before 讯.
const HOUSES: [&str; 6] = ["本报", "本刊", "本网", "本台", "本站", "本社"];
/// How credits in brackets begin, in normalized text.
const CREDITS: [&str; 10] = [
    "记者",
    "本报记者",
    "本刊记者",
    "本报通讯员",
    "见习记者",
    "实习记者",
    "特约记者",
    "通讯员",
    "实习生",
    "特约通讯员",
];

/// The bytes of a paragraph's dateline, from its beginning on; empty without one. `text` is the
/// normalized text of its first sentence.
pub(crate) fn dateline(text: &str) -> Range<usize> {
    0..house_line(text).or_else(|| agency_line(text)).unwrap_or(0)
}

/// 本报讯, 本报青石讯: where it ends.
fn house_line(text: &str) -> Option<usize> {
    let house = HOUSES.iter().find(|house| text.starts_with(**house))?;
    let (at, sign) = head(text).find(|&(at, c)| at >= house.len() && c == '讯')?;
    let is_near = text.get(house.len()..at)?.chars().count() <= 4;
    let end = at + sign.len_utf8();
    (is_near && !text.get(end..)?.starts_with('息')).then_some(end)
}

/// 新华社青石6月3日电, 6月3日讯, 新华社电: where it ends.
fn agency_line(text: &str) -> Option<usize> {
    let (at, sign) = head(text).find(|&(at, c)| {
        let before = text.get(..at).unwrap_or_default();
        let is_short = before.chars().count() <= 5;
        let is_signed = is_dated(before) || (is_short && before.ends_with(['社', '网']));
        matches!(c, '电' | '讯') && is_signed
    })?;
    let end = at + sign.len_utf8();
    let behind = text.get(end..)?;
    // 6月3日电力供应 goes on with a word
    let is_over = behind.starts_with("记者")
        || behind.starts_with(|c: char| c.is_whitespace() || !c.is_alphanumeric());
    is_over.then_some(end)
}

/// 6月3日: whether a day of the month ends the text.
fn is_dated(text: &str) -> bool {
    text.strip_suffix('日').is_some_and(|day| day.ends_with(|c: char| c.is_ascii_digit()))
}

/// The characters of the first clause that a dateline may have, with their offsets.
fn head(text: &str) -> impl Iterator<Item = (usize, char)> {
    let clause = text.char_indices().take(REACH);
    clause.take_while(|(_, c)| !matches!(c, '，' | '。' | '；' | '：' | '！' | '？' | ','))
}

/// The bytes of the credits in a sentence's normalized text: what stands in brackets and begins
/// with who reports.
pub(crate) fn credits(text: &str) -> impl Iterator<Item = Range<usize>> {
    let opening = text.match_indices(['（', '(', '【']);
    opening.filter_map(|(at, bracket)| {
        let start = at + bracket.len();
        let inside = text.get(start..)?;
        let (length, _) = inside
            .char_indices()
            .take(LONGEST_CREDIT)
            .find(|(_, c)| matches!(c, '）' | ')' | '】'))?;
        let inside = inside.get(..length)?.trim_start();
        CREDITS.iter().any(|credit| inside.starts_with(credit)).then_some(start..start + length)
    })
}

#[cfg(test)]
mod tests {
    use super::{credits, dateline};

    #[test]
    fn datelines_end_where_the_news_begins() {
        for (text, expected) in [
            ("本报讯 昨晚大雨。", "本报讯"),
            ("本报讯（记者 甲）大雨。", "本报讯"),
            ("本报青石讯 大雨。", "本报青石讯"),
            ("新华社青石6月3日电（记者甲）大雨。", "新华社青石6月3日电"),
            ("中新网6月3日电 大雨。", "中新网6月3日电"),
            ("新华社电 大雨。", "新华社电"),
            ("6月3日电力供应吃紧。", ""),
            ("6月3日，水电 停了。", ""),
            ("本报讯息灵通。", ""),
            ("资讯 电话", ""),
            ("", ""),
        ] {
            assert_eq!(text.get(dateline(text)), Some(expected), "{text}");
        }
    }

    #[test]
    fn credits_stand_in_brackets() {
        let found = |text: &'static str| -> Vec<&str> {
            credits(text).filter_map(|range| text.get(range)).collect()
        };
        assert_eq!(found("雨（记者 甲、乙）大（约3天）"), ["记者 甲、乙"]);
        assert_eq!(found("【记者甲／乙报导】雨"), ["记者甲／乙报导"]);
        assert!(found("记者（没写完").is_empty());
    }
}
