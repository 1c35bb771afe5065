//! The drawing itself: base map, overlays, labels, and what surrounds the map.

use super::frame::{Frame, Rect};
use super::labels::{self, Placed, Wish};
use super::marks::Mark;
use super::process::square;
use super::text::{MAX_LABEL_CHARS, MAX_LINE_CHARS, escape, tidy};
use super::{MAX_OVERLAYS, Picture, PictureError};
use crate::crs::LonLat;
use crate::layer::{Feature, Layer, LayerKind, RoadClass, Shape};
use crate::tokens::{PAPER, Palette, Tokens};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeMap;
use std::fmt::Write;

pub(super) const MARGIN_PT: f64 = 28.0;
const HEAD_PT: f64 = 30.0;
const FOOT_PT: f64 = 72.0;
/// Vertices nearer than this to the last one are left out: paper does not show them.
const MIN_STEP_PT: f64 = 0.35;

/// The heading as it is drawn.
pub(super) fn title(picture: &Picture<'_>) -> String {
    let title = tidy(picture.title, MAX_LINE_CHARS);
    if picture.exercise {
        format!("【演练】{title}")
    } else {
        title
    }
}

/// Where the base map comes from.
#[derive(Debug, Clone, Copy)]
pub(super) enum Base<'a> {
    /// Drawn with the rest.
    Drawn,
    /// A PNG of the square around the map frame.
    Image(&'a [u8]),
}

/// The map frame of a picture.
pub(super) fn frame(picture: &Picture<'_>) -> Result<Frame, PictureError> {
    let (width, height) = picture.paper.size_pt();
    let rect = Rect::new(
        MARGIN_PT,
        MARGIN_PT + HEAD_PT,
        width - 2.0 * MARGIN_PT,
        height - 2.0 * MARGIN_PT - HEAD_PT - FOOT_PT,
    );
    Frame::fit(rect, picture.extent)
}

/// The narrowest class of road that the scale can show.
pub(super) fn narrowest_road(frame: &Frame) -> RoadClass {
    match frame.m_per_pt {
        m_per_pt if m_per_pt > 150.0 => RoadClass::Trunk,
        m_per_pt if m_per_pt > 60.0 => RoadClass::Secondary,
        m_per_pt if m_per_pt > 20.0 => RoadClass::Tertiary,
        _ => RoadClass::Minor,
    }
}

/// The whole sheet.
pub(super) fn svg(
    picture: &Picture<'_>,
    family: &str,
    base: Base<'_>,
) -> Result<String, PictureError> {
    let (width, height) = picture.paper.size_pt();
    let frame = frame(picture)?;
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
         <rect width=\"100%\" height=\"100%\" fill=\"{PAPER}\"/>\
         <clipPath id=\"map\"><rect {r}/></clipPath>\
         <g clip-path=\"url(#map)\"><rect {r} fill=\"{}\"/>",
        escape(family),
        sheet.tokens.ground,
        r = rect_attributes(&frame.rect),
    );
    match base {
        Base::Drawn => sheet.base(),
        Base::Image(png) => sheet.image(png),
    }
    sheet.overlays();
    sheet.signs_and_labels();
    sheet.out.push_str("</g>");
    sheet.surroundings(width, height);
    sheet.out.push_str("</svg>");
    Ok(sheet.out)
}

pub(super) fn rect_attributes(rect: &Rect) -> String {
    format!(
        "x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"{:.1}\"",
        rect.x, rect.y, rect.width, rect.height
    )
}

pub(super) struct Sheet<'a> {
    pub(super) out: String,
    pub(super) frame: Frame,
    pub(super) picture: &'a Picture<'a>,
    pub(super) tokens: &'static Tokens,
    /// Labels of overlays that found no room.
    pub(super) unwritten: usize,
}

impl<'a> Sheet<'a> {
    // Writing into a String cannot fail; the result of write! is ignored for that reason.
    pub(super) fn put(&mut self, text: std::fmt::Arguments<'_>) {
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

    fn image(&mut self, png: &[u8]) {
        let (side, x, y) = square(&self.frame);
        let data = STANDARD.encode(png);
        self.put(format_args!(
            "<image x=\"{x:.2}\" y=\"{y:.2}\" width=\"{side:.2}\" height=\"{side:.2}\" \
             href=\"data:image/png;base64,{data}\"/>"
        ));
        // The district's line is dashed, which a base map of another program may not be able to.
        let district = self.path(self.of_kind(&LayerKind::Boundary));
        self.stroke(
            &district,
            self.tokens.boundary,
            1.2,
            "stroke-dasharray=\"6 3\"",
        );
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
        // Ordered by name, because the same picture must give the same bytes.
        let kinds: BTreeMap<&str, &LayerKind> = self
            .picture
            .layers
            .iter()
            .filter(|layer| matches!(layer.kind, LayerKind::Other(_)))
            .map(|layer| (layer.kind.name(), &layer.kind))
            .collect();
        for kind in kinds.into_values() {
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
        let narrowest = narrowest_road(&self.frame);
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
                self.stroke(&path, PAPER, 4.4, "");
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

    pub(super) fn text(&mut self, x: f64, y: f64, size_pt: f64, anchor: &str, content: &str) {
        let color = self.tokens.text;
        self.put(format_args!(
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{size_pt}\" text-anchor=\"{anchor}\" \
             fill=\"{color}\">{}</text>",
            escape(content)
        ));
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
