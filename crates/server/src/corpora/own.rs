use std::{fmt, fs, io, path::Path, sync::Arc};

use tiyao_corpus::{Snapshot, SnapshotError};

/// A corpus laid over the built-in background.
#[derive(Clone, Debug)]
pub struct OwnCorpus {
    /// Its frequencies.
    pub snapshot: Arc<Snapshot>,
    /// What it counts for; the built-in background counts for 1.
    pub weight: f64,
}

/// Why a file is no corpus.
#[derive(Debug)]
#[non_exhaustive]
pub enum CorpusError {
    /// It cannot be read.
    Read(io::Error),
    /// It is no snapshot, or a damaged one.
    Snapshot(SnapshotError),
}

impl fmt::Display for CorpusError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(error) => error.fmt(f),
            Self::Snapshot(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CorpusError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(error) => Some(error),
            Self::Snapshot(error) => Some(error),
        }
    }
}

impl OwnCorpus {
    /// Reads the snapshot in a file, all of it, and checks it. Mapping it into memory instead would
    /// be unsafe: whoever writes to the file would change what is being read.
    pub fn open(path: &Path, weight: f64) -> Result<Self, CorpusError> {
        let snapshot = Snapshot::open(fs::read(path).map_err(CorpusError::Read)?);
        let snapshot = snapshot.map_err(CorpusError::Snapshot)?;
        snapshot.check().map_err(CorpusError::Snapshot)?;
        Ok(Self { snapshot: Arc::new(snapshot), weight })
    }

    /// As [`OwnCorpus::open`], with the weight that the file's name ends with, before its extension:
    /// `weekly@0.5.tiyaodf` counts for 0.5, `weekly.tiyaodf` for 1.
    pub fn of_file(path: &Path) -> Result<Self, CorpusError> {
        let stem = path.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
        let weight = stem.rsplit_once('@').and_then(|(_, weight)| weight.parse().ok());
        let weight = weight.filter(|weight: &f64| *weight > 0.0 && weight.is_finite());
        Self::open(path, weight.unwrap_or(1.0))
    }
}
