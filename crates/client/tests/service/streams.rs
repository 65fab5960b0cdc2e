//! Streams whose host goes away half way.

use std::{fmt::Write as _, time::Duration};

use tiyao_client::{Client, ErrorKind, IssueEvent, Options, v1};
use tokio::sync::mpsc;
use tokio_stream::wrappers::ReceiverStream;
use v1::article_result::Outcome;

use crate::{
    proxy::{Proxy, Way},
    server::{ARTICLE, TestServer, article, text},
};

/// Two servers, each behind a network that can be harmed, and a client of both.
async fn two() -> ([TestServer; 2], [Proxy; 2], Client) {
    let servers = [TestServer::start().await, TestServer::start().await];
    let proxies = [Proxy::to(servers[0].address).await, Proxy::to(servers[1].address).await];
    let endpoints = proxies.iter().map(|proxy| proxy.address.to_string());
    let options = Options { max_silence: Duration::from_secs(3), ..Options::default() };
    let client = Client::builder().endpoints(endpoints).options(options).build().unwrap();
    // Until both are known.
    while proxies.iter().any(|proxy| proxy.answered() < 3) {
        client.server_info().await.unwrap();
    }
    (servers, proxies, client)
}

/// What becomes of a host half way.
#[derive(Clone, Copy, Debug)]
enum Harm {
    Cut,
    /// It says nothing more, and its connection stays.
    Stalled,
}

/// Harms the one that has answered more since `before`.
async fn harm_the_busy_one(proxies: &mut [Proxy; 2], before: [usize; 2], harm: Harm) {
    let more = |index: usize| proxies[index].answered() - before[index];
    let busy = usize::from(more(1) > more(0));
    match harm {
        Harm::Cut => proxies[busy].cut().await,
        Harm::Stalled => proxies[busy].set(Way::Stalled),
    }
}

fn issue(articles: usize) -> v1::AnalyzeIssueRequest {
    let body = ARTICLE.repeat(40);
    let mut whole = String::new();
    for number in 1..=articles {
        write!(whole, "第{number}篇文章的标题\n\n文 | 张三\n\n{body}\n\n").unwrap();
    }
    v1::AnalyzeIssueRequest { content: Some(text(whole)), ..Default::default() }
}

#[tokio::test]
async fn an_issue_goes_on_at_another_host() {
    an_issue_goes_on(Harm::Cut).await;
}

#[tokio::test]
async fn an_issue_leaves_a_host_that_says_nothing() {
    an_issue_goes_on(Harm::Stalled).await;
}

async fn an_issue_goes_on(harm: Harm) {
    let (_servers, mut proxies, client) = two().await;
    let expected = client.analyze_whole_issue(issue(60)).await.unwrap();
    assert_eq!(expected.articles.len(), 60);

    let before = [proxies[0].answered(), proxies[1].answered()];
    for proxy in &proxies {
        proxy.set(Way::Slow(Duration::from_millis(5)));
    }
    let mut events = client.analyze_issue(issue(60)).await.unwrap();
    let mut articles = Vec::new();
    while let Some(event) = events.next().await {
        if let IssueEvent::Article(article) = event.unwrap() {
            articles.push(article);
        }
        if articles.len() == 3 {
            harm_the_busy_one(&mut proxies, before, harm).await;
        }
    }
    assert_eq!(articles, expected.articles);
}

#[tokio::test]
async fn articles_go_on_at_another_host() {
    articles_go_on(Harm::Cut).await;
}

#[tokio::test]
async fn articles_leave_a_host_that_says_nothing() {
    articles_go_on(Harm::Stalled).await;
}

async fn articles_go_on(harm: Harm) {
    let (_servers, mut proxies, client) = two().await;
    let before = [proxies[0].answered(), proxies[1].answered()];
    let requests = (0..600).map(|number| v1::AnalyzeArticlesRequest {
        article: Some(article(number.to_string())),
        ..Default::default()
    });
    let mut answers = client.analyze_articles(tokio_stream::iter(requests)).await.unwrap();
    let mut ids = Vec::new();
    while let Some(answer) = answers.next().await {
        match answer.unwrap().result.unwrap().outcome {
            Some(Outcome::Analysis(analysis)) => ids.push(analysis.id),
            other => panic!("{other:?}"),
        }
        if ids.len() == 20 {
            harm_the_busy_one(&mut proxies, before, harm).await;
        }
    }
    assert!(ids.iter().map(String::as_str).eq((0..600).map(|n| n.to_string()).collect::<Vec<_>>()));
}

/// Nobody reads the answers, so no more requests are taken.
#[tokio::test]
async fn a_stream_takes_no_more_than_it_may_hold() {
    let server = TestServer::start().await;
    let client = Client::connect(&server.address.to_string(), Options::default()).unwrap();
    let (sender, receiver) = mpsc::channel(1);
    let _answers = client.analyze_articles(ReceiverStream::new(receiver)).await.unwrap();
    let mut taken = 0;
    let request =
        || v1::AnalyzeArticlesRequest { article: Some(article("a")), ..Default::default() };
    while tokio::time::timeout(Duration::from_secs(2), sender.send(request())).await.is_ok() {
        taken += 1;
    }
    assert!((200..400).contains(&taken), "{taken}");
}

#[tokio::test]
async fn a_stream_has_a_deadline_too() {
    let server = TestServer::start().await;
    let client = Client::connect(&server.address.to_string(), Options::default()).unwrap();
    let client = client.within(Duration::from_millis(200));
    let (_sender, receiver) = mpsc::channel(1);
    let mut answers = client.analyze_articles(ReceiverStream::new(receiver)).await.unwrap();
    let error = answers.next().await.unwrap().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::DeadlineExceeded);
    assert!(answers.next().await.is_none());
}
