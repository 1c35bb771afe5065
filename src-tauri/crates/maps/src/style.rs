//! The MapLibre GL style (specification version 8) of the base map, for day, dusk and night.
//!
//! The colours come from one table of tokens; red, orange, yellow and blue are not among them,
//! because they belong to the levels Ⅰ to Ⅳ.
//!
//! There are no `glyphs` and no `sprite`: the map library draws text with the local font named in
//! `text-font`, so nothing is fetched. What is live (alerts, incidents, teams) is added by the
//! interface above these layers.

use crate::layer::RoadClass;
use crate::tiles::{MAX_ZOOM, MIN_ZOOM};
pub use crate::tokens::{Palette, Tokens};
use serde_json::{Value, json};

/// The font of all labels; the interface ships it as a local font.
pub const LABEL_FONT: &str = "Noto Sans SC";
/// The name of the vector source in the style.
pub const SOURCE_ID: &str = "base";

/// What the caller decides about a style.
#[derive(Debug, Clone)]
pub struct StyleRequest<'a> {
    /// The palette.
    pub palette: Palette,
    /// The address of tiles with `{z}`, `{x}`, `{y}`, such as `tiles://localhost/base/{z}/{x}/{y}`.
    pub tiles_url: &'a str,
    /// What must be shown as the source of the data.
    pub attribution: &'a str,
    /// Names of further layers of the tiles, drawn plainly in neutral tones.
    pub other_layers: &'a [String],
    /// Every sign of the names in the tiles, once: the map library draws each only once, with what
    /// the font has at that moment, so the page loads these parts of its font before it draws.
    pub letters: &'a str,
}

/// Under this name the style's metadata holds [`StyleRequest::letters`].
pub const LETTERS: &str = "dutyroom:letters";

/// The style as JSON.
pub fn style(request: &StyleRequest<'_>) -> Value {
    let tokens = request.palette.tokens();
    let mut layers = vec![json!({
        "id": "ground", "type": "background", "paint": { "background-color": tokens.ground },
    })];
    layers.extend(area_layers(tokens));
    for name in request.other_layers {
        layers.extend(other_layers(tokens, name));
    }
    layers.extend(road_layers(tokens));
    layers.extend(boundary_line(tokens));
    layers.extend(label_layers(tokens));
    json!({
        "version": 8,
        "name": format!("dutyroom-{}", request.palette.name()),
        "metadata": { LETTERS: request.letters },
        "sources": {
            SOURCE_ID: {
                "type": "vector",
                "tiles": [request.tiles_url],
                "minzoom": MIN_ZOOM,
                "maxzoom": MAX_ZOOM,
                "attribution": request.attribution,
            }
        },
        "layers": layers,
    })
}

fn layer(id: &str, kind: &str, source_layer: &str, rest: Value) -> Value {
    let mut layer = json!({
        "id": id, "type": kind, "source": SOURCE_ID, "source-layer": source_layer,
    });
    if let (Some(layer), Value::Object(rest)) = (layer.as_object_mut(), rest) {
        layer.extend(rest);
    }
    layer
}

fn is_geometry(kind: &str) -> Value {
    json!(["==", ["geometry-type"], kind])
}

fn area_layers(tokens: &Tokens) -> Vec<Value> {
    vec![
        layer(
            "district",
            "fill",
            "boundary",
            json!({
                "filter": is_geometry("Polygon"), "paint": { "fill-color": tokens.district },
            }),
        ),
        layer(
            "water-area",
            "fill",
            "water",
            json!({
                "filter": is_geometry("Polygon"), "paint": { "fill-color": tokens.water },
            }),
        ),
        layer(
            "water-line",
            "line",
            "water",
            json!({
                "filter": is_geometry("LineString"),
                "layout": { "line-cap": "round", "line-join": "round" },
                "paint": {
                    "line-color": tokens.water,
                    "line-width": by_zoom(&[(8, 1.0), (16, 6.0)]),
                },
            }),
        ),
    ]
}

fn other_layers(tokens: &Tokens, name: &str) -> Vec<Value> {
    vec![
        layer(
            &format!("other-{name}-area"),
            "fill",
            name,
            json!({
                "filter": is_geometry("Polygon"),
                "paint": { "fill-color": tokens.area, "fill-outline-color": tokens.boundary },
            }),
        ),
        layer(
            &format!("other-{name}-line"),
            "line",
            name,
            json!({
                "filter": is_geometry("LineString"),
                "paint": { "line-color": tokens.text_muted, "line-width": 1.2 },
            }),
        ),
        layer(
            &format!("other-{name}-point"),
            "circle",
            name,
            json!({
                "filter": is_geometry("Point"),
                "paint": point_paint(tokens),
            }),
        ),
    ]
}

fn point_paint(tokens: &Tokens) -> Value {
    json!({
        "circle-color": tokens.text_muted,
        "circle-radius": by_zoom(&[(10, 1.5), (16, 4.0)]),
        "circle-stroke-color": tokens.halo,
        "circle-stroke-width": 1,
    })
}

/// A value that grows with the zoom, doubling as the map does.
fn by_zoom(stops: &[(u8, f64)]) -> Value {
    let mut expression = vec![
        json!("interpolate"),
        json!(["exponential", 1.5]),
        json!(["zoom"]),
    ];
    for (zoom, value) in stops {
        expression.extend([json!(zoom), json!(value)]);
    }
    Value::Array(expression)
}

/// Width of a road's fill in pixels at zooms 6, 12 and 16 (our choice, by eye).
fn road_width_px(class: RoadClass) -> [f64; 3] {
    match class {
        RoadClass::Motorway => [0.8, 3.2, 11.0],
        RoadClass::Trunk => [0.7, 2.8, 10.0],
        RoadClass::Primary => [0.5, 2.2, 9.0],
        RoadClass::Secondary => [0.4, 1.7, 7.5],
        RoadClass::Tertiary => [0.3, 1.2, 6.0],
        RoadClass::Minor => [0.2, 0.7, 4.0],
    }
}

fn road_layers(tokens: &Tokens) -> Vec<Value> {
    let road = |class: RoadClass, part: &str, color: &str, extra_px: f64| {
        let [low, middle, high] = road_width_px(class);
        let width = by_zoom(&[
            (6, low + extra_px / 3.0),
            (12, middle + extra_px),
            (16, high + extra_px),
        ]);
        layer(
            &format!("road-{}-{part}", class.name()),
            "line",
            "roads",
            json!({
                "minzoom": class.min_zoom(),
                "filter": ["==", ["get", "class"], class.name()],
                "layout": { "line-cap": "round", "line-join": "round" },
                "paint": { "line-color": color, "line-width": width },
            }),
        )
    };
    let narrow_first = || RoadClass::ALL.into_iter().rev();
    let casings = narrow_first().map(|class| road(class, "casing", tokens.road_casing, 1.4));
    let fills = narrow_first().map(|class| road(class, "fill", tokens.road(class), 0.0));
    casings.chain(fills).collect()
}

fn boundary_line(tokens: &Tokens) -> Vec<Value> {
    vec![layer(
        "boundary",
        "line",
        "boundary",
        json!({
            "layout": { "line-join": "round" },
            "paint": {
                "line-color": tokens.boundary,
                "line-width": by_zoom(&[(6, 1.0), (16, 3.0)]),
                "line-dasharray": [4, 2],
            },
        }),
    )]
}

fn label_layers(tokens: &Tokens) -> Vec<Value> {
    let paint = |color: &str| {
        json!({
            "text-color": color, "text-halo-color": tokens.halo, "text-halo-width": 1.4,
        })
    };
    let text = |size: Value| {
        json!({
            "text-field": ["get", "name"],
            "text-font": [LABEL_FONT],
            "text-size": size,
            "text-max-width": 8,
        })
    };
    let mut place_text = text(json!(12));
    if let Some(layout) = place_text.as_object_mut() {
        layout.insert("text-offset".into(), json!([0, 0.7]));
        layout.insert("text-anchor".into(), json!("top"));
    }
    let mut road_text = text(json!(11));
    if let Some(layout) = road_text.as_object_mut() {
        layout.insert("symbol-placement".into(), json!("line"));
    }
    vec![
        layer(
            "road-name",
            "symbol",
            "roads",
            json!({
                "minzoom": 13, "filter": ["has", "name"],
                "layout": road_text, "paint": paint(tokens.text_muted),
            }),
        ),
        layer(
            "place-point",
            "circle",
            "places",
            json!({
                "minzoom": 10, "filter": is_geometry("Point"), "paint": point_paint(tokens),
            }),
        ),
        layer(
            "place-name",
            "symbol",
            "places",
            json!({
                "minzoom": 12, "filter": ["has", "name"],
                "layout": place_text, "paint": paint(tokens.text_muted),
            }),
        ),
        layer(
            "street-name",
            "symbol",
            "streets",
            json!({
                "minzoom": 8,
                "layout": text(by_zoom(&[(8, 11.0), (13, 16.0)])), "paint": paint(tokens.text),
            }),
        ),
    ]
}

#[cfg(test)]
#[path = "style_tests.rs"]
mod tests;
