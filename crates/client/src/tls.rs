use std::{fmt, fs, path::Path};

use tonic::transport::{Certificate, ClientTlsConfig, Identity};

use crate::Error;

/// How a client knows its servers over TLS, and what it shows them of itself. By default it trusts whom
/// the system trusts, and shows nothing.
#[derive(Clone, Default)]
pub struct Tls {
    authority: Option<Vec<u8>>,
    identity: Option<(Vec<u8>, Vec<u8>)>,
    server_name: Option<String>,
}

impl Tls {
    /// Whom to trust in the place of the system's authorities: certificates in PEM.
    #[must_use]
    pub fn authority(mut self, pem: impl Into<Vec<u8>>) -> Self {
        self.authority = Some(pem.into());
        self
    }

    /// The same, from a file.
    pub fn authority_file(self, path: impl AsRef<Path>) -> Result<Self, Error> {
        Ok(self.authority(read(path.as_ref())?))
    }

    /// What is shown to servers that ask for a certificate: it and those that lead to its root, and
    /// its private key, in PEM.
    #[must_use]
    pub fn identity(mut self, chain: impl Into<Vec<u8>>, key: impl Into<Vec<u8>>) -> Self {
        self.identity = Some((chain.into(), key.into()));
        self
    }

    /// The same, from two files.
    pub fn identity_files(
        self,
        chain: impl AsRef<Path>,
        key: impl AsRef<Path>,
    ) -> Result<Self, Error> {
        Ok(self.identity(read(chain.as_ref())?, read(key.as_ref())?))
    }

    /// The name that the servers' certificates must be for, where it is another than the endpoint's.
    #[must_use]
    pub fn server_name(mut self, name: impl Into<String>) -> Self {
        self.server_name = Some(name.into());
        self
    }

    pub(crate) fn config(&self) -> Result<ClientTlsConfig, Error> {
        let mut config = match &self.authority {
            // What holds no certificate would trust nobody, and say so at the first call only.
            Some(pem) if !holds_certificate(pem) => {
                return Err(Error::setup("the authority holds no certificate in PEM"));
            }
            Some(pem) => ClientTlsConfig::new().ca_certificate(Certificate::from_pem(pem)),
            None => ClientTlsConfig::new().with_native_roots(),
        };
        if let Some((chain, key)) = &self.identity {
            config = config.identity(Identity::from_pem(chain, key));
        }
        if let Some(name) = &self.server_name {
            config = config.domain_name(name);
        }
        Ok(config)
    }
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the key.
        f.debug_struct("Tls")
            .field("authority", &self.authority.is_some())
            .field("identity", &self.identity.is_some())
            .field("server_name", &self.server_name)
            .finish()
    }
}

fn holds_certificate(pem: &[u8]) -> bool {
    const MARK: &[u8] = b"-----BEGIN CERTIFICATE-----";
    pem.windows(MARK.len()).any(|window| window == MARK)
}

fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(|error| Error::setup(format!("{}: {error}", path.display())))
}

#[cfg(test)]
mod tests {
    use super::Tls;

    #[test]
    fn a_key_is_never_shown() {
        let tls = Tls::default().identity("a chain", "a key").server_name("tiyao.example");
        let shown = format!("{tls:?}");
        assert!(shown.contains("tiyao.example") && !shown.contains("107"), "{shown}");
        assert!(Tls::default().authority("a key").config().is_err());
        assert!(Tls::default().authority_file("/nowhere/authority.pem").is_err());
    }
}
