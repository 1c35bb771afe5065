//! The map frame: from places to points of the sheet, and the scale.

use super::PictureError;
use crate::crs::{EARTH_RADIUS_M, LonLat};
use crate::layer::Bounds;
use crate::tiles::mercator;
use std::f64::consts::TAU;

/// The smallest side of a map in metres; a single place is shown with this around it.
const MIN_SIDE_M: f64 = 400.0;
/// The longest scale bar in points.
const MAX_BAR_PT: f64 = 130.0;
/// Metres in a point of paper.
const PAPER_M_PER_PT: f64 = 0.0254 / 72.0;

/// A rectangle on the sheet, in points.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Rect {
    pub(super) x: f64,
    pub(super) y: f64,
    pub(super) width: f64,
    pub(super) height: f64,
}

impl Rect {
    pub(super) fn new(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self {
            x,
            y,
            width,
            height,
        }
    }

    /// The rectangle of this size around a point.
    pub(super) fn around(x: f64, y: f64, width: f64, height: f64) -> Self {
        Self::new(x - width / 2.0, y - height / 2.0, width, height)
    }

    pub(super) fn overlaps(&self, other: &Self) -> bool {
        self.x < other.x + other.width
            && other.x < self.x + self.width
            && self.y < other.y + other.height
            && other.y < self.y + self.height
    }

    pub(super) fn holds(&self, other: &Self) -> bool {
        self.x <= other.x
            && self.y <= other.y
            && other.x + other.width <= self.x + self.width
            && other.y + other.height <= self.y + self.height
    }
}

/// The map frame on the sheet and what it shows.
#[derive(Debug, Clone, Copy)]
pub(super) struct Frame {
    pub(super) rect: Rect,
    centre: (f64, f64),
    /// Points of the sheet in the width of the world.
    scale: f64,
    /// Metres on the ground in a point of the sheet, at the centre.
    pub(super) m_per_pt: f64,
}

/// A scale bar: a round distance and its length on the sheet.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct ScaleBar {
    pub(super) distance_m: f64,
    pub(super) length_pt: f64,
}

impl Frame {
    /// Fits an extent into a rectangle of the sheet.
    pub(super) fn fit(rect: Rect, extent: Bounds) -> Result<Self, PictureError> {
        let corners = [
            LonLat::new(extent.west, extent.south),
            LonLat::new(extent.east, extent.north),
        ];
        let ordered = extent.west <= extent.east && extent.south <= extent.north;
        if !ordered || !corners.iter().all(|corner| corner.is_drawable()) {
            return Err(PictureError::BadExtent { extent });
        }
        let (south_west, north_east) = (mercator(corners[0]), mercator(corners[1]));
        let centre = (
            (south_west.0 + north_east.0) / 2.0,
            (south_west.1 + north_east.1) / 2.0,
        );
        let world_m = TAU * EARTH_RADIUS_M * extent.centre().lat.to_radians().cos();
        let least = MIN_SIDE_M / world_m;
        let width = (north_east.0 - south_west.0).max(least);
        let height = (south_west.1 - north_east.1).max(least);
        let scale = (rect.width / width).min(rect.height / height);
        Ok(Self {
            rect,
            centre,
            scale,
            m_per_pt: world_m / scale,
        })
    }

    /// Where a place is on the sheet.
    pub(super) fn point(&self, place: LonLat) -> (f64, f64) {
        let (x, y) = mercator(place);
        (
            self.rect.x + self.rect.width / 2.0 + (x - self.centre.0) * self.scale,
            self.rect.y + self.rect.height / 2.0 + (y - self.centre.1) * self.scale,
        )
    }

    /// Whether a box on the ground touches the frame.
    pub(super) fn shows(&self, bounds: Bounds) -> bool {
        let (left, bottom) = self.point(LonLat::new(bounds.west, bounds.south));
        let (right, top) = self.point(LonLat::new(bounds.east, bounds.north));
        // A point or a level line has no width or height of its own.
        let box_pt = Rect::new(
            left - 0.5,
            top - 0.5,
            right - left + 1.0,
            bottom - top + 1.0,
        );
        box_pt.overlaps(&self.rect)
    }

    /// The largest round distance (1, 2 or 5 times a power of ten) whose bar is short enough.
    pub(super) fn scale_bar(&self) -> ScaleBar {
        let longest_m = self.m_per_pt * MAX_BAR_PT;
        let power = 10_f64.powf(longest_m.log10().floor());
        let distance_m = [5.0, 2.0, 1.0]
            .into_iter()
            .map(|step| step * power)
            .find(|distance_m| *distance_m <= longest_m)
            .unwrap_or(power);
        ScaleBar {
            distance_m,
            length_pt: distance_m / self.m_per_pt,
        }
    }

    /// The scale as "1 : n" on paper at the centre, rounded to three digits.
    pub(super) fn ratio(&self) -> u64 {
        let exact = self.m_per_pt / PAPER_M_PER_PT;
        let unit = 10_f64.powf(exact.log10().floor() - 2.0).max(1.0);
        ((exact / unit).round() * unit) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame() -> Frame {
        let extent = Bounds {
            west: 117.0,
            south: 36.6,
            east: 117.2,
            north: 36.8,
        };
        Frame::fit(Rect::new(20.0, 50.0, 800.0, 400.0), extent).expect("a box at Jinan")
    }

    #[test]
    fn the_extent_is_inside_the_frame_and_north_is_up() {
        let frame = frame();
        let (x, y) = frame.point(LonLat::new(117.0, 36.8));
        let (right, bottom) = frame.point(LonLat::new(117.2, 36.6));
        assert!(
            (y - 50.0).abs() < 1e-6,
            "the north edge touches the top: {y}"
        );
        assert!(
            (bottom - 450.0).abs() < 1e-6,
            "the south edge touches the bottom: {bottom}"
        );
        assert!(
            x >= 20.0 && right <= 820.0,
            "the width fits: {x} to {right}"
        );
    }

    #[test]
    fn the_scale_bar_measures_what_it_says() {
        let frame = frame();
        let bar = frame.scale_bar();
        let (x0, y) = frame.point(LonLat::new(117.1, 36.7));
        let (x1, _) = frame.point(LonLat::new(117.15, 36.7));
        let true_m = LonLat::new(117.1, 36.7).distance_m(LonLat::new(117.15, 36.7));
        let measured_m = (x1 - x0) / bar.length_pt * bar.distance_m;
        assert!(
            (measured_m / true_m - 1.0).abs() < 0.002,
            "{measured_m} m against {true_m} m"
        );
        assert!(
            bar.length_pt <= MAX_BAR_PT,
            "the bar is short enough: {bar:?}"
        );
        assert!(y > 0.0, "on the sheet");
    }

    #[test]
    fn a_single_place_and_a_wrong_box_are_told_apart() {
        let rect = Rect::new(0.0, 0.0, 100.0, 100.0);
        let place = Bounds::at(LonLat::new(117.1, 36.7));
        let frame = Frame::fit(rect, place).expect("a place is shown with its surroundings");
        assert!(
            (frame.m_per_pt - 4.0).abs() < 0.05,
            "400 m on 100 points: {}",
            frame.m_per_pt
        );
        for extent in [
            Bounds {
                west: 118.0,
                south: 36.0,
                east: 117.0,
                north: 37.0,
            },
            Bounds {
                west: f64::NAN,
                south: 36.0,
                east: 117.0,
                north: 37.0,
            },
            Bounds {
                west: 117.0,
                south: 36.0,
                east: 118.0,
                north: 95.0,
            },
        ] {
            assert!(
                Frame::fit(rect, extent).is_err(),
                "{extent:?} is not a box on the map"
            );
        }
    }
}
