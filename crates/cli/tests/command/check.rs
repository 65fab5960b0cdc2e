//! House rules, on files as they lie in a folder.

use serde_json::Value;

use crate::support::{ISSUE, Scratch, run, stderr_of, stdout_of};

const GOOD: &str = "---\ntitle: 夏粮收购进展顺利\nkeywords: 夏粮收购；粮库；仓容\nabstract: 各地粮库备好仓容。\n\
    ---\n\n今年**夏粮收购**进展顺利，各地粮库备好仓容。\n";
const BAD: &str = "---\ntitle: 夏粮\nkeywords:\n  - 粮库\n  - 本刊\n---\n\n各地粮库备好仓容。\n";

#[test]
fn files_that_keep_the_rules_pass() {
    let scratch = Scratch::new("check_good");
    let good = scratch.file("good.md", GOOD);
    let report: Value = serde_json::from_str(&stdout_of(run(["check", &good]))).unwrap();
    assert_eq!(report, serde_json::json!({"fileCount": 1, "violations": []}));
}

#[test]
fn a_broken_rule_is_told_with_file_and_line() {
    let scratch = Scratch::new("check_bad");
    let (good, bad) = (scratch.file("good.md", GOOD), scratch.file("bad.md", BAD));
    let plain = scratch.file("plain.md", "# 夏粮\n");
    let output = run(["check", "--format", "table", &good, &bad, &plain]);
    assert_eq!(output.status.code(), Some(1));
    let table = String::from_utf8(output.stdout).unwrap();
    let expected = format!(
        "{bad}:1: abstract-missing: there is no abstract\n\
         {bad}:3: keywords-count: 2 keywords, wanted 3 to 8\n\
         {bad}:5: keyword-not-in-text: 本刊: is not in the text\n\
         {plain}:1: front-matter: there is no front matter\n\
         3 files, 4 broken rules\n"
    );
    assert_eq!(table, expected);
    let report: Value = serde_json::from_slice(&run(["check", &bad]).stdout).unwrap();
    assert_eq!(report["violations"][1]["rule"], "keywords-count");
    assert_eq!(report["violations"][1]["line"], 3);
}

/// What cannot be read is told by file and rule, and the others are checked all the same.
#[test]
fn nothing_is_clean_because_it_cannot_be_read() {
    let scratch = Scratch::new("check_unreadable");
    let bad = scratch.file("bad.md", BAD);
    let endless = scratch.file("endless.md", "---\ntitle: 夏粮\nkeywords: 夏粮；粮库；仓容\n");
    let twice = GOOD.replace("---\n\n", "keywords: 夏粮；粮库；仓容\n---\n\n");
    let twice = scratch.file("twice.md", &twice);
    let binary = scratch.path("binary.md");
    std::fs::write(&binary, [0xff, 0xfe, 0, 0x80]).unwrap();
    let missing = scratch.path("missing.md");
    let output = run(["check", "--format", "table", &endless, &twice, &binary, &missing, &bad]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr_of(&output));
    let table = String::from_utf8(output.stdout).unwrap();
    for told in [
        format!("{endless}:1: front-matter: "),
        format!("{twice}:5: front-matter: keywords: stands there twice"),
        format!("{binary}:1: unreadable: "),
        format!("{missing}:1: unreadable: "),
        format!("{bad}:3: keywords-count: "),
    ] {
        assert!(table.contains(&told), "{told} is not in\n{table}");
    }
}

#[test]
fn the_nearest_rules_hold() {
    let scratch = Scratch::new("check_rules");
    std::fs::create_dir(scratch.path("desk")).unwrap();
    let bad = scratch.file("desk/bad.md", BAD);
    let rules = "[keywords]\nmin = 2\nin_text = false\n[abstract]\nrequired = false\n";
    scratch.file("tiyao-rules.toml", rules);
    stdout_of(run(["check", &bad]));
    let forbidding = scratch.file("own.toml", "[keywords]\nforbidden = [\"本刊\"]\n");
    let output = run(["check", "--rules", &forbidding, &bad]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("keyword-forbidden"));
    scratch.file("desk/tiyao-rules.toml", "[keyword]\n");
    let output = run(["check", &bad]);
    assert_eq!(output.status.code(), Some(2));
    assert!(stderr_of(&output).contains("tiyao-rules.toml"), "{}", stderr_of(&output));
}

#[test]
fn what_tiyao_writes_keeps_the_rules() {
    let scratch = Scratch::new("check_own");
    let issue = scratch.file("issue.txt", ISSUE);
    let folder = scratch.path("articles");
    stdout_of(run(["issue", &issue, "--format", "front-matter", "--output", &folder]));
    let json = scratch.path("issue.json");
    stdout_of(run(["issue", &issue, "--format", "json", "--output", &json]));
    let first = format!("{folder}/article-001.md");
    let second = format!("{folder}/article-002.md");
    let rules = scratch.file("own.toml", "[abstract]\nin_text = true\n[keywords]\nmin = 1\n");
    stdout_of(run(["check", "--rules", &rules, &first, &second, &json]));
}
