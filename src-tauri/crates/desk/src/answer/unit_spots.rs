//! Where on the map the units of major hazards stand.

use contract::error::CallError;
use contract::rows::{SPOTS_MAX, SpotUnit, UnitSpot, UnitSpots};
use emergency::hazard_unit::HazardUnit;
use emergency::place::Point;
use emergency::site::Site;
use risk::major::{Unit, assess};

use super::plain;
use crate::session::Session;

/// Every spot at which units stand, the gravest first.
pub(super) fn spots(session: &Session) -> Result<UnitSpots, CallError> {
    let mut found = UnitSpots::default();
    for site in plain::sites(session)? {
        found.unplaced += add(&mut found.spots, &site);
    }
    for spot in &mut found.spots {
        spot.units
            .sort_by(|a, b| (gravity(a), &a.name).cmp(&(gravity(b), &b.name)));
    }
    let gravest = |spot: &UnitSpot| spot.units.first().map_or(u8::MAX, gravity);
    found
        .spots
        .sort_by(|a, b| (gravest(a), &a.id).cmp(&(gravest(b), &b.id)));
    let rest = found.spots.split_off(SPOTS_MAX.min(found.spots.len()));
    let more: usize = rest.iter().map(|spot| spot.units.len()).sum();
    found.more = crate::number::small(more as u64);
    Ok(found)
}

/// Adds the spots of a site; says how many of its units have no place.
fn add(spots: &mut Vec<UnitSpot>, site: &Site) -> u32 {
    let first = spots.len();
    let mut unplaced = 0;
    for unit in &site.units {
        let own = unit.told.at;
        let Some(at) = own.or(site.registered.place.point) else {
            unplaced += 1;
            continue;
        };
        let mut of_site = spots.iter_mut().skip(first);
        match of_site.find(|spot| spot.at == at && spot.own == own.is_some()) {
            Some(spot) => spot.units.push(in_short(unit, site)),
            None => spots.push(spot(unit, site, at)),
        }
    }
    unplaced
}

fn spot(unit: &HazardUnit, site: &Site, at: Point) -> UnitSpot {
    UnitSpot {
        id: unit.id.0.clone(),
        at,
        own: unit.told.at.is_some(),
        site: site.id.clone(),
        site_name: site.registered.name.clone(),
        people: site.registered.people_500m,
        units: vec![in_short(unit, site)],
    }
}

fn in_short(unit: &HazardUnit, site: &Site) -> SpotUnit {
    let mut substances: Vec<String> = Vec::new();
    for tank in &unit.told.tanks {
        if !substances.contains(&tank.holds.substance) {
            substances.push(tank.holds.substance.clone());
        }
    }
    let reckoned = Unit::with_tanks(unit, &site.registered);
    let assessed = Some(reckoned).filter(|unit| !unit.stored.is_empty());
    let assessed = assessed.map(|unit| assess(&unit));
    SpotUnit {
        unit: unit.id.clone(),
        name: unit.told.name.clone(),
        major: assessed.as_ref().and_then(|one| one.major),
        grade: assessed.and_then(|one| one.grade),
        substances,
    }
}

/// The order of units: by grade; what cannot be graded yet stands after 一级, for it may be as grave;
/// then what is no major hazard, then what holds nothing.
fn gravity(unit: &SpotUnit) -> u8 {
    match (unit.grade, unit.major) {
        (Some(grade), _) => 2 * grade,
        (None, _) if unit.substances.is_empty() => u8::MAX,
        (None, Some(false)) => u8::MAX - 1,
        (None, _) => 3,
    }
}

#[cfg(test)]
mod tests {
    use emergency::hazard_unit::{Tank, UnitTold};
    use emergency::id::UnitId;
    use emergency::site::Stored;

    use super::*;

    const SITE_AT: Point = Point {
        lon: 117.1,
        lat: 36.7,
    };

    fn unit(key: &str, ammonia_t: f64, at: Option<Point>) -> HazardUnit {
        let holds = Stored {
            substance: "氨".to_owned(),
            quantity_t: ammonia_t,
            ..Stored::default()
        };
        let tank = Tank {
            name: "V-1".to_owned(),
            holds,
            ..Tank::default()
        };
        HazardUnit {
            id: UnitId::of(&"S1".into(), key),
            told: UnitTold {
                name: key.to_owned(),
                tanks: vec![tank],
                at,
                ..UnitTold::default()
            },
            ..HazardUnit::default()
        }
    }

    fn site(at: Option<Point>, units: Vec<HazardUnit>) -> Site {
        let mut site = Site {
            id: "S1".into(),
            units,
            ..Site::default()
        };
        site.registered.place.point = at;
        site
    }

    #[test]
    fn the_units_of_a_site_share_its_place_but_those_that_say_where_they_stand() {
        let own = Point {
            lon: 117.2,
            ..SITE_AT
        };
        let units = vec![
            unit("A", 30.0, None),
            unit("B", 1.0, Some(own)),
            unit("C", 20.0, None),
        ];
        let mut spots = Vec::new();
        let unplaced = add(&mut spots, &site(Some(SITE_AT), units));
        let there = spots
            .iter()
            .map(|spot| (spot.at, spot.own, spot.units.len()));
        let there: Vec<_> = there.collect();
        assert_eq!(there, [(SITE_AT, false, 2), (own, true, 1)], "two spots");
        assert_eq!(unplaced, 0, "each of them has a place");
    }

    #[test]
    fn a_unit_without_any_place_is_counted() {
        let own = Some(SITE_AT);
        let units = vec![unit("A", 30.0, None), unit("B", 30.0, own)];
        let mut spots = Vec::new();
        assert_eq!(add(&mut spots, &site(None, units)), 1, "one has nothing");
        assert_eq!(spots.len(), 1, "the other says it itself");
    }

    #[test]
    fn the_graver_unit_goes_first_and_what_is_open_is_not_taken_for_mild() {
        let short = |major, grade, holds: bool| SpotUnit {
            major,
            grade,
            substances: vec!["氨".to_owned(); usize::from(holds)],
            ..SpotUnit::default()
        };
        let order = [
            (short(Some(true), Some(1), true), "一级"),
            (
                short(Some(true), None, true),
                "a major hazard without a grade",
            ),
            (short(Some(true), Some(2), true), "二级"),
            (short(Some(true), Some(4), true), "四级"),
            (short(Some(false), None, true), "none"),
            (short(None, None, false), "nothing in it"),
        ];
        for two in order.windows(2) {
            let (graver, milder) = (&two[0], &two[1]);
            let said = format!("{} before {}", graver.1, milder.1);
            assert!(gravity(&graver.0) < gravity(&milder.0), "{said}");
        }
    }
}
