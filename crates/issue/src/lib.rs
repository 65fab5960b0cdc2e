//! Splits one issue of a periodical into masthead, contents, articles, captions and diagnostics. It
//! never fails: whatever text comes in, an [`Issue`] goes out, and what could not be understood is a
//! diagnostic in it.
//!
//! ```
//! let text = "\
//! 目录
//!
//! 本期话题 FOCUS TOPIC
//! 01 春天来了 | 张三
//! 02 夏天走了 | 李四
//!
//! 春天来了
//! 文 | 某县农业局 张三
//!
//! 春天来了。田里的人多了起来，大家都在忙着准备
//!
//! 播种。■
//! ";
//! let issue = tiyao_issue::split(text);
//! assert_eq!(issue.contents.len(), 2);
//! assert_eq!(issue.articles.len(), 1);
//! let article = &issue.articles[0];
//! assert_eq!(article.title.text(), "春天来了");
//! assert_eq!(article.affiliation, "某县农业局");
//! assert_eq!(article.section, "本期话题");
//! assert_eq!(article.page, Some(1));
//! assert_eq!(article.paragraphs[0].excerpt.text(), "春天来了。田里的人多了起来，大家都在忙着准备播种。");
//! ```
//!
//! A tour, in the order of the work. Rows are read with their features (`row`), page furniture is
//! marked by repetition (`furniture`, `dump`), hard wraps are found (`wrap`) and undone (`line`); masthead
//! (`masthead`, `label`), contents (`contents`, `numbered`, `paged`, `linked`, `bare`, `copies`,
//! `entry`, `sections`, `signed`) and captions (`caption`) take their rows.
//! What is left is made of articles. Their heads are found by the contents (`listed`, `matching`),
//! by bylines (`byline`, `bodies`), abstracts, end marks and the form's headings (`style`), and any
//! other heading may be one (`candidate`). All are looked at from many sides (`look`), the words
//! around them among these (`cohesion`), and decided together (`verdict`); what stands in figures,
//! tables and formulas (`exhibit`) is no head. Each head carries its reasons (`head`). Articles are cut between heads (`assemble`), and their lines become paragraphs
//! (`paragraph`), of which some are metadata, references or notes (`matter`, `metadata`,
//! `references`); notices are told by their form (`notice`). Remarks come last (`diagnose`, with
//! `doubt`, `numbering`, `pairs`, `scars`, `several`, `spacing`). What each row was taken for is
//! read off all that (`explain`).
//!
//! This crate does no I/O, reads no clock, knows no dictionary, and takes time linear in the text.
//! It knows forms, never titles: nothing here is about one periodical.

mod assemble;
mod bare;
mod bodies;
mod byline;
mod candidate;
mod caption;
mod chars;
mod cohesion;
mod contents;
mod copies;
mod diagnose;
mod doubt;
mod dump;
mod entry;
mod exhibit;
mod explain;
mod furniture;
mod head;
mod label;
mod line;
mod linked;
mod listed;
mod look;
mod masthead;
mod matching;
mod matter;
mod metadata;
mod mixed;
mod model;
mod names;
mod notice;
mod number;
mod numbered;
mod numbering;
mod page;
mod paged;
mod pairs;
mod paragraph;
mod references;
mod row;
mod scars;
mod sections;
mod several;
mod signed;
mod spacing;
mod style;
mod verdict;
mod wrap;

use std::collections::HashSet;

pub use model::{
    Article, ArticleKind, ArticleMetadata, Caption, ContentsEntry, Diagnostic, DiagnosticCode,
    HeadingLook, Issue, Masthead, MastheadField, Paragraph, ParagraphKind, PrintedKeywords,
    RowReading, RowRole, Severity,
};

use tiyao_text::RowMark;

use crate::{assemble::Ground, contents::Contents, masthead::LostLabel, page::Page, row::RowKind};

/// Splits `text`. Never fails: what cannot be understood becomes a diagnostic.
pub fn split(text: &str) -> Issue {
    split_marked(text, &[])
}

/// Splits `text`, of whose rows its document's form knows what `marks` say.
pub fn split_marked(text: &str, marks: &[RowMark]) -> Issue {
    read(text, marks).0
}

/// Splits `text` as [`split_marked`] does, and says of each row with ink, in the order of the text,
/// what it was taken for and why.
///
/// ```
/// let text = "春天来了\n文 | 张三\n\n田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。\n";
/// let (issue, rows) = tiyao_issue::explain(text, &[]);
/// assert_eq!(issue.articles[0].title.text(), "春天来了");
/// assert_eq!(rows[0].role, tiyao_issue::RowRole::Title);
/// assert_eq!(rows[0].reasons, issue.articles[0].reasons);
/// assert_eq!(rows[1].role, tiyao_issue::RowRole::Byline);
/// ```
pub fn explain(text: &str, marks: &[RowMark]) -> (Issue, Vec<RowReading>) {
    let (issue, page, ground) = read(text, marks);
    let rows = explain::rows(&page, &issue, &ground);
    (issue, rows)
}

/// How the headings of `text` look that may begin articles, in the order of the text; empty where
/// Markdown says which do. It serves to count how often titles look so, and is no part of a split.
///
/// ```
/// let text = "春天来了\n文 | 张三\n\n田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。\n";
/// let looks = tiyao_issue::looks(text, &[]);
/// assert_eq!(looks[0].title.cut(text), "春天来了");
/// assert!(looks[0].sides.contains(&("byline below", 5)));
/// ```
pub fn looks(text: &str, marks: &[RowMark]) -> Vec<HeadingLook> {
    let Surroundings { page, contents, .. } = surroundings(text, marks);
    assemble::looks(&page, &contents)
}

fn read<'a>(text: &'a str, marks: &[RowMark]) -> (Issue, Page<'a>, Ground) {
    let Surroundings { mut issue, page, contents, lost } = surroundings(text, marks);
    let ground = assemble::articles(&page, &contents, &mut issue);
    link(&mut issue, &contents.parents);
    issue.captions.sort_by_key(|caption| caption.text.start());
    issue.furniture.sort();
    issue.diagnostics = diagnose::diagnose(&page, &issue, &ground, contents.headed, lost);
    (issue, page, ground)
}

/// All that stands around the articles, and the page they stand on.
struct Surroundings<'a> {
    issue: Issue,
    page: Page<'a>,
    contents: Contents,
    lost: Vec<LostLabel>,
}

fn surroundings<'a>(text: &'a str, marks: &[RowMark]) -> Surroundings<'a> {
    let mut rows = row::inked_rows(text);
    row::mark(&mut rows, marks);
    furniture::mark(text, &mut rows);
    let wrap = wrap::wrap(text, &rows);
    let (masthead, lost) = masthead::read(text, &mut rows);
    let mut contents = contents::read(text, &mut rows, wrap);
    furniture::give_back(text, &mut rows, &contents.entries);
    let mut issue = Issue { masthead, ..Issue::default() };
    for row in &rows {
        match row.kind {
            RowKind::Caption => issue.captions.extend(caption::read(text, row)),
            RowKind::PageNumber | RowKind::RunningHead | RowKind::Separator => {
                issue.furniture.push(row.span);
            }
            RowKind::Plain | RowKind::Masthead | RowKind::Contents => {}
        }
        if row.kind == RowKind::Contents {
            issue.contents_spans.push(row.span);
        }
    }
    let mut page = Page::new(text, rows, wrap);
    bodies::sign(&mut page, issue.masthead.as_ref());
    signed::settle(&page, &mut contents.entries);
    issue.contents.clone_from(&contents.entries);
    Surroundings { issue, page, contents, lost }
}

/// The paragraphs of the body of one article that stands alone: no title, no contents.
pub fn paragraphs(text: &str) -> Vec<Paragraph> {
    paragraphs_marked(text, &[])
}

/// The paragraphs of an article that stands alone, of whose rows its document's form knows what
/// `marks` say.
pub fn paragraphs_marked(text: &str, marks: &[RowMark]) -> Vec<Paragraph> {
    let mut rows = row::inked_rows(text);
    row::mark(&mut rows, marks);
    furniture::mark(text, &mut rows);
    let wrap = wrap::wrap(text, &rows);
    let page = Page::new(text, rows, wrap);
    paragraph::body(&page, 0..page.lines.len(), &HashSet::new()).paragraphs
}

/// Points contents entries to their articles; a part of an entry to the entry's.
fn link(issue: &mut Issue, parents: &[Option<usize>]) {
    for (at, article) in issue.articles.iter().enumerate() {
        let entry = article.contents_index.and_then(|index| issue.contents.get_mut(index));
        if let Some(entry) = entry
            && entry.article_index.is_none()
        {
            entry.article_index = Some(at);
        }
    }
    for (at, parent) in parents.iter().enumerate() {
        let article = parent.and_then(|parent| issue.contents.get(parent)?.article_index);
        if let (Some(article), Some(entry)) = (article, issue.contents.get_mut(at)) {
            entry.article_index = Some(article);
        }
    }
}
