//! A document (原件): the bytes of a file that a person brought in, kept as they were.
//!
//! It is named by the SHA-256 of its bytes, so that one file is kept once. The bytes lie in the
//! log in parts, since the body of an event has a bound; the state says which events have them.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, DocumentId};
use crate::time::UtcMs;

/// Bytes of one document in the log; a larger file is named by its hash alone.
pub const DOCUMENT_BYTES_MAX: usize = 8 * 1024 * 1024;
/// Bytes of one part, before they are written as base64.
pub const PART_BYTES_MAX: usize = 360 * 1024;
/// Parts of one document.
pub const PARTS_MAX: u32 = 24;
/// Characters of the base64 of one part.
pub const PART_CHARS_MAX: usize = PART_BYTES_MAX.div_ceil(3) * 4;

/// `document.kept`: one part of a document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DocumentKept {
    /// Name of the file.
    pub name: String,
    /// Bytes of the whole document.
    pub bytes: u64,
    /// Number of this part, 0 for the first.
    pub part: u32,
    /// Parts in all.
    pub parts: u32,
    /// The bytes of this part, base64.
    pub data: String,
}

/// The state of one document.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Document {
    /// SHA-256 of its bytes, hex.
    pub id: DocumentId,
    /// Name of the file.
    pub name: String,
    /// How many bytes.
    pub bytes: u64,
    /// Parts in all.
    pub parts: u32,
    /// The events that have the parts, by number.
    #[cfg_attr(feature = "ts", ts(type = "Record<number, string>"))]
    pub events: BTreeMap<u32, Uuid>,
    /// When the first part came.
    pub at: UtcMs,
    /// By whom.
    pub by: ActorName,
}

impl Document {
    /// Applies one fact that touches this document, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        let Fact::DocumentKept(body) = fact else {
            return;
        };
        if self.events.is_empty() {
            self.name.clone_from(&body.name);
            self.bytes = body.bytes;
            self.parts = body.parts.min(PARTS_MAX);
            self.at = event.occurred_at;
            self.by = event.actor.clone();
        }
        if body.part < self.parts {
            self.events.entry(body.part).or_insert(event.id);
        }
    }

    /// True when every part is there.
    #[must_use]
    pub fn is_whole(&self) -> bool {
        self.parts > 0 && self.events.len() == self.parts as usize
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{Command, DocumentParts, PlanAct};
    use crate::sample::Room;

    fn part(part: u32, parts: u32) -> DocumentKept {
        DocumentKept {
            name: "演练 评审意见.pdf".to_owned(),
            bytes: 4,
            part,
            parts,
            data: "AAAA".to_owned(),
        }
    }

    /// SHA-256 of six bytes that are zero: both parts of `AAAA`.
    const HASH: &str = "b0f66adc83641586656866813fd9dd0b8ebb63796075661ba45d1aa8089e1d44";

    fn keep(parts: Vec<DocumentKept>) -> Command {
        let file = DocumentParts {
            document: HASH.into(),
            parts,
        };
        Command::Plan(PlanAct::Keep { file })
    }

    #[test]
    fn a_document_is_whole_with_its_last_part_and_kept_once() {
        let mut room = Room::new();
        let parts = [part(0, 2), part(1, 2)];
        room.write_own(HASH, Fact::DocumentKept(parts[0].clone()));
        assert!(!room.document(HASH).is_whole(), "half of it");
        room.act(keep(parts.to_vec()));
        let document = room.document(HASH);
        assert!(document.is_whole(), "both parts");
        assert_eq!(
            document.events.len(),
            2,
            "each from one event, the first that came"
        );
        let again = room.ask(keep(parts.to_vec())).expect_err("it is there");
        let due = format!("document {HASH} is kept");
        assert_eq!(again.to_string(), due, "one file, once");
    }

    #[test]
    fn bytes_that_are_not_those_of_the_name_are_not_kept() {
        let mut room = Room::new();
        for data in ["AAAB", "no base64"] {
            let other = DocumentKept {
                data: data.to_owned(),
                ..part(1, 2)
            };
            let refused = room.ask(keep(vec![part(0, 2), other]));
            let refused = refused.expect_err("another document").to_string();
            assert_eq!(refused, "document is out of range", "{data}");
        }
    }

    #[test]
    fn parts_that_are_out_of_order_or_too_large_are_not_taken() {
        let mut room = Room::new();
        let large = DocumentKept {
            data: "A".repeat(PART_CHARS_MAX + 1),
            ..part(0, 1)
        };
        let cases = [
            Vec::new(),
            vec![part(1, 2), part(0, 2)],
            vec![part(0, 2)],
            vec![part(0, 3), part(1, 3)],
            vec![large],
        ];
        for parts in cases {
            let said = format!("{} parts", parts.len());
            let refused = room.ask(keep(parts)).expect_err("it is not whole");
            assert_eq!(refused.to_string(), "parts is out of range", "{said}");
        }
        let many = (0..=PARTS_MAX).map(|number| part(number, PARTS_MAX + 1));
        let refused = room.ask(keep(many.collect())).expect_err("too many");
        assert_eq!(refused.to_string(), "parts is longer than 24", "a bound");
    }
}
