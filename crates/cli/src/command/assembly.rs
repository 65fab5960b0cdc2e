//! The whole analysis of an issue.

use std::fmt;

use tiyao_client::{Client, v1};
use tiyao_export::Assembly;

use crate::failure::Failure;

/// Why there is no whole issue.
#[derive(Debug)]
pub(super) enum Incomplete {
    Call(tiyao_client::Error),
    /// The totals did not come, or they count other articles than came.
    EndedEarly,
}

impl Incomplete {
    /// With what was asked for.
    pub(super) fn into_failure(self, what: impl fmt::Display) -> Failure {
        match self {
            Self::Call(error) => Failure::call(what, &error),
            Self::EndedEarly => {
                Failure::Message(format!("{what}: the server's answer ended early"))
            }
        }
    }
}

impl From<tiyao_client::Error> for Incomplete {
    fn from(error: tiyao_client::Error) -> Self {
        Self::Call(error)
    }
}

/// All of an issue's analysis.
pub(super) async fn analyze(
    client: &Client,
    request: v1::AnalyzeIssueRequest,
) -> Result<v1::Issue, Incomplete> {
    let mut assembly = Assembly::default();
    let mut responses = client.analyze_issue(request).await?;
    while let Some(response) = responses.next().await {
        if let Some(event) = response?.event {
            assembly.absorb(event);
        }
    }
    assembly.finish().ok_or(Incomplete::EndedEarly)
}
