//! How `tiyao serve` is set up: a file, the environment and the command line, each over those before
//! it. All mistakes are told together, each with where it was made.

mod nearest;
mod print;
mod source;
mod table;
mod value;

use std::{
    collections::BTreeMap, fmt, net::SocketAddr, num::NonZeroUsize, path::PathBuf, time::Duration,
};

use tiyao_server::Limits;

use self::{nearest::nearest, table::SETTINGS};
pub(crate) use self::{
    print::print,
    source::{Assignment, Assignments, Value},
};

/// What a server is told, after all sources.
#[derive(Clone)]
pub(crate) struct Settings {
    pub(crate) listen: SocketAddr,
    pub(crate) threads: Option<NonZeroUsize>,
    pub(crate) reflection: bool,
    pub(crate) http: bool,
    pub(crate) http_openapi: bool,
    pub(crate) http_origins: Vec<String>,
    pub(crate) log: String,
    pub(crate) log_format: LogFormat,
    pub(crate) admin_listen: Option<SocketAddr>,
    pub(crate) corpora_files: Vec<String>,
    pub(crate) corpora_folder: Option<PathBuf>,
    pub(crate) certificate: Option<PathBuf>,
    pub(crate) key: Option<PathBuf>,
    pub(crate) client_authority: Option<PathBuf>,
    pub(crate) tokens: Option<PathBuf>,
    pub(crate) feedback_file: Option<PathBuf>,
    pub(crate) connection_age: Option<Duration>,
    pub(crate) connection_age_grace: Duration,
    pub(crate) drain_delay: Duration,
    pub(crate) drain_limit: Duration,
    pub(crate) traces_endpoint: String,
    pub(crate) traces_headers: String,
    pub(crate) traces_ratio: f64,
    pub(crate) limits: Limits,
}

/// How the log is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum LogFormat {
    /// Lines for a person.
    Pretty,
    /// An object a line.
    Json,
}

impl Default for Settings {
    fn default() -> Self {
        let server = tiyao_server::Config::default();
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 50151)),
            threads: None,
            reflection: server.reflection,
            http: true,
            http_openapi: tiyao_server::Http::default().openapi,
            http_origins: Vec::new(),
            log: "info".to_owned(),
            log_format: LogFormat::Pretty,
            admin_listen: None,
            corpora_files: Vec::new(),
            corpora_folder: None,
            certificate: None,
            key: None,
            client_authority: None,
            tokens: None,
            feedback_file: None,
            connection_age: server.connection_age,
            connection_age_grace: server.connection_age_grace,
            drain_delay: server.drain_delay,
            drain_limit: server.drain,
            traces_endpoint: String::new(),
            traces_headers: String::new(),
            traces_ratio: 0.1,
            limits: server.limits,
        }
    }
}

/// Something that is wrong, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Mistake {
    /// `tiyao.toml:3`, `TIYAO_LISTEN` or `--listen`; empty when it is nobody's in particular.
    pub(crate) origin: String,
    pub(crate) fault: String,
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.origin.is_empty() {
            return f.write_str(&self.fault);
        }
        write!(f, "{}: {}", self.origin, self.fault)
    }
}

/// Where each setting that was set was set last.
#[derive(Default)]
pub(crate) struct Sources(BTreeMap<&'static str, String>);

impl Sources {
    /// A mistake in what `key` was set to.
    pub(crate) fn blame(&self, key: &'static str, fault: impl fmt::Display) -> Mistake {
        let origin = self.0.get(key).cloned().unwrap_or_default();
        Mistake { origin, fault: format!("{key}: {fault}") }
    }
}

/// The settings that the assignments lead to, the last one of a key holding; and every mistake.
pub(crate) fn settle(given: Assignments) -> (Settings, Sources, Vec<Mistake>) {
    let (mut settings, mut sources) = (Settings::default(), Sources::default());
    let mut mistakes = given.mistakes;
    for Assignment { key, value, origin } in given.assignments {
        let Some(setting) = SETTINGS.iter().find(|setting| setting.key == key) else {
            let known = SETTINGS.iter().map(|setting| setting.key);
            let advice = nearest(&key, known).map(|near| format!("; did you mean {near}?"));
            let fault = format!("there is no setting {key}{}", advice.unwrap_or_default());
            mistakes.push(Mistake { origin, fault });
            continue;
        };
        match setting.place.set(&mut settings, &value) {
            Ok(()) => {}
            // A secret is not shown even when it is wrong.
            Err(rule) if setting.is_secret() => {
                mistakes.push(Mistake { origin: origin.clone(), fault: format!("{key}: {rule}") });
            }
            Err(rule) => {
                let fault = format!("{key}: {rule}, found {value}");
                mistakes.push(Mistake { origin: origin.clone(), fault });
            }
        }
        sources.0.insert(setting.key, origin);
    }
    mistakes.extend(contradictions(&settings, &sources));
    (settings, sources, mistakes)
}

/// What does not go together.
fn contradictions(settings: &Settings, sources: &Sources) -> Vec<Mistake> {
    let mut mistakes = Vec::new();
    let (certificate, key) = (settings.certificate.is_some(), settings.key.is_some());
    let authority = settings.client_authority.is_some();
    let headers = !settings.traces_headers.is_empty();
    let needs = [
        ("tls.certificate", certificate, "tls.key", key),
        ("tls.key", key, "tls.certificate", certificate),
        ("tls.client_authority", authority, "tls.certificate", certificate),
        ("traces.headers", headers, "traces.endpoint", !settings.traces_endpoint.is_empty()),
    ];
    for (key, is_set, other, other_is_set) in needs {
        if is_set && !other_is_set {
            mistakes.push(sources.blame(key, format_args!("needs {other} too")));
        }
    }
    let limits = &settings.limits;
    let within = [
        ("limits.article_bytes", limits.article_bytes),
        ("limits.issue_bytes", limits.issue_bytes),
    ];
    for (key, bytes) in within {
        if bytes > limits.message_bytes {
            mistakes.push(sources.blame(key, "is more than limits.message_bytes lets in"));
        }
    }
    let nothing = [
        ("limits.message_bytes", limits.message_bytes == 0),
        ("limits.article_bytes", limits.article_bytes == 0),
        ("limits.issue_bytes", limits.issue_bytes == 0),
        ("limits.message_fields", limits.message_fields == 0),
        ("limits.batch_articles", limits.batch_articles == 0),
        ("limits.keywords", limits.keywords == 0),
        ("limits.summary_characters", limits.summary_characters == 0),
        ("limits.summary_sentences", limits.summary_sentences == 0),
        ("limits.queued_bytes", limits.queued_bytes == 0),
        ("limits.stream_in_flight", limits.stream_in_flight == 0),
        ("limits.decompression_ratio", limits.decompression_ratio == 0),
        ("limits.calls", limits.calls == 0),
        ("limits.connection_calls", limits.connection_calls == 0),
        ("limits.connections", limits.connections == 0),
        ("limits.header_bytes", limits.header_bytes == 0),
        ("limits.handshake", limits.handshake.is_zero()),
        ("limits.idle", limits.idle.is_zero()),
        ("limits.receive", limits.receive.is_zero()),
        ("limits.stall", limits.stall.is_zero()),
        ("connections.age", settings.connection_age.is_some_and(|age| age.is_zero())),
    ];
    for (key, _) in nothing.into_iter().filter(|(_, is_nothing)| *is_nothing) {
        mistakes.push(sources.blame(key, "is nothing, and nobody would be served"));
    }
    for setting in SETTINGS.iter().filter(|setting| setting.key.starts_with("limits.")) {
        if let Some(fault) = setting.place.untold(&mut settings.clone()) {
            mistakes.push(sources.blame(setting.key, fault));
        }
    }
    let listen = settings.listen;
    let taken = |admin: SocketAddr| {
        let all = admin.ip().is_unspecified() || listen.ip().is_unspecified();
        admin.port() != 0 && admin.port() == listen.port() && (all || admin.ip() == listen.ip())
    };
    if settings.admin_listen.is_some_and(taken) {
        mistakes.push(sources.blame("admin.listen", "is the same as listen"));
    }
    mistakes
}

#[cfg(test)]
mod tests;
