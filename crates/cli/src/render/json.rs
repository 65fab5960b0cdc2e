//! Canonical proto3 JSON.

use std::io::{self, Write};

use serde::Serialize;

/// A message for a program, or a curious person: indented.
pub(crate) fn pretty(out: &mut dyn Write, message: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer_pretty(&mut *out, message)?;
    out.write_all(b"\n")
}

/// A message in one line.
pub(crate) fn line(out: &mut dyn Write, message: &impl Serialize) -> io::Result<()> {
    serde_json::to_writer(&mut *out, message)?;
    out.write_all(b"\n")
}
