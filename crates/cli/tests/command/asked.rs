//! `--server`: several of them, over TLS, with tokens.

use std::process::Output;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};

use crate::support::{Scratch, Served, run, stderr_of, stdout_of, tiyao};

/// A server with a certificate for `tiyao.example`, and tokens; what its callers need as files.
struct Secured {
    scratch: Scratch,
    served: Served,
    token: String,
}

impl Secured {
    fn start(test: &str) -> Self {
        let scratch = Scratch::new(test);
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let ca = scratch.file("ca.pem", authority.pem());
        for (name, host) in [("server", "tiyao.example"), ("client", "desk")] {
            let key = KeyPair::generate().unwrap();
            let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
            let certificate = params.signed_by(&key, &authority).unwrap();
            scratch.file(&format!("{name}.pem"), certificate.pem());
            scratch.file(&format!("{name}.key"), key.serialize_pem());
        }
        let made = run(["token", "new", "desk"]);
        let token = stderr_of(&made).trim().to_owned();
        let tokens = scratch.file("tokens.toml", stdout_of(made));
        scratch.file("token", format!("{token}\n"));
        let settings = [
            format!("tls.certificate={}", scratch.path("server.pem")),
            format!("tls.key={}", scratch.path("server.key")),
            format!("tls.client_authority={ca}"),
            format!("auth.tokens={tokens}"),
        ];
        let arguments: Vec<&str> =
            settings.iter().flat_map(|setting| ["--set", setting.as_str()]).collect();
        let served = Served::start_with(&arguments);
        Self { scratch, served, token }
    }

    fn url(&self) -> String {
        self.served.url.replace("http://", "https://")
    }

    /// `tiyao info` with all that the server asks for but what `without` names.
    fn asked(&self, without: &str) -> std::process::Command {
        let files = ["--tls-ca", "--tls-cert", "--tls-key", "--token-file"];
        let names = ["ca.pem", "client.pem", "client.key", "token"];
        let mut command = tiyao(["info", "--server", &self.url()]);
        command.args(["--tls-name", "tiyao.example"]);
        for (flag, name) in files.iter().zip(names) {
            if !flag.starts_with(without) {
                command.args([*flag, &self.scratch.path(name)]);
            }
        }
        command
    }
}

#[track_caller]
fn failed(output: &Output, code: i32, told: &str) {
    let stderr = stderr_of(output);
    assert_eq!(output.status.code(), Some(code), "{stderr}");
    assert!(stderr.contains(told), "{stderr}");
}

#[test]
fn a_secured_server_answers_who_shows_what_it_asks_for() {
    let secured = Secured::start("asked_secured");
    stdout_of(secured.asked("-none").output().unwrap());
    stdout_of(secured.asked("--token").env("TIYAO_TOKEN", &secured.token).output().unwrap());

    failed(&secured.asked("--token").output().unwrap(), 1, "--token-file, or TIYAO_TOKEN");
    failed(&secured.asked("--tls-ca").output().unwrap(), 1, "--tls-ca names who signed");
    failed(&secured.asked("--tls-key").output().unwrap(), 2, "--tls-key");
    failed(&run(["info", "--server", &secured.served.url]), 1, "the server is unavailable");
}

#[test]
fn mistakes_are_told_before_anyone_is_asked() {
    let check = |arguments: &[&str], told: &str| {
        failed(&run([&["info"], arguments].concat()), 2, told);
    };
    check(
        &["--server", "https://127.0.0.1:1", "--tls-ca", "/nowhere.pem"],
        "--tls-ca: /nowhere.pem",
    );
    check(&["--server", "http://127.0.0.1:1", "--tls-name", "a.example"], "begin with https://");
    check(
        &["--server", "http://127.0.0.1:1", "--token-file", "/nowhere"],
        "--token-file: /nowhere",
    );
    check(&["--token-file", "/nowhere"], "there is no server to ask");
    let mut command = tiyao(["info", "--server", "http://tiyao.example:1"]);
    let output = command.env("TIYAO_TOKEN", "secret").output().unwrap();
    failed(&output, 2, "in the clear");
    assert!(!stderr_of(&output).contains("secret"));
    failed(&run(["serve", "--check-config", "--token-file", "/nowhere"]), 2, "--token-file");
}

#[test]
fn one_of_several_servers_is_enough() {
    let served = Served::start();
    let both = format!("http://127.0.0.1:1,{}", served.url);
    for _ in 0..5 {
        stdout_of(run(["info", "--server", "http://127.0.0.1:1", "--server", &served.url]));
        stdout_of(tiyao(["info"]).env("TIYAO_SERVER", &both).output().unwrap());
    }
    stdout_of(run(["serve", "--check-config"]));
    let mut command = tiyao(["serve", "--check-config"]);
    stdout_of(command.env("TIYAO_SERVER", &both).output().unwrap());
}
