//! How a stream to the platform comes about.

use std::future::Future;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use emergency::time::UtcMs;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::state::WhyDown;
use crate::tls::{TlsFault, Trust};

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

    /// When the certificate ends that the platform showed last; none without one.
    fn certificate_ends_at(&self) -> Option<UtcMs> {
        None
    }
}

/// TCP, with TLS when a configuration is given.
pub struct TcpDial {
    host: String,
    port: u16,
    tls: Option<Trust>,
    ends_at: Mutex<Option<UtcMs>>,
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
            ends_at: Mutex::new(None),
            known: Mutex::new(fallback),
        }
    }

    /// The same with TLS.
    #[must_use]
    pub fn with_tls(mut self, trust: Trust) -> Self {
        self.tls = Some(trust);
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
        let mut why = WhyDown::Unreachable {
            detail: "the name stands for no address".to_owned(),
        };
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
                Ok(Err(error)) => {
                    why = WhyDown::Unreachable {
                        detail: error.to_string(),
                    }
                }
                Err(_) => why = WhyDown::Slow { phase: "connect" },
            }
        }
        Err(why)
    }
}

impl Dial for TcpDial {
    async fn dial(&self) -> Result<Box<dyn Stream>, WhyDown> {
        let stream = self.connect().await?;
        let Some(trust) = &self.tls else {
            return Ok(Box::new(stream));
        };
        let name = ServerName::try_from(self.host.clone()).map_err(|error| WhyDown::Tls {
            fault: TlsFault::WrongHost,
            detail: error.to_string(),
        })?;
        let shaking = TlsConnector::from(Arc::clone(&trust.config)).connect(name.clone(), stream);
        let stream = match tokio::time::timeout(Duration::from_secs(TLS_S), shaking).await {
            Ok(Ok(stream)) => stream,
            Ok(Err(error)) => {
                return Err(WhyDown::Tls {
                    fault: TlsFault::of(&error),
                    detail: error.to_string(),
                });
            }
            Err(_) => return Err(WhyDown::Slow { phase: "tls" }),
        };
        let ends_at = trust.ends_at(stream.get_ref().1, &name);
        *self.ends_at.lock().unwrap_or_else(PoisonError::into_inner) = ends_at;
        Ok(Box::new(stream))
    }

    fn host(&self) -> String {
        format!("{}:{}", self.host, self.port)
    }

    fn certificate_ends_at(&self) -> Option<UtcMs> {
        *self.ends_at.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
