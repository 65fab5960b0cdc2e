//! Editors' tools, with requests of the form that each documents.

use serde_json::{Value, json};
use tiyao_server::{Config, FeedbackFile, Http};

use crate::support::{ARTICLE, get, post, serve, serve_with};

fn names(tags: &Value) -> Vec<&str> {
    tags.as_array().into_iter().flatten().filter_map(|tag| tag["name"].as_str()).collect()
}

/// The body of Superdesk's `ai` resource.
fn item() -> Value {
    json!({
        "service": "tiyao",
        "item": {
            "guid": "urn:newsml:desk:7",
            "language": "zh-Hans",
            "headline": "秋粮<b>收购</b>",
            "body_html": format!("<p>{}</p>", ARTICLE.replace('\n', "</p>\n<p>")),
            "abstract": "",
        },
        "tags": {"subject": [{"name": "粮食", "qcode": "20000205", "scheme": "mediatopic"}]},
    })
}

#[tokio::test]
async fn superdesk_is_proposed_tags() {
    let server = serve();
    let answer = server.json("/desk/superdesk/ai", &item()).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert!(answer.header("server-timing").contains("analysis;dur="), "{answer:?}");
    let analysis = &answer.json()["analysis"];
    let subjects = names(&analysis["subject"]);
    assert_eq!(subjects[0], "粮食", "what was chosen stays, and first");
    assert!(subjects.contains(&"秋粮收购"), "{subjects:?}");
    assert_eq!(analysis["subject"][0]["qcode"], "20000205");
    let proposed = &analysis["subject"][1];
    assert_eq!(proposed["qcode"], format!("tiyao:{}", subjects[1]));
    assert!(
        ARTICLE
            .contains(analysis["abstract"].as_str().unwrap().split_inclusive('。').next().unwrap())
    );

    // A headline is all there is, or not even that.
    let mut bare = item();
    bare["item"]["body_html"] = json!("");
    bare["tags"] = Value::Null;
    bare["item"].as_object_mut().unwrap().remove("guid");
    let answer = server.json("/desk/superdesk/ai", &bare).await;
    assert!(!names(&answer.json()["analysis"]["subject"]).is_empty(), "{answer:?}");
    bare["item"]["headline"] = Value::Null;
    let answer = server.json("/desk/superdesk/ai", &bare).await;
    assert_eq!(answer.json(), json!({"analysis": {"subject": []}}));

    bare["item"]["body_html"] = Value::Null;
    let fault = server.json("/desk/superdesk/ai", &bare).await.fault();
    assert_eq!(fault, (400, "UNREADABLE_REQUEST".to_owned(), vec!["item.body_html".to_owned()]));
}

#[tokio::test]
async fn what_an_editor_decided_is_kept_or_refused() {
    let feedback = json!({"service": "tiyao", "operation": "feedback", "data": {
        "item": {"guid": "urn:newsml:desk:7"},
        "tags": {"subject": [{"name": "秋粮收购", "source": "tiyao"}, {"name": "仓容"}]},
    }});
    let path = "/desk/superdesk/ai_data_op";
    let fault = serve().json(path, &feedback).await.fault();
    assert_eq!(fault, (400, "FEEDBACK_NOT_KEPT".to_owned(), vec![]));

    let folder = tempfile::tempdir().unwrap();
    let kept = folder.path().join("feedback.jsonl");
    let file = FeedbackFile::open(kept.clone()).unwrap();
    let http = Some(Http::default());
    let server = serve_with(Config { feedback: Some(file), http, ..Config::default() });
    assert_eq!(server.json(path, &feedback).await.json(), json!({"result": {}}));
    let annotated = json!({
        "action": "ANNOTATION_CREATED",
        "task": {"id": 7, "data": {"text": ARTICLE}},
        "annotation": {"id": 3, "result": [
            {"id": "a", "from_name": "label", "to_name": "text", "type": "labels", "origin": "manual",
             "value": {"start": 2, "end": 6, "text": "秋粮收购", "labels": ["Keyword"]}},
        ]},
        "project": {"id": 1},
    });
    let answer = server.json("/desk/label-studio/webhook", &annotated).await;
    assert_eq!(answer.json(), json!({"status": "ok"}));
    let decision =
        json!({"articleId": "8", "decisions": [{"term": "", "verdict": "VERDICT_ADDED"}]});
    let (code, reason, fields) = server.json("/v1/feedback:record", &decision).await.fault();
    assert_eq!(
        (code, reason.as_str(), &*fields),
        (400, "INVALID_FIELD", &["decisions[0].term".to_owned()][..])
    );

    let lines = std::fs::read_to_string(&kept).unwrap();
    let lines: Vec<Value> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(lines.len(), 2, "{lines:?}");
    assert_eq!(lines[0]["source"], "superdesk");
    assert_eq!(lines[0]["articleId"], "urn:newsml:desk:7");
    let accepted = json!({"term": "秋粮收购", "verdict": "VERDICT_ACCEPTED"});
    assert_eq!(
        lines[0]["decisions"],
        json!([accepted, {"term": "仓容", "verdict": "VERDICT_ADDED"}])
    );
    assert_eq!(lines[1]["source"], "label-studio");
    assert!(lines[1]["recordedAt"].as_u64().unwrap() > 1_700_000_000);
}

#[tokio::test]
async fn label_studio_gets_regions_that_cut_its_text() {
    let server = serve();
    let answer = server.send(get("/desk/label-studio/health")).await;
    assert_eq!(answer.json()["status"], "UP");
    let config = r#"<View>
        <Labels name="label" toName="text"><Label value="Keyword"/><Label value="Summary"/></Labels>
        <Text name="text" value="$text"/>
        <TextArea name="gist" toName="text"/>
    </View>"#;
    let project =
        json!({"project": "1.1700000000", "schema": config, "hostname": "", "access_token": "x"});
    let answer = server.json("/desk/label-studio/setup", &project).await;
    let version = answer.json()["model_version"].clone();
    assert!(version.as_str().unwrap().starts_with("tiyao"), "{answer:?}");

    // What lies beyond the first plane is two units in a browser, and one place here.
    let text = format!("\u{1f33e}\u{1f35a}{ARTICLE}");
    let body = json!({
        "tasks": [{"id": 5, "data": {"text": text}, "annotations": []}, {"id": 6, "data": {"text": ""}}],
        "model_version": version, "project": "1.1700000000", "label_config": config,
        "params": {"login": null, "password": null, "context": null},
    });
    let answer = server.json("/desk/label-studio/predict", &body).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let answer = answer.json();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.len(), 2);
    let regions = results[0]["result"].as_array().unwrap();
    let characters: Vec<char> = text.chars().collect();
    let mut labels = Vec::new();
    for region in regions.iter().filter(|region| region["type"] == "labels") {
        assert_eq!((&region["from_name"], &region["to_name"]), (&json!("label"), &json!("text")));
        let value = &region["value"];
        let place = |name: &str| usize::try_from(value[name].as_u64().unwrap()).unwrap();
        let cut: String = characters[place("start")..place("end")].iter().collect();
        assert_eq!(value["text"], cut);
        labels.push((value["labels"][0].as_str().unwrap(), cut));
    }
    assert!(labels.contains(&("Keyword", "秋粮收购".to_owned())), "{labels:?}");
    assert!(labels.iter().any(|(label, cut)| *label == "Summary" && cut.ends_with('。')));
    let gist = regions.last().unwrap();
    assert_eq!((&gist["type"], &gist["from_name"]), (&json!("textarea"), &json!("gist")));
    assert!(!gist["value"]["text"][0].as_str().unwrap().is_empty());

    // All that somebody has selected comes at once: more than a call of the service takes.
    let text = |id: usize| format!("第{id}个粮库的秋粮收购进展顺利。");
    let tasks: Vec<Value> =
        (0..300).map(|id| json!({"id": id, "data": {"text": text(id)}})).collect();
    let many = json!({"tasks": tasks, "label_config": config});
    let answer = server.json("/desk/label-studio/predict", &many).await.json();
    let results = answer["results"].as_array().unwrap();
    assert_eq!(results.len(), 300);
    for (id, result) in results.iter().enumerate() {
        let gist = result["result"].as_array().unwrap().last().unwrap();
        assert_eq!(gist["value"]["text"][0], text(id));
    }
    let tasks = vec![tasks[0].clone(); 4097];
    let too_many = json!({"tasks": tasks, "label_config": config});
    let (code, _, fields) = server.json("/desk/label-studio/predict", &too_many).await.fault();
    assert_eq!((code, fields), (400, vec!["tasks".to_owned()]));

    let unlabelled = json!({"config": "<View><Image name='i' value='$i'/></View>"});
    let (code, _, fields) = server.json("/desk/label-studio/validate", &unlabelled).await.fault();
    assert_eq!((code, fields), (400, vec!["config".to_owned()]));
}

#[tokio::test]
async fn blogs_get_their_excerpts() {
    let server = serve();
    let html = format!("<!-- wp:paragraph -->\n<p>{ARTICLE}</p>\n<!-- /wp:paragraph -->");
    let body =
        json!({"id": 7, "title": {"raw": "秋粮收购"}, "content": {"raw": html}, "status": "draft"});
    let answer = server.json("/desk/wordpress/excerpt?maxCharacters=40", &body).await;
    let answer = answer.json();
    assert_eq!(answer["id"], 7);
    let excerpt = answer["excerpt"].as_str().unwrap();
    assert!((1..=40).contains(&excerpt.chars().count()) && ARTICLE.contains(excerpt), "{excerpt}");
    assert!(answer["keywords"].as_array().unwrap().contains(&json!("秋粮收购")), "{answer}");

    let body = json!({"posts": [{"id": "5f", "title": "秋粮收购", "html": format!("<p>{ARTICLE}</p>"),
        "updated_at": "2026-01-02T03:04:05.000Z"}]});
    let answer = server.json("/desk/ghost/excerpt", &body).await.json();
    let post = &answer["posts"][0];
    assert!(post["custom_excerpt"].as_str().unwrap().chars().count() <= 300);
    assert!(names(&post["tags"]).contains(&"秋粮收购"), "{answer}");
    assert_eq!(post["updated_at"], "2026-01-02T03:04:05.000Z");
}

#[tokio::test]
async fn what_no_tool_calls_is_told() {
    let server = serve();
    assert_eq!(server.send(get("/desk/other")).await.fault().1, "NO_SUCH_ROUTE");
    let answer = server.send(get("/desk/superdesk/ai")).await;
    assert_eq!((answer.fault().0, answer.header("allow")), (405, "POST"));
    let garbage = post("/desk/superdesk/ai", "application/json", &b"\xff{"[..]);
    assert_eq!(server.send(garbage).await.fault().1, "UNREADABLE_REQUEST");
}
