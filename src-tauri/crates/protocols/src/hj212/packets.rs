//! Messages that were sent in several packets (分包), put together within bounds.

use std::collections::VecDeque;

use super::{Item, Message};
use crate::defect::{Defect, DefectKind};

/// Unfinished messages that one connection may have; the oldest gives way.
pub const UNFINISHED_MAX: usize = 8;
/// Packets that one message may have (N4).
pub const PACKETS_MAX: u16 = 9_999;
/// Items of all unfinished messages of one connection.
const UNFINISHED_ITEMS_MAX: usize = 20_000;

#[derive(Debug)]
struct Unfinished {
    /// QN, CN and MN.
    key: [String; 3],
    total: u16,
    packets: Vec<(u16, Vec<Item>)>,
}

/// The unfinished messages of one connection, oldest first.
#[derive(Debug, Default)]
pub(super) struct Packets {
    unfinished: VecDeque<Unfinished>,
}

impl Packets {
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
        let mut one = match self.unfinished.iter().position(same) {
            Some(at) => self.unfinished.remove(at)?,
            None => Unfinished {
                key,
                total,
                packets: Vec::new(),
            },
        };
        if !one.packets.iter().any(|(known, _)| *known == number) {
            one.packets.push((number, message.segment.items.clone()));
        }
        if one.packets.len() == usize::from(total) {
            return Some(one.whole(message));
        }
        self.unfinished.push_back(one);
        self.make_room(dropped);
        None
    }

    fn make_room(&mut self, dropped: &mut Vec<Defect>) {
        let items = |all: &VecDeque<Unfinished>| {
            let packets = all.iter().flat_map(|one| &one.packets);
            packets.map(|(_, items)| items.len().max(1)).sum::<usize>()
        };
        while self.unfinished.len() > UNFINISHED_MAX
            || items(&self.unfinished) > UNFINISHED_ITEMS_MAX
        {
            let Some(oldest) = self.unfinished.pop_front() else {
                return;
            };
            dropped.push(oldest.missing());
        }
    }

    /// The connection ended: what is unfinished stays so.
    pub(super) fn finish(&mut self) -> Vec<Defect> {
        let drained = self.unfinished.drain(..);
        drained.map(|one| one.missing()).collect()
    }
}

impl Unfinished {
    fn whole(mut self, last: &Message) -> Message {
        self.packets.sort_by_key(|(number, _)| *number);
        let mut message = last.clone();
        message.defects.clear();
        message.packets = Some(self.total);
        message.segment.items = self
            .packets
            .into_iter()
            .flat_map(|(_, items)| items)
            .collect();
        message
    }

    fn missing(&self) -> Defect {
        let [qn, cn, mn] = &self.key;
        let message = format!(
            "QN {qn}, CN {cn} of {mn}: {} of {} packets came",
            self.packets.len(),
            self.total
        );
        Defect::of_bytes(DefectKind::PartsMissing, message, &[])
    }
}
