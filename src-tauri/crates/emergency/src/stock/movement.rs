//! How goods leave a lot and come back outside an incident: issues, write-offs, loans, shipments,
//! reservations.
//!
//! These are facts: somebody did it, so they are always accepted. They take from the desk's own
//! allotment first, then from the platform's, then from others; a lot never goes below zero, and
//! what the book did not have is kept as a discrepancy.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::{CITY_ALLOTMENT, Discrepancy, Lot};
use crate::day::Day;
use crate::event::Event;
use crate::id::{IncidentId, LotId};
use crate::time::UtcMs;

/// Loans, reservations and shipments, each, that a lot may have at once. A desk refuses one more;
/// when desks that were apart made more together, the oldest stay in the log only.
pub const MOVEMENTS_MAX: usize = 256;

/// `stock.issued` and `stock.written_off`: some of a lot is gone for good.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockTaken {
    /// How many.
    pub quantity: u32,
    /// To whom it was issued, or what became of it.
    pub to: String,
    /// Words.
    pub note: String,
}

/// `stock.lent`: some of a lot is with somebody who brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockLent {
    /// How many.
    pub quantity: u32,
    /// Who has it.
    pub to: String,
    /// Their telephone.
    pub phone: String,
    /// The day on which it is due back.
    pub due: Option<Day>,
}

/// `stock.loan_returned`: some or all of a loan came back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LoanReturned {
    /// The event that lent it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub loan: Uuid,
    /// How many came back.
    pub quantity: u32,
    /// True when no more will come: the rest is lost.
    pub closed: bool,
    /// In which state it came back.
    pub note: String,
}

/// `stock.reserved`: some of a lot is spoken for. A mark for people, not a claim.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockReserved {
    /// How many.
    pub quantity: u32,
    /// For what.
    pub purpose: String,
    /// For which incident, when for one.
    pub incident: Option<IncidentId>,
    /// Until when; none until it is taken back.
    pub until: Option<UtcMs>,
}

/// `stock.unreserved`: it is free again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockUnreserved {
    /// The event that reserved it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub reservation: Uuid,
}

/// `stock.shipped`: some of a lot is on its way to a lot elsewhere (调拨).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StockShipped {
    /// The lot it goes to.
    pub to: LotId,
    /// How many.
    pub quantity: u32,
    /// Who carries it.
    pub carrier: String,
    /// Words.
    pub note: String,
}

/// `stock.arrived`: a shipment was taken in; the receiver signs for quantity and quality.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShipmentArrived {
    /// The event that shipped it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub shipment: Uuid,
    /// How many were there.
    pub quantity: u32,
    /// Words.
    pub note: String,
}

/// A loan that is out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Loan {
    /// The event that lent it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// When.
    pub at: UtcMs,
    /// How many are still out.
    pub out: u32,
    /// What was lent.
    pub lent: StockLent,
}

/// A reservation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Reservation {
    /// The event that reserved it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// When.
    pub at: UtcMs,
    /// What was reserved.
    pub reserved: StockReserved,
}

/// Goods on the way to a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Shipment {
    /// The event that shipped it.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// From which lot.
    pub from: LotId,
    /// When.
    pub at: UtcMs,
    /// What was sent.
    pub shipped: StockShipped,
}

impl Lot {
    /// How many are out on loan.
    #[must_use]
    pub fn on_loan(&self) -> u32 {
        let out = self.loans.iter().map(|loan| loan.out);
        out.fold(0, u32::saturating_add)
    }

    /// How many are on their way here.
    #[must_use]
    pub fn in_transit(&self) -> u32 {
        let sent = self.shipments.iter().map(|one| one.shipped.quantity);
        sent.fold(0, u32::saturating_add)
    }

    /// How many are spoken for at that time.
    #[must_use]
    pub fn reserved(&self, now: UtcMs) -> u32 {
        let standing = self
            .reservations
            .iter()
            .filter(|one| one.reserved.until.is_none_or(|until| now <= until));
        standing
            .map(|one| one.reserved.quantity)
            .fold(0, u32::saturating_add)
    }

    /// How many are there and not spoken for at that time.
    #[must_use]
    pub fn free(&self, now: UtcMs) -> u32 {
        self.on_hand().saturating_sub(self.reserved(now))
    }

    /// How many a desk may take without breaking another custodian's promise.
    #[must_use]
    pub fn takeable(&self, holder: &str) -> u32 {
        let own = self.allotment(holder);
        own.saturating_add(if holder == CITY_ALLOTMENT {
            0
        } else {
            self.allotment(CITY_ALLOTMENT)
        })
    }

    pub(super) fn take_off(&mut self, event: &Event, quantity: u32) {
        let book = self.on_hand();
        let mut short = quantity;
        let first = [event.origin.0.clone(), CITY_ALLOTMENT.to_owned()];
        let others: Vec<String> = self.allotments.keys().cloned().collect();
        for holder in first.into_iter().chain(others) {
            if let Some(share) = self.allotments.get_mut(&holder) {
                let cut = short.min(*share);
                *share -= cut;
                short -= cut;
            }
        }
        // More went out than the book had: somebody was wrong before, and it has to be seen.
        if short > 0 {
            self.note_discrepancy(Discrepancy {
                at: event.occurred_at,
                book,
                counted: quantity,
            });
        }
    }

    pub(super) fn lend(&mut self, event: &Event, body: &StockLent) {
        self.take_off(event, body.quantity);
        self.loans.push(Loan {
            event: event.id,
            at: event.occurred_at,
            out: body.quantity,
            lent: body.clone(),
        });
        bound(&mut self.loans);
    }

    pub(super) fn loan_back(&mut self, event: &Event, body: &LoanReturned) {
        let holder = self.home_allotment(event);
        self.add(holder, body.quantity);
        let mut out = 0;
        if let Some(loan) = self.loans.iter_mut().find(|loan| loan.event == body.loan) {
            out = loan.out;
            loan.out = loan.out.saturating_sub(body.quantity);
            if body.closed {
                loan.out = 0;
            }
        }
        self.loans.retain(|loan| loan.out > 0);
        // Two desks that were apart took the same goods back: one of them has to count.
        if body.quantity > out {
            self.note_discrepancy(Discrepancy {
                at: event.occurred_at,
                book: out,
                counted: body.quantity,
            });
        }
    }

    pub(super) fn reserve(&mut self, event: &Event, body: &StockReserved) {
        self.reservations.push(Reservation {
            event: event.id,
            at: event.occurred_at,
            reserved: body.clone(),
        });
        bound(&mut self.reservations);
    }

    /// A shipment touches both lots: it leaves the one the fact is about, and the other awaits it.
    pub(super) fn ship(&mut self, event: &Event, body: &StockShipped) {
        if event.entity.id == self.id.0 {
            self.take_off(event, body.quantity);
        } else {
            self.shipments.push(Shipment {
                event: event.id,
                from: LotId(event.entity.id.clone()),
                at: event.occurred_at,
                shipped: body.clone(),
            });
            bound(&mut self.shipments);
        }
    }

    pub(super) fn arrive(&mut self, event: &Event, body: &ShipmentArrived) {
        let sent = self
            .shipments
            .iter()
            .find(|sent| sent.event == body.shipment);
        // What is not on its way any more was taken in already, by a desk that was apart.
        let sent = sent.map_or(0, |sent| sent.shipped.quantity);
        let holder = self.home_allotment(event);
        self.add(holder, body.quantity);
        if sent != body.quantity {
            self.note_discrepancy(Discrepancy {
                at: event.occurred_at,
                book: sent,
                counted: body.quantity,
            });
        }
        self.shipments.retain(|sent| sent.event != body.shipment);
    }

    /// What is taken off the list is no longer anybody's to give.
    pub(super) fn withdraw(&mut self) {
        self.known = false;
        self.allotments.clear();
        self.reservations.clear();
    }
}

fn bound<T>(list: &mut Vec<T>) {
    if list.len() > MOVEMENTS_MAX {
        list.remove(0);
    }
}
