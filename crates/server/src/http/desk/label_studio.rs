//! Label Studio's contract for machine-learning backends: keywords and sentences as regions of a text,
//! a summary as its free text.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Value, json};
use tiyao_analysis::ENGINE_VERSION;
use tiyao_api::v1;

use super::{
    Step,
    label_config::{self, Target, Targets},
    misread, paragraph, read,
};
use crate::http::reading::Misreading;

/// `health`.
#[expect(clippy::unnecessary_wraps, reason = "the form of all adapters")]
pub(super) fn health(_: &str, _: &[u8]) -> Result<Step, Misreading> {
    Ok(Step::Say(json!({"status": "UP", "model_class": "Tiyao"})))
}

#[derive(Deserialize)]
struct Setup {
    #[serde(default)]
    schema: Option<String>,
}

/// `setup`: a project begins to ask. Its configuration is checked, so that its owner learns at once what
/// cannot be labelled.
pub(super) fn setup(_: &str, text: &[u8]) -> Result<Step, Misreading> {
    let Setup { schema } = read(text)?;
    if let Some(schema) = schema.filter(|schema| !schema.is_empty()) {
        label_config::read(&schema).map_err(|fault| misread("schema", fault))?;
    }
    Ok(Step::Say(json!({"model_version": ENGINE_VERSION})))
}

#[derive(Deserialize)]
struct Validate {
    config: String,
}

/// `validate`: whether a configuration can be labelled.
pub(super) fn validate(_: &str, text: &[u8]) -> Result<Step, Misreading> {
    let Validate { config } = read(text)?;
    label_config::read(&config).map_err(|fault| misread("config", fault))?;
    Ok(Step::Say(json!({"status": "ok"})))
}

/// Tasks of one request. Label Studio sends all that somebody has selected at once; their predictions
/// are held until the last is there.
const MOST_TASKS: usize = 4096;

#[derive(Deserialize)]
struct Predict {
    tasks: Vec<Task>,
    label_config: String,
}

#[derive(Deserialize)]
struct Task {
    #[serde(default)]
    id: Value,
    data: BTreeMap<String, Value>,
}

/// `predict`: a prediction for each task.
pub(super) fn predict(_: &str, text: &[u8]) -> Result<Step, Misreading> {
    let Predict { tasks, label_config } = read(text)?;
    let targets =
        label_config::read(&label_config).map_err(|fault| misread("label_config", fault))?;
    let of_labels = targets.labels.as_ref().map(|labels| &labels.target);
    let Some(source) = of_labels.or(targets.summary.as_ref()) else {
        return Err(misread("label_config", "nothing in it can be labelled"));
    };
    if tasks.len() > MOST_TASKS {
        let found = tasks.len();
        return Err(misread("tasks", format!("at most {MOST_TASKS} tasks, found {found}")));
    }
    let mut texts = Vec::new();
    let mut requests = Vec::new();
    for (index, task) in tasks.into_iter().enumerate() {
        let text = task.data.get(&source.field).and_then(Value::as_str);
        let text = text.ok_or_else(|| {
            misread(&format!("tasks[{index}].data.{}", source.field), "a text is expected")
        })?;
        let content = v1::Content {
            form: Some(v1::content::Form::Text(text.to_owned())),
            media_type: v1::MediaType::PlainText.into(),
            ..Default::default()
        };
        let article = v1::ArticleInput {
            id: task.id.to_string(),
            content: Some(content),
            ..Default::default()
        };
        requests.push(v1::AnalyzeArticlesRequest {
            article: Some(article),
            // Label Studio counts so, whatever its browser counts in.
            offset_unit: v1::OffsetUnit::CodePoint.into(),
            ..Default::default()
        });
        texts.push(text.to_owned());
    }
    if requests.is_empty() {
        return Ok(Step::Say(json!({"results": []})));
    }
    let mut texts = texts.into_iter();
    let tell = move |result| prediction(result, &texts.next().unwrap_or_default(), &targets);
    let whole = |told: Vec<Value>| json!({"results": told, "model_version": ENGINE_VERSION});
    Ok(Step::Many(requests, Box::new(tell), whole))
}

/// What is proposed for one task; one that failed says why, and its neighbours have theirs.
fn prediction(result: v1::ArticleResult, text: &str, targets: &Targets) -> Value {
    let analysis = match result.outcome {
        Some(v1::article_result::Outcome::Analysis(analysis)) => analysis,
        Some(v1::article_result::Outcome::Error(error)) => {
            return json!({"result": [], "model_version": ENGINE_VERSION, "error": error.message});
        }
        None => v1::ArticleAnalysis::default(),
    };
    let mut regions = Vec::new();
    if let Some(labels) = &targets.labels {
        let places = Places::of(text);
        let mut mark = |spans: &[v1::Span], label: &str| {
            // Its pieces are parted by line ends, which stand in the text as it is shown.
            if let (Some(first), Some(last)) = (spans.first(), spans.last()) {
                let (start, end) = (first.start, last.end);
                let cut = places.cut(start, end);
                let value = json!({"start": start, "end": end, "text": cut, "labels": [label]});
                let id = format!("tiyao-{}", regions.len());
                regions.push(region(&id, &labels.target, "labels", &value));
            }
        };
        if let Some(label) = &labels.keyword {
            let occurrences = analysis.keywords.iter().flat_map(|keyword| &keyword.occurrences);
            for occurrence in occurrences.filter(|occurrence| !occurrence.in_title_field) {
                mark(&occurrence.spans, label);
            }
        }
        if let Some(label) = &labels.sentence {
            let sentences = analysis.summary.iter().flat_map(|summary| &summary.sentences);
            for sentence in sentences {
                mark(&sentence.spans, label);
            }
        }
    }
    if let Some(target) = &targets.summary {
        let id = format!("tiyao-{}", regions.len());
        let value = json!({"text": [paragraph(&analysis)]});
        regions.push(region(&id, target, "textarea", &value));
    }
    json!({"result": regions, "model_version": ENGINE_VERSION})
}

fn region(id: &str, target: &Target, kind: &str, value: &Value) -> Value {
    json!({
        "id": id,
        "from_name": target.from_name,
        "to_name": target.to_name,
        "type": kind,
        "value": value,
    })
}

/// A text that is cut by code points.
struct Places<'a> {
    text: &'a str,
    // The byte of each code point, and the text's end.
    bytes: Vec<usize>,
}

impl<'a> Places<'a> {
    fn of(text: &'a str) -> Self {
        let bytes = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
        Self { text, bytes }
    }

    fn cut(&self, start: u32, end: u32) -> &'a str {
        let byte = |place: u32| self.bytes.get(usize::try_from(place).ok()?).copied();
        let range = byte(start).zip(byte(end)).map(|(start, end)| start..end);
        range.and_then(|range| self.text.get(range)).unwrap_or_default()
    }
}

#[derive(Deserialize)]
struct Event {
    #[serde(default)]
    action: String,
    #[serde(default)]
    annotation: Option<Annotation>,
    #[serde(default)]
    task: Option<Value>,
}

#[derive(Deserialize)]
struct Annotation {
    #[serde(default)]
    result: Vec<Region>,
}

#[derive(Deserialize)]
struct Region {
    #[serde(default)]
    origin: String,
    #[serde(rename = "type", default)]
    kind: String,
    #[serde(default)]
    value: Value,
}

/// `webhook`: what an annotator has left of a task's regions is kept; other events are nothing to us.
pub(super) fn webhook(_: &str, text: &[u8]) -> Result<Step, Misreading> {
    let event: Event = read(text)?;
    let said = json!({"status": "ok"});
    if !matches!(event.action.as_str(), "ANNOTATION_CREATED" | "ANNOTATION_UPDATED") {
        return Ok(Step::Say(said));
    }
    let regions = event.annotation.map(|annotation| annotation.result).unwrap_or_default();
    let mut decisions: Vec<v1::Decision> = Vec::new();
    for region in regions.iter().filter(|region| region.kind == "labels") {
        let Some(term) = region.value.get("text").and_then(Value::as_str) else { continue };
        // A keyword that stands in ten places is one decision.
        if decisions.iter().any(|decision| decision.term == term) {
            continue;
        }
        let verdict = match region.origin.as_str() {
            "prediction" => v1::Verdict::Accepted,
            _ => v1::Verdict::Added,
        };
        decisions.push(v1::Decision { term: term.to_owned(), verdict: verdict.into() });
    }
    if decisions.is_empty() {
        return Ok(Step::Say(said));
    }
    let id = event.task.as_ref().and_then(|task| task.get("id")).map(Value::to_string);
    let request = v1::RecordFeedbackRequest {
        article_id: id.unwrap_or_default(),
        source: "label-studio".to_owned(),
        decisions,
    };
    Ok(Step::Record(request, said))
}

#[cfg(test)]
mod tests {
    use serde_json::json;
    use tiyao_api::v1;

    use super::{Places, Step, predict, webhook};

    #[test]
    fn texts_are_cut_by_code_points() {
        let places = Places::of("a🍚粮库");
        assert_eq!((places.cut(1, 3), places.cut(3, 4), places.cut(2, 9)), ("🍚粮", "库", ""));
    }

    #[test]
    fn a_task_without_its_text_is_named() {
        let config =
            r#"<View><TextArea name="a" toName="t"/><Text name="t" value="$text"/></View>"#;
        let refused = |tasks: serde_json::Value, config: &str| {
            let body = json!({"tasks": tasks, "label_config": config}).to_string();
            predict("", body.as_bytes()).err().map(|misreading| misreading.field).unwrap()
        };
        let tasks = json!([{"id": 1, "data": {"text": "粮"}}, {"id": 2, "data": {"txt": "粮"}}]);
        assert_eq!(refused(tasks, config), "tasks[1].data.text");
        assert_eq!(refused(json!([{"id": 1}]), config), "tasks[0]");
        assert_eq!(refused(json!([]), "<View/>"), "label_config");
    }

    #[test]
    fn what_an_annotator_left_is_kept_once() {
        let region = |origin: &str, text: &str| json!({"type": "labels", "origin": origin, "value": {"text": text, "labels": ["K"]}});
        let results = [
            region("prediction", "秋粮"),
            region("manual", "仓容"),
            region("prediction", "秋粮"),
            json!({"type": "choices", "value": {"choices": ["good"]}}),
        ];
        let event = json!({
            "action": "ANNOTATION_CREATED", "task": {"id": 7}, "annotation": {"result": results},
        });
        let Ok(Step::Record(request, _)) = webhook("", event.to_string().as_bytes()) else {
            panic!("nothing is kept")
        };
        let decisions: Vec<_> =
            request.decisions.iter().map(|one| (one.term.as_str(), one.verdict())).collect();
        let expected = [("秋粮", v1::Verdict::Accepted), ("仓容", v1::Verdict::Added)];
        assert_eq!((request.article_id.as_str(), decisions), ("7", expected.to_vec()));
        let other = json!({"action": "PROJECT_UPDATED", "project": {}}).to_string();
        assert!(matches!(webhook("", other.as_bytes()), Ok(Step::Say(_))));
    }
}
