//! Which server is asked.

use tiyao_client::{Client, Options};

use crate::{args::ConnectionArgs, failure::Failure};

/// A client of the server that was named, or else of one within this process.
pub(crate) fn connect(args: &ConnectionArgs) -> Result<Client, Failure> {
    let mut options = Options::default();
    if let Some(timeout) = args.timeout {
        options.timeout = timeout;
        options.stream_timeout = Some(timeout);
    }
    // An empty variable is one that is not set.
    match args.server.as_deref().filter(|server| !server.is_empty()) {
        Some(server) => Client::connect(server, options)
            .map_err(|error| Failure::Usage(format!("--server: {error}"))),
        None => embedded(options),
    }
}

/// The very same server over an in-memory connection. It ends with the process: it keeps nothing
/// that would have to be saved.
#[cfg(feature = "embedded")]
#[allow(clippy::unnecessary_wraps, reason = "without the server it fails")]
fn embedded(options: Options) -> Result<Client, Failure> {
    let (listener, connector) = tiyao_server::in_process();
    let config = tiyao_server::Config::default();
    tokio::spawn(async move {
        if let Err(error) = tiyao_server::run(listener, config, std::future::pending()).await {
            eprintln!("error: the server within this process ended: {error}");
        }
    });
    let connect = move || {
        let connector = connector.clone();
        async move { connector.connect().await }
    };
    Ok(Client::over(connect, options))
}

#[cfg(not(feature = "embedded"))]
fn embedded(_options: Options) -> Result<Client, Failure> {
    let message = "--server URL (or TIYAO_SERVER) is needed: this tiyao holds no server";
    Err(Failure::Usage(message.to_owned()))
}
