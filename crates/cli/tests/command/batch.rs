//! Archives: order, bad records, files.

use std::fs;

use serde_json::{Value, json};

use crate::support::{ARTICLE, ISSUE, Scratch, Served, run, run_with_input, stderr_of, stdout_of};

fn lines(records: &[Value]) -> String {
    let lines: Vec<String> = records.iter().map(Value::to_string).collect();
    lines.join("\n")
}

fn parsed(output: &str) -> Vec<Value> {
    output.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

#[test]
fn articles_come_back_in_order() {
    let records: Vec<Value> = (0..500)
        .map(|number| json!({"id": format!("a{number}"), "title": "食品", "text": ARTICLE}))
        .collect();
    let output = run_with_input(["batch", "articles", "-"], lines(&records).as_bytes());
    let results = parsed(&stdout_of(output));
    assert_eq!(results.len(), records.len());
    for (record, result) in records.iter().zip(&results) {
        assert_eq!(record["id"], result["id"]);
        assert!(!result["keywords"].as_array().unwrap().is_empty());
        assert!(!result["summary"]["sentences"].as_array().unwrap().is_empty());
    }
}

#[test]
fn embedded_and_served_are_the_same_bytes() {
    let scratch = Scratch::new("batch_same_bytes");
    let served = Served::start();
    let records: Vec<Value> = (0..5).map(|id| json!({"id": id, "text": ISSUE})).collect();
    let input = scratch.file("in.jsonl", lines(&records));
    for kind in ["articles", "issues"] {
        let arguments = ["batch", kind, &input, "--keywords", "3", "--summary-chars", "50"];
        let embedded = stdout_of(run(arguments));
        assert_eq!(embedded.lines().count(), records.len());
        let remote = run([&arguments[..], &["--server", &served.url]].concat());
        assert_eq!(embedded, stdout_of(remote), "{kind}");
    }
}

#[test]
fn issues_have_articles_with_paragraphs() {
    let records = [json!({"id": "一", "text": ISSUE}), json!({"text": ""})];
    let output = run_with_input(["batch", "issues", "-"], lines(&records).as_bytes());
    let results = parsed(&stdout_of(output));
    assert_eq!(results[0]["id"], "一");
    let paragraph = &results[0]["articles"][1]["paragraphs"][0]["text"];
    assert!(paragraph.as_str().unwrap().starts_with("计量是"));
    assert_eq!(results[1]["id"], "2");
    assert_eq!(results[1]["articles"], json!([]));
}

#[test]
fn each_issue_of_a_batch_has_its_digest() {
    let records = [json!({"text": ISSUE}), json!({"text": ISSUE})];
    let arguments = ["batch", "issues", "-", "--digest", "120"];
    let results = parsed(&stdout_of(run_with_input(arguments, lines(&records).as_bytes())));
    for result in &results {
        let sentences = result["digest"]["sentences"].as_array().unwrap();
        assert!(!sentences.is_empty(), "{result}");
    }
    let plain = run_with_input(["batch", "issues", "-"], lines(&records).as_bytes());
    assert!(parsed(&stdout_of(plain))[0].get("digest").is_none());
}

#[test]
fn bad_records_do_not_stop_the_rest() {
    let scratch = Scratch::new("bad_records");
    let text = json!({"id": "good", "text": ARTICLE}).to_string();
    // Just over what the server takes.
    for (kind, characters) in [("articles", 2 << 20), ("issues", 17 << 20)] {
        let huge = json!({"id": "huge", "text": "中".repeat(characters)}).to_string();
        let input = [
            text.as_str(),
            "not JSON",
            "",
            r#"{"id": "no text"}"#,
            r#"{"id": "wrong type", "text": 3}"#,
            &huge,
            "[1, 2]",
            &text,
        ]
        .join("\n");
        let input = scratch.file("in.jsonl", input);
        let out = scratch.path("out.jsonl");
        let output = run(["batch", kind, &input, "--output", &out]);
        assert_eq!(output.status.code(), Some(3));
        let results = parsed(&fs::read_to_string(&out).unwrap());
        let ids: Vec<_> = results.iter().map(|result| result["id"].clone()).collect();
        assert_eq!(ids, ["good", "2", "no text", "wrong type", "huge", "7", "good"], "{kind}");
        let failed: Vec<_> = results.iter().map(|result| result["error"]["line"].clone()).collect();
        let expected = json!([null, 2, 4, 5, 6, 7, null]);
        assert_eq!(Value::from(failed), expected, "{kind}");
        let stderr = stderr_of(&output);
        for line in [2, 4, 5, 6, 7] {
            assert!(stderr.contains(&format!("error: {input}:{line}: ")), "{stderr}");
        }
        assert!(stderr.ends_with("5 of 7 records failed\n"), "{stderr}");
    }
    assert_eq!(scratch.names(), ["in.jsonl", "out.jsonl"]);
}

#[test]
fn options_that_break_a_rule_are_said_once() {
    let scratch = Scratch::new("batch_options");
    let out = scratch.file("out.jsonl", "what was there before");
    let input = lines(&[json!({"text": ARTICLE}), json!({"text": ARTICLE})]);
    let arguments = ["batch", "articles", "-", "--keywords", "1000000", "--output", &out];
    let output = run_with_input(arguments, input.as_bytes());
    assert_eq!(output.status.code(), Some(1));
    let stderr = stderr_of(&output);
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(stderr.contains("keywords.max_keywords"), "{stderr}");
    assert_eq!(fs::read_to_string(&out).unwrap(), "what was there before");
}

#[test]
fn nothing_in_nothing_out() {
    for kind in ["articles", "issues"] {
        assert_eq!(stdout_of(run_with_input(["batch", kind, "-"], b"\n \n")), "");
    }
}
