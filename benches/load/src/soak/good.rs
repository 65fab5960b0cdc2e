//! Callers that behave. What they are answered must be right; what they are refused, or find nobody
//! to send to, they send again.

use std::{
    sync::{Arc, atomic::Ordering},
    time::Duration,
};

use futures_util::StreamExt as _;
use tiyao_api::v1::{
    self, analysis_service_client::AnalysisServiceClient, analyze_issue_response::Event,
    article_result::Outcome, issue_service_client::IssueServiceClient,
};
use tonic::{Status, transport::Channel};

use super::field::{Field, id_of};
use crate::{
    served::connect,
    texts::{ISSUE, analyze, content, input},
};

/// How long a caller waits that was refused, or found nobody.
const REST: Duration = Duration::from_millis(50);
/// Articles of one batch, and of one stream.
const TOGETHER: usize = 20;

type Client = AnalysisServiceClient<Channel>;

fn client(field: &Field) -> Client {
    AnalysisServiceClient::new(connect(field.address))
}

/// Articles with the numbers of their answers, from one place in the turns on.
fn turns(field: &Field) -> impl Iterator<Item = (usize, &String)> {
    field.articles.iter().enumerate().cycle()
}

pub(super) async fn single(field: Arc<Field>) {
    let mut client = client(&field);
    for (number, article) in turns(&field) {
        if field.is_over() {
            return;
        }
        let request = field.request(analyze(article));
        let id = id_of(&request);
        match client.analyze_article(request).await {
            Ok(answer) => {
                let analysis = answer.into_inner().analysis.unwrap_or_default();
                judge(&field, number, &analysis);
            }
            Err(status) => refused(&field, "single", id, &status).await,
        }
    }
}

pub(super) async fn batches(field: Arc<Field>) {
    let mut client = client(&field);
    while !field.is_over() {
        let articles = turns(&field).take(TOGETHER).map(|(_, article)| input(article)).collect();
        let request = v1::BatchAnalyzeArticlesRequest { articles, ..Default::default() };
        let request = field.request(request);
        let id = id_of(&request);
        match client.batch_analyze_articles(request).await {
            Ok(answer) => {
                let results = answer.into_inner().results;
                if results.len() != TOGETHER {
                    field.fault(format!("a batch has {} results", results.len()));
                }
                judge_all(&field, results);
            }
            Err(status) => refused(&field, "batch", id, &status).await,
        }
    }
}

pub(super) async fn streams(field: Arc<Field>) {
    let mut client = client(&field);
    while !field.is_over() {
        let requests: Vec<_> = turns(&field)
            .take(TOGETHER)
            .map(|(_, article)| v1::AnalyzeArticlesRequest {
                article: Some(input(article)),
                ..Default::default()
            })
            .collect();
        let mut results = Vec::new();
        let request = field.request(tokio_stream::iter(requests));
        let id = id_of(&request);
        let failed = match client.analyze_articles(request).await {
            Ok(answers) => {
                let mut answers = answers.into_inner();
                loop {
                    match answers.next().await {
                        Some(Ok(answer)) => results.extend(answer.result),
                        Some(Err(status)) => break Some(status),
                        None => break None,
                    }
                }
            }
            Err(status) => Some(status),
        };
        let begun = !results.is_empty();
        let count = results.len();
        judge_all(&field, results);
        match failed {
            // An answer that began is an accepted call: it must not break off.
            Some(status) if begun => field.fault(format!("a stream broke off: {status:?}")),
            Some(status) => refused(&field, "stream", id, &status).await,
            None if count == TOGETHER => {}
            None => field.fault(format!("a stream has {count} results")),
        }
    }
}

pub(super) async fn issues(field: Arc<Field>) {
    let mut client = IssueServiceClient::new(connect(field.address));
    let mut first: Option<Vec<v1::Article>> = None;
    while !field.is_over() {
        let request =
            v1::AnalyzeIssueRequest { content: Some(content(ISSUE)), ..Default::default() };
        let request = field.request(request);
        let id = id_of(&request);
        let mut events = match client.analyze_issue(request).await {
            Ok(events) => events.into_inner(),
            Err(status) => {
                refused(&field, "issue", id, &status).await;
                continue;
            }
        };
        let (mut articles, mut ended) = (Vec::new(), false);
        while let Some(event) = events.next().await {
            match event.map(|event| event.event) {
                Ok(Some(Event::Article(article))) => articles.push(article),
                Ok(Some(Event::Totals(_))) => ended = true,
                Ok(_) => {}
                Err(status) => field.fault(format!("an issue broke off: {status:?}")),
            }
        }
        if !ended {
            field.fault("an issue has no totals".to_owned());
        } else if *first.get_or_insert_with(|| articles.clone()) != articles {
            field.fault("an issue has other articles than before".to_owned());
        }
        field.answered.fetch_add(1, Ordering::Relaxed);
    }
}

fn judge_all(field: &Field, results: Vec<v1::ArticleResult>) {
    for (number, result) in results.into_iter().enumerate() {
        match result.outcome {
            Some(Outcome::Analysis(analysis)) => {
                judge(field, number % field.articles.len(), &analysis);
            }
            other => field.fault(format!("an article of several was answered with {other:?}")),
        }
    }
}

fn judge(field: &Field, number: usize, analysis: &v1::ArticleAnalysis) {
    field.answered.fetch_add(1, Ordering::Relaxed);
    if field.answers.get(number) != Some(analysis) {
        field.fault(format!("article {number} was answered otherwise than before"));
    }
}

async fn refused(field: &Field, what: &str, id: Option<String>, status: &Status) {
    field.unanswered(what, id, status);
    tokio::time::sleep(REST).await;
}
