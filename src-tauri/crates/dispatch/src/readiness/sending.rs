//! Whether a team may be counted on: its way back to readiness, what speaks against sending it, its
//! terms.

use emergency::day::Day;
use emergency::team::{Objection, Phase, Team};
use emergency::time::UtcMs;

use super::{Code, Part, Sum};

/// A team on its way back to readiness is not at its post; one that cleans or restocks is at least
/// at home.
pub(super) fn way_back(team: &Team, now: UtcMs, sum: &mut Sum) {
    if team.active().next().is_some() {
        return;
    }
    let left = team.phase_until.map(|until| until.since_ms(now).max(0));
    let since = team.phase_at.map(|at| now.since_ms(at));
    let (code, number, lost) = match team.phase {
        // A rest that is not over stands among what speaks against sending.
        Phase::Ready | Phase::Resting => return,
        Phase::Returning => (Code::Returning, since, 600),
        Phase::Restocking => (Code::Restocking, left, 400),
        Phase::Cleaning => (Code::Cleaning, left, 400),
    };
    sum.note(Part::Presence, code, [number, None], lost);
}

/// What speaks against sending, as reasons: a rest that is not over and hours without anybody on
/// call bar the team, the rest is named.
pub(super) fn speaks_against(objection: &Objection, (now, today): (UtcMs, Day), sum: &mut Sum) {
    let ahead = |at: UtcMs| Some(at.since_ms(now));
    let since = |at: UtcMs| Some(now.since_ms(at));
    let (code, numbers) = match objection {
        Objection::Resting { until } => (Code::Resting, [until.and_then(ahead), None]),
        Objection::RestOwed { until } => (Code::RestOwed, [ahead(*until), None]),
        Objection::OverShift { since: at, hours } => {
            (Code::OverShift, [since(*at), Some(i64::from(*hours))])
        }
        Objection::OverScene { since: at, hours } => {
            (Code::OverScene, [since(*at), Some(i64::from(*hours))])
        }
        Objection::OffShift { begins, on_call } => {
            (Code::OffShift, [ahead(*begins), Some(i64::from(*on_call))])
        }
        Objection::Authority { .. } => (Code::AuthorityElsewhere, [None, None]),
        Objection::InsuranceOver { until } => {
            (Code::InsuranceOver, [Some(today.days_after(*until)), None])
        }
    };
    let bars = objection.keeps_home();
    let lost = if bars { 1_000 } else { 0 };
    sum.note(Part::Presence, code, numbers, lost);
    if bars {
        sum.score.bars.push(code);
    }
}

/// A firm's or a society's team is not sent without insurance (任(九)3: 调用补偿、保险保障); an
/// agreement that has run out is named.
pub(super) fn terms(team: &Team, today: Day, sum: &mut Sum) {
    let registered = &team.registered;
    if !registered.level.is_outside() {
        return;
    }
    match registered.insured_until {
        // That it is over stands among what speaks against sending; here it bars as well.
        Some(until) if until < today => sum.score.bars.push(Code::InsuranceOver),
        Some(_) => {}
        None => sum.note(Part::Presence, Code::InsuranceNone, [None, None], 0),
    }
    let agreements = &registered.agreements;
    if !agreements.is_empty() && !agreements.iter().any(|one| one.is_in_force(today)) {
        let of = agreements.len() as i64;
        sum.note(Part::Presence, Code::AgreementsOver, [None, Some(of)], 0);
    }
}
