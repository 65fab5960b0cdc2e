use std::{pin::pin, time::Duration};

use futures_util::future::{Either, select};
use tokio::time::sleep;

use crate::Error;

/// Makes an attempt, and a second one beside it when there is no answer after `delay` and `may` allows
/// it. The first answer ends both; so does a failure that the other could not mend.
pub(crate) async fn hedged<T, Fut>(
    delay: Option<Duration>,
    may: impl FnOnce() -> bool,
    attempt: impl Fn() -> Fut,
) -> Result<T, Error>
where
    Fut: Future<Output = Result<T, Error>>,
{
    let first = pin!(attempt());
    let Some(delay) = delay else { return first.await };
    let first = match select(first, pin!(sleep(delay))).await {
        Either::Left((answer, _)) => return answer,
        Either::Right(((), first)) => first,
    };
    if !may() {
        return first.await;
    }
    match select(first, pin!(attempt())).await {
        Either::Left((Err(error), other)) if error.is_transient() => other.await,
        Either::Right((Err(error), other)) if error.is_transient() => other.await,
        Either::Left((answer, _)) | Either::Right((answer, _)) => answer,
    }
}

#[cfg(test)]
mod tests {
    use std::{
        sync::atomic::{AtomicU32, Ordering},
        time::Duration,
    };

    use tokio::time::{Instant, sleep};

    use super::hedged;
    use crate::{Error, ErrorKind};

    /// What attempt number N does: answers after so many milliseconds, or fails.
    type Plan = [(u64, Result<u32, ErrorKind>); 2];

    async fn check(plan: Plan, may: bool, expected: Result<u32, ErrorKind>, millis: u128) {
        let made = AtomicU32::new(0);
        let begun = Instant::now();
        let attempt = || async {
            let number = made.fetch_add(1, Ordering::Relaxed);
            let (after, answer) = plan[number as usize];
            sleep(Duration::from_millis(after)).await;
            answer.map_err(|kind| Error::new(kind, "planned"))
        };
        let answer = hedged(Some(Duration::from_millis(100)), || may, attempt).await;
        assert_eq!(answer.map_err(|error| error.kind()), expected, "{plan:?}");
        assert_eq!(begun.elapsed().as_millis(), millis, "{plan:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn the_first_answer_counts() {
        let (gone, bad) = (Err(ErrorKind::Unavailable), Err(ErrorKind::InvalidRequest));
        check([(50, Ok(1)), (0, Ok(2))], true, Ok(1), 50).await;
        check([(500, Ok(1)), (10, Ok(2))], true, Ok(2), 110).await;
        check([(500, Ok(1)), (10, Ok(2))], false, Ok(1), 500).await;
        check([(200, Ok(1)), (500, Ok(2))], true, Ok(1), 200).await;
        check([(50, gone), (0, Ok(2))], true, gone, 50).await;
        check([(200, gone), (300, Ok(2))], true, Ok(2), 400).await;
        check([(500, Ok(1)), (10, gone)], true, Ok(1), 500).await;
        check([(500, Ok(1)), (10, bad)], true, bad, 110).await;
    }
}
