use std::sync::Arc;

use tiyao_analysis::ENGINE_VERSION;
use tiyao_api::v1::{self, server_service_server::ServerService};
use tiyao_corpus::Snapshot;
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
        let background = self.shared.corpora.current();
        let of_all: Vec<u64> = background.snapshots().map(|(part, _)| part.checksum()).collect();
        let of_english = background.in_english().snapshots();
        let of_english = of_english.filter(|(part, _)| !of_all.contains(&part.checksum()));
        Ok(Response::new(v1::GetServerInfoResponse {
            server_version: env!("CARGO_PKG_VERSION").to_owned(),
            engine_version: ENGINE_VERSION.to_owned(),
            limits: Some((&self.shared.limits).into()),
            corpora: background
                .snapshots()
                .chain(of_english)
                .map(|(snapshot, weight)| corpus_info(snapshot, weight))
                .collect(),
            lexicons: vec![v1::LexiconInfo {
                name: "builtin".to_owned(),
                version: Lexicon::VERSION.to_owned(),
            }],
            analysis_threads: u32::try_from(self.shared.pool.thread_count()).unwrap_or(u32::MAX),
        }))
    }
}

fn corpus_info(snapshot: &Snapshot, weight: f64) -> v1::CorpusInfo {
    let provenance = snapshot.provenance();
    v1::CorpusInfo {
        name: provenance.name.clone(),
        version: provenance.version.clone(),
        term_count: snapshot.term_count(),
        document_count: u32::try_from(snapshot.document_count()).unwrap_or(u32::MAX),
        weight,
        checksum: format!("{:016x}", snapshot.checksum()),
    }
}
