//! Notices to departments and teams (通知): who has to know, who has confirmed, who is next.
//!
//! Each recipient has a ladder of people. Who has not confirmed in time is passed over: the next
//! person of the ladder is told, and the desk shows it. What goes out by machine is written down
//! twice: before it is handed to a channel and after; so a machine that dies between the two
//! leaves a try without an outcome, and the repeat says that it is one.

mod due;

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, CircularId, IncidentId, OriginId, TeamId};
use crate::time::UtcMs;

pub use due::{ATTEMPTS_MAX, Due, RETRY_AFTER_MS, UNCERTAIN_MS, due};

/// Recipients of one notice.
pub const RECIPIENTS_MAX: usize = 200;
/// People on one ladder.
pub const LADDER_MAX: usize = 8;
/// Tries kept for each recipient: every person by every channel as often as is tried at all.
pub const TRIES_MAX: usize = 96;
/// Minutes in which a receipt is awaited when the notice says nothing: 待区里确认.
pub const WITHIN_MIN: u32 = 10;

/// A way to reach a person.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, Default, PartialOrd, Ord, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Channel {
    /// Read aloud on the telephone, by a person: always works.
    #[default]
    Phone,
    /// The city platform: the notice is a fact and travels as one.
    Platform,
    /// Text message (短信).
    Sms,
    /// E-mail.
    Mail,
}

impl Channel {
    /// True when the desk hands it over by itself.
    #[must_use]
    pub fn is_machine(self) -> bool {
        matches!(self, Self::Sms | Self::Mail)
    }

    /// The name in keys.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Platform => "platform",
            Self::Sms => "sms",
            Self::Mail => "mail",
        }
    }
}

/// One person of a ladder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Rung {
    /// Name.
    pub name: String,
    /// Post.
    pub role: String,
    /// Telephone, also for text messages.
    pub phone: String,
    /// Address for e-mail.
    pub mail: String,
}

impl Rung {
    /// The machine channels by which this person can be reached.
    pub fn channels(&self) -> impl Iterator<Item = Channel> {
        let sms = (!self.phone.trim().is_empty()).then_some(Channel::Sms);
        let mail = (!self.mail.trim().is_empty()).then_some(Channel::Mail);
        sms.into_iter().chain(mail)
    }
}

/// A department or a team with the people who stand for it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Recipient {
    /// Name.
    pub name: String,
    /// The team, when it is one.
    pub team: Option<TeamId>,
    /// People in the order in which they are told.
    pub ladder: Vec<Rung>,
}

/// `circular.sent`: the notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CircularSent {
    /// For which incident; none for one of the watch.
    pub incident: Option<IncidentId>,
    /// Title.
    pub title: String,
    /// Text.
    pub text: String,
    /// Minutes in which each person has to confirm before the next is told; 0 takes
    /// [`WITHIN_MIN`].
    pub within_min: u32,
    /// To whom.
    pub recipients: Vec<Recipient>,
}

/// `circular.tried`: about to be handed to a channel.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CircularTried {
    /// Which recipient, from 0.
    pub recipient: u32,
    /// Which person of its ladder, from 0.
    pub rung: u32,
    /// By what channel.
    pub channel: Channel,
    /// 1 for the first attempt.
    pub attempt: u32,
    /// The same for every attempt at this person by this channel: a gateway that knows it drops
    /// the second.
    pub key: String,
    /// True when an earlier attempt may have arrived: the message says so.
    pub again: bool,
}

/// What a channel made of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Outcome {
    /// Taken over.
    Handed,
    /// Not taken over; worth another attempt.
    #[default]
    Failed,
    /// Nobody knows whether it was taken over: the line broke while it was handed.
    Unknown,
    /// Refused for good: a wrong number, a wrong address.
    Rejected,
    /// No such channel is set up.
    NotSetUp,
    /// An exercise: nothing goes out.
    HeldBack,
}

/// `circular.handed`: what came of a try.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CircularHanded {
    /// Which recipient.
    pub recipient: u32,
    /// The key of the try.
    pub key: String,
    /// Which attempt.
    pub attempt: u32,
    /// What came of it.
    pub outcome: Outcome,
    /// What the other side said, without secrets.
    pub detail: String,
}

/// `circular.confirmed`: a recipient has it (签收).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CircularConfirmed {
    /// Which recipient.
    pub recipient: u32,
    /// Who confirmed, by name.
    pub by: String,
    /// How.
    pub how: Channel,
    /// Words.
    pub note: String,
}

/// `circular.escalated`: the next person of the ladder is told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CircularEscalated {
    /// Which recipient.
    pub recipient: u32,
    /// The person who is told now.
    pub rung: u32,
}

/// `circular.ended`: nobody is told any more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CircularEnded {
    /// Why.
    pub reason: String,
}

/// One try.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CircularTry {
    /// When it was about to go.
    pub at: UtcMs,
    /// What was tried.
    pub tried: CircularTried,
    /// What came of it; none while nobody knows.
    pub outcome: Option<Outcome>,
    /// What the other side said.
    pub detail: String,
    /// When that was known.
    pub ended_at: Option<UtcMs>,
}

/// A receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Confirmation {
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub entered_by: ActorName,
    /// What was said.
    pub confirmed: CircularConfirmed,
}

/// How far one recipient is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Post {
    /// The person who is told now.
    pub rung: u32,
    /// Since when.
    pub rung_at: UtcMs,
    /// The tries, oldest first.
    pub tries: Vec<CircularTry>,
    /// The first receipt.
    pub confirmed: Option<Confirmation>,
}

/// The state of one notice.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Circular {
    /// Its name.
    pub id: CircularId,
    /// The notice.
    pub sent: CircularSent,
    /// When.
    pub sent_at: UtcMs,
    /// By whom.
    pub sent_by: ActorName,
    /// The desk that sent it; it alone hands it to channels.
    pub origin: OriginId,
    /// True once the platform has it.
    pub at_platform: bool,
    /// One for each recipient.
    pub posts: Vec<Post>,
    /// When and why nobody is told any more.
    pub ended: Option<(UtcMs, String)>,
}

impl Circular {
    /// Milliseconds in which a person has to confirm.
    #[must_use]
    pub fn within_ms(&self) -> i64 {
        let minutes = match self.sent.within_min {
            0 => WITHIN_MIN,
            minutes => minutes,
        };
        i64::from(minutes) * crate::time::MINUTE_MS
    }

    /// True while somebody has not confirmed and still is to.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.ended.is_none() && self.posts.iter().any(|post| post.confirmed.is_none())
    }

    /// When the person who is told now is overdue.
    #[must_use]
    pub fn due_at(&self, post: &Post) -> UtcMs {
        post.rung_at.plus_ms(self.within_ms())
    }

    /// Applies one fact that touches this notice, in log order; `sequenced` when the platform has
    /// it.
    pub fn apply(&mut self, event: &Event, fact: &Fact, sequenced: bool) {
        match fact {
            Fact::CircularSent(body) => {
                self.sent = body.clone();
                self.sent.recipients.truncate(RECIPIENTS_MAX);
                self.sent_at = event.occurred_at;
                self.sent_by = event.actor.clone();
                self.origin = event.origin.clone();
                self.at_platform = sequenced;
                let post = Post {
                    rung_at: event.occurred_at,
                    ..Post::default()
                };
                self.posts = vec![post; self.sent.recipients.len()];
            }
            Fact::CircularTried(body) => {
                if let Some(post) = self.posts.get_mut(body.recipient as usize)
                    && post.tries.len() < TRIES_MAX
                {
                    post.tries.push(CircularTry {
                        at: event.recorded_at,
                        tried: body.clone(),
                        outcome: None,
                        detail: String::new(),
                        ended_at: None,
                    });
                }
            }
            Fact::CircularHanded(body) => self.handed(event, body),
            Fact::CircularConfirmed(body) => {
                if let Some(post) = self.posts.get_mut(body.recipient as usize) {
                    post.confirmed.get_or_insert_with(|| Confirmation {
                        at: event.occurred_at,
                        entered_by: event.actor.clone(),
                        confirmed: body.clone(),
                    });
                }
            }
            Fact::CircularEscalated(body) => {
                if let Some(post) = self.posts.get_mut(body.recipient as usize)
                    && body.rung > post.rung
                {
                    post.rung = body.rung;
                    post.rung_at = event.occurred_at;
                }
            }
            Fact::CircularEnded(body) => {
                self.ended
                    .get_or_insert_with(|| (event.occurred_at, body.reason.clone()));
            }
            _ => {}
        }
    }

    fn handed(&mut self, event: &Event, body: &CircularHanded) {
        let Some(post) = self.posts.get_mut(body.recipient as usize) else {
            return;
        };
        let open = post
            .tries
            .iter_mut()
            .find(|one| one.tried.key == body.key && one.tried.attempt == body.attempt);
        if let Some(one) = open.filter(|one| one.outcome.is_none()) {
            one.outcome = Some(body.outcome);
            one.detail.clone_from(&body.detail);
            one.ended_at = Some(event.recorded_at);
        }
    }
}

#[cfg(test)]
mod tests;
