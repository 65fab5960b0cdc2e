//! TLS, mutual TLS and tokens against a server that asks for them.

use std::{fs, path::Path};

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use tiyao_client::{Client, Error, ErrorKind, Options, Retry, Tls, Token};
use tiyao_server::{Config, TlsFiles, Tokens};

use crate::server::TestServer;

/// An authority, and what it signed for a server and a client, as files.
struct Files(tempfile::TempDir);

impl Files {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let mut params = CertificateParams::new(vec![]).unwrap();
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        let authority = CertifiedIssuer::self_signed(params, KeyPair::generate().unwrap()).unwrap();
        let put =
            |name: &str, content: String| fs::write(folder.path().join(name), content).unwrap();
        put("authority.pem", authority.pem());
        for (name, host) in [("server", "tiyao.example"), ("client", "desk")] {
            let key = KeyPair::generate().unwrap();
            let params = CertificateParams::new(vec![host.to_owned()]).unwrap();
            put(&format!("{name}.pem"), params.signed_by(&key, &authority).unwrap().pem());
            put(&format!("{name}.key"), key.serialize_pem());
        }
        Self(folder)
    }

    fn path(&self, name: &str) -> std::path::PathBuf {
        self.0.path().join(name)
    }

    fn server(&self, client_authority: Option<&Path>) -> Config {
        let files = TlsFiles {
            certificate: self.path("server.pem"),
            key: self.path("server.key"),
            client_authority: client_authority.map(Path::to_owned),
        };
        Config { tls: Some(tiyao_server::Tls::open(files).unwrap()), ..Config::default() }
    }

    fn trusting(&self) -> Tls {
        let tls = Tls::default().authority_file(self.path("authority.pem")).unwrap();
        tls.server_name("tiyao.example")
    }
}

async fn call(server: &TestServer, tls: Tls) -> Result<(), Error> {
    let retry = Retry { attempts: 1, ..Retry::default() };
    let client = Client::builder()
        .endpoint(format!("https://{}", server.address))
        .options(Options { retry, ..Options::default() })
        .tls(tls)
        .build()?;
    client.server_info().await.map(drop)
}

#[tokio::test]
async fn a_server_is_known_by_its_certificate() {
    let files = Files::new();
    let server = TestServer::start_with(files.server(None)).await;
    call(&server, files.trusting()).await.unwrap();
    for strange in [
        files.trusting().server_name("other.example"),
        Files::new().trusting(),
        // The address is not in the certificate.
        Tls::default().authority_file(files.path("authority.pem")).unwrap(),
    ] {
        let error = call(&server, strange).await.unwrap_err();
        assert_eq!(error.kind(), ErrorKind::Unavailable, "{error}");
        assert!(error.message().contains("certificate"), "{error}");
    }
}

#[tokio::test]
async fn a_client_is_known_by_its_certificate() {
    let files = Files::new();
    let authority = files.path("authority.pem");
    let server = TestServer::start_with(files.server(Some(&authority))).await;
    let identity = (files.path("client.pem"), files.path("client.key"));
    let shown = files.trusting().identity_files(identity.0, identity.1).unwrap();
    call(&server, shown).await.unwrap();
    assert_eq!(call(&server, files.trusting()).await.unwrap_err().kind(), ErrorKind::Unavailable);
}

#[tokio::test]
async fn a_caller_is_known_by_its_token() {
    let files = Files::new();
    let secret = tiyao_server::Token::of([1; 32]);
    let entry =
        format!("[[token]]\nname = \"desk\"\nsha256 = \"{}\"\nrole = \"analyze\"\n", secret.hash());
    fs::write(files.path("tokens.toml"), entry).unwrap();
    let tokens = Some(Tokens::open(files.path("tokens.toml")).unwrap());
    let server = TestServer::start_with(Config { tokens, ..files.server(None) }).await;
    let error = call(&server, files.trusting()).await.unwrap_err();
    assert_eq!((error.kind(), error.reason()), (ErrorKind::Denied, Some("UNAUTHENTICATED")));

    fs::write(files.path("token"), secret.reveal()).unwrap();
    let client = Client::builder()
        .endpoint(format!("https://{}", server.address))
        .tls(files.trusting())
        .token(Token::file(files.path("token")).unwrap())
        .build()
        .unwrap();
    client.server_info().await.unwrap();
}
