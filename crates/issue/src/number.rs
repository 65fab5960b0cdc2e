//! The row that says which number of a periodical this is.

use crate::chars::{half_width, is_blank, is_digit, number};

/// What a text says about year and number.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct IssueNumber {
    pub(crate) year: Option<u32>,
    pub(crate) number: Option<u32>,
    pub(crate) total: Option<u32>,
    pub(crate) volume: bool,
}

impl IssueNumber {
    /// Whether it says more than a year.
    pub(crate) fn is_sure(self) -> bool {
        self.number.is_some() || self.total.is_some() || self.volume
    }
}

/// Reads `2023年第13期 总第1360期`, `1999年 第25卷 第9期 Vol.25 No.9`, `总第642期`, `第47期` …
/// Looks at the first 120 characters only.
pub(crate) fn issue_number(text: &str) -> IssueNumber {
    let digits = text.chars().any(is_digit);
    if !digits && !text.contains(['期', '年']) {
        return IssueNumber::default();
    }
    let written: Vec<char> =
        text.chars().filter(|c| !is_blank(*c)).take(120).map(half_width).collect();
    let plain = in_digits(&written);
    let found = read(&plain);
    // 第三期 alone may count anything: a year, a total number, or nothing else beside it makes it sure
    let alone = written.first() == Some(&'第') && written.last() == Some(&'期');
    if plain == written || found.year.is_some() || found.total.is_some() || alone {
        found
    } else {
        read(&written)
    }
}

/// The value of a Chinese number: `二〇二四`, `一百二十八`, `十五`.
pub(crate) fn written_number(run: &[char]) -> Option<u32> {
    let digit = |c: &char| match c {
        '〇' | '零' | '○' => Some(0),
        _ => "一二三四五六七八九".chars().zip(1..).find(|(d, _)| d == c).map(|(_, value)| value),
    };
    if run.len() > 9 {
        return None;
    }
    if run.iter().all(|c| digit(c).is_some()) {
        let value = |sum: u32, c: &char| sum.checked_mul(10)?.checked_add(digit(c)?);
        return (!run.is_empty()).then(|| run.iter().try_fold(0, value)).flatten();
    }
    let (mut sum, mut last) = (0, None);
    for c in run {
        let unit = match c {
            '十' => 10,
            '百' => 100,
            '千' => 1000,
            _ => {
                last = digit(c);
                continue;
            }
        };
        sum += last.take().unwrap_or(1) * unit;
    }
    Some(sum + last.unwrap_or(0))
}

/// `text` with the Chinese numbers of years, issues and days in digits.
fn in_digits(text: &[char]) -> Vec<char> {
    let is_part = |c: &char| "〇零○一二三四五六七八九十百千".contains(*c);
    let mut plain: Vec<char> = Vec::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.first() {
        let run = rest.iter().take_while(|c| is_part(c)).count();
        let (numeral, behind) = rest.split_at(run);
        let before = plain.last().copied().unwrap_or(' ');
        let counts = match behind.first() {
            Some('年') => run == 4,
            Some('期' | '卷' | '号') => before == '第',
            Some('月') => before == '年',
            Some('日') => before == '月',
            _ => false,
        };
        if run == 0 {
            plain.push(*first);
            rest = rest.get(1..).unwrap_or_default();
            continue;
        }
        match written_number(numeral).filter(|_| counts) {
            Some(value) => plain.extend(value.to_string().chars()),
            None => plain.extend_from_slice(numeral),
        }
        rest = behind;
    }
    plain
}

fn read(plain: &[char]) -> IssueNumber {
    let mut found = IssueNumber::default();
    let mut at = 0;
    while let Some(c) = plain.get(at) {
        if !c.is_ascii_digit() {
            at += 1;
            continue;
        }
        let digits: String = plain.iter().skip(at).take_while(|c| c.is_ascii_digit()).collect();
        let before: String = plain.iter().take(at).skip(at.saturating_sub(5)).collect();
        let before = before.to_ascii_lowercase();
        let next = plain.get(at + digits.len()).copied().unwrap_or(' ');
        let value = number(&digits).filter(|_| digits.len() <= 5);
        if next == '年' && digits.len() == 4 {
            found.year = found.year.or(value);
        } else if matches!(next, '期' | '号')
            && (before.ends_with("总第") || before.ends_with("总"))
        {
            found.total = found.total.or(value);
        } else if next == '期' && (before.ends_with('第') || follows_year(&before)) {
            found.number = found.number.or(value);
        } else if next == '卷' && before.ends_with('第')
            || before.ends_with("vol.")
            || before.ends_with("vol")
        {
            found.volume = true;
        } else if before.ends_with("no.") {
            found.number = found.number.or(value);
        }
        at += digits.len();
    }
    found
}

/// Whether `before` ends with a year: `1996年2期`.
fn follows_year(before: &str) -> bool {
    let digits = before.strip_suffix('年');
    digits.is_some_and(|digits| digits.chars().all(|c| c.is_ascii_digit()) && digits.len() == 4)
}

/// The day in `2023年7月1日` or `2023-07-01` as YYYY-MM-DD; `2023年7月` as YYYY-MM.
pub(crate) fn date(text: &str) -> Option<String> {
    let written: Vec<char> =
        text.chars().filter(|c| !is_blank(*c)).take(120).map(half_width).collect();
    let plain = in_digits(&written);
    for at in 0..plain.len() {
        if at > 0 && plain.get(at - 1).is_some_and(char::is_ascii_digit) {
            continue;
        }
        let mut rest = plain.get(at..).unwrap_or_default();
        let mut parts = Vec::new();
        for (digits, marks) in [(4..=4, "年-/."), (1..=2, "月-/."), (1..=2, "日")] {
            let run: String = rest.iter().take_while(|c| c.is_ascii_digit()).collect();
            if !digits.contains(&run.len()) {
                break;
            }
            rest = rest.get(run.len()..).unwrap_or_default();
            let mark = rest.first().copied();
            let marked = mark.is_some_and(|c| marks.contains(c));
            // the day may stand without a mark: 2023-07-01
            if !marked && parts.len() < 2 {
                break;
            }
            rest = rest.get(1..).unwrap_or_default();
            parts.push(number(&run).unwrap_or_default());
        }
        match parts.as_slice() {
            [year, month @ 1..=12, day @ 1..=31] => {
                return Some(format!("{year:04}-{month:02}-{day:02}"));
            }
            [year, month @ 1..=12] => return Some(format!("{year:04}-{month:02}")),
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::{IssueNumber, date, issue_number};

    #[test]
    fn forms() {
        let check = |text, year, number, total, volume| {
            let expected = IssueNumber { year, number, total, volume };
            assert_eq!(issue_number(text), expected, "{text}");
        };
        check("2023年第13期 总第1360期", Some(2023), Some(13), Some(1360), false);
        check("1999年　第25卷　第9期　Vol.25 No.9  1999", Some(1999), Some(9), None, true);
        check("2000　Vol.19　No.6　P.16-17", None, Some(6), None, true);
        check("1996年02期", Some(1996), Some(2), None, false);
        check("今年2期", None, None, None, false);
        check("工作简报 第４７期", None, Some(47), None, false);
        check("二〇二四年第五期（总第128期）", Some(2024), Some(5), Some(128), false);
        check("一九九九年第十二期　总第一百零八期", Some(1999), Some(12), Some(108), false);
        check("第二十三期", None, Some(23), None, false);
        check("长江堤防第三期工程开工", None, None, None, false);
        check("2023年，第三届", Some(2023), None, None, false);
    }

    #[test]
    fn dates() {
        assert_eq!(date("出版日期 2023年7月1日").as_deref(), Some("2023-07-01"));
        assert_eq!(date("二〇二四年五月十八日").as_deref(), Some("2024-05-18"));
        assert_eq!(date("2020-06-15").as_deref(), Some("2020-06-15"));
        assert_eq!(date("2020 年 6 月").as_deref(), Some("2020-06"));
        assert_eq!(date("2020年第6期"), None);
        assert_eq!(date("010-63731078"), None);
    }
}
