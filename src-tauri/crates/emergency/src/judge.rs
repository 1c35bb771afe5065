//! The verdict the sequencer writes beside a claim, from the states its own log gives.
//!
//! A claim is decided once, by who has custody of the thing: the custodian's own claims stand,
//! the platform decides over what nobody else holds, and everything else is refused until the
//! custodian confirms it. Verdicts are data: desks replay them and never decide again.

use crate::event::{Event, RefusedBecause, Verdict};
use crate::fact::Fact;
use crate::id::OriginId;
use crate::order::{Authority, DisputeRuled, OrderConfirmed, OrderSent};
use crate::stock::{CITY_ALLOTMENT, Lot, ShareTaken, StockAllotted, StockDrawn};
use crate::team::{CustodyTaken, Team};
use crate::time::UtcMs;

/// The rules that a test build may switch off one by one, to see that the checks bite.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rules {
    /// Stale custody epochs are refused.
    pub custody_fence: bool,
    /// Claims past their time are refused.
    pub expiry: bool,
    /// A team that is held is not given again.
    pub team_exclusive: bool,
    /// A lot gives no more than its allotment.
    pub escrow: bool,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            custody_fence: true,
            expiry: true,
            team_exclusive: true,
            escrow: true,
        }
    }
}

/// What the sequencer can look up while it judges.
pub trait Known {
    /// The team's state by the ordered log alone.
    fn team(&self, id: &str) -> Option<Team>;
    /// The lot's state by the ordered log alone.
    fn lot(&self, id: &str) -> Option<Lot>;
}

/// The verdict on one event at the platform's time `now`.
#[must_use]
pub fn judge(known: &dyn Known, event: &Event, now: UtcMs, rules: Rules) -> Verdict {
    let Ok(fact) = Fact::read(&event.kind, &event.body) else {
        // Unknown kinds are kept and relayed; a claim among them is for newer desks to judge.
        return Verdict::Ok;
    };
    if !fact.is_claim() {
        return Verdict::Ok;
    }
    if rules.expiry && event.valid_until.is_some_and(|until| until < now) {
        return Verdict::Expired;
    }
    match &fact {
        Fact::OrderSent(body) => match known.team(body.team.as_str()) {
            Some(team) if team.known => judge_order(&team, event, body, rules),
            _ => Verdict::Refused {
                reason: RefusedBecause::Unknown,
            },
        },
        Fact::OrderConfirmed(body) => match known.team(body.team.as_str()) {
            Some(team) if team.known => judge_confirmation(&team, event, body, rules),
            _ => Verdict::Refused {
                reason: RefusedBecause::Unknown,
            },
        },
        Fact::DisputeRuled(body) => match known.team(&event.entity.id) {
            Some(team) if team.known => judge_ruling(&team, body, rules),
            _ => Verdict::Refused {
                reason: RefusedBecause::Unknown,
            },
        },
        Fact::CustodyTaken(body) => match known.team(&event.entity.id) {
            Some(team) if team.known => judge_takeover(&team, body),
            _ => Verdict::Refused {
                reason: RefusedBecause::Unknown,
            },
        },
        Fact::StockDrawn(body) => match known.lot(&event.entity.id) {
            Some(lot) if lot.known => judge_draw(&lot, event, body, rules),
            _ => Verdict::Refused {
                reason: RefusedBecause::Unknown,
            },
        },
        Fact::StockAllotted(body) => match known.lot(&event.entity.id) {
            Some(lot) if lot.known => judge_allotment(&lot, event, body, rules),
            _ => Verdict::Refused {
                reason: RefusedBecause::Unknown,
            },
        },
        Fact::ShareTaken(body) => match known.lot(&event.entity.id) {
            Some(lot) if lot.known => judge_share(&lot, body),
            _ => Verdict::Refused {
                reason: RefusedBecause::Unknown,
            },
        },
        _ => Verdict::Ok,
    }
}

/// Whether the origin may speak for the thing: it is the custodian under the epoch in force.
fn custody(team: &Team, event: &Event, rules: Rules) -> Result<(), RefusedBecause> {
    let stale = event
        .custody_epoch
        .is_some_and(|epoch| epoch != team.custody_epoch);
    if rules.custody_fence && stale {
        return Err(RefusedBecause::StaleEpoch {
            epoch: team.custody_epoch,
        });
    }
    match &team.custodian {
        Some(holder) if *holder != event.origin => Err(RefusedBecause::HeldBy {
            holder: holder.clone(),
        }),
        _ => Ok(()),
    }
}

fn judge_order(team: &Team, event: &Event, body: &OrderSent, rules: Rules) -> Verdict {
    // Two desks that were apart may send the same draft: it is one order and goes out once.
    let same = team
        .assignments
        .iter()
        .find(|a| a.order.0 == event.entity.id);
    if same.is_some_and(|same| same.claim.is_confirmed()) {
        return Verdict::Moot;
    }
    // What the order takes the place of does not stand against it.
    let replaced = body.replaces.as_ref().filter(|r| r.team == team.id);
    let replaced = replaced.map(|replaced| &replaced.order);
    let with: Vec<_> = team
        .active()
        .filter(|assignment| Some(&assignment.order) != replaced)
        .map(|assignment| assignment.event)
        .collect();
    let knows_all = event.expect_rev == Some(team.claim_rev);
    let further = body.further_job && knows_all;
    match custody(team, event, rules) {
        Err(reason) if with.is_empty() => Verdict::Refused { reason },
        Err(_) => Verdict::Conflict { with },
        Ok(()) if !rules.team_exclusive || with.is_empty() || further => Verdict::Ok,
        Ok(()) => Verdict::Conflict { with },
    }
}

fn judge_confirmation(team: &Team, event: &Event, body: &OrderConfirmed, rules: Rules) -> Verdict {
    if let Err(reason) = custody(team, event, rules) {
        return Verdict::Refused { reason };
    }
    let replaced = body.replaces.as_ref().filter(|r| r.team == team.id);
    let replaced = replaced.map(|replaced| &replaced.order);
    let with: Vec<_> = team
        .active()
        .filter(|assignment| assignment.order.0 != event.entity.id)
        .filter(|assignment| Some(&assignment.order) != replaced)
        .map(|assignment| assignment.event)
        .collect();
    if with.is_empty() {
        Verdict::Ok
    } else {
        Verdict::Conflict { with }
    }
}

/// A ruling settles what its author saw. When the team has been given to somebody else meanwhile,
/// the ruling would give it twice: it has to be made again by one who sees that too.
fn judge_ruling(team: &Team, body: &DisputeRuled, rules: Rules) -> Verdict {
    let with: Vec<_> = team
        .active()
        .filter(|active| active.order != body.keep && !body.withdraw.contains(&active.order))
        .map(|active| active.event)
        .collect();
    if with.is_empty() || !rules.team_exclusive {
        Verdict::Ok
    } else {
        Verdict::Conflict { with }
    }
}

fn judge_takeover(team: &Team, body: &CustodyTaken) -> Verdict {
    if body.epoch == team.custody_epoch + 1 {
        Verdict::Ok
    } else {
        Verdict::Refused {
            reason: RefusedBecause::StaleEpoch {
                epoch: team.custody_epoch,
            },
        }
    }
}

fn judge_draw(lot: &Lot, event: &Event, body: &StockDrawn, rules: Rules) -> Verdict {
    let holder = match body.authority {
        Authority::Custodian => event.origin.as_str(),
        Authority::Remote => CITY_ALLOTMENT,
    };
    if let Some(verdict) = stale_share(lot, event, holder, rules) {
        return verdict;
    }
    if !rules.escrow {
        return Verdict::Granted {
            quantity: body.quantity,
        };
    }
    let quantity = body.quantity.min(lot.allotment(holder));
    if quantity > 0 || body.quantity == 0 {
        return Verdict::Granted { quantity };
    }
    let with: Vec<_> = lot
        .draws
        .iter()
        .filter(|draw| draw.granted > 0)
        .map(|draw| draw.event)
        .collect();
    if !with.is_empty() {
        return Verdict::Conflict { with };
    }
    let other = lot
        .allotments
        .iter()
        .find(|(name, share)| !name.is_empty() && **share > 0);
    match other {
        Some((name, _)) => Verdict::Refused {
            reason: RefusedBecause::HeldBy {
                holder: OriginId(name.clone()),
            },
        },
        None => Verdict::Granted { quantity: 0 },
    }
}

/// The share was taken over since the desk acted: what it has of it now is not what it gave from.
fn stale_share(lot: &Lot, event: &Event, holder: &str, rules: Rules) -> Option<Verdict> {
    let epoch = lot.custody_epoch(holder);
    let stale = event.custody_epoch.is_some_and(|acted| acted != epoch);
    (rules.custody_fence && stale).then_some(Verdict::Refused {
        reason: RefusedBecause::StaleEpoch { epoch },
    })
}

fn judge_share(lot: &Lot, body: &ShareTaken) -> Verdict {
    let epoch = lot.custody_epoch(&body.from);
    // The platform is never away: its share is asked for, not taken over.
    if body.from == CITY_ALLOTMENT {
        return Verdict::Refused {
            reason: RefusedBecause::Malformed,
        };
    }
    if body.epoch == epoch + 1 {
        Verdict::Ok
    } else {
        Verdict::Refused {
            reason: RefusedBecause::StaleEpoch { epoch },
        }
    }
}

fn judge_allotment(lot: &Lot, event: &Event, body: &StockAllotted, rules: Rules) -> Verdict {
    let own = body.from == event.origin.0 || body.from == CITY_ALLOTMENT;
    if !own {
        let holder = OriginId(body.from.clone());
        return Verdict::Refused {
            reason: RefusedBecause::HeldBy { holder },
        };
    }
    if let Some(verdict) = stale_share(lot, event, &body.from, rules) {
        return verdict;
    }
    let quantity = body.quantity.min(lot.allotment(&body.from));
    Verdict::Granted { quantity }
}

#[cfg(test)]
mod tests;
