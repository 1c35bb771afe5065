//! Two versions of a plan, clause by clause: moved, changed, added, removed.
//!
//! Clauses are paired by their words first, then by their place, then by how much of their words
//! they share. What keeps its order among the paired clauses stayed; the others moved.

mod pairs;
mod words;

use serde::{Deserialize, Serialize};

use crate::plan::{Block, Clause, Plan};

pub use self::words::{Segment, SegmentKind};

/// A comparison.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Comparison {
    /// Every clause of either version: those of the new one in their order, the removed ones where
    /// they stood.
    pub clauses: Vec<ClauseChange>,
    /// How many stayed as they were.
    pub same: u32,
    /// How many stand elsewhere, with the same words or others.
    pub moved: u32,
    /// How many have other words.
    pub changed: u32,
    /// How many are new.
    pub added: u32,
    /// How many are gone.
    pub removed: u32,
}

/// What became of one clause.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClauseChange {
    /// Place in the old version.
    pub old: Option<u32>,
    /// Place in the new version.
    pub new: Option<u32>,
    /// Heading in the old version; empty for an added clause.
    pub old_heading: String,
    /// Heading in the new version; empty for a removed clause.
    pub new_heading: String,
    /// True when it stands elsewhere among the others or under another heading.
    pub moved: bool,
    /// True when its words, cards or levels differ.
    pub changed: bool,
    /// The words with what was put in and taken out; empty unless it changed, came or went.
    pub segments: Vec<Segment>,
}

/// A clause as it is compared.
struct Side<'a> {
    clause: &'a Clause,
    /// Titles above it and its own.
    path: String,
    /// Its lines: text by paragraph, cards and levels by row.
    lines: Vec<String>,
}

/// Compares two versions.
#[must_use]
pub fn compare(old: &Plan, new: &Plan) -> Comparison {
    let (old, new) = (sides(old), sides(new));
    let partner = pairs::pair(&old, &new);
    let stayed = pairs::in_order(&partner);
    let mut comparison = Comparison::default();
    let mut next_old = 0;
    let mut of_new: Vec<Option<usize>> = vec![None; new.len()];
    for (index, other) in partner.iter().enumerate() {
        if let Some(other) = other {
            of_new[*other] = Some(index);
        }
    }
    for (index, side) in new.iter().enumerate() {
        if let Some(at) = of_new[index].filter(|at| stayed[*at]) {
            // What was removed before this clause is told before it.
            for gone in next_old..at {
                if partner[gone].is_none() {
                    comparison.removed(gone, &old[gone]);
                }
            }
            next_old = next_old.max(at + 1);
        }
        match of_new[index] {
            Some(at) => comparison.paired(at, index, &old[at], side, stayed[at]),
            None => comparison.added(index, side),
        }
    }
    for gone in next_old..old.len() {
        if partner[gone].is_none() {
            comparison.removed(gone, &old[gone]);
        }
    }
    comparison
}

fn sides(plan: &Plan) -> Vec<Side<'_>> {
    let mut open: Vec<(u8, &str)> = Vec::new();
    let side = |clause| -> Side<'_> {
        let clause: &Clause = clause;
        open.retain(|(depth, _)| *depth < clause.depth);
        open.push((clause.depth, clause.title()));
        let path: Vec<&str> = open.iter().map(|(_, title)| *title).collect();
        Side {
            clause,
            path: path.join("\n"),
            lines: clause.blocks.iter().flat_map(lines).collect(),
        }
    };
    plan.clauses.iter().map(side).collect()
}

/// A block as lines for a reader.
fn lines(block: &Block) -> Vec<String> {
    use crate::import::own::{CARD, LEVEL, card_rows, level_rows};
    let rows = |name: String, rows: Vec<(&str, String)>| {
        let rows = rows
            .into_iter()
            .map(|(label, value)| format!("{label}：{value}"));
        std::iter::once(name).chain(rows).collect()
    };
    match block {
        Block::Text(text) => crate::text::paragraphs(text),
        Block::Card(card) => rows(format!("{CARD} {}", card.id), card_rows(card)),
        Block::Level(rule) => {
            let level = rule.level.map_or("", crate::level::roman);
            rows(format!("{LEVEL} {level}"), level_rows(rule))
        }
    }
}

fn place(index: usize) -> Option<u32> {
    Some(u32::try_from(index).unwrap_or(u32::MAX))
}

impl Comparison {
    fn paired(&mut self, at: usize, index: usize, old: &Side<'_>, new: &Side<'_>, stayed: bool) {
        let titles = old.clause.title() != new.clause.title();
        let changed = titles || old.lines != new.lines;
        let parent = |path: &str| path.rsplit_once('\n').map(|(above, _)| above.to_owned());
        let moved = !stayed
            || (parent(&old.path) != parent(&new.path) && old.clause.depth != new.clause.depth);
        self.moved += u32::from(moved);
        self.changed += u32::from(changed);
        self.same += u32::from(!moved && !changed);
        self.clauses.push(ClauseChange {
            old: place(at),
            new: place(index),
            old_heading: old.clause.heading.clone(),
            new_heading: new.clause.heading.clone(),
            moved,
            changed,
            segments: if changed {
                words::segments(&old.lines, &new.lines)
            } else {
                Vec::new()
            },
        });
    }

    fn added(&mut self, index: usize, new: &Side<'_>) {
        self.added += 1;
        self.clauses.push(ClauseChange {
            old: None,
            new: place(index),
            old_heading: String::new(),
            new_heading: new.clause.heading.clone(),
            moved: false,
            changed: false,
            segments: words::segments(&[], &new.lines),
        });
    }

    fn removed(&mut self, index: usize, old: &Side<'_>) {
        self.removed += 1;
        self.clauses.push(ClauseChange {
            old: place(index),
            new: None,
            old_heading: old.clause.heading.clone(),
            new_heading: String::new(),
            moved: false,
            changed: false,
            segments: words::segments(&old.lines, &[]),
        });
    }
}

#[cfg(test)]
mod tests;
