//! The roads as they are now: all closures in force, for every kind of road user at once.

use std::collections::HashMap;

use emergency::closure::{Closure, ClosureKind, ClosureShape};
use emergency::id::ClosureId;
use emergency::place::Point;
use emergency::time::UtcMs;

use crate::area::{arcs_in_area, arcs_on_line, is_in_area};
use crate::conditions::Conditions;
use crate::network::{ArcId, Network};
use crate::road_user::RoadUser;
use crate::settings::{Ford, Settings};

/// A dangerous area that nobody is led into.
#[derive(Debug, Clone, PartialEq)]
pub struct HotZone {
    /// The closure that draws it.
    pub closure: ClosureId,
    /// Its corners.
    pub ring: Vec<Point>,
}

/// The roads as they are now. A copy is cheap and changes nothing of the first, so "what if" is a
/// copy with one more closure.
#[derive(Debug, Clone)]
pub struct Situation {
    by_vehicle: [Conditions; 4],
    hot_zones: Vec<HotZone>,
    /// Which closures close an arc and why, the first first.
    closed_by: HashMap<ArcId, Vec<(ClosureId, String)>>,
    /// Where the wind comes from, degrees from north, clockwise; none when it is not known.
    pub wind_from_deg: Option<f64>,
}

impl Situation {
    /// All roads open. With an hour of a working day (local time) the rush hours count.
    #[must_use]
    pub fn open(network: &Network, settings: &Settings, hour: Option<u8>) -> Self {
        let open = Conditions::open(network);
        let by_vehicle = RoadUser::ALL.map(|vehicle| {
            let own = open.clone().with_vehicle(vehicle);
            match hour {
                Some(hour) => own.at_hour(network, settings, hour),
                None => own,
            }
        });
        Self {
            by_vehicle,
            hot_zones: Vec::new(),
            closed_by: HashMap::new(),
            wind_from_deg: None,
        }
    }

    /// Puts all closures that are in force at a time into effect.
    pub fn close_all<'a>(
        &mut self,
        network: &Network,
        settings: &Settings,
        closures: impl IntoIterator<Item = &'a Closure>,
        now: UtcMs,
    ) {
        let in_force: Vec<&Closure> = closures
            .into_iter()
            .filter(|c| c.is_in_force(now))
            .collect();
        for closure in in_force {
            let arcs = arcs_of(network, &closure.set.shape);
            self.close(settings, closure, &arcs);
        }
    }

    fn close(&mut self, settings: &Settings, closure: &Closure, arcs: &[ArcId]) {
        for vehicle in RoadUser::ALL
            .into_iter()
            .filter(|vehicle| closure.binds(*vehicle))
        {
            let conditions = &mut self.by_vehicle[vehicle as usize];
            match effect(settings, closure, vehicle) {
                Effect::None => {}
                Effect::Slow(tenths) => {
                    arcs.iter()
                        .for_each(|arc| conditions.slow_at_least(*arc, tenths));
                }
                Effect::Closed => {
                    for arc in arcs {
                        conditions.close(*arc);
                        let by = self.closed_by.entry(*arc).or_default();
                        if by.iter().all(|(id, _)| *id != closure.id) {
                            by.push((closure.id.clone(), closure.set.reason.clone()));
                        }
                    }
                }
            }
        }
        if let Some(ring) = closure.hot_zone() {
            self.hot_zones.push(HotZone {
                closure: closure.id.clone(),
                ring: ring.to_vec(),
            });
        }
    }

    /// The roads for one kind of road user.
    #[must_use]
    pub fn of(&self, vehicle: RoadUser) -> &Conditions {
        &self.by_vehicle[vehicle as usize]
    }

    /// The areas that nobody is led into.
    #[must_use]
    pub fn hot_zones(&self) -> &[HotZone] {
        &self.hot_zones
    }

    /// The hot zones that a place lies in.
    pub fn zones_at(&self, place: Point) -> impl Iterator<Item = &HotZone> {
        let zones = self.hot_zones.iter();
        zones.filter(move |zone| is_in_area(&zone.ring, place))
    }

    /// The closures that close an arc to anyone, each with its reason.
    #[must_use]
    pub fn closed_by(&self, arc: ArcId) -> &[(ClosureId, String)] {
        self.closed_by.get(&arc).map_or(&[], Vec::as_slice)
    }
}

/// The roads of a shape.
#[must_use]
pub fn arcs_of(network: &Network, shape: &ClosureShape) -> Vec<ArcId> {
    match shape {
        ClosureShape::Area { ring } => arcs_in_area(network, ring),
        ClosureShape::Line { points } => arcs_on_line(network, points),
        ClosureShape::Edges { numbers } => {
            let of_number = |number: &u64| network.numbered(*number);
            numbers.iter().flat_map(of_number).collect()
        }
    }
}

/// What a closure does to one kind of road user.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Effect {
    None,
    Slow(u8),
    Closed,
}

fn effect(settings: &Settings, closure: &Closure, vehicle: RoadUser) -> Effect {
    if let Some(tenths) = closure.set.slow_tenths {
        return Effect::Slow(tenths);
    }
    let depth_cm = match (closure.set.kind, closure.set.depth_cm) {
        (ClosureKind::Flooded, Some(depth_cm)) => depth_cm,
        // Water that nobody has measured is too deep for everyone.
        _ => return Effect::Closed,
    };
    match settings.ford(vehicle) {
        Some(Ford { closed_cm, .. }) if depth_cm >= *closed_cm => Effect::Closed,
        Some(ford) if depth_cm >= ford.slow_cm => Effect::Slow(ford.slow_tenths),
        Some(_) => Effect::None,
        None => Effect::Closed,
    }
}
