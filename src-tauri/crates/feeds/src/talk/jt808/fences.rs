//! Which vehicle crossed which electronic fence of the desk.
//!
//! Only a crossing is told: a vehicle that is first seen inside may have been there before the
//! fence was. An alarm stands while the vehicle is on the side that is told of, and ends when it is
//! back, when the fence is ended, or when its hours are over.

use std::collections::HashMap;
use std::sync::Arc;

use emergency::fence::Fence;
use emergency::place::Point;
use emergency::time::{CHINA_AHEAD_MS, UtcMs};
use protocols::jt808::{Message, Position};

use super::super::Outcome;
use super::positions::{AHEAD_MAX_MS, place_of};
use super::{Connection, Shared, Vehicle};
use crate::alarm::{Course, DeviceAlarm};
use crate::lock::lock;

/// Fences that are watched.
pub const FENCES_MAX: usize = 200;
/// Sides of vehicles that are remembered, one a vehicle and fence; of more nothing is told.
const SIDES_MAX: usize = 400_000;
/// Before a fence's name in the log makes the code of its alarm.
const CODE_BEGIN: &str = "fence-";

/// On which side of a fence a vehicle is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Side {
    inside: bool,
    /// Whether it was seen to cross.
    crossed: bool,
}

/// What is watched, and where each vehicle was seen.
#[derive(Debug, Default)]
pub(super) struct Watched {
    fences: Vec<Arc<Fence>>,
    /// By the fence, then by the terminal.
    sides: HashMap<String, HashMap<String, Side>>,
    count: usize,
    /// Whether it is known which fences stand; before that nothing of them is over.
    is_told: bool,
}

/// What is to be told of one fence.
struct Told {
    fence: Arc<Fence>,
    holds: bool,
}

impl Watched {
    pub(super) fn set(&mut self, mut fences: Vec<Fence>) {
        fences.truncate(FENCES_MAX);
        self.is_told = true;
        if self.fences.iter().map(Arc::as_ref).eq(&fences) {
            return;
        }
        for before in &self.fences {
            // Another shape has other sides, and who crossed it before another rule did not then.
            let same = |one: &Fence| {
                let (set, own) = (&one.set, &before.set);
                one.id == before.id && set.shape == own.shape && set.on == own.on
            };
            if !fences.iter().any(same) {
                let gone = self.sides.remove(before.id.as_str());
                self.count -= gone.map_or(0, |sides| sides.len());
            }
        }
        self.fences = fences.into_iter().map(Arc::new).collect();
    }

    /// Whether a vehicle was seen inside a fence since that is as it is.
    fn inside(&self, fence: &Fence, phone: &str) -> Option<bool> {
        let side = self.sides.get(fence.id.as_str())?.get(phone)?;
        Some(side.inside)
    }

    /// Forgets on which side of a fence a vehicle was: its alarm is over, and only a new crossing
    /// begins another.
    fn forget(&mut self, fence: &Fence, phone: &str) {
        let sides = self.sides.get_mut(fence.id.as_str());
        if sides.is_some_and(|sides| sides.remove(phone).is_some()) {
            self.count -= 1;
        }
    }

    /// Notes where a vehicle is; what is to be told of it.
    fn note(&mut self, phone: &str, vehicle: &Vehicle, point: Point, at: UtcMs) -> Vec<Told> {
        let mut told = Vec::new();
        for fence in &self.fences {
            let set = &fence.set;
            if !set.whom.has(&vehicle.plate, phone, vehicle.colour) {
                let sides = self.sides.get_mut(fence.id.as_str());
                let gone = sides.is_some_and(|sides| sides.remove(phone).is_some());
                self.count -= usize::from(gone);
                continue;
            }
            let sides = self.sides.entry(fence.id.0.clone()).or_default();
            let known = sides.get(phone).copied();
            if !set.is_in_force(at) {
                if sides.remove(phone).is_some() {
                    self.count -= 1;
                    told.push(Told {
                        fence: Arc::clone(fence),
                        holds: false,
                    });
                }
                continue;
            }
            let inside = set.is_inside(point, known.map(|side| side.inside));
            let crossed = known.is_some_and(|side| side.crossed || side.inside != inside);
            if known.is_some() || self.count < SIDES_MAX {
                self.count += usize::from(known.is_none());
                sides.insert(phone.to_owned(), Side { inside, crossed });
            }
            let holds = set.tells(inside);
            // Of one that is first seen only an alarm of before a start of the desk can be over.
            if crossed || known.is_none() && !holds {
                told.push(Told {
                    fence: Arc::clone(fence),
                    holds,
                });
            }
        }
        told
    }
}

fn code_of(fence: &Fence) -> String {
    format!("{CODE_BEGIN}{}", fence.id.0)
}

/// `08:30:05` of the district.
fn time_of_day(at: UtcMs) -> String {
    let seconds = (at.0 + CHINA_AHEAD_MS).div_euclid(1_000).rem_euclid(86_400);
    let (hours, minutes) = (seconds / 3_600, seconds / 60 % 60);
    format!("{hours:02}:{minutes:02}:{:02}", seconds % 60)
}

impl Connection {
    /// Notes positions in their order; tells which fence the vehicle crossed.
    pub(super) fn cross(
        &self,
        positions: &[Position],
        now: UtcMs,
        message: &Message,
        outcome: &mut Outcome,
    ) {
        if lock(&self.shared.fences).fences.is_empty() {
            return;
        }
        let phone = &message.header.terminal_phone;
        let vehicle = lock(&self.shared.vehicles).get(phone).cloned();
        let vehicle = vehicle.unwrap_or_default();
        let known = vehicle.position.as_ref().and_then(Position::utc_ms);
        let known = known.filter(|known| known - now.0 <= AHEAD_MAX_MS);
        for position in positions {
            let (Some(point), Some(at)) = (place_of(position), position.utc_ms()) else {
                continue;
            };
            if known.is_some_and(|known| known > at) {
                continue;
            }
            // No device is believed that is ahead: what it says next would be older.
            let at = UtcMs(at.min(now.0));
            let told = lock(&self.shared.fences).note(phone, &vehicle, point, at);
            for Told { fence, holds } in told {
                let set = &fence.set;
                let way = if holds == set.tells(true) {
                    "进入"
                } else {
                    "离开"
                };
                let words = format!(
                    "{} {} {way}「{}」 位置 {:.5},{:.5} {} km/h",
                    vehicle.called(phone),
                    time_of_day(at),
                    set.name,
                    point.lon,
                    point.lat,
                    f64::from(position.speed_dkmh) / 10.0,
                );
                let alarm = DeviceAlarm {
                    feed: &self.shared.settings.name,
                    format: "jt808",
                    device: phone,
                    code: &code_of(&fence),
                    event: event_of(&fence),
                    words: &words,
                    at,
                    point: Some(point),
                    course: Course::Holds,
                    bytes: &message.bytes,
                };
                alarm.tell(holds, now, &self.shared.register, outcome);
            }
        }
    }
}

/// Without the fence's name: what stands in that, such as 燃气, is not what happened.
fn event_of(fence: &Fence) -> &'static str {
    if fence.set.tells(true) {
        "进入电子围栏"
    } else {
        "离开电子围栏"
    }
}

/// Ends what stands and is not told any more: of a fence that was withdrawn or whose hours are
/// over, of a vehicle that its fence is not for, and of one that was last seen where the fence, as
/// it is now, tells of nothing. A parked vehicle sends no position that would say it.
pub(super) fn end_those_over(shared: &Shared, now: UtcMs, outcome: &mut Outcome) {
    let watched = lock(&shared.fences);
    if !watched.is_told {
        return;
    }
    let fences: HashMap<String, Arc<Fence>> = watched
        .fences
        .iter()
        .map(|one| (code_of(one), Arc::clone(one)))
        .collect();
    drop(watched);
    let held = lock(&shared.register.standing).coded(CODE_BEGIN);
    for (phone, code) in &held {
        let fence = fences.get(code);
        let vehicle = lock(&shared.vehicles).get(phone).cloned();
        let why = match fence {
            None => Some("围栏已撤销"),
            Some(fence) => {
                let inside = lock(&shared.fences).inside(fence, phone);
                why_over(fence, (phone, vehicle.as_ref()), inside, now)
            }
        };
        let Some(words) = why else {
            continue;
        };
        if let Some(fence) = fence {
            lock(&shared.fences).forget(fence, phone);
        }
        let alarm = DeviceAlarm {
            feed: &shared.settings.name,
            format: "jt808",
            device: phone,
            code,
            event: fence.map_or("电子围栏", |fence| event_of(fence)),
            words,
            at: now,
            point: None,
            course: Course::Holds,
            bytes: &[],
        };
        alarm.tell(false, now, &shared.register, outcome);
    }
}

/// Why an alarm of a fence is over; nothing while it may hold. Of a vehicle that was not heard
/// since the start of the desk nothing is known but what stands.
fn why_over(
    fence: &Fence,
    (phone, vehicle): (&str, Option<&Vehicle>),
    inside: Option<bool>,
    now: UtcMs,
) -> Option<&'static str> {
    let set = &fence.set;
    if !set.is_in_force(now) {
        return Some("不在围栏生效时段");
    }
    let vehicle = vehicle?;
    if !set.whom.has(&vehicle.plate, phone, vehicle.colour) {
        return Some("该车辆已不在围栏管理范围");
    }
    // One that was inside is inside up to the margin, as when it is on its way.
    let seen = |(point, _)| set.is_inside(point, Some(set.tells(true)));
    let inside = inside.or_else(|| vehicle.place().map(seen))?;
    (!set.tells(inside)).then_some("按围栏现设置已不成立")
}
