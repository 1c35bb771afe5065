use super::*;
use crate::crs::LonLat;
use crate::district::District;
use crate::font::{FontSource, Fonts};
use flate2::read::ZlibDecoder;
use std::io::Read;
use std::sync::LazyLock;

static RENDERER: LazyLock<SvgRenderer> = LazyLock::new(|| {
    SvgRenderer::new(Fonts::load(&FontSource::System).expect("a Chinese font is a requirement"))
});
static DISTRICT: LazyLock<(Bounds, Vec<Layer>)> = LazyLock::new(|| {
    let district = District::shipped();
    (district.bounds(), district.layers())
});

fn point(lon: f64, lat: f64, label: &str, mark: Mark) -> Overlay {
    let shape = Shape::Points(vec![LonLat::new(lon, lat)]);
    Overlay {
        shape,
        label: label.into(),
        mark,
        dashed: false,
    }
}

fn overlays() -> Vec<Overlay> {
    let ring = [
        (117.12, 36.70),
        (117.16, 36.70),
        (117.16, 36.73),
        (117.12, 36.70),
    ];
    let area = ring.map(|(lon, lat)| LonLat::new(lon, lat)).to_vec();
    let route = vec![
        LonLat::new(117.05, 36.68),
        LonLat::new(117.10, 36.70),
        LonLat::new(117.13, 36.72),
    ];
    vec![
        point(117.135, 36.72, "演练事件", Mark::Level(LevelStep::Two)),
        point(117.07, 36.69, "演练一队", Mark::Team),
        Overlay {
            shape: Shape::Areas(vec![vec![area]]),
            label: "演练警戒区".into(),
            mark: Mark::Level(LevelStep::One),
            dashed: false,
        },
        Overlay {
            shape: Shape::Lines(vec![route]),
            label: String::new(),
            mark: Mark::Place,
            dashed: true,
        },
    ]
}

fn picture(overlays: &[Overlay]) -> Picture<'_> {
    Picture {
        title: "历城区态势图",
        subtitle: "演练数据",
        paper: Paper::A4Landscape,
        extent: DISTRICT.0,
        layers: &DISTRICT.1,
        overlays,
        note: "界线仅供示意",
        exercise: false,
    }
}

#[test]
fn a_picture_has_title_scale_north_legend_and_sources() {
    let overlays = overlays();
    let svg = RENDERER.svg(&picture(&overlays)).expect("a small picture");
    for expected in [
        "历城区态势图",
        "千米",
        "约 1:",
        "北",
        "救援队伍",
        "Ⅱ级",
        "天地图",
        "界线仅供示意",
        "演练一队",
        "仲宫街道",
    ] {
        assert!(svg.contains(expected), "{expected} is missing on the sheet");
    }
    assert!(
        !svg.contains("【演练】"),
        "it is not marked as an exercise unless asked"
    );
}

#[test]
fn an_exercise_is_marked_in_title_corners_and_across() {
    let mut picture = picture(&[]);
    picture.exercise = true;
    let svg = RENDERER.svg(&picture).expect("a small picture");
    assert!(svg.contains("【演练】历城区态势图"), "the title says so");
    let marks = svg.matches(">演练<").count();
    assert_eq!(marks, 5, "four corners and once across the map");
}

#[test]
fn hostile_text_stays_text() {
    let hostile = "</text><script>alert(1)</script>\u{202E}&amp;\"'";
    let overlays = [point(117.1, 36.7, hostile, Mark::Hazard)];
    let mut picture = picture(&overlays);
    (picture.title, picture.subtitle, picture.note) = (hostile, hostile, hostile);
    let svg = RENDERER.svg(&picture).expect("a small picture");
    assert!(!svg.contains("<script"), "markup is not passed on");
    assert!(
        !svg.contains('\u{202E}'),
        "direction overrides are taken out"
    );
    assert!(svg.contains("&lt;script&gt;"), "it is shown as text");
    RENDERER.png(&picture, 72).expect("the SVG is well-formed");
}

#[test]
fn the_same_picture_gives_the_same_bytes() {
    let overlays = overlays();
    let picture = picture(&overlays);
    assert_eq!(
        RENDERER.pdf(&picture).expect("a PDF"),
        RENDERER.pdf(&picture).expect("a PDF"),
        "a PDF has no clock and no chance in it"
    );
}

#[test]
fn the_png_has_the_size_of_the_sheet_and_its_colours() {
    let overlays = overlays();
    let png = RENDERER.png(&picture(&overlays), 72).expect("a PNG");
    let pixels = resvg::tiny_skia::Pixmap::decode_png(&png).expect("a PNG that decodes");
    assert_eq!(
        (pixels.width(), pixels.height()),
        (842, 596),
        "A4 landscape at 72 dots an inch"
    );
    let has = |r: u8, g: u8, b: u8| {
        pixels
            .pixels()
            .iter()
            .any(|p| (p.red(), p.green(), p.blue()) == (r, g, b))
    };
    assert!(
        has(0xC7, 0x77, 0x00),
        "the level Ⅱ sign is drawn in its orange"
    );
    assert!(has(0xF3, 0xF4, 0xF6), "the district's ground is drawn");
}

/// The decompressed streams of a PDF, as text.
fn streams(pdf: &[u8]) -> String {
    let mut text = String::new();
    let mut rest = pdf;
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|w| w == what);
    while let Some(start) = find(rest, b"stream\n") {
        rest = &rest[start + 7..];
        let Some(end) = find(rest, b"endstream") else {
            break;
        };
        let mut bytes = Vec::new();
        if ZlibDecoder::new(&rest[..end])
            .read_to_end(&mut bytes)
            .is_ok()
        {
            text.push_str(&String::from_utf8_lossy(&bytes));
        }
        rest = &rest[end + 9..];
    }
    text
}

#[test]
fn the_pdf_is_vector_with_selectable_chinese_and_a_small_font() {
    let overlays = overlays();
    let pdf = RENDERER.pdf(&picture(&overlays)).expect("a PDF");
    assert!(pdf.starts_with(b"%PDF-"), "a PDF");
    assert!(
        pdf.len() < 600_000,
        "only a subset of the font is embedded: {} bytes",
        pdf.len()
    );
    let text = streams(&pdf).to_lowercase();
    // The map from glyphs back to characters is what makes text selectable: 演 is U+6F14.
    assert!(
        text.contains("<6f14>"),
        "the characters can be selected and found"
    );
    let raw = String::from_utf8_lossy(&pdf);
    assert!(
        !raw.contains("/Subtype /Image") && !text.contains("/subtype /image"),
        "no bitmap"
    );
}

#[test]
fn what_cannot_be_drawn_is_an_error() {
    let mut bad = picture(&[]);
    bad.extent.west = 200.0;
    let error = RENDERER.svg(&bad).expect_err("longitude 200");
    assert!(
        matches!(error, PictureError::BadExtent { .. }),
        "wrong error: {error}"
    );
    for dpi in [0, 10, 601, u16::MAX] {
        let error = RENDERER.png(&picture(&[]), dpi).expect_err("out of range");
        assert!(
            matches!(error, PictureError::BadResolution { .. }),
            "wrong error: {error}"
        );
    }
}

#[test]
fn names_without_room_are_counted_on_the_sheet() {
    let overlays: Vec<Overlay> = (0..60)
        .map(|_| point(117.135, 36.72, "同一地点的演练点", Mark::Place))
        .collect();
    let svg = RENDERER.svg(&picture(&overlays)).expect("a small picture");
    assert!(
        svg.contains("处名称因重叠未写出"),
        "what is missing is said"
    );
}

#[test]
fn every_sheet_can_be_drawn() {
    for paper in [Paper::A4Landscape, Paper::A4Portrait, Paper::A3Landscape] {
        let mut picture = picture(&[]);
        picture.paper = paper;
        RENDERER
            .png(&picture, 36)
            .unwrap_or_else(|error| panic!("{paper:?}: {error}"));
    }
}

#[test]
fn without_a_working_program_the_base_map_is_drawn_here_and_the_reason_is_given() {
    let overlays = overlays();
    let picture = picture(&overlays);
    let here = RENDERER.png(&picture, 72).expect("a PNG");
    for (program, reason) in [
        ("no-such-program", "no-such-program"),
        (env!("CARGO"), "no picture"),
    ] {
        let renderer = ProcessRenderer::new(program.into(), RENDERER.clone());
        let (png, why) = renderer
            .draw(&picture, 72)
            .expect("the picture is drawn all the same");
        let why = why.expect("the program gave no base map").to_string();
        assert!(why.contains(reason), "the reason names the cause: {why}");
        assert_eq!(png, here, "{program}: the same picture as without it");
    }
}
