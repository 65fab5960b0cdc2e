//! Requests checked and read into the domain's types. Everything wrong with a request is found
//! before it is refused, each with field, rule and value.

use tiyao_analysis::{
    Budget, DigestOptions, KeywordMethod, KeywordOptions, Language, NearDuplicates, SummaryOptions,
};
use tiyao_api::v1;
use tiyao_document::MediaType;
use tiyao_text::{Encoding, OffsetUnit};

use crate::{
    failure::{Failure, Violation},
    limits::Limits,
    source::ContentRequest,
};

/// The rules that a request has broken so far.
#[derive(Debug, Default)]
pub(crate) struct Violations(Vec<Violation>);

impl Violations {
    pub(crate) fn add(&mut self, field: impl Into<String>, description: impl Into<String>) {
        self.0.push(Violation { field: field.into(), description: description.into() });
    }

    /// Fails if any rule was broken.
    pub(crate) fn finish(self) -> Result<(), Failure> {
        if self.0.is_empty() { Ok(()) } else { Err(Failure::Invalid(self.0)) }
    }

    pub(crate) fn check_size(&mut self, field: &str, size: usize, limit: usize, name: &str) {
        if size > limit {
            self.add(field, format!("at most {limit} bytes ({name}), found {size}"));
        }
    }

    fn check_range(&mut self, field: &str, value: u32, limit: usize, name: &str) -> usize {
        let value = usize::try_from(value).unwrap_or(usize::MAX);
        if value == 0 || value > limit {
            self.add(field, format!("from 1 to {limit} ({name}), found {value}"));
        }
        value
    }
}

/// An article that may be analysed: within the limits, not yet decoded.
#[derive(Debug, Default)]
pub(crate) struct ArticleRequest {
    pub(crate) id: String,
    pub(crate) title: String,
    pub(crate) content: ContentRequest,
    pub(crate) language: Option<Language>,
}

/// Checks an article that was sent as `field`.
pub(crate) fn article(
    input: Option<v1::ArticleInput>,
    field: &str,
    limits: &Limits,
    violations: &mut Violations,
) -> ArticleRequest {
    let Some(input) = input else {
        violations.add(field, "required");
        return ArticleRequest::default();
    };
    violations.check_size(&format!("{field}.id"), input.id.len(), limits.id_bytes, "max_id_bytes");
    violations.check_size(
        &format!("{field}.title"),
        input.title.len(),
        limits.title_bytes,
        "max_title_bytes",
    );
    let language = language(input.language, &format!("{field}.language"), violations);
    let content_field = format!("{field}.content");
    let limit = (limits.article_bytes, "max_article_bytes");
    let content = content(input.content, &content_field, limit, limits, violations);
    ArticleRequest { id: input.id, title: input.title, content, language }
}

/// Checks a content that was sent as `field`.
fn content(
    content: Option<v1::Content>,
    field: &str,
    (limit, limit_name): (usize, &str),
    limits: &Limits,
    violations: &mut Violations,
) -> ContentRequest {
    let content = content.unwrap_or_default();
    match &content.form {
        None => violations.add(field, "required: set text or data"),
        Some(v1::content::Form::Text(text)) => {
            violations.check_size(&format!("{field}.text"), text.len(), limit, limit_name);
        }
        Some(v1::content::Form::Data(data)) => {
            violations.check_size(&format!("{field}.data"), data.len(), limit, limit_name);
        }
    }
    let encoding = match v1::Encoding::try_from(content.encoding) {
        Ok(v1::Encoding::Unspecified) => None,
        Ok(v1::Encoding::Utf8) => Some(Encoding::Utf8),
        Ok(v1::Encoding::Utf16Le) => Some(Encoding::Utf16Le),
        Ok(v1::Encoding::Utf16Be) => Some(Encoding::Utf16Be),
        Ok(v1::Encoding::Gb18030) => Some(Encoding::Gb18030),
        Err(unknown) => {
            violations.add(format!("{field}.encoding"), unknown.to_string());
            None
        }
    };
    let media_type = match v1::MediaType::try_from(content.media_type) {
        Ok(v1::MediaType::Unspecified) => None,
        Ok(v1::MediaType::PlainText) => Some(MediaType::PlainText),
        Ok(v1::MediaType::Markdown) => Some(MediaType::Markdown),
        Ok(v1::MediaType::Html) => Some(MediaType::Html),
        Ok(v1::MediaType::Docx) => Some(MediaType::Docx),
        Ok(v1::MediaType::Pdf) => Some(MediaType::Pdf),
        Err(unknown) => {
            violations.add(format!("{field}.media_type"), unknown.to_string());
            None
        }
    };
    let is_text = matches!(content.form, Some(v1::content::Form::Text(_)));
    if is_text && matches!(media_type, Some(MediaType::Docx | MediaType::Pdf)) {
        violations.add(format!("{field}.media_type"), "text cannot be DOCX or PDF: send data");
    }
    let limits = tiyao_document::Limits {
        extracted_bytes: limits.extracted_bytes,
        pages: limits.document_pages,
    };
    ContentRequest { content, media_type, encoding, limits }
}

/// An issue that may be split: within the limits, not yet decoded.
#[derive(Debug)]
pub(crate) struct IssueRequest {
    pub(crate) id: String,
    pub(crate) content: ContentRequest,
    pub(crate) offset_unit: OffsetUnit,
}

/// Checks an issue that was sent as `id`, `content` and `offset_unit`.
pub(crate) fn issue(
    id: String,
    wire: Option<v1::Content>,
    unit: i32,
    limits: &Limits,
    violations: &mut Violations,
) -> IssueRequest {
    violations.check_size("id", id.len(), limits.id_bytes, "max_id_bytes");
    let limit = (limits.issue_bytes, "max_issue_bytes");
    let content = content(wire, "content", limit, limits, violations);
    IssueRequest { id, content, offset_unit: offset_unit(unit, violations) }
}

/// Checks an offset unit that was sent as `offset_unit`.
pub(crate) fn offset_unit(unit: i32, violations: &mut Violations) -> OffsetUnit {
    match v1::OffsetUnit::try_from(unit) {
        Ok(v1::OffsetUnit::Unspecified | v1::OffsetUnit::Utf8Byte) => OffsetUnit::Utf8Byte,
        Ok(v1::OffsetUnit::Utf16CodeUnit) => OffsetUnit::Utf16CodeUnit,
        Ok(v1::OffsetUnit::CodePoint) => OffsetUnit::CodePoint,
        Ok(v1::OffsetUnit::ReceivedByte) => OffsetUnit::ReceivedByte,
        Err(unknown) => {
            violations.add("offset_unit", unknown.to_string());
            OffsetUnit::Utf8Byte
        }
    }
}

fn language(language: i32, field: &str, violations: &mut Violations) -> Option<Language> {
    match v1::Language::try_from(language) {
        Ok(v1::Language::Unspecified) => None,
        Ok(v1::Language::ChineseSimplified) => Some(Language::ChineseSimplified),
        Ok(v1::Language::ChineseTraditional) => Some(Language::ChineseTraditional),
        Ok(v1::Language::English) => Some(Language::English),
        Err(unknown) => {
            violations.add(field, unknown.to_string());
            None
        }
    }
}

/// Checks keyword options that were sent as `keywords`.
pub(crate) fn keyword_options(
    wire: Option<v1::KeywordOptions>,
    limits: &Limits,
    violations: &mut Violations,
) -> KeywordOptions {
    let mut options = KeywordOptions::default();
    let Some(wire) = wire else { return options };
    if wire.max_keywords > 0 {
        options.max_keywords = violations.check_range(
            "keywords.max_keywords",
            wire.max_keywords,
            limits.keywords,
            "max_keywords",
        );
    }
    if wire.max_words > 0 {
        options.max_words = usize::try_from(wire.max_words).unwrap_or(usize::MAX);
        let most = KeywordOptions::default().max_words;
        if options.max_words > most {
            let rule = format!("from 1 to {most}, found {}", options.max_words);
            violations.add("keywords.max_words", rule);
        }
    }
    match v1::KeywordMethod::try_from(wire.method) {
        Ok(v1::KeywordMethod::Unspecified | v1::KeywordMethod::Keyphrase) => {}
        Ok(v1::KeywordMethod::TfIdf) => options.method = KeywordMethod::TfIdf,
        Ok(v1::KeywordMethod::TextRank) => options.method = KeywordMethod::TextRank,
        Err(unknown) => violations.add("keywords.method", unknown.to_string()),
    }
    if wire.min_words > 0 {
        options.min_words = usize::try_from(wire.min_words).unwrap_or(usize::MAX);
        if options.min_words > options.max_words {
            let rule =
                format!("from 1 to max_words ({}), found {}", options.max_words, options.min_words);
            violations.add("keywords.min_words", rule);
        }
    }
    match v1::NearDuplicates::try_from(wire.near_duplicates) {
        Ok(v1::NearDuplicates::Unspecified | v1::NearDuplicates::Drop) => {}
        Ok(v1::NearDuplicates::Keep) => options.near_duplicates = NearDuplicates::Keep,
        Err(unknown) => violations.add("keywords.near_duplicates", unknown.to_string()),
    }
    check_tags(&wire.parts_of_speech, violations);
    for (field, terms) in [
        ("keywords.forbidden_terms", &wire.forbidden_terms),
        ("keywords.vocabulary", &wire.vocabulary),
        ("keywords.pinned_terms", &wire.pinned_terms),
    ] {
        check_terms(field, terms, limits, violations);
    }
    for (index, term) in wire.pinned_terms.iter().enumerate().take(limits.terms) {
        if wire.forbidden_terms.contains(term) {
            let field = format!("keywords.pinned_terms[{index}]");
            violations.add(field, "not among forbidden_terms as well");
        }
    }
    options.parts_of_speech = wire.parts_of_speech;
    options.explain = wire.explain;
    options.forbidden_terms = wire.forbidden_terms;
    options.vocabulary = wire.vocabulary;
    options.pinned_terms = wire.pinned_terms;
    options
}

/// Most parts of speech in a list; jieba's tag set has about as many.
const MAX_TAGS: usize = 64;
/// Most letters of a tag of jieba's tag set.
const MAX_TAG_LETTERS: usize = 4;

/// Checks a list of beginnings of tags.
fn check_tags(tags: &[String], violations: &mut Violations) {
    if tags.len() > MAX_TAGS {
        let rule = format!("at most {MAX_TAGS} tags, found {}", tags.len());
        violations.add("keywords.parts_of_speech", rule);
    }
    for (index, tag) in tags.iter().enumerate().take(MAX_TAGS) {
        let letters = tag.bytes().all(|byte| byte.is_ascii_lowercase());
        if !letters || !(1..=MAX_TAG_LETTERS).contains(&tag.len()) {
            let field = format!("keywords.parts_of_speech[{index}]");
            violations.add(field, format!("1 to {MAX_TAG_LETTERS} letters from a to z"));
        }
    }
}

/// Checks a list of terms.
fn check_terms(field: &str, terms: &[String], limits: &Limits, violations: &mut Violations) {
    let (found, limit) = (terms.len(), limits.terms);
    if found > limit {
        violations.add(field, format!("at most {limit} terms (max_terms), found {found}"));
    }
    for (index, term) in terms.iter().enumerate().take(limit) {
        let field = format!("{field}[{index}]");
        violations.check_size(&field, term.len(), limits.term_bytes, "max_term_bytes");
    }
}

/// Checks summary options that were sent as `summary`.
pub(crate) fn summary_options(
    wire: Option<v1::SummaryOptions>,
    limits: &Limits,
    violations: &mut Violations,
) -> SummaryOptions {
    use v1::summary_options::Budget as Wire;
    let mut options = SummaryOptions::default();
    let Some(wire) = wire else { return options };
    options.budget = match wire.budget {
        None => Budget::Unset,
        Some(Wire::MaxCharacters(n)) => characters("summary.max_characters", n, limits, violations),
        Some(Wire::MaxSentences(n)) => sentences("summary.max_sentences", n, limits, violations),
        Some(Wire::Ratio(ratio)) => {
            if !(ratio > 0.0 && ratio <= 1.0) {
                violations.add("summary.ratio", format!("above 0, at most 1, found {ratio}"));
            }
            Budget::Ratio(ratio)
        }
        Some(Wire::Mode(mode)) => summary_mode(mode, violations),
    };
    options.redundancy_weight =
        redundancy_weight("summary.redundancy_weight", wire.redundancy_weight, violations);
    violations.check_size("summary.query", wire.query.len(), limits.title_bytes, "max_title_bytes");
    options.query = wire.query;
    check_terms("summary.required_terms", &wire.required_terms, limits, violations);
    for (index, term) in wire.required_terms.iter().enumerate().take(limits.terms) {
        if term.trim().is_empty() {
            let field = format!("summary.required_terms[{index}]");
            violations.add(field, format!("not empty, found {term:?}"));
        }
    }
    options.required_terms = wire.required_terms;
    options.allow_cut = wire.allow_cut;
    options.explain = wire.explain;
    options
}

/// Checks a digest's options that were sent as `digest`.
pub(crate) fn digest_options(
    wire: v1::DigestOptions,
    limits: &Limits,
    violations: &mut Violations,
) -> DigestOptions {
    use v1::digest_options::Budget as Wire;
    let budget = match wire.budget {
        None => Budget::Unset,
        Some(Wire::MaxCharacters(n)) => characters("digest.max_characters", n, limits, violations),
        Some(Wire::MaxSentences(n)) => sentences("digest.max_sentences", n, limits, violations),
    };
    let field = "digest.redundancy_weight";
    let redundancy_weight = redundancy_weight(field, wire.redundancy_weight, violations);
    DigestOptions { budget, redundancy_weight }
}

fn characters(field: &str, n: u32, limits: &Limits, violations: &mut Violations) -> Budget {
    let limit = limits.summary_characters;
    Budget::Characters(violations.check_range(field, n, limit, "max_summary_characters"))
}

fn sentences(field: &str, n: u32, limits: &Limits, violations: &mut Violations) -> Budget {
    let limit = limits.summary_sentences;
    Budget::Sentences(violations.check_range(field, n, limit, "max_summary_sentences"))
}

fn redundancy_weight(field: &str, weight: Option<f64>, violations: &mut Violations) -> f64 {
    let weight = weight.unwrap_or(SummaryOptions::default().redundancy_weight);
    if !(0.0..=1.0).contains(&weight) {
        violations.add(field, format!("from 0 to 1, found {weight}"));
    }
    weight
}

/// The budget of a mode that was sent as `summary.mode`.
fn summary_mode(mode: i32, violations: &mut Violations) -> Budget {
    match v1::SummaryMode::try_from(mode) {
        Ok(v1::SummaryMode::Indicative) => Budget::Characters(Budget::INDICATIVE),
        Ok(v1::SummaryMode::Mixed) => Budget::Characters(Budget::MIXED),
        Ok(v1::SummaryMode::Informative) => Budget::Characters(Budget::INFORMATIVE),
        Ok(v1::SummaryMode::Headline) => Budget::Sentences(1),
        Ok(v1::SummaryMode::Unspecified) => {
            let rule = "INDICATIVE, MIXED, INFORMATIVE or HEADLINE, found SUMMARY_MODE_UNSPECIFIED";
            violations.add("summary.mode", rule);
            Budget::Unset
        }
        Err(unknown) => {
            violations.add("summary.mode", unknown.to_string());
            Budget::Unset
        }
    }
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;
    use tiyao_api::v1::summary_options::Budget;

    use super::{Failure, Limits, Violations};

    fn fields(failure: Failure) -> Vec<String> {
        match failure {
            Failure::Invalid(violations) => violations.into_iter().map(|v| v.field).collect(),
            other => panic!("not a field's fault: {other:?}"),
        }
    }

    #[test]
    fn every_fault_is_named_at_once() {
        let mut violations = Violations::default();
        let keywords = v1::KeywordOptions { max_keywords: 101, method: 9, ..Default::default() };
        let budget = v1::summary_options::Budget::Ratio(f64::NAN);
        let summary = v1::SummaryOptions {
            budget: Some(budget),
            redundancy_weight: Some(2.0),
            required_terms: vec!["提要".to_owned(), " ".to_owned()],
            query: "问".repeat(Limits::default().title_bytes),
            ..Default::default()
        };
        super::keyword_options(Some(keywords), &Limits::default(), &mut violations);
        super::summary_options(Some(summary), &Limits::default(), &mut violations);
        super::offset_unit(77, &mut violations);
        assert_eq!(
            fields(violations.finish().unwrap_err()),
            [
                "keywords.max_keywords",
                "keywords.method",
                "summary.ratio",
                "summary.redundancy_weight",
                "summary.query",
                "summary.required_terms[1]",
                "offset_unit"
            ]
        );
    }

    #[test]
    fn forbidden_terms_are_counted_and_measured() {
        let limits = Limits { terms: 2, term_bytes: 6, ..Limits::default() };
        let forbidden_terms = ["提要", "提要提", "提"].map(str::to_owned).to_vec();
        let keywords = v1::KeywordOptions { forbidden_terms, ..Default::default() };
        let mut violations = Violations::default();
        super::keyword_options(Some(keywords), &limits, &mut violations);
        assert_eq!(
            fields(violations.finish().unwrap_err()),
            ["keywords.forbidden_terms", "keywords.forbidden_terms[1]"]
        );
    }

    #[test]
    fn wishes_that_contradict_themselves_are_refused() {
        let list = |terms: &[&str]| terms.iter().map(|&term| term.to_owned()).collect();
        let keywords = v1::KeywordOptions {
            max_words: 2,
            min_words: 3,
            parts_of_speech: list(&["n", "N", "", "nouns"]),
            pinned_terms: list(&["提要", "期刊"]),
            forbidden_terms: list(&["期刊"]),
            near_duplicates: 7,
            ..Default::default()
        };
        let mut violations = Violations::default();
        super::keyword_options(Some(keywords), &Limits::default(), &mut violations);
        assert_eq!(
            fields(violations.finish().unwrap_err()),
            [
                "keywords.min_words",
                "keywords.near_duplicates",
                "keywords.parts_of_speech[1]",
                "keywords.parts_of_speech[2]",
                "keywords.parts_of_speech[3]",
                "keywords.pinned_terms[1]"
            ]
        );
    }

    #[test]
    fn a_budget_of_zero_or_a_billion_is_refused() {
        for characters in [0, 1_000_000_000] {
            let budget = v1::summary_options::Budget::MaxCharacters(characters);
            let summary = v1::SummaryOptions { budget: Some(budget), ..Default::default() };
            let mut violations = Violations::default();
            super::summary_options(Some(summary), &Limits::default(), &mut violations);
            assert_eq!(fields(violations.finish().unwrap_err()), ["summary.max_characters"]);
        }
    }

    #[test]
    fn a_mode_is_a_budget() {
        use super::Budget;
        let of = |mode: i32| {
            let budget = v1::summary_options::Budget::Mode(mode);
            let wire = v1::SummaryOptions { budget: Some(budget), ..Default::default() };
            let mut violations = Violations::default();
            let options = super::summary_options(Some(wire), &Limits::default(), &mut violations);
            violations.finish().map(|()| options.budget).map_err(fields)
        };
        for (mode, budget) in [
            (v1::SummaryMode::Indicative, Budget::Characters(150)),
            (v1::SummaryMode::Mixed, Budget::Characters(300)),
            (v1::SummaryMode::Informative, Budget::Characters(400)),
            (v1::SummaryMode::Headline, Budget::Sentences(1)),
        ] {
            assert_eq!(of(mode.into()), Ok(budget));
        }
        for mode in [0, 9] {
            assert_eq!(of(mode), Err(vec!["summary.mode".to_owned()]));
        }
    }

    #[test]
    fn a_digest_has_a_budget() {
        let budget = Some(v1::digest_options::Budget::MaxSentences(0));
        let wire = v1::DigestOptions { budget, redundancy_weight: Some(-1.0) };
        let mut violations = Violations::default();
        super::digest_options(wire, &Limits::default(), &mut violations);
        assert_eq!(
            fields(violations.finish().unwrap_err()),
            ["digest.max_sentences", "digest.redundancy_weight"]
        );
    }

    #[test]
    fn an_article_without_content_is_refused() {
        let limits = Limits { title_bytes: 3, ..Limits::default() };
        let mut violations = Violations::default();
        super::article(None, "article", &limits, &mut violations);
        let input = v1::ArticleInput { title: "提要".to_owned(), ..Default::default() };
        super::article(Some(input), "articles[3]", &limits, &mut violations);
        assert_eq!(
            fields(violations.finish().unwrap_err()),
            ["article", "articles[3].title", "articles[3].content"]
        );
    }

    #[test]
    fn a_file_is_not_sent_as_text() {
        let content = |form| v1::Content {
            form: Some(form),
            media_type: v1::MediaType::Docx.into(),
            ..Default::default()
        };
        let mut violations = Violations::default();
        for form in [
            v1::content::Form::Text("春天来了".to_owned()),
            v1::content::Form::Data("春天来了".into()),
        ] {
            let wire = Some(content(form));
            super::issue(String::new(), wire, 0, &Limits::default(), &mut violations);
        }
        assert_eq!(fields(violations.finish().unwrap_err()), ["content.media_type"]);
    }

    /// Each limit that a field may break is named where one does.
    #[test]
    fn limits_are_named() {
        let limits = Limits {
            id_bytes: 3,
            title_bytes: 3,
            keywords: 3,
            terms: 1,
            term_bytes: 3,
            summary_characters: 3,
            summary_sentences: 3,
            ..Limits::default()
        };
        let long = || "集市".to_owned();
        let mut violations = Violations::default();
        let (id, title) = (long(), long());
        let input = v1::ArticleInput { id, title, ..v1::ArticleInput::default() };
        super::article(Some(input), "article", &limits, &mut violations);
        let keywords = v1::KeywordOptions {
            max_keywords: 4,
            forbidden_terms: vec![long()],
            pinned_terms: vec!["甲".to_owned(), "乙".to_owned()],
            ..v1::KeywordOptions::default()
        };
        super::keyword_options(Some(keywords), &limits, &mut violations);
        for budget in [Budget::MaxCharacters(4), Budget::MaxSentences(4)] {
            let summary = v1::SummaryOptions {
                budget: Some(budget),
                query: long(),
                ..v1::SummaryOptions::default()
            };
            super::summary_options(Some(summary), &limits, &mut violations);
        }
        let named = violations.0.iter().filter_map(|violation| {
            let (_, name) = violation.description.split_once('(')?;
            Some(format!("{} {}", violation.field, name.split_once(')')?.0))
        });
        assert_eq!(
            named.collect::<Vec<_>>(),
            [
                "article.id max_id_bytes",
                "article.title max_title_bytes",
                "keywords.max_keywords max_keywords",
                "keywords.forbidden_terms[0] max_term_bytes",
                "keywords.pinned_terms max_terms",
                "summary.max_characters max_summary_characters",
                "summary.query max_title_bytes",
                "summary.max_sentences max_summary_sentences",
                "summary.query max_title_bytes",
            ]
        );
    }
}
