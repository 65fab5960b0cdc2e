//! A folder in which the commands of one page are run, and the server that they call.

use std::{
    env,
    fmt::Write as _,
    fs,
    io::{BufRead as _, BufReader},
    os::unix::fs::symlink,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use crate::page::FAILURE;

/// Where the book says that the server answers.
const ADDRESS: &str = "localhost:50151";

/// Runs commands with `bash`.
pub(crate) struct Shell {
    folder: PathBuf,
    server: Option<Server>,
}

struct Server {
    child: Child,
    address: String,
}

impl Shell {
    /// In a new folder, with `seeds` in it.
    pub(crate) fn in_folder(name: &str, seeds: &Path) -> Self {
        let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join(name);
        let _ = fs::remove_dir_all(&folder);
        fs::create_dir_all(&folder).unwrap();
        symlink(seeds, folder.join("seeds")).unwrap();
        Self { folder, server: None }
    }

    /// Runs a command to its end, and gives all that it writes. One that serves runs on until the
    /// page ends.
    pub(crate) fn run(&mut self, command: &str) -> String {
        if let Some(arguments) = command.strip_prefix("tiyao serve") {
            let ends = ["-config", "--help"].iter().any(|flag| arguments.contains(flag));
            if !ends {
                self.serve(arguments);
                return String::new();
            }
        }
        if command.contains(ADDRESS) && self.server.is_none() {
            self.serve("");
        }
        let address = self.server.as_ref().map_or(ADDRESS, |server| server.address.as_str());
        let mut shell = self.bash(&command.replace(ADDRESS, address));
        let output = shell.output().unwrap();
        let written = [output.stderr, output.stdout].concat();
        let mut written = String::from_utf8(written).unwrap().replace(address, ADDRESS);
        if !output.status.success() {
            // What fails must be seen to fail.
            let code = output.status.code().unwrap_or(-1);
            writeln!(written, "{FAILURE}{code})").unwrap();
        }
        if !written.is_empty() && !written.ends_with('\n') {
            written.push('\n');
        }
        written
    }

    fn bash(&self, command: &str) -> Command {
        let mut shell = Command::new("bash");
        let own = Path::new(env!("CARGO_BIN_EXE_tiyao")).parent().unwrap();
        let path = env::var("PATH").unwrap_or_default();
        shell
            .args(["-euo", "pipefail", "-c", command])
            .current_dir(&self.folder)
            .stdin(Stdio::null())
            .env("PATH", format!("{}:{path}", own.display()))
            .env("COLUMNS", "100")
            .env_remove("NO_COLOR");
        for (name, _) in env::vars_os() {
            if name.to_string_lossy().starts_with("TIYAO_") {
                shell.env_remove(name);
            }
        }
        shell
    }

    fn serve(&mut self, arguments: &str) {
        assert!(self.server.is_none(), "a page has one server");
        let command = format!("exec tiyao serve --listen 127.0.0.1:0 {arguments}");
        let mut child = self.bash(&command).stderr(Stdio::piped()).spawn().unwrap();
        let mut log = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        let address = loop {
            line.clear();
            assert_ne!(log.read_line(&mut line).unwrap(), 0, "the server ended");
            if let Some((_, address)) = line.trim_end().split_once("address=") {
                break address.to_owned();
            }
        };
        // Read on, so that the server never waits for a reader.
        std::thread::spawn(move || std::io::copy(&mut log, &mut std::io::sink()));
        self.server = Some(Server { child, address });
    }
}

impl Drop for Shell {
    fn drop(&mut self) {
        if let Some(server) = &mut self.server {
            let _ = server.child.kill();
            let _ = server.child.wait();
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}
