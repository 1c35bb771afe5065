//! Map data from files into layers: GeoJSON, and roads as a pair of CSV files.
//!
//! Outside data is never trusted: a function here returns what it could read and a defect for each
//! part that it could not; it never fails and never panics. Coordinates come in the system that the
//! operator states and leave in WGS-84. The source text (with its licence) stays with the layer,
//! such as "© OpenStreetMap contributors, ODbL 1.0".

mod geojson_file;
mod roads_csv;

pub use geojson_file::geojson;
pub use roads_csv::roads_csv;

use crate::crs::{Crs, LonLat};
use crate::layer::LayerKind;
use serde_json::{Map, Value};

/// Bytes of one file at most.
pub const MAX_FILE_BYTES: usize = 512 * 1024 * 1024;
/// Features taken from one file at most.
pub const MAX_FEATURES: usize = 1_000_000;
/// Vertices of one feature at most.
pub const MAX_VERTICES: usize = 200_000;
/// Properties kept of one feature at most.
pub const MAX_PROPERTIES: usize = 64;
/// Characters kept of one text property at most.
pub const MAX_TEXT_CHARS: usize = 200;
/// Defects reported at most; the last one then counts the rest.
pub const MAX_DEFECTS: usize = 1_000;

/// What the operator states about a file.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The layer to put everything into; nothing = by content (`highway` lines are roads,
    /// `natural=water` or `waterway` is water, other named points are places).
    pub kind: Option<LayerKind>,
    /// The reference system of the coordinates.
    pub crs: Crs,
    /// Where the data comes from and its licence; kept and shown.
    pub source: String,
}

/// What is wrong with a part of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Which feature (from 0) or which line of a CSV file (from 1); nothing = the file as a whole.
    pub at: Option<usize>,
    /// What kind of defect.
    pub kind: DefectKind,
    /// More, for a person.
    pub detail: String,
}

/// The kinds of defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum DefectKind {
    /// The file is larger than [`MAX_FILE_BYTES`].
    TooLarge,
    /// The file or the part is not of the expected form.
    Unreadable,
    /// There is no geometry, or an empty one.
    NoGeometry,
    /// A coordinate is not a number or lies outside what a map can draw (wrong system?).
    BadCoordinate,
    /// A line with fewer than two places, or a ring with fewer than four; the part is left out.
    TooShort,
    /// A ring whose ends differ; it was closed.
    OpenRing,
    /// More vertices than [`MAX_VERTICES`].
    TooManyVertices,
    /// More features than [`MAX_FEATURES`]; the rest is left out.
    TooManyFeatures,
    /// An edge names a node that is not in the node file.
    UnknownNode,
    /// The file states a reference system of its own that is not a geographic one.
    OtherSystem,
    /// Defects beyond [`MAX_DEFECTS`], counted only.
    More,
}

/// Defects, bounded.
#[derive(Default)]
struct Defects {
    list: Vec<Defect>,
    more: usize,
}

impl Defects {
    fn add(&mut self, at: Option<usize>, kind: DefectKind, detail: impl Into<String>) {
        if self.list.len() < MAX_DEFECTS - 1 {
            self.list.push(Defect {
                at,
                kind,
                detail: detail.into(),
            });
        } else {
            self.more += 1;
        }
    }

    fn into_list(mut self) -> Vec<Defect> {
        if self.more > 0 {
            let detail = format!("{} more defects are not listed", self.more);
            self.list.push(Defect {
                at: None,
                kind: DefectKind::More,
                detail,
            });
        }
        self.list
    }
}

/// One coordinate pair in WGS-84, or nothing when a map cannot draw it.
fn place_of(pair: &[f64], crs: Crs) -> Option<LonLat> {
    let [lon, lat, ..] = *pair else { return None };
    let place = LonLat::new(lon, lat);
    // Checked before as well as after: the conversion needs finite numbers.
    let place = place.is_drawable().then(|| crs.to_wgs84(place))?;
    place.is_drawable().then_some(place)
}

/// Keeps flat, bounded values.
fn tidy_properties(properties: Map<String, Value>) -> Map<String, Value> {
    let tidy = |value: Value| match value {
        Value::String(text) => Some(Value::String(text.chars().take(MAX_TEXT_CHARS).collect())),
        Value::Number(_) | Value::Bool(_) => Some(value),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    };
    properties
        .into_iter()
        .filter_map(|(key, value)| Some((key.chars().take(MAX_TEXT_CHARS).collect(), tidy(value)?)))
        .take(MAX_PROPERTIES)
        .collect()
}

#[cfg(test)]
#[path = "import/tests.rs"]
mod tests;
