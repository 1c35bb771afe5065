//! The device key, ready to sign.

use aws_lc_rs::signature::Ed25519KeyPair;
use ed25519_dalek::SigningKey;
use emergency::event::{Pen, origin_of};
use emergency::id::OriginId;

/// The device key of a desk in the hands of AWS-LC, which signs in half the time of the library
/// that made the key. Ed25519 is deterministic (RFC 8032): both write the same signature.
pub struct DeviceKey {
    pair: Ed25519KeyPair,
    origin: OriginId,
}

impl DeviceKey {
    /// Makes a key ready to sign.
    ///
    /// # Panics
    /// Never: a signing key has a seed and its own public half.
    #[must_use]
    pub fn of(key: &SigningKey) -> Self {
        let public = key.verifying_key();
        let pair = Ed25519KeyPair::from_seed_and_public_key(key.as_bytes(), public.as_bytes())
            .expect("both halves are of one key");
        Self {
            pair,
            origin: origin_of(key),
        }
    }
}

impl Pen for DeviceKey {
    fn origin(&self) -> OriginId {
        self.origin.clone()
    }

    fn sign(&self, digest: &[u8; 32]) -> [u8; 64] {
        let mut signature = [0; 64];
        signature.copy_from_slice(self.pair.sign(digest).as_ref());
        signature
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_libraries_write_the_same_signature_under_the_same_name() {
        for seed in 0..=u8::MAX {
            let key = SigningKey::from_bytes(&[seed; 32]);
            let ready = DeviceKey::of(&key);
            let digest = [!seed; 32];
            assert_eq!(
                Pen::sign(&ready, &digest),
                Pen::sign(&key, &digest),
                "key {seed}: no reader can tell which library signed"
            );
            assert_eq!(ready.origin(), origin_of(&key), "key {seed}: one desk");
        }
    }
}
