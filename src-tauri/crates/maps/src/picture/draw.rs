//! The drawing itself: base map, overlays, labels, and what surrounds the map.

use super::frame::{Frame, Rect};
use super::labels::{self, Placed, Wish};
use super::marks::Mark;
use super::text::{self, MAX_LABEL_CHARS, MAX_LINE_CHARS, escape, tidy};
use super::{MAX_OVERLAYS, Picture, PictureError};
use crate::crs::LonLat;
use crate::layer::{Feature, Layer, LayerKind, RoadClass, Shape};
use crate::style::{Palette, Tokens};
use std::collections::BTreeSet;
use std::fmt::Write;

const MARGIN_PT: f64 = 28.0;
const HEAD_PT: f64 = 30.0;
const FOOT_PT: f64 = 52.0;
/// Vertices nearer than this to the last one are left out: paper does not show them.
const MIN_STEP_PT: f64 = 0.35;
/// Lines of sources and note under the map at most.
const MAX_FOOT_LINES: usize = 3;
const FOOT_SIZE_PT: f64 = 7.5;

/// The heading as it is drawn.
pub(super) fn title(picture: &Picture<'_>) -> String {
    let title = tidy(picture.title, MAX_LINE_CHARS);
    if picture.exercise {
        format!("【演练】{title}")
    } else {
        title
    }
}

/// The whole sheet.
pub(super) fn svg(picture: &Picture<'_>, family: &str) -> Result<String, PictureError> {
    let (width, height) = picture.paper.size_pt();
    let rect = Rect::new(
        MARGIN_PT,
        MARGIN_PT + HEAD_PT,
        width - 2.0 * MARGIN_PT,
        height - 2.0 * MARGIN_PT - HEAD_PT - FOOT_PT,
    );
    let frame = Frame::fit(rect, picture.extent)?;
    let mut sheet = Sheet {
        out: String::new(),
        frame,
        picture,
        tokens: Palette::Day.tokens(),
        unwritten: 0,
    };
    let _ = write!(
        sheet.out,
        "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{width:.2}\" height=\"{height:.2}\" \
         viewBox=\"0 0 {width:.2} {height:.2}\" font-family=\"{}\">\
         <rect width=\"100%\" height=\"100%\" fill=\"#FFFFFF\"/>\
         <clipPath id=\"map\"><rect {r}/></clipPath>\
         <g clip-path=\"url(#map)\"><rect {r} fill=\"{}\"/>",
        escape(family),
        sheet.tokens.ground,
        r = rect_attributes(&rect),
    );
    sheet.base();
    sheet.overlays();
    sheet.signs_and_labels();
    sheet.out.push_str("</g>");
    sheet.surroundings(width, height);
    sheet.out.push_str("</svg>");
    Ok(sheet.out)
}

fn rect_attributes(rect: &Rect) -> String {
    format!(
        "x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"",
        rect.x, rect.y, rect.width, rect.height
    )
}

struct Sheet<'a> {
    out: String,
    frame: Frame,
    picture: &'a Picture<'a>,
    tokens: &'static Tokens,
    /// Labels of overlays that found no room.
    unwritten: usize,
}

impl<'a> Sheet<'a> {
    // Writing into a String cannot fail; the result of write! is ignored for that reason.
    fn put(&mut self, text: std::fmt::Arguments<'_>) {
        let _ = self.out.write_fmt(text);
    }

    fn of_kind(&self, kind: &'a LayerKind) -> impl Iterator<Item = &'a Feature> + use<'a> {
        let frame = self.frame;
        self.picture
            .layers
            .iter()
            .filter(move |layer| layer.kind == *kind)
            .flat_map(|layer: &'a Layer| &layer.features)
            .filter(move |feature| feature.shape.bounds().is_some_and(|b| frame.shows(b)))
    }

    fn base(&mut self) {
        let tokens = self.tokens;
        let district = self.path(self.of_kind(&LayerKind::Boundary));
        self.put(format_args!(
            "<path d=\"{district}\" fill=\"{}\" fill-rule=\"evenodd\"/>",
            tokens.district
        ));
        let (areas, lines): (Vec<_>, Vec<_>) = self
            .of_kind(&LayerKind::Water)
            .partition(|f| matches!(f.shape, Shape::Areas(_)));
        let areas = self.path(areas.into_iter());
        self.put(format_args!(
            "<path d=\"{areas}\" fill=\"{}\" fill-rule=\"evenodd\"/>",
            tokens.water
        ));
        let lines = self.path(lines.into_iter());
        self.stroke(&lines, tokens.water, 2.4, "");
        self.other_layers();
        self.roads();
        self.stroke(&district, tokens.boundary, 1.2, "stroke-dasharray=\"6 3\"");
    }

    fn other_layers(&mut self) {
        let kinds: Vec<&LayerKind> = self
            .picture
            .layers
            .iter()
            .map(|layer| &layer.kind)
            .filter(|kind| matches!(kind, LayerKind::Other(_)))
            .collect::<std::collections::HashSet<_>>()
            .into_iter()
            .collect();
        // A set has no order of its own; the same picture must give the same bytes.
        let mut kinds = kinds;
        kinds.sort_unstable_by_key(|kind| kind.name());
        for kind in kinds {
            let (areas, lines): (Vec<_>, Vec<_>) = self
                .of_kind(kind)
                .partition(|f| matches!(f.shape, Shape::Areas(_)));
            let (areas, lines) = (self.path(areas.into_iter()), self.path(lines.into_iter()));
            let tokens = self.tokens;
            self.put(format_args!(
                "<path d=\"{areas}\" fill=\"{}\" stroke=\"{}\" stroke-width=\"0.6\" \
                 fill-rule=\"evenodd\"/>",
                tokens.area, tokens.boundary
            ));
            self.stroke(&lines, tokens.text_muted, 0.9, "");
        }
    }

    /// Roads of the classes that the scale can show, narrow ones first, casings under fills.
    fn roads(&mut self) {
        let narrowest = match self.frame.m_per_pt {
            m_per_pt if m_per_pt > 150.0 => RoadClass::Trunk,
            m_per_pt if m_per_pt > 60.0 => RoadClass::Secondary,
            m_per_pt if m_per_pt > 20.0 => RoadClass::Tertiary,
            _ => RoadClass::Minor,
        };
        let widen = (20.0 / self.frame.m_per_pt).clamp(0.5, 2.0);
        let shown = RoadClass::ALL
            .into_iter()
            .rev()
            .filter(|class| *class <= narrowest);
        let paths: Vec<(RoadClass, String)> = shown
            .map(|class| {
                let of_class = self
                    .of_kind(&LayerKind::Roads)
                    .filter(|feature| feature.text("class") == Some(class.name()));
                (class, self.path(of_class))
            })
            .collect();
        for (class, path) in &paths {
            self.stroke(
                path,
                self.tokens.road_casing,
                road_width_pt(*class) * widen + 0.7,
                "",
            );
        }
        for (class, path) in &paths {
            self.stroke(
                path,
                self.tokens.road(*class),
                road_width_pt(*class) * widen,
                "",
            );
        }
    }

    fn stroke(&mut self, path: &str, color: &str, width_pt: f64, more: &str) {
        if !path.is_empty() {
            self.put(format_args!(
                "<path d=\"{path}\" fill=\"none\" stroke=\"{color}\" \
                 stroke-width=\"{width_pt:.2}\" stroke-linecap=\"round\" \
                 stroke-linejoin=\"round\" {more}/>"
            ));
        }
    }

    /// Lines and rings of features as one path.
    fn path<'f>(&self, features: impl Iterator<Item = &'f Feature>) -> String {
        let mut path = String::new();
        for feature in features {
            self.add_shape(&mut path, &feature.shape);
        }
        path
    }

    fn add_shape(&self, path: &mut String, shape: &Shape) {
        match shape {
            Shape::Points(_) => {}
            Shape::Lines(lines) => lines
                .iter()
                .for_each(|line| self.add_line(path, line, false)),
            Shape::Areas(areas) => {
                areas
                    .iter()
                    .flatten()
                    .for_each(|ring| self.add_line(path, ring, true));
            }
        }
    }

    fn add_line(&self, path: &mut String, line: &[LonLat], closed: bool) {
        let mut last: Option<(f64, f64)> = None;
        for (index, place) in line.iter().enumerate() {
            let (x, y) = self.frame.point(*place);
            let end = index + 1 == line.len();
            let near = last.is_some_and(|(lx, ly)| (x - lx).hypot(y - ly) < MIN_STEP_PT);
            if near && !end {
                continue;
            }
            let command = if last.is_none() { 'M' } else { 'L' };
            let _ = write!(path, "{command}{x:.1} {y:.1}");
            last = Some((x, y));
        }
        if closed {
            path.push('Z');
        }
    }

    fn overlays(&mut self) {
        for overlay in self.picture.overlays.iter().take(MAX_OVERLAYS) {
            let mut path = String::new();
            self.add_shape(&mut path, &overlay.shape);
            let [fill, stroke] = overlay.mark.line_colors();
            let dash = if overlay.dashed {
                "stroke-dasharray=\"7 4\""
            } else {
                ""
            };
            if matches!(overlay.shape, Shape::Areas(_)) {
                self.put(format_args!(
                    "<path d=\"{path}\" fill=\"{fill}\" fill-opacity=\"0.22\" \
                     fill-rule=\"evenodd\"/>"
                ));
                self.stroke(&path, stroke, 1.6, dash);
            } else if matches!(overlay.shape, Shape::Lines(_)) {
                self.stroke(&path, "#FFFFFF", 4.4, "");
                self.stroke(&path, stroke, 2.6, dash);
            }
        }
    }

    /// Signs first, then the labels around them; the more important overlay lies on top.
    fn signs_and_labels(&mut self) {
        let mut signs: Vec<(Mark, (f64, f64))> = Vec::new();
        let mut wishes: Vec<Wish> = Vec::new();
        for overlay in self.picture.overlays.iter().take(MAX_OVERLAYS) {
            let Some(bounds) = overlay.shape.bounds() else {
                continue;
            };
            if !self.frame.shows(bounds) {
                continue;
            }
            let half_pt = match &overlay.shape {
                Shape::Points(places) => {
                    let points = places.iter().map(|place| self.frame.point(*place));
                    signs.extend(points.map(|point| (overlay.mark, point)));
                    overlay.mark.half_pt()
                }
                Shape::Lines(_) | Shape::Areas(_) => 0.0,
            };
            if let Some(place) = overlay.shape.label_place() {
                let at = self.frame.point(place);
                wishes.extend(wish(
                    &overlay.label,
                    at,
                    half_pt,
                    9.0,
                    self.tokens.text,
                    true,
                ));
            }
        }
        wishes.extend(self.base_wishes(&LayerKind::Streets, 9.5, self.tokens.text));
        wishes.extend(self.base_wishes(&LayerKind::Places, 7.5, self.tokens.text_muted));
        for (mark, (x, y)) in signs.iter().rev() {
            self.out.push_str(&mark.svg(*x, *y));
        }
        let side = |mark: &Mark| mark.half_pt() * 2.0;
        let mut taken: Vec<Rect> = signs
            .iter()
            .map(|(mark, (x, y))| Rect::around(*x, *y, side(mark), side(mark)))
            .collect();
        taken.extend([self.scale_bar_rect(), self.north_rect()]);
        let (placed, unwritten) = labels::place(wishes, &self.frame.rect, taken);
        self.unwritten = unwritten;
        for label in &placed {
            self.label(label);
        }
    }

    fn base_wishes(&self, kind: &'a LayerKind, size_pt: f64, color: &'static str) -> Vec<Wish> {
        self.of_kind(kind)
            .filter_map(|feature| {
                let at = self.frame.point(feature.shape.label_place()?);
                wish(feature.text("name")?, at, 0.0, size_pt, color, false)
            })
            .collect()
    }

    fn label(&mut self, label: &Placed) {
        let (wish, rect) = (&label.wish, &label.rect);
        let halo = self.tokens.halo;
        self.put(format_args!(
            "<text x=\"{:.1}\" y=\"{:.1}\" font-size=\"{}\" text-anchor=\"middle\" fill=\"{}\" \
             stroke=\"{halo}\" stroke-width=\"2\" stroke-linejoin=\"round\" \
             paint-order=\"stroke\">{}</text>",
            rect.x + rect.width / 2.0,
            rect.y + rect.height / 2.0 + wish.size_pt * 0.36,
            wish.size_pt,
            wish.color,
            escape(&wish.text),
        ));
    }

    fn text(&mut self, x: f64, y: f64, size_pt: f64, anchor: &str, content: &str) {
        let color = self.tokens.text;
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size_pt}\" text-anchor=\"{anchor}\" \
             fill=\"{color}\">{}</text>",
            escape(content)
        ));
    }

    fn surroundings(&mut self, width: f64, height: f64) {
        let rect = self.frame.rect;
        let dash = if self.picture.exercise {
            "stroke-dasharray=\"9 5\""
        } else {
            ""
        };
        self.put(format_args!(
            "<rect {} fill=\"none\" stroke=\"#1C1F23\" stroke-width=\"1.2\" {dash}/>",
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

    fn scale_bar_rect(&self) -> Rect {
        let rect = self.frame.rect;
        let width = self.frame.scale_bar().length_pt.max(96.0) + 40.0;
        Rect::new(rect.x + 6.0, rect.y + rect.height - 34.0, width, 28.0)
    }

    fn scale_bar(&mut self) {
        let bar = self.frame.scale_bar();
        let rect = self.scale_bar_rect();
        let (x, y, half) = (rect.x + 8.0, rect.y + 20.0, bar.length_pt / 2.0);
        self.put(format_args!(
            "<rect {} fill=\"#FFFFFF\" fill-opacity=\"0.85\"/>\
             <rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{half:.1}\" height=\"4\" fill=\"#1C1F23\"/>\
             <rect x=\"{:.1}\" y=\"{y:.1}\" width=\"{half:.1}\" height=\"4\" fill=\"#FFFFFF\" \
             stroke=\"#1C1F23\" stroke-width=\"0.6\"/>",
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

    fn north_rect(&self) -> Rect {
        let rect = self.frame.rect;
        Rect::new(rect.x + rect.width - 34.0, rect.y + 8.0, 26.0, 40.0)
    }

    fn north(&mut self) {
        let rect = self.north_rect();
        let (x, y) = (rect.x + rect.width / 2.0, rect.y + 13.0);
        self.put(format_args!(
            "<rect {} fill=\"#FFFFFF\" fill-opacity=\"0.85\"/>\
             <polygon points=\"{x:.1},{y:.1} {:.1},{b:.1} {x:.1},{m:.1} {:.1},{b:.1}\" \
             fill=\"#1C1F23\"/>",
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
        let rect = self.frame.rect;
        let (left, right) = (rect.x + 30.0, rect.x + rect.width - 64.0);
        let (top, bottom) = (rect.y + 20.0, rect.y + rect.height - 42.0);
        for (x, y) in [(left, top), (right, top), (left, bottom), (right, bottom)] {
            self.put(format_args!(
                "<rect {} fill=\"#FFFFFF\" stroke=\"#1C1F23\" stroke-width=\"1\" \
                 stroke-dasharray=\"3 2\"/>",
                rect_attributes(&Rect::around(x, y, 40.0, 20.0))
            ));
            self.text(x, y + 5.2, 14.0, "middle", "演练");
        }
        let (x, y) = (rect.x + rect.width / 2.0, rect.y + rect.height / 2.0);
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{:.1}\" font-size=\"120\" text-anchor=\"middle\" \
             fill=\"#1C1F23\" fill-opacity=\"0.07\" transform=\"rotate(-24 {x:.1} {y:.1})\">演练\
             </text>",
            y + 43.0
        ));
    }

    /// The marks in use, each with its word.
    fn legend(&mut self, y: f64) {
        let used: BTreeSet<Mark> = self
            .picture
            .overlays
            .iter()
            .take(MAX_OVERLAYS)
            .filter(|overlay| matches!(overlay.shape, Shape::Points(_)))
            .map(|overlay| overlay.mark)
            .collect();
        let mut x = MARGIN_PT + 10.0;
        for mark in used {
            let sign = mark.svg(x, y);
            self.out.push_str(&sign);
            let word = mark.word();
            self.text(x + 13.0, y + 3.0, 8.5, "start", &word);
            x += 13.0 + text::width(&word, 8.5) + 20.0;
        }
        let left_out = self.picture.overlays.len().saturating_sub(MAX_OVERLAYS);
        let missing = match (self.unwritten, left_out) {
            (0, 0) => return,
            (names, 0) => format!("另有 {names} 处名称因重叠未写出"),
            (names, marks) => format!("另有 {marks} 个标记未画出，{names} 处名称未写出"),
        };
        let right = MARGIN_PT + self.frame.rect.width;
        self.text(right, y + 3.0, 8.0, "end", &missing);
    }

    fn sources(&mut self, height: f64) {
        let mut sources: Vec<&str> = Vec::new();
        for layer in self.picture.layers {
            if !layer.source.is_empty() && !sources.contains(&layer.source.as_str()) {
                sources.push(&layer.source);
            }
        }
        let mut line = format!("资料来源：{}", sources.join("；"));
        let note = tidy(self.picture.note, MAX_LINE_CHARS);
        if !note.is_empty() {
            line = format!("{note}　{line}");
        }
        let line = tidy(&line, MAX_LINE_CHARS);
        let lines = text::wrap(&line, FOOT_SIZE_PT, self.frame.rect.width, MAX_FOOT_LINES);
        let step = FOOT_SIZE_PT * 1.3;
        for (index, line) in lines.iter().enumerate() {
            let y = height - MARGIN_PT - step * (lines.len() - 1 - index) as f64;
            self.text(MARGIN_PT, y, FOOT_SIZE_PT, "start", line);
        }
    }
}

fn wish(
    label: &str,
    at: (f64, f64),
    half_pt: f64,
    size_pt: f64,
    color: &'static str,
    counts: bool,
) -> Option<Wish> {
    let text = tidy(label, MAX_LABEL_CHARS);
    (!text.is_empty()).then_some(Wish {
        text,
        at,
        half_pt,
        size_pt,
        color,
        counts,
    })
}

/// Width of a road on paper in points, before the scale widens it.
fn road_width_pt(class: RoadClass) -> f64 {
    match class {
        RoadClass::Motorway => 2.2,
        RoadClass::Trunk => 1.9,
        RoadClass::Primary => 1.6,
        RoadClass::Secondary => 1.3,
        RoadClass::Tertiary => 1.0,
        RoadClass::Minor => 0.6,
    }
}
