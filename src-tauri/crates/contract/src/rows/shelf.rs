//! The desk's own copy of the plans: versions, drafts, files that come in, comparison, check.

use super::Who;
use emergency::id::{PlanId, PlanVersionId};
use emergency::plan::{
    PlanActName, PlanFile, PlanRecord, PlanSource, PlanState, PlanSummary, ReviewStep,
};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Bytes of a file that is handed in over the contract, before they are written as base64.
pub const UPLOAD_BYTES_MAX: usize = 32 * 1024 * 1024;

/// One plan on the shelf: in the log, or only in the library that came with the program.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ShelfRow {
    /// Which.
    pub id: PlanId,
    /// What its text says: of the version in force, else of the newest head, else as shipped.
    pub summary: PlanSummary,
    /// True when the log has it; false while it is only in the shipped library.
    pub recorded: bool,
    /// How it stands; a shipped one is a draft.
    pub state: PlanState,
    /// Number of versions.
    pub versions: u32,
    /// Heads; more than one has to be merged.
    pub heads: Vec<PlanVersionId>,
    /// The version in force.
    pub in_force: Option<PlanVersionId>,
    /// When the newest version was saved.
    pub saved_at: Option<UtcMs>,
    /// By whom.
    pub saved_by: String,
    /// The step that comes next for the present version; none when all are done, or when the heads
    /// have to be merged first.
    pub next_step: Option<ReviewStep>,
    /// When an unsaved text was kept; none when there is none.
    pub draft_at: Option<UtcMs>,
    /// Terms that are overdue.
    pub overdue: u32,
    /// The term that is most pressing: the one that is longest overdue, else the next to end.
    pub next_due: Option<super::TermRow>,
    /// Suggestions to revise it that nobody answered yet.
    pub suggestions: u32,
}

/// One version, as lists show it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VersionRow {
    /// Which.
    pub version: PlanVersionId,
    /// Counts from 1 in the order in which versions were saved.
    pub number: u32,
    /// Content hash: SHA-256 of the text, hex.
    pub sha256: String,
    /// The versions it was made from.
    pub parents: Vec<PlanVersionId>,
    /// When.
    pub at: UtcMs,
    /// Who.
    pub by: String,
    /// In which role.
    pub role: String,
    /// At which desk, by its device key.
    pub origin: String,
    /// True for this desk.
    pub own: bool,
    /// Why.
    pub why: String,
    /// Where the text came from.
    pub source: PlanSource,
    /// The file it was read from.
    pub file: Option<PlanFile>,
    /// The version whose text it takes up again.
    pub restored: Option<PlanVersionId>,
    /// What its front matter says.
    pub summary: PlanSummary,
    /// True when nothing was made from it yet.
    pub is_head: bool,
    /// True when it is in force.
    pub is_in_force: bool,
}

/// A signature with whether it holds.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SignatureRow {
    /// Over which version.
    pub version: PlanVersionId,
    /// For which step.
    pub step: ReviewStep,
    /// Who.
    pub name: String,
    /// In which role.
    pub role: String,
    /// When.
    pub at: UtcMs,
    /// Content hash that was signed.
    pub sha256: String,
    /// Signature, hex.
    pub sig: String,
    /// Device key that signed, hex.
    pub key: String,
    /// True when it was made in an exercise.
    pub exercise: bool,
    /// True when the key signed it, the hash is that of the version's text, and it is not void.
    pub holds: bool,
    /// Why it is void: it, or the step that it was given for, was withdrawn; none when it is not.
    pub void_because: Option<String>,
}

/// One plan, as the plan manager sees it. Steps, answers, assessments, drills and suggestions stand
/// in the record.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanSheet {
    /// Its line.
    pub row: ShelfRow,
    /// Versions, the newest first.
    pub versions: Vec<VersionRow>,
    /// Signatures, the newest first.
    pub signatures: Vec<SignatureRow>,
    /// The record in the log; empty for a plan that is only shipped.
    pub record: PlanRecord,
    /// What runs, the soonest first.
    pub terms: Vec<super::TermRow>,
    /// Every act that counts, the newest first: each may be withdrawn.
    pub acts: Vec<PlanActName>,
    /// The documents that acts and versions name and that are in the log, each held against its
    /// hash.
    pub documents: Vec<super::DocumentRow>,
}

/// Which text.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanTextRequest {
    /// Which plan.
    pub plan: PlanId,
    /// Which version; none for the newest head, or the shipped text.
    pub version: Option<PlanVersionId>,
}

/// A text with what it is read as.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanText {
    /// Which plan.
    pub plan: PlanId,
    /// Which version; none for the shipped text.
    pub version: Option<PlanVersionId>,
    /// Its content hash, computed from the text that is handed out.
    pub sha256: String,
    /// True when that is what the version was saved with; false means that the log is damaged.
    pub whole: bool,
    /// The text in the form of `plans/README.md`.
    pub text: String,
    /// The same, read: clauses, levels, cards, defects.
    pub detail: super::PlanDetail,
}

/// An unsaved text of the editor. Kept at once and replaced by the next; an empty text takes it
/// away.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanDraft {
    /// Of which plan.
    pub plan: PlanId,
    /// The versions it is being written over.
    pub parents: Vec<PlanVersionId>,
    /// The text.
    pub text: String,
    /// When it was kept; the desk sets it.
    pub at: Option<UtcMs>,
}

/// A file that a person hands in.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Upload {
    /// Its name.
    pub name: String,
    /// Its bytes, base64; [`UPLOAD_BYTES_MAX`] at most.
    pub bytes: String,
}

/// One thing that was found in a file. `kind` and the fields of `found` are those of
/// `docs/plan-json.md`.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportFinding {
    /// `title`, `front`, `heading`, `numbered_clause`, `table`, `level`, `contact`, `duty`,
    /// `checklist`.
    pub kind: String,
    /// What was found, by kind.
    #[cfg_attr(feature = "ts", ts(type = "Record<string, unknown>"))]
    pub found: serde_json::Value,
    /// `sure`, `likely` or `unsure`.
    pub certainty: String,
    /// Codes of what speaks for it.
    pub why: Vec<String>,
    /// Number of the paragraph in the source.
    pub paragraph: u32,
    /// Place of its clause in the plan.
    pub clause: u32,
}

/// One paragraph or table of a file.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportLine {
    /// Its number, 1 for the first that is not empty.
    pub paragraph: u32,
    /// Place of its clause in the plan.
    pub clause: u32,
    /// True for a table.
    pub table: bool,
    /// Its text.
    pub text: String,
}

/// Something in a file beside the text of the plan.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ImportAside {
    /// `contents`, `page_margin`, `comment`, `deleted`; or `picture`, `embedded`, `symbol`,
    /// `damaged_part`, `encoding`.
    pub kind: String,
    /// Where; 0 for none.
    pub paragraph: u32,
    /// Its text.
    pub text: String,
}

/// What a file would become; nothing was written.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanImport {
    /// `docx`, `text`, `markdown` or `plan`.
    pub format: String,
    /// The file; `kept` says whether its bytes will go into the log with it.
    pub file: PlanFile,
    /// The id that the text has. It may be changed in the text before it is saved.
    pub plan: PlanId,
    /// True when a plan of that id is there already: saving makes a version of it.
    pub known: bool,
    /// The plan's text in the form of `plans/README.md`, to be corrected and saved.
    pub text: String,
    /// The same, read.
    pub detail: super::PlanDetail,
    /// What was found, in the order of the text.
    pub findings: Vec<ImportFinding>,
    /// The source beside it.
    pub source: Vec<ImportLine>,
    /// What is in the file beside the text.
    pub asides: Vec<ImportAside>,
}

/// Save a version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SavePlan {
    /// The text in the form of `plans/README.md`; its front matter says which plan it is.
    pub text: String,
    /// The versions it was made from: none for a new plan, several for a merge.
    pub parents: Vec<PlanVersionId>,
    /// Why.
    pub why: String,
    /// The file it was read from, once more, so that its bytes are kept with it.
    pub file: Option<Upload>,
    /// Who.
    pub who: Who,
}

/// Take the shipped text of a plan into the log as its first version.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AdoptPlan {
    /// Which.
    pub plan: PlanId,
    /// Who.
    pub who: Who,
}

/// Take up the text of an earlier version: it becomes a new one.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct RestorePlan {
    /// Which plan.
    pub plan: PlanId,
    /// Which version.
    pub version: PlanVersionId,
    /// Why.
    pub why: String,
    /// Who.
    pub who: Who,
}

/// A version that was saved; it is on disk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct VersionSaved {
    /// Of which plan.
    pub plan: PlanId,
    /// Its name.
    pub version: PlanVersionId,
    /// Its content hash.
    pub sha256: String,
    /// The change number from which reads show it.
    pub seq: u64,
    /// The heads there are now; more than one has to be merged.
    pub heads: Vec<PlanVersionId>,
}

/// Compare two versions.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ComparePlan {
    /// Of which plan.
    pub plan: PlanId,
    /// The older one; none for the shipped text.
    pub old: Option<PlanVersionId>,
    /// The newer one; none for the unsaved text in `text`.
    pub new: Option<PlanVersionId>,
    /// The unsaved text.
    pub text: String,
}

/// Part of the words of a clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct WordsPart {
    /// `same`, `removed` or `added`.
    pub kind: String,
    /// The words.
    pub text: String,
}

/// What became of one clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClauseDiff {
    /// Place in the old version.
    pub old: Option<u32>,
    /// Place in the new version.
    pub new: Option<u32>,
    /// Heading in the old version.
    pub old_heading: String,
    /// Heading in the new version.
    pub new_heading: String,
    /// True when it stands elsewhere.
    pub moved: bool,
    /// True when its words, cards or levels differ.
    pub changed: bool,
    /// What is same and added makes up the new words, what is same and removed the old ones.
    pub segments: Vec<WordsPart>,
}

/// Two versions, clause by clause.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanDiff {
    /// The clauses of the new version in their order, the removed ones where they stood.
    pub clauses: Vec<ClauseDiff>,
    /// How many stayed.
    pub same: u32,
    /// How many stand elsewhere.
    pub moved: u32,
    /// How many have other words.
    pub changed: u32,
    /// How many are new.
    pub added: u32,
    /// How many are gone.
    pub removed: u32,
    /// The versions that lie between, the new one included, the newest first: who changed what,
    /// when, and why.
    pub between: Vec<VersionRow>,
}

/// Check a plan against the rules of its kind and against the others.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CheckPlan {
    /// Which plan.
    pub plan: PlanId,
    /// Which version; none for the newest head, or the shipped text.
    pub version: Option<PlanVersionId>,
    /// An unsaved text to be checked instead; empty for none.
    pub text: String,
}

/// One finding of a check. Codes are those of `docs/plan-json.md`.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PlanFinding {
    /// What it is.
    pub code: String,
    /// `error`, `warning` or `notice`.
    pub severity: String,
    /// Id of the plan.
    pub plan: PlanId,
    /// Id of the other plan of a contradiction; empty for none.
    pub other: PlanId,
    /// Heading of the clause; empty when the clause is what is missing.
    pub clause: String,
    /// What it is about.
    pub subject: String,
    /// In words.
    pub words: String,
    /// Standard or law, with the clause.
    pub source: String,
}

/// As what a plan is given out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PlanForm {
    /// A Word file that comes back the same.
    #[default]
    Docx,
    /// The form of `plans/README.md`.
    Markdown,
    /// The text as a printed paper.
    Pdf,
    /// Quick cards, one for each role.
    Cards,
    /// A package for another plan system, hashed, with the signatures.
    Package,
    /// The file that it was read from, as it was.
    Original,
}

/// Write a plan into the paper folder.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ExportPlan {
    /// Which plan.
    pub plan: PlanId,
    /// Which version; none for the version in force, else the newest head, else the shipped text.
    pub version: Option<PlanVersionId>,
    /// As what.
    pub form: PlanForm,
}
