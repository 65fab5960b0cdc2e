//! What systemd, or whoever speaks its protocol, is told of a server (`sd_notify(3)`), and the sockets
//! that it hands over (`sd_listen_fds(3)`).

use std::{env, io, time::Duration};

use tokio::net::TcpListener;

/// The sockets that were handed over: the first for calls, the second for those who run the server.
pub(crate) struct Sockets(listenfd::ListenFd);

impl Sockets {
    /// Those of this process's environment.
    pub(crate) fn from_environment() -> Self {
        Self(listenfd::ListenFd::from_env())
    }

    /// The socket at this place, if there is one.
    pub(crate) fn take(&mut self, place: usize) -> io::Result<Option<TcpListener>> {
        if place >= self.0.len() {
            return Ok(None);
        }
        let Some(listener) = self.0.take_tcp_listener(place)? else { return Ok(None) };
        listener.set_nonblocking(true)?;
        TcpListener::from_std(listener).map(Some)
    }
}

/// Says `state`, as `READY=1`, to whoever started this process, if that one listens.
pub(crate) fn notify(state: &str) {
    #[cfg(target_os = "linux")]
    if let Some(socket) = env::var_os("NOTIFY_SOCKET")
        && let Err(error) = linux::send(&socket, state)
    {
        tracing::warn!(%error, "the service manager cannot be told");
    }
    #[cfg(not(target_os = "linux"))]
    let _ = state;
}

/// How often the watchdog wants to hear of this process: twice in the time after which it would end it.
pub(crate) fn watchdog_interval() -> Option<Duration> {
    let process = env::var("WATCHDOG_PID").ok();
    if process.is_some_and(|process| process != std::process::id().to_string()) {
        return None;
    }
    interval_of(&env::var("WATCHDOG_USEC").ok()?)
}

fn interval_of(microseconds: &str) -> Option<Duration> {
    let microseconds: u64 = microseconds.parse().ok()?;
    (microseconds > 1).then(|| Duration::from_micros(microseconds / 2))
}

#[cfg(target_os = "linux")]
mod linux {
    use std::{
        ffi::OsStr,
        io,
        os::{
            linux::net::SocketAddrExt as _,
            unix::{
                ffi::OsStrExt as _,
                net::{SocketAddr, UnixDatagram},
            },
        },
    };

    pub(super) fn send(socket: &OsStr, state: &str) -> io::Result<()> {
        // A name that begins with @ is not in the file system.
        let address = match socket.as_bytes().strip_prefix(b"@") {
            Some(name) => SocketAddr::from_abstract_name(name)?,
            None => SocketAddr::from_pathname(socket)?,
        };
        UnixDatagram::unbound()?.send_to_addr(state.as_bytes(), &address)?;
        Ok(())
    }

    #[cfg(test)]
    mod tests {
        use std::{
            ffi::OsString,
            os::{
                linux::net::SocketAddrExt as _,
                unix::net::{SocketAddr, UnixDatagram},
            },
        };

        use super::send;

        #[test]
        fn a_state_arrives_at_both_kinds_of_sockets() {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("notify");
            let name = format!("tiyao-test-{}", std::process::id());
            let abstract_address = SocketAddr::from_abstract_name(&name).unwrap();
            for (address, socket) in [
                (SocketAddr::from_pathname(&path).unwrap(), path.into_os_string()),
                (abstract_address, OsString::from(format!("@{name}"))),
            ] {
                let manager = UnixDatagram::bind_addr(&address).unwrap();
                send(&socket, "READY=1").unwrap();
                let mut said = [0; 16];
                let length = manager.recv(&mut said).unwrap();
                assert_eq!(&said[..length], b"READY=1");
            }
            assert!(send("/nowhere/at/all".as_ref(), "READY=1").is_err());
        }
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::interval_of;

    #[test]
    fn the_watchdog_hears_twice_in_its_time() {
        assert_eq!(interval_of("30000000"), Some(Duration::from_secs(15)));
        for none in ["", "0", "1", "-5", "soon"] {
            assert_eq!(interval_of(none), None, "{none}");
        }
    }
}
