//! What an article says of itself: abstracts, key words, numbers and dates behind a label.

use tiyao_text::{Excerpt, Span};

use crate::{
    ArticleMetadata, Paragraph, ParagraphKind, PrintedKeywords,
    chars::{half_width, has_han, is_blank, is_digit, is_longer},
};

/// Which field of the metadata a label names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Field {
    Abstract,
    Keywords,
    Classification,
    DocumentCode,
    ArticleNumber,
    Doi,
    Funding,
    Received,
}

/// Labels without white space and in small letters; the longer before those they begin with.
const LABELS: &[(&str, Field)] = &[
    ("摘要", Field::Abstract),
    ("内容提要", Field::Abstract),
    ("內容提要", Field::Abstract),
    ("内容摘要", Field::Abstract),
    ("內容摘要", Field::Abstract),
    ("中文摘要", Field::Abstract),
    ("英文摘要", Field::Abstract),
    ("提要", Field::Abstract),
    ("abstract", Field::Abstract),
    ("关键词", Field::Keywords),
    ("关键字", Field::Keywords),
    ("關鍵詞", Field::Keywords),
    ("關鍵字", Field::Keywords),
    ("主题词", Field::Keywords),
    ("主題詞", Field::Keywords),
    ("keywords", Field::Keywords),
    ("keyword", Field::Keywords),
    ("indexterms", Field::Keywords),
    ("中图分类号", Field::Classification),
    ("中圖分類號", Field::Classification),
    ("中图法分类号", Field::Classification),
    ("中圖法分類號", Field::Classification),
    ("中图分类", Field::Classification),
    ("分类号", Field::Classification),
    ("分類號", Field::Classification),
    ("clcnumber", Field::Classification),
    ("文献标识码", Field::DocumentCode),
    ("文献标志码", Field::DocumentCode),
    ("文獻標識碼", Field::DocumentCode),
    ("文獻標誌碼", Field::DocumentCode),
    ("documentcode", Field::DocumentCode),
    ("文章编号", Field::ArticleNumber),
    ("文章編號", Field::ArticleNumber),
    ("articleid", Field::ArticleNumber),
    ("doi", Field::Doi),
    ("基金项目", Field::Funding),
    ("基金項目", Field::Funding),
    ("资助项目", Field::Funding),
    ("資助項目", Field::Funding),
    ("项目基金", Field::Funding),
    ("基金资助", Field::Funding),
    ("foundationitem", Field::Funding),
    ("foundationitems", Field::Funding),
    ("fundproject", Field::Funding),
    ("收稿日期", Field::Received),
    ("收稿时间", Field::Received),
    ("來稿日期", Field::Received),
    ("来稿日期", Field::Received),
    ("receiveddate", Field::Received),
    ("received", Field::Received),
];

fn opens_bracket(c: char) -> bool {
    matches!(c, '【' | '[' | '［' | '〔' | '（' | '(' | '*' | '＊' | '〖' | '「' | '<' | '《')
}

fn closes_bracket(c: char) -> bool {
    matches!(c, '】' | ']' | '］' | '〕' | '）' | ')' | '*' | '＊' | '〗' | '」' | '>' | '》')
}

/// A label, and what parts it from its value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Label {
    pub(crate) field: Field,
    /// Where its value begins.
    pub(crate) value: usize,
    /// A colon or brackets say that it is a label; else only white space, or nothing, does.
    pub(crate) marked: bool,
    /// White space, a mark or the end of the text stands behind it.
    pub(crate) parted: bool,
}

/// The label that `text` opens with. It may be letter-spaced, in brackets, in Markdown's stars.
pub(crate) fn label(text: &str) -> Option<Label> {
    let bare = text.trim_start_matches(|c| is_blank(c) || opens_bracket(c));
    let opener = text.len() - bare.len();
    let first = bare.chars().next().map(half_width)?.to_ascii_lowercase();
    if !"摘内內中英提关關主分文基资資项收來来akicdfr".contains(first) {
        return None;
    }
    let bracketed = text.get(..opener).unwrap_or_default().contains(opens_bracket);
    // the longest one that fits: 中图分类号 begins with 中图分类
    let (field, end) = LABELS
        .iter()
        .filter_map(|(label, field)| Some((*field, opener + spelt(bare, label)?)))
        .max_by_key(|(_, end)| *end)?;
    let rest = text.get(end..)?;
    let near = rest.trim_start_matches(is_blank);
    let unbracketed = near.trim_start_matches(closes_bracket);
    // a star both opens and closes
    let closes = bracketed && unbracketed.len() < near.len();
    let behind = if closes { unbracketed } else { rest };
    let inner = behind.trim_start_matches(is_blank);
    let value = inner.trim_start_matches([':', '：']);
    let marked = closes || value.len() < inner.len();
    let parted = marked || inner.len() < rest.len() || rest.is_empty();
    // **摘要：** puts the colon inside
    let value = value.trim_start_matches(is_blank);
    let value = if bracketed { value.trim_start_matches(['*', '】', ']']) } else { value };
    let value = value.trim_start_matches(is_blank);
    Some(Label { field, value: text.len() - value.len(), marked, parted })
}

/// The length of `label` at the start of `text`, white space between its letters passed over.
fn spelt(text: &str, label: &str) -> Option<usize> {
    /// White space between two letters of a label.
    const GAP: usize = 4;
    let mut wanted = label.chars().peekable();
    let mut gap = 0;
    let mut start = true;
    for (at, c) in text.char_indices() {
        let Some(next) = wanted.peek() else { break };
        if is_blank(c) && !start {
            gap += 1;
            if gap > GAP {
                return None;
            }
            continue;
        }
        if half_width(c).to_ascii_lowercase() != *next {
            return None;
        }
        (gap, start) = (0, false);
        wanted.next();
        if wanted.peek().is_none() {
            let end = at + c.len_utf8();
            // a Latin label is a word: `keyword` does not open `keywords`
            let goes_on = label.is_ascii()
                && text.get(end..).is_some_and(|rest| rest.starts_with(char::is_alphanumeric));
            return (!goes_on).then_some(end);
        }
    }
    None
}

/// Whether a value can be one of that field.
fn fits(field: Field, value: &str) -> bool {
    let mut letters = value.chars().map(half_width).filter(|c| !is_blank(*c));
    match field {
        Field::Abstract | Field::Keywords => true,
        Field::Classification => letters.next().is_some_and(|c| c.is_ascii_uppercase()),
        Field::DocumentCode => {
            letters.next().is_some_and(|c| ('A'..='F').contains(&c))
                && letters.next().is_none_or(|c| !c.is_ascii_lowercase())
        }
        Field::ArticleNumber | Field::Received => letters.take(16).any(|c| c.is_ascii_digit()),
        Field::Doi => {
            let value: String = letters.take(24).collect();
            value.starts_with("10.") || value.contains("doi.org/10.")
        }
        Field::Funding => letters.take(2).count() == 2,
    }
}

/// The label that `text` opens with, when it is one for sure by its form alone: `marked`, or parted
/// from a value that fits.
pub(crate) fn opens(text: &str) -> Option<Label> {
    let found = label(text)?;
    let value = text.get(found.value..).unwrap_or_default();
    let shown = match found.field {
        Field::Abstract => found.parted || is_longer(value, 40),
        Field::Keywords => found.parted,
        Field::Funding => found.marked || (found.parted && !value.is_empty()),
        Field::Received => found.parted && (found.marked || has_han(text)),
        Field::Classification | Field::DocumentCode | Field::ArticleNumber | Field::Doi => true,
    };
    let latin = !has_han(text.get(..found.value).unwrap_or_default());
    let bare = text.trim_start_matches(|c| is_blank(c) || opens_bracket(c));
    let capital = !latin || found.marked || bare.starts_with(|c: char| c.is_uppercase());
    // `Abstract art is old`, `Keywords are words`: behind a bare Latin label a sentence begins, or a
    // list
    let list = found.field == Field::Keywords && text.contains([';', '；', '\u{3000}']);
    let small = value.starts_with(|c: char| c.is_lowercase());
    let begins = !latin || found.marked || !small || list;
    let unsure = bare.starts_with("提要") && !found.marked;
    (shown && capital && begins && !unsure && fits(found.field, value)).then_some(found)
}

/// Whether the row says in a sentence when the article was received: `1998年9月收稿；…`.
pub(crate) fn is_received(text: &str) -> bool {
    let bare = text
        .trim_matches(|c| is_blank(c) || matches!(c, '（' | '）' | '(' | ')' | '。' | '*' | '＊'));
    let labelled = bare.strip_prefix("收稿").map(|rest| rest.trim_start_matches(is_blank));
    let dated = labelled.and_then(|rest| rest.strip_prefix(['：', ':']));
    let begins = dated.map_or(bare, |rest| rest.trim_start_matches(is_blank)).starts_with(is_digit);
    begins
        && !is_longer(bare, 48)
        && (bare.contains("收稿") || bare.contains("收到"))
        && bare.contains(['年', '-', '－', '—', '–'])
}

/// The labelled values of one paragraph, in its order.
pub(crate) fn fields(text: &str) -> Vec<(Field, Span)> {
    let mut found: Vec<(Field, usize, usize)> = Vec::new();
    if let Some(first) = opens(text) {
        found.push((first.field, 0, first.value));
    } else if is_received(text) {
        return vec![(Field::Received, Span::of(text))];
    } else {
        return Vec::new();
    }
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let behind = found.last().is_some_and(|last| at >= last.2);
        let bounded = is_blank(before) || closes_bracket(before) || "。．.；;，,".contains(before);
        before = c;
        if !behind || !bounded || is_blank(c) || at == 0 {
            continue;
        }
        let Some(next) = text.get(at..).and_then(inner) else { continue };
        if !found.iter().any(|known| known.0 == next.field && known.1 > 0) {
            found.push((next.field, at, at + next.value));
        }
    }
    let ends = found.iter().skip(1).map(|next| next.1).chain([text.len()]);
    let values = found.iter().zip(ends).map(|((field, start, value), end)| {
        let label = text.get(*start..*value).unwrap_or_default();
        (*field, trimmed(text, Span::new(*value, end), label))
    });
    values.filter(|(_, value)| !value.is_empty()).collect()
}

/// A label inside a row: one that a colon or brackets mark, or a code behind white space.
fn inner(text: &str) -> Option<Label> {
    let found = label(text)?;
    let value = text.get(found.value..)?;
    let latin = text.starts_with(|c: char| c.is_ascii_lowercase());
    let code = matches!(found.field, Field::Classification | Field::DocumentCode) && found.parted;
    ((found.marked || code) && !latin && !value.is_empty() && fits(found.field, value))
        .then_some(found)
}

/// `value` without white space at its ends, nor a bracket that closes what `label` opened.
fn trimmed(text: &str, value: Span, label: &str) -> Span {
    let cut = value.cut(text);
    let mut bare = cut.trim_end_matches(is_blank);
    let open = |open: char, close: char| {
        label.contains(open)
            && !label.contains(close)
            && bare.matches(close).count() > bare.matches(open).count()
    };
    if open('（', '）') || open('(', ')') || open('（', ')') || open('(', '）') {
        bare = bare.trim_end_matches(['）', ')']).trim_end_matches(is_blank);
    }
    Span::new(value.start(), value.start() + bare.len())
}

/// Reads the metadata paragraphs of an article.
pub(crate) fn read(source: &str, paragraphs: &[Paragraph]) -> ArticleMetadata {
    let mut metadata = ArticleMetadata::default();
    let mut open: Option<(Field, Vec<Span>)> = None;
    for paragraph in paragraphs {
        let excerpt = &paragraph.excerpt;
        if paragraph.kind != ParagraphKind::Metadata {
            take(source, open.take(), &mut metadata);
            continue;
        }
        let found = fields(excerpt.text());
        let label = label(excerpt.text()).filter(|label| label.value == excerpt.text().len());
        if found.is_empty() && label.is_none() {
            if let Some((field, spans)) = &mut open
                && goes_on(source, *field, spans, excerpt.text())
            {
                let feed = spans.last().map_or(0, |last| last.end());
                let gap = Span::new(feed, excerpt.start());
                let feed = gap.cut(source).find('\n').filter(|_| !spans.is_empty());
                spans.extend(feed.map(|at| Span::new(gap.start() + at, gap.start() + at + 1)));
                spans.extend_from_slice(excerpt.spans());
            } else {
                take(source, open.take(), &mut metadata);
            }
            continue;
        }
        take(source, open.take(), &mut metadata);
        for (field, value) in found {
            take(source, open.take(), &mut metadata);
            open = Some((field, excerpt.trace(value)));
        }
        if let Some(label) = label {
            open = Some((label.field, Vec::new()));
        }
    }
    take(source, open, &mut metadata);
    metadata
}

/// Whether a paragraph without a label goes on with the value above it.
fn goes_on(source: &str, field: Field, spans: &[Span], text: &str) -> bool {
    let Some(last) = spans.last() else { return true };
    let above = last.cut(source);
    match field {
        Field::Abstract => has_han(above) == has_han(text),
        Field::Keywords => above.trim_end_matches(is_blank).ends_with(SEPARATORS),
        _ => false,
    }
}

/// Puts a value into its field; the first one of a kind stands.
fn take(source: &str, value: Option<(Field, Vec<Span>)>, metadata: &mut ArticleMetadata) {
    let Some((field, spans)) = value else { return };
    let excerpt = Excerpt::cut(source, spans);
    if excerpt.is_empty() {
        return;
    }
    let single = match field {
        Field::Abstract => {
            metadata.abstracts.push(excerpt);
            return;
        }
        Field::Keywords => {
            let spans = excerpt.spans().to_vec();
            metadata.keywords.push(PrintedKeywords { terms: terms(excerpt.text()), spans });
            return;
        }
        Field::Classification => &mut metadata.classification_number,
        Field::DocumentCode => &mut metadata.document_code,
        Field::ArticleNumber => &mut metadata.article_number,
        Field::Doi => &mut metadata.doi,
        Field::Funding => &mut metadata.funding,
        Field::Received => &mut metadata.received,
    };
    if single.is_empty() {
        excerpt.text().clone_into(single);
    }
}

/// What parts key words.
const SEPARATORS: [char; 6] = ['；', ';', '、', '，', ',', '·'];

/// The key words in a list: parted by semicolons, else by commas, else by white space.
fn terms(list: &str) -> Vec<String> {
    let list = list.trim_end_matches(|c| is_blank(c) || matches!(c, '。' | '.' | '；' | ';'));
    let split = |separators: &[char]| -> Vec<String> {
        let parts = list.split(separators).map(|term| term.trim_matches(is_blank).to_owned());
        parts.filter(|term| !term.is_empty()).collect()
    };
    let marks = [&['；', ';'][..], &['，', ',', '、'][..], &['\u{3000}'][..]];
    for separators in marks {
        if list.contains(separators) {
            return split(separators);
        }
    }
    if has_han(list) {
        return split(&[' ', '\t']);
    }
    // Latin terms hold single spaces
    let wide = list.split("  ").map(|term| term.trim_matches(is_blank).to_owned());
    wide.filter(|term| !term.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use tiyao_text::Excerpt;

    use super::{Field, fields, terms};
    use crate::{ParagraphKind, paragraphs, split};

    fn check(text: &str, expected: &[(Field, &str)]) {
        let found = fields(text);
        let found: Vec<(Field, &str)> =
            found.iter().map(|(f, span)| (*f, span.cut(text))).collect();
        assert_eq!(found, expected, "{text}");
    }

    #[test]
    fn labels() {
        check("摘要：春天来了。", &[(Field::Abstract, "春天来了。")]);
        check("【摘　要】春天来了。", &[(Field::Abstract, "春天来了。")]);
        check("[内容提要] 春天来了。", &[(Field::Abstract, "春天来了。")]);
        check("**摘要：** 春天来了。", &[(Field::Abstract, "春天来了。")]);
        check("關鍵詞：春天；夏天", &[(Field::Keywords, "春天；夏天")]);
        check("Key words: spring; summer", &[(Field::Keywords, "spring; summer")]);
        check("ＫＥＹＷＯＲＤＳ　spring", &[(Field::Keywords, "spring")]);
        check("DOI: 10.1000/182", &[(Field::Doi, "10.1000/182")]);
        check("（收稿日期：2020-03-01）", &[(Field::Received, "2020-03-01")]);
        check("2020—03—01收稿", &[(Field::Received, "2020—03—01收稿")]);
        check("（收稿：2020年3月1日）＊", &[(Field::Received, "（收稿：2020年3月1日）＊")]);
        check("收稿：本刊常年征稿", &[]);
        check(
            "2020年3月收稿；2020年5月收到修改稿。",
            &[(Field::Received, "2020年3月收稿；2020年5月收到修改稿。")],
        );
    }

    #[test]
    fn several_labels_on_one_row() {
        check(
            "中图分类号：F203　文献标识码：A　文章编号：1000-0000(2020)01-0001-04",
            &[
                (Field::Classification, "F203"),
                (Field::DocumentCode, "A"),
                (Field::ArticleNumber, "1000-0000(2020)01-0001-04"),
            ],
        );
        check(
            "【摘要】春天来了。【关键词】春天 夏天",
            &[(Field::Abstract, "春天来了。"), (Field::Keywords, "春天 夏天")],
        );
    }

    #[test]
    fn what_is_no_label() {
        for text in [
            "摘要写得好的文章不多",
            "关键词一：改革",
            "Abstract art is old",
            "received wisdom",
            "提要 春天",
            "Keywords are words",
            "分类号的编制",
            "文章编号的规则",
            "DOI 是什么",
            "",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn lists_of_key_words() {
        let check = |list: &str, expected: &[&str]| assert_eq!(terms(list), expected, "{list}");
        check("春天；夏天;秋 天。", &["春天", "夏天", "秋 天"]);
        check("春天，夏天、秋天", &["春天", "夏天", "秋天"]);
        check("春天　夏天 ", &["春天", "夏天"]);
        check("春天 夏天", &["春天", "夏天"]);
        check("open water; mill", &["open water", "mill"]);
        check("open water  mill", &["open water", "mill"]);
        check("；", &[]);
    }

    #[test]
    fn metadata_of_an_article() {
        use ParagraphKind::{Body, Footnote, Metadata, Reference};
        let body = "春天来了，田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        let text = format!(
            "春天来了\n张三　李四\n（某大学　某学院）\n\n摘　要\n　　{body}\n　　{body}\n\n\
             关键词：春天；播种；\n田野\n中图分类号：S1　文献标识码：A\n\nSpring Has Come\n\n\
             Abstract: People go to the fields.\nKey words: spring, fields\n\n　　{body}\n　　{body}\n\n\
             参考文献\n[1] 王五. 田野[M]. 某地：某出版社，1999.\n[2] 赵六. 播种[J]. 某学报，\n2001，(3)：12.\n\n\
             收稿日期：2020-03-01\n作者简介：张三，男，教授。\n"
        );
        let issue = split(&text);
        assert_eq!(issue.articles.len(), 1);
        let metadata = &issue.articles[0].metadata;
        let abstracts: Vec<&str> = metadata.abstracts.iter().map(Excerpt::text).collect();
        assert_eq!(abstracts, [format!("{body} {body}").as_str(), "People go to the fields."]);
        let keywords: Vec<&[String]> =
            metadata.keywords.iter().map(|found| found.terms.as_slice()).collect();
        assert_eq!(keywords, [&["春天", "播种", "田野"][..], &["spring", "fields"][..]]);
        assert_eq!(metadata.classification_number, "S1");
        assert_eq!(metadata.document_code, "A");
        assert_eq!(metadata.received, "2020-03-01");
        let kinds: Vec<ParagraphKind> =
            issue.articles[0].paragraphs.iter().map(|p| p.kind).collect();
        let mut expected = vec![Metadata; 8];
        expected.extend([Body, Body, Reference, Reference, Reference, Metadata, Footnote]);
        assert_eq!(kinds, expected);
        assert_eq!(
            issue.articles[0].paragraphs[12].excerpt.text(),
            "[2] 赵六. 播种[J]. 某学报，2001，(3)：12."
        );
    }

    #[test]
    fn a_label_inside_a_story_is_text() {
        let body = "春天来了，田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。";
        let text = [body; 20].join("\n") + "\n关键词：改革\n" + &[body; 4].join("\n");
        assert!(paragraphs(&text).iter().all(|p| p.kind != ParagraphKind::Metadata));
    }
}
