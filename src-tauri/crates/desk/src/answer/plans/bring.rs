//! Files that come in: what a file would become, and its bytes in the log.

use std::collections::BTreeSet;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use contract::error::{CallError, Code};
use contract::rows::{
    DocumentRow, ImportAside, ImportFinding, ImportLine, KeepDocument, PlanImport,
    UPLOAD_BYTES_MAX, Upload,
};
use emergency::decide::{Command, DocumentParts, PlanAct, Refusal};
use emergency::document::{DOCUMENT_BYTES_MAX, Document, DocumentKept, PART_BYTES_MAX};
use emergency::fact::Fact;
use emergency::id::{DocumentId, PlanId};
use emergency::plan::{PlanFile, PlanRecord};
use plans::import::{Finding, Imported};

use super::{code, read};
use crate::desk::Desk;
use crate::number::small;
use crate::session::{Session, commanding, not_found, storage, who};
use crate::shelf;

/// Documents of one plan that are held against their hashes when it is shown.
const DOCUMENTS_SHOWN_MAX: usize = 200;
/// Characters of a file's name that are kept.
const NAME_CHARS_MAX: usize = 200;

/// The bytes of a file that was handed in.
pub(super) fn bytes_of(upload: &Upload) -> Result<Vec<u8>, CallError> {
    if upload.bytes.len() > UPLOAD_BYTES_MAX.div_ceil(3) * 4 {
        let (field, max) = ("bytes".to_owned(), UPLOAD_BYTES_MAX);
        return Err(Refusal::TooLong { field, max }.into());
    }
    let bytes = STANDARD.decode(upload.bytes.as_bytes());
    bytes.map_err(|error| CallError::new(Code::Malformed, error.to_string()))
}

fn name_of(upload: &Upload) -> String {
    upload.name.chars().take(NAME_CHARS_MAX).collect()
}

fn file_of(upload: &Upload, bytes: &[u8]) -> PlanFile {
    PlanFile {
        name: name_of(upload),
        sha256: plans::export::sha256(bytes),
        bytes: bytes.len() as u64,
        kept: bytes.len() <= DOCUMENT_BYTES_MAX,
    }
}

/// The file as a version names it, and its bytes in the parts in which they go into the log.
pub(super) fn kept(
    upload: &Upload,
) -> Result<(Option<PlanFile>, Option<DocumentParts>), CallError> {
    let bytes = bytes_of(upload)?;
    let file = file_of(upload, &bytes);
    let parts = file.kept.then(|| parts(&file, &bytes));
    Ok((Some(file), parts))
}

fn parts(file: &PlanFile, bytes: &[u8]) -> DocumentParts {
    let chunks: Vec<&[u8]> = bytes.chunks(PART_BYTES_MAX).collect();
    let count = small(chunks.len() as u64);
    let parts = (0..).zip(chunks).map(|(part, chunk)| DocumentKept {
        name: file.name.clone(),
        bytes: file.bytes,
        part,
        parts: count,
        data: STANDARD.encode(chunk),
    });
    DocumentParts {
        document: DocumentId(file.sha256.clone()),
        parts: parts.collect(),
    }
}

/// Reads a file; nothing is written.
pub(crate) fn import(
    desk: &Desk,
    session: &Session,
    upload: &Upload,
) -> Result<PlanImport, CallError> {
    let bytes = bytes_of(upload)?;
    let imported = plans::import::import(&upload.name, &bytes).map_err(|error| {
        // The screen has words for each code; the message is for the technician.
        let message = format!("{}: {error}", error.code());
        CallError::new(Code::Malformed, message)
    })?;
    let text = plans::render(&imported.plan);
    let plan = PlanId(imported.plan.front.id.clone());
    let known = shelf::record(session, &plan)?.is_some()
        || desk.shelf.shipped().plans().get(plan.as_str()).is_some();
    let (_, detail) = read(&text);
    Ok(PlanImport {
        format: code(&imported.format),
        file: file_of(upload, &bytes),
        plan,
        known,
        detail,
        findings: imported.findings.iter().map(finding).collect(),
        source: lines(&imported),
        asides: asides(&imported),
        text,
    })
}

fn finding(finding: &Finding) -> ImportFinding {
    let mut found = serde_json::to_value(&finding.found).unwrap_or_default();
    let kind = found.get("kind").and_then(|kind| kind.as_str());
    let kind = kind.unwrap_or_default().to_owned();
    if let Some(fields) = found.as_object_mut() {
        fields.remove("kind");
    }
    ImportFinding {
        kind,
        found,
        certainty: code(&finding.certainty),
        why: finding.why.iter().map(code).collect(),
        paragraph: finding.paragraph,
        clause: finding.clause,
    }
}

fn lines(imported: &Imported) -> Vec<ImportLine> {
    let lines = imported.source.iter().map(|line| ImportLine {
        paragraph: line.paragraph,
        clause: line.clause,
        table: line.table,
        text: line.text.clone(),
    });
    lines.collect()
}

fn asides(imported: &Imported) -> Vec<ImportAside> {
    let asides = imported.asides.iter().map(|aside| ImportAside {
        kind: code(&aside.place),
        paragraph: aside.paragraph,
        text: aside.text.clone(),
    });
    let notes = imported.notes.iter().map(|note| ImportAside {
        kind: code(&note.kind),
        paragraph: note.paragraph,
        text: note.detail.clone(),
    });
    asides.chain(notes).collect()
}

/// Keeps a document of a step.
pub(crate) fn keep_document(
    session: &Session,
    keep: KeepDocument,
) -> Result<DocumentRow, CallError> {
    let (file, parts) = kept(&keep.file)?;
    let (Some(file), Some(parts)) = (file, parts) else {
        let (field, max) = ("bytes".to_owned(), DOCUMENT_BYTES_MAX);
        return Err(Refusal::TooLong { field, max }.into());
    };
    let there = session.logbook.document(&file.sha256).map_err(storage)?;
    if !there.is_some_and(|there| there.is_whole()) {
        let command = Command::Plan(PlanAct::Keep { file: parts });
        let done = session.logbook.command(command, who(keep.who)?);
        done.map_err(commanding)?;
    }
    document(session, &file.sha256)
}

/// One document, every part of it held against its hash.
pub(crate) fn document(session: &Session, id: &str) -> Result<DocumentRow, CallError> {
    whole(session, id).map(|held| held.row)
}

/// A document with its bytes; none when a part is missing or they are not those of its name.
pub(super) struct Held {
    pub(super) row: DocumentRow,
    pub(super) bytes: Option<Vec<u8>>,
}

pub(super) fn whole(session: &Session, id: &str) -> Result<Held, CallError> {
    let document = session.logbook.document(id).map_err(storage)?;
    let document = document.ok_or_else(|| not_found("document", id))?;
    let (mut bytes, mut lacking) = (Vec::new(), Vec::new());
    for number in 0..document.parts {
        match part(session, &document, number)? {
            Some(part) if bytes.len() + part.len() <= DOCUMENT_BYTES_MAX => bytes.extend(part),
            _ => lacking.push(number + 1),
        }
    }
    let is_whole =
        document.is_whole() && lacking.is_empty() && plans::export::sha256(&bytes) == document.id.0;
    Ok(Held {
        row: DocumentRow {
            id: document.id,
            name: document.name,
            bytes: document.bytes,
            whole: is_whole,
            lacking,
        },
        bytes: is_whole.then_some(bytes),
    })
}

/// The bytes of one part; none when it is missing or cannot be read.
fn part(session: &Session, document: &Document, number: u32) -> Result<Option<Vec<u8>>, CallError> {
    let Some(event) = document.events.get(&number) else {
        return Ok(None);
    };
    let logged = session.logbook.event(*event).map_err(storage)?;
    let fact = logged.map(|logged| Fact::read(&logged.event.kind, &logged.event.body));
    let Some(Ok(Fact::DocumentKept(part))) = fact else {
        return Ok(None);
    };
    Ok(STANDARD.decode(part.data.as_bytes()).ok())
}

/// The documents that acts and versions of a plan name and that are in the log, each once.
pub(super) fn documents_of(
    session: &Session,
    record: &PlanRecord,
) -> Result<Vec<DocumentRow>, CallError> {
    let steps = record.steps.iter().flat_map(|done| &done.what.documents);
    let assessed = record.assessed.iter().flat_map(|done| &done.what.documents);
    let drilled = record.drilled.iter().flat_map(|done| &done.what.documents);
    let papers = steps.chain(assessed).chain(drilled);
    let papers = papers.filter_map(|paper| paper.document.as_ref());
    let files = record.versions.values();
    let files = files.filter_map(|version| version.file.as_ref());
    let files = files.filter(|file| file.kept).map(|file| &file.sha256);
    let named: BTreeSet<&String> = papers.map(|id| &id.0).chain(files).collect();
    let mut rows = Vec::new();
    for id in named.into_iter().take(DOCUMENTS_SHOWN_MAX) {
        // What another desk keeps may not have come yet.
        let there = session.logbook.document(id).map_err(storage)?;
        if there.is_some_and(|there| !there.events.is_empty()) {
            rows.push(document(session, id)?);
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use emergency::decide::Draft;
    use emergency::event::TimeSource;

    use super::*;

    /// Writes parts as another desk would send them, whatever they hold.
    fn keep(session: &Session, id: &str, parts: &[(u32, u32, &str)]) {
        let drafts = parts.iter().map(|(part, parts, data)| {
            let fact = Fact::DocumentKept(DocumentKept {
                name: "演练.txt".to_owned(),
                bytes: 2,
                part: *part,
                parts: *parts,
                data: (*data).to_owned(),
            });
            Draft::plain(id, fact)
        });
        let who = logbook::Who {
            actor: "演练 他席".into(),
            role: "duty".to_owned(),
            occurred_at: None,
            by: TimeSource::Desk,
        };
        let done = session.logbook.observe(drafts.collect(), &who);
        done.expect("is written");
    }

    #[test]
    fn every_part_is_held_against_the_hash_and_what_is_wrong_is_said() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let path = folder.path().join("log.db");
        let session = crate::opening::open_session(&path, &key, true, 0).expect("opens");
        let id = plans::export::sha256(b"ab");
        let (a, b) = (STANDARD.encode("a"), STANDARD.encode("b"));
        let (a, b) = (a.as_str(), b.as_str());
        keep(&session, &id, &[(0, 2, a), (1, 2, b)]);
        let row = document(&session, &id).expect("reads");
        assert!(row.whole && row.lacking.is_empty(), "both parts: {row:?}");

        keep(&session, "half", &[(1, 2, b)]);
        let row = document(&session, "half").expect("reads");
        assert_eq!(
            (row.whole, row.lacking),
            (false, vec![1]),
            "one has not come"
        );

        keep(&session, "torn", &[(0, 2, a), (1, 2, "不是")]);
        let row = document(&session, "torn").expect("reads");
        assert_eq!(
            (row.whole, row.lacking),
            (false, vec![2]),
            "one cannot be read"
        );

        let other = plans::export::sha256(b"ba");
        keep(&session, &other, &[(0, 2, a), (1, 2, b)]);
        let held = whole(&session, &other).expect("reads");
        assert!(
            !held.row.whole,
            "all parts are there and it is another file"
        );
        assert!(
            held.row.lacking.is_empty() && held.bytes.is_none(),
            "it is not given out"
        );
    }
}
