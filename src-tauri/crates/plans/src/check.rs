//! What a plan lacks, and where plans contradict each other.
//!
//! One plan is held against the headings and contents that the rules for its kind demand
//! ([`demands`]), and against what the law says of levels and warnings; several plans are held
//! against each other. A finding is advice with its source: the check changes nothing.

mod across;
mod contents;
pub mod demands;
mod duties;
mod figures;
mod headings;
mod names;

use serde::{Deserialize, Serialize};

use crate::plan::Plan;

pub use across::{Said, check_against, check_library};
pub(crate) use names::mentions;

/// Findings of one check that are kept.
pub const CHECK_FINDINGS_MAX: usize = 5_000;

/// One thing that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckFinding {
    /// What it is; programs decide by this.
    pub code: CheckCode,
    /// How much it weighs.
    pub severity: Severity,
    /// Id of the plan.
    pub plan: String,
    /// Id of the other plan of a contradiction; empty for none.
    pub other: String,
    /// Heading of the clause it concerns; empty when the clause is what is missing.
    pub clause: String,
    /// The words or the thing it is about: a heading, an element, a unit, a level.
    pub subject: String,
    /// In words, for the person.
    pub words: String,
    /// Standard or law, with the clause.
    pub source: String,
}

/// Kinds of [`CheckFinding`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CheckCode {
    /// A heading that the standard names is not there.
    HeadingMissing,
    /// A heading is there in other words than the standard's.
    HeadingWorded,
    /// A heading stands under another one than in the standard.
    HeadingMisplaced,
    /// A content that the rules demand is nowhere.
    ContentMissing,
    /// A content is in the text and has no heading of its own.
    ContentWithoutHeading,
    /// There is no response level.
    LevelsMissing,
    /// A response level has no start condition.
    StartMissing,
    /// A response level lacks one of the four contents of a response start.
    ResponseContentMissing,
    /// A warning lacks one of its eight elements.
    WarningElementMissing,
    /// No task card carries a duty that the law lays on the district.
    DutyUncarried,
    /// A plan names no plan above it.
    UpperUnnamed,
    /// A plan above is named and not in the library.
    UpperMissing,
    /// One unit has several names.
    UnitNamedDifferently,
    /// One unit has several telephone numbers.
    PhoneDiffers,
    /// One level has other conditions in another plan.
    ConditionDiffers,
    /// Two plans for the same incidents and area name different units that lead.
    LeadClaimedTwice,
}

/// How much a finding weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth a look.
    Notice,
    /// Should be mended before review.
    Warning,
    /// The rule demands it.
    Error,
}

/// Checks one plan.
#[must_use]
pub fn check(plan: &Plan) -> Vec<CheckFinding> {
    let mut found = headings::check(plan);
    found.extend(contents::check(plan));
    found.extend(duties::check(plan));
    sorted(found)
}

fn sorted(mut found: Vec<CheckFinding>) -> Vec<CheckFinding> {
    found.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    found.truncate(CHECK_FINDINGS_MAX);
    found
}

/// A text for comparing: without spaces and the small words between nouns.
fn folded(text: &str) -> String {
    let small = |c: &char| !c.is_whitespace() && !"与和及、的（）()“”《》".contains(*c);
    text.chars().filter(small).collect()
}

#[cfg(test)]
mod tests;
