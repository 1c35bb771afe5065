//! Where an alert stands in its life as an alarm, computed from its facts alone.
//!
//! The states are those of ISA-18.2 as secondary sources give them (unacknowledged, acknowledged,
//! returned unacknowledged, latched, shelved, suppressed by design, out of service, normal); the
//! standard itself was not at hand.

use serde::{Deserialize, Serialize};

use super::{Alert, AsideWhy, EscalationStep, Finding};
use crate::time::UtcMs;

/// The state of an alert as an alarm.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Life {
    /// In force, and nobody has acknowledged it.
    #[default]
    Unacknowledged,
    /// In force and acknowledged.
    Acknowledged,
    /// It ended or expired before anybody had seen it; it stays until somebody has.
    Returned,
    /// It ended and was seen; it stays until an officer resets it.
    Latched,
    /// Out of the way until a stated time, for a stated reason.
    Shelved,
    /// Out of the way because a rule of the district says so.
    Suppressed,
    /// Out of the way with its source or its point.
    OutOfService,
    /// Over: cancelled, replaced, expired, judged, or shown under another.
    Ended,
    /// Not meant to be acted on here: exercise, test, system, draft.
    NotActual,
    /// Only named by another message.
    Unknown,
}

impl Life {
    /// Whether somebody has to look at it.
    #[must_use]
    pub fn waits(self) -> bool {
        matches!(self, Self::Unacknowledged | Self::Returned)
    }

    /// Whether it stands in the list of what is to be dealt with.
    #[must_use]
    pub fn is_listed(self) -> bool {
        matches!(
            self,
            Self::Unacknowledged | Self::Acknowledged | Self::Returned | Self::Latched
        )
    }

    /// Whether it is out of the way and will come back.
    #[must_use]
    pub fn is_away(self) -> bool {
        matches!(self, Self::Shelved | Self::Suppressed | Self::OutOfService)
    }
}

/// That an alert is out of the way, and until when if that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Away {
    /// In which of the three ways.
    pub life: Life,
    /// When it comes back by itself.
    pub until: Option<UtcMs>,
}

impl Alert {
    /// Whether it is out of the way at a time. What a person put away goes first.
    #[must_use]
    pub fn away(&self, now: UtcMs) -> Option<Away> {
        if let Some((until, _)) = &self.shelved
            && *until > now
        {
            return Some(Away {
                life: Life::Shelved,
                until: Some(*until),
            });
        }
        let (aside, _) = self.aside.as_ref()?;
        let life = match aside.why {
            AsideWhy::ByDesign => Life::Suppressed,
            AsideWhy::OutOfService => Life::OutOfService,
        };
        let stands = aside.until.is_none_or(|until| until > now);
        stands.then_some(Away {
            life,
            until: aside.until,
        })
    }

    /// When it comes back from being out of the way, as far as that was said.
    #[must_use]
    pub fn comes_back(&self) -> Option<UtcMs> {
        let shelved = self.shelved.as_ref().map(|(until, _)| *until);
        shelved.or_else(|| self.aside.as_ref()?.0.until)
    }

    /// Its state at a time.
    #[must_use]
    pub fn life(&self, now: UtcMs) -> Life {
        let Some(notice) = &self.notice else {
            return Life::Unknown;
        };
        if !self.is_for_action() {
            return Life::NotActual;
        }
        if self.is_judged() || self.is_superseded() || self.merged_into.is_some() {
            return Life::Ended;
        }
        let away = self.away(now);
        let expired = notice.expires.is_some_and(|at| at <= now);
        if !self.is_cancelled() && !expired {
            return match away {
                Some(away) => away.life,
                None if self.acknowledged.is_some() => Life::Acknowledged,
                None => Life::Unacknowledged,
            };
        }
        // Whoever shelved it or raised it has seen it.
        let seen = self.acknowledged.is_some() || self.incident.is_some() || away.is_some();
        if self.began && !seen {
            Life::Returned
        } else if self.began && self.latched.is_some() && self.reset.is_none() {
            Life::Latched
        } else {
            Life::Ended
        }
    }

    /// Since when somebody has to look at it, as of a time: since it was recorded, revised,
    /// reopened or brought back, or since it came back by itself. It is past when it waits at all.
    #[must_use]
    pub fn waits_since(&self, now: UtcMs) -> UtcMs {
        let shelf = self.shelved.as_ref().map(|(until, _)| *until);
        let aside = self.aside.as_ref().and_then(|(aside, _)| aside.until);
        let back = [shelf, aside].into_iter().flatten().filter(|at| *at <= now);
        let again = back.chain(self.waits_again).max();
        again.unwrap_or_default().max(self.first_recorded)
    }

    /// How far it went since it waits.
    #[must_use]
    pub fn taken(&self, now: UtcMs) -> Option<EscalationStep> {
        let since = self.waits_since(now);
        let (step, _) = self.escalated.filter(|(_, at)| *at >= since)?;
        Some(step)
    }

    /// When time alone moves it on from its state at a time.
    #[must_use]
    pub fn life_changes_at(&self, now: UtcMs) -> Option<UtcMs> {
        let expires = self.notice.as_ref().and_then(|notice| notice.expires);
        match self.life(now) {
            Life::Unknown | Life::NotActual | Life::Ended => None,
            _ => {
                let until = self.away(now).and_then(|away| away.until);
                let next = [expires, until].into_iter().flatten();
                next.filter(|at| *at > now).min()
            }
        }
    }

    /// Whether somebody found that there is nothing to act on.
    #[must_use]
    pub fn is_judged(&self) -> bool {
        let found = self.verified.as_ref().map(|(finding, _)| *finding);
        self.dismissed.is_some() || found.is_some_and(|finding| finding != Finding::Real)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::alert::{
        AlertMark, AlertSetAside, AlertShelved, AlertVerified, MessageType, Notice,
    };
    use crate::fact::Fact;
    use crate::sample::Room;

    fn notice(sent: i64, msg_type: MessageType) -> Notice {
        Notice {
            sent: UtcMs(sent),
            msg_type,
            ..Notice::default()
        }
    }

    fn mark() -> AlertMark {
        AlertMark::default()
    }

    /// The life of an alert of a device at time 100 after these facts, the message first.
    fn life(facts: &[&str]) -> Life {
        let mut room = Room::new();
        room.receive("A1", notice(1, MessageType::Alert));
        for (at, fact) in (2..).zip(facts) {
            let fact = match *fact {
                "ends" => {
                    room.receive("A1", notice(at, MessageType::Cancel));
                    continue;
                }
                "acknowledged" => Fact::AlertAcknowledged(mark()),
                "latched" => Fact::AlertLatched(mark()),
                "reset" => Fact::AlertReset(mark()),
                "shelved" => Fact::AlertShelved(AlertShelved {
                    until: UtcMs(200),
                    reason: "演练".to_owned(),
                }),
                "shelved to 50" => Fact::AlertShelved(AlertShelved {
                    until: UtcMs(50),
                    reason: "演练".to_owned(),
                }),
                "by design" => Fact::AlertSetAside(AlertSetAside::default()),
                "out of service" => Fact::AlertSetAside(AlertSetAside {
                    why: AsideWhy::OutOfService,
                    until: Some(UtcMs(200)),
                    reason: "演练".to_owned(),
                }),
                "reopened" => Fact::AlertReopened(mark()),
                "put back" => Fact::AlertPutBack(mark()),
                "false" => Fact::AlertVerified(AlertVerified {
                    finding: Some(Finding::False),
                    ..AlertVerified::default()
                }),
                "real" => Fact::AlertVerified(AlertVerified {
                    finding: Some(Finding::Real),
                    ..AlertVerified::default()
                }),
                other => panic!("no such fact: {other}"),
            };
            room.happen(at, "A1", fact);
        }
        room.alert("A1").life(UtcMs(100))
    }

    #[test]
    fn each_state_comes_from_its_facts() {
        let cases: [(&[&str], Life); 19] = [
            (&[], Life::Unacknowledged),
            (&["acknowledged"], Life::Acknowledged),
            (&["ends"], Life::Returned),
            (&["ends", "acknowledged"], Life::Ended),
            (&["acknowledged", "ends"], Life::Ended),
            (&["latched", "ends"], Life::Returned),
            (&["latched", "ends", "acknowledged"], Life::Latched),
            (&["latched", "acknowledged", "ends"], Life::Latched),
            (&["latched", "acknowledged", "ends", "reset"], Life::Ended),
            (&["latched", "acknowledged"], Life::Acknowledged),
            (&["shelved"], Life::Shelved),
            (&["shelved to 50"], Life::Unacknowledged),
            (&["shelved", "ends"], Life::Ended),
            (&["by design"], Life::Suppressed),
            (&["by design", "reopened"], Life::Unacknowledged),
            (&["out of service"], Life::OutOfService),
            (&["out of service", "put back"], Life::Unacknowledged),
            (&["false"], Life::Ended),
            (&["real"], Life::Unacknowledged),
        ];
        for (facts, expected) in cases {
            assert_eq!(life(facts), expected, "after {facts:?}");
        }
    }

    #[test]
    fn a_message_that_only_cancels_waits_for_nobody() {
        let mut room = Room::new();
        room.receive("A2", notice(2, MessageType::Cancel));
        let alert = room.alert("A2");
        assert_eq!(
            alert.life(UtcMs(3)),
            Life::Ended,
            "it says that all is well"
        );
    }

    #[test]
    fn a_warning_that_expires_unseen_waits_for_somebody() {
        let mut room = Room::new();
        let warning = Notice {
            expires: Some(UtcMs(50)),
            ..notice(1, MessageType::Alert)
        };
        room.receive("A1", warning.clone());
        let unseen = room.alert("A1");
        assert_eq!(unseen.life(UtcMs(49)), Life::Unacknowledged, "in force");
        assert_eq!(unseen.life(UtcMs(50)), Life::Returned, "nobody has seen it");
        assert_eq!(
            unseen.life_changes_at(UtcMs(50)),
            None,
            "time is done with it"
        );
        let seen = [
            Fact::AlertAcknowledged(mark()),
            Fact::AlertRaised(crate::alert::AlertRaised::default()),
            Fact::AlertShelved(AlertShelved {
                until: UtcMs(200),
                reason: "演练".to_owned(),
            }),
        ];
        for fact in seen {
            let mut room = Room::new();
            room.receive("A1", warning.clone());
            room.happen(10, "A1", fact.clone());
            let alert = room.alert("A1");
            assert_eq!(alert.life(UtcMs(50)), Life::Ended, "after {fact:?}");
        }
    }

    #[test]
    fn what_waits_again_waits_from_then_and_goes_all_the_way_again() {
        let escalated = |step| {
            Fact::AlertEscalated(crate::alert::AlertEscalated {
                step,
                ..crate::alert::AlertEscalated::default()
            })
        };
        let shelf = |until| {
            Fact::AlertShelved(AlertShelved {
                until: UtcMs(until),
                reason: "演练".to_owned(),
            })
        };
        let aside = Fact::AlertSetAside(AlertSetAside {
            why: AsideWhy::OutOfService,
            until: Some(UtcMs(70)),
            reason: "演练".to_owned(),
        });
        let cases = [
            (vec![(60, Fact::AlertReopened(mark()))], 60, "reopened"),
            (vec![(20, shelf(70))], 70, "the end of the shelf"),
            (
                vec![(20, shelf(90)), (60, Fact::AlertUnshelved(mark()))],
                60,
                "taken off the shelf",
            ),
            (vec![(20, aside.clone())], 70, "the source is back"),
            (
                vec![(20, aside), (60, Fact::AlertPutBack(mark()))],
                60,
                "the source was put back",
            ),
        ];
        for (facts, since, why) in cases {
            let mut room = Room::new();
            let first = Notice {
                sent: UtcMs(1),
                ..Notice::default()
            };
            room.now = UtcMs(10);
            room.receive("A1", first);
            room.happen(15, "A1", escalated(EscalationStep::DutyLeader));
            for (at, fact) in facts {
                room.happen(at, "A1", fact);
            }
            let alert = room.alert("A1");
            assert_eq!(alert.waits_since(UtcMs(100)), UtcMs(since), "{why}");
            assert_eq!(
                alert.taken(UtcMs(100)),
                None,
                "{why}: nobody was told since"
            );
            room.happen(101, "A1", escalated(EscalationStep::Louder));
            let taken = room.alert("A1").taken(UtcMs(110));
            assert_eq!(taken, Some(EscalationStep::Louder), "{why}: it goes anew");
        }
    }

    #[test]
    fn a_revision_waits_from_when_it_came() {
        let mut room = Room::new();
        room.now = UtcMs(10);
        room.receive("A1", notice(1, MessageType::Alert));
        assert_eq!(
            room.alert("A1").waits_since(UtcMs(20)),
            UtcMs(10),
            "the first"
        );
        room.now = UtcMs(50);
        room.receive("A1", notice(2, MessageType::Alert));
        assert_eq!(
            room.alert("A1").waits_since(UtcMs(60)),
            UtcMs(50),
            "the new one"
        );
        room.now = UtcMs(70);
        room.receive("A1", notice(3, MessageType::Cancel));
        let since = room.alert("A1").waits_since(UtcMs(80));
        assert_eq!(since, UtcMs(50), "that it is over is nothing new");
    }

    #[test]
    fn what_time_moves_on_is_known_before() {
        let mut room = Room::new();
        let warning = Notice {
            expires: Some(UtcMs(500)),
            ..notice(1, MessageType::Alert)
        };
        room.receive("A1", warning);
        room.happen(
            2,
            "A1",
            Fact::AlertSetAside(AlertSetAside {
                why: AsideWhy::OutOfService,
                until: Some(UtcMs(300)),
                reason: "演练".to_owned(),
            }),
        );
        let alert = room.alert("A1");
        let steps = [(2, Some(300)), (300, Some(500)), (500, None)];
        for (now, next) in steps {
            let next = next.map(UtcMs);
            assert_eq!(alert.life_changes_at(UtcMs(now)), next, "at {now}");
        }
    }
}
