//! Full text in one box: plans clause by clause, cards, articles, contacts, and the log.

use emergency::entity::EntityRef;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Hits that a group has at most.
pub const SEARCH_HITS_MAX: u32 = 200;

/// What a hit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SearchKind {
    /// A plan as a whole.
    Plan,
    /// A clause of a plan.
    Clause,
    /// A task card.
    Card,
    /// An article of law or a duty, in the words of the project.
    Law,
    /// Somebody who can be called: person, team, site, department.
    Contact,
    /// An incident.
    Incident,
    /// An alert.
    Alert,
    /// An order to a team.
    Order,
    /// A report.
    Report,
    /// Any other line of the log.
    Line,
}

/// What is looked for. All words have to stand in one text; they are plain text, without
/// operators.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SearchRequest {
    /// What was typed.
    pub words: String,
    /// Kinds; none for all.
    pub kinds: Vec<SearchKind>,
    /// Only of this unit, empty for all.
    pub unit: String,
    /// Only of this field, by the code of an incident's kind; empty for all.
    pub field: String,
    /// Only in this state: that of a plan, or `open` and `closed`; empty for all.
    pub state: String,
    /// Hits of each kind to leave out.
    pub offset: u32,
    /// Hits of each kind, [`SEARCH_HITS_MAX`] at most.
    pub limit: u32,
}

/// A text with places to highlight. It is never markup.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct MarkedText {
    /// The text.
    pub text: String,
    /// Places from and to, in UTF-16 code units, in order, apart.
    pub marks: Vec<(u32, u32)>,
}

/// One place that was found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SearchHit {
    /// What it is.
    pub kind: SearchKind,
    /// What it is part of: title of the plan, name of the incident.
    pub title: String,
    /// Its own heading.
    pub heading: MarkedText,
    /// The text around what was found.
    pub snippet: MarkedText,
    /// All of the text, of what can be read nowhere else: an article, a department. Empty
    /// elsewhere.
    pub whole: MarkedText,
    /// Unit that it belongs to; empty without one.
    pub unit: String,
    /// State of a plan as its code, or `open` and `closed`; empty without one.
    pub state: String,
    /// The plan it is in; empty elsewhere.
    pub plan: String,
    /// Which clause of the plan; none where it is no clause.
    pub clause: Option<u32>,
    /// The task card, by its name; empty elsewhere.
    pub card: String,
    /// What a line of the log is about; none elsewhere.
    pub entity: Option<EntityRef>,
    /// The incident that a line of the log belongs to; empty elsewhere.
    pub incident: String,
    /// Kind of the fact of a line of the log; empty elsewhere.
    pub fact: String,
    /// Number of a line of the log; 0 elsewhere.
    pub seq: u64,
    /// When it happened, of a line of the log.
    pub at: Option<UtcMs>,
}

/// The hits of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SearchGroup {
    /// The kind.
    pub kind: SearchKind,
    /// How many there are, or how many were counted.
    pub total: u32,
    /// True when there may be more than were counted.
    pub more: bool,
    /// The page that was asked for, best first; of the log newest first.
    pub hits: Vec<SearchHit>,
}

/// A choice of a filter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SearchChoice {
    /// The unit, the field's code or the state's code.
    pub name: String,
    /// Hits that it has.
    pub hits: u32,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SearchAnswer {
    /// The words that were looked for; fewer than typed when `cut`.
    pub words: Vec<String>,
    /// True when more was typed than is looked for.
    pub cut: bool,
    /// True when nothing has a long word as a whole, and its pieces were looked for instead.
    pub loose: bool,
    /// The kinds that have hits.
    pub groups: Vec<SearchGroup>,
    /// Units of plans with hits, whatever the filters.
    pub units: Vec<SearchChoice>,
    /// Fields of plans with hits, by the code of an incident's kind.
    pub fields: Vec<SearchChoice>,
    /// States of plans with hits.
    pub states: Vec<SearchChoice>,
    /// Lines of the log that are not in the index yet; they are read, so none is missing.
    pub behind: u64,
}
