//! Which verb and path lead to which RPC, from the `google.api.http` annotations.

use ::http::{Method, Uri};
use bytes::Bytes;
use prost::Message;
use prost_reflect::{
    DescriptorPool, DynamicMessage, ExtensionDescriptor, FieldDescriptor, Kind, MessageDescriptor,
    MethodDescriptor, Value,
};
use serde::Serialize;
use tiyao_api::v1;

/// The package whose services are served.
const PACKAGE: &str = "tiyao.v1";

/// One RPC as plain HTTP reaches it.
pub(super) struct Route {
    pub(super) method: MethodDescriptor,
    pub(super) verb: Method,
    pub(super) path: String,
    /// Path of the gRPC call.
    pub(super) rpc: Uri,
    pub(super) shape: Shape,
    pub(super) input: MessageDescriptor,
    pub(super) answer: ToJson,
    /// The way to the request's one `Content`, which a body of raw text or of a document becomes.
    pub(super) document: Option<Vec<FieldDescriptor>>,
}

/// How many messages go each way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Unary,
    ServerStream,
    BothStreams,
}

/// Writes an encoded message as canonical JSON.
pub(super) type ToJson = fn(Bytes) -> Result<Vec<u8>, String>;

/// Every answer by the very code that writes JSON elsewhere, so that the same answer is the same
/// bytes.
const ANSWERS: [(&str, ToJson); 9] = [
    ("ExtractKeywordsResponse", to_json::<v1::ExtractKeywordsResponse>),
    ("SummarizeResponse", to_json::<v1::SummarizeResponse>),
    ("AnalyzeArticleResponse", to_json::<v1::AnalyzeArticleResponse>),
    ("BatchAnalyzeArticlesResponse", to_json::<v1::BatchAnalyzeArticlesResponse>),
    ("AnalyzeArticlesResponse", to_json::<v1::AnalyzeArticlesResponse>),
    ("SplitIssueResponse", to_json::<v1::SplitIssueResponse>),
    ("AnalyzeIssueResponse", to_json::<v1::AnalyzeIssueResponse>),
    ("RecordFeedbackResponse", to_json::<v1::RecordFeedbackResponse>),
    ("GetServerInfoResponse", to_json::<v1::GetServerInfoResponse>),
];

fn to_json<M: Message + Default + Serialize>(encoded: Bytes) -> Result<Vec<u8>, String> {
    let message = M::decode(encoded).map_err(|error| error.to_string())?;
    serde_json::to_vec(&message).map_err(|error| error.to_string())
}

/// The routes of all RPCs, in the order of the contract.
pub(super) fn of(pool: &DescriptorPool) -> Result<Vec<Route>, String> {
    let rule = pool.get_extension_by_name("google.api.http");
    let rule = rule.ok_or("the contract has no google.api.http")?;
    let services = pool.services().filter(|service| service.package_name() == PACKAGE);
    let methods = services.flat_map(|service| service.methods().collect::<Vec<_>>());
    methods
        .map(|method| {
            let name = method.full_name().to_owned();
            Route::of(method, &rule).map_err(|fault| format!("the route of {name}: {fault}"))
        })
        .collect()
}

impl Route {
    fn of(method: MethodDescriptor, rule: &ExtensionDescriptor) -> Result<Self, String> {
        let (verb, path, body) = annotation(&method.options(), rule)?;
        let shape = match (method.is_client_streaming(), method.is_server_streaming()) {
            (false, false) => Shape::Unary,
            (false, true) => Shape::ServerStream,
            (true, true) => Shape::BothStreams,
            (true, false) => return Err("a stream in and one answer out are not served".to_owned()),
        };
        match (&verb, body.as_str()) {
            (&Method::GET, "") | (&Method::POST, "*") => {}
            _ => return Err(format!("{verb} with the body {body:?} is not served")),
        }
        let rpc = format!("/{}/{}", method.parent_service().full_name(), method.name());
        let rpc = rpc.parse().map_err(|error| format!("{rpc}: {error}"))?;
        let output = method.output();
        let answer = ANSWERS.iter().find(|(name, _)| *name == output.name());
        let (_, answer) = *answer.ok_or_else(|| format!("{} has no JSON", output.name()))?;
        let input = method.input();
        let takes_document = verb == Method::POST && shape != Shape::BothStreams;
        let document = takes_document.then(|| way_to_content(&input)).flatten();
        Ok(Self { method, verb, path, rpc, shape, input, answer, document })
    }
}

/// Verb, path and body of an annotation.
fn annotation(
    options: &DynamicMessage,
    rule: &ExtensionDescriptor,
) -> Result<(Method, String, String), String> {
    let rule = options.get_extension(rule);
    let rule = rule.as_message().ok_or("the annotation is no HttpRule")?;
    let text = |name: &str| {
        let value = rule.get_field_by_name(name);
        value.and_then(|value| value.as_str().map(str::to_owned)).unwrap_or_default()
    };
    let verbs = [("get", Method::GET), ("post", Method::POST)];
    let given = verbs.into_iter().find(|(name, _)| !text(name).is_empty());
    let (name, verb) = given.ok_or("neither get nor post is given")?;
    let path = text(name);
    if !path.starts_with('/') || path.contains(['{', '*', '?']) {
        return Err(format!("{path} is not a plain path"));
    }
    let more = ["additional_bindings", "response_body"];
    let more = more.iter().find(|name| rule.has_field_by_name(name));
    if let Some(name) = more {
        return Err(format!("{name} is not served"));
    }
    Ok((verb, path, text("body")))
}

/// The one `Content` among the request's fields, and among those of its messages.
fn way_to_content(input: &MessageDescriptor) -> Option<Vec<FieldDescriptor>> {
    let message_of = |field: &FieldDescriptor| match field.kind() {
        Kind::Message(message) if !field.is_list() => Some(message),
        _ => None,
    };
    let is_content = |field: &FieldDescriptor| {
        message_of(field).is_some_and(|message| message.full_name() == "tiyao.v1.Content")
    };
    let direct = input.fields().filter(is_content).map(|field| vec![field]);
    let nested = input.fields().filter_map(|field| Some((message_of(&field)?, field)));
    let nested = nested.flat_map(|(message, outer)| {
        let inner = message.fields().filter(is_content);
        inner.map(move |inner| vec![outer.clone(), inner]).collect::<Vec<_>>()
    });
    let mut ways = direct.chain(nested);
    ways.next().filter(|_| ways.next().is_none())
}

/// Puts a document where the route says.
pub(super) fn set_content(message: &mut DynamicMessage, way: &[FieldDescriptor], content: Value) {
    match way {
        [] => {}
        [last] => message.set_field(last, content),
        [first, rest @ ..] => {
            if let Value::Message(inner) = message.get_field_mut(first) {
                set_content(inner, rest, content);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use prost_reflect::{DynamicMessage, Kind, MessageDescriptor, Value};

    use super::{
        super::{contract::Contract, reading},
        Shape,
    };

    /// A message with something in every field, as deep as it goes.
    fn full(descriptor: &MessageDescriptor) -> DynamicMessage {
        let mut message = DynamicMessage::new(descriptor.clone());
        for (number, field) in (1_u32..).zip(descriptor.fields()) {
            let one = match field.kind() {
                Kind::Double => Value::F64(f64::from(number) / 3.0),
                Kind::Uint32 => Value::U32(u32::MAX - number),
                Kind::Int32 => Value::I32(-1),
                Kind::Bool => Value::Bool(true),
                Kind::String => Value::String(format!("“粮”\\\u{1}\u{1f35a}{number}")),
                Kind::Bytes => Value::Bytes(vec![0xfb, 0xff].into()),
                Kind::Enum(names) => {
                    Value::EnumNumber(names.values().last().map_or(0, |value| value.number()))
                }
                Kind::Message(inner) => Value::Message(full(&inner)),
                other => panic!("{other:?} is in no message yet"),
            };
            let value = if field.is_list() { Value::List(vec![one.clone(), one]) } else { one };
            message.set_field(&field, value);
        }
        message
    }

    /// What one library writes, another reads: that is what canonical means.
    #[test]
    fn the_json_of_every_answer_is_read_back() {
        for route in &Contract::read().unwrap().routes {
            let descriptor = route.method.output();
            for message in [full(&descriptor), DynamicMessage::new(descriptor.clone())] {
                let json = (route.answer)(message.encode_to_vec().into()).unwrap();
                let read = reading::json(&descriptor, &json).unwrap();
                // A default that was written is the same message as one that was not.
                let (read, sent) = (read.encode_to_vec(), message.encode_to_vec());
                assert!(read == sent, "{}: {}", descriptor.name(), String::from_utf8_lossy(&json));
            }
        }
    }

    #[test]
    fn every_rpc_has_its_route() {
        let contract = Contract::read().unwrap();
        let routes: Vec<_> = contract
            .routes
            .iter()
            .map(|route| {
                let document: Vec<String> = route
                    .document
                    .iter()
                    .flatten()
                    .map(|field| field.json_name().to_owned())
                    .collect();
                let line = format!("{} {} {}", route.verb, route.path, route.rpc);
                (line, route.shape, document.join("."))
            })
            .collect();
        let expected = [
            (
                "POST /v1/articles:extractKeywords",
                "AnalysisService/ExtractKeywords",
                "article.content",
            ),
            ("POST /v1/articles:summarize", "AnalysisService/Summarize", "article.content"),
            ("POST /v1/articles:analyze", "AnalysisService/AnalyzeArticle", "article.content"),
            ("POST /v1/articles:batchAnalyze", "AnalysisService/BatchAnalyzeArticles", ""),
            ("POST /v1/articles:stream", "AnalysisService/AnalyzeArticles", ""),
            ("POST /v1/issues:split", "IssueService/SplitIssue", "content"),
            ("POST /v1/issues:analyze", "IssueService/AnalyzeIssue", "content"),
            ("GET /v1/server", "ServerService/GetServerInfo", ""),
            ("POST /v1/feedback:record", "FeedbackService/RecordFeedback", ""),
        ];
        let expected: Vec<_> = expected
            .iter()
            .map(|(line, rpc, document)| {
                let shape = match *rpc {
                    "AnalysisService/AnalyzeArticles" => Shape::BothStreams,
                    "IssueService/AnalyzeIssue" => Shape::ServerStream,
                    _ => Shape::Unary,
                };
                (format!("{line} /tiyao.v1.{rpc}"), shape, (*document).to_owned())
            })
            .collect();
        assert_eq!(routes, expected);
    }
}
