//! Roads from CSV text.
//!
//! `nodes`: `node_id,lon,lat`; `edges`: `eid,u,v,highway,length_m,lonlat`, one line a direction,
//! `lonlat` being `"lon,lat lon,lat …"`. Columns are found by their names; others are ignored.
//! Coordinates are WGS-84 degrees.

use std::collections::HashMap;

use emergency::place::Point;

use crate::network::{Edge, Network};
use crate::settings::Settings;

/// Crossings of one import at most.
pub const CROSSINGS_MAX: usize = 5_000_000;
/// Directions of roads of one import at most.
pub const EDGES_MAX: usize = 10_000_000;
/// Defects kept; more are counted only.
pub const DEFECTS_MAX: usize = 100;

/// A line that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// `nodes` or `edges`.
    pub table: &'static str,
    /// Line in that table, the head being 1.
    pub line: u64,
    /// What is wrong.
    pub message: String,
}

/// What was read.
#[derive(Debug)]
pub struct Imported {
    /// The roads.
    pub network: Network,
    /// The first [`DEFECTS_MAX`] defects.
    pub defects: Vec<Defect>,
    /// All of them.
    pub defect_count: usize,
}

#[derive(Default)]
struct Defects {
    kept: Vec<Defect>,
    count: usize,
}

impl Defects {
    fn add(&mut self, table: &'static str, line: u64, message: impl Into<String>) {
        self.count += 1;
        if self.kept.len() < DEFECTS_MAX {
            self.kept.push(Defect {
                table,
                line,
                message: message.into(),
            });
        }
    }
}

/// Reads roads. Never fails: what cannot be used is left out and named.
#[must_use]
pub fn roads_from_csv(nodes: &str, edges: &str, settings: &Settings) -> Imported {
    let mut defects = Defects::default();
    let (ids, crossings) = read_nodes(nodes, &mut defects);
    let edges = read_edges(edges, &ids, &mut defects);
    Imported {
        network: Network::build(crossings, &edges, settings),
        defects: defects.kept,
        defect_count: defects.count,
    }
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
                defects.add(name, 1, error.to_string());
                return None;
            }
        };
        let columns: HashMap<String, usize> = head
            .iter()
            .enumerate()
            .map(|(index, column)| (column.trim().trim_start_matches('\u{feff}').into(), index))
            .collect();
        if let Some(column) = wanted.iter().find(|c| !columns.contains_key(**c)) {
            defects.add(name, 1, format!("there is no column {column}"));
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
        max: usize,
        defects: &mut Defects,
        mut use_line: impl FnMut(&dyn Fn(&str) -> String) -> Result<(), String>,
    ) {
        let mut used = 0;
        for record in self.reader.records() {
            let record = match record {
                Ok(record) => record,
                Err(error) => {
                    let line = error.position().map_or(0, csv::Position::line);
                    defects.add(self.name, line, error.to_string());
                    continue;
                }
            };
            let line = record.position().map_or(0, csv::Position::line);
            if used == max {
                defects.add(self.name, line, format!("more than {max} lines"));
                return;
            }
            let cell = |column: &str| {
                let index = self.columns.get(column);
                let text = index.and_then(|index| record.get(*index));
                text.unwrap_or_default().trim().to_owned()
            };
            match use_line(&cell) {
                Ok(()) => used += 1,
                Err(message) => defects.add(self.name, line, message),
            }
        }
    }
}

fn read_nodes(text: &str, defects: &mut Defects) -> (HashMap<String, u32>, Vec<Point>) {
    let (mut ids, mut points) = (HashMap::new(), Vec::new());
    let wanted = ["node_id", "lon", "lat"];
    let Some(table) = Table::open("nodes", text, &wanted, defects) else {
        return (ids, points);
    };
    table.each(CROSSINGS_MAX, defects, |cell| {
        let id = cell("node_id");
        let point = point(&cell("lon"), &cell("lat"))?;
        let index = u32::try_from(points.len()).map_err(|error| error.to_string())?;
        if ids.contains_key(&id) {
            return Err(format!("node {id} is there twice"));
        }
        ids.insert(id, index);
        points.push(point);
        Ok(())
    });
    (ids, points)
}

fn read_edges(text: &str, ids: &HashMap<String, u32>, defects: &mut Defects) -> Vec<Edge> {
    let mut edges = Vec::new();
    let wanted = ["eid", "u", "v", "highway", "length_m"];
    let Some(table) = Table::open("edges", text, &wanted, defects) else {
        return edges;
    };
    table.each(EDGES_MAX, defects, |cell| {
        let node = |column: &str| {
            let id = cell(column);
            let index = ids.get(&id).copied();
            index.ok_or_else(|| format!("{column} names node {id}, which is not there"))
        };
        let number = cell("eid");
        let length = cell("length_m");
        edges.push(Edge {
            number: number
                .parse()
                .map_err(|_| format!("eid {number} is no number"))?,
            from: node("u")?,
            to: node("v")?,
            class: cell("highway"),
            length_m: length
                .parse()
                .ok()
                .filter(|metres: &f64| metres.is_finite() && *metres >= 0.0)
                .ok_or_else(|| format!("length_m {length} is no length"))?,
            shape: shape(&cell("lonlat"))?,
        });
        Ok(())
    });
    edges
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
