//! What is known of a vehicle, and where it was seen.

use emergency::place::Point;
use emergency::time::UtcMs;
use protocols::jt808::Position;

use super::positions::{misplaced, place_of};

/// What is known of a vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Vehicle {
    /// Its plate, once it has registered.
    pub plate: String,
    /// Its newest position.
    pub position: Option<Position>,
    /// When that came.
    pub heard_at: UtcMs,
    /// The colour of its plate as it registered (JT/T 697.7-2014).
    pub colour: Option<u8>,
    /// Whether a connection of it is open.
    pub online: bool,
    /// When its last connection ended; nothing while one is open.
    pub(super) gone_at: Option<UtcMs>,
    /// The connection that it was heard on last.
    pub(super) line: u64,
}

/// What a terminal registers its vehicle by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Plate {
    pub(super) text: String,
    pub(super) colour: Option<u8>,
}

impl Vehicle {
    pub(super) fn name(&mut self, plate: Plate) {
        self.plate = plate.text;
        self.colour = plate.colour;
    }

    /// What it is called: its plate, else the number of its terminal.
    pub(super) fn called<'a>(&'a self, phone: &'a str) -> &'a str {
        if self.plate.is_empty() {
            phone
        } else {
            &self.plate
        }
    }

    /// Notes a report. One whose place is none leaves it where it was seen, and when.
    pub(super) fn report(&mut self, position: Position, now: UtcMs) {
        if misplaced(&position).is_none() {
            (self.position, self.heard_at) = (Some(position), now);
        } else if let Some(known) = &mut self.position {
            known.alarm = position.alarm;
        }
    }

    /// Where it was seen and when that came; nothing while it does not know where it is.
    #[must_use]
    pub fn place(&self) -> Option<(Point, UtcMs)> {
        let point = self.position.as_ref().and_then(place_of)?;
        Some((point, self.heard_at))
    }

    /// Its speed.
    #[must_use]
    pub fn speed_kmh(&self) -> f64 {
        let speed = self.position.as_ref().map(|one| one.speed_dkmh);
        f64::from(speed.unwrap_or_default()) / 10.0
    }
}
