//! Which line of which plan cannot be met: on demand, and once a night by the desk's clock.

use contract::error::CallError;
use contract::rows::{PlanCheck, PlanCheckQuery, UnmetRow, UnmetWhy};
use dispatch::plan_check::{Unmet, Why, check};
use inventory::check::OnList;

use super::night::Night;
use super::{code, on_list};
use crate::desk::Desk;
use crate::library::Library;
use crate::session::Session;
use crate::shelf::Shelf;

/// Runs the night's check when it is due; answers whether it did.
pub(crate) fn check_tonight(
    night: &Night,
    session: &Session,
    shelf: &Shelf,
) -> Result<bool, CallError> {
    if !night.is_due(session.logbook.now()) {
        return Ok(false);
    }
    let (library, _) = shelf.library(session);
    let mut made = made(session, &library)?;
    made.nightly = true;
    tracing::info!(
        unmet = made.unmet.len(),
        lines = made.lines,
        "the plans were checked"
    );
    night.note(made);
    Ok(true)
}

/// The check of the night when it is wanted and there is one, else one of this moment.
pub(crate) fn plan_check(
    desk: &Desk,
    session: &Session,
    query: PlanCheckQuery,
) -> Result<PlanCheck, CallError> {
    let last = query.nightly.then(|| desk.night.last()).flatten();
    match last {
        Some(check) => Ok(check),
        None => made(session, &desk.library()),
    }
}

fn made(session: &Session, library: &Library) -> Result<PlanCheck, CallError> {
    let list = on_list(session)?;
    let now = session.logbook.now();
    let (plans, lines) = library.needs();
    let teams: Vec<_> = list.teams.values().cloned().collect();
    let lots: Vec<_> = list.lots.values().cloned().collect();
    let unmet = check(&lines, &teams, &lots, now, &session.readiness());
    Ok(PlanCheck {
        at: now,
        nightly: false,
        plans,
        lines: u32::try_from(lines.len()).unwrap_or(u32::MAX),
        unmet: unmet.into_iter().map(|one| row(one, &list)).collect(),
    })
}

fn row(unmet: Unmet, list: &OnList) -> UnmetRow {
    let line = unmet.line;
    UnmetRow {
        plan: line.plan,
        title: line.title,
        clause: line.clause,
        card: line.card,
        what: line.what,
        capability: line.need.capability,
        supply: line.need.supply,
        label: line.label,
        needed: line.need.quantity,
        have: unmet.have,
        why: unmet.why.into_iter().map(|why| told(why, list)).collect(),
    }
}

fn told(why: Why, list: &OnList) -> UnmetWhy {
    let plain = |code: &str| UnmetWhy {
        code: code.to_owned(),
        ..UnmetWhy::default()
    };
    let of_lot = |code: &str, lot: emergency::id::LotId, quantity: u32| {
        let name = list.lots.get(lot.as_str());
        UnmetWhy {
            name: name
                .map(|lot| lot.registered.name.clone())
                .unwrap_or_default(),
            lot: Some(lot),
            number: Some(quantity),
            ..plain(code)
        }
    };
    match why {
        Why::NoTeam => plain("no_team"),
        Why::TeamNotReady {
            team,
            percent,
            code: reason,
        } => {
            let name = list.teams.get(team.as_str());
            UnmetWhy {
                name: name
                    .map(|team| team.registered.name.clone())
                    .unwrap_or_default(),
                team: Some(team),
                number: Some(percent),
                reason: code(&reason),
                ..plain("team_not_ready")
            }
        }
        Why::NoLot => plain("no_lot"),
        Why::Expired { lot, quantity } => of_lot("expired", lot, quantity),
        Why::Unchecked { lot, quantity } => of_lot("unchecked", lot, quantity),
        Why::Reserved { lot, quantity } => of_lot("reserved", lot, quantity),
        Why::OnLoan { lot, quantity } => of_lot("on_loan", lot, quantity),
        Why::InTransit { lot, quantity } => of_lot("in_transit", lot, quantity),
    }
}
