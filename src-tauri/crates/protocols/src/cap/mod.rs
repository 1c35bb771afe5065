//! The Common Alerting Protocol 1.0, 1.1 and 1.2 (OASIS), from bytes.
//!
//! Reading never fails: a message that breaks the standard is returned with its defects, a
//! document that cannot be read gives a defect and no message.

mod message;
mod read;
mod rules;

pub use message::{
    Alert, Area, Circle, Info, NameValue, Polygon, Reference, Resource, UnknownElement, Version,
};
pub(crate) use read::{alert_elements, read_alert};
pub(crate) use rules::required;

use crate::defect::{DefectKind, Defects, Parsed};
use crate::{text, xml};

/// The largest document that is read.
pub const MESSAGE_BYTES_MAX: usize = 4 * 1024 * 1024;
/// The most `info` blocks one message keeps.
pub const INFOS_MAX: usize = 64;
/// The most `area` blocks one `info` keeps.
pub const AREAS_MAX: usize = 2_000;
/// The most of any other repeated element one block keeps.
pub const REPEATS_MAX: usize = 2_000;
/// The most references one message keeps.
pub const REFERENCES_MAX: usize = 2_000;
/// The longest text of one element, in bytes; `polygon` and `derefUri` have their own bound.
pub const TEXT_BYTES_MAX: usize = 64 * 1024;
/// The longest `polygon` text and `derefUri`, in bytes.
pub const BULK_BYTES_MAX: usize = 1024 * 1024;
/// The language of an `info` that names none (CAP 1.2, 3.2.2 `language`).
pub const LANGUAGE_DEFAULT: &str = "en-US";

/// Reads every CAP message of a document: one root `alert`, several one after the other, or
/// wrapped in another document.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed<Alert> {
    let mut defects = Defects::default();
    if bytes.len() > MESSAGE_BYTES_MAX {
        let message = format!(
            "{} bytes; at most {MESSAGE_BYTES_MAX} are read",
            bytes.len()
        );
        defects.add(DefectKind::TooLarge, "", message);
        return Parsed {
            messages: Vec::new(),
            defects: defects.into_vec(),
        };
    }
    let decoded = text::decode(bytes);
    defects.append(decoded.defects);
    let roots = xml::read(&decoded.text, &mut defects);
    let found = alert_elements(&roots);
    let mut messages: Vec<Alert> = found.iter().map(|element| read_alert(element)).collect();
    if messages.is_empty() && !roots.is_empty() {
        let names: Vec<&str> = roots
            .iter()
            .take(3)
            .map(|root| root.name.as_str())
            .collect();
        let message = format!("no CAP alert in this document (root {})", names.join(", "));
        defects.add(DefectKind::FormatWrong, "", message);
    }
    if messages.len() > 1 && roots.len() > 1 {
        let message = format!("{} root elements in one document", roots.len());
        defects.add(DefectKind::SeveralRoots, "", message);
    }
    if messages.is_empty() && roots.is_empty() && defects.is_empty() {
        defects.add(DefectKind::Malformed, "", "no element in this document");
    }
    // What is wrong with the document of a single message is wrong with the message.
    let mut outer = defects.into_vec();
    if let [only] = messages.as_mut_slice() {
        outer.append(&mut only.defects);
        only.defects = std::mem::take(&mut outer);
    }
    Parsed {
        messages,
        defects: outer,
    }
}

#[cfg(test)]
mod tests;
