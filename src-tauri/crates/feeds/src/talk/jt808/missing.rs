//! Parts of a message that did not come (分包): they are asked for again (服务器补传分包请求,
//! 0x8003).

use std::collections::VecDeque;

use emergency::time::UtcMs;
use protocols::jt808::{Header, UNFINISHED_MAX};

/// How long the next part may be awaited before those that are missing are asked for, milliseconds;
/// 待区里确认.
const ASK_AFTER_MS: i64 = 5_000;
/// How long a message that is whole is remembered, milliseconds: longer than parts are asked for.
const WHOLE_KEPT_MS: i64 = 20_000;
/// How often they are asked for without a part that comes.
const ASKED_MAX: u8 = 3;
/// Parts of a message that is asked for: the request of the 2013 edition counts them in one byte.
const PARTS_MAX: u16 = 255;

/// A message of which parts are there.
#[derive(Debug)]
struct Waiting {
    /// The header of the part that came last.
    header: Header,
    /// The serial number of its first part.
    first: u16,
    /// Whether each part has come.
    came: Vec<bool>,
    /// When the last part came, or was asked for.
    at: UtcMs,
    asked: u8,
}

impl Waiting {
    fn is_whole(&self) -> bool {
        self.came.iter().all(|came| *came)
    }
}

/// The messages of one connection whose parts have not all come, the oldest first.
#[derive(Debug, Default)]
pub(super) struct Missing(VecDeque<Waiting>);

/// What is asked for.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Request {
    /// Of a part of the message.
    pub(super) header: Header,
    /// The serial number of the first part.
    pub(super) first: u16,
    /// The numbers of the parts that are missing.
    pub(super) parts: Vec<u16>,
}

impl Missing {
    /// Notes a part that came.
    pub(super) fn take(&mut self, header: &Header, now: UtcMs) {
        let (Some(total), Some(number)) = (header.pkg_total, header.pkg_no) else {
            return;
        };
        if number == 0 || number > total || total > PARTS_MAX {
            return;
        }
        let first = header.serial.wrapping_sub(number - 1);
        let at = self.0.iter().position(|one| {
            let own = &one.header;
            one.first == first
                && own.msg_id == header.msg_id
                && own.pkg_total == header.pkg_total
                && own.terminal_phone == header.terminal_phone
        });
        let known = at.and_then(|at| self.0.remove(at));
        let mut one = known.unwrap_or_else(|| Waiting {
            header: header.clone(),
            first,
            came: vec![false; usize::from(total)],
            at: now,
            asked: 0,
        });
        (one.at, one.asked) = (now, 0);
        if let Some(came) = one.came.get_mut(usize::from(number - 1)) {
            *came = true;
        }
        while self.0.len() >= UNFINISHED_MAX {
            let whole = self.0.iter().position(Waiting::is_whole);
            self.0.remove(whole.unwrap_or_default());
        }
        // One that is whole stays for a while: a late copy of a part begins no message anew.
        self.0.push_back(one);
    }

    /// What is to be asked for now. What was asked for often enough is given up.
    pub(super) fn due(&mut self, now: UtcMs) -> Vec<Request> {
        let mut due = Vec::new();
        self.0.retain_mut(|one| {
            // A clock of ours that was set back must not make a wait last for ever.
            if (0..ASK_AFTER_MS).contains(&(now.0 - one.at.0)) {
                return true;
            }
            if one.is_whole() {
                return (0..WHOLE_KEPT_MS).contains(&(now.0 - one.at.0));
            }
            if one.asked >= ASKED_MAX {
                return false;
            }
            one.asked += 1;
            one.at = now;
            let parts = (1..=PARTS_MAX).zip(&one.came);
            due.push(Request {
                header: one.header.clone(),
                first: one.first,
                parts: parts
                    .filter_map(|(number, came)| (!came).then_some(number))
                    .collect(),
            });
            true
        });
        due
    }
}
