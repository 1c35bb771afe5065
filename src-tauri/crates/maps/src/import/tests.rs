use super::*;
use crate::layer::{Layer, Shape};
use proptest::prelude::*;

fn request(crs: Crs) -> ImportRequest {
    ImportRequest {
        kind: None,
        crs,
        source: "演练数据".into(),
    }
}

fn kinds(defects: &[Defect]) -> Vec<DefectKind> {
    defects.iter().map(|defect| defect.kind).collect()
}

fn collection(features: &str) -> Vec<u8> {
    format!(r#"{{"type":"FeatureCollection","features":[{features}]}}"#).into_bytes()
}

fn feature(geometry: &str, properties: &str) -> String {
    format!(r#"{{"type":"Feature","geometry":{geometry},"properties":{properties}}}"#)
}

fn only(layers: &[Layer]) -> &Layer {
    assert_eq!(layers.len(), 1, "one layer expected, got {layers:?}");
    &layers[0]
}

#[test]
fn features_go_to_the_layer_of_their_content() {
    let line = r#"{"type":"LineString","coordinates":[[117.1,36.7],[117.2,36.7]]}"#;
    let area = r#"{"type":"Polygon","coordinates":
        [[[117.1,36.7],[117.2,36.7],[117.2,36.8],[117.1,36.7]]]}"#;
    let point = r#"{"type":"Point","coordinates":[117.1,36.7,12.5]}"#;
    for (geometry, properties, expected) in [
        (
            line,
            r#"{"highway":"primary_link","u":3}"#,
            LayerKind::Roads,
        ),
        (line, r#"{"waterway":"river"}"#, LayerKind::Water),
        (area, r#"{"natural":"water"}"#, LayerKind::Water),
        (point, r#"{"name":"演练点"}"#, LayerKind::Places),
        (point, "null", LayerKind::Other("imported".into())),
    ] {
        let (layers, defects) = geojson(
            &collection(&feature(geometry, properties)),
            &request(Crs::Wgs84),
        );
        assert!(
            defects.is_empty(),
            "{properties}: no defects expected, got {defects:?}"
        );
        assert_eq!(only(&layers).kind, expected, "layer of {properties}");
        assert_eq!(
            only(&layers).source,
            "演练数据",
            "the source stays with the layer"
        );
    }
}

#[test]
fn a_road_carries_its_class_and_not_its_graph() {
    let line = r#"{"type":"LineString","coordinates":[[117.1,36.7],[117.2,36.7]]}"#;
    let text = feature(line, r#"{"highway":"primary_link","oneway":1,"u":3,"v":4}"#);
    let (layers, _) = geojson(&collection(&text), &request(Crs::Wgs84));
    let road = &only(&layers).features[0];
    assert_eq!(
        road.text("class"),
        Some("primary"),
        "a link has the class of its road"
    );
    assert_eq!(road.min_zoom, 9, "primary roads begin at zoom 9");
    assert!(
        !road.properties.contains_key("u"),
        "graph numbers do not belong in a tile"
    );
}

#[test]
fn coordinates_are_converted_from_the_stated_system() {
    let point = r#"{"type":"Point","coordinates":[117.106132,36.680457]}"#;
    let text = feature(point, r#"{"name":"演练点"}"#);
    let (layers, _) = geojson(&collection(&text), &request(Crs::Gcj02));
    let Shape::Points(places) = &only(&layers).features[0].shape else {
        panic!("a point")
    };
    let off_m = places[0].distance_m(LonLat::new(117.10, 36.68));
    assert!(off_m < 0.1, "GCJ-02 comes back to WGS-84, off by {off_m} m");
}

#[test]
fn a_bad_feature_is_a_defect_and_the_rest_is_read() {
    let good = feature(
        r#"{"type":"Point","coordinates":[117.1,36.7]}"#,
        r#"{"name":"好"}"#,
    );
    for (bad, expected) in [
        (feature("null", "{}"), vec![DefectKind::NoGeometry]),
        (
            feature(r#"{"type":"Pointy","coordinates":[1,2]}"#, "{}"),
            vec![DefectKind::Unreadable],
        ),
        ("7".into(), vec![DefectKind::Unreadable]),
        (
            feature(
                r#"{"type":"Point","coordinates":[500000.0,4060000.0]}"#,
                "{}",
            ),
            vec![DefectKind::BadCoordinate, DefectKind::NoGeometry],
        ),
        (
            feature(
                r#"{"type":"LineString","coordinates":[[117.1,36.7]]}"#,
                "{}",
            ),
            vec![DefectKind::TooShort, DefectKind::NoGeometry],
        ),
        (
            feature(
                r#"{"type":"Polygon","coordinates":[[[1,2],[3,4],[1,2]]]}"#,
                "{}",
            ),
            vec![DefectKind::TooShort, DefectKind::NoGeometry],
        ),
        (
            feature(r#"{"type":"Polygon","coordinates":[]}"#, "{}"),
            vec![DefectKind::NoGeometry, DefectKind::NoGeometry],
        ),
    ] {
        let bytes = collection(&format!("{bad},{good}"));
        let (layers, defects) = geojson(&bytes, &request(Crs::Wgs84));
        assert_eq!(kinds(&defects), expected, "defects of {bad}");
        assert!(
            defects.iter().all(|defect| defect.at == Some(0)),
            "they name feature 0: {bad}"
        );
        assert_eq!(
            only(&layers).features.len(),
            1,
            "the good feature is read beside {bad}"
        );
    }
}

#[test]
fn an_open_ring_is_closed_and_said() {
    let open = r#"{"type":"Polygon","coordinates":[[[117.1,36.7],[117.2,36.7],[117.2,36.8]]]}"#;
    let (layers, defects) = geojson(&collection(&feature(open, "{}")), &request(Crs::Wgs84));
    assert_eq!(kinds(&defects), [DefectKind::OpenRing], "the ring was open");
    let Shape::Areas(areas) = &only(&layers).features[0].shape else {
        panic!("an area")
    };
    assert_eq!(areas[0][0].len(), 4, "it was closed");
}

#[test]
fn a_file_that_is_not_geojson_is_one_defect() {
    for bytes in [
        &b""[..],
        b"{",
        b"[]",
        b"\xff\xfe",
        b"{\"type\":\"FeatureCollection\"}",
        b"null",
    ] {
        let (layers, defects) = geojson(bytes, &request(Crs::Wgs84));
        assert!(layers.is_empty(), "nothing can be read of {bytes:?}");
        assert_eq!(
            kinds(&defects),
            [DefectKind::Unreadable],
            "one defect for {bytes:?}"
        );
    }
}

#[test]
fn a_projected_system_in_the_file_is_pointed_out() {
    let text = r#"{"type":"FeatureCollection","crs":{"type":"name","properties":
        {"name":"urn:ogc:def:crs:EPSG::3857"}},"features":[]}"#;
    let (_, defects) = geojson(text.as_bytes(), &request(Crs::Wgs84));
    assert_eq!(
        kinds(&defects),
        [DefectKind::OtherSystem],
        "EPSG:3857 is metres, not degrees"
    );
}

#[test]
fn a_byte_order_mark_and_a_single_feature_are_read() {
    let text = feature(
        r#"{"type":"Point","coordinates":[117.1,36.7]}"#,
        r#"{"name":"演练"}"#,
    );
    let bytes = [b"\xEF\xBB\xBF", text.as_bytes()].concat();
    let (layers, defects) = geojson(&bytes, &request(Crs::Wgs84));
    assert!(defects.is_empty(), "no defects expected, got {defects:?}");
    assert_eq!(only(&layers).features.len(), 1, "one feature");
}

#[test]
fn defects_are_bounded_and_the_rest_counted() {
    let bad = vec!["7"; MAX_DEFECTS + 50].join(",");
    let (_, defects) = geojson(&collection(&bad), &request(Crs::Wgs84));
    assert_eq!(defects.len(), MAX_DEFECTS, "the list is bounded");
    let last = defects.last().expect("defects");
    assert_eq!(last.kind, DefectKind::More, "the last one counts the rest");
    assert!(
        last.detail.starts_with("51 "),
        "51 are not listed: {}",
        last.detail
    );
}

const NODES: &str =
    "node_id,lon,lat,in_main_scc\n0,117.10,36.70,1\n1,117.11,36.70,1\n2,400,36.70,1\n";

#[test]
fn an_edge_and_its_reverse_are_one_line() {
    let edges = "eid,u,v,osm_way_id,highway,length_m,reverse_eid,in_main_scc,lonlat\n\
        1,0,1,9,tertiary,893,2,1,\"117.10,36.70 117.105,36.701 117.11,36.70\"\n\
        2,1,0,9,tertiary,893,1,1,\"117.11,36.70 117.105,36.701 117.10,36.70\"\n\
        3,0,1,9,motorway_link,893,,1,\n";
    let (layers, defects) = roads_csv(NODES.as_bytes(), edges.as_bytes(), &request(Crs::Wgs84));
    assert_eq!(
        kinds(&defects),
        [DefectKind::BadCoordinate],
        "node 2 lies at longitude 400"
    );
    let roads = &only(&layers).features;
    assert_eq!(
        roads.len(),
        2,
        "the pair is one line, the one-way edge another"
    );
    assert_eq!(
        roads[0].properties["oneway"],
        Value::Bool(false),
        "the pair runs both ways"
    );
    assert_eq!(
        roads[1].properties["oneway"],
        Value::Bool(true),
        "no reverse, so one-way"
    );
    assert_eq!(
        roads[1].shape.vertices(),
        2,
        "without geometry the edge is straight"
    );
    assert_eq!(roads[1].text("class"), Some("motorway"), "the link's class");
}

#[test]
fn a_bad_edge_is_a_defect_with_its_line() {
    let head = "eid,u,v,highway,reverse_eid,lonlat\n";
    for (row, expected) in [
        ("1,0,9,primary,,\n", DefectKind::UnknownNode),
        ("1,0,2,primary,,\n", DefectKind::UnknownNode),
        ("x,0,1,primary,,\n", DefectKind::Unreadable),
        ("1,0\n", DefectKind::Unreadable),
        ("1,0,1,primary,,\"117.1 36.7\"\n", DefectKind::BadCoordinate),
        (
            "1,0,1,primary,,\"117.1,NaN 117.2,36.7\"\n",
            DefectKind::BadCoordinate,
        ),
        ("1,0,1,primary,,\"117.1,36.7\"\n", DefectKind::TooShort),
    ] {
        let nodes = NODES.replace("2,400,36.70,1\n", "");
        let edges = format!("{head}{row}");
        let (layers, defects) = roads_csv(nodes.as_bytes(), edges.as_bytes(), &request(Crs::Wgs84));
        assert_eq!(kinds(&defects), [expected], "defect of {row:?}");
        assert_eq!(defects[0].at, Some(2), "it names the line of {row:?}");
        assert!(
            only(&layers).features.is_empty(),
            "nothing is drawn for {row:?}"
        );
    }
}

proptest! {
    #[test]
    fn any_bytes_are_read_without_a_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400)) {
        let _ = geojson(&bytes, &request(Crs::Bd09));
        let _ = roads_csv(&bytes, &bytes, &request(Crs::Gcj02));
    }

    #[test]
    fn whatever_is_read_can_be_drawn(
        pairs in proptest::collection::vec((-400.0_f64..400.0, -400.0_f64..400.0), 0..9),
        kind in prop_oneof![Just("MultiPoint"), Just("LineString")],
    ) {
        let pairs: Vec<[f64; 2]> = pairs.into_iter().map(|(lon, lat)| [lon, lat]).collect();
        let geometry = serde_json::json!({"type": kind, "coordinates": pairs}).to_string();
        let (layers, _) = geojson(&collection(&feature(&geometry, "{}")), &request(Crs::Gcj02));
        for feature in layers.iter().flat_map(|layer| &layer.features) {
            feature.shape.for_each_place(|place| assert!(place.is_drawable(), "{place:?}"));
        }
    }
}
