//! Articles as an Office Open XML document for authors and editors: title, authors, abstract, keywords,
//! then the text; headings are headings, so that the document has an outline.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::{
    labels::{
        in_digest, keyword_line, labels, language_tag, printed_abstracts, printed_keywords,
        summary_text,
    },
    line::one_line,
    package::{Properties, office, office_relationships},
    xml::Xml,
};

const MAIN: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const TYPE: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Styles that an Office knows by name, by their ids here.
const STYLES: [(&str, &str, Look); 6] = [
    ("Title", "Title", Look { size: "36", bold: true, outline: None }),
    ("Subtitle", "Subtitle", Look { size: "24", bold: false, outline: None }),
    ("Heading1", "heading 1", Look { size: "32", bold: true, outline: Some("0") }),
    ("Heading2", "heading 2", Look { size: "26", bold: true, outline: Some("1") }),
    ("Bibliography", "Bibliography", Look { size: "18", bold: false, outline: None }),
    ("FootnoteText", "footnote text", Look { size: "18", bold: false, outline: None }),
];

struct Look {
    /// In half points.
    size: &'static str,
    bold: bool,
    outline: Option<&'static str>,
}

/// The whole issue; each article begins a page.
pub(crate) fn issue(out: &mut dyn Write, issue: &v1::Issue) -> io::Result<()> {
    let masthead = issue.masthead.clone().unwrap_or_default();
    let properties = Properties { title: one_line(&masthead.title), ..Default::default() };
    let digest = issue.articles.iter().map(|article| in_digest(issue.digest.as_ref(), article));
    let head = [
        Paragraph::plain("Title", &masthead.title),
        Paragraph::plain("Subtitle", &masthead.publication_date),
    ];
    let head = head.into_iter().chain(digest.map(|text| Paragraph::plain("", &text)));
    let parts = std::iter::once(written(head));
    let parts: Vec<Vec<Paragraph>> = parts
        .chain(issue.articles.iter().map(paragraphs))
        .filter(|part| !part.is_empty())
        .collect();
    document(out, &properties, &parts)
}

/// One article.
pub(crate) fn article(out: &mut dyn Write, article: &v1::Article) -> io::Result<()> {
    let labels = labels(article.language());
    let properties = Properties {
        title: one_line(&article.title),
        creator: one_line(&article.authors.join(labels.semicolon)),
        description: one_line(&summary_text(article.summary.as_ref(), labels)),
        keywords: one_line(&keyword_line(&article.keywords, labels)),
        language: language_tag(article.language()).unwrap_or_default(),
    };
    document(out, &properties, &[paragraphs(article)])
}

/// A document whose parts each begin a page.
fn document(
    out: &mut dyn Write,
    properties: &Properties,
    parts: &[Vec<Paragraph>],
) -> io::Result<()> {
    let kinds = ["document.main+xml", "styles+xml"].map(|kind| format!("{TYPE}.{kind}"));
    let names = ["word/document.xml", "word/styles.xml"];
    let typed: Vec<(&str, &str)> =
        names.into_iter().zip(kinds.iter().map(String::as_str)).collect();
    let mut package = office("word/document.xml", &typed, properties)?;
    package.part("word/_rels/document.xml.rels", |out| {
        office_relationships(out, &[("styles", "styles.xml")])
    })?;
    package.part("word/styles.xml", styles)?;
    package.part("word/document.xml", |out| {
        let mut xml = Xml::part(out)?;
        xml.element("w:document", &[("xmlns:w", MAIN)], |xml| {
            xml.element("w:body", &[], |xml| {
                for (index, part) in parts.iter().enumerate() {
                    let (first, rest) = part.split_at(part.len().min(1));
                    first.iter().try_for_each(|first| first.write(xml, index > 0))?;
                    rest.iter().try_for_each(|paragraph| paragraph.write(xml, false))?;
                }
                xml.empty("w:sectPr", &[])
            })
        })?;
        xml.end()
    })?;
    package.finish(out)
}

/// A paragraph of pieces, some of them bold.
struct Paragraph {
    style: &'static str,
    runs: Vec<(String, bool)>,
}

/// What an article's part of a document holds.
fn paragraphs(article: &v1::Article) -> Vec<Paragraph> {
    let labels = labels(article.language());
    let labelled = |label: &str, text: String| {
        let label =
            if text.is_empty() { String::new() } else { format!("{label}{}", labels.colon) };
        Paragraph { style: "", runs: vec![(label, true), (one_line(&text), false)] }
    };
    let head = [
        Paragraph::plain("Subtitle", &article.kicker),
        Paragraph::plain("Heading1", &article.title),
        Paragraph::plain("Subtitle", &article.subtitle),
        Paragraph::plain("", &article.authors.join(labels.comma)),
        Paragraph::plain("", &article.affiliation),
    ];
    let abstracts = printed_abstracts(article);
    let abstracts = abstracts.map(|text| labelled(labels.printed_abstract, text.to_owned()));
    let lists = printed_keywords(article).into_iter();
    let lists = lists.map(|(mark, terms)| labelled(labels.printed_keywords, terms.join(mark)));
    let computed = [
        labelled(labels.summary, summary_text(article.summary.as_ref(), labels)),
        labelled(labels.keywords, keyword_line(&article.keywords, labels)),
    ];
    let text = article.paragraphs.iter().filter_map(|part| {
        let style = match part.kind() {
            v1::ParagraphKind::Metadata => return None,
            v1::ParagraphKind::Subhead => "Heading2",
            v1::ParagraphKind::Reference => "Bibliography",
            v1::ParagraphKind::Footnote => "FootnoteText",
            v1::ParagraphKind::Body | v1::ParagraphKind::Unspecified => "",
        };
        Some(Paragraph::plain(style, &part.text))
    });
    written(head.into_iter().chain(abstracts).chain(lists).chain(computed).chain(text))
}

/// Those that have a text.
fn written(paragraphs: impl Iterator<Item = Paragraph>) -> Vec<Paragraph> {
    let has_text = |paragraph: &Paragraph| paragraph.runs.iter().any(|(text, _)| !text.is_empty());
    paragraphs.filter(has_text).collect()
}

impl Paragraph {
    fn plain(style: &'static str, text: &str) -> Self {
        Self { style, runs: vec![(one_line(text), false)] }
    }

    fn write(&self, xml: &mut Xml<'_>, begins_page: bool) -> io::Result<()> {
        xml.element("w:p", &[], |xml| {
            xml.element("w:pPr", &[], |xml| {
                if !self.style.is_empty() {
                    xml.empty("w:pStyle", &[("w:val", self.style)])?;
                }
                if begins_page {
                    xml.empty("w:pageBreakBefore", &[])?;
                }
                Ok(())
            })?;
            for (text, is_bold) in &self.runs {
                xml.element("w:r", &[], |xml| {
                    if *is_bold {
                        xml.element("w:rPr", &[], |xml| xml.empty("w:b", &[]))?;
                    }
                    xml.text("w:t", &[("xml:space", "preserve")], text)
                })?;
            }
            Ok(())
        })
    }
}

fn styles(out: &mut dyn Write) -> io::Result<()> {
    let mut xml = Xml::part(out)?;
    xml.element("w:styles", &[("xmlns:w", MAIN)], |xml| {
        xml.element("w:docDefaults", &[], |xml| {
            xml.element("w:rPrDefault", &[], |xml| {
                xml.element("w:rPr", &[], |xml| {
                    let fonts = [
                        ("w:ascii", "Times New Roman"),
                        ("w:hAnsi", "Times New Roman"),
                        ("w:eastAsia", "SimSun"),
                    ];
                    xml.empty("w:rFonts", &fonts)?;
                    xml.empty("w:sz", &[("w:val", "21")])?;
                    xml.empty("w:lang", &[("w:val", "en-US"), ("w:eastAsia", "zh-CN")])
                })
            })?;
            xml.element("w:pPrDefault", &[], |xml| {
                xml.element("w:pPr", &[], |xml| {
                    xml.empty(
                        "w:spacing",
                        &[("w:after", "120"), ("w:line", "320"), ("w:lineRule", "auto")],
                    )
                })
            })
        })?;
        let normal = [("w:type", "paragraph"), ("w:default", "1"), ("w:styleId", "Normal")];
        xml.element("w:style", &normal, |xml| xml.empty("w:name", &[("w:val", "Normal")]))?;
        STYLES.iter().try_for_each(|(id, name, look)| style(xml, id, name, look))
    })?;
    xml.end()
}

fn style(xml: &mut Xml<'_>, id: &str, name: &str, look: &Look) -> io::Result<()> {
    xml.element("w:style", &[("w:type", "paragraph"), ("w:styleId", id)], |xml| {
        xml.empty("w:name", &[("w:val", name)])?;
        xml.empty("w:basedOn", &[("w:val", "Normal")])?;
        xml.empty("w:next", &[("w:val", "Normal")])?;
        xml.empty("w:qFormat", &[])?;
        if let Some(level) = look.outline {
            xml.element("w:pPr", &[], |xml| {
                xml.empty("w:keepNext", &[])?;
                xml.empty("w:outlineLvl", &[("w:val", level)])
            })?;
        }
        xml.element("w:rPr", &[], |xml| {
            if look.bold {
                xml.empty("w:b", &[])?;
            }
            xml.empty("w:sz", &[("w:val", look.size)])
        })
    })
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;
    use tiyao_document::{Limits, MediaType};

    use crate::sample;

    fn read(document: &[u8]) -> String {
        let document = tiyao_document::read(document, None, None, &Limits::default()).unwrap();
        assert_eq!(document.media_type(), MediaType::Docx);
        assert!(document.remarks().is_empty(), "{:?}", document.remarks());
        document.text().to_owned()
    }

    #[test]
    fn an_article_is_read_back() {
        let issue = sample::issue();
        let mut out = Vec::new();
        super::article(&mut out, &issue.articles[0]).unwrap();
        let mut again = Vec::new();
        super::article(&mut again, &issue.articles[0]).unwrap();
        assert_eq!(out, again, "equal messages, equal bytes");
        let text = read(&out);
        let rows: Vec<&str> = text.lines().filter(|row| !row.is_empty()).collect();
        assert_eq!(
            rows[..4],
            [
                "农村 & 食品",
                "绷紧“舌尖”安全弦，完善农村食品安全网 <一>",
                "副题",
                "卢新宇、上海市市场监管局反垄断办公室"
            ]
        );
        assert!(rows.contains(&"关键词：农村食品安全；假冒伪劣食品；监管\"两个责任\""), "{rows:?}");
        assert!(rows.contains(&"[1] 王五. 食品 <安全>[M]. 北京, 1999."), "{rows:?}");
        assert_eq!(rows.last(), Some(&"作者简介：卢新宇，处长。"));
    }

    #[test]
    fn an_issue_has_all_articles() {
        let mut out = Vec::new();
        super::issue(&mut out, &sample::issue()).unwrap();
        let text = read(&out);
        assert!(text.starts_with("市场监督管理\n"), "{text}");
        assert!(text.contains("Keywords: food safety; trade"), "{text}");
    }

    #[test]
    fn nothing_is_known() {
        let mut out = Vec::new();
        super::article(&mut out, &v1::Article::default()).unwrap();
        assert_eq!(read(&out).trim(), "");
    }
}
