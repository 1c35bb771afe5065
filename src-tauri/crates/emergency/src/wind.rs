//! The wind (风) as somebody observed it: by it teams gather upwind of a hot zone.
//!
//! An observation is a plain fact of the whole district. The newest by its own time counts, and
//! only while it is fresh: an old direction may put people under the plume, none does not.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, OriginId};
use crate::time::{MINUTE_MS, UtcMs};

/// Name of the one wind entity of a log.
pub const WIND: &str = "wind";

/// Milliseconds for which an observation says where the wind comes from: assumed, 待区里确认.
pub const WIND_FRESH_MS: i64 = 60 * MINUTE_MS;

/// Degrees of the full circle.
pub const CIRCLE_DEG: u32 = 360;

/// The strongest wind that can be meant, metres a second; more is a slip of the pen.
pub const SPEED_MPS_MAX: f64 = 100.0;

/// `wind.observed`: from where the wind comes, how strong it is, and who says so.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WindObserved {
    /// Degrees from north, clockwise, below [`CIRCLE_DEG`]; none when it is calm or turns (静风、
    /// 风向不定).
    pub from_deg: Option<u32>,
    /// Metres a second, when said.
    pub speed_mps: Option<f64>,
    /// Where it was observed, in words.
    pub place: String,
    /// Who says so: a station, a fire chief on the scene.
    pub source: String,
    /// Words.
    pub note: String,
}

/// The wind as last observed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Wind {
    /// What was observed.
    pub observed: WindObserved,
    /// When; none before the first observation.
    pub at: Option<UtcMs>,
    /// Who entered it.
    pub by: ActorName,
    /// At which desk.
    pub origin: OriginId,
}

impl Wind {
    /// Whether it counts at that time.
    #[must_use]
    pub fn is_fresh(&self, now: UtcMs) -> bool {
        self.at.is_some_and(|at| now.since_ms(at) <= WIND_FRESH_MS)
    }

    /// From where the wind comes at that time, degrees from north, clockwise; none when nobody
    /// knows, when it is calm or turns, and when the observation is no longer fresh.
    #[must_use]
    pub fn from_deg(&self, now: UtcMs) -> Option<u32> {
        self.observed.from_deg.filter(|_| self.is_fresh(now))
    }

    /// Applies one fact that touches the wind, in log order. What was observed in an earlier minute
    /// and entered later changes nothing; of the same minute, to which times are typed, what was
    /// entered last counts.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        let Fact::WindObserved(body) = fact else {
            return;
        };
        let minute = |at: UtcMs| at.0.div_euclid(MINUTE_MS);
        if self
            .at
            .is_none_or(|at| minute(at) <= minute(event.occurred_at))
        {
            self.observed = body.clone();
            self.at = Some(event.occurred_at);
            self.by = event.actor.clone();
            self.origin = event.origin.clone();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{Command, Refusal};
    use crate::sample::Room;

    fn from(from_deg: u32) -> WindObserved {
        WindObserved {
            from_deg: Some(from_deg),
            speed_mps: Some(3.5),
            source: "演练 气象站".to_owned(),
            ..WindObserved::default()
        }
    }

    fn observe(observed: WindObserved) -> Command {
        Command::ObserveWind { observed }
    }

    #[test]
    fn the_newest_observation_counts_while_it_is_fresh() {
        let mut room = Room::new();
        let began = room.now;
        room.act(observe(from(270)));
        let wind = room.wind(WIND);
        assert_eq!(wind.from_deg(began), Some(270), "as was said");
        let end = began.plus_ms(WIND_FRESH_MS);
        assert_eq!(wind.from_deg(end), Some(270), "to the end of its hour");
        assert_eq!(
            wind.from_deg(end.plus_ms(1)),
            None,
            "an old one tells nothing"
        );
        assert_eq!(wind.observed.from_deg, Some(270), "and is still to be read");
    }

    #[test]
    fn what_was_observed_earlier_and_entered_later_changes_nothing() {
        let mut room = Room::new();
        room.act(observe(from(270)));
        let minute = room.now.0 - room.now.0.rem_euclid(MINUTE_MS);
        room.happen(minute - 1, WIND, Fact::WindObserved(from(90)));
        assert_eq!(
            room.wind(WIND).observed.from_deg,
            Some(270),
            "the newer stays"
        );
    }

    #[test]
    fn of_one_minute_what_was_entered_last_counts() {
        let mut room = Room::new();
        room.act(observe(from(270)));
        let minute = room.now.0 - room.now.0.rem_euclid(MINUTE_MS);
        room.happen(minute + 30_000, WIND, Fact::WindObserved(from(180)));
        room.happen(minute, WIND, Fact::WindObserved(from(90)));
        assert_eq!(
            room.wind(WIND).observed.from_deg,
            Some(90),
            "a time that is typed has no seconds"
        );
    }

    #[test]
    fn a_calm_has_no_direction() {
        let mut room = Room::new();
        let calm = WindObserved {
            from_deg: None,
            speed_mps: Some(0.0),
            ..from(0)
        };
        room.act(observe(calm));
        let wind = room.wind(WIND);
        assert!(wind.is_fresh(room.now), "it was observed");
        assert_eq!(wind.from_deg(room.now), None, "nobody is sent upwind of it");
    }

    #[test]
    fn a_direction_off_the_circle_an_impossible_speed_and_no_source_are_refused() {
        let mut room = Room::new();
        let speed = |speed_mps| WindObserved {
            speed_mps: Some(speed_mps),
            ..from(0)
        };
        let nobody = WindObserved {
            source: " ".to_owned(),
            ..from(0)
        };
        let bad = [
            from(360),
            speed(-0.1),
            speed(f64::NAN),
            speed(500.0),
            nobody,
        ];
        for observed in bad {
            let answer = room.ask(observe(observed.clone()));
            let refused = matches!(
                answer,
                Err(Refusal::OutOfRange { .. } | Refusal::Needed { .. })
            );
            assert!(refused, "{observed:?} gives {answer:?}");
        }
    }
}
