//! The importer on a real road network, where one is at hand.
//!
//! The data is not in the repository (its licence is ODbL, and it is not ours to pass on). The
//! folder is named by the environment variable `DUTYROOM_GEODATA`, or is `../shared/geodata` beside
//! the checkout. **Where there is no such folder these tests check nothing**: they print a line
//! that says so. What the importer must do with any data is tested beside its code.

use std::path::PathBuf;

use maps::import::{ImportRequest, geojson, roads_csv};
use maps::tiles::{MAX_TILE_BYTES, TileCoord, TileSource};
use maps::{Crs, Layer, LonLat, Shape};

use crate::architecture::root;

const SOURCE: &str = "© OpenStreetMap contributors, ODbL 1.0";

/// The folder of real data, or nothing after a line that says what was not run.
fn folder(test: &str) -> Option<PathBuf> {
    let named = std::env::var_os("DUTYROOM_GEODATA").map(PathBuf::from);
    let folder = named.unwrap_or_else(|| root().join("../shared/geodata"));
    if folder.is_dir() {
        return Some(folder);
    }
    println!("{test}: NOT RUN, no real map data (set DUTYROOM_GEODATA)");
    None
}

fn read(folder: &std::path::Path, name: &str) -> Vec<u8> {
    let path = folder.join("roads-jinan-osm2020").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn request(crs: Crs) -> ImportRequest {
    ImportRequest {
        kind: None,
        crs,
        source: SOURCE.into(),
    }
}

fn length_m(layers: &[Layer]) -> f64 {
    let features = layers.iter().flat_map(|layer| &layer.features);
    let lines = features.flat_map(|feature| match &feature.shape {
        Shape::Lines(lines) => lines.as_slice(),
        _ => &[],
    });
    lines
        .flat_map(|line| line.windows(2))
        .map(|pair| pair[0].distance_m(pair[1]))
        .sum()
}

#[test]
fn both_forms_of_the_real_network_give_the_same_roads() {
    let Some(folder) = folder("both_forms_of_the_real_network") else {
        return;
    };
    let nodes = read(&folder, "nodes.csv");
    let edges = read(&folder, "edges_directed.csv");
    let (from_csv, csv_defects) = roads_csv(&nodes, &edges, &request(Crs::Wgs84));
    let lines = read(&folder, "roads_jinan.geojson");
    let (from_geojson, geojson_defects) = geojson(&lines, &request(Crs::Wgs84));
    assert!(csv_defects.is_empty(), "the CSV is whole: {csv_defects:?}");
    assert!(geojson_defects.is_empty(), "so is the GeoJSON");
    // SOURCE.txt: 28,597 directed edges are 18,117 lines and 3,483 km.
    let count = |layers: &[Layer]| layers.iter().map(|l| l.features.len()).sum::<usize>();
    assert_eq!(count(&from_geojson), 18_117, "every line is read");
    assert!(
        count(&from_csv).abs_diff(18_117) <= 1,
        "opposite edges are joined, one edge of no length aside: {}",
        count(&from_csv)
    );
    for (form, layers) in [("CSV", &from_csv), ("GeoJSON", &from_geojson)] {
        let length_km = length_m(layers) / 1_000.0;
        assert!(
            (length_km - 3_483.0).abs() < 15.0,
            "{form}: {length_km} km of road"
        );
        assert_eq!(layers[0].source, SOURCE, "{form}: the source is kept");
    }
}

#[test]
fn the_real_network_is_cut_into_tiles_within_the_bounds() {
    let Some(folder) = folder("the_real_network_is_cut_into_tiles") else {
        return;
    };
    let lines = read(&folder, "roads_jinan.geojson");
    let (layers, _) = geojson(&lines, &request(Crs::Wgs84));
    let source = TileSource::from_layers(&layers).expect("18,117 features are few");
    let centre = LonLat::new(117.06, 36.68);
    for z in maps::tiles::MIN_ZOOM..=maps::tiles::MAX_ZOOM {
        let coord = TileCoord::holding(centre, z);
        let tile = source.tile(coord.z, coord.x, coord.y);
        let bytes = tile.map_or(0, |tile| tile.len());
        assert!(bytes > 0, "zoom {z}: roads run through the middle of town");
        assert!(bytes <= MAX_TILE_BYTES, "zoom {z}: {bytes} bytes");
    }
    assert_eq!(source.left_out(), 0, "nothing had to be left out");
}

#[test]
fn a_real_outline_in_gcj02_comes_to_lie_on_the_shipped_one() {
    let Some(folder) = folder("a_real_outline_in_gcj02") else {
        return;
    };
    let path = folder.join("gcj02-check/datav_370112_gcj02.json");
    let bytes = std::fs::read(&path).expect("the outline can be read");
    let district = maps::district::District::shipped();
    let mean_m = |crs: Crs| {
        let (layers, _) = geojson(&bytes, &request(crs));
        let mut distances = Vec::new();
        for feature in layers.iter().flat_map(|layer| &layer.features) {
            feature.shape.for_each_place(|place| {
                distances.push(distance_to_ring_m(place, &district.outline));
            });
        }
        distances.iter().sum::<f64>() / distances.len() as f64
    };
    let (converted_m, raw_m) = (mean_m(Crs::Gcj02), mean_m(Crs::Wgs84));
    assert!(
        converted_m < 250.0 && converted_m < raw_m * 0.7,
        "the conversion brings the two outlines together: {raw_m} m before, {converted_m} m after"
    );
}

/// Distance from a place to the nearest point of a ring, on a plane that is true at the place.
fn distance_to_ring_m(place: LonLat, ring: &[LonLat]) -> f64 {
    const M_PER_DEG: f64 = 111_195.0;
    let east = place.lat.to_radians().cos() * M_PER_DEG;
    let local = |other: LonLat| {
        let (dx, dy) = (other.lon - place.lon, other.lat - place.lat);
        (dx * east, dy * M_PER_DEG)
    };
    ring.windows(2)
        .map(|edge| {
            let ((ax, ay), (bx, by)) = (local(edge[0]), local(edge[1]));
            let (dx, dy) = (bx - ax, by - ay);
            let square = dx * dx + dy * dy;
            let along = if square > 0.0 {
                (-(ax * dx + ay * dy) / square).clamp(0.0, 1.0)
            } else {
                0.0
            };
            (ax + along * dx).hypot(ay + along * dy)
        })
        .fold(f64::INFINITY, f64::min)
}
