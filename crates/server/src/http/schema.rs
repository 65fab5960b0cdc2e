//! JSON schemas of the contract's messages and enums, with the contract's own comments.

use std::collections::{BTreeMap, BTreeSet};

use prost_reflect::{
    DescriptorPool, EnumDescriptor, FieldDescriptor, FileDescriptor, Kind, MessageDescriptor,
    MethodDescriptor,
};
use serde_json::{Map, Value, json};

/// Comments of the contract by where they stand: the file, and the path within it.
pub(super) struct Comments {
    of: BTreeMap<(String, Vec<i32>), String>,
}

impl Comments {
    pub(super) fn read(pool: &DescriptorPool) -> Self {
        let mut of = BTreeMap::new();
        for file in pool.files() {
            let info = file.file_descriptor_proto().source_code_info.clone().unwrap_or_default();
            for location in info.location {
                if let Some(comment) = &location.leading_comments {
                    let place = (file.name().to_owned(), location.path);
                    of.insert(place, paragraphs(comment));
                }
            }
        }
        Self { of }
    }

    pub(super) fn at(&self, file: &FileDescriptor, path: &[i32]) -> &str {
        let comment = self.of.get(&(file.name().to_owned(), path.to_vec()));
        comment.map_or("", String::as_str)
    }

    pub(super) fn of_method(&self, method: &MethodDescriptor) -> &str {
        self.at(&method.parent_service().parent_file(), method.path())
    }

    pub(super) fn of_field(&self, field: &FieldDescriptor) -> &str {
        self.at(&field.parent_file(), field.path())
    }
}

/// A comment without the breaks that its rows have for the sake of their width.
fn paragraphs(comment: &str) -> String {
    let paragraphs: Vec<String> = comment
        .split("\n\n")
        .map(|paragraph| paragraph.split('\n').map(str::trim).collect::<Vec<_>>().join(" "))
        .map(|paragraph| paragraph.trim().to_owned())
        .collect();
    paragraphs.join("\n\n").trim().to_owned()
}

/// All messages and enums that requests and answers are made of.
pub(super) fn schemas(
    comments: &Comments,
    sent: &[MessageDescriptor],
    answered: &[MessageDescriptor],
) -> Map<String, Value> {
    let (sent, answered) = (Reached::from(sent), Reached::from(answered));
    let mut schemas = Map::new();
    for message in sent.messages.values().chain(answered.messages.values()) {
        let name = message.full_name();
        let mut schema = object(message, comments);
        // A caller's mistake is refused, so it may as well be found before it is sent. Answers may
        // have more fields one day.
        if !answered.messages.contains_key(name) {
            schema.insert("additionalProperties".to_owned(), json!(false));
        } else if !sent.messages.contains_key(name) {
            let always: Vec<String> = message
                .fields()
                .filter(|field| !field.supports_presence())
                .map(|field| field.json_name().to_owned())
                .collect();
            if !always.is_empty() {
                schema.insert("required".to_owned(), json!(always));
            }
        }
        schemas.insert(message.name().to_owned(), schema.into());
    }
    for r#enum in sent.enums.values().chain(answered.enums.values()) {
        schemas.insert(r#enum.name().to_owned(), names(r#enum, comments));
    }
    schemas
}

/// The schema of a field's value, with its comment.
pub(super) fn field(field: &FieldDescriptor, comments: &Comments) -> Value {
    let one = value(&field.kind());
    let mut schema = if field.is_list() { json!({"type": "array", "items": one}) } else { one };
    let comment = comments.of_field(field);
    if let (Some(schema), false) = (schema.as_object_mut(), comment.is_empty()) {
        schema.insert("description".to_owned(), json!(comment));
    }
    schema
}

/// Points to the schema of a message or an enum.
pub(super) fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

fn value(kind: &Kind) -> Value {
    match kind {
        Kind::Double | Kind::Float => json!({"type": "number", "format": "double"}),
        Kind::Int32 | Kind::Sint32 | Kind::Sfixed32 => {
            json!({"type": "integer", "format": "int32"})
        }
        Kind::Uint32 | Kind::Fixed32 => {
            json!({"type": "integer", "minimum": 0, "maximum": u32::MAX})
        }
        // Wider than what a number of JavaScript holds.
        Kind::Int64 | Kind::Sint64 | Kind::Sfixed64 => json!({"type": "string", "format": "int64"}),
        Kind::Uint64 | Kind::Fixed64 => json!({"type": "string", "format": "uint64"}),
        Kind::Bool => json!({"type": "boolean"}),
        Kind::String => json!({"type": "string"}),
        Kind::Bytes => json!({"type": "string", "contentEncoding": "base64"}),
        Kind::Message(message) => reference(message.name()),
        Kind::Enum(r#enum) => reference(r#enum.name()),
    }
}

fn object(message: &MessageDescriptor, comments: &Comments) -> Map<String, Value> {
    let fields = message.fields();
    let properties: Map<String, Value> =
        fields.map(|one| (one.json_name().to_owned(), field(&one, comments))).collect();
    let mut description = comments.at(&message.parent_file(), message.path()).to_owned();
    for oneof in message.oneofs().filter(|oneof| !oneof.is_synthetic()) {
        let names: Vec<String> =
            oneof.fields().map(|field| format!("`{}`", field.json_name())).collect();
        description.push_str("\n\nAt most one of ");
        description.push_str(&names.join(", "));
        description.push_str(" is set.");
    }
    let mut schema = Map::new();
    schema.insert("type".to_owned(), json!("object"));
    schema.insert("description".to_owned(), json!(description));
    schema.insert("properties".to_owned(), properties.into());
    schema
}

fn names(r#enum: &EnumDescriptor, comments: &Comments) -> Value {
    let file = r#enum.parent_file();
    let mut description = comments.at(&file, r#enum.path()).to_owned();
    description.push('\n');
    for value in r#enum.values() {
        let line = ["\n- `", value.name(), "`: ", comments.at(&file, value.path())];
        description.push_str(&line.concat());
    }
    let names: Vec<String> = r#enum.values().map(|value| value.name().to_owned()).collect();
    json!({"type": "string", "enum": names, "description": description})
}

/// Messages and enums that some messages are made of, by their full names.
#[derive(Default)]
struct Reached {
    messages: BTreeMap<String, MessageDescriptor>,
    enums: BTreeMap<String, EnumDescriptor>,
}

impl Reached {
    fn from(messages: &[MessageDescriptor]) -> Self {
        let mut reached = Self::default();
        for message in messages {
            reached.add(message);
        }
        reached
    }

    fn add(&mut self, message: &MessageDescriptor) {
        let name = message.full_name().to_owned();
        if self.messages.insert(name, message.clone()).is_some() {
            return;
        }
        for field in message.fields() {
            match field.kind() {
                Kind::Message(inner) => self.add(&inner),
                Kind::Enum(r#enum) => {
                    self.enums.insert(r#enum.full_name().to_owned(), r#enum);
                }
                _ => {}
            }
        }
    }
}

/// The fields of a message that a query can give, by their dotted JSON names; what leads into
/// `except` is given elsewhere.
pub(super) fn parameters(
    message: &MessageDescriptor,
    except: &[FieldDescriptor],
) -> Vec<(String, FieldDescriptor)> {
    let mut found = Vec::new();
    let mut way = Way { fields: Vec::new(), messages: BTreeSet::new() };
    way.collect(message, except, &mut found);
    found
}

struct Way {
    fields: Vec<FieldDescriptor>,
    messages: BTreeSet<String>,
}

impl Way {
    fn collect(
        &mut self,
        message: &MessageDescriptor,
        except: &[FieldDescriptor],
        found: &mut Vec<(String, FieldDescriptor)>,
    ) {
        // A message within itself would have no end of fields.
        if !self.messages.insert(message.full_name().to_owned()) {
            return;
        }
        for field in message.fields() {
            self.fields.push(field.clone());
            match field.kind() {
                _ if !except.is_empty() && self.fields == except => {}
                Kind::Message(inner) if !field.is_list() => self.collect(&inner, except, found),
                Kind::Message(_) => {}
                _ => {
                    let name: Vec<&str> =
                        self.fields.iter().map(FieldDescriptor::json_name).collect();
                    found.push((name.join("."), field));
                }
            }
            self.fields.pop();
        }
        self.messages.remove(message.full_name());
    }
}
