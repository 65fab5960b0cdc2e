use std::time::Duration;

/// How calls are made.
#[derive(Clone, Debug)]
pub struct Options {
    /// How long a call with one answer may take, all its attempts and the waits between them
    /// included; it ends with [`ErrorKind::DeadlineExceeded`](crate::ErrorKind::DeadlineExceeded).
    pub timeout: Duration,
    /// How long a streaming call may take in all; `None`: as long as it needs.
    pub stream_timeout: Option<Duration>,
    /// How long connecting may take, and the first answer to whether a host serves.
    pub connect_timeout: Duration,
    /// How long a host may leave a connection without any sign of life while something is awaited
    /// from it; then the connection is broken, and the calls on it fail as
    /// [`ErrorKind::Unavailable`](crate::ErrorKind::Unavailable).
    pub max_silence: Duration,
    /// The largest answer that is accepted, in bytes.
    pub max_response_bytes: usize,
    /// What is done when a call fails that might succeed.
    pub retry: Retry,
    /// After how long without an answer a call with one answer is made a second time, at another
    /// host, whichever answers first; `None`: never. Worth it where a few calls take much longer
    /// than most; let it be what nineteen of twenty calls need.
    pub hedge_after: Option<Duration>,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: Duration::from_mins(1),
            stream_timeout: None,
            connect_timeout: Duration::from_secs(5),
            max_silence: Duration::from_secs(15),
            max_response_bytes: 256 << 20,
            retry: Retry::default(),
            hedge_after: None,
        }
    }
}

/// What is done when a call fails that might succeed: its host could not be reached or went away,
/// or asked to come back later. Every call only reads, so that it may be made again.
#[derive(Clone, Debug)]
pub struct Retry {
    /// How often a call is made at most; 1: never again.
    pub attempts: u32,
    /// The wait before the second attempt is drawn between zero and this, and before each further one
    /// between zero and twice as much as before. A host that says when to come back is not asked
    /// earlier, but another is.
    pub backoff: Duration,
    /// What the wait is drawn below at most.
    pub max_backoff: Duration,
    /// How long one attempt at a call with one answer may take; `None`: as long as the call. Only for
    /// who knows how long an answer takes at most: a host that is gone is noticed by
    /// [`Options::max_silence`] without it.
    pub attempt_timeout: Option<Duration>,
    /// How many attempts there may be beyond the first of each call. Without a bound, many callers
    /// who try again would keep a server down that could have recovered.
    pub budget: RetryBudget,
}

impl Default for Retry {
    fn default() -> Self {
        Self {
            attempts: 4,
            backoff: Duration::from_millis(100),
            max_backoff: Duration::from_secs(2),
            attempt_timeout: None,
            budget: RetryBudget::default(),
        }
    }
}

/// How many attempts a client may make beyond the first of each call, within the last ten seconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct RetryBudget {
    /// Attempts for each call.
    pub ratio: f32,
    /// Attempts for each second, so that a client with few calls may try again too.
    pub per_second: u32,
}

impl Default for RetryBudget {
    fn default() -> Self {
        Self { ratio: 0.2, per_second: 10 }
    }
}
