//! Document frequencies of terms.

/// Background frequencies: how rare a term is in texts at large.
pub struct Background {}

impl Background {
    /// The background that is built in.
    pub fn builtin() -> &'static Self {
        static BUILTIN: Background = Background {};
        &BUILTIN
    }

    /// Name and version of the frequencies, for provenance.
    pub fn version(&self) -> &str {
        "jieba/1"
    }

    /// How many terms it has.
    pub fn term_count(&self) -> usize {
        0
    }

    /// Natural logarithm of documents over documents with the term; `None` for an unknown term.
    pub fn inverse_document_frequency(&self, term: &str) -> Option<f64> {
        let _ = term;
        None
    }
}
