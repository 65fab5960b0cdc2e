//! Markdown that an editor pastes: for each article its title, authors, summary and keywords.

use std::io::{self, Write};

use tiyao_api::v1;

use crate::labels::{
    keyword_line, labels, printed_abstracts, printed_keywords, sentence_text, summary_text,
};

/// What heads an article without a title, so that its summary does not seem to be the one before's.
const UNTITLED: &str = "（无题）";

/// All of an issue.
pub(crate) fn issue(out: &mut dyn Write, issue: &v1::Issue) -> io::Result<()> {
    let masthead = issue.masthead.as_ref().filter(|masthead| !masthead.title.is_empty());
    let heading = masthead.map(|masthead| vec![format!("# {}", escape(&masthead_line(masthead)))]);
    let digest = issue.digest.as_ref().map(|digest| digest_parts(digest, issue));
    let articles = issue.articles.iter().map(|article| parts(article, UNTITLED));
    let parts: Vec<String> = heading.into_iter().chain(digest).chain(articles).flatten().collect();
    write(out, &parts)
}

/// One article; what it does not have is left out.
pub(crate) fn article(out: &mut dyn Write, article: &v1::Article) -> io::Result<()> {
    write(out, &parts(article, ""))
}

fn write(out: &mut dyn Write, parts: &[String]) -> io::Result<()> {
    if parts.is_empty() { Ok(()) } else { writeln!(out, "{}", parts.join("\n\n")) }
}

/// What stands between blank lines.
fn parts(article: &v1::Article, untitled: &str) -> Vec<String> {
    let labels = labels(article.language());
    let mut parts = Vec::new();
    let title = if article.title.is_empty() { untitled } else { &article.title };
    if !title.is_empty() {
        parts.push(format!("## {}", escape(title)));
    }
    if !article.subtitle.is_empty() {
        parts.push(format!("*{}*", escape(article.subtitle.trim())));
    }
    let people = [
        (labels.authors, article.authors.join(labels.comma)),
        (labels.affiliation, article.affiliation.clone()),
    ];
    let people = people.iter().filter(|(_, text)| !text.is_empty());
    let people: Vec<String> =
        people.map(|(label, text)| format!("{label}{}{}", labels.colon, escape(text))).collect();
    if !people.is_empty() {
        // Two spaces at the end break the line.
        parts.push(people.join("  \n"));
    }
    let lists = printed_keywords(article).into_iter();
    let printed = printed_abstracts(article)
        .map(|text| (labels.printed_abstract, text.to_owned()))
        .chain(lists.map(|(mark, terms)| (labels.printed_keywords, terms.join(mark))));
    let generated = [
        (labels.summary, summary_text(article.summary.as_ref(), labels)),
        (labels.keywords, keyword_line(&article.keywords, labels)),
    ];
    for (label, text) in printed.chain(generated) {
        if !text.is_empty() {
            parts.push(format!("**{label}**{}{}", labels.colon, escape(&text)));
        }
    }
    parts
}

/// A list of sentences, each with its article's title.
fn digest_parts(digest: &v1::IssueDigest, issue: &v1::Issue) -> Vec<String> {
    let article_of = |index: u32| issue.articles.iter().find(|article| article.index == index);
    let language = digest.sentences.first().and_then(|chosen| article_of(chosen.article_index));
    let labels = labels(language.map(v1::Article::language).unwrap_or_default());
    let items = digest.sentences.iter().filter_map(|chosen| {
        let text = escape(&sentence_text(chosen.sentence.as_ref()?));
        let title = article_of(chosen.article_index).map_or("", |article| &article.title);
        let title = if title.is_empty() { UNTITLED } else { title };
        Some(format!("- {text}（{}）", escape(title)))
    });
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return Vec::new();
    }
    vec![format!("## {}", labels.digest), items.join("\n")]
}

fn masthead_line(masthead: &v1::Masthead) -> String {
    match (masthead.year, masthead.number) {
        (0, _) => masthead.title.clone(),
        (year, 0) => format!("{} {year}年", masthead.title),
        (year, number) => format!("{} {year}年第{number}期", masthead.title),
    }
}

/// The text in one line, with what Markdown would read as a mark behind a backslash. Every text
/// stands behind a heading's or a label's characters, so marks that count only at the start of a
/// line need none.
pub(crate) fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '\n' | '\r' => escaped.push(' '),
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '&' | '#' | '~' => {
                escaped.push('\\');
                escaped.push(character);
            }
            _ if character.is_control() => {}
            _ => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1;

    use crate::sample;

    #[test]
    fn an_issue() {
        let mut out = Vec::new();
        super::issue(&mut out, &sample::issue()).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), include_str!("golden/issue.md"));
    }

    #[test]
    fn marks_are_text() {
        let article = v1::Article { title: "C# *与* <b>\n[1]".to_owned(), ..Default::default() };
        let mut out = Vec::new();
        super::article(&mut out, &article).unwrap();
        assert_eq!(String::from_utf8(out).unwrap(), "## C\\# \\*与\\* \\<b\\> \\[1\\]\n");
    }

    #[test]
    fn nothing_from_nothing() {
        let mut out = Vec::new();
        super::issue(&mut out, &v1::Issue::default()).unwrap();
        super::article(&mut out, &v1::Article::default()).unwrap();
        assert!(out.is_empty());
    }
}
