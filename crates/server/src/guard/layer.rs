use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll, ready},
    time::Instant,
};

use bytes::Bytes;
use http::{HeaderMap, Request, Response, header::AUTHORIZATION};
use http_body::{Frame, SizeHint};
use tonic::{Status, body::Body};
use tower::{Layer, Service};
use tracing::{Span, info};

use super::{Caller, Role, Tokens};
use crate::{
    failure::Failure,
    method::{Access, Method},
};

/// Puts [`Guard`] in front of the services: lets through who may call, and counts what they send.
#[derive(Clone, Debug)]
pub(crate) struct GuardLayer {
    /// `None`: everyone may call.
    pub(crate) tokens: Option<Tokens>,
}

impl<S> Layer<S> for GuardLayer {
    type Service = Guard<S>;

    fn layer(&self, inner: S) -> Self::Service {
        Guard { inner, tokens: self.tokens.clone() }
    }
}

#[derive(Clone, Debug)]
pub(crate) struct Guard<S> {
    inner: S,
    tokens: Option<Tokens>,
}

impl<S> Service<Request<Body>> for Guard<S>
where
    S: Service<Request<Body>, Response = Response<Body>> + Clone + Send + 'static,
    S::Future: Send,
    S::Error: Send,
{
    type Response = Response<Body>;
    type Error = S::Error;
    type Future = Pin<Box<dyn Future<Output = Result<Response<Body>, S::Error>> + Send>>;

    fn poll_ready(&mut self, context: &mut Context<'_>) -> Poll<Result<(), S::Error>> {
        self.inner.poll_ready(context)
    }

    fn call(&mut self, mut request: Request<Body>) -> Self::Future {
        let Some(tokens) = &self.tokens else { return Box::pin(self.inner.call(request)) };
        let admitted = admit(tokens, request.uri().path(), request.headers());
        // Nothing behind this has a use for the secret.
        request.headers_mut().remove(AUTHORIZATION);
        match admitted {
            Ok(None) => Box::pin(self.inner.call(request)),
            Ok(Some(caller)) => {
                Span::current().record("caller", &*caller.name);
                let request = request.map(|inner| Body::new(Counted { inner, caller }));
                Box::pin(self.inner.call(request))
            }
            Err(failure) => {
                info!(reason = failure.reason(), "call refused");
                Box::pin(std::future::ready(Ok(Status::from(failure).into_http())))
            }
        }
    }
}

impl Tokens {
    /// Whether a request with these headers is that of a caller. It uses up nothing of a quota.
    pub(crate) fn know(&self, headers: &HeaderMap) -> Result<(), Failure> {
        let caller = bearer(headers).and_then(|token| self.caller(token));
        caller.map(drop).ok_or(Failure::Unauthenticated)
    }
}

/// Whose call it is; `None` when nobody is asked.
fn admit(tokens: &Tokens, path: &str, headers: &HeaderMap) -> Result<Option<Arc<Caller>>, Failure> {
    let Access::From(role) = Method::at(path).access else { return Ok(None) };
    let caller = bearer(headers).and_then(|token| tokens.caller(token));
    let caller = caller.ok_or(Failure::Unauthenticated)?;
    require(role, caller.role)?;
    caller.admit(Instant::now())?;
    Ok(Some(caller))
}

/// Fails unless who has the role `held` may do what needs `role`.
fn require(role: Role, held: Role) -> Result<(), Failure> {
    if held < role { Err(Failure::RoleMissing { role: role.name() }) } else { Ok(()) }
}

/// The token in `authorization: Bearer …`.
fn bearer(headers: &HeaderMap) -> Option<&str> {
    let (scheme, token) = headers.get(AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    scheme.eq_ignore_ascii_case("bearer").then_some(token.trim())
}

/// A request's body on its way in, counted against its caller's quota.
struct Counted {
    inner: Body,
    caller: Arc<Caller>,
}

impl http_body::Body for Counted {
    type Data = Bytes;
    type Error = Status;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Status>>> {
        let frame = ready!(Pin::new(&mut self.inner).poll_frame(context));
        if let Some(Ok(frame)) = &frame
            && let Some(data) = frame.data_ref()
            && let Err(failure) = self.caller.received(data.len(), Instant::now())
        {
            return Poll::Ready(Some(Err(failure.into())));
        }
        Poll::Ready(frame)
    }

    fn is_end_stream(&self) -> bool {
        self.inner.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.inner.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};

    use super::{bearer, require};
    use crate::{failure::Failure, guard::Role};

    #[test]
    fn each_role_may_do_what_those_before_it_may() {
        let roles = [Role::Analyze, Role::Manage, Role::Admin];
        for (needed, role) in roles.into_iter().enumerate() {
            for (held, of_caller) in roles.into_iter().enumerate() {
                let missing = Err(Failure::RoleMissing { role: role.name() });
                let expected = if held >= needed { Ok(()) } else { missing };
                assert_eq!(require(role, of_caller), expected, "{role:?} {of_caller:?}");
            }
        }
    }

    #[test]
    fn bearers() {
        let check = |value: &str, expected: Option<&str>| {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHORIZATION, HeaderValue::from_str(value).unwrap());
            assert_eq!(bearer(&headers), expected, "{value}");
        };
        check("Bearer secret", Some("secret"));
        check("bearer  secret ", Some("secret"));
        check("Basic secret", None);
        check("secret", None);
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
