//! Which keywords are chosen, and why.

use serde_json::{Value, json};

use crate::support::{ARTICLE, Scratch, run, run_with_input, stderr_of, stdout_of};

/// The keywords that the command finds with `extra` arguments.
fn found(extra: &[&str], file: &str) -> Vec<String> {
    let arguments = [&["keywords", file, "--format", "json"], extra].concat();
    let answer: Value = serde_json::from_str(&stdout_of(run(arguments))).unwrap();
    let keywords = answer["keywords"].as_array().cloned().unwrap_or_default();
    keywords.iter().map(|keyword| keyword["text"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn the_caller_has_his_say() {
    let scratch = Scratch::new("keyword_wishes");
    let file = scratch.file("article.txt", ARTICLE);
    let usual = found(&["--keywords", "5"], &file);
    let last = usual.last().unwrap().as_str();
    assert_eq!(found(&["--keywords", "5", "--pin", last], &file)[0], last);
    let rows = format!("\u{feff}{last}\r\n\r\n不在文中\n");
    let vocabulary = scratch.file("vocabulary.txt", rows);
    assert_eq!(found(&["--vocabulary", &vocabulary], &file), [last]);
    assert!(!found(&["--forbid", last], &file).contains(&last.to_owned()));
    assert!(!found(&["--method", "text-rank", "--pos", "n,vn"], &file).is_empty());
}

#[test]
fn wishes_that_cannot_be_are_refused() {
    let scratch = Scratch::new("keyword_refusals");
    let file = scratch.file("article.txt", ARTICLE);
    let empty = scratch.file("empty.txt", "\n \n");
    for (extra, told) in [
        (["--vocabulary", &empty], "holds no term"),
        (["--vocabulary", "missing.txt"], "missing.txt"),
        (["--pos", "名词"], "parts_of_speech"),
        (["--min-words", "9"], "1..=4"),
    ] {
        let output = run([&["keywords", &file], &extra[..]].concat());
        assert!(!output.status.success());
        assert!(stderr_of(&output).contains(told), "{}", stderr_of(&output));
    }
}

#[test]
fn the_language_can_be_set() {
    let scratch = Scratch::new("language");
    let file = scratch.file("article.txt", ARTICLE);
    for command in ["keywords", "summarize"] {
        for (extra, language) in
            [(&[][..], "CHINESE_SIMPLIFIED"), (&["--language", "en"][..], "ENGLISH")]
        {
            let told = stdout_of(run([&[command, &file, "--format", "json"], extra].concat()));
            assert!(told.contains(&format!("\"language\": \"LANGUAGE_{language}\"")), "{told}");
        }
    }
    let records = [json!({"text": ARTICLE}), json!({"text": ARTICLE, "language": "en"})];
    let records = records.map(|record| record.to_string()).join("\n");
    let told = stdout_of(run_with_input(["batch", "articles", "-"], records.as_bytes()));
    let languages: Vec<String> = told
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["language"].to_string())
        .collect();
    assert_eq!(languages, [r#""LANGUAGE_CHINESE_SIMPLIFIED""#, r#""LANGUAGE_ENGLISH""#]);
}

#[test]
fn an_explanation_adds_up() {
    let scratch = Scratch::new("keyword_explained");
    let file = scratch.file("article.txt", ARTICLE);
    let table = stdout_of(run(["keywords", &file, "--explain", "--keywords", "1"]));
    let part = |row: &str| row.split_whitespace().last().unwrap().parse::<f64>().unwrap();
    let rows: Vec<&str> = table.lines().skip(2).take_while(|row| !row.is_empty()).collect();
    let (score, parts) = rows.split_last().unwrap();
    let sum: f64 = parts.iter().map(|row| part(row)).sum();
    assert!(parts.len() > 5 && (sum - part(score)).abs() < 0.01, "{table}");
    assert!(table.contains("Each part is a value times its weight"), "{table}");
}

#[test]
fn a_pinned_keyword_says_so() {
    let scratch = Scratch::new("pinned");
    let file = scratch.file("article.txt", ARTICLE);
    for more in [&[][..], &["--explain"]] {
        let arguments = [&["keywords", &file, "--format", "table"][..], more].concat();
        let plain = stdout_of(run(arguments.clone()));
        assert!(plain.lines().all(|row| !row.ends_with("pinned")), "{plain}");
        let last = plain.lines().rfind(|row| row.starts_with(" 2  "));
        let term = last.and_then(|row| row.split_whitespace().nth(1)).unwrap();
        let pinned = stdout_of(run([&arguments[..], &["--pin", term]].concat()));
        let rows: Vec<&str> = pinned.lines().filter(|row| row.ends_with("pinned")).collect();
        assert!(matches!(rows[..], [row] if row.starts_with(&format!(" 1  {term}"))), "{pinned}");
    }
}
