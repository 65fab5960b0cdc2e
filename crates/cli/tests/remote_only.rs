//! The command without a server in it.
#![cfg(not(feature = "embedded"))]

use std::process::{Command, Output};

#[allow(clippy::unwrap_used, reason = "a helper of tests is a test")]
fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tiyao"));
    command.args(arguments).env_remove("TIYAO_SERVER").output().unwrap()
}

#[test]
fn it_asks_for_a_server() {
    let output = run(&["info"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).starts_with("error: --server URL"));
}

#[test]
fn it_does_not_serve() {
    assert_eq!(run(&["serve"]).status.code(), Some(2));
}

#[test]
fn it_reports_a_server_that_is_not_there() {
    let output = run(&["info", "--server", "http://127.0.0.1:1"]);
    assert_eq!(output.status.code(), Some(1));
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(stderr.starts_with("error: the server is unavailable"), "{stderr}");
}
