use super::{Assignments, Settings, settle, table::SETTINGS};

/// The mistakes in a file, variables and flags.
fn check(file: &str, environment: &[(&str, &str)], flags: &[(&str, &str)], expected: &[&str]) {
    let (_, mistakes) = settled(file, environment, flags);
    assert_eq!(mistakes, expected);
}

fn settled(
    file: &str,
    environment: &[(&str, &str)],
    flags: &[(&str, &str)],
) -> (Settings, Vec<String>) {
    let mut given = Assignments::default();
    given.read_file("tiyao.toml", file);
    let variables = environment.iter().map(|(name, value)| ((*name).into(), (*value).into()));
    given.read_environment(variables);
    for (key, value) in flags {
        given.set(key, value, format!("--{key}"));
    }
    let (settings, _, mistakes) = settle(given);
    (settings, mistakes.iter().map(ToString::to_string).collect())
}

#[test]
fn the_last_source_holds() {
    let file = "listen = \"127.0.0.1:1\"\nthreads = 3\n[drain]\nlimit = \"5s\"\n";
    let environment = [("TIYAO_LISTEN", "127.0.0.1:2"), ("TIYAO_DRAIN_LIMIT", "6s")];
    let (settings, mistakes) = settled(file, &environment, &[("listen", "127.0.0.1:3")]);
    assert!(mistakes.is_empty(), "{mistakes:?}");
    assert_eq!(settings.listen.port(), 3);
    assert_eq!(settings.drain_limit.as_secs(), 6);
    assert_eq!(settings.threads.map(std::num::NonZeroUsize::get), Some(3));
}

#[test]
fn all_mistakes_are_told_with_where_they_were_made() {
    check(
        "listen = \"nowhere\"\n\n[limits]\narticle_bite = 5\nmessage_bytes = \"1 MiB\"\n",
        &[("TIYAO_THREADS", "0"), ("TIYAO_REFLECTION", "perhaps"), ("TIYAO_LISTNE", "x")],
        &[("drain.delay", "soon")],
        &[
            "TIYAO_LISTNE: no setting has this variable; did you mean TIYAO_LISTEN?",
            "tiyao.toml:1: listen: an address, as 127.0.0.1:50151, found \"nowhere\"",
            "tiyao.toml:4: there is no setting limits.article_bite; did you mean \
             limits.article_bytes?",
            "TIYAO_REFLECTION: reflection: true or false, found \"perhaps\"",
            "TIYAO_THREADS: threads: a number from 1, or auto, found \"0\"",
            "--drain.delay: drain.delay: a time, as 30s, found \"soon\"",
            "limits.article_bytes: is more than limits.message_bytes lets in",
            "limits.issue_bytes: is more than limits.message_bytes lets in",
        ],
    );
}

#[test]
fn a_file_is_held_to_the_kinds_of_its_values() {
    check(
        "listen = 5\nreflection = \"true\"\ncorpora = 3\n[log]\nformat = 1\n",
        &[],
        &[],
        &[
            "tiyao.toml:1: listen: an address, as 127.0.0.1:50151, found 5",
            "tiyao.toml:2: reflection: true or false, found \"true\"",
            "tiyao.toml:3: there is no setting corpora; did you mean corpora.files?",
            "tiyao.toml:5: there is no setting log.format; did you mean log_format?",
        ],
    );
    check(
        "a = \n",
        &[],
        &[],
        &["tiyao.toml:1: string values must be quoted, expected literal string"],
    );
}

#[test]
fn what_does_not_go_together_is_told() {
    check(
        "[tls]\ncertificate = \"a.pem\"\n[traces]\nheaders = \"authorization=secret\"\n",
        &[],
        &[("admin.listen", "127.0.0.1:50151")],
        &[
            "tiyao.toml:2: tls.certificate: needs tls.key too",
            "tiyao.toml:4: traces.headers: needs traces.endpoint too",
            "--admin.listen: admin.listen: is the same as listen",
        ],
    );
}

#[test]
fn a_server_that_would_serve_nobody_is_refused() {
    check(
        "[limits]\ncalls = 0\nreceive = \"0s\"\nqueued_jobs = 0\n",
        &[("TIYAO_LIMITS_CONNECTIONS", "0")],
        &[("connections.age", "0s")],
        &[
            "tiyao.toml:2: limits.calls: is nothing, and nobody would be served",
            "TIYAO_LIMITS_CONNECTIONS: limits.connections: is nothing, and nobody would be served",
            "tiyao.toml:3: limits.receive: is nothing, and nobody would be served",
            "--connections.age: connections.age: is nothing, and nobody would be served",
        ],
    );
}

#[test]
fn limits_are_those_that_callers_can_be_told() {
    check(
        "[limits]\nhandshake = \"250ms\"\nreceive = \"1s\"\nmessage_bytes = \"8GiB\"\ncalls = 5000000000\n",
        &[],
        &[],
        &[
            "tiyao.toml:4: limits.message_bytes: is more than callers can be told: at most 4294967295",
            "tiyao.toml:5: limits.calls: is more than callers can be told: at most 4294967295",
            "tiyao.toml:2: limits.handshake: is told to callers in whole seconds, and is none",
        ],
    );
}

#[test]
fn a_port_is_listened_on_once() {
    for (listen, admin, is_taken) in [
        ("127.0.0.1:7", "0.0.0.0:7", true),
        ("[::]:7", "127.0.0.1:7", true),
        ("127.0.0.1:7", "127.0.0.2:7", false),
        ("127.0.0.1:7", "0.0.0.0:8", false),
        ("127.0.0.1:0", "127.0.0.1:0", false),
    ] {
        let (_, mistakes) = settled("", &[], &[("listen", listen), ("admin.listen", admin)]);
        assert_eq!(!mistakes.is_empty(), is_taken, "{listen} {admin}: {mistakes:?}");
    }
}

#[test]
fn variables_that_are_not_meant_are_left_alone() {
    let environment = [
        ("TIYAO_SERVER", "http://127.0.0.1:1"),
        ("TIYAO_CONFIG", "tiyao.toml"),
        ("TIYAO_TOKEN", "secret"),
        // What Kubernetes sets for a service called tiyao.
        ("TIYAO_SERVICE_HOST", "10.0.0.1"),
        ("TIYAO_SERVICE_PORT_GRPC", "50151"),
        ("TIYAO_PORT_50151_TCP_ADDR", "10.0.0.1"),
        ("HOME", "/"),
    ];
    check("", &environment, &[], &[]);
}

#[test]
fn by_default_nobody_from_outside_is_served() {
    let Settings { listen, admin_listen, http_origins, tokens, feedback_file, .. } =
        Settings::default();
    assert!(listen.ip().is_loopback() && admin_listen.is_none() && http_origins.is_empty());
    assert!(tokens.is_none() && feedback_file.is_none());
}

#[test]
fn every_default_reads_as_itself() {
    let printed = super::print(&Settings::default());
    let (_, mistakes) = settled(&printed, &[], &[]);
    assert!(mistakes.is_empty(), "{mistakes:?}\n{printed}");
    let (again, _) = settled(&printed, &[], &[]);
    assert_eq!(super::print(&again), printed);
}

#[test]
fn secrets_are_not_printed() {
    let file =
        "[traces]\nendpoint = \"http://127.0.0.1:4317\"\nheaders = \"authorization=secret\"\n";
    let printed = super::print(&settled(file, &[], &[]).0);
    assert!(printed.contains("headers = \"***\"") && !printed.contains("secret"), "{printed}");
}

/// Each limit that the contract tells can be set.
#[test]
fn every_limit_is_a_setting() {
    let limits = tiyao_client::v1::Limits::from(&tiyao_server::Limits::default());
    let limits = serde_json::to_value(limits).unwrap();
    let mut told: Vec<String> =
        limits.as_object().unwrap().keys().map(|name| snake(name)).collect();
    let mut set: Vec<String> = SETTINGS
        .iter()
        .filter_map(|setting| setting.key.strip_prefix("limits."))
        .map(ToOwned::to_owned)
        .collect();
    told.sort_unstable();
    set.sort_unstable();
    assert_eq!(set, told);
}

/// `maxArticleBytes` as `article_bytes`.
fn snake(name: &str) -> String {
    // The unit of a time is part of what it is set to.
    let name = name.strip_prefix("max").unwrap();
    let name = name.strip_suffix("Seconds").unwrap_or(name);
    let words = name.chars().flat_map(|c| {
        let mark = c.is_uppercase().then_some('_');
        mark.into_iter().chain(c.to_lowercase())
    });
    words.collect::<String>().trim_start_matches('_').to_owned()
}

/// The table in the docs is the code's.
#[test]
fn the_docs_list_every_setting() {
    let docs = include_str!("../../../../docs/operations.md");
    let table: String = super::table::rows(&Settings::default());
    assert!(docs.contains(&table), "docs/operations.md should have this table:\n{table}");
}
