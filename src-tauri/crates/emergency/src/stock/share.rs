//! Whose goods they are to give (escrow): shares passed on, asked for from the platform, and taken
//! over from a desk that is away.
//!
//! A share moves whole or in part, and nothing is made or lost on the way. A takeover counts once
//! the platform has it and fences what the old holder did without knowing: a desk that is cut off
//! can neither promote itself nor give twice what it no longer has.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::Lot;
use crate::event::{Event, Verdict};
use crate::id::ActorName;
use crate::order::{Authority, Claim};
use crate::time::UtcMs;

/// Moves of shares kept in a lot's state; older ones stay in the log only.
pub const SHARE_MOVES_MAX: usize = 64;

/// `stock.allotted`: a custodian gives part of its allotment to another.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockAllotted {
    /// From this custodian.
    pub from: String,
    /// To this custodian.
    pub to: String,
    /// How many.
    pub quantity: u32,
}

/// `stock.share_taken`: the whole share of a desk that is away is another's from now on.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShareTaken {
    /// Whose share it was.
    pub from: String,
    /// Whose it is.
    pub to: String,
    /// The epoch of the old holder's share that begins; must be the one before plus one.
    pub epoch: u64,
    /// Why.
    pub reason: String,
}

/// One move of a share, asked for or done.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShareMove {
    /// The event that claimed it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// When.
    pub at: UtcMs,
    /// Who asked.
    pub by: ActorName,
    /// From this custodian.
    pub from: String,
    /// To this custodian.
    pub to: String,
    /// How many were asked for; none for a takeover, which takes all there are.
    pub asked: Option<u32>,
    /// How many moved; 0 until it stands.
    pub moved: u32,
    /// Whether it stands.
    pub claim: Claim,
}

impl Lot {
    /// How often the share of a desk was taken over; what it gives of it carries this number.
    #[must_use]
    pub fn custody_epoch(&self, holder: &str) -> u64 {
        self.custody_epochs.get(holder).copied().unwrap_or(0)
    }

    pub(super) fn allot(&mut self, event: &Event, body: &StockAllotted, verdict: Option<&Verdict>) {
        let own = body.from == event.origin.0;
        let authority = if own {
            Authority::Custodian
        } else {
            Authority::Remote
        };
        let claim = Claim::of(verdict, authority);
        let granted = match verdict {
            Some(Verdict::Granted { quantity }) => *quantity,
            _ => body.quantity,
        };
        let moved = if claim.is_confirmed() {
            self.move_share(&body.from, &body.to, granted)
        } else {
            0
        };
        let of = (body.from.as_str(), body.to.as_str());
        self.note_share_move(event, of, Some(body.quantity), moved, claim);
    }

    pub(super) fn take_share(
        &mut self,
        event: &Event,
        body: &ShareTaken,
        verdict: Option<&Verdict>,
    ) {
        let claim = Claim::of(verdict, Authority::Remote);
        let next = body.epoch == self.custody_epoch(&body.from) + 1;
        let mut moved = 0;
        if claim.is_confirmed() && next {
            moved = self.move_share(&body.from, &body.to, u32::MAX);
            self.custody_epochs.insert(body.from.clone(), body.epoch);
        }
        let of = (body.from.as_str(), body.to.as_str());
        self.note_share_move(event, of, None, moved, claim);
    }

    fn move_share(&mut self, from: &str, to: &str, quantity: u32) -> u32 {
        let left = self.allotments.entry(from.to_owned()).or_default();
        let moved = quantity.min(*left);
        *left -= moved;
        self.add(to.to_owned(), moved);
        moved
    }

    fn note_share_move(
        &mut self,
        event: &Event,
        (from, to): (&str, &str),
        asked: Option<u32>,
        moved: u32,
        claim: Claim,
    ) {
        self.share_moves.push(ShareMove {
            event: event.id,
            at: event.occurred_at,
            by: event.actor.clone(),
            from: from.to_owned(),
            to: to.to_owned(),
            asked,
            moved,
            claim,
        });
        if self.share_moves.len() > SHARE_MOVES_MAX {
            self.share_moves.remove(0);
        }
    }
}
