//! Travel times over a road network for one kind of road user.

use emergency::place::Point;

use crate::conditions::Conditions;
use crate::network::{ArcId, Network};
use crate::road_user::RoadUser;
use crate::search::{Reach, Way, reach, reach_over_closed};
use crate::settings::{Settings, duration_ms};
use crate::snap::{Roadside, roadside};
use crate::travel::{Route, Start, Travel, TravelTimes, estimate, seconds};

/// Over a road network with its conditions. Where either end has no road near it, an estimate.
#[derive(Debug, Clone, Copy)]
pub struct RoadTimes<'a> {
    /// The roads.
    pub network: &'a Network,
    /// Closures and slow roads, and who travels.
    pub conditions: &'a Conditions,
    /// The numbers in force.
    pub settings: &'a Settings,
}

/// An answer with the parts that it is made of.
#[derive(Debug, Clone, PartialEq)]
pub struct Journey {
    /// How long and how far.
    pub travel: Travel,
    /// The parts, when a road was followed.
    pub road: Option<RoadPart>,
    /// The road closed to the vehicle that leaves no way, when one does.
    pub cut_by: Option<ArcId>,
}

/// The parts of a journey by road.
#[derive(Debug, Clone, PartialEq)]
pub struct RoadPart {
    /// The way along the network.
    pub way: Way,
    /// Straight-line metres from the start to the road.
    pub start_away_m: f64,
    /// Straight-line metres from the road to the place.
    pub place_away_m: f64,
    /// What travels.
    pub vehicle: RoadUser,
}

/// The searches towards one place, each made when it is needed.
pub(crate) struct Towards<'a> {
    times: RoadTimes<'a>,
    place: Point,
    goal: Option<Roadside>,
    strict: Option<Reach>,
    over_closed: Option<Reach>,
    /// Without any closure.
    whole: Option<(Conditions, Reach)>,
}

impl<'a> Towards<'a> {
    pub(crate) fn new(times: RoadTimes<'a>, place: Point) -> Self {
        let goal = times.beside(place);
        Self {
            strict: None,
            times,
            place,
            goal,
            over_closed: None,
            whole: None,
        }
    }

    /// The best way, with the search that found it.
    fn best(&mut self, from: &Roadside) -> Option<(Way, &Reach)> {
        let RoadTimes {
            network,
            conditions,
            ..
        } = self.times;
        let goal = self.goal.as_ref()?;
        let strict = self
            .strict
            .get_or_insert_with(|| reach(network, conditions, goal));
        if let Some(way) = strict.way(network, conditions, from) {
            return Some((way, strict));
        }
        if !conditions.closed_ends() || conditions.all_open() {
            return None;
        }
        let lenient = self
            .over_closed
            .get_or_insert_with(|| reach_over_closed(network, conditions, goal));
        let way = lenient.way(network, conditions, from)?;
        Some((way, lenient))
    }

    /// The first closed road on the way that would be best without closures. Without one the
    /// network itself has no way, which is missing data and not a closure.
    fn cut_by(&mut self, from: &Roadside) -> Option<ArcId> {
        let RoadTimes {
            network,
            conditions,
            ..
        } = self.times;
        // Where every road that leaves is closed, the first on any way is one of them: both ends
        // lie in the part of the network in which everything can be reached.
        let mut leaving = from.stops.iter().filter(|stop| stop.share < 1.0).peekable();
        if let Some(first) = leaving.peek().map(|stop| stop.arc)
            && leaving.all(|stop| conditions.is_closed(stop.arc))
        {
            return Some(first);
        }
        let goal = self.goal.as_ref()?;
        let (open, whole) = self.whole.get_or_insert_with(|| {
            let open = conditions.without_closures();
            let whole = reach(network, &open, goal);
            (open, whole)
        });
        let way = whole.way(network, open, from)?;
        let mut stretches = whole.stretches(network, open, &way).into_iter();
        stretches.find_map(|(arc, ..)| conditions.is_closed(arc).then_some(arc))
    }

    /// What to say where no way leads: the closure that cuts it, or an estimate.
    pub(crate) fn journey_strict(&mut self, start: Point, from: &Roadside) -> Journey {
        let Some(arc) = self.cut_by(from) else {
            return self.by_estimate(start);
        };
        Journey {
            travel: Travel::Cut {
                by: self.times.network.number(arc),
            },
            road: None,
            cut_by: Some(arc),
        }
    }

    fn by_estimate(&self, start: Point) -> Journey {
        Journey {
            travel: estimate(self.times.settings, self.times.start(start), self.place),
            road: None,
            cut_by: None,
        }
    }

    pub(crate) fn journey(&mut self, start: Point, from: Option<&Roadside>) -> Journey {
        let settings = self.times.settings;
        let (Some(from), Some(goal)) = (from, &self.goal) else {
            return self.by_estimate(start);
        };
        let place_away_m = goal.away_m;
        if let Some((way, _)) = self.best(from) {
            let part = RoadPart {
                way,
                start_away_m: from.away_m,
                place_away_m,
                vehicle: self.times.conditions.vehicle(),
            };
            return Journey {
                travel: part.travel(settings),
                road: Some(part),
                cut_by: None,
            };
        }
        self.journey_strict(start, from)
    }

    /// The stretches of the best way by road: an arc, and from where to where along it.
    pub(crate) fn stretches(&mut self, from: &Roadside) -> Vec<(ArcId, f64, f64)> {
        let RoadTimes {
            network,
            conditions,
            ..
        } = self.times;
        let found = self.best(from);
        found.map_or_else(Vec::new, |(way, reach)| {
            reach.stretches(network, conditions, &way)
        })
    }

    pub(crate) fn line(&mut self, start: Point, from: &Roadside) -> Vec<Point> {
        let (place, times) = (self.place, self.times);
        let mut line = vec![start];
        if let Some((way, reach)) = self.best(from) {
            line.extend(reach.line(times.network, times.conditions, &way));
        }
        line.push(place);
        line.dedup();
        line
    }
}

impl RoadPart {
    /// Metres between the road and the two places, straight.
    #[must_use]
    pub fn access_m(&self) -> f64 {
        self.start_away_m + self.place_away_m
    }

    /// Milliseconds for those.
    #[must_use]
    pub fn access_ms(&self, settings: &Settings) -> u32 {
        duration_ms(self.access_m(), settings.access_kmh(self.vehicle))
    }

    /// Milliseconds of the whole.
    #[must_use]
    pub fn total_ms(&self, settings: &Settings) -> u32 {
        self.way.ms.saturating_add(self.access_ms(settings))
    }

    fn travel(&self, settings: &Settings) -> Travel {
        Travel::Road {
            eta_s: seconds(self.total_ms(settings)),
            distance_m: self.way.metres() + self.access_m(),
            on_closed: self.way.on_closed,
        }
    }
}

impl RoadTimes<'_> {
    /// A place with the class of vehicle whose times these are.
    fn start(&self, point: Point) -> Start {
        Start {
            point,
            vehicle: self.conditions.vehicle(),
        }
    }

    pub(crate) fn beside(&self, place: Point) -> Option<Roadside> {
        let vehicle = self.conditions.vehicle();
        roadside(self.network, vehicle, place, self.settings.snap_max_m)
    }

    /// Whether there is a road beside a place.
    #[must_use]
    pub fn has_road(&self, place: Point) -> bool {
        self.beside(place).is_some()
    }

    /// The answers for many starts with the parts that they are made of.
    #[must_use]
    pub fn journeys(&self, starts: &[Point], place: Point) -> Vec<Journey> {
        let mut towards = Towards::new(*self, place);
        let one = |start: &Point| towards.journey(*start, self.beside(*start).as_ref());
        starts.iter().map(one).collect()
    }

    /// The stretches of the best way by road, in the order of travel: an arc, and from where to
    /// where along it. None when no road is followed.
    #[must_use]
    pub fn stretches(&self, start: Point, place: Point) -> Vec<(ArcId, f64, f64)> {
        let from = self.beside(start);
        from.map_or_else(Vec::new, |from| Towards::new(*self, place).stretches(&from))
    }
}

impl TravelTimes for RoadTimes<'_> {
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel> {
        let journeys = self.journeys(starts, place).into_iter();
        journeys.map(|journey| journey.travel).collect()
    }

    /// Of the one class that these times are of, whatever the start says.
    fn route(&self, start: Start, place: Point) -> Option<Route> {
        let start = start.point;
        let from = self.beside(start);
        let mut towards = Towards::new(*self, place);
        let journey = towards.journey(start, from.as_ref());
        journey.travel.eta_s()?;
        let line = match (&journey.road, from) {
            (Some(_), Some(from)) => towards.line(start, &from),
            _ => vec![start, place],
        };
        Some(Route {
            travel: journey.travel,
            line,
        })
    }
}
