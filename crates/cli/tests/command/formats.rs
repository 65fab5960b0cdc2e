//! Every command in every format: from the server within and from a server the same bytes.

use std::{fs, path::Path};

use serde_json::Value;

use crate::support::{ARTICLE, ISSUE, Scratch, Served, names, run, run_with_input, stdout_of};

const FORMATS: [&str; 13] = [
    "table",
    "json",
    "ndjson",
    "text",
    "markdown",
    "front-matter",
    "csv",
    "jats",
    "ninjs",
    "json-ld",
    "bibtex",
    "ris",
    "gbt7714",
];
/// Those of which a document is always one article.
const SINGLE: [&str; 2] = ["front-matter", "jats"];

#[test]
fn embedded_and_served_are_the_same_bytes() {
    let scratch = Scratch::new("same_bytes");
    let issue = scratch.file("issue.txt", ISSUE);
    let article = scratch.file("article.txt", ARTICLE);
    let served = Served::start();
    let commands: [&[&str]; 5] = [
        &["issue", &issue, "--article", "1"],
        &["keywords", &article, "--title", "农村食品安全", "--keywords", "5"],
        &["keywords", &article, "--method", "tf-idf", "--offset-unit", "utf16"],
        &["summarize", &article, "--summary-chars", "60"],
        &["summarize", &article, "--summary-sentences", "1"],
    ];
    for command in commands {
        for format in FORMATS {
            let arguments = [command, &["--format", format]].concat();
            let embedded = stdout_of(run(arguments.clone()));
            assert!(!embedded.is_empty(), "{arguments:?}");
            let remote = [&arguments[..], &["--server", &served.url]].concat();
            assert_eq!(embedded, stdout_of(run(remote)), "{arguments:?}");
        }
    }
}

#[test]
fn a_whole_issue_is_the_same_in_every_format() {
    let scratch = Scratch::new("whole_issue");
    let issue = scratch.file("issue.txt", ISSUE);
    let served = Served::start();
    for format in FORMATS.into_iter().filter(|format| !SINGLE.contains(format)) {
        let embedded = stdout_of(run(["issue", &issue, "--format", format]));
        let remote = run(["--server", &served.url, "issue", &issue, "--format", format]);
        assert_eq!(embedded, stdout_of(remote), "{format}");
    }
}

#[test]
fn an_issue_is_its_json() {
    let output = stdout_of(run_with_input(["issue", "-"], ISSUE.as_bytes()));
    let issue: Value = serde_json::from_str(&output).unwrap();
    let articles = issue["articles"].as_array().unwrap();
    let titles: Vec<_> = articles.iter().map(|article| article["title"].clone()).collect();
    assert_eq!(titles, ["农村食品安全专项整治取得成效", "计量器具检定工作稳步推进"]);
    for article in articles {
        assert!(!article["keywords"].as_array().unwrap().is_empty());
        assert!(!article["summary"]["sentences"].as_array().unwrap().is_empty());
    }
}

#[test]
fn the_events_of_an_issue_are_lines() {
    let output = stdout_of(run_with_input(["issue", "-", "--format", "ndjson"], ISSUE.as_bytes()));
    let kinds: Vec<String> = output
        .lines()
        .map(|line| {
            let event: Value = serde_json::from_str(line).unwrap();
            event.as_object().unwrap().keys().next().unwrap().clone()
        })
        .collect();
    assert_eq!(kinds, ["header", "article", "article", "totals"]);
}

#[test]
fn a_digest_is_part_of_the_issue() {
    let with = |format| {
        let arguments = ["issue", "-", "--digest", "120", "--format", format];
        stdout_of(run_with_input(arguments, ISSUE.as_bytes()))
    };
    let issue: Value = serde_json::from_str(&with("json")).unwrap();
    let sentences = issue["digest"]["sentences"].as_array().unwrap();
    let mut indexes: Vec<_> =
        sentences.iter().map(|chosen| chosen["articleIndex"].clone()).collect();
    indexes.dedup();
    assert_eq!(indexes, [0, 1], "{sentences:?}");
    for format in ["table", "markdown"] {
        let shown: String = with(format).chars().filter(|c| !c.is_whitespace()).collect();
        let at = |text: &str| shown.find(text);
        let heading = at(if format == "table" { "Digest" } else { "本期提要" });
        let text = sentences[0]["sentence"]["text"].as_str().unwrap();
        assert!(heading.is_some() && heading < at(text), "{format}: {shown}");
    }
    let rows = with("csv");
    let digest = rows.lines().nth(1).unwrap().rsplit(',').next().unwrap();
    assert!(digest.starts_with(sentences[0]["sentence"]["text"].as_str().unwrap()), "{rows}");
}

#[test]
fn what_is_asked_of_a_summary_is_answered() {
    let of = |arguments: &[&str]| {
        let all = [&["summarize", "-", "--format", "json"], arguments].concat();
        let output = stdout_of(run_with_input(all, ARTICLE.as_bytes()));
        serde_json::from_str::<Value>(&output).unwrap()
    };
    let headline = of(&["--mode", "headline"]);
    assert_eq!(headline["summary"]["sentences"].as_array().unwrap().len(), 1);
    let asked = of(&["--mode", "headline", "--query", "广播 短视频"]);
    let text = asked["summary"]["sentences"][0]["text"].as_str().unwrap();
    assert!(text.contains("短视频"), "{text}");
    let required = of(&["--mode", "indicative", "--require", "短视频", "--require", "航天"]);
    assert!(required["summary"].to_string().contains("短视频"));
    let unmet = required["diagnostics"].to_string();
    assert!(unmet.contains("REQUIRED_TERM_UNMET") && unmet.contains("航天"), "{unmet}");
    assert_eq!(
        of(&["--summary-chars", "12", "--allow-cut"])["summary"]["sentences"][0]["cut"],
        true
    );
}

#[test]
fn an_explained_summary_tells_features() {
    let explained = stdout_of(run_with_input(["summarize", "-", "--explain"], ARTICLE.as_bytes()));
    for part in
        ["feature", "weight", "redundancy", "pair centroid", "score", "it added most", "gain"]
    {
        assert!(explained.contains(part), "{part}: {explained}");
    }
    let arguments = ["summarize", "-", "--explain", "--require", "短视频"];
    let required = stdout_of(run_with_input(arguments, ARTICLE.as_bytes()));
    assert!(required.contains("chosen: it has a required term"), "{required}");
}

/// A sentence that the budget has no room for scores more than the one that it is filled with.
#[test]
fn what_was_passed_over_is_told() {
    let text = "青石县的农村集市今年用手机检查食品安全，三百个摊位不再用纸面表格登记食品安全。\n\
                老周的豆腐摊搬到了新街口。";
    let of = |extra: &[&str]| {
        let all =
            [&["summarize", "-", "--title", "农村集市食品安全", "--summary-chars", "20"], extra]
                .concat();
        stdout_of(run_with_input(all, text.as_bytes()))
    };
    let table = of(&["--explain"]);
    assert!(table.contains("\n –  青石县的农村集市"), "{table}");
    assert!(table.contains("passed over for number 1: there was no room for it"), "{table}");
    assert!(table.contains("Sentences are chosen by gain"), "{table}");
    let json = |extra: &[&str]| -> serde_json::Value {
        serde_json::from_str(&of(&[&["--format", "json"], extra].concat())).unwrap()
    };
    let passed = &json(&["--explain"])["summary"]["passedOver"];
    assert_eq!(passed[0]["evidence"]["verdict"], "SENTENCE_VERDICT_NO_ROOM");
    assert!(passed[0]["evidence"]["gain"][0]["value"].as_f64().is_some(), "{passed}");
    let plain = json(&[]);
    assert_eq!(plain["summary"]["passedOver"], serde_json::json!([]));
    assert_eq!(plain["summary"]["sentences"][0]["evidence"]["gain"], serde_json::json!([]));
}

#[test]
fn an_explanation_is_asked_for_in_json_as_well() {
    let told = |command: &str, extra: &[&str]| {
        let arguments = [&[command, "-", "--format", "json"], extra].concat();
        stdout_of(run_with_input(arguments, ARTICLE.as_bytes())).contains("\"featureValue\"")
    };
    for command in ["keywords", "summarize"] {
        assert!(told(command, &["--explain"]) && !told(command, &[]), "{command}");
    }
}

#[test]
fn standard_input_is_a_file() {
    let scratch = Scratch::new("standard_input");
    let article = scratch.file("article.txt", ARTICLE);
    for command in ["keywords", "summarize"] {
        let from_file = stdout_of(run([command, &article]));
        let from_input = stdout_of(run_with_input([command, "-"], ARTICLE.as_bytes()));
        assert_eq!(from_file, from_input);
    }
}

#[test]
fn an_issue_as_jats_is_a_directory_of_documents() {
    let scratch = Scratch::new("jats_directory");
    let issue = scratch.file("issue.txt", ISSUE);
    let directory = scratch.path("documents");
    stdout_of(run(["issue", &issue, "--format", "jats", "--output", &directory]));
    assert_eq!(names(Path::new(&directory)), ["article-001.xml", "article-002.xml"]);
    let one = stdout_of(run(["issue", &issue, "--format", "jats", "--article", "2"]));
    assert_eq!(fs::read_to_string(format!("{directory}/article-002.xml")).unwrap(), one);
}

#[test]
fn an_issue_goes_into_a_directory_in_every_export() {
    let scratch = Scratch::new("export_directory");
    let issue = scratch.file("issue.txt", ISSUE);
    let served = Served::start();
    for (format, extension) in [
        ("docx", "docx"),
        ("xlsx", "xlsx"),
        ("front-matter", "md"),
        ("ris", "ris"),
        ("json", "json"),
    ] {
        let directory = format!("{}/", scratch.path(format));
        stdout_of(run(["issue", &issue, "--format", format, "--output", &directory]));
        let found = names(Path::new(&directory));
        let expected = [format!("article-001.{extension}"), format!("article-002.{extension}")];
        assert_eq!(found, expected, "{format}");
        let one = scratch.path("one");
        let arguments = ["issue", &issue, "--article", "2", "--format", format, "--output", &one];
        stdout_of(run([&arguments[..], &["--server", &served.url]].concat()));
        if format != "json" {
            let written = fs::read(format!("{directory}article-002.{extension}")).unwrap();
            assert_eq!(
                written,
                fs::read(&one).unwrap(),
                "{format}: embedded and served, one and all"
            );
        }
    }
    let output = run(["issue", &issue, "--format", "table", "--output", &scratch.path("ris")]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn an_issue_in_one_document() {
    let scratch = Scratch::new("export_document");
    let issue = scratch.file("issue.txt", ISSUE);
    for format in ["docx", "xlsx"] {
        let path = scratch.path(format);
        stdout_of(run(["issue", &issue, "--format", format, "--output", &path]));
        assert!(fs::read(&path).unwrap().starts_with(b"PK"), "{format}");
    }
    let records = stdout_of(run(["issue", &issue, "--format", "ris"]));
    assert_eq!(records.matches("TY  - JOUR").count(), 2, "{records}");
    let lines = stdout_of(run(["issue", &issue, "--format", "gbt7714"]));
    assert!(lines.lines().all(|line| line.contains("[J]. ")), "{lines}");
    // What was written as a document is read as one.
    let docx = scratch.path("docx");
    let keywords = stdout_of(run(["keywords", &docx, "--format", "text"]));
    assert!(keywords.starts_with("关键词："), "{keywords}");
}

#[test]
fn an_output_file_is_what_standard_output_would_be() {
    let scratch = Scratch::new("output_file");
    let article = scratch.file("article.txt", ARTICLE);
    let output = scratch.file("out.csv", "what was there before");
    let arguments = ["keywords", &article, "--format", "csv", "--csv-bom"];
    let printed = stdout_of(run(arguments));
    assert!(printed.starts_with('\u{feff}'));
    stdout_of(run([&arguments[..], &["--output", &output]].concat()));
    assert_eq!(fs::read_to_string(&output).unwrap(), printed);
    assert_eq!(scratch.names(), ["article.txt", "out.csv"]);
}

#[test]
fn a_table_is_for_terminals_and_colours_too() {
    let table = stdout_of(run_with_input(["issue", "-", "--format", "table"], ISSUE.as_bytes()));
    assert!(!table.contains('\u{1b}'));
    let arguments = ["issue", "-", "--format", "table", "--color", "always"];
    assert!(stdout_of(run_with_input(arguments, ISSUE.as_bytes())).contains('\u{1b}'));
}

#[test]
fn encodings_are_heard() {
    // 中文，中文。in GB18030 and UTF-16.
    let gb18030 = b"\xd6\xd0\xce\xc4\xa3\xac\xd6\xd0\xce\xc4\xa1\xa3".as_slice();
    let utf16: Vec<u8> = "中文，中文。".encode_utf16().flat_map(u16::to_be_bytes).collect();
    for (encoding, input) in [("gb18030", gb18030), ("utf-16be", &utf16)] {
        let arguments = ["summarize", "-", "--encoding", encoding, "--format", "markdown"];
        let output = stdout_of(run_with_input(arguments, input));
        assert_eq!(output, "**摘要**：中文，中文。\n", "{encoding}");
    }
}
