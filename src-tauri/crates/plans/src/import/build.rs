//! Pieces and what they are -> clauses, with what was found on the way.

use serde::{Deserialize, Serialize};

use super::finding::{Certainty, Finding, Found, Why};
use super::markdown;
use super::outline::{Judged, Role};
use super::own::{Own, own_block};
use super::source::{Paragraph, Piece, Table};
use crate::parse::CLAUSES_MAX;
use crate::plan::{Block, Clause, PlanFront};

/// A paragraph or table of the source, and the clause that has it now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SourceLine {
    /// Its number, 1 for the first.
    pub paragraph: u32,
    /// Place of the clause in the plan's list.
    pub clause: u32,
    /// True for a table.
    pub table: bool,
    /// The words as the document shows them; the cells of a row stand side by side.
    pub text: String,
}

/// The line of a piece whose clause is known.
pub(super) fn line_of(piece: &Piece, clause: usize) -> SourceLine {
    let clause = u32::try_from(clause).unwrap_or(u32::MAX);
    match piece {
        Piece::Paragraph(paragraph) => SourceLine {
            paragraph: paragraph.number,
            clause,
            table: false,
            text: paragraph.line(),
        },
        Piece::Table(table) => {
            let rows = table.rows.iter();
            let rows: Vec<String> = rows.map(|row| row.join("　").replace('\n', " ")).collect();
            SourceLine {
                paragraph: table.number,
                clause,
                table: true,
                text: rows.join("\n"),
            }
        }
    }
}

/// The clauses while they are made.
#[derive(Default)]
pub(super) struct Built {
    pub(super) title: String,
    pub(super) front: Option<PlanFront>,
    pub(super) clauses: Vec<Clause>,
    pub(super) lines: Vec<SourceLine>,
    pub(super) findings: Vec<Finding>,
    /// Markdown of the clause that is open and has no block yet.
    text: String,
    last_was_bullet: bool,
}

pub(super) fn build(pieces: &[Piece], judged: &[Judged]) -> Built {
    let mut built = Built {
        clauses: vec![Clause::default()],
        ..Built::default()
    };
    for (piece, judged) in pieces.iter().zip(judged) {
        match piece {
            Piece::Table(table) => built.table(table),
            Piece::Paragraph(paragraph) => built.paragraph(paragraph, judged),
        }
        let clause = built.clauses.len().saturating_sub(1);
        built.lines.push(line_of(piece, clause));
    }
    built.flush();
    built.drop_empty_start();
    built
}

impl Built {
    fn paragraph(&mut self, paragraph: &Paragraph, judged: &Judged) {
        let line = paragraph.line();
        match &judged.role {
            Role::Title => {
                self.title.push_str(&line);
                let text = self.title.clone();
                self.findings
                    .retain(|f| !matches!(f.found, Found::Title { .. }));
                self.find(Found::Title { text }, judged, paragraph.number);
            }
            Role::Heading {
                depth,
                heading,
                body,
            } if self.clauses.len() < CLAUSES_MAX => {
                self.flush();
                self.clauses.push(Clause {
                    depth: *depth,
                    heading: heading.clone(),
                    blocks: Vec::new(),
                });
                let found = Found::Heading {
                    depth: *depth,
                    heading: heading.clone(),
                };
                self.find(found, judged, paragraph.number);
                self.text(body, false);
            }
            Role::Heading { .. } => self.text(&line, false),
            Role::Body { label } => {
                if !label.is_empty() {
                    let label = label.clone();
                    self.find(Found::NumberedClause { label }, judged, paragraph.number);
                }
                self.text(&line, paragraph.bullet);
            }
        }
    }

    fn table(&mut self, table: &Table) {
        match own_block(table) {
            Some(Own::Front(front)) => self.front = Some(*front),
            Some(Own::Block(block)) => {
                self.flush();
                if let Some(clause) = self.clauses.last_mut() {
                    clause.blocks.push(*block);
                }
            }
            None => {
                let count = |count: usize| u32::try_from(count).unwrap_or(u32::MAX);
                let columns = table.rows.iter().map(Vec::len).max().unwrap_or(0);
                self.findings.push(Finding {
                    found: Found::Table {
                        rows: count(table.rows.len()),
                        columns: count(columns),
                    },
                    certainty: Certainty::Sure,
                    why: vec![Why::Style],
                    paragraph: table.number,
                    clause: self.clause(),
                });
                self.markdown(&markdown::table(table), false);
            }
        }
    }

    fn find(&mut self, found: Found, judged: &Judged, paragraph: u32) {
        self.findings.push(Finding {
            found,
            certainty: judged.certainty,
            why: judged.why.clone(),
            paragraph,
            clause: self.clause(),
        });
    }

    fn clause(&self) -> u32 {
        u32::try_from(self.clauses.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    fn text(&mut self, words: &str, bullet: bool) {
        if !words.trim().is_empty() {
            self.markdown(&markdown::paragraph(words, bullet), bullet);
        }
    }

    fn markdown(&mut self, text: &str, bullet: bool) {
        if !self.text.is_empty() {
            let tight = bullet && self.last_was_bullet;
            self.text.push_str(if tight { "\n" } else { "\n\n" });
        }
        self.text.push_str(text);
        self.last_was_bullet = bullet;
    }

    fn flush(&mut self) {
        let text = std::mem::take(&mut self.text);
        if !text.is_empty()
            && let Some(clause) = self.clauses.last_mut()
        {
            clause.blocks.push(Block::Text(text.trim().to_owned()));
        }
    }

    /// A plan that begins with a heading has no clause before it.
    fn drop_empty_start(&mut self) {
        if self
            .clauses
            .first()
            .is_none_or(|clause| !clause.blocks.is_empty())
        {
            return;
        }
        self.clauses.remove(0);
        for finding in &mut self.findings {
            finding.clause = finding.clause.saturating_sub(1);
        }
        for line in &mut self.lines {
            line.clause = line.clause.saturating_sub(1);
        }
    }
}
