//! What settings look like: as words, in a file, and printed.

use std::{
    fmt::{self, Write as _},
    net::SocketAddr,
    num::NonZeroUsize,
    path::PathBuf,
    time::Duration,
};

use super::{LogFormat, Settings, Value};

/// Where a setting's value lies, and thereby what it may be.
#[derive(Clone, Copy)]
pub(super) enum Place {
    Address(fn(&mut Settings) -> &mut SocketAddr),
    MaybeAddress(fn(&mut Settings) -> &mut Option<SocketAddr>),
    Threads(fn(&mut Settings) -> &mut Option<NonZeroUsize>),
    Truth(fn(&mut Settings) -> &mut bool),
    Text(fn(&mut Settings) -> &mut String),
    Secret(fn(&mut Settings) -> &mut String),
    List(fn(&mut Settings) -> &mut Vec<String>),
    File(fn(&mut Settings) -> &mut Option<PathBuf>),
    Size(fn(&mut Settings) -> &mut usize),
    Count(fn(&mut Settings) -> &mut usize),
    Ratio(fn(&mut Settings) -> &mut f64),
    Time(fn(&mut Settings) -> &mut Duration),
    MaybeTime(fn(&mut Settings) -> &mut Option<Duration>),
    Format(fn(&mut Settings) -> &mut LogFormat),
}

impl Place {
    /// Sets it, or says what it may be.
    pub(super) fn set(self, settings: &mut Settings, value: &Value) -> Result<(), &'static str> {
        match self {
            Self::Address(place) => {
                put(place(settings), words(value).and_then(|text| text.parse().ok()))
            }
            Self::MaybeAddress(place) => {
                put_or_off(place(settings), value, |text| text.parse().ok())
            }
            Self::Threads(place) => put(
                place(settings),
                match words(value) {
                    Some("auto") => Some(None),
                    _ => number(value).and_then(|text| text.parse().ok()).map(Some),
                },
            ),
            Self::Truth(place) => put(
                place(settings),
                match value {
                    Value::Truth(truth) => Some(*truth),
                    Value::Words(text) => text.parse().ok(),
                    _ => None,
                },
            ),
            Self::Text(place) | Self::Secret(place) => {
                put(place(settings), words(value).map(ToOwned::to_owned))
            }
            Self::List(place) => put(
                place(settings),
                match value {
                    Value::List(list) => Some(list.clone()),
                    Value::Words(text) if text.is_empty() => Some(Vec::new()),
                    Value::Words(text) => {
                        Some(text.split(',').map(|part| part.trim().to_owned()).collect())
                    }
                    _ => None,
                },
            ),
            Self::File(place) => put(
                place(settings),
                words(value).map(|text| (!text.is_empty()).then(|| text.into())),
            ),
            Self::Size(place) => put(place(settings), size(value)),
            Self::Count(place) => {
                put(place(settings), number(value).and_then(|text| text.parse().ok()))
            }
            Self::Ratio(place) => put(
                place(settings),
                number(value)
                    .and_then(|text| text.parse().ok())
                    .filter(|ratio| (0.0..=1.0).contains(ratio)),
            ),
            Self::Time(place) => put(place(settings), words(value).and_then(time)),
            Self::MaybeTime(place) => put_or_off(place(settings), value, time),
            Self::Format(place) => put(
                place(settings),
                match words(value) {
                    Some("pretty") => Some(LogFormat::Pretty),
                    Some("json") => Some(LogFormat::Json),
                    _ => None,
                },
            ),
        }
        .ok_or_else(|| self.rule())
    }

    /// What it may be.
    pub(super) fn rule(self) -> &'static str {
        match self {
            Self::Address(_) => "an address, as 127.0.0.1:50151",
            Self::MaybeAddress(_) => "an address, as 127.0.0.1:50152, or off",
            Self::Threads(_) => "a number from 1, or auto",
            Self::Truth(_) => "true or false",
            Self::Text(_) | Self::Secret(_) => "a text",
            Self::List(_) => "a list of texts",
            Self::File(_) => "a path, or nothing",
            Self::Size(_) => "a size, as 64MiB",
            Self::Count(_) => "a number",
            Self::Ratio(_) => "a number from 0 to 1",
            Self::Time(_) => "a time, as 30s",
            Self::MaybeTime(_) => "a time, as 30s, or off",
            Self::Format(_) => "pretty or json",
        }
    }

    /// Why a limit could not be told to callers as it is.
    pub(super) fn untold(self, settings: &mut Settings) -> Option<&'static str> {
        match self {
            Self::Size(place) | Self::Count(place) => (u32::try_from(*place(settings)).is_err())
                .then_some("is more than callers can be told: at most 4294967295"),
            Self::Time(place) => (place(settings).subsec_nanos() > 0)
                .then_some("is told to callers in whole seconds, and is none"),
            _ => None,
        }
    }

    /// What it is, as a file would say it.
    pub(super) fn show(self, settings: &mut Settings) -> String {
        let off = || quoted("off");
        match self {
            Self::Address(place) => quoted(place(settings)),
            Self::MaybeAddress(place) => place(settings).map_or_else(off, quoted),
            Self::Threads(place) => {
                place(settings).map_or_else(|| quoted("auto"), |count| count.to_string())
            }
            Self::Truth(place) => place(settings).to_string(),
            Self::Text(place) => quoted(place(settings)),
            Self::Secret(place) => {
                let is_set = !place(settings).is_empty();
                quoted(if is_set { "***" } else { "" })
            }
            Self::List(place) => {
                let items: Vec<String> = place(settings).iter().map(quoted).collect();
                format!("[{}]", items.join(", "))
            }
            Self::File(place) => {
                let path = place(settings).as_ref();
                quoted(path.map_or_else(String::new, |path| path.display().to_string()))
            }
            Self::Size(place) => quoted(shown_size(*place(settings))),
            Self::Count(place) => place(settings).to_string(),
            Self::Ratio(place) => format!("{:?}", place(settings)),
            Self::Time(place) => quoted(shown_time(*place(settings))),
            Self::MaybeTime(place) => {
                place(settings).map_or_else(off, |time| quoted(shown_time(time)))
            }
            Self::Format(place) => quoted(match place(settings) {
                LogFormat::Pretty => "pretty",
                LogFormat::Json => "json",
            }),
        }
    }
}

fn put<T>(place: &mut T, value: Option<T>) -> Option<()> {
    *place = value?;
    Some(())
}

fn words(value: &Value) -> Option<&str> {
    match value {
        Value::Words(text) | Value::Text(text) => Some(text),
        _ => None,
    }
}

fn number(value: &Value) -> Option<&str> {
    match value {
        Value::Words(text) | Value::Number(text) => Some(text),
        _ => None,
    }
}

fn put_or_off<T>(
    place: &mut Option<T>,
    value: &Value,
    read: impl FnOnce(&str) -> Option<T>,
) -> Option<()> {
    *place = match words(value)? {
        "off" => None,
        text => Some(read(text)?),
    };
    Some(())
}

const SIZES: [(&str, usize); 4] = [("GiB", 1 << 30), ("MiB", 1 << 20), ("KiB", 1 << 10), ("B", 1)];

/// A number of bytes, or of a unit of bytes.
fn size(value: &Value) -> Option<usize> {
    let text = words(value).or_else(|| number(value))?;
    let in_unit = SIZES.iter().find_map(|(unit, bytes)| Some((text.strip_suffix(unit)?, *bytes)));
    let (count, bytes) = in_unit.unwrap_or((text, 1));
    count.trim_end().parse::<usize>().ok()?.checked_mul(bytes)
}

fn shown_size(bytes: usize) -> String {
    let whole = SIZES.iter().find(|(_, unit)| bytes != 0 && bytes.is_multiple_of(*unit));
    whole.map_or_else(|| format!("{bytes}B"), |(unit, size)| format!("{}{unit}", bytes / size))
}

const TIMES: [(&str, u64); 4] = [("ms", 1), ("s", 1000), ("m", 60_000), ("h", 3_600_000)];

/// A whole number of a unit of time, of a year at most.
fn time(text: &str) -> Option<Duration> {
    let (count, milliseconds) =
        TIMES.iter().find_map(|(unit, length)| Some((text.strip_suffix(unit)?, *length)))?;
    let count: u64 = count.trim_end().parse().ok()?;
    let time = Duration::from_millis(count.checked_mul(milliseconds)?);
    (time <= Duration::from_hours(24 * 365)).then_some(time)
}

fn shown_time(time: Duration) -> String {
    let milliseconds = u64::try_from(time.as_millis()).unwrap_or(u64::MAX);
    let whole = TIMES.iter().rev().find(|(_, unit)| milliseconds.is_multiple_of(*unit));
    match whole {
        Some((unit, length)) if milliseconds != 0 => format!("{}{unit}", milliseconds / length),
        _ => "0s".to_owned(),
    }
}

/// A string of TOML.
fn quoted(text: impl fmt::Display) -> String {
    let text = text.to_string();
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            // Writing to a string cannot fail.
            c if c.is_control() => drop(write!(quoted, "\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::{Value, shown_size, shown_time, size, time};

    #[test]
    fn sizes() {
        let read = |text: &str| size(&Value::Words(text.to_owned()));
        for (text, bytes) in
            [("0B", 0), ("7B", 7), ("3KiB", 3072), ("64MiB", 64 << 20), ("1GiB", 1 << 30)]
        {
            assert_eq!(read(text), Some(bytes), "{text}");
            assert_eq!(shown_size(bytes), text);
        }
        assert_eq!(read("64 MiB"), Some(64 << 20));
        assert_eq!(read("5"), Some(5));
        for wrong in ["", "MiB", "-1", "1.5MiB", "1MB", "99999999999GiB"] {
            assert_eq!(read(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn times() {
        for (text, duration) in [
            ("0s", Duration::ZERO),
            ("250ms", Duration::from_millis(250)),
            ("90s", Duration::from_secs(90)),
            ("2m", Duration::from_mins(2)),
            ("3h", Duration::from_hours(3)),
        ] {
            assert_eq!(time(text), Some(duration), "{text}");
            assert_eq!(shown_time(duration), text);
        }
        for wrong in ["", "s", "5", "-1s", "1.5s", "1d", "9000h", "99999999999999999999h"] {
            assert_eq!(time(wrong), None, "{wrong}");
        }
    }
}
