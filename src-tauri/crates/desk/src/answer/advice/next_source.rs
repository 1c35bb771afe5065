//! Where more could come from: only what the log knows, then whom to ask. Nothing is invented.

use contract::rows::{NextSource, SourceKind};
use dispatch::nearest::serves;
use emergency::day::Day;
use emergency::id::TeamId;
use emergency::incident::Need;
use emergency::order::Claim;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::{Team, TeamLevel};
use emergency::time::UtcMs;

/// Sources of one kind named for one need.
const NAMED_MAX: usize = 3;

/// For teams: agreements in force, able teams with another job, then aid and requisition. Who has
/// an order for the incident is no source: it is counted there already.
pub(in crate::answer) fn teams(
    need: &Need,
    (teams, incident): (&[Team], &str),
    chosen: &[&TeamId],
    now: UtcMs,
) -> Vec<NextSource> {
    let others = || {
        let known = teams.iter().filter(|team| team.known);
        let here = |team: &&Team| team.active().any(|job| job.incident.as_str() == incident);
        known.filter(move |team| !chosen.contains(&&team.id) && !here(team))
    };
    let today = Day::of(now);
    let agreed = others().filter_map(|team| agreement(need, team, today));
    let mut sources: Vec<NextSource> = agreed.take(NAMED_MAX).collect();
    let able = |team: &&Team| team.registered.capabilities.contains(&need.capability);
    let busy = others()
        .filter(able)
        .filter(|team| team.active().next().is_some());
    let busy = busy.map(|team| NextSource {
        kind: SourceKind::Busy,
        name: called(team),
        contact: contact(team),
        arrival_min: None,
        quantity: None,
    });
    sources.extend(busy.take(NAMED_MAX));
    sources.extend(asked());
    sources
}

/// The promise of a firm or a society to come, when it is in force and names the capability.
fn agreement(need: &Need, team: &Team, today: Day) -> Option<NextSource> {
    let facts = &team.registered;
    if !matches!(facts.level, TeamLevel::Firm | TeamLevel::Society) {
        return None;
    }
    let able = facts.capabilities.contains(&need.capability);
    let mut agreements = facts.agreements.iter().filter(|one| one.is_in_force(today));
    // An agreement that names no capability promises what the team can do.
    let promised = agreements.find(|one| {
        one.capabilities.contains(&need.capability) || (one.capabilities.is_empty() && able)
    })?;
    Some(NextSource {
        kind: SourceKind::Agreement,
        name: called(team),
        contact: contact(team),
        arrival_min: promised.arrival_min,
        quantity: None,
    })
}

/// For pieces: lots of the same supply of which somebody else holds some, then aid and requisition.
pub(in crate::answer) fn pieces(need: &Need, lots: &[Lot], depots: &[Site]) -> Vec<NextSource> {
    let same = lots
        .iter()
        .filter(|lot| lot.known && serves(&lot.registered.supply, &need.supply));
    let held = same.filter_map(|lot| {
        let quantity = held(lot);
        let depot = depots.iter().find(|site| site.id == lot.registered.depot);
        let depot = depot.map_or("", |site| site.registered.name.as_str());
        (quantity > 0).then(|| NextSource {
            kind: SourceKind::Held,
            name: format!("{} {depot}", lot.registered.name).trim().to_owned(),
            contact: lot.registered.keeper.clone(),
            arrival_min: None,
            quantity: Some(quantity),
        })
    });
    let mut sources: Vec<NextSource> = held.take(NAMED_MAX).collect();
    sources.extend(asked());
    sources
}

/// Pieces on loan, or asked for by a draw that waits for its verdict.
fn held(lot: &Lot) -> u32 {
    let lent = lot.loans.iter().map(|loan| loan.out);
    let waiting = lot
        .draws
        .iter()
        .filter(|draw| draw.claim == Claim::Unconfirmed);
    lent.chain(waiting.map(|draw| draw.asked))
        .fold(0, u32::saturating_add)
}

/// What can be asked for when nobody here has any: the officer does it in 调拨通知.
fn asked() -> [NextSource; 2] {
    [SourceKind::RequestAid, SourceKind::Requisition].map(|kind| NextSource {
        kind,
        name: String::new(),
        contact: String::new(),
        arrival_min: None,
        quantity: None,
    })
}

/// Call sign and name; the sign once, where the name bears it as well.
pub(in crate::answer) fn called(team: &Team) -> String {
    let (sign, name) = (&team.registered.call_sign, &team.registered.name);
    let name = name.strip_suffix(sign.as_str()).unwrap_or(name).trim_end();
    format!("{sign} {name}").trim().to_owned()
}

/// The first of the ladder, else the leader in words.
fn contact(team: &Team) -> String {
    let facts = &team.registered;
    match facts.ladder.first() {
        Some(step) => format!("{} {}", step.name, step.phone).trim().to_owned(),
        None => facts.contact.clone(),
    }
}

#[cfg(test)]
mod tests {
    use emergency::order::{Claim, Progress};
    use emergency::team::{Agreement, Assignment, TeamRegistered};

    use super::*;

    const NOW: UtcMs = UtcMs(1_800_000_000_000);

    fn team(id: &str, level: TeamLevel, agreements: Vec<Agreement>) -> Team {
        Team {
            id: id.into(),
            known: true,
            registered: TeamRegistered {
                call_sign: id.to_uppercase(),
                name: format!("演练 某队{}", id.to_uppercase()),
                level,
                capabilities: vec!["drainage".to_owned()],
                contact: "演练 队长".to_owned(),
                agreements,
                ..TeamRegistered::default()
            },
            ..Team::default()
        }
    }

    fn agreement(until: &str) -> Agreement {
        Agreement {
            arrival_min: Some(40),
            until: Day::parse(until),
            ..Agreement::default()
        }
    }

    #[test]
    fn only_what_the_log_holds_is_named_and_then_whom_to_ask() {
        let need = Need {
            capability: "drainage".to_owned(),
            supply: String::new(),
            quantity: 1,
        };
        let mut busy = team("t3", TeamLevel::District, Vec::new());
        busy.assignments.push(Assignment {
            order: "o1".into(),
            event: Default::default(),
            incident: "other".into(),
            origin: Default::default(),
            at: NOW,
            claim: Claim::Confirmed,
            progress: Progress::EnRoute,
            further_job: false,
        });
        let all = [
            team("t1", TeamLevel::Firm, vec![agreement("2100-01-01")]),
            team("t2", TeamLevel::Firm, vec![agreement("2001-01-01")]),
            busy,
        ];
        let sources = teams(&need, (&all, "here"), &[], NOW);
        let kinds: Vec<SourceKind> = sources.iter().map(|source| source.kind).collect();
        let wanted = [
            SourceKind::Agreement,
            SourceKind::Busy,
            SourceKind::RequestAid,
            SourceKind::Requisition,
        ];
        assert_eq!(kinds, wanted, "an agreement that is over is none");
        assert_eq!(sources[0].name, "T1 演练 某队", "the sign stands once");
        assert_eq!(sources[0].arrival_min, Some(40), "as it promises");
        let there = teams(&need, (&all, "other"), &[], NOW);
        assert!(
            there.iter().all(|source| source.kind != SourceKind::Busy),
            "who is on the way here is no further source"
        );
    }
}
