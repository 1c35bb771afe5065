//! GeoJSON (RFC 7946): a feature collection, one feature, or one geometry.

use super::{
    Defect, DefectKind, Defects, ImportRequest, MAX_FEATURES, MAX_FILE_BYTES, MAX_VERTICES,
    place_of, tidy_properties,
};
use crate::crs::{Crs, LonLat};
use crate::layer::{Feature, Layer, LayerKind, RoadClass, Shape};
use geojson::{Geometry, Value as GeoValue};
use serde::Deserialize;
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// The layer name of features that are none of the known kinds.
const OTHER_LAYER: &str = "imported";
/// What a road keeps of its properties in a tile, beside its class; the rest would only swell it.
const ROAD_PROPERTIES: [&str; 6] = ["name", "ref", "highway", "oneway", "bridge", "tunnel"];
/// Geometry collections inside one another at most.
const MAX_NESTING: usize = 4;

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(rename = "type")]
    kind: String,
    #[serde(borrow)]
    features: Option<Vec<&'a RawValue>>,
    crs: Option<Value>,
}

/// Reads a GeoJSON file. Features are grouped into one layer a kind.
///
/// A part that cannot be read becomes a defect; what can be read of the rest is returned.
pub fn geojson(bytes: &[u8], request: &ImportRequest) -> (Vec<Layer>, Vec<Defect>) {
    let mut reading = Reading {
        request,
        defects: Defects::default(),
        layers: Vec::new(),
    };
    reading.file(bytes);
    (reading.layers, reading.defects.into_list())
}

struct Reading<'a> {
    request: &'a ImportRequest,
    defects: Defects,
    layers: Vec<Layer>,
}

impl Reading<'_> {
    fn file(&mut self, bytes: &[u8]) {
        if bytes.len() > MAX_FILE_BYTES {
            let detail = format!("{} bytes are more than {MAX_FILE_BYTES}", bytes.len());
            return self.defects.add(None, DefectKind::TooLarge, detail);
        }
        // Chinese desktop tools write a byte-order mark before the text.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let envelope: Envelope<'_> = match serde_json::from_slice(bytes) {
            Ok(envelope) => envelope,
            Err(error) => {
                return self
                    .defects
                    .add(None, DefectKind::Unreadable, error.to_string());
            }
        };
        self.check_declared_system(envelope.crs.as_ref());
        match (envelope.kind.as_str(), envelope.features) {
            ("FeatureCollection", Some(features)) => {
                if features.len() > MAX_FEATURES {
                    let detail = format!("{} features, {MAX_FEATURES} are read", features.len());
                    self.defects.add(None, DefectKind::TooManyFeatures, detail);
                }
                for (index, feature) in features.into_iter().take(MAX_FEATURES).enumerate() {
                    self.feature(index, feature.get().as_bytes());
                }
            }
            ("FeatureCollection", None) => {
                self.defects.add(
                    None,
                    DefectKind::Unreadable,
                    "a collection without features",
                );
            }
            ("Feature", _) => self.feature(0, bytes),
            _ => match serde_json::from_slice::<Geometry>(bytes) {
                Ok(geometry) => self.geometry(0, &geometry, Map::new()),
                Err(error) => self
                    .defects
                    .add(None, DefectKind::Unreadable, error.to_string()),
            },
        }
    }

    /// The `crs` member of old files (2008 form). It is only compared: the operator's choice holds.
    fn check_declared_system(&mut self, crs: Option<&Value>) {
        let Some(name) = crs.and_then(|crs| crs.pointer("/properties/name")?.as_str()) else {
            return;
        };
        let geographic = ["CRS84", "4326", "4490"]
            .iter()
            .any(|known| name.ends_with(known));
        if !geographic {
            let detail = format!("the file says {name:?}; convert it to longitude and latitude");
            self.defects.add(None, DefectKind::OtherSystem, detail);
        }
    }

    fn feature(&mut self, index: usize, bytes: &[u8]) {
        match serde_json::from_slice::<geojson::Feature>(bytes) {
            Ok(feature) => match feature.geometry {
                Some(geometry) => {
                    self.geometry(index, &geometry, feature.properties.unwrap_or_default());
                }
                None => self
                    .defects
                    .add(Some(index), DefectKind::NoGeometry, "no geometry"),
            },
            Err(error) => {
                self.defects
                    .add(Some(index), DefectKind::Unreadable, error.to_string());
            }
        }
    }

    fn geometry(&mut self, index: usize, geometry: &Geometry, properties: Map<String, Value>) {
        let properties = tidy_properties(properties);
        let mut shapes = Shapes {
            crs: self.request.crs,
            index,
            defects: &mut self.defects,
        };
        let mut found = Vec::new();
        shapes.read(&geometry.value, 0, &mut found);
        if found.is_empty() {
            self.defects.add(
                Some(index),
                DefectKind::NoGeometry,
                "nothing of it can be drawn",
            );
        }
        for shape in found {
            self.keep(shape, properties.clone());
        }
    }

    fn keep(&mut self, shape: Shape, mut properties: Map<String, Value>) {
        let kind = self
            .request
            .kind
            .clone()
            .unwrap_or_else(|| kind_of(&shape, &properties));
        let mut min_zoom = 0;
        if kind == LayerKind::Roads {
            let highway = properties
                .get("highway")
                .and_then(Value::as_str)
                .unwrap_or_default();
            let class = RoadClass::of_highway(highway);
            properties.retain(|key, _| ROAD_PROPERTIES.contains(&key.as_str()));
            properties.insert("class".into(), class.name().into());
            min_zoom = class.min_zoom();
        }
        let feature = Feature {
            shape,
            properties,
            min_zoom,
        };
        match self.layers.iter_mut().find(|layer| layer.kind == kind) {
            Some(layer) => layer.features.push(feature),
            None => self.layers.push(Layer {
                kind,
                source: self.request.source.clone(),
                features: vec![feature],
            }),
        }
    }
}

fn kind_of(shape: &Shape, properties: &Map<String, Value>) -> LayerKind {
    let water = properties.contains_key("waterway")
        || properties.get("natural").and_then(Value::as_str) == Some("water");
    match shape {
        Shape::Lines(_) if properties.contains_key("highway") => LayerKind::Roads,
        Shape::Lines(_) | Shape::Areas(_) if water => LayerKind::Water,
        Shape::Points(_) if properties.contains_key("name") => LayerKind::Places,
        _ => LayerKind::Other(OTHER_LAYER.into()),
    }
}

struct Shapes<'a> {
    crs: Crs,
    index: usize,
    defects: &'a mut Defects,
}

impl Shapes<'_> {
    fn read(&mut self, value: &GeoValue, depth: usize, found: &mut Vec<Shape>) {
        let shape = match value {
            GeoValue::Point(point) => Shape::Points(self.places(std::slice::from_ref(point))),
            GeoValue::MultiPoint(points) => Shape::Points(self.places(points)),
            GeoValue::LineString(line) => Shape::Lines(self.line(line).into_iter().collect()),
            GeoValue::MultiLineString(lines) => {
                Shape::Lines(lines.iter().filter_map(|line| self.line(line)).collect())
            }
            GeoValue::Polygon(area) => Shape::Areas(self.area(area).into_iter().collect()),
            GeoValue::MultiPolygon(areas) => {
                Shape::Areas(areas.iter().filter_map(|area| self.area(area)).collect())
            }
            GeoValue::GeometryCollection(geometries) => {
                if depth >= MAX_NESTING {
                    return self.defect(DefectKind::Unreadable, "collections nested too deeply");
                }
                for geometry in geometries {
                    self.read(&geometry.value, depth + 1, found);
                }
                return;
            }
        };
        let vertices = shape.vertices();
        if vertices > MAX_VERTICES {
            let detail = format!("{vertices} vertices are more than {MAX_VERTICES}");
            self.defect(DefectKind::TooManyVertices, detail);
        } else if vertices > 0 {
            found.push(shape);
        }
    }

    fn defect(&mut self, kind: DefectKind, detail: impl Into<String>) {
        self.defects.add(Some(self.index), kind, detail);
    }

    /// The places that can be drawn; the others are reported once for the list.
    fn places(&mut self, points: &[Vec<f64>]) -> Vec<LonLat> {
        let places: Vec<LonLat> = points
            .iter()
            .filter_map(|point| place_of(point, self.crs))
            .collect();
        if places.len() < points.len() {
            let bad = points
                .iter()
                .find(|point| place_of(point, self.crs).is_none());
            let detail = format!(
                "{} of {} coordinates cannot be drawn, such as {bad:?}",
                points.len() - places.len(),
                points.len()
            );
            self.defect(DefectKind::BadCoordinate, detail);
        }
        places
    }

    fn line(&mut self, line: &[Vec<f64>]) -> Option<Vec<LonLat>> {
        let places = self.places(line);
        if places.len() < 2 {
            self.defect(DefectKind::TooShort, "a line needs two places");
            return None;
        }
        Some(places)
    }

    fn ring(&mut self, ring: &[Vec<f64>]) -> Option<Vec<LonLat>> {
        let mut places = self.places(ring);
        if places.len() >= 3 && places.first() != places.last() {
            self.defect(DefectKind::OpenRing, "a ring was not closed");
            places.push(places[0]);
        }
        if places.len() < 4 {
            self.defect(DefectKind::TooShort, "a ring needs four places");
            return None;
        }
        Some(places)
    }

    /// Without its outer ring an area is left out: a hole alone would be drawn as an area.
    fn area(&mut self, area: &[Vec<Vec<f64>>]) -> Option<Vec<Vec<LonLat>>> {
        let Some((outer, holes)) = area.split_first() else {
            self.defect(DefectKind::NoGeometry, "an area without rings");
            return None;
        };
        let outer = self.ring(outer)?;
        let mut rings = vec![outer];
        rings.extend(holes.iter().filter_map(|hole| self.ring(hole)));
        Some(rings)
    }
}
