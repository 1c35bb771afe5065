//! `.docx`: the package and its parts (ECMA-376-2:2021), read without unpacking what is not needed.

mod body;
mod numbering;
mod styles;
pub(crate) mod xml;

use std::collections::HashMap;
use std::io::{Cursor, Read as _};

use zip::ZipArchive;

use self::numbering::Numbering;
use self::styles::Styles;
use self::xml::{Node, Walk};
use super::error::ImportError;
use super::source::{Aside, AsidePlace, Source, SourceNoteKind};

/// Files inside the package.
pub const PARTS_MAX: usize = 10_000;
/// Bytes that one part may have unpacked; the body of 200 pages has about 8 MB.
pub const PART_BYTES_MAX: u64 = 96 * 1024 * 1024;
/// Bytes that all parts that are read may have unpacked.
pub const UNPACKED_BYTES_MAX: u64 = 128 * 1024 * 1024;
/// Heads, feet and comments that are read.
const SIDE_PARTS_MAX: usize = 64;
/// Characters of one footnote.
const NOTE_CHARS_MAX: usize = 4_000;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// Reads a Word file.
pub(super) fn read(bytes: &[u8]) -> Result<Source, ImportError> {
    read_within(bytes, UNPACKED_BYTES_MAX)
}

/// Reads a Word file whose parts unpack to no more than `room` bytes.
pub(super) fn read_within(bytes: &[u8], mut room: u64) -> Result<Source, ImportError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(damaged)?;
    if archive.len() > PARTS_MAX {
        return Err(ImportError::Bomb {
            max_bytes: UNPACKED_BYTES_MAX,
        });
    }
    let main = main_part(&mut archive, &mut room)?;
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let beside = |name: &str| match folder {
        "" => name.to_owned(),
        folder => format!("{folder}/{name}"),
    };
    let mut source = Source::default();
    let Some(document) = part(&mut archive, &main, &mut room, &mut source)? else {
        return Err(ImportError::NotAPlan);
    };
    let mut side = |name: &str, source: &mut Source| {
        part(&mut archive, &beside(name), &mut room, source).map(Option::unwrap_or_default)
    };
    let styles = Styles::read(&side("styles.xml", &mut source)?);
    let mut numbering = Numbering::read(&side("numbering.xml", &mut source)?);
    let mut notes = HashMap::new();
    for (name, kind) in [("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")] {
        for (id, text) in groups(&side(name, &mut source)?, kind) {
            notes.insert(format!("{kind}{id}"), text);
        }
    }
    let comments = groups(&side("comments.xml", &mut source)?, "comment");
    body::read(&document, &styles, &mut numbering, &notes, &mut source);
    let comments = comments.into_iter().map(|(_, text)| text);
    asides(&mut source, AsidePlace::Comment, comments);
    margins(&mut archive, folder, &mut room, &mut source)?;
    Ok(source)
}

fn damaged(error: zip::result::ZipError) -> ImportError {
    use zip::result::ZipError;
    match error {
        ZipError::UnsupportedArchive(why) if why.contains("assword") => ImportError::Encrypted,
        ZipError::InvalidPassword => ImportError::Encrypted,
        other => ImportError::Damaged {
            why: other.to_string(),
        },
    }
}

/// The name of the body's part: the package says it in its relationships.
fn main_part(archive: &mut Archive<'_>, room: &mut u64) -> Result<String, ImportError> {
    const USUAL: &str = "word/document.xml";
    if archive.index_for_name(USUAL).is_some() {
        return Ok(USUAL.to_owned());
    }
    let mut none = Source::default();
    let relations = part(archive, "_rels/.rels", room, &mut none)?.unwrap_or_default();
    let mut walk = Walk::new(&relations);
    while let Some(node) = walk.next() {
        if let Node::Open(tag) | Node::Empty(tag) = node
            && tag.name == "Relationship"
            && tag.value("Type").ends_with("/officeDocument")
        {
            let target = tag.value("Target");
            if target.ends_with(".xml") && !target.starts_with("xl") {
                return Ok(target.trim_start_matches('/').to_owned());
            }
        }
    }
    Err(ImportError::NotAPlan)
}

/// A part as text, bounded by what it really unpacks to: the sizes in the list are its sender's
/// claim.
fn part(
    archive: &mut Archive<'_>,
    name: &str,
    room: &mut u64,
    source: &mut Source,
) -> Result<Option<String>, ImportError> {
    let Some(index) = archive.index_for_name(name) else {
        return Ok(None);
    };
    let file = archive.by_index(index).map_err(damaged)?;
    let most = PART_BYTES_MAX.min(*room);
    let mut bytes = Vec::new();
    let read = file.take(most + 1).read_to_end(&mut bytes);
    if bytes.len() as u64 > most {
        return Err(ImportError::Bomb {
            max_bytes: UNPACKED_BYTES_MAX,
        });
    }
    *room -= bytes.len() as u64;
    if let Err(error) = read {
        // What was unpacked before the damage is still text.
        source.note(SourceNoteKind::DamagedPart, format!("{name}: {error}"));
    }
    let (text, _, lossy) = encoding_rs::UTF_8.decode(&bytes);
    if lossy {
        source.note(SourceNoteKind::Encoding, name);
    }
    Ok(Some(text.into_owned()))
}

/// The texts of the elements of one kind with their ids: footnotes, endnotes, comments.
fn groups(xml: &str, kind: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let (mut open, mut in_text) = (false, false);
    let mut walk = Walk::new(xml);
    while let Some(node) = walk.next() {
        match node {
            Node::Open(tag) if tag.name == kind => {
                open = true;
                found.push((tag.value("id"), String::new()));
            }
            Node::Open(tag) if tag.name == "t" => in_text = true,
            Node::Close("t") => in_text = false,
            Node::Close(name) if name == kind => open = false,
            Node::Text(text) if open && in_text => {
                if let Some((_, words)) = found.last_mut()
                    && words.len() < NOTE_CHARS_MAX
                {
                    words.push_str(&text);
                }
            }
            _ => {}
        }
    }
    found.retain(|(_, words)| !words.trim().is_empty());
    found
}

/// Heads and feet of the pages.
fn margins(
    archive: &mut Archive<'_>,
    folder: &str,
    room: &mut u64,
    source: &mut Source,
) -> Result<(), ImportError> {
    let is_margin = |name: &str| {
        let bare = name.strip_prefix(folder).unwrap_or(name);
        let bare = bare.trim_start_matches('/');
        bare.ends_with(".xml") && (bare.starts_with("header") || bare.starts_with("footer"))
    };
    let mut names: Vec<String> = archive
        .file_names()
        .filter(|name| is_margin(name))
        .take(SIDE_PARTS_MAX)
        .map(str::to_owned)
        .collect();
    names.sort();
    for name in names {
        let xml = part(archive, &name, room, source)?.unwrap_or_default();
        let texts = groups(&xml, "p").into_iter().map(|(_, text)| text);
        asides(source, AsidePlace::PageMargin, texts);
    }
    Ok(())
}

fn asides(source: &mut Source, place: AsidePlace, texts: impl Iterator<Item = String>) {
    const ASIDES_MAX: usize = 2_000;
    for text in texts.take(ASIDES_MAX) {
        let known = source.asides.iter().rev().take(SIDE_PARTS_MAX);
        if known
            .clone()
            .any(|aside| aside.place == place && aside.text == text)
        {
            continue;
        }
        source.asides.push(Aside {
            place,
            paragraph: 0,
            text,
        });
    }
}
