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
    /// 启事, 更正, 征订, 声明: a notice of the editors.
    Notice,
    /// 广告: an advertisement.
    Advertisement,
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
    /// Paragraphs, subheads, metadata, references and notes in reading order.
    pub paragraphs: Vec<Paragraph>,
    /// What the article says of itself.
    pub metadata: ArticleMetadata,
    /// From its first row's first character to its last row's last.
    pub span: Span,
    /// How sure the cut is: above 0, at most 1.
    pub confidence: f64,
    /// Why it was cut here, the strongest reason first.
    pub reasons: Vec<String>,
    /// Index of its entry in the contents.
    pub contents_index: Option<usize>,
}

/// What an article says of itself above or below its text. Empty fields were not found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ArticleMetadata {
    /// 摘要, Abstract: one for each language it is given in, without the label.
    pub abstracts: Vec<Excerpt>,
    /// 关键词, Key words: one for each language they are given in.
    pub keywords: Vec<PrintedKeywords>,
    /// 中图分类号: the number in the Chinese Library Classification; several as written.
    pub classification_number: String,
    /// 文献标识码: the document code.
    pub document_code: String,
    /// 文章编号: the article's number.
    pub article_number: String,
    /// The digital object identifier.
    pub doi: String,
    /// 基金项目: who paid for the work, as written.
    pub funding: String,
    /// 收稿日期: when it was received, as written.
    pub received: String,
}

/// Key words as an article prints them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PrintedKeywords {
    /// The key words, each as written.
    pub terms: Vec<String>,
    /// Where they stand, separators among them.
    pub spans: Vec<Span>,
}

/// What sort of paragraph it is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ParagraphKind {
    /// Running text.
    #[default]
    Body,
    /// 小标题: a heading inside the article.
    Subhead,
    /// 摘要, 关键词, 中图分类号 and the like: what [`Article::metadata`] was read from.
    Metadata,
    /// 参考文献: one reference, or their heading.
    Reference,
    /// 脚注, 注释: one note, or their heading.
    Footnote,
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
    /// Numbered subheads, references or articles skip a number or repeat one.
    NumberingGap,
    /// White space inside a word, or none where it belongs.
    OddSpacing,
    /// An article may begin here, or may not.
    UncertainCut,
    /// The text holds more than one issue, or one issue more than once.
    SeveralIssues,
}

/// What a row of an issue is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RowRole {
    /// 版权页: a row of the masthead.
    Masthead,
    /// 目录: a row of the contents.
    Contents,
    /// 栏目, 专题: the name of a section or a topic above its articles.
    Section,
    /// 引题: the line above a title.
    Kicker,
    /// 标题: a title, or a part of one.
    Title,
    /// 副题: the line below a title.
    Subtitle,
    /// 署名, 作者单位: authors, and whom they write for.
    Byline,
    /// Running text.
    Body,
    /// 小标题: a heading inside an article.
    Subhead,
    /// 摘要, 关键词, 中图分类号 and the like.
    Metadata,
    /// 参考文献: a row of the references.
    Reference,
    /// 脚注: a row of a footnote.
    Footnote,
    /// 责任编辑, 来源: who edited the article, where it was taken from.
    Credit,
    /// 图片说明: a photo's caption.
    Caption,
    /// 页码: a page number that stands alone.
    PageNumber,
    /// 页眉, 页脚: a running head or foot.
    RunningHead,
    /// A rule, an end mark or another sign that stands alone.
    Separator,
    /// Text that belongs to nothing that was found.
    Unassigned,
}

/// How one row was read, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct RowReading {
    /// The row without the white space around it.
    pub span: Span,
    /// What it is.
    pub role: RowRole,
    /// Index of the article it belongs to.
    pub article_index: Option<usize>,
    /// Why it was read so, the strongest reason first. At the first row of an article: why the
    /// article was cut here. At a row that could have begun an article: why it did not.
    pub reasons: Vec<String>,
    /// How sure it is that an article starts here: above 0, at most 1.
    pub confidence: Option<f64>,
}

/// How a heading looks that may begin an article, as far as the splitter weighs looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeadingLook {
    /// The first line of the heading.
    pub title: Span,
    /// The sides it is looked at from, each by its name and with what is seen: 0 is nothing to see,
    /// 1 the first value of the side.
    pub sides: Vec<(&'static str, u8)>,
}
