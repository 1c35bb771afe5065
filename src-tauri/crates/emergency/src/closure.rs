//! Roads that cannot be driven now: blocked, flooded, or in a dangerous area.
//!
//! A closure is a plain fact: whoever sees the road says so, and nobody has to grant it. Setting it
//! again corrects it; lifting it opens the roads. Both stay in the log.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{AlertId, ClosureId};
use crate::place::Point;
use crate::time::UtcMs;

/// Points of a drawn closure at most.
pub const POINTS_MAX: usize = 5_000;
/// Roads that one closure may name at most.
pub const EDGES_MAX: usize = 5_000;

/// Who uses a road (道路使用者): kinds of vehicle, and people on foot, each with their own roads and
/// speeds.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RoadUser {
    /// A fire engine or another vehicle on an emergency run.
    #[default]
    Engine,
    /// A heavy goods or engineering vehicle.
    Heavy,
    /// A car or a van.
    Car,
    /// On foot.
    Foot,
}

impl RoadUser {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Engine, Self::Heavy, Self::Car, Self::Foot];

    /// The name as stored, and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Engine => "engine",
            Self::Heavy => "heavy",
            Self::Car => "car",
            Self::Foot => "foot",
        }
    }

    /// The road user of a name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|user| user.name() == name)
    }
}

/// Why the road cannot be driven.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ClosureKind {
    /// 道路中断：an accident, works, a fallen tree, a collapsed bridge, a police line.
    #[default]
    Blocked,
    /// 积水：how deep decides who passes.
    Flooded,
    /// 危险区：a plume, heat, a blast radius. Drawn as an area and closed to all it is a hot zone.
    Hazard,
}

/// Where it is.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ClosureShape {
    /// Roads by their numbers in the road data that is in use.
    Edges {
        /// The numbers.
        #[cfg_attr(feature = "ts", ts(type = "Array<number>"))]
        numbers: Vec<u64>,
    },
    /// A line across or along roads; a single point is a spot on the nearest one.
    Line {
        /// Its points.
        points: Vec<Point>,
    },
    /// An area: every road that touches it.
    Area {
        /// Its corners, three at least; the last joins the first.
        ring: Vec<Point>,
    },
}

impl Default for ClosureShape {
    fn default() -> Self {
        Self::Line { points: Vec::new() }
    }
}

/// `closure.set`: a later one for the same closure replaces it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClosureSet {
    /// Why.
    pub kind: ClosureKind,
    /// Where.
    pub shape: ClosureShape,
    /// Depth of the water in centimetres; none when nobody has measured it.
    pub depth_cm: Option<u32>,
    /// How much longer the roads take, in tenths of the usual time, when they can still be driven;
    /// none when they are closed.
    pub slow_tenths: Option<u8>,
    /// Who is bound; nobody named means everyone.
    pub vehicles: Vec<RoadUser>,
    /// From when; none means from when it was set.
    pub from: Option<UtcMs>,
    /// Until when; none means until it is lifted.
    pub until: Option<UtcMs>,
    /// What happened, in words.
    pub reason: String,
    /// Who says so: a name, a camera, a feed.
    pub source: String,
    /// The alert of a feed that it was made from: it is lifted when that ends.
    pub alert: Option<AlertId>,
}

/// `closure.lifted`: the roads are open again.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClosureLifted {
    /// Who saw it, or why.
    pub reason: String,
}

/// The state of one closure.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Closure {
    /// Its name in the log.
    pub id: ClosureId,
    /// What was said last.
    pub set: ClosureSet,
    /// When that was; none before the first.
    pub set_at: Option<UtcMs>,
    /// When it was lifted; none while it stands.
    pub lifted_at: Option<UtcMs>,
    /// Why.
    pub lifted_because: String,
}

impl Closure {
    /// Applies one fact that touches this closure, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::ClosureSet(body) => {
                self.set = body.clone();
                self.set_at = Some(event.occurred_at);
                self.lifted_at = None;
                self.lifted_because.clear();
            }
            Fact::ClosureLifted(body) => {
                self.lifted_at = Some(event.occurred_at);
                self.lifted_because.clone_from(&body.reason);
            }
            _ => {}
        }
    }

    /// Set, not lifted and not over.
    #[must_use]
    pub fn is_standing(&self, now: UtcMs) -> bool {
        let over = self.set.until.is_some_and(|until| until <= now);
        self.set_at.is_some() && self.lifted_at.is_none() && !over
    }

    /// Standing, and its time has begun.
    #[must_use]
    pub fn is_in_force(&self, now: UtcMs) -> bool {
        self.is_standing(now) && self.set.from.is_none_or(|from| from <= now)
    }

    /// Whether a vehicle is bound by it.
    #[must_use]
    pub fn binds(&self, vehicle: RoadUser) -> bool {
        self.set.vehicles.is_empty() || self.set.vehicles.contains(&vehicle)
    }

    /// The ring of a hot zone: a hazard area that is closed to everyone. Nobody is led straight
    /// into one.
    #[must_use]
    pub fn hot_zone(&self) -> Option<&[Point]> {
        match &self.set.shape {
            ClosureShape::Area { ring }
                if self.set.kind == ClosureKind::Hazard
                    && self.set.slow_tenths.is_none()
                    && self.set.vehicles.is_empty() =>
            {
                Some(ring)
            }
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests;
