//! Which roads are closed and which are slow, apart from the graph: a copy costs a few kilobytes,
//! so a "what if" is a copy.

use crate::network::{ArcId, Network};

/// Tenths of the open-road time that an open road takes.
const OPEN_TENTHS: u8 = 10;

/// Closures and slow roads of one network.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Conditions {
    /// One bit an arc.
    closed: Vec<u64>,
    /// Tenths of the open-road time, [`OPEN_TENTHS`] or more.
    tenths: Vec<u8>,
}

impl Conditions {
    /// All roads open.
    #[must_use]
    pub fn open(network: &Network) -> Self {
        Self {
            closed: vec![0; network.arcs().div_ceil(64)],
            tenths: vec![OPEN_TENTHS; network.arcs()],
        }
    }

    /// Closes one direction of a road.
    pub fn close(&mut self, arc: ArcId) {
        if let Some(word) = self.closed.get_mut(arc.index() / 64) {
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
        if let Some(word) = self.closed.get_mut(arc.index() / 64) {
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
        if let Some(entry) = self.tenths.get_mut(arc.index()) {
            *entry = tenths.max(OPEN_TENTHS);
        }
    }

    /// Milliseconds for an arc as it is now, closed or not.
    #[must_use]
    pub fn arc_ms(&self, network: &Network, arc: ArcId) -> u32 {
        let tenths = self.tenths.get(arc.index()).copied().unwrap_or(OPEN_TENTHS);
        let ms = u64::from(network.base_ms(arc)) * u64::from(tenths) / u64::from(OPEN_TENTHS);
        u32::try_from(ms).unwrap_or(u32::MAX)
    }
}
