//! What a person may do with plans.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::document::DocumentKept;
use crate::holiday::HolidaysSet;
use crate::id::{DocumentId, PlanId};
use crate::plan::{
    FilingAnswered, PlanAssessed, PlanDrilled, PlanEnded, PlanSaved, PlanSigned, PlanStepped,
    RevisionSuggested, SuggestionSettled,
};

/// The bytes of a file, in the parts in which they go into the log.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DocumentParts {
    /// SHA-256 of the bytes, hex.
    pub document: DocumentId,
    /// The parts, all of them, in their order.
    pub parts: Vec<DocumentKept>,
}

/// One act on a plan.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "act",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
#[expect(
    clippy::large_enum_variant,
    reason = "an act lives until it is decided"
)]
pub enum PlanAct {
    /// Save a version (保存版本), with the file it was read from.
    Save {
        plan: PlanId,
        saved: PlanSaved,
        file: Option<DocumentParts>,
    },
    /// Do a step of review and filing.
    Step { plan: PlanId, stepped: PlanStepped },
    /// Sign a version; the desk makes the signature.
    Sign { plan: PlanId, signed: PlanSigned },
    /// Enter what the office says that the plan was handed in to.
    AnswerFiling {
        plan: PlanId,
        answered: FilingAnswered,
    },
    /// Enter an assessment (评估).
    Assess {
        plan: PlanId,
        assessed: PlanAssessed,
    },
    /// Enter a drill (演练) with what it showed.
    Drill { plan: PlanId, drilled: PlanDrilled },
    /// Suggest a revision (修订建议).
    Suggest {
        plan: PlanId,
        suggested: RevisionSuggested,
    },
    /// Take a suggestion up, or decline it.
    Settle {
        plan: PlanId,
        settled: SuggestionSettled,
    },
    /// Abolish a plan (废止), or put another in its place.
    End { plan: PlanId, ended: PlanEnded },
    /// Take back an act that was recorded wrongly (撤回), by its event, with what leans on it.
    Withdraw {
        plan: PlanId,
        #[cfg_attr(feature = "ts", ts(type = "string"))]
        event: Uuid,
        why: String,
    },
    /// Keep a document of a step.
    Keep { file: DocumentParts },
    /// Enter the holidays of a year.
    SetHolidays { set: HolidaysSet },
}
