//! The articles of a file, with what stands with them.

use pulldown_cmark::{Event, Options, Parser, TagEnd};

use super::yaml::{self, Misread, Value};

const TITLE: [&str; 2] = ["title", "标题"];
const KIND: [&str; 1] = ["kind"];
const KEYWORDS: [&str; 3] = ["keywords", "关键词", "關鍵詞"];
const ABSTRACT: [&str; 4] = ["abstract", "summary", "摘要", "description"];
const MODE: [&str; 1] = ["abstract_mode"];
/// Nobody gives these keywords.
const UNJUDGED: [&str; 4] =
    ["notice", "advertisement", "ARTICLE_KIND_NOTICE", "ARTICLE_KIND_ADVERTISEMENT"];

/// What sort of file it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Front matter in YAML, then an article's text.
    Markdown,
    /// An issue or an article as `tiyao` writes it.
    Json,
}

/// One article.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Where what stands with it begins; the first line is 1.
    pub(super) line: usize,
    /// Title and text; empty: it is not in the file.
    pub(super) text: String,
    pub(super) keywords: Option<Keywords>,
    pub(super) abstract_text: Option<(usize, String)>,
    /// What the abstract is for, where the article says it.
    pub(super) mode: Option<(usize, String)>,
}

/// Keywords as they stand there, each with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Keywords {
    List(usize, Vec<(usize, String)>),
    /// All in one text, with separators between them.
    Line(usize, String),
}

/// The articles of a text that are judged; `None` for Markdown without front matter.
pub(crate) fn pieces(text: &str, form: Form) -> Result<Option<Vec<Piece>>, Misread> {
    let text = text.trim_start_matches('\u{FEFF}');
    match form {
        Form::Markdown => {
            let Some((head, body)) = front_matter(text)? else { return Ok(None) };
            // The head begins in the second line.
            let below = |misread: Misread| Misread { line: misread.line + 1, ..misread };
            let value = yaml::read(head).map_err(below)?;
            let piece = piece(&value, 1);
            let body = plain_text(body);
            let whole =
                if body.trim().is_empty() { String::new() } else { piece.text + "\n" + &body };
            let found = judged(&value).then_some(Piece { text: whole, line: 1, ..piece });
            Ok(Some(found.into_iter().collect()))
        }
        Form::Json => {
            let value = yaml::read(&yaml::of_json(text))?;
            let articles = match value.field(&["articles"]) {
                Some(articles) => articles.items(),
                None => std::slice::from_ref(&value),
            };
            let found = articles.iter().filter(|article| judged(article)).map(with_text);
            Ok(Some(found.collect()))
        }
    }
}

fn judged(value: &Value) -> bool {
    let kind = value.field(&KIND).and_then(Value::text).unwrap_or_default();
    !UNJUDGED.contains(&kind)
}

/// What stands between the first row, `---`, and the next one like it; and what follows.
fn front_matter(text: &str) -> Result<Option<(&str, &str)>, Misread> {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    if first.trim_end() != "---" {
        return Ok(None);
    }
    let mut length = 0;
    for row in rest.split_inclusive('\n') {
        if matches!(row.trim_end(), "---" | "...") {
            let parts = rest.split_at_checked(length);
            return Ok(parts
                .map(|(head, body)| (head, body.split_once('\n').map_or("", |(_, body)| body))));
        }
        length += row.len();
    }
    Err(Misread { line: 1, message: "the front matter has no end: a row of ---".to_owned() })
}

/// The text of Markdown without its marks.
fn plain_text(markdown: &str) -> String {
    let mut text = String::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Text(piece) | Event::Code(piece) => text.push_str(&piece),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::TableCell,
            ) => text.push('\n'),
            _ => {}
        }
    }
    text
}

/// What stands with an article, `above` lines below the head of its file.
fn piece(value: &Value, above: usize) -> Piece {
    let text_of = |value: &Value| Some((value.line + above, value.text()?.to_owned()));
    let keywords = value.field(&KEYWORDS).map(|keywords| {
        if let Some(line) = keywords.text() {
            return Keywords::Line(keywords.line + above, line.to_owned());
        }
        let items = keywords.items().iter();
        let items = items.filter_map(|item| text_of(item.field(&["text"]).unwrap_or(item)));
        Keywords::List(keywords.line + above, items.collect())
    });
    let summary = value.field(&ABSTRACT).and_then(|found| match found.field(&["sentences"]) {
        None => text_of(found),
        Some(sentences) => {
            let sentences = sentences.items().iter();
            let texts = sentences.filter_map(|sentence| sentence.field(&["text"])?.text());
            Some((found.line + above, texts.collect::<Vec<_>>().concat()))
        }
    });
    Piece {
        line: value.line + above,
        text: value.field(&TITLE).and_then(Value::text).unwrap_or_default().to_owned(),
        keywords,
        abstract_text: summary,
        mode: value.field(&MODE).and_then(text_of),
    }
}

/// An article of our JSON, whose paragraphs are its text.
fn with_text(value: &Value) -> Piece {
    let piece = piece(value, 0);
    let paragraphs = value.field(&["paragraphs"]).map(Value::items).unwrap_or_default();
    let texts = paragraphs.iter().filter_map(|paragraph| paragraph.field(&["text"])?.text());
    let texts: Vec<&str> = texts.collect();
    let whole =
        if texts.is_empty() { String::new() } else { piece.text + "\n" + &texts.join("\n") };
    Piece { text: whole, ..piece }
}

#[cfg(test)]
mod tests {
    use super::{Form, Keywords, Piece, pieces};

    #[test]
    fn front_matter_and_text() {
        let text = "---\ntitle: 夏粮\nkeywords: 甲；乙\nabstract: >-\n  丙。\n---\n\n# 夏\\*粮\n\n丁*戊*\n己。\n";
        let expected = Piece {
            line: 1,
            text: "夏粮\n夏*粮\n丁戊 己。\n".to_owned(),
            keywords: Some(Keywords::Line(3, "甲；乙".to_owned())),
            abstract_text: Some((4, "丙。".to_owned())),
            mode: None,
        };
        assert_eq!(pieces(text, Form::Markdown), Ok(Some(vec![expected])));
        for plain in ["", "# 夏粮\n", "---- 夏粮\n\n正文\n"] {
            assert_eq!(pieces(plain, Form::Markdown), Ok(None), "{plain}");
        }
        assert_eq!(pieces("---\nkind: notice\n---\n", Form::Markdown), Ok(Some(vec![])));
        for endless in ["---", "---\ntitle: 夏粮\nkeywords: 甲；乙；丙\n\n正文\n"] {
            assert_eq!(pieces(endless, Form::Markdown).unwrap_err().line, 1, "{endless}");
        }
        let misread = pieces("---\ntitle: 夏粮\nkeywords: [\n---\n", Form::Markdown).unwrap_err();
        assert!((3..=5).contains(&misread.line), "{misread:?}");
    }

    #[test]
    fn an_issue_of_our_own() {
        let text = r#"{"articles": [
            {"kind": "ARTICLE_KIND_NOTICE"},
            {"title": "夏粮", "keywords": [{"text": "粮库"}],
             "summary": {"sentences": [{"text": "甲。"}, {"text": "乙。"}]},
             "paragraphs": [{"text": "甲。乙。"}]}]}"#;
        let found = pieces(text, Form::Json).unwrap().unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].text, "夏粮\n甲。乙。");
        assert_eq!(found[0].keywords, Some(Keywords::List(3, vec![(3, "粮库".to_owned())])));
        assert_eq!(found[0].abstract_text, Some((4, "甲。乙。".to_owned())));
    }
}
