use std::{ffi::OsString, fmt};

use toml::{
    Spanned,
    de::{DeTable, DeValue},
};

use super::{
    Mistake,
    nearest::nearest,
    table::{SETTINGS, variable},
};

/// Variables that begin like those of settings, and are none: the client's, and this command's own.
const OTHERS: [&str; 3] = ["TIYAO_SERVER", "TIYAO_TOKEN", "TIYAO_CONFIG"];

/// What a setting is set to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Value {
    /// Words of a variable or a flag, which say what they can.
    Words(String),
    /// A string of a file.
    Text(String),
    /// A number of a file.
    Number(String),
    /// True or false in a file.
    Truth(bool),
    /// Strings in a file.
    List(Vec<String>),
    /// What no setting is.
    Other(&'static str),
}

impl fmt::Display for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Words(text) | Self::Text(text) => write!(f, "{text:?}"),
            Self::Number(number) => f.write_str(number),
            Self::Truth(truth) => truth.fmt(f),
            Self::List(list) => write!(f, "{list:?}"),
            Self::Other(kind) => f.write_str(kind),
        }
    }
}

/// A setting that is set somewhere.
pub(crate) struct Assignment {
    pub(crate) key: String,
    pub(crate) value: Value,
    pub(crate) origin: String,
}

/// What all sources say, the first first; and what is wrong with the sources themselves.
#[derive(Default)]
pub(crate) struct Assignments {
    pub(super) assignments: Vec<Assignment>,
    pub(super) mistakes: Vec<Mistake>,
}

impl Assignments {
    /// A flag of the command line.
    pub(crate) fn set(&mut self, key: &str, value: &str, origin: impl Into<String>) {
        let (key, value) = (key.to_owned(), Value::Words(value.to_owned()));
        self.assignments.push(Assignment { key, value, origin: origin.into() });
    }

    /// A flag of the command line that can be given several times.
    pub(crate) fn set_list(&mut self, key: &str, list: Vec<String>, origin: &str) {
        let (key, origin) = (key.to_owned(), origin.to_owned());
        self.assignments.push(Assignment { key, value: Value::List(list), origin });
    }

    /// A flag `--set KEY=VALUE`.
    pub(crate) fn set_pair(&mut self, pair: &str) {
        match pair.split_once('=') {
            Some((key, value)) => self.set(key.trim(), value.trim(), "--set"),
            None => self.mistakes.push(Mistake {
                origin: "--set".to_owned(),
                fault: format!("KEY=VALUE, found {pair:?}"),
            }),
        }
    }

    /// A source that is wrong as a whole.
    pub(crate) fn blame(&mut self, origin: impl Into<String>, fault: impl fmt::Display) {
        self.mistakes.push(Mistake { origin: origin.into(), fault: fault.to_string() });
    }

    /// A file of this name with this text.
    pub(crate) fn read_file(&mut self, name: &str, text: &str) {
        let origin_at = |offset: usize| {
            let lines = text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
            format!("{name}:{}", lines + 1)
        };
        let (table, errors) = DeTable::parse_recoverable(text);
        let mut found = Vec::new();
        flatten(table.get_ref(), "", &mut found);
        found.sort_by_key(|(offset, ..)| *offset);
        // What a file that is not TOML seems to say is nobody's will.
        if errors.is_empty() {
            self.assignments.extend(found.into_iter().map(|(offset, key, value)| Assignment {
                key,
                value,
                origin: origin_at(offset),
            }));
        }
        for error in errors {
            let origin = error.span().map_or(name.to_owned(), |span| origin_at(span.start));
            self.blame(origin, error.message());
        }
    }

    /// The variables of the environment.
    pub(crate) fn read_environment(
        &mut self,
        variables: impl Iterator<Item = (OsString, OsString)>,
    ) {
        let mut ours: Vec<(String, Option<String>)> = variables
            .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok())))
            .filter(|(name, _)| name.starts_with("TIYAO_"))
            .filter(|(name, _)| !OTHERS.contains(&name.as_str()) && !is_service_link(name))
            .collect();
        ours.sort();
        for (name, value) in ours {
            let setting = SETTINGS.iter().find(|setting| variable(setting.key) == name);
            match (setting, value) {
                (Some(setting), Some(value)) => self.set(setting.key, &value, name),
                (Some(_), None) => self.blame(name, "is not UTF-8"),
                (None, _) => {
                    let known: Vec<String> =
                        SETTINGS.iter().map(|setting| variable(setting.key)).collect();
                    let near = nearest(&name, known.iter().map(String::as_str));
                    let advice = near.map(|near| format!("; did you mean {near}?"));
                    let advice = advice.unwrap_or_default();
                    self.blame(name, format_args!("no setting has this variable{advice}"));
                }
            }
        }
    }
}

/// What Kubernetes sets in every container beside a service called `tiyao`.
fn is_service_link(name: &str) -> bool {
    ["TIYAO_SERVICE_", "TIYAO_PORT"].iter().any(|prefix| name.starts_with(prefix))
}

fn flatten(table: &DeTable<'_>, prefix: &str, found: &mut Vec<(usize, String, Value)>) {
    for (name, value) in table {
        let key = format!("{prefix}{}", name.get_ref());
        match value.get_ref() {
            DeValue::Table(inner) => flatten(inner, &format!("{key}."), found),
            other => found.push((name.span().start, key, value_of(other))),
        }
    }
}

fn value_of(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => Value::Text(text.to_string()),
        // Underscores part the digits of long numbers.
        DeValue::Integer(number) if number.radix() == 10 => {
            Value::Number(number.as_str().to_owned())
        }
        DeValue::Float(number) => Value::Number(number.as_str().to_owned()),
        DeValue::Boolean(truth) => Value::Truth(*truth),
        DeValue::Array(items) => {
            let texts = items.iter().map(Spanned::get_ref).map(|item| match item {
                DeValue::String(text) => Some(text.to_string()),
                _ => None,
            });
            texts.collect::<Option<Vec<_>>>().map_or(Value::Other("an array"), Value::List)
        }
        DeValue::Integer(_) => Value::Other("a number that is not decimal"),
        DeValue::Datetime(_) => Value::Other("a time"),
        DeValue::Table(_) => Value::Other("a table"),
    }
}
