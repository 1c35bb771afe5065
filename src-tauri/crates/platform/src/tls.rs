//! The listener with a certificate: TLS 1.2 and 1.3 through rustls.
//!
//! Device keys are checked above it in any case. Where the operator names an authority for devices,
//! a desk has to show a certificate of it as well, whose key is its device key: a strange machine
//! then gets no further than the handshake, and a certificate that was taken back is refused there.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use emergency::id::OriginId;
use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, CertificateRevocationListDer, PrivateKeyDer};
use rustls::server::danger::ClientCertVerifier;
use rustls::server::{ParsedCertificate, WebPkiClientVerifier};
use rustls::{RootCertStore, ServerConfig, ServerConnection};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio_rustls::TlsAcceptor;
use tokio_rustls::server::TlsStream;

/// Seconds a caller has for its TLS handshake.
pub const HANDSHAKE_S: u64 = 5;
/// Handshakes finished and not yet served.
const ACCEPTED_MAX: usize = 64;

/// Why TLS cannot be set up.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file of the certificate or the key.
    #[error("{path} cannot be read as PEM")]
    Pem {
        /// Which.
        path: PathBuf,
        /// What the reader said.
        #[source]
        source: rustls::pki_types::pem::Error,
    },
    /// Certificate and key do not fit, or are of a kind that is not known.
    #[error(transparent)]
    Config(#[from] rustls::Error),
    /// The authority for devices or its list of what was taken back.
    #[error(transparent)]
    Devices(#[from] rustls::client::VerifierBuilderError),
    /// There is no part of the kind that is looked for.
    #[error("{path} holds nothing that can be used")]
    Empty {
        /// Which.
        path: PathBuf,
    },
    /// The authority's file holds more certificates than are read, or the list more parts.
    #[error("{path} has more than {PEM_MAX} parts")]
    TooMany {
        /// Which.
        path: PathBuf,
    },
}

/// Parts of a PEM file that are read.
pub const PEM_MAX: usize = 64;

/// By which certificates devices come in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviceCertificates {
    /// Certificates of the authority that signs them, PEM.
    pub authority: PathBuf,
    /// What it has taken back: certificate revocation lists (RFC 5280, 5), PEM; none when there is
    /// no such list. A list whose time is over is refused: an old one says nothing of today.
    pub revoked: Option<PathBuf>,
}

/// Reads a certificate chain and its key, and by which certificates devices come in; without them
/// nobody is asked for one.
///
/// # Errors
/// When a file cannot be read or the two do not fit.
pub fn config(
    certificates: &Path,
    key: &Path,
    devices: Option<&DeviceCertificates>,
) -> Result<ServerConfig, TlsError> {
    let chain: Vec<CertificateDer<'static>> = parts(certificates)?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|source| TlsError::Pem {
        path: key.to_owned(),
        source,
    })?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let verifier = match devices {
        Some(devices) => verifier(devices, &provider)?,
        None => WebPkiClientVerifier::no_client_auth(),
    };
    Ok(ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_client_cert_verifier(verifier)
        .with_single_cert(chain, private)?)
}

fn verifier(
    devices: &DeviceCertificates,
    provider: &Arc<CryptoProvider>,
) -> Result<Arc<dyn ClientCertVerifier>, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in parts::<CertificateDer<'static>>(&devices.authority)? {
        roots.add(certificate)?;
    }
    let builder =
        WebPkiClientVerifier::builder_with_provider(Arc::new(roots), Arc::clone(provider));
    let builder = match &devices.revoked {
        Some(revoked) => builder
            .with_crls(parts::<CertificateRevocationListDer<'static>>(revoked)?)
            .only_check_end_entity_revocation()
            .enforce_revocation_expiration(),
        None => builder,
    };
    Ok(builder.build()?)
}

/// All parts of one kind in a PEM file.
fn parts<T: PemObject>(path: &Path) -> Result<Vec<T>, TlsError> {
    let pem = |source| TlsError::Pem {
        path: path.to_owned(),
        source,
    };
    let parts = T::pem_file_iter(path).map_err(pem)?.take(PEM_MAX + 1);
    let parts: Vec<T> = parts.collect::<Result<_, _>>().map_err(pem)?;
    let path = || path.to_owned();
    match parts.len() {
        // A list that holds nothing would be no list at all.
        0 => Err(TlsError::Empty { path: path() }),
        1..=PEM_MAX => Ok(parts),
        _ => Err(TlsError::TooMany { path: path() }),
    }
}

/// The beginning of an Ed25519 key as certificates hold it (RFC 8410, 4), before its 32 bytes.
const ED25519_KEY: &[u8] = &[
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// The device whose key the other side's certificate is of; one of another kind is no device's and
/// has an empty name. None when no certificate was shown.
fn device(connection: &ServerConnection) -> Option<OriginId> {
    let certificate = connection.peer_certificates()?.first()?;
    let key = ParsedCertificate::try_from(certificate)
        .ok()
        .and_then(|parsed| {
            let info = parsed.subject_public_key_info();
            info.strip_prefix(ED25519_KEY).map(hex::encode)
        });
    Some(OriginId(key.unwrap_or_default()))
}

/// Who is at the other end of a connection, as far as the connection itself tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Caller {
    /// From where.
    pub address: SocketAddr,
    /// The device whose certificate was shown; none when none was asked for.
    pub device: Option<OriginId>,
}

impl From<SocketAddr> for Caller {
    fn from(address: SocketAddr) -> Self {
        Self {
            address,
            device: None,
        }
    }
}

/// A listener whose connections have finished their handshake; a slow one delays nobody.
pub struct TlsListener {
    accepted: mpsc::Receiver<(TlsStream<TcpStream>, Caller)>,
    address: SocketAddr,
}

impl TlsListener {
    /// Takes over a TCP listener.
    ///
    /// # Errors
    /// When its address is not known.
    pub fn new(listener: TcpListener, config: ServerConfig) -> io::Result<Self> {
        let address = listener.local_addr()?;
        let acceptor = TlsAcceptor::from(Arc::new(config));
        let (done, accepted) = mpsc::channel(ACCEPTED_MAX);
        tokio::spawn(async move {
            let mut listener = listener;
            while !done.is_closed() {
                let (stream, from) = Listener::accept(&mut listener).await;
                let (acceptor, done) = (acceptor.clone(), done.clone());
                tokio::spawn(async move {
                    let limit = Duration::from_secs(HANDSHAKE_S);
                    let shaken = tokio::time::timeout(limit, acceptor.accept(stream)).await;
                    match shaken {
                        // The server may be stopping.
                        Ok(Ok(stream)) => {
                            let caller = Caller {
                                address: from,
                                device: device(stream.get_ref().1),
                            };
                            drop(done.send((stream, caller)).await);
                        }
                        Ok(Err(error)) => tracing::info!(%from, %error, "no TLS"),
                        Err(_) => tracing::info!(%from, "no TLS in time"),
                    }
                });
            }
        });
        Ok(Self { accepted, address })
    }
}

impl Listener for TlsListener {
    type Io = TlsStream<TcpStream>;
    type Addr = Caller;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            // The accepting task lives as long as this listener.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address.into())
    }
}
