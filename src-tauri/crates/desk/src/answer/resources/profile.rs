//! Everything about one thing of the list, with its log.

use contract::error::CallError;
use contract::rows::{
    HazardRow, HazardThing, LackingRow, PartWeight, ResourceProfile, ResourceRef, ScoreReason,
    ScoreRow, StandardRow,
};
use dispatch::readiness::{Part, Rules, Score};
use dispatch::standard;
use emergency::entity::{EntityKind, EntityRef};
use emergency::import::TableKind;
use emergency::site::{Site, SiteKind};
use emergency::team::{Equipment, Team};
use inventory::check::OnList;
use risk::major::{Counted, Lacking, Unit};

use super::row::Lens;
use super::{code, noun, on_list};
use crate::answer::incidents::team_row;
use crate::session::{Session, not_found, storage};

/// Lines of the log that come with a profile.
const HISTORY_LINES: usize = 200;
/// The standard of hazard sites (GB 30077-2023, table 1).
const SITE_STANDARD: &str = "gb30077_site";

pub(crate) fn profile(
    session: &Session,
    asked: &ResourceRef,
) -> Result<ResourceProfile, CallError> {
    let list = on_list(session)?;
    let lens = Lens {
        list: &list,
        now: session.logbook.now(),
        rules: session.readiness(),
    };
    let (entity, mut found) = match asked.kind {
        TableKind::Teams => (EntityKind::Team, team(session, &lens, &list, &asked.id)),
        TableKind::Supplies => (EntityKind::Lot, lot(&lens, &list, &asked.id)),
        TableKind::Sites => (EntityKind::Site, site(&lens, &list, &asked.id)),
        TableKind::People => (EntityKind::Person, person(&lens, &list, &asked.id)),
        TableKind::Points | TableKind::Firms | TableKind::Units => (noun(asked.kind), None),
    };
    let found = found
        .as_mut()
        .ok_or_else(|| not_found(entity.name(), &asked.id))?;
    let entity = EntityRef::new(entity, &asked.id);
    let lines = session
        .logbook
        .timeline(&entity, u64::MAX, HISTORY_LINES)
        .map_err(storage)?;
    found.history = lines.into_iter().map(|line| session.line(line)).collect();
    Ok(std::mem::take(found))
}

fn team(session: &Session, lens: &Lens<'_>, list: &OnList, id: &str) -> Option<ResourceProfile> {
    let team = list.teams.get(id)?;
    let (row, score) = lens.team(team);
    Some(ResourceProfile {
        row,
        score: Some(score_row(&score, &lens.rules)),
        standard: team_standard(team),
        team: Some(team_row(session, team.clone())),
        ..ResourceProfile::default()
    })
}

fn lot(lens: &Lens<'_>, list: &OnList, id: &str) -> Option<ResourceProfile> {
    let lot = list.lots.get(id)?;
    Some(ResourceProfile {
        row: lens.lot(lot),
        lot: Some(lot.clone()),
        ..ResourceProfile::default()
    })
}

fn site(lens: &Lens<'_>, list: &OnList, id: &str) -> Option<ResourceProfile> {
    let site = list.sites.get(id)?;
    let (row, score) = lens.site(site);
    Some(ResourceProfile {
        row,
        score: score.as_ref().map(|score| score_row(score, &lens.rules)),
        standard: site_standard(site, lens),
        lots: lens.lots_of(id).map(|lot| lens.lot(lot)).collect(),
        site: Some(site.clone()),
        hazard: hazard(site),
        ..ResourceProfile::default()
    })
}

fn person(lens: &Lens<'_>, list: &OnList, id: &str) -> Option<ResourceProfile> {
    let person = list.people.get(id)?;
    Some(ResourceProfile {
        row: lens.person(person),
        person: Some(person.clone()),
        ..ResourceProfile::default()
    })
}

pub(super) fn score_row(score: &Score, rules: &Rules) -> ScoreRow {
    let weight = |part: Part| PartWeight {
        part: code(&part),
        weight: rules.weights.of(part),
    };
    ScoreRow {
        weights: Part::ALL.map(weight).into(),
        percent: score.percent,
        ready: score.ready,
        stale: score.stale,
        bars: score.bars.iter().map(code).collect(),
        reasons: score
            .reasons
            .iter()
            .map(|reason| ScoreReason {
                code: code(&reason.code),
                number: reason.number,
                of: reason.of,
                lost: reason.lost,
            })
            .collect(),
    }
}

fn standard_row(checked: standard::Checked) -> StandardRow {
    StandardRow {
        met: checked.is_met(),
        standard: checked.standard,
        lines: checked.lines,
        lacking: checked
            .lacking
            .into_iter()
            .map(|line| LackingRow {
                no: line.no,
                name: line.name,
                needed: line.needed,
                have: line.have,
                unit: line.unit,
                when: line.when,
            })
            .collect(),
    }
}

fn team_standard(team: &Team) -> Option<StandardRow> {
    let told = &team.registered;
    let standard = standard::by_code(&told.standard)?;
    let on_duty = if told.shift.on_call > 0 {
        told.shift.on_call
    } else {
        told.people
    };
    let checked = standard::check(standard, &told.equipment, told.vehicles.len(), on_duty);
    Some(standard_row(checked))
}

/// Whether a place is a major hazard installation; none for one where nothing dangerous is.
fn hazard(site: &Site) -> Option<HazardRow> {
    hazard_row(&Unit::of(&site.registered))
}

/// The working of a unit; none where nothing is in it.
pub(in crate::answer) fn hazard_row(unit: &Unit) -> Option<HazardRow> {
    if unit.stored.is_empty() {
        return None;
    }
    let people = unit.people_500m;
    let found = risk::major::assess(unit);
    Some(HazardRow {
        things: found.counted.into_iter().map(thing).collect(),
        s: found.s,
        major: found.major,
        weighted: found.weighted,
        people,
        alpha: found.alpha,
        r: found.r,
        grade: found.grade,
    })
}

fn thing(counted: Counted) -> HazardThing {
    let lacking = counted.lacking.into_iter().map(|one| {
        let (code, about) = match one {
            Lacking::Quantity => ("quantity", String::new()),
            Lacking::Class => ("class", String::new()),
            Lacking::UnknownClass { code } => ("unknown_class", code),
            Lacking::WhichOf { names } => ("which_of", names.join("；")),
            Lacking::ClassForBeta => ("class_for_beta", String::new()),
        };
        (code.to_owned(), about)
    });
    HazardThing {
        lacking: lacking.collect(),
        substance: counted.substance,
        quantity_t: counted.quantity_t,
        threshold_t: counted.threshold_t,
        threshold_from: counted.threshold_from,
        beta: counted.beta,
        beta_from: counted.beta_from,
        share: counted.share,
    }
}

/// A hazard site has to have the minimum kit among the lots that are kept there.
fn site_standard(site: &Site, lens: &Lens<'_>) -> Option<StandardRow> {
    if site.registered.kind != SiteKind::Hazard {
        return None;
    }
    let standard = standard::by_code(SITE_STANDARD)?;
    let things: Vec<Equipment> = lens
        .lots_of(site.id.as_str())
        .map(|lot| Equipment {
            supply: lot.registered.supply.clone(),
            name: lot.registered.name.clone(),
            quantity: lot.on_hand(),
            unit: lot.registered.unit.clone(),
            inspected_until: lot.registered.inspected_until,
        })
        .collect();
    Some(standard_row(standard::check(standard, &things, 0, 1)))
}
