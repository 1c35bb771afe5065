//! What moves on the map, as GeoJSON.

use std::collections::BTreeMap;

use emergency::alert::Alert;
use emergency::closure::{Closure, ClosureShape};
use emergency::firm::Firm;
use emergency::incident::Incident;
use emergency::place::Point;
use emergency::site::Site;
use routing::progress::Carried;
use serde_json::{Value, json};

use contract::rows::TeamRow;

use crate::roads::RoadsNow;

/// Alerts whose areas are drawn, the first of the list; of the others only the middle. Areas upon
/// areas tell nothing, and without a graphics card each costs a part of the frame.
const AREAS_MAX: usize = 80;
/// Vertices of a drawn circle when there are few, and when there are many: together they stay below
/// [`VERTICES_MAX`] as long as they may.
const CIRCLE_VERTICES: std::ops::RangeInclusive<usize> = 24..=96;
/// Vertices of all drawn circles that the window draws at once without being noticed.
const VERTICES_MAX: usize = 8_000;
/// Metres in a degree of latitude (mean, WGS-84).
const METRES_PER_DEGREE: f64 = 111_320.0;

/// What has no area is drawn where it stands, as far as somebody knows: `stands` says it.
pub(super) fn alerts(alerts: &[Alert], stands: impl Fn(&Alert) -> Option<Point>) -> Value {
    let mut features = Vec::new();
    let notices = alerts.iter().filter_map(|alert| alert.notice.as_ref());
    let circles: usize = notices.map(|notice| notice.circles.len()).sum();
    let (least, most) = CIRCLE_VERTICES.into_inner();
    let vertices = (VERTICES_MAX / circles.max(1)).clamp(least, most);
    for (number, alert) in alerts.iter().enumerate() {
        let Some(notice) = &alert.notice else {
            continue;
        };
        let properties = json!({
            "id": alert.id,
            "level": notice.level.map_or(5, emergency::level::WarningLevel::rank),
            "acknowledged": alert.acknowledged.is_some(),
            "name": notice.texts.first().map_or(notice.event.as_str(), |t| t.headline.as_str()),
        });
        if number >= AREAS_MAX {
            features.extend(stands(alert).map(|at| point(at, &properties)));
            continue;
        }
        if notice.circles.is_empty() && notice.polygons.is_empty() {
            features.extend(stands(alert).map(|at| point(at, &properties)));
        }
        for ring in notice.polygons.iter().filter(|ring| ring.len() >= 3) {
            features.push(polygon(ring, &properties));
        }
        for circle in &notice.circles {
            if circle.radius_m > 0.0 {
                features.push(polygon(
                    &around(circle.centre, circle.radius_m, vertices),
                    &properties,
                ));
            } else {
                features.push(point(circle.centre, &properties));
            }
        }
    }
    collection(features)
}

/// What was drawn, and the roads that it closes.
pub(super) fn closures(closures: &[Closure], roads: &RoadsNow) -> Value {
    let mut features = Vec::new();
    for closure in closures {
        let properties = |part: &str| {
            json!({
                "id": closure.id,
                "kind": closure.set.kind,
                "name": closure.set.reason,
                "hot": closure.hot_zone().is_some(),
                "slow": closure.set.slow_tenths.is_some(),
                "depthCm": closure.set.depth_cm,
                "until": closure.set.until,
                "part": part,
            })
        };
        match &closure.set.shape {
            ClosureShape::Area { ring } if ring.len() >= 3 => {
                features.push(polygon(ring, &properties("area")));
            }
            ClosureShape::Line { points } => match points.as_slice() {
                [spot] => features.push(point(*spot, &properties("spot"))),
                line => features.extend(lines(&[line.to_vec()], &properties("drawn"))),
            },
            _ => {}
        }
        features.extend(lines(&roads.lines_of(closure), &properties("road")));
    }
    collection(features)
}

pub(super) fn lines(lines: &[Vec<Point>], properties: &Value) -> Option<Value> {
    let positions = |line: &Vec<Point>| line.iter().map(position).collect::<Vec<_>>();
    let coordinates: Vec<_> = lines
        .iter()
        .filter(|line| line.len() > 1)
        .map(positions)
        .collect();
    (!coordinates.is_empty()).then(|| {
        json!({
            "type": "Feature",
            "properties": properties,
            "geometry": { "type": "MultiLineString", "coordinates": coordinates },
        })
    })
}

pub(super) fn incidents<'a>(incidents: impl Iterator<Item = (&'a Incident, &'a str)>) -> Value {
    let features = incidents.filter_map(|(incident, call_sign)| {
        let at = incident.opened.place.point?;
        let properties = json!({
            "id": incident.id,
            "callSign": call_sign,
            "name": incident.opened.title,
            "grade": incident.grade.map(emergency::level::IncidentGrade::rank),
            "open": incident.is_open(),
        });
        Some(point(at, &properties))
    });
    collection(features.collect())
}

/// Teams where they were seen, and where those on the road may be since.
pub(super) fn teams(rows: &[TeamRow], carried: &[(String, Carried)]) -> Value {
    let carried: BTreeMap<&str, &Carried> =
        carried.iter().map(|(id, one)| (id.as_str(), one)).collect();
    let features = rows.iter().filter_map(|row| {
        let at = row.point.or(row.team.registered.home.point)?;
        let progress = row
            .team
            .active()
            .map(|assignment| assignment.progress)
            .max();
        let ahead = carried.get(row.team.id.as_str());
        let properties = json!({
            "carried": ahead.map(|one| position(&one.point)),
            "carriedMs": ahead.map(|one| one.age_ms),
            "id": row.team.id,
            "callSign": row.team.registered.call_sign,
            "name": row.team.registered.name,
            "capability": row.team.registered.capabilities.first(),
            "readiness": row.team.readiness,
            "progress": progress,
            "atHome": row.point.is_none(),
            "at": row.point_at,
            "said": row.said,
            "disputed": row.disputed,
        });
        Some(point(at, &properties))
    });
    collection(features.collect())
}

pub(super) fn sites<'a>(sites: impl Iterator<Item = &'a Site>) -> Value {
    let features = sites.filter_map(|site| {
        let at = site.registered.place.point?;
        let properties = json!({
            "id": site.id,
            "name": site.registered.name,
            "kind": site.registered.kind,
        });
        Some(point(at, &properties))
    });
    collection(features.collect())
}

pub(super) fn firms<'a>(firms: impl Iterator<Item = &'a Firm>) -> Value {
    let features = firms.filter_map(|firm| {
        let at = firm.registered.place.point?;
        let properties = json!({ "id": firm.id, "name": firm.registered.name });
        Some(point(at, &properties))
    });
    collection(features.collect())
}

/// Degrees to five places, about a metre: what goes to the window is no longer than it has to be.
pub(super) fn position(at: &Point) -> [f64; 2] {
    [at.lon, at.lat].map(|degrees| (degrees * 1e5).round() / 1e5)
}

pub(super) fn collection(features: Vec<Value>) -> Value {
    json!({ "type": "FeatureCollection", "features": features })
}

fn point(at: Point, properties: &Value) -> Value {
    json!({
        "type": "Feature",
        "geometry": { "type": "Point", "coordinates": position(&at) },
        "properties": properties,
    })
}

fn polygon(ring: &[Point], properties: &Value) -> Value {
    let mut coordinates: Vec<_> = ring.iter().map(position).collect();
    if coordinates.first() != coordinates.last() {
        coordinates.extend(coordinates.first().copied());
    }
    json!({
        "type": "Feature",
        "geometry": { "type": "Polygon", "coordinates": [coordinates] },
        "properties": properties,
    })
}

fn around(centre: Point, radius_m: f64, vertices: usize) -> Vec<Point> {
    let lat_radius = radius_m / METRES_PER_DEGREE;
    let lon_radius = lat_radius / centre.lat.to_radians().cos().max(0.01);
    (0..vertices)
        .map(|vertex| {
            let angle = vertex as f64 / vertices as f64 * std::f64::consts::TAU;
            Point {
                lon: centre.lon + lon_radius * angle.cos(),
                lat: centre.lat + lat_radius * angle.sin(),
            }
        })
        .collect()
}
