//! The rota (值班表): who has the watch on which day.

use serde::{Deserialize, Serialize};

use crate::day::Day;
use crate::event::Event;
use crate::fact::Fact;
use crate::id::ActorName;
use crate::team::DAY_MIN;
use crate::time::{CHINA_AHEAD_MS, DAY_MS, MINUTE_MS, UtcMs};

/// Shifts of one day.
pub const SHIFTS_MAX: usize = 12;

/// One shift of a day's watch (班次).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RotaShift {
    /// Its name, such as 白班.
    pub name: String,
    /// Minute of the day at which it begins.
    pub from_min: u32,
    /// Minute at which it ends; not after the beginning it is of the next day.
    pub to_min: u32,
    /// Who has it.
    pub officers: Vec<ActorName>,
}

impl RotaShift {
    /// How long it lasts; one that ends where it begins goes round the clock.
    #[must_use]
    pub fn lasts_min(&self) -> u32 {
        let (from, to) = (self.from_min % DAY_MIN, self.to_min % DAY_MIN);
        if to > from {
            to - from
        } else {
            to + DAY_MIN - from
        }
    }

    /// Whether somebody has it.
    #[must_use]
    pub fn is_manned(&self) -> bool {
        self.officers.iter().any(is_named)
    }

    /// Whether it is that many minutes after the midnight of its day.
    fn covers(&self, minute: u32) -> bool {
        let from = self.from_min % DAY_MIN;
        (from..from + self.lasts_min()).contains(&minute)
    }
}

fn is_named(name: &ActorName) -> bool {
    !name.0.trim().is_empty()
}

/// What is missing in the watch of a day (缺岗).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RotaGap {
    /// Nobody entered anything for the day.
    NoDay,
    /// No duty leader.
    NoLeader,
    /// No duty officer.
    NoOfficer,
    /// A shift without anybody.
    NoOneInShift {
        /// Its name.
        shift: String,
    },
    /// Minutes of the day that no shift covers, from and to.
    Uncovered {
        /// The first minute.
        from_min: u32,
        /// The minute after the last.
        to_min: u32,
    },
}

/// Who is on duty at one moment by the rota.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OnDuty {
    /// The duty leader of the day to which the shift belongs.
    pub leader: ActorName,
    /// Telephone of the leader.
    pub phone: String,
    /// The duty officers.
    pub officers: Vec<ActorName>,
    /// Name of the shift; empty where the day has none.
    pub shift: String,
}

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
    /// The day in shifts; none where the officers have the whole day.
    pub shifts: Vec<RotaShift>,
}

impl RotaSet {
    /// Everybody who is on duty at that minute of the day or of the night after it; none when no
    /// shift is then.
    fn at(&self, minute: u32) -> Option<OnDuty> {
        let shift = self.shifts.iter().find(|one| one.covers(minute));
        let name = match shift {
            Some(shift) => shift.name.clone(),
            None if self.shifts.is_empty() && minute < DAY_MIN => String::new(),
            None => return None,
        };
        let of_shift = shift.map_or(&[][..], |shift| &shift.officers);
        let officers = self.officers.iter().chain(of_shift);
        Some(OnDuty {
            leader: self.leader.clone(),
            phone: self.phone.clone(),
            officers: officers.filter(|name| is_named(name)).cloned().collect(),
            shift: name,
        })
    }
}

/// Who is on duty at a moment, by the watch of that day and of the day before: a night shift
/// belongs to the day on which it begins.
#[must_use]
pub fn on_duty(today: Option<&RotaSet>, yesterday: Option<&RotaSet>, now: UtcMs) -> OnDuty {
    let local_ms = now.0.saturating_add(CHINA_AHEAD_MS).rem_euclid(DAY_MS);
    let minute = u32::try_from(local_ms / MINUTE_MS).unwrap_or(0);
    let of_today = today.and_then(|set| set.at(minute));
    let of_night = || yesterday.and_then(|set| set.at(minute + DAY_MIN));
    of_today.or_else(of_night).unwrap_or_default()
}

/// What is missing in the watch of a day; the shifts of the day before cover its first hours.
#[must_use]
pub fn gaps(today: Option<&RotaSet>, yesterday: Option<&RotaSet>) -> Vec<RotaGap> {
    let Some(set) = today else {
        return vec![RotaGap::NoDay];
    };
    let mut found = Vec::new();
    if !is_named(&set.leader) {
        found.push(RotaGap::NoLeader);
    }
    let standing = set.officers.iter().any(is_named);
    let empty = set.shifts.iter().filter(|shift| !shift.is_manned());
    if set.shifts.is_empty() {
        found.extend((!standing).then_some(RotaGap::NoOfficer));
        return found;
    }
    if !standing {
        found.extend(empty.map(|shift| RotaGap::NoOneInShift {
            shift: shift.name.clone(),
        }));
    }
    let nights = yesterday.map_or(&[][..], |set| &set.shifts);
    let covered = |minute: u32| {
        let own = set.shifts.iter().any(|shift| shift.covers(minute));
        own || nights.iter().any(|shift| shift.covers(minute + DAY_MIN))
    };
    let mut from = None;
    for minute in 0..=DAY_MIN {
        match (from, minute < DAY_MIN && !covered(minute)) {
            (None, true) => from = Some(minute),
            (Some(from_min), false) => {
                let to_min = minute;
                found.push(RotaGap::Uncovered { from_min, to_min });
                from = None;
            }
            _ => {}
        }
    }
    found
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

#[cfg(test)]
mod tests;
