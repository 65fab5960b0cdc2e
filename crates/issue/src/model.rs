use tiyao_text::{Excerpt, Span};

/// One number of a periodical, taken apart. All spans are bytes of the text that was split.
#[derive(Clone, Debug, Default)]
pub struct Issue {
    /// Who makes the periodical and which number this is; `None` when the text has no masthead.
    pub masthead: Option<Masthead>,
    /// The contents, in the order of the text.
    pub contents: Vec<ContentsEntry>,
    /// The articles, in the order of the text.
    pub articles: Vec<Article>,
    /// The rows of the contents: their heading, their entries, the names of sections.
    pub contents_spans: Vec<Span>,
    /// Photo captions, in the order of the text.
    pub captions: Vec<Caption>,
    /// Rows that are nobody's text: page numbers, running heads, separators, names of sections
    /// above articles.
    pub furniture: Vec<Span>,
    /// Remarks: those on the whole issue first, then in the order of the text.
    pub diagnostics: Vec<Diagnostic>,
}

/// Who makes the periodical, and which number this is. Empty fields were not found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Masthead {
    /// The periodical's name.
    pub title: String,
    /// Year of the number.
    pub year: Option<u32>,
    /// Number within the year (第13期).
    pub number: Option<u32>,
    /// Number since the first (总第1360期).
    pub total_number: Option<u32>,
    /// Day of publication as YYYY-MM-DD, or YYYY-MM.
    pub publication_date: String,
    /// ISSN, as 2096-6563.
    pub issn: String,
    /// The Chinese domestic serial number, as 10-1618/F2.
    pub cn: String,
    /// 主管: the supervising body.
    pub supervisor: String,
    /// 主办: the sponsor.
    pub sponsor: String,
    /// 出版: the publisher.
    pub publisher: String,
    /// 总编辑, 主编: editors in chief.
    pub editors_in_chief: Vec<String>,
    /// 副总编辑, 副主编: deputy editors in chief.
    pub deputy_editors_in_chief: Vec<String>,
    /// 执行编辑, 执行主编: executive editors.
    pub executive_editors: Vec<String>,
    /// 采编, 责任编辑, 编辑: desk editors.
    pub desk_editors: Vec<String>,
    /// 美编, 美术编辑: art editors.
    pub art_editors: Vec<String>,
    /// E-mail addresses.
    pub emails: Vec<String>,
    /// Postal code.
    pub postcode: String,
    /// Postal address.
    pub address: String,
    /// 印刷: the printer.
    pub printer: String,
    /// 定价: the price as written.
    pub price: String,
    /// Every labelled row as it was read, the known ones among them.
    pub fields: Vec<MastheadField>,
    /// The rows it was read from.
    pub spans: Vec<Span>,
}

/// One labelled row of a masthead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MastheadField {
    /// The label as written.
    pub label: String,
    /// What stands behind it.
    pub value: String,
    /// Where label and value stand.
    pub spans: Vec<Span>,
}

/// One line of the contents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ContentsEntry {
    /// The title; several rows are joined by a line break, which reads as one space.
    pub title: Excerpt,
    /// First page.
    pub page: Option<u32>,
    /// Authors as listed: people, or a body.
    pub authors: Vec<String>,
    /// The section (栏目) it is listed under; may be empty.
    pub section: String,
    /// The topic (专题) it is listed under; may be empty.
    pub topic: String,
    /// Index of its article; `None` when the article is not in the text.
    pub article_index: Option<usize>,
}

/// What sort of text an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ArticleKind {
    /// An article proper.
    #[default]
    Article,
    /// 简讯: a short piece of news in a column of such.
    Brief,
    /// 编者按: the editors' introduction of a topic.
    EditorialNote,
}

/// One article of an issue.
#[derive(Clone, Debug, Default)]
pub struct Article {
    /// What sort of text it is.
    pub kind: ArticleKind,
    /// The title; several rows are joined by a line break, which reads as one space.
    pub title: Excerpt,
    /// 引题: the line above the title; may be empty.
    pub kicker: String,
    /// 副题: the line below the title; may be empty.
    pub subtitle: String,
    /// Names in the byline.
    pub authors: Vec<String>,
    /// 作者单位: whom they write for; may be empty.
    pub affiliation: String,
    /// First page.
    pub page: Option<u32>,
    /// 栏目: the section it stands in; may be empty.
    pub section: String,
    /// 专题: the topic it belongs to; may be empty.
    pub topic: String,
    /// 来源: where it was taken from; may be empty.
    pub source: String,
    /// 责任编辑: the desk editor named at its end; may be empty.
    pub desk_editor: String,
    /// Paragraphs and subheads in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// From its first row's first character to its last row's last.
    pub span: Span,
    /// How sure the cut is: above 0, at most 1.
    pub confidence: f64,
    /// Why it was cut here, the strongest reason first.
    pub reasons: Vec<String>,
    /// Index of its entry in the contents.
    pub contents_index: Option<usize>,
}

/// What sort of paragraph it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Running text.
    #[default]
    Body,
    /// 小标题: a heading inside the article.
    Subhead,
}

/// One paragraph of an article, healed where a page or column end cut it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Paragraph {
    /// What sort it is.
    pub kind: ParagraphKind,
    /// Its text, and where it stands.
    pub excerpt: Excerpt,
}

/// A photo's caption.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Caption {
    /// The caption without its credit.
    pub text: Excerpt,
    /// Who supplied the photo, as written; may be empty.
    pub contributors: String,
    /// Where caption and credit stand.
    pub spans: Vec<Span>,
}

/// A remark on the text. Diagnostics never stop anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    /// What it is about.
    pub code: DiagnosticCode,
    /// How much it matters.
    pub severity: Severity,
    /// The remark in plain English, with the text it is about.
    pub message: String,
    /// Where it is; empty when it is about the whole text.
    pub spans: Vec<Span>,
    /// What the text should probably say there; empty when that is not sure.
    pub suggestion: String,
}

/// How much a diagnostic matters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; nothing is wrong.
    Info,
    /// Probably a fault of the text; the result is sound.
    Warning,
    /// Something of the text could not be used.
    Error,
}

/// What a diagnostic is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum DiagnosticCode {
    /// A contents entry whose article is not in the text.
    ContentsEntryWithoutArticle,
    /// An article that the contents do not list.
    ArticleNotInContents,
    /// The issue has no contents.
    NoContents,
    /// The issue has no masthead.
    NoMasthead,
    /// No article was found.
    NoArticle,
    /// Pages of the contents go backwards.
    PageOrder,
    /// Two articles have the same title.
    DuplicateTitle,
    /// A Latin run inside a Han word.
    LatinInHanWord,
    /// The first character of a known label is missing.
    LostCharacter,
    /// A quotation mark or bracket without its partner.
    UnpairedMark,
    /// Control characters inside the text.
    ControlCharacter,
    /// The text is empty or all white space.
    EmptyText,
}
