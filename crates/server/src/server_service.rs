use std::sync::Arc;

use tiyao_analysis::ENGINE_VERSION;
use tiyao_api::v1::{self, server_service_server::ServerService};
use tiyao_corpus::Background;
use tiyao_text::Lexicon;
use tonic::{Request, Response, Status};

use crate::shared::Shared;

/// `tiyao.v1.ServerService`.
pub(crate) struct ServerApi {
    pub(crate) shared: Arc<Shared>,
}

#[tonic::async_trait]
impl ServerService for ServerApi {
    async fn get_server_info(
        &self,
        _request: Request<v1::GetServerInfoRequest>,
    ) -> Result<Response<v1::GetServerInfoResponse>, Status> {
        let background = Background::builtin();
        let wire = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
        Ok(Response::new(v1::GetServerInfoResponse {
            server_version: env!("CARGO_PKG_VERSION").to_owned(),
            engine_version: ENGINE_VERSION.to_owned(),
            limits: Some((&self.shared.limits).into()),
            corpora: vec![v1::CorpusInfo {
                name: "background".to_owned(),
                version: background.version().to_owned(),
                term_count: wire(background.term_count()),
                document_count: 0,
            }],
            lexicons: vec![v1::LexiconInfo {
                name: "builtin".to_owned(),
                version: Lexicon::VERSION.to_owned(),
            }],
            analysis_threads: wire(self.shared.pool.thread_count()),
        }))
    }
}
