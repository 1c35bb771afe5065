//! The listener with a certificate: TLS 1.2 and 1.3 through rustls. Device keys are checked above
//! it in any case, so a certificate proves the platform to the desk, not the desk to the platform.

use std::io;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use axum::serve::Listener;
use rustls::ServerConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
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
}

/// Reads a certificate chain and its key.
///
/// # Errors
/// When a file cannot be read or the two do not fit.
pub fn config(certificates: &Path, key: &Path) -> Result<ServerConfig, TlsError> {
    let pem = |path: &Path, source| TlsError::Pem {
        path: path.to_owned(),
        source,
    };
    let chain = CertificateDer::pem_file_iter(certificates)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|source| pem(certificates, source))?;
    let private = PrivateKeyDer::from_pem_file(key).map_err(|source| pem(key, source))?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_no_client_auth()
        .with_single_cert(chain, private)?)
}

/// A listener whose connections have finished their handshake; a slow one delays nobody.
pub struct TlsListener {
    accepted: mpsc::Receiver<(TlsStream<TcpStream>, SocketAddr)>,
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
                        Ok(Ok(stream)) => drop(done.send((stream, from)).await),
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
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        match self.accepted.recv().await {
            Some(accepted) => accepted,
            // The accepting task lives as long as this listener.
            None => std::future::pending().await,
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}
