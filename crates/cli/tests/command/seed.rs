//! The sample issue comes out of the command as its gold answer says, field by field.

use std::{fs, path::PathBuf};

use serde_json::{Map, Value};

use crate::support::{run, stdout_of};

fn seed(name: &str) -> PathBuf {
    [env!("CARGO_MANIFEST_DIR"), "..", "..", "seeds", name].iter().collect()
}

fn gold() -> Value {
    let text = fs::read_to_string(seed("market-regulation-2023-13.gold.json")).unwrap();
    serde_json::from_str(&text).unwrap()
}

fn analyzed() -> Value {
    let text = seed("market-regulation-2023-13.txt");
    let arguments = ["issue", text.to_str().unwrap(), "--format", "json"];
    serde_json::from_str(&stdout_of(run(arguments))).unwrap()
}

/// `total_number` as canonical JSON has it: `totalNumber`.
fn camel_case(name: &str) -> String {
    let mut words = name.split('_');
    let first = words.next().unwrap().to_owned();
    words.fold(first, |mut name, word| {
        let (initial, rest) = word.split_at_checked(1).unwrap();
        name.push_str(&initial.to_uppercase());
        name.push_str(rest);
        name
    })
}

/// `LatinInHanWord` or `editorial_note` as an enum's name ends: `LATIN_IN_HAN_WORD`.
fn enum_suffix(name: &str) -> String {
    let mut suffix = String::new();
    for character in name.chars() {
        if character.is_ascii_uppercase() && !suffix.is_empty() {
            suffix.push('_');
        }
        suffix.push(character.to_ascii_uppercase());
    }
    suffix
}

/// In the contract a number that is not known is 0, and an empty message is absent.
fn is_default(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Number(number) => number.as_u64() == Some(0),
        Value::Array(items) => items.is_empty(),
        Value::Bool(_) | Value::Object(_) => false,
    }
}

/// Every field of the gold is found, and is the same.
#[track_caller]
fn check(found: &Value, gold: &Value, path: &str) {
    match gold {
        Value::Object(fields) => {
            for (name, value) in fields {
                check(&found[camel_case(name)], value, &format!("{path}.{name}"));
            }
        }
        Value::Array(items) if !items.is_empty() => {
            let found = found.as_array().unwrap_or_else(|| panic!("{path} is missing"));
            assert_eq!(found.len(), items.len(), "{path}");
            for (index, (found, item)) in found.iter().zip(items).enumerate() {
                check(found, item, &format!("{path}[{index}]"));
            }
        }
        Value::String(name) if path.rsplit('.').next() == Some("kind") => {
            let found = found.as_str().unwrap();
            assert!(found.ends_with(&format!("_KIND_{}", enum_suffix(name))), "{path}: {found}");
        }
        Value::Null => assert!(is_default(found), "{path} is {found}, should be unknown"),
        _ if found.is_null() => assert!(is_default(gold), "{path} is missing, should be {gold}"),
        _ => assert_eq!(found, gold, "{path}"),
    }
}

/// Code, text and suggestion of each remark, sorted.
fn remarks(issue: &Value) -> Vec<[String; 3]> {
    let text = fs::read(seed("market-regulation-2023-13.txt")).unwrap();
    let cut = |span: &Value| {
        let offset = |name: &str| usize::try_from(span[name].as_u64().unwrap_or(0)).unwrap();
        String::from_utf8(text[offset("start")..offset("end")].to_vec()).unwrap()
    };
    let one_line = |text: String| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let remark = |remark: &Value| {
        let code = remark["code"].as_str().unwrap();
        let spans = remark["spans"].as_array().map(Vec::as_slice).unwrap_or_default();
        let parts: Vec<String> = spans.iter().map(cut).collect();
        let suggestion = remark["suggestion"].as_str().unwrap_or_default();
        [
            code.strip_prefix("DIAGNOSTIC_CODE_").unwrap().to_owned(),
            one_line(parts.join(" ")),
            suggestion.to_owned(),
        ]
    };
    let mut remarks: Vec<_> = issue["diagnostics"].as_array().unwrap().iter().map(remark).collect();
    remarks.sort();
    remarks
}

fn gold_remarks() -> Vec<[String; 3]> {
    let field = |remark: &Value, name: &str| remark[name].as_str().unwrap().to_owned();
    let gold = gold();
    let remarks = gold["diagnostics"].as_array().unwrap().iter();
    let mut remarks: Vec<_> = remarks
        .map(|remark| {
            let code = enum_suffix(&field(remark, "code"));
            [code, field(remark, "text"), field(remark, "suggestion")]
        })
        .collect();
    remarks.sort();
    remarks
}

#[test]
fn the_sample_issue_is_its_gold_answer() {
    let (found, gold) = (analyzed(), gold());
    let mut fields: Map<String, Value> = gold.as_object().unwrap().clone();
    // The name of the file that the gold is of, and what has to be looked up in it.
    fields.retain(|name, _| name != "text" && name != "diagnostics");
    assert_eq!(fields["contents"].as_array().unwrap().len(), 45);
    assert_eq!(fields["articles"].as_array().unwrap().len(), 14);
    check(&found, &Value::Object(fields), "issue");
    assert_eq!(remarks(&found), gold_remarks());
}

#[test]
fn every_article_of_it_has_keywords_and_a_summary() {
    let found = analyzed();
    for article in found["articles"].as_array().unwrap() {
        let title = &article["title"];
        let keywords = article["keywords"].as_array().map_or(0, Vec::len);
        assert!((3..=8).contains(&keywords), "{title}: {keywords} keywords");
        let sentences = article["summary"]["sentences"].as_array().map_or(0, Vec::len);
        assert!(sentences > 0, "{title} has no summary");
    }
}
