//! Words that jieba does not know: told by an issue, and by a corpus of one's own.

use std::fs;

use serde_json::{Value, json};

use crate::support::{Scratch, Served, run, run_with_input, stdout_of};

/// Texts of which every third has 蝤蠓, with `count` of them in all.
fn records(count: usize) -> String {
    let beside = [("塘里的", "长得快"), ("和", "一同上市"), ("以", "为主"), ("是", "的产地")];
    let record = |number: usize| {
        let (before, behind) = beside[number / 3 % beside.len()];
        let middle = if number.is_multiple_of(3) { "蝤蠓" } else { "小虾" };
        let text =
            format!("农户介绍{before}{middle}{behind}。编号是a{number} b{number} c{number}。");
        json!({"id": number, "text": text}).to_string()
    };
    (0..count).map(|number| record(number) + "\n").collect()
}

fn json_of(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout_of(run(arguments.iter().copied()))).unwrap()
}

#[test]
fn a_corpus_finds_words_and_an_article_is_read_by_them() {
    let scratch = Scratch::new("found_words_corpus");
    let input = scratch.file("in.jsonl", records(3000));
    let own = scratch.path("own.tiyaodf");
    let mut files = Vec::new();
    for (threads, memory) in [("1", "1024"), ("3", "1024"), ("3", "1")] {
        let arguments = ["corpus", "build", &input, "-o", &own];
        stdout_of(run([&arguments[..], &["--threads", threads, "--memory", memory]].concat()));
        files.push(fs::read(&own).unwrap());
    }
    assert!(files.windows(2).all(|pair| pair[0] == pair[1]));
    let top = json_of(&["corpus", "top", &own, "--limit", "500"]);
    let found: Vec<&Value> = top
        .as_array()
        .unwrap()
        .iter()
        .filter(|term| term["term"].as_str().unwrap().contains(' '))
        .filter(|term| !term["term"].as_str().unwrap().is_ascii())
        .collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(
        (&found[0]["term"], &found[0]["documentFrequency"]),
        (&json!("蝤 蠓"), &json!(1000))
    );

    let body = "协会为农户办培训班，讲的是蝤蠓的习性。";
    let article = scratch.file("article.txt", body);
    let words = |more: &[&str]| {
        let arguments = ["keywords", &article, "--keywords", "20", "--format", "json"];
        let answer = json_of(&[&arguments[..], more].concat());
        let keywords = answer["keywords"].as_array().unwrap().clone();
        keywords.into_iter().find(|keyword| keyword["text"] == "蝤蠓")
    };
    assert!(words(&[]).is_none());
    let word = words(&["--corpus", &own]).unwrap();
    let span = &word["occurrences"][0]["spans"][0];
    let edge = |name: &str| usize::try_from(span[name].as_u64().unwrap()).unwrap();
    assert_eq!(body.get(edge("start")..edge("end")), Some("蝤蠓"));
}

#[test]
fn an_issue_finds_words_whoever_is_asked() {
    let articles = [
        ("河口村的新生意", "何水生", "农户在塘里放养小虾，也试着养起了蝤蠓。合作社统一收购。"),
        ("海鲜市场设检测台", "吴海平", "市场管理员介绍，顾客问得最多的是蝤蠓的产地。"),
        ("厨师比赛在礼堂举行", "郑味真", "评委认为，把蝤蠓和米酒同蒸最有地方特色。"),
    ];
    let contents = articles.iter().zip(1..);
    let contents =
        contents.map(|((title, author, _), page)| format!("{page} {title}\n\n| {author}\n\n"));
    let bodies = articles.iter();
    let bodies = bodies.map(|(title, author, body)| format!("{title}\n\n{author}\n\n{body}\n\n"));
    let issue: String =
        std::iter::once("目录 CONTENTS\n\n".to_owned()).chain(contents).chain(bodies).collect();
    let scratch = Scratch::new("found_words_issue");
    let file = scratch.file("issue.txt", &issue);
    let arguments = ["issue", &file, "--keywords", "20", "--format", "json"];
    let embedded = stdout_of(run(arguments));
    let served = Served::start();
    let asked = [&arguments[..], &["--server", &served.url]].concat();
    assert_eq!(stdout_of(run(asked)), embedded);
    let record = json!({"id": "issue.txt", "text": issue}).to_string();
    let batch = run_with_input(["batch", "issues", "-", "--keywords", "20"], record.as_bytes());
    let [embedded, batch]: [Value; 2] =
        [embedded, stdout_of(batch)].map(|answer| serde_json::from_str(&answer).unwrap());
    let keywords = |issue: &Value| -> Vec<Value> {
        let issue = issue.get("issue").unwrap_or(issue);
        issue["articles"].as_array().unwrap().iter().map(|a| a["keywords"].clone()).collect()
    };
    assert_eq!(keywords(&embedded), keywords(&batch));
    let found = keywords(&embedded);
    assert_eq!(found.len(), 3);
    for keywords in found {
        let texts: Vec<&str> =
            keywords.as_array().unwrap().iter().map(|k| k["text"].as_str().unwrap()).collect();
        assert!(texts.contains(&"蝤蠓"), "{texts:?}");
    }
}
