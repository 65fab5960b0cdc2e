/// A form that an issue or an article can be written in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Blocks of plain text for a layout: title, `摘要：…`, `关键词：A；B；C`.
    Text,
    /// Markdown to paste: titles, authors, summaries and keywords, without the articles' text.
    Markdown,
    /// An article's whole text as Markdown, behind front matter in YAML.
    FrontMatter,
    /// A list, a row for each article: comma-separated values (RFC 4180).
    Csv,
    /// The same list as an Office Open XML workbook.
    Xlsx,
    /// For authors and editors: titles, abstracts, keywords and text as an Office Open XML document.
    Docx,
    /// NISO JATS Journal Publishing 1.1.
    Jats,
    /// IPTC ninjs 3.0, News in JSON.
    Ninjs,
    /// schema.org in JSON-LD: a `PublicationIssue` and its articles.
    JsonLd,
    /// BibTeX entries.
    Bibtex,
    /// RIS, which reference managers take.
    Ris,
    /// Citation lines after GB/T 7714-2015, in the order of the text.
    Gbt7714,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 12] = [
        Self::Text,
        Self::Markdown,
        Self::FrontMatter,
        Self::Csv,
        Self::Xlsx,
        Self::Docx,
        Self::Jats,
        Self::Ninjs,
        Self::JsonLd,
        Self::Bibtex,
        Self::Ris,
        Self::Gbt7714,
    ];

    /// What people and programs call it.
    pub fn name(self) -> &'static str {
        self.facts().0
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }

    /// The extension of its files.
    pub fn extension(self) -> &'static str {
        self.facts().1
    }

    /// Its media type, with the encoding where it is text.
    pub fn media_type(self) -> &'static str {
        self.facts().2
    }

    /// Whether a document is always one article, so that an issue is as many as it has articles.
    pub fn is_single(self) -> bool {
        matches!(self, Self::FrontMatter | Self::Jats)
    }

    fn facts(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Text => ("text", "txt", "text/plain; charset=utf-8"),
            Self::Markdown => ("markdown", "md", "text/markdown; charset=utf-8"),
            Self::FrontMatter => ("front-matter", "md", "text/markdown; charset=utf-8"),
            Self::Csv => ("csv", "csv", "text/csv; charset=utf-8"),
            Self::Xlsx => (
                "xlsx",
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            Self::Docx => (
                "docx",
                "docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            Self::Jats => ("jats", "xml", "application/jats+xml"),
            Self::Ninjs => ("ninjs", "json", "application/json"),
            Self::JsonLd => ("json-ld", "jsonld", "application/ld+json"),
            Self::Bibtex => ("bibtex", "bib", "application/x-bibtex; charset=utf-8"),
            Self::Ris => ("ris", "ris", "application/x-research-info-systems; charset=utf-8"),
            Self::Gbt7714 => ("gbt7714", "txt", "text/plain; charset=utf-8"),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::Format;

    #[test]
    fn each_is_found_by_its_own_name() {
        let names: BTreeSet<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        assert_eq!(names.len(), Format::ALL.len());
        for format in Format::ALL {
            assert_eq!(Format::named(format.name()), Some(format));
        }
        assert_eq!(Format::named("pdf"), None);
    }
}
