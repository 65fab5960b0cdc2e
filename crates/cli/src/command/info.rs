use std::io::{self, IsTerminal as _};

use tiyao_client::Client;

use crate::{
    args::{ColorArg, InfoArgs, InfoFormat},
    failure::Failure,
    output::Output,
    render::{json, table},
    screen::Screen,
};

/// Shows what the server is.
pub(super) async fn run(client: &Client, args: &InfoArgs, color: ColorArg) -> Result<(), Failure> {
    let info = client.server_info().await.map_err(|error| Failure::call("server", &error))?;
    let default = if io::stdout().is_terminal() { InfoFormat::Table } else { InfoFormat::Json };
    let mut output = Output::open(None)?;
    output.write_with(|out| match args.format.unwrap_or(default) {
        InfoFormat::Table => table::info(out, &info, Screen::detect(color, true)),
        InfoFormat::Json => json::pretty(out, &info),
    })?;
    output.finish()
}
