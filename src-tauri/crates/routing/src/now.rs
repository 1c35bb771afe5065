//! Travel times for every kind of road user over the roads as they are now.

use std::sync::Arc;

use emergency::place::Point;

use crate::directions::{Step, directions};
use crate::network::{ArcId, Network};
use crate::road_user::RoadUser;
use crate::roads::{RoadTimes, Towards};
use crate::search::{Reach, Way, reach_crossings};
use crate::settings::{Settings, duration_ms};
use crate::situation::Situation;
use crate::snap::{Known, Roadside};
use crate::staging::{StagingPoint, staging_points};
use crate::travel::{Route, Start, Travel, TravelTimes, seconds};

/// Over a road network with all closures in force. To a place inside a hot zone the way ends at
/// the staging point that is reached first.
#[derive(Debug, Clone, Copy)]
pub struct RoadNow<'a> {
    /// The roads.
    pub network: &'a Network,
    /// How they are.
    pub situation: &'a Situation,
    /// The numbers in force.
    pub settings: &'a Settings,
    /// The roads beside places asked for before, when somebody keeps them.
    pub known: Option<&'a Known>,
}

/// The way from one place to another with all that is told of it.
#[derive(Debug, Clone, PartialEq)]
pub struct Guided {
    /// How long and how far; to the staging point where there is one.
    pub travel: Travel,
    /// Its points, the start first; empty when closures leave no way.
    pub line: Vec<Point>,
    /// What a driver is told; empty where no road is followed.
    pub steps: Vec<Step>,
    /// Where it ends when the place lies in a hot zone.
    pub staging: Option<StagingPoint>,
    /// The first closed road on the way that would be best without closures, when they leave none.
    pub cut_by: Option<ArcId>,
}

/// The ways to one place for one kind of road user.
enum Goal<'a> {
    Place(Box<Towards<'a>>),
    /// A search towards all staging points at once; the place itself says which closure cuts.
    Staging(Box<Reach>, Box<Towards<'a>>),
}

impl<'a> RoadNow<'a> {
    fn of(&self, vehicle: RoadUser) -> RoadTimes<'a> {
        RoadTimes {
            network: self.network,
            conditions: self.situation.of(vehicle),
            settings: self.settings,
        }
    }

    /// Where to gather before a place inside a hot zone; empty for a place outside all of them, and
    /// where no road leads near.
    #[must_use]
    pub fn staging(&self, vehicle: RoadUser, place: Point) -> Vec<StagingPoint> {
        let Some(zone) = self.situation.zones_at(place).next() else {
            return Vec::new();
        };
        let (conditions, zones) = (self.situation.of(vehicle), self.situation.hot_zones());
        staging_points(
            self.network,
            conditions,
            zone,
            zones,
            self.situation.wind_from_deg,
        )
    }

    fn goal(&self, vehicle: RoadUser, place: Point) -> Goal<'a> {
        let towards = Box::new(Towards::new(self.of(vehicle), place));
        let staging = self.staging(vehicle, place);
        if staging.is_empty() {
            return Goal::Place(towards);
        }
        let crossings: Vec<u32> = staging.iter().map(|point| point.crossing).collect();
        let conditions = self.situation.of(vehicle);
        let reach = reach_crossings(self.network, conditions, &crossings);
        Goal::Staging(Box::new(reach), towards)
    }

    fn one(
        &self,
        goal: &mut Goal<'a>,
        vehicle: RoadUser,
        point: Point,
        from: Option<&Roadside>,
    ) -> Travel {
        match goal {
            Goal::Place(towards) => towards.journey(point, from).travel,
            Goal::Staging(reach, towards) => {
                let Some(from) = from else {
                    return towards.journey(point, None).travel;
                };
                match reach.way(self.network, self.situation.of(vehicle), from) {
                    Some(way) => self.staged(&way, from, vehicle),
                    None => towards.journey_strict(point, from).travel,
                }
            }
        }
    }

    /// How long and how far it is along a way that ends at a staging point.
    fn staged(&self, way: &Way, from: &Roadside, vehicle: RoadUser) -> Travel {
        let access = duration_ms(from.away_m, self.settings.access_kmh(vehicle));
        Travel::Road {
            eta_s: seconds(way.ms.saturating_add(access)),
            distance_m: way.metres() + from.away_m,
            on_closed: false,
        }
    }

    /// The way of a vehicle with its line and its directions. To a place inside a hot zone it ends
    /// at the staging point that is reached first; its time is the one of
    /// [`TravelTimes::travel_each`].
    #[must_use]
    pub fn guided(&self, start: Start, place: Point) -> Guided {
        let staging = self.staging(start.vehicle, place);
        let times = self.of(start.vehicle);
        let from = times.beside(start.point);
        if let (Some(from), false) = (&from, staging.is_empty())
            && let Some(guided) = self.guided_to(start, from, &staging)
        {
            return guided;
        }
        let mut towards = Towards::new(times, place);
        let journey = match &from {
            Some(from) if !staging.is_empty() => towards.journey_strict(start.point, from),
            from => towards.journey(start.point, from.as_ref()),
        };
        let (line, steps) = match (&journey.road, &from) {
            (Some(_), Some(from)) => {
                let stretches = towards.stretches(from);
                (
                    towards.line(start.point, from),
                    directions(self.network, &stretches),
                )
            }
            _ if journey.cut_by.is_some() => (Vec::new(), Vec::new()),
            _ => (vec![start.point, place], Vec::new()),
        };
        Guided {
            travel: journey.travel,
            line,
            steps,
            staging: None,
            cut_by: journey.cut_by,
        }
    }

    /// The way to whichever of some staging points is reached first; none when none is.
    fn guided_to(&self, start: Start, from: &Roadside, staging: &[StagingPoint]) -> Option<Guided> {
        let conditions = self.situation.of(start.vehicle);
        let crossings: Vec<u32> = staging.iter().map(|point| point.crossing).collect();
        let reach = reach_crossings(self.network, conditions, &crossings);
        let way = reach.way(self.network, conditions, from)?;
        let stretches = reach.stretches(self.network, conditions, &way);
        let end = stretches.last().map(|(arc, ..)| self.network.to(*arc));
        let mut line = vec![start.point];
        line.extend(reach.line(self.network, conditions, &way));
        line.dedup();
        Some(Guided {
            travel: self.staged(&way, from, start.vehicle),
            line,
            steps: directions(self.network, &stretches),
            staging: staging
                .iter()
                .find(|point| Some(point.crossing) == end)
                .copied(),
            cut_by: None,
        })
    }

    /// The road beside each start, for its own kind of road user.
    fn beside(&self, starts: &[Start]) -> Vec<Option<Arc<Roadside>>> {
        let one = |start: &Start| {
            let find = || self.of(start.vehicle).beside(start.point);
            match self.known {
                Some(known) => known.or_find(start.vehicle, start.point, find),
                None => find().map(Arc::new),
            }
        };
        starts.iter().map(one).collect()
    }

    fn row(&self, starts: &[Start], beside: &[Option<Arc<Roadside>>], place: Point) -> Vec<Travel> {
        let mut goals: [Option<Goal<'a>>; 4] = [const { None }; 4];
        let one = |(start, from): (&Start, &Option<Arc<Roadside>>)| {
            let goal = goals[start.vehicle as usize]
                .get_or_insert_with(|| self.goal(start.vehicle, place));
            self.one(goal, start.vehicle, start.point, from.as_deref())
        };
        starts.iter().zip(beside).map(one).collect()
    }
}

impl TravelTimes for RoadNow<'_> {
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel> {
        let starts: Vec<Start> = starts.iter().map(|point| Start::of(*point)).collect();
        self.travel_each(&starts, place)
    }

    fn route(&self, start: Start, place: Point) -> Option<Route> {
        let guided = self.guided(start, place);
        guided.travel.eta_s()?;
        Some(Route {
            travel: guided.travel,
            line: guided.line,
        })
    }

    fn travel_each(&self, starts: &[Start], place: Point) -> Vec<Travel> {
        self.row(starts, &self.beside(starts), place)
    }

    fn matrix(&self, starts: &[Start], places: &[Point]) -> Vec<Vec<Travel>> {
        let beside = self.beside(starts);
        let row = |place: &Point| self.row(starts, &beside, *place);
        places.iter().map(row).collect()
    }
}
