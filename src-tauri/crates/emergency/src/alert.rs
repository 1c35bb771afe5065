//! Alerts (告警) and warnings (预警) as they come in from outside.

mod away;
mod chain;
mod left;
mod life;
mod marks;
mod receive;

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, AlertId, IncidentId};
use crate::level::WarningLevel;
use crate::place::Point;
use crate::priority::Priority;
use crate::time::UtcMs;

pub use away::Away;
pub use chain::{Claimant, Successor};
pub use life::Life;
pub use marks::{
    AlertEscalated, AlertMark, AlertMerged, AlertPrioritized, AlertRaised, AlertSetAside,
    AlertShelved, AlertVerified, AsideWhy, EscalationStep, Finding,
};

/// What a message is meant as (CAP 1.2 `status`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum NoticeStatus {
    /// Act on it.
    #[default]
    Actual,
    /// Part of an exercise.
    Exercise,
    /// Between systems only.
    System,
    /// A technical test.
    Test,
    /// Not for use.
    Draft,
}

/// What a message does (CAP 1.2 `msgType`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum MessageType {
    /// First information.
    #[default]
    Alert,
    /// Replaces the messages it references.
    Update,
    /// Cancels the messages it references.
    Cancel,
    /// Acknowledges; changes nothing.
    Ack,
    /// Rejects; changes nothing.
    Error,
}

/// One language of a message.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct NoticeText {
    /// RFC 3066 tag, such as `zh-CN`.
    pub language: String,
    /// Headline, or the event where there is none.
    pub headline: String,
    /// Description.
    pub description: String,
    /// Instruction.
    pub instruction: String,
    /// The area in words.
    pub area: String,
}

/// A circle in WGS-84.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Circle {
    /// The centre.
    pub centre: Point,
    /// The radius in metres.
    pub radius_m: f64,
}

/// One message of an alerting authority or a sensor, whatever its format was.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Notice {
    /// `cap` with its version, `warning12379`, or the name of another feed format.
    pub format: String,
    /// Who sent it, as the message says.
    pub sender: String,
    /// Its own identifier.
    pub identifier: String,
    /// When it was sent.
    pub sent: UtcMs,
    /// What it is meant as.
    pub status: NoticeStatus,
    /// What it does.
    pub msg_type: MessageType,
    /// The alerts it names in `references`.
    pub references: Vec<AlertId>,
    /// When those were sent, as the references say; one that does not say so is not here.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub reference_times: Vec<(AlertId, UtcMs)>,
    /// The event in words.
    pub event: String,
    /// The event as a code of its scheme, empty when there is none.
    pub event_code: String,
    /// Warning level, when colour or severity gives one.
    pub level: Option<WarningLevel>,
    /// True where the level was only concluded from a CAP severity (a convention, no standard).
    pub level_by_convention: bool,
    /// CAP severity as written.
    pub severity: String,
    /// CAP urgency as written.
    pub urgency: String,
    /// CAP certainty as written.
    pub certainty: String,
    /// In force from.
    pub effective: Option<UtcMs>,
    /// The event is expected from.
    pub onset: Option<UtcMs>,
    /// Out of force from.
    pub expires: Option<UtcMs>,
    /// The sender's name in words.
    pub sender_name: String,
    /// All languages, Chinese first.
    pub texts: Vec<NoticeText>,
    /// Outer rings of the areas.
    pub polygons: Vec<Vec<Point>>,
    /// Circles of the areas.
    pub circles: Vec<Circle>,
    /// Administrative codes of the areas.
    pub geocodes: Vec<String>,
    /// What is wrong with the message, in words.
    pub defects: Vec<String>,
}

/// The bytes a message came in, kept for ever beside what was read from them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RawBytes {
    /// `utf8` or `base64`.
    pub encoding: String,
    /// The bytes in that encoding.
    pub data: String,
    /// SHA-256 of the bytes, hex.
    pub sha256: String,
    /// True when only the first part is kept here because of its size.
    pub cut: bool,
}

/// `alert.received`: a message came in.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertReceived {
    /// What was read.
    pub notice: Notice,
    /// What came.
    pub raw: RawBytes,
    /// Name of the feed.
    pub feed: String,
    /// Distance of its area to the district, 0 when it touches it, none when it has no area.
    pub distance_m: Option<f64>,
}

/// Who did something to an alert, and when.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Mark {
    /// The person.
    pub by: ActorName,
    /// The time.
    pub at: UtcMs,
    /// Words, often empty.
    pub note: String,
}

/// Messages kept by name that name one alert; later ones stay in the log only.
pub const SUCCESSORS_MAX: usize = 64;

/// The state of one alert.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Alert {
    /// Its name on every desk.
    pub id: AlertId,
    /// The newest version of the message; none while only a successor has come.
    pub notice: Option<Notice>,
    /// Name of the feed that brought it first.
    pub feed: String,
    /// When the first copy was recorded.
    pub first_recorded: UtcMs,
    /// The event that holds the newest version, for opening the original bytes.
    #[cfg_attr(feature = "ts", ts(type = "string | null"))]
    pub received_by: Option<Uuid>,
    /// How many copies came, all desks together.
    pub copies: u32,
    /// It came into an exercise's log.
    pub exercise: bool,
    /// Distance of its area to the district, 0 when it touches.
    pub distance_m: Option<f64>,
    /// First acknowledgement in log order.
    pub acknowledged: Option<Mark>,
    /// Until when it is shelved, and why.
    pub shelved: Option<(UtcMs, Mark)>,
    /// Called a false alarm, with the reason.
    pub dismissed: Option<Mark>,
    /// Shown under this alert.
    pub merged_into: Option<AlertId>,
    /// Alerts shown under this one.
    pub merged: Vec<AlertId>,
    /// The incident it was raised to.
    pub incident: Option<IncidentId>,
    /// Messages that update or cancel it, earliest first.
    pub successors: Vec<Successor>,
    /// Messages that would, but name another time of sending than it has: for a person to judge.
    pub near: Vec<Successor>,
    /// All messages that name it to update or cancel it; those that count are the successors.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub claimants: Vec<Claimant>,
    /// It said once that something is so: a message that only cancels never did.
    pub began: bool,
    /// Stays until an officer resets it, also after it has ended and was seen.
    pub latched: Option<Mark>,
    /// The reset.
    pub reset: Option<Box<Mark>>,
    /// Out of the way by a rule or with its source.
    pub aside: Option<(AlertSetAside, Mark)>,
    /// What was found out, and by whom.
    pub verified: Option<(Finding, Mark)>,
    /// Stands by itself, whatever it could be gathered with.
    pub parted: Option<Mark>,
    /// The officer's own priority.
    pub prioritized: Option<(Priority, Mark)>,
    /// How far it went while nobody acknowledged it, and when.
    pub escalated: Option<(EscalationStep, UtcMs)>,
    /// Since when it waits once more: it was revised, reopened or brought back.
    #[cfg_attr(feature = "ts", ts(skip))]
    pub waits_again: Option<UtcMs>,
    /// How it was out of the way when a message ended it; none where it was not.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub ended_away: Option<Life>,
    /// It was revised while it was shown under another alert.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub revised_under: bool,
    /// The alert on whose shelf it lies, where nobody has shelved it by itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub shelf_of: Option<Box<AlertId>>,
    /// How often its point has said it again since it lies on the shelf.
    #[serde(skip_serializing_if = "is_none_more")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub shelf_more: u32,
    /// When a fact took it off the list of what stands; none where none did.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub left_at: Option<UtcMs>,
}

fn is_none_more(count: &u32) -> bool {
    *count == 0
}

impl Alert {
    /// One of which nothing is known yet.
    #[must_use]
    pub fn named(id: &str) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// True when it is meant to be acted on where it is: a real message, or in an exercise's log
    /// one of that exercise (CAP 1.2, 3.2.1 `status`: an exercise message is for the designated
    /// participants of the exercise).
    #[must_use]
    pub fn is_for_action(&self) -> bool {
        self.notice
            .as_ref()
            .is_some_and(|notice| match notice.status {
                NoticeStatus::Actual => true,
                NoticeStatus::Exercise => self.exercise,
                NoticeStatus::System | NoticeStatus::Test | NoticeStatus::Draft => false,
            })
    }

    /// True when a later message cancels it or it is itself a cancel.
    #[must_use]
    pub fn is_cancelled(&self) -> bool {
        self.successors.iter().any(|successor| successor.cancels)
            || self
                .notice
                .as_ref()
                .is_some_and(|n| n.msg_type == MessageType::Cancel)
    }

    /// True when a later message replaces it.
    #[must_use]
    pub fn is_superseded(&self) -> bool {
        self.successors.iter().any(|successor| !successor.cancels)
    }

    /// Applies one fact that touches this alert, in log order.
    pub fn apply(&mut self, me: &str, event: &Event, fact: &Fact) {
        let left = self.left_or(event.recorded_at);
        self.take(me, event, fact);
        self.note_left(left, event.recorded_at);
    }

    fn take(&mut self, me: &str, event: &Event, fact: &Fact) {
        let mark = |note: &str| Mark {
            by: event.actor.clone(),
            at: event.occurred_at,
            note: note.to_owned(),
        };
        match fact {
            Fact::AlertReceived(body) if event.entity.id == me => self.receive(event, body),
            Fact::AlertReceived(body) => self.succeed(event, body),
            Fact::AlertAcknowledged(body) => {
                self.acknowledged.get_or_insert_with(|| mark(&body.note));
            }
            Fact::AlertReopened(_) => {
                self.waits_again = Some(event.recorded_at);
                self.acknowledged = None;
                self.dismissed = None;
                self.reset = None;
                self.aside = None;
                self.clear_shelf();
                self.ended_away = None;
            }
            Fact::AlertShelved(body) if event.entity.id == me => {
                self.shelve(body, mark(&body.reason));
            }
            Fact::AlertShelved(_) => self.shelf_more = self.shelf_more.saturating_add(1),
            Fact::AlertUnshelved(_) => self.unshelve(event.recorded_at),
            Fact::AlertDismissed(body) => self.dismissed = Some(mark(&body.note)),
            Fact::AlertMerged(body) if event.entity.id == me => {
                self.merged_into = Some(body.into.clone());
                self.revised_under = false;
            }
            Fact::AlertMerged(_) => {
                let other = AlertId(event.entity.id.clone());
                if !self.merged.contains(&other) {
                    self.merged.push(other);
                }
            }
            Fact::AlertUnmerged(_) if event.entity.id == me => {
                self.waits_again = Some(event.recorded_at);
                self.merged_into = None;
                self.revised_under = false;
            }
            Fact::AlertUnmerged(_) => self.merged.retain(|other| other.0 != event.entity.id),
            Fact::AlertRaised(body) => self.incident = Some(body.incident.clone()),
            Fact::AlertLowered(_) => self.incident = None,
            _ => self.apply_alarm(event, fact, &mark),
        }
    }

    /// What belongs to its life as an alarm.
    fn apply_alarm(&mut self, event: &Event, fact: &Fact, mark: &dyn Fn(&str) -> Mark) {
        match fact {
            Fact::AlertLatched(body) => self.latched = Some(mark(&body.note)),
            Fact::AlertReset(body) => self.reset = Some(Box::new(mark(&body.note))),
            Fact::AlertSetAside(body) => self.set_aside(body, mark(&body.reason)),
            Fact::AlertPutBack(_) => self.put_back(event.recorded_at),
            Fact::AlertVerified(body) => {
                if body.finding.is_none() {
                    self.waits_again = Some(event.recorded_at);
                }
                self.verified = body.finding.map(|finding| (finding, mark(&body.note)));
            }
            Fact::AlertParted(body) => self.parted = Some(mark(&body.note)),
            Fact::AlertRejoined(_) => self.parted = None,
            Fact::AlertPrioritized(body) => {
                self.prioritized = body.priority.map(|step| (step, mark(&body.reason)));
            }
            Fact::AlertEscalated(body) => {
                // What was done before it waited anew counts no more.
                let taken = self.taken(event.recorded_at);
                if taken.is_none_or(|step| step < body.step) {
                    self.escalated = Some((body.step, mark("").at));
                }
            }
            _ => {}
        }
    }
}

/// The name of an alert on every desk: from its sender and identifier, so that two desks that
/// hear the same message speak of the same alert (OASIS CAP 1.2, 3.2.1: an identifier is unique
/// within its sender).
#[must_use]
pub fn alert_id(sender: &str, identifier: &str) -> AlertId {
    let mut sha = Sha256::new();
    sha.update(sender.trim().as_bytes());
    sha.update([0]);
    sha.update(identifier.trim().as_bytes());
    AlertId(hex::encode(&sha.finalize()[..16]))
}

#[cfg(test)]
mod tests;
