//! Messages that were sent in parts (分包), put together within bounds.

use std::collections::VecDeque;

use super::frame::Frame;
use crate::defect::{Defect, DefectKind};

/// Unfinished messages that one connection may have; the oldest gives way.
pub const UNFINISHED_MAX: usize = 8;
/// Parts that one message may have.
pub const PARTS_MAX: u16 = 2_048;
/// Bytes of all unfinished messages of one connection.
pub const UNFINISHED_BYTES_MAX: usize = 2 * 1024 * 1024;

/// One message of which parts are there.
#[derive(Debug)]
struct Unfinished {
    terminal_phone: String,
    msg_id: u16,
    /// The serial number of its first part.
    first: u16,
    parts: Vec<Option<Vec<u8>>>,
    missing: usize,
    bytes: usize,
}

/// The unfinished messages of one connection, oldest first.
#[derive(Debug, Default)]
pub(super) struct Parts {
    unfinished: VecDeque<Unfinished>,
}

/// What became of a part.
pub(super) enum Took {
    /// More parts are awaited.
    More,
    /// This was the last: the whole body.
    Whole(Vec<u8>),
    /// It cannot be a part of anything.
    Refused(Defect),
}

impl Parts {
    /// Takes a part. What had to give way for it goes to `dropped`.
    pub(super) fn take(&mut self, frame: &Frame, dropped: &mut Vec<Defect>) -> Took {
        let header = &frame.header;
        let (total, number) = (
            header.pkg_total.unwrap_or_default(),
            header.pkg_no.unwrap_or_default(),
        );
        if total == 0 || number == 0 || number > total || total > PARTS_MAX {
            let message = format!("part {number} of {total}; at most {PARTS_MAX} are put together");
            let kind = DefectKind::ValueIllegal;
            return Took::Refused(Defect::of_bytes(kind, message, &frame.body));
        }
        let first = header.serial.wrapping_sub(number - 1);
        let at = self.unfinished.iter().position(|one| {
            one.first == first
                && one.msg_id == header.msg_id
                && one.parts.len() == usize::from(total)
                && one.terminal_phone == header.terminal_phone
        });
        let at = at.unwrap_or_else(|| {
            self.unfinished.push_back(Unfinished {
                terminal_phone: header.terminal_phone.clone(),
                msg_id: header.msg_id,
                first,
                parts: vec![None; usize::from(total)],
                missing: usize::from(total),
                bytes: 0,
            });
            self.unfinished.len() - 1
        });
        if self.fill(at, usize::from(number - 1), &frame.body)
            && let Some(whole) = self.unfinished.remove(at)
        {
            return Took::Whole(whole.parts.into_iter().flatten().flatten().collect());
        }
        self.make_room(dropped);
        Took::More
    }

    /// Whether that made it whole. A part that comes twice is the same part.
    fn fill(&mut self, at: usize, part: usize, body: &[u8]) -> bool {
        let Some(one) = self.unfinished.get_mut(at) else {
            return false;
        };
        if let Some(empty @ None) = one.parts.get_mut(part) {
            *empty = Some(body.to_vec());
            one.missing -= 1;
            one.bytes += body.len();
        }
        one.missing == 0
    }

    fn make_room(&mut self, dropped: &mut Vec<Defect>) {
        let bytes = |all: &VecDeque<Unfinished>| all.iter().map(|one| one.bytes).sum::<usize>();
        while self.unfinished.len() > UNFINISHED_MAX
            || bytes(&self.unfinished) > UNFINISHED_BYTES_MAX
        {
            let Some(oldest) = self.unfinished.pop_front() else {
                return;
            };
            dropped.push(oldest.missing_parts());
        }
    }

    /// The connection ended: what is unfinished stays so.
    pub(super) fn finish(&mut self) -> Vec<Defect> {
        let drained = self.unfinished.drain(..);
        drained.map(|one| one.missing_parts()).collect()
    }
}

impl Unfinished {
    fn missing_parts(&self) -> Defect {
        let message = format!(
            "message 0x{:04X} of {}: {} of {} parts are missing",
            self.msg_id,
            self.terminal_phone,
            self.missing,
            self.parts.len()
        );
        let there = self.parts.iter().flatten().flatten();
        let there: Vec<u8> = there
            .take(crate::defect::DEFECT_BYTES_MAX)
            .copied()
            .collect();
        Defect::of_bytes(DefectKind::PartsMissing, message, &there)
    }
}
