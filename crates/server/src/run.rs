use std::{fmt, io, num::NonZeroUsize, path::PathBuf, sync::Arc, time::Duration};

use tiyao_api::v1::{
    self, analysis_service_server::AnalysisServiceServer, issue_service_server::IssueServiceServer,
    server_service_server::ServerServiceServer,
};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio_stream::{Stream, StreamExt as _};
use tokio_util::sync::CancellationToken;
use tonic::transport::{Server, server::Connected};
use tonic_health::{ServingStatus, server::HealthReporter};
use tracing::{error, info, warn};

use crate::{
    analysis_service::AnalysisApi,
    call::Call,
    connection::Connection,
    corpora::{Corpora, OwnCorpus},
    engine::Engine,
    issue_service::IssueApi,
    layer::CallLayer,
    limits::Limits,
    pool::Pool,
    readers::Readers,
    server_service::ServerApi,
    shared::Shared,
};

/// The services whose health is told apart; the empty name is the server's own.
const SERVICES: [&str; 4] =
    ["", "tiyao.v1.AnalysisService", "tiyao.v1.IssueService", "tiyao.v1.ServerService"];
/// What one stream, and one connection, may send ahead of its reader: large texts arrive in few
/// round trips, and a connection cannot pile up more than this unread.
const WINDOW_BYTES: u32 = 1 << 20;
/// Calls of one connection at a time; further ones wait at their sender.
const CALLS_PER_CONNECTION: u32 = 128;
/// A peer that is silent for this long is asked whether it is still there …
const KEEPALIVE_INTERVAL: Duration = Duration::from_secs(30);
/// … and its calls end when it does not answer within this.
const KEEPALIVE_TIMEOUT: Duration = Duration::from_secs(10);

/// How a server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// What it allows.
    pub limits: Limits,
    /// Threads that analyse; `None`: as many as the machine has cores.
    pub analysis_threads: Option<NonZeroUsize>,
    /// How long calls may go on after shutdown was asked for; then they are cut off.
    pub drain: Duration,
    /// Corpora laid over the built-in background.
    pub corpora: Vec<OwnCorpus>,
    /// A folder of further corpora, as [`OwnCorpus::of_file`] reads them. It is looked at every two
    /// seconds; what is new in it serves the calls that begin afterwards.
    pub corpora_folder: Option<PathBuf>,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            limits: Limits::default(),
            analysis_threads: None,
            drain: Duration::from_secs(30),
            corpora: Vec::new(),
            corpora_folder: None,
        }
    }
}

/// Why a server could not run.
#[derive(Debug)]
#[non_exhaustive]
pub enum Error {
    /// The analysis threads could not be started.
    Threads(io::Error),
    /// The folder of corpora could not be read.
    Corpora(io::Error),
    /// The descriptor set for reflection could not be read.
    Reflection(tonic_reflection::server::Error),
    /// The connections failed.
    Transport(tonic::transport::Error),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threads(error) => write!(f, "cannot start the analysis threads: {error}"),
            Self::Corpora(error) => write!(f, "cannot read the folder of corpora: {error}"),
            Self::Reflection(error) => write!(f, "cannot serve reflection: {error}"),
            Self::Transport(error) => write!(f, "the transport failed: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Threads(error) => Some(error),
            Self::Corpora(error) => Some(error),
            Self::Reflection(error) => Some(error),
            Self::Transport(error) => Some(error),
        }
    }
}

/// Serves the connections of `listener` until `shutdown` is ready, then finishes the calls that
/// run, for at most `config.drain`, and breaks the connections that are left. When it returns, nobody
/// is served any more.
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
    let pool = Pool::new(threads, &config.limits).map_err(Error::Threads)?;
    let message_bytes = config.limits.message_bytes;
    let readers = Readers::default();
    let layer = CallLayer::new(&config.limits, Arc::clone(pool.tally()), readers.clone());
    let give_up = tokio::spawn(readers.give_up_after(config.limits.stall));
    let corpora = Corpora::new(config.corpora, config.corpora_folder).map_err(Error::Corpora)?;
    let shared = Arc::new(Shared { limits: config.limits, pool, corpora });

    let (health, health_service) = tonic_health::server::health_reporter();
    set_health(&health, ServingStatus::NotServing).await;
    let warm_up = tokio::spawn(warm_up(Arc::clone(&shared), health.clone()));
    let watch = tokio::spawn(shared.corpora.clone().watch());

    let reflection = || {
        tonic_reflection::server::Builder::configure()
            .register_encoded_file_descriptor_set(v1::FILE_DESCRIPTOR_SET)
            .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
    };
    let drain_begins = CancellationToken::new();
    let (begin_drain, cut) = (drain_begins.clone(), CancellationToken::new());
    let stop = async move {
        shutdown.await;
        info!("shutdown asked for");
        // It must not say that the server serves after this has said that it does not.
        warm_up.abort();
        warm_up.await.ok();
        set_health(&health, ServingStatus::NotServing).await;
        // Whoever watches is told, and the watch ends: it would hold the drain open.
        let mut health = health;
        for service in SERVICES {
            health.clear_service_status(service).await;
        }
        begin_drain.cancel();
    };
    let connections = {
        let cut = cut.clone();
        listener.map(move |accepted| accepted.map(|inner| Connection::new(inner, cut.clone())))
    };
    let serving = Server::builder()
        .initial_stream_window_size(WINDOW_BYTES)
        .initial_connection_window_size(WINDOW_BYTES)
        .max_concurrent_streams(CALLS_PER_CONNECTION)
        .http2_keepalive_interval(Some(KEEPALIVE_INTERVAL))
        .http2_keepalive_timeout(Some(KEEPALIVE_TIMEOUT))
        .layer(layer)
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
        .serve_with_incoming_shutdown(connections, stop);
    tokio::pin!(serving);
    let drained = async {
        drain_begins.cancelled().await;
        tokio::time::sleep(config.drain).await;
    };
    let outcome = tokio::select! {
        outcome = &mut serving => outcome,
        () = drained => {
            warn!(drain_s = config.drain.as_secs_f64(), "calls are cut off");
            cut.cancel();
            serving.await
        }
    };
    watch.abort();
    give_up.abort();
    info!("server ended");
    outcome.map_err(Error::Transport)
}

/// Loads the engine, so that no call pays for it, then tells that the server serves.
async fn warm_up(shared: Arc<Shared>, health: HealthReporter) {
    let load = |_: &Engine| {
        Engine::warm_up();
        Ok(())
    };
    match shared.run(&Call::default(), &shared.engine(), 0, load).await {
        Ok(()) => {
            set_health(&health, ServingStatus::Serving).await;
            info!(analysis_threads = shared.pool.thread_count(), "serving");
        }
        Err(failure) => error!(reason = failure.reason(), "the engine could not be loaded"),
    }
}

async fn set_health(health: &HealthReporter, status: ServingStatus) {
    for service in SERVICES {
        health.set_service_status(service, status).await;
    }
}
