use std::fmt::Write as _;

use super::{Settings, table::SETTINGS};

/// The settings as a file that would give them, each with what it is; secrets are masked.
pub(crate) fn print(settings: &Settings) -> String {
    let mut text = String::new();
    let mut table = "";
    for setting in SETTINGS {
        let (of, name) = setting.key.split_once('.').unwrap_or(("", setting.key));
        // Writing to a string cannot fail.
        if of != table {
            writeln!(text, "\n[{of}]").ok();
            table = of;
        }
        writeln!(text, "# {}", setting.doc).ok();
        writeln!(text, "{name} = {}", setting.shown(settings)).ok();
    }
    text
}
