//! The question the rest of the program asks: how long from each of these places to that one.

use emergency::place::Point;
use serde::{Deserialize, Serialize};

use crate::conditions::Conditions;
use crate::network::Network;
use crate::search::{Reach, Way, reach};
use crate::settings::{Settings, duration_ms};
use crate::snap::{Roadside, roadside};

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

/// Whoever can say how long it takes.
pub trait TravelTimes {
    /// The way from each start to the place, in the order of the starts.
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel>;

    /// The route from one start to the place; none when closures leave no way.
    fn route(&self, start: Point, place: Point) -> Option<Route>;
}

/// Without any roads: every time is an estimate.
#[derive(Debug, Clone, Default)]
pub struct StraightLine {
    /// The numbers in force.
    pub settings: Settings,
}

impl StraightLine {
    fn one(&self, start: Point, place: Point) -> Travel {
        estimate(&self.settings, start, place)
    }
}

impl TravelTimes for StraightLine {
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel> {
        starts.iter().map(|start| self.one(*start, place)).collect()
    }

    fn route(&self, start: Point, place: Point) -> Option<Route> {
        Some(Route {
            travel: self.one(start, place),
            line: vec![start, place],
        })
    }
}

fn estimate(settings: &Settings, start: Point, place: Point) -> Travel {
    let distance_m = start.distance_m(place) * settings.detour_factor;
    Travel::Estimate {
        eta_s: seconds(duration_ms(distance_m, settings.straight_speed_kmh)),
        distance_m,
    }
}

/// Whole seconds, rounded up: nobody arrives early because of a rounding.
fn seconds(ms: u32) -> u32 {
    ms.div_ceil(1_000)
}

/// Over a road network with its conditions. Where either end has no road near it, an estimate.
#[derive(Debug, Clone, Copy)]
pub struct RoadTimes<'a> {
    /// The roads.
    pub network: &'a Network,
    /// Closures and slow roads.
    pub conditions: &'a Conditions,
    /// The numbers in force.
    pub settings: &'a Settings,
}

impl RoadTimes<'_> {
    fn beside(&self, place: Point) -> Option<Roadside> {
        roadside(self.network, place, self.settings.snap_max_m)
    }

    fn along(&self, way: &Way, start: &Roadside, goal: &Roadside) -> Travel {
        let access_m = start.away_m + goal.away_m;
        let access_ms = duration_ms(access_m, self.settings.access_speed_kmh);
        Travel::Road {
            eta_s: seconds(way.ms.saturating_add(access_ms)),
            distance_m: way.metres + access_m,
            on_closed: way.on_closed,
        }
    }

    /// No way: say which closure cuts it. Without one the network itself has no way, which is
    /// missing data and not a closure: estimate.
    fn no_way(&self, whole: &mut Option<Reach>, ends: (Point, Point), from: &Roadside) -> Travel {
        let open = Conditions::open(self.network);
        let goal = ends.1;
        if whole.is_none() {
            *whole = self.beside(goal).map(|to| reach(self.network, &open, &to));
        }
        let closed = whole.as_ref().and_then(|reach| {
            let way = reach.way(self.network, &open, from)?;
            let mut arcs = reach.arcs(self.network, &way);
            arcs.find(|arc| self.conditions.is_closed(*arc))
        });
        match closed {
            Some(arc) => Travel::Cut {
                by: self.network.number(arc),
            },
            None => estimate(self.settings, ends.0, goal),
        }
    }
}

impl TravelTimes for RoadTimes<'_> {
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel> {
        let Some(goal) = self.beside(place) else {
            let straight = |start: &Point| estimate(self.settings, *start, place);
            return starts.iter().map(straight).collect();
        };
        let reach = reach(self.network, self.conditions, &goal);
        let mut whole = None;
        let one = |start: &Point| {
            let Some(from) = self.beside(*start) else {
                return estimate(self.settings, *start, place);
            };
            match reach.way(self.network, self.conditions, &from) {
                Some(way) => self.along(&way, &from, &goal),
                None => self.no_way(&mut whole, (*start, place), &from),
            }
        };
        starts.iter().map(one).collect()
    }

    fn route(&self, start: Point, place: Point) -> Option<Route> {
        let (from, goal) = (self.beside(start), self.beside(place));
        let (Some(from), Some(goal)) = (from, goal) else {
            return Some(Route {
                travel: estimate(self.settings, start, place),
                line: vec![start, place],
            });
        };
        let reach = reach(self.network, self.conditions, &goal);
        match reach.way(self.network, self.conditions, &from) {
            Some(way) => {
                let mut line = vec![start];
                line.extend(reach.line(self.network, self.conditions, &way));
                line.push(place);
                line.dedup();
                Some(Route {
                    travel: self.along(&way, &from, &goal),
                    line,
                })
            }
            None => {
                let travel = self.no_way(&mut None, (start, place), &from);
                travel.eta_s().map(|_| Route {
                    travel,
                    line: vec![start, place],
                })
            }
        }
    }
}
