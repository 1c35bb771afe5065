//! The book of one lot by the facts alone.

use std::collections::BTreeMap;

use emergency::fact::Fact;
use emergency::stock::Lot;
use uuid::Uuid;

use crate::dispatch::room::Own;

/// What a lot must hold, who has some of it, and what is on its way to it.
#[derive(Default)]
pub(super) struct Shelf {
    on_hand: i64,
    lent: BTreeMap<Uuid, i64>,
    coming: BTreeMap<Uuid, i64>,
    /// Times that the facts and the book were known to disagree.
    disagreements: usize,
}

/// True for what moves goods outside an incident.
pub(super) fn is_movement(fact: &Fact) -> bool {
    matches!(
        fact,
        Fact::StockReceived(_)
            | Fact::StockIssued(_)
            | Fact::StockWrittenOff(_)
            | Fact::StockLent(_)
            | Fact::LoanReturned(_)
            | Fact::StockShipped(_)
            | Fact::ShipmentArrived(_)
    )
}

impl Shelf {
    /// Enters one fact, and holds the lot against what the book says then. `drawn` is what went out
    /// to an incident by it.
    pub(super) fn take(&mut self, lot: &Lot, own: &Own, drawn: i64) -> Result<(), String> {
        self.on_hand -= drawn;
        self.enter(lot, own);
        let id = &lot.id;
        if self.on_hand < 0 {
            return Err(format!("{id} would have {}", self.on_hand));
        }
        let said = [lot.on_hand(), lot.on_loan(), lot.in_transit()].map(i64::from);
        let sum = |book: &BTreeMap<Uuid, i64>| book.values().sum::<i64>();
        let book = [self.on_hand, sum(&self.lent), sum(&self.coming)];
        if said != book {
            return Err(format!(
                "{id} says {said:?} are there, lent and on their way, the facts say {book:?}: {:?}",
                own.fact
            ));
        }
        // The state keeps the newest ones; no round comes near to its bound.
        let noted = lot.discrepancies.len();
        if noted != self.disagreements.min(emergency::stock::DISCREPANCIES_MAX) {
            let known = self.disagreements;
            return Err(format!("{id} notes {noted} discrepancies of {known}"));
        }
        Ok(())
    }

    fn enter(&mut self, lot: &Lot, own: &Own) {
        let event = own.event.id;
        match &own.fact {
            Fact::LotRegistered(body) => self.on_hand += i64::from(body.quantity),
            Fact::StockReturned(body) | Fact::StockReceived(body) => {
                self.on_hand += i64::from(body.quantity);
            }
            Fact::StockCounted(body) => {
                let counted = i64::from(body.quantity);
                self.disagreements += usize::from(self.on_hand != counted);
                self.on_hand = counted;
            }
            Fact::IssueSettled(body) => self.on_hand += i64::from(body.returned),
            Fact::StockIssued(body) | Fact::StockWrittenOff(body) => self.leave(body.quantity),
            Fact::StockLent(body) => {
                self.leave(body.quantity);
                self.lent.insert(event, i64::from(body.quantity));
            }
            Fact::LoanReturned(body) => {
                let back = i64::from(body.quantity);
                self.on_hand += back;
                let out = self.lent.remove(&body.loan).unwrap_or_default();
                self.disagreements += usize::from(back > out);
                if !body.closed && back < out {
                    self.lent.insert(body.loan, out - back);
                }
            }
            Fact::StockShipped(body) if own.event.entity.id == lot.id.0 => {
                self.leave(body.quantity);
            }
            Fact::StockShipped(body) => {
                self.coming.insert(event, i64::from(body.quantity));
            }
            Fact::ShipmentArrived(body) => {
                let came = i64::from(body.quantity);
                self.on_hand += came;
                let sent = self.coming.remove(&body.shipment).unwrap_or_default();
                self.disagreements += usize::from(sent != came);
            }
            _ => {}
        }
    }

    /// Two desks that were apart may give out more together than there is: the book ends at
    /// nothing, and the difference has to be noted.
    fn leave(&mut self, quantity: u32) {
        let quantity = i64::from(quantity);
        self.disagreements += usize::from(quantity > self.on_hand);
        self.on_hand = (self.on_hand - quantity).max(0);
    }
}
