//! A file that is being looked through: what was corrected so far, and its bytes, outlive a crash.
//!
//! The bytes go in once, in parts, each a draft of its own; the head that names them is written
//! last and is what counts. Parts that no head names are swept with the next file.

use contract::error::{CallError, Code};
use contract::rows::{KeptImport, Upload};
use emergency::decide::Refusal;
use emergency::plan::PLAN_TEXT_BYTES_MAX;
use serde::{Deserialize, Serialize};

use super::bring::bytes_of;
use super::save::too_long;
use crate::session::{Session, not_found, storage};

/// Key of the head.
const HEAD: &str = "plan-import";
/// Before the hash and the number in the key of a part.
const PART: &str = "plan-import-part:";
/// Characters of base64 in one part; a draft holds a megabyte.
const PART_CHARS: usize = 768 * 1024;
/// Answers that are kept: more findings than any file has.
const ANSWERS_MAX: usize = 10_000;

/// What the head says.
#[derive(Serialize, Deserialize)]
struct Head {
    name: String,
    parts: usize,
    kept: KeptImport,
}

fn internal(error: impl std::fmt::Display) -> CallError {
    CallError::new(Code::Internal, error.to_string())
}

fn part_key(sha256: &str, number: usize) -> String {
    format!("{PART}{sha256}:{number}")
}

fn head(session: &Session) -> Result<Option<Head>, CallError> {
    let text = session.logbook.draft(HEAD).map_err(storage)?;
    Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
}

/// Keeps what was done with a file; the answer comes when it is on disk.
pub(crate) fn keep_import(session: &Session, kept: KeptImport) -> Result<KeptImport, CallError> {
    if kept.sha256.is_empty() && kept.file.is_none() {
        let gone = session.logbook.save_draft(HEAD.to_owned(), String::new());
        gone.map_err(storage)?;
        sweep(session, "")?;
        return Ok(KeptImport::default());
    }
    if kept.text.len() > PLAN_TEXT_BYTES_MAX {
        return Err(too_long("text", PLAN_TEXT_BYTES_MAX));
    }
    if kept.answers.len() > ANSWERS_MAX {
        return Err(too_long("answers", ANSWERS_MAX));
    }
    let (name, parts, sha256) = match &kept.file {
        Some(file) => {
            let sha256 = plans::export::sha256(&bytes_of(file)?);
            let parts = keep_parts(session, file, &sha256)?;
            (file.name.clone(), parts, sha256)
        }
        None => {
            let before = head(session)?.filter(|head| head.kept.sha256 == kept.sha256);
            let before = before.ok_or_else(|| {
                let field = "file".to_owned();
                CallError::from(Refusal::Needed { field })
            })?;
            (before.name, before.parts, before.kept.sha256)
        }
    };
    let now = KeptImport {
        file: None,
        sha256: sha256.clone(),
        at: Some(session.logbook.now()),
        ..kept
    };
    let head = Head {
        name,
        parts,
        kept: now.clone(),
    };
    let text = serde_json::to_string(&head).map_err(internal)?;
    let done = session.logbook.save_draft(HEAD.to_owned(), text);
    done.map_err(storage)?;
    sweep(session, &sha256)?;
    Ok(now)
}

/// Writes the bytes; answers in how many parts.
fn keep_parts(session: &Session, file: &Upload, sha256: &str) -> Result<usize, CallError> {
    let text = file.bytes.as_bytes();
    let parts = text.chunks(PART_CHARS);
    let count = parts.len();
    for (number, part) in parts.enumerate() {
        let part = String::from_utf8(part.to_vec()).map_err(internal)?;
        let done = session.logbook.save_draft(part_key(sha256, number), part);
        done.map_err(storage)?;
    }
    Ok(count)
}

/// Takes away the parts of every other file.
fn sweep(session: &Session, but: &str) -> Result<(), CallError> {
    let own = format!("{PART}{but}:");
    for key in session.logbook.draft_keys(PART).map_err(storage)? {
        if but.is_empty() || !key.starts_with(&own) {
            let gone = session.logbook.save_draft(key, String::new());
            gone.map_err(storage)?;
        }
    }
    Ok(())
}

/// What was kept, by the name of the file; empty when nothing was.
pub(crate) fn kept_import(session: &Session) -> Result<KeptImport, CallError> {
    let Some(Head { name, kept, .. }) = head(session)? else {
        return Ok(KeptImport::default());
    };
    let bytes = String::new();
    Ok(KeptImport {
        file: Some(Upload { name, bytes }),
        ..kept
    })
}

/// The bytes of the file.
pub(crate) fn kept_import_file(session: &Session) -> Result<Upload, CallError> {
    let head = head(session)?.ok_or_else(|| not_found("file", "under correction"))?;
    let Head { name, parts, kept } = head;
    let mut bytes = String::new();
    for number in 0..parts {
        let part = session.logbook.draft(&part_key(&kept.sha256, number));
        bytes.push_str(&part.map_err(storage)?.unwrap_or_default());
    }
    let file = Upload { name, bytes };
    if plans::export::sha256(&bytes_of(&file)?) != kept.sha256 {
        return Err(CallError::new(
            Code::Damaged,
            "the file is not what was kept",
        ));
    }
    Ok(file)
}

/// The file was taken into the library: what was kept of it is done.
pub(super) fn taken_in(session: &Session, sha256: &str) -> Result<(), CallError> {
    if head(session)?.is_some_and(|head| head.kept.sha256 == sha256) {
        keep_import(session, KeptImport::default())?;
    }
    Ok(())
}
