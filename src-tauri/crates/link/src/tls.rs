//! TLS towards the platform: which certificates are trusted, why one is not, and when it ends.

use std::fmt;
use std::io;
use std::sync::Arc;
use std::time::Duration;

use ed25519_dalek::SigningKey;
use emergency::time::UtcMs;
use rustls::client::WebPkiServerVerifier;
use rustls::client::danger::ServerCertVerifier as _;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, PrivatePkcs8KeyDer, ServerName, UnixTime};
use rustls::time_provider::TimeProvider;
use rustls::{
    AlertDescription, CertificateError, ClientConfig, ClientConnection, Error, RootCertStore,
};

use crate::Clock;

/// Days before the end of the platform's certificate at which a duty room is told, and told more
/// urgently: long enough for an order to be placed, for somebody to come, for today.
pub const WARN_DAYS: [u64; 3] = [30, 14, 7];
/// How far ahead the end is looked for; no authority gives certificates for longer.
const LOOK_DAYS_MAX: u64 = 36_500;
const DAY_S: u64 = 86_400;
/// Certificates of a device's own chain at most.
const CHAIN_MAX: usize = 8;
/// The beginning of an Ed25519 private key as TLS takes it (RFC 8410, 7), before its 32 bytes.
const ED25519_PRIVATE_KEY: &[u8] = &[
    0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
];

/// What is wrong with a certificate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TlsFault {
    /// Its time is over, or the desk's clock is far ahead.
    Expired,
    /// Its time has not begun, or the desk's clock is far behind.
    NotYetValid,
    /// Nobody whom this desk trusts has signed it.
    Untrusted,
    /// It is for another host.
    WrongHost,
    /// Its authority has taken it back.
    Revoked,
    /// The platform wants a certificate of this device, and there is none that it takes.
    NotAdmitted,
    /// Something else; the detail says what.
    Other,
}

impl TlsFault {
    /// What an error of the handshake means.
    pub(crate) fn of(error: &io::Error) -> Self {
        let inner = error.get_ref().and_then(|inner| inner.downcast_ref());
        match inner {
            Some(Error::InvalidCertificate(error)) => Self::of_certificate(error),
            // What the platform says is about the certificate of this device.
            Some(Error::AlertReceived(
                AlertDescription::CertificateRequired
                | AlertDescription::CertificateRevoked
                | AlertDescription::CertificateExpired
                | AlertDescription::CertificateUnknown
                | AlertDescription::UnknownCA
                | AlertDescription::BadCertificate
                | AlertDescription::AccessDenied,
            )) => Self::NotAdmitted,
            _ => Self::Other,
        }
    }

    fn of_certificate(error: &CertificateError) -> Self {
        match error {
            CertificateError::Expired | CertificateError::ExpiredContext { .. } => Self::Expired,
            CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. } => {
                Self::NotYetValid
            }
            CertificateError::UnknownIssuer | CertificateError::BadSignature => Self::Untrusted,
            CertificateError::NotValidForName | CertificateError::NotValidForNameContext { .. } => {
                Self::WrongHost
            }
            CertificateError::Revoked => Self::Revoked,
            _ => Self::Other,
        }
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
    Tls(#[from] Error),
    /// The device's own certificate.
    #[error("the device's certificate has no part that can be used")]
    NoDevice,
    /// There is none, or one that nobody can be checked against.
    #[error("there is no certificate that others can be checked against")]
    Empty(#[from] rustls::client::VerifierBuilderError),
}

/// The certificates that a desk trusts: the authority's own, not the world's.
pub struct Trust {
    pub(crate) config: Arc<ClientConfig>,
    verifier: Arc<WebPkiServerVerifier>,
    clock: Clock,
}

impl Trust {
    /// Trusts exactly the certificates of a PEM file, and judges their times by the desk's clock.
    ///
    /// # Errors
    /// When the file holds none that can be used.
    pub fn of(pem: &[u8], clock: Clock) -> Result<Self, TrustError> {
        let mut roots = RootCertStore::empty();
        for certificate in CertificateDer::pem_slice_iter(pem) {
            roots.add(certificate?)?;
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let roots = Arc::new(roots);
        let verifier =
            WebPkiServerVerifier::builder_with_provider(roots, Arc::clone(&provider)).build()?;
        let time = Arc::new(DeskTime(Arc::clone(&clock)));
        let config = ClientConfig::builder_with_details(provider, time)
            .with_safe_default_protocol_versions()?
            .with_webpki_verifier(Arc::clone(&verifier))
            .with_no_client_auth();
        Ok(Self {
            config: Arc::new(config),
            verifier,
            clock,
        })
    }

    /// Shows the device's own certificate, PEM, to a platform that asks for it; its key is the
    /// device key.
    ///
    /// # Errors
    /// When the file holds none, or one of another key.
    pub fn with_device(mut self, pem: &[u8], key: &SigningKey) -> Result<Self, TrustError> {
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(pem)
            .take(CHAIN_MAX)
            .collect::<Result<_, _>>()?;
        if chain.is_empty() {
            return Err(TrustError::NoDevice);
        }
        let private = [ED25519_PRIVATE_KEY, key.as_bytes().as_slice()].concat();
        let private = PrivatePkcs8KeyDer::from(private);
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let time = Arc::new(DeskTime(Arc::clone(&self.clock)));
        let config = ClientConfig::builder_with_details(provider, time)
            .with_safe_default_protocol_versions()?
            .with_webpki_verifier(Arc::clone(&self.verifier))
            .with_client_auth_cert(chain, private.into())?;
        self.config = Arc::new(config);
        Ok(self)
    }

    /// When the certificate of a finished handshake ends, or one that it rests on.
    pub(crate) fn ends_at(
        &self,
        connection: &ClientConnection,
        host: &ServerName<'_>,
    ) -> Option<UtcMs> {
        let (own, above) = connection.peer_certificates()?.split_first()?;
        let now = unix(&self.clock).as_secs();
        // The nearest end is asked for first: an authority may end before what it signed.
        let ahead = WARN_DAYS.into_iter().rev().chain([LOOK_DAYS_MAX]);
        let ends = |days: u64| {
            let then = UnixTime::since_unix_epoch(Duration::from_secs(now + days * DAY_S));
            match self
                .verifier
                .verify_server_cert(own, above, host, &[], then)
            {
                Err(Error::InvalidCertificate(CertificateError::ExpiredContext {
                    not_after,
                    ..
                })) => Some(not_after.as_secs()),
                _ => None,
            }
        };
        let seconds = ahead.into_iter().find_map(ends)?;
        i64::try_from(seconds.saturating_mul(1_000)).ok().map(UtcMs)
    }
}

/// How urgently the end of a certificate is to be told: 0 not yet, then 1 for each of
/// [`WARN_DAYS`] that it is nearer than.
#[must_use]
pub fn urgency(ends_at: UtcMs, now: UtcMs) -> u8 {
    let left_ms = ends_at.0.saturating_sub(now.0);
    let within = |days: &u64| left_ms <= i64::try_from(days * DAY_S * 1_000).unwrap_or(i64::MAX);
    u8::try_from(WARN_DAYS.iter().filter(|days| within(days)).count()).unwrap_or(u8::MAX)
}

/// The desk's clock as TLS asks for it.
struct DeskTime(Clock);

impl fmt::Debug for DeskTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("DeskTime")
    }
}

impl TimeProvider for DeskTime {
    fn current_time(&self) -> Option<UnixTime> {
        Some(unix(&self.0))
    }
}

fn unix(clock: &Clock) -> UnixTime {
    let ms = u64::try_from(clock().0).unwrap_or(0);
    UnixTime::since_unix_epoch(Duration::from_millis(ms))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_end_of_a_certificate_grows_more_urgent_in_three_steps() {
        let day_ms = i64::try_from(DAY_S).expect("small") * 1_000;
        let cases = [(31, 0), (30, 1), (15, 1), (14, 2), (8, 2), (7, 3), (-1, 3)];
        for (days, wanted) in cases {
            let told = urgency(UtcMs(days * day_ms), UtcMs(0));
            assert_eq!(told, wanted, "{days} days ahead");
        }
    }

    #[test]
    fn a_file_without_a_certificate_is_no_trust() {
        let clock: Clock = Arc::new(|| UtcMs(0));
        let error = Trust::of(b"", clock).err().expect("nobody to trust");
        assert!(matches!(error, TrustError::Empty(_)), "{error}");
    }
}
