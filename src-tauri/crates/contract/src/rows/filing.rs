//! Review and filing of plans: signatures, terms, holidays, suggestions, the map of plans.

use super::Who;
use emergency::day::Day;
use emergency::holiday::Holidays;
use emergency::id::{PlanId, PlanVersionId, SuggestionId};
use emergency::place::Point;
use emergency::plan::{PlanState, ReviewStep, RevisionTrigger};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Sign a version with the desk's device key.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignPlan {
    /// Which plan.
    pub plan: PlanId,
    /// Which version: the present one.
    pub version: PlanVersionId,
    /// For which step.
    pub step: ReviewStep,
    /// Name of the person who signs.
    pub name: String,
    /// In which role.
    pub role: String,
    /// Who acts at the desk.
    pub who: Who,
}

/// What a term is about.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TermKind {
    /// 备案 after the issue.
    #[default]
    File,
    /// 公布 after the issue.
    Publish,
    /// 备案核对 by the office that it was handed in to.
    FilingCheck,
    /// 定期评估.
    Assess,
    /// 演练.
    Drill,
}

/// How a term stands.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum TermState {
    /// Not done and past.
    Overdue,
    /// Runs.
    #[default]
    Running,
    /// Done after its day.
    DoneLate,
    /// Done in time.
    Done,
    /// No answer within the term: filed by law (应急管理部令第2号 art. 28).
    DeemedFiled,
}

/// One term of one plan.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TermRow {
    /// Id of the rule, such as `P01`.
    pub rule: String,
    /// What it is about.
    pub kind: TermKind,
    /// Which plan.
    pub plan: PlanId,
    /// Its title.
    pub title: String,
    /// Its unit.
    pub unit: String,
    /// The day of the act that it runs from.
    pub from: Day,
    /// Its last day.
    pub due: Day,
    /// The day on which it was done, by the date of the act; none while it is not.
    pub done: Option<Day>,
    /// How it stands.
    pub state: TermState,
    /// Working days (or days, for terms in months) that are left; negative when it is over.
    pub left_days: i64,
    /// True when the term counts working days.
    pub working_days: bool,
    /// True when a year on the way has no holiday table, or the article does not name this kind of
    /// plan: the last day is 待区里确认.
    pub to_confirm: bool,
    /// The article.
    pub source: String,
    /// What the rule adds, such as with whom to file.
    pub note: String,
}

/// The holiday tables there are.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct HolidayTables {
    /// By year, the newest first.
    pub years: Vec<Holidays>,
    /// Years that running terms touch and that have no table: 待区里确认.
    pub missing: Vec<i32>,
}

/// Suggestions of which plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestionsRequest {
    /// Which plan; none for all.
    pub plan: Option<PlanId>,
    /// True to have those that were settled as well.
    pub settled: bool,
}

/// One suggestion on one clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestionRow {
    /// By which name it is settled.
    pub suggestion: SuggestionId,
    /// Which plan.
    pub plan: PlanId,
    /// Its title.
    pub title: String,
    /// Heading of the clause; empty for the plan as a whole.
    pub clause: String,
    /// Place of the clause in the text.
    pub place: Option<u32>,
    /// Which of the six cases.
    pub trigger: RevisionTrigger,
    /// `phone`, `unit`, `drill`, `hazard` or `entered`.
    pub kind: String,
    /// What is suggested, in words.
    pub words: String,
    /// As it stands in the plan; empty when nothing is to be replaced.
    pub old: String,
    /// As it is now.
    pub new: String,
    /// Where it comes from: `team:T1`, a drill, a letter.
    pub source: String,
    /// Since when.
    pub at: Option<UtcMs>,
    /// How it was settled; none while it is open.
    pub accepted: Option<bool>,
    /// Why.
    pub reason: String,
}

/// One plan on the map (一张图).
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanMapRow {
    /// Which.
    pub plan: PlanId,
    /// Title.
    pub title: String,
    /// Kind, a code of `plans/README.md`.
    pub kind: String,
    /// Unit.
    pub unit: String,
    /// Areas it covers.
    pub area: Vec<String>,
    /// Streets it stands on: those among its areas, else those its unit is of.
    pub streets: Vec<String>,
    /// Key fields.
    pub fields: Vec<String>,
    /// Where its unit is; none when no site, street or place of that name is known.
    pub point: Option<Point>,
    /// True when that is the middle of a street or of the district.
    pub approximate: bool,
    /// True when the log has it.
    pub recorded: bool,
    /// How it stands.
    pub state: PlanState,
    /// Something is overdue: filing, publishing, assessment.
    pub overdue: bool,
    /// Not drilled within the statutory time.
    pub not_drilled: bool,
    /// When it was drilled last.
    pub drilled: Option<Day>,
}

/// How many plans stand how, under one street or field.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanCount {
    /// The street or field; empty for those of the whole district, or of no field.
    pub name: String,
    /// All plans.
    pub all: u32,
    /// 草稿, the shipped ones included.
    pub draft: u32,
    /// 现行有效.
    pub in_force: u32,
    /// 修订中.
    pub in_revision: u32,
    /// 废止 or replaced.
    pub ended: u32,
    /// With something overdue.
    pub overdue: u32,
    /// Not drilled in time.
    pub not_drilled: u32,
}

/// A street on the map of plans.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanStreet {
    /// Its name.
    pub name: String,
    /// Its centre; no outline of a street ships (待区里确认).
    pub point: Point,
}

/// The map of plans.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanMap {
    /// The plans.
    pub plans: Vec<PlanMapRow>,
    /// By street, the streets of the district in their order.
    pub by_street: Vec<PlanCount>,
    /// By key field, in the order of the district's plan.
    pub by_field: Vec<PlanCount>,
    /// Where the streets of the district are.
    pub streets: Vec<PlanStreet>,
}
