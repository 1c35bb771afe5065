//! Travel times for every class of vehicle over the roads as they are now.

use std::sync::Arc;

use emergency::place::Point;

use crate::network::Network;
use crate::road_user::RoadUser;
use crate::roads::{RoadTimes, Towards};
use crate::search::{Reach, reach_crossings};
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

/// The ways to one place for one class of vehicle.
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
                    Some(way) => {
                        let access = duration_ms(from.away_m, self.settings.access_speed_kmh);
                        Travel::Road {
                            eta_s: seconds(way.ms.saturating_add(access)),
                            distance_m: way.metres() + from.away_m,
                            on_closed: false,
                        }
                    }
                    None => towards.journey_strict(point, from).travel,
                }
            }
        }
    }

    /// The road beside each start, for its own class of vehicle.
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
        let engine = |point: &Point| Start {
            point: *point,
            vehicle: RoadUser::Engine,
        };
        let starts: Vec<Start> = starts.iter().map(engine).collect();
        self.travel_each(&starts, place)
    }

    fn route(&self, start: Point, place: Point) -> Option<Route> {
        let vehicle = RoadUser::Engine;
        let staging = self.staging(vehicle, place);
        if staging.is_empty() {
            return self.of(vehicle).route(start, place);
        }
        let starts = [start];
        let travel = self.travel(&starts, place).into_iter().next()?;
        travel.eta_s()?;
        let conditions = self.situation.of(vehicle);
        let crossings: Vec<u32> = staging.iter().map(|point| point.crossing).collect();
        let reach = reach_crossings(self.network, conditions, &crossings);
        let from = self.of(vehicle).beside(start);
        let way = from.and_then(|from| reach.way(self.network, conditions, &from));
        let mut line = vec![start];
        match way {
            Some(way) => line.extend(reach.line(self.network, conditions, &way)),
            None => line.push(place),
        }
        line.dedup();
        Some(Route { travel, line })
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
