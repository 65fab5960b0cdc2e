use std::{
    fmt::Write as _,
    io::{self, Write as _},
    process::ExitCode,
};

use tiyao_server::Token;

use crate::{args::TokenArgs, failure::Failure};

/// Makes a token. What the server keeps and what the caller keeps go to different places, so that the
/// one can be appended to a file without the other.
pub(super) fn new(args: &TokenArgs) -> Result<ExitCode, Failure> {
    let bad_name = args.name.is_empty() || args.name.len() > 64 || args.name.contains(['"', '\\']);
    if bad_name || args.name.contains(char::is_control) {
        let rule = "from 1 to 64 bytes, no quotes, backslashes or control characters";
        return Err(Failure::Usage(format!("NAME: {rule}")));
    }
    let mut random = [0; 32];
    getrandom::fill(&mut random)
        .map_err(|error| Failure::Message(format!("the system has no randomness: {error}")))?;
    let token = Token::of(random);
    let mut entry = format!(
        "[[token]]\nname = \"{}\"\nsha256 = \"{}\"\nrole = \"{}\"\n",
        args.name,
        token.hash(),
        args.role
    );
    let quotas =
        [("calls_per_minute", args.calls_per_minute), ("bytes_per_minute", args.bytes_per_minute)];
    for (key, limit) in quotas {
        if let Some(limit) = limit {
            // Writing to a string cannot fail.
            writeln!(entry, "{key} = {limit}").ok();
        }
    }
    let written = io::stdout().lock().write_all(entry.as_bytes());
    written.map_err(|error| Failure::writing("standard output", &error))?;
    eprintln!("{}", token.reveal());
    Ok(ExitCode::SUCCESS)
}
