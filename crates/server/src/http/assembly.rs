//! An issue from the events of its analysis.

use tiyao_api::v1;
use v1::analyze_issue_response::Event;

/// The issue as far as it has come.
#[derive(Default)]
pub(super) struct Assembly {
    issue: v1::Issue,
    received: u32,
    announced: Option<u32>,
}

impl Assembly {
    /// Takes one more event.
    pub(super) fn absorb(&mut self, event: Event) {
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
            Event::Article(article) => {
                self.received += 1;
                self.issue.articles.push(article);
            }
            Event::Totals(totals) => {
                self.announced = Some(totals.article_count);
                self.issue.diagnostics = totals.diagnostics;
                self.issue.digest = totals.digest;
            }
        }
    }

    /// The issue, if it has all that was announced.
    pub(super) fn finish(self) -> Option<v1::Issue> {
        (self.announced == Some(self.received)).then_some(self.issue)
    }
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;
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
        assert!(Assembly::default().finish().is_none());
        let mut assembly = Assembly::default();
        assembly.absorb(Event::Totals(v1::IssueTotals { article_count: 1, ..Default::default() }));
        assert!(assembly.finish().is_none());
    }
}
