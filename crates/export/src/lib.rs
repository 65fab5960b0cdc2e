//! What was analysed, in the forms that other programs and people take: one file for each form, pure
//! functions from the contract's messages to a writer.
//!
//! ```
//! use tiyao_api::v1;
//! use tiyao_export::Format;
//!
//! let keyword = |text: &str| v1::Keyword { text: text.to_owned(), ..Default::default() };
//! let article = v1::Article {
//!     title: "夏粮收购进展顺利".to_owned(),
//!     keywords: vec![keyword("夏粮收购"), keyword("粮库")],
//!     ..Default::default()
//! };
//! let issue = v1::Issue { articles: vec![article], ..Default::default() };
//! let mut out = Vec::new();
//! tiyao_export::article(&mut out, Format::Text, &issue, &issue.articles[0])?;
//! assert_eq!(String::from_utf8_lossy(&out), "夏粮收购进展顺利\n关键词：夏粮收购；粮库\n");
//! # Ok::<(), std::io::Error>(())
//! ```
//!
//! A tour: a [`Format`] knows its name, its media type and its files' extension; [`issue`] writes a
//! whole issue as one document, [`article`] one of its articles, [`archive`] a ZIP file with a document
//! for each. [`csv`] also writes lists of keywords and of sentences, and [`labels`] holds the words that
//! all of them print.
//!
//! An exporter never fails on what a message holds; only its writer may. What is not known is left out
//! where the form allows it, so that every document is valid and none says what nobody knows. Equal
//! messages give equal bytes: no clock is read, not even for a ZIP file's entries.
//!
//! This crate never analyses, opens no file, and knows nothing of the engine.

mod bibtex;
mod chosen;
pub mod csv;
mod date;
mod docx;
mod format;
mod front_matter;
mod gbt7714;
mod jats;
mod json;
mod json_ld;
pub mod labels;
mod line;
mod list;
mod markdown;
mod ninjs;
mod package;
mod people;
mod ris;
#[cfg(any(test, feature = "sample"))]
pub mod sample;
mod text;
mod xlsx;
mod xml;

use std::io::{self, Write};

use tiyao_api::v1;

pub use self::format::Format;

/// Writes a whole issue as one document. What is a document for each article ([`Format::is_single`])
/// is written one behind the other, which no reader takes as one file unless the issue has one article.
pub fn issue(out: &mut dyn Write, format: Format, issue: &v1::Issue) -> io::Result<()> {
    match format {
        Format::Text => text::issue(out, issue),
        Format::Markdown => markdown::issue(out, issue),
        Format::Csv => csv::issue(out, issue, false),
        Format::Xlsx => xlsx::list(out, issue, &issue.articles),
        Format::Docx => docx::issue(out, issue),
        Format::Ninjs => ninjs::issue(out, issue),
        Format::JsonLd => json_ld::issue(out, issue),
        Format::FrontMatter | Format::Jats | Format::Bibtex | Format::Ris | Format::Gbt7714 => {
            issue.articles.iter().try_for_each(|article| self::article(out, format, issue, article))
        }
    }
}

/// Writes one article; masthead and digest are those of the issue that it stands in.
pub fn article(
    out: &mut dyn Write,
    format: Format,
    issue: &v1::Issue,
    article: &v1::Article,
) -> io::Result<()> {
    match format {
        Format::Text => text::article(out, article),
        Format::Markdown => markdown::article(out, article),
        Format::FrontMatter => front_matter::article(out, issue, article),
        Format::Csv => csv::article(out, issue, article, false),
        Format::Xlsx => xlsx::list(out, issue, std::slice::from_ref(article)),
        Format::Docx => docx::article(out, article),
        Format::Jats => jats::article(out, issue, article),
        Format::Ninjs => ninjs::article(out, issue, article),
        Format::JsonLd => json_ld::article(out, issue, article),
        Format::Bibtex => bibtex::article(out, issue, article),
        Format::Ris => ris::article(out, issue, article),
        Format::Gbt7714 => gbt7714::article(out, issue, article),
    }
}

/// Writes a ZIP file with a document for each article, named by [`file_name`].
pub fn archive(out: &mut dyn Write, format: Format, issue: &v1::Issue) -> io::Result<()> {
    let mut package = package::Package::new();
    for article in &issue.articles {
        let name = file_name(article.index, format.extension());
        package.part(&name, |out| self::article(out, format, issue, article))?;
    }
    package.finish(out)
}

/// The name of an article's document: `article-001.xml` for the first.
pub fn file_name(index: u32, extension: &str) -> String {
    format!("article-{:03}.{extension}", u64::from(index) + 1)
}
