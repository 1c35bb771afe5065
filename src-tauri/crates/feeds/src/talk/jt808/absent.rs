//! Vehicles that are missed: of those that a district chose, the ones without a connection.
//!
//! A vehicle is only known once it was heard: one that was never heard since the desk was started
//! cannot be missed by name here, for a list of terminals says nothing of who drives today.

use emergency::fence::VehicleChoice;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::super::Outcome;
use super::super::shared::lock;
use super::positions::place_of;
use super::{Shared, Vehicle};
use crate::alarm::{Course, DeviceAlarm};

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
            let minutes = now.since_ms(since) / 60_000;
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
            point: vehicle.position.as_ref().and_then(place_of),
            course: Course::Holds,
            bytes: &[],
        };
        alarm.tell(missed, now, &shared.register, outcome);
    }
}
