//! Corpora: counted, put together, looked at, laid over the background, swapped while serving.

use std::{
    fs,
    time::{Duration, Instant},
};

use serde_json::{Value, json};

use crate::support::{ARTICLE, Scratch, Served, run, run_with_input, stderr_of, stdout_of};

/// Texts of which every third has 秋粮, and each has names of its own.
fn texts(range: std::ops::Range<usize>) -> String {
    let record = |number: usize| {
        let text = if number.is_multiple_of(3) {
            "秋粮收购进展顺利。"
        } else {
            "粮库备好仓容。"
        };
        let text = format!("{text}编号是a{number} b{number} c{number} d{number}。");
        json!({"id": number, "title": "食品安全", "text": text}).to_string()
    };
    range.map(|number| record(number) + "\n").collect()
}

fn json_of(arguments: &[&str]) -> Value {
    serde_json::from_str(&stdout_of(run(arguments.iter().copied()))).unwrap()
}

/// How many documents have each of the most frequent terms.
fn top(file: &str, limit: &str) -> Vec<(String, u64)> {
    let terms = json_of(&["corpus", "top", file, "--limit", limit]);
    let terms = terms.as_array().unwrap().iter();
    terms
        .map(|term| {
            let count = term["documentFrequency"].as_u64().unwrap();
            (term["term"].as_str().unwrap().to_owned(), count)
        })
        .collect()
}

fn build(scratch: &Scratch, name: &str, label: &str, range: std::ops::Range<usize>) -> String {
    let input = scratch.file(&format!("{name}.jsonl"), texts(range));
    let output = scratch.path(name);
    let arguments = ["corpus", "build", &input, "-o", &output, "--label", label];
    assert!(stdout_of(run([&arguments[..], &["--min-documents", "1"]].concat())).is_empty());
    output
}

#[test]
fn threads_and_memory_change_nothing() {
    let scratch = Scratch::new("corpus_build");
    let input = scratch.file("in.jsonl", texts(0..3000));
    let mut files = Vec::new();
    for (threads, memory) in [("1", "1024"), ("3", "1024"), ("3", "1")] {
        let output = scratch.path("out.tiyaodf");
        let arguments = ["corpus", "build", &input, "-o", &output, "--min-documents", "1"];
        let more = ["--threads", threads, "--memory", memory];
        stdout_of(run([&arguments[..], &more].concat()));
        files.push(fs::read(&output).unwrap());
    }
    assert!(files.windows(2).all(|pair| pair[0] == pair[1]));
    assert_eq!(scratch.names(), ["in.jsonl", "out.tiyaodf"]);

    let output = scratch.path("out.tiyaodf");
    let stats = json_of(&["corpus", "stats", &output]);
    assert_eq!((&stats["name"], &stats["version"]), (&json!("out"), &json!("1")));
    assert_eq!(stats["documentCount"], 3000);
    assert_eq!(stats["sources"], json!([{"name": "in.jsonl", "documentCount": 3000}]));
    let found = top(&output, "200");
    let of = |wanted: &str| found.iter().find(|(term, _)| term == wanted).map(|&(_, n)| n);
    assert_eq!(of("食品安全"), Some(3000));
    assert_eq!((of("秋粮收购"), of("仓容")), (Some(1000), Some(2000)));
    assert!(found.is_sorted_by_key(|&(_, n)| std::cmp::Reverse(n)));
}

#[test]
fn rare_terms_are_left_out_and_bad_lines_told() {
    let scratch = Scratch::new("corpus_bad_lines");
    let output = scratch.path("out.tiyaodf");
    let input = texts(0..2) + "no record\n" + &texts(2..4) + "{\"title\":\"无\"}\n";
    let outcome = run_with_input(
        ["corpus", "build", "-", "-o", &output, "--min-documents", "4"],
        input.as_bytes(),
    );
    assert_eq!(outcome.status.code(), Some(3));
    let told = stderr_of(&outcome);
    assert!(told.contains("error: standard input:3: not a record"), "{told}");
    assert!(told.contains("error: standard input:6: text: missing"), "{told}");
    assert!(told.ends_with("error: 2 of 6 records failed\n"), "{told}");
    assert!(top(&output, "50").iter().all(|&(_, n)| n == 4));
}

#[test]
fn parts_merge_to_the_whole() {
    let scratch = Scratch::new("corpus_merge");
    let first = build(&scratch, "a.tiyaodf", "a/1", 0..40);
    let second = build(&scratch, "b.tiyaodf", "b/1", 40..90);
    let whole = build(&scratch, "c.tiyaodf", "c/1", 0..90);
    let merged = scratch.path("merged.tiyaodf");
    stdout_of(run(["corpus", "merge", &first, &second, "-o", &merged, "--min-documents", "1"]));
    assert_eq!(top(&merged, "1000"), top(&whole, "1000"));
    let stats = json_of(&["corpus", "stats", &merged]);
    assert_eq!(stats["sources"][1], json!({"name": "b.tiyaodf.jsonl", "documentCount": 50}));
}

#[test]
fn files_that_are_no_snapshots_are_refused() {
    let scratch = Scratch::new("corpus_refused");
    let sound = build(&scratch, "a.tiyaodf", "a/1", 0..9);
    let mut bytes = fs::read(&sound).unwrap();
    *bytes.last_mut().unwrap() ^= 1;
    let damaged = scratch.file("damaged.tiyaodf", &bytes);
    let cut = scratch.file("cut.tiyaodf", &bytes[..bytes.len() / 2]);
    let article = scratch.file("article.txt", ARTICLE);
    for (file, reason) in [
        (&damaged, "the snapshot is damaged: its checksum is wrong"),
        (&cut, "the snapshot ends too early"),
        (&article, "not a snapshot of document frequencies"),
    ] {
        for arguments in [
            vec!["corpus", "stats", file],
            vec!["corpus", "top", file],
            vec!["corpus", "merge", &sound, file, "-o", &sound],
            vec!["keywords", &article, "--corpus", file],
        ] {
            let outcome = run(arguments.iter().copied());
            let told = stderr_of(&outcome);
            let code = if arguments[1] == "merge" { Some(2) } else { Some(1) };
            assert_eq!(outcome.status.code(), code, "{arguments:?}: {told}");
            assert!(arguments[1] == "merge" || told.contains(reason), "{arguments:?}: {told}");
        }
    }
}

#[test]
fn own_corpora_weigh_in_and_are_named() {
    let scratch = Scratch::new("corpus_own");
    // 秋粮 is in every text: nothing that tells one from another
    let records: String =
        (0..50).map(|id| json!({"id": id, "text": "秋粮收购。"}).to_string() + "\n").collect();
    let input = scratch.file("in.jsonl", records);
    let own = scratch.path("weekly.tiyaodf");
    stdout_of(run(["corpus", "build", &input, "-o", &own, "--label", "weekly/7"]));
    let article =
        scratch.file("article.txt", "秋粮收购。\n今年秋粮收购价格平稳。质检员检验秋粮水分。");
    let rarity = |more: &[&str]| {
        let arguments = ["keywords", &article, "--method", "tf-idf", "--keywords", "20"];
        let answer = json_of(&[&arguments[..], more].concat());
        let keywords = answer["keywords"].as_array().unwrap();
        let found = keywords.iter().find(|keyword| keyword["text"] == "秋粮").unwrap();
        let rarity = found["evidence"]["inverseDocumentFrequency"].as_f64().unwrap();
        (rarity, answer["provenance"]["corpusVersion"].as_str().unwrap().to_owned())
    };
    let (alone, version) = rarity(&[]);
    assert!(!version.contains("weekly"));
    let (mixed, version) = rarity(&["--corpus", &format!("{own}@0.5")]);
    assert!(mixed < alone / 2.0, "{mixed} of {alone}");
    assert!(version.contains("weekly/7#") && version.ends_with("@0.5"), "{version}");

    let refused = run(["info", "--corpus", &own, "--server", "http://127.0.0.1:1"]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(stderr_of(&refused).starts_with("error: --corpus: a server has its own corpora"));
}

/// Asks the server until its corpora are these, and fails when they never are.
fn await_corpora(url: &str, expected: &[&str]) {
    let begun = Instant::now();
    loop {
        let info = json_of(&["info", "--server", url]);
        let corpora = info["corpora"].as_array().unwrap().iter();
        let found: Vec<String> = corpora
            .map(|corpus| {
                [&corpus["name"], &corpus["version"]].map(|v| v.as_str().unwrap()).join("/")
            })
            .filter(|label| label.starts_with("weekly"))
            .collect();
        if found == expected {
            return;
        }
        assert!(begun.elapsed() < Duration::from_mins(1), "{found:?}, not {expected:?}");
    }
}

#[test]
fn a_server_swaps_corpora_in() {
    let scratch = Scratch::new("corpus_served");
    let one = build(&scratch, "one", "weekly/1", 0..9);
    let two = build(&scratch, "two", "weekly/2", 0..12);
    let folder = scratch.path("corpora");
    fs::create_dir(&folder).unwrap();
    let target = format!("{folder}/weekly.tiyaodf");
    fs::rename(&one, &target).unwrap();
    let served = Served::start_with(&["--corpora", &folder]);
    await_corpora(&served.url, &["weekly/1"]);
    fs::write(format!("{folder}/broken.tiyaodf"), b"tiyaodf\0").unwrap();
    fs::rename(&two, &target).unwrap();
    await_corpora(&served.url, &["weekly/2"]);
    fs::remove_file(&target).unwrap();
    await_corpora(&served.url, &[]);
    let (status, log) = served.stop("-INT");
    assert!(status.success(), "{log}");
    assert!(log.contains("corpus refused file=\"broken.tiyaodf\""), "{log}");
    assert!(log.contains("corpora changed"), "{log}");

    let missing = run(["serve", "--listen", "127.0.0.1:0", "--corpora", &scratch.path("none")]);
    assert_eq!(missing.status.code(), Some(2));
    assert!(stderr_of(&missing).starts_with("error: --corpora: corpora.folder: "));
}
