//! Roads from lines of GeoJSON.
//!
//! A feature is a `LineString` (or several of them as `MultiLineString`) with the class of the road
//! in `highway` or `class`. What may be there besides: `oneway` (`yes`, `1`, `true`, or `-1`),
//! `eid` or `id` (the number of the road), `u` and `v` (the crossings), `length_m`, `name`,
//! `maxspeed`, `speed_kmh`, `osm_way_id`. Without `u` and `v` lines join where their ends are the
//! same point. A road of both directions has the same number in both.

use std::collections::HashMap;

use emergency::place::Point;
use geojson::{Feature, GeoJson, GeometryValue, JsonObject, Position};

use super::osm::tags::kilometres_an_hour;
use super::{
    BUILDING, CROSSINGS_MAX, Defects, EDGES_MAX, LENGTH_MAX_M, LeftOut, Stopped, WATCH_EVERY, Watch,
};
use crate::road_user::{RoadUsers, users_of_class};
use crate::settings::SaidKmh;
use crate::survey::{Edge, Survey};

/// How much of an import is done when the text is parsed.
const PARSED: f64 = 0.4;
/// Ends that are equal to this part of a degree (1 cm) are one crossing.
const SAME_END: f64 = 1e7;

pub(super) fn read(
    text: &str,
    defects: &mut Defects,
    watch: &mut Watch<'_>,
) -> Result<Survey, Stopped> {
    let mut lines = Lines::default();
    lines.survey.names.place("");
    let features = match text.parse::<GeoJson>() {
        Ok(GeoJson::FeatureCollection(all)) => all.features,
        Ok(GeoJson::Feature(one)) => vec![one],
        Ok(GeoJson::Geometry(_)) => {
            defects.add(
                LeftOut::Road,
                "lines",
                1,
                "a geometry without properties is no road",
            );
            Vec::new()
        }
        Err(error) => {
            defects.add(LeftOut::Unreadable, "lines", 1, error.to_string());
            Vec::new()
        }
    };
    watch.at(PARSED)?;
    for (number, feature) in (1_u64..).zip(&features) {
        match lines.add(number, feature) {
            Ok(()) => defects.tally.roads += 1,
            Err(message) => defects.add(LeftOut::Road, "lines", number, message),
        }
        if number.is_multiple_of(WATCH_EVERY) {
            let done = number as f64 / features.len() as f64;
            watch.at(PARSED + (BUILDING - PARSED) * done)?;
        }
    }
    Ok(lines.survey)
}

#[derive(Default)]
struct Lines {
    survey: Survey,
    crossings: HashMap<String, u32>,
}

fn text_of(properties: &JsonObject, key: &str) -> String {
    match properties.get(key) {
        Some(geojson::JsonValue::String(text)) => text.trim().to_owned(),
        Some(geojson::JsonValue::Null) | None => String::new(),
        Some(other) => other.to_string(),
    }
}

impl Lines {
    fn add(&mut self, number: u64, feature: &Feature) -> Result<(), String> {
        let nothing = JsonObject::new();
        let properties = feature.properties.as_ref().unwrap_or(&nothing);
        let geometry = feature.geometry.as_ref().map(|geometry| &geometry.value);
        let parts: Vec<Vec<Point>> = match geometry {
            Some(GeometryValue::LineString { coordinates }) => {
                vec![points(coordinates.iter().map(Position::as_slice))?]
            }
            Some(GeometryValue::MultiLineString { coordinates }) => coordinates
                .iter()
                .map(|part| points(part.iter().map(Position::as_slice)))
                .collect::<Result<_, _>>()?,
            _ => return Err("it is no line".to_owned()),
        };
        let class = [text_of(properties, "highway"), text_of(properties, "class")];
        let class = class.into_iter().find(|class| !class.is_empty());
        let class = class.ok_or("there is neither highway nor class")?;
        let whole = parts.len() == 1;
        for part in parts {
            self.add_part(number, properties, &class, part, whole)?;
        }
        Ok(())
    }

    fn add_part(
        &mut self,
        number: u64,
        properties: &JsonObject,
        class: &str,
        shape: Vec<Point>,
        whole: bool,
    ) -> Result<(), String> {
        let (Some(first), Some(last)) = (shape.first().copied(), shape.last().copied()) else {
            return Err("the line has no points".to_owned());
        };
        let named = |key: &str| Some(text_of(properties, key)).filter(|id| whole && !id.is_empty());
        let (from, to) = (
            self.crossing(named("u"), first)?,
            self.crossing(named("v"), last)?,
        );
        let given = ["eid", "id"].map(|key| text_of(properties, key).parse::<u64>().ok());
        let said_m = text_of(properties, "length_m").parse::<f64>().ok();
        let said_m = said_m.filter(|metres| whole && (0.0..=LENGTH_MAX_M).contains(metres));
        let drawn_m = || {
            shape
                .windows(2)
                .map(|pair| pair[0].distance_m(pair[1]))
                .sum()
        };
        let measured = text_of(properties, "speed_kmh").parse::<f64>().ok();
        let edge = Edge {
            number: given.into_iter().flatten().next().unwrap_or(number),
            way: text_of(properties, "osm_way_id").parse().unwrap_or(0),
            from,
            to,
            class: self.survey.classes.place(class),
            name: self.survey.names.place(&text_of(properties, "name")),
            length_m: said_m.unwrap_or_else(drawn_m),
            said: SaidKmh {
                limit: kilometres_an_hour(&text_of(properties, "maxspeed")),
                measured: measured.unwrap_or(0.0),
            },
            users: users_of_class(class).unwrap_or(RoadUsers::ALL),
            shape,
            ..Edge::default()
        };
        if self.survey.edges.len() + 2 > EDGES_MAX {
            return Err(format!("more than {EDGES_MAX} directions of roads"));
        }
        self.add_directions(edge, &text_of(properties, "oneway"));
        Ok(())
    }

    fn add_directions(&mut self, edge: Edge, oneway: &str) {
        let mut back = edge.clone();
        back.shape.reverse();
        (back.from, back.to) = (edge.to, edge.from);
        let edges = &mut self.survey.edges;
        match oneway {
            "yes" | "1" | "true" => edges.push(edge),
            "-1" | "reverse" => edges.push(back),
            _ => edges.extend([edge, back]),
        }
    }

    fn crossing(&mut self, id: Option<String>, at: Point) -> Result<u32, String> {
        let place = |degrees: f64| (degrees * SAME_END).round();
        let id = id.unwrap_or_else(|| format!("{},{}", place(at.lon), place(at.lat)));
        if let Some(index) = self.crossings.get(&id) {
            return Ok(*index);
        }
        let count = self.survey.crossings.len();
        let index = u32::try_from(count).ok().filter(|_| count < CROSSINGS_MAX);
        let index = index.ok_or_else(|| format!("more than {CROSSINGS_MAX} crossings"))?;
        self.survey.crossings.push(at);
        self.survey.crossing_ids.push(id.as_str().into());
        self.crossings.insert(id, index);
        Ok(index)
    }
}

fn points<'a>(positions: impl Iterator<Item = &'a [f64]>) -> Result<Vec<Point>, String> {
    let one = |position: &[f64]| match position {
        [lon, lat, ..] if lon.abs() <= 180.0 && lat.abs() <= 90.0 => Ok(Point {
            lon: *lon,
            lat: *lat,
        }),
        other => Err(format!("{other:?} is no place in degrees")),
    };
    positions.map(one).collect()
}
