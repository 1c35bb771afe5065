//! Documents -> PDF, A4, with text that can be selected and searched.
//!
//! [`layout`] breaks lines and pages; this file draws what it laid out. Colour is black and grey
//! only: 红橙黄蓝 belong to the levels.

mod layout;
mod line;

use std::sync::Arc;

use krilla::color::luma;
use krilla::geom::{PathBuilder, Point, Rect, Transform};
use krilla::metadata::Metadata;
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, GlyphId, KrillaGlyph};

use crate::document::ReportDocument;
use crate::fonts::{Face, Fonts};
use layout::{Ink, Page, lay_out};
use line::{Metrics, Style};

/// A4 in points.
const PAGE_WIDTH: f32 = 595.28;
const PAGE_HEIGHT: f32 = 841.89;

/// Grey of the exercise mark across the page, 0 black to 255 white.
const MARK_GREY: u8 = 230;
/// Grey behind labels.
const SHADE_GREY: u8 = 240;
const MARK_SIZE: f32 = 120.0;
const SMALL_SIZE: f32 = 9.0;

/// Why no PDF could be made.
#[derive(Debug, thiserror::Error)]
pub enum PdfError {
    /// A face cannot be read.
    #[error("the face {face:?} cannot be read")]
    BadFace {
        /// The face.
        face: Face,
    },
    /// The PDF could not be written.
    #[error("the PDF could not be written: {fault}")]
    Write {
        /// What the writer said.
        fault: String,
    },
}

/// Makes the PDF with the faces that are passed in.
///
/// # Errors
/// [`PdfError::BadFace`] when a face is damaged, [`PdfError::Write`] when the writer refuses.
pub fn to_pdf(document: &ReportDocument, fonts: &Fonts) -> Result<Vec<u8>, PdfError> {
    let metrics = FontMetrics::new(fonts)?;
    let pages = lay_out(document, &metrics);
    let faces = Faces {
        metrics: &metrics,
        body: krilla_font(&fonts.body)?,
        title: krilla_font(&fonts.title)?,
    };
    let mut pdf = krilla::Document::new();
    pdf.set_metadata(
        Metadata::new()
            .title(document.title.value.clone())
            .language("zh-CN".to_owned()),
    );
    let count = pages.len();
    for (index, page) in pages.iter().enumerate() {
        let Some(settings) = PageSettings::from_wh(PAGE_WIDTH, PAGE_HEIGHT) else {
            continue;
        };
        let mut sheet = pdf.start_page_with(settings);
        let mut surface = sheet.surface();
        if document.exercise {
            exercise_mark(&mut surface, &faces);
        }
        draw(&mut surface, page, &faces);
        let number = format!("第{}页 共{count}页", index + 1);
        centred(&mut surface, &faces, &number, PAGE_HEIGHT - 40.0);
        surface.finish();
        sheet.finish();
    }
    pdf.finish().map_err(|error| PdfError::Write {
        fault: format!("{error:?}"),
    })
}

/// The faces twice: for their advances and for the file.
struct Faces<'a> {
    metrics: &'a FontMetrics<'a>,
    body: Font,
    title: Font,
}

impl Faces<'_> {
    fn of(&self, style: Style) -> Font {
        match style {
            Style::Body => self.body.clone(),
            Style::Title => self.title.clone(),
        }
    }

    /// One glyph a character. Chinese and Latin type needs no shaping beyond that, and the
    /// layout measured the same advances.
    fn glyphs(&self, style: Style, words: &str) -> Vec<KrillaGlyph> {
        let glyph = |(start, c): (usize, char)| {
            let id = self
                .metrics
                .face(style)
                .glyph_index(c)
                .map_or(0, |id| u32::from(id.0));
            let advance = self.metrics.advance_em(style, c).unwrap_or(0.0);
            let range = start..start + c.len_utf8();
            KrillaGlyph::new(GlyphId::new(id), advance, 0.0, 0.0, 0.0, range, None)
        };
        words.char_indices().map(glyph).collect()
    }
}

fn krilla_font(face: &Face) -> Result<Font, PdfError> {
    Font::new(Arc::clone(&face.data).into(), face.index)
        .ok_or_else(|| PdfError::BadFace { face: face.clone() })
}

/// The advances of the real faces.
struct FontMetrics<'a> {
    body: ttf_parser::Face<'a>,
    title: ttf_parser::Face<'a>,
}

impl<'a> FontMetrics<'a> {
    fn new(fonts: &'a Fonts) -> Result<Self, PdfError> {
        let parse = |face: &'a Face| {
            ttf_parser::Face::parse(&face.data, face.index)
                .map_err(|_| PdfError::BadFace { face: face.clone() })
        };
        Ok(Self {
            body: parse(&fonts.body)?,
            title: parse(&fonts.title)?,
        })
    }

    fn face(&self, style: Style) -> &ttf_parser::Face<'a> {
        match style {
            Style::Body => &self.body,
            Style::Title => &self.title,
        }
    }
}

impl Metrics for FontMetrics<'_> {
    fn advance_em(&self, style: Style, c: char) -> Option<f32> {
        let face = self.face(style);
        let advance = face.glyph_hor_advance(face.glyph_index(c)?)?;
        Some(f32::from(advance) / f32::from(face.units_per_em().max(1)))
    }
}

fn fill(grey: u8) -> Fill {
    Fill {
        paint: luma::Color::new(grey).into(),
        opacity: NormalizedF32::ONE,
        rule: krilla::paint::FillRule::default(),
    }
}

fn draw(surface: &mut Surface<'_>, page: &Page, faces: &Faces<'_>) {
    for ink in &page.inks {
        match ink {
            Ink::Shade {
                x,
                y,
                width,
                height,
            } => {
                let Some(rect) = Rect::from_xywh(*x, *y, *width, *height) else {
                    continue;
                };
                let mut path = PathBuilder::new();
                path.push_rect(rect);
                if let Some(path) = path.finish() {
                    surface.set_stroke(None);
                    surface.set_fill(Some(fill(SHADE_GREY)));
                    surface.draw_path(&path);
                }
            }
            Ink::Rule { x1, y1, x2, y2 } => {
                let mut path = PathBuilder::new();
                path.move_to(*x1, *y1);
                path.line_to(*x2, *y2);
                if let Some(path) = path.finish() {
                    surface.set_fill(None);
                    surface.set_stroke(Some(Stroke {
                        paint: luma::Color::black().into(),
                        width: 0.5,
                        ..Stroke::default()
                    }));
                    surface.draw_path(&path);
                }
            }
            Ink::Text {
                x,
                y,
                size,
                style,
                words,
            } => {
                text(surface, faces, *style, (*x, *y), *size, words);
            }
        }
    }
}

fn text(
    surface: &mut Surface<'_>,
    faces: &Faces<'_>,
    style: Style,
    at: (f32, f32),
    size: f32,
    words: &str,
) {
    grey_text(surface, faces, style, at, size, words, 0);
}

fn grey_text(
    surface: &mut Surface<'_>,
    faces: &Faces<'_>,
    style: Style,
    at: (f32, f32),
    size: f32,
    words: &str,
    grey: u8,
) {
    surface.set_stroke(None);
    surface.set_fill(Some(fill(grey)));
    let glyphs = faces.glyphs(style, words);
    let point = Point::from_xy(at.0, at.1);
    surface.draw_glyphs(point, &glyphs, faces.of(style), words, size, false);
}

fn centred(surface: &mut Surface<'_>, faces: &Faces<'_>, words: &str, y: f32) {
    let width = line::width(faces.metrics, Style::Body, words) * SMALL_SIZE;
    let at = ((PAGE_WIDTH - width) / 2.0, y);
    text(surface, faces, Style::Body, at, SMALL_SIZE, words);
}

/// 演练 across the page and a line at its top.
fn exercise_mark(surface: &mut Surface<'_>, faces: &Faces<'_>) {
    let words = "演练";
    let width = line::width(faces.metrics, Style::Title, words) * MARK_SIZE;
    let (x, y) = (PAGE_WIDTH / 2.0, PAGE_HEIGHT / 2.0);
    surface.push_transform(&Transform::from_rotate_at(-35.0, x, y));
    let at = (x - width / 2.0, y + MARK_SIZE / 3.0);
    grey_text(
        surface,
        faces,
        Style::Title,
        at,
        MARK_SIZE,
        words,
        MARK_GREY,
    );
    surface.pop();
    centred(surface, faces, crate::EXERCISE_MARK, 40.0);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Entry, Form, Part};

    #[test]
    fn a_pdf_is_made_with_the_faces_of_the_system_and_is_the_same_twice() {
        let fonts = crate::fonts::cjk().expect("the tests need a Chinese font");
        let mut document = ReportDocument::new(Form::Report, "【演练】初报", true);
        document.parts = vec![Part::Paragraph(Entry::paragraph(
            "body",
            &"氯气泄漏，".repeat(900),
        ))];
        let first = to_pdf(&document, &fonts).expect("a PDF");
        assert!(first.starts_with(b"%PDF-"), "it is a PDF");
        let second = to_pdf(&document, &fonts).expect("a PDF");
        assert!(first == second, "no clock and no chance goes into it");
    }

    #[test]
    fn a_damaged_face_is_named() {
        let face = Face {
            data: Arc::new(b"no font".to_vec()),
            index: 0,
        };
        let fonts = Fonts {
            body: face.clone(),
            title: face,
        };
        let error = to_pdf(&ReportDocument::default(), &fonts).expect_err("it is no font");
        assert!(
            matches!(error, PdfError::BadFace { .. }),
            "it says so: {error}"
        );
    }
}
