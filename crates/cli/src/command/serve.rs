use std::{env, io, process::ExitCode};

use tiyao_server::{Config, FeedbackFile, Http, Monitor, Origins, OriginsError, OwnCorpus, Tokens};
use tokio::{net::TcpListener, sync::oneshot};
use tracing::{info, warn};

use crate::{
    args::{ConnectionArgs, CorpusFile, ServeArgs},
    failure::Failure,
    settings::{Assignments, Mistake, Settings, Sources, print, settle},
    systemd::{self, Sockets},
    telemetry,
};

/// Serves until SIGINT or SIGTERM, then finishes the calls that run; a second signal ends it at once.
pub(super) async fn run(args: ServeArgs, connection: &ConnectionArgs) -> Result<ExitCode, Failure> {
    let (print_only, check_only) = (args.print_config, args.check_config);
    let (settings, sources, mut mistakes) = settle(assignments(args, connection));
    let prepared = prepare(&settings, &sources, &mut mistakes);
    if !mistakes.is_empty() {
        return Err(Failure::Mistakes(mistakes.iter().map(ToString::to_string).collect()));
    }
    if print_only {
        #[allow(clippy::print_stdout, reason = "what was asked for")]
        {
            print!("{}", print(&settings));
        }
        return Ok(ExitCode::SUCCESS);
    }
    if check_only {
        return Ok(ExitCode::SUCCESS);
    }
    let _telemetry = telemetry::start(&settings)?;
    let (stop, abort) =
        stop_signals().map_err(|error| Failure::io("cannot hear signals", &error))?;
    let mut sockets = Sockets::from_environment();
    let listener = bind(&mut sockets, 0, "listen", settings.listen).await?;
    let monitor = prepared.monitor.clone();
    let admin = match settings.admin_listen {
        Some(address) => {
            let listener = bind(&mut sockets, 1, "admin.listen", address).await?;
            Some(tokio::spawn(monitor.clone().serve(listener)))
        }
        None => None,
    };
    warn_of_risks(&settings);
    #[cfg(unix)]
    crate::descriptors::make_room(settings.limits.connections);
    let watched = tokio::spawn(tell_manager(monitor));
    let stop = async move {
        stop.await.ok();
        systemd::notify("STOPPING=1");
    };
    let outcome = tokio::select! {
        outcome = tiyao_server::run(tiyao_server::tcp(listener), prepared, stop) => outcome,
        Ok(()) = abort => {
            warn!("ended at once by a second signal");
            return Err(Failure::Interrupted);
        }
    };
    watched.abort();
    if let Some(admin) = admin {
        admin.abort();
    }
    outcome.map_err(|error| Failure::Message(error.to_string()))?;
    Ok(ExitCode::SUCCESS)
}

/// What all sources say: the file, the environment, then the command line.
fn assignments(args: ServeArgs, connection: &ConnectionArgs) -> Assignments {
    let mut given = Assignments::default();
    if let Some(path) = &args.config {
        let name = path.display().to_string();
        match std::fs::read_to_string(path) {
            Ok(text) => given.read_file(&name, &text),
            Err(error) => given.blame(name, error),
        }
    }
    given.read_environment(env::vars_os());
    if args.grpc_only {
        given.set("http.enabled", "false", "--grpc-only");
    }
    let flags = [
        ("http.origins", args.allow_origins, "--allow-origins"),
        ("listen", args.listen, "--listen"),
        ("threads", args.threads, "--threads"),
        ("corpora.folder", args.corpora, "--corpora"),
    ];
    for (key, value, flag) in flags {
        if let Some(value) = value {
            given.set(key, &value, flag);
        }
    }
    if !args.files.is_empty() {
        given.set_list("corpora.files", args.files, "--corpus");
    }
    for pair in &args.pairs {
        given.set_pair(pair);
    }
    // The variable may be there for the other commands.
    let asked = connection.servers.join(",");
    if !asked.is_empty() && env::var("TIYAO_SERVER").ok() != Some(asked) {
        given.blame("--server", "a server asks no other; it listens at --listen");
    }
    for flag in connection.flags() {
        given.blame(flag, "is for those who call; a server has tls and auth in its settings");
    }
    if connection.timeout.is_some() {
        given.blame("--timeout", "is for those who call; a server has the limits in its settings");
    }
    given
}

/// What the settings come to, with all that they name opened; what is wrong with that is added to
/// `mistakes`.
fn prepare(settings: &Settings, sources: &Sources, mistakes: &mut Vec<Mistake>) -> Config {
    let mut corpora = Vec::new();
    for text in &settings.corpora_files {
        let opened = text.parse::<CorpusFile>().and_then(|file| {
            OwnCorpus::open(&file.path, file.weight)
                .map_err(|error| format!("{}: {error}", file.path.display()))
        });
        match opened {
            Ok(corpus) => corpora.push(corpus),
            Err(fault) => mistakes.push(sources.blame("corpora.files", fault)),
        }
    }
    if let Some(folder) = &settings.corpora_folder
        && let Err(error) = std::fs::read_dir(folder)
    {
        let fault = format!("{}: {error}", folder.display());
        mistakes.push(sources.blame("corpora.folder", fault));
    }
    if let Err(fault) = telemetry::check_filter(&settings.log) {
        mistakes.push(sources.blame("log", fault));
    }
    if cfg!(not(feature = "otlp")) && !settings.traces_endpoint.is_empty() {
        let fault = "this build sends no traces: it lacks the feature otlp";
        mistakes.push(sources.blame("traces.endpoint", fault));
    }
    if cfg!(not(feature = "tls")) && settings.certificate.is_some() {
        let fault = "this build speaks no TLS: it lacks the feature tls";
        mistakes.push(sources.blame("tls.certificate", fault));
    }
    let allowed = settings.http_origins.join(",").parse();
    let allowed = allowed.unwrap_or_else(|error: OriginsError| {
        mistakes.push(sources.blame("http.origins", error));
        Origins::default()
    });
    let http = Http { origins: allowed, openapi: settings.http_openapi };
    let tokens = settings.tokens.clone().and_then(|path| match Tokens::open(path) {
        Ok(tokens) => Some(tokens),
        Err(error) => {
            mistakes.push(sources.blame("auth.tokens", error));
            None
        }
    });
    let feedback = settings.feedback_file.clone().and_then(|path| {
        let name = path.display().to_string();
        match FeedbackFile::open(path) {
            Ok(file) => Some(file),
            Err(error) => {
                mistakes.push(sources.blame("feedback.file", format!("{name}: {error}")));
                None
            }
        }
    });
    Config {
        limits: settings.limits.clone(),
        analysis_threads: settings.threads,
        drain_delay: settings.drain_delay,
        drain: settings.drain_limit,
        connection_age: settings.connection_age,
        connection_age_grace: settings.connection_age_grace,
        reflection: settings.reflection,
        http: settings.http.then_some(http),
        #[cfg(feature = "tls")]
        tls: tls(settings, sources, mistakes),
        tokens,
        feedback,
        corpora,
        corpora_folder: settings.corpora_folder.clone(),
        monitor: Monitor::default(),
    }
}

#[cfg(feature = "tls")]
fn tls(
    settings: &Settings,
    sources: &Sources,
    mistakes: &mut Vec<Mistake>,
) -> Option<tiyao_server::Tls> {
    let files = tiyao_server::TlsFiles {
        certificate: settings.certificate.clone()?,
        key: settings.key.clone()?,
        client_authority: settings.client_authority.clone(),
    };
    match tiyao_server::Tls::open(files) {
        Ok(tls) => Some(tls),
        Err(error) => {
            mistakes.push(sources.blame("tls.certificate", error));
            None
        }
    }
}

/// What is allowed, and seldom meant.
fn warn_of_risks(settings: &Settings) {
    let is_open = !settings.listen.ip().is_loopback();
    if settings.tokens.is_some() && settings.certificate.is_none() && is_open {
        warn!(
            "tokens are asked for without TLS: unless a proxy adds it, they can be read on the way"
        );
    }
    if settings.tokens.is_none() && settings.client_authority.is_none() && is_open {
        warn!(
            "everyone who reaches the port may call: neither tokens nor client certificates are asked for"
        );
    }
}

/// The socket that was handed over for this, or else a new one at `address`.
async fn bind(
    sockets: &mut Sockets,
    place: usize,
    key: &str,
    address: std::net::SocketAddr,
) -> Result<TcpListener, Failure> {
    let at = |error: &io::Error| Failure::io(format!("{key} {address}"), error);
    let listener = match sockets.take(place).map_err(|error| at(&error))? {
        Some(listener) => listener,
        None => TcpListener::bind(address).await.map_err(|error| at(&error))?,
    };
    let address = listener.local_addr().map_err(|error| at(&error))?;
    info!(%address, "listening for {}", if place == 0 { "calls" } else { "probes and metrics" });
    Ok(listener)
}

/// Tells the service manager when calls are answered, and then that this process still runs.
async fn tell_manager(monitor: Monitor) {
    monitor.serving().await;
    systemd::notify("READY=1");
    let Some(interval) = systemd::watchdog_interval() else { return };
    let mut ticks = tokio::time::interval(interval);
    loop {
        ticks.tick().await;
        systemd::notify("WATCHDOG=1");
    }
}

type Heard = oneshot::Receiver<()>;

/// Ready at the first signal, and at the second; heard from now on.
fn stop_signals() -> io::Result<(Heard, Heard)> {
    let mut signals = Signals::new()?;
    let ((stop, stopped), (abort, aborted)) = (oneshot::channel(), oneshot::channel());
    tokio::spawn(async move {
        signals.next().await;
        stop.send(()).ok();
        signals.next().await;
        abort.send(()).ok();
    });
    Ok((stopped, aborted))
}

#[cfg(unix)]
struct Signals {
    interrupt: tokio::signal::unix::Signal,
    terminate: tokio::signal::unix::Signal,
}

#[cfg(unix)]
impl Signals {
    fn new() -> io::Result<Self> {
        use tokio::signal::unix::{SignalKind, signal};
        let (interrupt, terminate) = (SignalKind::interrupt(), SignalKind::terminate());
        Ok(Self { interrupt: signal(interrupt)?, terminate: signal(terminate)? })
    }

    async fn next(&mut self) {
        tokio::select! {
            _ = self.interrupt.recv() => {}
            _ = self.terminate.recv() => {}
        }
    }
}

/// An interrupt is all that there is here.
#[cfg(not(unix))]
struct Signals;

#[cfg(not(unix))]
impl Signals {
    #[allow(clippy::unnecessary_wraps, reason = "hearing signals may fail elsewhere")]
    fn new() -> io::Result<Self> {
        Ok(Self)
    }

    async fn next(&mut self) {
        drop(tokio::signal::ctrl_c().await);
    }
}
