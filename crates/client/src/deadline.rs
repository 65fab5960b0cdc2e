use std::time::Duration;

use tokio::time::{Instant, timeout_at};
use tonic::{Code, Request, Status};

use crate::Error;

/// More than a call can wait for, and as much as the protocol can say.
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// When a call must have ended.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Deadline {
    timeout: Duration,
    at: Instant,
}

impl Deadline {
    pub(crate) fn after(timeout: Duration) -> Self {
        let timeout = timeout.min(LONGEST);
        Self { timeout, at: Instant::now() + timeout }
    }

    pub(crate) fn at(self) -> Instant {
        self.at
    }

    /// A request that tells the server of this deadline.
    pub(crate) fn request<M>(self, message: M) -> Request<M> {
        let mut request = Request::new(message);
        request.set_timeout(self.timeout);
        request
    }

    /// Waits for a call, but not beyond this deadline.
    pub(crate) async fn bound<T>(
        self,
        call: impl Future<Output = Result<T, Status>>,
    ) -> Result<T, Error> {
        match timeout_at(self.at, call).await {
            Ok(result) => result.map_err(|status| self.told(status)),
            Err(_elapsed) => Err(self.exceeded()),
        }
    }

    /// What `status` means for a call with this deadline: the transport has a timer of its own,
    /// which reports the same deadline as CANCELLED.
    pub(crate) fn told(self, status: Status) -> Error {
        let passed = status.code() == Code::Cancelled && Instant::now() >= self.at;
        if passed { self.exceeded() } else { status.into() }
    }

    pub(crate) fn exceeded(self) -> Error {
        Error::deadline(self.timeout)
    }
}
