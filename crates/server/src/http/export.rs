//! Answers in the forms of `tiyao-export`: `?format=ris` beside a route whose answer holds articles.
//!
//! The call is the same, with the same limits and errors; only its answer is written in another form,
//! once it is whole.

use ::http::{HeaderMap, HeaderValue, Response, header};
use bytes::Bytes;
use http_body_util::Full;
use prost::Message as _;
use tiyao_api::v1;
use tiyao_export::Format;
use tonic::{Status, Streaming, body::Body};

use super::{
    assembly::Assembly,
    reading::Misreading,
    routes::Route,
    transcode::{off_the_loop, respond},
};

/// The parameter that names the form.
const FORMAT: &str = "format";
/// The parameter that chooses one article of an issue.
const ARTICLE: &str = "article";
/// What an issue is as one value, and any answer as it is without the parameter.
const JSON: &str = "json";

/// Which answers can be exported, by the message that they are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Subject {
    Article,
    Split,
    Issue,
}

impl Subject {
    /// What the route's answer is about, if it holds articles.
    pub(super) fn of(route: &Route) -> Option<Self> {
        match route.method.output().name() {
            "AnalyzeArticleResponse" => Some(Self::Article),
            "SplitIssueResponse" => Some(Self::Split),
            "AnalyzeIssueResponse" => Some(Self::Issue),
            _ => None,
        }
    }

    /// The parameters that it is asked by, each with what it says and its schema.
    pub(super) fn parameters(self) -> Vec<(&'static str, &'static str, serde_json::Value)> {
        let names = Format::ALL.iter().map(|format| format.name()).chain([JSON]);
        let names: Vec<&str> = names.collect();
        let format = (
            FORMAT,
            "The form of the answer. An issue as jats or front-matter is a ZIP file with a document \
             for each article.",
            serde_json::json!({"type": "string", "enum": names}),
        );
        let article = (
            ARTICLE,
            "With `format`: only this article; the first is 1.",
            serde_json::json!({"type": "integer", "minimum": 1}),
        );
        if self == Self::Article { vec![format] } else { vec![format, article] }
    }
}

/// What a query asks an answer to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Wanted {
    subject: Subject,
    /// None: canonical JSON.
    format: Option<Format>,
    article: Option<u32>,
}

/// Takes what is asked of the answer out of a query; the rest is the request's.
pub(super) fn wanted(route: &Route, query: &str) -> Result<(Option<Wanted>, String), Misreading> {
    let Some(subject) = Subject::of(route) else { return Ok((None, query.to_owned())) };
    let mut rest = form_urlencoded::Serializer::new(String::new());
    let (mut format, mut article) = (None, None);
    for (name, value) in form_urlencoded::parse(query.as_bytes()) {
        let slot = match name.as_ref() {
            FORMAT => &mut format,
            ARTICLE if subject != Subject::Article => &mut article,
            _ => {
                rest.append_pair(&name, &value);
                continue;
            }
        };
        if slot.replace(value.into_owned()).is_some() {
            return Err(misread(&name, "given twice"));
        }
    }
    let Some(format) = format else {
        return match article {
            None => Ok((None, rest.finish())),
            Some(_) => Err(misread(ARTICLE, "goes with a format")),
        };
    };
    let export = Format::named(&format);
    if export.is_none() && format != JSON {
        let names: Vec<&str> = Format::ALL.iter().map(|format| format.name()).collect();
        let description = format!("no such format; there are: {JSON}, {}", names.join(", "));
        return Err(misread(FORMAT, &description));
    }
    let number = |text: String| text.parse::<u32>().ok().filter(|number| *number > 0);
    let article = match article.map(number) {
        Some(None) => return Err(misread(ARTICLE, "a number from 1 is expected")),
        Some(number) => number,
        None => None,
    };
    Ok((Some(Wanted { subject, format: export, article }), rest.finish()))
}

fn misread(field: &str, description: &str) -> Misreading {
    Misreading { field: field.to_owned(), description: description.to_owned() }
}

impl Wanted {
    /// The answer in the form that was asked for. `request` is what the call was made with.
    pub(super) async fn answer(
        self,
        request: Option<Bytes>,
        mut headers: HeaderMap,
        first: Option<Bytes>,
        mut answers: Streaming<Bytes>,
    ) -> Result<Response<Body>, Status> {
        let mut messages: Vec<Bytes> = first.into_iter().collect();
        while let Some(message) = answers.message().await? {
            messages.push(message);
        }
        headers.extend(answers.trailers().await?.unwrap_or_default().into_headers());
        let bytes = messages.iter().map(Bytes::len).sum();
        let (body, media_type, name) = off_the_loop(bytes, move || {
            let issue = self.issue(&request.unwrap_or_default(), messages)?;
            self.written(&issue)
        })
        .await?;
        let mut response = respond(media_type, &headers, Full::new(Bytes::from(body)));
        if let Ok(value) = HeaderValue::try_from(format!("attachment; filename=\"{name}\"")) {
            response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
        }
        Ok(response)
    }

    /// The issue that the answer tells; an article alone is one of an issue of which nothing is known.
    fn issue(self, request: &Bytes, messages: Vec<Bytes>) -> Result<v1::Issue, Status> {
        let broken = |error: prost::DecodeError| Status::internal(error.to_string());
        let lost = || Status::internal("the call gave no whole answer");
        match self.subject {
            Subject::Issue => {
                let mut assembly = Assembly::default();
                for message in messages {
                    let message = v1::AnalyzeIssueResponse::decode(message).map_err(broken)?;
                    if let Some(event) = message.event {
                        assembly.absorb(event);
                    }
                }
                assembly.finish().ok_or_else(lost)
            }
            Subject::Split => {
                let message = messages.into_iter().next().ok_or_else(lost)?;
                let answer = v1::SplitIssueResponse::decode(message).map_err(broken)?;
                answer.issue.ok_or_else(lost)
            }
            Subject::Article => {
                let asked = v1::AnalyzeArticleRequest::decode(request.clone()).map_err(broken)?;
                let message = messages.into_iter().next().ok_or_else(lost)?;
                let answer = v1::AnalyzeArticleResponse::decode(message).map_err(broken)?;
                let analysis = answer.analysis.ok_or_else(lost)?;
                let article = v1::Article {
                    title: asked.article.unwrap_or_default().title,
                    keywords: analysis.keywords,
                    summary: analysis.summary,
                    language: analysis.language,
                    diagnostics: analysis.diagnostics,
                    ..Default::default()
                };
                Ok(v1::Issue {
                    id: analysis.id,
                    provenance: analysis.provenance,
                    articles: vec![article],
                    ..Default::default()
                })
            }
        }
    }

    /// Body, media type and file name.
    fn written(self, issue: &v1::Issue) -> Result<(Vec<u8>, &'static str, String), Status> {
        let number = if self.subject == Subject::Article { Some(1) } else { self.article };
        let article = match number {
            None => None,
            Some(number) => {
                let found = issue.articles.iter().find(|article| article.index + 1 == number);
                let count = issue.articles.len();
                Some(found.ok_or_else(|| {
                    misread(ARTICLE, &format!("the issue has {count} articles, found {number}"))
                })?)
            }
        };
        let mut out = Vec::new();
        let Some(format) = self.format else {
            let json = match article {
                None => serde_json::to_vec(issue),
                Some(article) => serde_json::to_vec(article),
            };
            let json = json.map_err(|error| Status::internal(error.to_string()))?;
            return Ok((json, "application/json", "issue.json".to_owned()));
        };
        let extension = format.extension();
        let (written, media_type, name) = match article {
            Some(article) => (
                tiyao_export::article(&mut out, format, issue, article),
                format.media_type(),
                tiyao_export::file_name(article.index, extension),
            ),
            None if format.is_single() => (
                tiyao_export::archive(&mut out, format, issue),
                "application/zip",
                "issue.zip".to_owned(),
            ),
            None => (
                tiyao_export::issue(&mut out, format, issue),
                format.media_type(),
                format!("issue.{extension}"),
            ),
        };
        written.map_err(|error| Status::internal(error.to_string()))?;
        Ok((out, media_type, name))
    }
}

#[cfg(test)]
mod tests {
    use tiyao_export::Format;

    use super::{super::contract::Contract, Subject, Wanted, wanted};

    fn check(path: &str, query: &str, expected: Result<(Option<Wanted>, &str), &str>) {
        let contract = Contract::read().unwrap();
        let route = contract.routes.iter().find(|route| route.path == path).unwrap();
        let found = wanted(route, query);
        let found = found.as_ref().map(|(wanted, rest)| (*wanted, rest.as_str()));
        assert_eq!(found.map_err(|misreading| misreading.field.as_str()), expected, "{query}");
    }

    #[test]
    fn what_a_query_asks() {
        let ris = Some(Format::Ris);
        let (issues, articles) = ("/v1/issues:analyze", "/v1/articles:analyze");
        let of = |subject, format, article| Some(Wanted { subject, format, article });
        check(issues, "", Ok((None, "")));
        check(issues, "id=a", Ok((None, "id=a")));
        let whole = of(Subject::Issue, ris, None);
        check(issues, "id=%26&format=ris", Ok((whole, "id=%26")));
        check(issues, "format=ris&article=2", Ok((of(Subject::Issue, ris, Some(2)), "")));
        check(issues, "format=json", Ok((of(Subject::Issue, None, None), "")));
        check("/v1/issues:split", "format=ris", Ok((of(Subject::Split, ris, None), "")));
        check(articles, "format=ris", Ok((of(Subject::Article, ris, None), "")));
        check(articles, "format=ris&article=2", Ok((of(Subject::Article, ris, None), "article=2")));
        check(issues, "format=pdf", Err("format"));
        check(issues, "format=ris&format=ris", Err("format"));
        check(issues, "article=1", Err("article"));
        check(issues, "format=ris&article=0", Err("article"));
        check("/v1/articles:summarize", "format=ris", Ok((None, "format=ris")));
    }
}
