//! Which roads are closed and which are slow, for one kind of road user, apart from the graph.
//!
//! A copy shares everything with the first until either is changed, so a "what if" is a copy.

use std::sync::Arc;

use crate::network::{ArcId, BARRED, Network};
use crate::road_user::{RoadUser, RoadUsers};
use crate::settings::Settings;

/// Tenths of the open-road time that an open road takes.
const OPEN_TENTHS: u8 = 10;

/// What a search makes least; the other breaks ties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Measure {
    /// The time, and of equal times the shortest road.
    #[default]
    Time,
    /// The length of the road, and of equal lengths the least time.
    Distance,
}

/// Closures and slow roads of one network for one kind of road user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    vehicle: RoadUser,
    measure: Measure,
    closed_ends: bool,
    /// One bit an arc.
    closed: Arc<Vec<u64>>,
    /// Tenths of the open-road time, [`OPEN_TENTHS`] or more.
    tenths: Arc<Vec<u8>>,
    /// Tenths by class of road at this hour; empty off the rush hours.
    rush: Arc<Vec<u8>>,
}

impl Conditions {
    /// All roads open, for an engine, off the rush hours.
    #[must_use]
    pub fn open(network: &Network) -> Self {
        Self {
            vehicle: RoadUser::Engine,
            measure: Measure::Time,
            closed_ends: true,
            closed: Arc::new(vec![0; network.arcs().div_ceil(64)]),
            tenths: Arc::new(vec![OPEN_TENTHS; network.arcs()]),
            rush: Arc::default(),
        }
    }

    /// The same for another kind of road user.
    #[must_use]
    pub fn with_vehicle(mut self, vehicle: RoadUser) -> Self {
        self.vehicle = vehicle;
        self
    }

    /// The same with another measure.
    #[must_use]
    pub fn with_measure(mut self, measure: Measure) -> Self {
        self.measure = measure;
        self
    }

    /// The same, but a place on a closed road is cut off: not even the part of the road up to the
    /// next crossing may be driven.
    #[must_use]
    pub fn without_closed_ends(mut self) -> Self {
        self.closed_ends = false;
        self
    }

    /// The same at an hour of a working day, local time.
    #[must_use]
    pub fn at_hour(mut self, network: &Network, settings: &Settings, hour: u8) -> Self {
        let tenths = |class: &str| settings.rush_tenths(self.vehicle, class, hour);
        let rush: Vec<u8> = network.classes().iter().map(tenths).collect();
        let is_rush = rush.iter().any(|tenths| *tenths != OPEN_TENTHS);
        self.rush = Arc::new(if is_rush { rush } else { Vec::new() });
        self
    }

    /// The same with nothing closed; what is slow stays slow.
    #[must_use]
    pub fn without_closures(&self) -> Self {
        Self {
            closed: Arc::new(vec![0; self.closed.len()]),
            ..self.clone()
        }
    }

    /// Who is travelling.
    #[must_use]
    pub fn vehicle(&self) -> RoadUser {
        self.vehicle
    }

    /// What is made least.
    #[must_use]
    pub fn measure(&self) -> Measure {
        self.measure
    }

    /// Whether the part of a closed road between a place and the next crossing may be driven when
    /// nothing else is left.
    #[must_use]
    pub fn closed_ends(&self) -> bool {
        self.closed_ends
    }

    /// Closes one direction of a road.
    pub fn close(&mut self, arc: ArcId) {
        if let Some(word) = Arc::make_mut(&mut self.closed).get_mut(arc.index() / 64) {
            *word |= 1 << (arc.index() % 64);
        }
    }

    /// Closes a road in both directions.
    pub fn close_road(&mut self, network: &Network, arc: ArcId) {
        self.close(arc);
        if let Some(other) = network.opposite(arc) {
            self.close(other);
        }
    }

    /// Opens one direction of a road again.
    pub fn reopen(&mut self, arc: ArcId) {
        if let Some(word) = Arc::make_mut(&mut self.closed).get_mut(arc.index() / 64) {
            *word &= !(1 << (arc.index() % 64));
        }
    }

    /// Whether a direction of a road is closed.
    #[must_use]
    pub fn is_closed(&self, arc: ArcId) -> bool {
        let word = self.closed.get(arc.index() / 64).copied().unwrap_or(0);
        word >> (arc.index() % 64) & 1 == 1
    }

    /// True when nothing is closed.
    #[must_use]
    pub fn all_open(&self) -> bool {
        self.closed.iter().all(|word| *word == 0)
    }

    /// Sets how much longer an arc takes, in tenths: 10 is the open road, 25 two and a half times
    /// as long. Less than 10 is taken as 10: no condition makes a road faster.
    pub fn slow(&mut self, arc: ArcId, tenths: u8) {
        if let Some(entry) = Arc::make_mut(&mut self.tenths).get_mut(arc.index()) {
            *entry = tenths.max(OPEN_TENTHS);
        }
    }

    /// As [`Self::slow`], but what is slower already stays so.
    pub fn slow_at_least(&mut self, arc: ArcId, tenths: u8) {
        let known = self.tenths.get(arc.index()).copied();
        if known.is_some_and(|known| known < tenths) {
            self.slow(arc, tenths);
        }
    }

    /// Milliseconds for an arc as it is now, closed or not; [`BARRED`] when the vehicle may never
    /// use it. The product of the open-road time, the tenths of the arc and the tenths of the
    /// hour, cut to whole milliseconds.
    #[must_use]
    pub fn arc_ms(&self, network: &Network, arc: ArcId) -> u32 {
        let base = network.base_ms(self.vehicle, arc);
        if base == BARRED {
            return BARRED;
        }
        let tenths = self.tenths.get(arc.index()).copied().unwrap_or(OPEN_TENTHS);
        let mut ms = u64::from(base) * u64::from(tenths) / u64::from(OPEN_TENTHS);
        if !self.rush.is_empty() {
            let class = network.class_place(arc) as usize;
            let rush = self.rush.get(class).copied().unwrap_or(OPEN_TENTHS);
            ms = ms * u64::from(rush) / u64::from(OPEN_TENTHS);
        }
        u32::try_from(ms).unwrap_or(BARRED - 1).min(BARRED - 1)
    }

    /// Whether the vehicle may drive an arc now.
    #[must_use]
    pub fn is_usable(&self, network: &Network, arc: ArcId) -> bool {
        !self.is_closed(arc) && network.base_ms(self.vehicle, arc) != BARRED
    }

    pub(crate) fn may_turn(&self, users: RoadUsers) -> bool {
        users.has(self.vehicle)
    }
}
