//! A map on paper: the base map with what is known at one moment, as vector drawing.
//!
//! The SVG is the one drawing; PNG (resvg) and PDF (krilla, vector, with selectable text and an
//! embedded subset of the font) are made of it. Paper is always the day palette. Every picture
//! carries a title, a scale bar, a north arrow, the legend of the marks used and the sources of the
//! data; in an exercise it also carries 演练 in each corner, in its title and across the map.
//!
//! All text comes from outside and is treated as hostile: control and direction characters are
//! taken out, it is bounded, and it is escaped.

mod draw;
mod frame;
mod labels;
mod marks;
mod process;
mod render;
mod surround;
mod text;

pub use marks::{LevelStep, Mark};
pub use process::ProcessRenderer;
pub use render::SvgRenderer;

use crate::layer::{Bounds, Layer, Shape};

/// Overlays drawn at most; the rest is counted on the picture.
pub const MAX_OVERLAYS: usize = 2_000;
/// Bytes of the SVG at most.
pub const MAX_SVG_BYTES: usize = 48 * 1024 * 1024;
/// Pixels of a PNG at most (A3 at 300 dots an inch is 17.4 million).
pub const MAX_PIXELS: u64 = 40_000_000;
/// The lowest and highest resolution of a PNG in dots an inch.
pub const DPI_RANGE: std::ops::RangeInclusive<u16> = 36..=600;

/// The sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Paper {
    /// 297 × 210 mm.
    A4Landscape,
    /// 210 × 297 mm.
    A4Portrait,
    /// 420 × 297 mm.
    A3Landscape,
}

impl Paper {
    /// Width and height in points (1/72 inch).
    pub fn size_pt(self) -> (f64, f64) {
        let (width_mm, height_mm) = match self {
            Self::A4Landscape => (297.0, 210.0),
            Self::A4Portrait => (210.0, 297.0),
            Self::A3Landscape => (420.0, 297.0),
        };
        (width_mm / 25.4 * 72.0, height_mm / 25.4 * 72.0)
    }
}

/// Something of the moment, drawn over the base map.
#[derive(Debug, Clone, PartialEq)]
pub struct Overlay {
    /// Where, WGS-84.
    pub shape: Shape,
    /// The name beside it; may be empty.
    pub label: String,
    /// How it is drawn.
    pub mark: Mark,
    /// Lines and outlines only: broken, for what is planned or not confirmed.
    pub dashed: bool,
}

/// What is to be drawn.
#[derive(Debug, Clone, Copy)]
pub struct Picture<'a> {
    /// The heading.
    pub title: &'a str,
    /// Beside the heading: the moment shown and who made it.
    pub subtitle: &'a str,
    /// The sheet.
    pub paper: Paper,
    /// What must be inside the map frame; the frame shows more where its form differs.
    pub extent: Bounds,
    /// The base map.
    pub layers: &'a [Layer],
    /// What lies over it, the most important first: labels are placed in this order.
    pub overlays: &'a [Overlay],
    /// A remark under the map, such as the state of the outline's approval.
    pub note: &'a str,
    /// Whether the picture belongs to an exercise.
    pub exercise: bool,
}

/// Why a picture cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum PictureError {
    /// The extent is not a box that a map can show.
    #[error("the extent {extent:?} is not a box on the map")]
    BadExtent {
        /// The extent.
        extent: Bounds,
    },
    /// The drawing is larger than the program makes.
    #[error("the drawing has {bytes} bytes, more than {limit}: show a smaller extent")]
    TooDetailed {
        /// Bytes of the SVG.
        bytes: usize,
        /// [`MAX_SVG_BYTES`].
        limit: usize,
    },
    /// The resolution is out of range or needs too many pixels.
    #[error("{dpi} dots an inch cannot be drawn on this sheet")]
    BadResolution {
        /// What was asked for.
        dpi: u16,
    },
    /// A renderer failed.
    #[error("{renderer} cannot draw the picture: {detail}")]
    Renderer {
        /// Which one.
        renderer: &'static str,
        /// What it says.
        detail: String,
    },
}

/// Something that turns a picture into pixels. The SVG renderer is the one that ships; another one
/// (a GPU renderer in a process of its own) can stand behind the same trait.
pub trait SnapshotRenderer: Send + Sync {
    /// Its name, for logs and the "about" page.
    fn name(&self) -> &'static str;

    /// The picture as a PNG file of `dpi` dots an inch.
    ///
    /// # Errors
    /// When the extent or resolution is out of range or the renderer fails.
    fn png(&self, picture: &Picture<'_>, dpi: u16) -> Result<Vec<u8>, PictureError>;
}

#[cfg(test)]
#[path = "picture/tests.rs"]
mod tests;
