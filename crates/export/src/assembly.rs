//! An issue from the events of its analysis.

use tiyao_api::v1;
use v1::analyze_issue_response::Event;

/// How much of an issue has come: enough to tell whether it is whole without keeping it.
#[derive(Default)]
pub struct Tally {
    received: u32,
    announced: Option<u32>,
}

impl Tally {
    /// Counts one more event.
    pub fn count(&mut self, event: &Event) {
        match event {
            Event::Header(_) => {}
            Event::Article(_) => self.received += 1,
            Event::Totals(totals) => self.announced = Some(totals.article_count),
        }
    }

    /// How many articles came, if they are all that were announced.
    pub fn finish(self) -> Option<u32> {
        self.announced.filter(|announced| *announced == self.received)
    }
}

/// The issue as far as it has come.
#[derive(Default)]
pub struct Assembly {
    issue: v1::Issue,
    tally: Tally,
}

impl Assembly {
    /// Takes one more event.
    pub fn absorb(&mut self, event: Event) {
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

    /// The issue, if it is whole.
    pub fn finish(self) -> Option<v1::Issue> {
        self.tally.finish().map(|_| self.issue)
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
