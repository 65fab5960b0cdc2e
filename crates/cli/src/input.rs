//! What a command reads.

use std::{
    fs::File,
    io::{self, Read},
    path::Path,
};

use tiyao_client::v1;

use crate::{args::InputArgs, failure::Failure};

/// Far above every limit of a server; keeps an endless file from filling the memory.
pub(crate) const MAX_INPUT_BYTES: u64 = 1 << 30;

/// The file's bytes as they are.
pub(crate) async fn content(args: &InputArgs) -> Result<v1::Content, Failure> {
    let name = name(&args.file);
    let path = args.file.clone();
    // On a thread of its own, so that an interrupt is heard while a terminal or a pipe is read.
    let reading = tokio::task::spawn_blocking(move || {
        let mut data = Vec::new();
        open(&path)?.take(MAX_INPUT_BYTES + 1).read_to_end(&mut data)?;
        Ok(data)
    });
    let read = reading.await.unwrap_or_else(|error| Err(io::Error::other(error)));
    let data = read.map_err(|error| Failure::io(&name, &error))?;
    if u64::try_from(data.len()).is_ok_and(|length| length > MAX_INPUT_BYTES) {
        return Err(Failure::Message(format!("{name}: more than {MAX_INPUT_BYTES} bytes")));
    }
    Ok(v1::Content {
        form: Some(v1::content::Form::Data(data)),
        encoding: args.encoding.map_or(v1::Encoding::Unspecified, Into::into).into(),
        media_type: args.media_type.map_or_else(|| named(&args.file), Into::into).into(),
    })
}

/// The form that a file's name tells. Only Markdown needs one: a short text may have so few of its
/// marks that it is plain by its bytes, which tell all other forms better than a name does.
pub(crate) fn named(path: &Path) -> v1::MediaType {
    let extension = path.extension().unwrap_or_default();
    if extension.eq_ignore_ascii_case("md") || extension.eq_ignore_ascii_case("markdown") {
        v1::MediaType::Markdown
    } else {
        v1::MediaType::Unspecified
    }
}

/// A file, or standard input for `-`.
pub(crate) fn open(path: &Path) -> io::Result<Box<dyn Read + Send>> {
    if is_standard(path) {
        return Ok(Box::new(io::stdin()));
    }
    let file = File::open(path)?;
    // Opening a directory succeeds on Unix, and fails only at the first read with a worse message.
    if file.metadata()?.is_dir() {
        return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory"));
    }
    Ok(Box::new(file))
}

/// How messages call the input.
pub(crate) fn name(path: &Path) -> String {
    if is_standard(path) { "standard input".to_owned() } else { path.display().to_string() }
}

/// `-` is standard input or output.
pub(crate) fn is_standard(path: &Path) -> bool {
    path.as_os_str() == "-"
}
