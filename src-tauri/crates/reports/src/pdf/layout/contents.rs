//! The table of contents: its lines first, their pages when all sections stand.

use super::{Ink, Layout, base_line};
use crate::document::{CONTENTS_DEPTH, Part};
use crate::pdf::PAGE_WIDTH;
use crate::pdf::line::{Metrics, Style, lines, width};

/// How far each depth is set in, and what stays free for the page, in units of the type size.
const INDENT_EM: f32 = 1.5;
const PAGE_EM: f32 = 3.0;

/// Between the words and the page.
const LEADER: &str = ".";

/// A line of the contents.
pub(super) struct Listed {
    /// Which section of the document, counted from 0.
    section: usize,
    /// Which page the line stands on, counted from 0.
    page: usize,
    /// Where its words end, and its base line.
    x: f32,
    y: f32,
}

impl<M: Metrics> Layout<'_, M> {
    /// Lists the sections; nothing where there is none.
    pub(super) fn contents(&mut self, parts: &[Part]) {
        let sections = parts.iter().filter_map(|part| match part {
            Part::Section(section) => Some(section),
            _ => None,
        });
        let depth = |depth: u8| usize::from(depth).max(1);
        let listed: Vec<_> = sections
            .enumerate()
            .filter(|(_, section)| depth(section.depth) <= CONTENTS_DEPTH)
            .collect();
        if listed.is_empty() {
            return;
        }
        self.heading("目录");
        let size = self.sheet.body;
        let leading = size * 1.6;
        for (place, section) in listed {
            let indent = INDENT_EM * (depth(section.depth) - 1) as f32;
            let columns = self.text_width() / size - indent - PAGE_EM;
            let left = self.sheet.left + indent * size;
            let mut end = left;
            for line in lines(self.metrics, Style::Body, &section.words, columns, 0.0) {
                self.need(leading);
                end = left + width(self.metrics, Style::Body, &line.words) * size;
                self.line(left, Style::Body, size, leading, line.words);
            }
            if self.full {
                return;
            }
            self.listed.push(Listed {
                section: place,
                page: self.pages.len() - 1,
                x: end,
                y: self.y - leading + base_line(size, leading),
            });
        }
        self.new_page();
    }

    /// Writes the pages into the contents; a section that was not printed has none.
    pub(super) fn number_contents(&mut self) {
        let size = self.sheet.body;
        let right = PAGE_WIDTH - self.sheet.right;
        let dot = width(self.metrics, Style::Body, LEADER) * size;
        for listed in std::mem::take(&mut self.listed) {
            let Some(Some(number)) = self.sections.get(listed.section) else {
                continue;
            };
            let number = number.to_string();
            let at = right - width(self.metrics, Style::Body, &number) * size;
            // One dot and a half stay free on either side.
            let dots = ((at - listed.x) / dot.max(0.1) - 3.0).max(0.0) as usize;
            let from = at - (dots as f32 + 1.5) * dot;
            let Some(page) = self.pages.get_mut(listed.page) else {
                continue;
            };
            for (x, words) in [(from, LEADER.repeat(dots)), (at, number)] {
                page.inks.push(Ink::Text {
                    x,
                    y: listed.y,
                    size,
                    style: Style::Body,
                    words,
                });
            }
        }
    }
}
