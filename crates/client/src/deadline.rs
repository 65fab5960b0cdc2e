use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::Error;

/// More than a call can wait for, and as much as the protocol can say.
const LONGEST: Duration = Duration::from_hours(24 * 365);

/// When something must have ended.
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

    pub(crate) fn remaining(self) -> Duration {
        self.at.saturating_duration_since(Instant::now())
    }

    /// Waits for `work`, but not beyond this deadline.
    pub(crate) async fn bound<T>(
        self,
        work: impl Future<Output = Result<T, Error>>,
    ) -> Result<T, Error> {
        match timeout_at(self.at, work).await {
            Ok(result) => result,
            Err(_elapsed) => Err(self.exceeded()),
        }
    }

    pub(crate) fn exceeded(self) -> Error {
        Error::deadline(self.timeout)
    }
}
