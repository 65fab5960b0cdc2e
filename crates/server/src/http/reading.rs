//! Messages from canonical JSON and from a query.

use std::{borrow::Cow, collections::BTreeSet, fmt, fmt::Write as _};

use prost_reflect::{DynamicMessage, FieldDescriptor, Kind, MessageDescriptor};
use serde::de::{
    DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, SeqAccess, Visitor,
};
use serde_json::{Map, Value};

use crate::failure::Failure;

/// Why a request could not be read.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Misreading {
    /// Path of the field as it was written; empty: all of it.
    pub(super) field: String,
    /// What is wrong with it, and where.
    pub(super) description: String,
}

/// The message that a JSON text is.
///
/// Stricter than the canonical form asks for in one thing: a field that is given twice is refused,
/// since whoever reads the text before or after us may take the other one.
pub(super) fn json(
    descriptor: &MessageDescriptor,
    text: &[u8],
) -> Result<DynamicMessage, Misreading> {
    check_names(descriptor, text)?;
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let message = message(descriptor, &mut deserializer)?;
    deserializer.end().map_err(|error| Misreading::whole(&error))?;
    Ok(message)
}

/// Checks that a JSON text has no more than `limit` values: one behind each opening bracket and comma.
/// What is made of a value of two bytes may take hundreds.
pub(super) fn check_count(text: &[u8], limit: usize) -> Result<(), Failure> {
    let (mut count, mut in_string, mut escaped) = (0, false, false);
    for &byte in text {
        if in_string {
            in_string = escaped || byte != b'"';
            escaped = byte == b'\\' && !escaped;
        } else if byte == b'"' {
            in_string = true;
        } else if matches!(byte, b'{' | b'[' | b',') {
            count += 1;
            if count > limit {
                return Err(Failure::TooManyFields { limit });
            }
        }
    }
    Ok(())
}

/// The message that a query is: `keywords.maxKeywords=5&keywords.forbiddenTerms=a`. A field that is
/// a list may be given several times; what leads into `except` is given elsewhere.
pub(super) fn query(
    descriptor: &MessageDescriptor,
    query: &str,
    except: &[FieldDescriptor],
) -> Result<DynamicMessage, Misreading> {
    let mut tree = Map::new();
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let misread = |description: &str| Misreading {
            field: name.to_string(),
            description: description.to_owned(),
        };
        let way = way_of(descriptor, &name)
            .filter(|way| except.is_empty() || !way.starts_with(except))
            .ok_or_else(|| misread("no such parameter"))?;
        let value = match way.last().map(FieldDescriptor::kind) {
            Some(Kind::Bool) => match value.as_ref() {
                "true" => Value::Bool(true),
                "false" => Value::Bool(false),
                _ => return Err(misread("true or false is expected")),
            },
            Some(Kind::Message(_)) | None => return Err(misread("one of its fields is expected")),
            // Numbers may be written as text.
            Some(_) => Value::String(value.into_owned()),
        };
        insert(&mut tree, &way, value).map_err(misread)?;
    }
    message(descriptor, Value::Object(tree))
}

/// The fields that a dotted name leads through, by their JSON names or those of the contract.
fn way_of(descriptor: &MessageDescriptor, name: &str) -> Option<Vec<FieldDescriptor>> {
    let mut way: Vec<FieldDescriptor> = Vec::new();
    for part in name.split('.') {
        let message = match way.last() {
            None => descriptor.clone(),
            Some(field) => field.kind().as_message().filter(|_| !field.is_list())?.clone(),
        };
        way.push(field_of(&message, part)?);
    }
    Some(way)
}

fn field_of(message: &MessageDescriptor, name: &str) -> Option<FieldDescriptor> {
    message.get_field_by_json_name(name).or_else(|| message.get_field_by_name(name))
}

fn insert(
    tree: &mut Map<String, Value>,
    way: &[FieldDescriptor],
    value: Value,
) -> Result<(), &'static str> {
    match way {
        [] => Ok(()),
        [leaf] if leaf.is_list() => {
            let list = tree.entry(leaf.json_name()).or_insert_with(|| Value::Array(Vec::new()));
            list.as_array_mut().map(|list| list.push(value)).ok_or("not a list")
        }
        [leaf] => match tree.insert(leaf.json_name().to_owned(), value) {
            None => Ok(()),
            Some(_) => Err("given twice"),
        },
        [first, rest @ ..] => {
            let inner = tree.entry(first.json_name()).or_insert_with(|| Value::Object(Map::new()));
            inner.as_object_mut().map_or(Err("not a message"), |inner| insert(inner, rest, value))
        }
    }
}

fn message<'de, D>(
    descriptor: &MessageDescriptor,
    deserializer: D,
) -> Result<DynamicMessage, Misreading>
where
    D: Deserializer<'de, Error = serde_json::Error>,
{
    let mut track = serde_path_to_error::Track::new();
    let tracked = serde_path_to_error::Deserializer::new(deserializer, &mut track);
    let message = descriptor.clone().deserialize(tracked);
    message.map_err(|error| {
        let path = track.path().to_string();
        Misreading {
            field: if path == "." { String::new() } else { path },
            description: error.to_string(),
        }
    })
}

impl Misreading {
    fn whole(error: &serde_json::Error) -> Self {
        Self { field: String::new(), description: error.to_string() }
    }

    /// The same, of a line of several.
    pub(super) fn in_line(self, line: u64) -> Self {
        Self { description: format!("line {line}: {}", self.description), ..self }
    }
}

/// Checks that each name in a JSON text is a field's, and stands there once.
fn check_names(descriptor: &MessageDescriptor, text: &[u8]) -> Result<(), Misreading> {
    let mut path = String::new();
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    let names = Names { message: Some(descriptor.clone()), in_list: false, path: &mut path };
    names
        .deserialize(&mut deserializer)
        .map_err(|error| Misreading { field: path, description: error.to_string() })
}

/// Walks a value of any shape; in an object that is a message, it knows the names. What is no object
/// where one should be is told by who reads the values.
struct Names<'a> {
    message: Option<MessageDescriptor>,
    in_list: bool,
    /// Where the walk is; after an error, where that was.
    path: &'a mut String,
}

impl<'de> DeserializeSeed<'de> for Names<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        if self.message.is_some() {
            deserializer.deserialize_any(self)
        } else {
            deserializer.deserialize_ignored_any(IgnoredAny).map(|_| ())
        }
    }
}

impl<'de> Visitor<'de> for Names<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("any value")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        let Some(message) = self.message else { return Ok(()) };
        let mut seen = BTreeSet::new();
        while let Some(name) = map.next_key::<Cow<'de, str>>()? {
            let above = self.path.len();
            if above > 0 {
                self.path.push('.');
            }
            self.path.push_str(&name);
            let Some(field) = field_of(&message, &name) else {
                let known: Vec<String> =
                    message.fields().map(|field| field.json_name().to_owned()).collect();
                let known = known.join(", ");
                return Err(A::Error::custom(format!("no such field; there are: {known}")));
            };
            if !seen.insert(field.number()) {
                return Err(A::Error::custom("given twice"));
            }
            let message = field.kind().as_message().cloned();
            map.next_value_seed(Names { message, in_list: false, path: &mut *self.path })?;
            self.path.truncate(above);
        }
        Ok(())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<(), A::Error> {
        // A list of lists is no field of any message.
        let message = self.message.filter(|_| !self.in_list);
        for index in 0_usize.. {
            let above = self.path.len();
            write!(self.path, "[{index}]").map_err(A::Error::custom)?;
            let message = message.clone();
            let item = Names { message, in_list: true, path: &mut *self.path };
            let more = items.next_element_seed(item)?;
            self.path.truncate(above);
            if more.is_none() {
                break;
            }
        }
        Ok(())
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_bool<E>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E>(self, _: &str) -> Result<(), E> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use prost_reflect::{DescriptorPool, MessageDescriptor};
    use tiyao_api::v1;

    use super::{Misreading, check_count, json, query};
    use crate::failure::Failure;

    fn descriptor() -> MessageDescriptor {
        let pool = DescriptorPool::decode(v1::FILE_DESCRIPTOR_SET).unwrap();
        pool.get_message_by_name("tiyao.v1.AnalyzeArticleRequest").unwrap()
    }

    fn read(text: &str) -> Result<v1::AnalyzeArticleRequest, Misreading> {
        json(&descriptor(), text.as_bytes()).map(|message| message.transcode_to().unwrap())
    }

    fn check_refused(text: &[u8], field: &str, description: &str) {
        let misreading = json(&descriptor(), text).unwrap_err();
        let text = String::from_utf8_lossy(text);
        assert_eq!(misreading.field, field, "{text}: {}", misreading.description);
        assert!(misreading.description.contains(description), "{text}: {misreading:?}");
    }

    #[test]
    fn json_in_every_form_that_is_canonical() {
        let expected = v1::AnalyzeArticleRequest {
            article: Some(v1::ArticleInput {
                id: "a\u{1f35a}".to_owned(),
                content: Some(v1::Content {
                    form: Some(v1::content::Form::Data(b"wheat?>".to_vec())),
                    ..Default::default()
                }),
                ..Default::default()
            }),
            keywords: Some(v1::KeywordOptions {
                max_keywords: 5,
                forbidden_terms: vec!["b".to_owned()],
                ..Default::default()
            }),
            summary: Some(v1::SummaryOptions {
                budget: Some(v1::summary_options::Budget::Ratio(0.5)),
                ..Default::default()
            }),
            offset_unit: v1::OffsetUnit::CodePoint.into(),
        };
        for text in [
            // Names in lower camel case, numbers as numbers, names of enum values.
            r#"{"article": {"id": "a\ud83c\udf5a", "content": {"data": "d2hlYXQ/Pg=="}},
                "keywords": {"maxKeywords": 5, "forbiddenTerms": ["b"]},
                "summary": {"ratio": 0.5}, "offsetUnit": "OFFSET_UNIT_CODE_POINT"}"#,
            // Names of the contract, numbers as text, numbers of enum values, base64 for addresses.
            r#"{"article": {"id": "a🍚", "content": {"data": "d2hlYXQ_Pg"}},
                "keywords": {"max_keywords": "5", "forbidden_terms": ["b"]},
                "summary": {"ratio": "5e-1"}, "offset_unit": 3}"#,
            // What is null is not there; a whole number is one in every notation.
            r#"{"article": {"id": "a🍚", "title": null, "content": {"text": null, "data": "d2hlYXQ/Pg"}},
                "keywords": {"maxKeywords": 5.0, "forbiddenTerms": ["b"], "vocabulary": null},
                "summary": {"ratio": 0.5, "redundancyWeight": null}, "offsetUnit": 3}"#,
        ] {
            assert_eq!(read(text).as_ref(), Ok(&expected), "{text}");
        }
        assert_eq!(read("{}"), Ok(v1::AnalyzeArticleRequest::default()));
    }

    #[test]
    fn what_is_wrong_is_named_with_its_place() {
        check_refused(b"", "", "EOF while parsing a value at line 1 column 0");
        check_refused(b"{", "", "EOF while parsing an object at line 1 column 1");
        check_refused(b"{} {}", "", "trailing characters at line 1 column 4");
        check_refused(b"[]", "", "invalid type: sequence, expected a map");
        check_refused(br#"{"article": 7}"#, "article", "invalid type: integer `7`");
        check_refused(
            br#"{"article": {"content": {"txt": "a"}}}"#,
            "article.content.txt",
            "no such field; there are: text, data, encoding, mediaType at line 1 column 30",
        );
        check_refused(br#"{"article": {"id": 5}}"#, "article.id", "invalid type: integer `5`");
        check_refused(
            br#"{"keywords": {"maxKeywords": -1}}"#,
            "keywords.maxKeywords",
            "out of range",
        );
        check_refused(
            br#"{"keywords": {"maxKeywords": "many"}}"#,
            "keywords.maxKeywords",
            "invalid digit",
        );
        check_refused(
            br#"{"keywords": {"forbiddenTerms": ["a", 5]}}"#,
            "keywords.forbiddenTerms[1]",
            "invalid type: integer `5`",
        );
        check_refused(
            br#"{"offsetUnit": "BYTES"}"#,
            "offsetUnit",
            "unrecognized enum value 'BYTES'",
        );
        check_refused(br#"{"article": {"content": {"data": "*"}}}"#, "article.content.data", "");
    }

    #[test]
    fn what_is_said_twice_is_refused() {
        check_refused(br#"{"article": {"id": "a", "id": "b"}}"#, "article.id", "given twice");
        check_refused(br#"{"offsetUnit": 1, "offset_unit": 2}"#, "offset_unit", "given twice");
        check_refused(
            br#"{"article": {"content": {"text": "a", "data": ""}}}"#,
            "article.content",
            "multiple fields provided for oneof 'form'",
        );
    }

    #[test]
    fn values_are_counted() {
        for (text, count) in [
            (r#""a,b""#, 0),
            (r#"{"a": [1, "x,[{\"", "\\"], "b": {}}"#, 6),
            (r#"["\\", "]"#, 2),
            ("[", 1),
        ] {
            assert_eq!(check_count(text.as_bytes(), count), Ok(()), "{text}");
            let less = count.checked_sub(1);
            let refused = less.is_none_or(|limit| {
                check_count(text.as_bytes(), limit) == Err(Failure::TooManyFields { limit })
            });
            assert!(refused, "{text}");
        }
    }

    #[test]
    fn hostile_text_is_refused() {
        check_refused(b"{\"article\": {\"id\": \"\xff\"}}", "article.id", "invalid unicode");
        check_refused(br#"{"article": {"id": "\ud83c"}}"#, "article.id", "at line 1 column");
        for open in ["[", r#"{"a":"#] {
            let nested = format!(r#"{{"article": {{"id": {}"#, open.repeat(100_000));
            check_refused(nested.as_bytes(), "article.id", "EOF while parsing");
        }
        let nested = format!(r#"{{"article": {}{}}}"#, "[".repeat(200), "]".repeat(200));
        check_refused(nested.as_bytes(), "article", "invalid type: sequence");
        check_refused(
            br#"{"articles": [], "article": {}}"#,
            "articles",
            "no such field; there are: article, keywords",
        );
    }

    #[test]
    fn a_query_is_a_message_too() {
        let descriptor = descriptor();
        let article = descriptor.get_field_by_name("article").unwrap();
        let content = article.kind().as_message().unwrap().get_field_by_name("content").unwrap();
        let except = [article, content];
        let read = |text: &str| {
            query(&descriptor, text, &except)
                .map(|message| message.transcode_to::<v1::AnalyzeArticleRequest>().unwrap())
        };
        let given = "article.title=%E5%A4%8F%E7%B2%AE+a&keywords.maxKeywords=5&summary.allow_cut=true\
            &keywords.forbiddenTerms=a&keywords.forbiddenTerms=b&summary.mode=SUMMARY_MODE_MIXED";
        let message = read(given).unwrap();
        assert_eq!(message.article.unwrap().title, "夏粮 a");
        let keywords = message.keywords.unwrap();
        assert_eq!((keywords.max_keywords, keywords.forbidden_terms.len()), (5, 2));
        assert!(message.summary.unwrap().allow_cut);
        assert_eq!(read(""), Ok(v1::AnalyzeArticleRequest::default()));

        let check = |given: &str, field: &str, description: &str| {
            let misreading = read(given).unwrap_err();
            assert_eq!(misreading.field, field);
            assert!(misreading.description.contains(description), "{misreading:?}");
        };
        check("keywords.max=5", "keywords.max", "no such parameter");
        check("article.content.text=a", "article.content.text", "no such parameter");
        check("article.content=a", "article.content", "no such parameter");
        check("keywords=a", "keywords", "one of its fields is expected");
        check("article.title=a&article.title=b", "article.title", "given twice");
        check("keywords.maxKeywords=many", "keywords.maxKeywords", "invalid digit");
        check("summary.allowCut=yes", "summary.allowCut", "true or false");
        check("summary.maxCharacters=9&summary.ratio=1", "summary", "oneof 'budget'");
    }
}
