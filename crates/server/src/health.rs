//! The health of the server and its services, as `grpc.health.v1` has it.

use std::{pin::Pin, task::Poll};

use futures_util::{Stream, StreamExt as _, stream};
use tokio_util::sync::CancellationToken;
use tonic::{Request, Response, Status};
use tonic_health::{
    ServingStatus,
    pb::{
        HealthCheckRequest, HealthCheckResponse,
        health_server::{Health, HealthServer},
    },
    server::{HealthReporter, HealthService},
};

/// The services whose health is told apart; the empty name is the server's own.
const SERVICES: [&str; 5] = [
    "",
    "tiyao.v1.AnalysisService",
    "tiyao.v1.IssueService",
    "tiyao.v1.FeedbackService",
    "tiyao.v1.ServerService",
];

/// What `grpc.health.v1.Health` says.
#[derive(Clone)]
pub(crate) struct Report {
    reporter: HealthReporter,
}

impl Report {
    /// Nothing serves yet.
    pub(crate) async fn new() -> Self {
        let report = Self { reporter: HealthReporter::new() };
        report.say(ServingStatus::NotServing).await;
        report
    }

    /// Says the same of all services.
    pub(crate) async fn say(&self, status: ServingStatus) {
        for service in SERVICES {
            self.reporter.set_service_status(service, status).await;
        }
    }

    /// The service that tells it. Whoever watches does so until `end`: a watch would hold up the end
    /// of the server. Single questions are answered as long as there is somebody to answer them.
    pub(crate) fn service(&self, end: CancellationToken) -> HealthServer<HealthApi> {
        let service = HealthService::from_health_reporter(self.reporter.clone());
        HealthServer::new(HealthApi { service, end })
    }
}

/// `grpc.health.v1.Health`.
pub(crate) struct HealthApi {
    service: HealthService,
    end: CancellationToken,
}

type Statuses = Pin<Box<dyn Stream<Item = Result<HealthCheckResponse, Status>> + Send>>;

#[tonic::async_trait]
impl Health for HealthApi {
    type WatchStream = Statuses;

    async fn check(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<HealthCheckResponse>, Status> {
        self.service.check(request).await
    }

    async fn watch(
        &self,
        request: Request<HealthCheckRequest>,
    ) -> Result<Response<Statuses>, Status> {
        let mut end = Box::pin(self.end.clone().cancelled_owned());
        let statuses = self.service.watch(request).await?;
        Ok(statuses.map(|statuses| -> Statuses {
            let mut statuses = Box::pin(statuses);
            // What is known goes out first, so that nobody misses the last of it.
            Box::pin(stream::poll_fn(move |context| match statuses.poll_next_unpin(context) {
                Poll::Pending => end.as_mut().poll(context).map(|()| None),
                status @ Poll::Ready(_) => status,
            }))
        }))
    }
}

#[cfg(test)]
mod tests {
    use futures_util::StreamExt as _;
    use tokio_util::sync::CancellationToken;
    use tonic::Request;
    use tonic_health::{
        ServingStatus,
        pb::{HealthCheckRequest, health_server::Health as _},
        server::HealthService,
    };

    use super::{HealthApi, Report};

    #[tokio::test]
    async fn at_the_end_watches_end_and_questions_are_answered() {
        let report = Report::new().await;
        let end = CancellationToken::new();
        let service = HealthService::from_health_reporter(report.reporter.clone());
        let health = HealthApi { service, end: end.clone() };
        let server = || Request::new(HealthCheckRequest::default());
        let mut statuses = health.watch(server()).await.unwrap().into_inner();
        let (not_serving, serving) = (2, 1);
        assert_eq!(statuses.next().await.unwrap().unwrap().status, not_serving);
        report.say(ServingStatus::Serving).await;
        assert_eq!(statuses.next().await.unwrap().unwrap().status, serving);
        report.say(ServingStatus::NotServing).await;
        end.cancel();
        assert_eq!(statuses.next().await.unwrap().unwrap().status, not_serving);
        assert!(statuses.next().await.is_none());
        let answer = health.check(server()).await.unwrap().into_inner();
        assert_eq!(answer.status, not_serving);
        // A watch that begins now says so, and ends.
        let late = health.watch(server()).await.unwrap().into_inner();
        assert_eq!(late.count().await, 1);
    }
}
