//! When what has to be heard rings, and how.
//!
//! A grave alert that nobody has acknowledged rings again until somebody has; only what rings and
//! is as grave puts that off, so that rows of low priority never mute a fire. A silence holds for
//! what rang when it was asked for, and for what is less grave: what is new and as grave rings
//! through it, as a new alarm does on a fire panel whose sounder was silenced (EN 54-2).

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use contract::change::Alarm;
use emergency::time::UtcMs;

/// From one ring to the next for alerts of the two highest priorities that nobody has
/// acknowledged; what rang so long ago is what a silence is asked for.
const AGAIN_EVERY: Duration = Duration::from_secs(30);
/// How often it is looked whether one is due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Lowest level (largest number) that rings at all; those that are graver pulse once more each.
const RINGS_LEVEL_MAX: u8 = 3;

/// How grave something is: the real thing goes before a drill, then the level counts. What is
/// graver is smaller.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Gravity {
    drill: bool,
    level: u8,
}

impl Gravity {
    fn of(alarm: &Alarm) -> Self {
        Self {
            drill: alarm.exercise,
            level: alarm.level,
        }
    }
}

/// How something rings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tone {
    /// Pulses one after the other: three for level Ⅰ, one for level Ⅲ.
    pub pulses: u32,
    /// Louder: nobody has answered.
    pub louder: bool,
    /// Lower, as in a drill.
    pub drill: bool,
}

/// A silence that an officer asked for.
#[derive(Debug, Clone, Copy)]
struct Silence {
    until: Instant,
    shown: UtcMs,
    /// The gravest that rang then; none where nothing did.
    of: Option<Gravity>,
}

/// What rang when, and what is silenced.
#[derive(Debug)]
pub(crate) struct Ring {
    looked: Instant,
    /// What waits, and since when it is known to: its own ring comes first.
    waits: Option<(Gravity, Instant)>,
    /// When something of each gravity rang last: at most [`RINGS_LEVEL_MAX`] real ones and as many
    /// of drills.
    rang: BTreeMap<Gravity, Instant>,
    silence: Option<Silence>,
}

impl Ring {
    /// One that has not rung yet.
    pub(crate) fn since(now: Instant) -> Self {
        Self {
            looked: now,
            waits: None,
            rang: BTreeMap::new(),
            silence: None,
        }
    }

    /// How an alarm rings now; none where it is of the silent levels, or silenced.
    pub(crate) fn tone(&self, alarm: &Alarm, now: Instant) -> Option<Tone> {
        let pulses = (RINGS_LEVEL_MAX + 1).saturating_sub(alarm.level);
        (pulses > 0 && !self.holds_back(alarm, now)).then(|| Tone {
            pulses: u32::from(pulses),
            louder: alarm.heard || alarm.step.is_some(),
            drill: alarm.exercise,
        })
    }

    /// Notes that it rang.
    pub(crate) fn rang(&mut self, alarm: &Alarm, now: Instant) {
        if alarm.level <= RINGS_LEVEL_MAX {
            self.rang.insert(Gravity::of(alarm), now);
        }
    }

    /// Whether it is time to look at what waits.
    pub(crate) fn looks(&mut self, now: Instant) -> bool {
        let due = now.duration_since(self.looked) >= LOOK_EVERY;
        if due {
            self.looked = now;
        }
        due
    }

    /// How what waits rings once more; none while nothing waits, and none before it, or what is as
    /// grave, has been quiet for long enough.
    pub(crate) fn again(&mut self, waiting: Option<&Alarm>, now: Instant) -> Option<Tone> {
        let gravity = waiting.map(Gravity::of);
        let known = self.waits.filter(|(known, _)| Some(*known) == gravity);
        self.waits = known.or_else(|| gravity.map(|gravity| (gravity, now)));
        let (waiting, (gravity, since)) = waiting.zip(self.waits)?;
        let as_grave = self.rang.range(..=gravity);
        // The real thing is not put off by a drill, nor a drill by the real thing.
        let own = as_grave.filter(|(rang, _)| rang.drill == gravity.drill);
        let last = own.map(|(_, at)| *at).chain([since]).max()?;
        let due = now.duration_since(last) >= AGAIN_EVERY;
        due.then(|| self.tone(waiting, now)).flatten()
    }

    /// Silences what rings for a while: what waits, and what rang a moment ago.
    pub(crate) fn silence(
        &mut self,
        lasts: Duration,
        shown: UtcMs,
        waiting: Option<&Alarm>,
        now: Instant,
    ) {
        let recent = self.rang.iter();
        let recent = recent.filter(|(_, at)| now.duration_since(**at) < AGAIN_EVERY);
        let rings = recent.map(|(gravity, _)| *gravity);
        self.silence = Some(Silence {
            until: now + lasts,
            shown,
            of: rings.chain(waiting.map(Gravity::of)).min(),
        });
    }

    /// Ends a silence.
    pub(crate) fn end_silence(&mut self) {
        self.silence = None;
    }

    /// Until when it is silent, by the clock that is shown.
    pub(crate) fn silent_until(&self, now: Instant) -> Option<UtcMs> {
        self.in_force(now).map(|silence| silence.shown)
    }

    fn in_force(&self, now: Instant) -> Option<Silence> {
        self.silence.filter(|silence| now < silence.until)
    }

    /// What is new rings unless something graver is silenced; what was heard before, unless it is
    /// graver than all that is.
    fn holds_back(&self, alarm: &Alarm, now: Instant) -> bool {
        let silenced = self.in_force(now).and_then(|silence| silence.of);
        let gravity = Gravity::of(alarm);
        silenced.is_some_and(|of| gravity > of || alarm.heard && gravity == of)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SHOWN: UtcMs = UtcMs(0);
    const TWO_MINUTES: Duration = Duration::from_secs(120);

    fn alarm(level: u8) -> Alarm {
        Alarm {
            level,
            by_priority: true,
            count: 1,
            headline: "演练".to_owned(),
            exercise: false,
            step: None,
            heard: false,
        }
    }

    fn waiting(level: u8) -> Alarm {
        Alarm {
            heard: true,
            ..alarm(level)
        }
    }

    fn drill(level: u8) -> Alarm {
        Alarm {
            exercise: true,
            ..alarm(level)
        }
    }

    /// A ring, and moments after it began.
    fn ring() -> (Ring, impl Fn(u64) -> Instant) {
        let began = Instant::now();
        let at = move |seconds| began + Duration::from_secs(seconds);
        (Ring::since(began), at)
    }

    #[test]
    fn each_level_has_its_pulses_and_what_nobody_answers_is_louder() {
        let (ring, at) = ring();
        let pulses = |level| ring.tone(&alarm(level), at(0)).map(|tone| tone.pulses);
        let all: Vec<_> = (1..=4).map(pulses).collect();
        assert_eq!(
            all,
            [Some(3), Some(2), Some(1), None],
            "level Ⅳ makes no sound"
        );
        let louder = |alarm: &Alarm| ring.tone(alarm, at(0)).map(|tone| tone.louder);
        assert_eq!(louder(&alarm(1)), Some(false), "the first time");
        assert_eq!(louder(&waiting(1)), Some(true), "once more");
    }

    #[test]
    fn what_is_less_grave_does_not_put_off_the_ring_of_a_fire() {
        let (mut ring, at) = ring();
        ring.rang(&alarm(1), at(0));
        for second in [10, 20, 29] {
            for level in [2, 3, 4] {
                ring.rang(&alarm(level), at(second));
            }
            ring.rang(&drill(1), at(second));
        }
        let again = |ring: &mut Ring, level, second| {
            let waits = waiting(level);
            ring.waits = Some((Gravity::of(&waits), at(0)));
            ring.again(Some(&waits), at(second)).is_some()
        };
        assert!(!again(&mut ring, 1, 29), "it has just rung");
        assert!(again(&mut ring, 1, 30), "rows of overspeed change nothing");
        assert!(
            !again(&mut ring, 2, 30),
            "that of level two rang a second ago"
        );
        assert!(again(&mut ring, 2, 59), "and is due half a minute after it");
        ring.rang(&alarm(1), at(58));
        assert!(
            !again(&mut ring, 2, 59),
            "what is graver was heard for both"
        );
        assert!(again(&mut ring, 2, 88), "not for ever");
    }

    #[test]
    fn what_has_just_come_rings_by_itself_and_again_half_a_minute_later() {
        let (mut ring, at) = ring();
        let waits = waiting(1);
        assert_eq!(ring.again(None, at(600)), None, "a quiet night");
        assert_eq!(
            ring.again(Some(&waits), at(601)),
            None,
            "its own ring comes"
        );
        ring.rang(&alarm(1), at(602));
        assert_eq!(ring.again(Some(&waits), at(631)), None, "half a minute");
        assert!(ring.again(Some(&waits), at(632)).is_some(), "and again");
        assert_eq!(ring.again(None, at(640)), None, "somebody has seen it");
        assert_eq!(
            ring.again(Some(&waits), at(700)),
            None,
            "the next one has its own time"
        );
    }

    #[test]
    fn a_drill_is_not_put_off_by_the_real_thing() {
        let (mut ring, at) = ring();
        ring.rang(&drill(1), at(0));
        ring.rang(&alarm(1), at(29));
        let waits = Alarm {
            exercise: true,
            ..waiting(1)
        };
        assert!(ring.again(Some(&waits), at(0)).is_none(), "it waits");
        assert!(
            ring.again(Some(&waits), at(30)).is_some(),
            "it has its own time"
        );
    }

    #[test]
    fn a_silence_holds_for_what_rang_and_not_for_what_comes_after_it() {
        let (mut ring, at) = ring();
        ring.rang(&alarm(2), at(0));
        ring.silence(TWO_MINUTES, SHOWN, Some(&waiting(2)), at(5));
        let tone = |alarm: &Alarm, second| ring.tone(alarm, at(second)).is_some();
        assert!(!tone(&waiting(2), 35), "what rang is silent");
        assert!(!tone(&alarm(3), 35), "so is what is new and less grave");
        assert!(tone(&alarm(2), 35), "what is new and as grave rings");
        assert!(tone(&alarm(1), 35), "what is graver rings");
        assert!(tone(&waiting(1), 65), "and rings again");
        assert!(!tone(&drill(1), 35), "a drill is less grave than that");
        assert!(tone(&waiting(2), 125), "two minutes are over");
        assert_eq!(ring.silent_until(at(124)), Some(SHOWN), "it is shown");
        assert_eq!(ring.silent_until(at(125)), None, "and not any more");
    }

    #[test]
    fn a_silence_in_a_drill_never_silences_the_real_thing() {
        let (mut ring, at) = ring();
        ring.rang(&drill(1), at(0));
        ring.silence(TWO_MINUTES, SHOWN, None, at(1));
        assert!(ring.tone(&alarm(3), at(2)).is_some(), "however light it is");
        assert!(
            ring.tone(&drill(2), at(2)).is_none(),
            "the drill is silent in what is lighter"
        );
    }

    #[test]
    fn a_silence_while_nothing_rings_keeps_nothing_back() {
        let (mut ring, at) = ring();
        ring.rang(&alarm(1), at(0));
        ring.silence(TWO_MINUTES, SHOWN, None, at(31));
        assert!(ring.tone(&alarm(3), at(32)).is_some(), "it is new");
        ring.silence(TWO_MINUTES, SHOWN, Some(&waiting(1)), at(33));
        assert!(
            ring.tone(&alarm(3), at(34)).is_none(),
            "now something waits"
        );
        ring.end_silence();
        assert!(ring.tone(&alarm(3), at(34)).is_some(), "and it was ended");
    }

    #[test]
    fn what_a_silence_kept_back_rings_as_soon_as_it_is_over() {
        let (mut ring, at) = ring();
        ring.rang(&alarm(1), at(0));
        ring.silence(TWO_MINUTES, SHOWN, Some(&waiting(1)), at(1));
        let waits = waiting(1);
        assert!(ring.again(Some(&waits), at(1)).is_none(), "it waits");
        assert!(ring.again(Some(&waits), at(120)).is_none(), "silent still");
        assert!(ring.again(Some(&waits), at(121)).is_some(), "at once");
    }
}
