//! The rota (值班表): who has the watch on which day.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::event::Event;
use crate::fact::Fact;
use crate::id::ActorName;
use crate::time::UtcMs;

/// `rota.set`: the watch of one day; a later one replaces it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RotaSet {
    /// The duty leader (带班领导).
    pub leader: ActorName,
    /// The duty officers (值班员).
    pub officers: Vec<ActorName>,
    /// Who steps in.
    pub standby: Vec<ActorName>,
    /// Telephone of the leader.
    pub phone: String,
    /// Words, such as 节假日.
    pub note: String,
}

/// The state of one day's watch; its name in the log is the day, `YYYY-MM-DD`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Rota {
    /// The day.
    pub day: Option<Day>,
    /// Who.
    pub set: RotaSet,
    /// When that was entered.
    pub set_at: Option<UtcMs>,
}

impl Rota {
    /// Applies one fact that touches this day, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        if let Fact::RotaSet(body) = fact {
            self.set = body.clone();
            self.set_at = Some(event.occurred_at);
        }
    }
}
