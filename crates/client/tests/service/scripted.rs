use std::{
    collections::VecDeque,
    net::SocketAddr,
    sync::{Arc, Mutex},
    time::Duration,
};

use tiyao_api::v1::{
    self,
    server_service_server::{ServerService, ServerServiceServer},
};
use tokio::{net::TcpListener, task::JoinSet};
use tokio_stream::wrappers::TcpListenerStream;
use tonic::{Code, Request, Response, Status, metadata::MetadataMap, transport::Server};
use tonic_types::{ErrorDetails, StatusExt as _};

/// What a call is answered with.
pub(crate) enum Answer {
    After(Duration),
    Failure(Status),
}

/// A server that answers as it is told to, and well when the script is at its end. Knows nothing of
/// health.
pub(crate) struct Scripted {
    pub(crate) address: SocketAddr,
    script: Arc<Script>,
    _serving: JoinSet<()>,
}

#[derive(Default)]
struct Script {
    answers: Mutex<VecDeque<Answer>>,
    seen: Mutex<Vec<MetadataMap>>,
}

struct Service(Arc<Script>);

impl Scripted {
    pub(crate) async fn start(answers: impl IntoIterator<Item = Answer>) -> Self {
        let answers = Mutex::new(answers.into_iter().collect());
        let script = Arc::new(Script { answers, seen: Mutex::default() });
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let service = ServerServiceServer::new(Service(script.clone()));
        let mut serving = JoinSet::new();
        serving.spawn(async move {
            let incoming = TcpListenerStream::new(listener);
            Server::builder().add_service(service).serve_with_incoming(incoming).await.unwrap();
        });
        Self { address, script, _serving: serving }
    }

    pub(crate) fn endpoint(&self) -> String {
        self.address.to_string()
    }

    /// What each call said beside its message.
    pub(crate) fn seen(&self) -> Vec<MetadataMap> {
        self.script.seen.lock().unwrap().clone()
    }
}

#[tonic::async_trait]
impl ServerService for Service {
    async fn get_server_info(
        &self,
        request: Request<v1::GetServerInfoRequest>,
    ) -> Result<Response<v1::GetServerInfoResponse>, Status> {
        self.0.seen.lock().unwrap().push(request.metadata().clone());
        let answer = self.0.answers.lock().unwrap().pop_front();
        match answer {
            Some(Answer::Failure(status)) => return Err(status),
            Some(Answer::After(delay)) => tokio::time::sleep(delay).await,
            None => {}
        }
        Ok(Response::new(v1::GetServerInfoResponse::default()))
    }
}

pub(crate) fn unavailable() -> Answer {
    Answer::Failure(Status::unavailable("going away"))
}

/// A server that has too much to do for now.
pub(crate) fn full(retry_after: Duration) -> Answer {
    let mut details = ErrorDetails::new();
    details.set_retry_info(Some(retry_after));
    let status = Status::with_error_details(Code::ResourceExhausted, "the queue is full", details);
    Answer::Failure(status)
}
