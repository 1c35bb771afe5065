//! The plan library.

use super::Reason;
use emergency::id::IncidentId;
use emergency::incident::TaskGiven;
use emergency::level::ResponseLevel;
use serde::{Deserialize, Serialize};

/// One plan in the library.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanRow {
    /// Which.
    pub id: String,
    /// Title.
    pub title: String,
    /// Kind in Chinese.
    pub kind: String,
    /// Unit that owns it.
    pub unit: String,
    /// Version.
    pub version: String,
    /// State in Chinese.
    pub status: String,
    /// Number of task cards.
    pub cards: u32,
    /// Why it fits an incident, best reason first; empty in the plain list.
    pub reasons: Vec<Reason>,
    /// How well it fits, 0 to 100.
    pub score: u32,
    /// Defects of its text.
    pub defects: u32,
}

/// Which plan to open, and for what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanRequest {
    /// Which plan.
    pub id: String,
    /// The incident it is opened for: cards for other substances are then marked.
    pub incident: Option<IncidentId>,
}

/// One task card of a plan.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CardRow {
    /// The task it becomes.
    pub task: TaskGiven,
    /// Levels it applies to.
    pub levels: Vec<ResponseLevel>,
    /// The clause it stands in.
    pub clause: String,
    /// Substances it is for; empty means any.
    pub substances: Vec<String>,
    /// False when it is for substances that the incident is not about.
    pub fits: bool,
}

/// Defaults of a response level in a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LevelRow {
    /// The level.
    pub level: ResponseLevel,
    /// When it is started.
    pub condition: String,
    /// Who decides.
    pub decides: String,
    /// 响应事项.
    pub matter: String,
    /// 预计期限, hours.
    pub period_h: u32,
    /// 应急处置措施.
    pub measures: String,
}

/// One clause of a plan, as text.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClauseRow {
    /// Depth of its heading, 1 for the highest.
    pub depth: u8,
    /// Heading with its number.
    pub heading: String,
    /// Paragraphs, as plain text.
    pub paragraphs: Vec<String>,
    /// The task cards that stand in it, by their place in the plan's list.
    pub cards: Vec<u32>,
    /// The response levels that are laid down in it.
    pub levels: Vec<ResponseLevel>,
}

/// One plan, open.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanDetail {
    /// Its line.
    pub row: PlanRow,
    /// Its clauses.
    pub clauses: Vec<ClauseRow>,
    /// Its levels.
    pub levels: Vec<LevelRow>,
    /// Its task cards.
    pub cards: Vec<CardRow>,
    /// Whom its text names with a number.
    pub contacts: Vec<PlanContact>,
    /// Defects of its text, in words.
    pub defects: Vec<String>,
}

/// Which duties of the law are open, when a response is started.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LegalDutiesRequest {
    /// The incident.
    pub incident: IncidentId,
    /// The plan that the response follows; none for one without a plan.
    pub plan: Option<String>,
}

/// A duty of the law that no card of the plan and no task of the incident carries.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LegalDutyRow {
    /// The task it becomes; it names no plan, and its basis is the article with the item.
    pub task: TaskGiven,
    /// The levels at which no card of the plan carries it.
    pub levels: Vec<ResponseLevel>,
    /// True when it binds only while a warning is out (突发事件应对法 art. 66 and 67).
    pub in_warning: bool,
}

/// A unit that a plan names with its numbers.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanContact {
    /// Unit; empty when it is not said.
    pub unit: String,
    /// Role or name; empty when it is not said.
    pub person: String,
    /// Numbers, digits and hyphens only.
    pub phones: Vec<String>,
}
