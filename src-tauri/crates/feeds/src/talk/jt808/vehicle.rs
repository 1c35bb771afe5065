//! What is known of a vehicle, and where it was seen.

use emergency::place::Point;
use emergency::time::UtcMs;
use protocols::jt808::Position;

/// What is known of a vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vehicle {
    /// Its plate, once it has registered.
    pub plate: String,
    /// Its newest position.
    pub position: Option<Position>,
    /// When that came.
    pub heard_at: UtcMs,
    /// Whether a connection of it is open.
    pub online: bool,
    /// The connection that it was heard on last.
    pub(super) line: u64,
}

impl Vehicle {
    /// Where it was seen and when that came; nothing while it does not know where it is.
    #[must_use]
    pub fn place(&self) -> Option<(Point, UtcMs)> {
        let position = self.position.as_ref().filter(|one| one.is_located())?;
        let point = Point {
            lon: position.lng(),
            lat: position.lat(),
        };
        Some((point, self.heard_at))
    }

    /// Its speed.
    #[must_use]
    pub fn speed_kmh(&self) -> f64 {
        let speed = self.position.as_ref().map(|one| one.speed_dkmh);
        f64::from(speed.unwrap_or_default()) / 10.0
    }
}
