//! What can be said of a plan: saved, stepped on, signed, answered, drilled, suggested, ended.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::id::{ActorName, DocumentId, PlanId, PlanVersionId, SuggestionId};
use crate::time::UtcMs;

/// What the front matter of a version says, as far as lists and terms need it; the text itself is
/// read by crate `plans`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanSummary {
    /// Title.
    pub title: String,
    /// Kind, a code of `plans/README.md` such as `special`.
    pub kind: String,
    /// Unit that issues it (编制单位).
    pub unit: String,
    /// Areas it covers.
    pub area: Vec<String>,
    /// Key fields it serves (重点领域).
    pub fields: Vec<String>,
    /// Department that leads.
    pub lead: String,
    /// How its text calls this version.
    pub label: String,
    /// Number of clauses.
    pub clauses: u32,
    /// Number of task cards.
    pub cards: u32,
}

/// Where the text of a version came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PlanSource {
    /// Written at the desk.
    #[default]
    Written,
    /// Read from a file.
    Imported,
    /// The text that ships with the program, or lies in the plan folder.
    Shipped,
    /// An earlier version again.
    Restored,
    /// Two or more versions brought together by a person.
    Merged,
}

/// The file that a version was read from.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanFile {
    /// Its name.
    pub name: String,
    /// SHA-256 of its bytes, hex.
    pub sha256: String,
    /// How many bytes.
    pub bytes: u64,
    /// True when the bytes are in the log as a document; larger ones are only named.
    pub kept: bool,
}

/// `plan.saved`: a version of the text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanSaved {
    /// Name of the version.
    pub version: PlanVersionId,
    /// SHA-256 of the text's UTF-8 bytes, hex: the content hash that is signed.
    pub sha256: String,
    /// The text, in the form of `plans/README.md`.
    pub text: String,
    /// The versions it was made from; several for a merge, none for the first.
    pub parents: Vec<PlanVersionId>,
    /// Why it was saved.
    pub why: String,
    /// Where the text came from.
    pub source: PlanSource,
    /// The file, for an imported one.
    pub file: Option<PlanFile>,
    /// The version whose text it takes up again.
    pub restored: Option<PlanVersionId>,
    /// What its front matter says.
    pub summary: PlanSummary,
}

/// The steps from a draft to a plan that is filed and public: GB/T 29639-2020 4.1 and 4.8 for
/// firms, 突发事件应急预案管理办法 (国办发〔2024〕5号) art. 20 to 28 for governments and their units.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum ReviewStep {
    /// 成立工作组.
    #[default]
    Group,
    /// 桌面推演.
    Tabletop,
    /// 评审 by experts.
    Review,
    /// 批准.
    Approve,
    /// 印发: the version is in force from then on.
    Issue,
    /// 备案: handed in.
    File,
    /// 公布.
    Publish,
}

impl ReviewStep {
    /// All of them, in their order.
    pub const ALL: [Self; 7] = [
        Self::Group,
        Self::Tabletop,
        Self::Review,
        Self::Approve,
        Self::Issue,
        Self::File,
        Self::Publish,
    ];

    /// The name as stored and as signed.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Group => "group",
            Self::Tabletop => "tabletop",
            Self::Review => "review",
            Self::Approve => "approve",
            Self::Issue => "issue",
            Self::File => "file",
            Self::Publish => "publish",
        }
    }
}

/// A document of a step: minutes, opinions, forms.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanPaper {
    /// What it is called.
    pub name: String,
    /// Its number (文号).
    pub number: String,
    /// Its bytes in the log; none while it lies on paper.
    pub document: Option<DocumentId>,
}

/// How one expert of a review voted.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExpertVote {
    /// Name.
    pub name: String,
    /// Unit or field.
    pub unit: String,
    /// True when in favour.
    pub agrees: bool,
    /// Opinion in words.
    pub opinion: String,
}

/// `plan.stepped`: one step of review and filing was done, on the day of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanStepped {
    /// On which version.
    pub version: PlanVersionId,
    /// Which step.
    pub step: ReviewStep,
    /// The documents of the step.
    pub documents: Vec<PlanPaper>,
    /// The experts that were present at a review.
    pub experts: Vec<ExpertVote>,
    /// Number under which it was approved, issued or handed in (文号).
    pub number: String,
    /// With whom it is filed, or where it is published.
    pub to: String,
    /// Why group, table-top and review were left out: the revision touches nothing of weight
    /// (国办发〔2024〕5号 art. 36; 应急管理部令第2号 art. 37). Only at an approval.
    pub simplified_because: String,
    /// True when the version was issued before this log began; only at an issue.
    pub issued_before: bool,
    /// Words.
    pub note: String,
}

/// `plan.signed`: a person signed the content of a version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanSigned {
    /// Which version.
    pub version: PlanVersionId,
    /// Its content hash.
    pub sha256: String,
    /// For which step.
    pub step: ReviewStep,
    /// Who.
    pub name: String,
    /// In which role.
    pub role: String,
    /// When.
    pub at: UtcMs,
    /// True when it was made in an exercise: it does not hold in real work, nor the other way.
    pub exercise: bool,
    /// Ed25519 signature (RFC 8032) of the desk's device key over [`super::signed_words`], hex.
    pub sig: String,
}

/// What the office that a plan is filed with says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum FilingAnswer {
    /// 予以备案.
    #[default]
    Accepted,
    /// 材料不齐: what is missing is named at once.
    Incomplete,
    /// 不予备案, with the reason.
    Refused,
}

/// `plan.filing_answered`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FilingAnswered {
    /// Which version was handed in.
    pub version: PlanVersionId,
    /// What they say.
    pub answer: FilingAnswer,
    /// Number of the filing form (备案登记表).
    pub number: String,
    /// What is missing.
    pub missing: Vec<String>,
    /// Why it is not filed.
    pub reason: String,
}

/// `plan.assessed`: the assessment that is due every three years (国办发〔2024〕5号 art. 34;
/// 应急管理部令第2号 art. 35).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanAssessed {
    /// Which version.
    pub version: PlanVersionId,
    /// True when it has to be revised.
    pub revise: bool,
    /// What was found.
    pub result: String,
    /// The report and what belongs to it.
    pub documents: Vec<PlanPaper>,
}

/// One finding of a drill, on a clause or on the plan as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct DrillFinding {
    /// Heading of the clause, without its number; empty for the plan as a whole.
    pub clause: String,
    /// What was found.
    pub words: String,
}

/// `plan.drilled`: a drill of this plan took place, on the day of the fact.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanDrilled {
    /// Title of the drill.
    pub title: String,
    /// 综合/单项, 实战/桌面, in words.
    pub form: String,
    /// What it showed.
    pub findings: Vec<DrillFinding>,
    /// Assessment and summary.
    pub documents: Vec<PlanPaper>,
}

/// The six cases in which a plan is revised at once: 国办发〔2024〕5号 art. 35, 应急管理部令第2号
/// art. 36, both items (一) to (六).
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum RevisionTrigger {
    /// (一) Law, standard or the plan above changed.
    Law,
    /// (二) The command and its duties changed.
    Command,
    /// (三) The risk changed.
    Risk,
    /// (四) Important resources changed.
    Resources,
    /// (五) A drill or real work showed a fault.
    Finding,
    /// (六) The unit holds it to be needed.
    #[default]
    Own,
}

/// `plan.suggested`: somebody suggests a revision.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RevisionSuggested {
    /// Its name.
    pub suggestion: SuggestionId,
    /// Which of the six cases.
    pub trigger: RevisionTrigger,
    /// Headings of the clauses that it touches, without their numbers; none for the whole plan.
    pub clauses: Vec<String>,
    /// What is suggested.
    pub words: String,
    /// Where it comes from: a law, a letter, a person.
    pub source: String,
}

/// `plan.suggestion_settled`: a suggestion on one clause was taken up or declined.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SuggestionSettled {
    /// Which.
    pub suggestion: SuggestionId,
    /// True when it is taken up.
    pub accepted: bool,
    /// Why not; how.
    pub reason: String,
    /// What it said, so that the record stands by itself.
    pub words: String,
}

/// `plan.ended`: it is no longer used.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanEnded {
    /// The plan in its place; none when it is abolished (废止).
    pub replaced_by: Option<PlanId>,
    /// Why.
    pub reason: String,
    /// Number of the paper that says so.
    pub number: String,
}

/// What kind of act was taken back.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PlanActKind {
    /// A step of review and filing.
    #[default]
    Step,
    /// A signature.
    Signature,
    /// An answer of the office that it was handed in to.
    Answer,
    /// An assessment.
    Assessment,
    /// A drill.
    Drill,
    /// A suggestion that somebody entered.
    Suggestion,
    /// The answer to a suggestion.
    Settlement,
    /// The end of the plan.
    End,
}

/// One act, named so that the record of its withdrawal stands by itself.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanActName {
    /// Its event.
    #[cfg_attr(feature = "ts", ts(type = "string"))]
    pub event: Uuid,
    /// What kind.
    pub kind: PlanActKind,
    /// Which step, of a step or a signature.
    pub step: Option<ReviewStep>,
    /// On which version; none where it is of the plan.
    pub version: Option<PlanVersionId>,
    /// The day of the act.
    pub at: UtcMs,
    /// Who entered it.
    pub by: ActorName,
    /// Its number, name or words.
    pub words: String,
}

/// `plan.act_withdrawn`: an act was recorded wrongly and counts no more, nor does what leaned on
/// it. Its record stays; what is right is entered anew.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanActWithdrawn {
    /// The act.
    pub act: PlanActName,
    /// What leaned on it, in the order of the acts.
    pub also: Vec<PlanActName>,
    /// Why.
    pub why: String,
}
