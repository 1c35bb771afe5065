//! The check report of roads that are to be taken in: what they come to, what was left out and
//! why, whether they are this district's, and what would find no road any more.

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use contract::error::CallError;
use contract::rows::{
    ClosureLost, ROADS_DEFECTS_MAX, ROADS_NAMES_MAX, RoadsDefect, RoadsFigures, RoadsLeftOut,
    RoadsReport,
};
use emergency::closure::{Closure, ClosureShape, EDGES_MAX};
use emergency::decide::Command;
use emergency::entity::{EntityKind, State};
use emergency::place::Point;
use emergency::site::SiteKind;
use emergency::time::UtcMs;
use maps::district::District;
use routing::area::{arcs_on_line, is_in_area};
use routing::import::{Imported, Tally};
use routing::network::{ArcId, Network};
use routing::road_user::RoadUser;
use routing::settings::Settings;
use routing::situation::arcs_of;
use routing::snap::roadside;
use routing::summary::{Section, Summary, sections};

use crate::number::small;
use crate::roads::each_section;
use crate::session::{Session, commanding};

/// What a report is made of.
pub(crate) struct Subject<'a> {
    /// What was read.
    pub(crate) imported: &'a Imported,
    /// Names of the files.
    pub(crate) files: Vec<String>,
    /// Bytes of all.
    pub(crate) bytes: u64,
    /// Seconds that the reading took.
    pub(crate) seconds: f64,
    /// The roads that are in force.
    pub(crate) today: Option<&'a Network>,
    /// The numbers that roads are reckoned by.
    pub(crate) settings: &'a Settings,
    /// Whose roads they are to be.
    pub(crate) district: &'a District,
}

/// Makes the report.
///
/// # Errors
/// When the log cannot be read.
pub(crate) fn report(subject: Subject<'_>, session: &Session) -> Result<RoadsReport, CallError> {
    let (imported, district) = (subject.imported, subject.district);
    let network = &imported.network;
    let all = sections(network);
    let summary = Summary::of(network, &all);
    let has_road = |point: Point| {
        roadside(
            network,
            RoadUser::Engine,
            point,
            subject.settings.snap_max_m,
        )
        .is_some()
    };
    let streets = district.streets.iter().map(|street| {
        let (lon, lat) = (street.lon, street.lat);
        (street.name.clone(), Point { lon, lat })
    });
    let (streets, streets_without) = without(streets, has_road);
    let (homes, homes_without) = without(homes(session)?.into_iter(), has_road);
    let closures = session.closures()?;
    let now = session.logbook.now();
    let standing: Vec<&Closure> = closures.iter().filter(|c| c.is_standing(now)).collect();
    let lost = |closure: &&Closure| lost(closure, subject.today?, network);
    let mut left_out: Vec<RoadsLeftOut> = imported
        .tally
        .left_out
        .iter()
        .map(|(kind, count)| RoadsLeftOut {
            kind: kind.name().to_owned(),
            count: small(*count as u64),
        })
        .collect();
    left_out.sort_by_key(|left| std::cmp::Reverse(left.count));
    let defects = imported.defects.iter().take(ROADS_DEFECTS_MAX);
    Ok(RoadsReport {
        files: subject.files,
        bytes: small(subject.bytes),
        seconds: subject.seconds,
        today: subject.today.map(|network| {
            let all = sections(network);
            figures(&Summary::of(network, &all), &Tally::default())
        }),
        figures: figures(&summary, &imported.tally),
        left_out,
        defects: defects
            .map(|defect| RoadsDefect {
                kind: defect.kind.name().to_owned(),
                line: small(defect.line),
                message: defect.message.clone(),
            })
            .collect(),
        bounds: summary.bounds,
        inside_percent: inside_percent(network, &all, district),
        streets,
        streets_without,
        homes,
        homes_without,
        closures: small(standing.len() as u64),
        closures_lost: standing
            .iter()
            .filter_map(lost)
            .take(ROADS_NAMES_MAX)
            .collect(),
    })
}

fn figures(summary: &Summary, tally: &Tally) -> RoadsFigures {
    let few = |count: usize| small(count as u64);
    RoadsFigures {
        roads: few(tally.roads),
        arcs: few(summary.arcs),
        sections: few(summary.sections),
        one_ways: few(summary.one_ways),
        restrictions: few(tally.restrictions),
        limited: few(tally.limited),
        bridges: few(summary.bridges),
        tunnels: few(summary.tunnels),
        crossings: few(summary.crossings),
        apart: few(summary.crossings - summary.core_crossings),
        length_m: summary.length_m,
        by_class: summary.by_class.clone(),
    }
}

/// How many places there are, and the names of those that do not have something.
fn without(
    places: impl Iterator<Item = (String, Point)>,
    has: impl Fn(Point) -> bool,
) -> (u32, Vec<String>) {
    let (mut count, mut names) = (0, Vec::new());
    for (name, point) in places {
        count += 1;
        if names.len() < ROADS_NAMES_MAX && !has(point) {
            names.push(name);
        }
    }
    (count, names)
}

/// Homes of teams and depots, each by its name.
fn homes(session: &Session) -> Result<Vec<(String, Point)>, CallError> {
    let teams = session.all(EntityKind::Team)?.into_iter();
    let mut homes: Vec<(String, Point)> = teams
        .filter_map(|state| match state {
            State::Team(team) if team.known && !team.withdrawn => {
                Some((team.registered.name, team.registered.home.point?))
            }
            _ => None,
        })
        .collect();
    homes.extend(
        session
            .all(EntityKind::Site)?
            .into_iter()
            .filter_map(|state| match state {
                State::Site(site) if !site.withdrawn && site.registered.kind == SiteKind::Depot => {
                    Some((site.registered.name, site.registered.place.point?))
                }
                _ => None,
            }),
    );
    Ok(homes)
}

fn inside_percent(network: &Network, all: &[Section], district: &District) -> u32 {
    let ring: Vec<Point> = district
        .outline
        .iter()
        .map(|place| Point {
            lon: place.lon,
            lat: place.lat,
        })
        .collect();
    let middle = |section: &&Section| {
        let line = network.shape(section.arc);
        is_in_area(&ring, line[line.len() / 2])
    };
    let inside = all.iter().filter(middle).count();
    small((inside * 100 / all.len().max(1)) as u64)
}

/// A closure that closes something today and nothing in other roads.
fn lost(closure: &Closure, today: &Network, then: &Network) -> Option<ClosureLost> {
    let shape = &closure.set.shape;
    let closed = each_section(today, arcs_of(today, shape)).count();
    let found = match shape {
        ClosureShape::Edges { numbers } => !renumbered(numbers, today, then).is_empty(),
        ClosureShape::Line { .. } | ClosureShape::Area { .. } => !arcs_of(then, shape).is_empty(),
    };
    (closed > 0 && !found).then(|| ClosureLost {
        closure: closure.id.clone(),
        kind: closure.set.kind,
        reason: closure.set.reason.clone(),
        sections: small(closed as u64),
    })
}

/// The numbers that roads have in another network: those that lie where they lie, in the same
/// direction.
fn renumbered(numbers: &[u64], from: &Network, to: &Network) -> BTreeSet<u64> {
    let arcs = numbers.iter().flat_map(|number| from.numbered(*number));
    let there = arcs.flat_map(|arc| {
        let line = from.shape(arc);
        let found = arcs_on_line(to, line).into_iter();
        found.filter(move |other| runs_along(line, to.shape(*other)))
    });
    there
        .map(|arc: ArcId| to.number(arc))
        .take(EDGES_MAX)
        .collect()
}

/// Whether two lines run in the same direction, from their first to their last point.
fn runs_along(a: &[Point], b: &[Point]) -> bool {
    let way = |line: &[Point]| {
        let (first, last) = (line.first()?, line.last()?);
        Some((last.lon - first.lon, last.lat - first.lat))
    };
    match (way(a), way(b)) {
        (Some((ax, ay)), Some((bx, by))) => ax * bx + ay * by > 0.0,
        _ => false,
    }
}

/// Gives the closures that name roads by number the numbers of other roads. One that finds no road
/// there stays on the map as the line that it was, so that it closes no road by mistake.
///
/// # Errors
/// When the log cannot be read or written.
pub(crate) fn carry_closures(
    session: &Session,
    who: &logbook::Who,
    (from, to): (&Network, &Network),
) -> Result<(), CallError> {
    let now: UtcMs = session.logbook.now();
    for closure in session
        .closures()?
        .into_iter()
        .filter(|c| c.is_standing(now))
    {
        let ClosureShape::Edges { numbers } = &closure.set.shape else {
            continue;
        };
        let there = renumbered(numbers, from, to);
        let shape = if there.is_empty() {
            let first = numbers
                .iter()
                .flat_map(|number| from.numbered(*number))
                .next();
            let Some(arc) = first else { continue };
            ClosureShape::Line {
                points: from.shape(arc).to_vec(),
            }
        } else {
            ClosureShape::Edges {
                numbers: there.into_iter().collect(),
            }
        };
        let mut set = closure.set.clone();
        // It began when it was set, not now.
        set.from = set.from.or(closure.set_at);
        set.shape = shape;
        let command = Command::SetClosure {
            closure: Some(closure.id.clone()),
            set,
        };
        session
            .logbook
            .command(command, who.clone())
            .map_err(commanding)?;
    }
    Ok(())
}

/// Whether any closure that stands names roads by number.
///
/// # Errors
/// When the log cannot be read.
pub(crate) fn has_numbers(session: &Session) -> Result<bool, CallError> {
    let now = session.logbook.now();
    let mut closures = session.closures()?.into_iter();
    Ok(closures.any(|closure| {
        closure.is_standing(now) && matches!(closure.set.shape, ClosureShape::Edges { .. })
    }))
}

/// The name of a file as it is shown.
pub(crate) fn file_name(path: &Path) -> String {
    path.file_name()
        .map_or_else(String::new, |name| name.to_string_lossy().into_owned())
}

/// The roads that are in force, for a comparison.
pub(crate) fn in_force(roads: &crate::roads::Roads) -> Option<Arc<Network>> {
    roads.in_use().network().map(Arc::clone)
}
