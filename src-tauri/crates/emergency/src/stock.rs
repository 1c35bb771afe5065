//! Supplies (应急物资): lots with a count that never goes below zero.
//!
//! A lot is split into allotments, one a custodian; who holds an allotment may draw from it
//! while cut off (escrow). What a stock-take finds is a fact: when it contradicts the book, the
//! difference is kept as a discrepancy, not clamped away.

mod movement;
mod scenario;
mod share;

pub use movement::{
    Loan, LoanReturned, MOVEMENTS_MAX, Reservation, Shipment, ShipmentArrived, StockLent,
    StockReserved, StockShipped, StockTaken, StockUnreserved,
};
pub use scenario::Scenario;
pub use share::{SHARE_MOVES_MAX, ShareMove, ShareTaken, StockAllotted};

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::day::Day;
use crate::event::{Event, Verdict};
use crate::fact::Fact;
use crate::id::{ImportId, IncidentId, LotId, OriginId, SiteId};
use crate::issue::{Bearer, IssueSettled};
use crate::order::{Authority, Claim};
use crate::time::UtcMs;

/// Minutes a draw stays good while the platform cannot be reached (link protocol: draw 30 min).
pub const DRAW_VALID_MIN: i64 = 30;

/// Key of the allotment that the platform itself gives out.
pub const CITY_ALLOTMENT: &str = "";

/// `lot.registered`: the standing facts of a lot and its first count.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LotRegistered {
    /// Where it lies.
    pub depot: SiteId,
    /// Code of GB/T 38565-2020.
    pub supply: String,
    /// Name as people say it.
    pub name: String,
    /// Unit of count, such as 套.
    pub unit: String,
    /// How many at first.
    pub quantity: u32,
    /// Not to fall below without a word.
    pub safety: u32,
    /// Shares by custodian; the key [`CITY_ALLOTMENT`] is the platform's own.
    pub allotments: BTreeMap<String, u32>,
    /// The smallest number below which the depot has to be filled up.
    pub minimum: u32,
    /// Safety stock by scenario.
    pub safety_for: BTreeMap<Scenario, u32>,
    /// Number of the batch.
    pub batch: String,
    /// The day it was made.
    pub produced: Option<Day>,
    /// The last day on which it is good.
    pub expires: Option<Day>,
    /// The last day on which its calibration is good.
    pub calibrated_until: Option<Day>,
    /// The last day on which its inspection is good.
    pub inspected_until: Option<Day>,
    /// Room, rack and shelf, such as `A-03-2`.
    pub shelf: String,
    /// What is printed on it as a bar code.
    pub barcode: String,
    /// Whose it is, when not the depot's.
    pub owner: String,
    /// Who looks after it, in words.
    pub keeper: String,
    /// The day on which somebody last looked, when that was before it was entered.
    pub checked_on: Option<Day>,
    /// The import it came with; empty for one entered by hand.
    pub import: ImportId,
}

/// `stock.drawn`: some of a lot goes to an incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockDrawn {
    /// For which incident.
    pub incident: IncidentId,
    /// How many were asked for.
    pub quantity: u32,
    /// By what right.
    pub authority: Authority,
    /// Who brings them.
    pub bearer: Bearer,
    /// Asked for by word of mouth: the paper is made up later.
    pub oral: bool,
}

/// `stock.received` and `stock.returned`: more is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockAdded {
    /// How many.
    pub quantity: u32,
    /// From where, in words.
    pub note: String,
}

/// `stock.counted`: somebody looked.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockCounted {
    /// How many were there.
    pub quantity: u32,
    /// Words.
    pub note: String,
}

/// One draw.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Draw {
    /// The event that claimed it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// For which incident.
    pub incident: IncidentId,
    /// The desk that drew.
    pub origin: OriginId,
    /// When.
    pub at: UtcMs,
    /// How many were asked for.
    pub asked: u32,
    /// How many were granted; 0 until confirmed, and again once it was taken back as a slip.
    pub granted: u32,
    /// Out of whose share they came.
    #[serde(default)]
    pub share: String,
    /// True once somebody received or settled some of them: it is no slip any more.
    #[serde(default)]
    pub taken: bool,
    /// Whether the claim stands.
    pub claim: Claim,
}

/// A count that contradicts the book.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Discrepancy {
    /// When it was found.
    pub at: UtcMs,
    /// What the book said.
    pub book: u32,
    /// What was there.
    pub counted: u32,
}

/// Draws kept in a lot's state; older ones stay in the log only.
pub const DRAWS_MAX: usize = 64;
/// Discrepancies kept in a lot's state; older ones stay in the log only.
pub const DISCREPANCIES_MAX: usize = 64;

/// The state of one lot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Lot {
    /// Its name in the log.
    pub id: LotId,
    /// Standing facts.
    pub registered: LotRegistered,
    /// True while registered and not taken off the list.
    pub known: bool,
    /// What stood before the import that entered the present facts.
    pub replaced: Option<Box<LotRegistered>>,
    /// Shares by custodian; their sum is what is there.
    pub allotments: BTreeMap<String, u32>,
    /// How often the share of each desk was taken over.
    pub custody_epochs: BTreeMap<String, u64>,
    /// Moves of shares, oldest first.
    pub share_moves: Vec<ShareMove>,
    /// When somebody last looked.
    pub counted_at: Option<UtcMs>,
    /// Draws, oldest first.
    pub draws: Vec<Draw>,
    /// Counts that contradicted the book.
    pub discrepancies: Vec<Discrepancy>,
    /// Loans that are out, oldest first.
    pub loans: Vec<Loan>,
    /// Reservations, oldest first; those whose time is over count no more.
    pub reservations: Vec<Reservation>,
    /// What is on its way here, oldest first.
    pub shipments: Vec<Shipment>,
}

impl Lot {
    /// How many are there by the book.
    #[must_use]
    pub fn on_hand(&self) -> u32 {
        self.allotments
            .values()
            .fold(0, |sum, share| sum.saturating_add(*share))
    }

    /// How many the given desk may confirm by itself.
    #[must_use]
    pub fn allotment(&self, holder: &str) -> u32 {
        self.allotments.get(holder).copied().unwrap_or(0)
    }

    /// Draws that were not granted in full while another stands: shown on every desk.
    #[must_use]
    pub fn disputed(&self) -> Vec<&Draw> {
        self.draws
            .iter()
            .filter(|draw| draw.claim.is_contested())
            .collect()
    }

    /// Applies one fact that touches this lot, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact, verdict: Option<&Verdict>) {
        match fact {
            Fact::LotRegistered(body) => self.register(body),
            Fact::StockDrawn(body) => self.draw(event, body, verdict),
            Fact::StockReceived(body) | Fact::StockReturned(body) => {
                let holder = self.home_allotment(event);
                self.add(holder, body.quantity);
            }
            Fact::StockCounted(body) => self.count(event, body),
            Fact::IssueReceived(_) => self.take(event),
            Fact::IssueSettled(body) => {
                self.take(event);
                self.settle(event, body);
            }
            Fact::IssueUndone(_) => self.undo(event),
            Fact::StockIssued(body) | Fact::StockWrittenOff(body) => {
                self.take_off(event, body.quantity);
            }
            Fact::StockLent(body) => self.lend(event, body),
            Fact::LoanReturned(body) => self.loan_back(event, body),
            Fact::StockReserved(body) => self.reserve(event, body),
            Fact::StockUnreserved(body) => {
                self.reservations.retain(|r| r.event != body.reservation);
            }
            Fact::StockShipped(body) => self.ship(event, body),
            Fact::ShipmentArrived(body) => self.arrive(event, body),
            Fact::LotWithdrawn(_) => self.withdraw(),
            Fact::StockAllotted(body) => self.allot(event, body, verdict),
            Fact::ShareTaken(body) => self.take_share(event, body, verdict),
            Fact::DrawRuled(body) => {
                for draw in &mut self.draws {
                    if draw.event == body.draw && draw.claim.is_contested() {
                        draw.claim = Claim::Withdrawn;
                    }
                }
            }
            _ => {}
        }
    }

    fn register(&mut self, body: &LotRegistered) {
        if !self.known {
            // Goods may have come back before the lot was entered in log order: they stay.
            for (holder, share) in &body.allotments {
                self.add(holder.clone(), *share);
            }
            let allotted = body.allotments.values();
            let allotted = allotted.fold(0_u32, |sum, share| sum.saturating_add(*share));
            // What no custodian holds is the platform's to give.
            let rest = body.quantity.saturating_sub(allotted);
            self.add(CITY_ALLOTMENT.to_owned(), rest);
        }
        let before = std::mem::replace(&mut self.registered, body.clone());
        let imported = self.known && !body.import.as_str().is_empty();
        self.replaced = imported.then(|| Box::new(before));
        self.known = true;
        let checked_at = body.checked_on.map(Day::begins);
        self.counted_at = self.counted_at.max(checked_at);
    }

    fn draw(&mut self, event: &Event, body: &StockDrawn, verdict: Option<&Verdict>) {
        let mut claim = Claim::of(verdict, body.authority);
        let holder = match body.authority {
            Authority::Custodian => event.origin.0.clone(),
            Authority::Remote => CITY_ALLOTMENT.to_owned(),
        };
        let asked = match verdict {
            Some(Verdict::Granted { quantity }) => *quantity,
            _ => body.quantity,
        };
        let mut granted = 0;
        if claim.is_confirmed() {
            let left = self.allotments.entry(holder.clone()).or_default();
            granted = asked.min(*left);
            *left -= granted;
            if granted == 0 && body.quantity > 0 {
                claim = Claim::Withdrawn;
            }
        }
        self.draws.push(Draw {
            event: event.id,
            incident: body.incident.clone(),
            origin: event.origin.clone(),
            at: event.occurred_at,
            asked: body.quantity,
            granted,
            share: holder,
            taken: false,
            claim,
        });
        if self.draws.len() > DRAWS_MAX {
            self.draws.remove(0);
        }
    }

    /// What came back is on the shelf again.
    fn settle(&mut self, event: &Event, body: &IssueSettled) {
        let holder = self.home_allotment(event);
        self.add(holder, body.returned);
    }

    /// A slip: the goods never left, and go back to the share that they came out of.
    fn undo(&mut self, event: &Event) {
        if let Some(draw) = self.issued(event).filter(|draw| !draw.taken) {
            let (share, granted) = (draw.share.clone(), std::mem::take(&mut draw.granted));
            draw.claim = Claim::Withdrawn;
            self.add(share, granted);
        }
    }

    fn take(&mut self, event: &Event) {
        if let Some(draw) = self.issued(event) {
            draw.taken = true;
        }
    }

    /// The draw that a fact about an issue is about.
    fn issued(&mut self, event: &Event) -> Option<&mut Draw> {
        let id = &event.entity.id;
        self.draws
            .iter_mut()
            .find(|draw| draw.event.to_string() == *id)
    }

    fn count(&mut self, event: &Event, body: &StockCounted) {
        let book = self.on_hand();
        self.counted_at = Some(event.occurred_at);
        if body.quantity == book {
            return;
        }
        self.note_discrepancy(Discrepancy {
            at: event.occurred_at,
            book,
            counted: body.quantity,
        });
        // The shelf is right: the difference goes to, or comes from, the platform's share first,
        // so that no custodian's promise is broken before it must be.
        if body.quantity > book {
            self.add(CITY_ALLOTMENT.to_owned(), body.quantity - book);
            return;
        }
        let mut short = book - body.quantity;
        let holders: Vec<String> = self.allotments.keys().cloned().collect();
        for holder in holders {
            let share = self.allotments.entry(holder).or_default();
            let cut = short.min(*share);
            *share -= cut;
            short -= cut;
        }
    }

    fn note_discrepancy(&mut self, found: Discrepancy) {
        self.discrepancies.push(found);
        if self.discrepancies.len() > DISCREPANCIES_MAX {
            self.discrepancies.remove(0);
        }
    }

    /// More than can be counted is held at the most that can: numbers come from other desks.
    fn add(&mut self, holder: String, quantity: u32) {
        let share = self.allotments.entry(holder).or_default();
        *share = share.saturating_add(quantity);
    }

    /// Returned goods go to the custodian who enters them, else to the platform's share.
    fn home_allotment(&self, event: &Event) -> String {
        let origin = event.origin.as_str();
        if self.allotments.contains_key(origin) {
            origin
        } else {
            CITY_ALLOTMENT
        }
        .to_owned()
    }
}

/// `draw.ruled`: one person settles a draw that was not granted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrawRuled {
    /// The draw, by the event that claimed it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub draw: Uuid,
    /// What was decided, in words.
    pub reason: String,
}

#[cfg(test)]
mod tests;
