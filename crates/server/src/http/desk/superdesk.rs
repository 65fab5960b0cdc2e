//! Superdesk's services for tagging, as its `ai` and `ai_data_op` resources call them.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use tiyao_api::v1;

use super::{Step, article, language, misread, paragraph, read};
use crate::http::reading::Misreading;

/// Whom a tag comes from.
const SOURCE: &str = "tiyao";
/// The kind of what is neither a person nor a place nor an organisation.
const SUBJECT: &str = "subject";

/// Tags by their kind.
type Tags = BTreeMap<String, Vec<Value>>;

#[derive(Deserialize)]
struct Analyze {
    item: Item,
    // What the editor has chosen already.
    #[serde(default)]
    tags: Option<Tags>,
}

#[derive(Deserialize)]
struct Item {
    // Superdesk itself asks for none.
    #[serde(default)]
    guid: Option<String>,
    #[serde(default)]
    language: Option<String>,
    #[serde(default)]
    headline: Option<String>,
    body_html: String,
}

/// `ai`: proposes tags and an abstract. Tags that were sent are kept, and stand first.
pub(super) fn analyze(_: &str, text: &[u8]) -> Result<Step, Misreading> {
    let Analyze { item, tags } = read(text)?;
    let headline = item.headline.unwrap_or_default();
    if headline.trim().is_empty() && item.body_html.trim().is_empty() {
        return Ok(Step::Say(json!({"analysis": {SUBJECT: []}})));
    }
    let language = language(item.language.as_deref().unwrap_or_default());
    let request = v1::AnalyzeArticleRequest {
        article: Some(article(item.guid.unwrap_or_default(), &headline, item.body_html, language)),
        ..Default::default()
    };
    let tell = move |analysis: v1::ArticleAnalysis| {
        let summary = paragraph(&analysis);
        let tags = proposed(tags.unwrap_or_default(), &analysis.keywords);
        let mut said = json!(tags);
        if let Some(said) = said.as_object_mut() {
            said.insert("abstract".to_owned(), Value::String(summary));
        }
        json!({"analysis": said})
    };
    Ok(Step::Analyze(Box::new(request), Box::new(tell)))
}

/// Adds keywords, best first, to the tags that are there.
fn proposed(mut tags: Tags, keywords: &[v1::Keyword]) -> Tags {
    let kept = tags.values().flatten().filter_map(|tag| tag.get("name")?.as_str());
    let kept: Vec<String> = kept.map(str::to_owned).collect();
    tags.entry(SUBJECT.to_owned()).or_default();
    for keyword in keywords.iter().filter(|keyword| !kept.contains(&keyword.text)) {
        let other = keyword.evidence.iter().map(|evidence| evidence.other_name.as_str());
        let aliases: Vec<&str> = other.filter(|name| !name.is_empty()).collect();
        tags.entry(kind(keyword).to_owned()).or_default().push(tag(&keyword.text, &aliases));
    }
    tags
}

fn tag(name: &str, aliases: &[&str]) -> Value {
    let code = format!("{SOURCE}:{name}");
    json!({
        "name": name,
        "qcode": code,
        "scheme": "tiyao_keywords",
        "parent": null,
        "source": SOURCE,
        "original_source": SOURCE,
        "aliases": aliases,
        "altids": {SOURCE: code},
    })
}

/// What a keyword names, by the tag of its one or last word (jieba's tag set).
fn kind(keyword: &v1::Keyword) -> &'static str {
    let tags = keyword.evidence.as_ref().map(|evidence| evidence.parts_of_speech.as_slice());
    match tags.unwrap_or_default() {
        [.., last] if last.starts_with("nt") => "organisation",
        [one] if one.starts_with("nr") => "person",
        [one] if one.starts_with("ns") => "place",
        _ => SUBJECT,
    }
}

#[derive(Deserialize)]
struct Operate {
    operation: String,
    data: Value,
}

#[derive(Deserialize)]
struct Term {
    term: String,
}

#[derive(Deserialize)]
struct Feedback {
    item: Guid,
    #[serde(default)]
    tags: Tags,
}

#[derive(Deserialize)]
struct Guid {
    guid: String,
}

/// `ai_data_op`: `feedback` keeps the tags that the editor has left; `search` makes a tag of any term;
/// a tag needs neither to be created nor deleted.
pub(super) fn operate(_: &str, text: &[u8]) -> Result<Step, Misreading> {
    let Operate { operation, data } = read(text)?;
    let data = data.to_string().into_bytes();
    let below = |misreading: Misreading| Misreading {
        field: format!("data.{}", misreading.field).trim_end_matches('.').to_owned(),
        ..misreading
    };
    match operation.as_str() {
        "search" => {
            let Term { term } = read(&data).map_err(below)?;
            let term = term.trim();
            let found: Vec<Value> = Some(term)
                .filter(|term| !term.is_empty())
                .map(|term| tag(term, &[]))
                .into_iter()
                .collect();
            Ok(Step::Say(json!({"result": {"tags": {SUBJECT: found}, "broader": {}}})))
        }
        "create" | "delete" => Ok(Step::Say(json!({"result": {}}))),
        "feedback" => {
            let Feedback { item, tags } = read(&data).map_err(below)?;
            let decisions: Vec<v1::Decision> =
                tags.values().flatten().filter_map(decision).collect();
            if decisions.is_empty() {
                return Ok(Step::Say(json!({"result": {}})));
            }
            let request = v1::RecordFeedbackRequest {
                article_id: item.guid,
                source: "superdesk".to_owned(),
                decisions,
            };
            Ok(Step::Record(request, json!({"result": {}})))
        }
        _ => Err(misread("operation", "search, create, delete or feedback is expected")),
    }
}

/// What a tag that an editor has left says: one of ours was taken, another was added.
fn decision(tag: &Value) -> Option<v1::Decision> {
    let term = tag.get("name")?.as_str()?.to_owned();
    let is_ours = tag.get("source").and_then(Value::as_str) == Some(SOURCE);
    let verdict = if is_ours { v1::Verdict::Accepted } else { v1::Verdict::Added };
    Some(v1::Decision { term, verdict: verdict.into() })
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tiyao_api::v1;

    use super::{Step, Tags, operate, proposed};

    fn keyword(text: &str, tags: &[&str], other_name: &str) -> v1::Keyword {
        let evidence = v1::KeywordEvidence {
            parts_of_speech: tags.iter().map(|tag| (*tag).to_owned()).collect(),
            other_name: other_name.to_owned(),
            ..Default::default()
        };
        v1::Keyword { text: text.to_owned(), evidence: Some(evidence), ..Default::default() }
    }

    #[test]
    fn tags_are_kept_and_not_proposed_twice() {
        let mine = json!({"name": "秋粮", "qcode": "20000", "scheme": "mediatopic", "note": 7});
        let tags: Tags = [("subject".to_owned(), vec![mine.clone()])].into();
        let keywords = [
            keyword("秋粮", &["n"], ""),
            keyword("市场监管总局", &["n", "nt"], "国家市场监督管理总局"),
            keyword("湖北", &["ns"], ""),
            keyword("湖北粮库", &["ns", "n"], ""),
            keyword("张三", &["nr"], ""),
        ];
        let tags = json!(proposed(tags, &keywords));
        assert_eq!(tags["subject"][0], mine);
        assert_eq!(tags["subject"][1]["name"], "湖北粮库");
        assert_eq!(tags["subject"].as_array().unwrap().len(), 2);
        assert_eq!(tags["organisation"][0]["aliases"], json!(["国家市场监督管理总局"]));
        assert_eq!(tags["place"][0]["qcode"], "tiyao:湖北");
        assert_eq!(tags["person"][0]["name"], "张三");
    }

    #[test]
    fn an_unknown_operation_is_refused_with_its_field() {
        let refused = |body: &serde_json::Value| match operate("", body.to_string().as_bytes()) {
            Err(misreading) => misreading.field,
            Ok(_) => panic!("{body}"),
        };
        assert_eq!(refused(&json!({"operation": "merge", "data": {}})), "operation");
        assert_eq!(refused(&json!({"operation": "search", "data": {"term": 7}})), "data.term");
        assert_eq!(refused(&json!({"operation": "feedback", "data": 7})), "data");
        assert_eq!(refused(&json!({"operation": "search"})), "");
    }

    #[test]
    fn feedback_tells_what_was_taken_from_what_was_added() {
        let body = json!({"service": "tiyao", "operation": "feedback", "data": {
            "item": {"guid": "urn:7"},
            "tags": {"subject": [{"name": "秋粮", "source": "tiyao"}, {"name": "仓容"}]},
        }});
        let Ok(Step::Record(request, _)) = operate("", body.to_string().as_bytes()) else {
            panic!("nothing is kept")
        };
        let decisions: Vec<_> =
            request.decisions.iter().map(|one| (one.term.as_str(), one.verdict())).collect();
        let expected = [("秋粮", v1::Verdict::Accepted), ("仓容", v1::Verdict::Added)];
        assert_eq!((request.article_id.as_str(), decisions), ("urn:7", expected.to_vec()));
    }
}
