//! Every setting: its key, what it is for, and where its value lies.

use super::{Settings, value::Place};

/// One setting.
pub(super) struct Setting {
    /// Its name in a file; what stands before the point is the table.
    pub(super) key: &'static str,
    /// What it is for, for whoever runs a server.
    pub(super) doc: &'static str,
    pub(super) place: Place,
}

impl Setting {
    /// What it is, as a file would say it.
    pub(super) fn shown(&self, settings: &Settings) -> String {
        self.place.show(&mut settings.clone())
    }

    pub(super) fn is_secret(&self) -> bool {
        matches!(self.place, Place::Secret(_))
    }
}

/// The variable of the environment that sets a key.
pub(super) fn variable(key: &str) -> String {
    format!("TIYAO_{}", key.replace('.', "_").to_uppercase())
}

/// The settings as a table in Markdown.
#[cfg(test)]
pub(super) fn rows(defaults: &Settings) -> String {
    use std::fmt::Write as _;
    let mut text = "| key | variable | default | what it is |\n|---|---|---|---|\n".to_owned();
    for setting in SETTINGS {
        let (key, variable, default) =
            (setting.key, variable(setting.key), setting.shown(defaults));
        let (doc, rule) = (setting.doc, setting.place.rule());
        writeln!(text, "| `{key}` | `{variable}` | `{default}` | {doc} ({rule}) |").unwrap();
    }
    text
}

const fn setting(key: &'static str, doc: &'static str, place: Place) -> Setting {
    Setting { key, doc, place }
}

/// All of them; those of one table stand together, those of none come first.
pub(super) const SETTINGS: &[Setting] = &[
    setting(
        "listen",
        "where calls are answered; with port 0 the system chooses. A socket that systemd hands over \
         takes its place",
        Place::Address(|settings| &mut settings.listen),
    ),
    setting(
        "threads",
        "threads that analyse; `auto`: one for each processor",
        Place::Threads(|settings| &mut settings.threads),
    ),
    setting(
        "reflection",
        "whether callers may ask for the contract",
        Place::Truth(|settings| &mut settings.reflection),
    ),
    setting(
        "log",
        "what is logged: a level, or levels by module, as `info,tiyao_server=debug`",
        Place::Text(|settings| &mut settings.log),
    ),
    setting(
        "log_format",
        "lines for a person, or an object a line",
        Place::Format(|settings| &mut settings.log_format),
    ),
    setting(
        "http.enabled",
        "whether JSON over HTTP and gRPC-Web are served beside gRPC",
        Place::Truth(|settings| &mut settings.http),
    ),
    setting(
        "http.openapi",
        "whether `/openapi.json` tells the routes",
        Place::Truth(|settings| &mut settings.http_openapi),
    ),
    setting(
        "http.origins",
        "origins whose pages may call from a browser; `*`: any; in a variable parted by commas",
        Place::List(|settings| &mut settings.http_origins),
    ),
    setting(
        "admin.listen",
        "where `/livez`, `/readyz` and `/metrics` are answered, to everyone who reaches it",
        Place::MaybeAddress(|settings| &mut settings.admin_listen),
    ),
    setting(
        "corpora.files",
        "snapshots laid over the background, each `FILE` or `FILE@WEIGHT`; in a variable parted by \
         commas",
        Place::List(|settings| &mut settings.corpora_files),
    ),
    setting(
        "corpora.folder",
        "a folder of snapshots, looked at every two seconds",
        Place::File(|settings| &mut settings.corpora_folder),
    ),
    setting(
        "tls.certificate",
        "the server's certificate and those that lead to its root, in PEM; read again when it changes",
        Place::File(|settings| &mut settings.certificate),
    ),
    setting("tls.key", "its private key, in PEM", Place::File(|settings| &mut settings.key)),
    setting(
        "tls.client_authority",
        "who signs the certificates of clients, in PEM; with it a client must show one",
        Place::File(|settings| &mut settings.client_authority),
    ),
    setting(
        "auth.tokens",
        "the file of tokens; without it everyone may call. Read again when it changes",
        Place::File(|settings| &mut settings.tokens),
    ),
    setting(
        "feedback.file",
        "a file to which a line of JSON is added for what editors decided; without it none is kept",
        Place::File(|settings| &mut settings.feedback_file),
    ),
    setting(
        "connections.age",
        "how old a connection may grow before it is told to go away; up to a tenth less",
        Place::MaybeTime(|settings| &mut settings.connection_age),
    ),
    setting(
        "connections.age_grace",
        "how long the calls of such a connection may go on",
        Place::Time(|settings| &mut settings.connection_age_grace),
    ),
    setting(
        "drain.delay",
        "how long calls are still taken after the server has said that it is not ready",
        Place::Time(|settings| &mut settings.drain_delay),
    ),
    setting(
        "drain.limit",
        "how long calls may go on after that; then they are cut off",
        Place::Time(|settings| &mut settings.drain_limit),
    ),
    setting(
        "traces.endpoint",
        "where traces are sent, as `http://127.0.0.1:4317` (OTLP over gRPC); empty: nowhere. Needs a \
         build with the feature `otlp`",
        Place::Text(|settings| &mut settings.traces_endpoint),
    ),
    setting(
        "traces.headers",
        "headers that are sent with them, as `name=value,name=value`",
        Place::Secret(|settings| &mut settings.traces_headers),
    ),
    setting(
        "traces.ratio",
        "how many of the calls are traced whose caller does not say",
        Place::Ratio(|settings| &mut settings.traces_ratio),
    ),
    setting(
        "limits.message_bytes",
        "one message on the wire",
        Place::Size(|settings| &mut settings.limits.message_bytes),
    ),
    setting(
        "limits.message_fields",
        "fields of one message, at every depth; in JSON, values",
        Place::Count(|settings| &mut settings.limits.message_fields),
    ),
    setting(
        "limits.article_bytes",
        "an article's content",
        Place::Size(|settings| &mut settings.limits.article_bytes),
    ),
    setting(
        "limits.issue_bytes",
        "an issue's content",
        Place::Size(|settings| &mut settings.limits.issue_bytes),
    ),
    setting(
        "limits.title_bytes",
        "a title",
        Place::Size(|settings| &mut settings.limits.title_bytes),
    ),
    setting("limits.id_bytes", "an id", Place::Size(|settings| &mut settings.limits.id_bytes)),
    setting(
        "limits.batch_articles",
        "articles in one batch",
        Place::Count(|settings| &mut settings.limits.batch_articles),
    ),
    setting(
        "limits.keywords",
        "keywords that may be asked for",
        Place::Count(|settings| &mut settings.limits.keywords),
    ),
    setting(
        "limits.summary_characters",
        "characters that a summary may be asked for",
        Place::Count(|settings| &mut settings.limits.summary_characters),
    ),
    setting(
        "limits.summary_sentences",
        "sentences that a summary may be asked for",
        Place::Count(|settings| &mut settings.limits.summary_sentences),
    ),
    setting(
        "limits.terms",
        "terms in a list of an options message",
        Place::Count(|settings| &mut settings.limits.terms),
    ),
    setting(
        "limits.term_bytes",
        "one term in a list of an options message",
        Place::Size(|settings| &mut settings.limits.term_bytes),
    ),
    setting(
        "limits.occurrences",
        "places of one keyword that are told",
        Place::Count(|settings| &mut settings.limits.occurrences),
    ),
    setting(
        "limits.extracted_bytes",
        "text of a document of any form when it is unpacked",
        Place::Size(|settings| &mut settings.limits.extracted_bytes),
    ),
    setting(
        "limits.document_pages",
        "pages of a PDF",
        Place::Count(|settings| &mut settings.limits.document_pages),
    ),
    setting(
        "limits.queued_jobs",
        "calls that may wait for each analysis thread; short ones may be more",
        Place::Count(|settings| &mut settings.limits.queued_jobs),
    ),
    setting(
        "limits.stream_in_flight",
        "articles of one stream that are analysed at a time; further ones are held back, without an \
         error",
        Place::Count(|settings| &mut settings.limits.stream_in_flight),
    ),
    setting(
        "limits.queued_bytes",
        "content of all calls that run or wait",
        Place::Size(|settings| &mut settings.limits.queued_bytes),
    ),
    setting(
        "limits.calls",
        "calls at a time, until their answers have been read",
        Place::Count(|settings| &mut settings.limits.calls),
    ),
    setting(
        "limits.connection_calls",
        "calls of one connection at a time; further ones wait at their sender, without an error",
        Place::Count(|settings| &mut settings.limits.connection_calls),
    ),
    setting(
        "limits.connections",
        "connections at a time",
        Place::Count(|settings| &mut settings.limits.connections),
    ),
    setting(
        "limits.header_bytes",
        "names and values of the headers of a call, and 32 for each; over twice as much HTTP itself \
         refuses, with a bare 431",
        Place::Size(|settings| &mut settings.limits.header_bytes),
    ),
    setting(
        "limits.handshake",
        "how long a new connection may take until it speaks; then it is closed, without an error",
        Place::Time(|settings| &mut settings.limits.handshake),
    ),
    setting(
        "limits.idle",
        "how long a connection stays without a call; then it is told to go away, without an error",
        Place::Time(|settings| &mut settings.limits.idle),
    ),
    setting(
        "limits.receive",
        "how long one message may take to arrive",
        Place::Time(|settings| &mut settings.limits.receive),
    ),
    setting(
        "limits.stall",
        "how long an answer waits for a reader that takes nothing",
        Place::Time(|settings| &mut settings.limits.stall),
    ),
    setting(
        "limits.decompression_ratio",
        "how many times its size a compressed message may become",
        Place::Count(|settings| &mut settings.limits.decompression_ratio),
    ),
];
