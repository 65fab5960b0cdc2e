use std::{
    io::{self, IsTerminal as _},
    process::ExitCode,
};

use tiyao_server::{Config, Http};
use tokio::net::TcpListener;
use tracing::info;
use tracing_subscriber::EnvFilter;

use crate::{args::ServeArgs, connection, failure::Failure};

/// The variable that says what is logged, as `debug` or `tiyao_server=debug`.
const LOG_VARIABLE: &str = "TIYAO_LOG";

/// Serves until SIGINT or SIGTERM, then finishes the calls that run.
pub(super) async fn run(args: ServeArgs) -> Result<ExitCode, Failure> {
    log_to_stderr()?;
    let stop = stop_signal().map_err(|error| Failure::io("cannot hear signals", &error))?;
    let at = |error: &io::Error| Failure::io(format!("--listen {}", args.listen), error);
    let listener = TcpListener::bind(args.listen).await.map_err(|error| at(&error))?;
    let address = listener.local_addr().map_err(|error| at(&error))?;
    info!(%address, "listening");
    let config = Config {
        analysis_threads: args.threads,
        http: (!args.grpc_only).then(|| Http { origins: args.allow_origins, ..Http::default() }),
        corpora: connection::corpora(&args.own)?,
        corpora_folder: args.corpora,
        ..Config::default()
    };
    tiyao_server::run(tiyao_server::tcp(listener), config, stop)
        .await
        .map_err(|error| Failure::Message(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

fn log_to_stderr() -> Result<(), Failure> {
    let directives = std::env::var(LOG_VARIABLE).unwrap_or_else(|_| "info".to_owned());
    let filter = EnvFilter::try_new(directives)
        .map_err(|error| Failure::Usage(format!("{LOG_VARIABLE}: {error}")))?;
    tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_ansi(io::stderr().is_terminal())
        .with_env_filter(filter)
        .init();
    Ok(())
}

/// Heard from now on; ready at the first of the two.
#[cfg(unix)]
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    use tokio::signal::unix::{SignalKind, signal};
    let mut interrupt = signal(SignalKind::interrupt())?;
    let mut terminate = signal(SignalKind::terminate())?;
    Ok(async move {
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
        }
    })
}

/// Ready at an interrupt, which is all that there is here.
#[cfg(not(unix))]
#[allow(clippy::unnecessary_wraps, reason = "hearing signals may fail elsewhere")]
fn stop_signal() -> io::Result<impl Future<Output = ()> + Send + 'static> {
    Ok(async { drop(tokio::signal::ctrl_c().await) })
}
