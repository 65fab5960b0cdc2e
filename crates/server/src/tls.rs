use std::{
    fmt, fs, io,
    path::{Path, PathBuf},
    sync::{Arc, PoisonError, RwLock},
    time::Duration,
};

use tokio::{
    io::{AsyncRead, AsyncWrite},
    time::{MissedTickBehavior, interval, timeout},
};
use tokio_rustls::{
    TlsAcceptor,
    rustls::{
        self, RootCertStore, ServerConfig,
        crypto::ring,
        pki_types::{CertificateDer, PrivateKeyDer, pem, pem::PemObject as _},
        server::{VerifierBuilderError, WebPkiClientVerifier},
    },
    server::TlsStream,
};
use tracing::{info, warn};
use x509_cert::{Certificate, der::Decode as _};

use crate::monitor::Monitor;

/// How often the files are looked at.
const LOOK_INTERVAL: Duration = Duration::from_secs(5);

/// Where a server's identity lies, in PEM.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TlsFiles {
    /// Its certificate, then those that lead to the root.
    pub certificate: PathBuf,
    /// The certificate's private key.
    pub key: PathBuf,
    /// Who signs the certificates of clients. With it, a client without one is turned away.
    pub client_authority: Option<PathBuf>,
}

/// Why TLS cannot be served.
#[derive(Debug)]
#[non_exhaustive]
pub enum TlsError {
    /// A file cannot be read.
    Read(PathBuf, io::Error),
    /// A file is no PEM, or not of this kind.
    Pem(PathBuf, pem::Error),
    /// A file holds no certificate.
    Empty(PathBuf),
    /// Certificate and key do not fit together, or one is of a kind that is not known.
    Identity(rustls::Error),
    /// The clients' authority is no authority.
    Authority(VerifierBuilderError),
}

impl fmt::Display for TlsError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Read(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Pem(path, error) => write!(f, "{}: {error}", path.display()),
            Self::Empty(path) => write!(f, "{}: holds no certificate", path.display()),
            Self::Identity(error) => write!(f, "certificate and key: {error}"),
            Self::Authority(error) => write!(f, "the authority of clients: {error}"),
        }
    }
}

impl std::error::Error for TlsError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Read(_, error) => Some(error),
            Self::Pem(_, error) => Some(error),
            Self::Empty(_) => None,
            Self::Identity(error) => Some(error),
            Self::Authority(error) => Some(error),
        }
    }
}

/// TLS with the certificates that lie in files, and change there. A clone is the same.
#[derive(Clone)]
pub struct Tls {
    files: Arc<TlsFiles>,
    current: Arc<RwLock<Current>>,
}

/// What is served with now, and the bytes it was made of.
struct Current {
    config: Arc<ServerConfig>,
    material: Material,
}

impl fmt::Debug for Tls {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // Never the key.
        f.debug_struct("Tls").field("files", &self.files).finish_non_exhaustive()
    }
}

impl Tls {
    /// Reads the files.
    pub fn open(files: TlsFiles) -> Result<Self, TlsError> {
        let material = Material::read(&files)?;
        let config = material.config(&files)?;
        let current = Arc::new(RwLock::new(Current { config, material }));
        Ok(Self { files: Arc::new(files), current })
    }

    /// Shakes hands with a peer, who may take `limit` for it.
    pub(crate) async fn accept<C>(&self, connection: C, limit: Duration) -> io::Result<TlsStream<C>>
    where
        C: AsyncRead + AsyncWrite + Unpin,
    {
        let config = {
            let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(&current.config)
        };
        let handshake = TlsAcceptor::from(config).accept(connection);
        timeout(limit, handshake).await.map_err(|_elapsed| io::ErrorKind::TimedOut)?
    }

    /// Looks at the files again and again. New ones serve the connections that are made afterwards;
    /// in the place of unsound ones the old stay.
    pub(crate) async fn watch(self, monitor: Monitor) {
        self.tell_expiry(&monitor);
        let mut ticks = interval(LOOK_INTERVAL);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
        // What is wrong is told once: the files stay as they are until someone changes them.
        let mut told = None;
        loop {
            ticks.tick().await;
            let this = self.clone();
            let Ok(looked) = tokio::task::spawn_blocking(move || this.look()).await else { return };
            match looked {
                Ok(changed) => {
                    told = None;
                    if changed {
                        monitor.certificates_reloaded(true);
                        self.tell_expiry(&monitor);
                        info!(certificate = %self.files.certificate.display(), "certificates changed");
                    }
                }
                Err(error) => {
                    let error = error.to_string();
                    if told.as_ref() != Some(&error) {
                        monitor.certificates_reloaded(false);
                        warn!(error, "certificates refused, the old ones stay");
                        told = Some(error);
                    }
                }
            }
        }
    }

    /// Whether the files hold something new, which is then what is served with. Compares by content:
    /// certificates are often swapped by a link, whose times say nothing.
    fn look(&self) -> Result<bool, TlsError> {
        let material = Material::read(&self.files)?;
        if self.current.read().unwrap_or_else(PoisonError::into_inner).material == material {
            return Ok(false);
        }
        let config = material.config(&self.files)?;
        *self.current.write().unwrap_or_else(PoisonError::into_inner) =
            Current { config, material };
        Ok(true)
    }
}

impl Tls {
    /// Says until when what is served with now is valid.
    fn tell_expiry(&self, monitor: &Monitor) {
        let current = self.current.read().unwrap_or_else(PoisonError::into_inner);
        let Material { certificate, client_authority, .. } = &current.material;
        monitor.certificate_expires("server", expiry(certificate));
        if let Some(authority) = client_authority {
            monitor.certificate_expires("client_authority", expiry(authority));
        }
    }
}

/// When the first of these certificates expires, in seconds since 1970. `None`: one cannot be read, though
/// it may serve.
fn expiry(pem: &[u8]) -> Option<u64> {
    let mut earliest: Option<u64> = None;
    for certificate in CertificateDer::pem_slice_iter(pem) {
        let certificate = Certificate::from_der(&certificate.ok()?).ok()?;
        let until = certificate.tbs_certificate().validity().not_after.to_unix_duration();
        earliest = Some(earliest.unwrap_or(u64::MAX).min(until.as_secs()));
    }
    earliest
}

/// The files' bytes.
#[derive(PartialEq, Eq)]
struct Material {
    certificate: Vec<u8>,
    key: Vec<u8>,
    client_authority: Option<Vec<u8>>,
}

impl Material {
    fn read(files: &TlsFiles) -> Result<Self, TlsError> {
        let read =
            |path: &PathBuf| fs::read(path).map_err(|error| TlsError::Read(path.clone(), error));
        Ok(Self {
            certificate: read(&files.certificate)?,
            key: read(&files.key)?,
            client_authority: files.client_authority.as_ref().map(read).transpose()?,
        })
    }

    fn config(&self, files: &TlsFiles) -> Result<Arc<ServerConfig>, TlsError> {
        let chain = certificates(&files.certificate, &self.certificate)?;
        let key = PrivateKeyDer::from_pem_slice(&self.key)
            .map_err(|error| TlsError::Pem(files.key.clone(), error))?;
        let provider = Arc::new(ring::default_provider());
        let builder = ServerConfig::builder_with_provider(Arc::clone(&provider))
            .with_safe_default_protocol_versions()
            .map_err(TlsError::Identity)?;
        let builder = match (&files.client_authority, &self.client_authority) {
            (Some(path), Some(authority)) => {
                let mut roots = RootCertStore::empty();
                for certificate in certificates(path, authority)? {
                    roots.add(certificate).map_err(TlsError::Identity)?;
                }
                let verifier =
                    WebPkiClientVerifier::builder_with_provider(Arc::new(roots), provider);
                builder.with_client_cert_verifier(verifier.build().map_err(TlsError::Authority)?)
            }
            _ => builder.with_no_client_auth(),
        };
        // Fails when the key is another certificate's.
        let mut config = builder.with_single_cert(chain, key).map_err(TlsError::Identity)?;
        // The second for plain HTTP; who speaks it to a server of gRPC alone is told so by the end of
        // the connection.
        config.alpn_protocols = vec![b"h2".to_vec(), b"http/1.1".to_vec()];
        Ok(Arc::new(config))
    }
}

fn certificates(path: &Path, bytes: &[u8]) -> Result<Vec<CertificateDer<'static>>, TlsError> {
    let found: Result<Vec<_>, _> = CertificateDer::pem_slice_iter(bytes).collect();
    let found = found.map_err(|error| TlsError::Pem(path.to_owned(), error))?;
    if found.is_empty() {
        return Err(TlsError::Empty(path.to_owned()));
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use std::{fs, path::Path, sync::Arc};

    use rcgen::{
        CertificateParams, CertifiedKey, KeyPair, date_time_ymd, generate_simple_self_signed,
    };

    use super::{Tls, TlsError, TlsFiles, expiry};

    fn put(folder: &Path) {
        let CertifiedKey { cert, signing_key } =
            generate_simple_self_signed(vec!["localhost".to_owned()]).unwrap();
        fs::write(folder.join("pem"), cert.pem()).unwrap();
        fs::write(folder.join("key"), signing_key.serialize_pem()).unwrap();
    }

    #[test]
    fn new_certificates_are_taken_and_unsound_ones_are_not() {
        let folder = tempfile::tempdir().unwrap();
        let files = TlsFiles {
            certificate: folder.path().join("pem"),
            key: folder.path().join("key"),
            client_authority: None,
        };
        assert!(matches!(Tls::open(files.clone()), Err(TlsError::Read(..))));
        put(folder.path());
        let tls = Tls::open(files.clone()).unwrap();
        let config = || Arc::as_ptr(&tls.current.read().unwrap().config);
        let first = config();
        assert!(matches!(tls.look(), Ok(false)));

        let old_key = fs::read(&files.key).unwrap();
        put(folder.path());
        assert!(matches!(tls.look(), Ok(true)));
        let second = config();
        assert_ne!(second, first);

        fs::write(&files.key, old_key).unwrap();
        assert!(matches!(tls.look(), Err(TlsError::Identity(_))));
        fs::write(&files.certificate, "no certificate").unwrap();
        assert!(matches!(tls.look(), Err(TlsError::Empty(_))));
        fs::remove_file(&files.certificate).unwrap();
        assert!(matches!(tls.look(), Err(TlsError::Read(..))));
        assert_eq!(config(), second);
    }

    #[test]
    fn the_first_to_expire_counts() {
        let until = |year| {
            let mut params = CertificateParams::new(vec!["localhost".to_owned()]).unwrap();
            params.not_after = date_time_ymd(year, 1, 1);
            params.self_signed(&KeyPair::generate().unwrap()).unwrap().pem()
        };
        // 2031-01-01; behind 2049 the time has another form.
        assert_eq!(expiry((until(2051) + &until(2031)).as_bytes()), Some(1_924_992_000));
        assert_eq!(expiry(until(2051).as_bytes()), Some(2_556_144_000));
        assert_eq!(expiry(b"no certificate"), None);
    }

    #[test]
    fn a_key_is_never_shown() {
        let folder = tempfile::tempdir().unwrap();
        put(folder.path());
        let (certificate, key) = (folder.path().join("pem"), folder.path().join("key"));
        let tls = Tls::open(TlsFiles { certificate, key, client_authority: None }).unwrap();
        assert!(!format!("{tls:?}").contains("current"));
    }
}
