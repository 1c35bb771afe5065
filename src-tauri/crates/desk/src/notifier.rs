//! Whether what shows notifications on the desktop answers, known before something has to be shown.

use std::time::{Duration, Instant};

/// How often it is asked.
const ASK_EVERY: Duration = Duration::from_secs(120);
/// Time in which it has to answer.
pub const ANSWERS_WITHIN: Duration = Duration::from_secs(5);

/// What it made of something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answer {
    /// It was asked whether it is there.
    Asked(bool),
    /// It was given something to show.
    Shown(bool),
    /// This system cannot be asked without showing something.
    Unknown,
}

/// The state of what shows notifications; it is there until the opposite is known.
#[derive(Debug, Default)]
pub struct Notifier {
    asked: Option<Instant>,
    /// What it has not answered yet.
    waiting: u32,
    /// Since when the first of that waits.
    since: Option<Instant>,
    gone: bool,
    /// It is there and showed nothing: that it is there says no more, until it has shown something
    /// or was away.
    refused: bool,
}

impl Notifier {
    /// Whether it is to be asked now.
    pub fn asks(&mut self, now: Instant) -> bool {
        let rested = |at: Instant| now.duration_since(at) >= ASK_EVERY;
        let due = self.waiting == 0 && self.asked.is_none_or(rested);
        if due {
            self.asked = Some(now);
        }
        due
    }

    /// Something was handed to it.
    pub fn handed(&mut self, now: Instant) {
        self.since.get_or_insert(now);
        self.waiting += 1;
    }

    /// It answered, or whoever asks it did for it.
    pub fn answered(&mut self, answer: Answer, now: Instant) {
        self.waiting = self.waiting.saturating_sub(1);
        self.since = (self.waiting > 0).then_some(now);
        match answer {
            Answer::Asked(is_there) => {
                self.gone = !is_there;
                self.refused &= is_there;
            }
            Answer::Shown(shown) => {
                self.refused = !shown;
                self.gone &= !shown;
            }
            Answer::Unknown => {}
        }
    }

    /// Whether what is shown now would reach somebody, as far as that is known.
    #[must_use]
    pub fn reach(&self, now: Instant) -> bool {
        let late = |at: Instant| now.duration_since(at) >= ANSWERS_WITHIN;
        !self.gone && !self.refused && !self.since.is_some_and(late)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn made() -> (Notifier, impl Fn(u64) -> Instant) {
        let began = Instant::now();
        (Notifier::default(), move |seconds| {
            began + Duration::from_secs(seconds)
        })
    }

    #[test]
    fn that_nothing_shows_notifications_is_known_before_the_first_alarm() {
        let (mut notifier, at) = made();
        assert!(notifier.asks(at(0)), "at the start");
        notifier.handed(at(0));
        assert!(notifier.reach(at(1)), "not known yet");
        notifier.answered(Answer::Asked(false), at(1));
        assert!(!notifier.reach(at(1)), "there is nobody");
        assert!(!notifier.asks(at(119)), "it is not asked all the time");
        assert!(notifier.asks(at(120)), "but again");
        notifier.handed(at(120));
        notifier.answered(Answer::Asked(true), at(121));
        assert!(notifier.reach(at(121)), "somebody came");
    }

    #[test]
    fn one_that_does_not_answer_shows_nothing_and_is_not_asked_again_meanwhile() {
        let (mut notifier, at) = made();
        assert!(notifier.asks(at(0)), "at the start");
        notifier.handed(at(0));
        assert!(notifier.reach(at(4)), "it has time");
        assert!(!notifier.reach(at(5)), "too long");
        assert!(!notifier.asks(at(900)), "the first still waits");
        notifier.answered(Answer::Asked(true), at(900));
        assert!(notifier.reach(at(900)), "it answered after all");
    }

    #[test]
    fn what_was_refused_counts_for_more_than_an_answer() {
        let (mut notifier, at) = made();
        notifier.handed(at(0));
        notifier.answered(Answer::Shown(false), at(0));
        notifier.handed(at(1));
        notifier.answered(Answer::Asked(true), at(1));
        assert!(!notifier.reach(at(1)), "it is there and shows nothing");
        notifier.handed(at(2));
        notifier.answered(Answer::Unknown, at(2));
        assert!(!notifier.reach(at(2)), "nor does it say");
        notifier.handed(at(3));
        notifier.answered(Answer::Shown(true), at(3));
        assert!(notifier.reach(at(3)), "now it was shown");
    }
}
