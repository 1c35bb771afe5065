//! What has to be heard: new alerts, test tones, grave alerts that nobody has acknowledged, and
//! teams that become late.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use contract::change::Alarm;
use contract::rows::LateOrder;
use emergency::alert::EscalationStep;

use crate::answer::{called, deaf, late_orders, unacknowledged};
use crate::desk::Desk;
use crate::follow::Follower;
use crate::session::Session;

/// Alarms that come closer together are heard and shown as one, the worst speaking.
const EVERY: Duration = Duration::from_secs(3);
/// How long a test tone waits at most behind a quiet log.
const LOOK: Duration = Duration::from_millis(200);
/// Lowest level (largest number) that sounds again until somebody acknowledges it.
const AGAIN_LEVEL_MAX: u8 = 2;
/// A team that becomes late sounds like an alert of level Ⅲ: one pulse, 待区里确认.
const LATE_LEVEL: u8 = 3;
/// How often it is looked at who is late, and whether the desk is deaf.
const LATE_EVERY: Duration = Duration::from_secs(10);

/// Alarms and test tones, one after the other.
pub struct Alarms {
    changes: Follower,
    tone: Follower,
    /// When the last alarm was told.
    told: Option<Instant>,
    /// Who was late when that was looked at last, each with why.
    late: BTreeSet<String>,
    /// When that was.
    late_looked: Option<Instant>,
    /// Why alarms might not be heard when that was looked at last.
    deaf: BTreeSet<String>,
    /// When that was.
    deaf_looked: Option<Instant>,
}

/// What a team is late with, so that each is heard once: not answering, then not being there.
fn lateness(one: &LateOrder) -> String {
    format!(
        "{} {:?} {:?}",
        one.order.as_str(),
        one.late.why,
        one.late.stop
    )
}

impl Alarms {
    fn new(changes: Follower, tone: Follower) -> Self {
        Self {
            changes,
            tone,
            told: None,
            late: BTreeSet::new(),
            late_looked: None,
            deaf: BTreeSet::new(),
            deaf_looked: None,
        }
    }

    /// What has become deaf since this was asked last, as one alarm that is also shown on the
    /// desktop: whoever hears nothing may still see it.
    pub fn deaf(&mut self, desk: &Desk) -> Option<Alarm> {
        let rests = |at: Instant| at.elapsed() < LATE_EVERY;
        if self.deaf_looked.is_some_and(rests) {
            return None;
        }
        self.deaf_looked = Some(Instant::now());
        let session = desk.session();
        let now: Vec<String> = deaf(desk, &session).iter().map(called).collect();
        let known = std::mem::replace(&mut self.deaf, now.iter().cloned().collect());
        let mut fresh = now.into_iter().filter(|why| !known.contains(why));
        let first = fresh.next()?;
        Some(Alarm {
            level: LATE_LEVEL,
            by_priority: true,
            count: 1 + u32::try_from(fresh.count()).unwrap_or(u32::MAX - 1),
            headline: format!("告警可能收不到或听不到：{first}"),
            exercise: session.logbook.is_exercise(),
            step: Some(EscalationStep::Notification),
            heard: false,
        })
    }

    /// Teams that became late since this was asked last, as one alarm; none when none did.
    pub fn late(&mut self, desk: &Desk) -> Option<Alarm> {
        let rests = |at: Instant| at.elapsed() < LATE_EVERY;
        if self.late_looked.is_some_and(rests) {
            return None;
        }
        self.late_looked = Some(Instant::now());
        let session = desk.session();
        let late = late_orders(desk, &session)
            .inspect_err(|error| tracing::warn!(%error, "late teams not looked at"))
            .ok()?;
        let known = std::mem::take(&mut self.late);
        self.late = late.iter().map(lateness).collect();
        let fresh: Vec<&LateOrder> = late
            .iter()
            .filter(|one| !known.contains(&lateness(one)))
            .collect();
        let first = fresh.first()?;
        Some(Alarm {
            level: LATE_LEVEL,
            by_priority: true,
            count: u32::try_from(fresh.len()).unwrap_or(u32::MAX),
            headline: format!("队伍迟到 {}", first.name),
            exercise: session.logbook.is_exercise(),
            step: None,
            heard: false,
        })
    }

    /// The next one, the inner none when there was none for a moment; the outer none when the
    /// desk was closed.
    #[must_use]
    pub fn glance(&mut self) -> Option<Option<Alarm>> {
        if let Some(alarm) = self.tone.try_next().and_then(|changes| changes.alarm) {
            return Some(Some(alarm));
        }
        let rests = self.told.and_then(|at| EVERY.checked_sub(at.elapsed()));
        if let Some(rest) = rests {
            let tone = self.tone.next_within(rest.min(LOOK))?;
            return Some(tone.and_then(|changes| changes.alarm));
        }
        let changes = self.changes.next_within(LOOK)?;
        let alarm = changes.and_then(|changes| changes.alarm);
        if alarm.is_some() {
            self.told = Some(Instant::now());
        }
        Some(alarm)
    }
}

/// When the window is to come to the front: a grave alert has waited too long for somebody.
#[derive(Debug, Default)]
pub struct ToFront {
    /// Since when one waits.
    since: Option<Instant>,
    /// True once it came for that.
    done: bool,
}

impl ToFront {
    /// Whether it is to come now, once for as long as something waits; `after` of nothing means
    /// never.
    pub fn is_due(&mut self, waits: bool, after: Duration, now: Instant) -> bool {
        if !waits {
            *self = Self::default();
            return false;
        }
        let since = *self.since.get_or_insert(now);
        let due = !after.is_zero() && !self.done && now.duration_since(since) >= after;
        self.done |= due;
        due
    }
}

impl Desk {
    /// How long a grave alert may wait before the window comes to the front; nothing means that
    /// it stays where it is.
    #[must_use]
    pub fn front_after(&self) -> Duration {
        Duration::from_secs(u64::from(self.settings().front_after_s))
    }

    /// Follows what has to be heard.
    #[must_use]
    pub fn follow_alarms(&self) -> Alarms {
        Alarms::new(self.follow(), self.tone.follow(0))
    }

    /// The gravest alerts of the two highest priorities that nobody has acknowledged; none when
    /// there are none.
    /// The watch's own go before those of a drill.
    #[must_use]
    pub fn waiting_alarm(&self) -> Option<Alarm> {
        waiting(self.base()).or_else(|| waiting(&self.session()))
    }
}

/// By priority as the board has it; by level while it is not whole.
fn waiting(session: &Session) -> Option<Alarm> {
    let by_priority = session
        .board
        .look(session, |standing| standing.gathering.waiting());
    if let Some(counts) = by_priority {
        return again(session, counts.into_iter(), true);
    }
    let counts = unacknowledged(session)
        .inspect_err(|error| tracing::warn!(%error, "unacknowledged alerts not counted"))
        .ok()?;
    again(session, counts.into_iter(), false)
}

/// The gravest of what waits, when it is grave enough to be heard again.
fn again(session: &Session, counts: impl Iterator<Item = u32>, by_priority: bool) -> Option<Alarm> {
    let mut levels = (1..=AGAIN_LEVEL_MAX).zip(counts);
    let (level, count) = levels.find(|(_, count)| *count > 0)?;
    Some(Alarm {
        level,
        by_priority,
        count,
        headline: String::new(),
        exercise: session.logbook.is_exercise(),
        step: None,
        heard: true,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::follow::{Batch, Followers};

    fn batch(level: u8) -> Batch {
        let alarm = Alarm {
            level,
            by_priority: false,
            count: 1,
            headline: String::new(),
            exercise: true,
            step: None,
            heard: false,
        };
        Batch {
            alarm: Some(alarm),
            ..Batch::default()
        }
    }

    fn hear(alarms: &mut Alarms) -> Alarm {
        loop {
            if let Some(alarm) = alarms.glance().expect("the desk is open") {
                return alarm;
            }
        }
    }

    #[test]
    fn the_window_comes_to_the_front_once_for_an_alert_that_nobody_answers() {
        let (began, after) = (Instant::now(), Duration::from_secs(60));
        let at = |seconds| began + Duration::from_secs(seconds);
        let mut front = ToFront::default();
        assert!(!front.is_due(true, after, at(0)), "it has just come");
        assert!(!front.is_due(true, after, at(59)), "there is time left");
        assert!(front.is_due(true, after, at(60)), "nobody has answered");
        assert!(!front.is_due(true, after, at(120)), "once is enough");
        assert!(!front.is_due(false, after, at(130)), "somebody has");
        assert!(
            !front.is_due(true, after, at(140)),
            "the next one begins anew"
        );
        assert!(front.is_due(true, after, at(200)), "and waits as long");
        let mut never = ToFront::default();
        never.is_due(true, Duration::ZERO, at(0));
        assert!(!never.is_due(true, Duration::ZERO, at(900)), "switched off");
    }

    #[test]
    fn alarms_of_a_storm_are_told_as_one_and_the_worst_speaks() {
        let (followers, tones) = (Followers::default(), Followers::default());
        let mut alarms = Alarms::new(followers.follow(0), tones.follow(0));
        followers.publish(&batch(3));
        assert_eq!(hear(&mut alarms).level, 3, "the first is told at once");
        let told = Instant::now();
        for level in [4, 1, 2] {
            followers.publish(&batch(level));
        }
        tones.publish(&batch(3));
        let tone = hear(&mut alarms);
        assert_eq!(tone.level, 3, "a test tone does not wait behind alarms");
        let storm = hear(&mut alarms);
        assert_eq!((storm.level, storm.count), (1, 3), "three as one");
        let rested = told.elapsed() + LOOK >= EVERY;
        assert!(rested, "and not before a person can listen again");
    }
}
