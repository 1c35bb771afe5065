//! What is signed of a plan, and whether a signature holds.

use ed25519_dalek::{Signature, Verifier as _, VerifyingKey};

use super::PlanSigned;
use crate::id::{OriginId, PlanId};

/// First line of what is signed: names the form, so that no other text is ever taken for it.
pub const SIGNED_FORM: &str = "dutyroom-plan-signature/2";

/// What a signature is made over: the form, `exercise` or `real`, the plan, the version, the
/// content hash, the step, name, role and time, each on a line of its own.
#[must_use]
pub fn signed_words(plan: &PlanId, signed: &PlanSigned) -> String {
    // A line break in a name would make two readings of one text.
    let line = |text: &str| text.replace(['\n', '\r'], " ");
    format!(
        "{SIGNED_FORM}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n",
        if signed.exercise { "exercise" } else { "real" },
        line(plan.as_str()),
        line(signed.version.as_str()),
        line(&signed.sha256),
        signed.step.name(),
        line(&signed.name),
        line(&signed.role),
        signed.at.0
    )
}

/// True when the device key signed it for that plan. That the hash is the version's own, and that
/// an exercise is not taken for real work, is for the caller to look up.
#[must_use]
pub fn holds(plan: &PlanId, signed: &PlanSigned, key: &OriginId) -> bool {
    let (mut bytes, mut signature) = ([0_u8; 32], [0_u8; 64]);
    if hex::decode_to_slice(key.as_str(), &mut bytes).is_err()
        || hex::decode_to_slice(&signed.sig, &mut signature).is_err()
    {
        return false;
    }
    VerifyingKey::from_bytes(&bytes).is_ok_and(|key| {
        let words = signed_words(plan, signed);
        key.verify(words.as_bytes(), &Signature::from_bytes(&signature))
            .is_ok()
    })
}
