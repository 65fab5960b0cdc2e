//! What breaks the rules.

use std::collections::BTreeSet;

use super::{
    count,
    piece::{Keywords, Piece},
    plain,
    rules::{AbstractRules, KeywordRules, Mode, Rules},
};

/// Marks that part keywords somewhere.
const SEPARATORS: [char; 7] = ['；', ';', '，', ',', '、', '|', '\t'];
/// Keywords that are looked at. Who has more is told of their number, and need not wait until each was
/// looked for in a long text.
const MOST_JUDGED: usize = 1000;
/// What ends a sentence.
const ENDS: [char; 6] = ['。', '！', '？', '!', '?', '\n'];

/// A rule that is broken, and where.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Violation {
    pub(crate) line: usize,
    pub(crate) rule: &'static str,
    pub(crate) message: String,
}

/// Everything in an article that breaks a rule, in the order of the lines.
pub(crate) fn judge(piece: &Piece, rules: &Rules) -> Vec<Violation> {
    let text = plain(&piece.text);
    let mut violations = keywords(piece, &text, &rules.keywords);
    violations.extend(abstracts(piece, &text, &rules.abstracts));
    violations.sort_by_key(|violation| violation.line);
    violations
}

fn broken(line: usize, rule: &'static str, message: String) -> Violation {
    Violation { line, rule, message }
}

fn keywords(piece: &Piece, text: &str, rules: &KeywordRules) -> Vec<Violation> {
    let (line, items, mut violations) = match &piece.keywords {
        None if rules.required => {
            return vec![broken(
                piece.line,
                "keywords-missing",
                "there are no keywords".to_owned(),
            )];
        }
        None => return Vec::new(),
        Some(Keywords::List(line, items)) => (*line, items.clone(), Vec::new()),
        Some(Keywords::Line(line, all)) => {
            let separator = if has_han(all) { &rules.separator } else { &rules.latin_separator };
            let items = all.split(separator.trim()).map(|item| (*line, item.trim().to_owned()));
            (*line, items.filter(|(_, item)| !item.is_empty()).collect(), Vec::new())
        }
    };
    let found = items.len();
    if found < rules.min || found > rules.max {
        let message = format!("{found} keywords, wanted {} to {}", rules.min, rules.max);
        violations.push(broken(line, "keywords-count", message));
    }
    let mut earlier: BTreeSet<String> = BTreeSet::new();
    for (line, item) in items.iter().take(MOST_JUDGED) {
        let length = count(item);
        if length < rules.min_characters || length > rules.max_characters {
            let (min, max) = (rules.min_characters, rules.max_characters);
            let message = format!("{item}: {length} characters, wanted {min} to {max}");
            violations.push(broken(*line, "keyword-length", message));
        }
        if item.contains(SEPARATORS) {
            let wanted = match &piece.keywords {
                Some(Keywords::Line(..)) if has_han(item) => rules.separator.trim(),
                Some(Keywords::Line(..)) => rules.latin_separator.trim(),
                _ => "an item for each",
            };
            let message = format!("{item}: keywords are parted by another mark, wanted {wanted}");
            violations.push(broken(*line, "keywords-separator", message));
        }
        let said = plain(item);
        if !earlier.insert(said.clone()) {
            violations.push(broken(
                *line,
                "keyword-repeated",
                format!("{item}: stands there twice"),
            ));
        }
        if rules.forbidden.iter().any(|term| plain(term) == said) {
            violations.push(broken(*line, "keyword-forbidden", format!("{item}: is forbidden")));
        }
        if rules.in_text && !text.is_empty() && !text.contains(&said) {
            let message = format!("{item}: is not in the text");
            violations.push(broken(*line, "keyword-not-in-text", message));
        }
    }
    violations
}

fn has_han(text: &str) -> bool {
    text.chars()
        .any(|character| matches!(character, '\u{3400}'..='\u{9fff}' | '\u{20000}'..='\u{3ffff}'))
}

fn abstracts(piece: &Piece, text: &str, rules: &AbstractRules) -> Vec<Violation> {
    let Some((line, found)) = piece.abstract_text.as_ref().filter(|(_, text)| count(text) > 0)
    else {
        let line = piece.abstract_text.as_ref().map_or(piece.line, |(line, _)| *line);
        let missing = || broken(line, "abstract-missing", "there is no abstract".to_owned());
        return rules.required.then(missing).into_iter().collect();
    };
    let mut violations = Vec::new();
    let mode = match &piece.mode {
        None => rules.mode,
        Some((line, name)) => Mode::named(name).unwrap_or_else(|| {
            let message = format!("{name}: wanted indicative, mixed or informative");
            violations.push(broken(*line, "abstract-mode", message));
            rules.mode
        }),
    };
    // The article's own mode is nearer than what the house sets for all.
    let own = piece.mode.is_some().then(|| mode.max_characters());
    let most = own.or(rules.max_characters).unwrap_or_else(|| mode.max_characters());
    let length = count(found);
    if length > most || length < rules.min_characters {
        let min = rules.min_characters;
        let message = format!("{length} characters, wanted {min} to {most} ({})", mode.name());
        violations.push(broken(*line, "abstract-length", message));
    }
    let said = plain(found);
    for term in rules.forbidden.iter().filter(|term| said.contains(&plain(term))) {
        violations.push(broken(*line, "abstract-forbidden", format!("{term}: is forbidden")));
    }
    if rules.in_text && !text.is_empty() {
        for sentence in found.split_inclusive(ENDS) {
            let wanted = plain(sentence.trim().trim_end_matches('…'));
            if !wanted.is_empty() && !text.contains(&wanted) {
                let message = format!("{}: is not in the text", sentence.trim());
                violations.push(broken(*line, "abstract-not-in-text", message));
            }
        }
    }
    violations
}

#[cfg(test)]
mod tests {
    use super::{
        super::piece::{Form, pieces},
        judge,
    };
    use crate::check::Rules;

    const BODY: &str = "今年夏粮收购进展顺利，各地粮库备好仓容。质检员在粮库门口检验水分。";

    #[track_caller]
    fn check(head: &str, rules: &str, expected: &[(usize, &str)]) {
        let text = format!("---\n{head}\n---\n\n{BODY}\n");
        let found = pieces(&text, Form::Markdown).unwrap().unwrap();
        let violations = judge(&found[0], &Rules::read(rules).unwrap());
        let told: Vec<_> =
            violations.iter().map(|violation| (violation.line, violation.rule)).collect();
        assert_eq!(told, expected, "{head}: {violations:?}");
    }

    #[test]
    fn keywords_of_a_house() {
        let good = "abstract: 甲。\nkeywords: 夏粮收购；粮库；仓容";
        check(good, "", &[]);
        check("abstract: 甲。", "", &[(1, "keywords-missing")]);
        check("abstract: 甲。", "keywords.required = false", &[]);
        check("abstract: 甲。\nkeywords: 粮库；仓容", "", &[(3, "keywords-count")]);
        check(
            "abstract: 甲。\nkeywords: 夏粮收购,粮库,仓容",
            "",
            &[(3, "keywords-count"), (3, "keywords-separator"), (3, "keyword-not-in-text")],
        );
        let list = "abstract: 甲。\nkeywords:\n  - 夏粮收购\n  - 粮库\n  - 粮 库\n  - 秋粮\n  - 粮";
        let repeated = [(6, "keyword-repeated"), (7, "keyword-not-in-text"), (8, "keyword-length")];
        check(list, "", &repeated);
        check(good, "keywords.forbidden = [\"粮库\"]", &[(3, "keyword-forbidden")]);
        check(good, "keywords.max = 2\nkeywords.min = 1", &[(3, "keywords-count")]);
        check(good, "keywords.max_characters = 3", &[(3, "keyword-length")]);
        check("abstract: 甲。\nkeywords: 夏粮收购、粮库、仓容", "keywords.separator = \"、\"", &[]);
        let endless = "粮库；".repeat(100_000);
        let text = format!("---\nabstract: 甲。\nkeywords: {endless}\n---\n\n{BODY}\n");
        let found = pieces(&text, Form::Markdown).unwrap().unwrap();
        assert_eq!(judge(&found[0], &Rules::default()).len(), 1 + 999);
    }

    #[test]
    fn abstracts_of_a_house() {
        let keywords = "keywords: [夏粮收购, 粮库, 仓容]";
        let with = |text: &str| format!("{keywords}\nabstract: {text}");
        check(keywords, "", &[(1, "abstract-missing")]);
        check(&with(""), "", &[(3, "abstract-missing")]);
        check(&with(&"粮".repeat(150)), "", &[]);
        check(&with(&"粮".repeat(151)), "", &[(3, "abstract-length")]);
        check(&with(&"粮".repeat(151)), "abstract.mode = \"mixed\"", &[]);
        check(&with(&"粮".repeat(151)), "abstract.max_characters = 200", &[]);
        let own = format!("{}\nabstract_mode: informative", with(&"粮".repeat(400)));
        check(&own, "abstract.max_characters = 10", &[]);
        check(&format!("{}\nabstract_mode: long", with("甲")), "", &[(4, "abstract-mode")]);
        check(
            &with("本文认为粮多。"),
            "abstract.forbidden = [\"本文\"]",
            &[(3, "abstract-forbidden")],
        );
        let verbatim = "abstract.in_text = true";
        check(&with("质检员在粮库门口检验水分。今年夏粮收购进展顺利……"), verbatim, &[]);
        check(&with("质检员在粮库门口。"), verbatim, &[(3, "abstract-not-in-text")]);
    }
}
