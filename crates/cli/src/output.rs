//! Where a command writes.

use std::{
    fs::{self, File},
    io::{self, BufWriter, StdoutLock, Write},
    path::{Path, PathBuf},
    process,
};

use crate::{failure::Failure, input::is_standard};

/// Standard output, or a file that appears under its name only when all of it is written.
pub(crate) struct Output {
    // How messages call it.
    name: String,
    sink: Sink,
    pending: Option<Pending>,
}

enum Sink {
    Standard(BufWriter<StdoutLock<'static>>),
    File(BufWriter<File>),
}

/// A sibling of the target; removed when it is dropped before it got the target's name.
struct Pending {
    temporary: PathBuf,
    target: PathBuf,
}

impl Drop for Pending {
    fn drop(&mut self) {
        // The file may have been renamed, and there is nobody to tell.
        let _ = fs::remove_file(&self.temporary);
    }
}

/// Refuses an output that would take its own input's place.
pub(crate) fn check_apart(input: &Path, output: Option<&Path>) -> Result<(), Failure> {
    let Some(output) = output.filter(|path| !is_standard(path)) else { return Ok(()) };
    let same = match (input.canonicalize(), output.canonicalize()) {
        // A device may be both: it is written to, never replaced.
        (Ok(input), Ok(output)) => input == output && input.is_file(),
        _ => false,
    };
    if same && !is_standard(input) {
        let message = format!("--output {}: is the input, and would replace it", output.display());
        return Err(Failure::Usage(message));
    }
    Ok(())
}

impl Output {
    pub(crate) fn open(path: Option<&Path>) -> Result<Self, Failure> {
        let Some(path) = path.filter(|path| !is_standard(path)) else {
            let sink = Sink::Standard(BufWriter::new(io::stdout().lock()));
            return Ok(Self { name: "standard output".to_owned(), sink, pending: None });
        };
        let name = path.display().to_string();
        let (file, pending) = create(path).map_err(|error| Failure::io(&name, &error))?;
        Ok(Self { name, sink: Sink::File(BufWriter::new(file)), pending })
    }

    /// Lets `write` write.
    pub(crate) fn write_with(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), Failure> {
        let result = match &mut self.sink {
            Sink::Standard(sink) => write(sink),
            Sink::File(sink) => write(sink),
        };
        result.map_err(|error| Failure::writing(&self.name, &error))
    }

    /// Makes what was written visible.
    pub(crate) fn flush(&mut self) -> Result<(), Failure> {
        self.write_with(|out| out.flush())
    }

    /// Ends the output; a file gets its name.
    pub(crate) fn finish(mut self) -> Result<(), Failure> {
        self.flush()?;
        if let Some(pending) = &self.pending {
            fs::rename(&pending.temporary, &pending.target)
                .map_err(|error| Failure::io(&self.name, &error))?;
        }
        Ok(())
    }
}

fn create(path: &Path) -> io::Result<(File, Option<Pending>)> {
    // Through a symbolic link, so that the link stays and its target is replaced.
    let target = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let existing = fs::metadata(&target).ok();
    if let Some(metadata) = &existing {
        if metadata.is_dir() {
            return Err(io::Error::new(io::ErrorKind::IsADirectory, "is a directory"));
        }
        // A device or a pipe is written to, never replaced.
        if !metadata.is_file() {
            return Ok((File::options().write(true).open(&target)?, None));
        }
    }
    let Some(file_name) = target.file_name() else {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not the name of a file"));
    };
    let mut hidden = std::ffi::OsString::from(".");
    hidden.push(file_name);
    hidden.push(format!(".{}.tmp", process::id()));
    let temporary = target.with_file_name(hidden);
    let file = File::options().write(true).create_new(true).open(&temporary)?;
    let pending = Pending { temporary, target };
    if let Some(metadata) = existing {
        // What was kept from others' eyes stays so.
        file.set_permissions(metadata.permissions())?;
    }
    Ok((file, Some(pending)))
}
