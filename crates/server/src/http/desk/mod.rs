//! The contracts of editors' tools. A tool that calls an assistant of its own kind calls Tiyao without
//! knowing it: what it sends becomes a call of the service, and the answer is told in the tool's words.
//!
//! Each tool has a file here of pure functions: from what it sends to a [`Step`]. Only this file makes
//! calls, and they go the way of all others, through the same limits, deadlines and tokens.

mod blog;
mod label_config;
mod label_studio;
mod superdesk;

use ::http::{HeaderMap, Method, Request, Response, Uri, request::Parts};
use bytes::Bytes;
use http_body::Body as HttpBody;
use http_body_util::Full;
use prost::Message;
use serde::de::DeserializeOwned;
use serde_json::Value;
use tiyao_api::v1;
use tonic::{Status, body::Body, codegen::StdError};
use tower::Service;

use super::{
    fault::Fault,
    reading::{self, Misreading},
    transcode::{Api, allow, call, off_the_loop, respond, whole},
};
use crate::failure::Failure;

/// Where the tools call.
pub(super) const PREFIX: &str = "/desk/";

/// What a tool sent, by its path: the parameters of the address and the body.
type Adapter = fn(&str, &[u8]) -> Result<Step, Misreading>;

/// Every path that a tool calls.
const ADAPTERS: [(Method, &str, Adapter); 11] = [
    (Method::POST, "/desk/superdesk/ai", superdesk::analyze),
    (Method::POST, "/desk/superdesk/ai_data_op", superdesk::operate),
    (Method::GET, "/desk/label-studio", label_studio::health),
    (Method::GET, "/desk/label-studio/", label_studio::health),
    (Method::GET, "/desk/label-studio/health", label_studio::health),
    (Method::POST, "/desk/label-studio/setup", label_studio::setup),
    (Method::POST, "/desk/label-studio/validate", label_studio::validate),
    (Method::POST, "/desk/label-studio/predict", label_studio::predict),
    (Method::POST, "/desk/label-studio/webhook", label_studio::webhook),
    (Method::POST, "/desk/wordpress/excerpt", blog::wordpress),
    (Method::POST, "/desk/ghost/excerpt", blog::ghost),
];

/// Tells what became of the next article.
type Teller = Box<dyn FnMut(v1::ArticleResult) -> Value + Send>;

/// What a tool's request comes to.
enum Step {
    /// It is answered as it is.
    Say(Value),
    /// One article is analysed, and its analysis told.
    Analyze(Box<v1::AnalyzeArticleRequest>, Box<dyn FnOnce(v1::ArticleAnalysis) -> Value + Send>),
    /// Any number are analysed, what became of each is told as it comes, in their order, and then all
    /// of it.
    Many(Vec<v1::AnalyzeArticlesRequest>, Teller, fn(Vec<Value>) -> Value),
    /// What an editor decided is kept, and then this is said.
    Record(v1::RecordFeedbackRequest, Value),
}

/// Answers a tool.
pub(super) async fn answer<S, B>(
    inner: S,
    api: &Api,
    parts: Parts,
    body: B,
) -> Result<Response<Body>, Fault>
where
    S: Service<Request<Body>, Response = Response<Body>> + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<StdError> + Send,
    B: HttpBody<Data = Bytes> + Send + 'static,
    B::Error: Into<StdError>,
{
    let path = parts.uri.path();
    let adapter = ADAPTERS.iter().find(|(_, known, _)| *known == path);
    let (verb, _, adapter) = adapter.ok_or_else(|| Fault::no_route(path))?;
    allow(&parts, verb)?;
    let step = step(api, &parts, body, verb, *adapter).await.map_err(Fault::refused)?;
    let (headers, said) = match step {
        Step::Say(said) => (HeaderMap::new(), said),
        Step::Analyze(request, tell) => {
            let path = "/tiyao.v1.AnalysisService/AnalyzeArticle";
            let (headers, answer): (_, v1::AnalyzeArticleResponse) =
                unary(inner, path, parts, &*request).await?;
            (headers, tell(answer.analysis.unwrap_or_default()))
        }
        Step::Many(requests, mut tell, whole) => {
            let path = "/tiyao.v1.AnalysisService/AnalyzeArticles";
            let mut told = Vec::with_capacity(requests.len());
            let tell = |answer: v1::AnalyzeArticlesResponse| {
                told.push(tell(answer.result.unwrap_or_default()));
            };
            let headers = ask(inner, path, parts, &requests, tell).await?;
            (headers, whole(told))
        }
        Step::Record(request, said) => {
            let path = "/tiyao.v1.FeedbackService/RecordFeedback";
            let answer =
                unary::<_, v1::RecordFeedbackResponse>(inner, path, parts, &request).await?;
            (answer.0, said)
        }
    };
    Ok(respond("application/json", &headers, Full::new(Bytes::from(said.to_string()))))
}

/// What a request comes to, before there is a call.
async fn step<B>(
    api: &Api,
    parts: &Parts,
    body: B,
    verb: &Method,
    adapter: Adapter,
) -> Result<Step, Status>
where
    B: HttpBody<Data = Bytes>,
    B::Error: Into<StdError>,
{
    // Which call it becomes is known when it has been read; what a call would be held to before that
    // holds for it all the same.
    if *verb == Method::POST
        && let Some(tokens) = &api.tokens
    {
        tokens.know(&parts.headers)?;
    }
    let limit = api.receive;
    let text = tokio::time::timeout(limit, whole(body, api)).await;
    let text = text.map_err(|_elapsed| Failure::SlowSender { limit })?;
    let ((text, held), most_fields) = (text?, api.message_fields);
    let query = parts.uri.query().unwrap_or_default().to_owned();
    off_the_loop(text.len(), move || {
        let _held = held;
        reading::check_count(&text, most_fields)?;
        Ok(adapter(&query, &text)?)
    })
    .await
}

/// Makes a call of one message each way.
async fn unary<S, A>(
    inner: S,
    path: &'static str,
    parts: Parts,
    request: &impl Message,
) -> Result<(HeaderMap, A), Status>
where
    S: Service<Request<Body>, Response = Response<Body>> + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<StdError> + Send,
    A: Message + Default,
{
    let mut only = None;
    let headers =
        ask(inner, path, parts, std::slice::from_ref(request), |answer| only = Some(answer))
            .await?;
    let answer = only.ok_or_else(|| Status::internal("the call gave no answer"))?;
    Ok((headers, answer))
}

/// Makes a call of as many messages as there are, and hears its answers.
async fn ask<S, M, A>(
    inner: S,
    path: &'static str,
    parts: Parts,
    requests: &[M],
    mut hear: impl FnMut(A) + Send,
) -> Result<HeaderMap, Status>
where
    S: Service<Request<Body>, Response = Response<Body>> + Send + Sync + 'static,
    S::Future: Send,
    S::Error: Into<StdError> + Send,
    M: Message,
    A: Message + Default,
{
    let messages: Vec<Result<Bytes, Status>> =
        requests.iter().map(|request| Ok(Bytes::from(request.encode_to_vec()))).collect();
    let rpc = Uri::from_static(path);
    let messages = futures_util::stream::iter(messages);
    let (mut headers, mut answers) = call(inner, &rpc, parts, messages).await?;
    while let Some(answer) = answers.message().await? {
        hear(A::decode(answer).map_err(|error| Status::internal(error.to_string()))?);
    }
    headers.extend(answers.trailers().await?.unwrap_or_default().into_headers());
    Ok(headers)
}

/// What a tool sent. Fields that are not known are its own business: a tool sends all that it has.
fn read<T: DeserializeOwned>(text: &[u8]) -> Result<T, Misreading> {
    let mut deserializer = serde_json::Deserializer::from_slice(text);
    serde_path_to_error::deserialize(&mut deserializer).map_err(|error| {
        let field = error.path().to_string();
        Misreading {
            field: if field == "." { String::new() } else { field },
            description: error.into_inner().to_string(),
        }
    })
}

/// A field that is not as it must be.
fn misread(field: &str, description: impl Into<String>) -> Misreading {
    Misreading { field: field.to_owned(), description: description.into() }
}

/// A page's text without its marks: a headline may have some.
fn plain(html: &str) -> String {
    let limits = tiyao_document::Limits::default();
    let page = Some(tiyao_document::MediaType::Html);
    let text = tiyao_document::read_text(html.to_owned(), page, &limits);
    text.map_or_else(|_| html.to_owned(), |document| document.text().trim().to_owned())
}

/// An article that is a title and a page.
fn article(id: String, title: &str, html: String, language: v1::Language) -> v1::ArticleInput {
    let title = plain(title);
    // A headline alone is all there is to analyse.
    let html = if html.trim().is_empty() { title.clone() } else { html };
    let content = v1::Content {
        form: Some(v1::content::Form::Text(html)),
        media_type: v1::MediaType::Html.into(),
        ..Default::default()
    };
    v1::ArticleInput { id, title, content: Some(content), language: language.into() }
}

/// The language of a BCP 47 tag, or of what passes for one (`zh_CN`); unspecified: to be detected.
fn language(tag: &str) -> v1::Language {
    let tag = tag.replace('_', "-").to_ascii_lowercase();
    let mut parts = tag.split('-');
    match parts.next() {
        Some("en") => v1::Language::English,
        Some("zh") => match parts.find_map(|part| match part {
            "hant" | "tw" | "hk" | "mo" => Some(v1::Language::ChineseTraditional),
            "hans" | "cn" | "sg" => Some(v1::Language::ChineseSimplified),
            _ => None,
        }) {
            Some(language) => language,
            None => v1::Language::Unspecified,
        },
        _ => v1::Language::Unspecified,
    }
}

/// A summary in one paragraph; what was cut shows it.
fn paragraph(analysis: &v1::ArticleAnalysis) -> String {
    let sentences = analysis.summary.iter().flat_map(|summary| &summary.sentences);
    let texts: Vec<String> = sentences
        .map(|sentence| format!("{}{}", sentence.text, if sentence.cut { "……" } else { "" }))
        .collect();
    texts.join(if analysis.language() == v1::Language::English { " " } else { "" })
}

#[cfg(test)]
mod tests {
    use tiyao_api::v1::Language;

    use super::{language, plain};

    #[test]
    fn languages() {
        for (tag, expected) in [
            ("zh-Hant", Language::ChineseTraditional),
            ("zh_TW", Language::ChineseTraditional),
            ("zh-Hans-CN", Language::ChineseSimplified),
            ("zh", Language::Unspecified),
            ("en-GB", Language::English),
            ("sv", Language::Unspecified),
            ("", Language::Unspecified),
        ] {
            assert_eq!(language(tag), expected, "{tag}");
        }
    }

    #[test]
    fn headlines_lose_their_marks() {
        assert_eq!(plain("秋粮<b>收购</b> &amp; 仓容"), "秋粮收购 & 仓容");
        assert_eq!(plain("3 < 5"), "3 < 5");
        assert_eq!(plain(""), "");
    }
}
