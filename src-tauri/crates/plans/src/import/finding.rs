//! What the import found, how sure it is, and where it stands.

use emergency::level::ResponseLevel;
use serde::{Deserialize, Serialize};

/// Findings kept for one file.
pub const FINDINGS_MAX: usize = 50_000;

/// One thing that was found in the text.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is.
    #[serde(flatten)]
    pub found: Found,
    /// How sure the reader is.
    pub certainty: Certainty,
    /// What speaks for it.
    pub why: Vec<Why>,
    /// Number of the paragraph or table in the source, 1 for the first.
    pub paragraph: u32,
    /// Place of its clause in the plan's list of clauses, 0 for the first.
    pub clause: u32,
}

/// Kinds of findings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Found {
    /// The title of the plan.
    Title {
        /// The words.
        text: String,
    },
    /// A value of the front matter.
    Front {
        /// The key, as in `plans/README.md`.
        key: String,
        /// The value.
        value: String,
    },
    /// A heading.
    Heading {
        /// Depth, 1 to 6.
        depth: u8,
        /// Number and words.
        heading: String,
    },
    /// A numbered paragraph that is no heading.
    NumberedClause {
        /// Its number as written.
        label: String,
    },
    /// A table.
    Table {
        /// Rows, the head included.
        rows: u32,
        /// Columns.
        columns: u32,
    },
    /// A response level with what starts it.
    Level {
        /// Which one.
        level: ResponseLevel,
        /// Start conditions.
        start: Vec<String>,
        /// Who decides; empty when it is not said.
        decides: String,
    },
    /// A contact.
    Contact {
        /// Unit; empty when it is not said.
        unit: String,
        /// Role or name, as written; empty when it is not said.
        person: String,
        /// Numbers, digits and hyphens only.
        phones: Vec<String>,
    },
    /// A unit and its duty.
    Duty {
        /// Unit, group or role.
        unit: String,
        /// What it does.
        duty: String,
    },
    /// A list of things to tick off or do one after the other.
    Checklist {
        /// Its title.
        title: String,
        /// The items.
        items: Vec<String>,
    },
}

/// How sure a finding is. `cargo test -p plans measured` prints how often each step is right.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Certainty {
    /// A person has to look at it.
    Unsure,
    /// Its form speaks for it.
    Likely,
    /// The document itself says so, by a style, a number in order, or the head of a table.
    Sure,
}

/// What speaks for a finding, or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    /// A heading style or a level of the outline.
    Style,
    /// A style for titles.
    TitleStyle,
    /// A number in a style of Chinese documents, next after the one before.
    NumberInOrder,
    /// A number in such a style that does not follow the one before.
    NumberOutOfOrder,
    /// 第…条.
    Article,
    /// Short and without the end of a sentence.
    Short,
    /// Bold, centred or larger than the text.
    Look,
    /// 附件 or 附录.
    Annex,
    /// The head of a table names it.
    TableHead,
    /// A word beside it names it: 电话, 职责, 启动条件.
    Word,
    /// A unit followed by a colon or by 负责.
    UnitFirst,
    /// The heading above it is about this.
    UnderHeading,
    /// A row of items of one kind.
    Series,
    /// Boxes to tick.
    Boxes,
    /// A block that the program itself wrote.
    OwnBlock,
    /// The words 预案, 方案 or 手册.
    PlanWord,
    /// A guess from the words of the title.
    FromTitle,
}
