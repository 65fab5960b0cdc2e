use std::{
    sync::Arc,
    time::{Duration, Instant},
};

use tokio::{
    sync::Notify,
    time::{sleep, timeout},
};
use tonic::{Code, Status};
use tonic_health::pb::{
    HealthCheckRequest, health_check_response::ServingStatus, health_client::HealthClient,
};

use crate::{backoff::backoff, host::Host, standing::Health};

/// Waits between two tries to hear a host that is away are drawn below these.
const FIRST_WAIT: Duration = Duration::from_millis(200);
const LONGEST_WAIT: Duration = Duration::from_secs(5);
/// A host that was heard for this long and went away is listened to again at once.
const STEADY: Duration = Duration::from_secs(1);

/// Listens to what a host says of itself (`grpc.health.v1.Health/Watch`) as long as this runs: it is
/// left as soon as it goes away or says that it will, and taken back when it serves again. `patience`
/// is how long a first word may take.
pub(crate) async fn watch(host: Arc<Host>, changed: Arc<Notify>, patience: Duration) {
    let hear = |health: Health| {
        let mut standing = host.standing();
        let before = standing.health();
        standing.says(health);
        drop(standing);
        if before != health {
            tracing::debug!(host = host.name, ?before, now = ?health, "a host's health changed");
            changed.notify_waiters();
        }
    };
    let mut failures = 0;
    loop {
        let begun = Instant::now();
        let ended = listen(&host, patience, hear).await;
        // One that does not know the question is called as long as calls succeed there.
        if ended.code() == Code::Unimplemented {
            return hear(Health::Serving);
        }
        hear(Health::NotServing);
        failures = if begun.elapsed() < STEADY { failures + 1 } else { 0 };
        if failures > 0 {
            sleep(backoff(FIRST_WAIT, LONGEST_WAIT, failures, fastrand::f64())).await;
        }
    }
}

/// Why there is nothing more to hear.
async fn listen(host: &Host, patience: Duration, hear: impl Fn(Health)) -> Status {
    let mut client = HealthClient::new(host.channel.clone());
    let first_word = async {
        let mut said = client.watch(HealthCheckRequest::default()).await?.into_inner();
        let first = said.message().await?;
        Ok::<_, Status>((said, first))
    };
    let (mut said, mut next) = match timeout(patience, first_word).await {
        Ok(Ok(begun)) => begun,
        Ok(Err(status)) => return status,
        Err(_elapsed) => return Status::unavailable("it does not say whether it serves"),
    };
    while let Some(word) = next {
        hear(match word.status() {
            ServingStatus::Serving => Health::Serving,
            _ => Health::NotServing,
        });
        next = match said.message().await {
            Ok(next) => next,
            Err(status) => return status,
        };
    }
    Status::unavailable("it says no more")
}
