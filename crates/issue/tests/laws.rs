//! Laws that hold for any text.

use std::{fs, path::PathBuf, sync::OnceLock};

use proptest::{collection::vec, prelude::*, sample::select};
use tiyao_issue::{Issue, ParagraphKind, RowRole, explain, paragraphs, split};
use tiyao_text::{Excerpt, Span, rows};

/// The sample issue's rows: mixtures of them reach every stage.
fn seed() -> &'static [String] {
    static ROWS: OnceLock<Vec<String>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let path = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let path = path.join("../../seeds/market-regulation-2023-13.txt");
        let text = fs::read_to_string(path).expect("the seed is in the tree");
        rows(&text).iter().map(|row| row.cut(&text).trim_end_matches('\n').to_owned()).collect()
    })
}

const MARKS: [&str; 54] = [
    "目录",
    "CONTENTS",
    "# 甲",
    "## 乙\n\n丙。",
    "■ 栏目",
    "【栏目】",
    "第03版",
    "- 12 -",
    "12",
    "· 3 ·",
    "-----",
    "文 | 张三",
    "□ 李四",
    "*王五*",
    "摘　要：甲",
    "【关键词】甲；乙；",
    "Abstract: A mill. Key words: mill; river",
    "中图分类号：F203　文献标识码：A",
    "参考文献",
    "[1] 甲. 乙[M]. 1999. [2] 丙.",
    "①甲：《乙》。",
    "作者简介：甲",
    "责任编辑 / 张三",
    "（来源：甲）",
    "1 引言",
    "一、概况",
    "（1）甲；",
    "1.甲；",
    "2.乙",
    "甲……12",
    "主编 张三",
    "ISSN 1234-5678",
    "总第12期",
    "甲 12",
    "甲 13",
    "甲 14",
    "\u{c}",
    "\u{0}\u{1}",
    "\u{202e}甲\u{202c}",
    "👩‍👩‍👧",
    "e\u{301}",
    "“甲",
    "》（",
    "\r",
    "\r\n",
    "\u{2028}",
    "\u{feff}",
    "\u{e005}",
    "|",
    "| 张三",
    "甲（张三摄）",
    "——题记",
    "　　甲，",
    "\t",
];

fn text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => select(seed()),
        3 => select(&MARKS[..]).prop_map(str::to_owned),
        1 => any::<String>(),
        1 => "[ 　]{0,4}[甲乙丙丁，。、“”]{0,90}",
    ];
    let gap = select(&["\n", "\n\n", "\n\n\n", "\r\n", "", " "][..]);
    vec((piece, gap), 0..40).prop_map(|pieces| {
        pieces.into_iter().flat_map(|(piece, gap)| [piece, gap.to_owned()]).collect()
    })
}

/// Rows of an issue whose contents list some of them: titles may stand in a row, twice, or under the
/// name of a section.
fn listed() -> impl Strategy<Value = String> {
    const ROWS: [&str; 16] = [
        "春天的风吹过山岗",
        "夏天的雨落在河谷",
        "秋天的叶铺满小路",
        "秋天的叶铺满小路",
        "春天的风吹过\n山岗",
        "田野",
        "本期话题 FOCUS TOPIC",
        "山林",
        "编者按：夏天也是耕种的时候。",
        "引子",
        "□ 张三",
        "文 | 李四",
        "李四",
        "责任编辑 / 张三",
        "- 12 -",
        "田里的人多了起来，大家都在忙着准备播种，一直忙到天黑。",
    ];
    let rows = vec((select(&ROWS[..]), select(&["\n", "\n", "\n\n", "\n\n\n"][..])), 0..24);
    rows.prop_map(|rows| {
        let contents =
            "目录\n\n田野\n3 春天的风吹过山岗\n5 夏天的雨落在河谷\n\n山林\n8 秋天的叶铺满小路\n\n";
        rows.into_iter().fold(contents.to_owned(), |text, (row, gap)| text + row + gap)
    })
}

fn excerpts(issue: &Issue) -> Vec<&Excerpt> {
    let contents = issue.contents.iter().map(|entry| &entry.title);
    let captions = issue.captions.iter().map(|caption| &caption.text);
    let articles = issue.articles.iter().flat_map(|article| {
        std::iter::once(&article.title).chain(article.paragraphs.iter().map(|p| &p.excerpt))
    });
    contents.chain(captions).chain(articles).collect()
}

fn spans(issue: &Issue) -> Vec<Span> {
    let masthead = issue.masthead.iter().flat_map(|masthead| {
        masthead.spans.iter().chain(masthead.fields.iter().flat_map(|field| &field.spans))
    });
    masthead
        .chain(&issue.contents_spans)
        .chain(issue.captions.iter().flat_map(|caption| &caption.spans))
        .chain(&issue.furniture)
        .chain(issue.articles.iter().map(|article| &article.span))
        .chain(issue.diagnostics.iter().flat_map(|diagnostic| &diagnostic.spans))
        .copied()
        .collect()
}

/// Whether each character is one that leaves ink.
fn inked(c: char) -> bool {
    !(c.is_whitespace()
        || c.is_control()
        || matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2064}' | '\u{2066}'..='\u{2069}' | '\u{feff}' | '\u{e000}'..='\u{f8ff}'))
}

fn check(text: &str) -> Result<(), TestCaseError> {
    let issue = split(text);
    for excerpt in excerpts(&issue) {
        let joined: String = excerpt
            .spans()
            .iter()
            .map(|span| {
                text.get(span.start()..span.end()).unwrap_or("not a cut").replace('\n', " ")
            })
            .collect();
        prop_assert_eq!(joined, excerpt.text());
    }
    for span in spans(&issue) {
        prop_assert!(text.get(span.start()..span.end()).is_some(), "{:?}", span);
    }
    let behind = issue.articles.iter().skip(1);
    for (article, next) in issue.articles.iter().zip(behind) {
        prop_assert!(article.span.end() <= next.span.start(), "{:?}", [article, next]);
    }
    let mut owned = vec![false; text.len()];
    for article in &issue.articles {
        for span in article.title.spans() {
            prop_assert!(
                article.span.start() <= span.start() && span.end() <= article.span.end(),
                "the title {:?} is outside",
                article.title.text()
            );
        }
        prop_assert!(article.confidence > 0.0 && article.confidence <= 1.0);
        prop_assert!(!article.reasons.is_empty());
        for span in article.paragraphs.iter().flat_map(|p| p.excerpt.spans()) {
            prop_assert!(article.span.start() <= span.start() && span.end() <= article.span.end());
            for owned in owned.iter_mut().take(span.end()).skip(span.start()) {
                prop_assert!(!*owned, "a byte belongs to two paragraphs");
                *owned = true;
            }
        }
    }
    nothing_is_lost(text, &issue)?;
    metadata_is_cut(text, &issue)?;
    every_row_is_explained(text, &issue)?;
    for (at, entry) in issue.contents.iter().enumerate() {
        prop_assert!(entry.article_index.is_none_or(|index| index < issue.articles.len()), "{at}");
    }
    Ok(())
}

/// Each row with ink is in an article, the contents, the masthead, a caption or furniture.
fn nothing_is_lost(text: &str, issue: &Issue) -> Result<(), TestCaseError> {
    let mut kept = vec![false; text.len()];
    let diagnostics = issue.diagnostics.iter().flat_map(|d| d.spans.iter()).count();
    let all = spans(issue);
    for span in all.iter().take(all.len() - diagnostics) {
        for kept in kept.iter_mut().take(span.end()).skip(span.start()) {
            *kept = true;
        }
    }
    for row in rows(text) {
        for (at, c) in row.cut(text).char_indices().filter(|(_, c)| inked(*c)) {
            let kept = kept.get(row.start() + at).copied().unwrap_or(false);
            prop_assert!(kept, "{c:?} is lost in {:?}", row.cut(text));
        }
    }
    Ok(())
}

/// What an article says of itself is cut from paragraphs that are marked as such.
fn metadata_is_cut(text: &str, issue: &Issue) -> Result<(), TestCaseError> {
    for article in &issue.articles {
        let marked = article.paragraphs.iter().filter(|p| p.kind == ParagraphKind::Metadata);
        let marked: Vec<Span> = marked.flat_map(|p| p.excerpt.spans().to_vec()).collect();
        let printed = article.metadata.keywords.iter().flat_map(|printed| &printed.spans);
        let cut = article.metadata.abstracts.iter().flat_map(Excerpt::spans).chain(printed);
        for span in cut {
            let start = marked.iter().any(|outer| outer.contains(span.start()));
            let end = marked.iter().any(|outer| outer.contains(span.end() - 1));
            let feed = span.cut(text) == "\n";
            prop_assert!(feed || (start && end), "{:?}", span.cut(text));
        }
        for printed in &article.metadata.keywords {
            let cut = Excerpt::cut(text, printed.spans.iter().copied());
            for term in &printed.terms {
                prop_assert!(cut.text().contains(term.as_str()), "{term:?}");
            }
        }
        let value = &article.metadata.classification_number;
        let mut texts = article.paragraphs.iter().map(|p| p.excerpt.text());
        prop_assert!(value.is_empty() || texts.any(|text| text.contains(value.as_str())));
    }
    Ok(())
}

fn role_of(kind: ParagraphKind) -> RowRole {
    match kind {
        ParagraphKind::Body => RowRole::Body,
        ParagraphKind::Subhead => RowRole::Subhead,
        ParagraphKind::Metadata => RowRole::Metadata,
        ParagraphKind::Reference => RowRole::Reference,
        ParagraphKind::Footnote => RowRole::Footnote,
    }
}

/// Each row with ink is read once, in order, and as what the issue has it for.
fn every_row_is_explained(text: &str, issue: &Issue) -> Result<(), TestCaseError> {
    let (again, readings) = explain(text, &[]);
    prop_assert_eq!(format!("{:?}", issue), format!("{:?}", again));
    let inked_rows: Vec<Span> =
        rows(text).into_iter().filter(|row| row.cut(text).chars().any(inked)).collect();
    prop_assert_eq!(inked_rows.len(), readings.len());
    for (row, reading) in inked_rows.iter().zip(&readings) {
        let span = reading.span;
        prop_assert!(row.start() <= span.start() && span.end() <= row.end());
        let around = [Span::new(row.start(), span.start()), Span::new(span.end(), row.end())];
        prop_assert!(!around.iter().any(|span| span.cut(text).chars().any(inked)));
    }
    let reading_at = |span: &Span| {
        let at = readings.partition_point(|reading| reading.span.end() <= span.start());
        readings.get(at).filter(|reading| reading.span.start() < span.end())
    };
    let mut expected: Vec<(Span, RowRole, Option<usize>)> = Vec::new();
    let masthead = issue.masthead.iter().flat_map(|masthead| &masthead.spans);
    expected.extend(masthead.map(|span| (*span, RowRole::Masthead, None)));
    expected.extend(issue.contents_spans.iter().map(|span| (*span, RowRole::Contents, None)));
    for (index, article) in issue.articles.iter().enumerate() {
        let title = article.title.spans().iter().filter(|span| !span.cut(text).trim().is_empty());
        expected.extend(title.map(|span| (*span, RowRole::Title, Some(index))));
        for paragraph in &article.paragraphs {
            let first = paragraph.excerpt.spans().first();
            expected.extend(first.map(|span| (*span, role_of(paragraph.kind), Some(index))));
        }
        let first = reading_at(&article.span);
        prop_assert_eq!(first.map(|row| &row.reasons), Some(&article.reasons));
        prop_assert_eq!(first.and_then(|row| row.confidence), Some(article.confidence));
    }
    for (span, role, index) in expected {
        let Some(found) = reading_at(&span) else {
            return Err(TestCaseError::fail(format!("no row at {span:?}")));
        };
        // two paragraphs may share a row: the first one gives it its role
        let shared = found.span.start() < span.start();
        prop_assert!(found.role == role || shared, "{:?} for {:?}", found, role);
        prop_assert_eq!(found.article_index, index);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 256, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_mixture_of_rows_obeys(text in text()) {
        check(&text)?;
    }

    #[test]
    fn listed_titles_obey(text in listed()) {
        check(&text)?;
    }

    #[test]
    fn any_string_obeys(text in any::<String>()) {
        check(&text)?;
    }

    #[test]
    fn paragraphs_obey(text in text()) {
        let mut end = 0;
        for paragraph in paragraphs(&text) {
            let cut = Excerpt::cut(&text, paragraph.excerpt.spans().iter().copied());
            prop_assert_eq!(&cut, &paragraph.excerpt);
            prop_assert!(!cut.is_empty() && end <= cut.start());
            end = cut.end();
        }
    }

    #[test]
    fn equal_texts_give_equal_issues(text in text()) {
        prop_assert_eq!(format!("{:?}", split(&text)), format!("{:?}", split(&text)));
    }
}

/// Two headings in a row, each with a byline, right below the name of a section.
#[test]
fn neighbours_share_no_row() {
    let text = "CONTENTS\n\nFEATURES\nJohn Smith ........ 3\nA Winter of Sma... 3\n\
        A Winter of Sma:l Repaars .... 8\n\nThe Milll Repairs ....第\nThe Mill by the River\n\
        By John Smith\n\nItl by the River\nBy John Smith\n\nIts w say\nwho had bus wheel tur";
    check(text).unwrap();
}

#[test]
fn the_seed_obeys() {
    check(&seed().join("\n")).unwrap();
}

/// Shapes that would make a careless look-back or look-ahead run over the whole text for each row.
#[test]
fn hostile_texts_obey() {
    let n = 4_000;
    let numbered = |row: fn(usize) -> String| -> String { (0..n).map(row).collect() };
    for text in [
        "甲\n\n".repeat(n),
        "春天来了\n文 | 张三\n".repeat(n),
        "春".repeat(n * 8),
        "（“《".repeat(n * 4),
        numbered(|i| format!("{i} 田野\n")),
        "春天来了，田里的人多了起来，大家都在忙着准备播种\n\n".repeat(n),
        format!("目录\n{}{}", "1 图片报道\n".repeat(n), "图片报道\n\n".repeat(n)),
        "目录\n".to_owned() + &numbered(|i| format!("{} 标题{i}号 | 张三\n", i / 100)),
    ] {
        check(&text).unwrap();
    }
}
