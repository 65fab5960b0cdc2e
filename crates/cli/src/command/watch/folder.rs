//! Which files of a folder are no longer being written.

use std::{
    collections::BTreeMap,
    ffi::OsString,
    fs::{self, Metadata},
    io,
    path::PathBuf,
    time::{Duration, Instant, SystemTime},
};

/// What tells one state of a file from another, without reading it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct State {
    length: u64,
    modified: Option<SystemTime>,
}

struct Seen {
    state: State,
    /// When it may be read.
    due: Instant,
    /// How long it was put off last.
    wait: Duration,
    /// Nothing more is to be done with it in this state.
    is_settled: bool,
}

/// A file that has been as it is for long enough.
pub(super) struct Found {
    pub(super) name: OsString,
    pub(super) path: PathBuf,
    state: State,
}

/// A folder that is looked at again and again.
pub(super) struct Folder {
    path: PathBuf,
    quiet: Duration,
    seen: BTreeMap<OsString, Seen>,
}

impl State {
    fn of(metadata: &Metadata) -> Self {
        Self { length: metadata.len(), modified: metadata.modified().ok() }
    }
}

impl Found {
    /// Bytes of the file, as it was found.
    pub(super) fn length(&self) -> u64 {
        self.state.length
    }

    /// Whether the file is still what it was.
    pub(super) fn is_as_found(&self, metadata: &Metadata) -> bool {
        metadata.is_file() && State::of(metadata) == self.state
    }
}

impl Folder {
    pub(super) fn new(path: PathBuf, quiet: Duration) -> Self {
        Self { path, quiet, seen: BTreeMap::new() }
    }

    /// The files that have not changed for the quiet time and are not settled, in the order of their
    /// names. What is hidden, what lies in subfolders, and what is no file is passed over; so are links:
    /// whoever may drop a file here shall not have others read for him.
    pub(super) fn look(&mut self, now: Instant) -> io::Result<Vec<Found>> {
        let mut there: BTreeMap<OsString, State> = BTreeMap::new();
        for entry in fs::read_dir(&self.path)? {
            let entry = entry?;
            // A file may go away between its name and its state. Links are not followed.
            let Ok(metadata) = entry.metadata() else { continue };
            let name = entry.file_name();
            if metadata.is_file() && !is_passed_over(&name.to_string_lossy()) {
                there.insert(name, State::of(&metadata));
            }
        }
        self.seen.retain(|name, _| there.contains_key(name));
        let mut found = Vec::new();
        for (name, state) in there {
            let due = now + self.quiet;
            let fresh = || Seen { state, due, wait: Duration::ZERO, is_settled: false };
            let seen = self.seen.entry(name.clone()).or_insert_with(fresh);
            if seen.state != state {
                *seen = fresh();
            }
            if !seen.is_settled && now >= seen.due {
                found.push(Found { path: self.path.join(&name), name, state });
            }
        }
        Ok(found)
    }

    /// Whether a file is there that is not settled.
    pub(super) fn is_waiting(&self) -> bool {
        self.seen.values().any(|seen| !seen.is_settled)
    }

    /// Nothing more is to be done with a file until it changes.
    pub(super) fn settle(&mut self, file: &Found) {
        if let Some(seen) = self.seen.get_mut(&file.name) {
            seen.is_settled = seen.state == file.state;
        }
    }

    /// A file is put off, for twice as long each time; gives how long. The others are not.
    pub(super) fn put_off(
        &mut self,
        file: &Found,
        now: Instant,
        bounds: (Duration, Duration),
    ) -> Duration {
        let Some(seen) = self.seen.get_mut(&file.name) else { return bounds.0 };
        seen.wait = seen.wait.saturating_mul(2).clamp(bounds.0, bounds.1);
        seen.due = now + seen.wait;
        seen.wait
    }

    /// A file is looked at as if it had just come.
    pub(super) fn forget(&mut self, file: &Found) {
        self.seen.remove(&file.name);
    }
}

/// Names that others give to what is not finished.
fn is_passed_over(name: &str) -> bool {
    const UNFINISHED: [&str; 6] = [".tmp", ".part", ".partial", ".crdownload", ".swp", "~"];
    name.starts_with('.') || UNFINISHED.iter().any(|end| name.ends_with(end))
}

#[cfg(test)]
mod tests {
    use std::{
        fs,
        time::{Duration, Instant},
    };

    use super::{Folder, Found};

    fn names(found: &[Found]) -> Vec<String> {
        found.iter().map(|file| file.name.to_string_lossy().into_owned()).collect()
    }

    #[test]
    fn a_file_is_found_when_it_is_quiet_and_once() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().to_owned();
        fs::create_dir(path.join("sub")).unwrap();
        for name in ["b.txt", "a.txt", ".hidden", "c.part", "d~"] {
            fs::write(path.join(name), "甲").unwrap();
        }
        #[cfg(unix)]
        std::os::unix::fs::symlink(path.join(".hidden"), path.join("link.txt")).unwrap();
        let mut folder = Folder::new(path.clone(), Duration::from_secs(2));
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        assert!(folder.look(start).unwrap().is_empty());
        assert!(folder.look(after(1)).unwrap().is_empty());
        fs::write(path.join("b.txt"), "甲乙").unwrap();
        let found = folder.look(after(2)).unwrap();
        assert_eq!(names(&found), ["a.txt"]);
        folder.settle(&found[0]);
        assert!(folder.is_waiting(), "b.txt has changed");
        let found = folder.look(after(4)).unwrap();
        assert_eq!(names(&found), ["b.txt"]);
        folder.forget(&found[0]);
        assert!(folder.look(after(5)).unwrap().is_empty());
        let found = folder.look(after(7)).unwrap();
        folder.settle(&found[0]);
        assert!(!folder.is_waiting());
        fs::remove_file(path.join("a.txt")).unwrap();
        assert!(folder.look(after(9)).unwrap().is_empty());
    }
    #[test]
    fn a_file_is_put_off_alone_and_for_longer_each_time() {
        let scratch = tempfile::tempdir().unwrap();
        let path = scratch.path().to_owned();
        for name in ["a.txt", "b.txt"] {
            fs::write(path.join(name), "甲").unwrap();
        }
        let mut folder = Folder::new(path.clone(), Duration::ZERO);
        let start = Instant::now();
        let after = |seconds| start + Duration::from_secs(seconds);
        let bounds = (Duration::from_secs(1), Duration::from_secs(3));
        for (now, wait) in [(0, 1), (1, 2), (3, 3), (6, 3)] {
            let found = folder.look(after(now)).unwrap();
            assert_eq!(names(&found), ["a.txt", "b.txt"]);
            assert_eq!(folder.put_off(&found[0], after(now), bounds), Duration::from_secs(wait));
            assert_eq!(names(&folder.look(after(now)).unwrap()), ["b.txt"]);
        }
        // One that changed begins anew.
        fs::write(path.join("a.txt"), "甲乙").unwrap();
        let found = folder.look(after(6)).unwrap();
        assert_eq!(folder.put_off(&found[0], after(6), bounds), Duration::from_secs(1));
    }
}
