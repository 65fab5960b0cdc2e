//! Analyses what is dropped into a folder, each file once.
//!
//! The folder is looked at every second. Nothing tells of changes on network shares and in many
//! containers, a restart has to look anyway, and only time shows that a file is no longer being written.
//!
//! A result appears under its name when all of it is there; then the ledger says that its file is done.
//! Whatever ends the command between the two, the file is analysed again, to the same bytes. Files are
//! analysed one after the other, so that no more than one is held.

mod folder;
mod ledger;

use std::{
    ffi::OsStr,
    fs::{self, File},
    io,
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

use tiyao_client::{Client, v1};

use self::{
    folder::{Folder, Found},
    ledger::{Digest, Ledger},
};
use super::{SOME_FAILED, documents};
use crate::{
    args::{Format, WatchArgs},
    failure::{Failure, in_one_line},
    input,
    output::Output,
    render::layout::printable,
};

/// How often the folder is looked at.
const PERIOD: Duration = Duration::from_secs(1);
/// The longest wait for a server that cannot answer now, for a disk that is full, or for a file that
/// cannot be read.
const MAX_WAIT: Duration = Duration::from_mins(1);

/// What became of a file.
enum Outcome {
    /// Nothing more is to be done with it as it is.
    Settled,
    /// It changed while it was read, or is gone: it is looked at again.
    Changed,
    /// Neither it nor any other can be done now; why not, and when the server wants to be asked again.
    Later(Failure, Option<Duration>),
    /// It cannot be read, or its result has no place; the others may.
    Stuck(Failure),
}

/// Watches until a signal says stop; with `--once` until nothing is left to do.
pub(super) async fn run(client: &Client, args: &WatchArgs) -> Result<ExitCode, Failure> {
    let mut watch = Watch::open(client, args)?;
    tokio::select! {
        // What is being analysed is given up; nothing of it has a name yet.
        heard = stop() => {
            heard.map_err(|error| Failure::io("cannot hear signals", &error))?;
            eprintln!("stopped: {} done, {} failed", watch.done_count, watch.failed_count);
            Ok(ExitCode::SUCCESS)
        }
        outcome = watch.run() => outcome,
    }
}

struct Watch<'a> {
    client: &'a Client,
    args: &'a WatchArgs,
    format: Format,
    folder: Folder,
    ledger: Ledger,
    done_count: u64,
    failed_count: u64,
}

impl<'a> Watch<'a> {
    fn open(client: &'a Client, args: &'a WatchArgs) -> Result<Self, Failure> {
        let format = args.format.unwrap_or(Format::Json);
        if matches!(format, Format::Table | Format::Ndjson) {
            return Err(Failure::Usage("--format: json or an export".to_owned()));
        }
        let output = &args.output;
        let of_output = |error: io::Error| Failure::io(output.display(), &error);
        fs::create_dir_all(output).map_err(of_output)?;
        let of_folder = |error: io::Error| Failure::io(args.directory.display(), &error);
        let watched = args.directory.canonicalize().map_err(of_folder)?;
        if watched == output.canonicalize().map_err(of_output)? {
            let message = "--output: is the watched folder, whose results would be analysed again";
            return Err(Failure::Usage(message.to_owned()));
        }
        let ledger = Ledger::open(output).map_err(of_output)?;
        remove_unfinished(output).map_err(of_output)?;
        let folder = Folder::new(watched, args.quiet);
        Ok(Self { client, args, format, folder, ledger, done_count: 0, failed_count: 0 })
    }

    async fn run(&mut self) -> Result<ExitCode, Failure> {
        eprintln!("watching {}", printable(&self.args.directory.display().to_string()));
        let mut wait = PERIOD;
        loop {
            wait = match self.look().await {
                Ok(()) if self.args.once && !self.folder.is_waiting() => {
                    let code = if self.failed_count == 0 { 0 } else { SOME_FAILED };
                    return Ok(ExitCode::from(code));
                }
                Ok(()) => PERIOD,
                // Whoever asked for one look shall not wait for a server that may never come.
                Err((failure, None)) if self.args.once => return Err(failure),
                Err((failure, retry_after)) => {
                    let wait =
                        retry_after.unwrap_or(wait.saturating_mul(2)).clamp(PERIOD, MAX_WAIT);
                    let _ = failure.report();
                    eprintln!("again in {} s", wait.as_secs());
                    wait
                }
            };
            tokio::time::sleep(wait).await;
        }
    }

    /// Does what there is to do now. What cannot be done now ends the look: it would be the same with
    /// the next file.
    async fn look(&mut self) -> Result<(), (Failure, Option<Duration>)> {
        let found = self
            .folder
            .look(Instant::now())
            .map_err(|error| (Failure::io(self.args.directory.display(), &error), None))?;
        for file in found {
            match self.take(&file).await {
                Outcome::Settled => self.folder.settle(&file),
                Outcome::Changed => self.folder.forget(&file),
                Outcome::Later(failure, wait) => return Err((failure, wait)),
                // Whoever asked for one look learns of it by the exit code.
                Outcome::Stuck(failure) if self.args.once => {
                    let _ = failure.report();
                    self.failed_count += 1;
                    self.folder.settle(&file);
                }
                Outcome::Stuck(failure) => {
                    let _ = failure.report();
                    let bounds = (PERIOD, MAX_WAIT);
                    let wait = self.folder.put_off(&file, Instant::now(), bounds);
                    eprintln!("again in {} s", wait.as_secs());
                }
            }
        }
        Ok(())
    }

    async fn take(&mut self, file: &Found) -> Outcome {
        let name = file.name.to_string_lossy().into_owned();
        if file.length() > input::MAX_INPUT_BYTES {
            // Not read, so it has no line in the ledger.
            let most = input::MAX_INPUT_BYTES;
            eprintln!("failed: {}: more than {most} bytes", printable(&name));
            self.failed_count += 1;
            return Outcome::Settled;
        }
        let data = match read(file) {
            Ok(Some(data)) => data,
            Ok(None) => return Outcome::Changed,
            Err(error) => return Outcome::Stuck(Failure::io(&name, &error)),
        };
        let digest = Digest::of(&data);
        if self.ledger.has(&name, digest) {
            return Outcome::Settled;
        }
        let content = v1::Content {
            form: Some(v1::content::Form::Data(data)),
            encoding: v1::Encoding::Unspecified.into(),
            media_type: input::named(&file.path).into(),
        };
        let request = v1::AnalyzeIssueRequest {
            content: Some(content),
            id: name.clone(),
            keywords: Some(self.args.keywords.options()),
            summary: Some(self.args.summary.options()),
            digest: self.args.digest.options(),
            ..Default::default()
        };
        let issue = match self.client.analyze_whole_issue(request).await {
            Ok(issue) => issue,
            Err(error) if is_about_the_file(&error) => {
                return self.failed(&name, digest, &in_one_line(&error));
            }
            Err(error) => return Outcome::Later(Failure::call(&name, &error), error.retry_after()),
        };
        let written = self.write(&file.name, &issue);
        let recorded = written.and_then(|target| {
            let done = self.ledger.done(&name, digest, &target);
            done.map(|()| target).map_err(|error| Failure::io(self.args.output.display(), &error))
        });
        match recorded {
            Ok(target) => {
                self.done_count += 1;
                let (name, target) = (printable(&name), printable(&target));
                eprintln!("done: {name}: {} articles in {target}", issue.articles.len());
                Outcome::Settled
            }
            Err(failure) if can_write(&self.args.output) => Outcome::Stuck(failure),
            Err(failure) => Outcome::Later(failure, None),
        }
    }

    /// A file that fails as it is is not tried again until it changes.
    fn failed(&mut self, name: &str, digest: Digest, why: &str) -> Outcome {
        if let Err(error) = self.ledger.failed(name, digest, why) {
            return Outcome::Later(Failure::io(self.args.output.display(), &error), None);
        }
        eprintln!("failed: {}: {}", printable(name), printable(why));
        self.failed_count += 1;
        Outcome::Settled
    }

    /// Writes a result; gives its name in the output folder.
    fn write(&self, name: &OsStr, issue: &v1::Issue) -> Result<String, Failure> {
        let folder = &self.args.output;
        let is_single = self.format.export().is_some_and(tiyao_export::Format::is_single);
        if !is_single && !self.args.articles {
            let extension = self.format.export().map_or("json", tiyao_export::Format::extension);
            let target = format!("{}.{extension}", name.to_string_lossy());
            let path = folder.join(&target);
            let mut output = Output::open(Some(&path))?;
            output.write_with(|out| documents::issue(out, self.format, issue, false))?;
            output.finish()?;
            sync(&path)?;
            return Ok(target);
        }
        let target = name.to_string_lossy().into_owned();
        let (new, old) = (unfinished(folder, &target, "new"), unfinished(folder, &target, "old"));
        let of = |path: &Path| {
            let path = path.display().to_string();
            move |error: io::Error| Failure::io(path, &error)
        };
        remove(&new).map_err(of(&new))?;
        documents::write(&new, self.format, issue, false)?;
        let entries = fs::read_dir(&new).map_err(of(&new))?;
        for entry in entries {
            sync(&entry.map_err(of(&new))?.path())?;
        }
        let path = folder.join(&target);
        remove(&old).map_err(of(&old))?;
        if path.exists() {
            fs::rename(&path, &old).map_err(of(&path))?;
        }
        fs::rename(&new, &path).map_err(of(&path))?;
        remove(&old).map_err(of(&old))?;
        Ok(target + "/")
    }
}

/// Ready when the command is interrupted or terminated.
async fn stop() -> io::Result<()> {
    #[cfg(unix)]
    {
        use tokio::signal::unix::{SignalKind, signal};
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            heard = tokio::signal::ctrl_c() => heard,
            _ = terminate.recv() => Ok(()),
        }
    }
    #[cfg(not(unix))]
    tokio::signal::ctrl_c().await
}

/// The file's bytes; none, if it is no longer as it was found.
fn read(file: &Found) -> io::Result<Option<Vec<u8>>> {
    let read = fs::read(&file.path).and_then(|data| Ok((data, fs::symlink_metadata(&file.path)?)));
    match read {
        Ok((data, metadata)) => Ok(Some(data).filter(|_| file.is_as_found(&metadata))),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// Whether the same file would fail again, whatever the time.
fn is_about_the_file(error: &tiyao_client::Error) -> bool {
    use tiyao_client::ErrorKind as Kind;
    let is_wrong = matches!(error.kind(), Kind::InvalidRequest | Kind::Internal);
    // Too large; a server that has too much to do says when to come again.
    is_wrong || (error.kind() == Kind::ResourceExhausted && !error.is_transient())
}

/// What is not finished has a name of this form, and is no result.
fn unfinished(folder: &Path, name: &str, part: &str) -> PathBuf {
    folder.join(format!(".{name}.{part}.tmp"))
}

/// Whether a result has a place in the folder, if not that of the file before: when the disk is full or
/// the folder is gone, no other file has one either.
fn can_write(folder: &Path) -> bool {
    let probe = unfinished(folder, "probe", "new");
    let written = fs::write(&probe, vec![0; 1 << 16]);
    remove(&probe).is_ok() && written.is_ok()
}

/// Removes what an end in the middle left behind; the ledger keeps a second watcher out.
fn remove_unfinished(folder: &Path) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let name = name.to_string_lossy();
        if name.starts_with('.') && name.ends_with(".tmp") {
            remove(&entry.path())?;
        }
    }
    Ok(())
}

fn remove(path: &Path) -> io::Result<()> {
    let removed = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match removed {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    }
}

/// What the ledger calls done is on the disk.
fn sync(path: &Path) -> Result<(), Failure> {
    let synced = File::open(path).and_then(|file| file.sync_all());
    synced.map_err(|error| Failure::io(path.display(), &error))
}
