//! Protected objects (防护目标): the list by how near a major hazard is, and what one place sees of
//! the others. They are places of the one list of places; here they are only read.

use contract::error::CallError;
use contract::rows::{
    AROUND_NEAREST_MAX, AroundObject, HazardAway, OBJECT_ROWS_MAX, ObjectPage, ObjectQuery,
    ObjectRow,
};
use emergency::place::Point;
use emergency::site::{Site, SiteKind};
use risk::major::{Unit, assess, grade_of};

use super::plain;
use crate::desk::Desk;
use crate::number::small;
use crate::session::Session;

/// Metres between two degrees of latitude at least: no place is nearer than its latitude says.
const DEGREE_MIN_M: f64 = 110_000.0;

/// True for a major hazard (重大危险源, GB 18218-2018), and for what may be one: a hazard site of
/// which nothing is entered, a unit of which something is lacking.
fn may_be_major(site: &Site) -> bool {
    let units = Unit::all_of(site);
    if units.is_empty() {
        return site.registered.kind == SiteKind::Hazard;
    }
    units.iter().any(|unit| assess(unit).major != Some(false))
}

/// The major hazards by their latitude, so that the nearest of thousands is found without looking
/// at each.
struct Hazards<'a>(Vec<(Point, &'a Site)>);

impl<'a> Hazards<'a> {
    fn of(sites: &'a [Site]) -> Self {
        let placed = sites
            .iter()
            .filter_map(|site| Some((site.registered.place.point?, site)));
        let mut all: Vec<(Point, &Site)> = placed.filter(|(_, site)| may_be_major(site)).collect();
        all.sort_by(|(a, _), (b, _)| a.lat.total_cmp(&b.lat));
        Self(all)
    }

    /// The nearest to a place, but not the place itself.
    fn nearest(&self, from: Point, but: &Site) -> Option<(f64, &'a Site)> {
        let south = self.0.partition_point(|(at, _)| at.lat < from.lat);
        let (south, north) = self.0.split_at(south);
        let best = nearer(None, south.iter().rev(), from, but);
        nearer(best, north.iter(), from, but)
    }
}

/// The nearest so far, or one of these, which come in the order of how far their latitude is.
fn nearer<'a: 'b, 'b>(
    mut best: Option<(f64, &'a Site)>,
    places: impl Iterator<Item = &'b (Point, &'a Site)>,
    from: Point,
    but: &Site,
) -> Option<(f64, &'a Site)> {
    for (at, site) in places.filter(|(_, site)| site.id != but.id) {
        let away_m = (at.lat - from.lat).abs() * DEGREE_MIN_M;
        if best.is_some_and(|(best_m, _)| away_m > best_m) {
            break;
        }
        let distance_m = at.distance_m(from);
        if best.is_none_or(|(best_m, _)| distance_m < best_m) {
            best = Some((distance_m, site));
        }
    }
    best
}

fn seen_from(desk: &Desk, (distance_m, site): (f64, &Site)) -> HazardAway {
    HazardAway {
        site: site.id.clone(),
        name: site.registered.name.clone(),
        grade: grade_of(site),
        level: desk.settings().risk.of(site).level,
        distance_m,
    }
}

/// People whom it holds; 0 says nothing.
fn capacity(site: &Site) -> Option<u32> {
    Some(site.registered.capacity).filter(|people| *people > 0)
}

fn fits(site: &Site, query: &ObjectQuery, words: &[&str]) -> bool {
    let told = &site.registered;
    let text = [
        told.name.as_str(),
        &told.unit,
        &told.place.words,
        &told.place.street,
    ];
    let text = text.join(" ").to_lowercase();
    query.kind.is_none_or(|kind| kind == told.kind) && words.iter().all(|word| text.contains(word))
}

/// A window of the list, the nearest to a major hazard first; those without a distance last.
pub(super) fn page(
    desk: &Desk,
    session: &Session,
    query: &ObjectQuery,
) -> Result<ObjectPage, CallError> {
    let text = query.text.to_lowercase();
    let words: Vec<&str> = text.split_whitespace().collect();
    let sites = plain::sites(session)?;
    let (hazards, objects) = (Hazards::of(&sites), &desk.settings().objects);
    let own = sites.iter().filter(|site| objects.has(&site.registered));
    let own: Vec<&Site> = own.collect();
    let mut kinds = SiteKind::ALL.to_vec();
    kinds.retain(|kind| own.iter().any(|site| site.registered.kind == *kind));
    let mut rows: Vec<(Option<(f64, &Site)>, &Site)> = own
        .into_iter()
        .filter(|site| fits(site, query, &words))
        .map(|site| {
            let point = site.registered.place.point;
            (point.and_then(|point| hazards.nearest(point, site)), site)
        })
        .collect();
    let has_no_point = |site: &Site| site.registered.place.point.is_none();
    let unplaced = rows.iter().filter(|(_, site)| has_no_point(site)).count();
    if let Some(within_m) = query.within_m {
        let within = |near: &Option<(f64, &Site)>| {
            near.is_some_and(|(distance_m, _)| distance_m <= f64::from(within_m))
        };
        rows.retain(|(near, _)| within(near));
    }
    rows.sort_by(|(a, one), (b, other)| {
        let distance_m = |near: &Option<(f64, &Site)>| near.map_or(f64::INFINITY, |near| near.0);
        let by_name = || one.registered.name.cmp(&other.registered.name);
        let by_distance = distance_m(a).total_cmp(&distance_m(b));
        by_distance
            .then_with(by_name)
            .then_with(|| one.id.cmp(&other.id))
    });
    let nowhere = sites.iter().filter(|site| has_no_point(site));
    let hazards_unplaced = nowhere.filter(|site| may_be_major(site)).count();
    let unclassed = rows.iter().map(|(_, site)| site.registered.protection);
    let unclassed = unclassed.filter(Option::is_none).count();
    let limit = query.limit.min(OBJECT_ROWS_MAX) as usize;
    let shown = rows.iter().skip(query.offset as usize).take(limit);
    Ok(ObjectPage {
        total: small(rows.len() as u64),
        unplaced: small(unplaced as u64),
        unclassed: small(unclassed as u64),
        hazards: small(hazards.0.len() as u64),
        hazards_unplaced: small(hazards_unplaced as u64),
        kinds,
        rows: shown.map(|(near, site)| row(desk, *near, site)).collect(),
    })
}

fn row(desk: &Desk, near: Option<(f64, &Site)>, site: &Site) -> ObjectRow {
    let told = &site.registered;
    ObjectRow {
        site: site.id.clone(),
        name: told.name.clone(),
        kind: told.kind,
        protection: told.protection,
        street: told.place.street.clone(),
        point: told.place.point,
        head_count: site.reported.head_count,
        capacity: capacity(site),
        hazard: near.map(|near| seen_from(desk, near)),
    }
}

/// The protected objects that are nearest to a place that is, or may be, a major hazard.
pub(super) fn around(desk: &Desk, sites: &[Site], site: &Site, point: Point) -> Vec<AroundObject> {
    if !may_be_major(site) {
        return Vec::new();
    }
    let objects = &desk.settings().objects;
    let others = sites.iter().filter(|one| one.id != site.id);
    let mut near: Vec<(f64, &Site)> = others
        .filter(|one| objects.has(&one.registered))
        .filter_map(|one| Some((one.registered.place.point?.distance_m(point), one)))
        .collect();
    near.sort_by(|(a, _), (b, _)| a.total_cmp(b));
    near.truncate(AROUND_NEAREST_MAX);
    let rows = near.into_iter().map(|(distance_m, one)| AroundObject {
        site: one.id.clone(),
        name: one.registered.name.clone(),
        kind: one.registered.kind,
        protection: one.registered.protection,
        head_count: one.reported.head_count,
        capacity: capacity(one),
        distance_m,
    });
    rows.collect()
}

/// The major hazard that is nearest to a protected object.
pub(super) fn hazard(desk: &Desk, sites: &[Site], site: &Site, point: Point) -> Option<HazardAway> {
    if !desk.settings().objects.has(&site.registered) {
        return None;
    }
    let nearest = Hazards::of(sites).nearest(point, site)?;
    Some(seen_from(desk, nearest))
}

#[cfg(test)]
mod tests {
    use emergency::place::Place;
    use emergency::site::SiteRegistered;

    use super::*;

    fn site(id: String, kind: SiteKind, lon: f64, lat: f64) -> Site {
        Site {
            id: id.as_str().into(),
            registered: SiteRegistered {
                kind,
                place: Place {
                    point: Some(Point { lon, lat }),
                    ..Place::default()
                },
                ..SiteRegistered::default()
            },
            ..Site::default()
        }
    }

    #[test]
    fn the_nearest_hazard_is_the_one_that_a_look_at_each_finds() {
        // Scattered without chance, so that a failure comes again.
        let scattered = |n: u32| {
            let step = |by: u32| f64::from((n * by) % 997) / 997.0;
            site(
                format!("S{n}"),
                if n.is_multiple_of(7) {
                    SiteKind::School
                } else {
                    SiteKind::Hazard
                },
                117.0 + step(389),
                36.5 + step(613) / 2.0,
            )
        };
        let sites: Vec<Site> = (0..400).map(scattered).collect();
        let hazards = Hazards::of(&sites);
        for from in &sites {
            let point = from.registered.place.point.expect("it has a point");
            let others = sites
                .iter()
                .filter(|one| one.id != from.id && may_be_major(one));
            let distances = others.filter_map(|one| one.registered.place.point);
            let wanted = distances
                .map(|at| at.distance_m(point))
                .min_by(f64::total_cmp);
            let found = hazards
                .nearest(point, from)
                .map(|(distance_m, _)| distance_m);
            assert_eq!(found, wanted, "from {}", from.id);
        }
    }
}
