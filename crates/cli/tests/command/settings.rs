//! How `tiyao serve` is set up, and the tokens that it asks for.

use std::{
    io::{BufRead as _, BufReader, Read as _, Write as _},
    process::Stdio,
};

use crate::support::{Scratch, run, stderr_of, stdout_of, tiyao};

#[test]
fn all_mistakes_are_told_together() {
    let scratch = Scratch::new("settings_mistakes");
    let config = scratch.file("tiyao.toml", "listen = 7\n\n[drain]\nlimti = \"5s\"\n");
    let mut command = tiyao([
        "serve",
        "--config",
        &config,
        "--check-config",
        "--threads",
        "none",
        "--set",
        "auth.tokens=/nowhere",
        "--server",
        "http://127.0.0.1:1",
    ]);
    let output = command.env("TIYAO_DRAIN_DELAY", "soon").output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let stderr = stderr_of(&output);
    let lines: Vec<&str> = stderr.lines().collect();
    let beginnings = [
        "error: --server: ".to_owned(),
        format!("error: {config}:1: listen: an address"),
        format!("error: {config}:4: there is no setting drain.limti; did you mean drain.limit?"),
        "error: TIYAO_DRAIN_DELAY: drain.delay: a time".to_owned(),
        "error: --threads: threads: a number".to_owned(),
        "error: --set: auth.tokens: /nowhere: ".to_owned(),
    ];
    assert_eq!(lines.len(), beginnings.len(), "{stderr}");
    for (line, beginning) in lines.iter().zip(&beginnings) {
        assert!(line.starts_with(beginning), "{line}\nis not\n{beginning}");
    }
}

#[test]
fn settings_are_printed_as_a_file_that_gives_them() {
    let scratch = Scratch::new("settings_printed");
    let arguments =
        ["serve", "--print-config", "--listen", "127.0.0.1:9", "--set", "drain.limit=2m"];
    let printed = stdout_of(run(arguments));
    assert!(printed.contains("listen = \"127.0.0.1:9\"\n"), "{printed}");
    assert!(printed.contains("[drain]\n") && printed.contains("limit = \"2m\"\n"), "{printed}");
    let config = scratch.file("tiyao.toml", &printed);
    assert_eq!(stdout_of(run(["serve", "--config", &config, "--print-config"])), printed);
    assert_eq!(stdout_of(run(["serve", "--config", &config, "--check-config"])), "");
}

#[test]
fn a_token_is_made_once_for_each_side() {
    let scratch = Scratch::new("settings_token");
    let made = run(["token", "new", "desk", "--calls-per-minute", "60"]);
    let token = stderr_of(&made).trim().to_owned();
    let entry = stdout_of(made);
    assert!(token.starts_with("tiyao_") && !entry.contains(&token), "{entry}");
    assert!(entry.ends_with("role = \"analyze\"\ncalls_per_minute = 60\n"), "{entry}");
    let tokens = scratch.file("tokens.toml", &entry);
    let set = format!("auth.tokens={tokens}");
    stdout_of(run(["serve", "--check-config", "--set", &set]));
    assert_eq!(run(["token", "new", "a\"b"]).status.code(), Some(2));
}

/// A call that does not end holds the drain open; whoever cannot wait signals again.
#[test]
#[cfg(unix)]
fn a_second_signal_ends_it_at_once() {
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--set", "drain.delay=1h"];
    let mut child = tiyao(arguments).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    let mut until = |event: &str| assert!(log.any(|line| line.contains(event)), "{event}");
    let signal = || {
        let pid = child.id().to_string();
        let sent = std::process::Command::new("kill").args(["-TERM", &pid]).status();
        assert!(sent.unwrap().success());
    };
    until("listening");
    until(" serving");
    signal();
    until("shutdown asked for");
    signal();
    until("ended at once");
    assert_eq!(child.wait().unwrap().code(), Some(130));
}

/// As systemd starts a service of the type `notify`.
#[test]
#[cfg(target_os = "linux")]
fn the_service_manager_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let socket = folder.path().join("notify");
    let manager = std::os::unix::net::UnixDatagram::bind(&socket).unwrap();
    let mut child = tiyao(["serve", "--listen", "127.0.0.1:0"])
        .env("NOTIFY_SOCKET", &socket)
        .env("WATCHDOG_USEC", "100000")
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let hear = || {
        let mut said = [0; 64];
        let length = manager.recv(&mut said).unwrap();
        String::from_utf8(said[..length].to_vec()).unwrap()
    };
    assert_eq!((hear(), hear()), ("READY=1".to_owned(), "WATCHDOG=1".to_owned()));
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    while hear() != "STOPPING=1" {}
    assert!(child.wait().unwrap().success());
}

/// As systemd hands over the sockets that it holds: from descriptor 3 on, with the process that they are for.
#[test]
#[cfg(target_os = "linux")]
fn a_socket_that_is_handed_over_is_served() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let script = "exec 3<&0 0</dev/null; LISTEN_FDS=1 LISTEN_PID=$$ exec \"$0\" serve";
    // It would fail if it opened this port: somebody has it.
    let mut child = std::process::Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_tiyao")])
        .env("TIYAO_LISTEN", &address)
        .stdin(std::os::fd::OwnedFd::from(listener.try_clone().unwrap()))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(log.any(|line| line.contains(" serving")), "it ended");
    stdout_of(run(["--server", &format!("http://{address}"), "info"]));
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    log.for_each(drop);
    assert!(child.wait().unwrap().success());
}

/// The second of two is for those who run the server, where there is a port for them at all.
#[test]
#[cfg(target_os = "linux")]
fn a_second_socket_that_is_handed_over_is_for_those_who_run_it() {
    let bind = || std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let (calls, admin) = (bind(), bind());
    let place = |listener: &std::net::TcpListener| listener.local_addr().unwrap().to_string();
    let (calls_place, admin_place) = (place(&calls), place(&admin));
    // They come as standard input and output, which are free again at once.
    let script = "exec 3<&0 4<&1 0</dev/null 1>/dev/null; \
        LISTEN_FDS=2 LISTEN_PID=$$ exec \"$0\" serve";
    // It would fail if it opened either port: somebody has it.
    let mut child = std::process::Command::new("sh")
        .args(["-c", script, env!("CARGO_BIN_EXE_tiyao")])
        .env("TIYAO_LISTEN", &calls_place)
        .env("TIYAO_ADMIN_LISTEN", &admin_place)
        .stdin(std::os::fd::OwnedFd::from(calls.try_clone().unwrap()))
        .stdout(std::os::fd::OwnedFd::from(admin.try_clone().unwrap()))
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
    assert!(log.any(|line| line.contains(" serving")), "it ended");
    let get = |address: &str, path: &str| {
        let mut connection = std::net::TcpStream::connect(address).unwrap();
        let request =
            format!("GET {path} HTTP/1.1\r\nhost: localhost\r\nconnection: close\r\n\r\n");
        connection.write_all(request.as_bytes()).unwrap();
        let mut answer = String::new();
        connection.read_to_string(&mut answer).unwrap();
        answer
    };
    let ready = get(&admin_place, "/readyz");
    assert!(ready.starts_with("HTTP/1.1 200") && ready.ends_with("serving\n"), "{ready}");
    assert!(get(&calls_place, "/v1/server").starts_with("HTTP/1.1 200"));
    assert!(get(&calls_place, "/metrics").starts_with("HTTP/1.1 404"));
    let pid = child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    log.for_each(drop);
    assert!(child.wait().unwrap().success());
}

/// Most systems let a process have 1024 unless it asks for more.
#[test]
#[cfg(target_os = "linux")]
fn a_server_asks_for_the_descriptors_that_it_needs() {
    let log_of = |limits: &str| {
        let script = format!("{limits}; exec \"$0\" serve --listen 127.0.0.1:0");
        let mut child = std::process::Command::new("sh")
            .args(["-c", &script, env!("CARGO_BIN_EXE_tiyao")])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let log = BufReader::new(child.stderr.take().unwrap()).lines().map(Result::unwrap);
        let mut lines = Vec::new();
        for line in log {
            let serves = line.contains(" serving");
            lines.push(line);
            if serves {
                break;
            }
        }
        let told = std::fs::read_to_string(format!("/proc/{}/limits", child.id())).unwrap();
        child.kill().unwrap();
        child.wait().unwrap();
        let open = told.lines().find_map(|line| line.strip_prefix("Max open files")).unwrap();
        let soft: u64 = open.split_whitespace().next().unwrap().parse().unwrap();
        (soft, lines.iter().any(|line| line.contains("too few descriptors")))
    };
    let (raised, warned) = log_of("ulimit -Sn 300");
    assert!(raised > 4096 && !warned, "{raised}");
    assert_eq!(log_of("ulimit -n 300"), (300, true));
}

#[test]
fn json_is_logged_where_it_is_asked_for() {
    let arguments = ["serve", "--listen", "127.0.0.1:0", "--set", "log_format=json"];
    let mut child = tiyao(arguments).stderr(Stdio::piped()).spawn().unwrap();
    let mut log = BufReader::new(child.stderr.take().unwrap());
    let mut line = String::new();
    log.read_line(&mut line).unwrap();
    child.kill().unwrap();
    child.wait().unwrap();
    let event: serde_json::Value = serde_json::from_str(&line).unwrap();
    assert!(event["address"].as_str().unwrap().starts_with("127.0.0.1:"), "{line}");
}
