//! A page of Markdown, with the commands in it.

use std::fmt;

/// A page as it was read.
pub(crate) struct Page {
    parts: Vec<Part>,
}

enum Part {
    Line { number: usize, text: String, fenced: bool },
    Command(Command),
}

/// A command, and what it answers.
pub(crate) struct Command {
    /// Line of the page, from 1.
    pub(crate) line: usize,
    /// As a shell reads it.
    pub(crate) text: String,
    /// Whole lines.
    pub(crate) expected: String,
}

impl Command {
    /// Why an answer is none for a page: the shell itself complains of the command, or it failed and
    /// the page does not say so.
    pub(crate) fn slip(&self, answer: &str) -> Option<&'static str> {
        if answer.lines().any(|line| line.starts_with("bash: ")) {
            return Some("the shell does not understand the command");
        }
        let announced = self.expected.lines().any(is_failure);
        let failed = answer.lines().next_back().is_some_and(is_failure);
        (failed && !announced).then_some("it failed, which the page does not announce")
    }

    /// Whether some of the answer is left out.
    pub(crate) fn is_elided(&self) -> bool {
        self.expected.lines().any(|line| line == "…")
    }

    /// Whether the answer is the expected one, with any lines where `…` stands.
    pub(crate) fn matches(&self, answer: &str) -> bool {
        let mut pieces = vec![String::new()];
        for line in self.expected.lines() {
            if line == "…" {
                pieces.push(String::new());
            } else if let Some(piece) = pieces.last_mut() {
                piece.push_str(line);
                piece.push('\n');
            }
        }
        let [first, rest @ ..] = pieces.as_slice() else { return answer.is_empty() };
        let Some(mut left) = answer.strip_prefix(first.as_str()) else { return false };
        let Some((last, middle)) = rest.split_last() else { return left.is_empty() };
        for piece in middle {
            match left.split_once(piece.as_str()) {
                Some((_, after)) => left = after,
                None => return false,
            }
        }
        left.ends_with(last.as_str())
    }
}

/// How a page tells that a command failed.
pub(crate) const FAILURE: &str = "(exit code ";

fn is_failure(line: &str) -> bool {
    line.starts_with(FAILURE)
}

impl Page {
    pub(crate) fn parse(text: &str) -> Self {
        let mut parts: Vec<Part> = Vec::new();
        let mut fence: Option<bool> = None;
        for (number, line) in (1..).zip(text.lines()) {
            if line.trim_start().starts_with("```") {
                fence = if fence.is_some() { None } else { Some(line.trim() == "```console") };
            } else if fence == Some(true) {
                match (line.strip_prefix("$ "), parts.last_mut()) {
                    (Some(command), _) => {
                        let text = command.to_owned();
                        parts.push(Part::Command(Command {
                            line: number,
                            text,
                            expected: String::new(),
                        }));
                        continue;
                    }
                    (None, Some(Part::Command(command))) => {
                        match line.strip_prefix("> ") {
                            Some(more) if command.expected.is_empty() => {
                                command.text.push('\n');
                                command.text.push_str(more);
                            }
                            _ => {
                                command.expected.push_str(line);
                                command.expected.push('\n');
                            }
                        }
                        continue;
                    }
                    _ => panic!("line {number}: an answer without a command"),
                }
            }
            parts.push(Part::Line { number, text: line.to_owned(), fenced: fence.is_some() });
        }
        assert!(fence.is_none(), "a block is not closed");
        Self { parts }
    }

    pub(crate) fn commands(&self) -> impl Iterator<Item = &Command> {
        self.parts.iter().filter_map(|part| match part {
            Part::Command(command) => Some(command),
            Part::Line { .. } => None,
        })
    }

    pub(crate) fn commands_mut(&mut self) -> impl Iterator<Item = &mut Command> {
        self.parts.iter_mut().filter_map(|part| match part {
            Part::Command(command) => Some(command),
            Part::Line { .. } => None,
        })
    }

    /// Lines of blocks that are no console, with their numbers.
    pub(crate) fn unchecked(&self) -> impl Iterator<Item = (usize, &str)> {
        self.parts.iter().filter_map(|part| match part {
            Part::Line { number, text, fenced: true } => Some((*number, text.as_str())),
            _ => None,
        })
    }
}

impl fmt::Display for Page {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for part in &self.parts {
            match part {
                Part::Line { text, .. } => writeln!(f, "{text}")?,
                Part::Command(command) => {
                    writeln!(f, "$ {}", command.text.replace('\n', "\n> "))?;
                    f.write_str(&command.expected)?;
                }
            }
        }
        Ok(())
    }
}

#[test]
fn pages_are_written_as_they_were_read() {
    let text = "# A\n\n```console\n$ a \\\n>   b\nout\n\n$ c\n```\n\n```\nno command\n```\nend\n";
    let page = Page::parse(text);
    assert_eq!(page.to_string(), text);
    let commands: Vec<_> =
        page.commands().map(|one| (one.line, one.text.as_str(), one.expected.as_str())).collect();
    assert_eq!(commands, [(4, "a \\\n  b", "out\n\n"), (8, "c", "")]);
    let unchecked: Vec<_> = page.unchecked().map(|(_, text)| text).collect();
    assert!(unchecked.contains(&"no command") && !unchecked.contains(&"out"));
}

#[test]
fn answers_match_with_lines_left_out() {
    let check = |expected: &str, answer: &str, matches: bool| {
        let command = Command { line: 1, text: String::new(), expected: expected.to_owned() };
        assert_eq!(command.matches(answer), matches, "{expected:?} {answer:?}");
    };
    check("a\nb\n", "a\nb\n", true);
    check("a\nb\n", "a\nb\nc\n", false);
    check("a\n…\n", "a\nb\nc\n", true);
    check("…\nc\n", "a\nb\nc\n", true);
    check("a\n…\nb\n…\nd\n", "a\nx\nb\nd\n", true);
    check("a\n…\nd\n", "a\nb\nc\n", false);
    check("", "a\n", false);
}

#[test]
fn a_failure_is_written_only_where_it_is_announced() {
    let check = |expected: &str, answer: &str, is_slip: bool| {
        let command = Command { line: 1, text: String::new(), expected: expected.to_owned() };
        assert_eq!(command.slip(answer).is_some(), is_slip, "{expected:?} {answer:?}");
    };
    check("", "a\n", false);
    check("", "error: a\n(exit code 1)\n", true);
    check("(exit code 1)\n", "error: a\n(exit code 2)\n", false);
    check("", "bash: line 2: warning: here-document delimited by end-of-file\n", true);
    let recorded = "bash: line 1: tiyo: command not found\n(exit code 127)\n";
    check(recorded, recorded, true);
}
