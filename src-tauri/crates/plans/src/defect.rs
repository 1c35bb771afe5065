//! What is wrong with the text of a plan, as data.

use serde::{Deserialize, Serialize};

/// Defects kept for one plan; more are counted in the last one.
pub const DEFECTS_MAX: usize = 500;

/// One thing that a person should look at.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defect {
    /// Line in the text, 1 for the first; 0 when it concerns the whole plan.
    pub line: usize,
    /// What it is.
    pub kind: DefectKind,
    /// The key, card or clause it concerns, or the reader's own words.
    pub detail: String,
}

/// Kinds of defects; the window decides by these, never by the words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DefectKind {
    /// The text is longer than [`crate::parse::PLAN_BYTES_MAX`]; the rest was not read.
    TooLong,
    /// There is no front matter between two lines of `+++`.
    NoFrontMatter,
    /// The front matter is not TOML; it stays in the text.
    UnreadableFrontMatter,
    /// A key holds a value of the wrong kind; it is kept under `unread_…`.
    BadValue,
    /// A key that this version does not know; it is kept.
    UnknownKey,
    /// A key that every plan needs is missing or empty.
    MissingValue,
    /// A `card` or `level` block is not TOML; it stays in the text.
    UnreadableBlock,
    /// A card has no id.
    CardWithoutId,
    /// Two cards have the same id.
    DuplicateCard,
    /// Two blocks describe the same response level.
    DuplicateLevel,
    /// A response level lacks a start condition, or one of the four contents that
    /// 突发事件应对法 (2024) art. 72 demands of a response start.
    IncompleteLevel,
    /// A card has nothing to do, nobody to do it, or no time.
    IncompleteCard,
    /// More clauses than [`crate::parse::CLAUSES_MAX`]; later headings stay in the text.
    TooManyClauses,
    /// More defects than [`DEFECTS_MAX`].
    MoreDefects,
}

/// Collects defects up to the bound.
#[derive(Debug, Default)]
pub(crate) struct Defects {
    kept: Vec<Defect>,
    more: usize,
}

impl Defects {
    pub(crate) fn add(&mut self, line: usize, kind: DefectKind, detail: impl Into<String>) {
        if self.kept.len() < DEFECTS_MAX {
            self.kept.push(Defect {
                line,
                kind,
                detail: detail.into(),
            });
        } else {
            self.more += 1;
        }
    }

    pub(crate) fn into_vec(mut self) -> Vec<Defect> {
        if self.more > 0 {
            let detail = self.more.to_string();
            self.kept.push(Defect {
                line: 0,
                kind: DefectKind::MoreDefects,
                detail,
            });
        }
        self.kept
    }
}
