//! How heavy the load of alarms is (告警负荷指标), by the measures of EEMUA 191 and ISA-18.2.
//!
//! The guideline's limits are taken from secondary sources (the text of the OPC UA alarm metrics,
//! a practitioners' document, a summary of a dissertation); the standards themselves were not at
//! hand, so that every screen that shows a limit says so.

mod calm;

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::id::{AlertId, SourceId};
use crate::priority::Priority;
use crate::time::{MINUTE_MS, UtcMs};

pub use calm::{Calmed, DELAYS_S, proposals};

/// Milliseconds of one window of the guideline: ten minutes.
pub const WINDOW_MS: i64 = 10 * MINUTE_MS;
/// Sources that are named at most in each list of the worst.
pub const WORST_MAX: usize = 10;
/// Windows that one span may have: a week of them.
pub const WINDOWS_MAX: usize = 7 * 144;

/// The numbers of the guideline, by secondary sources; the district may set its own.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields, rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Guideline {
    /// Alarms per operator in ten minutes that are acceptable on average.
    pub average_good: f64,
    /// The same that is the most that can be managed.
    pub average_most: f64,
    /// Alarms in ten minutes after an upset.
    pub peak_most: u32,
    /// A flood begins with so many in ten minutes, per operator.
    pub flood_from: u32,
    /// And ends with fewer than this.
    pub flood_below: u32,
    /// Share of the time in flood, per cent.
    pub flood_percent_most: f64,
    /// Stale alarms at most.
    pub stale_most: u32,
    /// An alarm is stale after so many hours.
    pub stale_h: u32,
    /// Share of the ten worst sources in all alarms, per cent.
    pub worst_percent_most: f64,
    /// Shares by priority that are aimed at, per cent: urgent and high together, medium, low.
    pub priority_percent: [u32; 3],
    /// A point chatters when it comes so often within a minute.
    pub chatter_in_minute: u32,
    /// An alarm is fleeting when it ends within so many seconds; assumed, 待区里确认.
    pub fleeting_s: u32,
}

impl Default for Guideline {
    fn default() -> Self {
        Self {
            average_good: 1.0,
            average_most: 2.0,
            peak_most: 10,
            flood_from: 10,
            flood_below: 5,
            flood_percent_most: 1.0,
            stale_most: 5,
            stale_h: 24,
            worst_percent_most: 5.0,
            priority_percent: [5, 15, 80],
            chatter_in_minute: 3,
            fleeting_s: 10,
        }
    }
}

/// One alarm as the figures see it.
#[derive(Debug, Clone, PartialEq)]
pub struct Sounded {
    /// Which.
    pub alert: AlertId,
    /// The point that raised it.
    pub point: SourceId,
    /// What it is called, in words.
    pub name: String,
    /// When it came before an officer.
    pub at: UtcMs,
    /// Since when it waited before it was acknowledged: it may have waited once more, as it was
    /// revised, reopened or brought back.
    pub waited_from: UtcMs,
    /// When it ended by itself.
    pub ended: Option<UtcMs>,
    /// When somebody acknowledged it.
    pub acknowledged: Option<UtcMs>,
    /// Which goes first.
    pub priority: Priority,
}

/// Alarms that stand at the end of a span, those of before it among them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Stood {
    /// How many.
    pub standing: u32,
    /// Those of them that are stale.
    pub stale: u32,
}

/// A point among the worst.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct BadPoint {
    /// Which.
    pub point: SourceId,
    /// What it is called, in words.
    pub name: String,
    /// One of its alerts.
    pub alert: AlertId,
    /// Its alarms in the span.
    pub alarms: u32,
    /// Most of them within one minute.
    pub in_minute: u32,
    /// Those that ended almost at once.
    pub fleeting: u32,
    /// Of a point that chatters or is fleeting: what delays would have made of its alarms.
    pub calmed: Vec<Calmed>,
}

/// Alarms in one window of ten minutes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlarmWindow {
    /// When it begins.
    pub from: UtcMs,
    /// Alarms in it.
    pub alarms: u32,
}

/// The load of one span, such as a shift.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlarmLoad {
    /// Alarms in all.
    pub alarms: u32,
    /// Per operator in ten minutes, on average.
    pub average: f64,
    /// Alarms by window, the first first.
    pub windows: Vec<AlarmWindow>,
    /// The fullest window.
    pub peak: AlarmWindow,
    /// Share of the windows in flood, per cent.
    pub flood_percent: f64,
    /// By priority from urgent to low.
    pub by_priority: [u32; 4],
    /// Alarms that stood at the end of the span.
    pub standing: u32,
    /// Those of them that are stale.
    pub stale: u32,
    /// Alarms that somebody acknowledged.
    pub acknowledged: u32,
    /// Half of those were acknowledged within this, seconds.
    pub ack_median_s: Option<u32>,
    /// Nine of ten were.
    pub ack_p90_s: Option<u32>,
    /// The points with the most alarms.
    pub worst: Vec<BadPoint>,
    /// Their share in all alarms, per cent.
    pub worst_percent: f64,
    /// The worst of the points that chatter, at most [`WORST_MAX`].
    pub chattering: Vec<BadPoint>,
    /// How many points chatter.
    pub chattering_points: u32,
    /// The worst of the points whose alarms end almost at once, at most [`WORST_MAX`].
    pub fleeting: Vec<BadPoint>,
    /// How many such points there are.
    pub fleeting_points: u32,
}

/// The load from one time to another for so many operators. Of a longer span than
/// [`WINDOWS_MAX`] windows, peak and flood are those of the newest; all else is of the whole span.
#[must_use]
pub fn load(
    alarms: &[Sounded],
    (from, to): (UtcMs, UtcMs),
    stood: Stood,
    operators: u32,
    guideline: &Guideline,
) -> AlarmLoad {
    let operators = f64::from(operators.max(1));
    let mut times: Vec<&Sounded> = alarms
        .iter()
        .filter(|alarm| alarm.at >= from && alarm.at < to)
        .collect();
    times.sort_by(|a, b| (a.at, &a.alert).cmp(&(b.at, &b.alert)));
    let windows = windows(&times, from, to);
    let peak = windows
        .iter()
        .copied()
        .max_by_key(|window| (window.alarms, window.from));
    let mut by_priority = [0; 4];
    for alarm in &times {
        by_priority[usize::from(alarm.priority.rank()) - 1] += 1;
    }
    let waits = waits(&times);
    let mut points = points(&times, guideline);
    let alarms = count(times.len());
    let worst: Vec<BadPoint> = points.iter().take(WORST_MAX).cloned().collect();
    let of_worst: u32 = worst.iter().map(|point| point.alarms).sum();
    let spanned = windows_of(from, to).max(1);
    let mut chattering = points.clone();
    chattering.retain(|point| point.in_minute >= guideline.chatter_in_minute.max(2));
    points.retain(|point| point.fleeting > 0);
    points.sort_by(|a, b| b.fleeting.cmp(&a.fleeting).then(a.point.cmp(&b.point)));
    let (chattering_points, fleeting_points) = (count(chattering.len()), count(points.len()));
    points.truncate(WORST_MAX);
    chattering.truncate(WORST_MAX);
    AlarmLoad {
        alarms,
        average: f64::from(alarms) / operators / spanned as f64,
        peak: peak.unwrap_or_default(),
        flood_percent: flood_percent(&windows, operators, guideline),
        by_priority,
        standing: stood.standing,
        stale: stood.stale,
        acknowledged: count(waits.len()),
        ack_median_s: share(&waits, 0.5),
        ack_p90_s: share(&waits, 0.9),
        worst_percent: percent(of_worst, alarms),
        worst,
        chattering,
        chattering_points,
        fleeting: points,
        fleeting_points,
        windows,
    }
}

fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

fn percent(part: u32, of: u32) -> f64 {
    if of == 0 {
        return 0.0;
    }
    f64::from(part) * 100.0 / f64::from(of)
}

/// How many windows a span has; the last may be short.
fn windows_of(from: UtcMs, to: UtcMs) -> i64 {
    let span_ms = to.since_ms(from).max(0);
    (span_ms + WINDOW_MS - 1) / WINDOW_MS
}

/// Windows from the first moment on, the newest [`WINDOWS_MAX`] of them; the last may be short.
fn windows(times: &[&Sounded], from: UtcMs, to: UtcMs) -> Vec<AlarmWindow> {
    let there = windows_of(from, to);
    let most = i64::try_from(WINDOWS_MAX).unwrap_or(i64::MAX);
    let skipped = (there - most).max(0);
    let mut windows: Vec<AlarmWindow> = (skipped..there)
        .map(|number| AlarmWindow {
            from: from.plus_ms(number * WINDOW_MS),
            alarms: 0,
        })
        .collect();
    for alarm in times {
        let number = alarm.at.since_ms(from) / WINDOW_MS - skipped;
        let window = usize::try_from(number).ok();
        if let Some(window) = window.and_then(|number| windows.get_mut(number)) {
            window.alarms += 1;
        }
    }
    windows
}

fn flood_percent(windows: &[AlarmWindow], operators: f64, guideline: &Guideline) -> f64 {
    let (mut flood, mut flooded) = (false, 0);
    for window in windows {
        let each = f64::from(window.alarms) / operators;
        flood = if flood {
            each >= f64::from(guideline.flood_below)
        } else {
            each >= f64::from(guideline.flood_from)
        };
        flooded += u32::from(flood);
    }
    percent(flooded, count(windows.len()))
}

/// Seconds until each was acknowledged, the shortest first.
fn waits(times: &[&Sounded]) -> Vec<u32> {
    let mut waits: Vec<u32> = times
        .iter()
        .filter_map(|alarm| {
            let ms = alarm.acknowledged?.since_ms(alarm.waited_from).max(0);
            u32::try_from(ms / 1_000).ok()
        })
        .collect();
    waits.sort_unstable();
    waits
}

/// The value that a share of them does not exceed (nearest rank).
fn share(sorted: &[u32], part: f64) -> Option<u32> {
    let rank = (part * sorted.len() as f64).ceil() as usize;
    sorted.get(rank.saturating_sub(1)).copied()
}

/// All points, those with the most alarms first.
fn points(times: &[&Sounded], guideline: &Guideline) -> Vec<BadPoint> {
    let mut by_point: HashMap<&SourceId, Vec<&Sounded>> = HashMap::new();
    for alarm in times {
        by_point.entry(&alarm.point).or_default().push(alarm);
    }
    let fleeting_ms = i64::from(guideline.fleeting_s) * 1_000;
    let mut points: Vec<BadPoint> = by_point
        .into_iter()
        .map(|(point, alarms)| {
            let short = |alarm: &&&Sounded| {
                let ended = alarm.ended.map(|ended| ended.since_ms(alarm.at));
                ended.is_some_and(|ms| ms <= fleeting_ms)
            };
            let newest = alarms.last();
            let (in_minute, fleeting) = (
                in_minute(&alarms),
                count(alarms.iter().filter(short).count()),
            );
            let troubles = in_minute >= guideline.chatter_in_minute.max(2) || fleeting > 0;
            let spans = || alarms.iter().map(|alarm| (alarm.at, alarm.ended));
            BadPoint {
                point: point.clone(),
                name: newest.map(|alarm| alarm.name.clone()).unwrap_or_default(),
                alert: newest.map(|alarm| alarm.alert.clone()).unwrap_or_default(),
                alarms: count(alarms.len()),
                in_minute,
                fleeting,
                calmed: if troubles {
                    proposals(&spans().collect::<Vec<_>>())
                } else {
                    Vec::new()
                },
            }
        })
        .collect();
    points.sort_by(|a, b| b.alarms.cmp(&a.alarms).then(a.point.cmp(&b.point)));
    points
}

/// Most of them within any one minute; they are in the order of their times.
fn in_minute(alarms: &[&Sounded]) -> u32 {
    let (mut first, mut most) = (0, 0);
    for (last, alarm) in alarms.iter().enumerate() {
        while alarm.at.since_ms(alarms[first].at) >= MINUTE_MS {
            first += 1;
        }
        most = most.max(last + 1 - first);
    }
    count(most)
}

#[cfg(test)]
mod tests;
