//! The program behind the console's own trait: `maps` gives it a job and lays labels over its
//! answer. A graphics adapter is needed; a software driver (Mesa) will do.

use maps::district::District;
use maps::font::{FontSource, Fonts};
use maps::picture::{Paper, Picture, ProcessRenderer, SnapshotRenderer, SvgRenderer};
use resvg::tiny_skia::Pixmap;

const PROGRAM: &str = env!("CARGO_BIN_EXE_map-snapshot");

fn near(pixel: [u8; 3], wanted: [u8; 3]) -> bool {
    pixel.iter().zip(wanted).all(|(a, b)| a.abs_diff(b) <= 6)
}

#[test]
fn the_base_map_of_the_program_lies_under_the_labels() {
    let district = District::shipped();
    let layers = district.layers();
    let picture = Picture {
        title: "演练图",
        subtitle: "",
        paper: Paper::A4Landscape,
        extent: district.bounds(),
        layers: &layers,
        overlays: &[],
        note: "",
        exercise: true,
    };
    let svg = SvgRenderer::new(Fonts::load(&FontSource::System).expect("a Chinese font"));
    let here = Pixmap::decode_png(&svg.png(&picture, 72).expect("a PNG")).expect("pixels");
    let renderer = ProcessRenderer::new(PROGRAM.into(), svg);
    let (png, why) = renderer.draw(&picture, 72).expect("a picture");
    assert!(why.is_none(), "the program drew the base map: {why:?}");
    let there = Pixmap::decode_png(&png).expect("pixels");
    assert_eq!(
        (there.width(), there.height()),
        (here.width(), here.height()),
        "one sheet"
    );
    let rgb = |map: &Pixmap, index: usize| {
        let pixel = map.pixels()[index];
        [pixel.red(), pixel.green(), pixel.blue()]
    };
    let count = here.pixels().len();
    let same = (0..count)
        .filter(|index| near(rgb(&here, *index), rgb(&there, *index)))
        .count();
    let share = same as f64 / count as f64;
    assert!(
        share > 0.97,
        "ground, district and labels agree on {share:.3} of the sheet"
    );
    let differ = (0..count).any(|index| rgb(&here, index) != rgb(&there, index));
    assert!(
        differ,
        "two renderers never agree to the last pixel: was the program used?"
    );
}
