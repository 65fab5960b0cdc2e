//! Results of the domain written as the contract's messages, with every offset in the caller's
//! unit.

use tiyao_analysis::{Contribution, Digest, Keyword, Language, Summary, SummarySentence, Verdict};
use tiyao_api::v1;
use tiyao_document::{Document, MediaType, Remark};
use tiyao_issue::{
    ArticleKind, ArticleMetadata, DiagnosticCode, Issue, ParagraphKind, RowReading, RowRole,
    Severity,
};
use tiyao_text::{Encoding, Span, UnitIndex};

use crate::source::Source;

/// Writes spans in the caller's unit.
pub(crate) struct Spans<'a> {
    /// The document that the spans are of.
    pub(crate) document: &'a Document,
    /// Counts in the text that its offsets count in.
    pub(crate) body: UnitIndex<'a>,
    /// Counts in a title that was sent apart; `None` when the title is part of the text.
    pub(crate) title: Option<UnitIndex<'a>>,
}

fn wire(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn span(index: &UnitIndex<'_>, span: Span) -> v1::Span {
    v1::Span { start: wire(index.offset(span.start())), end: wire(index.offset(span.end())) }
}

fn contributions(contributions: Vec<Contribution>) -> Vec<v1::Contribution> {
    contributions
        .into_iter()
        .map(|part| v1::Contribution {
            feature: part.feature.to_owned(),
            value: part.value,
            feature_value: part.feature_value,
        })
        .collect()
}

fn verdict(verdict: Verdict) -> v1::SentenceVerdict {
    match verdict {
        Verdict::AddedMost => v1::SentenceVerdict::AddedMost,
        Verdict::Required => v1::SentenceVerdict::Required,
        Verdict::Companion => v1::SentenceVerdict::Companion,
        Verdict::AddsLess => v1::SentenceVerdict::AddsLess,
        Verdict::NoRoom => v1::SentenceVerdict::NoRoom,
        Verdict::SaysAgain => v1::SentenceVerdict::SaysAgain,
        Verdict::NotAlone => v1::SentenceVerdict::NotAlone,
    }
}

impl Spans<'_> {
    fn list(&self, spans: &[Span]) -> Vec<v1::Span> {
        self.document.pieces(spans).iter().map(|&part| span(&self.body, part)).collect()
    }

    /// A keyword with at most `max_occurrences` of its places: in a huge text one term has as many
    /// as the text has rows.
    pub(crate) fn keyword(
        &self,
        rank: usize,
        keyword: Keyword,
        max_occurrences: usize,
    ) -> v1::Keyword {
        let evidence = keyword.evidence;
        let occurrences = keyword.occurrences.into_iter().take(max_occurrences);
        let occurrences = occurrences.map(|occurrence| {
            let title = self.title.as_ref().filter(|_| occurrence.in_title);
            let spans = match title {
                Some(index) => occurrence.spans.iter().map(|&part| span(index, part)).collect(),
                None => self.list(&occurrence.spans),
            };
            v1::Occurrence { spans, in_title_field: title.is_some() }
        });
        v1::Keyword {
            text: keyword.text,
            rank: wire(rank),
            salience: keyword.salience,
            occurrences: occurrences.collect(),
            evidence: Some(v1::KeywordEvidence {
                words: evidence.words,
                parts_of_speech: evidence.parts_of_speech.into_iter().map(str::to_owned).collect(),
                term_frequency: wire(evidence.term_frequency),
                inverse_document_frequency: evidence.inverse_document_frequency,
                issue_document_frequency: wire(evidence.issue_document_frequency),
                in_title: evidence.in_title,
                in_subhead: evidence.in_subhead,
                quoted: evidence.quoted,
                first_position: evidence.first_position,
                contributions: contributions(evidence.contributions),
                other_name: evidence.other_name.unwrap_or_default(),
                pinned: evidence.pinned,
            }),
        }
    }

    pub(crate) fn summary(&self, summary: Summary) -> v1::Summary {
        let sentences = |list: Vec<SummarySentence>| {
            list.into_iter().map(|sentence| self.sentence(sentence)).collect()
        };
        v1::Summary {
            sentences: sentences(summary.sentences),
            character_count: wire(summary.character_count),
            passed_over: sentences(summary.passed_over),
        }
    }

    pub(crate) fn digest(&self, digest: Digest) -> v1::IssueDigest {
        let sentences = digest.sentences.into_iter().map(|chosen| v1::DigestSentence {
            article_index: wire(chosen.article_index),
            sentence: Some(self.sentence(chosen.sentence)),
        });
        v1::IssueDigest {
            sentences: sentences.collect(),
            character_count: wire(digest.character_count),
        }
    }

    fn sentence(&self, sentence: SummarySentence) -> v1::SummarySentence {
        v1::SummarySentence {
            spans: self.list(&sentence.spans),
            text: sentence.text,
            rank: wire(sentence.rank),
            salience: sentence.salience,
            evidence: Some(v1::SentenceEvidence {
                paragraph_index: wire(sentence.evidence.paragraph_index),
                sentence_index: wire(sentence.evidence.sentence_index),
                redundancy: sentence.evidence.redundancy,
                terms: sentence.evidence.terms,
                contributions: contributions(sentence.evidence.contributions),
                verdict: sentence.evidence.verdict.map_or(0, |told| verdict(told).into()),
                gain: contributions(sentence.evidence.gain),
            }),
            cut: sentence.cut,
        }
    }

    pub(crate) fn masthead(&self, masthead: &tiyao_issue::Masthead) -> v1::Masthead {
        let masthead = masthead.clone();
        let fields = masthead.fields.into_iter().map(|field| v1::MastheadField {
            spans: self.list(&field.spans),
            label: field.label,
            value: field.value,
        });
        v1::Masthead {
            title: masthead.title,
            year: masthead.year.unwrap_or_default(),
            number: masthead.number.unwrap_or_default(),
            total_number: masthead.total_number.unwrap_or_default(),
            publication_date: masthead.publication_date,
            issn: masthead.issn,
            cn: masthead.cn,
            supervisor: masthead.supervisor,
            sponsor: masthead.sponsor,
            publisher: masthead.publisher,
            editors_in_chief: masthead.editors_in_chief,
            deputy_editors_in_chief: masthead.deputy_editors_in_chief,
            executive_editors: masthead.executive_editors,
            desk_editors: masthead.desk_editors,
            art_editors: masthead.art_editors,
            emails: masthead.emails,
            postcode: masthead.postcode,
            address: masthead.address,
            printer: masthead.printer,
            price: masthead.price,
            fields: fields.collect(),
            spans: self.list(&masthead.spans),
        }
    }

    pub(crate) fn contents(&self, issue: &Issue) -> Vec<v1::ContentsEntry> {
        let entries = issue.contents.iter().map(|entry| v1::ContentsEntry {
            title: entry.title.text().to_owned(),
            title_spans: self.list(entry.title.spans()),
            page: entry.page.unwrap_or_default(),
            authors: entry.authors.clone(),
            section: entry.section.clone(),
            topic: entry.topic.clone(),
            article_index: entry.article_index.map(wire),
        });
        entries.collect()
    }

    pub(crate) fn captions(&self, issue: &Issue) -> Vec<v1::Caption> {
        let captions = issue.captions.iter().map(|caption| v1::Caption {
            text: caption.text.text().to_owned(),
            contributors: caption.contributors.clone(),
            spans: self.list(&caption.spans),
        });
        captions.collect()
    }

    /// An article without keywords and summary.
    pub(crate) fn article(&self, index: usize, article: &tiyao_issue::Article) -> v1::Article {
        let kind = match article.kind {
            ArticleKind::Article => v1::ArticleKind::Article,
            ArticleKind::Brief => v1::ArticleKind::Brief,
            ArticleKind::EditorialNote => v1::ArticleKind::EditorialNote,
            ArticleKind::Notice => v1::ArticleKind::Notice,
            ArticleKind::Advertisement => v1::ArticleKind::Advertisement,
        };
        let paragraphs = article.paragraphs.iter().map(|paragraph| {
            let kind = match paragraph.kind {
                ParagraphKind::Body => v1::ParagraphKind::Body,
                ParagraphKind::Subhead => v1::ParagraphKind::Subhead,
                ParagraphKind::Metadata => v1::ParagraphKind::Metadata,
                ParagraphKind::Reference => v1::ParagraphKind::Reference,
                ParagraphKind::Footnote => v1::ParagraphKind::Footnote,
            };
            v1::Paragraph {
                kind: kind.into(),
                text: paragraph.excerpt.text().to_owned(),
                spans: self.list(paragraph.excerpt.spans()),
            }
        });
        v1::Article {
            index: wire(index),
            kind: kind.into(),
            title: article.title.text().to_owned(),
            title_spans: self.list(article.title.spans()),
            kicker: article.kicker.clone(),
            subtitle: article.subtitle.clone(),
            authors: article.authors.clone(),
            affiliation: article.affiliation.clone(),
            page: article.page.unwrap_or_default(),
            section: article.section.clone(),
            topic: article.topic.clone(),
            source: article.source.clone(),
            desk_editor: article.desk_editor.clone(),
            paragraphs: paragraphs.collect(),
            span: Some(span(&self.body, self.document.cover(article.span))),
            confidence: article.confidence,
            reasons: article.reasons.clone(),
            contents_index: article.contents_index.map(wire),
            keywords: Vec::new(),
            summary: None,
            language: v1::Language::Unspecified.into(),
            metadata: self.metadata(&article.metadata),
            diagnostics: Vec::new(),
        }
    }

    /// What an article says of itself; `None` when it says nothing.
    fn metadata(&self, metadata: &ArticleMetadata) -> Option<v1::ArticleMetadata> {
        let abstracts = metadata.abstracts.iter().map(|printed| v1::PrintedAbstract {
            text: printed.text().to_owned(),
            spans: self.list(printed.spans()),
        });
        let keywords = metadata.keywords.iter().map(|printed| v1::PrintedKeywords {
            terms: printed.terms.clone(),
            spans: self.list(&printed.spans),
        });
        (*metadata != ArticleMetadata::default()).then(|| v1::ArticleMetadata {
            abstracts: abstracts.collect(),
            keywords: keywords.collect(),
            classification_number: metadata.classification_number.clone(),
            document_code: metadata.document_code.clone(),
            article_number: metadata.article_number.clone(),
            doi: metadata.doi.clone(),
            funding: metadata.funding.clone(),
            received: metadata.received.clone(),
        })
    }

    /// How each row was read.
    pub(crate) fn rows(&self, rows: Vec<RowReading>) -> Vec<v1::RowReading> {
        let rows = rows.into_iter().map(|row| v1::RowReading {
            spans: self.list(&[row.span]),
            role: row_role(row.role).into(),
            article_index: row.article_index.map(wire),
            reasons: row.reasons,
            confidence: row.confidence,
        });
        rows.collect()
    }

    /// Remarks on an issue and on its bytes.
    pub(crate) fn diagnostics(&self, source: &Source, issue: &Issue) -> Vec<v1::Diagnostic> {
        let mut diagnostics = self.source_diagnostics(source);
        diagnostics.extend(issue.diagnostics.iter().map(|diagnostic| v1::Diagnostic {
            code: diagnostic_code(diagnostic.code).into(),
            severity: severity(diagnostic.severity).into(),
            message: diagnostic.message.clone(),
            spans: self.list(&diagnostic.spans),
            suggestion: diagnostic.suggestion.clone(),
        }));
        // Those on the whole issue first, then in the order of the text.
        diagnostics.sort_by_key(|diagnostic| diagnostic.spans.first().map(|span| span.start));
        diagnostics
    }

    /// Remarks on the document and on its bytes.
    pub(crate) fn source_diagnostics(&self, source: &Source) -> Vec<v1::Diagnostic> {
        let remarks = self.document.remarks().iter().map(|remark| {
            let (code, message) = match remark {
                Remark::PageWithoutText(page) => (
                    v1::DiagnosticCode::PageWithoutText,
                    format!("page {page} has no text layer: it is a picture"),
                ),
                Remark::DamagedPart(part) => {
                    (v1::DiagnosticCode::DamagedPart, format!("{part} is damaged: passed over"))
                }
            };
            v1::Diagnostic {
                code: code.into(),
                severity: v1::Severity::Error.into(),
                message,
                ..v1::Diagnostic::default()
            }
        });
        let mut diagnostics: Vec<v1::Diagnostic> = remarks.collect();
        let invalid = source.invalid();
        if !invalid.is_empty() {
            diagnostics.push(v1::Diagnostic {
                code: v1::DiagnosticCode::InvalidBytes.into(),
                severity: v1::Severity::Error.into(),
                message: match invalid.len() {
                    1 => "one place is not text in the encoding".to_owned(),
                    count => format!("{count} places are not text in the encoding"),
                },
                // They are places of the text that offsets count in already.
                spans: invalid.iter().map(|&part| span(&self.body, part)).collect(),
                suggestion: String::new(),
            });
        }
        diagnostics
    }
}

pub(crate) fn language(language: Language) -> v1::Language {
    match language {
        Language::ChineseSimplified => v1::Language::ChineseSimplified,
        Language::ChineseTraditional => v1::Language::ChineseTraditional,
        Language::English => v1::Language::English,
    }
}

pub(crate) fn media_type(media_type: MediaType) -> v1::MediaType {
    match media_type {
        MediaType::PlainText => v1::MediaType::PlainText,
        MediaType::Markdown => v1::MediaType::Markdown,
        MediaType::Html => v1::MediaType::Html,
        MediaType::Docx => v1::MediaType::Docx,
        MediaType::Pdf => v1::MediaType::Pdf,
    }
}

pub(crate) fn encoding(encoding: Encoding) -> v1::Encoding {
    match encoding {
        Encoding::Utf8 => v1::Encoding::Utf8,
        Encoding::Utf16Le => v1::Encoding::Utf16Le,
        Encoding::Utf16Be => v1::Encoding::Utf16Be,
        Encoding::Gb18030 => v1::Encoding::Gb18030,
    }
}

fn row_role(role: RowRole) -> v1::RowRole {
    match role {
        RowRole::Masthead => v1::RowRole::Masthead,
        RowRole::Contents => v1::RowRole::Contents,
        RowRole::Section => v1::RowRole::Section,
        RowRole::Kicker => v1::RowRole::Kicker,
        RowRole::Title => v1::RowRole::Title,
        RowRole::Subtitle => v1::RowRole::Subtitle,
        RowRole::Byline => v1::RowRole::Byline,
        RowRole::Body => v1::RowRole::Body,
        RowRole::Subhead => v1::RowRole::Subhead,
        RowRole::Metadata => v1::RowRole::Metadata,
        RowRole::Reference => v1::RowRole::Reference,
        RowRole::Footnote => v1::RowRole::Footnote,
        RowRole::Credit => v1::RowRole::Credit,
        RowRole::Caption => v1::RowRole::Caption,
        RowRole::PageNumber => v1::RowRole::PageNumber,
        RowRole::RunningHead => v1::RowRole::RunningHead,
        RowRole::Separator => v1::RowRole::Separator,
        RowRole::Unassigned => v1::RowRole::Unassigned,
    }
}

fn severity(severity: Severity) -> v1::Severity {
    match severity {
        Severity::Info => v1::Severity::Info,
        Severity::Warning => v1::Severity::Warning,
        Severity::Error => v1::Severity::Error,
    }
}

fn diagnostic_code(code: DiagnosticCode) -> v1::DiagnosticCode {
    use v1::DiagnosticCode as Wire;
    match code {
        DiagnosticCode::ContentsEntryWithoutArticle => Wire::ContentsEntryWithoutArticle,
        DiagnosticCode::ArticleNotInContents => Wire::ArticleNotInContents,
        DiagnosticCode::NoContents => Wire::NoContents,
        DiagnosticCode::NoMasthead => Wire::NoMasthead,
        DiagnosticCode::NoArticle => Wire::NoArticle,
        DiagnosticCode::PageOrder => Wire::PageOrder,
        DiagnosticCode::DuplicateTitle => Wire::DuplicateTitle,
        DiagnosticCode::LatinInHanWord => Wire::LatinInHanWord,
        DiagnosticCode::LostCharacter => Wire::LostCharacter,
        DiagnosticCode::UnpairedMark => Wire::UnpairedMark,
        DiagnosticCode::ControlCharacter => Wire::ControlCharacter,
        DiagnosticCode::EmptyText => Wire::EmptyText,
        DiagnosticCode::NumberingGap => Wire::NumberingGap,
        DiagnosticCode::OddSpacing => Wire::OddSpacing,
        DiagnosticCode::UncertainCut => Wire::UncertainCut,
        DiagnosticCode::SeveralIssues => Wire::SeveralIssues,
    }
}
