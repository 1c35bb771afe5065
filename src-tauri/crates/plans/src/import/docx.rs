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
/// Heads and feet that are read.
const SIDE_PARTS_MAX: usize = 64;
/// The same words are kept once among as many texts of one place.
const ALIKE_MAX: usize = 64;
/// Characters of one footnote, comment, or paragraph of a margin.
const NOTE_CHARS_MAX: usize = 4_000;
/// Footnotes, comments, or paragraphs of a margin in one part.
const GROUPS_MAX: usize = 10_000;

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
    let mut styles = Styles::read(&side("styles.xml", &mut source)?);
    source.damaged("styles.xml", styles.damage.take());
    let mut numbering = Numbering::read(&side("numbering.xml", &mut source)?);
    source.damaged("numbering.xml", numbering.damage.take());
    let mut notes = HashMap::new();
    let mut in_order = Vec::new();
    for (name, kind) in [("footnotes.xml", "footnote"), ("endnotes.xml", "endnote")] {
        let xml = side(name, &mut source)?;
        for (id, text) in groups(&xml, kind, name, &mut source) {
            let key = format!("{kind}{id}");
            in_order.push(key.clone());
            notes.insert(key, text);
        }
    }
    let xml = side("comments.xml", &mut source)?;
    let comments = groups(&xml, "comment", "comments.xml", &mut source);
    let used = body::read(&document, &styles, &mut numbering, &notes, &mut source);
    let left = in_order.iter().filter(|key| !used.contains(*key));
    let left = left.filter_map(|key| notes.remove(key));
    asides(&mut source, AsidePlace::Note, left);
    source.damaged("numbering.xml", numbering.damage.take());
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

/// The texts of the elements of one kind with their ids: footnotes, endnotes, comments, and the
/// paragraphs of a margin. One inside another, as in a text box, is a text of its own.
fn groups(xml: &str, kind: &str, part: &str, source: &mut Source) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    let mut open: Vec<(String, String)> = Vec::new();
    let (mut in_text, mut skipping) = (false, 0_usize);
    let mut walk = Walk::new(xml);
    while let Some(node) = walk.next() {
        match node {
            Node::Open(tag) if tag.name == "Fallback" => skipping += 1,
            Node::Close("Fallback") => skipping = skipping.saturating_sub(1),
            _ if skipping > 0 => {}
            Node::Open(tag) if tag.name == kind => open.push((tag.value("id"), String::new())),
            Node::Open(tag) if tag.name == "t" => in_text = true,
            Node::Close("t") => in_text = false,
            Node::Close(name) if name == kind => {
                found.extend(open.pop().filter(has_words));
                if found.len() >= GROUPS_MAX {
                    source.cut(format!("{part}: more than {GROUPS_MAX} texts"));
                    return cut_long(found, part, source);
                }
            }
            Node::Text(text) if in_text => {
                if let Some((_, words)) = open.last_mut() {
                    words.push_str(&text);
                }
            }
            _ => {}
        }
    }
    // A damaged part leaves some open.
    found.extend(open.into_iter().filter(has_words));
    source.damaged(part, walk.damage);
    cut_long(found, part, source)
}

fn has_words((_, words): &(String, String)) -> bool {
    !words.trim().is_empty()
}

/// Cuts texts to [`NOTE_CHARS_MAX`] and says so.
fn cut_long(
    mut found: Vec<(String, String)>,
    part: &str,
    source: &mut Source,
) -> Vec<(String, String)> {
    for (_, words) in &mut found {
        if let Some((end, _)) = words.char_indices().nth(NOTE_CHARS_MAX) {
            words.truncate(end);
            words.shrink_to_fit();
            source.cut(format!(
                "{part}: a text of more than {NOTE_CHARS_MAX} characters"
            ));
        }
    }
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
        .map(str::to_owned)
        .collect();
    names.sort();
    if names.len() > SIDE_PARTS_MAX {
        source.cut(format!(
            "{} heads and feet of pages, {SIDE_PARTS_MAX} are read",
            names.len()
        ));
        names.truncate(SIDE_PARTS_MAX);
    }
    for name in names {
        let xml = part(archive, &name, room, source)?.unwrap_or_default();
        let texts = groups(&xml, "p", &name, source).into_iter();
        asides(source, AsidePlace::PageMargin, texts.map(|(_, text)| text));
    }
    Ok(())
}

fn asides(source: &mut Source, place: AsidePlace, texts: impl Iterator<Item = String>) {
    for text in texts {
        let known = source.asides.iter().rev().take(ALIKE_MAX);
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
