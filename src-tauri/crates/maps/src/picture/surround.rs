//! What surrounds the map on the sheet: heading, scale bar, north arrow, exercise marks, legend,
//! sources.

use super::MAX_OVERLAYS;
use super::draw::{MARGIN_PT, Sheet, rect_attributes, title};
use super::frame::Rect;
use super::marks::Mark;
use super::text::{self, MAX_LINE_CHARS, tidy};
use crate::layer::Shape;
use crate::tokens::PAPER;
use std::collections::BTreeSet;

/// Lines of sources and note under the map at most.
const MAX_FOOT_LINES: usize = 3;
const FOOT_SIZE_PT: f64 = 7.5;
const LEGEND_SIZE_PT: f64 = 8.5;
const LEGEND_ROW_PT: f64 = 20.0;

impl Sheet<'_> {
    pub(super) fn surroundings(&mut self, width: f64, height: f64) {
        let ink = self.tokens.text;
        let rect = self.frame.rect;
        let dash = if self.picture.exercise {
            "stroke-dasharray=\"9 5\""
        } else {
            ""
        };
        self.put(format_args!(
            "<rect {} fill=\"none\" stroke=\"{ink}\" stroke-width=\"1.2\" {dash}/>",
            rect_attributes(&rect)
        ));
        let subtitle = tidy(self.picture.subtitle, MAX_LINE_CHARS);
        let subtitle_width = text::width(&subtitle, 9.0).min(rect.width * 0.45);
        let room = rect.width - subtitle_width - 16.0;
        let title = text::wrap(&title(self.picture), 16.0, room, 1);
        let head_y = MARGIN_PT + 17.0;
        self.text(
            rect.x,
            head_y,
            16.0,
            "start",
            title.first().map_or("", String::as_str),
        );
        let subtitle = text::wrap(&subtitle, 9.0, subtitle_width + 1.0, 1);
        let right = width - MARGIN_PT;
        self.text(
            right,
            head_y,
            9.0,
            "end",
            subtitle.first().map_or("", String::as_str),
        );
        self.scale_bar();
        self.north();
        if self.picture.exercise {
            self.exercise_marks();
        }
        self.legend(rect.y + rect.height + 15.0);
        self.sources(height);
    }

    pub(super) fn scale_bar_rect(&self) -> Rect {
        let rect = self.frame.rect;
        let width = self.frame.scale_bar().length_pt.max(96.0) + 40.0;
        Rect::new(rect.x + 6.0, rect.y + rect.height - 34.0, width, 28.0)
    }

    fn scale_bar(&mut self) {
        let ink = self.tokens.text;
        let bar = self.frame.scale_bar();
        let rect = self.scale_bar_rect();
        let (x, y, half) = (rect.x + 8.0, rect.y + 20.0, bar.length_pt / 2.0);
        self.put(format_args!(
            "<rect {} fill=\"{PAPER}\" fill-opacity=\"0.85\"/>\
             <rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{half:.1}\" height=\"4\" fill=\"{ink}\"/>\
             <rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{half:.1}\" height=\"4\" fill=\"{PAPER}\" \
             stroke=\"{ink}\" stroke-width=\"0.6\"/>",
            rect_attributes(&rect),
            x + half,
        ));
        let distance = if bar.distance_m >= 1_000.0 {
            format!("{} 千米", bar.distance_m / 1_000.0)
        } else {
            format!("{} 米", bar.distance_m)
        };
        let ratio = self.frame.ratio();
        self.text(
            x,
            y - 5.0,
            8.0,
            "start",
            &format!("{distance}　约 1:{ratio}（图幅中心）"),
        );
    }

    pub(super) fn north_rect(&self) -> Rect {
        let rect = self.frame.rect;
        Rect::new(rect.x + rect.width - 34.0, rect.y + 8.0, 26.0, 40.0)
    }

    fn north(&mut self) {
        let ink = self.tokens.text;
        let rect = self.north_rect();
        let (x, y) = (rect.x + rect.width / 2.0, rect.y + 13.0);
        self.put(format_args!(
            "<rect {} fill=\"{PAPER}\" fill-opacity=\"0.85\"/>\
             <polygon points=\"{x:.1},{y:.1} {:.1},{b:.1} {x:.1},{m:.1} {:.1},{b:.1}\" \
             fill=\"{ink}\"/>",
            rect_attributes(&rect),
            x + 7.0,
            x - 7.0,
            b = y + 24.0,
            m = y + 18.0,
        ));
        self.text(x, y - 2.0, 10.0, "middle", "北");
    }

    /// The word in each corner of the frame and, pale, across the map.
    fn exercise_marks(&mut self) {
        let ink = self.tokens.text;
        let rect = self.frame.rect;
        let (left, right) = (rect.x + 30.0, rect.x + rect.width - 64.0);
        let (top, bottom) = (rect.y + 20.0, rect.y + rect.height - 42.0);
        for (x, y) in [(left, top), (right, top), (left, bottom), (right, bottom)] {
            self.put(format_args!(
                "<rect {} fill=\"{PAPER}\" stroke=\"{ink}\" stroke-width=\"1\" \
                 stroke-dasharray=\"3 2\"/>",
                rect_attributes(&Rect::around(x, y, 40.0, 20.0))
            ));
            self.text(x, y + 5.2, 14.0, "middle", "演练");
        }
        let (x, y) = (rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"120\" text-anchor=\"middle\" \
             fill=\"{ink}\" fill-opacity=\"0.07\" transform=\"rotate(-24 {x:.1} {y:.1})\">演练\
             </text>",
            y + 43.0
        ));
    }

    /// The marks in use, each with its word, in as many rows as they need.
    fn legend(&mut self, first_y: f64) {
        let used: BTreeSet<Mark> = self
            .picture
            .overlays
            .iter()
            .take(MAX_OVERLAYS)
            .filter(|overlay| matches!(overlay.shape, Shape::Points(_)))
            .map(|overlay| overlay.mark)
            .collect();
        let left = MARGIN_PT + 10.0;
        let (mut x, mut y) = (left, first_y);
        for mark in used {
            let word = mark.word();
            let width = 13.0 + text::width(&word, LEGEND_SIZE_PT);
            if x + width > MARGIN_PT + self.frame.rect.width {
                (x, y) = (left, y + LEGEND_ROW_PT);
            }
            let sign = mark.svg(x, y);
            self.out.push_str(&sign);
            self.text(x + 13.0, y + 3.0, LEGEND_SIZE_PT, "start", &word);
            x += width + 20.0;
        }
    }

    /// What the sheet does not show, or nothing.
    fn missing(&self) -> Option<String> {
        let left_out = self.picture.overlays.len().saturating_sub(MAX_OVERLAYS);
        match (self.unwritten, left_out) {
            (0, 0) => None,
            (names, 0) => Some(format!("另有 {names} 处名称因重叠未写出")),
            (names, marks) => Some(format!("另有 {marks} 个标记未画出，{names} 处名称未写出")),
        }
    }

    fn sources(&mut self, height: f64) {
        let mut sources: Vec<&str> = Vec::new();
        for layer in self.picture.layers {
            if !layer.source.is_empty() && !sources.contains(&layer.source.as_str()) {
                sources.push(&layer.source);
            }
        }
        let note = tidy(self.picture.note, MAX_LINE_CHARS);
        let parts = self
            .missing()
            .into_iter()
            .chain((!note.is_empty()).then_some(note));
        let sources = format!("资料来源：{}", sources.join("；"));
        let line = parts.chain([sources]).collect::<Vec<_>>().join("。");
        let line = tidy(&line, MAX_LINE_CHARS);
        let lines = text::wrap(&line, FOOT_SIZE_PT, self.frame.rect.width, MAX_FOOT_LINES);
        let step = FOOT_SIZE_PT * 1.3;
        for (index, line) in lines.iter().enumerate() {
            let y = height - MARGIN_PT - step * (lines.len() - 1 - index) as f64;
            self.text(MARGIN_PT, y, FOOT_SIZE_PT, "start", line);
        }
    }
}
