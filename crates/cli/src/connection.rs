//! Which server is asked.

use std::env;

#[cfg(feature = "tls")]
use tiyao_client::Tls;
use tiyao_client::{Client, Options, Token};
#[cfg(feature = "embedded")]
use tiyao_server::OwnCorpus;

#[cfg(feature = "embedded")]
use crate::args::{CorpusArgs, CorpusFile};
use crate::{
    args::{ConnectionArgs, Question},
    failure::Failure,
};

/// A client of the servers that were named, or else of one within this process.
pub(crate) fn connect(args: &ConnectionArgs, question: &Question) -> Result<Client, Failure> {
    let mut options = Options::default();
    if let Some(timeout) = args.timeout {
        options.timeout = timeout;
        options.stream_timeout = Some(timeout);
    }
    // An empty variable is one that is not set.
    let servers: Vec<&str> = args
        .servers
        .iter()
        .map(|server| server.trim())
        .filter(|server| !server.is_empty())
        .collect();
    if !servers.is_empty() {
        return remote(&servers, args, options, question);
    }
    match args.flags().first() {
        Some(flag) => {
            Err(Failure::Usage(format!("{flag}: there is no server to ask: --server URL")))
        }
        None => embedded(options, question),
    }
}

fn remote(
    servers: &[&str],
    args: &ConnectionArgs,
    options: Options,
    question: &Question,
) -> Result<Client, Failure> {
    #[cfg(feature = "embedded")]
    if !question.corpora().files.is_empty() {
        let message = "--corpus: a server has its own corpora; leave out --server and TIYAO_SERVER";
        return Err(Failure::Usage(message.to_owned()));
    }
    #[cfg(not(feature = "embedded"))]
    let _ = question;
    let mut builder = Client::builder()
        .endpoints(servers.iter().copied())
        .options(options)
        .user_agent(concat!("tiyao/", env!("CARGO_PKG_VERSION")));
    #[cfg(feature = "tls")]
    if let Some(tls) = tls(args)? {
        builder = builder.tls(tls);
    }
    if let Some(token) = token(args)? {
        builder = builder.token(token);
    }
    if args.token_in_clear {
        builder = builder.token_in_clear();
    }
    builder.build().map_err(|error| Failure::Usage(format!("--server: {error}")))
}

/// How servers are known, and this side to them, as far as flags say.
#[cfg(feature = "tls")]
fn tls(args: &ConnectionArgs) -> Result<Option<Tls>, Failure> {
    let of_flag = |flag: &'static str| move |error| Failure::Usage(format!("{flag}: {error}"));
    let mut tls = Tls::default();
    let mut is_given = false;
    if let Some(path) = &args.tls_ca {
        tls = tls.authority_file(path).map_err(of_flag("--tls-ca"))?;
        is_given = true;
    }
    if let (Some(certificate), Some(key)) = (&args.tls_cert, &args.tls_key) {
        tls = tls.identity_files(certificate, key).map_err(of_flag("--tls-cert, --tls-key"))?;
        is_given = true;
    }
    if let Some(name) = &args.tls_name {
        tls = tls.server_name(name);
        is_given = true;
    }
    Ok(is_given.then_some(tls))
}

/// The token of the file, or else of the environment. There is no flag for the token itself: whoever
/// lists the processes of a machine reads their flags.
fn token(args: &ConnectionArgs) -> Result<Option<Token>, Failure> {
    if let Some(path) = &args.token_file {
        let token = Token::file(path);
        return token.map(Some).map_err(|error| Failure::Usage(format!("--token-file: {error}")));
    }
    match env::var("TIYAO_TOKEN") {
        Ok(token) if !token.is_empty() => {
            let token = Token::new(&token);
            token.map(Some).map_err(|error| Failure::Usage(format!("TIYAO_TOKEN: {error}")))
        }
        _ => Ok(None),
    }
}

/// The corpora that were named, each with its weight.
#[cfg(feature = "embedded")]
pub(crate) fn corpora(args: &CorpusArgs) -> Result<Vec<OwnCorpus>, Failure> {
    let open = |file: &CorpusFile| {
        OwnCorpus::open(&file.path, file.weight)
            .map_err(|error| Failure::Message(format!("--corpus {}: {error}", file.path.display())))
    };
    args.files.iter().map(open).collect()
}

/// The very same server over an in-memory connection. It ends with the process: it keeps nothing
/// that would have to be saved.
#[cfg(feature = "embedded")]
fn embedded(options: Options, question: &Question) -> Result<Client, Failure> {
    let (listener, connector) = tiyao_server::in_process();
    let corpora = corpora(question.corpora())?;
    let config = tiyao_server::Config { corpora, ..tiyao_server::Config::default() };
    tokio::spawn(async move {
        if let Err(error) = tiyao_server::run(listener, config, std::future::pending()).await {
            eprintln!("error: the server within this process ended: {error}");
        }
    });
    let connect = move || {
        let connector = connector.clone();
        async move { connector.connect().await }
    };
    Ok(Client::over(connect, options))
}

#[cfg(not(feature = "embedded"))]
fn embedded(_options: Options, _question: &Question) -> Result<Client, Failure> {
    let message = "--server URL (or TIYAO_SERVER) is needed: this tiyao holds no server";
    Err(Failure::Usage(message.to_owned()))
}
