//! How each row was read, on the command line.

use std::{fs, path::PathBuf};

use serde_json::Value;

use crate::support::{ISSUE, Scratch, Served, run, run_with_input, stderr_of, stdout_of};

fn seed() -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "seeds", "market-regulation-2023-13.txt"]
        .iter()
        .collect()
}

fn explained(arguments: &[&str], input: &[u8]) -> Value {
    let arguments = [&["issue", "-", "--explain"], arguments].concat();
    serde_json::from_str(&stdout_of(run_with_input(arguments, input))).unwrap()
}

fn roles(response: &Value) -> Vec<&str> {
    let rows = response["rows"].as_array().unwrap();
    rows.iter().map(|row| row["role"].as_str().unwrap().trim_start_matches("ROW_ROLE_")).collect()
}

#[test]
fn rows_as_json() {
    let response = explained(&[], ISSUE.as_bytes());
    let inked = ISSUE.lines().filter(|line| !line.trim().is_empty()).count();
    let roles = roles(&response);
    assert_eq!(roles.len(), inked);
    let expected = ["CONTENTS"; 6].into_iter().chain(["TITLE", "BYLINE", "BODY", "BODY", "BODY"]);
    assert_eq!(roles[..11], expected.collect::<Vec<_>>());
    let title = &response["rows"][6];
    assert_eq!(title["reasons"], response["issue"]["articles"][0]["reasons"]);
    assert_eq!(title["confidence"], response["issue"]["articles"][0]["confidence"]);
    let line = stdout_of(run_with_input(
        ["issue", "-", "--explain", "--format", "ndjson"],
        ISSUE.as_bytes(),
    ));
    assert_eq!(line.lines().count(), 1);
    assert_eq!(serde_json::from_str::<Value>(&line).unwrap(), response);
}

#[test]
fn rows_of_one_article() {
    let response = explained(&["--article", "2"], ISSUE.as_bytes());
    assert_eq!(roles(&response), ["TITLE", "BYLINE", "BODY", "BODY"]);
    assert_eq!(response["issue"]["articles"].as_array().unwrap().len(), 1);
    let output = run_with_input(["issue", "-", "--explain", "--article", "3"], ISSUE.as_bytes());
    assert_eq!(stderr_of(&output), "error: --article 3: the issue has 2 articles\n");
}

#[test]
fn rows_as_a_table_in_any_encoding() {
    let arguments = ["issue", "-", "--explain", "--format", "table", "--article", "1"];
    let table = stdout_of(run_with_input(arguments, ISSUE.as_bytes()));
    let mut rows = table.lines();
    assert_eq!(rows.next(), Some(" Line  Art  Role          Row"));
    assert_eq!(rows.next(), Some("   13    1  title         农村食品安全专项整治取得成效"));
    assert!(rows.next().is_some_and(|row| row.starts_with("       ") && row.contains("% sure")));
    let utf16: Vec<u8> = "\u{feff}"
        .chars()
        .chain(ISSUE.chars())
        .collect::<String>()
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(stdout_of(run_with_input(arguments, &utf16)), table);
    let marked = [b"\xef\xbb\xbf", ISSUE.as_bytes()].concat();
    assert_eq!(stdout_of(run_with_input(arguments, &marked)), table);
}

#[test]
fn a_server_explains_alike() {
    let scratch = Scratch::new("explained");
    let issue = scratch.file("issue.txt", ISSUE);
    let served = Served::start();
    for format in ["table", "json"] {
        let arguments = ["issue", &issue, "--explain", "--format", format];
        let embedded = stdout_of(run(arguments));
        let remote = [&arguments[..], &["--server", &served.url]].concat();
        assert_eq!(embedded, stdout_of(run(remote)), "{format}");
    }
}

#[test]
fn every_row_of_the_sample_issue_is_explained() {
    let path = seed();
    let output = stdout_of(run(["issue", path.to_str().unwrap(), "--explain"]));
    let response: Value = serde_json::from_str(&output).unwrap();
    let text = fs::read_to_string(&path).unwrap();
    let inked = text.lines().filter(|line| !line.trim().is_empty()).count();
    assert_eq!(response["rows"].as_array().unwrap().len(), inked);
    let sure =
        response["rows"].as_array().unwrap().iter().filter(|row| !row["confidence"].is_null());
    assert_eq!(sure.count(), response["issue"]["articles"].as_array().unwrap().len());
}

#[test]
fn what_cannot_be_explained() {
    let arguments = ["issue", "-", "--explain", "--format", "jats"];
    let output = run_with_input(arguments, ISSUE.as_bytes());
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr_of(&output).contains("--explain: rows are shown as table, json or ndjson"));
    let empty = explained(&[], b"");
    assert!(empty["rows"].as_array().is_none_or(Vec::is_empty));
    let table = run_with_input(["issue", "-", "--explain", "--format", "table"], b"\n\n");
    assert_eq!(stdout_of(table), " Line  Art  Role          Row\n");
}
