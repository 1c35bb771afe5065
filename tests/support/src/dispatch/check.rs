//! What must hold after every fact, and at the end of every round.

mod shelf;

use std::collections::BTreeMap;

use emergency::entity::{EntityKind, EntityRef, State, touches};
use emergency::event::Verdict;
use emergency::fact::Fact;
use emergency::issue::{Issue, Ledger};
use emergency::team::Team;

use self::shelf::Shelf;
use super::Tally;
use super::room::{Desk, Own, Platform};

/// Something that must not be.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("round {seed}: {what}")]
pub struct Fault {
    /// The seed of the round: `run(seed, …)` comes to it again.
    pub seed: u64,
    /// What is wrong.
    pub what: String,
}

/// What each lot must hold by the facts alone, kept beside the folds.
#[derive(Default)]
pub(crate) struct Books {
    lots: BTreeMap<String, Shelf>,
}

/// What a fact is about to change.
pub(crate) struct Before {
    touched: Vec<EntityRef>,
    granted: i64,
    own: Own,
    issue: Option<String>,
}

impl Books {
    pub(crate) fn before(&self, platform: &Platform, own: &Own) -> Before {
        let touched = touches(&own.event, &own.fact);
        let issue = touched
            .iter()
            .find(|entity| entity.kind == EntityKind::Issue.name())
            .map(|entity| entity.id.clone());
        Before {
            granted: granted(platform, issue.as_deref()),
            own: own.clone(),
            touched,
            issue,
        }
    }

    /// Checks everything that the newest fact has touched.
    pub(crate) fn after(&mut self, platform: &Platform, before: Before) -> Result<(), String> {
        let went_out = granted(platform, before.issue.as_deref()) - before.granted;
        for entity in &before.touched {
            match platform.states.get(entity) {
                Some(State::Lot(lot)) => {
                    let shelf = self.lots.entry(lot.id.0.clone()).or_default();
                    shelf.take(lot, &before.own, went_out)?;
                }
                Some(State::Team(team)) => one_scene(platform, team)?,
                Some(State::Issue(issue)) if !Ledger::of([issue]).adds_up() => {
                    return Err(format!("the ledger of {issue:?} does not add up"));
                }
                _ => {}
            }
        }
        Ok(())
    }

    pub(crate) fn add_to(&self, tally: &mut Tally, platform: &Platform) {
        for line in &platform.log {
            let refused = !matches!(line.verdict, Verdict::Ok | Verdict::Granted { .. });
            tally.refused += u64::from(refused);
            tally.orders += u64::from(matches!(line.own.fact, Fact::OrderSent(_)));
            tally.moved += u64::from(shelf::is_movement(&line.own.fact));
            if let (Fact::StockDrawn(_), Verdict::Granted { quantity }) =
                (&line.own.fact, &line.verdict)
            {
                tally.issued += u64::from(*quantity);
            }
        }
    }
}

fn granted(platform: &Platform, issue: Option<&str>) -> i64 {
    let state = issue.and_then(|id| platform.state(EntityKind::Issue, id));
    match state {
        Some(State::Issue(issue)) => i64::from(issue.granted),
        _ => 0,
    }
}

/// A team has one job, and further ones only where somebody knew of the first; and the order and
/// the team say the same of each.
fn one_scene(platform: &Platform, team: &Team) -> Result<(), String> {
    let first = team.active().filter(|job| !job.further_job).count();
    if first > 1 {
        return Err(format!("{} is on {first} scenes", team.id));
    }
    for job in &team.assignments {
        let Some(State::Order(order)) = platform.state(EntityKind::Order, job.order.as_str())
        else {
            return Err(format!("{} is not known as an order", job.order));
        };
        if order.progress != job.progress || order.claim != job.claim {
            let id = &team.id;
            return Err(format!(
                "{id} and {} do not agree: {:?} {:?} and {:?} {:?}",
                order.id, job.progress, job.claim, order.progress, order.claim
            ));
        }
    }
    Ok(())
}

/// Every order is over, every piece accounted for, and the desks see what the platform does.
pub(crate) fn at_the_end(platform: &Platform, desks: &[Desk]) -> Result<(), String> {
    let mut issues: Vec<&Issue> = Vec::new();
    for state in platform.states.values() {
        match state {
            State::Order(order) if !order.progress.is_end() => {
                return Err(format!("{} is still {:?}", order.id, order.progress));
            }
            State::Issue(issue) if issue.outstanding() > 0 => {
                return Err(format!("{} is still out", issue.id));
            }
            State::Issue(issue) => issues.push(issue),
            State::Lot(lot) if !lot.loans.is_empty() || !lot.shipments.is_empty() => {
                return Err(format!("some of {} is still with others", lot.id));
            }
            _ => {}
        }
    }
    let ledger = Ledger::of(issues);
    if ledger.granted + ledger.excess != ledger.returned + ledger.used + ledger.written_off {
        return Err(format!("what was issued is not accounted for: {ledger:?}"));
    }
    for desk in desks {
        if *desk.sequenced() != platform.states || !desk.own.is_empty() {
            return Err(format!("{} sees something else", desk.origin));
        }
    }
    Ok(())
}
