use super::*;

fn rgb(color: &str) -> [f64; 3] {
    let channel = |at: usize| f64::from(u8::from_str_radix(&color[at..at + 2], 16).unwrap_or(0));
    [channel(1), channel(3), channel(5)]
}

/// WCAG 2.2 relative luminance.
fn luminance(color: &str) -> f64 {
    let [r, g, b] = rgb(color).map(|value| {
        let value = value / 255.0;
        if value <= 0.040_45 {
            value / 12.92
        } else {
            ((value + 0.055) / 1.055).powf(2.4)
        }
    });
    0.2126 * r + 0.7152 * g + 0.0722 * b
}

fn contrast(a: &str, b: &str) -> f64 {
    let (a, b) = (luminance(a), luminance(b));
    (a.max(b) + 0.05) / (a.min(b) + 0.05)
}

fn grounds(tokens: &Tokens) -> [&'static str; 10] {
    [
        tokens.ground,
        tokens.district,
        tokens.boundary,
        tokens.water,
        tokens.area,
        tokens.road_casing,
        tokens.road_main,
        tokens.road_mid,
        tokens.road_minor,
        tokens.halo,
    ]
}

#[test]
fn the_ground_is_muted_so_that_level_colours_stand_alone() {
    for palette in Palette::ALL {
        for color in grounds(palette.tokens()) {
            let [r, g, b] = rgb(color);
            let chroma = r.max(g).max(b) - r.min(g).min(b);
            assert!(
                chroma <= 36.0,
                "{palette:?} {color} is too colourful: {chroma}"
            );
        }
    }
}

#[test]
fn names_can_be_read_on_every_ground() {
    for palette in Palette::ALL {
        let tokens = palette.tokens();
        for text in [tokens.text, tokens.text_muted] {
            for ground in [tokens.ground, tokens.district, tokens.water, tokens.halo] {
                let ratio = contrast(text, ground);
                assert!(
                    ratio >= 4.5,
                    "{palette:?}: {text} on {ground} is only {ratio:.1}:1"
                );
            }
        }
    }
}

#[test]
fn the_night_has_no_white() {
    let tokens = Palette::Night.tokens();
    for color in grounds(tokens)
        .into_iter()
        .chain([tokens.text, tokens.text_muted])
    {
        let [r, g, b] = rgb(color);
        let white = r.min(g).min(b) > 150.0;
        assert!(!white, "{color} is too white for the night palette");
    }
}

fn request(palette: Palette) -> Value {
    style(&StyleRequest {
        palette,
        tiles_url: "tiles://localhost/base/{z}/{x}/{y}",
        attribution: "演练",
        other_layers: &["hazard".to_owned()],
        letters: "王舍人",
    })
}

#[test]
fn a_style_says_which_signs_its_names_have() {
    let style = request(Palette::Day);
    assert_eq!(style["metadata"][LETTERS], "王舍人", "the page loads these");
}

#[test]
fn nothing_is_fetched_from_a_network() {
    for palette in Palette::ALL {
        let style = request(palette);
        assert!(style.get("glyphs").is_none(), "no glyph server");
        assert!(style.get("sprite").is_none(), "no sprite");
        assert!(
            !style.to_string().contains("http"),
            "no address of a network"
        );
    }
}

#[test]
fn every_layer_has_its_own_name_and_a_known_source() {
    let style = request(Palette::Day);
    let layers = style["layers"].as_array().expect("layers");
    let mut names: Vec<&str> = layers
        .iter()
        .filter_map(|layer| layer["id"].as_str())
        .collect();
    names.sort_unstable();
    let count = names.len();
    names.dedup();
    assert_eq!(
        (names.len(), count),
        (count, layers.len()),
        "each id is there once"
    );
    for layer in layers {
        let source = layer["source"].as_str();
        let expected = (layer["type"] != "background").then_some(SOURCE_ID);
        assert_eq!(source, expected, "source of {}", layer["id"]);
    }
}

#[test]
fn palettes_differ_in_colours_only() {
    let strip = |palette: Palette| {
        let mut text = request(palette).to_string().replace(palette.name(), "");
        while let Some(at) = text.find('#') {
            text.replace_range(at..at + 7, "");
        }
        text
    };
    assert_eq!(
        strip(Palette::Day),
        strip(Palette::Night),
        "same layers, filters and widths"
    );
    assert_eq!(
        strip(Palette::Day),
        strip(Palette::Dusk),
        "same layers, filters and widths"
    );
}
