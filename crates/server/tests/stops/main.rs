//! Long work can be stopped inside its loops: how often it asks whether to go on is counted, and that
//! it goes no further than it was let.

#![allow(clippy::unwrap_used, reason = "a test fails where it stands")]

mod sources;

use std::{cell::Cell, rc::Rc};

use tiyao_analysis::{
    Budget, DigestOptions, IssueTerms, KeywordMethod, KeywordOptions, Manuscript, Reading,
    SummaryOptions,
};
use tiyao_corpus::Background;
use tiyao_document::MediaType;
use tiyao_issue::Paragraph;
use tiyao_text::{Lexicon, interrupt::run_while};

use crate::sources::{docx_of, pdf_of, unknown};

const SEED: &str = include_str!("../../../../seeds/market-regulation-2023-13.txt");

/// Checks that `work` asks at least once for so many bytes of `text`, and that it stops when it is
/// told to.
#[track_caller]
fn check(name: &str, text: &str, bytes_per_question: usize, work: &dyn Fn()) {
    let asked = Rc::new(Cell::new(0_usize));
    let let_go = |most: usize| {
        asked.set(0);
        let counted = Rc::clone(&asked);
        let go_on = move || {
            counted.set(counted.get() + 1);
            counted.get() < most
        };
        run_while(go_on, work).is_some()
    };
    assert!(let_go(usize::MAX), "{name} was not stopped");
    let all = asked.get();
    let least = text.len() / bytes_per_question;
    assert!(all >= least.max(2), "{name} asks {all} times in {} bytes", text.len());
    for most in [1, all / 2, all] {
        assert!(!let_go(most.max(1)), "{name} was stopped at {most} of {all}");
        assert_eq!(asked.get(), most.max(1), "{name} goes on");
    }
}

fn read(paragraphs: &[Paragraph]) -> Reading {
    let manuscript = Manuscript { title: None, paragraphs, language: None };
    tiyao_analysis::read(&manuscript, Lexicon::builtin())
}

#[test]
fn an_issue_is_split_in_many_steps() {
    let text = SEED.repeat(4);
    check("splitting", &text, 8 << 10, &|| drop(tiyao_issue::split(&text)));
    check("explaining", &text, 8 << 10, &|| drop(tiyao_issue::explain(&text, &[])));
}

#[test]
fn an_article_is_analysed_in_many_steps() {
    let text = SEED.repeat(4);
    let paragraphs = tiyao_issue::paragraphs(&text);
    let background = Background::builtin();
    check("paragraphs", &text, 16 << 10, &|| drop(tiyao_issue::paragraphs(&text)));
    check("reading", &text, 4 << 10, &|| drop(read(&paragraphs)));
    let reading = read(&paragraphs);
    // The first to ask for it has a reading look up how rare its terms are.
    drop(tiyao_analysis::keywords(&reading, background, None, &KeywordOptions::default()));
    for (method, explain) in [
        (KeywordMethod::Keyphrase, false),
        (KeywordMethod::TextRank, false),
        (KeywordMethod::Keyphrase, true),
    ] {
        let options = KeywordOptions { method, explain, ..KeywordOptions::default() };
        check("keywords", &text, 64 << 10, &|| {
            drop(tiyao_analysis::keywords(&reading, background, None, &options));
        });
    }
    let query = "电梯安全与特种设备监管".to_owned();
    for options in [
        SummaryOptions::default(),
        SummaryOptions { explain: true, ..SummaryOptions::default() },
        SummaryOptions { query, ..SummaryOptions::default() },
    ] {
        check("a summary", &text, 64 << 10, &|| {
            drop(tiyao_analysis::summarize(&reading, background, None, &options));
        });
    }
}

#[test]
fn what_an_issue_says_is_found_in_many_steps() {
    let background = Background::builtin();
    // Single characters may be words that nobody knows, and each run of them is looked at.
    let unknown = unknown(40_000);
    let reading = read(&tiyao_issue::paragraphs(&unknown));
    check("counting terms", &unknown, 8 << 10, &|| IssueTerms::default().add(&reading));
    let text = SEED.repeat(4);
    let reading = read(&tiyao_issue::paragraphs(&text));
    // The first to ask has the reading look up how rare its terms are.
    let nominees = tiyao_analysis::nominees(&reading, background, None, 0);
    check("nominees", &text, 64 << 10, &|| {
        drop(tiyao_analysis::nominees(&reading, background, None, 0));
    });
    let many: Vec<_> = nominees.into_iter().cycle().take(3000).collect();
    let bytes = "字".repeat(many.len());
    let options = DigestOptions { budget: Budget::Sentences(50), ..DigestOptions::default() };
    check("a digest", &bytes, 4 << 10, &|| drop(tiyao_analysis::digest(many.clone(), &options)));
}

#[test]
fn a_row_without_end_is_read_in_many_steps() {
    let text = SEED.repeat(2).replace(['\n', '。', '；', '！', '？'], "");
    let paragraphs = tiyao_issue::paragraphs(&text);
    check("reading one sentence", &text, 8 << 10, &|| drop(read(&paragraphs)));
}

#[test]
fn documents_are_read_in_many_steps() {
    let limits = tiyao_document::Limits::default();
    let text = SEED.repeat(2);
    let html = format!("<html><body><p>{}</p></body></html>", text.replace('\n', "</p><p>"));
    let markdown = format!("# 题\n\n{}", text.replace('\n', "\n\n"));
    for (form, source) in [(MediaType::Html, html), (MediaType::Markdown, markdown)] {
        check(&form.to_string(), &source, 32 << 10, &|| {
            let read = tiyao_document::read(source.as_bytes(), Some(form), None, &limits);
            drop(read.unwrap());
        });
    }
}

#[test]
fn files_are_unpacked_in_many_steps() {
    let limits = tiyao_document::Limits::default();
    let text = SEED.repeat(2);
    for (form, file) in [(MediaType::Pdf, pdf_of(&text)), (MediaType::Docx, docx_of(&text))] {
        let document = tiyao_document::read(&file, None, None, &limits).unwrap();
        assert_eq!(document.media_type(), form);
        assert!(document.text().len() > text.len() / 2, "{}", document.text().len());
        check(&form.to_string(), &text, 8 << 10, &|| {
            drop(tiyao_document::read(&file, None, None, &limits).unwrap());
        });
    }
}
