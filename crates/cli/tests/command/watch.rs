//! A folder that is watched, with real files.

use std::{
    fs,
    io::{BufRead as _, BufReader},
    path::Path,
    process::{Child, Command, Stdio},
    thread::JoinHandle,
    time::{Duration, Instant},
};

use serde_json::Value;

use crate::support::{ISSUE, Scratch, Served, names, run, stderr_of, stdout_of, tiyao};

/// Names in a folder that are not hidden.
fn results(folder: &str) -> Vec<String> {
    let names = names(Path::new(folder));
    names.into_iter().filter(|name| !name.starts_with('.')).collect()
}

fn folders(scratch: &Scratch) -> (String, String) {
    let (inbox, out) = (scratch.path("inbox"), scratch.path("out"));
    fs::create_dir(&inbox).unwrap();
    (inbox, out)
}

const ONCE: [&str; 3] = ["--once", "--quiet", "0.01"];

#[test]
fn each_file_is_done_once() {
    let scratch = Scratch::new("watch_once");
    let (inbox, out) = folders(&scratch);
    for name in ["a.txt", "half.part", ".hidden"] {
        fs::write(format!("{inbox}/{name}"), ISSUE).unwrap();
    }
    let arguments = [&["watch", &inbox, "--output", &out][..], &ONCE].concat();
    let first = run(arguments.clone());
    assert!(first.status.success(), "{}", stderr_of(&first));
    assert!(stderr_of(&first).contains("done: a.txt: 2 articles in a.txt.json"));
    assert_eq!(results(&out), ["a.txt.json"]);
    let issue: Value =
        serde_json::from_slice(&fs::read(format!("{out}/a.txt.json")).unwrap()).unwrap();
    assert_eq!(issue["articles"].as_array().unwrap().len(), 2);

    // What is known is not written again, also by another process; a changed file is.
    fs::remove_file(format!("{out}/a.txt.json")).unwrap();
    let again = run(arguments.clone());
    assert!(!stderr_of(&again).contains("done"), "{}", stderr_of(&again));
    assert!(results(&out).is_empty());
    fs::write(format!("{inbox}/a.txt"), format!("{ISSUE}\n文中数字由记者核实。\n")).unwrap();
    stdout_of(run(arguments));
    assert_eq!(results(&out), ["a.txt.json"]);
}

#[test]
fn a_file_that_cannot_be_analysed_stops_nothing() {
    let scratch = Scratch::new("watch_bad");
    let (inbox, out) = folders(&scratch);
    let binary: Vec<u8> = (0..=255_u8).cycle().take(4096).collect();
    fs::write(format!("{inbox}/a.bin"), binary).unwrap();
    fs::write(format!("{inbox}/b.txt"), ISSUE).unwrap();
    let served = Served::start();
    let arguments =
        [&["watch", &inbox, "--output", &out, "--server", &served.url][..], &ONCE].concat();
    let output = run(arguments.clone());
    assert_eq!(output.status.code(), Some(3), "{}", stderr_of(&output));
    assert!(stderr_of(&output).contains("failed: a.bin: "), "{}", stderr_of(&output));
    assert_eq!(results(&out), ["b.txt.json"]);
    let again = run(arguments);
    assert!(again.status.success(), "it is told once: {}", stderr_of(&again));
}

#[test]
fn a_server_that_is_away_leaves_the_file_undone() {
    let scratch = Scratch::new("watch_away");
    let (inbox, out) = folders(&scratch);
    fs::write(format!("{inbox}/a.txt"), ISSUE).unwrap();
    let arguments = [&["watch", &inbox, "--output", &out][..], &ONCE].concat();
    // Nobody listens on the first port.
    let away = [&arguments[..], &["--server", "http://127.0.0.1:1"]].concat();
    let output = run(away);
    assert_eq!(output.status.code(), Some(1), "{}", stderr_of(&output));
    assert!(stderr_of(&output).contains("the server is unavailable"), "{}", stderr_of(&output));
    assert!(results(&out).is_empty());
    stdout_of(run(arguments));
    assert_eq!(results(&out), ["a.txt.json"]);
}

/// A directory stands where a result should go.
#[test]
fn a_file_whose_result_has_no_place_stops_no_other() {
    let scratch = Scratch::new("watch_stuck");
    let (inbox, out) = folders(&scratch);
    let place = format!("{out}/a.txt.json");
    fs::create_dir_all(&place).unwrap();
    for name in ["a.txt", "b.txt"] {
        fs::write(format!("{inbox}/{name}"), ISSUE).unwrap();
    }
    let arguments = [&["watch", &inbox, "--output", &out][..], &ONCE].concat();
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(3), "{}", stderr_of(&output));
    assert!(stderr_of(&output).contains("a.txt.json: is a directory"), "{}", stderr_of(&output));
    assert!(Path::new(&format!("{out}/b.txt.json")).is_file());

    // It is tried again without a restart.
    let mut watch = watching(&["watch", &inbox, "--output", &out, "--quiet", "0.01"]);
    fs::write(format!("{inbox}/c.txt"), ISSUE).unwrap();
    wait_for(&format!("{out}/c.txt.json"));
    fs::remove_dir(&place).unwrap();
    wait_for(&place);
    watch.child.kill().unwrap();
    watch.child.wait().unwrap();
    assert!(watch.log.join().unwrap().contains(&"again in 1 s".to_owned()));
}

/// Nobody has others read for him.
#[cfg(unix)]
#[test]
fn links_are_not_followed() {
    let scratch = Scratch::new("watch_links");
    let (inbox, out) = folders(&scratch);
    let secret = scratch.file("secret.txt", ISSUE);
    std::os::unix::fs::symlink(&secret, format!("{inbox}/a.txt")).unwrap();
    std::os::unix::fs::symlink("loop.txt", format!("{inbox}/loop.txt")).unwrap();
    let output = run([&["watch", &inbox, "--output", &out][..], &ONCE].concat());
    assert!(output.status.success(), "{}", stderr_of(&output));
    assert!(results(&out).is_empty());
}

/// However it ends: what has a name is whole, what is in the ledger is not done again, and all that lay
/// there is done by the next.
#[test]
fn a_kill_in_the_middle_loses_nothing() {
    const FILES: usize = 24;
    let scratch = Scratch::new("watch_kill");
    let (inbox, out) = folders(&scratch);
    for number in 0..FILES {
        fs::write(format!("{inbox}/{number:02}.txt"), format!("{ISSUE}\n{number}\n")).unwrap();
    }
    let ledger = || fs::read_to_string(format!("{out}/.tiyao-watch.jsonl")).unwrap_or_default();
    for most in [3, 11] {
        let mut watch = watching(&["watch", &inbox, "--output", &out, "--quiet", "0.01"]);
        wait_for(&format!("{out}/{most:02}.txt.json"));
        watch.child.kill().unwrap();
        watch.child.wait().unwrap();
        watch.log.join().unwrap();
        for name in results(&out) {
            let text = fs::read(format!("{out}/{name}")).unwrap();
            assert!(serde_json::from_slice::<Value>(&text).is_ok(), "{name} is not whole");
        }
    }
    let known = ledger().matches('\n').count();
    let last = run([&["watch", &inbox, "--output", &out][..], &ONCE].concat());
    let told = stderr_of(&last).matches("done: ").count();
    assert_eq!((last.status.success(), told), (true, FILES - known));
    assert_eq!(results(&out).len(), FILES);
    assert_eq!(ledger().matches("\"output\"").count(), FILES);
}

#[test]
fn a_directory_of_articles_is_replaced_whole() {
    let scratch = Scratch::new("watch_articles");
    let (inbox, out) = folders(&scratch);
    fs::write(format!("{inbox}/a.txt"), ISSUE).unwrap();
    let arguments = [&["watch", &inbox, "--output", &out, "--format", "jats"][..], &ONCE].concat();
    stdout_of(run(arguments.clone()));
    let documents = format!("{out}/a.txt");
    assert_eq!(results(&documents), ["article-001.xml", "article-002.xml"]);
    // What an end in the middle left behind is removed.
    fs::create_dir(format!("{out}/.a.txt.new.tmp")).unwrap();
    fs::write(format!("{inbox}/a.txt"), "今年夏粮收购进展顺利。各地粮库备好仓容。\n").unwrap();
    stdout_of(run(arguments));
    assert_eq!(results(&documents), ["article-001.xml"]);
    assert_eq!(names(Path::new(&out)), [".tiyao-watch.jsonl", "a.txt"]);
}

#[test]
fn a_folder_is_not_watched_into_itself() {
    let scratch = Scratch::new("watch_itself");
    let (inbox, out) = folders(&scratch);
    let output = run(["watch", &inbox, "--output", &inbox, "--once"]);
    assert_eq!(output.status.code(), Some(2));
    let output = run(["watch", &inbox, "--output", &out, "--once", "--format", "table"]);
    assert_eq!(output.status.code(), Some(2));
}

/// A watch whose standard error is read line by line.
struct Watching {
    child: Child,
    log: JoinHandle<Vec<String>>,
}

fn watching(arguments: &[&str]) -> Watching {
    let mut command = tiyao(arguments.iter().copied());
    let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
    let log = BufReader::new(child.stderr.take().unwrap());
    let log = std::thread::spawn(move || log.lines().map(Result::unwrap).collect());
    Watching { child, log }
}

fn wait_for(path: &str) {
    let end = Instant::now() + Duration::from_mins(2);
    while !Path::new(path).exists() {
        assert!(Instant::now() < end, "{path} does not appear");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn what_is_dropped_is_done_until_a_signal() {
    let scratch = Scratch::new("watch_signal");
    let (inbox, out) = folders(&scratch);
    let mut watch = watching(&["watch", &inbox, "--output", &out, "--quiet", "0.1"]);
    wait_for(&format!("{out}/.tiyao-watch.jsonl"));
    fs::write(format!("{inbox}/a.txt"), ISSUE).unwrap();
    wait_for(&format!("{out}/a.txt.json"));
    let second = run(["watch", &inbox, "--output", &out, "--once"]);
    assert!(stderr_of(&second).contains("another tiyao watch"), "{}", stderr_of(&second));
    let pid = watch.child.id().to_string();
    assert!(Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    assert!(watch.child.wait().unwrap().success());
    let log = watch.log.join().unwrap();
    assert!(log.last().unwrap().starts_with("stopped: "), "{log:?}");
    assert_eq!(results(&out), ["a.txt.json"]);
}
