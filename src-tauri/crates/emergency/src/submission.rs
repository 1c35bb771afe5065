//! What people tell the duty room (来件): a telephone call, a 12345 work order, a reporter's flash,
//! a tip-off, an item of public opinion. One record, whichever way it came.
//!
//! The fields are those of the telephone register of duty rooms: when, where, how the event began,
//! went, was met and ended, what it touches and where it tends, to whom and when the teller has
//! already reported, the teller's unit, name, post and telephone, who wrote it down and when.
//!
//! Who tips off is protected: 突发事件应对法 (2024) art. 9, 山东省安全生产条例 (2021) art. 48. The
//! record of a tip-off names nobody; what the desk was told of the teller stands in it sealed, or
//! not at all.

use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::alert::RawBytes;
use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, IncidentId, PersonId, SubmissionId};
use crate::level::Harm;
use crate::place::Place;
use crate::time::UtcMs;

/// Replies that a state keeps; older ones stay in the log only.
pub const REPLIES_MAX: usize = 64;
/// Openings of a sealed identity that a state keeps; older ones stay in the log only.
pub const OPENINGS_MAX: usize = 64;
/// Characters of a sealed identity: three short fields and what the seal itself takes.
pub const SEALED_CHARS_MAX: usize = 8_192;
/// Pictures that one record may name.
pub const PICTURES_MAX: usize = 32;

/// Which way it came.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SubmissionChannel {
    /// 来电: somebody rang, or walked in.
    #[default]
    Phone,
    /// 12345 市民服务热线工单.
    Hotline,
    /// 信息报告员快报.
    Reporter,
    /// 举报投诉: the teller is protected.
    TipOff,
    /// 舆情.
    Opinion,
}

impl SubmissionChannel {
    /// All of them, in the order in which a list shows them.
    pub const ALL: [Self; 5] = [
        Self::Phone,
        Self::Hotline,
        Self::Reporter,
        Self::TipOff,
        Self::Opinion,
    ];

    /// The name as stored, in tables and on the wire.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Hotline => "hotline",
            Self::Reporter => "reporter",
            Self::TipOff => "tip_off",
            Self::Opinion => "opinion",
        }
    }

    /// The channel of that name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|channel| channel.name() == name)
    }
}

/// Who told it (报告者). Empty in a tip-off: see [`SealedIdentity`].
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Teller {
    /// Unit, or village.
    pub unit: String,
    /// Name.
    pub name: String,
    /// Post.
    pub post: String,
    /// Telephone.
    pub phone: String,
    /// Who that is in the directory, where somebody is: a 信息报告员 of a village.
    pub person: Option<PersonId>,
}

impl Teller {
    /// Whether nothing is said of them.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        let texts = [&self.unit, &self.name, &self.post, &self.phone];
        texts.iter().all(|text| text.trim().is_empty()) && self.person.is_none()
    }
}

/// The teller of a tip-off, encrypted to the one who keeps the private key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SealedIdentity {
    /// The public key that it was sealed to.
    pub recipient: String,
    /// Who keeps the private key, as the settings named them.
    pub keeper: String,
    /// The sealed bytes, in the armour of age (C2SP age v1).
    pub age: String,
}

/// `submission.received`: what was told; a later one for the same record replaces it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionReceived {
    /// Which way it came.
    pub channel: SubmissionChannel,
    /// Number of the work order or of the register it came from; empty for a call.
    pub number: String,
    /// When it was told; none means when it was written down. The clocks start here.
    pub told_at: Option<UtcMs>,
    /// 时间: when it happened, as claimed.
    pub happened_at: Option<UtcMs>,
    /// 地点.
    pub place: Place,
    /// 何事: the matter in one line.
    pub matter: String,
    /// 起因.
    pub cause: String,
    /// 过程.
    pub course: String,
    /// 措施: what was done about it already.
    pub measures: String,
    /// 结果.
    pub result: String,
    /// 影响.
    pub impact: String,
    /// 趋势.
    pub trend: String,
    /// 是否持续; none when nobody said.
    pub ongoing: Option<bool>,
    /// 伤亡: whole counts; none when nobody said.
    pub harm: Option<Harm>,
    /// To whom the teller has already reported (已报告谁).
    pub reported_to: String,
    /// When that was.
    pub reported_to_at: Option<UtcMs>,
    /// Who told it.
    pub teller: Teller,
    /// Of a tip-off, who told it, where that is known and a key is named.
    pub sealed: Option<SealedIdentity>,
    /// Pictures by their names or addresses (照片).
    pub pictures: Vec<String>,
    /// Address of an item of public opinion; shown as text, never followed.
    pub link: String,
    /// Until when the other side wants an answer, where it says so.
    pub due_at: Option<UtcMs>,
    /// The feed that brought it; empty for one written down at the desk.
    pub feed: String,
    /// What came, as it came; nothing of a tip-off, whose teller it would name.
    pub raw: Option<RawBytes>,
}

/// The name of the record of a work order: the same order is the same record on every desk.
#[must_use]
pub fn submission_id(channel: SubmissionChannel, source: &str, number: &str) -> SubmissionId {
    let mut sha = Sha256::new();
    for part in [channel.name(), source.trim(), number.trim()] {
        sha.update(part.as_bytes());
        sha.update([0]);
    }
    SubmissionId(hex::encode(&sha.finalize()[..16]))
}

/// `submission.joined` and `submission.parted`: it tells of an incident, or does not after all.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionJoined {
    /// Which incident.
    pub incident: IncidentId,
}

/// `submission.replied`: the teller, or who passed it on, was answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionReplied {
    /// What was answered.
    pub words: String,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SubmissionOutcome {
    /// 已办结.
    #[default]
    Settled,
    /// 不属实.
    Unfounded,
    /// 移送: it is another authority's (突发事件应对法 art. 9).
    Transferred,
    /// 重复.
    Duplicate,
}

/// `submission.closed` (办结).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionClosed {
    /// What became of it.
    pub outcome: SubmissionOutcome,
    /// In words.
    pub words: String,
}

/// `submission.reopened`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionReopened {
    /// Why.
    pub reason: String,
}

/// `submission.check_ordered`: the authority above tells the district to verify a tip-off
/// (举报核查通知). The result is owed within two months (生产安全事故信息报告和处置办法, 21号令,
/// art. 12): the clock R16 starts when this happened.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CheckOrdered {
    /// Who ordered it.
    pub by: String,
    /// Number of the notice.
    pub number: String,
}

/// `submission.check_reported`: the result went up; it ends the clock R16.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CheckReported {
    /// What was found.
    pub words: String,
}

/// `submission.identity_opened`: somebody read who tipped off. Nothing of it is in the fact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IdentityOpened {
    /// Why.
    pub why: String,
}

/// Somebody did something, at a time, with words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionMark {
    /// Who.
    pub by: ActorName,
    /// When.
    pub at: UtcMs,
    /// The words.
    pub words: String,
}

impl SubmissionMark {
    fn of(event: &Event, words: &str) -> Self {
        Self {
            by: event.actor.clone(),
            at: event.occurred_at,
            words: words.to_owned(),
        }
    }
}

/// The state of one record.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Submission {
    /// Its name in the log.
    pub id: SubmissionId,
    /// What was told, as last written.
    pub received: SubmissionReceived,
    /// When it was first told: the clocks start here. None before the first fact.
    pub told_at: Option<UtcMs>,
    /// When it was first written down.
    pub recorded_at: Option<UtcMs>,
    /// Who wrote it down (记录人).
    pub recorded_by: ActorName,
    /// When what was told last changed; none while it never did.
    pub updated_at: Option<UtcMs>,
    /// The incident it tells of.
    pub incident: Option<IncidentId>,
    /// Replies, oldest first.
    pub replies: Vec<SubmissionMark>,
    /// What became of it; none while it is open.
    pub closed: Option<SubmissionClosed>,
    /// Who closed it, and when.
    pub closed_by: Option<SubmissionMark>,
    /// The order to verify it, with who ordered it.
    pub check: Option<CheckOrdered>,
    /// When that order came.
    pub check_at: Option<UtcMs>,
    /// What was found and reported.
    pub check_reported: Option<SubmissionMark>,
    /// Who read who tipped off, oldest first.
    pub openings: Vec<SubmissionMark>,
}

impl Submission {
    /// Nothing is known of it but its name in the log.
    #[must_use]
    pub fn named(id: &str) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// Whether somebody still has to do something about it: one that was closed before its
    /// verification was ordered is open again until the result is reported.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.recorded_at.is_some() && (self.closed.is_none() || self.owes_check())
    }

    /// Whether a verification was ordered whose result was not reported.
    #[must_use]
    pub fn owes_check(&self) -> bool {
        self.check_at.is_some() && self.check_reported.is_none()
    }

    /// When the first reply went out.
    #[must_use]
    pub fn replied_at(&self) -> Option<UtcMs> {
        self.replies.first().map(|reply| reply.at)
    }

    /// Applies one fact that touches this record, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::SubmissionReceived(body) => self.receive(event, body),
            Fact::SubmissionJoined(body) => self.incident = Some(body.incident.clone()),
            Fact::SubmissionParted(body) if self.incident.as_ref() == Some(&body.incident) => {
                self.incident = None;
            }
            Fact::SubmissionReplied(body) => {
                push(
                    &mut self.replies,
                    SubmissionMark::of(event, &body.words),
                    REPLIES_MAX,
                );
            }
            Fact::SubmissionClosed(body) => {
                self.closed = Some(body.clone());
                self.closed_by = Some(SubmissionMark::of(event, &body.words));
            }
            Fact::SubmissionReopened(_) => {
                self.closed = None;
                self.closed_by = None;
            }
            Fact::SubmissionCheckOrdered(body) => {
                self.check = Some(body.clone());
                self.check_at = Some(event.occurred_at);
                self.check_reported = None;
            }
            Fact::SubmissionCheckReported(body) => {
                self.check_reported = Some(SubmissionMark::of(event, &body.words));
            }
            Fact::SubmissionIdentityOpened(body) => {
                push(
                    &mut self.openings,
                    SubmissionMark::of(event, &body.why),
                    OPENINGS_MAX,
                );
            }
            _ => {}
        }
    }

    fn receive(&mut self, event: &Event, body: &SubmissionReceived) {
        // What was sealed once stays sealed: a correction of the words does not bring it again.
        let sealed = self.received.sealed.take();
        self.received = body.clone();
        self.received.sealed = body.sealed.clone().or(sealed);
        if self.recorded_at.is_some() {
            self.updated_at = Some(event.occurred_at);
            return;
        }
        self.told_at = Some(body.told_at.unwrap_or(event.occurred_at));
        self.recorded_at = Some(event.occurred_at);
        self.recorded_by = event.actor.clone();
    }
}

/// Adds one; the oldest makes room.
fn push(all: &mut Vec<SubmissionMark>, one: SubmissionMark, most: usize) {
    if all.len() >= most {
        all.remove(0);
    }
    all.push(one);
}

#[cfg(test)]
mod tests;
