//! Plain HTTP on the port of gRPC: canonical JSON along the routes of the contract's
//! `google.api.http` annotations, gRPC-Web for browsers, CORS, and the `OpenAPI` document.
//!
//! [`HttpLayer`] stands in front of everything else. A gRPC call passes it untouched; whatever else
//! comes is turned into one (`transcode`) and goes the very same way, through the same layers and
//! the same services, so that limits, deadlines, identity and errors are the same for everyone.
//! `routes` reads the contract once, at the start; `reading` makes messages of JSON, of a query and
//! of raw documents; `ndjson` carries streams, `export` writes other forms than JSON; `fault` turns what
//! goes wrong into a `google.rpc.Status` with its HTTP code. `desk` speaks the contracts of editors'
//! tools.

mod assembly;
mod codec;
mod contract;
mod cors;
mod desk;
mod encoding;
mod export;
mod fault;
mod media;
mod ndjson;
mod openapi;
mod reading;
mod routes;
mod schema;
mod transcode;

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use ::http::{Request, Response, Version, header};
use tonic::body::Body;
use tonic_web::GrpcWebLayer;
use tower::{Layer, Service, ServiceExt as _, util::BoxCloneSyncService};

pub use self::cors::{Origins, OriginsError};
use self::{
    contract::Contract,
    fault::{Fault, Refusal},
    transcode::{Api, Transcoder},
};
use crate::{arrivals::Arrivals, guard::Tokens, limits::Limits, monitor::Monitor};

/// What is served over plain HTTP beside gRPC.
#[derive(Clone, Debug)]
pub struct Http {
    /// Whose pages may call from a browser; by default nobody's.
    pub origins: Origins,
    /// Whether `/openapi.json` tells the routes.
    pub openapi: bool,
}

impl Default for Http {
    fn default() -> Self {
        Self { origins: Origins::default(), openapi: true }
    }
}

/// Puts plain HTTP in front of the gRPC services.
#[derive(Clone)]
pub(crate) struct HttpLayer {
    api: Arc<Api>,
    origins: Origins,
    monitor: Monitor,
}

impl HttpLayer {
    /// Reads the contract. Fails when an annotation asks for what is not served, and says what.
    pub(crate) fn new(
        http: Http,
        limits: &Limits,
        tokens: Option<Tokens>,
        arrivals: Arrivals,
        monitor: Monitor,
    ) -> Result<Self, String> {
        let contract = Contract::read()?;
        let openapi = http.openapi.then(|| openapi::document(&contract)).transpose()?;
        let api = Arc::new(Api {
            contract,
            openapi,
            tokens,
            arrivals,
            receive: limits.receive,
            message_bytes: limits.message_bytes,
            message_fields: limits.message_fields,
            decompression_ratio: limits.decompression_ratio,
        });
        Ok(Self { api, origins: http.origins, monitor })
    }
}

impl<S> Layer<S> for HttpLayer
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<tonic::codegen::StdError> + Send,
{
    type Service = HttpService<S>;

    fn layer(&self, inner: S) -> Self::Service {
        let web = WebService { inner: inner.clone(), api: Arc::clone(&self.api) };
        let web = Arc::new(cors::guard(web, &self.origins, &self.api));
        HttpService { inner, web, monitor: self.monitor.clone() }
    }
}

/// Tells gRPC from the rest.
#[derive(Clone)]
pub(crate) struct HttpService<S: Service<Request<Body>>> {
    inner: S,
    // This is cloned for every call, and most are gRPC.
    web: Arc<BoxCloneSyncService<Request<Body>, Response<Body>, S::Error>>,
    monitor: Monitor,
}

type Answer<E> = Pin<Box<dyn Future<Output = Result<Response<Body>, E>> + Send>>;

impl<S> Service<Request<Body>> for HttpService<S>
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<tonic::codegen::StdError> + Send,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        if Protocol::of(&request) == Protocol::Grpc {
            Box::pin(self.inner.call(request))
        } else {
            let (web, monitor) = (self.web.as_ref().clone(), self.monitor.clone());
            Box::pin(async move {
                let response = web.oneshot(request).await?;
                if let Some(Refusal(reason)) = response.extensions().get() {
                    monitor.http_refused(reason);
                }
                Ok(response)
            })
        }
    }
}

/// What a page in a browser may send, and a program that knows HTTP alone.
#[derive(Clone)]
pub(crate) struct WebService<S> {
    inner: S,
    api: Arc<Api>,
}

impl<S> Service<Request<Body>> for WebService<S>
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<tonic::codegen::StdError> + Send,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Answer<S::Error>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request<Body>) -> Self::Future {
        let Self { inner, api } = self.clone();
        match Protocol::of(&request) {
            Protocol::GrpcWeb => Box::pin(GrpcWebLayer::new().layer(inner).oneshot(request)),
            Protocol::Grpc | Protocol::Json => {
                Box::pin(
                    async move { Ok(encoding::coded(Transcoder { inner, api }, request).await) },
                )
            }
            Protocol::GrpcOverHttp1 => {
                let fault = Fault::needs_http2();
                Box::pin(async move { Ok(fault.into_response(&api.contract)) })
            }
        }
    }
}

/// What a request speaks, by its `content-type`.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Protocol {
    Grpc,
    GrpcOverHttp1,
    GrpcWeb,
    Json,
}

impl Protocol {
    fn of(request: &Request<Body>) -> Self {
        let content_type = request.headers().get(header::CONTENT_TYPE);
        let content_type = content_type.map_or(&[][..], |value| value.as_bytes());
        if content_type.starts_with(b"application/grpc-web") {
            Self::GrpcWeb
        } else if !content_type.starts_with(b"application/grpc") {
            Self::Json
        } else if request.version() < Version::HTTP_2 {
            Self::GrpcOverHttp1
        } else {
            Self::Grpc
        }
    }
}
