//! Whom a line to a broker trusts.

use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};

/// Certificates of one file.
const CERTIFICATES_MAX: usize = 64;

/// Why nobody can be trusted.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// The file is no PEM file.
    #[error("no certificates in PEM form")]
    Pem(#[from] rustls::pki_types::pem::Error),
    /// A certificate cannot be used.
    #[error(transparent)]
    Certificate(#[from] rustls::Error),
    /// There is no certificate in it.
    #[error("no certificate in it")]
    Empty,
}

/// TLS that trusts the authorities of a PEM file and nobody else.
///
/// # Errors
/// [`TlsError`] when the file cannot be used.
pub fn tls_of(pem: &[u8]) -> Result<Arc<ClientConfig>, TlsError> {
    let mut roots = RootCertStore::empty();
    for certificate in CertificateDer::pem_slice_iter(pem).take(CERTIFICATES_MAX) {
        roots.add(certificate?)?;
    }
    if roots.is_empty() {
        return Err(TlsError::Empty);
    }
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(Arc::new(config))
}
