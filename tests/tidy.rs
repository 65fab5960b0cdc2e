//! House rules that no lint knows, asserted on the files of the project.

use std::{
    fs,
    path::{Path, PathBuf},
};

const MOST_LINES: usize = 600;

/// Folders that hold no source of ours.
const SKIPPED: [&str; 4] = ["target", ".git", ".venv", "node_modules"];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn files(folder: &Path, extension: &str, found: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).expect("the folder is there") {
        let path = entry.expect("the entry can be read").path();
        let name = path.file_name().and_then(|name| name.to_str()).unwrap_or_default();
        if path.is_dir() {
            if !SKIPPED.contains(&name) {
                files(&path, extension, found);
            }
        } else if path.extension().is_some_and(|found| found == extension) {
            found.push(path);
        }
    }
}

fn each(extension: &str, check: impl Fn(&str, &str) -> Option<String>) {
    let mut found = Vec::new();
    files(root(), extension, &mut found);
    assert!(!found.is_empty(), "no .{extension} file was found");
    let faults: Vec<String> = found
        .iter()
        .filter_map(|path| {
            let text = fs::read_to_string(path).expect("the file is text");
            let name = path.strip_prefix(root()).unwrap_or(path).display().to_string();
            check(&name, &text).map(|fault| format!("{name}: {fault}"))
        })
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn files_stay_short() {
    each("rs", |_, text| {
        let lines = text.lines().count();
        (lines > MOST_LINES).then(|| format!("{lines} lines, at most {MOST_LINES}"))
    });
}

#[test]
fn orders_are_total() {
    each("rs", |name, text| {
        // This file names what it bans.
        let banned = name != "tests/tidy.rs" && text.contains(".partial_cmp(");
        banned.then(|| "use total_cmp".to_owned())
    });
}

#[test]
fn nothing_is_left_behind() {
    let marks = ["TODO", "FIXME", "todo!(", "unimplemented!("];
    for extension in ["rs", "proto", "md", "toml", "py", "yaml"] {
        each(extension, |name, text| {
            let lines = text.lines().enumerate().filter(|(_, line)| {
                name != "tests/tidy.rs" && marks.iter().any(|mark| line.contains(mark))
            });
            let lines: Vec<String> = lines.map(|(index, _)| (index + 1).to_string()).collect();
            (!lines.is_empty()).then(|| format!("lines {}", lines.join(", ")))
        });
    }
}

/// A name says what is in the room; these say that nobody knew.
#[test]
fn rooms_have_telling_names() {
    let banned = ["common", "helper", "helpers", "misc", "util", "utils"];
    each("rs", |name, _| {
        let mut rooms = name.split(['/', '.']);
        rooms.find(|room| banned.contains(room)).map(|room| format!("is in a room called {room}"))
    });
}

/// Every source file begins by saying what it is for, at the latest in its parent's tour; crates
/// say it in their first line.
#[test]
fn crates_open_with_a_promise() {
    each("rs", |name, text| {
        let opens = name.ends_with("src/lib.rs") || name.ends_with("src/main.rs");
        (opens && !text.starts_with("//! ")).then(|| "no doc comment at its head".to_owned())
    });
}
