//! The book in `docs/` and the README: every command on a page is run, in its order, and must answer
//! what the page says.
//!
//! A block ```` ```console ```` holds commands after `$ `, continued after `> `, each with what it
//! answers; a line `…` stands for any lines. Commands of a page share a folder with the project's
//! `seeds` in it, and a server if one speaks to it. With `TIYAO_WRITE=1` the pages are written anew
//! where no `…` stands. A failure is written only where the page tells one already, by `(exit code N)`,
//! and what the shell says against a command is nowhere its answer.
#![cfg(feature = "embedded")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails where it stands"
)]

mod page;
mod shell;

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use crate::{page::Page, shell::Shell};

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().unwrap()
}

/// Runs all commands of a page.
fn check(name: &str) {
    let path = root().join(name);
    let text = fs::read_to_string(&path).unwrap();
    let mut page = Page::parse(&text);
    assert!(page.commands().next().is_some(), "{name} has no command");
    let mut shell = Shell::in_folder(&name.replace('/', "-"), &root().join("seeds"));
    let mut faults = Vec::new();
    let write = env::var_os("TIYAO_WRITE").is_some();
    for command in page.commands_mut() {
        let answer = shell.run(&command.text);
        let (line, text, expected) = (command.line, &command.text, &command.expected);
        if let Some(slip) = command.slip(&answer) {
            faults.push(format!("{name}:{line}: $ {text}\n--- {slip}\n{answer}"));
        } else if write && !command.is_elided() {
            command.expected = answer;
        } else if !command.matches(&answer) {
            faults.push(format!(
                "{name}:{line}: $ {text}\n--- expected\n{expected}--- found\n{answer}"
            ));
        }
    }
    if write {
        fs::write(&path, page.to_string()).unwrap();
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn tutorial() {
    check("docs/tutorial.md");
}

#[test]
fn keywords() {
    check("docs/guides/keywords.md");
}

#[test]
fn summaries() {
    check("docs/guides/summaries.md");
}

#[test]
fn archives() {
    check("docs/guides/archives.md");
}

#[test]
fn method() {
    check("docs/method.md");
}

#[test]
fn exports() {
    check("docs/exports.md");
}

#[test]
fn house_rules() {
    check("docs/check.md");
}

#[test]
fn watching() {
    check("docs/watch.md");
}

#[test]
fn json_over_http() {
    check("docs/http.md");
}

#[test]
fn editors_tools() {
    check("docs/desks.md");
}

#[test]
fn commands() {
    check("docs/reference/commands.md");
}

/// What is done on a server's machine, whose services and folders a test has not.
const OF_A_MACHINE: &str = "operations.md";

/// A command outside a console block would be run by nobody.
#[test]
fn no_command_stands_elsewhere() {
    for path in pages().into_iter().filter(|path| !path.ends_with(OF_A_MACHINE)) {
        let text = fs::read_to_string(&path).unwrap();
        for (line, text) in Page::parse(&text).unchecked() {
            let command = text.strip_prefix("$ ").unwrap_or(text);
            let is_ours = ["tiyao ", "curl "].iter().any(|start| command.starts_with(start));
            assert!(!is_ours, "{}:{line}: {text}", path.display());
        }
    }
}

/// What the summary lists is there, and all that is there is listed.
#[test]
fn the_summary_lists_every_page() {
    let docs = root().join("docs");
    let summary = fs::read_to_string(docs.join("SUMMARY.md")).unwrap();
    let links = summary.split("](").skip(1).filter_map(|rest| rest.split(')').next());
    let mut listed: Vec<PathBuf> =
        links.map(|link| docs.join(link).canonicalize().unwrap()).collect();
    let mut there = pages();
    there.retain(|path| !path.ends_with("SUMMARY.md"));
    listed.sort();
    there.sort();
    assert_eq!(listed, there);
}

/// All pages of the book.
fn pages() -> Vec<PathBuf> {
    let mut folders = vec![root().join("docs")];
    let mut pages = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "md") {
                pages.push(path);
            }
        }
    }
    pages
}
