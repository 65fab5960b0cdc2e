//! Groups of arguments that several commands share, and what they become in a request.

use std::path::PathBuf;
#[cfg(feature = "embedded")]
use std::str::FromStr;

use clap::{Args, ValueEnum};
use tiyao_client::v1;
#[cfg(feature = "embedded")]
use tiyao_corpus::Background;

#[derive(Args)]
pub(crate) struct InputArgs {
    /// The text; `-`: standard input.
    pub(crate) file: PathBuf,
    /// The encoding of the file; default: detected.
    #[arg(long, value_name = "ENCODING")]
    pub(crate) encoding: Option<EncodingArg>,
    /// The form of the file; default: detected.
    #[arg(long, value_name = "FORM")]
    pub(crate) media_type: Option<MediaTypeArg>,
    #[command(flatten)]
    pub(crate) offsets: OffsetArgs,
}

/// One article in a file.
#[derive(Args)]
pub(crate) struct ArticleArgs {
    #[command(flatten)]
    pub(crate) input: InputArgs,
    /// The article's title; without it a first row that reads as a heading is the title.
    #[arg(long, value_name = "TITLE")]
    pub(crate) title: Option<String>,
    /// The article's language; default: detected.
    #[arg(long, value_name = "LANGUAGE")]
    pub(crate) language: Option<LanguageArg>,
}

/// Languages by their tags (BCP 47), as exports and records of archives have them too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum LanguageArg {
    #[value(name = "zh-Hans")]
    ChineseSimplified,
    #[value(name = "zh-Hant")]
    ChineseTraditional,
    #[value(name = "en")]
    English,
}

impl From<LanguageArg> for v1::Language {
    fn from(language: LanguageArg) -> Self {
        match language {
            LanguageArg::ChineseSimplified => Self::ChineseSimplified,
            LanguageArg::ChineseTraditional => Self::ChineseTraditional,
            LanguageArg::English => Self::English,
        }
    }
}

#[derive(Args)]
pub(crate) struct OffsetArgs {
    /// What the offsets in the answer count; `received`: bytes of the file as it is. Default: utf8.
    #[arg(long = "offset-unit", value_name = "UNIT")]
    unit: Option<OffsetUnitArg>,
}

impl OffsetArgs {
    pub(crate) fn unit(&self) -> v1::OffsetUnit {
        match self.unit {
            None => v1::OffsetUnit::Unspecified,
            Some(OffsetUnitArg::Utf8) => v1::OffsetUnit::Utf8Byte,
            Some(OffsetUnitArg::Utf16) => v1::OffsetUnit::Utf16CodeUnit,
            Some(OffsetUnitArg::Codepoint) => v1::OffsetUnit::CodePoint,
            Some(OffsetUnitArg::Received) => v1::OffsetUnit::ReceivedByte,
        }
    }
}

#[derive(Args)]
#[command(next_help_heading = "Keywords")]
pub(crate) struct KeywordArgs {
    /// At most this many keywords; default: 8.
    #[arg(long = "keywords", value_name = "N", allow_negative_numbers = true, value_parser = at_least_one())]
    max_keywords: Option<u32>,
    /// How keywords are weighed; default: keyphrase.
    #[arg(long)]
    method: Option<MethodArg>,
    /// At most this many words in a keyword, from 1 to 4; default: 4.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=4))]
    max_words: Option<u32>,
    /// At least this many words in a keyword, from 1 to 4; default: 1.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = clap::value_parser!(u32).range(1..=4))]
    min_words: Option<u32>,
    /// Parts of speech that a keyword's words may have, as beginnings of jieba's tags: `n,vn,eng`.
    #[arg(long, value_name = "TAGS", value_delimiter = ',')]
    pos: Vec<String>,
    /// The only terms that may be keywords: a file with one a row.
    #[arg(long, value_name = "FILE", value_parser = term_rows)]
    vocabulary: Option<TermRows>,
    /// A term that comes first where the text has it; may be repeated.
    #[arg(long, value_name = "TERM")]
    pin: Vec<String>,
    /// A term that is never a keyword; may be repeated.
    #[arg(long, value_name = "TERM")]
    forbid: Vec<String>,
    /// Keep keywords that say nearly what another says.
    #[arg(long)]
    near_duplicates: bool,
}

/// The terms of a file.
#[derive(Clone)]
struct TermRows(Vec<String>);

fn term_rows(path: &str) -> Result<TermRows, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let rows = text.trim_start_matches('\u{feff}').lines().map(str::trim);
    let rows: Vec<String> = rows.filter(|row| !row.is_empty()).map(str::to_owned).collect();
    if rows.is_empty() { Err("holds no term".to_owned()) } else { Ok(TermRows(rows)) }
}

impl KeywordArgs {
    pub(crate) fn options(&self) -> v1::KeywordOptions {
        let method = match self.method {
            None => v1::KeywordMethod::Unspecified,
            Some(MethodArg::Keyphrase) => v1::KeywordMethod::Keyphrase,
            Some(MethodArg::TfIdf) => v1::KeywordMethod::TfIdf,
            Some(MethodArg::TextRank) => v1::KeywordMethod::TextRank,
        };
        let near_duplicates = if self.near_duplicates {
            v1::NearDuplicates::Keep
        } else {
            v1::NearDuplicates::Unspecified
        };
        v1::KeywordOptions {
            max_keywords: self.max_keywords.unwrap_or_default(),
            method: method.into(),
            max_words: self.max_words.unwrap_or_default(),
            forbidden_terms: self.forbid.clone(),
            min_words: self.min_words.unwrap_or_default(),
            parts_of_speech: self.pos.clone(),
            vocabulary: self.vocabulary.as_ref().map_or_else(Vec::new, |rows| rows.0.clone()),
            pinned_terms: self.pin.clone(),
            near_duplicates: near_duplicates.into(),
            explain: false,
        }
    }
}

#[derive(Args)]
#[command(next_help_heading = "Summary")]
pub(crate) struct SummaryArgs {
    #[command(flatten)]
    budget: BudgetArgs,
    /// What you want to know: sentences that speak of it weigh more.
    #[arg(long, value_name = "TEXT")]
    query: Option<String>,
    /// A term that the summary must have, if a sentence within the budget has it; may be repeated.
    #[arg(long, value_name = "TERM", value_parser = some_text)]
    require: Vec<String>,
    /// Where no sentence fits the budget, cut the best at the end of a clause; of a budget of
    /// sentences, cut those of more than 150 characters.
    #[arg(long)]
    allow_cut: bool,
}

#[derive(Args)]
#[group(multiple = false)]
struct BudgetArgs {
    /// At most this many characters; default: 150, or one sentence of at most 400 where none
    /// fits that.
    #[arg(long = "summary-chars", value_name = "N", allow_negative_numbers = true, value_parser = at_least_one())]
    chars: Option<u32>,
    /// At most this many sentences.
    #[arg(long = "summary-sentences", value_name = "N", allow_negative_numbers = true, value_parser = at_least_one())]
    sentences: Option<u32>,
    /// At most this part of the article's characters; above 0, at most 1.
    #[arg(long = "summary-ratio", value_name = "R", allow_negative_numbers = true, value_parser = ratio)]
    ratio: Option<f64>,
    /// As long as abstracts of this sort are (GB/T 7713.2-2022).
    #[arg(long, value_name = "MODE")]
    mode: Option<ModeArg>,
}

#[derive(Args)]
#[command(next_help_heading = "Digest")]
pub(crate) struct DigestArgs {
    /// Also a digest of the whole issue, of at most this many characters.
    #[arg(long, value_name = "N", allow_negative_numbers = true, value_parser = at_least_one())]
    digest: Option<u32>,
}

impl DigestArgs {
    pub(crate) fn options(&self) -> Option<v1::DigestOptions> {
        let budget = self.digest.map(v1::digest_options::Budget::MaxCharacters)?;
        Some(v1::DigestOptions { budget: Some(budget), ..Default::default() })
    }
}

fn some_text(text: &str) -> Result<String, String> {
    if text.trim().is_empty() { Err("is empty".to_owned()) } else { Ok(text.to_owned()) }
}

fn at_least_one() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..)
}

fn ratio(text: &str) -> Result<f64, String> {
    let ratio: f64 = text.parse().map_err(|_| "not a number".to_owned())?;
    if ratio > 0.0 && ratio <= 1.0 { Ok(ratio) } else { Err("above 0, at most 1".to_owned()) }
}

impl SummaryArgs {
    pub(crate) fn options(&self) -> v1::SummaryOptions {
        use v1::summary_options::Budget;
        let mode = self.budget.mode.map(|mode| match mode {
            ModeArg::Indicative => v1::SummaryMode::Indicative,
            ModeArg::Mixed => v1::SummaryMode::Mixed,
            ModeArg::Informative => v1::SummaryMode::Informative,
            ModeArg::Headline => v1::SummaryMode::Headline,
        });
        let budget = (self.budget.chars.map(Budget::MaxCharacters))
            .or(self.budget.sentences.map(Budget::MaxSentences))
            .or(self.budget.ratio.map(Budget::Ratio))
            .or(mode.map(|mode| Budget::Mode(mode.into())));
        v1::SummaryOptions {
            budget,
            redundancy_weight: None,
            query: self.query.clone().unwrap_or_default(),
            required_terms: self.require.clone(),
            allow_cut: self.allow_cut,
            explain: false,
        }
    }
}

#[cfg(feature = "embedded")]
#[derive(Args)]
#[command(next_help_heading = "Corpora")]
pub(crate) struct CorpusArgs {
    /// Lay a snapshot of `tiyao corpus` over the built-in background; may be repeated. It counts for
    /// WEIGHT, while the background counts for 1; default: 1. Not with --server, which has its own.
    #[arg(long = "corpus", value_name = "FILE[@WEIGHT]")]
    pub(crate) files: Vec<CorpusFile>,
}

/// A snapshot to lay over the background.
#[cfg(feature = "embedded")]
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct CorpusFile {
    pub(crate) path: PathBuf,
    pub(crate) weight: f64,
}

#[cfg(feature = "embedded")]
impl FromStr for CorpusFile {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let Some((path, weight)) = text.rsplit_once('@') else {
            return Ok(Self { path: text.into(), weight: 1.0 });
        };
        // A name may hold the sign, as long as what follows it is no number.
        match weight.parse::<f64>() {
            Err(_) => Ok(Self { path: text.into(), weight: 1.0 }),
            Ok(weight) if Background::is_weight(weight) => Ok(Self { path: path.into(), weight }),
            Ok(_) => Err("the weight must be between 0.000001 and 1000000".to_owned()),
        }
    }
}

#[derive(Args)]
#[command(next_help_heading = "Output")]
pub(crate) struct OutputArgs {
    /// Default: table on a terminal, json elsewhere.
    #[arg(long)]
    pub(crate) format: Option<Format>,
    /// Where it goes; without it, or as `-`: standard output. An issue goes into a directory, a file
    /// for each article, when this is one or ends in `/`, and always as jats and front-matter.
    #[arg(short, long, value_name = "FILE")]
    pub(crate) output: Option<PathBuf>,
    /// Begin csv with a byte order mark, which spreadsheets need to see that it is UTF-8.
    #[arg(long)]
    pub(crate) csv_bom: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For a person to read
    Table,
    /// Canonical proto3 JSON of tiyao.v1
    Json,
    /// The same, compact, one event a line as it comes
    Ndjson,
    /// 摘要：… and 关键词：A；B；C, as plain text
    Text,
    /// The same with titles and authors, for an editor to paste
    Markdown,
    /// Markdown with YAML front matter and the article's text, one file for an article
    FrontMatter,
    /// For a spreadsheet
    Csv,
    /// An Excel workbook
    Xlsx,
    /// A Word document with the articles' text
    Docx,
    /// JATS Journal Publishing 1.1: XML, one document for an article
    Jats,
    /// IPTC ninjs 3.0: News in JSON
    Ninjs,
    /// schema.org in JSON-LD
    JsonLd,
    /// BibTeX entries
    Bibtex,
    /// RIS, for reference managers
    Ris,
    /// Citation lines after GB/T 7714-2015
    Gbt7714,
}

impl Format {
    /// The form that others read it in; none for a table and for what is our own JSON.
    pub(crate) fn export(self) -> Option<tiyao_export::Format> {
        use tiyao_export::Format as Export;
        Some(match self {
            Self::Table | Self::Json | Self::Ndjson => return None,
            Self::Text => Export::Text,
            Self::Markdown => Export::Markdown,
            Self::FrontMatter => Export::FrontMatter,
            Self::Csv => Export::Csv,
            Self::Xlsx => Export::Xlsx,
            Self::Docx => Export::Docx,
            Self::Jats => Export::Jats,
            Self::Ninjs => Export::Ninjs,
            Self::JsonLd => Export::JsonLd,
            Self::Bibtex => Export::Bibtex,
            Self::Ris => Export::Ris,
            Self::Gbt7714 => Export::Gbt7714,
        })
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum EncodingArg {
    #[value(name = "utf-8")]
    Utf8,
    #[value(name = "utf-16le")]
    Utf16Le,
    #[value(name = "utf-16be")]
    Utf16Be,
    Gb18030,
}

impl From<EncodingArg> for v1::Encoding {
    fn from(encoding: EncodingArg) -> Self {
        match encoding {
            EncodingArg::Utf8 => Self::Utf8,
            EncodingArg::Utf16Le => Self::Utf16Le,
            EncodingArg::Utf16Be => Self::Utf16Be,
            EncodingArg::Gb18030 => Self::Gb18030,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
pub(crate) enum MediaTypeArg {
    /// Rows of plain text
    Text,
    Markdown,
    Html,
    Docx,
    /// The text layer of a PDF
    Pdf,
}

impl From<MediaTypeArg> for v1::MediaType {
    fn from(media_type: MediaTypeArg) -> Self {
        match media_type {
            MediaTypeArg::Text => Self::PlainText,
            MediaTypeArg::Markdown => Self::Markdown,
            MediaTypeArg::Html => Self::Html,
            MediaTypeArg::Docx => Self::Docx,
            MediaTypeArg::Pdf => Self::Pdf,
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum OffsetUnitArg {
    Utf8,
    Utf16,
    Codepoint,
    Received,
}

#[derive(Clone, Copy, ValueEnum)]
enum MethodArg {
    /// Words and phrases
    Keyphrase,
    /// Single words by TF-IDF
    TfIdf,
    /// Single words by TextRank
    TextRank,
}

#[cfg(test)]
mod tests {
    use clap::ValueEnum as _;

    #[cfg(feature = "embedded")]
    use super::CorpusFile;
    use super::Format;

    #[test]
    fn every_export_is_called_as_everywhere() {
        let mut exports: Vec<tiyao_export::Format> = Vec::new();
        for format in Format::value_variants() {
            if let Some(export) = format.export() {
                assert_eq!(format.to_possible_value().unwrap().get_name(), export.name());
                exports.push(export);
            }
        }
        assert_eq!(exports, tiyao_export::Format::ALL);
    }

    #[cfg(feature = "embedded")]
    #[test]
    fn corpus_files() {
        for (text, path, weight) in [
            ("a.tiyaodf", "a.tiyaodf", 1.0),
            ("a.tiyaodf@0.25", "a.tiyaodf", 0.25),
            ("me@home/a.tiyaodf", "me@home/a.tiyaodf", 1.0),
        ] {
            assert_eq!(text.parse(), Ok(CorpusFile { path: path.into(), weight }), "{text}");
        }
        for wrong in ["a@0", "a@-1", "a@inf", "a@nan"] {
            assert!(wrong.parse::<CorpusFile>().is_err(), "{wrong}");
        }
    }
}

#[derive(Clone, Copy, ValueEnum)]
enum ModeArg {
    /// What the article is about: 150 characters
    Indicative,
    /// Between the two: 300 characters
    Mixed,
    /// What the article says: 400 characters
    Informative,
    /// One sentence
    Headline,
}
