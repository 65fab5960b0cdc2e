//! JSON objects whose names stay in the order in which they were given, so that the same message
//! always gives the same bytes.

use std::io::{self, Write};

use serde::{Serialize, Serializer, ser::SerializeMap as _};

/// A value.
pub(crate) enum Json {
    Text(String),
    Number(u32),
    List(Vec<Json>),
    Object(Object),
}

/// Names and values. What is empty is left out: a text or a list with nothing in it, the number 0.
#[derive(Default)]
pub(crate) struct Object(Vec<(&'static str, Json)>);

impl Object {
    /// The same with one more.
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<Json>) -> Self {
        let value = value.into();
        if !value.is_empty() {
            self.0.push((name, value));
        }
        self
    }

    /// In indented lines; `<` is written as an escape, so that the text can stand in a page's script
    /// element.
    pub(crate) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let text = serde_json::to_string_pretty(self)?;
        writeln!(out, "{}", text.replace('<', "\\u003c"))
    }
}

impl Json {
    fn is_empty(&self) -> bool {
        match self {
            Self::Text(text) => text.is_empty(),
            Self::Number(number) => *number == 0,
            Self::List(list) => list.is_empty(),
            Self::Object(object) => object.0.is_empty(),
        }
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Text(text) => serializer.serialize_str(text),
            Self::Number(number) => serializer.serialize_u32(*number),
            Self::List(list) => list.serialize(serializer),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (name, value) in &self.0 {
            map.serialize_entry(name, value)?;
        }
        map.end()
    }
}

/// A text, without control characters other than line feeds.
impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Text(text.chars().filter(|c| *c == '\n' || !c.is_control()).collect())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        text.as_str().into()
    }
}

impl From<u32> for Json {
    fn from(number: u32) -> Self {
        Self::Number(number)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}

impl<T: Into<Json>> From<Vec<T>> for Json {
    fn from(list: Vec<T>) -> Self {
        Self::List(list.into_iter().map(Into::into).filter(|item| !item.is_empty()).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::Object;

    #[test]
    fn in_order_and_without_what_is_empty() {
        let inner = Object::default().with("z", "</script\u{1}>").with("a", 7);
        let object = Object::default()
            .with("b", "")
            .with("n", 0)
            .with("list", vec!["", "x"])
            .with("none", Vec::<&str>::new())
            .with("inner", inner)
            .with("empty", Object::default());
        let mut out = Vec::new();
        object.write(&mut out).unwrap();
        let text: String = String::from_utf8(out).unwrap().split_whitespace().collect();
        assert_eq!(text, r#"{"list":["x"],"inner":{"z":"\u003c/script>","a":7}}"#);
    }
}
