use std::{fmt, io, num::NonZeroUsize, sync::Arc, time::Duration};

use tiyao_api::v1::{
    self, analysis_service_server::AnalysisServiceServer, issue_service_server::IssueServiceServer,
    server_service_server::ServerServiceServer,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    sync::watch,
};
use tokio_stream::Stream;
use tonic::transport::{Server, server::Connected};
use tonic_health::{ServingStatus, server::HealthReporter};
use tracing::{info, warn};

use crate::{
    analysis_service::AnalysisApi,
    call::Call,
    issue_service::IssueApi,
    layer::CallLayer,
    limits::Limits,
    pool::{Admission, Pool},
    server_service::ServerApi,
    shared::Shared,
};

/// The services whose health is told apart; the empty name is the server's own.
const SERVICES: [&str; 4] =
    ["", "tiyao.v1.AnalysisService", "tiyao.v1.IssueService", "tiyao.v1.ServerService"];
/// What one stream, and one connection, may send ahead of its reader: large texts arrive in few
/// round trips, and a connection cannot pile up more than this unread.
const WINDOW_BYTES: u32 = 1 << 20;

/// How a server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// What it allows.
    pub limits: Limits,
    /// Threads that analyse; `None`: as many as the machine has cores.
    pub analysis_threads: Option<NonZeroUsize>,
    /// How long calls may go on after shutdown was asked for; then they are cut off.
    pub drain: Duration,
}

impl Default for Config {
    fn default() -> Self {
        Self { limits: Limits::default(), analysis_threads: None, drain: Duration::from_secs(30) }
    }
}

/// Why a server could not run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The analysis threads could not be started.
    Threads(rayon::ThreadPoolBuildError),
    /// The descriptor set for reflection could not be read.
    Reflection(tonic_reflection::server::Error),
    /// The connections failed.
    Transport(tonic::transport::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threads(error) => write!(f, "cannot start the analysis threads: {error}"),
            Self::Reflection(error) => write!(f, "cannot serve reflection: {error}"),
            Self::Transport(error) => write!(f, "the transport failed: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Threads(error) => Some(error),
            Self::Reflection(error) => Some(error),
            Self::Transport(error) => Some(error),
        }
    }
}

/// Serves the connections of `listener` until `shutdown` is ready, then finishes the calls that
/// run, for at most `config.drain`.
///
/// Health is `NOT_SERVING` until the engine is loaded, and again from the moment `shutdown` is ready.
pub async fn run<L, C>(
    listener: L,
    config: Config,
    shutdown: impl Future<Output = ()> + Send + 'static,
) -> Result<(), Error>
where
    L: Stream<Item = io::Result<C>> + Send + 'static,
    C: AsyncRead + AsyncWrite + Connected + Unpin + Send + 'static,
{
    let threads = config
        .analysis_threads
        .unwrap_or_else(|| std::thread::available_parallelism().unwrap_or(NonZeroUsize::MIN));
    let pool = Pool::new(threads, config.limits.queued_jobs).map_err(Error::Threads)?;
    let message_bytes = config.limits.message_bytes;
    let shared = Arc::new(Shared { limits: config.limits, pool });

    let (health, health_service) = tonic_health::server::health_reporter();
    set_health(&health, ServingStatus::NotServing).await;
    let warm_up = tokio::spawn(warm_up(Arc::clone(&shared), health.clone()));

    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(v1::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let (begin_drain, mut draining) = watch::channel(false);
    let stop = async move {
        shutdown.await;
        // Balancers must see it before the port closes.
        set_health(&health, ServingStatus::NotServing).await;
        info!("shutdown asked for");
        begin_drain.send_replace(true);
    };
    let serving = Server::builder()
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .layer(CallLayer { message_bytes })
        .add_service(health_service)
        .add_service(reflection().build_v1().map_err(Error::Reflection)?)
        .add_service(reflection().build_v1alpha().map_err(Error::Reflection)?)
        .add_service(
            AnalysisServiceServer::new(AnalysisApi { shared: Arc::clone(&shared) })
                .max_decoding_message_size(message_bytes),
        )
        .add_service(
            IssueServiceServer::new(IssueApi { shared: Arc::clone(&shared) })
                .max_decoding_message_size(message_bytes),
        )
        .add_service(ServerServiceServer::new(ServerApi { shared }))
        .serve_with_incoming_shutdown(listener, stop);
    let cut_off = async move {
        // An error means that the server has ended by itself.
        if draining.wait_for(|draining| *draining).await.is_err() {
            std::future::pending::<()>().await;
        }
        tokio::time::sleep(config.drain).await;
    };
    let outcome = tokio::select! {
        outcome = serving => outcome.map_err(Error::Transport),
        () = cut_off => {
            warn!(drain_s = config.drain.as_secs(), "calls were cut off");
            Ok(())
        }
    };
    warm_up.abort();
    info!("server ended");
    outcome
}

/// Loads the engine, so that no call pays for it, then tells that the server serves.
async fn warm_up(shared: Arc<Shared>, health: HealthReporter) {
    let loaded = shared.run(&Call::default(), Admission::Wait, |_engine| Ok(())).await;
    if loaded.is_ok() {
        set_health(&health, ServingStatus::Serving).await;
        info!(analysis_threads = shared.pool.thread_count(), "serving");
    }
}

async fn set_health(health: &HealthReporter, status: ServingStatus) {
    for service in SERVICES {
        health.set_service_status(service, status).await;
    }
}
