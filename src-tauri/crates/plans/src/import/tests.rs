//! The import on made-up documents of many layouts, on hostile files, and on any text.

use super::outline::{Judged, Role};
use super::source::{Paragraph, Piece};
use super::{Certainty, build};
use crate::plan::Block;

mod bounds;
mod documents;
mod hostile;
mod long;
mod measured;
mod word;

/// The measured documents: name, file name, bytes.
pub(crate) fn tests_documents() -> Vec<(String, String, Vec<u8>)> {
    let all = documents::all().into_iter();
    all.map(|one| (one.name, one.file, one.bytes)).collect()
}

/// Lines, each a paragraph or an item, as the import writes them.
pub(crate) fn markdown_of(lines: &[(String, bool)]) -> String {
    let pieces: Vec<Piece> = lines
        .iter()
        .map(|(text, bullet)| {
            Piece::Paragraph(Paragraph {
                text: text.clone(),
                bullet: *bullet,
                ..Paragraph::default()
            })
        })
        .collect();
    let text = Judged {
        role: Role::Body {
            label: String::new(),
        },
        certainty: Certainty::Sure,
        why: Vec::new(),
    };
    let judged = vec![text; pieces.len()];
    match build::build(&pieces, &judged).clauses[0].blocks.remove(0) {
        Block::Text(text) => text,
        other => panic!("lines are text: {other:?}"),
    }
}
