//! Vehicles that are missed: of those that a district chose, the ones without a connection.
//!
//! A vehicle is only known once it was heard: one that was never heard since the desk was started
//! cannot be missed by name here, for a list of terminals says nothing of who drives today.

use emergency::fence::VehicleChoice;
use emergency::time::{MINUTE_MS, UtcMs};
use serde::{Deserialize, Serialize};

use super::super::Outcome;
use super::{Shared, Vehicle};
use crate::alarm::{Course, DeviceAlarm};
use crate::lock::lock;

/// The alarm of a vehicle that is gone.
const CODE: &str = "offline";
const EVENT: &str = "车辆离线";
/// Seconds without a connection after which a vehicle is missed: 待区里确认.
const AFTER_S: u32 = 600;

/// Which vehicles are missed, and after how long; a district asks for it, 待区里确认.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Absence {
    /// Which vehicles.
    pub whom: VehicleChoice,
    /// Seconds without a connection.
    pub after_s: u32,
}

impl Default for Absence {
    fn default() -> Self {
        Self {
            whom: VehicleChoice::All,
            after_s: AFTER_S,
        }
    }
}

impl Absence {
    /// Whether a vehicle is missed now.
    fn misses(&self, vehicle: &Vehicle, phone: &str, now: UtcMs) -> bool {
        let gone = vehicle.gone_at.filter(|_| !vehicle.online);
        gone.is_some_and(|at| now.since_ms(at) >= i64::from(self.after_s) * 1_000)
            && self.whom.has(&vehicle.plate, phone, vehicle.colour)
    }
}

/// Whether a vehicle that is not heard is told of here: one of those that are missed, from when it
/// was heard first, and one of which it stands since before a start of the desk.
pub(super) fn tells(shared: &Shared, phone: &str) -> bool {
    let Some(absence) = &shared.settings.absence else {
        return false;
    };
    let known = lock(&shared.vehicles).get(phone).cloned();
    let is_missed = |vehicle: Vehicle| absence.whom.has(&vehicle.plate, phone, vehicle.colour);
    known.is_some_and(is_missed) || {
        let codes = lock(&shared.register.standing).codes_at(phone);
        codes.iter().any(|code| code == CODE)
    }
}

/// Tells who is missed, and who is back.
pub(super) fn tell(shared: &Shared, now: UtcMs, outcome: &mut Outcome) {
    let Some(absence) = &shared.settings.absence else {
        return;
    };
    let held = lock(&shared.register.standing).devices_with(CODE);
    let vehicles = lock(&shared.vehicles);
    let changed = vehicles.iter().filter_map(|(phone, vehicle)| {
        let missed = absence.misses(vehicle, phone, now);
        // One that is gone for less than the time is not back.
        let changed = if missed {
            !held.contains(phone)
        } else {
            vehicle.online && held.contains(phone)
        };
        changed.then(|| (phone.clone(), vehicle.clone(), missed))
    });
    let changed: Vec<_> = changed.collect();
    drop(vehicles);
    for (phone, vehicle, missed) in changed {
        let since = vehicle.gone_at.unwrap_or(now);
        let name = vehicle.called(&phone);
        let words = if missed {
            let minutes = now.since_ms(since) / MINUTE_MS;
            format!("{name} 断开 {minutes} 分钟，位置为最后一次上报")
        } else {
            format!("{name} 已恢复连接")
        };
        let alarm = DeviceAlarm {
            feed: &shared.settings.name,
            format: "jt808",
            device: &phone,
            code: CODE,
            event: EVENT,
            words: &words,
            at: if missed { since } else { now },
            point: vehicle.place().map(|(point, _)| point),
            course: Course::Holds,
            bytes: &[],
        };
        alarm.tell(missed, now, &shared.register, outcome);
    }
}
