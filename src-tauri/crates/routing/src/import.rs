//! Roads from files: two CSV texts, GeoJSON lines, or `.osm.pbf`.
//!
//! Never a panic and never an error: what cannot be used is left out and named. Only the one who
//! asked can stop an import before its end.

mod lines;
mod osm;
mod table;

use std::collections::BTreeMap;

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

/// Why something is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum LeftOut {
    /// Planned, being built, an area, a ferry, or closed to everyone: no defect.
    NoRoad,
    /// It cannot be read.
    Unreadable,
    /// A road without what a road must have.
    Road,
    /// A crossing or a point that is not there, is there twice or is nowhere on the earth.
    Crossing,
    /// A turn restriction that does not fit the roads, or holds at times only.
    Restriction,
    /// There is more than is read at once.
    TooMuch,
}

impl LeftOut {
    /// The name by which a screen words it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::NoRoad => "no_road",
            Self::Unreadable => "unreadable",
            Self::Road => "road",
            Self::Crossing => "crossing",
            Self::Restriction => "restriction",
            Self::TooMuch => "too_much",
        }
    }
}

/// What the source said, counted before it became a graph.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Tally {
    /// Ways, lines or rows that are roads.
    pub roads: usize,
    /// Turn restrictions that are kept.
    pub restrictions: usize,
    /// Directions of roads with a limit of height or of weight.
    pub limited: usize,
    /// What is left out, by why.
    pub left_out: BTreeMap<LeftOut, usize>,
}

/// Something that could not be used.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Defect {
    /// Why it is left out.
    pub kind: LeftOut,
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
    /// What the source said.
    pub tally: Tally,
}

/// Where roads are read from.
#[derive(Debug, Clone, Copy)]
pub enum Source<'a> {
    /// Two texts: see [`table`] for their columns.
    Csv {
        /// The crossings.
        nodes: &'a str,
        /// The directions of roads.
        edges: &'a str,
    },
    /// Lines (RFC 7946): see [`lines`] for the properties.
    GeoJson(&'a str),
    /// The bytes of an `.osm.pbf` file: see [`osm`].
    Pbf(&'a [u8]),
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

/// How much of an import is done when the graph is built.
const BUILDING: f64 = 0.8;
/// Lines or features between two words to the one who looks on.
const WATCH_EVERY: u64 = 4_096;

#[derive(Default)]
pub(crate) struct Defects {
    kept: Vec<Defect>,
    count: usize,
    tally: Tally,
}

impl Defects {
    fn add(&mut self, kind: LeftOut, table: &'static str, line: u64, message: impl Into<String>) {
        self.count += 1;
        self.leave_out(kind);
        if self.kept.len() < DEFECTS_MAX {
            self.kept.push(Defect {
                kind,
                table,
                line,
                message: message.into(),
            });
        }
    }

    /// Counts what is left out, whether it is a defect or not.
    fn leave_out(&mut self, kind: LeftOut) {
        *self.tally.left_out.entry(kind).or_default() += 1;
    }

    fn imported(mut self, table: &'static str, survey: Survey, settings: &Settings) -> Imported {
        let left_out = survey.names.left_out() + survey.classes.left_out();
        if left_out > 0 {
            let message = format!("{left_out} names are left out: there are too many");
            self.add(LeftOut::TooMuch, table, 0, message);
        }
        let limited = survey.edges.iter();
        let limited = limited.filter(|edge| edge.max_height_cm > 0 || edge.max_weight_kg > 0);
        self.tally.limited = limited.count();
        Imported {
            network: Network::build(survey, settings),
            defects: self.kept,
            defect_count: self.count,
            tally: self.tally,
        }
    }
}

/// Roads from any source.
///
/// # Errors
/// When the one who looks on stops it.
pub fn roads(
    source: Source<'_>,
    settings: &Settings,
    watch: &mut Watch<'_>,
) -> Result<Imported, Stopped> {
    let mut defects = Defects::default();
    let (table, survey) = match source {
        Source::Csv { nodes, edges } => ("edges", table::read(nodes, edges, &mut defects, watch)?),
        Source::GeoJson(text) => ("lines", lines::read(text, &mut defects, watch)?),
        Source::Pbf(bytes) => ("pbf", osm::read(bytes, &mut defects, watch)?),
    };
    watch.at(BUILDING)?;
    let imported = defects.imported(table, survey, settings);
    watch.at(1.0)?;
    Ok(imported)
}

/// Roads from a source while nobody looks on.
fn unwatched(source: Source<'_>, settings: &Settings) -> Imported {
    let mut watch = Watch {
        progress: &mut |_| {},
        stop: &|| false,
    };
    // Who never says stop is never stopped.
    let nothing = |Stopped| Defects::default().imported("edges", Survey::default(), settings);
    roads(source, settings, &mut watch).unwrap_or_else(nothing)
}

/// Roads from the two CSV texts: see [`table`] for their columns.
#[must_use]
pub fn roads_from_csv(nodes: &str, edges: &str, settings: &Settings) -> Imported {
    unwatched(Source::Csv { nodes, edges }, settings)
}

/// Roads from lines of GeoJSON (RFC 7946): see [`lines`] for the properties.
#[must_use]
pub fn roads_from_geojson(text: &str, settings: &Settings) -> Imported {
    unwatched(Source::GeoJson(text), settings)
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
    roads(Source::Pbf(bytes), settings, watch)
}
