//! The trace that a call is part of, as its caller tells it in `traceparent` (W3C Trace Context).

use http::HeaderMap;
use tracing::{Span, field};

/// Joins a call's span to its caller's trace: by its name in the log, and where traces are exported
/// as its child.
pub(crate) fn follow(span: &Span, headers: &HeaderMap) {
    let parent = headers.get("traceparent").and_then(|value| value.to_str().ok());
    let Some(trace_id) = parent.and_then(trace_id) else { return };
    span.record("trace", field::display(trace_id));
    #[cfg(feature = "otlp")]
    exported::adopt(span, headers);
}

/// The trace's id in a `traceparent`: version, id, parent and flags, in lower-case hexadecimal digits. A
/// version to come may have more behind them.
fn trace_id(parent: &str) -> Option<&str> {
    let mut parts = parent.split('-');
    let (version, id, span) = (parts.next()?, parts.next()?, parts.next()?);
    let flags = parts.next()?;
    let is_hexadecimal = |text: &str, length: usize| {
        text.len() == length && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
    };
    let named = |text: &str| text.bytes().any(|byte| byte != b'0');
    let well_formed = is_hexadecimal(version, 2)
        && version != "ff"
        && is_hexadecimal(id, 32)
        && named(id)
        && is_hexadecimal(span, 16)
        && named(span)
        && is_hexadecimal(flags, 2)
        && (version != "00" || parts.next().is_none());
    well_formed.then_some(id)
}

#[cfg(feature = "otlp")]
mod exported {
    use http::HeaderMap;
    use opentelemetry::propagation::{Extractor, TextMapPropagator as _};
    use opentelemetry_sdk::propagation::TraceContextPropagator;
    use tracing::Span;
    use tracing_opentelemetry::OpenTelemetrySpanExt as _;

    /// Makes `span` a child of the caller's.
    pub(super) fn adopt(span: &Span, headers: &HeaderMap) {
        let parent = TraceContextPropagator::new().extract(&Headers(headers));
        // Fails where no exporter listens.
        span.set_parent(parent).ok();
    }

    struct Headers<'a>(&'a HeaderMap);

    impl Extractor for Headers<'_> {
        fn get(&self, key: &str) -> Option<&str> {
            self.0.get(key)?.to_str().ok()
        }

        fn keys(&self) -> Vec<&str> {
            self.0.keys().map(http::HeaderName::as_str).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::trace_id;

    #[test]
    fn parents() {
        let (id, span) = ("0af7651916cd43dd8448eb211c80319c", "b7ad6b7169203331");
        let check = |parent: String, expected: Option<&str>| {
            assert_eq!(trace_id(&parent), expected, "{parent}");
        };
        check(format!("00-{id}-{span}-01"), Some(id));
        check(format!("cc-{id}-{span}-01-more"), Some(id));
        check(format!("00-{id}-{span}-01-more"), None);
        check(format!("ff-{id}-{span}-01"), None);
        check(format!("00-{}-{span}-01", id.to_uppercase()), None);
        check(format!("00-{}-{span}-01", "0".repeat(32)), None);
        check(format!("00-{id}-{}-01", "0".repeat(16)), None);
        check(format!("00-{id}-{span}"), None);
        check(String::new(), None);
    }
}
