//! Which files are done: a line for each in a file of the output folder.

use std::{
    collections::BTreeSet,
    fs::{File, TryLockError},
    io::{self, Read as _, Seek as _, Write as _},
    path::Path,
};

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

/// The name of the file.
const NAME: &str = ".tiyao-watch.jsonl";

/// What a file held: its SHA-256.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Digest([u8; 32]);

impl Digest {
    pub(super) fn of(data: &[u8]) -> Self {
        Self(Sha256::digest(data).into())
    }

    fn hex(self) -> String {
        let digit = |value: u8| char::from_digit(value.into(), 16).unwrap_or_default();
        self.0.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
    }
}

/// What is said of a file.
#[derive(Serialize, Deserialize)]
struct Line<'a> {
    name: String,
    sha256: String,
    /// Its result in the output folder; empty when it failed.
    #[serde(default)]
    output: &'a str,
    /// Why it has no result.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    error: &'a str,
}

/// The part of a line that is read again.
#[derive(Deserialize)]
struct Known {
    name: String,
    sha256: String,
}

/// Files by name and content. Whoever holds it is the only one to write into the folder.
pub(super) struct Ledger {
    file: File,
    known: BTreeSet<(String, String)>,
}

impl Ledger {
    /// Reads the ledger of a folder, or begins it. A line that an end in the middle cut is passed over,
    /// and its file is done again.
    pub(super) fn open(folder: &Path) -> io::Result<Self> {
        let path = folder.join(NAME);
        let mut file = File::options().read(true).append(true).create(true).open(path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                return Err(io::Error::other("another tiyao watch writes into it"));
            }
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let mut text = Vec::new();
        file.rewind()?;
        file.read_to_end(&mut text)?;
        if text.last().is_some_and(|last| *last != b'\n') {
            file.write_all(b"\n")?;
        }
        let lines = text.split(|byte| *byte == b'\n');
        let known = lines.filter_map(|line| serde_json::from_slice::<Known>(line).ok());
        let known = known.map(|line| (line.name, line.sha256)).collect();
        Ok(Self { file, known })
    }

    /// Whether a file of this name and content needs nothing more.
    pub(super) fn has(&self, name: &str, digest: Digest) -> bool {
        self.known.contains(&(name.to_owned(), digest.hex()))
    }

    /// A file has its result.
    pub(super) fn done(&mut self, name: &str, digest: Digest, output: &str) -> io::Result<()> {
        self.record(name, digest, output, "")
    }

    /// A file can have no result.
    pub(super) fn failed(&mut self, name: &str, digest: Digest, error: &str) -> io::Result<()> {
        self.record(name, digest, "", error)
    }

    fn record(&mut self, name: &str, digest: Digest, output: &str, error: &str) -> io::Result<()> {
        let line = Line { name: name.to_owned(), sha256: digest.hex(), output, error };
        let mut text = serde_json::to_vec(&line)?;
        text.push(b'\n');
        self.file.write_all(&text)?;
        self.file.sync_data()?;
        self.known.insert((line.name, line.sha256));
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Digest, Ledger, NAME};

    #[test]
    fn what_was_said_is_known_again() {
        let scratch = tempfile::tempdir().unwrap();
        let folder = scratch.path();
        assert_eq!(Digest([0x0a; 32]).hex(), "0a".repeat(32));
        let (one, other) = (Digest::of("甲".as_bytes()), Digest::of("乙".as_bytes()));
        let mut ledger = Ledger::open(folder).unwrap();
        ledger.done("a.txt", one, "a.txt.json").unwrap();
        ledger.failed("b.txt", other, "not text").unwrap();
        assert!(Ledger::open(folder).is_err(), "one at a time");
        drop(ledger);

        let path = folder.join(NAME);
        let mut text = fs::read_to_string(&path).unwrap();
        text.push_str("{\"name\":\"c.txt\",\"sha");
        fs::write(&path, text).unwrap();
        let mut ledger = Ledger::open(folder).unwrap();
        assert!(ledger.has("a.txt", one) && ledger.has("b.txt", other));
        assert!(!ledger.has("a.txt", other) && !ledger.has("c.txt", one));
        ledger.done("c.txt", one, "").unwrap();
        drop(ledger);
        assert!(Ledger::open(folder).unwrap().has("c.txt", one));
    }
}
