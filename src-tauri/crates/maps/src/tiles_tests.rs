use super::*;
use crate::district::District;
use crate::layer::LayerKind;
use fast_mvt::MvtReaderRef;
use proptest::prelude::*;
use serde_json::{Map, json};

/// The number of features of each layer of a tile; decoding checks each geometry.
fn counts(tile: &[u8]) -> Vec<(String, usize)> {
    let reader = MvtReaderRef::new(tile).expect("the tile decodes");
    reader
        .layers()
        .map(|layer| {
            let features = layer.features().inspect(|feature| {
                feature.geometry().expect("each feature has a geometry");
            });
            (layer.name().to_owned(), features.count())
        })
        .collect()
}

fn layer(kind: LayerKind, shapes: Vec<Shape>) -> Layer {
    let features = shapes
        .into_iter()
        .map(|shape| Feature::new(shape, Map::new()))
        .collect();
    Layer {
        kind,
        source: "演练".into(),
        features,
    }
}

#[test]
fn the_district_is_in_the_tile_of_its_centre() {
    let district = District::shipped();
    let source = TileSource::from_layers(&district.layers()).expect("two small layers");
    let coord = TileCoord::holding(district.bounds().centre(), 9);
    let tile = source
        .tile(coord.z, coord.x, coord.y)
        .expect("the district is there");
    let counts = counts(&tile);
    assert!(
        counts.contains(&("boundary".into(), 1)),
        "one outline expected, got {counts:?}"
    );
    let streets = counts
        .iter()
        .find(|(name, _)| name == "streets")
        .expect("street names")
        .1;
    assert!(
        streets >= 15,
        "most streets lie in the centre tile of zoom 9, got {streets}"
    );
}

#[test]
fn the_signs_of_all_names_are_known_once_each() {
    let source = TileSource::from_layers(&District::shipped().layers()).expect("small layers");
    let mut signs: Vec<char> = source.letters().chars().collect();
    for sign in "王舍人".chars() {
        assert!(signs.contains(&sign), "the name of a street has {sign}");
    }
    let count = signs.len();
    signs.dedup();
    assert_eq!(signs.len(), count, "none stands twice");
}

#[test]
fn a_tile_without_features_or_outside_the_zooms_is_nothing() {
    let source = TileSource::from_layers(&District::shipped().layers()).expect("small layers");
    assert!(
        source.tile(10, 0, 0).is_none(),
        "nothing lies in the Pacific"
    );
    assert!(
        source.tile(MIN_ZOOM - 1, 26, 12).is_none(),
        "below the lowest zoom"
    );
    assert!(
        source.tile(MAX_ZOOM + 1, 0, 0).is_none(),
        "above the highest zoom"
    );
    assert!(
        source.tile(6, 64, 0).is_none(),
        "column 64 does not exist at zoom 6"
    );
    assert!(
        source.tile(255, u32::MAX, u32::MAX).is_none(),
        "a wild address is no tile"
    );
}

#[test]
fn the_same_tile_twice_is_the_same_bytes() {
    let district = District::shipped();
    let source = TileSource::from_layers(&district.layers()).expect("small layers");
    let coord = TileCoord::holding(district.bounds().centre(), 10);
    let first = source.tile(coord.z, coord.x, coord.y).expect("a tile");
    let second = source.tile(coord.z, coord.x, coord.y).expect("a tile");
    assert_eq!(first, second, "cached and cut tiles are equal");
    assert_eq!(
        Some(first),
        source.cut(coord),
        "and equal to an uncached one"
    );
}

#[test]
fn a_feature_stays_out_below_its_zoom() {
    let place = LonLat::new(117.1, 36.7);
    let mut minor = layer(LayerKind::Places, vec![Shape::Points(vec![place])]);
    minor.features[0].min_zoom = 12;
    let source = TileSource::from_layers(&[minor]).expect("one point");
    let low = TileCoord::holding(place, 11);
    assert!(source.cut(low).is_none(), "zoom 11 is below its zoom");
    let high = TileCoord::holding(place, 12);
    assert!(source.cut(high).is_some(), "zoom 12 carries it");
}

#[test]
fn layers_of_one_kind_are_joined_and_their_sources_kept() {
    let place = |lon| Shape::Points(vec![LonLat::new(lon, 36.7)]);
    let mut other = layer(LayerKind::Places, vec![place(117.11)]);
    other.source = "区里导入".into();
    let source = TileSource::from_layers(&[layer(LayerKind::Places, vec![place(117.1)]), other])
        .expect("two points");
    let coord = TileCoord::holding(LonLat::new(117.1, 36.7), 8);
    let tile = source.cut(coord).expect("both points");
    assert_eq!(
        counts(&tile),
        [("places".to_owned(), 2)],
        "one layer with both points"
    );
    assert_eq!(
        source.sources(),
        ["演练", "区里导入"],
        "both sources are shown"
    );
}

#[test]
fn properties_arrive_with_their_types() {
    let properties =
        json!({"name": "王舍人", "level": 3, "width_m": 7.5, "oneway": true, "x": null});
    let Value::Object(properties) = properties else {
        unreachable!("json! of an object")
    };
    let place = LonLat::new(117.13, 36.72);
    let feature = Feature::new(Shape::Points(vec![place]), properties);
    let layer = Layer {
        kind: LayerKind::Places,
        source: "演练".into(),
        features: vec![feature],
    };
    let source = TileSource::from_layers(&[layer]).expect("one point");
    let tile = source
        .cut(TileCoord::holding(place, 14))
        .expect("the point");
    let reader = MvtReaderRef::new(&tile).expect("the tile decodes");
    let layer = reader.layers().next().expect("one layer");
    let feature = layer.features().next().expect("one feature");
    let tags: Vec<String> = feature
        .properties()
        .map(|property| {
            let (key, value) = property.expect("a readable property");
            format!("{key}={value:?}")
        })
        .collect();
    for expected in [
        "name=\"王舍人\"",
        "level=3 (uint)",
        "width_m=7.5 (double)",
        "oneway=true (bool)",
    ] {
        assert!(
            tags.iter().any(|tag| tag == expected),
            "{expected} is missing in {tags:?}"
        );
    }
    assert_eq!(tags.len(), 4, "null is not a value: {tags:?}");
}

#[test]
fn an_area_that_rounds_to_nothing_does_not_spoil_the_tile() {
    let tiny = |lon: f64, lat: f64, side: f64| {
        vec![vec![
            LonLat::new(lon, lat),
            LonLat::new(lon + side, lat),
            LonLat::new(lon + side, lat + side),
            LonLat::new(lon, lat),
        ]]
    };
    let shapes = vec![
        Shape::Areas(vec![tiny(117.1, 36.7, 1e-9)]),
        Shape::Areas(vec![tiny(117.1, 36.7, 0.05)]),
        Shape::Lines(vec![vec![
            LonLat::new(117.1, 36.7),
            LonLat::new(117.1, 36.7),
        ]]),
    ];
    let source = TileSource::from_layers(&[layer(LayerKind::Water, shapes)]).expect("three shapes");
    let tile = source
        .cut(TileCoord::holding(LonLat::new(117.1, 36.7), 10))
        .expect("the large one");
    assert_eq!(
        counts(&tile),
        [("water".to_owned(), 1)],
        "only the large area is drawn"
    );
}

#[test]
fn too_many_features_in_a_tile_are_left_out_and_counted() {
    let place = LonLat::new(117.1, 36.7);
    let shapes = vec![Shape::Points(vec![place]); MAX_TILE_FEATURES + 5];
    let source = TileSource::from_layers(&[layer(LayerKind::Places, shapes)]).expect("points");
    let tile = source
        .cut(TileCoord::holding(place, 12))
        .expect("a full tile");
    assert_eq!(
        counts(&tile),
        [("places".to_owned(), MAX_TILE_FEATURES)],
        "the bound holds"
    );
    assert_eq!(source.left_out(), 5, "those left out are counted");
}

#[test]
fn an_empty_layer_name_is_refused() {
    let error = TileSource::from_layers(&[layer(LayerKind::Other(String::new()), vec![])])
        .err()
        .expect("a layer needs a name");
    assert!(
        matches!(error, TileError::BadLayerName { .. }),
        "wrong error: {error}"
    );
}

#[test]
fn many_threads_get_the_same_tile() {
    let district = District::shipped();
    let source = TileSource::from_layers(&district.layers()).expect("small layers");
    let coord = TileCoord::holding(district.bounds().centre(), 9);
    let expected = source.cut(coord);
    std::thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                assert_eq!(
                    source.tile(coord.z, coord.x, coord.y),
                    expected,
                    "same from each"
                );
            });
        }
    });
}

fn any_place() -> impl Strategy<Value = LonLat> {
    (116.0_f64..118.0, 36.0_f64..37.5).prop_map(|(lon, lat)| LonLat::new(lon, lat))
}

fn any_shape() -> impl Strategy<Value = Shape> {
    let line = || proptest::collection::vec(any_place(), 2..12);
    prop_oneof![
        proptest::collection::vec(any_place(), 1..4).prop_map(Shape::Points),
        proptest::collection::vec(line(), 1..3).prop_map(Shape::Lines),
        proptest::collection::vec(proptest::collection::vec(line(), 1..3), 1..3).prop_map(
            |mut areas| {
                for ring in areas.iter_mut().flatten() {
                    ring.push(ring[0]);
                }
                Shape::Areas(areas)
            }
        ),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn every_tile_of_any_shapes_decodes(
        shapes in proptest::collection::vec(any_shape(), 1..20),
        place in any_place(),
        z in 6_u8..=16,
    ) {
        let layers = [layer(LayerKind::Water, shapes)];
        let source = TileSource::from_layers(&layers).expect("few shapes");
        if let Some(tile) = source.cut(TileCoord::holding(place, z)) {
            let reader = MvtReaderRef::new(&tile).expect("the tile decodes");
            for feature in reader.layers().flat_map(|layer| layer.features().collect::<Vec<_>>()) {
                prop_assert!(feature.geometry().is_ok(), "an empty feature spoils the tile");
            }
        }
    }
}
