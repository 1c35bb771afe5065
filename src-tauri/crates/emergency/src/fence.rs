//! Electronic fences (电子围栏): a place that chosen vehicles are not to enter, or not to leave.
//!
//! A fence is a plain fact: whoever is on duty draws it, and nobody has to grant it. Setting it
//! again corrects it; ending it takes it off. Both stay in the log. What a terminal judges by its
//! own areas (JT/T 808-2019, table 24, bits 20 and 21) is another thing: it is told as it comes.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::FenceId;
use crate::place::Point;
use crate::time::{CHINA_AHEAD_MS, MINUTE_MS, UtcMs};

/// Corners of a fence at most.
pub const FENCE_POINTS_MAX: usize = 500;
/// Vehicles that one fence may name at most.
pub const FENCE_NAMES_MAX: usize = 500;
/// The largest radius of a circle, metres: more is no fence of a district.
pub const FENCE_RADIUS_MAX_M: u32 = 100_000;
/// Metres outside a fence up to which a vehicle that was inside still counts as inside, so that
/// the jitter of a receiver at the edge is no crossing: 待区里确认.
pub const MARGIN_M: f64 = 30.0;
/// Minutes of a day.
const DAY_MIN: u16 = 24 * 60;
/// Metres of a degree of latitude.
const DEGREE_M: f64 = 111_195.0;

/// Where a fence is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum FenceShape {
    /// An area by its corners, three at least; the last joins the first.
    Area {
        /// Its corners.
        ring: Vec<Point>,
    },
    /// Everything around a point.
    Circle {
        /// Its middle.
        centre: Point,
        /// Its radius, metres.
        radius_m: u32,
    },
}

impl Default for FenceShape {
    fn default() -> Self {
        Self::Area { ring: Vec::new() }
    }
}

/// Which vehicles something is about.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum VehicleChoice {
    /// Every vehicle that reports.
    #[default]
    All,
    /// Those with these plates or numbers of terminals.
    Named {
        /// Plates or numbers; signs between letters and zeros in front do not matter.
        names: Vec<String>,
    },
    /// Those whose plate has one of these colours, as the terminal registers it: 1 blue, 2 yellow,
    /// 3 black, 4 white, 5 green, 9 other, 91 to 94 farm and new energy (JT/T 697.7-2014, 5.6).
    Colours {
        /// The codes.
        codes: Vec<u8>,
    },
}

impl VehicleChoice {
    /// Whether a vehicle is among them.
    #[must_use]
    pub fn has(&self, plate: &str, terminal: &str, colour: Option<u8>) -> bool {
        match self {
            Self::All => true,
            Self::Named { names } => {
                let (plate, terminal) = (bare(plate), bare(terminal));
                let mut names = names.iter().map(|name| bare(name));
                names.any(|name| !name.is_empty() && (name == plate || name == terminal))
            }
            Self::Colours { codes } => colour.is_some_and(|colour| codes.contains(&colour)),
        }
    }
}

/// A name as it is compared: people write `鲁A·12345`, terminals `鲁A12345` and zeros in front.
fn bare(name: &str) -> String {
    let signs = name.chars().filter(|sign| sign.is_alphanumeric());
    let upper: String = signs.flat_map(char::to_uppercase).collect();
    upper.trim_start_matches('0').to_owned()
}

/// What is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum FenceOn {
    /// That a vehicle goes in; it stands while it is inside.
    #[default]
    Enter,
    /// That a vehicle goes out; it stands while it is outside.
    Leave,
}

/// Hours of each day, in the district's time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FenceHours {
    /// First minute of the day.
    pub from_min: u16,
    /// The minute at which they end; one before the first is of the next day.
    pub to_min: u16,
}

impl FenceHours {
    /// Whether both are minutes of a day, and not the same.
    #[must_use]
    pub fn are_possible(self) -> bool {
        self.from_min < DAY_MIN && self.to_min < DAY_MIN && self.from_min != self.to_min
    }

    fn has(self, at: UtcMs) -> bool {
        let minutes = (at.0 + CHINA_AHEAD_MS).div_euclid(MINUTE_MS);
        let minute = minutes.rem_euclid(i64::from(DAY_MIN));
        let (from, to) = (i64::from(self.from_min), i64::from(self.to_min));
        if from < to {
            (from..to).contains(&minute)
        } else {
            minute >= from || minute < to
        }
    }
}

/// `fence.set`: a later one for the same fence replaces it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FenceSet {
    /// What it is called, as alerts name it.
    pub name: String,
    /// Where.
    pub shape: FenceShape,
    /// For whom.
    pub whom: VehicleChoice,
    /// What is told.
    pub on: FenceOn,
    /// From when; none means from when it was set.
    pub from: Option<UtcMs>,
    /// Until when; none means until it is ended.
    pub until: Option<UtcMs>,
    /// Only in these hours of each day; none means all day.
    pub hours: Option<FenceHours>,
    /// Why, in words.
    pub reason: String,
}

impl FenceSet {
    /// Whether it is judged at a time.
    #[must_use]
    pub fn is_in_force(&self, at: UtcMs) -> bool {
        self.from.is_none_or(|from| from <= at)
            && self.until.is_none_or(|until| at < until)
            && self.hours.is_none_or(|hours| hours.has(at))
    }

    /// Whether a vehicle at a point counts as inside, given what it counted as before: one that was
    /// inside has to be [`MARGIN_M`] away before it is out.
    #[must_use]
    pub fn is_inside(&self, point: Point, before: Option<bool>) -> bool {
        let away_m = self.shape.away_m(point);
        if before == Some(true) {
            away_m <= MARGIN_M
        } else {
            away_m <= 0.0
        }
    }

    /// Whether a vehicle on that side is what is told.
    #[must_use]
    pub fn tells(&self, inside: bool) -> bool {
        inside == (self.on == FenceOn::Enter)
    }
}

/// `fence.ended`: it is not watched any more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FenceEnded {
    /// Why.
    pub reason: String,
}

/// The state of one fence.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Fence {
    /// Its name in the log.
    pub id: FenceId,
    /// What was said last.
    pub set: FenceSet,
    /// When that was; none before the first.
    pub set_at: Option<UtcMs>,
    /// When it was ended; none while it stands.
    pub ended_at: Option<UtcMs>,
    /// Why.
    pub ended_because: String,
}

impl Fence {
    /// Applies one fact that touches this fence, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::FenceSet(body) => {
                self.set = body.clone();
                self.set_at = Some(event.occurred_at);
                self.ended_at = None;
                self.ended_because.clear();
            }
            Fact::FenceEnded(body) => {
                self.ended_at = Some(event.occurred_at);
                self.ended_because.clone_from(&body.reason);
            }
            _ => {}
        }
    }

    /// Set, not ended and not over.
    #[must_use]
    pub fn is_standing(&self, now: UtcMs) -> bool {
        let over = self.set.until.is_some_and(|until| until <= now);
        self.set_at.is_some() && self.ended_at.is_none() && !over
    }
}

impl FenceShape {
    /// Metres from a point to the shape; 0 inside. Straight lines on a plane are right to a
    /// thousandth over the size of a district.
    #[must_use]
    pub fn away_m(&self, point: Point) -> f64 {
        match self {
            Self::Circle { centre, radius_m } => {
                (centre.distance_m(point) - f64::from(*radius_m)).max(0.0)
            }
            Self::Area { ring } if ring.len() < 3 => f64::INFINITY,
            Self::Area { ring } => {
                let around: Vec<_> = ring.iter().map(|corner| plane(point, *corner)).collect();
                away_of_origin_m(&around)
            }
        }
    }
}

/// A corner in metres from a point: east, north.
fn plane(origin: Point, corner: Point) -> (f64, f64) {
    let east = (corner.lon - origin.lon) * DEGREE_M * origin.lat.to_radians().cos();
    (east, (corner.lat - origin.lat) * DEGREE_M)
}

/// How far the origin is from a ring; 0 inside.
fn away_of_origin_m(ring: &[(f64, f64)]) -> f64 {
    let next = ring.iter().cycle().skip(1);
    let mut inside = false;
    let mut nearest_m = f64::INFINITY;
    for (&(ax, ay), &(bx, by)) in ring.iter().zip(next) {
        if (ay > 0.0) != (by > 0.0) && ax + (bx - ax) * (-ay / (by - ay)) > 0.0 {
            inside = !inside;
        }
        let (dx, dy) = (bx - ax, by - ay);
        let long = dx * dx + dy * dy;
        let part = if long > 0.0 {
            (-(ax * dx + ay * dy) / long).clamp(0.0, 1.0)
        } else {
            0.0
        };
        nearest_m = nearest_m.min((ax + part * dx).hypot(ay + part * dy));
    }
    if inside { 0.0 } else { nearest_m }
}

#[cfg(test)]
mod tests;
