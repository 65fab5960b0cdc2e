//! When a call is made again, and when it is not.

use std::time::{Duration, Instant};

use tiyao_client::{Client, ErrorKind, Options, Retry, RetryBudget};
use tonic::Status;

use crate::scripted::{Answer, Scripted, full, unavailable};

fn quick() -> Options {
    let retry = Retry { backoff: Duration::from_millis(5), ..Retry::default() };
    Options { timeout: Duration::from_secs(10), retry, ..Options::default() }
}

/// Calls a server that follows `script`; gives what came of it and how often it was called.
async fn called(
    script: impl IntoIterator<Item = Answer>,
    options: Options,
) -> (Result<(), tiyao_client::Error>, usize) {
    let server = Scripted::start(script).await;
    let client = Client::connect(&server.endpoint(), options).unwrap();
    let answer = client.server_info().await.map(drop);
    (answer, server.seen().len())
}

#[tokio::test]
async fn what_may_succeed_is_tried_again() {
    let (answer, calls) = called([unavailable(), unavailable()], quick()).await;
    assert!(answer.is_ok());
    assert_eq!(calls, 3);
}

#[tokio::test]
async fn there_is_an_end_to_it() {
    let (answer, calls) = called((0..9).map(|_| unavailable()), quick()).await;
    let error = answer.unwrap_err();
    assert_eq!((error.kind(), error.attempts(), calls), (ErrorKind::Unavailable, 4, 4));
}

#[tokio::test]
async fn what_fails_for_good_is_not_tried_again() {
    for status in [
        Status::invalid_argument("no text"),
        Status::internal("a fault"),
        Status::resource_exhausted("the message is too large"),
        Status::unauthenticated("who are you"),
        Status::deadline_exceeded("too late"),
    ] {
        let code = status.code();
        let (answer, calls) = called([Answer::Failure(status)], quick()).await;
        assert_eq!((answer.unwrap_err().attempts(), calls), (1, 1), "{code:?}");
    }
}

#[tokio::test]
async fn who_asks_for_time_is_given_it() {
    let begun = Instant::now();
    let (answer, calls) = called([full(Duration::from_millis(300))], quick()).await;
    assert!(answer.is_ok());
    assert_eq!(calls, 2);
    assert!(begun.elapsed() >= Duration::from_millis(300));
}

/// Nobody waits for a time that lies behind the deadline.
#[tokio::test]
async fn who_asks_for_too_much_time_is_told_of() {
    let begun = Instant::now();
    let (answer, calls) = called([full(Duration::from_mins(5))], quick()).await;
    let error = answer.unwrap_err();
    assert_eq!((error.kind(), calls), (ErrorKind::ResourceExhausted, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_mins(5)));
    assert!(begun.elapsed() < Duration::from_secs(5));
}

/// What one host asks for does not hold for another.
#[tokio::test]
async fn another_host_is_asked_at_once() {
    let full_one = Scripted::start((0..99).map(|_| full(Duration::from_mins(5)))).await;
    let idle = Scripted::start([]).await;
    let endpoints = [full_one.endpoint(), idle.endpoint()];
    let client = Client::builder().endpoints(endpoints).options(quick()).build().unwrap();
    for _ in 0..20 {
        client.server_info().await.unwrap();
    }
    assert_eq!(idle.seen().len(), 20);
    // It asked to be left alone, and was.
    assert!(full_one.seen().len() <= 1);
}

#[tokio::test]
async fn the_deadline_covers_all_attempts() {
    let hour = || Answer::After(Duration::from_hours(1));
    let options = Options { timeout: Duration::from_millis(300), ..quick() };
    let begun = Instant::now();
    let (answer, calls) = called([unavailable(), hour()], options).await;
    let error = answer.unwrap_err();
    assert_eq!((error.kind(), calls), (ErrorKind::DeadlineExceeded, 2));
    assert!(error.message().contains("going away"), "{error}");
    assert!(begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn an_attempt_may_have_a_limit_of_its_own() {
    let hour = Answer::After(Duration::from_hours(1));
    let mut options = quick();
    options.retry.attempt_timeout = Some(Duration::from_millis(100));
    let (answer, calls) = called([hour], options).await;
    assert!(answer.is_ok());
    assert_eq!(calls, 2);
}

#[tokio::test]
async fn the_budget_is_shared_by_all_calls() {
    let server = Scripted::start((0..99).map(|_| unavailable())).await;
    let mut options = quick();
    options.retry.budget = RetryBudget { ratio: 0.1, per_second: 0 };
    let client = Client::connect(&server.endpoint(), options).unwrap();
    for _ in 0..40 {
        client.clone().server_info().await.unwrap_err();
    }
    assert_eq!(server.seen().len(), 44);
}

#[tokio::test]
async fn the_only_host_is_not_asked_twice() {
    let late = Answer::After(Duration::from_millis(200));
    let options = Options { hedge_after: Some(Duration::from_millis(20)), ..quick() };
    let (answer, calls) = called([late], options).await;
    assert!(answer.is_ok());
    assert_eq!(calls, 1);
}

#[tokio::test]
async fn a_late_answer_is_overtaken_at_another_host() {
    let hour = || Answer::After(Duration::from_hours(1));
    let (slow, quick_one) = (Scripted::start([hour(), hour()]).await, Scripted::start([]).await);
    let options = Options { hedge_after: Some(Duration::from_millis(50)), ..quick() };
    let client = Client::builder()
        .endpoints([slow.endpoint(), quick_one.endpoint()])
        .options(options)
        .build()
        .unwrap();
    for _ in 0..20 {
        client.server_info().await.unwrap();
    }
    // Each of the two that hang was made a second time, and no other.
    assert_eq!(slow.seen().len() + quick_one.seen().len(), 22);
}
