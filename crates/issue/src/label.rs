//! The labels of a masthead, and the fields in one row of it.

use tiyao_text::Span;

use crate::chars::{is_blank, is_han, squeezed};

/// Which field of the masthead a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Field {
    Supervisor,
    Sponsor,
    Publisher,
    EditorInChief,
    DeputyEditorInChief,
    ExecutiveEditor,
    DeskEditor,
    ArtEditor,
    Email,
    Postcode,
    Address,
    Printer,
    Price,
    Date,
    Issn,
    Cn,
    /// Known, but without a field of its own.
    Other,
}

impl Field {
    /// Whether only mastheads have it: authors too have addresses and postcodes.
    pub(crate) fn is_sure(self) -> bool {
        !matches!(
            self,
            Self::DeskEditor
                | Self::Email
                | Self::Postcode
                | Self::Address
                | Self::Other
                | Self::Date
        )
    }

    /// Whether its value is a list of people.
    pub(crate) fn lists_people(self) -> bool {
        matches!(
            self,
            Self::EditorInChief
                | Self::DeputyEditorInChief
                | Self::ExecutiveEditor
                | Self::DeskEditor
                | Self::ArtEditor
        )
    }
}

/// Labels, the longer before those they end with.
const LABELS: &[(&str, Field)] = &[
    ("主管单位", Field::Supervisor),
    ("主管", Field::Supervisor),
    ("主办单位", Field::Sponsor),
    ("主办", Field::Sponsor),
    ("编辑出版", Field::Publisher),
    ("出版单位", Field::Publisher),
    ("出版发行", Field::Publisher),
    ("出版", Field::Publisher),
    ("副总编辑", Field::DeputyEditorInChief),
    ("副总编", Field::DeputyEditorInChief),
    ("副主编", Field::DeputyEditorInChief),
    ("执行编辑", Field::ExecutiveEditor),
    ("执行主编", Field::ExecutiveEditor),
    ("执行总编辑", Field::ExecutiveEditor),
    ("值班编辑", Field::ExecutiveEditor),
    ("总编辑", Field::EditorInChief),
    ("总编", Field::EditorInChief),
    ("主编", Field::EditorInChief),
    ("美术编辑", Field::ArtEditor),
    ("美术设计", Field::ArtEditor),
    ("版式设计", Field::ArtEditor),
    ("装帧设计", Field::ArtEditor),
    ("美编", Field::ArtEditor),
    ("责任编辑", Field::DeskEditor),
    ("文字编辑", Field::DeskEditor),
    ("采编人员", Field::DeskEditor),
    ("采编", Field::DeskEditor),
    ("责编", Field::DeskEditor),
    ("电子邮箱", Field::Email),
    ("电子信箱", Field::Email),
    ("电子邮件", Field::Email),
    ("邮箱", Field::Email),
    ("E-mail", Field::Email),
    ("Email", Field::Email),
    ("图片投稿", Field::Email),
    ("投稿", Field::Email),
    ("邮政编码", Field::Postcode),
    ("邮编", Field::Postcode),
    ("通讯地址", Field::Address),
    ("通信地址", Field::Address),
    ("地址", Field::Address),
    ("社址", Field::Address),
    ("印刷单位", Field::Printer),
    ("印刷厂", Field::Printer),
    ("承印", Field::Printer),
    ("印刷", Field::Printer),
    ("定价", Field::Price),
    ("零售价", Field::Price),
    ("单价", Field::Price),
    ("出版日期", Field::Date),
    ("出版时间", Field::Date),
    ("发行日期", Field::Date),
    ("国际标准连续出版物号", Field::Issn),
    ("国际标准刊号", Field::Issn),
    ("国际刊号", Field::Issn),
    ("国内统一连续出版物号", Field::Cn),
    ("国内统一刊号", Field::Cn),
    ("国内刊号", Field::Cn),
    ("ISSN", Field::Issn),
    ("CN", Field::Cn),
    ("编辑部副主任", Field::Other),
    ("编辑部主任", Field::Other),
    ("副主任", Field::Other),
    ("副社长", Field::Other),
    ("社长", Field::Other),
    ("编委会主任", Field::Other),
    ("法律顾问", Field::Other),
    ("编委", Field::Other),
    ("顾问", Field::Other),
    ("校对", Field::Other),
    ("协办", Field::Other),
    ("承办", Field::Other),
    ("编发", Field::Other),
    ("编印", Field::Other),
    ("电话", Field::Other),
    ("传真", Field::Other),
    ("热线", Field::Other),
    ("网址", Field::Other),
    ("发行单位", Field::Other),
    ("发行方式", Field::Other),
    ("发行范围", Field::Other),
    ("国内发行", Field::Other),
    ("国外发行", Field::Other),
    ("总发行", Field::Other),
    ("订阅处", Field::Other),
    ("邮发代号", Field::Other),
    ("国外代号", Field::Other),
    ("广告经营许可证", Field::Other),
    ("广告许可证", Field::Other),
    ("开户银行", Field::Other),
    ("开户行", Field::Other),
    ("刊期", Field::Other),
    ("创刊", Field::Other),
];

/// What may stand before a label.
const PREFIXES: [&str; 12] = [
    "本期",
    "本刊",
    "本报",
    "本社",
    "编辑部",
    "发行部",
    "广告部",
    "办公室",
    "杂志社",
    "投稿",
    "编辑",
    "联系",
];

/// A label that a text gives, and the field that it names.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) field: Field,
    /// The label as it should read, where its first character was lost.
    pub(crate) repaired: Option<String>,
}

/// Reads a label that may be letter-spaced.
fn read(name: &str) -> Option<Label> {
    // no label is half as long, spaces and all
    const LONGEST: usize = 100;
    if name.len() > LONGEST { None } else { label(&squeezed(name)) }
}

/// Reads a label without white space.
pub(crate) fn label(squeezed: &str) -> Option<Label> {
    let count = squeezed.chars().count();
    if !(2..=12).contains(&count) {
        return None;
    }
    let known =
        |word: &str| LABELS.iter().find(|(label, _)| *label == word).map(|(_, field)| *field);
    if let Some(field) = known(squeezed) {
        return Some(Label { field, repaired: None });
    }
    for (ending, field) in LABELS {
        let Some(front) = squeezed.strip_suffix(ending).filter(|front| !front.is_empty()) else {
            continue;
        };
        if PREFIXES.contains(&front) {
            return Some(Label { field: *field, repaired: None });
        }
        if let Some(whole) = PREFIXES.iter().find(|prefix| without_first(prefix) == front) {
            return Some(Label { field: *field, repaired: Some(format!("{whole}{ending}")) });
        }
    }
    let lost = LABELS
        .iter()
        .filter(|(label, _)| label.ends_with(squeezed) && label.chars().count() >= 4)
        .filter(|(label, _)| without_first(label) == squeezed)
        .collect::<Vec<_>>();
    match lost.as_slice() {
        [(whole, field)] => Some(Label { field: *field, repaired: Some((*whole).to_owned()) }),
        _ => None,
    }
}

fn without_first(word: &str) -> &str {
    let mut chars = word.chars();
    chars.next();
    chars.as_str()
}

/// One labelled value of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Labelled {
    pub(crate) label: Label,
    pub(crate) label_span: Span,
    pub(crate) value: Span,
}

/// The labelled values in `row`: `主编 张三`, `社 址：某市某路  邮编：100000`, `某社主办`.
pub(crate) fn fields(text: &str, row: Span) -> Vec<Labelled> {
    let tokens = tokens(text, row);
    let mut found: Vec<Labelled> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let wide =
            at == 0 || tokens.get(at - 1).is_some_and(|before| token.start() >= before.end() + 2);
        let opened = if wide || token.cut(text).contains(['：', ':']) {
            opens(text, &tokens, at)
        } else {
            None
        };
        if let Some((label, label_span, value_start, next)) = opened {
            found.push(Labelled { label, label_span, value: Span::new(value_start, value_start) });
            at = next;
            if let Some(last) = found.last_mut() {
                let end = tokens.get(at.wrapping_sub(1)).map_or(value_start, |token| token.end());
                last.value = Span::new(value_start, end.max(value_start));
            }
            continue;
        }
        if let Some(last) = found.last_mut() {
            let start = if last.value.is_empty() { token.start() } else { last.value.start() };
            last.value = Span::new(start, token.end());
        } else if let Some(suffixed) = suffixed(text, *token) {
            found.push(suffixed);
        }
        at += 1;
    }
    found.retain(|field| !field.value.cut(text).trim().is_empty());
    found
}

type Opened = (Label, Span, usize, usize);

/// A label at token `at`: its span, where its value starts, and the token behind it.
fn opens(text: &str, tokens: &[Span], at: usize) -> Option<Opened> {
    let first = *tokens.get(at)?;
    let cut = first.cut(text);
    if let Some(colon) = cut.find(['：', ':', '/']) {
        let mark = cut.get(colon..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
        let name = Span::new(first.start(), first.start() + colon);
        let label = read(name.cut(text))?;
        return Some((label, name, name.end() + mark, at + 1));
    }
    // a label may be letter-spaced: 主　编
    for take in 1..=4 {
        let last = *tokens.get(at + take - 1)?;
        let colon = last.cut(text).find(['：', ':']).map(|at| last.start() + at);
        let name = Span::new(first.start(), colon.unwrap_or(last.end()));
        let part = tokens.get(at..at + take).unwrap_or_default();
        let short = |token: &Span| {
            Span::new(token.start(), token.end().min(name.end())).cut(text).chars().count() <= 2
        };
        let spaced = take == 1 || part.iter().all(short);
        if let Some(label) = read(name.cut(text)).filter(|_| spaced) {
            let behind = tokens.get(at + take).map_or(last.end(), |next| next.start());
            let mark = text.get(name.end()..).and_then(|rest| rest.chars().next());
            let inside = name.end() + mark.map_or(0, char::len_utf8);
            // a colon may hold label and value together: 主　编：张三
            let value = if colon.is_some() && inside < last.end() { inside } else { behind };
            return Some((label, name, value, at + take));
        }
        if !spaced {
            return None;
        }
    }
    None
}

/// `某某总局主管`, `某某日报社出版`: the label behind its value.
fn suffixed(text: &str, token: Span) -> Option<Labelled> {
    let cut = token.cut(text);
    let (ending, field) =
        [("主管", Field::Supervisor), ("主办", Field::Sponsor), ("出版", Field::Publisher)]
            .into_iter()
            .find(|(ending, _)| cut.ends_with(ending))?;
    let value = Span::new(token.start(), token.end() - ending.len());
    let count = value.cut(text).chars().count();
    let label_span = Span::new(value.end(), token.end());
    ((4..=30).contains(&count)
        && value
            .cut(text)
            .chars()
            .all(|c| is_han(c) || matches!(c, '、' | '（' | '）' | '《' | '》')))
    .then_some(Labelled { label: Label { field, repaired: None }, label_span, value })
}

fn tokens(text: &str, row: Span) -> Vec<Span> {
    let mut tokens = Vec::new();
    let mut start = None;
    for (at, c) in row.cut(text).char_indices() {
        let at = row.start() + at;
        match (is_blank(c), start) {
            (true, Some(from)) => {
                tokens.push(Span::new(from, at));
                start = None;
            }
            (false, None) => start = Some(at),
            _ => {}
        }
    }
    if let Some(from) = start {
        tokens.push(Span::new(from, row.end()));
    }
    tokens
}

#[cfg(test)]
mod tests {
    use tiyao_text::Span;

    use super::{Field, fields, label};

    fn check(text: &str, expected: &[(Field, &str, &str)]) {
        let found = fields(text, Span::of(text));
        let found: Vec<(Field, &str, &str)> = found
            .iter()
            .map(|f| (f.label.field, f.label_span.cut(text), f.value.cut(text).trim()))
            .collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn rows() {
        check("采编 张三 李四维 王五", &[(Field::DeskEditor, "采编", "张三 李四维 王五")]);
        check("主　编：张三", &[(Field::EditorInChief, "主　编", "张三")]);
        check("某某总局主管", &[(Field::Supervisor, "主管", "某某总局")]);
        check(
            "某日报社出版  国内统一连续出版物号 CN 11-0000",
            &[
                (Field::Publisher, "出版", "某日报社"),
                (Field::Cn, "国内统一连续出版物号", "CN 11-0000"),
            ],
        );
        check(
            "社址：某市某路2号　邮编：100000",
            &[(Field::Address, "社址", "某市某路2号"), (Field::Postcode, "邮编", "100000")],
        );
        check("发行部电话 010-1 010-2", &[(Field::Other, "发行部电话", "010-1 010-2")]);
        check("春天来了", &[]);
    }

    #[test]
    fn a_lost_first_character() {
        let found = label("期执行编辑").unwrap();
        assert_eq!(
            (found.field, found.repaired.as_deref()),
            (Field::ExecutiveEditor, Some("本期执行编辑"))
        );
        assert_eq!(label("任编辑").unwrap().repaired.as_deref(), Some("责任编辑"));
        assert_eq!(label("春天"), None);
    }
}
