use std::{
    fs,
    io::{self, BufRead, BufReader, Read},
    path::Path,
};

use serde::Deserialize;
use serde_json::Value;

use clap::ValueEnum as _;

use crate::{args::LanguageArg, failure::Failure, input};

/// JSON may write one byte as six: `\u0061`.
const ESCAPED_BYTES: u64 = 6;
/// What a line may hold besides its text, title and id.
const OTHER_BYTES: u64 = 1 << 16;

/// One line of the input that is not blank.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Line {
    /// The first is 1.
    pub(crate) number: u64,
    /// The record's id, or the number when it has none.
    pub(crate) id: String,
    /// The record, or what is wrong with it.
    pub(crate) record: Result<Record, String>,
    /// Where the line ends in the input.
    pub(crate) end_bytes: u64,
}

/// An article or an issue; an issue has no title and no language.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Record {
    pub(crate) title: String,
    pub(crate) language: Option<LanguageArg>,
    pub(crate) text: String,
}

/// What is accepted. A server's limits are kept here: one message above them would end the stream
/// for all.
#[derive(Clone, Copy)]
pub(crate) struct MaxBytes {
    pub(crate) text: u32,
    pub(crate) title: u32,
    pub(crate) id: u32,
}

/// The input's lines.
pub(crate) struct Records {
    reader: Box<dyn BufRead + Send>,
    max: MaxBytes,
    line: Vec<u8>,
    number: u64,
    end_bytes: u64,
    size: Option<u64>,
}

impl Records {
    pub(crate) fn open(path: &Path, max: MaxBytes) -> Result<Self, Failure> {
        let reader = input::open(path).map_err(|error| Failure::io(input::name(path), &error))?;
        let mut records = Self::new(BufReader::with_capacity(1 << 16, reader), max);
        if !input::is_standard(path) {
            records.size = fs::metadata(path).ok().filter(fs::Metadata::is_file).map(|m| m.len());
        }
        Ok(records)
    }

    fn new(reader: impl BufRead + Send + 'static, max: MaxBytes) -> Self {
        let reader = Box::new(reader);
        Self { reader, max, line: Vec::new(), number: 0, end_bytes: 0, size: None }
    }

    /// Bytes of the input, when it is known.
    pub(crate) fn size(&self) -> Option<u64> {
        self.size
    }

    /// Reads a line into `self.line`, its end included; false when it is too long, and passed over.
    fn read_line(&mut self) -> io::Result<bool> {
        let max = self.max;
        let content = u64::from(max.text) + u64::from(max.title) + u64::from(max.id);
        let max_bytes = content * ESCAPED_BYTES + OTHER_BYTES;
        self.line.clear();
        let read = (&mut self.reader).take(max_bytes).read_until(b'\n', &mut self.line)?;
        let mut read = u64::try_from(read).unwrap_or(u64::MAX);
        let fits = read < max_bytes || self.line.last() == Some(&b'\n');
        if !fits {
            read += u64::try_from(self.reader.skip_until(b'\n')?).unwrap_or(u64::MAX);
        }
        self.end_bytes += read;
        Ok(fits)
    }
}

impl Iterator for Records {
    type Item = io::Result<Line>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let fits = match self.read_line() {
                Ok(fits) => fits,
                Err(error) => return Some(Err(error)),
            };
            if self.line.is_empty() {
                return None;
            }
            self.number += 1;
            let number = self.number;
            let mut bytes = self.line.as_slice();
            if number == 1 {
                bytes = bytes.strip_prefix("\u{FEFF}".as_bytes()).unwrap_or(bytes);
            }
            if fits && bytes.trim_ascii().is_empty() {
                continue;
            }
            let (id, record) = if fits {
                parse(bytes, self.max)
            } else {
                (
                    None,
                    Err(format!(
                        "the line is too long: a text has at most {} bytes",
                        self.max.text
                    )),
                )
            };
            let id = id.unwrap_or_else(|| number.to_string());
            return Some(Ok(Line { number, id, record, end_bytes: self.end_bytes }));
        }
    }
}

#[derive(Deserialize)]
struct Fields {
    id: Option<Value>,
    title: Option<Value>,
    language: Option<Value>,
    text: Option<Value>,
}

/// The id as far as it can be read, and the record or what is wrong with it.
fn parse(bytes: &[u8], max: MaxBytes) -> (Option<String>, Result<Record, String>) {
    // An array would be read as the fields in their order.
    if bytes.trim_ascii_start().first().is_some_and(|first| *first != b'{') {
        return (None, Err("not a record: a line is a JSON object".to_owned()));
    }
    let fields: Fields = match serde_json::from_slice(bytes) {
        Ok(fields) => fields,
        Err(error) => {
            // The line within the line is always the first.
            let message = error.to_string().replace(" at line 1 column", " at column");
            return (None, Err(format!("not a record: {message}")));
        }
    };
    let id = match &fields.id {
        None | Some(Value::Null) => None,
        Some(Value::String(id)) => Some(id.clone()),
        Some(Value::Number(id)) => Some(id.to_string()),
        Some(_) => return (None, Err("id: neither a string nor a number".to_owned())),
    };
    let fits = id.as_ref().map_or(Ok(()), |id| within("id", id, max.id));
    (id, fits.and_then(|()| record(fields, max)))
}

fn record(fields: Fields, max: MaxBytes) -> Result<Record, String> {
    let title = match fields.title {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(title)) => title,
        Some(_) => return Err("title: not a string".to_owned()),
    };
    let language = match fields.language {
        None | Some(Value::Null) => None,
        Some(Value::String(tag)) => Some(
            LanguageArg::from_str(&tag, true)
                .map_err(|_unknown| format!("language: zh-Hans, zh-Hant or en, found {tag:?}"))?,
        ),
        Some(_) => return Err("language: not a string".to_owned()),
    };
    let text = match fields.text {
        None | Some(Value::Null) => return Err("text: missing".to_owned()),
        Some(Value::String(text)) => text,
        Some(_) => return Err("text: not a string".to_owned()),
    };
    within("title", &title, max.title)?;
    within("text", &text, max.text)?;
    Ok(Record { title, language, text })
}

fn within(field: &str, value: &str, max_bytes: u32) -> Result<(), String> {
    let length = value.len();
    if u32::try_from(length).is_ok_and(|length| length <= max_bytes) {
        return Ok(());
    }
    Err(format!("{field}: at most {max_bytes} bytes, found {length}"))
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::{Line, MaxBytes, Records};

    fn read(input: impl Into<Vec<u8>>, text_bytes: u32) -> Vec<Line> {
        let max = MaxBytes { text: text_bytes, title: 10, id: 10 };
        let records = Records::new(Cursor::new(input.into()), max);
        records.collect::<Result<_, _>>().unwrap()
    }

    /// What `input` is read as: an id, and a text or what is wrong.
    fn check(input: &str, id: &str, outcome: Result<&str, &str>) {
        let lines = read(input, 100);
        assert_eq!(lines.len(), 1, "{input}");
        let found = lines[0].record.as_ref().map(|record| record.text.as_str());
        assert_eq!((lines[0].id.as_str(), found.map_err(String::as_str)), (id, outcome), "{input}");
    }

    #[test]
    fn records() {
        check(r#"{"id":"a","title":null,"text":"文"}"#, "a", Ok("文"));
        check("\u{feff}{\"id\":7,\"text\":\"x\",\"more\":[]}\r\n", "7", Ok("x"));
        check(r#"{"text":""}"#, "1", Ok(""));
        check(r#"{"language":"en","text":"x"}"#, "1", Ok("x"));
        check(r#"{"language":null,"text":"x"}"#, "1", Ok("x"));
        check(
            r#"{"language":"fr","text":"x"}"#,
            "1",
            Err("language: zh-Hans, zh-Hant or en, found \"fr\""),
        );
        check(r#"{"language":1,"text":"x"}"#, "1", Err("language: not a string"));
        check(r#"{"id":"a"}"#, "a", Err("text: missing"));
        check(r#"{"id":"a","text":3}"#, "a", Err("text: not a string"));
        check(r#"{"id":"a","text":"","title":[]}"#, "a", Err("title: not a string"));
        check(r#"{"id":{},"text":""}"#, "1", Err("id: neither a string nor a number"));
        check(
            r#"{"id":"01234567890","text":""}"#,
            "01234567890",
            Err("id: at most 10 bytes, found 11"),
        );
        for other in [r#"["a","t","文"]"#, "null", "not JSON"] {
            check(other, "1", Err("not a record: a line is a JSON object"));
        }
        check(r#"{"id":"a""#, "1", Err("not a record: EOF while parsing an object at column 9"));
    }

    #[test]
    fn lines_are_counted_and_blank_ones_passed_over() {
        let lines = read("\n{\"text\":\"a\"}\n  \n{\"text\":\"b\"}", 100);
        let found: Vec<_> = lines.iter().map(|line| (line.number, line.id.as_str())).collect();
        assert_eq!(found, [(2, "2"), (4, "4")]);
        assert_eq!(lines[1].end_bytes, 29);
    }

    #[test]
    fn a_text_and_a_line_that_are_too_long_do_not_stop_the_rest() {
        let long = "x".repeat(200_000);
        let lines =
            read(format!("{{\"text\":\"{long}\"}}\n{{\"text\":\"12345\"}}\n{{\"text\":\"1\"}}"), 4);
        let found: Vec<_> = lines.iter().map(|line| line.record.is_ok()).collect();
        assert_eq!(found, [false, false, true]);
        assert!(lines[0].record.as_ref().unwrap_err().starts_with("the line is too long"));
        assert_eq!(lines[1].record, Err("text: at most 4 bytes, found 5".to_owned()));
    }

    #[test]
    fn invalid_utf8_is_an_error_of_its_line() {
        let lines = read(b"{\"text\":\"\xff\"}\n{\"text\":\"1\"}".to_vec(), 100);
        assert!(lines[0].record.is_err());
        assert!(lines[1].record.is_ok());
    }
}
