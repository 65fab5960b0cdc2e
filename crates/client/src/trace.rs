use std::{fmt, sync::Arc};

use tonic::metadata::{AsciiMetadataValue, MetadataMap};

/// A call's name in the logs of both sides.
pub(crate) fn new_request_id() -> String {
    format!("{:032x}", fastrand::u128(..))
}

/// The trace that calls are part of (W3C Trace Context), as the caller's own tracing tells it. None is
/// made up here: one that nobody began would only tell the server not to begin one.
#[derive(Clone, Default)]
pub(crate) struct Trace(Option<Arc<dyn Fn() -> Option<String> + Send + Sync>>);

impl Trace {
    pub(crate) fn new(parent: impl Fn() -> Option<String> + Send + Sync + 'static) -> Self {
        Self(Some(Arc::new(parent)))
    }

    pub(crate) fn write(&self, metadata: &mut MetadataMap) {
        let parent = self.0.as_ref().and_then(|parent| parent());
        if let Some(value) = parent.and_then(|parent| AsciiMetadataValue::try_from(parent).ok()) {
            metadata.insert("traceparent", value);
        }
    }
}

impl fmt::Debug for Trace {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Trace({})", self.0.is_some())
    }
}

#[cfg(test)]
mod tests {
    use tonic::metadata::MetadataMap;

    use super::{Trace, new_request_id};

    #[test]
    fn a_call_is_part_of_its_callers_trace() {
        let written = |trace: &Trace| {
            let mut metadata = MetadataMap::new();
            trace.write(&mut metadata);
            metadata.get("traceparent").map(|value| value.to_str().unwrap().to_owned())
        };
        let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
        assert_eq!(written(&Trace::default()), None);
        assert_eq!(written(&Trace::new(|| None)), None);
        assert_eq!(written(&Trace::new(|| Some("not\nascii 提".to_owned()))), None);
        assert_eq!(written(&Trace::new(|| Some(parent.to_owned()))).as_deref(), Some(parent));
    }

    #[test]
    fn calls_have_names_of_their_own() {
        assert_eq!(new_request_id().len(), 32);
        assert_ne!(new_request_id(), new_request_id());
    }
}
