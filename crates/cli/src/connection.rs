//! Which server is asked.

use tiyao_client::{Client, Options};
#[cfg(feature = "embedded")]
use tiyao_server::OwnCorpus;

#[cfg(feature = "embedded")]
use crate::args::{CorpusArgs, CorpusFile};
use crate::{
    args::{ConnectionArgs, Question},
    failure::Failure,
};

/// A client of the server that was named, or else of one within this process.
pub(crate) fn connect(args: &ConnectionArgs, question: &Question) -> Result<Client, Failure> {
    let mut options = Options::default();
    if let Some(timeout) = args.timeout {
        options.timeout = timeout;
        options.stream_timeout = Some(timeout);
    }
    // An empty variable is one that is not set.
    match args.server.as_deref().filter(|server| !server.is_empty()) {
        Some(server) => remote(server, options, question),
        None => embedded(options, question),
    }
}

fn remote(server: &str, options: Options, question: &Question) -> Result<Client, Failure> {
    #[cfg(feature = "embedded")]
    if !question.corpora().files.is_empty() {
        let message = "--corpus: a server has its own corpora; leave out --server and TIYAO_SERVER";
        return Err(Failure::Usage(message.to_owned()));
    }
    #[cfg(not(feature = "embedded"))]
    let _ = question;
    Client::connect(server, options).map_err(|error| Failure::Usage(format!("--server: {error}")))
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
