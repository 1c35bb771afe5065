//! Roads from two CSV texts.
//!
//! `nodes`: `node_id,lon,lat`; `edges`: `eid,u,v,highway,length_m,lonlat`, one line a direction,
//! `lonlat` being `"lon,lat lon,lat …"`. Columns are found by their names; others are ignored.
//! What may be there besides: `osm_way_id`, `name`, `maxspeed` (km/h on the sign), `speed_kmh` or
//! `time_s` or `time_ms` (measured, above the table of speeds), `maxheight` (m), `maxweight` (t).
//! Coordinates are WGS-84 degrees.

use std::collections::HashMap;

use emergency::place::Point;

use super::{
    BUILDING, CROSSINGS_MAX, Defects, EDGES_MAX, LENGTH_MAX_M, LeftOut, Stopped, WATCH_EVERY, Watch,
};
use crate::road_user::{RoadUsers, users_of_class};
use crate::settings::SaidKmh;
use crate::survey::{Edge, Survey};

/// Reads roads. Never fails: what cannot be used is left out and named.
pub(super) fn read(
    nodes: &str,
    edges: &str,
    defects: &mut Defects,
    watch: &mut Watch<'_>,
) -> Result<Survey, Stopped> {
    let mut survey = Survey::default();
    survey.names.place("");
    let ids = read_nodes(nodes, &mut survey, defects, watch)?;
    read_edges(edges, &ids, &mut survey, defects, watch)?;
    defects.tally.roads = survey.edges.len();
    Ok(survey)
}

/// The columns of a table, by name.
struct Table<'a> {
    name: &'static str,
    reader: csv::Reader<&'a [u8]>,
    columns: HashMap<String, usize>,
}

impl<'a> Table<'a> {
    fn open(
        name: &'static str,
        text: &'a str,
        wanted: &[&str],
        defects: &mut Defects,
    ) -> Option<Self> {
        let mut reader = csv::ReaderBuilder::new()
            .flexible(true)
            .from_reader(text.as_bytes());
        let head = match reader.headers() {
            Ok(head) => head.clone(),
            Err(error) => {
                defects.add(LeftOut::Unreadable, name, 1, error.to_string());
                return None;
            }
        };
        let columns: HashMap<String, usize> = head
            .iter()
            .enumerate()
            .map(|(index, column)| (column.trim().trim_start_matches('\u{feff}').into(), index))
            .collect();
        if let Some(column) = wanted.iter().find(|c| !columns.contains_key(**c)) {
            let message = format!("there is no column {column}");
            defects.add(LeftOut::Unreadable, name, 1, message);
            return None;
        }
        Some(Self {
            name,
            reader,
            columns,
        })
    }

    /// Hands each readable line to `use_line`, which answers what is wrong with it.
    fn each(
        mut self,
        (kind, max): (LeftOut, usize),
        defects: &mut Defects,
        (watch, share): (&mut Watch<'_>, Share),
        mut use_line: impl FnMut(&dyn Fn(&str) -> String) -> Result<(), String>,
    ) -> Result<(), Stopped> {
        let mut used = 0;
        for (number, record) in (1_u64..).zip(self.reader.records()) {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    defects.add(LeftOut::Unreadable, self.name, line, error.to_string());
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            if number.is_multiple_of(WATCH_EVERY) {
                let byte = record.position().map_or(0, csv::Position::byte);
                watch.at(share.at(byte))?;
            }
            if used == max {
                let message = format!("more than {max} lines");
                defects.add(LeftOut::TooMuch, self.name, line, message);
                return Ok(());
            }
            let cell = |column: &str| {
                let index = self.columns.get(column);
                let text = index.and_then(|index| record.get(*index));
                text.unwrap_or_default().trim().to_owned()
            };
            match use_line(&cell) {
                Ok(()) => used += 1,
                Err(message) => defects.add(kind, self.name, line, message),
            }
        }
        Ok(())
    }
}

/// The share of the whole import that the bytes of one text are.
#[derive(Clone, Copy)]
struct Share {
    from: f64,
    to: f64,
    bytes: usize,
}

impl Share {
    fn at(self, byte: u64) -> f64 {
        self.from + (self.to - self.from) * byte as f64 / self.bytes.max(1) as f64
    }
}

/// How much of an import is done when the crossings are read.
const NODES_READ: f64 = 0.2;

fn read_nodes(
    text: &str,
    survey: &mut Survey,
    defects: &mut Defects,
    watch: &mut Watch<'_>,
) -> Result<HashMap<Box<str>, u32>, Stopped> {
    let mut ids = HashMap::new();
    let wanted = ["node_id", "lon", "lat"];
    let Some(table) = Table::open("nodes", text, &wanted, defects) else {
        return Ok(ids);
    };
    let share = Share {
        from: 0.0,
        to: NODES_READ,
        bytes: text.len(),
    };
    let most = (LeftOut::Crossing, CROSSINGS_MAX);
    table.each(most, defects, (watch, share), |cell| {
        let id: Box<str> = cell("node_id").into();
        let point = point(&cell("lon"), &cell("lat"))?;
        let index = u32::try_from(survey.crossings.len()).map_err(|error| error.to_string())?;
        if ids.contains_key(&id) {
            return Err(format!("node {id} is there twice"));
        }
        ids.insert(id.clone(), index);
        survey.crossing_ids.push(id);
        survey.crossings.push(point);
        Ok(())
    })?;
    Ok(ids)
}

fn read_edges(
    text: &str,
    ids: &HashMap<Box<str>, u32>,
    survey: &mut Survey,
    defects: &mut Defects,
    watch: &mut Watch<'_>,
) -> Result<(), Stopped> {
    let wanted = ["eid", "u", "v", "highway", "length_m"];
    let Some(table) = Table::open("edges", text, &wanted, defects) else {
        return Ok(());
    };
    let share = Share {
        from: NODES_READ,
        to: BUILDING,
        bytes: text.len(),
    };
    let most = (LeftOut::Road, EDGES_MAX);
    table.each(most, defects, (watch, share), |cell| {
        let node = |column: &str| {
            let id = cell(column);
            let index = ids.get(id.as_str()).copied();
            index.ok_or_else(|| format!("{column} names node {id}, which is not there"))
        };
        let eid = cell("eid");
        let number = eid.parse().map_err(|_| format!("eid {eid} is no number"))?;
        let (from, to) = (node("u")?, node("v")?);
        let length_m = length(&cell("length_m"))?;
        let shape = shape(&cell("lonlat"))?;
        let class = cell("highway");
        survey.edges.push(Edge {
            number,
            from,
            to,
            length_m,
            shape,
            way: cell("osm_way_id").parse().unwrap_or(0),
            class: survey.classes.place(&class),
            name: survey.names.place(&cell("name")),
            said: said(cell, length_m),
            users: users_of_class(&class).unwrap_or(RoadUsers::ALL),
            max_height_cm: super::osm::tags::centimetres(&cell("maxheight")),
            max_weight_kg: super::osm::tags::kilograms(&cell("maxweight")),
            ..Edge::default()
        });
        Ok(())
    })
}

fn length(text: &str) -> Result<f64, String> {
    let metres = text.parse().ok();
    metres
        .filter(|metres: &f64| (0.0..=LENGTH_MAX_M).contains(metres))
        .ok_or_else(|| format!("length_m {text} is no length"))
}

/// What a line says of the speed: a limit, a measured speed, or the time that it takes.
fn said(cell: &dyn Fn(&str) -> String, length_m: f64) -> SaidKmh {
    let number = |column: &str| cell(column).parse().ok().filter(|n: &f64| *n > 0.0);
    let by_time = || {
        let seconds = number("time_s").or_else(|| number("time_ms").map(|ms| ms / 1_000.0));
        seconds.map(|seconds| length_m * 3.6 / seconds)
    };
    SaidKmh {
        limit: super::osm::tags::kilometres_an_hour(&cell("maxspeed")),
        measured: number("speed_kmh").or_else(by_time).unwrap_or(0.0),
    }
}

fn point(lon: &str, lat: &str) -> Result<Point, String> {
    let degrees = |text: &str, most: f64| {
        let number = text.parse().ok();
        number
            .filter(|degrees: &f64| degrees.abs() <= most)
            .ok_or_else(|| format!("{text} is no coordinate in degrees"))
    };
    Ok(Point {
        lon: degrees(lon, 180.0)?,
        lat: degrees(lat, 90.0)?,
    })
}

fn shape(text: &str) -> Result<Vec<Point>, String> {
    text.split_whitespace()
        .map(|pair| {
            let (lon, lat) = pair
                .split_once(',')
                .ok_or_else(|| format!("{pair} is no pair of coordinates"))?;
            point(lon, lat)
        })
        .collect()
}
