//! How a stream to the platform comes about.

use std::future::Future;
use std::io;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::state::WhyDown;

/// Seconds for looking a name up, and for one connection attempt.
pub const CONNECT_S: u64 = 5;
/// Seconds for the TLS handshake.
pub const TLS_S: u64 = 5;
/// Addresses tried in one attempt.
pub const ADDRESSES_MAX: usize = 8;

/// Both directions of a stream.
pub trait Stream: AsyncRead + AsyncWrite + Unpin + Send {}

impl<S: AsyncRead + AsyncWrite + Unpin + Send> Stream for S {}

/// Makes streams to the platform.
pub trait Dial: Send + Sync + 'static {
    /// One attempt.
    fn dial(&self) -> impl Future<Output = Result<Box<dyn Stream>, WhyDown>> + Send;

    /// The host as the WebSocket request names it.
    fn host(&self) -> String;
}

/// TCP, with TLS when a configuration is given.
pub struct TcpDial {
    host: String,
    port: u16,
    tls: Option<Arc<ClientConfig>>,
    /// What the name last stood for, and before that what the operator wrote down.
    known: Mutex<Vec<SocketAddr>>,
}

impl TcpDial {
    /// Dials a host; `fallback` is used while the name cannot be looked up.
    #[must_use]
    pub fn new(host: &str, port: u16, fallback: Vec<SocketAddr>) -> Self {
        Self {
            host: host.to_owned(),
            port,
            tls: None,
            known: Mutex::new(fallback),
        }
    }

    /// The same with TLS.
    #[must_use]
    pub fn with_tls(mut self, config: ClientConfig) -> Self {
        self.tls = Some(Arc::new(config));
        self
    }

    fn known(&self) -> Vec<SocketAddr> {
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The addresses of the host: fresh when the name can be looked up in time, else those that
    /// were good before.
    async fn addresses(&self) -> Vec<SocketAddr> {
        let limit = Duration::from_secs(CONNECT_S);
        let looked = tokio::net::lookup_host((self.host.as_str(), self.port));
        let Ok(Ok(found)) = tokio::time::timeout(limit, looked).await else {
            return self.known();
        };
        let found: Vec<SocketAddr> = found.take(ADDRESSES_MAX).collect();
        if found.is_empty() {
            return self.known();
        }
        self.known
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone_from(&found);
        found
    }

    async fn connect(&self) -> Result<TcpStream, WhyDown> {
        let mut last = io::Error::new(io::ErrorKind::NotFound, "the name stands for no address");
        for address in self.addresses().await.into_iter().take(ADDRESSES_MAX) {
            let limit = Duration::from_secs(CONNECT_S);
            match tokio::time::timeout(limit, TcpStream::connect(address)).await {
                Ok(Ok(stream)) => {
                    // Events are small and must not wait for company.
                    if let Err(error) = stream.set_nodelay(true) {
                        tracing::debug!(%error, "small packets may wait");
                    }
                    return Ok(stream);
                }
                Ok(Err(error)) => last = error,
                Err(_) => last = io::ErrorKind::TimedOut.into(),
            }
        }
        Err(WhyDown::Unreachable {
            detail: last.to_string(),
        })
    }
}

impl Dial for TcpDial {
    async fn dial(&self) -> Result<Box<dyn Stream>, WhyDown> {
        let stream = self.connect().await?;
        let Some(config) = &self.tls else {
            return Ok(Box::new(stream));
        };
        let tls = |detail: String| WhyDown::Tls { detail };
        let name = ServerName::try_from(self.host.clone()).map_err(|e| tls(e.to_string()))?;
        let shaking = TlsConnector::from(Arc::clone(config)).connect(name, stream);
        match tokio::time::timeout(Duration::from_secs(TLS_S), shaking).await {
            Ok(Ok(stream)) => Ok(Box::new(stream)),
            Ok(Err(error)) => Err(tls(error.to_string())),
            Err(_) => Err(WhyDown::Slow { phase: "tls" }),
        }
    }

    fn host(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }
}

/// Why the trusted certificates cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum TrustError {
    /// The file.
    #[error("the trusted certificates cannot be read")]
    Pem(#[from] rustls::pki_types::pem::Error),
    /// One of them.
    #[error(transparent)]
    Tls(#[from] rustls::Error),
}

/// TLS that trusts exactly the certificates of a PEM file: the authority's own, not the world's.
///
/// # Errors
/// When the file holds none that can be used.
pub fn trust(pem: &[u8]) -> Result<ClientConfig, TrustError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem) {
        roots.add(certificate?)?;
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    Ok(ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth())
}
