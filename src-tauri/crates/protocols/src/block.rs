//! Reading one block of elements: texts, times, lists, and what is wrong with each.

use crate::cap::{BULK_BYTES_MAX, NameValue, REPEATS_MAX, TEXT_BYTES_MAX, UnknownElement};
use crate::defect::{DefectKind, Defects, quote};
use crate::geometry::{self, PointOrder};
use crate::time::{self, TimeForm};
use crate::xml::{self, Element};

/// `path/name`.
pub(crate) fn path_of(path: &str, name: &str) -> String {
    format!("{path}/{name}")
}

/// One block of elements while it is read.
pub(crate) struct Block<'a> {
    namespace: &'a str,
    pub(crate) path: String,
    pub(crate) form: TimeForm,
    pub(crate) order: &'static [&'static str],
    reached: usize,
    order_told: bool,
    pub(crate) defects: Defects,
}

impl<'a> Block<'a> {
    pub(crate) fn new(element: &'a Element, path: &str) -> Self {
        Self {
            namespace: element.namespace.as_ref(),
            path: path.to_owned(),
            form: TimeForm::Cap,
            order: &[],
            reached: 0,
            order_told: false,
            defects: Defects::default(),
        }
    }

    pub(crate) fn inside<'b>(&self, element: &'b Element, path: String) -> Block<'b> {
        Block {
            form: self.form,
            path,
            ..Block::new(element, "")
        }
    }

    /// Whether the element belongs to the standard; notes it when it stands out of order.
    pub(crate) fn enter(&mut self, child: &Element) -> bool {
        let space = child.namespace.as_ref();
        if space != self.namespace && !space.is_empty() {
            return false;
        }
        if let Some(place) = self.order.iter().position(|name| *name == child.name) {
            if place < self.reached && !self.order_told {
                self.order_told = true;
                let message = format!("`{}` stands after an element it must precede", child.name);
                self.defects.add(
                    DefectKind::ElementOrder,
                    path_of(&self.path, &child.name),
                    message,
                );
            }
            self.reached = self.reached.max(place);
        }
        true
    }

    pub(crate) fn bounded(&mut self, element: &Element, bytes_max: usize) -> String {
        self.cut(element, element.text.trim(), bytes_max)
    }

    fn exact(&mut self, slot: &mut String, element: &Element) {
        if !slot.is_empty() {
            self.repeated(element);
            return;
        }
        *slot = self.cut(element, &element.text, TEXT_BYTES_MAX);
    }

    fn cut(&mut self, element: &Element, text: &str, bytes_max: usize) -> String {
        if text.len() > bytes_max {
            let message = format!("text of {} bytes cut at {bytes_max}", text.len());
            self.defects.add(
                DefectKind::TextTruncated,
                path_of(&self.path, &element.name),
                message,
            );
        }
        xml::cut(text, bytes_max).to_owned()
    }

    pub(crate) fn option(&mut self, slot: &mut Option<String>, element: &Element) {
        self.option_bounded(slot, element, TEXT_BYTES_MAX);
    }

    pub(crate) fn bulk(&mut self, slot: &mut Option<String>, element: &Element) {
        self.option_bounded(slot, element, BULK_BYTES_MAX);
    }

    pub(crate) fn option_bounded(
        &mut self,
        slot: &mut Option<String>,
        element: &Element,
        bytes_max: usize,
    ) {
        if slot.is_some() {
            self.repeated(element);
            return;
        }
        *slot = Some(self.bounded(element, bytes_max)).filter(|text| !text.is_empty());
    }

    pub(crate) fn text(&mut self, slot: &mut String, element: &Element) {
        if !slot.is_empty() {
            self.repeated(element);
            return;
        }
        *slot = self.bounded(element, TEXT_BYTES_MAX);
    }

    pub(crate) fn repeated(&mut self, element: &Element) {
        let message = format!(
            "`{}` stands more than once; the first is used",
            element.name
        );
        self.defects.add(
            DefectKind::ElementRepeated,
            path_of(&self.path, &element.name),
            message,
        );
    }

    pub(crate) fn push(&mut self, list: &mut Vec<String>, element: &Element) {
        if self.has_room(list.len(), REPEATS_MAX, element) {
            let text = self.bounded(element, TEXT_BYTES_MAX);
            if !text.is_empty() {
                list.push(text);
            }
        }
    }

    /// One more of the blocks that may stand here several times, at most `max` of them.
    pub(crate) fn nested<T>(
        &mut self,
        into: &mut Vec<T>,
        max: usize,
        child: &Element,
        read: impl FnOnce(&Element, String, &mut Self) -> T,
    ) {
        if self.has_room(into.len(), max, child) {
            let path = format!("{}/{}[{}]", self.path, child.name, into.len());
            let inner = read(child, path, self);
            into.push(inner);
        }
    }

    /// One more polygon: its words, and its points with the latitude first or as `order` finds.
    pub(crate) fn polygon(
        &mut self,
        (words, points): (&mut Vec<String>, &mut Vec<Vec<[f64; 2]>>),
        order: PointOrder,
        child: &Element,
    ) {
        if !self.has_room(words.len(), REPEATS_MAX, child) {
            return;
        }
        let path = format!("{}/polygon[{}]", self.path, words.len());
        let text = self.bounded(child, BULK_BYTES_MAX);
        if !text.is_empty() {
            points.push(geometry::polygon(&text, order, &path, &mut self.defects));
            words.push(text);
        }
    }

    /// One more circle: its words; answers centre and radius when they can be read.
    pub(crate) fn circle(
        &mut self,
        words: &mut Vec<String>,
        order: PointOrder,
        child: &Element,
    ) -> Option<[f64; 3]> {
        if !self.has_room(words.len(), REPEATS_MAX, child) {
            return None;
        }
        let path = format!("{}/circle[{}]", self.path, words.len());
        let text = self.bounded(child, TEXT_BYTES_MAX);
        if text.is_empty() {
            return None;
        }
        let circle = geometry::circle(&text, order, &path, &mut self.defects);
        words.push(text);
        circle
    }

    pub(crate) fn has_room(&mut self, length: usize, length_max: usize, element: &Element) -> bool {
        if length >= length_max {
            let message = format!("more than {length_max} `{}`; left out", element.name);
            self.defects.add(
                DefectKind::TooMany,
                path_of(&self.path, &element.name),
                message,
            );
        }
        length < length_max
    }

    pub(crate) fn time(
        &mut self,
        text: &mut Option<String>,
        utc_ms: &mut Option<i64>,
        element: &Element,
    ) {
        self.option(text, element);
        let Some(written) = text.as_deref().filter(|_| utc_ms.is_none()) else {
            return;
        };
        let read = time::read(written, self.form);
        let path = path_of(&self.path, &element.name);
        for complaint in read.complaints {
            let message = format!("{}: {complaint}", quote(written));
            self.defects
                .add(DefectKind::TimeForm, path.clone(), message);
        }
        if read.utc_ms.is_none() {
            let message = format!("{} is no date and time", quote(written));
            self.defects.add(DefectKind::TimeUnreadable, path, message);
        }
        *utc_ms = read.utc_ms;
    }

    /// One more pair; what stands in it beside name and value is kept under `unknown`.
    pub(crate) fn name_value(
        &mut self,
        list: &mut Vec<NameValue>,
        unknown: &mut Vec<UnknownElement>,
        element: &Element,
    ) {
        if !self.has_room(list.len(), REPEATS_MAX, element) {
            return;
        }
        let mut pair = NameValue::default();
        if element.children.is_empty() {
            // CAP 1.0: `name=value` in one text.
            let text = self.bounded(element, TEXT_BYTES_MAX);
            match text.split_once('=') {
                Some((name, value)) => {
                    pair = NameValue {
                        value_name: name.to_owned(),
                        value: value.to_owned(),
                    };
                }
                None if text.is_empty() => return,
                None => pair.value = text,
            }
        }
        for child in &element.children {
            match child.name.as_str() {
                // Names and values of other systems are kept to the last space.
                "valueName" => self.exact(&mut pair.value_name, child),
                "value" => self.exact(&mut pair.value, child),
                _ => self.unknown(unknown, child),
            }
        }
        if pair.value_name.is_empty() {
            let path = path_of(&self.path, &element.name);
            self.defects
                .add(DefectKind::ElementMissing, path, "`valueName` is required");
        }
        list.push(pair);
    }

    pub(crate) fn unknown(&mut self, list: &mut Vec<UnknownElement>, element: &Element) {
        if !self.has_room(list.len(), REPEATS_MAX, element) {
            return;
        }
        let message = format!("`{}` is not of this standard; kept", quote(&element.name));
        self.defects
            .add(DefectKind::ElementUnknown, self.path.clone(), message);
        // Room for one more character, so that a longer text is longer than the bound here too.
        let whole = element.whole_text(TEXT_BYTES_MAX + char::MAX.len_utf8());
        if whole.len() > TEXT_BYTES_MAX {
            let message = format!("text cut at {TEXT_BYTES_MAX} bytes");
            self.defects
                .add(DefectKind::TextTruncated, self.path.clone(), message);
        }
        list.push(UnknownElement {
            name: xml::cut(&element.name, TEXT_BYTES_MAX).to_owned(),
            namespace: xml::cut(&element.namespace, TEXT_BYTES_MAX).to_owned(),
            text: xml::cut(&whole, TEXT_BYTES_MAX).to_owned(),
        });
    }
}
