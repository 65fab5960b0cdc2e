//! How long work goes on after nobody waits for it any more: the longest time between two of its
//! checkpoints, in milliseconds, for the largest inputs that the limits allow.
//!
//! ```text
//! TIYAO_BENCH_JSONL=articles.jsonl cargo bench --package tiyao-server --bench stops
//! ```
//!
//! Each line of the file is an object with `text`. Without it the seed is repeated, which makes a
//! small vocabulary look large texts' due.

#![allow(
    missing_docs,
    clippy::expect_used,
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a measurement fails where it stands and prints what it found"
)]

#[path = "../tests/stops/sources.rs"]
mod sources;

use std::{
    cell::{Cell, RefCell},
    env, fs,
    hint::black_box,
    rc::Rc,
    time::{Duration, Instant},
};

use tiyao_analysis::{DigestOptions, KeywordMethod, KeywordOptions, Manuscript, SummaryOptions};
use tiyao_corpus::Background;
use tiyao_server::Limits;
use tiyao_text::{Lexicon, interrupt::run_while};

const SEED: &str = include_str!("../../../seeds/market-regulation-2023-13.txt");
/// A gap longer than this is told with the place where it ended.
const REMARKABLE: Duration = Duration::from_millis(5);

/// What ends a sentence or a row.
const ENDS: [char; 9] = ['\n', '。', '；', '！', '？', '…', ';', '!', '?'];
/// What an issue of thousands of articles puts up for its digest.
const DIGEST_NOMINEES: usize = 10_000;

/// Text of so many bytes.
fn text(bytes: usize) -> String {
    let mut text = String::with_capacity(bytes);
    let lines = env::var_os("TIYAO_BENCH_JSONL")
        .map(|path| fs::read_to_string(path).expect("the file can be read"));
    let articles: Vec<String> = lines.map_or_else(
        || vec![SEED.to_owned()],
        |lines| {
            let records = lines.lines().map(|line| serde_json::from_str(line).expect("JSON"));
            let texts = records.filter_map(|record: serde_json::Value| {
                Some(record.get("text")?.as_str()?.to_owned())
            });
            texts.collect()
        },
    );
    for article in articles.iter().cycle() {
        if text.len() + article.len() > bytes {
            return text;
        }
        text.push_str(article);
        text.push('\n');
    }
    text
}

/// Does `work`, and prints the longest time between two checkpoints.
fn measure<T>(name: &str, work: impl FnOnce() -> T) -> T {
    let last = Rc::new(Cell::new(Instant::now()));
    let gaps = Rc::new(RefCell::new(Vec::new()));
    let count = Rc::new(Cell::new(0_u64));
    let (asked, found, counted) = (Rc::clone(&last), Rc::clone(&gaps), Rc::clone(&count));
    let go_on = move || {
        counted.set(counted.get() + 1);
        let gap = asked.get().elapsed();
        found.borrow_mut().push((gap, (gap >= REMARKABLE).then(place)));
        asked.set(Instant::now());
        true
    };
    let started = Instant::now();
    let result = black_box(run_while(go_on, work)).expect("it is never stopped");
    let took = started.elapsed();
    let mut gaps = gaps.take();
    gaps.push((last.get().elapsed(), Some("the end".to_owned())));
    gaps.sort_by_key(|(gap, _)| std::cmp::Reverse(*gap));
    let longest = gaps.first().map_or(Duration::ZERO, |(gap, _)| *gap);
    println!(
        "{name}: {:.1} ms in all, {} checkpoints, longest gap {:.2} ms",
        took.as_secs_f64() * 1e3,
        count.get(),
        longest.as_secs_f64() * 1e3,
    );
    for (gap, place) in gaps.iter().take(12).filter(|(gap, _)| *gap >= REMARKABLE) {
        println!("    {:.2} ms before {}", gap.as_secs_f64() * 1e3, place.as_deref().unwrap_or(""));
    }
    result
}

/// Our functions that are under way, innermost first.
fn place() -> String {
    let trace = std::backtrace::Backtrace::force_capture().to_string();
    let ours = trace.lines().filter(|line| line.contains("tiyao_") && !line.contains("interrupt"));
    let names = ours.filter_map(|line| line.split_once(": ").map(|(_, name)| name.trim()));
    names.take(4).collect::<Vec<_>>().join(" < ")
}

fn main() {
    let limits = Limits::default();
    Lexicon::builtin();
    let background = Background::builtin();

    let issue = text(limits.issue_bytes);
    measure("split an issue", || tiyao_issue::split(&issue));
    let one_row = issue.replace('\n', "");
    measure("split an issue of one row", || tiyao_issue::split(&one_row));

    let article = text(limits.article_bytes);
    for (name, article) in [
        ("an article", article.clone()),
        ("one paragraph", article.replace('\n', "")),
        ("one sentence", article.replace(ENDS, "")),
        ("words that nobody knows", sources::unknown(limits.article_bytes / 3)),
    ] {
        let paragraphs =
            measure(&format!("paragraphs of {name}"), || tiyao_issue::paragraphs(&article));
        let manuscript = Manuscript { title: None, paragraphs: &paragraphs, language: None };
        let reading = measure(&format!("read {name}"), || {
            tiyao_analysis::read_against(&manuscript, Lexicon::builtin(), background)
        });
        measure(&format!("keywords of {name}"), || {
            tiyao_analysis::keywords(&reading, background, None, &KeywordOptions::default())
        });
        let text_rank =
            KeywordOptions { method: KeywordMethod::TextRank, ..KeywordOptions::default() };
        measure(&format!("TextRank of {name}"), || {
            tiyao_analysis::keywords(&reading, background, None, &text_rank)
        });
        measure(&format!("summary of {name}"), || {
            tiyao_analysis::summarize(&reading, background, None, &SummaryOptions::default())
        });
        let nominees = measure(&format!("nominees of {name}"), || {
            tiyao_analysis::nominees(&reading, background, None, 0)
        });
        // an issue has room for few sentences of the largest size
        let whole = limits.issue_bytes / limits.article_bytes;
        let count = if nominees.len() > 1 { DIGEST_NOMINEES } else { whole };
        let nominees = nominees.iter().cycle().take(count).cloned().collect();
        measure("a digest", || tiyao_analysis::digest(nominees, &DigestOptions::default()));
    }
    let html = format!("<html><body><p>{}</p></body></html>", issue.replace('\n', "</p>\n<p>"));
    let documents = [
        ("HTML", html.into_bytes()),
        ("Markdown", format!("# 题\n\n{issue}").into_bytes()),
        ("PDF", sources::pdf_of(&issue)),
        ("DOCX", sources::docx_of(&issue)),
        ("GB18030", encoding_rs::GB18030.encode(&issue).0.into_owned()),
    ];
    for (name, bytes) in documents {
        let read = measure(&format!("read {name}"), || {
            tiyao_document::read(&bytes, None, None, &tiyao_document::Limits::default())
        });
        drop(read);
    }
}
