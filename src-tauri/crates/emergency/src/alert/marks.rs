//! What people, and the desk by its rules, note about an alert.

use serde::{Deserialize, Serialize};

use crate::id::{AlertId, IncidentId, SourceId};
use crate::priority::Priority;
use crate::time::UtcMs;

/// `alert.acknowledged` and the like: nothing but who and when.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertMark {
    /// Words of the officer, often empty.
    pub note: String,
}

/// `alert.shelved`: out of the way until a stated time, for a stated reason.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertShelved {
    /// Until when.
    pub until: UtcMs,
    /// Why; never empty.
    pub reason: String,
    /// The alert whose shelf it is, where the desk has put it there: the same point said it again.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[cfg_attr(feature = "ts", ts(skip))]
    pub under: Option<AlertId>,
}

/// `alert.merged`: the same happening as another alert; linked, never deleted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertMerged {
    /// The alert it is shown under.
    pub into: AlertId,
}

/// `alert.raised`: belongs to an incident now.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertRaised {
    /// The incident.
    pub incident: IncidentId,
}

/// What somebody found out about an alert (核实结论).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum Finding {
    /// It is so (属实).
    Real,
    /// It is not so (误报).
    False,
    /// A technical test (测试).
    Test,
    /// Part of an exercise of others (演练).
    Drill,
}

/// `alert.verified`: what was found out; nothing takes an earlier finding back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertVerified {
    /// The finding.
    pub finding: Option<Finding>,
    /// The source whose precision it counts for.
    pub source: SourceId,
    /// By what it was found out, in words.
    pub note: String,
}

/// Why an alert is out of the way although nobody has put it on the shelf.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum AsideWhy {
    /// A rule of the district's table says so (设计抑制), ISA-18.2 "suppressed by design".
    #[default]
    ByDesign,
    /// Its source or its point is out of service (停用), ISA-18.2 "out of service".
    OutOfService,
}

/// `alert.set_aside`: out of the way by a rule or with its source.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertSetAside {
    /// Which of the two.
    pub why: AsideWhy,
    /// Until when; none for as long as the rule stands.
    pub until: Option<UtcMs>,
    /// The rule or the reason, in words.
    pub reason: String,
}

/// `alert.prioritized`: an officer's own priority in place of the computed one; none gives it
/// back.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertPrioritized {
    /// The priority.
    pub priority: Option<Priority>,
    /// Why; never empty.
    pub reason: String,
}

/// How far an alert that nobody acknowledges has gone, in this order.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum EscalationStep {
    /// The sound is louder.
    #[default]
    Louder,
    /// A notification on the desktop.
    Notification,
    /// It is heard at the other desks as well.
    SecondDesk,
    /// The duty leader is told.
    DutyLeader,
}

/// `alert.escalated`: nobody has acknowledged it in time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertEscalated {
    /// How far.
    pub step: EscalationStep,
    /// Seconds for which it had waited.
    pub waited_s: u32,
    /// Who is told, in words; empty where that is nobody by name.
    pub to: String,
}
