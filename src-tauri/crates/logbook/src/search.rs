//! Full text: plans clause by clause, cards, articles, contacts, and every line of the log.
//!
//! # Layout
//! - [`fold`]: text as units; the one notion of "the same words" for index, search and marks.
//! - [`query`]: what a person typed -> phrases; anything typed is plain text.
//! - [`spoken`]: what an event says in words, and under which kind it is found.
//! - [`volume`]: texts from outside the log, such as one plan.
//! - `fill`: the index is filled behind the log, a little at a time, while the writer is idle.
//! - [`library`], [`lines`]: the two searches; each adds what its index does not have yet.
//! - `merge`: both as one answer.
//! - `snippet`: the piece of a text around what was found, with the places to highlight.
//!
//! **Invariants.** What was accepted is found at once: the index says how far it has come, and
//! the rest is read. The index is made of events and volumes alone, so it can be dropped and
//! filled again, and is then the same, entry by entry.
//!
//! A character of a script without spaces is a word of the index by itself, so that a Chinese
//! word of any length is a phrase and none is missed; a mark of punctuation stands between its
//! neighbours. Decision 0022 has the figures.

pub(crate) mod fill;
pub(crate) mod fold;
pub(crate) mod library;
pub(crate) mod lines;
mod merge;
pub(crate) mod query;
pub(crate) mod snippet;
pub(crate) mod spoken;
pub(crate) mod volume;

use serde::{Deserialize, Serialize};

pub use query::{SearchQuery, TERMS_MAX, WORDS_CHARS_MAX};
pub use snippet::Marked;
pub use volume::{PASSAGES_MAX, Passage, Volume};

/// Hits that one group of an answer has at most.
pub const HITS_MAX: usize = 200;

/// Lines of the log of one kind that are counted; beyond it an answer says "more".
pub const LINES_COUNTED_MAX: usize = 1_000;

/// What a hit is. The number is stored with the index: a kind never changes its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SearchKind {
    /// A plan as a whole: title, units, substances.
    Plan = 1,
    /// A clause of a plan.
    Clause = 2,
    /// A task card.
    Card = 3,
    /// An article of law or a duty, in the words of the project.
    Law = 4,
    /// Somebody who can be called: person, team, site, department.
    Contact = 5,
    /// An incident.
    Incident = 6,
    /// An alert.
    Alert = 7,
    /// An order to a team.
    Order = 8,
    /// A report.
    Report = 9,
    /// Any other line of the log.
    Line = 10,
}

impl SearchKind {
    /// All of them, in the order of an answer.
    pub const ALL: [Self; 10] = [
        Self::Plan,
        Self::Clause,
        Self::Card,
        Self::Law,
        Self::Contact,
        Self::Incident,
        Self::Alert,
        Self::Order,
        Self::Report,
        Self::Line,
    ];

    pub(crate) fn number(self) -> i64 {
        self as i64
    }

    pub(crate) fn of_number(number: i64) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }
}

/// Which hits are wanted.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Wanted {
    /// Kinds; none for all.
    pub kinds: Vec<SearchKind>,
    /// Only of this unit; empty for all. What belongs to no unit is left out then.
    pub unit: String,
    /// Only of this field: the code of an incident's kind, or the name of a key field; empty for
    /// all.
    pub field: String,
    /// Only in this state: that of a plan, or `open` and `closed`; empty for all.
    pub state: String,
    /// Hits of each kind to leave out.
    pub offset: usize,
    /// Hits of each kind, [`HITS_MAX`] at most.
    pub limit: usize,
}

impl Wanted {
    pub(crate) fn has(&self, kind: SearchKind) -> bool {
        self.kinds.is_empty() || self.kinds.contains(&kind)
    }

    pub(crate) fn limit(&self) -> usize {
        self.limit.min(HITS_MAX)
    }
}

/// One place that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// What it is.
    pub kind: SearchKind,
    /// What it is part of: title of the plan, name of the incident.
    pub title: String,
    /// Its own heading.
    pub heading: Marked,
    /// The text around what was found.
    pub snippet: Marked,
    /// All of the text, with its lines, of what can be read nowhere else: an article, a
    /// department. Empty elsewhere.
    pub whole: Marked,
    /// Unit that it belongs to; empty without one.
    pub unit: String,
    /// State of the plan, or `open` and `closed`; empty without one.
    pub state: String,
    /// Where it stands.
    pub at: HitAt,
}

/// Where a hit stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum HitAt {
    /// In a volume.
    Volume {
        /// [`Volume::key`].
        key: String,
        /// [`Passage::part`].
        part: u32,
        /// [`Passage::place`].
        place: String,
    },
    /// In a line of the log.
    Line {
        /// Its number in this file.
        seq: u64,
        /// The event's name.
        event: uuid::Uuid,
        /// Kind of the fact.
        kind: String,
        /// What it is about.
        entity: emergency::entity::EntityRef,
        /// The incident that it belongs to; empty when it says none.
        incident: String,
        /// When it happened.
        occurred_at: emergency::time::UtcMs,
    },
}

/// The hits of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HitGroup {
    /// The kind.
    pub kind: SearchKind,
    /// How many there are, or how many were counted.
    pub total: usize,
    /// True when there may be more than were counted: [`LINES_COUNTED_MAX`] lines were looked
    /// at, the newest, and there are older ones. The filters may then leave none of them.
    pub more: bool,
    /// The page that was wanted, best first.
    pub hits: Vec<Hit>,
}

/// What was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct FoundText {
    /// The kinds that have hits, or may have them (`more`), in the order of [`SearchKind::ALL`].
    pub groups: Vec<HitGroup>,
    /// Units of the volumes with hits before the filters, and how many hits each has.
    pub units: Vec<(String, usize)>,
    /// The same of fields.
    pub fields: Vec<(String, usize)>,
    /// The same of states.
    pub states: Vec<(String, usize)>,
    /// Lines of the log that were read rather than looked up; 0 when only volumes were searched.
    pub lines_behind: u64,
}

/// How far the index has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct SearchProgress {
    /// Lines of the log that are read rather than looked up.
    pub lines_behind: u64,
    /// Volumes that are read rather than looked up.
    pub volumes_behind: usize,
}

/// A number kept in the index: kind, volume or line, and part.
pub(crate) mod place {
    use super::SearchKind;

    const KIND_SHIFT: u32 = 48;
    const PART_BITS: u32 = 18;

    /// Parts of one kind in a volume.
    pub(crate) const PARTS_MAX: u32 = 1 << PART_BITS;

    /// All places of a kind.
    pub(crate) fn range(kind: SearchKind) -> (i64, i64) {
        let first = kind.number() << KIND_SHIFT;
        (first, first | ((1 << KIND_SHIFT) - 1))
    }

    pub(crate) fn kind(place: i64) -> Option<SearchKind> {
        SearchKind::of_number(place >> KIND_SHIFT)
    }

    /// The place of a part of a volume.
    pub(crate) fn of_part(kind: SearchKind, volume: i64, part: u32) -> i64 {
        range(kind).0 | (volume << PART_BITS) | i64::from(part)
    }

    /// All parts of one kind of a volume.
    pub(crate) fn parts(kind: SearchKind, volume: i64) -> (i64, i64) {
        (
            of_part(kind, volume, 0),
            of_part(kind, volume, PARTS_MAX - 1),
        )
    }

    pub(crate) fn volume(place: i64) -> i64 {
        (place & ((1 << KIND_SHIFT) - 1)) >> PART_BITS
    }

    pub(crate) fn part(place: i64) -> u32 {
        u32::try_from(place & i64::from(PARTS_MAX - 1)).unwrap_or(0)
    }

    /// The place of a line of the log.
    pub(crate) fn of_line(kind: SearchKind, seq: u64) -> i64 {
        range(kind).0 | (crate::sqlite::stored(seq) & ((1 << KIND_SHIFT) - 1))
    }

    pub(crate) fn line(place: i64) -> u64 {
        crate::sqlite::counted(place & ((1 << KIND_SHIFT) - 1))
    }
}
