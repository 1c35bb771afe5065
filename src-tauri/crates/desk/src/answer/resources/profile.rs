//! Everything about one thing of the list, with its log.

use contract::error::CallError;
use contract::rows::{
    HazardDiffers, HazardRow, HazardThing, LackingRow, PartWeight, ResourceProfile, ResourceRef,
    ScoreReason, ScoreRow, StandardRow,
};
use dispatch::readiness::{Part, Rules, Score};
use dispatch::standard;
use emergency::entity::{EntityKind, EntityRef};
use emergency::import::TableKind;
use emergency::site::{Site, SiteKind};
use emergency::team::{Equipment, Team};
use inventory::check::OnList;
use risk::major::{Counted, Differs, Lacking, Unit, differing};

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
        hazard: hazard_row(&Unit::beside_units(site)),
        hazard_differs: differing(site).into_iter().map(differs_row).collect(),
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

fn differs_row(differs: Differs) -> HazardDiffers {
    HazardDiffers {
        substance: differs.substance,
        profile_t: differs.profile_t,
        units_t: differs.units_t,
    }
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

#[cfg(test)]
mod tests {
    use contract::rows::Who;
    use emergency::decide::{Command, UnitAct};
    use emergency::hazard_unit::{Tank, UnitTold};
    use emergency::site::{SiteRegistered, Stored};

    use super::*;

    #[test]
    fn the_profile_of_a_place_with_units_grades_the_rest_and_says_what_differs() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let session = crate::opening::open_session(&folder.path().join("log.db"), &key, true, 0);
        let session = session.expect("opens");
        let act = |command| {
            let who = Who {
                actor: "演练 王敏".into(),
                ..Who::default()
            };
            let who = crate::session::who(who).expect("a name");
            session.logbook.command(command, who).expect("is done");
        };
        let chlorine = |quantity_t| Stored {
            substance: "氯".to_owned(),
            quantity_t,
            ..Stored::default()
        };
        act(Command::RegisterSite {
            site: "S1".into(),
            registered: SiteRegistered {
                name: "演练 某水厂".to_owned(),
                kind: SiteKind::Hazard,
                substance: "氯".to_owned(),
                quantity_t: 70.0,
                people_500m: Some(40),
                ..SiteRegistered::default()
            },
            seen: None,
        });
        let asked = ResourceRef {
            kind: TableKind::Sites,
            id: "S1".to_owned(),
        };
        let before = profile(&session, &asked).expect("is read");
        let grade = |row: &ResourceProfile| row.hazard.as_ref().and_then(|one| one.grade);
        assert_eq!(grade(&before), Some(2), "70 t as one: R of 67.2");
        assert_eq!(before.hazard_differs, [], "no unit says another thing");
        act(Command::Unit(UnitAct::Register {
            site: "S1".into(),
            unit: None,
            told: UnitTold {
                name: "演练 一号氯库".to_owned(),
                tanks: vec![Tank {
                    name: "V-1".to_owned(),
                    holds: chlorine(30.0),
                    ..Tank::default()
                }],
                ..UnitTold::default()
            },
            seen: None,
        }));
        let after = profile(&session, &asked).expect("is read");
        assert_eq!(grade(&after), Some(3), "40 t in no unit: R of 38.4");
        let differs = HazardDiffers {
            substance: "氯".to_owned(),
            profile_t: 70.0,
            units_t: 30.0,
        };
        assert_eq!(after.hazard_differs, [differs], "for an officer to look");
    }
}
