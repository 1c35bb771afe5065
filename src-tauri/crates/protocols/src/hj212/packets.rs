//! Messages that were sent in several packets (分包), put together within bounds.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;

use super::{Item, Message};
use crate::budget::{Budget, Loan};
use crate::defect::{Defect, DefectKind, quote};

/// Unfinished messages that one connection may have; the oldest gives way.
pub const UNFINISHED_MAX: usize = 8;
/// Packets that one message may have (N4).
pub const PACKETS_MAX: u16 = 9_999;
/// Bytes of all unfinished messages of one connection, as they lie in memory.
pub const UNFINISHED_BYTES_MAX: usize = 2 * 1024 * 1024;
/// Bytes that a packet costs beside its items: its place in the map, and its allocation.
const PACKET_BYTES: usize = 64;

#[derive(Debug)]
struct Unfinished {
    /// QN, CN and MN.
    key: [String; 3],
    total: u16,
    packets: BTreeMap<u16, Vec<Item>>,
    loan: Loan,
}

/// The unfinished messages of one connection, oldest first.
#[derive(Debug)]
pub(super) struct Packets {
    unfinished: VecDeque<Unfinished>,
    /// What all connections of the server may hold.
    budget: Arc<Budget>,
}

impl Default for Packets {
    fn default() -> Self {
        Self::sharing(&Budget::new(UNFINISHED_BYTES_MAX))
    }
}

impl Packets {
    /// Packets whose bytes come out of a budget that others use as well.
    pub(super) fn sharing(budget: &Arc<Budget>) -> Self {
        Self {
            unfinished: VecDeque::new(),
            budget: Arc::clone(budget),
        }
    }

    /// Takes a packet; gives the whole message when it was the last one missing.
    pub(super) fn take(&mut self, message: &Message, dropped: &mut Vec<Defect>) -> Option<Message> {
        let (total, number) = message.segment.packet()?;
        if number == 0 || number > total || total > PACKETS_MAX {
            let text = format!("packet {number} of {total}");
            let kind = DefectKind::ValueIllegal;
            dropped.push(Defect::of_bytes(kind, text, &message.bytes));
            return None;
        }
        let key = ["QN", "CN", "MN"].map(|name| message.segment.field(name).to_owned());
        let same = |one: &Unfinished| one.key == key && one.total == total;
        let known = self.unfinished.iter().position(same);
        let known = known.and_then(|at| self.unfinished.remove(at));
        let mut one = known.unwrap_or_else(|| Unfinished {
            key,
            total,
            packets: BTreeMap::new(),
            loan: Loan::new(&self.budget),
        });
        // A packet that comes twice is the same packet.
        if !one.packets.contains_key(&number) {
            let cost = PACKET_BYTES + cost(&message.segment.items);
            if !self.lend(&mut one, cost, dropped) {
                dropped.push(one.missing());
                return None;
            }
            one.packets.insert(number, message.segment.items.clone());
        }
        if one.packets.len() == usize::from(total) {
            return Some(one.whole(message));
        }
        self.unfinished.push_back(one);
        if self.unfinished.len() > UNFINISHED_MAX {
            self.drop_oldest(dropped);
        }
        None
    }

    /// Room for a packet: the oldest messages of the connection give way for it.
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
        dropped.extend(oldest.as_ref().map(Unfinished::missing));
        oldest.is_some()
    }

    /// The connection ended: what is unfinished stays so.
    pub(super) fn finish(&mut self) -> Vec<Defect> {
        let drained = self.unfinished.drain(..);
        drained.map(|one| one.missing()).collect()
    }
}

/// What items take in memory: their texts, and the names and lists around them.
fn cost(items: &[Item]) -> usize {
    let pair = size_of::<(String, String)>();
    let of_pair = |(name, value): &(String, String)| pair + name.len() + value.len();
    let of_item = |item: &Item| size_of::<Item>() + item.iter().map(of_pair).sum::<usize>();
    items.iter().map(of_item).sum()
}

impl Unfinished {
    fn whole(self, last: &Message) -> Message {
        let mut message = last.clone();
        message.defects.clear();
        message.packets = Some(self.total);
        message.segment.items = self.packets.into_values().flatten().collect();
        message
    }

    fn missing(&self) -> Defect {
        let [qn, cn, mn] = &self.key;
        let message = format!(
            "QN {}, CN {} of {}: {} of {} packets came",
            quote(qn),
            quote(cn),
            quote(mn),
            self.packets.len(),
            self.total
        );
        Defect::of_bytes(DefectKind::PartsMissing, message, &[])
    }
}
