use std::{
    collections::BTreeMap,
    fs,
    io::{self, IsTerminal as _, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use serde::Serialize;

use crate::{
    args::{CheckArgs, InfoFormat},
    check::{FILE_NAME, Form, Misread, Rules, Violation, judge, pieces},
    failure::Failure,
    output::Output,
    render::{json, layout::printable},
};

/// What a check found.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Report {
    file_count: usize,
    violations: Vec<Told>,
}

/// A broken rule with the name of its file.
#[derive(Serialize)]
struct Told {
    file: String,
    line: usize,
    rule: &'static str,
    message: String,
}

/// Checks files against the rules of the house; fails when one is broken.
pub(super) fn run(args: &CheckArgs) -> Result<ExitCode, Failure> {
    let named = args.rules.as_deref().map(read_rules).transpose()?;
    // Files of one folder have the same rules.
    let mut found: BTreeMap<PathBuf, Rules> = BTreeMap::new();
    let mut violations = Vec::new();
    for file in &args.files {
        let broken = match fs::read_to_string(file) {
            Ok(text) => {
                let rules = match &named {
                    Some(rules) => rules,
                    None => rules_of(file, &mut found)?,
                };
                check(file, &text, rules)
            }
            // The others are checked all the same.
            Err(error) => {
                vec![Violation { line: 1, rule: "unreadable", message: error.to_string() }]
            }
        };
        let name = file.display().to_string();
        violations.extend(broken.into_iter().map(|violation| Told {
            file: name.clone(),
            line: violation.line,
            rule: violation.rule,
            message: violation.message,
        }));
    }
    let is_clean = violations.is_empty();
    let report = Report { file_count: args.files.len(), violations };
    let default = if io::stdout().is_terminal() { InfoFormat::Table } else { InfoFormat::Json };
    let mut output = Output::open(None)?;
    output.write_with(|out| match args.format.unwrap_or(default) {
        InfoFormat::Table => table(out, &report),
        InfoFormat::Json => json::pretty(out, &report),
    })?;
    output.finish()?;
    Ok(if is_clean { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// What is wrong with a file; that it cannot be read as its form is a rule too.
fn check(file: &Path, text: &str, rules: &Rules) -> Vec<Violation> {
    let is_json = file.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"));
    let form = if is_json { Form::Json } else { Form::Markdown };
    let misread =
        |line: usize, message: String| vec![Violation { line, rule: "front-matter", message }];
    match pieces(text, form) {
        Err(Misread { line, message }) => misread(line, message),
        Ok(None) if rules.allow_plain => Vec::new(),
        Ok(None) => misread(1, "there is no front matter".to_owned()),
        Ok(Some(found)) => found.iter().flat_map(|piece| judge(piece, rules)).collect(),
    }
}

/// The rules that lie nearest above a file, or the defaults.
fn rules_of<'a>(
    file: &Path,
    found: &'a mut BTreeMap<PathBuf, Rules>,
) -> Result<&'a Rules, Failure> {
    let whole = file.canonicalize().map_err(|error| Failure::io(file.display(), &error))?;
    let folder = whole.parent().unwrap_or(Path::new("/")).to_owned();
    if !found.contains_key(&folder) {
        let path =
            folder.ancestors().map(|above| above.join(FILE_NAME)).find(|path| path.is_file());
        let rules = path.as_deref().map(read_rules).transpose()?.unwrap_or_default();
        found.insert(folder.clone(), rules);
    }
    Ok(found.entry(folder).or_default())
}

fn read_rules(path: &Path) -> Result<Rules, Failure> {
    let text = fs::read_to_string(path).map_err(|error| error.to_string());
    text.and_then(|text| Rules::read(&text))
        .map_err(|error| Failure::Usage(format!("{}: {}", path.display(), error.trim())))
}

/// A row for each broken rule, as compilers write them.
fn table(out: &mut dyn Write, report: &Report) -> io::Result<()> {
    for Told { file, line, rule, message } in &report.violations {
        writeln!(out, "{}:{line}: {rule}: {}", printable(file), printable(message))?;
    }
    let count = |count: usize, one: &str, many: &str| {
        format!("{count} {}", if count == 1 { one } else { many })
    };
    writeln!(
        out,
        "{}, {}",
        count(report.file_count, "file", "files"),
        count(report.violations.len(), "broken rule", "broken rules"),
    )
}
