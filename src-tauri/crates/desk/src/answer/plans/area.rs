//! The map of plans (一张图): each on its unit and area, by how it stands.

use std::collections::BTreeMap;

use contract::error::CallError;
use contract::rows::{PlanCount, PlanMap, PlanMapRow, PlanStreet, TermKind, TermState};
use emergency::day::Day;
use emergency::entity::{EntityKind, State};
use emergency::place::Point;
use emergency::plan::{PlanRecord, PlanState, PlanSummary};
use plans::KEY_FIELDS;

use super::terms::Ground;
use super::{newest, summary};
use crate::desk::Desk;
use crate::session::Session;
use crate::shelf;

/// Where units are: those of sites and teams by the name of their unit or their own.
struct Places {
    by_name: BTreeMap<String, (Point, String)>,
}

impl Places {
    fn of(session: &Session) -> Result<Self, CallError> {
        let mut by_name = BTreeMap::new();
        let mut add = |name: &str, point: Option<Point>, street: &str| {
            if let Some(point) = point
                && !name.is_empty()
            {
                by_name
                    .entry(name.to_owned())
                    .or_insert_with(|| (point, street.to_owned()));
            }
        };
        for state in session.all(EntityKind::Site)? {
            if let State::Site(site) = state
                && !site.withdrawn
            {
                let place = &site.registered.place;
                add(&site.registered.name, place.point, &place.street);
                add(&site.registered.unit, place.point, &place.street);
            }
        }
        for state in session.all(EntityKind::Team)? {
            if let State::Team(team) = state
                && !team.withdrawn
            {
                let place = &team.registered.home;
                add(&team.registered.unit, place.point, &place.street);
            }
        }
        Ok(Self { by_name })
    }
}

/// Every plan, with counts.
pub(crate) fn plan_map(desk: &Desk, session: &Session) -> Result<PlanMap, CallError> {
    let ground = Ground::of(session)?;
    let places = Places::of(session)?;
    let records = shelf::records(session)?;
    let mut rows: BTreeMap<String, PlanMapRow> = BTreeMap::new();
    for held in desk.shelf.shipped().plans().iter() {
        let row = PlanMapRow {
            plan: held.plan.front.id.as_str().into(),
            ..row(desk, &places, &summary(&held.plan))
        };
        rows.insert(row.plan.0.clone(), row);
    }
    for record in &records {
        let row = recorded(desk, &places, &ground, record);
        rows.insert(row.plan.0.clone(), row);
    }
    let plans: Vec<PlanMapRow> = rows.into_values().collect();
    let streets = desk.district().streets.iter();
    let inside = streets.filter(|street| street.in_district);
    let streets: Vec<PlanStreet> = inside
        .map(|street| PlanStreet {
            name: street.name.clone(),
            point: Point {
                lon: street.lon,
                lat: street.lat,
            },
        })
        .collect();
    let names = streets.iter().map(|street| street.name.as_str());
    let fields = KEY_FIELDS.into_iter();
    Ok(PlanMap {
        by_street: counts(&plans, names, |row| &row.streets),
        by_field: counts(&plans, fields, |row| &row.fields),
        plans,
        streets,
    })
}

fn recorded(desk: &Desk, places: &Places, ground: &Ground, record: &PlanRecord) -> PlanMapRow {
    let shown = record.in_force().map(|(_, version)| version);
    let shown = shown.or_else(|| record.versions.get(newest(record)?));
    let none = PlanSummary::default();
    let terms = ground.terms(record);
    let overdue = |drill: bool| {
        terms
            .iter()
            .any(|term| term.state == TermState::Overdue && (term.kind == TermKind::Drill) == drill)
    };
    PlanMapRow {
        plan: record.id.clone(),
        recorded: true,
        state: record.state(),
        overdue: overdue(false),
        not_drilled: overdue(true),
        drilled: record.drilled.last().map(|done| Day::of(done.at)),
        ..row(
            desk,
            places,
            shown.map_or(&none, |version| &version.summary),
        )
    }
}

/// Where a plan stands: its unit as a site or team, else its area by name, else the middle of its
/// first street, else that of the district.
fn row(desk: &Desk, places: &Places, summary: &PlanSummary) -> PlanMapRow {
    let named = [&summary.unit].into_iter().chain(&summary.area);
    let exact = named.clone().find_map(|name| places.by_name.get(name));
    let inside = desk
        .district()
        .streets
        .iter()
        .filter(|street| street.in_district);
    let mut streets: Vec<_> = inside
        .filter(|street| {
            let is_of = |name: &&String| name.contains(&street.name);
            exact.is_some_and(|(_, of)| *of == street.name) || named.clone().any(|n| is_of(&n))
        })
        .collect();
    streets.dedup_by(|a, b| a.code == b.code);
    let centre = desk.district().bounds().centre();
    let (place, approximate) = match (exact, streets.first()) {
        (Some((point, _)), _) => (*point, false),
        (None, Some(street)) => {
            let centre = street.centre();
            (
                Point {
                    lon: centre.lon,
                    lat: centre.lat,
                },
                true,
            )
        }
        (None, None) => (
            Point {
                lon: centre.lon,
                lat: centre.lat,
            },
            true,
        ),
    };
    PlanMapRow {
        title: summary.title.clone(),
        kind: summary.kind.clone(),
        unit: summary.unit.clone(),
        area: summary.area.clone(),
        streets: streets.iter().map(|street| street.name.clone()).collect(),
        fields: summary.fields.clone(),
        point: Some(place),
        approximate,
        ..PlanMapRow::default()
    }
}

/// Counts under names in their order; those under no name come last, under the empty one.
fn counts<'a>(
    plans: &[PlanMapRow],
    names: impl Iterator<Item = &'a str>,
    of: impl Fn(&PlanMapRow) -> &Vec<String>,
) -> Vec<PlanCount> {
    let mut names: Vec<&str> = names.collect();
    names.push("");
    let known = names.clone();
    let counts = names.into_iter().map(|name| {
        let mut count = PlanCount {
            name: name.to_owned(),
            ..PlanCount::default()
        };
        for row in plans {
            let under = of(row);
            let is_in = if name.is_empty() {
                !under.iter().any(|one| known.contains(&one.as_str()))
            } else {
                under.iter().any(|one| one == name)
            };
            if is_in {
                add(&mut count, row);
            }
        }
        count
    });
    counts.collect()
}

fn add(count: &mut PlanCount, row: &PlanMapRow) {
    count.all += 1;
    match row.state {
        PlanState::Draft => count.draft += 1,
        PlanState::InForce => count.in_force += 1,
        PlanState::InRevision => count.in_revision += 1,
        PlanState::Superseded | PlanState::Abolished => count.ended += 1,
    }
    count.overdue += u32::from(row.overdue);
    count.not_drilled += u32::from(row.not_drilled);
}
