//! The words of a clause with what was put in and taken out.

use serde::{Deserialize, Serialize};
use similar::{Algorithm, DiffOp, capture_diff_slices};

/// Signs of a stretch that is compared sign by sign; a longer one is replaced as a whole.
const SIGNS_MAX: usize = 2_000;
/// Sentences of one clause that are compared; a longer clause is replaced as a whole.
const SENTENCES_MAX: usize = 20_000;

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Segment {
    /// Whether it stayed.
    pub kind: SegmentKind,
    /// The words; `\n` ends a paragraph.
    pub text: String,
}

/// What became of a stretch of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentKind {
    /// In both versions.
    Same,
    /// Only in the old one.
    Removed,
    /// Only in the new one.
    Added,
}

/// The stretches from the old lines to the new ones: what stayed and what was added make up the
/// new lines, what stayed and what was removed the old ones.
pub(super) fn segments(old: &[String], new: &[String]) -> Vec<Segment> {
    let (old, new) = (sentences(old), sentences(new));
    let mut all = Vec::new();
    if old.len() > SENTENCES_MAX || new.len() > SENTENCES_MAX {
        push(&mut all, SegmentKind::Removed, &old.concat());
        push(&mut all, SegmentKind::Added, &new.concat());
        return all;
    }
    for op in capture_diff_slices(Algorithm::Myers, &old, &new) {
        match op {
            DiffOp::Equal { old_index, len, .. } => {
                push(
                    &mut all,
                    SegmentKind::Same,
                    &old[old_index..old_index + len].concat(),
                );
            }
            DiffOp::Delete {
                old_index, old_len, ..
            } => {
                let gone = old[old_index..old_index + old_len].concat();
                push(&mut all, SegmentKind::Removed, &gone);
            }
            DiffOp::Insert {
                new_index, new_len, ..
            } => {
                let come = new[new_index..new_index + new_len].concat();
                push(&mut all, SegmentKind::Added, &come);
            }
            DiffOp::Replace {
                old_index,
                old_len,
                new_index,
                new_len,
            } => replaced(
                &mut all,
                &old[old_index..old_index + old_len].concat(),
                &new[new_index..new_index + new_len].concat(),
            ),
        }
    }
    all
}

/// Lines cut behind each sentence.
fn sentences(lines: &[String]) -> Vec<String> {
    let mut all = Vec::new();
    for line in lines {
        let parts = line.split_inclusive(['。', '；', '，', '\n']);
        all.extend(parts.map(str::to_owned));
        match all.last_mut() {
            Some(last) if !line.is_empty() => last.push('\n'),
            _ => all.push("\n".to_owned()),
        }
    }
    all
}

/// Words for words: sign by sign where that is short and most of it stayed.
fn replaced(all: &mut Vec<Segment>, old: &str, new: &str) {
    let (a, b): (Vec<char>, Vec<char>) = (old.chars().collect(), new.chars().collect());
    if a.len() > SIGNS_MAX || b.len() > SIGNS_MAX {
        push(all, SegmentKind::Removed, old);
        push(all, SegmentKind::Added, new);
        return;
    }
    let ops = capture_diff_slices(Algorithm::Myers, &a, &b);
    let kept: usize = ops
        .iter()
        .map(|op| match op {
            DiffOp::Equal { len, .. } => *len,
            _ => 0,
        })
        .sum();
    if kept * 2 < a.len().max(b.len()) {
        push(all, SegmentKind::Removed, old);
        push(all, SegmentKind::Added, new);
        return;
    }
    for op in ops {
        let (was, is) = (op.old_range(), op.new_range());
        if matches!(op, DiffOp::Equal { .. }) {
            push(all, SegmentKind::Same, &a[was].iter().collect::<String>());
            continue;
        }
        push(
            all,
            SegmentKind::Removed,
            &a[was].iter().collect::<String>(),
        );
        push(all, SegmentKind::Added, &b[is].iter().collect::<String>());
    }
}

fn push(all: &mut Vec<Segment>, kind: SegmentKind, text: &str) {
    if text.is_empty() {
        return;
    }
    match all.last_mut() {
        Some(last) if last.kind == kind => last.text.push_str(text),
        _ => all.push(Segment {
            kind,
            text: text.to_owned(),
        }),
    }
}
