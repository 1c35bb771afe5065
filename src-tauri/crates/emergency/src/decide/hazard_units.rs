//! Units of a major hazard at a site: entered with their tanks, changed, withdrawn.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use super::resources::out_of_range;
use super::sites::on_list;
use super::{Context, Draft, Known, PROFILE_LIST_MAX, Refusal, bounded, needed, unknown};
use crate::fact::Fact;
use crate::hazard_unit::{
    TANK_POINTS_MAX, TANKS_MAX, UNIT_CHARS_MAX, UNITS_MAX, UnitRegistered, UnitTold, UnitWithdrawn,
};
use crate::id::{ImportId, SiteId, UnitId};
use crate::import::{ImportRow, Imported};
use crate::site::Site;

/// What is done to a unit of a site.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "act",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum UnitAct {
    /// Enter a unit with its tanks, or change it (登记单元). `seen` is the entry that whoever asks
    /// had before them, none for a new one.
    Register {
        site: SiteId,
        unit: Option<UnitId>,
        told: UnitTold,
        #[serde(default)]
        seen: Option<Box<UnitTold>>,
    },
    /// Take it off the site (撤下单元); `seen` as when it is changed.
    Withdraw {
        site: SiteId,
        unit: UnitId,
        #[serde(default)]
        seen: Option<Box<UnitTold>>,
        reason: String,
    },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: UnitAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        UnitAct::Register {
            site,
            unit,
            told,
            seen,
        } => {
            let there = on_list(known, &site)?;
            let unit = unit.unwrap_or_else(|| UnitId::of(&site, &(context.new_id)()));
            as_seen(&there, &unit, seen.as_deref())?;
            check(known, &there, &unit, &told)?;
            Ok(vec![registered(&site, unit, told)])
        }
        UnitAct::Withdraw {
            site,
            unit,
            seen,
            reason,
        } => {
            let there = on_list(known, &site)?;
            if !there.units.iter().any(|one| one.id == unit) {
                return Err(unknown("unit", unit.as_str()));
            }
            as_seen(&there, &unit, seen.as_deref())?;
            needed(&reason, "reason")?;
            bounded(&reason, "reason")?;
            let import = ImportId::default();
            let body = UnitWithdrawn {
                unit,
                reason,
                import,
            };
            Ok(vec![Draft::plain(site.0, Fact::UnitWithdrawn(body))])
        }
    }
}

/// The fact that enters a unit.
pub(super) fn registered(site: &SiteId, unit: UnitId, told: UnitTold) -> Draft {
    let body = UnitRegistered { unit, told };
    Draft::plain(site.0.clone(), Fact::UnitRegistered(body))
}

/// Whether a unit can be entered at a site.
pub(super) fn check(
    known: &dyn Known,
    site: &Site,
    unit: &UnitId,
    told: &UnitTold,
) -> Result<(), Refusal> {
    if unit.site().as_ref() != Some(&site.id) {
        return Err(out_of_range("unit"));
    }
    short(&told.name, "name")?;
    for (text, field) in [
        (&told.filing, "filing"),
        (&told.role, "role"),
        (&told.phone, "phone"),
    ] {
        at_most(text.chars().count(), UNIT_CHARS_MAX, field)?;
    }
    bounded(&told.note, "note")?;
    if told.at.is_some_and(|at| !at.is_on_earth()) {
        return Err(out_of_range("at"));
    }
    at_most(told.tanks.len(), TANKS_MAX, "tanks")?;
    let mut others = site.units.iter().filter(|one| one.id != *unit);
    if others.any(|one| one.told.name == told.name) {
        return Err(Refusal::WrongState {
            what: "unit".to_owned(),
            id: told.name.clone(),
            state: "registered".to_owned(),
        });
    }
    if !site.units.iter().any(|one| one.id == *unit) {
        at_most(site.units.len() + 1, UNITS_MAX, "units")?;
    }
    tanks(known, told)
}

/// Whether each site has room for the units that a table brings.
pub(super) fn have_room(known: &dyn Known, rows: &[ImportRow]) -> Result<(), Refusal> {
    let mut of_sites: BTreeMap<&SiteId, BTreeSet<UnitId>> = BTreeMap::new();
    for row in rows {
        if let Imported::Unit(unit) = &row.imported {
            let of_site = of_sites.entry(&unit.site).or_default();
            of_site.insert(row.id.as_str().into());
        }
    }
    for (site, mut units) in of_sites {
        let there = on_list(known, site)?;
        units.extend(there.units.into_iter().map(|one| one.id));
        at_most(units.len(), UNITS_MAX, "units")?;
    }
    Ok(())
}

fn tanks(known: &dyn Known, told: &UnitTold) -> Result<(), Refusal> {
    for (number, tank) in told.tanks.iter().enumerate() {
        short(&tank.name, "tank")?;
        short(&tank.holds.substance, "substance")?;
        at_most(tank.holds.classes.len(), PROFILE_LIST_MAX, "classes")?;
        for class in &tank.holds.classes {
            short(class, "classes")?;
        }
        at_most(tank.points.len(), TANK_POINTS_MAX, "points")?;
        if let Some(field) = tank.fault() {
            return Err(out_of_range(field));
        }
        let mut before = told.tanks.iter().take(number);
        if before.any(|one| one.name == tank.name) {
            return Err(out_of_range("tank"));
        }
        for point in &tank.points {
            let there = known.point(point).filter(|there| there.known);
            there.ok_or_else(|| unknown("point", point.as_str()))?;
        }
    }
    Ok(())
}

fn short(text: &str, field: &str) -> Result<(), Refusal> {
    needed(text, field)?;
    at_most(text.chars().count(), UNIT_CHARS_MAX, field)
}

fn at_most(length: usize, max: usize, field: &str) -> Result<(), Refusal> {
    if length <= max {
        return Ok(());
    }
    let field = field.to_owned();
    Err(Refusal::TooLong { field, max })
}

/// Nobody writes over what another desk has entered since they looked.
fn as_seen(site: &Site, unit: &UnitId, seen: Option<&UnitTold>) -> Result<(), Refusal> {
    let there = site.units.iter().find(|one| one.id == *unit);
    if there.map(|there| &there.told) == seen {
        return Ok(());
    }
    let (what, id) = ("unit".to_owned(), unit.0.clone());
    Err(Refusal::Changed { what, id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::Command;
    use crate::hazard_unit::Tank;
    use crate::sample::Room;
    use crate::site::{SiteRegistered, Stored};

    fn tank(name: &str, quantity_t: f64) -> Tank {
        Tank {
            name: name.to_owned(),
            holds: Stored {
                substance: "氨".to_owned(),
                quantity_t,
                ..Stored::default()
            },
            ..Tank::default()
        }
    }

    fn farm(tanks: Vec<Tank>) -> UnitTold {
        UnitTold {
            name: "演练 一号罐区".to_owned(),
            tanks,
            ..UnitTold::default()
        }
    }

    fn key() -> UnitId {
        UnitId::of(&"S9".into(), "U1")
    }

    fn register(unit: Option<UnitId>, told: UnitTold, seen: Option<UnitTold>) -> Command {
        let (site, seen) = ("S9".into(), seen.map(Box::new));
        Command::Unit(UnitAct::Register {
            site,
            unit,
            told,
            seen,
        })
    }

    fn room() -> Room {
        let mut room = Room::new();
        room.act(Command::RegisterSite {
            site: "S9".into(),
            registered: SiteRegistered {
                name: "演练 氨站".to_owned(),
                ..SiteRegistered::default()
            },
            seen: None,
        });
        room
    }

    #[test]
    fn a_unit_stands_in_the_site_and_is_changed_by_who_has_seen_it() {
        let mut room = room();
        let before = farm(vec![tank("V-101", 10.0)]);
        room.act(register(Some(key()), before.clone(), None));
        let after = farm(vec![tank("V-101", 10.0), tank("V-102", 30.0)]);
        let unseen = room.ask(register(Some(key()), after.clone(), None));
        let changed = Refusal::Changed {
            what: "unit".to_owned(),
            id: key().0,
        };
        assert_eq!(unseen, Err(changed.clone()), "a tank could be lost");
        room.act(register(Some(key()), after.clone(), Some(before.clone())));
        let site = room.site("S9");
        assert_eq!(site.units.len(), 1, "the same unit");
        assert_eq!(site.units[0].told, after, "with both tanks");
        let withdraw = |seen: UnitTold| {
            Command::Unit(UnitAct::Withdraw {
                site: "S9".into(),
                unit: key(),
                seen: Some(Box::new(seen)),
                reason: "演练 拆除".to_owned(),
            })
        };
        assert_eq!(
            room.ask(withdraw(before)),
            Err(changed),
            "nor taken off unseen"
        );
        room.act(withdraw(after));
        assert_eq!(room.site("S9").units, [], "it is no more");
    }

    #[test]
    fn a_unit_without_a_name_in_the_log_gets_one_of_its_site() {
        let mut room = room();
        room.act(register(None, farm(Vec::new()), None));
        let id = room.site("S9").units[0].id.clone();
        assert_eq!(id.site(), Some("S9".into()), "its site stands in it");
    }

    #[test]
    fn a_unit_that_cannot_be_meant_is_refused() {
        let mut room = room();
        let with_point = Tank {
            points: vec!["演练|none".into()],
            ..tank("V-1", 1.0)
        };
        let many = (0..=TANKS_MAX).map(|n| tank(&format!("V-{n}"), 1.0));
        let elsewhere = UnitId::of(&"S8".into(), "U1");
        let off_the_globe = UnitTold {
            at: Some(crate::place::Point {
                lon: 200.0,
                lat: 0.0,
            }),
            ..farm(Vec::new())
        };
        let cases = [
            (key(), UnitTold::default(), "without a name"),
            (key(), farm(vec![tank("", 1.0)]), "a tank without a name"),
            (key(), farm(vec![tank("V-1", -1.0)]), "less than nothing"),
            (
                key(),
                farm(vec![tank("V-1", 1.0), tank("V-1", 2.0)]),
                "two tanks of one name",
            ),
            (key(), farm(vec![with_point]), "a point that nobody entered"),
            (key(), farm(many.collect()), "more tanks than are kept"),
            (elsewhere, farm(Vec::new()), "named for another site"),
            (key(), off_the_globe, "at no place of the earth"),
        ];
        for (unit, told, why) in cases {
            assert!(room.ask(register(Some(unit), told, None)).is_err(), "{why}");
        }
        room.act(register(Some(key()), farm(Vec::new()), None));
        let twin = room.ask(register(None, farm(Vec::new()), None));
        assert!(twin.is_err(), "a second unit of that name");
    }

    #[test]
    fn a_site_has_so_many_units_and_no_more() {
        let mut room = room();
        let named = |number: usize| UnitTold {
            name: format!("演练 {number} 号"),
            ..UnitTold::default()
        };
        for number in 0..UNITS_MAX {
            room.act(register(None, named(number), None));
        }
        let over = room.ask(register(None, named(UNITS_MAX), None));
        assert!(
            matches!(over, Err(Refusal::TooLong { .. })),
            "the list is full"
        );
    }
}
