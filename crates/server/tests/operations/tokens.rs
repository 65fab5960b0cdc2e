use std::{
    fs,
    time::{Duration, Instant},
};

use prost::Message as _;
use tempfile::TempDir;
use tiyao_api::v1;
use tiyao_server::{Config, Role, Token, Tokens};
use tonic::Code;
use tonic_types::StatusExt as _;

use crate::support::{HEALTH, INFO, call, serve};

const EXTRACT: &str = "/tiyao.v1.AnalysisService/ExtractKeywords";

fn entry(name: &str, token: &Token, role: Role, quota: &str) -> String {
    let (hash, role) = (token.hash(), role.name());
    format!("[[token]]\nname = \"{name}\"\nsha256 = \"{hash}\"\nrole = \"{role}\"\n{quota}\n")
}

fn guarded(entries: &str) -> (Config, TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("tokens.toml");
    fs::write(&path, entries).unwrap();
    let tokens = Some(Tokens::open(path).unwrap());
    (Config { tokens, ..Config::default() }, folder)
}

fn bearer(token: &Token) -> String {
    format!("Bearer {}", token.reveal())
}

#[tokio::test]
async fn a_token_opens_what_its_role_may() {
    let (analyst, admin) = (Token::of([1; 32]), Token::of([2; 32]));
    let entries =
        entry("desk", &analyst, Role::Analyze, "") + &entry("ops", &admin, Role::Admin, "");
    let (config, _folder) = guarded(&entries);
    let server = serve(config);
    let channel = server.channel();

    let none = call(&channel, INFO, &[], &[]).await;
    assert_eq!(none.code(), Code::Unauthenticated);
    let details = none.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "UNAUTHENTICATED");
    for wrong in [bearer(&Token::of([3; 32])), format!("Basic {}", analyst.reveal()), String::new()]
    {
        let refused = call(&channel, INFO, &[], &[("authorization", &wrong)]).await;
        assert_eq!(refused.code(), Code::Unauthenticated, "{wrong}");
    }
    let known = call(&channel, INFO, &[], &[("authorization", &bearer(&analyst))]).await;
    assert_eq!(known.code(), Code::Ok);
    assert_eq!(call(&channel, HEALTH, &[], &[]).await.code(), Code::Ok);

    let elsewhere = "/tiyao.v1.OtherService/Call";
    let refused = call(&channel, elsewhere, &[], &[("authorization", &bearer(&analyst))]).await;
    assert_eq!(refused.code(), Code::PermissionDenied);
    let passed = call(&channel, elsewhere, &[], &[("authorization", &bearer(&admin))]).await;
    assert_eq!(passed.code(), Code::Unimplemented);
    server.stop().await;
}

/// What anyone with a token may call; each is answered in its own way to a message without fields.
const FOR_ALL: [&str; 10] = [
    INFO,
    EXTRACT,
    "/tiyao.v1.AnalysisService/Summarize",
    "/tiyao.v1.AnalysisService/AnalyzeArticle",
    "/tiyao.v1.AnalysisService/AnalyzeArticles",
    "/tiyao.v1.AnalysisService/BatchAnalyzeArticles",
    "/tiyao.v1.IssueService/SplitIssue",
    "/tiyao.v1.IssueService/AnalyzeIssue",
    "/tiyao.v1.FeedbackService/RecordFeedback",
    "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo",
];

#[tokio::test]
async fn each_role_may_do_what_those_before_it_may() {
    let roles = [Role::Analyze, Role::Manage, Role::Admin];
    let tokens = [11, 12, 13].map(|byte| Token::of([byte; 32]));
    let entries: String = roles
        .iter()
        .zip(&tokens)
        .map(|(role, token)| entry(role.name(), token, *role, ""))
        .collect();
    let (config, _folder) = guarded(&entries);
    let server = serve(config);
    let channel = server.channel();
    for (role, token) in roles.iter().zip(&tokens) {
        let bearer = bearer(token);
        let headers = [("authorization", bearer.as_str())];
        for path in FOR_ALL {
            let code = call(&channel, path, &[], &headers).await.code();
            let shut = matches!(code, Code::Unauthenticated | Code::PermissionDenied);
            assert!(!shut, "{path} as {}: {code:?}", role.name());
        }
        // What is not in the table of methods, as one that is served before it is entered there.
        let refused = call(&channel, "/tiyao.v1.CorpusService/Delete", &[], &headers).await;
        if *role == Role::Admin {
            assert_eq!(refused.code(), Code::Unimplemented);
            continue;
        }
        assert_eq!(refused.code(), Code::PermissionDenied, "as {}", role.name());
        assert_eq!(refused.message(), "the token has not the role admin");
        let details = refused.get_error_details();
        assert_eq!(details.error_info().unwrap().reason, "ROLE_MISSING");
    }
    for path in FOR_ALL {
        assert_eq!(call(&channel, path, &[], &[]).await.code(), Code::Unauthenticated, "{path}");
    }
    server.stop().await;
}

/// The clock is the test's, so that it need not wait until the file is looked at.
#[tokio::test(start_paused = true)]
async fn tokens_are_given_and_taken_back_while_it_serves() {
    let (old, new) = (Token::of([6; 32]), Token::of([7; 32]));
    let (config, folder) = guarded(&entry("desk", &old, Role::Analyze, ""));
    let server = serve(config);
    let channel = server.channel();
    let ask = async |token: &Token| {
        call(&channel, INFO, &[], &[("authorization", &bearer(token))]).await.code()
    };
    assert_eq!((ask(&old).await, ask(&new).await), (Code::Ok, Code::Unauthenticated));
    let path = folder.path().join("tokens.toml");
    fs::write(&path, entry("desk", &new, Role::Analyze, "")).unwrap();
    let begun = Instant::now();
    while ask(&new).await != Code::Ok {
        assert!(begun.elapsed() < Duration::from_mins(1), "the file is never read again");
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    assert_eq!(ask(&old).await, Code::Unauthenticated);
    server.stop().await;
}

#[tokio::test]
async fn a_quota_of_calls_says_when_to_come_again() {
    let token = Token::of([4; 32]);
    let (config, _folder) = guarded(&entry("desk", &token, Role::Analyze, "calls_per_minute = 1"));
    let server = serve(config);
    let channel = server.channel();
    let bearer = bearer(&token);
    let headers = [("authorization", bearer.as_str())];
    assert_eq!(call(&channel, INFO, &[], &headers).await.code(), Code::Ok);
    let refused = call(&channel, INFO, &[], &headers).await;
    assert_eq!(refused.code(), Code::ResourceExhausted);
    let details = refused.get_error_details();
    assert_eq!(details.error_info().unwrap().reason, "QUOTA_EXCEEDED");
    assert_eq!(details.quota_failure().unwrap().violations[0].subject, "calls_per_minute");
    let delay = details.retry_info().unwrap().retry_delay.unwrap();
    assert!((55..=60).contains(&delay.as_secs()), "{delay:?}");
    server.stop().await;
}

#[tokio::test]
async fn each_token_has_its_own_quota() {
    let (first, second) = (Token::of([14; 32]), Token::of([15; 32]));
    let quota = "calls_per_minute = 1\nbytes_per_minute = 1000";
    let entries = entry("first", &first, Role::Analyze, quota)
        + &entry("second", &second, Role::Analyze, quota);
    let (config, _folder) = guarded(&entries);
    let server = serve(config);
    // One connection: the quota is the token's, not the connection's.
    let channel = server.channel();
    let ask =
        async |token: &Token| call(&channel, INFO, &[], &[("authorization", &bearer(token))]).await;
    assert_eq!(ask(&first).await.code(), Code::Ok);
    let refused = ask(&first).await;
    assert_eq!(refused.code(), Code::ResourceExhausted);
    let details = refused.get_error_details();
    assert_eq!(details.quota_failure().unwrap().violations[0].subject, "calls_per_minute");
    assert_eq!(details.error_info().unwrap().metadata["allowed"], "1");
    assert!(details.retry_info().unwrap().retry_delay.is_some());
    assert!(refused.metadata().contains_key("retry-after"), "{refused:?}");
    assert_eq!(ask(&second).await.code(), Code::Ok);
    assert_eq!(ask(&second).await.code(), Code::ResourceExhausted);
    server.stop().await;
}

#[tokio::test]
async fn a_quota_of_bytes_ends_a_call_that_is_far_over_it() {
    let token = Token::of([5; 32]);
    let (config, _folder) =
        guarded(&entry("desk", &token, Role::Analyze, "bytes_per_minute = 1000"));
    let server = serve(config);
    let channel = server.channel();
    let bearer = bearer(&token);
    let headers = [("authorization", bearer.as_str())];
    let request = |bytes: usize| {
        let form = Some(v1::content::Form::Text("粮".repeat(bytes / 3)));
        let content = Some(v1::Content { form, ..v1::Content::default() });
        let article = Some(v1::ArticleInput { content, ..v1::ArticleInput::default() });
        v1::ExtractKeywordsRequest { article, ..Default::default() }.encode_to_vec()
    };
    // It was not known to be more than what is left, and is let through; the next call pays.
    assert_eq!(call(&channel, EXTRACT, &request(1500), &headers).await.code(), Code::Ok);
    let next = call(&channel, EXTRACT, &request(30), &headers).await;
    assert_eq!(next.code(), Code::ResourceExhausted);

    let (config, _folder) =
        guarded(&entry("desk", &token, Role::Analyze, "bytes_per_minute = 1000"));
    let server_of_large = serve(config);
    let large = call(&server_of_large.channel(), EXTRACT, &request(9000), &headers).await;
    assert_eq!(large.code(), Code::ResourceExhausted);
    let details = large.get_error_details();
    assert_eq!(details.quota_failure().unwrap().violations[0].subject, "bytes_per_minute");
    server.stop().await;
    server_of_large.stop().await;
}

#[tokio::test]
async fn reflection_can_be_switched_off() {
    let reflection = "/grpc.reflection.v1.ServerReflection/ServerReflectionInfo";
    for (reflected, code) in [(true, Code::Ok), (false, Code::Unimplemented)] {
        let server = serve(Config { reflection: reflected, ..Config::default() });
        // `list_services`, field 7 of the request.
        let status = call(&server.channel(), reflection, &[0x3a, 0], &[]).await;
        assert_eq!(status.code(), code);
        server.stop().await;
    }
}
