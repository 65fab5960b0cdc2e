//! A server in a process of its own, and what the system knows of it.

use std::{
    ffi::OsStr,
    fs, io,
    net::{SocketAddr, TcpListener},
    path::Path,
    process::{Child, ChildStderr, Command, Stdio},
    time::{Duration, Instant},
};

use tonic::transport::{Channel, Endpoint};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::cores;

/// Clock ticks in a second, as Linux counts them on every machine.
const TICKS: f64 = 100.0;
/// How long a server may take to serve, or to end.
const PATIENCE: Duration = Duration::from_secs(40);

/// A server that is ended when this is dropped.
pub(crate) struct Served {
    child: Child,
    pub(crate) address: SocketAddr,
    /// From its start to its first answer that it serves.
    pub(crate) start: Duration,
}

/// A port on loopback that nobody has.
pub(crate) fn free_port() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("there is a free port");
    listener.local_addr().expect("it has an address")
}

impl Served {
    /// Starts `tiyao serve`, and waits until it serves.
    pub(crate) async fn tiyao(program: &Path, address: SocketAddr) -> Self {
        let mut command = command(program, address);
        command.env("TIYAO_LOG", "error");
        Self::start(command, address).await
    }

    /// Starts `tiyao serve` for the callers with a token in this file, and gives its log as well: an
    /// object for each call.
    pub(crate) async fn guarded(
        program: &Path,
        address: SocketAddr,
        tokens: &OsStr,
    ) -> (Self, ChildStderr) {
        let mut command = command(program, address);
        command.env("TIYAO_AUTH_TOKENS", tokens).env("TIYAO_LOG_FORMAT", "json");
        command.stderr(Stdio::piped());
        let mut served = Self::start(command, address).await;
        let log = served.child.stderr.take().expect("it was asked for");
        (served, log)
    }

    /// Starts a server, and waits until it serves.
    pub(crate) async fn start(mut command: Command, address: SocketAddr) -> Self {
        let started = Instant::now();
        let child = cores::spawn(&mut command).expect("the server starts");
        let channel = connect(address);
        let mut health = HealthClient::new(channel);
        while !is_serving(&mut health).await {
            assert!(started.elapsed() < PATIENCE, "the server does not come up");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        Self { child, address, start: started.elapsed() }
    }

    /// Processor time so far.
    pub(crate) fn processor(&self) -> Duration {
        let stat = self.proc("stat").unwrap_or_default();
        // User and system time, behind the program's name in brackets.
        let behind = stat.rsplit_once(')').map_or("", |(_, behind)| behind);
        let ticks = behind.split_whitespace().skip(11).take(2);
        let ticks: f64 = ticks.filter_map(|field| field.parse::<f64>().ok()).sum();
        Duration::from_secs_f64(ticks / TICKS)
    }

    /// Resident memory in MiB.
    pub(crate) fn memory(&self) -> f64 {
        let status = self.proc("status").unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        let kib = line.and_then(|line| line.trim().strip_suffix("kB")?.trim().parse::<f64>().ok());
        kib.unwrap_or_default() / 1024.0
    }

    /// Open descriptors.
    pub(crate) fn descriptors(&self) -> usize {
        fs::read_dir(format!("/proc/{}/fd", self.child.id())).map_or(0, Iterator::count)
    }

    fn proc(&self, file: &str) -> io::Result<String> {
        fs::read_to_string(format!("/proc/{}/{file}", self.child.id()))
    }

    /// Asks it to end, and waits until it has. Gives whether it ended well.
    pub(crate) async fn stop(mut self) -> bool {
        let id = self.child.id().to_string();
        let told = Command::new("kill").args(["-TERM", &id]).status();
        assert!(told.is_ok_and(|status| status.success()), "the server can be told to end");
        let asked = Instant::now();
        while asked.elapsed() < PATIENCE {
            if let Ok(Some(status)) = self.child.try_wait() {
                return status.success();
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        false
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        // It may have ended already.
        self.child.kill().ok();
        self.child.wait().ok();
    }
}

fn command(program: &Path, address: SocketAddr) -> Command {
    let mut command = Command::new(program);
    command.args(["serve", "--listen", &address.to_string()]).stdin(Stdio::null());
    command
}

/// A connection that is made at its first call, and made anew when it breaks.
pub(crate) fn connect(address: SocketAddr) -> Channel {
    Endpoint::from_shared(format!("http://{address}"))
        .expect("an address is a URI")
        .tcp_nodelay(true)
        .connect_lazy()
}

pub(crate) async fn is_serving(health: &mut HealthClient<Channel>) -> bool {
    let status = health.check(HealthCheckRequest::default()).await;
    status.is_ok_and(|status| status.into_inner().status() == ServingStatus::Serving)
}
