//! Mutual aid (请求支援): what the district asks of a neighbour or of the city.
//!
//! The request is a fact of the desk that makes it, the answer a fact of the other side, entered
//! by its own desk or, with the name of who said it, by the one that heard it on the telephone.

use serde::{Deserialize, Serialize};

use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, AidId, IncidentId, OriginId};
use crate::incident::Need;
use crate::place::Place;
use crate::time::UtcMs;

/// Arrivals kept in the state of one request.
pub const ARRIVALS_MAX: usize = 64;

/// `aid.drafted`: the letter as it stands; a later one replaces it until it is signed.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AidDrafted {
    /// For which incident.
    pub incident: IncidentId,
    /// Who is asked: a neighbouring district, the city, a firm.
    pub to: String,
    /// What has happened and why help is needed.
    pub reason: String,
    /// What is needed.
    pub needs: Vec<Need>,
    /// The same in words.
    pub words: String,
    /// Where to report.
    pub place: Place,
    /// By when.
    pub wanted_at: Option<UtcMs>,
    /// Whom to call on arrival.
    pub contact: String,
}

/// `aid.signed`: signed by name.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AidSigned {
    /// For which incident.
    pub incident: IncidentId,
    /// Who signed.
    pub signer: String,
    /// Number of the letter.
    pub number: String,
}

/// By what way a request goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AidWay {
    /// The city platform: it waits in the outbox while the link is down.
    #[default]
    Platform,
    /// Telephone.
    Phone,
    /// Printed: by fax or by hand.
    Paper,
}

/// `aid.sent`: it is on its way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AidSent {
    /// For which incident.
    pub incident: IncidentId,
    /// How.
    pub way: AidWay,
}

/// What the other side says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AidDecision {
    /// All of it comes.
    #[default]
    Granted,
    /// Some of it comes.
    Partly,
    /// Nothing comes.
    Declined,
}

/// `aid.answered`: the answer of the other side.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AidAnswered {
    /// For which incident.
    pub incident: IncidentId,
    /// What they say.
    pub decision: AidDecision,
    /// Who said so, by unit and name.
    pub said_by: String,
    /// What comes, in words; why nothing does.
    pub words: String,
    /// Seconds until it is there, when that was said.
    pub eta_s: Option<u32>,
}

/// `aid.arrived`: some of it is there.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AidArrived {
    /// For which incident.
    pub incident: IncidentId,
    /// What arrived, in words.
    pub words: String,
    /// How many people.
    pub people: u32,
    /// True when all that was promised is there.
    pub all: bool,
}

/// `aid.released` and `aid.withdrawn`: it ends, after help or without it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AidEnded {
    /// For which incident.
    pub incident: IncidentId,
    /// Words.
    pub note: String,
}

/// How far a request is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AidProgress {
    /// Written.
    #[default]
    Drafted,
    /// Signed.
    Signed,
    /// Sent.
    Sent,
    /// Answered, and something comes.
    Answered,
    /// Something is there.
    Arrived,
    /// Help has gone home.
    Released,
    /// Nothing comes.
    Declined,
    /// Taken back.
    Withdrawn,
}

impl AidProgress {
    /// True when nothing more happens.
    #[must_use]
    pub fn is_end(self) -> bool {
        matches!(self, Self::Released | Self::Declined | Self::Withdrawn)
    }
}

/// An answer as it came in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AidAnswer {
    /// When.
    pub at: UtcMs,
    /// The desk that entered it.
    pub origin: OriginId,
    /// Who entered it.
    pub by: ActorName,
    /// What was said.
    pub answered: AidAnswered,
}

/// Something that arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AidArrival {
    /// When.
    pub at: UtcMs,
    /// What.
    pub arrived: AidArrived,
}

/// The state of one request.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Aid {
    /// Its name.
    pub id: AidId,
    /// The letter.
    pub drafted: AidDrafted,
    /// When it was last changed.
    pub drafted_at: UtcMs,
    /// The desk that asks.
    pub origin: OriginId,
    /// Who signed, and the number.
    pub signed: Option<AidSigned>,
    /// When it was signed.
    pub signed_at: Option<UtcMs>,
    /// By what way it was sent last.
    pub sent: Option<AidSent>,
    /// When it was sent first.
    pub sent_at: Option<UtcMs>,
    /// True once the platform has the request.
    pub at_platform: bool,
    /// The newest answer.
    pub answer: Option<AidAnswer>,
    /// What arrived, oldest first.
    pub arrivals: Vec<AidArrival>,
    /// How far it is.
    pub progress: AidProgress,
    /// Words at the end.
    pub note: String,
}

impl Aid {
    /// Applies one fact that touches this request, in log order; `sequenced` when the platform
    /// has it.
    pub fn apply(&mut self, event: &Event, fact: &Fact, sequenced: bool) {
        let ended = self.progress.is_end();
        match fact {
            Fact::AidDrafted(body) if self.progress == AidProgress::Drafted => {
                self.drafted = body.clone();
                self.drafted_at = event.occurred_at;
                self.origin = event.origin.clone();
            }
            Fact::AidSigned(body) if self.progress == AidProgress::Drafted => {
                self.signed = Some(body.clone());
                self.signed_at = Some(event.occurred_at);
                self.progress = AidProgress::Signed;
            }
            Fact::AidSent(body) if self.progress >= AidProgress::Signed && !ended => {
                self.sent = Some(body.clone());
                self.sent_at.get_or_insert(event.occurred_at);
                self.at_platform |= sequenced;
                self.progress = self.progress.max(AidProgress::Sent);
            }
            Fact::AidAnswered(body) if !ended => self.answered(event, body),
            Fact::AidArrived(body) if !ended => {
                if self.arrivals.len() < ARRIVALS_MAX {
                    self.arrivals.push(AidArrival {
                        at: event.occurred_at,
                        arrived: body.clone(),
                    });
                }
                self.progress = AidProgress::Arrived;
            }
            Fact::AidReleased(body) if self.progress == AidProgress::Arrived => {
                self.progress = AidProgress::Released;
                self.note.clone_from(&body.note);
            }
            Fact::AidWithdrawn(body) if !ended => {
                self.progress = AidProgress::Withdrawn;
                self.note.clone_from(&body.note);
            }
            _ => {}
        }
    }

    fn answered(&mut self, event: &Event, body: &AidAnswered) {
        self.answer = Some(AidAnswer {
            at: event.occurred_at,
            origin: event.origin.clone(),
            by: event.actor.clone(),
            answered: body.clone(),
        });
        self.progress = match body.decision {
            // Help that is there already is not declined any more.
            AidDecision::Declined if self.progress < AidProgress::Arrived => AidProgress::Declined,
            _ => self.progress.max(AidProgress::Answered),
        };
    }
}

#[cfg(test)]
mod tests;
