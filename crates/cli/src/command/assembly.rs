//! An issue from the events of its analysis.

use std::fmt;

use tiyao_client::{Client, v1};
use v1::analyze_issue_response::Event;

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

/// How much of an issue has come: enough to tell whether it is whole without keeping it.
#[derive(Default)]
pub(super) struct Tally {
    received: u32,
    announced: Option<u32>,
}

impl Tally {
    pub(super) fn count(&mut self, event: &Event) {
        match event {
            Event::Header(_) => {}
            Event::Article(_) => self.received += 1,
            Event::Totals(totals) => self.announced = Some(totals.article_count),
        }
    }

    /// How many articles came, if they are all that were announced.
    pub(super) fn finish(self) -> Result<u32, Incomplete> {
        if self.announced != Some(self.received) {
            return Err(Incomplete::EndedEarly);
        }
        Ok(self.received)
    }
}

/// The issue as far as it has come.
#[derive(Default)]
pub(super) struct Assembly {
    issue: v1::Issue,
    tally: Tally,
}

impl Assembly {
    pub(super) fn absorb(&mut self, event: Event) {
        self.tally.count(&event);
        match event {
            Event::Header(header) => {
                self.issue.id = header.id;
                self.issue.masthead = header.masthead;
                self.issue.contents = header.contents;
                self.issue.captions = header.captions;
                self.issue.encoding = header.encoding;
                self.issue.media_type = header.media_type;
                self.issue.extracted_text = header.extracted_text;
                self.issue.provenance = header.provenance;
            }
            Event::Article(article) => self.issue.articles.push(article),
            Event::Totals(totals) => {
                self.issue.diagnostics = totals.diagnostics;
                self.issue.digest = totals.digest;
            }
        }
    }

    pub(super) fn finish(self) -> Result<v1::Issue, Incomplete> {
        self.tally.finish()?;
        Ok(self.issue)
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
    assembly.finish()
}

#[cfg(test)]
mod tests {
    use tiyao_client::v1;
    use v1::analyze_issue_response::Event;

    use super::Assembly;

    #[test]
    fn an_issue_is_whole_with_its_totals() {
        let mut assembly = Assembly::default();
        assembly
            .absorb(Event::Header(v1::IssueHeader { id: "a".to_owned(), ..Default::default() }));
        assembly.absorb(Event::Article(v1::Article::default()));
        assembly.absorb(Event::Totals(v1::IssueTotals { article_count: 1, ..Default::default() }));
        let issue = assembly.finish().unwrap();
        assert_eq!((issue.id.as_str(), issue.articles.len()), ("a", 1));
    }

    #[test]
    fn an_issue_without_totals_or_with_a_lost_article_is_not_whole() {
        assert!(Assembly::default().finish().is_err());
        let mut assembly = Assembly::default();
        assembly.absorb(Event::Totals(v1::IssueTotals { article_count: 1, ..Default::default() }));
        assert!(assembly.finish().is_err());
    }
}
