//! Requisition (征用): goods of others taken for an incident, their return, damage and compensation.
//!
//! 山东省突发事件应对条例 (2012) art. 41: the notice (应急处置征用通知书) names the requisitioning unit
//! with address and contact, who carries it out, the use, the time, and name, quantity and model
//! of the property; it is registered, may be made up later when time presses, and what was taken
//! is returned and compensated. 突发事件应对法 (2024) art. 76.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, IncidentId, RequisitionId};
use crate::paper::{Paper, Papered};
use crate::time::UtcMs;

/// Kinds of goods on one notice; more go on another.
pub const GOODS_MAX: usize = 100;
/// Lines of return or compensation kept in the state; the sums count all of them.
pub const LINES_MAX: usize = 256;

/// A unit or person with address and contact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Party {
    /// Name.
    pub name: String,
    /// Address.
    pub address: String,
    /// Contact.
    pub contact: String,
}

/// One kind of goods on a notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Good {
    /// Name.
    pub name: String,
    /// Model (型号).
    pub model: String,
    /// Unit of count.
    pub unit: String,
    /// How many.
    pub quantity: u32,
}

/// `requisition.issued`: the notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RequisitionIssued {
    /// For which incident.
    pub incident: IncidentId,
    /// Number of the notice.
    pub number: String,
    /// The requisitioning unit (征用单位).
    pub unit: Party,
    /// Who carries it out (执行人员).
    pub executor: String,
    /// Whose property it is (被征用人).
    pub owner: Party,
    /// For what (征用用途).
    pub purpose: String,
    /// From when (征用时间).
    pub from: UtcMs,
    /// What is taken.
    pub goods: Vec<Good>,
    /// Who registered it (登记造册人).
    pub registrar: String,
    /// By word of mouth: the notice is made up later.
    pub oral: bool,
}

/// `requisition.returned`: some of one kind came back, damaged or not, or is lost.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RequisitionReturned {
    /// For which incident.
    pub incident: IncidentId,
    /// Which kind of goods, from 0.
    pub good: u32,
    /// How many came back whole.
    pub whole: u32,
    /// How many came back damaged.
    pub damaged: u32,
    /// How many are lost or used up.
    pub lost: u32,
    /// Who took them back, by name.
    pub receiver: String,
    /// State in words.
    pub note: String,
}

/// `requisition.compensated`: money was paid.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RequisitionCompensated {
    /// For which incident.
    pub incident: IncidentId,
    /// Fen (分): a hundredth of a yuan.
    pub fen: u64,
    /// On what ground: use, damage, loss.
    pub ground: String,
    /// Who received it.
    pub payee: String,
    /// Number of the receipt (收据).
    pub receipt: String,
    /// True when nothing more is owed.
    pub last: bool,
}

/// `requisition.papered`: a notice by word of mouth has its paper.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RequisitionPapered {
    /// For which incident.
    pub incident: IncidentId,
    /// The paper.
    pub paper: Papered,
}

/// A line of the register: a return or a payment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RegisterLine<T> {
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// What.
    pub what: T,
}

/// What became of one kind of goods.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct GoodCount {
    /// Came back whole.
    pub whole: u32,
    /// Came back damaged.
    pub damaged: u32,
    /// Lost or used up.
    pub lost: u32,
}

impl GoodCount {
    /// How many are accounted for.
    #[must_use]
    pub fn sum(&self) -> u32 {
        self.whole
            .saturating_add(self.damaged)
            .saturating_add(self.lost)
    }
}

/// The state of one requisition.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Requisition {
    /// Its name.
    pub id: RequisitionId,
    /// The notice.
    pub issued: RequisitionIssued,
    /// When it was issued.
    pub issued_at: UtcMs,
    /// Who issued it.
    pub issued_by: ActorName,
    /// The paper of a notice by word of mouth.
    pub paper: Option<Paper>,
    /// What became of each kind of goods.
    pub counts: Vec<GoodCount>,
    /// Returns, oldest first.
    pub returns: Vec<RegisterLine<RequisitionReturned>>,
    /// Payments, oldest first.
    pub payments: Vec<RegisterLine<RequisitionCompensated>>,
    /// Fen paid in all.
    pub paid_fen: u64,
    /// True once nothing more is owed.
    pub settled: bool,
}

impl Requisition {
    /// How many of one kind are still out.
    #[must_use]
    pub fn outstanding(&self, good: usize) -> u32 {
        let taken = self.issued.goods.get(good).map_or(0, |good| good.quantity);
        let back = self.counts.get(good).map_or(0, GoodCount::sum);
        taken.saturating_sub(back)
    }

    /// True while goods are out, money is owed or the paper is missing.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let out = (0..self.issued.goods.len()).any(|good| self.outstanding(good) > 0);
        out || !self.settled || (self.issued.oral && self.paper.is_none())
    }

    /// Applies one fact that touches this requisition, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::RequisitionIssued(body) => {
                self.issued = body.clone();
                self.issued.goods.truncate(GOODS_MAX);
                self.issued_at = event.occurred_at;
                self.issued_by = event.actor.clone();
            }
            Fact::RequisitionReturned(body) => {
                let index = body.good as usize;
                if index >= GOODS_MAX {
                    return;
                }
                if self.counts.len() <= index {
                    self.counts.resize(index + 1, GoodCount::default());
                }
                let count = &mut self.counts[index];
                count.whole = count.whole.saturating_add(body.whole);
                count.damaged = count.damaged.saturating_add(body.damaged);
                count.lost = count.lost.saturating_add(body.lost);
                note(&mut self.returns, event, body);
            }
            Fact::RequisitionCompensated(body) => {
                self.paid_fen = self.paid_fen.saturating_add(body.fen);
                self.settled |= body.last;
                note(&mut self.payments, event, body);
            }
            Fact::RequisitionPapered(body) => self.paper = Some(Paper::of(event, &body.paper)),
            _ => {}
        }
    }
}

fn note<T: Clone>(lines: &mut Vec<RegisterLine<T>>, event: &Event, what: &T) {
    if lines.len() < LINES_MAX {
        lines.push(RegisterLine {
            at: event.occurred_at,
            by: event.actor.clone(),
            what: what.clone(),
        });
    }
}

#[cfg(test)]
mod tests;
