//! The arrows between crates, asserted on what cargo itself resolves.

use std::{collections::BTreeSet, fs, path::Path, process::Command};

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

/// What a caller of the client sees of it: the heads of public items, and of what is implemented for
/// them.
fn signatures(source: &str) -> Vec<String> {
    const STARTS: [&str; 8] = [
        "pub fn",
        "pub async fn",
        "pub struct",
        "pub enum",
        "pub type",
        "pub trait",
        "pub use",
        "impl",
    ];
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in source.lines().map(str::trim) {
        if STARTS.iter().any(|start| line.starts_with(start)) {
            found.push(String::new());
            is_open = true;
        }
        if let Some(signature) = found.last_mut().filter(|_| is_open) {
            // A tuple's fields are its own.
            let end =
                if signature.is_empty() && line.starts_with("pub struct") { "({;" } else { "{;" };
            let head = line.split(|mark| end.contains(mark)).next().unwrap_or_default();
            signature.push_str(head);
            signature.push(' ');
            is_open = head.len() == line.len();
        }
    }
    found
}

/// Who calls by the client need not know by whose transport: it may become another's.
#[test]
fn the_clients_callers_see_no_transport() {
    const TRANSPORT: [&str; 12] = [
        "tonic",
        "tower",
        "hyper",
        "Status",
        "Code",
        "Channel",
        "Endpoint",
        "Streaming",
        "MetadataMap",
        "AsciiMetadataValue",
        "HeaderValue",
        "Uri",
    ];
    let names = |signature: &str| {
        let words = signature.split(|c: char| !(c.is_alphanumeric() || c == '_'));
        words.filter(|word| TRANSPORT.contains(word)).map(str::to_owned).collect::<Vec<_>>()
    };
    let shown = "impl From<Status> for Error {\npub async fn a(\n    &self,\n) -> Channel {\npub struct B(Uri);";
    let shown: Vec<_> = signatures(shown).iter().map(|one| names(one)).collect();
    assert_eq!(shown, [vec!["Status".to_owned()], vec!["Channel".to_owned()], vec![]]);

    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("crates/client/src");
    let mut count = 0;
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry can be read").path();
        let source = fs::read_to_string(&path).expect("the file is text");
        for signature in signatures(&source) {
            count += 1;
            assert!(names(&signature).is_empty(), "{}: {signature}", path.display());
        }
    }
    assert!(count > 80, "{count} signatures");
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
