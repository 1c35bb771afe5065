//! Messages that were sent in parts (分包), put together within bounds.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::frame::Frame;
use crate::budget::{Budget, Loan};
use crate::defect::{Defect, DefectKind};

/// Unfinished messages that one connection may have; the oldest gives way.
pub const UNFINISHED_MAX: usize = 8;
/// Parts that one message may have.
pub const PARTS_MAX: u16 = 2_048;
/// Bytes of all unfinished messages of one connection.
pub const UNFINISHED_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes that a part costs beside its body: its place in the map, and its allocation.
const PART_BYTES: usize = 64;

/// One message of which parts are there. Only what came takes room: a first part that says it is
/// one of 2,048 takes as much as any other.
#[derive(Debug)]
struct Unfinished {
    terminal_phone: String,
    msg_id: u16,
    /// The serial number of its first part.
    first: u16,
    total: u16,
    parts: BTreeMap<u16, Vec<u8>>,
    loan: Loan,
}

/// The unfinished messages of one connection, oldest first.
#[derive(Debug)]
pub(super) struct Parts {
    unfinished: VecDeque<Unfinished>,
    /// What all connections of the server may hold.
    budget: Arc<Budget>,
}

impl Default for Parts {
    fn default() -> Self {
        Self::sharing(&Budget::new(UNFINISHED_BYTES_MAX))
    }
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
    /// Parts whose bytes come out of a budget that others use as well.
    pub(super) fn sharing(budget: &Arc<Budget>) -> Self {
        Self {
            unfinished: VecDeque::new(),
            budget: Arc::clone(budget),
        }
    }

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
                && one.total == total
                && one.terminal_phone == header.terminal_phone
        });
        let mut one = at
            .and_then(|at| self.unfinished.remove(at))
            .unwrap_or_else(|| Unfinished {
                terminal_phone: header.terminal_phone.clone(),
                msg_id: header.msg_id,
                first,
                total,
                parts: BTreeMap::new(),
                loan: Loan::new(&self.budget),
            });
        let cost = frame.body.len() + PART_BYTES;
        // A part that comes twice is the same part.
        if !one.parts.contains_key(&number) {
            if !self.lend(&mut one, cost, dropped) {
                dropped.push(one.missing_parts());
                return Took::More;
            }
            one.parts.insert(number, frame.body.clone());
        }
        if one.parts.len() == usize::from(total) {
            return Took::Whole(one.parts.into_values().flatten().collect());
        }
        // Its place in the order is that of its first part.
        let at = at.unwrap_or(self.unfinished.len());
        self.unfinished.insert(at.min(self.unfinished.len()), one);
        while self.unfinished.len() > UNFINISHED_MAX {
            self.drop_oldest(dropped);
        }
        Took::More
    }

    /// Room for a part: the oldest messages of the connection give way for it.
    fn lend(&mut self, one: &mut Unfinished, cost: usize, dropped: &mut Vec<Defect>) -> bool {
        loop {
            let held: usize = self.unfinished.iter().map(|one| one.loan.bytes()).sum();
            let fits = held + one.loan.bytes() + cost <= UNFINISHED_BYTES_MAX;
            if fits && one.loan.grow(cost) {
                return true;
            }
            if !self.drop_oldest(dropped) {
                return false;
            }
        }
    }

    fn drop_oldest(&mut self, dropped: &mut Vec<Defect>) -> bool {
        let oldest = self.unfinished.pop_front();
        dropped.extend(oldest.as_ref().map(Unfinished::missing_parts));
        oldest.is_some()
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
            usize::from(self.total) - self.parts.len(),
            self.total
        );
        // One more than is kept, so that what is cut is marked.
        let most = crate::defect::DEFECT_BYTES_MAX + 1;
        let there = self.parts.values().flatten().take(most);
        let there: Vec<u8> = there.copied().collect();
        Defect::of_bytes(DefectKind::PartsMissing, message, &there)
    }
}
