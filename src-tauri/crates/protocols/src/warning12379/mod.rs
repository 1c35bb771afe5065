//! The national warning file (12379 / 国突): root `alert` of namespace `http://com.icss.amp`, and
//! the lists that public Chinese sites make of it.
//!
//! The field list follows a public implementation with comments of the specification; the
//! specification itself (GB/T 34283) is not public. A vendor's file is therefore read with
//! tolerance, and every departure is noted.

mod common;
mod event_types;
mod message;
mod public_list;
mod read;

pub use event_types::{EVENT_TYPES, EventType, event_type};
pub use message::{
    Code, Method, Warning, WarningArea, WarningCircle, WarningInfo, WarningResource,
};
pub use public_list::{ITEMS_MAX, ListedWarning, parse_list};
pub(crate) use read::{read_warning, warning_elements};

use serde_json::Value;

use crate::cap::MESSAGE_BYTES_MAX;
use crate::decode::values;
use crate::defect::{DefectKind, Defects, Parsed};
use crate::{text, xml};

/// The namespace of the file.
pub const NAMESPACE: &str = "http://com.icss.amp";
/// The language of a warning that names none.
pub const LANGUAGE_DEFAULT: &str = "zh-CN";

/// Reads every national warning of an XML document.
#[must_use]
pub fn parse(bytes: &[u8]) -> Parsed<Warning> {
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
    let mut messages: Vec<Warning> = warning_elements(&roots)
        .into_iter()
        .map(read_warning)
        .collect();
    if messages.is_empty() && (!roots.is_empty() || defects.is_empty()) {
        let message = "no alert of the 12379 file in this document";
        defects.add(DefectKind::FormatWrong, "", message);
    }
    if messages.len() > 1 && roots.len() > 1 {
        let message = format!("{} root elements in one document", roots.len());
        defects.add(DefectKind::SeveralRoots, "", message);
    }
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

/// Reads a document of this family, XML or one of the public lists, as JSON values.
pub(crate) fn decode_values(bytes: &[u8]) -> Parsed<Value> {
    if looks_like_xml(bytes) {
        values(parse(bytes))
    } else {
        values(parse_list(bytes))
    }
}

/// Whether the first character of a document is `<`.
pub(crate) fn looks_like_xml(bytes: &[u8]) -> bool {
    let text = text::decode(bytes.get(..bytes.len().min(64)).unwrap_or_default());
    text.text
        .trim_start_matches(['\u{FEFF}', ' ', '\t', '\r', '\n'])
        .starts_with('<')
}

#[cfg(test)]
mod tests;
