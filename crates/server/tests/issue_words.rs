//! Words that jieba does not know and that only the whole issue tells.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test fails where it stands"
)]

use tiyao_client::{
    Client, Options,
    v1::{self, analyze_issue_response::Event},
};
use tiyao_server::Config;
use tokio::sync::oneshot;

/// A client of a server that runs as long as the other lives.
fn serve() -> (Client, oneshot::Sender<()>) {
    let (listener, connector) = tiyao_server::in_process();
    let (stop, stopped) = oneshot::channel();
    tokio::spawn(tiyao_server::run(listener, Config::default(), async {
        stopped.await.ok();
    }));
    let connect = move || {
        let connector = connector.clone();
        async move { connector.connect().await }
    };
    (Client::over(connect, Options::default()), stop)
}

fn text(text: impl Into<String>) -> v1::Content {
    v1::Content { form: Some(v1::content::Form::Text(text.into())), ..Default::default() }
}

/// Sends an issue and returns its articles.
async fn analyzed(client: &Client, request: v1::AnalyzeIssueRequest) -> Vec<v1::Article> {
    let mut answers = client.analyze_issue(request).await.unwrap();
    let mut articles = Vec::new();
    while let Some(answer) = answers.next().await {
        if let Event::Article(article) = answer.unwrap() {
            articles.push(article);
        }
    }
    articles
}

/// An issue of three articles, in each of which 蝤蠓 stands once; the first one has `filler` before it.
fn issue_with_a_word(filler: &str) -> String {
    let articles = [
        (
            "河口村的新生意",
            "何水生",
            "农户在塘里放养小虾，也试着养起了蝤蠓。合作社统一收购，价格比去年高。",
        ),
        (
            "海鲜市场设检测台",
            "吴海平",
            "市场管理员介绍，顾客问得最多的是蝤蠓的产地，其次是保鲜方法。",
        ),
        (
            "厨师比赛在礼堂举行",
            "郑味真",
            "评委认为，把蝤蠓和米酒同蒸最有地方特色。获奖菜谱将印成小册子。",
        ),
    ];
    let contents = articles.iter().zip(1..);
    let contents =
        contents.map(|((title, author, _), page)| format!("{page:02} {title}\n| {author}\n\n"));
    let bodies = articles.iter().enumerate().map(|(number, (title, author, body))| {
        let filler = if number == 0 { filler } else { "" };
        format!("{title}\n\n文 | {author}\n\n{filler}{body}\n\n")
    });
    std::iter::once("目录 CONTENTS\n\n".to_owned()).chain(contents).chain(bodies).collect()
}

#[tokio::test]
async fn a_word_that_only_the_issue_tells_is_a_keyword_of_its_articles() {
    let (client, _stop) = serve();
    // the readings of a short issue are kept, and those behind a long article are made again
    for filler in [String::new(), "合作社召开会议，讨论农村集市。\n".repeat(30_000)]
    {
        let body = issue_with_a_word(&filler);
        let options = v1::KeywordOptions { max_keywords: 30, ..Default::default() };
        let request = v1::AnalyzeIssueRequest {
            content: Some(text(body.clone())),
            keywords: Some(options.clone()),
            ..Default::default()
        };
        let articles = analyzed(&client, request.clone()).await;
        let again = analyzed(&client, request).await;
        assert_eq!(articles, again);
        let found: Vec<&v1::Keyword> = articles
            .iter()
            .filter_map(|article| article.keywords.iter().find(|k| k.text == "蝤蠓"))
            .collect();
        // in a long article what stands once is no keyword
        assert_eq!(found.len(), if filler.is_empty() { 3 } else { 2 });
        for keyword in found {
            let [place] = keyword.occurrences.as_slice() else { panic!("{keyword:?}") };
            assert_eq!(&body[place.spans[0].start as usize..place.spans[0].end as usize], "蝤蠓");
            assert_eq!(keyword.evidence.as_ref().unwrap().issue_document_frequency, 3);
        }
        // alone it stands too seldom
        let request = v1::AnalyzeArticleRequest {
            article: Some(v1::ArticleInput {
                content: Some(text(articles[2].paragraphs[0].text.clone())),
                ..Default::default()
            }),
            keywords: Some(options),
            ..Default::default()
        };
        let alone = client.analyze_article(request).await.unwrap().analysis.unwrap();
        assert!(alone.keywords.iter().all(|keyword| keyword.text != "蝤蠓"));
    }
}
