//! Answers in other forms than JSON.

use std::io::{Cursor, Read as _};

use serde_json::json;
use tiyao_export::Format;

use crate::support::{ARTICLE, ISSUE, post, serve};

#[tokio::test]
async fn an_issue_in_every_form() {
    let server = serve();
    for format in Format::ALL {
        let path = format!("/v1/issues:analyze?format={}&keywords.maxKeywords=3", format.name());
        let answer = server.send(post(&path, "text/plain", ISSUE)).await;
        assert_eq!(answer.status, 200, "{path}: {answer:?}");
        let (media_type, name) = if format.is_single() {
            ("application/zip", "issue.zip".to_owned())
        } else {
            (format.media_type(), format!("issue.{}", format.extension()))
        };
        assert_eq!(answer.header("content-type"), media_type);
        let disposition = format!("attachment; filename=\"{name}\"");
        assert_eq!(answer.header("content-disposition"), disposition);
        let one = server.send(post(&format!("{path}&article=1"), "text/plain", ISSUE)).await;
        assert_eq!(one.header("content-type"), format.media_type(), "{path}");
        assert!(!one.body.is_empty());
    }
}

#[tokio::test]
async fn the_same_from_json_and_for_one_article() {
    let server = serve();
    let request = json!({"content": {"text": ISSUE}});
    let answer = server.json("/v1/issues:analyze?format=ris", &request).await;
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(
        text.contains("TI  - 秋粮收购进展顺利\r\nPY")
            || text.contains("TI  - 秋粮收购进展顺利\r\n")
    );
    assert!(text.contains("\r\nKW  - "), "{text}");

    let whole = server.json("/v1/issues:analyze?format=json", &request).await;
    let keywords = whole.json()["articles"][0]["keywords"].as_array().unwrap().len();
    assert!(keywords > 0);
    let split = server.json("/v1/issues:split?format=gbt7714", &request).await;
    let line = String::from_utf8(split.body.to_vec()).unwrap();
    assert_eq!(line, "粮丰收. 秋粮收购进展顺利[J].\n");

    let path = "/v1/articles:analyze?format=text";
    let request = json!({"article": {"title": "秋粮收购", "content": {"text": ARTICLE}}});
    let answer = server.json(path, &request).await;
    assert!(answer.header("server-timing").contains("analysis;dur="), "{answer:?}");
    let text = String::from_utf8(answer.body.to_vec()).unwrap();
    assert!(text.starts_with("秋粮收购\n摘要："), "{text}");
    assert!(text.contains("\n关键词："), "{text}");
}

#[tokio::test]
async fn an_issue_of_documents_is_an_archive() {
    let server = serve();
    let path = "/v1/issues:analyze?format=jats";
    let answer = server.send(post(path, "text/plain", ISSUE)).await;
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.body)).unwrap();
    let mut document = String::new();
    archive.by_name("article-001.xml").unwrap().read_to_string(&mut document).unwrap();
    assert_eq!(archive.len(), 1);
    let one = server.send(post(&format!("{path}&article=1"), "text/plain", ISSUE)).await;
    assert_eq!(one.body, document.as_bytes());
}

#[tokio::test]
async fn what_cannot_be_exported_is_told() {
    let server = serve();
    for (path, field) in [
        ("/v1/issues:analyze?format=pdf", "format"),
        ("/v1/issues:analyze?format=ris&article=9", "article"),
        ("/v1/issues:analyze?article=1", "article"),
        ("/v1/articles:summarize?format=ris", "format"),
    ] {
        let answer = server.send(post(path, "text/plain", ISSUE)).await;
        let expected = (400, "UNREADABLE_REQUEST".to_owned(), vec![field.to_owned()]);
        assert_eq!(answer.fault(), expected, "{path}");
    }
    let answer = server.send(post("/v1/issues:analyze?format=ris", "text/plain", "")).await;
    assert_eq!(answer.status, 200, "an empty issue has no record: {answer:?}");
}
