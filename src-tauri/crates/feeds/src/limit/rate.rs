//! How fast a value changes, over a window that slides with every value.
//!
//! A change is too fast as soon as more of it lies within the window than the rate allows for all
//! of it: a fast one is told after seconds, one that is just too fast after one window. Values that
//! come more seldom than the window lasts are measured against the newest one before it. What
//! happened while nothing was heard counts as if it had happened within ten minutes: of hours of
//! silence an average says nothing, and a jump that was averaged away is one that nobody hears
//! (decision 0046).

use std::collections::VecDeque;

use emergency::time::{MINUTE_MS, UtcMs};

use crate::alarm::LATE_MAX_MS;

/// Pieces of a window of which the least and the greatest value are kept.
const PIECES: i64 = 60;
/// The longest time between two values that counts in full, where the window is not longer:
/// 待区里确认.
const GAP_MS: i64 = 10 * MINUTE_MS;
/// Values closer together than this part of the window are smoothed: one that jumps and comes back
/// is noise.
const CLOSE_PART: i64 = 4;

/// How fast a value changes, a minute; 0 where nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Rates {
    pub(super) rise_per_min: f64,
    pub(super) fall_per_min: f64,
}

impl Rates {
    fn of(change: f64, over_ms: i64) -> Self {
        #[expect(
            clippy::cast_precision_loss,
            reason = "milliseconds between two values"
        )]
        let minutes = over_ms.max(1) as f64 / MINUTE_MS as f64;
        Self {
            rise_per_min: change.max(0.0) / minutes,
            fall_per_min: (-change).max(0.0) / minutes,
        }
    }

    fn or_faster(self, other: Self) -> Self {
        Self {
            rise_per_min: self.rise_per_min.max(other.rise_per_min),
            fall_per_min: self.fall_per_min.max(other.fall_per_min),
        }
    }
}

/// The values of one piece of the window.
#[derive(Debug, Clone, Copy)]
struct Piece {
    from: UtcMs,
    least: f64,
    greatest: f64,
    last: f64,
}

/// What is kept of a point whose rate is watched: at most [`PIECES`] pieces and two more.
#[derive(Debug, Default)]
pub(super) struct Slide {
    pieces: VecDeque<Piece>,
    /// The two values before this one, the newest first.
    before: [Option<(UtcMs, f64)>; 2],
    /// What the newest value was smoothed to that could be.
    smoothed: Option<(UtcMs, f64)>,
    rates: Rates,
}

impl Slide {
    /// The rates after a value; an older one than the last changes nothing. The last one told
    /// again, as the limits were changed or a broker sends it twice, is no second sample: it is
    /// measured over the window that holds now.
    pub(super) fn note(&mut self, at: UtcMs, value: f64, window_ms: i64) -> Rates {
        if self.before[0] == Some((at, value)) {
            if let Some((at, smooth)) = self.smoothed {
                self.rates = self.measure(at, smooth, window_ms);
            }
            return self.rates;
        }
        if let Some((last, _)) = self.before[0] {
            let back_ms = last.0 - at.0;
            if back_ms > LATE_MAX_MS {
                // The device's clock was far ahead and is set right.
                *self = Self::default();
            } else if back_ms > 0 {
                return self.rates;
            }
        }
        let smooth = self.smooth(at, value, window_ms);
        self.before = [Some((at, value)), self.before[0]];
        if let Some(smooth) = smooth {
            self.rates = self.measure(at, smooth, window_ms);
            self.keep(at, smooth, window_ms);
            self.smoothed = Some((at, smooth));
        }
        self.rates
    }

    /// Whether what is kept reaches back over a whole window.
    pub(super) fn covers(&self, at: UtcMs, window_ms: i64) -> bool {
        let begins = at.plus_ms(-window_ms);
        let first = self.pieces.front();
        first.is_some_and(|first| first.from <= begins)
    }

    /// The middle one of three values that are close together, the value itself where they are
    /// not; none while it cannot be told.
    fn smooth(&self, at: UtcMs, value: f64, window_ms: i64) -> Option<f64> {
        let is_close = |then: UtcMs| at.0 - then.0 < window_ms / CLOSE_PART;
        match self.before {
            [Some((at, _)), _] if !is_close(at) => Some(value),
            [Some((_, one)), Some((at, two))] if is_close(at) => {
                let (low, high) = (one.min(two), one.max(two));
                Some(value.clamp(low, high))
            }
            [Some(_), _] => None,
            [None, _] => Some(value),
        }
    }

    fn measure(&mut self, at: UtcMs, value: f64, window_ms: i64) -> Rates {
        let begins = at.plus_ms(-window_ms);
        // One that is older than the window stays, to measure by.
        while self.pieces.get(1).is_some_and(|next| next.from <= begins) {
            self.pieces.pop_front();
        }
        let mut rates = Rates::default();
        for piece in &self.pieces {
            rates = rates.or_faster(if piece.from > begins {
                let rise = Rates::of((value - piece.least).max(0.0), window_ms);
                let fall = Rates::of((value - piece.greatest).min(0.0), window_ms);
                rise.or_faster(fall)
            } else {
                let over_ms = at.0 - piece.from.0;
                Rates::of(value - piece.last, over_ms.min(window_ms.max(GAP_MS)))
            });
        }
        rates
    }

    fn keep(&mut self, at: UtcMs, value: f64, window_ms: i64) {
        let same = |piece: &&mut Piece| at.0 - piece.from.0 < (window_ms / PIECES).max(1);
        match self.pieces.back_mut().filter(same) {
            Some(piece) => {
                piece.least = piece.least.min(value);
                piece.greatest = piece.greatest.max(value);
                piece.last = value;
            }
            None => self.pieces.push_back(Piece {
                from: at,
                least: value,
                greatest: value,
                last: value,
            }),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WINDOW_MS: i64 = 60_000;

    /// When a change faster than so much a minute is first seen, seconds.
    fn seen(values: impl IntoIterator<Item = (i64, f64)>, per_min: f64) -> Option<i64> {
        let mut slide = Slide::default();
        values.into_iter().find_map(|(at_s, value)| {
            let rates = slide.note(UtcMs(at_s * 1_000), value, WINDOW_MS);
            let fastest = rates.rise_per_min.max(rates.fall_per_min);
            (fastest >= per_min - 1e-9).then_some(at_s)
        })
    }

    fn falling(per_s: f64) -> impl Iterator<Item = (i64, f64)> {
        (0..600_u32).map(move |s| (i64::from(s), 8.0 - per_s * f64::from(s)))
    }

    #[test]
    fn a_tank_that_runs_empty_is_heard_after_seconds_and_a_slow_one_after_a_window() {
        let fast = seen(falling(0.1), 0.5).expect("6 m a minute");
        assert!((5..=7).contains(&fast), "half a metre is gone: {fast} s");
        let just = seen(falling(0.5 / 60.0), 0.5).expect("just too fast");
        assert!((60..=62).contains(&just), "one window: {just} s");
        assert_eq!(seen(falling(0.4 / 60.0), 0.5), None, "slow enough");
    }

    #[test]
    fn a_change_that_begins_between_two_minutes_is_not_averaged_with_what_was_before() {
        let steady = (0..90).map(|s| (s, 8.0));
        let then = (90..100_i32).map(|s| (i64::from(s), 8.0 - 0.1 * f64::from(s - 90)));
        let heard = seen(steady.chain(then), 0.5).expect("it falls");
        assert!((95..=97).contains(&heard), "half a metre later: {heard} s");
    }

    #[test]
    fn one_value_that_jumps_and_comes_back_is_noise() {
        let value = |s| if s == 30 { 2.0 } else { 8.0 };
        assert_eq!(seen((0..120).map(|s| (s, value(s))), 0.5), None, "a spike");
        let stays = |s| if s >= 30 { 2.0 } else { 8.0 };
        let heard = seen((0..120).map(|s| (s, stays(s))), 0.5);
        assert_eq!(heard, Some(31), "what stays is none");
    }

    #[test]
    fn a_value_that_is_judged_again_is_no_second_sample() {
        let spike = [(0, 8.0), (1, 8.0), (2, 2.0), (2, 2.0), (3, 8.0)];
        assert_eq!(seen(spike, 0.5), None, "a spike stays one");
        let mut slide = Slide::default();
        let values = [(0, 8.0), (1, 7.9), (2, 7.8)];
        let note = |slide: &mut Slide, (at_s, value): (i64, f64)| {
            slide.note(UtcMs(at_s * 1_000), value, WINDOW_MS)
        };
        let rates = values.map(|one| note(&mut slide, one));
        let again = note(&mut slide, values[2]);
        assert_eq!(again, rates[2], "as fast as it was");
        let wider = slide.note(UtcMs(2_000), 7.8, 2 * WINDOW_MS);
        assert!(
            wider.fall_per_min < again.fall_per_min,
            "over a wider window"
        );
    }

    #[test]
    fn values_that_come_seldom_are_measured_against_the_last_before_the_window() {
        let every_40 = (0..10_i32).map(|n| (i64::from(n) * 40, 8.0 - 0.4 * f64::from(n)));
        assert_eq!(seen(every_40, 0.5), Some(80), "0.6 m a minute");
        let every_5_min = (0..10_i32).map(|n| (i64::from(n) * 300, 8.0 - 0.2 * f64::from(n)));
        assert_eq!(seen(every_5_min, 0.05), None, "0.04 m a minute");
    }

    #[test]
    fn a_jump_behind_hours_of_silence_is_heard() {
        let hours_6 = 6 * 3_600;
        let jump = [(0, 8.0), (hours_6, 2.0)];
        assert_eq!(seen(jump, 0.5), Some(hours_6), "6 m, when nobody saw it");
        let little = [(0, 8.0), (hours_6, 7.0)];
        assert_eq!(
            seen(little, 0.5),
            None,
            "1 m is no more than ten minutes of it"
        );
    }

    #[test]
    fn what_is_kept_has_a_bound() {
        let mut slide = Slide::default();
        for n in 0..100_000_i32 {
            slide.note(UtcMs(i64::from(n) * 20), f64::from(n % 7), WINDOW_MS);
            let most = usize::try_from(PIECES).expect("small") + 2;
            assert!(slide.pieces.len() <= most, "fifty values a second");
        }
    }

    #[test]
    fn a_clock_that_is_set_right_begins_anew() {
        let mut slide = Slide::default();
        slide.note(UtcMs(3 * LATE_MAX_MS), 8.0, WINDOW_MS);
        slide.note(UtcMs(0), 2.0, WINDOW_MS);
        let rates = slide.note(UtcMs(60_000), 2.0, WINDOW_MS);
        assert_eq!(rates, Rates::default(), "nothing of before counts");
    }
}
