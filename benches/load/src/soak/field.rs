//! What all callers of a soak know, and what they found.

use std::{
    collections::{BTreeMap, BTreeSet},
    error::Error as _,
    io::{BufRead as _, BufReader, Write as _},
    net::SocketAddr,
    path::Path,
    process::{ChildStderr, Command},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering},
    },
};

use tempfile::NamedTempFile;
use tiyao_api::v1;
use tonic::{Code, Request, Status};

/// The header by which a call is found again in the server's log.
const REQUEST_ID: &str = "x-request-id";

pub(super) struct Field {
    pub(super) address: SocketAddr,
    pub(super) articles: Vec<String>,
    pub(super) answers: Vec<v1::ArticleAnalysis>,
    bearer: String,
    numbers: AtomicU64,
    over: AtomicBool,
    // While one server goes and the next comes, there may be nobody.
    restarting: AtomicBool,
    // Calls that found nobody meanwhile, as it seemed to their callers …
    unanswered: Mutex<BTreeSet<String>>,
    // … and those that the server says it had taken on.
    taken_on: Mutex<BTreeSet<String>>,
    pub(super) answered: AtomicUsize,
    pub(super) refused: AtomicUsize,
    pub(super) disturbances: AtomicUsize,
    // How often each thing that must be refused was refused as it should be.
    met: Mutex<BTreeMap<&'static str, usize>>,
    faults: Mutex<Vec<String>>,
}

impl Field {
    pub(super) fn new(address: SocketAddr, articles: Vec<String>, token: &str) -> Self {
        Self {
            address,
            articles,
            answers: Vec::new(),
            bearer: format!("Bearer {token}"),
            numbers: AtomicU64::new(0),
            over: AtomicBool::new(false),
            restarting: AtomicBool::new(false),
            unanswered: Mutex::default(),
            taken_on: Mutex::default(),
            answered: AtomicUsize::new(0),
            refused: AtomicUsize::new(0),
            disturbances: AtomicUsize::new(0),
            met: Mutex::default(),
            faults: Mutex::default(),
        }
    }

    /// A request with the token, and an id of its own.
    pub(super) fn request<T>(&self, message: T) -> Request<T> {
        self.request_with(message, &self.bearer)
    }

    pub(super) fn request_with<T>(&self, message: T, authorization: &str) -> Request<T> {
        let id = format!("soak-{}", self.numbers.fetch_add(1, Ordering::Relaxed));
        let mut request = Request::new(message);
        for (name, value) in [("authorization", authorization), (REQUEST_ID, &id)] {
            let value = value.parse().expect("it is ASCII");
            request.metadata_mut().insert(name, value);
        }
        request
    }

    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(super) fn end(&self) {
        self.over.store(true, Ordering::Relaxed);
    }

    pub(super) fn restart(&self, under_way: bool) {
        self.restarting.store(under_way, Ordering::SeqCst);
    }

    pub(super) fn fault(&self, what: String) {
        lock(&self.faults).push(what);
    }

    pub(super) fn faults(&self) -> Vec<String> {
        std::mem::take(&mut lock(&self.faults))
    }

    /// A call that was not answered. Too much may have been under way, or nobody there; anything else
    /// is a fault, and so is the latter when no server was ending or starting.
    pub(super) fn unanswered(&self, what: &str, id: Option<String>, status: &Status) {
        self.refused.fetch_add(1, Ordering::Relaxed);
        match status.code() {
            Code::ResourceExhausted => {}
            _ if is_of_the_connection(status) && self.restarting.load(Ordering::SeqCst) => {
                lock(&self.unanswered).extend(id);
            }
            _ => self.fault(format!("{what}: {status:?}")),
        }
    }

    /// What was done with a call that must be refused with `code`. Where too much is under way it may be
    /// refused for that instead, and while the server is restarted there may be nobody.
    pub(super) fn expect(&self, what: &'static str, found: Result<(), Status>, code: Code) {
        let status = match found {
            Ok(()) => Status::ok("it was answered"),
            Err(status) => status,
        };
        match status.code() {
            found if found == code => *lock(&self.met).entry(what).or_default() += 1,
            // Health is answered at any load.
            Code::ResourceExhausted if code != Code::Ok => {}
            _ if is_of_the_connection(&status) && self.restarting.load(Ordering::SeqCst) => {}
            _ => self.fault(format!("{what}: {status:?}")),
        }
    }

    /// How often each thing that must be refused was refused as it should be.
    pub(super) fn met(&self) -> BTreeMap<&'static str, usize> {
        lock(&self.met).clone()
    }

    /// Calls that a server had taken on, and whose callers never heard of it.
    pub(super) fn lost(&self) -> Vec<String> {
        lock(&self.unanswered).intersection(&lock(&self.taken_on)).cloned().collect()
    }

    /// How many calls found nobody, and how many the servers took on meanwhile.
    pub(super) fn at_the_restart(&self) -> (usize, usize) {
        (lock(&self.unanswered).len(), lock(&self.taken_on).len())
    }

    /// Reads a server's log to its end: which calls it took on while it was about to go.
    pub(super) fn follow(self: &Arc<Self>, log: ChildStderr) {
        let field = Arc::clone(self);
        std::thread::spawn(move || {
            for line in BufReader::new(log).lines().map_while(Result::ok) {
                if !field.restarting.load(Ordering::SeqCst) {
                    continue;
                }
                if let Some(id) = ended_call(&line) {
                    lock(&field.taken_on).insert(id);
                }
            }
        });
    }
}

/// Whether a caller says it of a connection that has gone: what a server says has no source.
fn is_of_the_connection(status: &Status) -> bool {
    matches!(status.code(), Code::Unavailable | Code::Unknown | Code::Cancelled)
        || status.source().is_some()
}

/// The id of the call whose end a line of the log tells.
fn ended_call(line: &str) -> Option<String> {
    let event: serde_json::Value = serde_json::from_str(line).ok()?;
    let ended = event.get("message")?.as_str()? == "call ended";
    let id = event.get("span")?.get("id")?.as_str()?;
    ended.then(|| id.to_owned())
}

/// The id that was given to a request.
pub(super) fn id_of<T>(request: &Request<T>) -> Option<String> {
    request.metadata().get(REQUEST_ID)?.to_str().ok().map(str::to_owned)
}

/// A token, and the file by which a server knows it.
pub(super) fn token(program: &Path) -> (String, NamedTempFile) {
    let made = Command::new(program).args(["token", "new", "soak", "--role", "analyze"]).output();
    let made = made.expect("a token is made");
    let mut file = NamedTempFile::new().expect("there is room for a file");
    file.write_all(&made.stdout).expect("the entry is written");
    let token = String::from_utf8(made.stderr).expect("a token is ASCII");
    (token.trim().to_owned(), file)
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
