use std::{io, time::Duration};

use hyper_util::rt::TokioIo;
use tokio::{
    io::{AsyncRead, AsyncWrite},
    net::TcpStream,
};
use tonic::{
    codegen::http::HeaderValue,
    transport::{Channel, Endpoint, Uri},
};

#[cfg(feature = "tls")]
use crate::Tls;
use crate::{Error, Options, address::Address};

/// What servers learn of who calls.
pub(crate) const OWN_NAME: &str = concat!("tiyao-client/", env!("CARGO_PKG_VERSION"));

/// What every connection is made with.
#[derive(Clone, Debug)]
pub(crate) struct Transport {
    pub(crate) connect_timeout: Duration,
    pub(crate) max_silence: Duration,
    pub(crate) user_agent: HeaderValue,
    #[cfg(feature = "tls")]
    pub(crate) tls: Tls,
}

impl Transport {
    pub(crate) fn of(options: &Options) -> Self {
        Self {
            connect_timeout: options.connect_timeout,
            max_silence: options.max_silence,
            user_agent: HeaderValue::from_static(OWN_NAME),
            #[cfg(feature = "tls")]
            tls: Tls::default(),
        }
    }

    /// How a host of `address` is connected to; the certificate must be for the address's name.
    pub(crate) fn endpoint(&self, address: &Address) -> Result<Endpoint, Error> {
        let endpoint = self.plain(address.uri.clone());
        if !address.is_tls {
            return Ok(endpoint);
        }
        #[cfg(feature = "tls")]
        return endpoint
            .tls_config(self.tls.config()?)
            .map_err(|error| Error::setup(format!("TLS: {}", with_causes(&error))));
        #[cfg(not(feature = "tls"))]
        Err(Error::setup(format!("{}: this client was built without TLS", address.uri)))
    }

    /// A connection that `connect` opens, when it is first used and whenever it broke.
    pub(crate) fn over<F, Fut, Io>(&self, connect: F) -> Channel
    where
        F: Fn() -> Fut + Send + Sync + 'static,
        Fut: Future<Output = io::Result<Io>> + Send + 'static,
        Io: AsyncRead + AsyncWrite + Send + Unpin + 'static,
    {
        // The name is never looked up: `connect` opens the pipe.
        let endpoint = self.plain(Uri::from_static("http://in-process.invalid"));
        channel(&endpoint, connect)
    }

    fn plain(&self, uri: Uri) -> Endpoint {
        // Two thirds of the silence may pass before a host is asked whether it is there.
        let (interval, timeout) = (self.max_silence * 2 / 3, self.max_silence / 3);
        let endpoint = Endpoint::from(uri)
            .connect_timeout(self.connect_timeout)
            .http2_keep_alive_interval(interval)
            .keep_alive_timeout(timeout);
        // What is a header's value already is not refused.
        endpoint.clone().user_agent(self.user_agent.clone()).unwrap_or(endpoint)
    }
}

/// A connection to `socket`.
pub(crate) fn tcp(endpoint: &Endpoint, socket: std::net::SocketAddr) -> Channel {
    channel(endpoint, move || async move {
        let stream = TcpStream::connect(socket).await?;
        // Requests are small: without this each would wait for the peer's delayed acknowledgement.
        stream.set_nodelay(true)?;
        Ok(stream)
    })
}

fn channel<F, Fut, Io>(endpoint: &Endpoint, connect: F) -> Channel
where
    F: Fn() -> Fut + Send + Sync + 'static,
    Fut: Future<Output = io::Result<Io>> + Send + 'static,
    Io: AsyncRead + AsyncWrite + Send + Unpin + 'static,
{
    let connector = tower::service_fn(move |_: Uri| {
        let connecting = connect();
        async move { connecting.await.map(TokioIo::new) }
    });
    endpoint.connect_with_connector_lazy(connector)
}

#[cfg(feature = "tls")]
fn with_causes(error: &dyn std::error::Error) -> String {
    let causes = std::iter::successors(error.source(), |cause| cause.source());
    causes.fold(error.to_string(), |told, cause| format!("{told}: {cause}"))
}
