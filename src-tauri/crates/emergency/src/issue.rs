//! Issues (调拨): what went out of a lot to an incident, who brings it, who received it there, and
//! what became of it: returned, used or written off.
//!
//! An issue is the draw seen from the other end; its name is the event that drew. The ledger of
//! an incident is the sum of its issues, and every piece that was granted is in one of its columns.

use serde::{Deserialize, Serialize};

use crate::event::{Event, Verdict};
use crate::fact::Fact;
use crate::id::{ActorName, IncidentId, IssueId, LotId, OrderId, OriginId, TeamId};
use crate::order::Claim;
use crate::paper::{Paper, Papered};
use crate::stock::StockDrawn;
use crate::time::{MINUTE_MS, UtcMs};

/// Milliseconds in which a draw may be taken back as a slip, if nobody has received the goods:
/// 待区里确认.
pub const UNDO_MS: i64 = 2 * MINUTE_MS;
/// Receipts and settlements kept in an issue's state; the sums count all of them.
pub const LINES_MAX: usize = 64;

/// Who brings the goods.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Bearer {
    /// The team that collects them.
    pub team: Option<TeamId>,
    /// The order on whose way it does.
    pub order: Option<OrderId>,
    /// Vehicle, driver or firm, in words.
    pub words: String,
}

/// In what state goods arrived.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Quality {
    /// As they should be (完好).
    #[default]
    Good,
    /// Some are damaged (部分损坏).
    Damaged,
    /// They cannot be used (不可用).
    Unusable,
}

/// `issue.received`: somebody took the goods at the scene (签收).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueReceived {
    /// Out of which lot.
    pub lot: LotId,
    /// For which incident.
    pub incident: IncidentId,
    /// Who received, by name.
    pub receiver: String,
    /// How many.
    pub quantity: u32,
    /// In what state.
    pub quality: Quality,
    /// Words.
    pub note: String,
}

/// `issue.settled`: what became of some of the goods.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueSettled {
    /// Out of which lot.
    pub lot: LotId,
    /// For which incident.
    pub incident: IncidentId,
    /// Back on the shelf (归还).
    pub returned: u32,
    /// Used up (消耗).
    pub used: u32,
    /// Lost or broken (报损).
    pub written_off: u32,
    /// Why; needed for what is written off.
    pub note: String,
}

/// `issue.undone`: the draw was a slip; the goods never left.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueUndone {
    /// Out of which lot.
    pub lot: LotId,
    /// For which incident.
    pub incident: IncidentId,
    /// Why.
    pub reason: String,
}

/// `issue.papered`: a draw by word of mouth has its paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssuePapered {
    /// For which incident.
    pub incident: IncidentId,
    /// The paper.
    pub paper: Papered,
}

/// One receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueReceipt {
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// What was received.
    pub received: IssueReceived,
}

/// One settlement.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Settlement {
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// What became of the goods.
    pub settled: IssueSettled,
}

/// The state of one issue.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Issue {
    /// Its name: the event that drew.
    pub id: IssueId,
    /// Out of which lot.
    pub lot: LotId,
    /// What was asked for, for which incident, who brings it.
    pub drawn: StockDrawn,
    /// The desk that drew.
    pub origin: OriginId,
    /// When.
    pub drawn_at: UtcMs,
    /// Who drew.
    pub drawn_by: ActorName,
    /// Whether the claim stands.
    pub claim: Claim,
    /// How many were granted.
    pub granted: u32,
    /// How many were received at the scene.
    pub received: u32,
    /// How many came back.
    pub returned: u32,
    /// How many were used up.
    pub used: u32,
    /// How many were lost or broken.
    pub written_off: u32,
    /// Receipts, oldest first.
    pub receipts: Vec<IssueReceipt>,
    /// Settlements, oldest first.
    pub settlements: Vec<Settlement>,
    /// When it was taken back as a slip.
    pub undone_at: Option<UtcMs>,
    /// The paper of a draw by word of mouth.
    pub paper: Option<Paper>,
}

impl Issue {
    /// How many are still out: granted, and nothing became of them yet.
    #[must_use]
    pub fn outstanding(&self) -> u32 {
        self.granted.saturating_sub(self.settled())
    }

    /// How many more were settled than were granted: two desks apart entered the same goods. Kept
    /// as a discrepancy, not clamped away.
    #[must_use]
    pub fn excess(&self) -> u32 {
        self.settled().saturating_sub(self.granted)
    }

    fn settled(&self) -> u32 {
        self.returned
            .saturating_add(self.used)
            .saturating_add(self.written_off)
    }

    /// Until when it may be taken back as a slip; none when it may not.
    #[must_use]
    pub fn undo_until(&self) -> Option<UtcMs> {
        let touched = !self.receipts.is_empty() || !self.settlements.is_empty();
        (!touched && self.undone_at.is_none()).then(|| self.drawn_at.plus_ms(UNDO_MS))
    }

    /// True while something is to be done about it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let unpapered = self.drawn.oral && self.paper.is_none() && self.undone_at.is_none();
        self.outstanding() > 0 || unpapered
    }

    /// Applies one fact that touches this issue, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact, verdict: Option<&Verdict>) {
        match fact {
            Fact::StockDrawn(body) => self.draw(event, body, verdict),
            Fact::IssueReceived(body) => {
                self.received = self.received.saturating_add(body.quantity);
                if self.receipts.len() < LINES_MAX {
                    self.receipts.push(IssueReceipt {
                        at: event.occurred_at,
                        by: event.actor.clone(),
                        received: body.clone(),
                    });
                }
            }
            Fact::IssueSettled(body) => {
                self.returned = self.returned.saturating_add(body.returned);
                self.used = self.used.saturating_add(body.used);
                self.written_off = self.written_off.saturating_add(body.written_off);
                if self.settlements.len() < LINES_MAX {
                    self.settlements.push(Settlement {
                        at: event.occurred_at,
                        by: event.actor.clone(),
                        settled: body.clone(),
                    });
                }
            }
            Fact::IssueUndone(_) if self.undo_until().is_some() => {
                self.undone_at = Some(event.occurred_at);
                self.granted = 0;
                self.claim = Claim::Withdrawn;
            }
            Fact::IssuePapered(body) => self.paper = Some(Paper::of(event, &body.paper)),
            Fact::DrawRuled(_) if self.claim.is_contested() => self.claim = Claim::Withdrawn,
            _ => {}
        }
    }

    fn draw(&mut self, event: &Event, body: &StockDrawn, verdict: Option<&Verdict>) {
        self.lot = LotId(event.entity.id.clone());
        self.drawn = body.clone();
        self.origin = event.origin.clone();
        self.drawn_at = event.occurred_at;
        self.drawn_by = event.actor.clone();
        self.claim = Claim::of(verdict, body.authority);
        let asked = match verdict {
            Some(Verdict::Granted { quantity }) => *quantity,
            _ => body.quantity,
        };
        self.granted = if self.claim.is_confirmed() { asked } else { 0 };
    }
}

/// The sums of an incident's issues.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Ledger {
    /// Granted.
    pub granted: u64,
    /// Received at the scene.
    pub received: u64,
    /// Returned.
    pub returned: u64,
    /// Used up.
    pub used: u64,
    /// Lost or broken.
    pub written_off: u64,
    /// Still out.
    pub outstanding: u64,
    /// Settled beyond what was granted.
    pub excess: u64,
}

impl Ledger {
    /// The sums over issues.
    pub fn of<'a>(issues: impl IntoIterator<Item = &'a Issue>) -> Self {
        let mut sums = Self::default();
        for issue in issues {
            sums.granted += u64::from(issue.granted);
            sums.received += u64::from(issue.received);
            sums.returned += u64::from(issue.returned);
            sums.used += u64::from(issue.used);
            sums.written_off += u64::from(issue.written_off);
            sums.outstanding += u64::from(issue.outstanding());
            sums.excess += u64::from(issue.excess());
        }
        sums
    }

    /// True when every piece is in one column.
    #[must_use]
    pub fn adds_up(&self) -> bool {
        self.granted + self.excess
            == self.returned + self.used + self.written_off + self.outstanding
    }
}

#[cfg(test)]
mod tests;
