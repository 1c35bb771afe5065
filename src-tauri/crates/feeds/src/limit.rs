//! A value against the limits of its point: when an alarm begins and when it ends.
//!
//! A value alone decides nothing. What was held before shifts the limit by its deadband; an alarm
//! begins when its value stayed beyond for the on-delay and ends when it stayed within for the
//! off-delay (ANSI/ISA-18.2-2016, alarm deadband, on-delay and off-delay). A lesser limit that is
//! reached together with a worse one is not told, for the worse one says it; one that was told
//! before holds on, for its value is beyond it still. A point that falls silent while the on-delay
//! runs is told when it has run off: silence takes nothing back.

mod rate;

use std::collections::HashMap;
use std::sync::Mutex;

use emergency::time::UtcMs;
use protocols::sensor::{Breach, Limits};

use crate::alarm::{Course, DeviceAlarm, REPORT_BYTES_MAX};
use crate::lock::lock;
use crate::talk::{Outcome, POINTS_MAX, Register};
use rate::{Rates, Slide};

/// What an alarm of a point is about, with its code and its title: the worse before the lesser.
const KINDS: [(Kind, &str, &str); KIND_COUNT] = [
    (Kind::Value(Breach::HighHigh), "high_high", "高高限"),
    (Kind::Value(Breach::LowLow), "low_low", "低低限"),
    (Kind::Value(Breach::High), "high", "高限"),
    (Kind::Value(Breach::Low), "low", "低限"),
    (Kind::Rise, "rise", "上升过快"),
    (Kind::Fall, "fall", "下降过快"),
];
const KIND_COUNT: usize = 6;
/// What is said of an alarm that ends because its limit was taken off.
const TAKEN_OFF: &str = "限值已取消";
/// Points of one feed that may wait for their on-delay; further ones are told at once.
pub const WAITING_MAX: usize = 10_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Value(Breach),
    Rise,
    Fall,
}

impl Kind {
    /// Whether limits have the one that it is about.
    const fn is_of(self, limits: &Limits) -> bool {
        match self {
            Self::Value(Breach::HighHigh) => limits.high_high.is_some(),
            Self::Value(Breach::LowLow) => limits.low_low.is_some(),
            Self::Value(Breach::High) => limits.high.is_some(),
            Self::Value(Breach::Low) => limits.low.is_some(),
            Self::Rise => limits.rise_per_min.is_some(),
            Self::Fall => limits.fall_per_min.is_some(),
        }
    }
}

/// A value that was measured at a point with limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured<'a> {
    /// Name of the feed.
    pub feed: &'a str,
    /// Name of the format.
    pub format: &'a str,
    /// The point.
    pub point: &'a str,
    /// What is measured, in words.
    pub name: &'a str,
    /// The value.
    pub value: f64,
    /// Its unit.
    pub unit: &'a str,
    /// The limits of the point.
    pub limits: &'a Limits,
    /// When it was measured.
    pub at: UtcMs,
    /// What came.
    pub bytes: &'a [u8],
    /// Which line brought it, by [`Register::line`]; 0 where a feed has but one.
    pub line: u64,
}

/// Where an alarm of a point is on its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Stage {
    #[default]
    Off,
    /// Beyond the limit since then; the on-delay runs.
    Beginning(UtcMs),
    On,
    /// Within the limit since then; the off-delay runs.
    Ending(UtcMs),
}

impl Stage {
    const fn is_on(self) -> bool {
        matches!(self, Self::On | Self::Ending(_))
    }

    /// The stage after a value that is beyond the limit or within it.
    fn after(self, beyond: bool, now: UtcMs, limits: &Limits) -> Self {
        match (self, beyond) {
            (Self::On | Self::Ending(_), true) => Self::On,
            (Self::Off | Self::Beginning(_), false) => Self::Off,
            (Self::Off, true) => Self::Beginning(now).settled(now, limits),
            (Self::On, false) => Self::Ending(now).settled(now, limits),
            (stage, _) => stage.settled(now, limits),
        }
    }

    /// The stage when its delay has run off.
    fn settled(self, now: UtcMs, limits: &Limits) -> Self {
        // A clock of ours that was set back must not make a delay last for ever.
        let over = |since: UtcMs, delay_s: u32| {
            let elapsed_ms = now.0 - since.0;
            elapsed_ms < 0 || elapsed_ms >= i64::from(delay_s) * 1_000
        };
        match self {
            Self::Beginning(since) if over(since, limits.on_delay_s) => Self::On,
            Self::Ending(since) if over(since, limits.off_delay_s) => Self::Off,
            stage => stage,
        }
    }
}

/// What is remembered of a point.
#[derive(Debug, Clone, Copy, Default)]
struct Watch {
    stages: [Stage; KIND_COUNT],
    /// Which alarms were told of.
    told: [bool; KIND_COUNT],
}

impl Watch {
    /// `is_whole` says whether the rates are those of a whole window.
    fn note(&mut self, one: &Measured<'_>, (rates, is_whole): (Rates, bool), now: UtcMs) {
        for (stage, (kind, ..)) in self.stages.iter_mut().zip(KINDS) {
            let limits = one.limits;
            let beyond = match kind {
                Kind::Value(breach) => limits.reached(breach, one.value, stage.is_on()),
                Kind::Rise => limits
                    .rise_per_min
                    .is_some_and(|most| rates.rise_per_min >= most),
                Kind::Fall => limits
                    .fall_per_min
                    .is_some_and(|most| rates.fall_per_min >= most),
            };
            // Of less than a window a slow change says nothing of an alarm that stands.
            let is_known = beyond || is_whole || matches!(kind, Kind::Value(_));
            if is_known || !stage.is_on() {
                *stage = stage.after(beyond, now, limits);
            }
        }
    }

    /// Which alarms are told of in these stages.
    fn tells(&self) -> [bool; KIND_COUNT] {
        let mut worse_holds = false;
        let mut all = [false; KIND_COUNT];
        let before = self.told.into_iter().zip(self.stages);
        for ((tell, (told, stage)), (kind, ..)) in all.iter_mut().zip(before).zip(KINDS) {
            let is_value = matches!(kind, Kind::Value(_));
            *tell = stage.is_on() && (told || !(is_value && worse_holds));
            worse_holds |= is_value && stage.is_on();
        }
        all
    }

    fn waits(&self) -> bool {
        let beginning = |stage: &Stage| matches!(stage, Stage::Beginning(_));
        self.stages.iter().any(beginning)
    }
}

/// A point whose on-delay runs, with what will be told of it.
#[derive(Debug)]
struct Waiting {
    format: String,
    name: String,
    value: f64,
    unit: String,
    limits: Limits,
    at: UtcMs,
    bytes: Vec<u8>,
    line: u64,
}

/// The points of one feed that have limits.
#[derive(Debug, Default)]
pub struct Watches {
    inner: Mutex<Inner>,
}

#[derive(Debug, Default)]
struct Inner {
    points: HashMap<String, Watch>,
    /// Those whose rate is watched.
    slides: HashMap<String, Slide>,
    waiting: HashMap<String, Waiting>,
}

impl Inner {
    /// How fast the value of a point changes, where that is watched, and whether that was measured
    /// over a whole window, or never will be.
    fn rates(&mut self, one: &Measured<'_>, now: UtcMs) -> (Rates, bool) {
        let limits = one.limits;
        let unkept = self.slides.len() >= POINTS_MAX && !self.slides.contains_key(one.point);
        if (limits.rise_per_min.is_none() && limits.fall_per_min.is_none()) || unkept {
            return (Rates::default(), true);
        }
        let slide = self.slides.entry(one.point.to_owned()).or_default();
        // A device that is ahead would stop the measuring until its time has come.
        let (at, window_ms) = (one.at.min(now), limits.rate_over_ms());
        let rates = slide.note(at, one.value, window_ms);
        (rates, slide.covers(at, window_ms))
    }
}

impl Watches {
    /// Takes up the alarms of values, by point and code, that stood when the desk was
    /// started, as ones that began: a value that is beyond its limit still, within its deadband or
    /// within for less than the off-delay ends none of them.
    pub(crate) fn take_up(&self, standing: Vec<(String, String)>) {
        let mut inner = lock(&self.inner);
        for (point, code) in standing {
            let number = KINDS.iter().position(|(_, own, _)| *own == code);
            let is_kept = inner.points.len() < POINTS_MAX || inner.points.contains_key(&point);
            let Some(number) = number.filter(|_| is_kept) else {
                continue;
            };
            let watch = inner.points.entry(point).or_default();
            if let Some(stage) = watch.stages.get_mut(number) {
                *stage = Stage::On;
            }
            if let Some(told) = watch.told.get_mut(number) {
                *told = true;
            }
        }
    }

    /// Notes a value; which alarms of its point are told after it.
    fn note(&self, one: &Measured<'_>, now: UtcMs) -> [bool; KIND_COUNT] {
        let mut inner = lock(&self.inner);
        let rates = inner.rates(one, now);
        let Inner {
            points, waiting, ..
        } = &mut *inner;
        let unkept = points.len() >= POINTS_MAX && !points.contains_key(one.point);
        let mut beyond_bound = Watch::default();
        let watch = if unkept {
            &mut beyond_bound
        } else {
            points.entry(one.point.to_owned()).or_default()
        };
        watch.note(one, rates, now);
        waiting.remove(one.point);
        if watch.waits() {
            if unkept || waiting.len() >= WAITING_MAX {
                // Nobody would wait for them: what may be an alarm is told.
                for stage in &mut watch.stages {
                    if matches!(stage, Stage::Beginning(_)) {
                        *stage = Stage::On;
                    }
                }
            } else {
                waiting.insert(one.point.to_owned(), Waiting::of(one));
            }
        }
        watch.told = watch.tells();
        watch.told
    }

    /// Takes up limits that were changed: what began by one that is gone is over, and what waits
    /// for the on-delay of one that its value does not reach any more waits no longer.
    pub(crate) fn relimit(&self, point: &str, limits: &Limits) {
        let mut inner = lock(&self.inner);
        let Inner {
            points, waiting, ..
        } = &mut *inner;
        let Some(watch) = points.get_mut(point) else {
            return;
        };
        let waits = waiting.get_mut(point);
        let value = waits.as_ref().map(|waiting| waiting.value);
        let states = watch.stages.iter_mut().zip(&mut watch.told);
        for ((stage, told), (kind, ..)) in states.zip(KINDS) {
            let reached = match (kind, value) {
                (Kind::Value(breach), Some(value)) => limits.reached(breach, value, false),
                _ => true,
            };
            let is_over = matches!(stage, Stage::Beginning(_)) && !reached;
            if is_over || !kind.is_of(limits) {
                (*stage, *told) = (Stage::Off, false);
            }
        }
        match waits {
            Some(waiting) if watch.waits() => waiting.limits = *limits,
            _ => drop(waiting.remove(point)),
        }
    }

    /// Tells the alarms whose on-delay has run off in silence, and those of points of which nothing
    /// can be heard any more. It may be asked again and again: each is told once, until it was
    /// stored.
    pub(crate) fn tell_due(
        &self,
        now: UtcMs,
        line_ended: Option<u64>,
        register: &Register,
        outcome: &mut Outcome,
    ) {
        let mut inner = lock(&self.inner);
        let Inner {
            points, waiting, ..
        } = &mut *inner;
        for (point, waiting) in waiting.iter() {
            let Some(watch) = points.get_mut(point) else {
                continue;
            };
            let ended = line_ended == Some(waiting.line);
            let mut then = *watch;
            for stage in &mut then.stages {
                *stage = match *stage {
                    Stage::Beginning(_) if ended => Stage::On,
                    Stage::Beginning(_) => stage.settled(now, &waiting.limits),
                    stage => stage,
                };
            }
            for ((kind, holds), held) in KINDS.iter().zip(then.tells()).zip(watch.told) {
                if holds && !held {
                    let one = waiting.measured(&register.feed, point);
                    one.tell_of(*kind, true, now, register, outcome);
                }
            }
            // What was told holds on with the next value that is beyond.
            watch.stages = then.stages;
        }
    }
}

impl Waiting {
    fn of(one: &Measured<'_>) -> Self {
        let bytes = one.bytes.get(..REPORT_BYTES_MAX).unwrap_or(one.bytes);
        Self {
            format: one.format.to_owned(),
            name: one.name.to_owned(),
            value: one.value,
            unit: one.unit.to_owned(),
            limits: *one.limits,
            at: one.at,
            bytes: bytes.to_vec(),
            line: one.line,
        }
    }

    fn measured<'a>(&'a self, feed: &'a str, point: &'a str) -> Measured<'a> {
        Measured {
            feed,
            format: &self.format,
            point,
            name: &self.name,
            value: self.value,
            unit: &self.unit,
            limits: &self.limits,
            at: self.at,
            bytes: &self.bytes,
            line: self.line,
        }
    }
}

/// Ends what stands at a point for limits that these have not: without its limit an alarm says
/// nothing, and a value that cannot be judged, or that never comes, would leave it standing.
pub(crate) fn end_of_gone(
    register: &Register,
    (format, point, name): (&str, &str, &str),
    limits: &Limits,
    now: UtcMs,
    outcome: &mut Outcome,
) {
    let codes = lock(&register.standing).codes_at(point);
    let gone = KINDS.iter().filter(|(kind, ..)| !kind.is_of(limits));
    for (_, code, title) in gone.filter(|(_, code, _)| codes.iter().any(|held| held == code)) {
        let alarm = DeviceAlarm {
            feed: &register.feed,
            format,
            device: point,
            code,
            event: &format!("{name}{title}"),
            words: TAKEN_OFF,
            at: now,
            point: None,
            course: Course::Holds,
            bytes: TAKEN_OFF.as_bytes(),
        };
        alarm.tell(false, now, register, outcome);
    }
}

impl Measured<'_> {
    /// Tells the alarms that this value begins or ends.
    pub fn tell(&self, now: UtcMs, register: &Register, outcome: &mut Outcome) {
        let told = register.watches.note(self, now);
        for (kind, holds) in KINDS.iter().zip(told) {
            self.tell_of(*kind, holds, now, register, outcome);
        }
    }

    fn tell_of(
        &self,
        (_, code, title): (Kind, &str, &str),
        holds: bool,
        now: UtcMs,
        register: &Register,
        outcome: &mut Outcome,
    ) {
        let alarm = DeviceAlarm {
            feed: self.feed,
            format: self.format,
            device: self.point,
            code,
            event: &format!("{}{title}", self.name),
            words: &format!("{} {}", self.value, self.unit),
            at: self.at,
            point: None,
            course: Course::Holds,
            bytes: self.bytes,
        };
        alarm.tell(holds, now, register, outcome);
    }
}

#[cfg(test)]
mod tests;
