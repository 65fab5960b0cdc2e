use std::{io, net::SocketAddr, sync::Arc};

use tokio::task::JoinSet;
use tonic::codegen::http::HeaderValue;

#[cfg(feature = "tls")]
use crate::Tls;
use crate::{
    Client, Error, Options, Token,
    address::Address,
    budget::Budget,
    call::Caller,
    pool::Pool,
    resolve::{self, LookUp, Resolved},
    trace::Trace,
    transport::{OWN_NAME, Transport},
};

/// Sets a [`Client`] up; begun by [`Client::builder`].
#[derive(Clone, Debug)]
pub struct ClientBuilder {
    endpoints: Vec<String>,
    options: Options,
    token: Option<Token>,
    token_in_clear: bool,
    user_agent: Option<String>,
    look_up: LookUp,
    trace: Trace,
    #[cfg(feature = "tls")]
    tls: Option<Tls>,
}

impl ClientBuilder {
    pub(crate) fn new() -> Self {
        Self {
            endpoints: Vec::new(),
            options: Options::default(),
            token: None,
            token_in_clear: false,
            user_agent: None,
            look_up: LookUp::system(),
            trace: Trace::default(),
            #[cfg(feature = "tls")]
            tls: None,
        }
    }

    /// One more endpoint, as `https://tiyao.example:443`, `http://127.0.0.1:50151` or
    /// `127.0.0.1:50151`. Calls are spread over all endpoints, and over all sockets that a name stands
    /// for.
    #[must_use]
    pub fn endpoint(mut self, endpoint: impl Into<String>) -> Self {
        self.endpoints.push(endpoint.into());
        self
    }

    /// Several of them.
    #[must_use]
    pub fn endpoints<E: Into<String>>(mut self, endpoints: impl IntoIterator<Item = E>) -> Self {
        self.endpoints.extend(endpoints.into_iter().map(Into::into));
        self
    }

    /// How long calls may take, and when they are made again.
    #[must_use]
    pub fn options(mut self, options: Options) -> Self {
        self.options = options;
        self
    }

    /// How servers at `https://` are known; without it, by the system's authorities.
    #[cfg(feature = "tls")]
    #[must_use]
    pub fn tls(mut self, tls: Tls) -> Self {
        self.tls = Some(tls);
        self
    }

    /// What is shown to servers that ask who calls. It is sent over TLS, and to the own machine; see
    /// [`token_in_clear`](Self::token_in_clear).
    #[must_use]
    pub fn token(mut self, token: Token) -> Self {
        self.token = Some(token);
        self
    }

    /// Also sends the token over connections that everyone on their way can read. For networks that
    /// encrypt by themselves, such as a service mesh.
    #[must_use]
    pub fn token_in_clear(mut self) -> Self {
        self.token_in_clear = true;
        self
    }

    /// Who calls, as `desk/1.2`; the client's own name is set behind it.
    #[must_use]
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// How an endpoint's name and port become sockets; without it, as the system does it. Names are
    /// looked up every half minute, and sooner when a host cannot be reached.
    #[must_use]
    pub fn look_up<F, Fut>(mut self, look_up: F) -> Self
    where
        F: Fn(String, u16) -> Fut + Send + Sync + 'static,
        Fut: Future<Output = io::Result<Vec<SocketAddr>>> + Send + 'static,
    {
        self.look_up = LookUp::new(look_up);
        self
    }

    /// The `traceparent` (W3C Trace Context) of whatever makes the call; asked for every attempt, in
    /// the task of its caller.
    #[must_use]
    pub fn traceparent(
        mut self,
        parent: impl Fn() -> Option<String> + Send + Sync + 'static,
    ) -> Self {
        self.trace = Trace::new(parent);
        self
    }

    /// The client. It does not connect yet. Must be called within a Tokio runtime.
    pub fn build(self) -> Result<Client, Error> {
        let addresses = self.addresses()?;
        let mut transport = Transport::of(&self.options);
        if let Some(name) = &self.user_agent {
            transport.user_agent = HeaderValue::from_str(&format!("{name} {OWN_NAME}"))
                .map_err(|_refused| Error::setup("the user agent cannot be sent"))?;
        }
        #[cfg(feature = "tls")]
        if let Some(tls) = self.tls {
            transport.tls = tls;
        }
        // What is wrong with certificates is told now, not at the first call.
        for address in &addresses {
            transport.endpoint(address)?;
        }
        let names: Vec<Resolved> = addresses.into_iter().map(Resolved::new).collect();
        let pool = Arc::new(Pool::new(transport));
        let mut keepers = JoinSet::new();
        if names.iter().all(|name| name.address.literal().is_some()) {
            pool.hold(&names, None);
        } else {
            keepers.spawn(resolve::keep(Arc::clone(&pool), names, self.look_up));
        }
        let caller = Caller {
            pool,
            budget: Budget::new(self.options.retry.budget),
            retry: self.options.retry.clone(),
            token: self.token,
            trace: self.trace,
        };
        Ok(Client::new(caller, self.options, keepers))
    }

    fn addresses(&self) -> Result<Vec<Address>, Error> {
        if self.endpoints.is_empty() {
            return Err(Error::setup("no endpoint was named"));
        }
        let read = |endpoint: &String| {
            let fault = |why: &str| Error::setup(format!("not an endpoint: {endpoint}: {why}"));
            let address = Address::parse(endpoint).map_err(fault)?;
            #[cfg(feature = "tls")]
            if self.tls.is_some() && !address.is_tls {
                return Err(fault("TLS is set up, so it has to begin with https://"));
            }
            let is_open = !address.is_tls && !address.is_loopback();
            if self.token.is_some() && is_open && !self.token_in_clear {
                return Err(fault("the token would be sent in the clear; use https://"));
            }
            Ok(address)
        };
        self.endpoints.iter().map(read).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::ClientBuilder;
    use crate::{ErrorKind, Token};

    #[tokio::test]
    async fn mistakes_are_told_when_it_is_built() {
        let check = |builder: ClientBuilder, expected: &str| {
            let error = builder.build().unwrap_err();
            assert_eq!(error.kind(), ErrorKind::Setup);
            assert!(error.message().contains(expected), "{error}");
        };
        let new = ClientBuilder::new;
        let token = || Token::new("secret").unwrap();
        check(new(), "no endpoint");
        check(new().endpoint("http://127.0.0.1:1/path"), "has a path");
        check(new().endpoint("127.0.0.1:1").user_agent("line\nbreak"), "user agent");
        check(new().endpoint("tiyao.example:1").token(token()), "in the clear");
        assert!(new().endpoint("tiyao.example:1").token(token()).token_in_clear().build().is_ok());
        assert!(new().endpoint("127.0.0.1:1").token(token()).build().is_ok());
    }

    #[cfg(feature = "tls")]
    #[tokio::test]
    async fn mistakes_of_tls_are_told_when_it_is_built() {
        use crate::Tls;
        let check = |endpoint: &str, tls: Tls, expected: &str| {
            let error = ClientBuilder::new().endpoint(endpoint).tls(tls).build().unwrap_err();
            assert!(error.message().contains(expected), "{error}");
        };
        check("http://127.0.0.1:1", Tls::default(), "https://");
        check("https://127.0.0.1:1", Tls::default().authority("no PEM"), "no certificate");
        let pem = "-----BEGIN CERTIFICATE-----\nAA==\n-----END CERTIFICATE-----\n";
        check("https://127.0.0.1:1", Tls::default().authority(pem).identity("", ""), "TLS");
    }

    #[cfg(not(feature = "tls"))]
    #[tokio::test]
    async fn a_client_without_tls_says_so() {
        let error = ClientBuilder::new().endpoint("https://127.0.0.1:1").build().unwrap_err();
        assert!(error.message().contains("without TLS"), "{error}");
    }
}
