//! The contract as the descriptors tell it: read once, at the start.

use std::sync::Arc;

use bytes::Bytes;
use prost_reflect::{DescriptorPool, DynamicMessage, MessageDescriptor};
use tiyao_api::v1;
use tonic::Status;

use super::routes::{self, Route};

pub(super) struct Contract {
    pub(super) pool: DescriptorPool,
    pub(super) routes: Vec<Arc<Route>>,
    /// `google.rpc.Status`, in a pool that knows what may be among its details.
    pub(super) status: MessageDescriptor,
}

impl Contract {
    /// Fails when the contract asks for what is not served.
    pub(super) fn read() -> Result<Self, String> {
        let mut pool = DescriptorPool::new();
        for files in [v1::FILE_DESCRIPTOR_SET, tonic_types::pb::FILE_DESCRIPTOR_SET] {
            pool.decode_file_descriptor_set(files).map_err(|error| error.to_string())?;
        }
        let status = pool.get_message_by_name("google.rpc.Status");
        let status = status.ok_or("the contract holds no google.rpc.Status")?;
        let routes = routes::of(&pool)?.into_iter().map(Arc::new).collect();
        Ok(Self { pool, routes, status })
    }

    /// The canonical JSON of a status, each detail with its `@type`.
    pub(super) fn json_of(&self, status: &Status) -> Bytes {
        let wire = DynamicMessage::decode(self.status.clone(), status.details());
        let json = wire.ok().filter(|wire| wire.has_field_by_name("code")).and_then(|wire| {
            // Fails when one of the details is of a type that nobody here knows.
            serde_json::to_vec(&wire).ok()
        });
        let json = json.unwrap_or_else(|| {
            let bare = serde_json::json!({
                "code": i32::from(status.code()),
                "message": status.message(),
            });
            bare.to_string().into_bytes()
        });
        json.into()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use tonic::{Code, Status};
    use tonic_types::{ErrorDetails, StatusExt as _};

    use super::Contract;

    fn check(status: &Status, expected: &str) {
        let json = Contract::read().unwrap().json_of(status);
        assert_eq!(String::from_utf8(json.to_vec()).unwrap(), expected);
    }

    #[test]
    fn a_status_is_told_with_its_details() {
        check(&Status::not_found("no such route"), r#"{"code":5,"message":"no such route"}"#);

        let mut details = ErrorDetails::new();
        details.set_retry_info(Some(Duration::from_millis(200)));
        details.set_error_info("QUEUE_FULL", "tiyao", []);
        let status = Status::with_error_details(Code::ResourceExhausted, "full", details);
        check(
            &status,
            concat!(
                r#"{"code":8,"message":"full","details":["#,
                r#"{"@type":"type.googleapis.com/google.rpc.RetryInfo","retryDelay":"0.200s"},"#,
                r#"{"@type":"type.googleapis.com/google.rpc.ErrorInfo","reason":"QUEUE_FULL","#,
                r#""domain":"tiyao"}]}"#,
            ),
        );
    }

    #[test]
    fn details_that_nobody_knows_are_left_out() {
        let garbage = bytes::Bytes::from_static(&[0xff; 7]);
        check(
            &Status::with_details(Code::Internal, "broken", garbage),
            r#"{"code":13,"message":"broken"}"#,
        );
    }
}
