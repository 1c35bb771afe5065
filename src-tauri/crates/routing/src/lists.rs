//! Lists that people and other programs write: places to start from, and closed roads.
//!
//! A list is CSV with or without a head. Columns are found by the names in the head, whatever
//! their case; without a head by their order.

use std::collections::HashMap;

use emergency::place::Point;

use crate::network::{ArcId, Network};

/// Lines of one list at most.
pub const LINES_MAX: usize = 1_000_000;

const LON: &[&str] = &["lon", "lng", "long", "longitude", "x"];
const LAT: &[&str] = &["lat", "latitude", "y"];
const ID: &[&str] = &["id", "point_id", "team", "code", "node_id"];
const NAME: &[&str] = &["name", "title", "label"];
const EDGE: &[&str] = &["eid", "edge_id", "edge", "number", "id"];
const WAY: &[&str] = &["osm_way_id", "way_id", "way"];
const FROM: &[&str] = &["u", "from", "from_node", "source", "start"];
const TO: &[&str] = &["v", "to", "to_node", "target", "end"];

/// A place of a list.
#[derive(Debug, Clone, PartialEq)]
pub struct Listed {
    /// Its line, the first being 1.
    pub line: u64,
    /// Its id; empty when the list has none.
    pub id: String,
    /// Its name; empty when the list has none.
    pub name: String,
    /// Where it is, WGS-84 degrees.
    pub point: Point,
}

/// A line that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadLine {
    /// The line, the first being 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

/// The columns that a list has, and whether its first line is a head.
struct Columns {
    names: Option<Vec<String>>,
    count: usize,
}

impl Columns {
    /// A first line with a cell that is no number is a head, unless it has two numbers that could
    /// be a place.
    fn of(first: &csv::StringRecord, is_head: impl Fn(&[String]) -> bool) -> Self {
        let cells: Vec<String> = first
            .iter()
            .map(|cell| cell.trim().trim_start_matches('\u{feff}').to_lowercase())
            .collect();
        Self {
            count: cells.len(),
            names: is_head(&cells).then_some(cells),
        }
    }

    fn named(&self, names: &[&str]) -> Option<usize> {
        let columns = self.names.as_ref()?;
        let mut wanted = names.iter();
        wanted.find_map(|name| columns.iter().position(|column| column == name))
    }
}

fn records(text: &str) -> impl Iterator<Item = Result<csv::StringRecord, BadLine>> + '_ {
    let reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .comment(Some(b'#'))
        .trim(csv::Trim::All)
        .from_reader(text.as_bytes());
    reader.into_records().take(LINES_MAX).map(|record| {
        record.map_err(|error| BadLine {
            line: error.position().map_or(0, csv::Position::line),
            message: error.to_string(),
        })
    })
}

fn line_of(record: &csv::StringRecord) -> u64 {
    record.position().map_or(0, csv::Position::line)
}

fn degrees(text: &str, most: f64) -> Option<f64> {
    let text = text.trim_start_matches('\u{feff}');
    let number: Option<f64> = text.parse().ok();
    number.filter(|degrees| degrees.abs() <= most)
}

/// Reads places: columns `lon` and `lat` (or `lng`, `longitude`, `x`; `latitude`, `y`) and, when
/// they are there, `id` and `name`. Without a head: longitude and latitude are the first two cells
/// beside each other that can be them, then comes the id and then the name; a cell before them is
/// the id.
#[must_use]
pub fn places(text: &str) -> (Vec<Listed>, Vec<BadLine>) {
    let (mut places, mut bad) = (Vec::new(), Vec::new());
    let mut columns: Option<Columns> = None;
    for record in records(text) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                bad.push(error);
                continue;
            }
        };
        if columns.is_none() {
            let first = Columns::of(&record, |cells| lon_lat_at(cells).is_none());
            let is_head = first.names.is_some();
            if is_head && (first.named(LON).is_none() || first.named(LAT).is_none()) {
                bad.push(BadLine {
                    line: line_of(&record),
                    message: "the head has no columns lon and lat".to_owned(),
                });
                return (places, bad);
            }
            columns = Some(first);
            if is_head {
                continue;
            }
        }
        let known = columns.as_ref();
        match known.and_then(|columns| place(columns, &record)) {
            Some(listed) => places.push(listed),
            None => bad.push(BadLine {
                line: line_of(&record),
                message: format!("{:?} is no place", record.iter().collect::<Vec<_>>()),
            }),
        }
    }
    (places, bad)
}

/// Where in a line without a head the longitude stands, the latitude being next.
fn lon_lat_at(cells: &[String]) -> Option<usize> {
    let pair =
        |pair: &[String]| degrees(&pair[0], 180.0).is_some() && degrees(&pair[1], 90.0).is_some();
    let with_point = |pair: &[String]| pair.iter().all(|cell| cell.contains('.'));
    let mut windows = cells.windows(2);
    let exact = windows.position(|cells| pair(cells) && with_point(cells));
    exact.or_else(|| cells.windows(2).position(pair))
}

fn place(columns: &Columns, record: &csv::StringRecord) -> Option<Listed> {
    let cell = |index: Option<usize>| index.and_then(|index| record.get(index)).unwrap_or("");
    let (lon, lat, id, name) = if columns.names.is_some() {
        let column = |names| columns.named(names);
        (column(LON), column(LAT), column(ID), column(NAME))
    } else {
        let cells: Vec<String> = record.iter().map(ToOwned::to_owned).collect();
        let at = lon_lat_at(&cells)?;
        let (id, name) = if at > 0 { (0, at + 2) } else { (2, 3) };
        (Some(at), Some(at + 1), Some(id), Some(name))
    };
    Some(Listed {
        line: line_of(record),
        id: cell(id).to_owned(),
        name: cell(name).to_owned(),
        point: Point {
            lon: degrees(cell(lon), 180.0)?,
            lat: degrees(cell(lat), 90.0)?,
        },
    })
}

/// Reads closed roads and finds them in a network. With a head: a column `eid` (or `edge_id`,
/// `edge`, `id`, `number`) has numbers of roads, the columns `u` and `v` (or `from` and `to`,
/// `from_node` and `to_node`, `source` and `target`) have the crossings of one direction, and
/// `osm_way_id` (or `way_id`) names all roads of a way. Without a head one cell is a number, two
/// are a pair of crossings, and of more the first is a number. Each line closes exactly the
/// direction that it names; a number that is there in both directions closes both.
#[must_use]
pub fn closed_roads(text: &str, network: &Network) -> (Vec<ArcId>, Vec<BadLine>) {
    let (mut arcs, mut bad) = (Vec::new(), Vec::new());
    let index = Index::of(network);
    let mut columns: Option<Columns> = None;
    for record in records(text) {
        let record = match record {
            Ok(record) => record,
            Err(error) => {
                bad.push(error);
                continue;
            }
        };
        if columns.is_none() {
            let first = Columns::of(&record, is_head_of_roads);
            let is_head = first.names.is_some();
            columns = Some(first);
            if is_head {
                continue;
            }
        }
        let Some(known) = columns.as_ref() else {
            continue;
        };
        let found = index.find(known, &record);
        if found.is_empty() {
            let cells: Vec<&str> = record.iter().take(4).collect();
            bad.push(BadLine {
                line: line_of(&record),
                message: format!("{cells:?} names no road of the network"),
            });
        }
        arcs.extend(found);
    }
    arcs.sort_unstable();
    arcs.dedup();
    (arcs, bad)
}

fn is_head_of_roads(cells: &[String]) -> bool {
    let known = [EDGE, WAY, FROM, TO].concat();
    cells.iter().any(|cell| known.contains(&cell.as_str()))
}

/// Roads by all that a list may name them by.
struct Index<'a> {
    network: &'a Network,
    by_way: HashMap<i64, Vec<ArcId>>,
    by_ends: HashMap<(String, String), Vec<ArcId>>,
}

impl<'a> Index<'a> {
    fn of(network: &'a Network) -> Self {
        let mut index = Self {
            network,
            by_way: HashMap::new(),
            by_ends: HashMap::new(),
        };
        for arc in network.all_arcs() {
            let ends = (network.from(arc), network.to(arc));
            let ends = (network.crossing_id(ends.0), network.crossing_id(ends.1));
            index.by_ends.entry(ends).or_default().push(arc);
            index.by_way.entry(network.way(arc)).or_default().push(arc);
        }
        index.by_way.remove(&0);
        index
    }

    fn find(&self, columns: &Columns, record: &csv::StringRecord) -> Vec<ArcId> {
        let cell = |at: usize| record.get(at).unwrap_or("").trim_start_matches('\u{feff}');
        let numbered = |text: &str| {
            let number = text.parse::<u64>().ok();
            number.map(|number| self.network.numbered(number).collect::<Vec<_>>())
        };
        let joined = |from: &str, to: &str| {
            let ends = (from.to_owned(), to.to_owned());
            self.by_ends.get(&ends).cloned()
        };
        let of_way = |text: &str| {
            let way = text.parse::<i64>().ok();
            way.and_then(|way| self.by_way.get(&way)).cloned()
        };
        let found = if columns.names.is_some() {
            let edge = columns
                .named(EDGE)
                .map(cell)
                .filter(|text| !text.is_empty());
            let ends = columns.named(FROM).zip(columns.named(TO));
            let way = columns.named(WAY).map(cell);
            match (edge, ends, way) {
                (Some(edge), _, _) => numbered(edge),
                (None, Some((from, to)), _) => joined(cell(from), cell(to)),
                (None, None, Some(way)) => of_way(way),
                (None, None, None) => None,
            }
        } else if columns.count == 2 {
            joined(cell(0), cell(1))
        } else {
            numbered(cell(0))
        };
        found.unwrap_or_default()
    }
}
