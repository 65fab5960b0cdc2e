//! The methods that are served, and who may call each.

use crate::guard::Role;

/// Who may call a method where calls need a token.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Access {
    /// Anyone: whoever asks for health has no token.
    Open,
    /// Callers with this role, or one above it.
    From(Role),
}

/// Every method of every service. What is not here is the administrators' alone, and shares one label in
/// the metrics: callers must not make up labels.
const METHODS: [(&str, Access, Place); 13] = [
    ("/tiyao.v1.AnalysisService/ExtractKeywords", ANALYSTS, Place::Queued),
    ("/tiyao.v1.AnalysisService/Summarize", ANALYSTS, Place::Queued),
    ("/tiyao.v1.AnalysisService/AnalyzeArticle", ANALYSTS, Place::Queued),
    ("/tiyao.v1.AnalysisService/AnalyzeArticles", ANALYSTS, Place::Own),
    ("/tiyao.v1.AnalysisService/BatchAnalyzeArticles", ANALYSTS, Place::Queued),
    ("/tiyao.v1.IssueService/SplitIssue", ANALYSTS, Place::Queued),
    ("/tiyao.v1.IssueService/AnalyzeIssue", ANALYSTS, Place::Queued),
    ("/tiyao.v1.ServerService/GetServerInfo", ANALYSTS, Place::Own),
    ("/tiyao.v1.FeedbackService/RecordFeedback", ANALYSTS, Place::Own),
    ("/grpc.health.v1.Health/Check", Access::Open, Place::Own),
    ("/grpc.health.v1.Health/Watch", Access::Open, Place::Own),
    ("/grpc.reflection.v1.ServerReflection/ServerReflectionInfo", ANALYSTS, Place::Own),
    ("/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo", ANALYSTS, Place::Own),
];

const ANALYSTS: Access = Access::From(Role::Analyze);

/// Where a method's calls find room.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    /// In the queue for the analysis threads: when it is full they are refused.
    Queued,
    /// Elsewhere: they need no analysis, or are held back while there is no room.
    Own,
}

/// A method as it is counted and guarded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Method {
    /// Its name in the metrics, as `tiyao.v1.IssueService/SplitIssue`.
    pub(crate) label: &'static str,
    pub(crate) access: Access,
    /// Whether its calls are refused when the queue is full.
    pub(crate) is_queued: bool,
}

const UNKNOWN: Method =
    Method { label: "unknown", access: Access::From(Role::Admin), is_queued: false };

impl Method {
    /// The method at a request's path.
    pub(crate) fn at(path: &str) -> Self {
        let known = METHODS.iter().find(|(known, ..)| *known == path);
        known.map_or(UNKNOWN, |(path, access, place)| Self {
            label: path.trim_start_matches('/'),
            access: *access,
            is_queued: *place == Place::Queued,
        })
    }
}

#[cfg(test)]
mod tests {
    use prost::Message as _;
    use prost_types::FileDescriptorSet;

    use super::{Access, METHODS, Method, UNKNOWN};

    /// The paths of all methods in a descriptor set.
    fn paths(set: &[u8]) -> Vec<String> {
        let set = FileDescriptorSet::decode(set).unwrap();
        let files = set.file.iter();
        files
            .flat_map(|file| {
                file.service.iter().flat_map(move |service| {
                    let name = format!("/{}.{}", file.package(), service.name());
                    service.method.iter().map(move |method| format!("{name}/{}", method.name()))
                })
            })
            .collect()
    }

    #[test]
    fn every_method_is_told_apart() {
        let sets = [
            tiyao_api::v1::FILE_DESCRIPTOR_SET,
            tonic_health::pb::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1::FILE_DESCRIPTOR_SET,
            tonic_reflection::pb::v1alpha::FILE_DESCRIPTOR_SET,
        ];
        let mut served: Vec<String> = sets.into_iter().flat_map(paths).collect();
        let mut named: Vec<&str> = METHODS.iter().map(|(path, ..)| *path).collect();
        served.sort_unstable();
        named.sort_unstable();
        assert_eq!(named, served);
    }

    #[test]
    fn what_is_not_known_is_closed() {
        for path in
            ["/", "", "/tiyao.v1.AnalysisService/Other", "/tiyao.v1.AnalysisService/Summarize/"]
        {
            assert_eq!(Method::at(path), UNKNOWN, "{path}");
        }
        assert_eq!(Method::at("/grpc.health.v1.Health/Check").access, Access::Open);
    }
}
