//! What a plan says, found in its words: levels, contacts, duties, check lists, front matter.

mod checklists;
mod contacts;
mod duties;
mod front;
mod levels;
pub(crate) mod phones;
pub(crate) mod units;

pub(super) use front::front;

use super::build::SourceLine;
use super::finding::{FINDINGS_MAX, Finding};
use super::outline::{Judged, Role};
use super::source::{Piece, Table};
use crate::number::split_heading;
use crate::plan::Clause;

/// A piece with its place among the headings.
pub(super) struct Spot<'a> {
    pub(super) paragraph: u32,
    pub(super) clause: u32,
    /// The words as shown; empty for a table.
    pub(super) line: String,
    pub(super) table: Option<&'a Table>,
    pub(super) is_heading: bool,
    pub(super) bullet: bool,
    /// Titles of the headings it stands under, highest first, its own clause last.
    pub(super) above: std::rc::Rc<[String]>,
}

impl Spot<'_> {
    /// The words without the number before them.
    pub(super) fn words(&self) -> &str {
        split_heading(&self.line).1
    }

    /// True when a number or a bullet stands before the words.
    pub(super) fn is_item(&self) -> bool {
        self.bullet || split_heading(&self.line).0.is_some()
    }

    /// True when a heading above has one of these words.
    pub(super) fn under(&self, words: &[&str]) -> bool {
        let has = |title: &String| words.iter().any(|word| title.contains(word));
        self.above.iter().any(has)
    }
}

/// The pieces with their places.
pub(super) fn spots<'a>(
    pieces: &'a [Piece],
    judged: &[Judged],
    lines: &[SourceLine],
    clauses: &[Clause],
) -> Vec<Spot<'a>> {
    let chains = chains(clauses);
    let none: std::rc::Rc<[String]> = std::rc::Rc::from([]);
    let all = pieces.iter().zip(judged).zip(lines);
    all.map(|((piece, judged), line)| {
        let above = chains.get(line.clause as usize).unwrap_or(&none);
        let (table, bullet) = match piece {
            Piece::Table(table) => (Some(table), false),
            Piece::Paragraph(paragraph) => (None, paragraph.bullet),
        };
        Spot {
            paragraph: line.paragraph,
            clause: line.clause,
            line: table.map_or_else(|| line.text.clone(), |_| String::new()),
            table,
            // A clause whose number stands before its text is text that speaks for itself.
            is_heading: match &judged.role {
                Role::Title => true,
                Role::Heading { body, .. } => body.is_empty(),
                Role::Body { .. } => false,
            },
            bullet,
            above: above.clone(),
        }
    })
    .collect()
}

/// For each clause the titles above it, its own last.
fn chains(clauses: &[Clause]) -> Vec<std::rc::Rc<[String]>> {
    let mut open: Vec<(u8, String)> = Vec::new();
    let chain = |clause: &Clause| {
        open.retain(|(depth, _)| *depth < clause.depth);
        open.push((clause.depth, clause.title().to_owned()));
        open.iter().map(|(_, title)| title.clone()).collect()
    };
    clauses.iter().map(chain).collect()
}

/// Everything that can be found.
pub(super) fn find(spots: &[Spot<'_>]) -> Vec<Finding> {
    let mut found = levels::find(spots);
    found.extend(contacts::find(spots));
    found.extend(duties::find(spots));
    found.extend(checklists::find(spots));
    found.truncate(FINDINGS_MAX);
    found
}

/// Columns of a table by the words of its head. The head is the first of the first rows that has
/// words of every kind that is asked for.
pub(super) struct Columns<'a> {
    pub(super) at: Vec<Option<usize>>,
    pub(super) rows: &'a [Vec<String>],
}

/// Rows at the top of a table among which its head is looked for: a title may stand above.
const HEAD_ROWS_MAX: usize = 3;

impl<'a> Columns<'a> {
    /// Finds the columns; the first `needed` kinds must be there. A column is taken once.
    pub(super) fn of(table: &'a Table, kinds: &[&[&str]], needed: usize) -> Option<Self> {
        let heads = table.rows.iter().enumerate().take(HEAD_ROWS_MAX);
        for (index, row) in heads {
            let mut taken = vec![false; row.len()];
            let mut at = Vec::new();
            for words in kinds {
                let found = words.iter().find_map(|word| {
                    (0..row.len()).find(|column| {
                        let cell: String = row[*column]
                            .chars()
                            .filter(|c| !c.is_whitespace())
                            .collect();
                        !taken[*column] && cell.chars().count() <= 12 && cell.contains(word)
                    })
                });
                if let Some(column) = found {
                    taken[column] = true;
                }
                at.push(found);
            }
            if at.iter().take(needed).all(Option::is_some) {
                return Some(Self {
                    at,
                    rows: &table.rows[index + 1..],
                });
            }
        }
        None
    }

    /// A cell of a row by the kind of its column.
    pub(super) fn cell<'r>(&self, row: &'r [String], kind: usize) -> &'r str {
        let column = self.at.get(kind).copied().flatten();
        column
            .and_then(|column| row.get(column))
            .map_or("", |cell| cell.trim())
    }
}
