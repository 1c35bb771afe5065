//! Roads as two CSV files, the form in which a road graph is exchanged:
//!
//! - nodes: `node_id, lon, lat` (further columns are ignored);
//! - directed edges: `eid, u, v, highway, reverse_eid, lonlat`, where `lonlat` is
//!   `"lon,lat lon,lat …"` and may be empty (then the edge is straight).
//!
//! An edge and its reverse become one line with `oneway` false.

use super::{
    Defect, DefectKind, Defects, ImportRequest, MAX_FEATURES, MAX_FILE_BYTES, MAX_VERTICES,
    place_of,
};
use crate::crs::{Crs, LonLat};
use crate::layer::{Feature, Layer, LayerKind, RoadClass, Shape};
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::{HashMap, HashSet};

#[derive(Deserialize)]
struct NodeRow {
    node_id: i64,
    lon: f64,
    lat: f64,
}

#[derive(Deserialize)]
struct EdgeRow {
    eid: i64,
    u: i64,
    v: i64,
    highway: String,
    reverse_eid: Option<i64>,
    lonlat: String,
}

/// Reads the two files into a roads layer. The layer's kind is always roads; `request.kind` is not
/// looked at.
pub fn roads_csv(nodes: &[u8], edges: &[u8], request: &ImportRequest) -> (Vec<Layer>, Vec<Defect>) {
    let mut defects = Defects::default();
    for (name, bytes) in [("nodes", nodes), ("edges", edges)] {
        if bytes.len() > MAX_FILE_BYTES {
            let detail = format!(
                "{name}: {} bytes are more than {MAX_FILE_BYTES}",
                bytes.len()
            );
            defects.add(None, DefectKind::TooLarge, detail);
            return (Vec::new(), defects.into_list());
        }
    }
    let nodes = read_nodes(nodes, request.crs, &mut defects);
    let features = read_edges(edges, &nodes, request.crs, &mut defects);
    let layer = Layer {
        kind: LayerKind::Roads,
        source: request.source.clone(),
        features,
    };
    (vec![layer], defects.into_list())
}

fn rows<T: for<'de> Deserialize<'de>>(
    bytes: &[u8],
    what: &str,
    defects: &mut Defects,
) -> Vec<(usize, T)> {
    let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let mut reader = csv::ReaderBuilder::new().flexible(true).from_reader(bytes);
    let mut rows = Vec::new();
    for (index, row) in reader.deserialize::<T>().enumerate() {
        // Line 1 holds the column names.
        let line = index + 2;
        if index >= MAX_FEATURES {
            let detail = format!("{what}: rows beyond {MAX_FEATURES} are left out");
            defects.add(Some(line), DefectKind::TooManyFeatures, detail);
            break;
        }
        match row {
            Ok(row) => rows.push((line, row)),
            Err(error) => {
                defects.add(
                    Some(line),
                    DefectKind::Unreadable,
                    format!("{what}: {error}"),
                );
            }
        }
    }
    rows
}

fn read_nodes(bytes: &[u8], crs: Crs, defects: &mut Defects) -> HashMap<i64, LonLat> {
    let mut nodes = HashMap::new();
    for (line, row) in rows::<NodeRow>(bytes, "nodes", defects) {
        match place_of(&[row.lon, row.lat], crs) {
            Some(place) => {
                nodes.insert(row.node_id, place);
            }
            None => {
                let detail = format!("node {}: {}, {}", row.node_id, row.lon, row.lat);
                defects.add(Some(line), DefectKind::BadCoordinate, detail);
            }
        }
    }
    nodes
}

fn read_edges(
    bytes: &[u8],
    nodes: &HashMap<i64, LonLat>,
    crs: Crs,
    defects: &mut Defects,
) -> Vec<Feature> {
    let mut drawn: HashSet<i64> = HashSet::new();
    let mut features = Vec::new();
    for (line, row) in rows::<EdgeRow>(bytes, "edges", defects) {
        let (Some(from), Some(to)) = (nodes.get(&row.u), nodes.get(&row.v)) else {
            let detail = format!("edge {} runs from {} to {}", row.eid, row.u, row.v);
            defects.add(Some(line), DefectKind::UnknownNode, detail);
            continue;
        };
        if row
            .reverse_eid
            .is_some_and(|reverse| drawn.contains(&reverse))
        {
            continue;
        }
        let places = match places_of(&row.lonlat, crs) {
            Ok(places) if places.is_empty() => vec![*from, *to],
            Ok(places) if places.len() > MAX_VERTICES => {
                let detail = format!("edge {} has {} vertices", row.eid, places.len());
                defects.add(Some(line), DefectKind::TooManyVertices, detail);
                continue;
            }
            Ok(places) => places,
            Err(bad) => {
                let detail = format!("edge {}: {bad:?}", row.eid);
                defects.add(Some(line), DefectKind::BadCoordinate, detail);
                continue;
            }
        };
        if places.len() < 2 {
            defects.add(
                Some(line),
                DefectKind::TooShort,
                format!("edge {}", row.eid),
            );
            continue;
        }
        drawn.insert(row.eid);
        features.push(road(&row, places));
    }
    features
}

fn road(row: &EdgeRow, places: Vec<LonLat>) -> Feature {
    let class = RoadClass::of_highway(&row.highway);
    let mut properties = Map::new();
    properties.insert("class".into(), class.name().into());
    properties.insert("highway".into(), row.highway.clone().into());
    properties.insert("oneway".into(), Value::Bool(row.reverse_eid.is_none()));
    Feature {
        shape: Shape::Lines(vec![places]),
        properties,
        min_zoom: class.min_zoom(),
    }
}

/// Places of `"lon,lat lon,lat"`, or the first part that is not one.
fn places_of(text: &str, crs: Crs) -> Result<Vec<LonLat>, String> {
    text.split_whitespace()
        .map(|pair| {
            let place = pair
                .split_once(',')
                .and_then(|(lon, lat)| place_of(&[lon.parse().ok()?, lat.parse().ok()?], crs));
            place.ok_or_else(|| pair.chars().take(80).collect())
        })
        .collect()
}
