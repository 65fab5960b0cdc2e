//! The `OpenAPI` 3.1 document: the routes and what goes over them, from the contract's descriptors
//! and comments.

use ::http::Method;
use bytes::Bytes;
use prost_reflect::{FieldDescriptor, MessageDescriptor};
use serde_json::{Map, Value, json};
use tiyao_export::Format;

use super::{
    contract::Contract,
    export::Subject,
    media::DOCUMENTS,
    routes::{Route, Shape},
    schema::{self, Comments},
};

/// HTTP codes that a call may end with beside 200; each is a `google.rpc.Status`.
const ERRORS: [&str; 9] = ["400", "401", "403", "413", "415", "429", "500", "503", "504"];

const ABOUT: &str = "A periodical's issue goes in as plain text, Markdown, HTML, DOCX or PDF; out \
    come its articles, and for each article ranked keywords and an extractive summary, with the \
    evidence for both.\n\nBodies are the canonical JSON of the protobuf messages. Fields of an answer \
    are always written, those with their default values too; unknown fields of a request are refused. \
    Streams are one JSON value a line.";

/// The document, written once.
pub(super) fn document(contract: &Contract) -> Result<Bytes, String> {
    let comments = Comments::read(&contract.pool);
    let routes = &contract.routes;
    let mut paths = Map::new();
    for route in routes {
        let verb = route.verb.as_str().to_ascii_lowercase();
        paths.insert(route.path.clone(), json!({verb: operation(route, &comments)}));
    }
    let sent: Vec<MessageDescriptor> = routes.iter().map(|route| route.input.clone()).collect();
    let answered: Vec<_> = routes.iter().map(|route| route.method.output()).collect();
    let mut schemas = schema::schemas(&comments, &sent, &answered);
    schemas.insert("Status".to_owned(), status());
    schemas.insert("StreamError".to_owned(), stream_error());

    let document = json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Tiyao",
            "summary": "A periodical's issue to its articles, keywords and summaries.",
            "description": ABOUT,
            "version": env!("CARGO_PKG_VERSION"),
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "servers": [{"url": "/"}],
        "tags": tags(contract, &comments),
        "security": [{}, {"bearer": []}],
        "paths": paths,
        "components": {
            "schemas": schemas,
            "parameters": headers(),
            "responses": {"Error": {
                "description": "Why there is no answer.",
                "content": {"application/json": {"schema": schema::reference("Status")}},
            }},
            "securitySchemes": {"bearer": {"type": "http", "scheme": "bearer"}},
        },
    });
    serde_json::to_vec(&document).map(Bytes::from).map_err(|error| error.to_string())
}

/// The services, in the order of the contract.
fn tags(contract: &Contract, comments: &Comments) -> Vec<Value> {
    let services = contract.routes.iter().map(|route| route.method.parent_service());
    let mut tags: Vec<Value> = services
        .map(|service| {
            let comment = comments.at(&service.parent_file(), service.path());
            json!({"name": service.name(), "description": comment})
        })
        .collect();
    tags.dedup();
    tags
}

fn operation(route: &Route, comments: &Comments) -> Value {
    let comment = comments.of_method(&route.method);
    let summary = comment.split_inclusive(['.', ';', ':']).next().unwrap_or_default();
    let mut operation = json!({
        "operationId": route.method.name(),
        "tags": [route.method.parent_service().name()],
        "summary": summary.trim_end_matches([';', ':']),
        "description": comment,
        "parameters": parameters(route, comments),
        "responses": responses(route),
    });
    if route.verb != Method::GET
        && let Some(operation) = operation.as_object_mut()
    {
        operation.insert("requestBody".to_owned(), body(route));
    }
    operation
}

fn parameters(route: &Route, comments: &Comments) -> Vec<Value> {
    let shared = ["Timeout", "RequestId"];
    let headers =
        shared.iter().map(|name| json!({"$ref": format!("#/components/parameters/{name}")}));
    let queried: Vec<(String, FieldDescriptor)> = match &route.document {
        Some(way) => schema::parameters(&route.input, way),
        None if route.verb == Method::GET => schema::parameters(&route.input, &[]),
        None => Vec::new(),
    };
    let queried = queried.into_iter().map(|(name, field)| {
        let note = if route.document.is_some() {
            " Goes with a document as the body; a JSON body has it as a field."
        } else {
            ""
        };
        let description = format!("{}{note}", comments.of_field(&field));
        let mut schema = schema::field(&field, comments);
        if let Some(schema) = schema.as_object_mut() {
            schema.remove("description");
        }
        json!({"name": name, "in": "query", "description": description, "schema": schema})
    });
    let exported = Subject::of(route).map(Subject::parameters).unwrap_or_default();
    let exported = exported.into_iter().map(|(name, description, schema)| {
        json!({"name": name, "in": "query", "description": description, "schema": schema})
    });
    headers.chain(queried).chain(exported).collect()
}

fn body(route: &Route) -> Value {
    let message = schema::reference(route.input.name());
    let mut content = Map::new();
    if route.shape == Shape::BothStreams {
        content.insert("application/x-ndjson".to_owned(), json!({"schema": message}));
    } else {
        content.insert("application/json".to_owned(), json!({"schema": message}));
    }
    if route.document.is_some() {
        for (media_type, _) in DOCUMENTS {
            content.insert(media_type.to_owned(), json!({"schema": {}}));
        }
    }
    let description = match (route.shape, &route.document) {
        (Shape::BothStreams, _) => "One message a line.",
        (_, None) => "The message.",
        (_, Some(_)) => "The message; or the document itself, with the other fields in the query.",
    };
    json!({"description": description, "required": true, "content": content})
}

fn responses(route: &Route) -> Value {
    let message = schema::reference(route.method.output().name());
    let mut answer = if route.shape == Shape::Unary {
        json!({
            "description": "The answer.",
            "content": {"application/json": {"schema": message}},
        })
    } else {
        let line = json!({"anyOf": [message, schema::reference("StreamError")]});
        json!({
            "description": "Answers as they are ready, one a line. A call that breaks off says why \
                in a last line.",
            "content": {"application/x-ndjson": {"schema": line}},
        })
    };
    if Subject::of(route).is_some()
        && let Some(content) = answer.get_mut("content").and_then(Value::as_object_mut)
    {
        let exported = Format::ALL.iter().map(|format| format.media_type());
        for media_type in exported.chain(["application/json", "application/zip"]) {
            let essence = media_type.split(';').next().unwrap_or_default();
            content.entry(essence).or_insert_with(|| json!({"schema": {}}));
        }
    }
    let mut responses = Map::new();
    responses.insert("200".to_owned(), answer);
    for code in ERRORS {
        responses.insert(code.to_owned(), json!({"$ref": "#/components/responses/Error"}));
    }
    responses.into()
}

fn headers() -> Value {
    json!({
        "Timeout": {
            "name": "grpc-timeout",
            "in": "header",
            "description": "How long the caller waits: at most eight digits and a unit, H, M, S, m \
                (milliseconds), u or n.",
            "schema": {"type": "string", "pattern": "^[0-9]{1,8}[HMSmun]$"},
            "example": "5S",
        },
        "RequestId": {
            "name": "x-request-id",
            "in": "header",
            "description": "The caller's name for the request.",
            "schema": {"type": "string"},
        },
    })
}

fn status() -> Value {
    json!({
        "type": "object",
        "description": "google.rpc.Status: why a call failed.",
        "required": ["code", "message"],
        "properties": {
            "code": {"type": "integer", "format": "int32", "description": "The google.rpc.Code."},
            "message": {"type": "string", "description": "What is wrong, in plain English."},
            "details": {
                "type": "array",
                "description": "Messages of google.rpc: ErrorInfo with a stable reason, BadRequest \
                    with the fields at fault, RetryInfo, QuotaFailure, RequestInfo.",
                "items": {
                    "type": "object",
                    "required": ["@type"],
                    "properties": {"@type": {"type": "string"}},
                },
            },
        },
    })
}

fn stream_error() -> Value {
    json!({
        "type": "object",
        "description": "The last line of a stream that broke off.",
        "required": ["error"],
        "properties": {"error": schema::reference("Status")},
    })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use serde_json::Value;

    use super::{super::contract::Contract, document};

    fn references(value: &Value, found: &mut BTreeSet<String>) {
        match value {
            Value::Object(fields) => {
                if let Some(Value::String(reference)) = fields.get("$ref") {
                    found.insert(reference.clone());
                }
                fields.values().for_each(|value| references(value, found));
            }
            Value::Array(items) => items.iter().for_each(|value| references(value, found)),
            _ => {}
        }
    }

    #[test]
    fn it_tells_every_route_and_every_reference_leads_somewhere() {
        let contract = Contract::read().unwrap();
        let document: Value = serde_json::from_slice(&document(&contract).unwrap()).unwrap();
        for route in &contract.routes {
            let verb = route.verb.as_str().to_ascii_lowercase();
            let operation = &document["paths"][&route.path][verb];
            assert_eq!(operation["operationId"], route.method.name());
            assert_ne!(operation["summary"], "", "{}", route.path);
        }
        assert_eq!(document["paths"].as_object().unwrap().len(), contract.routes.len());

        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.contains("#/components/schemas/AnalyzeIssueResponse"));
        for reference in found {
            let place = reference.strip_prefix('#').unwrap();
            assert!(document.pointer(place).is_some(), "{reference}");
        }
    }

    #[test]
    fn schemas_say_what_json_says() {
        let contract = Contract::read().unwrap();
        let document: Value = serde_json::from_slice(&document(&contract).unwrap()).unwrap();
        let schemas = &document["components"]["schemas"];
        let span = &schemas["Span"];
        assert_eq!(span["required"], serde_json::json!(["start", "end"]));
        assert_eq!(span["properties"]["start"]["type"], "integer");
        let content = &schemas["Content"];
        assert_eq!(content["additionalProperties"], false);
        assert_eq!(content["properties"]["data"]["contentEncoding"], "base64");
        let described = content["description"].as_str().unwrap();
        assert!(described.ends_with("At most one of `text`, `data` is set."), "{described}");
        let units = schemas["OffsetUnit"]["enum"].as_array().unwrap();
        assert!(units.contains(&"OFFSET_UNIT_CODE_POINT".into()));

        let analyze = &document["paths"]["/v1/articles:analyze"]["post"];
        let names: Vec<&str> = analyze["parameters"]
            .as_array()
            .unwrap()
            .iter()
            .filter_map(|parameter| parameter["name"].as_str())
            .collect();
        assert!(names.contains(&"keywords.maxKeywords") && names.contains(&"article.title"));
        assert!(!names.iter().any(|name| name.starts_with("article.content")), "{names:?}");
    }
}
