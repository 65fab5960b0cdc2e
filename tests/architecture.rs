//! The arrows between crates, asserted on what cargo itself resolves.

use std::{collections::BTreeSet, process::Command};

/// Names of all crates in the normal dependency tree of `package`.
fn tree(package: &str, extra: &[&str]) -> BTreeSet<String> {
    let output = Command::new(env!("CARGO"))
        .args(["tree", "--offline", "--edges", "normal", "--prefix", "none", "--format", "{p}"])
        .args(["--package", package])
        .args(extra)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo runs");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    let names = String::from_utf8(output.stdout).expect("names are text");
    let names: BTreeSet<String> = names
        .lines()
        .filter_map(|line| line.split_whitespace().next().map(str::to_owned))
        .collect();
    assert!(names.contains(package), "the tree of {package} holds itself: {names:?}");
    names
}

fn assert_without(package: &str, extra: &[&str], banned: &[&str]) {
    let tree = tree(package, extra);
    let found: Vec<_> = banned.iter().filter(|name| tree.contains(**name)).collect();
    assert!(found.is_empty(), "{package} must not depend on {found:?}");
}

/// Our own crates that `package` depends on, directly or not.
fn assert_ours(package: &str, extra: &[&str], expected: &[&str]) {
    let ours: BTreeSet<String> =
        tree(package, extra).into_iter().filter(|name| name.starts_with("tiyao-")).collect();
    let expected: BTreeSet<String> =
        expected.iter().copied().chain([package]).map(str::to_owned).collect();
    assert_eq!(ours, expected, "the crates under {package}");
}

#[test]
fn arrows() {
    assert_ours("tiyao-api", &[], &[]);
    assert_ours("tiyao-text", &[], &[]);
    assert_ours("tiyao-document", &[], &["tiyao-text"]);
    assert_ours("tiyao-issue", &[], &["tiyao-text"]);
    assert_ours("tiyao-corpus", &[], &[]);
    assert_ours("tiyao-analysis", &[], &["tiyao-corpus", "tiyao-issue", "tiyao-text"]);
    assert_ours("tiyao-client", &[], &["tiyao-api"]);
    assert_ours("tiyao-export", &[], &["tiyao-api"]);
    let under_server = [
        "tiyao-analysis",
        "tiyao-api",
        "tiyao-corpus",
        "tiyao-document",
        "tiyao-export",
        "tiyao-issue",
        "tiyao-text",
    ];
    assert_ours("tiyao-server", &[], &under_server);
    let remote = ["tiyao-api", "tiyao-client", "tiyao-export"];
    assert_ours("tiyao-cli", &["--no-default-features"], &remote);
}

#[test]
fn the_client_holds_no_language_engine() {
    let engine = ["jieba-rs", "fst", "encoding_rs", "rayon", "tiyao-text", "tiyao-analysis"];
    assert_without("tiyao-client", &[], &engine);
    assert_without("tiyao-client", &[], &["axum", "prost-reflect", "serde_json", "tower-http"]);
    assert_without("tiyao-cli", &["--no-default-features"], &engine);
}

/// Whoever depends on the client gets all of this with it.
#[test]
fn the_client_is_light() {
    let check = |extra: &[&str], most: usize| {
        let tree = tree("tiyao-client", extra);
        assert!(tree.len() <= most, "{} crates, at most {most}: {tree:?}", tree.len());
    };
    check(&[], 65);
    check(&["--features", "tls"], 79);
}

#[test]
fn the_core_knows_no_network_and_no_runtime() {
    for package in ["tiyao-text", "tiyao-document", "tiyao-issue", "tiyao-corpus", "tiyao-analysis"]
    {
        assert_without(package, &[], &["tokio", "tonic", "prost", "tracing", "rayon", "hyper"]);
    }
}

/// Words come from `tiyao-text`, which has jieba's data and none of its code; tests and benches compare
/// with jieba-rs.
#[test]
fn no_program_holds_jieba() {
    for package in ["tiyao-server", "tiyao-cli"] {
        assert_without(package, &[], &["jieba-rs"]);
    }
}
