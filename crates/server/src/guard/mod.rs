//! Who may call: tokens with roles and quotas.

mod file;
mod layer;
mod quota;
mod token;

use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::{Duration, Instant},
};

use subtle::Choice;
use tokio::time::{MissedTickBehavior, interval};
use tracing::{info, warn};

pub(crate) use self::layer::GuardLayer;
use self::quota::Allowance;
pub use self::{
    file::TokenFaults,
    token::{Token, TokenHash},
};
use crate::failure::Failure;

/// How often the file is looked at: a token that was taken out of it ends within this.
const LOOK_INTERVAL: Duration = Duration::from_secs(5);

/// What a caller may do; each role may do what those before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Role {
    /// Analyse, and ask for versions and limits.
    Analyze,
    /// Change corpora and lexicons.
    Manage,
    /// Everything.
    Admin,
}

impl Role {
    /// The role of this name.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Analyze, Self::Manage, Self::Admin].into_iter().find(|role| role.name() == name)
    }

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Analyze => "analyze",
            Self::Manage => "manage",
            Self::Admin => "admin",
        }
    }
}

/// Whoever has a token.
#[derive(Debug)]
struct Caller {
    name: Arc<str>,
    hash: TokenHash,
    role: Role,
    calls: Option<Allowance>,
    bytes: Option<Allowance>,
}

/// Why tokens cannot be read.
#[derive(Debug)]
#[non_exhaustive]
pub enum TokensError {
    /// The file cannot be read.
    Read(PathBuf, io::Error),
    /// Its content is wrong.
    Faults(PathBuf, TokenFaults),
}

impl fmt::Display for TokensError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Faults(path, faults) => write!(f, "{}: {faults}", path.display()),
        }
    }
}

impl std::error::Error for TokensError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(_, error) => Some(error),
            Self::Faults(_, faults) => Some(faults),
        }
    }
}

/// The callers that a file names, and goes on to name. A clone is the same.
#[derive(Clone)]
pub struct Tokens {
    path: Arc<PathBuf>,
    current: Arc<RwLock<Current>>,
}

struct Current {
    callers: Arc<[Arc<Caller>]>,
    text: String,
}

impl fmt::Debug for Tokens {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Tokens").field("path", &self.path).finish_non_exhaustive()
    }
}

impl Tokens {
    /// Reads the file: for each caller a table `[[token]]` with `name`, `sha256`, `role` and, if there
    /// is a quota, `calls_per_minute` and `bytes_per_minute`.
    pub fn open(path: PathBuf) -> Result<Self, TokensError> {
        let text = read(&path)?;
        let callers = callers(&path, &text)?;
        let current = Arc::new(RwLock::new(Current { callers, text }));
        Ok(Self { path: Arc::new(path), current })
    }

    /// How many callers there are.
    pub fn count(&self) -> usize {
        self.callers().len()
    }

    fn callers(&self) -> Arc<[Arc<Caller>]> {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(&current.callers)
    }

    /// Whose token this is. Looks at all, whether one was found or not: the time must not tell which.
    fn caller(&self, token: &str) -> Option<Arc<Caller>> {
        let hash = TokenHash::of(token);
        let mut found = None;
        for caller in self.callers().iter() {
            let matches: Choice = caller.hash.matches(&hash);
            if bool::from(matches) {
                found = Some(Arc::clone(caller));
            }
        }
        found
    }

    /// Looks at the file again and again. In the place of an unsound one the callers before it stay.
    pub(crate) async fn watch(self) {
        let mut ticks = interval(LOOK_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        let mut refused = None;
        loop {
            ticks.tick().await;
            let this = self.clone();
            let looked = tokio::task::spawn_blocking(move || this.look()).await;
            match looked {
                Ok(Ok(changed)) => {
                    refused = None;
                    if changed {
                        info!(token_count = self.count(), "tokens changed");
                    }
                }
                Ok(Err(error)) => {
                    let error = error.to_string();
                    // Once: the file will be as it is until someone changes it.
                    if refused.as_ref() != Some(&error) {
                        warn!(error, "tokens refused, the old ones stay");
                        refused = Some(error);
                    }
                }
                Err(_ended) => return,
            }
        }
    }

    fn look(&self) -> Result<bool, TokensError> {
        let text = read(&self.path)?;
        if self.current.read().unwrap_or_else(PoisonError::into_inner).text == text {
            return Ok(false);
        }
        let callers = callers(&self.path, &text)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) = Current { callers, text };
        Ok(true)
    }
}

fn read(path: &Path) -> Result<String, TokensError> {
    fs::read_to_string(path).map_err(|error| TokensError::Read(path.to_owned(), error))
}

fn callers(path: &Path, text: &str) -> Result<Arc<[Arc<Caller>]>, TokensError> {
    let callers = file::parse(text, Instant::now());
    let callers = callers.map_err(|faults| TokensError::Faults(path.to_owned(), faults))?;
    Ok(callers.into_iter().map(Arc::new).collect())
}

impl Caller {
    /// Admits a call that begins now.
    fn admit(&self, now: Instant) -> Result<(), Failure> {
        if let Some(bytes) = &self.bytes {
            bytes.check(now).map_err(|wait| over(bytes, "bytes_per_minute", wait))?;
        }
        if let Some(calls) = &self.calls {
            calls.take_one(now).map_err(|wait| over(calls, "calls_per_minute", wait))?;
        }
        Ok(())
    }

    /// Counts bytes that were received.
    fn received(&self, count: usize, now: Instant) -> Result<(), Failure> {
        let Some(bytes) = &self.bytes else { return Ok(()) };
        bytes.take(count, now).map_err(|wait| over(bytes, "bytes_per_minute", wait))
    }
}

fn over(allowance: &Allowance, quota: &'static str, retry_after: Duration) -> Failure {
    Failure::QuotaExceeded { quota, limit: allowance.per_minute(), retry_after }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::{Role, Token, Tokens, TokensError};

    #[test]
    fn a_file_that_changes_changes_who_may_call() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("tokens.toml");
        let (old, new) = (Token::of([1; 32]), Token::of([2; 32]));
        let put = |token: &Token, role: &str| {
            let hash = token.hash();
            let text =
                format!("[[token]]\nname = \"desk\"\nsha256 = \"{hash}\"\nrole = \"{role}\"\n");
            fs::write(&path, text).unwrap();
        };
        assert!(matches!(Tokens::open(path.clone()), Err(TokensError::Read(..))));
        put(&old, "analyze");
        let tokens = Tokens::open(path.clone()).unwrap();
        let role_of = |token: &Token| tokens.caller(token.reveal()).map(|caller| caller.role);
        assert_eq!(role_of(&old), Some(Role::Analyze));
        assert!(!tokens.look().unwrap());

        put(&new, "admin");
        assert!(tokens.look().unwrap());
        assert_eq!((role_of(&old), role_of(&new)), (None, Some(Role::Admin)));
        put(&new, "king");
        assert!(matches!(tokens.look(), Err(TokensError::Faults(..))));
        fs::remove_file(&path).unwrap();
        assert!(matches!(tokens.look(), Err(TokensError::Read(..))));
        assert_eq!(role_of(&new), Some(Role::Admin));
    }
}
