//! Terms of filing, publishing, assessment and drills: which is due when, and how it stands.
//!
//! The rules are data, `assets/plan-terms.json`, each with its article. They run from the day of
//! an act and end with the day of an act, whenever it was sent or entered. Nothing here stops
//! anybody: an overdue term is told.

use emergency::day::Day;
use emergency::holiday::WorkCalendar;
use emergency::id::PlanVersionId;
use emergency::plan::{FilingAnswer, PlanDone, PlanRecord, ReviewStep};
use serde::{Deserialize, Serialize};

use crate::plan::PlanKind;

/// The rules that ship with the program.
const SHIPPED: &str = include_str!("../../../../assets/plan-terms.json");

/// What a term is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermAbout {
    /// 备案.
    File,
    /// 公布.
    Publish,
    /// 备案核对.
    FilingCheck,
    /// 定期评估.
    Assess,
    /// 演练.
    Drill,
}

/// The act that a term runs from. Assessment and drill run from the last of their kind once there
/// was one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermFrom {
    /// 印发.
    Issue,
    /// 公布.
    Publish,
    /// 报备.
    File,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TermRule {
    /// Its id.
    pub id: String,
    /// What it is about.
    pub about: TermAbout,
    /// Kinds of plans it is for.
    pub kinds: Vec<PlanKind>,
    /// What it runs from.
    pub from: TermFrom,
    /// Its length in working days; 0 when it is in months.
    #[serde(default)]
    pub working_days: u32,
    /// Its length in months; 0 when it is in working days.
    #[serde(default)]
    pub months: u32,
    /// True when the article does not name this kind of plan: 待区里确认.
    #[serde(default)]
    pub to_confirm: bool,
    /// The article.
    pub source: String,
    /// What it adds.
    pub note: String,
}

#[derive(Deserialize)]
struct TermFile {
    rules: Vec<TermRule>,
}

/// How a term stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TermStanding {
    /// Not done, and its last day is past.
    Overdue,
    /// Runs.
    Running,
    /// Done after its last day.
    DoneLate,
    /// Done in time.
    Done,
    /// No answer within the term: filed by law (应急管理部令第2号 art. 28).
    DeemedFiled,
}

/// One term of one plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Term<'a> {
    /// Its rule.
    pub rule: &'a TermRule,
    /// The day it runs from.
    pub from: Day,
    /// Its last day.
    pub due: Day,
    /// The day on which it was done.
    pub done: Option<Day>,
    /// How it stands.
    pub standing: TermStanding,
    /// Working days, or days for a term in months, that are left; negative when it is over.
    pub left_days: i64,
    /// False when a year on the way has no holiday table.
    pub by_table: bool,
}

/// The rules that ship with the program.
///
/// # Panics
/// Never: a test reads the file.
#[must_use]
pub fn shipped_terms() -> Vec<TermRule> {
    let file: TermFile = serde_json::from_str(SHIPPED).expect("the shipped rules can be read");
    file.rules
}

/// The terms of a plan that is in force; none for a draft or for one that ended. Of assessments
/// and drills only the next one.
#[must_use]
pub fn terms<'a>(
    rules: &'a [TermRule],
    kind: PlanKind,
    record: &PlanRecord,
    calendar: &WorkCalendar,
    today: Day,
) -> Vec<Term<'a>> {
    let Some((version, _)) = record.in_force() else {
        return Vec::new();
    };
    let rules = rules.iter().filter(|rule| rule.kinds.contains(&kind));
    let acts = Acts { record, version };
    rules
        .filter_map(|rule| {
            let (from, done) = acts.span(rule)?;
            Some(standing(rule, (from, done), calendar, today))
        })
        .collect()
}

/// What was done on the version in force.
struct Acts<'a> {
    record: &'a PlanRecord,
    version: &'a PlanVersionId,
}

impl Acts<'_> {
    fn day(&self, step: ReviewStep) -> Option<Day> {
        let steps = self.record.steps.iter();
        let mut steps =
            steps.filter(|done| done.what.step == step && done.what.version == *self.version);
        // Handing in again does not make up for the first day.
        steps.next().map(|done| Day::of(done.at))
    }

    /// The answer to what was handed in last, if it came back.
    fn answer(&self) -> Option<(Day, FilingAnswer)> {
        let handed_in = self.record.step_of(self.version, ReviewStep::File)?;
        let answers = self.record.answers.iter().rev();
        let mut answers = answers.filter(|done| done.what.version == *self.version);
        let answer = answers.find(|done| done.order() > handed_in.order())?;
        Some((Day::of(answer.at), answer.what.answer))
    }

    /// From which day a rule runs, and the day on which it was met; none while it does not run.
    fn span(&self, rule: &TermRule) -> Option<(Day, Option<Day>)> {
        let from = self.day(match rule.from {
            TermFrom::Issue => ReviewStep::Issue,
            TermFrom::Publish => ReviewStep::Publish,
            TermFrom::File => ReviewStep::File,
        })?;
        Some(match rule.about {
            TermAbout::File => {
                let came_back = self
                    .answer()
                    .is_some_and(|(_, answer)| answer != FilingAnswer::Accepted);
                let done = self.record.step_of(self.version, ReviewStep::File);
                let done = done.filter(|_| !came_back);
                (from, done.map(|done| Day::of(done.at)))
            }
            TermAbout::Publish => (from, self.day(ReviewStep::Publish)),
            TermAbout::FilingCheck => {
                let handed_in = self.record.step_of(self.version, ReviewStep::File)?;
                let answered = self.answer().map(|(day, _)| day);
                (Day::of(handed_in.at), answered)
            }
            // A new issue is an assessment too; a drill is one of the plan, whatever its version.
            TermAbout::Assess => {
                let last = last(&self.record.assessed);
                (last.map_or(from, |day| day.max(from)), None)
            }
            TermAbout::Drill => (last(&self.record.drilled).unwrap_or(from), None),
        })
    }
}

/// The day of the last act of a list.
fn last<T>(list: &[PlanDone<T>]) -> Option<Day> {
    list.last().map(|done| Day::of(done.at))
}

fn standing<'a>(
    rule: &'a TermRule,
    (from, done): (Day, Option<Day>),
    calendar: &WorkCalendar,
    today: Day,
) -> Term<'a> {
    let (due, by_table) = if rule.working_days > 0 {
        let counted = calendar.after(from, rule.working_days);
        (counted.day, counted.by_table)
    } else {
        (from.plus_months(rule.months), true)
    };
    let standing = match done {
        Some(day) if day > due => TermStanding::DoneLate,
        Some(_) => TermStanding::Done,
        None if today <= due => TermStanding::Running,
        None if rule.about == TermAbout::FilingCheck => TermStanding::DeemedFiled,
        None => TermStanding::Overdue,
    };
    let left = |from: Day, to: Day| -> i64 {
        if rule.working_days > 0 {
            calendar.between(from, to).into()
        } else {
            to.days_after(from).max(0)
        }
    };
    Term {
        rule,
        from,
        due,
        done,
        standing,
        left_days: left(today, due) - left(due, today),
        by_table,
    }
}

#[cfg(test)]
mod tests;
