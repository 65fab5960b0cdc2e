use std::fmt;

/// What a snapshot was counted from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Description {
    /// Where the numbers come from.
    pub provenance: Provenance,
    /// How many documents were counted.
    pub document_count: u64,
    /// A term that is missing stands in fewer documents than this. At least 1; the document count and
    /// one more where the terms were a given list, so that a missing one says nothing.
    pub least_document_frequency: u64,
}

/// Where the numbers of a snapshot come from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Provenance {
    /// The name of the collection.
    pub name: String,
    /// The version of the collection.
    pub version: String,
    /// What counted it, with its version.
    pub builder: String,
    /// What was counted.
    pub sources: Vec<Source>,
}

/// One of the things that were counted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// Its name.
    pub name: String,
    /// How many documents it gave.
    pub document_count: u64,
}

impl Description {
    /// Whether the terms were a given list, so that a missing one says nothing.
    pub(crate) fn is_given_list(&self) -> bool {
        self.least_document_frequency > self.document_count
    }
}

impl fmt::Display for Provenance {
    /// Name and version, as `press/2026`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.name, self.version)
    }
}
