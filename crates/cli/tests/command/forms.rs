//! One issue in every form of a document gives the same articles.

use std::{
    fmt::Write as _,
    io::{Cursor, Write as _},
};

use serde_json::Value;
use zip::{ZipWriter, write::SimpleFileOptions};

use crate::support::{Scratch, run, stderr_of, stdout_of};

/// Section, title, author and paragraphs of each article.
const ARTICLES: [(&str, &str, &str, [&str; 2]); 3] = [
    (
        "特别关注",
        "秋粮收购备足仓容",
        "张三",
        [
            "今年秋粮收购进展顺利，各地粮库备好仓容，质检员在粮库门口检验水分。",
            "收购价格保持平稳，农民交售秋粮的积极性很高，粮库负责人说随到随收。",
        ],
    ),
    (
        "特别关注",
        "老城菜场换了新颜",
        "李四",
        [
            "老城菜场改造后重新开门，摊位宽了，地面干了，来买菜的人比从前多了一倍。",
            "摊主们商量着立下规矩：足斤足两，明码标价，收摊时各自把门前打扫干净。",
        ],
    ),
    (
        "基层来信",
        "山村小学的图书角",
        "王五",
        [
            "山村小学的走廊尽头有一个图书角，书架是木匠用旧课桌改成的，结实好用。",
            "孩子们放学后在这里读书，管理员每月到县城换一批新书，从来没有断过。",
        ],
    ),
];

/// The rows of the issue: form and text.
fn rows() -> Vec<(&'static str, String)> {
    let mut rows = Vec::new();
    let mut last = "";
    for (section, title, author, paragraphs) in ARTICLES {
        if section != last {
            rows.push(("h1", section.to_owned()));
        }
        last = section;
        rows.push(("h2", title.to_owned()));
        rows.push(("p", format!("文 | {author}")));
        rows.extend(paragraphs.map(|paragraph| ("p", paragraph.to_owned())));
    }
    rows
}

fn text() -> String {
    let mut contents = String::from("目录\n\n");
    let mut last = "";
    for (page, (section, title, author, _)) in (1..).zip(ARTICLES) {
        if section != last {
            contents.extend([section, "\n"]);
        }
        last = section;
        writeln!(contents, "{page:02} {title} | {author}").unwrap();
    }
    let rows = rows().into_iter().filter(|(form, _)| *form != "h1");
    let rows: Vec<String> = rows.map(|(_, row)| row).collect();
    format!("{contents}\n{}\n", rows.join("\n\n"))
}

fn markdown() -> String {
    let mark = |form: &str| match form {
        "h1" => "# ",
        "h2" => "## ",
        _ => "",
    };
    let rows: Vec<String> = rows().iter().map(|(form, row)| mark(form).to_owned() + row).collect();
    rows.join("\n\n") + "\n"
}

fn html() -> String {
    let rows: Vec<String> =
        rows().iter().map(|(form, row)| format!("<{form}>{row}</{form}>")).collect();
    let hidden = "<script>var a = '<p>x';</script><p style='display:none'>不可见的一行。</p>";
    format!("<!DOCTYPE html>\n<title>网页</title><body>{hidden}\n{}</body>", rows.join("\n"))
}

fn docx() -> Vec<u8> {
    let paragraph = |(form, row): &(&str, String)| {
        let style = format!("<w:pPr><w:pStyle w:val='{form}'/></w:pPr>");
        format!("<w:p>{style}<w:r><w:t>{row}</w:t></w:r></w:p>")
    };
    let body: String = rows().iter().map(paragraph).collect();
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let style = |level: usize| {
        format!("<w:style w:styleId='h{level}'><w:name w:val='heading {level}'/></w:style>")
    };
    let styles = format!("<w:styles>{}{}</w:styles>", style(1), style(2));
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, part) in [("word/document.xml", document), ("word/styles.xml", styles)] {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(part.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// Title, authors, section and paragraphs of each article of an issue.
fn articles(issue: &Value) -> Vec<[String; 4]> {
    let list = |value: &Value, field: Option<&str>| -> String {
        let texts = value.as_array().into_iter().flatten().map(|value| {
            let value = field.map_or(value, |field| &value[field]);
            value.as_str().unwrap_or_default()
        });
        texts.collect::<Vec<&str>>().join("\n")
    };
    let of = |article: &Value| {
        [
            article["title"].as_str().unwrap_or_default().to_owned(),
            list(&article["authors"], None),
            article["section"].as_str().unwrap_or_default().to_owned(),
            list(&article["paragraphs"], Some("text")),
        ]
    };
    issue["articles"].as_array().unwrap().iter().map(of).collect()
}

#[test]
fn one_issue_in_every_form() {
    let scratch = Scratch::new("every_form");
    let expected: Vec<[String; 4]> = ARTICLES
        .iter()
        .map(|(section, title, author, paragraphs)| {
            [title, author, section, paragraphs.join("\n").as_str()].map(str::to_owned)
        })
        .collect();
    let files = [
        ("MEDIA_TYPE_PLAIN_TEXT", scratch.file("issue.txt", text())),
        ("MEDIA_TYPE_MARKDOWN", scratch.file("marked.txt", markdown())),
        ("MEDIA_TYPE_HTML", scratch.file("page.txt", html())),
        ("MEDIA_TYPE_DOCX", scratch.file("office.txt", docx())),
    ];
    for (form, file) in files {
        let output = stdout_of(run(["issue", &file, "--format", "json"]));
        let issue: Value = serde_json::from_str(&output).unwrap();
        assert_eq!(issue["mediaType"], form);
        assert_eq!(articles(&issue), expected, "{form}");
        assert_eq!(extracted(&issue).is_some(), form == "MEDIA_TYPE_DOCX", "{form}");
        assert_spans(&issue, &std::fs::read(&file).unwrap());
    }
}

#[test]
fn the_sample_is_one_issue_in_two_layouts() {
    let read = |name: &str| {
        let file = format!("{}/../../seeds/{name}", env!("CARGO_MANIFEST_DIR"));
        let output = stdout_of(run(["issue", &file, "--format", "json"]));
        serde_json::from_str::<Value>(&output).unwrap()
    };
    let (wrapped, marked) = (read("book-craft.txt"), read("book-craft.md"));
    assert_eq!(wrapped["mediaType"], "MEDIA_TYPE_PLAIN_TEXT");
    assert_eq!(marked["mediaType"], "MEDIA_TYPE_MARKDOWN");
    assert_eq!(articles(&wrapped).len(), 3);
    assert_eq!(articles(&wrapped), articles(&marked));
    assert_eq!(wrapped["masthead"]["title"], marked["masthead"]["title"]);
}

/// The text that was extracted, of a form that has none to cut.
fn extracted(issue: &Value) -> Option<&str> {
    issue["extractedText"].as_str().filter(|text| !text.is_empty())
}

/// The spans of each paragraph cut its text: out of what was sent, or what was extracted.
fn assert_spans(issue: &Value, sent: &[u8]) {
    let text = extracted(issue).map_or(sent, str::as_bytes);
    for article in issue["articles"].as_array().unwrap() {
        for paragraph in article["paragraphs"].as_array().unwrap() {
            let spans = paragraph["spans"].as_array().unwrap().iter();
            let cut = spans.flat_map(|span| {
                let at = |end: &str| span[end].as_u64().and_then(|at| usize::try_from(at).ok());
                &text[at("start").unwrap()..at("end").unwrap()]
            });
            let cut = String::from_utf8(cut.copied().collect()).unwrap();
            assert_eq!(cut, paragraph["text"].as_str().unwrap());
        }
    }
}

#[test]
fn a_short_markdown_file_is_known_by_its_name() {
    let scratch = Scratch::new("markdown_by_name");
    let source = "一段话里只有一个**重点**，别的什么也没有，字数倒也不少。";
    let asked = |name: &str| {
        let file = scratch.file(name, source);
        let output = stdout_of(run(["summarize", &file, "--format", "json"]));
        let answer: Value = serde_json::from_str(&output).unwrap();
        answer["mediaType"].as_str().unwrap().to_owned()
    };
    assert_eq!(asked("article.md"), "MEDIA_TYPE_MARKDOWN");
    assert_eq!(asked("article.txt"), "MEDIA_TYPE_PLAIN_TEXT");
}

#[test]
fn a_damaged_file_says_so() {
    let scratch = Scratch::new("damaged_form");
    let whole = docx();
    let cut = scratch.file("cut.docx", &whole[..whole.len() / 2]);
    let output = run(["issue", &cut]);
    assert!(!output.status.success());
    assert!(stderr_of(&output).contains("cut short"), "{}", stderr_of(&output));
    let declared = scratch.file("plain.txt", "春天来了。");
    let output = run(["issue", &declared, "--media-type", "docx"]);
    assert!(stderr_of(&output).contains("DOCX document"), "{}", stderr_of(&output));
}
