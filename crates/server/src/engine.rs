//! The analysis itself, on the thread it is called on: requests in the domain's types become
//! results in the contract's.

use tiyao_analysis::{
    ENGINE_VERSION, IssueTerms, KeywordOptions, Manuscript, Nominee, Reading, SummaryOptions,
};
use tiyao_api::v1;
use tiyao_corpus::Background;
use tiyao_issue::{Article, ParagraphKind};
use tiyao_text::{Excerpt, Lexicon, OffsetUnit, UnitTable};

use crate::{
    failure::Failure, limits::Limits, request::ArticleRequest, response::Spans, source::Source,
};

/// What a call is analysed with, the same from its start to its end. A clone costs nothing.
#[derive(Clone)]
pub(crate) struct Engine {
    background: Background,
}

/// What is asked of an article. `None`: not asked.
#[derive(Clone, Debug)]
pub(crate) struct Wanted {
    pub(crate) keywords: Option<KeywordOptions>,
    pub(crate) summary: Option<SummaryOptions>,
    pub(crate) offset_unit: OffsetUnit,
    pub(crate) max_occurrences: usize,
}

impl Wanted {
    /// Keywords and summary with the server's defaults.
    pub(crate) fn by_default(limits: &Limits) -> Self {
        Self {
            keywords: Some(KeywordOptions::default()),
            summary: Some(SummaryOptions::default()),
            offset_unit: OffsetUnit::Utf8Byte,
            max_occurrences: limits.occurrences,
        }
    }
}

impl Engine {
    pub(crate) fn new(background: Background) -> Self {
        Self { background }
    }

    /// Loads the lexicon, which takes a few hundred milliseconds the first time.
    pub(crate) fn warm_up() {
        Lexicon::builtin();
    }

    pub(crate) fn provenance(&self) -> v1::Provenance {
        v1::Provenance {
            engine_version: ENGINE_VERSION.to_owned(),
            lexicon_version: Lexicon::VERSION.to_owned(),
            corpus_version: self.background.version().to_owned(),
        }
    }

    /// Keywords and summary of an article that stands alone.
    pub(crate) fn article(
        &self,
        request: ArticleRequest,
        field: &str,
        wanted: &Wanted,
    ) -> Result<v1::ArticleAnalysis, Failure> {
        let content_field = format!("{field}.content");
        let source = Source::read(request.content, &content_field)?;
        let all = tiyao_issue::paragraphs_marked(source.text(), source.marks());
        let field_title = (!request.title.is_empty()).then(|| Excerpt::whole(&request.title));
        let (title, paragraphs) = match (&field_title, all.split_first()) {
            (None, Some((first, rest)))
                if first.kind == ParagraphKind::Subhead && !rest.is_empty() =>
            {
                (Some(&first.excerpt), rest)
            }
            (title, _) => (title.as_ref(), all.as_slice()),
        };
        let manuscript = Manuscript { title, paragraphs, language: request.language };
        let reading = self.read_manuscript(&manuscript);
        let units = source.units(wanted.offset_unit);
        let title_units = UnitTable::new(&request.title, wanted.offset_unit);
        let spans = Spans {
            document: source.document(),
            body: source.index(&units),
            title: field_title.is_some().then(|| title_units.index(&request.title, None)),
        };
        let keywords = self.keywords(&reading, None, wanted, &spans);
        let (summary, remarks) = self.summary(&reading, None, wanted, &spans);
        let mut diagnostics = spans.source_diagnostics(&source);
        if source.text().trim_matches(is_blank).is_empty() {
            diagnostics.push(empty_text());
        } else if !paragraphs.is_empty() {
            diagnostics.extend(remarks);
        }
        Ok(v1::ArticleAnalysis {
            id: request.id,
            keywords,
            summary,
            language: crate::response::language(reading.language()).into(),
            encoding: crate::response::encoding(source.document().encoding()).into(),
            diagnostics,
            provenance: Some(self.provenance()),
            media_type: crate::response::media_type(source.document().media_type()).into(),
            extracted_text: source.extracted_text(),
        })
    }

    /// Reads one article of an issue.
    pub(crate) fn read(&self, article: &Article) -> Reading {
        let title = (!article.title.is_empty()).then_some(&article.title);
        let manuscript = Manuscript { title, paragraphs: &article.paragraphs, language: None };
        self.read_manuscript(&manuscript)
    }

    fn read_manuscript(&self, manuscript: &Manuscript<'_>) -> Reading {
        // No text is known that does.
        #[cfg(test)]
        tests::panic_if_titled(manuscript);
        tiyao_analysis::read_against(manuscript, Lexicon::builtin(), &self.background)
    }

    /// What an article of an issue puts up for the issue's digest.
    pub(crate) fn nominees(
        &self,
        reading: &Reading,
        terms: &IssueTerms,
        article_index: usize,
    ) -> Vec<Nominee> {
        tiyao_analysis::nominees(reading, &self.background, Some(terms), article_index)
    }

    /// Adds keywords and summary to an article of an issue.
    pub(crate) fn complete(
        &self,
        article: &mut v1::Article,
        reading: &Reading,
        terms: &IssueTerms,
        wanted: &Wanted,
        spans: &Spans<'_>,
    ) {
        article.keywords = self.keywords(reading, Some(terms), wanted, spans);
        (article.summary, article.diagnostics) = self.summary(reading, Some(terms), wanted, spans);
        if article.paragraphs.is_empty() {
            article.diagnostics.clear();
        }
        article.language = crate::response::language(reading.language()).into();
    }

    fn keywords(
        &self,
        reading: &Reading,
        terms: Option<&IssueTerms>,
        wanted: &Wanted,
        spans: &Spans<'_>,
    ) -> Vec<v1::Keyword> {
        let Some(options) = &wanted.keywords else { return Vec::new() };
        let keywords = tiyao_analysis::keywords(reading, &self.background, terms, options);
        (1..)
            .zip(keywords)
            .map(|(rank, keyword)| spans.keyword(rank, keyword, wanted.max_occurrences))
            .collect()
    }

    fn summary(
        &self,
        reading: &Reading,
        terms: Option<&IssueTerms>,
        wanted: &Wanted,
        spans: &Spans<'_>,
    ) -> (Option<v1::Summary>, Vec<v1::Diagnostic>) {
        let Some(options) = &wanted.summary else { return (None, Vec::new()) };
        let summary = tiyao_analysis::summarize(reading, &self.background, terms, options);
        let too_small = summary.sentences.is_empty().then(budget_too_small);
        let unmet = summary.unmet_terms.iter().map(|term| required_term_unmet(term));
        let remarks = too_small.into_iter().chain(unmet).collect();
        (Some(spans.summary(summary)), remarks)
    }
}

fn is_blank(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}'
}

fn empty_text() -> v1::Diagnostic {
    v1::Diagnostic {
        code: v1::DiagnosticCode::EmptyText.into(),
        severity: v1::Severity::Warning.into(),
        message: "the text is empty or all white space".to_owned(),
        ..v1::Diagnostic::default()
    }
}

fn required_term_unmet(term: &str) -> v1::Diagnostic {
    v1::Diagnostic {
        code: v1::DiagnosticCode::RequiredTermUnmet.into(),
        severity: v1::Severity::Warning.into(),
        message: format!("no sentence that fits the summary's budget has the term: {term}"),
        ..v1::Diagnostic::default()
    }
}

fn budget_too_small() -> v1::Diagnostic {
    v1::Diagnostic {
        code: v1::DiagnosticCode::BudgetTooSmall.into(),
        severity: v1::Severity::Info.into(),
        message: "no sentence fits the summary's budget".to_owned(),
        ..v1::Diagnostic::default()
    }
}

#[cfg(test)]
mod tests;
