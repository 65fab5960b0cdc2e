//! YAML as values that know their lines. JSON is YAML too.

use std::borrow::Cow;

use saphyr_parser::{Event, Parser, ScalarStyle};

/// A value, and the line that it begins in, or that of its name in a map; the first is 1.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Value {
    pub(super) line: usize,
    pub(super) node: Node,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// As it reads; empty for what is null.
    Scalar(String),
    List(Vec<Value>),
    Map(Vec<(String, Value)>),
}

/// What cannot be read, and the line that it is in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Misread {
    pub(crate) line: usize,
    pub(crate) message: String,
}

/// A list or a map that is being read.
enum Open {
    List(usize, Vec<Value>),
    Map(usize, Vec<(String, Value)>, Option<(String, usize)>),
}

/// The first document of a text.
pub(super) fn read(text: &str) -> Result<Value, Misread> {
    let mut open: Vec<Open> = Vec::new();
    for event in Parser::new_from_str(text) {
        let (event, span) = event.map_err(|error| Misread {
            line: error.marker().line(),
            message: error.info().to_owned(),
        })?;
        let line = span.start.line();
        let value = match event {
            Event::Scalar(text, style, ..) => {
                Value { line, node: Node::Scalar(scalar(text, style)) }
            }
            Event::Alias(_) => Value { line, node: Node::Scalar(String::new()) },
            Event::SequenceStart(..) => {
                open.push(Open::List(line, Vec::new()));
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open::Map(line, Vec::new(), None));
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => match open.pop() {
                Some(Open::List(line, items)) => Value { line, node: Node::List(items) },
                Some(Open::Map(line, fields, _)) => Value { line, node: Node::Map(fields) },
                None => continue,
            },
            Event::Nothing
            | Event::StreamStart
            | Event::StreamEnd
            | Event::DocumentStart(_)
            | Event::DocumentEnd => continue,
        };
        match open.last_mut() {
            None => return Ok(value),
            Some(Open::List(_, items)) => items.push(value),
            Some(Open::Map(_, fields, key)) => match key.take() {
                // Some readers take the first of them, others the last.
                Some((key, line)) if fields.iter().any(|(other, _)| *other == key) => {
                    return Err(Misread { line, message: format!("{key}: stands there twice") });
                }
                Some((key, line)) => fields.push((key, Value { line, ..value })),
                None => *key = Some((value.text().unwrap_or_default().to_owned(), value.line)),
            },
        }
    }
    Ok(Value { line: 1, node: Node::Scalar(String::new()) })
}

fn scalar(text: Cow<'_, str>, style: ScalarStyle) -> String {
    let is_null = style == ScalarStyle::Plain && matches!(text.as_ref(), "~" | "null" | "Null");
    if is_null { String::new() } else { text.into_owned() }
}

/// JSON as YAML takes it: a character outside the basic plane that is written as two escapes becomes
/// itself.
pub(super) fn of_json(text: &str) -> String {
    let mut whole = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, behind)) = rest.split_once("\\u") {
        let unit = |text: &str| text.get(..4).and_then(|text| u16::from_str_radix(text, 16).ok());
        let high = unit(behind);
        let low = behind.get(4..).and_then(|text| unit(text.strip_prefix("\\u")?));
        let pair = high.zip(low).map(|(high, low)| [high, low]);
        let character = pair.filter(|[high, _]| (0xD800..0xDC00).contains(high));
        let character = character.and_then(|pair| char::decode_utf16(pair).next()?.ok());
        // A backslash before it makes the escape a text.
        let is_text = before.chars().rev().take_while(|c| *c == '\\').count() % 2 == 1;
        whole.push_str(before);
        if let Some(character) = character.filter(|_| !is_text) {
            whole.push(character);
            rest = behind.get(10..).unwrap_or_default();
        } else {
            whole.push_str("\\u");
            rest = behind;
        }
    }
    whole.push_str(rest);
    whole
}

impl Value {
    /// The text of a scalar.
    pub(super) fn text(&self) -> Option<&str> {
        match &self.node {
            Node::Scalar(text) => Some(text),
            Node::List(_) | Node::Map(_) => None,
        }
    }

    /// The items of a list.
    pub(super) fn items(&self) -> &[Self] {
        match &self.node {
            Node::List(items) => items,
            Node::Scalar(_) | Node::Map(_) => &[],
        }
    }

    /// The first of these fields of a map that is there.
    pub(super) fn field(&self, names: &[&str]) -> Option<&Self> {
        let Node::Map(fields) = &self.node else { return None };
        let of = |name: &&str| fields.iter().find(|(found, _)| found == name);
        names.iter().find_map(of).map(|(_, value)| value)
    }
}

#[cfg(test)]
mod tests {
    use super::{of_json, read};

    #[test]
    fn values_know_their_lines() {
        let value = read("title: 甲\nkeywords:\n  - 乙\n  - \"丙：丁\"\nnone: ~\n").unwrap();
        assert_eq!(value.field(&["标题", "title"]).unwrap().text(), Some("甲"));
        let items = value.field(&["keywords"]).unwrap().items();
        let found: Vec<_> = items.iter().map(|item| (item.line, item.text())).collect();
        assert_eq!(found, [(3, Some("乙")), (4, Some("丙：丁"))]);
        assert_eq!(value.field(&["none"]).unwrap().text(), Some(""));
        assert_eq!(read("a: [1\nb: 2").unwrap_err().line, 2);
        assert_eq!(read("a: 1\nb: 2\na: 3").unwrap_err().line, 3);
    }

    #[test]
    fn json_is_yaml() {
        let json =
            "{\"articles\":[{\"title\":\"a\\/\\u7532\\ud83c\\udf5a\\\\ud83c\",\n\"b\":null}]}";
        let value = read(&of_json(json)).unwrap();
        let article = &value.field(&["articles"]).unwrap().items()[0];
        assert_eq!(article.field(&["title"]).unwrap().text(), Some("a/甲🍚\\ud83c"));
        assert_eq!(article.field(&["b"]).unwrap().line, 2);
    }
}
