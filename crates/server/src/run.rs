use std::{fmt, io, num::NonZeroUsize, path::PathBuf, sync::Arc, time::Duration};

use tiyao_api::v1::{
    self, analysis_service_server::AnalysisServiceServer,
    feedback_service_server::FeedbackServiceServer, issue_service_server::IssueServiceServer,
    server_service_server::ServerServiceServer,
};
use tokio::{
    io::{AsyncRead, AsyncWrite},
    task::JoinSet,
};
use tokio_stream::Stream;
use tokio_util::sync::CancellationToken;
use tonic::{codec::CompressionEncoding, service::RoutesBuilder, transport::server::Connected};
use tonic_health::ServingStatus;
use tower::{ServiceBuilder, util::option_layer};
use tracing::{error, info, warn};

#[cfg(feature = "tls")]
use crate::tls::Tls;
use crate::{
    accept::Acceptor,
    analysis_service::AnalysisApi,
    arrivals::Arrivals,
    call::Call,
    corpora::{Corpora, OwnCorpus},
    engine::Engine,
    feedback::{FeedbackApi, FeedbackFile},
    guard::{GuardLayer, Tokens},
    health::Report,
    http::{Http, HttpLayer},
    issue_service::IssueApi,
    layer::CallLayer,
    limits::Limits,
    monitor::{Monitor, State},
    pool::Pool,
    readers::Readers,
    server_service::ServerApi,
    shared::Shared,
};

/// How a server runs.
#[derive(Clone, Debug)]
pub struct Config {
    /// What it allows.
    pub limits: Limits,
    /// Threads that analyse; `None`: as many as the machine has cores.
    pub analysis_threads: Option<NonZeroUsize>,
    /// How long the server goes on taking calls after it has said that it is not ready: balancers need a
    /// while to turn elsewhere.
    pub drain_delay: Duration,
    /// How long calls may go on after that; then they are cut off.
    pub drain: Duration,
    /// How old a connection may grow; then it is told to go away, and its caller connects anew, perhaps to
    /// another replica. `None`: as old as it will.
    pub connection_age: Option<Duration>,
    /// How long the calls of such a connection may go on; then it is broken off.
    pub connection_age_grace: Duration,
    /// Whether callers may ask for the contract.
    pub reflection: bool,
    /// What is served over plain HTTP on the same port; `None`: gRPC alone.
    pub http: Option<Http>,
    /// What the port is served with; `None`: in the clear.
    #[cfg(feature = "tls")]
    pub tls: Option<Tls>,
    /// Who may call; `None`: everyone.
    pub tokens: Option<Tokens>,
    /// Where what editors decided is kept; `None`: it is not.
    pub feedback: Option<FeedbackFile>,
    /// Where the server tells how it fares.
    pub monitor: Monitor,
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
            drain_delay: Duration::ZERO,
            drain: Duration::from_secs(30),
            connection_age: None,
            connection_age_grace: Duration::from_secs(30),
            reflection: true,
            http: None,
            #[cfg(feature = "tls")]
            tls: None,
            tokens: None,
            feedback: None,
            monitor: Monitor::default(),
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
    /// The contract asks for what is not served over plain HTTP.
    Http(String),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Threads(error) => write!(f, "cannot start the analysis threads: {error}"),
            Self::Corpora(error) => write!(f, "cannot read the folder of corpora: {error}"),
            Self::Reflection(error) => write!(f, "cannot serve reflection: {error}"),
            Self::Http(error) => write!(f, "cannot serve plain HTTP: {error}"),
        }
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Threads(error) | Self::Corpora(error) => Some(error),
            Self::Reflection(error) => Some(error),
            Self::Http(_) => None,
        }
    }
}

/// Serves the connections of `listener` until `shutdown` is ready, then finishes the calls that
/// run, for at most `config.drain`, and breaks the connections that are left. When it returns, nobody
/// is served any more.
///
/// Health is `NOT_SERVING` until the engine is loaded, and again from the moment `shutdown` is ready;
/// callers are told to go away `config.drain_delay` after that.
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
    let corpora = Corpora::new(config.corpora, config.corpora_folder).map_err(Error::Corpora)?;
    let monitor = config.monitor;
    let (limits, tally, readers) = (config.limits, Arc::clone(pool.tally()), Readers::default());
    let admission = Arc::clone(pool.admission());
    let arrivals = Arrivals::new(&limits);
    let layer = CallLayer::new(
        &limits,
        Arc::clone(&tally),
        admission,
        readers.clone(),
        arrivals.clone(),
        monitor.clone(),
    );
    let shared = Arc::new(Shared { limits: limits.clone(), pool, corpora });
    monitor.watch_pool({
        let shared = Arc::downgrade(&shared);
        move || shared.upgrade().map(|shared| shared.pool.state()).unwrap_or_default()
    });

    let (health, drain) = (Report::new().await, CancellationToken::new());
    let mut tasks = JoinSet::new();
    tasks.spawn(shared.corpora.clone().watch());
    tasks.spawn(readers.give_up_after(limits.stall));
    if let Some(tokens) = config.tokens.clone() {
        tasks.spawn(tokens.watch());
    }
    #[cfg(feature = "tls")]
    if let Some(tls) = config.tls.clone() {
        tasks.spawn(tls.watch(monitor.clone()));
    }

    let mut routes = services(&shared, config.reflection, config.feedback)?;
    routes.add_service(health.service(drain.clone()));
    let http = match config.http {
        Some(http) => {
            let tokens = config.tokens.clone();
            let layer = HttpLayer::new(http, &limits, tokens, arrivals, monitor.clone());
            Some(layer.map_err(Error::Http)?)
        }
        None => None,
    };
    let http1 = http.is_some();
    let service = ServiceBuilder::new()
        .layer(option_layer(http))
        .layer(layer)
        .layer(GuardLayer { tokens: config.tokens })
        .service(routes.routes().prepare());

    let acceptor = Acceptor {
        limits,
        http1,
        tally,
        age: config.connection_age,
        age_grace: config.connection_age_grace,
        #[cfg(feature = "tls")]
        tls: config.tls,
        monitor: monitor.clone(),
        drain: drain.clone(),
        cut: CancellationToken::new(),
    };
    let cut = acceptor.cut.clone();
    let warm_up = tokio::spawn(warm_up(shared, health.clone(), monitor.clone()));
    tasks.spawn(async move {
        shutdown.await;
        info!("shutdown asked for");
        // It must not say that the server serves after this has said that it does not.
        warm_up.abort();
        warm_up.await.ok();
        monitor.set_state(State::Draining);
        // Whoever watches is told now; at the end of the delay the watch ends.
        health.say(ServingStatus::NotServing).await;
        tokio::time::sleep(config.drain_delay).await;
        drain.cancel();
        tokio::time::sleep(config.drain).await;
        warn!(drain_s = config.drain.as_secs_f64(), "calls are cut off");
        cut.cancel();
    });
    acceptor.serve(listener, service).await;
    // The tasks end with their set.
    info!("server ended");
    Ok(())
}

/// The services, but that of health.
fn services(
    shared: &Arc<Shared>,
    reflected: bool,
    feedback: Option<FeedbackFile>,
) -> Result<RoutesBuilder, Error> {
    let message_bytes = shared.limits.message_bytes;
    let mut routes = RoutesBuilder::default();
    if reflected {
        routes.add_service(reflection().build_v1().map_err(Error::Reflection)?);
        routes.add_service(reflection().build_v1alpha().map_err(Error::Reflection)?);
    }
    routes
        .add_service(
            AnalysisServiceServer::new(AnalysisApi { shared: Arc::clone(shared) })
                .max_decoding_message_size(message_bytes)
                .send_compressed(CompressionEncoding::Zstd)
                .send_compressed(CompressionEncoding::Gzip),
        )
        .add_service(
            IssueServiceServer::new(IssueApi { shared: Arc::clone(shared) })
                .max_decoding_message_size(message_bytes)
                .send_compressed(CompressionEncoding::Zstd)
                .send_compressed(CompressionEncoding::Gzip),
        )
        .add_service(
            FeedbackServiceServer::new(FeedbackApi {
                limits: shared.limits.clone(),
                file: feedback,
            })
            .max_decoding_message_size(message_bytes),
        )
        .add_service(ServerServiceServer::new(ServerApi { shared: Arc::clone(shared) }));
    Ok(routes)
}

fn reflection() -> tonic_reflection::server::Builder<'static> {
    tonic_reflection::server::Builder::configure()
        .register_encoded_file_descriptor_set(v1::FILE_DESCRIPTOR_SET)
        .register_encoded_file_descriptor_set(tonic_health::pb::FILE_DESCRIPTOR_SET)
}

/// Loads the engine, so that no call pays for it, then tells that the server serves.
async fn warm_up(shared: Arc<Shared>, health: Report, monitor: Monitor) {
    let load = |_: &Engine| {
        Engine::warm_up();
        Ok(())
    };
    match shared.run(&Call::default(), &shared.engine(), 0, load).await {
        Ok(()) => {
            health.say(ServingStatus::Serving).await;
            monitor.set_state(State::Serving);
            info!(analysis_threads = shared.pool.thread_count(), "serving");
        }
        Err(failure) => error!(reason = failure.reason(), "the engine could not be loaded"),
    }
}
