use std::time::Duration;

use tiyao_api::v1;

/// What the server allows. Sizes are in bytes; each limit is itself allowed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Limits {
    /// One message on the wire.
    pub message_bytes: usize,
    /// Fields of one message, those of messages within it and the items of lists too.
    pub message_fields: usize,
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
    /// Calls that may wait for each analysis thread, however long they take; short ones may be more.
    pub queued_jobs: usize,
    /// Content of all calls that run or wait; as much again of the articles of streams, and as much of
    /// messages that are not whole yet.
    pub queued_bytes: usize,
    /// Calls at a time, until their answers have been read. Those that ask for health or for these
    /// limits do not count.
    pub calls: usize,
    /// Calls of one connection at a time; further ones wait at their sender.
    pub connection_calls: usize,
    /// Connections at a time.
    pub connections: usize,
    /// Names and values of a call's headers, and 32 for each header.
    pub header_bytes: usize,
    /// How long a new connection may take until it speaks HTTP/2.
    pub handshake: Duration,
    /// How long a connection stays without a call.
    pub idle: Duration,
    /// How long one message may take to arrive.
    pub receive: Duration,
    /// How long an answer waits for a reader that takes nothing.
    pub stall: Duration,
    /// How many times its size a compressed message may become.
    pub decompression_ratio: usize,
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
            // A full batch with full lists of terms has a tenth as many; decoded, it takes some 20 MB.
            message_fields: 1 << 16,
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
            // A call that is let in waits no longer than so many others take: were it more, all would
            // wait too long when there are too many.
            queued_jobs: 10,
            queued_bytes: 256 << 20,
            calls: 4096,
            connection_calls: 128,
            connections: 4096,
            header_bytes: 16 << 10,
            handshake: Duration::from_secs(10),
            idle: Duration::from_mins(10),
            receive: Duration::from_mins(1),
            stall: Duration::from_mins(1),
            // Text shrinks to a third, and one that repeats itself to a fiftieth.
            decompression_ratio: 100,
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
        // None is told as none at all.
        let seconds = |limit: Duration| u32::try_from(limit.as_secs()).unwrap_or(u32::MAX).max(1);
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
            max_queued_bytes: wire(limits.queued_bytes),
            max_calls: wire(limits.calls),
            max_connection_calls: wire(limits.connection_calls),
            max_connections: wire(limits.connections),
            max_header_bytes: wire(limits.header_bytes),
            max_handshake_seconds: seconds(limits.handshake),
            max_idle_seconds: seconds(limits.idle),
            max_receive_seconds: seconds(limits.receive),
            max_stall_seconds: seconds(limits.stall),
            max_decompression_ratio: wire(limits.decompression_ratio),
            max_message_fields: wire(limits.message_fields),
        }
    }
}
