//! A bounded reader of XML into a small tree: no document type, no entities but the five of XML,
//! no more depth, elements or text than the constants here allow.

use std::borrow::Cow;
use std::rc::Rc;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::{BytesRef, BytesStart, Event};
use quick_xml::name::ResolveResult;
use quick_xml::{NsReader, XmlVersion};

use crate::defect::{DefectKind, Defects, quote};
use crate::text::is_illegal;

/// The deepest nesting that is read.
pub const NESTING_MAX: usize = 40;
/// The most elements of one document.
pub const ELEMENTS_MAX: usize = 200_000;
/// The most bytes of text one element keeps while reading.
pub const ELEMENT_TEXT_BYTES_MAX: usize = 2 * 1024 * 1024;
/// The most attributes one element keeps.
pub const ATTRIBUTES_MAX: usize = 32;

/// One element with everything below it.
#[derive(Debug, Default)]
pub(crate) struct Element {
    /// The name without its prefix.
    pub(crate) name: String,
    /// The namespace the prefix stands for; empty for none.
    pub(crate) namespace: Rc<str>,
    /// All character data directly inside, joined.
    pub(crate) text: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) children: Vec<Element>,
}

impl Element {
    pub(crate) fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    pub(crate) fn child(&self, name: &str) -> Option<&Element> {
        self.children.iter().find(|child| child.name == name)
    }

    /// Own text and that of everything below, in order of the tree, cut at `bytes_max`.
    pub(crate) fn whole_text(&self, bytes_max: usize) -> String {
        let mut whole = String::new();
        self.gather(bytes_max, &mut whole);
        whole
    }

    fn gather(&self, bytes_max: usize, whole: &mut String) {
        let own = self.text.trim();
        if !own.is_empty() && whole.len() < bytes_max {
            if !whole.is_empty() {
                whole.push(' ');
            }
            whole.push_str(cut(own, bytes_max.saturating_sub(whole.len())));
        }
        for child in &self.children {
            child.gather(bytes_max, whole);
        }
    }
}

/// The longest start of `text` of at most `bytes_max` bytes that cuts no character.
pub(crate) fn cut(text: &str, bytes_max: usize) -> &str {
    let mut end = text.len().min(bytes_max);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    &text[..end]
}

/// Every complete top-level element of `text`. What cannot be read becomes a defect; elements that
/// were complete before that place are kept.
pub(crate) fn read(text: &str, defects: &mut Defects) -> Vec<Element> {
    let mut tree = Tree::default();
    let mut reader = NsReader::from_str(text);
    reader.config_mut().allow_dangling_amp = true;
    loop {
        match reader.read_resolved_event() {
            Ok((namespace, event)) => match tree.take(&namespace, event, defects) {
                Step::On => {}
                Step::End => break,
                Step::Refuse => return Vec::new(),
            },
            Err(error) => {
                let at = reader.error_position();
                defects.add(DefectKind::Malformed, "", format!("at byte {at}: {error}"));
                break;
            }
        }
    }
    tree.roots
}

enum Step {
    On,
    End,
    Refuse,
}

#[derive(Default)]
struct Tree {
    roots: Vec<Element>,
    open: Vec<Element>,
    elements: usize,
    namespaces: Vec<Rc<str>>,
    none: Rc<str>,
}

impl Tree {
    fn take(
        &mut self,
        namespace: &ResolveResult<'_>,
        event: Event<'_>,
        defects: &mut Defects,
    ) -> Step {
        match event {
            Event::Start(start) => return self.start(namespace, &start, false, defects),
            Event::Empty(start) => return self.start(namespace, &start, true, defects),
            Event::End(_) => self.close(),
            Event::Text(text) => {
                let text = text.xml10_content();
                // References are events of their own: an `&` here stands bare.
                if text.contains('&') {
                    let message = "a bare `&` is taken for itself";
                    defects.add(DefectKind::EntityUnknown, self.path(), message);
                }
                self.append(&text, defects);
            }
            Event::CData(data) => self.append(&data.xml10_content(), defects),
            Event::GeneralRef(reference) => self.reference(&reference, defects),
            Event::DocType(_) => {
                let message = "a document type declaration is refused unread";
                defects.add(DefectKind::DtdRefused, "", message);
                return Step::Refuse;
            }
            Event::Eof => {
                if !self.open.is_empty() {
                    let path = self.path();
                    defects.add(
                        DefectKind::Malformed,
                        path,
                        "the document ends inside an element",
                    );
                }
                return Step::End;
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
        Step::On
    }

    fn start(
        &mut self,
        namespace: &ResolveResult<'_>,
        start: &BytesStart<'_>,
        empty: bool,
        defects: &mut Defects,
    ) -> Step {
        if self.open.len() >= NESTING_MAX {
            let message = format!("elements nested deeper than {NESTING_MAX}");
            defects.add(DefectKind::TooDeep, self.path(), message);
            return Step::Refuse;
        }
        self.elements += 1;
        if self.elements > ELEMENTS_MAX {
            let message = format!("more than {ELEMENTS_MAX} elements; the rest is not read");
            defects.add(DefectKind::TooMany, self.path(), message);
            return Step::End;
        }
        let name = start.local_name().into_inner().to_owned();
        let mut element = Element {
            name,
            namespace: self.namespace(namespace),
            ..Element::default()
        };
        for attribute in start.attributes().with_checks(false) {
            let Ok(attribute) = attribute else {
                let message = format!("an attribute of {} cannot be read", quote(&element.name));
                defects.add(DefectKind::Malformed, self.path(), message);
                break;
            };
            let key = attribute.key.local_name().into_inner();
            if attribute.key.as_namespace_binding().is_some() {
                continue;
            }
            if element.attributes.len() >= ATTRIBUTES_MAX {
                let message = format!("more than {ATTRIBUTES_MAX} attributes on one element");
                defects.add(DefectKind::TooMany, self.path(), message);
                break;
            }
            let value = attribute
                .normalized_value(XmlVersion::Implicit1_0)
                .map_or_else(|_| attribute.value.to_string(), Cow::into_owned);
            element.attributes.push((key.to_owned(), value));
        }
        self.open.push(element);
        if empty {
            self.close();
        }
        Step::On
    }

    fn namespace(&mut self, namespace: &ResolveResult<'_>) -> Rc<str> {
        let name = match namespace {
            ResolveResult::Bound(bound) => bound.0,
            ResolveResult::Unbound => return Rc::clone(&self.none),
            // An undeclared prefix: the prefix itself is all that is known.
            ResolveResult::Unknown(prefix) => prefix.as_str(),
        };
        // The last few names cover every real document; a hostile one costs only memory.
        const REMEMBERED_MAX: usize = 16;
        if let Some(known) = self.namespaces.iter().find(|known| known.as_ref() == name) {
            return Rc::clone(known);
        }
        let fresh: Rc<str> = Rc::from(name);
        if self.namespaces.len() < REMEMBERED_MAX {
            self.namespaces.push(Rc::clone(&fresh));
        }
        fresh
    }

    fn close(&mut self) {
        if let Some(done) = self.open.pop() {
            match self.open.last_mut() {
                Some(parent) => parent.children.push(done),
                None => self.roots.push(done),
            }
        }
    }

    fn append(&mut self, text: &str, defects: &mut Defects) {
        let Some(element) = self.open.last_mut() else {
            if !text
                .trim_matches(['\u{FEFF}', ' ', '\t', '\r', '\n'])
                .is_empty()
            {
                let message = format!("text outside of the root: {}", quote(text.trim()));
                defects.add(DefectKind::Malformed, "", message);
            }
            return;
        };
        let room = ELEMENT_TEXT_BYTES_MAX.saturating_sub(element.text.len());
        if text.len() <= room {
            element.text.push_str(text);
            return;
        }
        element.text.push_str(cut(text, room));
        let message = format!("text longer than {ELEMENT_TEXT_BYTES_MAX} bytes was cut");
        defects.add(DefectKind::TextTruncated, self.path(), message);
    }

    fn reference(&mut self, reference: &BytesRef<'_>, defects: &mut Defects) {
        let name: &str = reference;
        if reference.is_char_ref() {
            let resolved = reference.resolve_char_ref().ok().flatten();
            match resolved.filter(|c| !is_illegal(*c)) {
                Some(c) => self.append(c.encode_utf8(&mut [0; 4]), defects),
                None => {
                    let message = format!("the character reference {} is illegal", quote(name));
                    defects.add(DefectKind::CharacterIllegal, self.path(), message);
                    self.append("\u{FFFD}", defects);
                }
            }
        } else if let Some(text) = resolve_predefined_entity(name) {
            self.append(text, defects);
        } else {
            let message = format!("the entity {} is not expanded", quote(name));
            defects.add(DefectKind::EntityUnknown, self.path(), message);
            self.append(&format!("&{name};"), defects);
        }
    }

    fn path(&self) -> String {
        self.open
            .iter()
            .map(|element| element.name.as_str())
            .collect::<Vec<_>>()
            .join("/")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn roots(text: &str) -> (Vec<Element>, Vec<DefectKind>) {
        let mut defects = Defects::default();
        let roots = read(text, &mut defects);
        (
            roots,
            defects
                .into_vec()
                .iter()
                .map(|defect| defect.kind)
                .collect(),
        )
    }

    #[test]
    fn entities_of_xml_and_characters_are_resolved_and_no_others() {
        let (roots, kinds) = roots("<a>&lt;&#x9884;&#35686; &nbsp;&#0;<![CDATA[<b>&amp;]]></a>");
        assert_eq!(
            roots[0].text, "<预警 &nbsp;\u{FFFD}<b>&amp;",
            "only XML's own entities expand"
        );
        let expected = [DefectKind::EntityUnknown, DefectKind::CharacterIllegal];
        assert_eq!(kinds, expected, "both refusals are told");
    }

    #[test]
    fn a_document_type_is_refused_wherever_it_stands() {
        for text in [
            "<!DOCTYPE a [<!ENTITY x SYSTEM 'file:///etc/hosts'>]><a>&x;</a>",
            "<a/><!DOCTYPE b>",
        ] {
            let (roots, kinds) = roots(text);
            assert!(
                roots.is_empty(),
                "nothing of such a document is used: {text}"
            );
            assert_eq!(
                kinds,
                [DefectKind::DtdRefused],
                "the refusal is told: {text}"
            );
        }
    }

    #[test]
    fn complete_elements_before_the_damage_are_kept() {
        let (roots, kinds) = roots("<a>1</a><a>2</b>");
        assert_eq!(roots.len(), 1, "the first element was complete");
        assert_eq!(kinds, [DefectKind::Malformed], "the second was not");
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "<a>".repeat(NESTING_MAX + 1);
        let (roots, kinds) = roots(&deep);
        assert!(roots.is_empty(), "too deep a document is not used");
        assert_eq!(kinds, [DefectKind::TooDeep], "the bound is told");
    }

    #[test]
    fn prefixes_resolve_to_their_namespace() {
        let (roots, _) = roots("<p:a xmlns:p='urn:x'><b xmlns='urn:y' k='&amp;1'/></p:a>");
        assert_eq!(
            (&*roots[0].namespace, roots[0].name.as_str()),
            ("urn:x", "a"),
            "prefixed"
        );
        let child = &roots[0].children[0];
        assert_eq!(
            (&*child.namespace, child.name.as_str()),
            ("urn:y", "b"),
            "default"
        );
        assert_eq!(
            child.attribute("k"),
            Some("&1"),
            "attribute values are unescaped"
        );
    }
}
