//! Whose pages may call from a browser.

use std::{fmt, str::FromStr, sync::Arc, time::Duration};

use ::http::{HeaderName, HeaderValue, Method, Request, Response, Uri, header};
use tonic::body::Body;
use tower::{Service, ServiceBuilder, util::BoxCloneSyncService};
use tower_http::{
    cors::{AllowHeaders, AllowOrigin, CorsLayer},
    csrf::{CsrfLayer, ProtectionError, ResponseForProtectionError},
};

use super::{fault::Fault, transcode::Api};

/// How long a browser may remember what it was allowed.
const MAX_AGE: Duration = Duration::from_hours(1);
/// What a page may read beside the body: how a gRPC-Web call ended, and what helps its author.
const EXPOSED: [HeaderName; 6] = [
    HeaderName::from_static("grpc-message"),
    HeaderName::from_static("grpc-status"),
    HeaderName::from_static("grpc-status-details-bin"),
    HeaderName::from_static("retry-after"),
    HeaderName::from_static("server-timing"),
    HeaderName::from_static("x-request-id"),
];

/// Origins whose pages may call from a browser.
///
/// ```
/// use tiyao_server::Origins;
///
/// let origins: Origins = "https://desk.example.org, http://localhost:3000".parse().unwrap();
/// assert_ne!(origins, Origins::default());
/// assert!("desk.example.org".parse::<Origins>().is_err());
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origins(Allowed);

#[derive(Clone, Debug, Default, PartialEq, Eq)]
enum Allowed {
    #[default]
    Nobody,
    Anybody,
    These(Vec<HeaderValue>),
}

/// An origin that is none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OriginsError {
    origin: String,
}

impl fmt::Display for OriginsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{:?} is no origin, as https://desk.example.org or http://localhost:3000",
            self.origin
        )
    }
}

impl std::error::Error for OriginsError {}

/// Origins separated by commas; `*` allows everybody, and an empty text nobody.
impl FromStr for Origins {
    type Err = OriginsError;

    fn from_str(text: &str) -> Result<Self, OriginsError> {
        let origins: Vec<&str> =
            text.split(',').map(str::trim).filter(|origin| !origin.is_empty()).collect();
        match origins.as_slice() {
            [] => Ok(Self(Allowed::Nobody)),
            ["*"] => Ok(Self(Allowed::Anybody)),
            some => {
                let origins: Result<_, _> = some.iter().map(|origin| origin_of(origin)).collect();
                Ok(Self(Allowed::These(origins?)))
            }
        }
    }
}

/// An origin as a browser sends it: scheme, host and perhaps port, nothing behind them.
fn origin_of(text: &str) -> Result<HeaderValue, OriginsError> {
    let error = || OriginsError { origin: text.to_owned() };
    let uri: Uri = text.parse().map_err(|_| error())?;
    let plain = uri.scheme().zip(uri.authority()).is_some_and(|(scheme, authority)| {
        format!("{scheme}://{authority}") == text && !authority.as_str().contains('@')
    });
    if !plain {
        return Err(error());
    }
    HeaderValue::from_str(&text.to_ascii_lowercase()).map_err(|_| error())
}

/// Puts in front of a service who may call it from a browser: it answers a browser's questions, and
/// turns down what a page of another origin sends without asking.
pub(super) fn guard<S>(
    service: S,
    origins: &Origins,
    api: &Arc<Api>,
) -> BoxCloneSyncService<Request<Body>, Response<Body>, S::Error>
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Send,
{
    let builder = ServiceBuilder::new();
    match &origins.0 {
        Allowed::Anybody => {
            BoxCloneSyncService::new(builder.layer(answering(AllowOrigin::any())).service(service))
        }
        Allowed::Nobody => {
            BoxCloneSyncService::new(builder.layer(refusing(&[], api)).service(service))
        }
        Allowed::These(named) => {
            let allowed = AllowOrigin::list(named.iter().cloned());
            let layers = builder.layer(answering(allowed)).layer(refusing(named, api));
            BoxCloneSyncService::new(layers.service(service))
        }
    }
}

fn answering(allowed: AllowOrigin) -> CorsLayer {
    CorsLayer::new()
        .allow_origin(allowed)
        .allow_methods([Method::GET, Method::POST])
        // Whatever a tracing library of the page adds; no cookies are used, so nothing is lent.
        .allow_headers(AllowHeaders::mirror_request())
        .expose_headers(EXPOSED)
        .max_age(MAX_AGE)
        .vary([
            header::ORIGIN,
            header::ACCESS_CONTROL_REQUEST_METHOD,
            header::ACCESS_CONTROL_REQUEST_HEADERS,
        ])
}

/// A text may be posted by any page without a question; its answer cannot be read there, but it
/// would be work all the same.
fn refusing(named: &[HeaderValue], api: &Arc<Api>) -> CsrfLayer<Stranger> {
    let origins = named.iter().filter_map(|origin| origin.to_str().ok());
    origins.fold(
        CsrfLayer::new().with_rejection_response(Stranger(Arc::clone(api))),
        // Each was found to be an origin when it was read.
        |layer, origin| layer.clone().add_trusted_origin(origin).unwrap_or(layer),
    )
}

/// Answers the pages that may not call.
#[derive(Clone)]
struct Stranger(Arc<Api>);

impl ResponseForProtectionError<Body> for Stranger {
    fn response_for_protection_error(&mut self, _: ProtectionError) -> Response<Body> {
        Fault::origin().into_response(&self.0.contract)
    }
}

#[cfg(test)]
mod tests {
    use super::{Allowed, Origins};

    fn check(text: &str, expected: Option<usize>) {
        let found = text.parse::<Origins>().ok().map(|origins| match origins.0 {
            Allowed::Nobody => 0,
            Allowed::Anybody => usize::MAX,
            Allowed::These(origins) => origins.len(),
        });
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn origins() {
        check("", Some(0));
        check(" , ", Some(0));
        check("*", Some(usize::MAX));
        check("https://desk.example.org", Some(1));
        check("https://desk.example.org,http://localhost:3000", Some(2));
        for wrong in [
            "desk.example.org",
            "https://a.org/",
            "https://a.org/path",
            "https://u@a.org",
            "*, https://a.org",
            "null",
        ] {
            check(wrong, None);
        }
    }
}
