//! A walk over the XML of one part: opening and closing tags by their local names, and text.
//!
//! No document type, no entities but the five of XML, no more depth or elements than the constants
//! allow. What is damaged ends the walk; what came before stays.

use std::borrow::Cow;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

/// The deepest nesting; tables inside tables inside text boxes of real files stay below 60.
pub(crate) const NESTING_MAX: usize = 256;
/// Elements of one part; a page of Word has about 500.
pub(crate) const ELEMENTS_MAX: usize = 4_000_000;

/// The elements that mean something here, sorted.
const NAMES: &[&str] = &[
    "AlternateContent",
    "Fallback",
    "Relationship",
    "abstractNum",
    "abstractNumId",
    "altChunk",
    "b",
    "basedOn",
    "blip",
    "body",
    "br",
    "comment",
    "cr",
    "del",
    "delText",
    "docDefaults",
    "docPartGallery",
    "endnote",
    "endnoteReference",
    "footnote",
    "footnoteReference",
    "gridSpan",
    "ilvl",
    "imagedata",
    "isLgl",
    "jc",
    "lvl",
    "lvlOverride",
    "lvlText",
    "moveFrom",
    "name",
    "noBreakHyphen",
    "num",
    "numFmt",
    "numId",
    "numPr",
    "object",
    "outlineLvl",
    "p",
    "pPr",
    "pPrChange",
    "pStyle",
    "r",
    "rPr",
    "rPrChange",
    "sdt",
    "sectPr",
    "start",
    "startOverride",
    "style",
    "sym",
    "sz",
    "t",
    "tab",
    "tbl",
    "tc",
    "tr",
];

/// One step.
#[derive(Debug)]
pub(super) enum Node<'a> {
    Open(Tag<'a>),
    Empty(Tag<'a>),
    Close(&'static str),
    Text(String),
}

/// A tag with its attributes.
#[derive(Debug)]
pub(super) struct Tag<'a> {
    /// Local name; empty for one that means nothing here.
    pub(super) name: &'static str,
    start: BytesStart<'a>,
}

impl Tag<'_> {
    /// An attribute by its local name; empty when it is not there.
    pub(super) fn value(&self, name: &str) -> String {
        self.start
            .attributes()
            .with_checks(false)
            .flatten()
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .map(|attribute| {
                attribute
                    .normalized_value(XmlVersion::Implicit1_0)
                    .map_or_else(|_| attribute.value.to_string(), Cow::into_owned)
            })
            .unwrap_or_default()
    }
}

/// The walk.
pub(super) struct Walk<'a> {
    reader: Reader<&'a [u8]>,
    depth: usize,
    elements: usize,
    /// Why it ended before the end.
    pub(super) damage: Option<String>,
}

impl<'a> Walk<'a> {
    pub(super) fn new(xml: &'a str) -> Self {
        let mut reader = Reader::from_str(xml);
        reader.config_mut().allow_dangling_amp = true;
        Self {
            reader,
            depth: 0,
            elements: 0,
            damage: None,
        }
    }

    pub(super) fn next(&mut self) -> Option<Node<'a>> {
        loop {
            let event = match self.reader.read_event() {
                Ok(event) => event,
                Err(error) => {
                    let at = self.reader.error_position();
                    return self.end(format!("at byte {at}: {error}"));
                }
            };
            match event {
                Event::Start(start) => {
                    self.depth += 1;
                    return self.tag(start).map(Node::Open);
                }
                Event::Empty(start) => return self.tag(start).map(Node::Empty),
                Event::End(end) => {
                    self.depth = self.depth.saturating_sub(1);
                    return Some(Node::Close(local(end.name().0)));
                }
                Event::Text(text) => return Some(Node::Text(text.xml10_content().into_owned())),
                Event::CData(data) => return Some(Node::Text(data.xml10_content().into_owned())),
                Event::GeneralRef(reference) => return Some(Node::Text(referred(&reference))),
                Event::DocType(_) => return self.end("a document type declaration".to_owned()),
                Event::Eof if self.depth > 0 => {
                    self.depth = 0;
                    return self.end("it ends inside an element".to_owned());
                }
                Event::Eof => return None,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
    }

    fn tag(&mut self, start: BytesStart<'a>) -> Option<Tag<'a>> {
        self.elements += 1;
        if self.depth > NESTING_MAX || self.elements > ELEMENTS_MAX {
            self.end(format!(
                "more than {NESTING_MAX} deep or {ELEMENTS_MAX} elements"
            ));
            return None;
        }
        Some(Tag {
            name: local(start.name().0),
            start,
        })
    }

    fn end(&mut self, why: String) -> Option<Node<'a>> {
        self.damage = Some(why);
        // What follows a damage is not guessed at.
        self.reader = Reader::from_str("");
        None
    }
}

/// The name without its prefix. Drawings (`a:`) say other things with the same words; of them only
/// the picture counts.
fn local(name: &str) -> &'static str {
    let bare = match name.split_once(':') {
        Some(("a", "blip")) | None => name.trim_start_matches("a:"),
        Some(("a", _)) => return "",
        Some((_, bare)) => bare,
    };
    NAMES.binary_search(&bare).map_or("", |index| NAMES[index])
}

fn referred(reference: &quick_xml::events::BytesRef<'_>) -> String {
    let name: &str = reference;
    if reference.is_char_ref() {
        let resolved = reference.resolve_char_ref().ok().flatten();
        return resolved.unwrap_or('\u{FFFD}').to_string();
    }
    resolve_predefined_entity(name).map_or_else(|| format!("&{name};"), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_are_sorted() {
        assert!(NAMES.is_sorted(), "they are searched by halves");
    }

    #[test]
    fn damage_ends_the_walk_and_is_told() {
        let deep = "<a>".repeat(NESTING_MAX + 1);
        for xml in [
            "<w:p><w:t>甲",
            "<!DOCTYPE a><p/>",
            "<p><r",
            "<p></r>",
            &deep,
        ] {
            let mut walk = Walk::new(xml);
            while walk.next().is_some() {}
            assert!(walk.damage.is_some(), "{xml:.40} is damaged");
            assert!(walk.next().is_none(), "and nothing follows");
        }
    }
}
