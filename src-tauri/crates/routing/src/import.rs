//! Roads from files: two CSV texts, GeoJSON lines, or `.osm.pbf`.
//!
//! Never a panic and never an error: what cannot be used is left out and named. Only the one who
//! asked can stop an import before its end.

mod lines;
mod osm;
mod table;

use crate::network::Network;
use crate::settings::Settings;
use crate::survey::Survey;

/// Crossings of one import at most.
pub const CROSSINGS_MAX: usize = 5_000_000;
/// Directions of roads of one import at most.
pub const EDGES_MAX: usize = 10_000_000;
/// Length of one road between two crossings at most, in metres.
pub const LENGTH_MAX_M: f64 = 1_000_000.0;
/// Defects kept; more are counted only.
pub const DEFECTS_MAX: usize = 100;

/// Something that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// `nodes`, `edges`, `lines` or `pbf`.
    pub table: &'static str,
    /// Line in that table, the head being 1; in GeoJSON the number of the feature, in `.osm.pbf`
    /// that of the block.
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

/// The one who asked stopped the import.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the import was stopped")]
pub struct Stopped;

/// Who looks on while an import runs.
pub struct Watch<'a> {
    /// Hears how much is done, from 0 to 1.
    pub progress: &'a mut dyn FnMut(f64),
    /// Asked often whether to stop.
    pub stop: &'a dyn Fn() -> bool,
}

impl Watch<'_> {
    fn at(&mut self, done: f64) -> Result<(), Stopped> {
        (self.progress)(done.clamp(0.0, 1.0));
        if (self.stop)() { Err(Stopped) } else { Ok(()) }
    }
}

#[derive(Default)]
pub(crate) struct Defects {
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

    fn imported(mut self, table: &'static str, survey: Survey, settings: &Settings) -> Imported {
        let left_out = survey.names.left_out() + survey.classes.left_out();
        if left_out > 0 {
            let message = format!("{left_out} names are left out: there are too many");
            self.add(table, 0, message);
        }
        Imported {
            network: Network::build(survey, settings),
            defects: self.kept,
            defect_count: self.count,
        }
    }
}

/// Roads from the two CSV texts: see [`table`] for their columns.
#[must_use]
pub fn roads_from_csv(nodes: &str, edges: &str, settings: &Settings) -> Imported {
    let mut defects = Defects::default();
    let survey = table::read(nodes, edges, &mut defects);
    defects.imported("edges", survey, settings)
}

/// Roads from lines of GeoJSON (RFC 7946): see [`lines`] for the properties.
#[must_use]
pub fn roads_from_geojson(text: &str, settings: &Settings) -> Imported {
    let mut defects = Defects::default();
    let survey = lines::read(text, &mut defects);
    defects.imported("lines", survey, settings)
}

/// Roads from the bytes of an `.osm.pbf` file: see [`osm`].
///
/// # Errors
/// When the one who looks on stops it.
pub fn roads_from_pbf(
    bytes: &[u8],
    settings: &Settings,
    watch: &mut Watch<'_>,
) -> Result<Imported, Stopped> {
    let mut defects = Defects::default();
    let survey = osm::read(bytes, &mut defects, watch)?;
    watch.at(BUILDING)?;
    let imported = defects.imported("pbf", survey, settings);
    watch.at(1.0)?;
    Ok(imported)
}

/// How much of an import is done when the graph is built.
const BUILDING: f64 = 0.8;
