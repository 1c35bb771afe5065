//! Files of other programs -> a plan, with what is unsure marked.
//!
//! `.docx`, `.txt` (UTF-8, UTF-16, GB18030) and `.md`. Nothing of the text is dropped: every
//! paragraph is in a clause, in the title, or among the [`Aside`]s. Every finding says how sure it
//! is, why, and in which paragraph of the source it stands.

mod build;
mod docx;
pub mod error;
mod find;
pub mod finding;
mod markdown;
mod outline;
pub(crate) mod own;
mod plain;
pub mod source;

use serde::{Deserialize, Serialize};

pub use self::build::SourceLine;
pub use self::docx::{PART_BYTES_MAX, PARTS_MAX, UNPACKED_BYTES_MAX};
pub use self::error::ImportError;
pub use self::finding::{Certainty, Finding, Found, Why};
pub use self::source::{Aside, AsidePlace, SourceNote, SourceNoteKind, TEXT_BYTES_MAX};

use self::finding::FINDINGS_MAX;
use self::outline::{Judged, Role, judge};
use self::source::{Paragraph, Piece, Source};
use crate::defect::Defect;
use crate::parse::{FENCE, PLAN_BYTES_MAX};
use crate::plan::{Block, Clause, LevelRule, Plan, TO_CONFIRM};

/// Bytes of a file; pictures make them large, the text of 200 pages has less than one MB.
pub const FILE_BYTES_MAX: usize = 128 * 1024 * 1024;

/// A plan as it came out of a file.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Imported {
    /// What the file is.
    pub format: FileFormat,
    /// The plan, a draft.
    pub plan: Plan,
    /// What was found, in the order of the text.
    pub findings: Vec<Finding>,
    /// The source by paragraph, each with its clause.
    pub source: Vec<SourceLine>,
    /// Text beside the body.
    pub asides: Vec<Aside>,
    /// What is in the file and is no text.
    pub notes: Vec<SourceNote>,
    /// Defects of a text in the form of the library.
    pub defects: Vec<Defect>,
}

/// Formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FileFormat {
    /// Word.
    Docx,
    /// Plain text.
    Text,
    /// Markdown of any kind.
    Markdown,
    /// Markdown in the form of the library, `plans/README.md`.
    Plan,
}

impl Imported {
    /// What a person has to look at.
    pub fn unsure(&self) -> impl Iterator<Item = &Finding> {
        let findings = self.findings.iter();
        findings.filter(|finding| finding.certainty == Certainty::Unsure)
    }
}

/// Reads a file by what it is; of a text the name says whether it is Markdown.
///
/// # Errors
/// [`ImportError`] says what to do with a file that cannot be read.
pub fn import(name: &str, bytes: &[u8]) -> Result<Imported, ImportError> {
    let format = format_of(name, bytes)?;
    if format == FileFormat::Docx {
        return finish(format, docx::read(bytes)?);
    }
    let mut source = Source::default();
    let text = plain::decode(bytes, &mut source)?;
    if text.len() > PLAN_BYTES_MAX {
        return Err(ImportError::TooLarge {
            bytes: text.len(),
            max: PLAN_BYTES_MAX,
        });
    }
    let bare = text.trim_start_matches('\u{feff}');
    if format == FileFormat::Markdown && bare.starts_with(FENCE) {
        return Ok(own_format(bare, source));
    }
    match format {
        FileFormat::Markdown => plain::markdown(bare, &mut source),
        _ => plain::text(bare, &mut source),
    }
    finish(format, source)
}

/// What the bytes are; an error for what is not read.
fn format_of(name: &str, bytes: &[u8]) -> Result<FileFormat, ImportError> {
    if bytes.len() > FILE_BYTES_MAX {
        return Err(ImportError::TooLarge {
            bytes: bytes.len(),
            max: FILE_BYTES_MAX,
        });
    }
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty);
    }
    const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    if bytes.starts_with(OLE) {
        let wide: Vec<u8> = "EncryptedPackage"
            .encode_utf16()
            .flat_map(u16::to_le_bytes)
            .collect();
        let encrypted = bytes.windows(wide.len()).any(|window| window == wide);
        return Err(if encrypted {
            ImportError::Encrypted
        } else {
            ImportError::OldWord
        });
    }
    const OTHERS: [(&[u8], &str); 7] = [
        (b"%PDF", "PDF"),
        (b"{\\rtf", "RTF"),
        (b"\x89PNG", "图片"),
        (b"\xFF\xD8\xFF", "图片"),
        (b"Rar!", "压缩包"),
        (b"<html", "网页"),
        (b"<!DOCTYPE html", "网页"),
    ];
    if let Some((_, format)) = OTHERS.iter().find(|(magic, _)| bytes.starts_with(magic)) {
        return Err(ImportError::OtherFormat { format });
    }
    if bytes.starts_with(b"PK") {
        return Ok(FileFormat::Docx);
    }
    let name = name.to_lowercase();
    if name.ends_with(".md") || name.ends_with(".markdown") {
        return Ok(FileFormat::Markdown);
    }
    Ok(FileFormat::Text)
}

fn finish(format: FileFormat, mut source: Source) -> Result<Imported, ImportError> {
    if source.is_over() {
        return Err(ImportError::Bomb {
            max_bytes: TEXT_BYTES_MAX as u64,
        });
    }
    source.contents_alone_are_text();
    if source.pieces.is_empty() {
        return Err(ImportError::Empty);
    }
    let judged = judge(&source.pieces);
    let built = build::build(&source.pieces, &judged);
    let spots = find::spots(&source.pieces, &judged, &built.lines, &built.clauses);
    let mut plan = Plan {
        front: built.front.unwrap_or_default(),
        clauses: built.clauses,
    };
    let mut findings = built.findings;
    if plan.front.id.is_empty() {
        plan.front.title.clone_from(&built.title);
        findings.extend(find::front(&mut plan.front, &built.title, &spots));
        plan.front.id = id_of(&built.lines);
    } else if !built.title.is_empty() {
        // What a person changed in the title's line counts.
        plan.front.title.clone_from(&built.title);
    }
    findings.extend(find::find(&spots));
    add_levels(&mut plan, &findings);
    findings.sort_by_key(|finding| finding.paragraph);
    if findings.len() > FINDINGS_MAX {
        source.cut(format!("more than {FINDINGS_MAX} findings"));
        findings.truncate(FINDINGS_MAX);
    }
    Ok(Imported {
        format,
        plan,
        findings,
        source: built.lines,
        asides: source.asides,
        notes: source.notes,
        defects: Vec::new(),
    })
}

/// A name from the words, so that the same file gets the same one.
fn id_of(lines: &[SourceLine]) -> String {
    use sha2::{Digest, Sha256};
    let mut hash = Sha256::new();
    for line in lines {
        hash.update(line.text.as_bytes());
        hash.update(b"\n");
    }
    let digest = hash.finalize();
    let hex: String = digest[..6]
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect();
    format!("import-{hex}")
}

/// Puts the levels that were found behind the text of their clauses. A plan that has a block for a
/// level keeps that one alone.
fn add_levels(plan: &mut Plan, findings: &[Finding]) {
    if plan.levels().next().is_some() {
        return;
    }
    for finding in findings {
        let Found::Level {
            level,
            start,
            decides,
        } = &finding.found
        else {
            continue;
        };
        let rule = LevelRule {
            level: Some(*level),
            start: start.clone(),
            decides: decides.clone(),
            to_confirm: true,
            sources: vec![format!("原文第{}段（{TO_CONFIRM}）", finding.paragraph)],
            ..LevelRule::default()
        };
        if let Some(clause) = plan.clauses.get_mut(finding.clause as usize) {
            clause.blocks.push(Block::Level(rule));
        }
    }
}

/// What the words of a plan say: levels, contacts, duties, check lists; each with its clause.
#[must_use]
pub fn find_in(plan: &Plan) -> Vec<Finding> {
    let mut source = Source::default();
    look_through(plan, &mut source).1
}

/// A text in the form of the library: the plan is what [`crate::parse()`] reads, and the words of
/// its clauses are looked through like those of any document.
fn own_format(text: &str, mut source: Source) -> Imported {
    let (plan, defects) = crate::parse(text);
    let (lines, findings) = look_through(&plan, &mut source);
    Imported {
        format: FileFormat::Plan,
        plan,
        findings,
        source: lines,
        asides: source.asides,
        notes: source.notes,
        defects,
    }
}

fn look_through(plan: &Plan, source: &mut Source) -> (Vec<SourceLine>, Vec<Finding>) {
    let (mut judged, mut lines) = (Vec::new(), Vec::new());
    for (index, clause) in plan.clauses.iter().enumerate() {
        let first = source.pieces.len();
        if clause.depth > 0 {
            let heading = Paragraph {
                number: source.next_number(),
                text: clause.heading.clone(),
                level: Some(clause.depth),
                ..Paragraph::default()
            };
            source.push(Piece::Paragraph(heading));
        }
        for block in &clause.blocks {
            if let Block::Text(text) = block {
                plain::markdown(text, source);
            }
        }
        for (at, piece) in source.pieces.iter().enumerate().skip(first) {
            judged.push(own(clause, at == first && clause.depth > 0));
            lines.push(build::line_of(piece, index));
        }
    }
    let spots = find::spots(&source.pieces, &judged, &lines, &plan.clauses);
    let findings = find::find(&spots);
    (lines, findings)
}

fn own(clause: &Clause, is_heading: bool) -> Judged {
    let role = if is_heading {
        Role::Heading {
            depth: clause.depth,
            heading: clause.heading.clone(),
            body: String::new(),
        }
    } else {
        Role::Body {
            label: String::new(),
        }
    };
    Judged {
        role,
        certainty: Certainty::Sure,
        why: vec![Why::OwnBlock],
    }
}

/// The paragraphs and tables of a Markdown text; a line break inside a paragraph stays one.
pub(crate) fn text_pieces(text: &str, source: &mut Source) {
    plain::text_pieces(text, source);
}

#[cfg(test)]
pub(crate) use self::tests::{markdown_of, tests_documents};

#[cfg(test)]
mod tests;
