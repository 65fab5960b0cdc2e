//! `tiyao serve`, `info` and `completions`.

use serde_json::Value;

use crate::support::{ARTICLE, Served, run, run_with_input, stdout_of};

#[test]
fn a_server_ends_in_order_when_it_is_told_to() {
    for signal in ["-TERM", "-INT"] {
        let served = Served::start();
        let arguments = ["--server", &served.url, "summarize", "-"];
        stdout_of(run_with_input(arguments, ARTICLE.as_bytes()));
        let (status, log) = served.stop(signal);
        assert!(status.success(), "{signal}: {log}");
        assert!(!log.contains("panicked"), "{log}");
    }
}

#[test]
fn a_port_in_use_is_an_error() {
    let served = Served::start();
    let address = served.url.strip_prefix("http://").unwrap();
    let output = run(["serve", "--listen", address]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn a_server_tells_its_limits() {
    let info: Value = serde_json::from_str(&stdout_of(run(["info"]))).unwrap();
    assert!(info["limits"]["maxArticleBytes"].as_u64().unwrap() > 0);
    let table = stdout_of(run(["info", "--format", "table"]));
    assert!(table.contains("max_article_bytes"));
}

#[test]
fn shells_complete() {
    for shell in ["bash", "zsh", "fish"] {
        assert!(stdout_of(run(["completions", shell])).contains("summarize"));
    }
}
