//! Whether the sound device is still there, told without playing anything.
//!
//! A device that is pulled out says so on some systems, stands still on others, and where a sound
//! server takes its place everything is taken and nothing is heard. So it is looked at every few
//! seconds in three ways: what it says of itself, whether it takes a moment of silence, and whether
//! the system has any card left.

use std::time::{Duration, Instant};

/// How often it is looked at, and how often one that is missing is tried.
pub const LOOK_EVERY: Duration = Duration::from_secs(5);
/// Time in which it has to have taken a moment of silence.
const TAKES_WITHIN: Duration = Duration::from_secs(3);

/// What is known of the device now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Signs {
    /// It said that it is gone or has to be opened anew.
    pub broken: bool,
    /// It has taken what it was last asked to take.
    pub took: bool,
    /// Whether the system has a sound card; none where it does not say.
    pub cards: Option<bool>,
}

/// What is to be done about it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// Nothing.
    Keep,
    /// To be given a moment of silence.
    Ask,
    /// It is gone: to be closed.
    Close,
    /// To be opened, anew where it is open.
    Open,
}

/// The state of the sound device.
#[derive(Debug, Default)]
pub struct Speaker {
    open: bool,
    /// When it was looked at, or tried, last.
    looked: Option<Instant>,
    /// When it was given what it has not taken yet.
    asked: Option<Instant>,
    /// The system had a card once: that it has none now means something.
    had_cards: bool,
}

impl Speaker {
    /// What is to be done now; `urgent` before something new is sounded.
    pub fn look(&mut self, signs: Signs, urgent: bool, now: Instant) -> Look {
        self.had_cards |= signs.cards == Some(true);
        let gone = self.had_cards && signs.cards == Some(false);
        if !self.open {
            let due = urgent || self.rested(now);
            return if due && !gone {
                self.opens(now)
            } else {
                Look::Keep
            };
        }
        if gone {
            self.open = false;
            self.looked = Some(now);
            return Look::Close;
        }
        if signs.took {
            self.asked = None;
        }
        let waits_for = |at: Instant| now.duration_since(at);
        if signs.broken || self.asked.is_some_and(|at| waits_for(at) >= TAKES_WITHIN) {
            return self.opens(now);
        }
        if self.asked.is_none() && self.rested(now) {
            (self.looked, self.asked) = (Some(now), Some(now));
            return Look::Ask;
        }
        Look::Keep
    }

    /// What came of opening it.
    pub fn opened(&mut self, is_open: bool) {
        self.open = is_open;
    }

    fn opens(&mut self, now: Instant) -> Look {
        self.open = false;
        self.asked = None;
        self.looked = Some(now);
        Look::Open
    }

    fn rested(&self, now: Instant) -> bool {
        self.looked
            .is_none_or(|at| now.duration_since(at) >= LOOK_EVERY)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WELL: Signs = Signs {
        broken: false,
        took: true,
        cards: Some(true),
    };

    /// One that was opened, and moments after that.
    fn opened() -> (Speaker, impl Fn(u64) -> Instant) {
        let began = Instant::now();
        let mut speaker = Speaker::default();
        let first = speaker.look(WELL, false, began);
        assert_eq!(first, Look::Open, "at the start");
        speaker.opened(true);
        (speaker, move |seconds| began + Duration::from_secs(seconds))
    }

    #[test]
    fn a_device_that_is_well_is_asked_every_few_seconds_and_kept() {
        let (mut speaker, at) = opened();
        let looks: Vec<_> = (1..=11)
            .map(|second| speaker.look(WELL, second == 7, at(second)))
            .collect();
        let asked = (1..).zip(&looks).filter(|(_, look)| **look == Look::Ask);
        let asked: Vec<u64> = asked.map(|(second, _)| second).collect();
        assert_eq!(asked, [5, 10], "every five seconds");
        let kept = looks.iter().filter(|look| **look == Look::Keep).count();
        assert_eq!(kept, 9, "and nothing else is done, whatever sounds");
    }

    #[test]
    fn a_device_that_takes_nothing_or_says_that_it_is_gone_is_opened_anew() {
        let (mut speaker, at) = opened();
        let still = Signs {
            took: false,
            ..WELL
        };
        assert_eq!(speaker.look(still, false, at(5)), Look::Ask, "is it there?");
        assert_eq!(speaker.look(still, false, at(7)), Look::Keep, "it has time");
        assert_eq!(
            speaker.look(still, false, at(8)),
            Look::Open,
            "nothing was taken"
        );
        speaker.opened(true);
        let broken = Signs {
            broken: true,
            ..WELL
        };
        assert_eq!(
            speaker.look(broken, false, at(9)),
            Look::Open,
            "it says so itself"
        );
    }

    #[test]
    fn a_missing_device_is_tried_every_few_seconds_and_at_once_when_something_sounds() {
        let (mut speaker, at) = opened();
        speaker.opened(false);
        assert_eq!(
            speaker.look(WELL, false, at(4)),
            Look::Keep,
            "a while later"
        );
        assert_eq!(speaker.look(WELL, false, at(5)), Look::Open, "again");
        speaker.opened(false);
        assert_eq!(
            speaker.look(WELL, true, at(6)),
            Look::Open,
            "an alarm does not wait"
        );
        speaker.opened(true);
        assert_eq!(speaker.look(WELL, true, at(7)), Look::Keep, "it is back");
    }

    #[test]
    fn a_sound_server_without_a_card_is_no_device_until_one_is_back() {
        let (mut speaker, at) = opened();
        let none = Signs {
            cards: Some(false),
            ..WELL
        };
        assert_eq!(
            speaker.look(none, false, at(1)),
            Look::Close,
            "the card is gone"
        );
        for (second, urgent) in [(2, true), (20, false)] {
            let look = speaker.look(none, urgent, at(second));
            assert_eq!(look, Look::Keep, "nothing would be heard");
        }
        assert_eq!(speaker.look(WELL, false, at(30)), Look::Open, "plugged in");
        let mut remote = Speaker::default();
        assert_eq!(
            remote.look(none, false, at(0)),
            Look::Open,
            "a system that never had a card may sound elsewhere"
        );
    }
}
