//! The SVG renderer: the drawing, and PNG and PDF made of it.

use super::draw::{self, Base};
use super::{DPI_RANGE, MAX_PIXELS, MAX_SVG_BYTES, Picture, PictureError, SnapshotRenderer};
use crate::font::Fonts;
use krilla::metadata::Metadata;
use krilla::page::PageSettings;
use krilla_svg::{SurfaceExt, SvgSettings};
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg;

const NAME: &str = "svg";
/// A4 upright in points.
const A4_PT: (f32, f32) = (595.28, 841.89);

/// Draws pictures as SVG, and makes PNG and PDF of them. It needs no GPU, no window and no network;
/// the same picture gives the same bytes.
#[derive(Debug, Clone)]
pub struct SvgRenderer {
    fonts: Fonts,
}

impl SvgRenderer {
    /// A renderer that writes with these fonts.
    pub fn new(fonts: Fonts) -> Self {
        Self { fonts }
    }

    /// The picture as SVG; one unit is one point of the sheet.
    ///
    /// # Errors
    /// When the extent is not a box on the map or the drawing is too large.
    pub fn svg(&self, picture: &Picture<'_>) -> Result<String, PictureError> {
        self.svg_over(picture, Base::Drawn)
    }

    fn svg_over(&self, picture: &Picture<'_>, base: Base<'_>) -> Result<String, PictureError> {
        let svg = draw::svg(picture, self.fonts.family(), base)?;
        if svg.len() > MAX_SVG_BYTES {
            return Err(PictureError::TooDetailed {
                bytes: svg.len(),
                limit: MAX_SVG_BYTES,
            });
        }
        Ok(svg)
    }

    /// The picture as a PDF of one page: vector, text selectable, the font embedded as a subset.
    ///
    /// # Errors
    /// As [`Self::svg`], or when the PDF cannot be made.
    pub fn pdf(&self, picture: &Picture<'_>) -> Result<Vec<u8>, PictureError> {
        let tree = self.tree(picture, Base::Drawn)?;
        let (width, height) = picture.paper.size_pt();
        let failed = |detail: &str| PictureError::Renderer {
            renderer: "pdf",
            detail: detail.into(),
        };
        let size = krilla::geom::Size::from_wh(width as f32, height as f32)
            .ok_or_else(|| failed("the sheet has no size"))?;
        let mut document = krilla::Document::new();
        document.set_metadata(
            Metadata::new()
                .title(draw::title(picture))
                .language("zh-CN".into())
                .creator("Dutyroom".into()),
        );
        let mut page = document.start_page_with(PageSettings::new(size));
        let mut surface = page.surface();
        surface
            .draw_svg(&tree, size, SvgSettings::default())
            .ok_or_else(|| failed("the drawing was refused"))?;
        surface.finish();
        page.finish();
        document
            .finish()
            .map_err(|error| failed(&format!("{error:?}")))
    }

    /// Pages of A4 that were drawn elsewhere as one PDF, in their order.
    ///
    /// # Errors
    /// When a page is no SVG, or the PDF cannot be made.
    pub fn pages_pdf(&self, pages: &[String]) -> Result<Vec<u8>, PictureError> {
        let failed = |detail: &str| PictureError::Renderer {
            renderer: "pdf",
            detail: detail.into(),
        };
        let size = krilla::geom::Size::from_wh(A4_PT.0, A4_PT.1)
            .ok_or_else(|| failed("the sheet has no size"))?;
        let mut document = krilla::Document::new();
        for svg in pages {
            let tree = self.parsed(svg)?;
            let mut page = document.start_page_with(PageSettings::new(size));
            let mut surface = page.surface();
            surface
                .draw_svg(&tree, size, SvgSettings::default())
                .ok_or_else(|| failed("the drawing was refused"))?;
            surface.finish();
            page.finish();
        }
        document
            .finish()
            .map_err(|error| failed(&format!("{error:?}")))
    }

    fn tree(&self, picture: &Picture<'_>, base: Base<'_>) -> Result<usvg::Tree, PictureError> {
        self.parsed(&self.svg_over(picture, base)?)
    }

    fn parsed(&self, svg: &str) -> Result<usvg::Tree, PictureError> {
        let options = usvg::Options {
            font_family: self.fonts.family().to_owned(),
            fontdb: self.fonts.database.clone(),
            ..usvg::Options::default()
        };
        usvg::Tree::from_str(svg, &options).map_err(|error| PictureError::Renderer {
            renderer: NAME,
            detail: error.to_string(),
        })
    }

    /// The picture as PNG over a given base map.
    pub(super) fn png_over(
        &self,
        picture: &Picture<'_>,
        dpi: u16,
        base: Base<'_>,
    ) -> Result<Vec<u8>, PictureError> {
        let bad = PictureError::BadResolution { dpi };
        if !DPI_RANGE.contains(&dpi) {
            return Err(bad);
        }
        let zoom = f64::from(dpi) / 72.0;
        let (width, height) = picture.paper.size_pt();
        let (width_px, height_px) = ((width * zoom).ceil() as u32, (height * zoom).ceil() as u32);
        if u64::from(width_px) * u64::from(height_px) > MAX_PIXELS {
            return Err(bad);
        }
        let tree = self.tree(picture, base)?;
        let mut pixels = Pixmap::new(width_px, height_px).ok_or(bad)?;
        let transform = Transform::from_scale(zoom as f32, zoom as f32);
        resvg::render(&tree, transform, &mut pixels.as_mut());
        pixels.encode_png().map_err(|error| PictureError::Renderer {
            renderer: NAME,
            detail: error.to_string(),
        })
    }
}

impl SnapshotRenderer for SvgRenderer {
    fn name(&self) -> &'static str {
        NAME
    }

    fn png(&self, picture: &Picture<'_>, dpi: u16) -> Result<Vec<u8>, PictureError> {
        self.png_over(picture, dpi, Base::Drawn)
    }
}
