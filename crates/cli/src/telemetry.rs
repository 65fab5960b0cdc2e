//! Where the log and the traces of a server go.

use std::io::{self, IsTerminal as _};

use tracing::{debug, error};
use tracing_subscriber::{
    EnvFilter, Layer as _, filter::LevelFilter, layer::SubscriberExt as _,
    util::SubscriberInitExt as _,
};

use crate::{
    failure::Failure,
    settings::{LogFormat, Settings},
};

/// Sends what is still on its way when it is dropped.
pub(crate) struct Telemetry {
    #[cfg(feature = "otlp")]
    _traces: Option<traces::Traces>,
}

/// What is wrong with a filter of the log.
pub(crate) fn check_filter(filter: &str) -> Result<(), String> {
    // A misspelt level would be taken for a part of the program that logs everything, and nothing else would.
    let bare = filter.split(',').map(str::trim).filter(|part| !part.contains(['=', '[']));
    if let Some(word) =
        bare.filter(|word| !word.is_empty()).find(|w| w.parse::<LevelFilter>().is_err())
    {
        return Err(format!(
            "{word} is no level; there are off, error, warn, info, debug and trace, and `part=level`"
        ));
    }
    EnvFilter::try_new(filter).map(drop).map_err(|error| error.to_string())
}

/// Writes the log to standard error from now on, and sends traces if they are asked for.
pub(crate) fn start(settings: &Settings) -> Result<Telemetry, Failure> {
    let filter = EnvFilter::try_new(&settings.log)
        .map_err(|error| Failure::Usage(format!("log: {error}")))?;
    let written = tracing_subscriber::fmt::layer().with_writer(io::stderr);
    let written = match settings.log_format {
        LogFormat::Pretty => written.with_ansi(io::stderr().is_terminal()).boxed(),
        LogFormat::Json => written.json().flatten_event(true).boxed(),
    };
    let subscriber = tracing_subscriber::registry().with(filter).with(written);
    #[cfg(feature = "otlp")]
    let telemetry = {
        let traces = traces::Traces::start(settings)?;
        subscriber.with(traces.as_ref().map(traces::Traces::layer)).init();
        Telemetry { _traces: traces }
    };
    #[cfg(not(feature = "otlp"))]
    let telemetry = {
        subscriber.init();
        Telemetry {}
    };
    // What a panic says may cite the text that was being analysed.
    std::panic::set_hook(Box::new(|panic| {
        let location = panic.location().map(ToString::to_string);
        error!(location, "a thread panicked");
        debug!(panic = %panic, "what the panic said");
    }));
    Ok(telemetry)
}

#[cfg(feature = "otlp")]
mod traces {
    use opentelemetry::trace::TracerProvider as _;
    use opentelemetry_otlp::{SpanExporter, WithExportConfig as _, WithTonicConfig as _};
    use opentelemetry_sdk::{
        Resource,
        trace::{Sampler, SdkTracer, SdkTracerProvider},
    };
    use tonic::metadata::{AsciiMetadataKey, AsciiMetadataValue, MetadataMap};
    use tracing::Subscriber;
    use tracing_opentelemetry::OpenTelemetryLayer;
    use tracing_subscriber::registry::LookupSpan;

    use crate::{failure::Failure, settings::Settings};

    pub(super) struct Traces(SdkTracerProvider);

    impl Traces {
        /// Sends spans in the background; `None` when they are not asked for.
        pub(super) fn start(settings: &Settings) -> Result<Option<Self>, Failure> {
            if settings.traces_endpoint.is_empty() {
                return Ok(None);
            }
            let exporter = SpanExporter::builder()
                .with_tonic()
                .with_endpoint(&settings.traces_endpoint)
                .with_metadata(headers(&settings.traces_headers)?)
                .build()
                .map_err(|error| Failure::Message(format!("traces.endpoint: {error}")))?;
            let provider = SdkTracerProvider::builder()
                .with_batch_exporter(exporter)
                .with_sampler(sampler(settings.traces_ratio))
                .with_resource(Resource::builder().with_service_name("tiyao").build())
                .build();
            Ok(Some(Self(provider)))
        }

        pub(super) fn layer<S>(&self) -> OpenTelemetryLayer<S, SdkTracer>
        where
            S: Subscriber + for<'a> LookupSpan<'a>,
        {
            tracing_opentelemetry::layer().with_tracer(self.0.tracer("tiyao"))
        }
    }

    /// Which calls are traced: those whose caller traces them, and so many of those whose caller says
    /// nothing of it.
    fn sampler(ratio: f64) -> Sampler {
        Sampler::ParentBased(Box::new(Sampler::TraceIdRatioBased(ratio)))
    }

    /// Reads `name=value,name=value`. Never shows the values: they are secrets.
    fn headers(text: &str) -> Result<MetadataMap, Failure> {
        let mut headers = MetadataMap::new();
        for (number, pair) in (1..).zip(text.split(',').filter(|pair| !pair.trim().is_empty())) {
            let header = pair.split_once('=').and_then(|(name, value)| {
                let name = AsciiMetadataKey::from_bytes(name.trim().as_bytes()).ok()?;
                Some((name, AsciiMetadataValue::try_from(value.trim()).ok()?))
            });
            let (name, value) = header.ok_or_else(|| {
                Failure::Usage(format!("traces.headers: the header {number} is not name=value"))
            })?;
            headers.insert(name, value);
        }
        Ok(headers)
    }

    impl Drop for Traces {
        fn drop(&mut self) {
            // Nobody is left to be told of a failure.
            self.0.shutdown().ok();
        }
    }

    #[cfg(test)]
    mod tests {
        use opentelemetry::{
            Context, SpanId, TraceFlags, TraceId,
            trace::{SpanContext, SpanKind, TraceContextExt as _, TraceState},
        };
        use opentelemetry_sdk::trace::{SamplingDecision, ShouldSample as _};

        use super::sampler;

        /// How many of a thousand calls are traced, whose callers say this of it.
        fn traced(ratio: f64, caller: Option<TraceFlags>) -> usize {
            // Spread over the whole range of ids.
            let ids = (1..=1000_u128).map(|number| TraceId::from(number * (u128::MAX / 1000)));
            ids.filter(|id| {
                let parent = caller.map(|flags| {
                    let span = SpanId::from(7);
                    let told = SpanContext::new(*id, span, flags, true, TraceState::default());
                    Context::new().with_remote_span_context(told)
                });
                let (parent, kind) = (parent.as_ref(), &SpanKind::Server);
                let answer = sampler(ratio).should_sample(parent, *id, "call", kind, &[], &[]);
                answer.decision == SamplingDecision::RecordAndSample
            })
            .count()
        }

        #[test]
        fn callers_say_whether_they_are_traced_and_of_the_others_so_many_are() {
            assert_eq!((traced(0.0, None), traced(1.0, None)), (0, 1000));
            let tenth = traced(0.1, None);
            assert!((80..=120).contains(&tenth), "{tenth}");
            for ratio in [0.0, 0.1, 1.0] {
                assert_eq!(traced(ratio, Some(TraceFlags::SAMPLED)), 1000, "{ratio}");
                assert_eq!(traced(ratio, Some(TraceFlags::default())), 0, "{ratio}");
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::check_filter;

    #[test]
    fn filters_of_the_log() {
        for right in ["info", "off", "warn,tiyao_server=debug", "", "tiyao_server[call]=trace"] {
            assert_eq!(check_filter(right), Ok(()), "{right}");
        }
        for wrong in ["infoo", "info,debag", "tiyao_server=loud"] {
            assert!(check_filter(wrong).is_err(), "{wrong}");
        }
    }
}
