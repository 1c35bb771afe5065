//! What delays would have made of the alarms of a point that chatters or is fleeting.
//!
//! An off-delay holds an alarm until its value has stayed within for so long, so that one that
//! comes back at once is the same; it makes nobody hear later. An on-delay waits until the value
//! has stayed beyond for so long: what goes at once is not heard, and everything else is heard that
//! much later (ANSI/ISA-18.2-2016, on-delay and off-delay). What a deadband would have done cannot
//! be told of alarms: what the value did between two of them is not in the log.

use serde::{Deserialize, Serialize};

use crate::time::UtcMs;

/// Delays that are tried, seconds: 待区里确认.
pub const DELAYS_S: [u32; 7] = [5, 10, 15, 30, 60, 120, 300];
/// The shortest delay is proposed that reaches this share of what the longest would, per cent.
const ENOUGH_PERCENT: u32 = 80;

/// What would have become of a point's alarms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Calmed {
    /// How long the value stays beyond before an alarm begins, seconds.
    pub on_delay_s: u32,
    /// How long it stays within before the alarm ends, seconds.
    pub off_delay_s: u32,
    /// How many alarms there would have been.
    pub alarms: u32,
}

/// The delays that would have helped: an off-delay, and where that does not halve the alarms, an
/// on-delay and both; each only where it leaves fewer alarms than those before it. The alarms of
/// one point are given by when they began and ended, in the order of their beginnings.
#[must_use]
pub fn proposals(spans: &[(UtcMs, Option<UtcMs>)]) -> Vec<Calmed> {
    let off = shortest(spans, |delay| (0, delay));
    let halves = |off: &Calmed| off.alarms as usize * 2 <= spans.len();
    if let Some(off) = off.filter(halves) {
        return vec![off];
    }
    let on = shortest(spans, |delay| (delay, 0));
    let both = match (off, on) {
        (Some(off), Some(on)) => Some(calmed(spans, on.on_delay_s, off.off_delay_s)),
        _ => None,
    };
    let mut all: Vec<Calmed> = Vec::new();
    for one in [off, on, both].into_iter().flatten() {
        if all.iter().all(|before| one.alarms < before.alarms) {
            all.push(one);
        }
    }
    all
}

/// The shortest of the delays that helps nearly as much as the best of them; none when none does.
fn shortest(
    spans: &[(UtcMs, Option<UtcMs>)],
    delays: impl Fn(u32) -> (u32, u32),
) -> Option<Calmed> {
    let before = u32::try_from(spans.len()).unwrap_or(u32::MAX);
    let all = DELAYS_S.map(|delay| {
        let (on_delay_s, off_delay_s) = delays(delay);
        calmed(spans, on_delay_s, off_delay_s)
    });
    let saved = |one: &Calmed| u64::from(before.saturating_sub(one.alarms));
    let most = all.iter().map(saved).max().unwrap_or_default();
    let enough = |one: &&Calmed| saved(one) * 100 >= most * u64::from(ENOUGH_PERCENT);
    (most > 0).then(|| all.iter().find(enough).copied())?
}

/// The alarms that would have been heard with these delays, by the rules of the feeds.
fn calmed(spans: &[(UtcMs, Option<UtcMs>)], on_delay_s: u32, off_delay_s: u32) -> Calmed {
    let (on_ms, off_ms) = (
        i64::from(on_delay_s) * 1_000,
        i64::from(off_delay_s) * 1_000,
    );
    let mut alarms = 0;
    // Until when the alarm that was heard last holds.
    let mut holds: Option<UtcMs> = None;
    for (began, ended) in spans {
        let ends = ended.unwrap_or(UtcMs(i64::MAX));
        let goes_on = holds.is_some_and(|until| *began < until);
        if !goes_on && ends.since_ms(*began) < on_ms {
            continue;
        }
        alarms += u32::from(!goes_on);
        let until = UtcMs(ends.0.saturating_add(off_ms));
        holds = Some(holds.map_or(until, |before| before.max(until)));
    }
    Calmed {
        on_delay_s,
        off_delay_s,
        alarms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Alarms by the seconds of their beginning and of their end.
    fn spans(all: &[(i64, i64)]) -> Vec<(UtcMs, Option<UtcMs>)> {
        let ms = |s: i64| UtcMs(s * 1_000);
        all.iter().map(|(b, e)| (ms(*b), Some(ms(*e)))).collect()
    }

    fn said(all: &[(i64, i64)]) -> Vec<(u32, u32, u32)> {
        let of = |one: &Calmed| (one.on_delay_s, one.off_delay_s, one.alarms);
        proposals(&spans(all)).iter().map(of).collect()
    }

    #[test]
    fn a_point_that_comes_back_at_once_would_have_been_one_alarm() {
        let every_20_s: Vec<_> = (0..27).map(|n| (n * 20, n * 20 + 12)).collect();
        assert_eq!(
            said(&every_20_s),
            [(0, 10, 1)],
            "8 s within each time: ten seconds of off-delay, and nobody hears later"
        );
    }

    #[test]
    fn a_point_that_goes_at_once_would_not_have_been_heard() {
        let short: Vec<_> = (0..9).map(|n| (n * 3_600, n * 3_600 + 3)).collect();
        let with_one_long = [short, vec![(40_000, 41_000)]].concat();
        assert_eq!(
            said(&with_one_long),
            [(5, 0, 1)],
            "five seconds of on-delay leave the one that was real"
        );
    }

    #[test]
    fn where_no_delay_helps_none_is_proposed() {
        let slow: Vec<_> = (0..5).map(|n| (n * 7_200, n * 7_200 + 3_600)).collect();
        assert!(said(&slow).is_empty(), "an hour each, an hour apart");
        assert!(said(&[]).is_empty(), "nothing at all");
    }

    #[test]
    fn one_that_stands_still_goes_on_for_ever() {
        let mut all = spans(&[(0, 5)]);
        all.push((UtcMs(8_000), None));
        let off = calmed(&all, 0, 5);
        assert_eq!(off.alarms, 1, "it came back within the delay");
        let on = calmed(&all, 300, 0);
        assert_eq!(on.alarms, 1, "and is beyond for as long as one likes");
    }

    #[test]
    fn an_off_delay_ends_when_it_has_run_off_as_at_the_feeds() {
        let all = spans(&[(0, 10), (20, 30)]);
        assert_eq!(
            calmed(&all, 0, 10).alarms,
            2,
            "ten seconds later it is over"
        );
        assert_eq!(calmed(&all, 0, 11).alarms, 1, "a second more holds it");
    }
}
