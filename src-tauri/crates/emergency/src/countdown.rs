//! Countdowns (限时事项): what starts or ends a time limit that no other fact tells of.
//!
//! Most report clocks start with a fact that is there anyway: an incident is opened, its casualties
//! change, a report goes out. Some do not: a duty room above asks to verify something, a tip-off is
//! passed down, people are trapped in a lift, an investigation is set up. These are said here; the
//! table of clocks (`assets/clocks.json`) knows what runs from them. The end of any clock that no
//! report ends is said here too: a press conference was held, a call was made.

use serde::{Deserialize, Serialize};

use crate::alert::Mark;
use crate::event::Event;
use crate::fact::Fact;
use crate::id::{ActorName, CountdownId, IncidentId};
use crate::time::UtcMs;

/// Days by which an investigation may be prolonged in all: 国务院令第493号 (2007) art. 29.
pub const EXTENSION_DAYS_MAX: u32 = 60;
/// Answers kept for one countdown: more clocks than any cause starts.
pub const ANSWERS_MAX: usize = 16;

/// What started it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Cause {
    /// A duty room above asks to verify something (核报要求).
    #[default]
    VerifyAsked,
    /// A tip-off was passed down to be checked (举报核查通知): 原安全监管总局令第21号 (2009) art. 12.
    TipOffReceived,
    /// The head of the unit learned of the accident (单位负责人接报): 国务院令第493号 (2007) art. 9.
    UnitLearned,
    /// People are trapped in a lift (电梯困人): 特种设备安全监察条例 (2009) art. 64.
    Entrapped,
    /// The social impact is grave (社会影响重大), whatever the grade: 原安全监管总局令第21号 (2009) art. 8.
    SocialImpact,
    /// An investigation of the accident was set up (事故调查): 国务院令第493号 (2007) art. 29.
    Investigation,
}

impl Cause {
    /// All of them, in the order in which a form offers them.
    pub const ALL: [Self; 6] = [
        Self::VerifyAsked,
        Self::TipOffReceived,
        Self::UnitLearned,
        Self::Entrapped,
        Self::SocialImpact,
        Self::Investigation,
    ];

    /// True when it is about one incident; a tip-off or a question may come before there is one.
    #[must_use]
    pub fn needs_incident(self) -> bool {
        !matches!(self, Self::VerifyAsked | Self::TipOffReceived)
    }
}

/// `countdown.started`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CountdownStarted {
    /// What happened.
    pub cause: Cause,
    /// For which incident; none for one of the watch.
    pub incident: Option<IncidentId>,
    /// Since when, as claimed; none for the time of the fact.
    pub since: Option<UtcMs>,
    /// What it is about, in words.
    pub words: String,
    /// Who asked or told.
    pub told_by: String,
}

/// `countdown.met`: one clock was answered otherwise than by a report.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CountdownMet {
    /// For which incident; none for one of the watch.
    pub incident: Option<IncidentId>,
    /// The clock by its key: the rule, and what started it where that can happen more than once.
    pub clock: String,
    /// How it was answered, and to whom.
    pub words: String,
    /// Why it is late; never empty when it is and the duty is the district's.
    pub late_reason: String,
}

/// `countdown.extended`: the time of an investigation was prolonged.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CountdownExtended {
    /// For which incident.
    pub incident: Option<IncidentId>,
    /// By how many days.
    pub days: u32,
    /// Why, and who approved it.
    pub reason: String,
}

/// `countdown.withdrawn`: it was started by mistake.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CountdownWithdrawn {
    /// For which incident.
    pub incident: Option<IncidentId>,
    /// Why.
    pub reason: String,
}

/// One clock that was answered.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Answered {
    /// When.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// What was said.
    pub met: CountdownMet,
}

/// The state of one countdown. One that nothing started holds the answer to a clock that the
/// incident itself started.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Countdown {
    /// Its name.
    pub id: CountdownId,
    /// For which incident.
    pub incident: Option<IncidentId>,
    /// What started it.
    pub started: Option<CountdownStarted>,
    /// When that was entered, as claimed.
    pub started_at: UtcMs,
    /// The clocks that were answered, oldest first.
    pub answers: Vec<Answered>,
    /// Days by which it was prolonged.
    pub extra_days: u32,
    /// Started by mistake, and why.
    pub withdrawn: Option<Mark>,
}

impl Countdown {
    /// Nothing known yet but its name.
    #[must_use]
    pub fn named(id: &str) -> Self {
        Self {
            id: id.into(),
            ..Self::default()
        }
    }

    /// When a clock of it was first answered.
    #[must_use]
    pub fn answer(&self, clock: &str) -> Option<&Answered> {
        self.answers.iter().find(|one| one.met.clock == clock)
    }

    /// Since when it runs; none when nothing started it or it was a mistake.
    #[must_use]
    pub fn since(&self) -> Option<UtcMs> {
        let started = self.started.as_ref()?;
        let runs = self.withdrawn.is_none();
        runs.then(|| started.since.unwrap_or(self.started_at))
    }

    /// True while nothing was answered yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.since().is_some() && self.answers.is_empty()
    }

    /// Applies one fact that touches this countdown, in log order.
    pub fn apply(&mut self, event: &Event, fact: &Fact) {
        match fact {
            Fact::CountdownStarted(body) => {
                self.started = Some(body.clone());
                self.started_at = event.occurred_at;
                self.incident.clone_from(&body.incident);
            }
            // The first answer counts; two desks may have entered it apart.
            Fact::CountdownMet(body) if self.answer(&body.clock).is_none() => {
                self.incident.clone_from(&body.incident);
                if self.answers.len() < ANSWERS_MAX {
                    self.answers.push(Answered {
                        at: event.occurred_at,
                        by: event.actor.clone(),
                        met: body.clone(),
                    });
                }
            }
            Fact::CountdownExtended(body) => {
                let days = self.extra_days.saturating_add(body.days);
                self.extra_days = days.min(EXTENSION_DAYS_MAX);
            }
            Fact::CountdownWithdrawn(body) => {
                self.withdrawn = Some(Mark {
                    by: event.actor.clone(),
                    at: event.occurred_at,
                    note: body.reason.clone(),
                });
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
