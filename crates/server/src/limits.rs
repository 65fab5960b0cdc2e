use tiyao_api::v1;

/// What the server allows. Sizes are in bytes; each limit is itself allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One message on the wire.
    pub message_bytes: usize,
    /// An article's content.
    pub article_bytes: usize,
    /// An issue's content.
    pub issue_bytes: usize,
    /// A title.
    pub title_bytes: usize,
    /// An id.
    pub id_bytes: usize,
    /// Articles in one batch.
    pub batch_articles: usize,
    /// Keywords that may be asked for.
    pub keywords: usize,
    /// Characters that a summary may be asked for.
    pub summary_characters: usize,
    /// Sentences that a summary may be asked for.
    pub summary_sentences: usize,
    /// Terms in a list of an options message.
    pub terms: usize,
    /// Calls that may wait for an analysis thread.
    pub queued_jobs: usize,
    /// Articles of one stream that are analysed at a time.
    pub stream_in_flight: usize,
    /// Places of one keyword that are told.
    pub occurrences: usize,
    /// One term in a list of an options message.
    pub term_bytes: usize,
    /// Text of a document of any form when it is unpacked.
    pub extracted_bytes: usize,
    /// Pages of a PDF.
    pub document_pages: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            message_bytes: 64 << 20,
            // More than any article; one that is all rare words costs a hundred times its size.
            article_bytes: 4 << 20,
            issue_bytes: 48 << 20,
            title_bytes: 4 << 10,
            id_bytes: 512,
            batch_articles: 256,
            keywords: 100,
            summary_characters: 20_000,
            summary_sentences: 1_000,
            terms: 1_000,
            queued_jobs: 256,
            stream_in_flight: 16,
            occurrences: 10_000,
            term_bytes: 256,
            extracted_bytes: 64 << 20,
            document_pages: 10_000,
        }
    }
}

impl From<&Limits> for v1::Limits {
    fn from(limits: &Limits) -> Self {
        let wire = |limit: usize| u32::try_from(limit).unwrap_or(u32::MAX);
        Self {
            max_message_bytes: wire(limits.message_bytes),
            max_article_bytes: wire(limits.article_bytes),
            max_issue_bytes: wire(limits.issue_bytes),
            max_title_bytes: wire(limits.title_bytes),
            max_id_bytes: wire(limits.id_bytes),
            max_batch_articles: wire(limits.batch_articles),
            max_keywords: wire(limits.keywords),
            max_summary_characters: wire(limits.summary_characters),
            max_summary_sentences: wire(limits.summary_sentences),
            max_terms: wire(limits.terms),
            max_queued_jobs: wire(limits.queued_jobs),
            max_stream_in_flight: wire(limits.stream_in_flight),
            max_occurrences: wire(limits.occurrences),
            max_term_bytes: wire(limits.term_bytes),
            max_extracted_bytes: wire(limits.extracted_bytes),
            max_document_pages: wire(limits.document_pages),
        }
    }
}
