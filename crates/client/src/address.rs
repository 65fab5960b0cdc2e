use std::net::{IpAddr, SocketAddr};

use tonic::transport::Uri;

/// Where one or several hosts are, as a caller names them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Address {
    /// Scheme, name and port.
    pub(crate) uri: Uri,
    /// The name or the number, without the brackets of IPv6.
    pub(crate) host: String,
    pub(crate) port: u16,
    pub(crate) is_tls: bool,
}

impl Address {
    /// Reads `http://host:port`, `https://host:port` or `host:port`, which is the first. What an
    /// endpoint asks for beyond that would be passed over in silence, so it is refused.
    pub(crate) fn parse(endpoint: &str) -> Result<Self, &'static str> {
        let full = if endpoint.contains("://") {
            endpoint.to_owned()
        } else {
            format!("http://{endpoint}")
        };
        let uri = full.parse::<Uri>().map_err(|_unreadable| "not http://host:port")?;
        let is_tls = match uri.scheme_str() {
            Some("http") => false,
            Some("https") => true,
            _ => return Err("the scheme is neither http nor https"),
        };
        let authority = uri.authority().map(ToString::to_string).unwrap_or_default();
        let Some(port) = uri.port_u16() else {
            return Err("the port is missing, or above 65535");
        };
        if authority.contains('@') {
            return Err("it holds a user or a password, and neither is sent");
        }
        if !matches!(uri.path_and_query().map(ToString::to_string).as_deref(), None | Some("/")) {
            return Err("it has a path or a query, and neither is used");
        }
        let host = uri.host().unwrap_or_default().trim_matches(['[', ']']).to_owned();
        if host.is_empty() {
            return Err("the host is missing");
        }
        Ok(Self { uri, host, port, is_tls })
    }

    /// The one socket, when no name has to be looked up.
    pub(crate) fn literal(&self) -> Option<SocketAddr> {
        let number: IpAddr = self.host.parse().ok()?;
        Some(SocketAddr::new(number, self.port))
    }

    /// Whether what is sent never leaves the machine.
    pub(crate) fn is_loopback(&self) -> bool {
        self.host == "localhost" || self.literal().is_some_and(|socket| socket.ip().is_loopback())
    }
}

#[cfg(test)]
mod tests {
    use super::Address;

    #[test]
    fn good() {
        let check = |endpoint: &str, host: &str, port: u16, is_tls: bool, is_literal: bool| {
            let address = Address::parse(endpoint).unwrap();
            assert_eq!(
                (address.host.as_str(), address.port, address.is_tls, address.literal().is_some()),
                (host, port, is_tls, is_literal),
                "{endpoint}"
            );
        };
        check("http://127.0.0.1:50151", "127.0.0.1", 50151, false, true);
        check("http://[::1]:1/", "::1", 1, false, true);
        check("tiyao.example:50151", "tiyao.example", 50151, false, false);
        check("https://tiyao.example:443", "tiyao.example", 443, true, false);
    }

    #[test]
    fn bad() {
        for endpoint in [
            "",
            "http://",
            "localhost",
            "ftp://127.0.0.1:50151",
            "http://127.0.0.1:99999",
            "http://:50151",
            "http://127.0.0.1:50151/path",
            "http://127.0.0.1:50151/?x=1",
            "http://user:secret@127.0.0.1:50151",
            "not an endpoint",
        ] {
            assert!(Address::parse(endpoint).is_err(), "{endpoint}");
        }
    }

    #[test]
    fn what_stays_on_the_machine() {
        for (endpoint, expected) in
            [("localhost:1", true), ("127.0.0.9:1", true), ("[::1]:1", true), ("10.0.0.1:1", false)]
        {
            assert_eq!(Address::parse(endpoint).unwrap().is_loopback(), expected, "{endpoint}");
        }
    }
}
