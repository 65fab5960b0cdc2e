//! What is wrong is said in one line, and nothing panics.

use std::{fs, process::Stdio};

use crate::support::{ARTICLE, ISSUE, Scratch, run, run_with_input, stderr_of, stdout_of, tiyao};

/// The one line that a failed run says.
#[track_caller]
fn error_of(output: &std::process::Output, code: i32) -> String {
    let stderr = stderr_of(output);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(stderr.starts_with("error: "), "{stderr}");
    assert_eq!(stderr.lines().count(), 1, "{stderr}");
    assert!(output.stdout.is_empty());
    stderr.trim_end().to_owned()
}

#[test]
fn empty_and_blank_texts_are_remarked_on() {
    for input in ["", " \n\u{3000}\n"] {
        for command in ["issue", "keywords", "summarize"] {
            let output = run_with_input([command, "-"], input.as_bytes());
            assert!(
                stdout_of(output).contains("DIAGNOSTIC_CODE_EMPTY_TEXT"),
                "{command} {input:?}"
            );
            let output = run_with_input([command, "-", "--format", "table"], input.as_bytes());
            assert!(stdout_of(output).contains("empty text"), "{command} {input:?}");
        }
    }
}

#[test]
fn a_scratched_text_is_remarked_on_and_no_text_is_refused() {
    let scratched = [ARTICLE.as_bytes(), b"\xff\xfe\xe4\xb8"].concat();
    let binary: Vec<u8> = (0..=255).cycle().take(4096).collect();
    for command in ["issue", "keywords", "summarize"] {
        let arguments = [command, "-", "--encoding", "utf-8"];
        let output = run_with_input(arguments, &scratched);
        assert!(stdout_of(output).contains("DIAGNOSTIC_CODE_INVALID_BYTES"), "{command}");
        let error = error_of(&run_with_input([command, "-"], &binary), 1);
        assert!(error.contains("content"), "{error}");
    }
}

#[test]
fn a_huge_file_is_refused_with_its_limit() {
    // Above the limit of a text, and above that of a message.
    for megabytes in [54, 72] {
        let huge = "中文。\n".repeat(megabytes * 100_000);
        for command in ["keywords", "issue"] {
            let output = run_with_input([command, "-"], huge.as_bytes());
            let error = error_of(&output, 1);
            assert!(error.contains("standard input: "), "{error}");
            assert!(error.contains("bytes"), "{error}");
        }
    }
}

#[test]
fn a_broken_limit_is_named_with_its_field() {
    let arguments = ["keywords", "-", "--keywords", "1000000"];
    let error = error_of(&run_with_input(arguments, ARTICLE.as_bytes()), 1);
    assert!(error.contains("keywords.max_keywords: "), "{error}");
}

#[test]
fn files_that_are_not() {
    let scratch = Scratch::new("files_that_are_not");
    let missing = scratch.path("missing.txt");
    let error = error_of(&run(["issue", &missing]), 1);
    assert!(error.contains(&missing), "{error}");
    let directory = scratch.path("");
    assert!(error_of(&run(["issue", &directory]), 1).ends_with("is a directory"));
    let article = scratch.file("article.txt", ARTICLE);
    error_of(&run(["keywords", &article, "--output", &scratch.path("no/such/file")]), 1);
}

#[test]
fn a_server_that_is_not_there() {
    let arguments = ["keywords", "-", "--server", "http://127.0.0.1:1"];
    let error = error_of(&run_with_input(arguments, ARTICLE.as_bytes()), 1);
    assert!(error.to_lowercase().contains("refused"), "{error}");
    for server in ["::", "ftp://127.0.0.1:50151", "http://127.0.0.1:99999"] {
        let arguments = ["keywords", "-", "--server", server];
        error_of(&run_with_input(arguments, ARTICLE.as_bytes()), 2);
    }
}

#[test]
fn an_output_that_would_replace_its_input() {
    let scratch = Scratch::new("replaced_input");
    let issue = scratch.file("issue.txt", ISSUE);
    error_of(&run(["issue", &issue, "--format", "csv", "--output", &issue]), 2);
    error_of(&run(["batch", "issues", &issue, "--output", &issue]), 2);
    assert_eq!(fs::read_to_string(&issue).unwrap(), ISSUE);
}

#[test]
fn documents_of_two_issues_are_not_mixed() {
    let scratch = Scratch::new("mixed_documents");
    let (issue, directory) = (scratch.file("issue.txt", ISSUE), scratch.path("jats"));
    let run_again = || run(["issue", &issue, "--format", "jats", "--output", &directory]);
    assert!(run_again().status.success());
    assert!(run_again().status.success());
    fs::write(format!("{directory}/article-003.xml"), "of another issue").unwrap();
    assert!(error_of(&run_again(), 1).contains("article-003.xml"));
}

#[test]
fn numbers_out_of_range() {
    for option in ["--keywords=0", "--keywords=-1", "--max-words=5", "--summary-chars=0"] {
        assert_eq!(run(["issue", "-", option]).status.code(), Some(2), "{option}");
    }
    for ratio in ["0", "1.5", "NaN", "-0.5"] {
        assert_eq!(run(["summarize", "-", "--summary-ratio", ratio]).status.code(), Some(2));
    }
}

#[test]
fn a_command_line_that_contradicts_itself() {
    let arguments = ["summarize", "-", "--summary-chars", "9", "--summary-ratio", "0.5"];
    assert_eq!(run(arguments).status.code(), Some(2));
    let output = run_with_input(["issue", "-", "--format", "jats"], ISSUE.as_bytes());
    assert!(error_of(&output, 2).contains("--article N"));
    let output = run_with_input(["issue", "-", "--article", "9"], ISSUE.as_bytes());
    assert!(error_of(&output, 1).contains("--article 9"));
}

#[test]
fn a_reader_that_goes_away_is_no_error() {
    let scratch = Scratch::new("closed_pipe");
    let issue = scratch.file("issue.txt", ISSUE);
    for format in ["json", "ndjson"] {
        let mut command = tiyao(["issue", &issue, "--format", format]);
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        drop(child.stdout.take());
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success());
        assert_eq!(stderr_of(&output), "");
    }
}
