use std::sync::atomic::AtomicU64;

use prometheus_client::{
    encoding::EncodeLabelSet,
    metrics::{counter::Counter, family::Family, gauge::Gauge, histogram::Histogram, info::Info},
    registry::{Registry, Unit},
};
use tiyao_analysis::ENGINE_VERSION;
use tiyao_text::Lexicon;

/// Seconds that a call or a stage of it may take: from a health check to an issue of a thousand
/// pages, each bound about 2.5 times the one before it.
const SECONDS: [f64; 14] =
    [0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0];

type Histograms<S> = Family<S, Histogram, fn() -> Histogram>;

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct CallLabels {
    pub(super) method: &'static str,
    pub(super) code: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct MethodLabel {
    pub(super) method: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct StageLabel {
    pub(super) stage: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct ReasonLabel {
    pub(super) reason: String,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct CertificateLabel {
    pub(super) certificate: &'static str,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, EncodeLabelSet)]
pub(super) struct OutcomeLabel {
    pub(super) outcome: &'static str,
}

/// What is counted. Every label is one of a few: methods that are served, codes, stages, reasons.
#[derive(Debug)]
pub(super) struct Metrics {
    pub(super) calls: Family<CallLabels, Counter>,
    pub(super) call_seconds: Histograms<MethodLabel>,
    pub(super) calls_in_flight: Gauge,
    pub(super) received_bytes: Family<MethodLabel, Counter>,
    pub(super) sent_bytes: Family<MethodLabel, Counter>,
    pub(super) stage_seconds: Histograms<StageLabel>,
    pub(super) failures: Family<ReasonLabel, Counter>,
    pub(super) cancelled: Counter,
    pub(super) rejected: Counter,
    pub(super) http_refusals: Family<ReasonLabel, Counter>,
    pub(super) panics: Counter,
    pub(super) queue_depth: Gauge,
    pub(super) queue_capacity: Gauge,
    pub(super) queue_bytes: Gauge,
    pub(super) jobs_running: Gauge,
    pub(super) jobs: Family<OutcomeLabel, Counter>,
    pub(super) connections: Gauge,
    pub(super) connections_opened: Counter,
    pub(super) connections_unheard: Counter,
    pub(super) handshake_failures: Counter,
    pub(super) certificate_reloads: Family<OutcomeLabel, Counter>,
    pub(super) certificate_expiry: Family<CertificateLabel, Gauge>,
    pub(super) ready: Gauge,
    pub(super) resident_bytes: Gauge,
    pub(super) open_descriptors: Gauge,
    pub(super) processor_seconds: Counter<f64, AtomicU64>,
}

impl Metrics {
    pub(super) fn register(registry: &mut Registry) -> Self {
        let histogram: fn() -> Histogram = || Histogram::new(SECONDS);
        let metrics = Self {
            calls: Family::default(),
            call_seconds: Family::new_with_constructor(histogram),
            calls_in_flight: Gauge::default(),
            received_bytes: Family::default(),
            sent_bytes: Family::default(),
            stage_seconds: Family::new_with_constructor(histogram),
            failures: Family::default(),
            cancelled: Counter::default(),
            rejected: Counter::default(),
            http_refusals: Family::default(),
            panics: Counter::default(),
            queue_depth: Gauge::default(),
            queue_capacity: Gauge::default(),
            queue_bytes: Gauge::default(),
            jobs_running: Gauge::default(),
            jobs: Family::default(),
            connections: Gauge::default(),
            connections_opened: Counter::default(),
            connections_unheard: Counter::default(),
            handshake_failures: Counter::default(),
            certificate_reloads: Family::default(),
            certificate_expiry: Family::default(),
            ready: Gauge::default(),
            resident_bytes: Gauge::default(),
            open_descriptors: Gauge::default(),
            processor_seconds: Counter::default(),
        };
        // A rate needs a first value to rise from.
        for outcome in ["loaded", "refused"] {
            drop(metrics.certificate_reloads.get_or_create(&OutcomeLabel { outcome }));
        }
        metrics.register_calls(registry);
        metrics.register_server(registry);
        metrics.register_process(registry);
        metrics
    }

    fn register_calls(&self, registry: &mut Registry) {
        registry.register(
            "tiyao_calls",
            "Calls that ended, by method and gRPC code",
            self.calls.clone(),
        );
        registry.register_with_unit(
            "tiyao_call_duration",
            "From a call's first byte to the end of its answer",
            Unit::Seconds,
            self.call_seconds.clone(),
        );
        registry.register(
            "tiyao_calls_in_flight",
            "Calls that are being answered",
            self.calls_in_flight.clone(),
        );
        registry.register_with_unit(
            "tiyao_received",
            "Bytes of requests, as they were on the wire",
            Unit::Bytes,
            self.received_bytes.clone(),
        );
        registry.register_with_unit(
            "tiyao_sent",
            "Bytes of answers, as they are on the wire",
            Unit::Bytes,
            self.sent_bytes.clone(),
        );
        registry.register_with_unit(
            "tiyao_stage_duration",
            "Time of a call in a stage, summed over its jobs: queue, or analysis",
            Unit::Seconds,
            self.stage_seconds.clone(),
        );
        registry.register(
            "tiyao_failures",
            "Calls that failed, by the reason in ErrorInfo",
            self.failures.clone(),
        );
        registry.register(
            "tiyao_cancelled_calls",
            "Calls whose caller went away",
            self.cancelled.clone(),
        );
        registry.register(
            "tiyao_rejected_calls",
            "Calls that were refused for want of room: RESOURCE_EXHAUSTED",
            self.rejected.clone(),
        );
        registry.register(
            "tiyao_http_refusals",
            "Requests over plain HTTP that never became a call, by reason",
            self.http_refusals.clone(),
        );
        registry.register("tiyao_panics", "Analyses that panicked", self.panics.clone());
    }

    fn register_server(&self, registry: &mut Registry) {
        registry.register(
            "tiyao_queue_depth",
            "Jobs that wait for an analysis thread",
            self.queue_depth.clone(),
        );
        registry.register(
            "tiyao_queue_capacity",
            "Jobs that may wait",
            self.queue_capacity.clone(),
        );
        registry.register_with_unit(
            "tiyao_queue",
            "Content of the jobs that wait",
            Unit::Bytes,
            self.queue_bytes.clone(),
        );
        registry.register(
            "tiyao_jobs_running",
            "Jobs that analysis threads work on; a large one may have let a small one pass",
            self.jobs_running.clone(),
        );
        registry.register(
            "tiyao_jobs",
            "Jobs that ended, by outcome: done, cancelled or expired",
            self.jobs.clone(),
        );
        registry.register(
            "tiyao_connections",
            "Connections that are open",
            self.connections.clone(),
        );
        registry.register(
            "tiyao_connections_opened",
            "Connections that were accepted",
            self.connections_opened.clone(),
        );
        registry.register(
            "tiyao_connections_unheard",
            "Connections far over the limit, closed at once",
            self.connections_unheard.clone(),
        );
        registry.register(
            "tiyao_tls_handshake_failures",
            "TLS handshakes that failed",
            self.handshake_failures.clone(),
        );
        registry.register(
            "tiyao_tls_reloads",
            "New certificates, by outcome: loaded, or refused",
            self.certificate_reloads.clone(),
        );
        registry.register_with_unit(
            "tiyao_tls_certificate_expiry_timestamp",
            "When the first of the certificates that are served with expires, since 1970",
            Unit::Seconds,
            self.certificate_expiry.clone(),
        );
        registry.register("tiyao_ready", "1 while the server serves, else 0", self.ready.clone());
        let build = Info::new([
            ("version", env!("CARGO_PKG_VERSION")),
            ("engine", ENGINE_VERSION),
            ("lexicon", Lexicon::VERSION),
        ]);
        registry.register("tiyao_build", "What is running", build);
    }

    /// These have the names that every exporter gives them.
    fn register_process(&self, registry: &mut Registry) {
        registry.register_with_unit(
            "process_resident_memory",
            "Memory that is in use",
            Unit::Bytes,
            self.resident_bytes.clone(),
        );
        registry.register(
            "process_open_fds",
            "File descriptors that are open",
            self.open_descriptors.clone(),
        );
        registry.register_with_unit(
            "process_cpu",
            "Processor time that was used",
            Unit::Seconds,
            self.processor_seconds.clone(),
        );
    }
}
