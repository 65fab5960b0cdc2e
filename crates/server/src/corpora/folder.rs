use std::{collections::BTreeMap, ffi::OsString, fs, io, path::PathBuf, time::SystemTime};

use tracing::{info, warn};

use super::OwnCorpus;

/// The extension of snapshots.
const EXTENSION: &str = "tiyaodf";

/// A folder of snapshots, as it was when it was last looked at.
pub(super) struct Folder {
    path: PathBuf,
    // by the files' names, so that their order is always the same
    files: BTreeMap<OsString, Known>,
}

/// What is known of a file.
struct Known {
    seen: Seen,
    /// `None` when the file was never sound.
    corpus: Option<OwnCorpus>,
}

/// What tells whether a file changed.
#[derive(Clone, Copy, PartialEq, Eq)]
struct Seen {
    length: u64,
    modified: Option<SystemTime>,
}

impl Folder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self { path, files: BTreeMap::new() }
    }

    /// Its corpora in the order of their files' names.
    pub(super) fn corpora(&self) -> Vec<OwnCorpus> {
        self.files.values().filter_map(|known| known.corpus.clone()).collect()
    }

    /// Reads files that are new or changed since the last look, and forgets those that are gone;
    /// whether the corpora changed. In the place of a file that is no snapshot, as one that is still
    /// being written, the version before it stays; it is read again when it changes.
    pub(super) fn look(&mut self) -> io::Result<bool> {
        let present = self.list()?;
        let before = self.files.len();
        self.files.retain(|name, _| present.contains_key(name));
        let mut changed = self.files.len() != before;
        for (name, seen) in present {
            let known = self.files.remove(&name);
            if let Some(known) = known.as_ref().filter(|known| known.seen == seen) {
                let corpus = known.corpus.clone();
                self.files.insert(name, Known { seen, corpus });
                continue;
            }
            let file = name.to_string_lossy().into_owned();
            let corpus = match OwnCorpus::of_file(&self.path.join(&name)) {
                Ok(corpus) => {
                    let version = corpus.snapshot.provenance().to_string();
                    info!(file, version, weight = corpus.weight, "corpus loaded");
                    changed = true;
                    Some(corpus)
                }
                Err(error) => {
                    let kept = known.and_then(|known| known.corpus);
                    warn!(file, %error, old_version_stays = kept.is_some(), "corpus refused");
                    kept
                }
            };
            self.files.insert(name, Known { seen, corpus });
        }
        Ok(changed)
    }

    fn list(&self) -> io::Result<BTreeMap<OsString, Seen>> {
        let mut present = BTreeMap::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            let path = entry.path();
            let hidden = entry.file_name().as_encoded_bytes().starts_with(b".");
            if hidden || path.extension().is_none_or(|extension| extension != EXTENSION) {
                continue;
            }
            // A file may vanish meanwhile; a link is what it leads to.
            let Ok(metadata) = fs::metadata(&path) else { continue };
            if metadata.is_file() {
                let seen = Seen { length: metadata.len(), modified: metadata.modified().ok() };
                present.insert(entry.file_name(), seen);
            }
        }
        Ok(present)
    }
}

#[cfg(test)]
mod tests {
    use std::{collections::BTreeMap, fs, path::Path};

    use tiyao_corpus::{Description, Provenance, Snapshot};

    use super::Folder;

    fn snapshot(version: &str) -> Vec<u8> {
        let (name, version) = ("weekly".to_owned(), version.to_owned());
        let description = Description {
            provenance: Provenance { name, version, ..Provenance::default() },
            document_count: 10,
            least_document_frequency: 1,
        };
        let frequencies = BTreeMap::from([("集市".to_owned(), 3)]);
        Snapshot::build(&description, &frequencies).unwrap()
    }

    /// Writes as whoever is careful does: under another name first.
    fn put(folder: &Path, name: &str, bytes: &[u8]) {
        fs::write(folder.join(".new"), bytes).unwrap();
        fs::rename(folder.join(".new"), folder.join(name)).unwrap();
    }

    fn versions(folder: &Folder) -> Vec<(String, f64)> {
        let corpora = folder.corpora().into_iter();
        corpora.map(|own| (own.snapshot.provenance().to_string(), own.weight)).collect()
    }

    #[test]
    fn files_come_change_break_and_go() {
        let scratch = tempfile::tempdir().unwrap();
        let mut folder = Folder::new(scratch.path().to_owned());
        assert!(!folder.look().unwrap());

        put(scratch.path(), "b.tiyaodf", &snapshot("1"));
        put(scratch.path(), "a@0.5.tiyaodf", &snapshot("7"));
        put(scratch.path(), "notes.txt", b"no snapshot");
        assert!(folder.look().unwrap());
        let both = [("weekly/7".to_owned(), 0.5), ("weekly/1".to_owned(), 1.0)];
        assert_eq!(versions(&folder), both);
        assert!(!folder.look().unwrap());

        put(scratch.path(), "b.tiyaodf", &snapshot("1")[..70]);
        assert!(!folder.look().unwrap());
        assert_eq!(versions(&folder), both);

        put(scratch.path(), "b.tiyaodf", &snapshot("22"));
        assert!(folder.look().unwrap());
        assert_eq!(versions(&folder)[1].0, "weekly/22");

        fs::remove_file(scratch.path().join("b.tiyaodf")).unwrap();
        assert!(folder.look().unwrap());
        assert_eq!(versions(&folder), [("weekly/7".to_owned(), 0.5)]);
    }

    #[test]
    fn a_folder_that_is_not_there_is_told() {
        assert!(Folder::new("there/is/no/such/folder".into()).look().is_err());
    }
}
