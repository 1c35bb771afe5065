//! The question the rest of the program asks: how long from each of these places to that one.

use emergency::place::Point;
use serde::{Deserialize, Serialize};

use crate::road_user::RoadUser;
use crate::settings::{Settings, duration_ms};

pub use crate::roads::{Journey, RoadPart, RoadTimes};

/// How one gets from one place to another.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Travel {
    /// Along roads that are known.
    Road {
        /// Seconds.
        eta_s: u32,
        /// Metres.
        distance_m: f64,
        /// True when the first or the last stretch is on a closed road.
        on_closed: bool,
    },
    /// There are no roads to follow: straight-line distance times a detour factor, at one speed.
    Estimate {
        /// Seconds.
        eta_s: u32,
        /// Metres, with the detour.
        distance_m: f64,
    },
    /// Closures leave no way.
    Cut {
        /// The first closed road on the way that would be best without closures, by its number in
        /// the source of the roads.
        by: u64,
    },
}

impl Travel {
    /// Seconds, when there is a way.
    #[must_use]
    pub fn eta_s(&self) -> Option<u32> {
        match self {
            Self::Road { eta_s, .. } | Self::Estimate { eta_s, .. } => Some(*eta_s),
            Self::Cut { .. } => None,
        }
    }

    /// Metres, when there is a way.
    #[must_use]
    pub fn distance_m(&self) -> Option<f64> {
        match self {
            Self::Road { distance_m, .. } | Self::Estimate { distance_m, .. } => Some(*distance_m),
            Self::Cut { .. } => None,
        }
    }

    /// True when no road was followed.
    #[must_use]
    pub fn is_estimated(&self) -> bool {
        matches!(self, Self::Estimate { .. })
    }
}

/// A route to draw.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Route {
    /// How long and how far.
    pub travel: Travel,
    /// Its points, the start first.
    pub line: Vec<Point>,
}

/// A place to start from, and what travels.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Start {
    /// The place.
    pub point: Point,
    /// What travels.
    pub vehicle: RoadUser,
}

impl Start {
    /// An engine at a place.
    #[must_use]
    pub fn of(point: Point) -> Self {
        Self {
            point,
            vehicle: RoadUser::Engine,
        }
    }
}

/// Whoever can say how long it takes.
pub trait TravelTimes {
    /// The way of an engine from each start to the place, in the order of the starts.
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel>;

    /// The route from one start to the place; none when closures leave no way.
    fn route(&self, start: Start, place: Point) -> Option<Route>;

    /// As [`Self::travel`], each start with its own kind of road user. Who knows only one class
    /// takes all as that one.
    fn travel_each(&self, starts: &[Start], place: Point) -> Vec<Travel> {
        let points: Vec<Point> = starts.iter().map(|start| start.point).collect();
        self.travel(&points, place)
    }

    /// The way from each start to each place: one row a place, in the order of the starts.
    fn matrix(&self, starts: &[Start], places: &[Point]) -> Vec<Vec<Travel>> {
        let row = |place: &Point| self.travel_each(starts, *place);
        places.iter().map(row).collect()
    }
}

/// Without any roads: every time is an estimate.
#[derive(Debug, Clone, Default)]
pub struct StraightLine {
    /// The numbers in force.
    pub settings: Settings,
}

impl StraightLine {
    /// The estimate from one place to another.
    #[must_use]
    pub fn one(&self, start: Start, place: Point) -> Travel {
        estimate(&self.settings, start, place)
    }
}

impl TravelTimes for StraightLine {
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel> {
        let engine = |point: &Point| self.one(Start::of(*point), place);
        starts.iter().map(engine).collect()
    }

    fn route(&self, start: Start, place: Point) -> Option<Route> {
        Some(Route {
            travel: self.one(start, place),
            line: vec![start.point, place],
        })
    }

    fn travel_each(&self, starts: &[Start], place: Point) -> Vec<Travel> {
        starts.iter().map(|start| self.one(*start, place)).collect()
    }
}

pub(crate) fn estimate(settings: &Settings, start: Start, place: Point) -> Travel {
    let distance_m = start.point.distance_m(place) * settings.detour_factor;
    let speed_kmh = settings.straight_kmh(start.vehicle);
    Travel::Estimate {
        eta_s: seconds(duration_ms(distance_m, speed_kmh)),
        distance_m,
    }
}

/// Whole seconds, rounded up: nobody arrives early because of a rounding.
pub(crate) fn seconds(ms: u32) -> u32 {
    ms.div_ceil(1_000)
}
