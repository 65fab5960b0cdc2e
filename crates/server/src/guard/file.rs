use std::{fmt, time::Instant};

use serde::Deserialize;
use toml::Spanned;

use super::{Caller, Role, quota::Allowance, token::TokenHash};

/// What is wrong with a file of tokens: every fault, each with its line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TokenFaults(pub(super) Vec<(usize, String)>);

impl fmt::Display for TokenFaults {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, (line, fault)) in self.0.iter().enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            write!(f, "{separator}line {line}: {fault}")?;
        }
        Ok(())
    }
}

impl std::error::Error for TokenFaults {}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    token: Vec<Entry>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: Spanned<String>,
    sha256: Spanned<String>,
    role: Spanned<String>,
    calls_per_minute: Option<u32>,
    bytes_per_minute: Option<u32>,
}

/// Reads the callers in a file of tokens.
pub(super) fn parse(text: &str, now: Instant) -> Result<Vec<Caller>, TokenFaults> {
    let line_of =
        |offset: usize| 1 + text.bytes().take(offset).filter(|byte| *byte == b'\n').count();
    let file: File = toml::from_str(text).map_err(|error| {
        let line = error.span().map_or(1, |span| line_of(span.start));
        TokenFaults(vec![(line, error.message().to_owned())])
    })?;
    let mut faults = Vec::new();
    let mut callers: Vec<Caller> = Vec::new();
    for entry in file.token {
        let mut fault =
            |at: &Spanned<String>, rule: String| faults.push((line_of(at.span().start), rule));
        let name = entry.name.get_ref();
        let printable = !name.is_empty() && name.len() <= 64 && !name.contains(char::is_control);
        if !printable {
            fault(&entry.name, "name: from 1 to 64 bytes, none a control character".to_owned());
        }
        if callers.iter().any(|caller| *caller.name == **name) {
            fault(&entry.name, format!("name: {name} is there twice"));
        }
        // Never the value: a token that was put here in place of its hash must not reach a log.
        let hash = TokenHash::parse(entry.sha256.get_ref());
        if hash.is_none() {
            fault(&entry.sha256, "sha256: not 64 hexadecimal digits".to_owned());
        }
        if hash.is_some_and(|hash| callers.iter().any(|caller| caller.hash == hash)) {
            fault(&entry.sha256, "sha256: is there twice".to_owned());
        }
        let role = Role::parse(entry.role.get_ref());
        if role.is_none() {
            fault(&entry.role, "role: analyze, manage or admin".to_owned());
        }
        if let (Some(hash), Some(role)) = (hash, role) {
            callers.push(Caller {
                name: name.as_str().into(),
                hash,
                role,
                calls: entry.calls_per_minute.map(|limit| Allowance::new(limit, now)),
                bytes: entry.bytes_per_minute.map(|limit| Allowance::new(limit, now)),
            });
        }
    }
    if faults.is_empty() { Ok(callers) } else { Err(TokenFaults(faults)) }
}

#[cfg(test)]
mod tests {
    use std::time::Instant;

    use super::parse;
    use crate::guard::{Role, Token};

    fn check(text: &str, expected: &[&str]) {
        let faults = parse(text, Instant::now()).err().map(|faults| faults.0).unwrap_or_default();
        let faults: Vec<String> =
            faults.into_iter().map(|(line, fault)| format!("{line} {fault}")).collect();
        assert_eq!(faults, expected, "{text}");
    }

    #[test]
    fn callers_are_read() {
        let hash = Token::of([1; 32]).hash();
        let text = format!(
            "[[token]]\nname = \"desk\"\nsha256 = \"{hash}\"\nrole = \"manage\"\ncalls_per_minute = 6\n"
        );
        let callers = parse(&text, Instant::now()).unwrap();
        assert_eq!(&*callers[0].name, "desk");
        assert_eq!(callers[0].role, Role::Manage);
        assert_eq!(callers[0].calls.as_ref().map(super::Allowance::per_minute), Some(6));
        assert!(callers[0].bytes.is_none());
        assert!(parse("", Instant::now()).unwrap().is_empty());
    }

    #[test]
    fn all_faults_are_told_and_no_secret() {
        let secret = Token::of([2; 32]);
        let text =
            format!("[[token]]\nname = \"\"\nsha256 = \"{}\"\nrole = \"root\"\n", secret.reveal());
        check(
            &text,
            &[
                "2 name: from 1 to 64 bytes, none a control character",
                "3 sha256: not 64 hexadecimal digits",
                "4 role: analyze, manage or admin",
            ],
        );
        let hash = secret.hash();
        let one = format!("[[token]]\nname = \"a\"\nsha256 = \"{hash}\"\nrole = \"admin\"\n");
        check(&format!("{one}{one}"), &["6 name: a is there twice", "7 sha256: is there twice"]);
    }
}
