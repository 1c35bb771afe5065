//! The plan library as text: clauses, task cards, matching.
//!
//! A plan (应急预案) is one Markdown file with a TOML front matter; the format is written down in
//! `plans/README.md`. Nothing here opens a file: the caller hands in `(path, text)` pairs.
//!
//! # Layout
//! - [`plan`]: what a plan is made of.
//! - [`number`]: clause numbers as Chinese documents write them (一、 （一） 1. 1.1 （1） 第X条).
//! - [`parse()`]: text -> plan and defects; it never fails and drops nothing.
//! - [`render()`]: plan -> text; `parse(render(plan))` gives the plan back.
//! - [`library`]: many plans, and what is wrong between them.
//! - [`matching`]: incident facts -> plans, best first, each with its reasons.
//! - [`passage`]: a plan as the texts that are searched one by one.
//! - [`text`]: the Markdown of a clause as plain paragraphs.
//! - [`shipped`]: the plans that ship with the program.
//! - [`check`]: what a plan lacks, and where plans contradict each other.
//! - [`compare`]: two versions of a plan, clause by clause.
//! - [`export`]: a plan as a Word file that comes back the same.
//! - [`import`]: `.docx`, `.txt`, `.md` -> a plan with what is unsure marked.
//! - [`law`]: articles of laws, word for word.
//! - [`legal_duty`]: what the law lays on the district, and which card of a plan carries it.
//! - [`term`]: by when a plan is filed, published, assessed and drilled.
//! - [`level`]: response levels as plans write them (Ⅰ to Ⅳ).

pub mod check;
pub mod compare;
pub mod defect;
pub mod export;
pub mod import;
pub mod law;
pub mod legal_duty;
pub mod level;
pub mod library;
pub mod matching;
pub mod number;
pub mod parse;
pub mod passage;
pub mod plan;
pub mod render;
pub mod role;
pub mod shipped;
pub mod synonym;
pub mod term;
pub mod text;

pub use defect::{Defect, DefectKind};
pub use library::{LibraryDefect, LibraryPlan, PlanLibrary};
pub use matching::{
    IncidentFacts, Match, Reason, ReasonCode, cards_for_incident, fits_incident, match_plans,
};
pub use parse::parse;
pub use plan::{
    Block, Card, Clause, KEY_FIELDS, LevelRule, Need, Plan, PlanFront, PlanKind, PlanStatus,
    Substance, cards_for,
};
pub use render::render;
