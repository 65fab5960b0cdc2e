use std::collections::BTreeSet;

use prost::Message as _;
use tiyao_api::v1;
use tiyao_server::{Config, Monitor};
use tonic::Code;

use crate::support::{call, serve};

/// The names of all samples that a server shows once it has answered and refused.
async fn samples() -> BTreeSet<String> {
    let monitor = Monitor::default();
    let server = serve(Config { monitor: monitor.clone(), ..Config::default() });
    let form = Some(v1::content::Form::Text("各地粮库备好仓容。".to_owned()));
    let content = Some(v1::Content { form, ..v1::Content::default() });
    let article = Some(v1::ArticleInput { content, ..v1::ArticleInput::default() });
    let sound = v1::SummarizeRequest { article, ..Default::default() }.encode_to_vec();
    let (channel, path) = (server.channel(), "/tiyao.v1.AnalysisService/Summarize");
    assert_eq!(call(&channel, path, &sound, &[]).await.code(), Code::Ok);
    assert_eq!(call(&channel, path, &[], &[]).await.code(), Code::InvalidArgument);
    server.stop().await;
    let metrics = monitor.metrics();
    let samples = metrics.lines().filter(|line| !line.starts_with('#'));
    samples.filter_map(|line| line.split(['{', ' ']).next().map(ToOwned::to_owned)).collect()
}

/// The metrics that a text names.
fn named(text: &str) -> BTreeSet<&str> {
    text.split(|c: char| !(c.is_ascii_lowercase() || c.is_ascii_digit() || c == '_'))
        .filter(|word| word.starts_with("tiyao_") || word.starts_with("process_"))
        .collect()
}

#[tokio::test]
async fn dashboard_and_alerts_ask_for_what_there_is() {
    let mut samples = samples().await;
    // Shown by servers that have certificates, and by those that have refused a request over HTTP.
    samples.insert("tiyao_tls_certificate_expiry_timestamp_seconds".to_owned());
    samples.insert("tiyao_http_refusals_total".to_owned());
    let dashboard = include_str!("../../../../deploy/grafana/tiyao.json");
    let alerts = include_str!("../../../../deploy/prometheus/alerts.yaml");
    serde_json::from_str::<serde_json::Value>(dashboard).unwrap();
    for text in [dashboard, alerts] {
        let named = named(text);
        assert!(named.len() > 5, "{named:?}");
        let unknown: Vec<_> = named.iter().filter(|name| !samples.contains(**name)).collect();
        assert!(unknown.is_empty(), "no server shows {unknown:?}, but {samples:?}");
    }
}

#[tokio::test]
async fn the_docs_tell_every_metric() {
    let docs = named(include_str!("../../../../docs/operations.md"));
    let untold: Vec<String> = samples()
        .await
        .into_iter()
        .filter(|sample| {
            // A histogram is told once.
            let parts = ["_bucket", "_sum", "_count"];
            let family = parts.iter().find_map(|part| sample.strip_suffix(part));
            !docs.contains(family.unwrap_or(sample))
        })
        .collect();
    assert!(untold.is_empty(), "docs/operations.md does not tell {untold:?}");
}

#[test]
fn the_unit_lets_analysis_stand_back() {
    let unit = include_str!("../../../../deploy/systemd/tiyao.service");
    let filters: Vec<&str> =
        unit.lines().filter_map(|line| line.strip_prefix("SystemCallFilter=")).collect();
    // The last word holds, and `@resources` has this call.
    let refused = filters.iter().position(|filter| filter.contains("~@privileged @resources"));
    let allowed = filters.iter().position(|filter| *filter == "setpriority");
    assert!(refused.unwrap() < allowed.unwrap(), "{filters:?}");
}
