//! The numbers that a word processor puts before paragraphs.

use std::{borrow::Cow, collections::HashMap};

use crate::docx::xml::{self, Event};

/// Levels that a list has.
const LEVELS: usize = 9;
/// A longer pattern of a number, or name of its format, is none.
const LONGEST_PATTERN: usize = 100;

/// One level of a list.
#[derive(Clone, Debug, Default)]
struct Level {
    start: Option<u32>,
    format: String,
    /// As `%1.%2、`: each `%n` is the number of that level.
    pattern: String,
    suffix: String,
}

/// A list: its levels, and how far each has counted.
#[derive(Clone, Debug, Default)]
struct List {
    levels: Vec<Level>,
    counts: [Option<u32>; LEVELS],
}

/// The lists of a document, counting on as paragraphs ask.
#[derive(Clone, Debug, Default)]
pub(super) struct Numbering {
    /// By the list's own id.
    lists: HashMap<String, List>,
    /// From the id that paragraphs name to the list's.
    instances: HashMap<String, String>,
    /// Numbers that an instance starts anew with, by instance and level.
    restarts: HashMap<(String, usize), u32>,
}

impl Numbering {
    /// The number of the next paragraph of list `id` at `level`, with what parts it from the text;
    /// empty for a bullet.
    pub(super) fn next(&mut self, id: &str, level: usize) -> String {
        let level = level.min(LEVELS - 1);
        let restart = self.restarts.remove(&(id.to_owned(), level));
        let list = self.instances.get(id).and_then(|list| self.lists.get_mut(list));
        let Some(list) = list else { return String::new() };
        let Some(format) = list.levels.get(level).cloned() else { return String::new() };
        for (at, count) in list.counts.iter_mut().enumerate() {
            if at == level {
                let first = restart.or(format.start).unwrap_or(1);
                let next = count.filter(|_| restart.is_none());
                *count = Some(next.map_or(first, |count| count.saturating_add(1)));
            } else if at > level {
                *count = None;
            }
        }
        if format.format == "bullet" || format.format == "none" {
            return String::new();
        }
        let mut number = String::new();
        let mut chars = format.pattern.chars();
        while let Some(c) = chars.next() {
            let digit =
                if c == '%' { chars.clone().next().and_then(|c| c.to_digit(10)) } else { None };
            let Some(at @ 1..=9) = digit.and_then(|digit| usize::try_from(digit).ok()) else {
                number.push(c);
                continue;
            };
            chars.next();
            let of = list.levels.get(at - 1);
            let count = list.counts.get(at - 1).copied().flatten();
            let count = count.or_else(|| of.and_then(|of| of.start)).unwrap_or(1);
            number += &written(count, of.map_or("decimal", |of| of.format.as_str()));
        }
        let ends_wide = number.ends_with(['、', '）', '．', '，', '：']);
        if !number.is_empty() && format.suffix != "nothing" && !ends_wide {
            number.push(' ');
        }
        number
    }
}

/// Reads the part; of a damaged one, what stands before the damage.
pub(super) fn read(source: &str) -> Numbering {
    let mut numbering = Numbering::default();
    let mut list: Option<(String, List)> = None;
    let mut instance = String::new();
    let mut override_level = 0_usize;
    xml::read(source, |event| match event {
        Event::Start(tag) => {
            let value = || tag.attribute("val");
            let own = |name| tag.attribute(name).unwrap_or_default().into_owned();
            let level = || own("ilvl").parse().unwrap_or_default();
            match (tag.name(), &mut list) {
                ("abstractNum", _) => list = Some((own("abstractNumId"), List::default())),
                ("lvl", Some((_, list))) if level() == list.levels.len() => {
                    list.levels.push(Level::default());
                }
                ("num", _) => instance = own("numId"),
                ("abstractNumId", None) => {
                    let id = value().unwrap_or_default().into_owned();
                    numbering.instances.insert(instance.clone(), id);
                }
                ("lvlOverride", _) => override_level = level(),
                ("startOverride", None) => {
                    if let Some(start) = value().and_then(|v| v.parse().ok()) {
                        numbering.restarts.insert((instance.clone(), override_level), start);
                    }
                }
                (name, Some((_, list))) => {
                    if let Some(level) = list.levels.last_mut() {
                        read_level(level, name, value());
                    }
                }
                _ => {}
            }
        }
        Event::End("abstractNum") => {
            if let Some((id, list)) = list.take() {
                numbering.lists.insert(id, list);
            }
        }
        Event::End(_) | Event::Text(_) => {}
    });
    numbering
}

fn read_level(level: &mut Level, name: &str, value: Option<Cow<'_, str>>) {
    let Some(value) = value.filter(|value| value.len() <= LONGEST_PATTERN) else { return };
    match name {
        "start" => level.start = value.parse().ok(),
        "numFmt" => level.format = value.into_owned(),
        "lvlText" => level.pattern = value.into_owned(),
        "suff" => level.suffix = value.into_owned(),
        _ => {}
    }
}

/// `count` as a format of the office writes it.
fn written(count: u32, format: &str) -> String {
    let nth = |signs: &str| {
        let signs: Vec<char> = signs.chars().collect();
        let at = usize::try_from(count).unwrap_or_default().checked_sub(1);
        at.and_then(|at| signs.get(at)).map(char::to_string)
    };
    let written = match format {
        "chineseCounting"
        | "chineseCountingThousand"
        | "japaneseCounting"
        | "taiwaneseCountingThousand"
        | "taiwaneseCounting" => Some(han(count, "〇一二三四五六七八九")),
        "ideographDigital" | "japaneseDigitalTenThousand" | "koreanDigital2" => {
            let digits = "〇一二三四五六七八九";
            Some(count.to_string().chars().filter_map(|c| digit(digits, c.to_digit(10)?)).collect())
        }
        "chineseLegalSimplified" => Some(han(count, "零壹贰叁肆伍陆柒捌玖")),
        "decimalZero" => Some(format!("{count:02}")),
        "decimalFullWidth" => {
            let digits = "０１２３４５６７８９";
            Some(count.to_string().chars().filter_map(|c| digit(digits, c.to_digit(10)?)).collect())
        }
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => nth("①②③④⑤⑥⑦⑧⑨⑩⑪⑫⑬⑭⑮⑯⑰⑱⑲⑳"),
        "ideographTraditional" => nth("甲乙丙丁戊己庚辛壬癸"),
        "ideographZodiac" => nth("子丑寅卯辰巳午未申酉戌亥"),
        "upperLetter" => letters(count, 'A'),
        "lowerLetter" => letters(count, 'a'),
        "upperRoman" => roman(count),
        "lowerRoman" => roman(count).map(|number| number.to_ascii_lowercase()),
        _ => None,
    };
    written.unwrap_or_else(|| count.to_string())
}

fn digit(digits: &str, value: u32) -> Option<char> {
    digits.chars().nth(usize::try_from(value).ok()?)
}

/// Han numerals of a count below ten thousand: 十二, 一百零三.
fn han(count: u32, digits: &str) -> String {
    let legal = digits.starts_with('零');
    let units = if legal { ["仟", "佰", "拾", ""] } else { ["千", "百", "十", ""] };
    if count == 0 || count > 9_999 {
        return count.to_string();
    }
    let mut written = String::new();
    let mut gap = false;
    for (power, unit) in [1_000, 100, 10, 1].into_iter().zip(units) {
        let value = count / power % 10;
        if value == 0 {
            gap = !written.is_empty();
            continue;
        }
        if std::mem::take(&mut gap) {
            written.push('零');
        }
        // 十二, not 一十二
        let bare = !legal && power == 10 && value == 1 && written.is_empty();
        written.extend(digit(digits, value).filter(|_| !bare));
        written += unit;
    }
    written
}

/// A, B … Z, AA, BB …
fn letters(count: u32, first: char) -> Option<String> {
    const MOST_TIMES: usize = 20;
    let at = usize::try_from(count).ok()?.checked_sub(1)?;
    let letter = char::from(u8::try_from(u32::from(first)).ok()? + u8::try_from(at % 26).ok()?);
    (at / 26 < MOST_TIMES).then(|| String::from(letter).repeat(at / 26 + 1))
}

fn roman(count: u32) -> Option<String> {
    const SIGNS: [(u32, &str); 13] = [
        (1000, "M"),
        (900, "CM"),
        (500, "D"),
        (400, "CD"),
        (100, "C"),
        (90, "XC"),
        (50, "L"),
        (40, "XL"),
        (10, "X"),
        (9, "IX"),
        (5, "V"),
        (4, "IV"),
        (1, "I"),
    ];
    let mut left = count;
    let mut written = String::new();
    for (value, sign) in SIGNS {
        while left >= value && written.len() < 16 {
            written += sign;
            left -= value;
        }
    }
    (left == 0 && count > 0).then_some(written)
}

#[cfg(test)]
mod tests {
    use super::{read, written};

    #[test]
    fn counts_as_they_are_written() {
        let check = |count: u32, format: &str, expected: &str| {
            assert_eq!(written(count, format), expected, "{count} {format}");
        };
        check(1, "chineseCounting", "一");
        check(12, "chineseCountingThousand", "十二");
        check(20, "chineseCounting", "二十");
        check(103, "chineseCounting", "一百零三");
        check(1_010, "chineseCounting", "一千零一十");
        check(12, "chineseLegalSimplified", "壹拾贰");
        check(10, "ideographDigital", "一〇");
        check(3, "decimalEnclosedCircle", "③");
        check(28, "upperLetter", "BB");
        check(14, "lowerRoman", "xiv");
        check(7, "unknown", "7");
        check(u32::MAX, "upperRoman", "4294967295");
        check(0, "ideographTraditional", "0");
    }

    #[test]
    fn levels_count_and_start_again() {
        let source = r#"<w:numbering xmlns:w="w">
            <w:abstractNum w:abstractNumId="5">
              <w:lvl w:ilvl="0"><w:numFmt w:val="chineseCounting"/><w:lvlText w:val="%1、"/></w:lvl>
              <w:lvl w:ilvl="1"><w:start w:val="1"/><w:numFmt w:val="decimal"/>
                <w:lvlText w:val="%1.%2"/></w:lvl>
            </w:abstractNum>
            <w:num w:numId="1"><w:abstractNumId w:val="5"/></w:num>
            <w:num w:numId="2"><w:abstractNumId w:val="5"/>
              <w:lvlOverride w:ilvl="0"><w:startOverride w:val="1"/></w:lvlOverride></w:num>
            </w:numbering>"#;
        let mut numbering = read(source);
        let asked =
            [("1", 0), ("1", 1), ("1", 1), ("1", 0), ("1", 1), ("2", 0), ("2", 0), ("9", 0)];
        let told = asked.map(|(id, level)| numbering.next(id, level));
        assert_eq!(told, ["一、", "一.1 ", "一.2 ", "二、", "二.1 ", "一、", "二、", ""]);
    }
}
