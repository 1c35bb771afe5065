//! `styles.xml`: what a paragraph style means (ECMA-376-1:2016, 17.7).

use std::collections::HashMap;

use super::xml::{Node, Walk};

/// Styles that are kept.
const STYLES_MAX: usize = 20_000;
/// Steps up the chain of a style's bases; a ring ends there.
const BASES_MAX: usize = 20;

/// One paragraph style as far as it matters here.
#[derive(Debug, Clone, Default)]
struct Style {
    name: String,
    base: String,
    outline: Option<u8>,
    list: Option<String>,
    list_level: Option<usize>,
    bold: Option<bool>,
    centred: Option<bool>,
    half_points: Option<u32>,
}

/// What a style gives a paragraph, its bases included.
#[derive(Debug, Clone, Default)]
pub(super) struct Look {
    pub(super) level: Option<u8>,
    pub(super) title: bool,
    pub(super) contents: bool,
    pub(super) list: Option<String>,
    pub(super) list_level: Option<usize>,
    pub(super) bold: bool,
    pub(super) centred: bool,
    pub(super) half_points: u32,
}

#[derive(Debug, Default)]
pub(super) struct Styles {
    styles: HashMap<String, Style>,
    /// Of paragraphs that name no style.
    default_id: String,
    default_half_points: u32,
    /// Why the styles are not whole.
    pub(super) damage: Option<String>,
}

impl Styles {
    pub(super) fn read(xml: &str) -> Self {
        let mut all = Self::default();
        let mut walk = Walk::new(xml);
        let mut open: Option<(String, Style)> = None;
        let mut in_defaults = false;
        while let Some(node) = walk.next() {
            match node {
                Node::Open(tag) | Node::Empty(tag) => {
                    let value = tag.value("val");
                    match (tag.name, open.as_mut()) {
                        ("docDefaults", _) => in_defaults = true,
                        ("sz", None) if in_defaults => {
                            all.default_half_points = value.parse().unwrap_or(0);
                        }
                        ("style", _) => {
                            let id = tag.value("styleId");
                            let is_paragraph = tag.value("type") == "paragraph";
                            if is_paragraph && matches!(&*tag.value("default"), "1" | "true") {
                                all.default_id.clone_from(&id);
                            }
                            open = Some((id, Style::default()));
                        }
                        (name, Some((_, style))) => style.set(name, value),
                        _ => {}
                    }
                }
                Node::Close("docDefaults") => in_defaults = false,
                Node::Close("style") => {
                    if all.styles.len() >= STYLES_MAX {
                        all.damage = Some(format!("more than {STYLES_MAX} styles"));
                    } else if let Some((id, style)) = open.take() {
                        all.styles.insert(id, style);
                    }
                }
                Node::Close(_) | Node::Text(_) => {}
            }
        }
        all.damage = walk.damage.or(all.damage);
        all
    }

    /// What the style of that id gives; an unknown one gives what the document's default does.
    pub(super) fn look(&self, id: &str) -> Look {
        let id = if id.is_empty() { &self.default_id } else { id };
        let mut look = Look {
            half_points: 0,
            ..Look::default()
        };
        let (mut bold, mut centred) = (None, None);
        let mut next = id;
        for step in 0..BASES_MAX {
            let Some(style) = self.styles.get(next) else {
                break;
            };
            let name = style.name.to_lowercase();
            look.level = look.level.or(style.outline).or_else(|| heading(&name));
            if step == 0 {
                look.title = matches!(name.as_str(), "title" | "标题" | "文档标题" | "文件标题");
                look.contents = name.starts_with("toc") || name.starts_with("目录");
            }
            if look.list.is_none() {
                look.list.clone_from(&style.list);
                look.list_level = look.list_level.or(style.list_level);
            }
            bold = bold.or(style.bold);
            centred = centred.or(style.centred);
            if look.half_points == 0 {
                look.half_points = style.half_points.unwrap_or(0);
            }
            next = &style.base;
        }
        if look.half_points == 0 {
            look.half_points = self.default_half_points;
        }
        look.bold = bold.unwrap_or(false);
        look.centred = centred.unwrap_or(false);
        // Level 10 of the outline means body text (17.3.1.20).
        look.level = look
            .level
            .filter(|level| (1..=9).contains(level) && !look.contents);
        look
    }
}

impl Style {
    fn set(&mut self, name: &str, value: String) {
        match name {
            "name" => self.name = value,
            "basedOn" => self.base = value,
            "outlineLvl" => {
                self.outline = value
                    .parse::<u8>()
                    .ok()
                    .map(|level| level.saturating_add(1));
            }
            "numId" => self.list = Some(value),
            "ilvl" => self.list_level = value.parse().ok(),
            "b" => self.bold = Some(is_on(&value)),
            "jc" => self.centred = Some(value == "center"),
            "sz" => self.half_points = value.parse().ok(),
            _ => {}
        }
    }
}

/// Whether a property that is written without a value, or with this one, is on (17.17.4).
pub(super) fn is_on(value: &str) -> bool {
    !matches!(value, "0" | "false" | "off")
}

/// The level of a heading style by its name, in lower case.
fn heading(name: &str) -> Option<u8> {
    let rest = ["heading", "标题"]
        .iter()
        .find_map(|start| name.strip_prefix(start))?;
    rest.trim().parse().ok().filter(|level| *level > 0)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_style_takes_from_its_bases_what_it_does_not_say() {
        let styles = Styles::read(
            r#"<w:styles xmlns:w="w"><w:docDefaults><w:rPrDefault><w:rPr>
<w:sz w:val="32"/></w:rPr></w:rPrDefault></w:docDefaults>
            <w:style w:type="paragraph" w:styleId="1"><w:name w:val="heading 1"/>
<w:rPr><w:b/></w:rPr></w:style>
            <w:style w:type="paragraph" w:styleId="x"><w:name w:val="章"/>
<w:basedOn w:val="1"/><w:pPr><w:jc w:val="center"/></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="body"><w:name w:val="正文样式"/>
<w:basedOn w:val="1"/><w:pPr><w:outlineLvl w:val="9"/></w:pPr></w:style>
            <w:style w:type="paragraph" w:styleId="T"><w:name w:val="toc 1"/>
<w:basedOn w:val="T"/></w:style>
            </w:styles>"#,
        );
        let look = styles.look("x");
        assert_eq!(
            (look.level, look.bold, look.centred, look.half_points),
            (Some(1), true, true, 32),
            "level and weight of its base, place of its own, size of the document"
        );
        assert_eq!(
            styles.look("body").level,
            None,
            "body text on a heading's base is body text"
        );
        assert!(styles.look("T").contents, "a ring of bases ends");
        assert_eq!(
            styles.look("none").level,
            None,
            "an unknown style says nothing"
        );
    }
}
