//! What a server tells of itself beside its answers: metrics, and whether it lives and serves.

mod admin;
mod metrics;
mod process;

use std::{
    fmt,
    sync::{Arc, OnceLock, atomic::Ordering},
    time::Duration,
};

use prometheus_client::registry::Registry;
use tokio::sync::watch;
use tonic::Code;

#[cfg(feature = "tls")]
use self::metrics::CertificateLabel;
use self::{
    metrics::{CallLabels, MethodLabel, Metrics, OutcomeLabel, ReasonLabel, StageLabel},
    process::Process,
};
use crate::{call::Timings, method::Method};

/// Where a server stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum State {
    /// The engine is being loaded.
    Starting,
    /// Calls are answered.
    Serving,
    /// Calls that run are finished, and nothing more.
    Draining,
}

/// How the analysis threads fare.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct PoolState {
    /// Jobs that wait.
    pub(crate) depth: usize,
    /// Jobs that may wait.
    pub(crate) capacity: usize,
    /// Jobs that panicked.
    pub(crate) panics: u64,
    /// Bytes of the jobs that wait.
    pub(crate) bytes: usize,
    /// Jobs that threads work on.
    pub(crate) running: usize,
    /// Jobs that ended, by how they did.
    pub(crate) ended: [(&'static str, u64); 3],
}

/// Watches a server: whoever runs it keeps a clone, and [serves](Self::serve) it on a port of its own.
#[derive(Clone)]
pub struct Monitor(Arc<Inner>);

struct Inner {
    registry: Registry,
    metrics: Metrics,
    state: watch::Sender<State>,
    pool: OnceLock<Box<dyn Fn() -> PoolState + Send + Sync>>,
}

impl fmt::Debug for Monitor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Monitor").field("state", &self.state()).finish_non_exhaustive()
    }
}

impl Default for Monitor {
    fn default() -> Self {
        let mut registry = Registry::default();
        let metrics = Metrics::register(&mut registry);
        let state = watch::Sender::new(State::Starting);
        Self(Arc::new(Inner { registry, metrics, state, pool: OnceLock::new() }))
    }
}

impl Monitor {
    /// All metrics as they are now, in the text format of `OpenMetrics`.
    pub fn metrics(&self) -> String {
        let metrics = &self.0.metrics;
        if let Some(pool) = self.0.pool.get() {
            let state = pool();
            metrics.panics.inner().store(state.panics, Ordering::Relaxed);
            metrics.queue_depth.set(i64::try_from(state.depth).unwrap_or(i64::MAX));
            metrics.queue_capacity.set(i64::try_from(state.capacity).unwrap_or(i64::MAX));
            metrics.queue_bytes.set(i64::try_from(state.bytes).unwrap_or(i64::MAX));
            metrics.jobs_running.set(i64::try_from(state.running).unwrap_or(i64::MAX));
            for (outcome, count) in state.ended {
                let jobs = metrics.jobs.get_or_create(&OutcomeLabel { outcome });
                jobs.inner().store(count, Ordering::Relaxed);
            }
        }
        if let Some(process) = Process::look() {
            metrics.resident_bytes.set(process.resident_bytes);
            metrics.open_descriptors.set(process.open_descriptors);
            let bits = process.processor_seconds.to_bits();
            metrics.processor_seconds.inner().store(bits, Ordering::Relaxed);
        }
        let mut text = String::new();
        // Writing to a string cannot fail.
        prometheus_client::encoding::text::encode(&mut text, &self.0.registry).ok();
        text
    }

    pub(crate) fn state(&self) -> State {
        *self.0.state.borrow()
    }

    /// Ready when the server serves for the first time.
    pub async fn serving(&self) {
        // Fails when the sender is dropped, which this holds.
        self.0.state.subscribe().wait_for(|state| *state != State::Starting).await.ok();
    }

    pub(crate) fn set_state(&self, state: State) {
        self.0.state.send_replace(state);
        self.0.metrics.ready.set(i64::from(state == State::Serving));
    }

    /// Asks `pool` whenever the metrics are read. The first server that is watched is the one.
    pub(crate) fn watch_pool(&self, pool: impl Fn() -> PoolState + Send + Sync + 'static) {
        self.0.pool.set(Box::new(pool)).ok();
    }

    /// A connection is open until the answer is dropped.
    pub(crate) fn connection_opened(&self) -> OpenConnection {
        self.0.metrics.connections_opened.inc();
        self.0.metrics.connections.inc();
        OpenConnection(self.clone())
    }

    /// A connection was closed at once: there are far too many.
    pub(crate) fn connection_unheard(&self) {
        self.0.metrics.connections_unheard.inc();
    }

    #[cfg(feature = "tls")]
    pub(crate) fn handshake_failed(&self) {
        self.0.metrics.handshake_failures.inc();
    }

    #[cfg(feature = "tls")]
    pub(crate) fn certificates_reloaded(&self, sound: bool) {
        let outcome = if sound { "loaded" } else { "refused" };
        self.0.metrics.certificate_reloads.get_or_create(&OutcomeLabel { outcome }).inc();
    }

    /// The certificates that `whose` tells are valid until then, in seconds since 1970.
    #[cfg(feature = "tls")]
    pub(crate) fn certificate_expires(&self, whose: &'static str, until: Option<u64>) {
        let label = CertificateLabel { certificate: whose };
        let expiry = &self.0.metrics.certificate_expiry;
        match until {
            Some(until) => {
                expiry.get_or_create(&label).set(i64::try_from(until).unwrap_or(i64::MAX));
            }
            None => drop(expiry.remove(&label)),
        }
    }

    /// A request over plain HTTP never became a call.
    pub(crate) fn http_refused(&self, reason: &str) {
        let reason = reason.to_owned();
        self.0.metrics.http_refusals.get_or_create(&ReasonLabel { reason }).inc();
    }

    pub(crate) fn call_began(&self) {
        self.0.metrics.calls_in_flight.inc();
    }

    pub(crate) fn call_ended(&self, method: Method, ended: &CallEnd<'_>) {
        let metrics = &self.0.metrics;
        metrics.calls_in_flight.dec();
        let method = method.label;
        let labels = CallLabels { method, code: code_name(ended.code) };
        metrics.calls.get_or_create(&labels).inc();
        let label = MethodLabel { method };
        metrics.call_seconds.get_or_create(&label).observe(ended.elapsed.as_secs_f64());
        metrics.received_bytes.get_or_create(&label).inc_by(ended.received_bytes);
        metrics.sent_bytes.get_or_create(&label).inc_by(ended.sent_bytes);
        let stages = [("queue", ended.timings.queue), ("analysis", ended.timings.analysis)];
        for (stage, duration) in stages.into_iter().filter(|(_, duration)| !duration.is_zero()) {
            let seconds = duration.as_secs_f64();
            metrics.stage_seconds.get_or_create(&StageLabel { stage }).observe(seconds);
        }
        match ended.code {
            Code::Cancelled => metrics.cancelled.inc(),
            Code::ResourceExhausted => metrics.rejected.inc(),
            _ => 0,
        };
        if let Some(reason) = ended.reason {
            let reason = reason.to_owned();
            metrics.failures.get_or_create(&ReasonLabel { reason }).inc();
        }
    }
}

/// How a call ended.
pub(crate) struct CallEnd<'a> {
    pub(crate) code: Code,
    /// The reason of its failure, when it is one of ours.
    pub(crate) reason: Option<&'a str>,
    pub(crate) elapsed: Duration,
    pub(crate) timings: Timings,
    pub(crate) received_bytes: u64,
    pub(crate) sent_bytes: u64,
}

/// A connection that is open.
pub(crate) struct OpenConnection(Monitor);

impl Drop for OpenConnection {
    fn drop(&mut self) {
        self.0.0.metrics.connections.dec();
    }
}

/// A code as it is written everywhere.
pub(crate) fn code_name(code: Code) -> &'static str {
    match code {
        Code::Ok => "OK",
        Code::Cancelled => "CANCELLED",
        Code::Unknown => "UNKNOWN",
        Code::InvalidArgument => "INVALID_ARGUMENT",
        Code::DeadlineExceeded => "DEADLINE_EXCEEDED",
        Code::NotFound => "NOT_FOUND",
        Code::AlreadyExists => "ALREADY_EXISTS",
        Code::PermissionDenied => "PERMISSION_DENIED",
        Code::ResourceExhausted => "RESOURCE_EXHAUSTED",
        Code::FailedPrecondition => "FAILED_PRECONDITION",
        Code::Aborted => "ABORTED",
        Code::OutOfRange => "OUT_OF_RANGE",
        Code::Unimplemented => "UNIMPLEMENTED",
        Code::Internal => "INTERNAL",
        Code::Unavailable => "UNAVAILABLE",
        Code::DataLoss => "DATA_LOSS",
        Code::Unauthenticated => "UNAUTHENTICATED",
    }
}
