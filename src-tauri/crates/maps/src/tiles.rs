//! Vector tiles (Mapbox Vector Tile 2.1) cut from layers on demand.
//!
//! Tiles are returned **uncompressed**: they go to a webview in the same process or machine, where
//! gzip costs time and saves nothing. The packed file ([`crate::pack`]) compresses them.
//!
//! The map library over-zooms: above [`MAX_ZOOM`] it enlarges the tiles of that zoom.

mod parts;

use crate::crs::LonLat;
use crate::layer::{Bounds, Feature, Layer, Shape};
use bytes::Bytes;
use fast_mvt::{MvtError, MvtFeatureBuilder, MvtLayerBuilder, MvtValueRef};
use geojson::feature::Id;
use geojson::{FeatureCollection, GeoJson, Geometry};
use geojson_vt_rs::{TileOptions, geojson_to_tile};
use parts::Parts;
use quick_cache::Weighter;
use quick_cache::sync::Cache;
use rstar::primitives::{GeomWithData, Rectangle};
use rstar::{AABB, RTree};
use serde_json::Value;
use std::collections::BTreeSet;
use std::f64::consts::PI;
use std::sync::atomic::{AtomicU64, Ordering};

/// The lowest zoom that has tiles: a province fits on the screen.
pub const MIN_ZOOM: u8 = 6;
/// The highest zoom that has tiles: about 1.9 m per pixel of a 512-pixel tile at Jinan.
pub const MAX_ZOOM: u8 = 16;
/// Features in one tile at most; the least important beyond it are left out and counted.
pub const MAX_TILE_FEATURES: usize = 20_000;
/// Bytes of one tile at most; features are halved until it fits.
pub const MAX_TILE_BYTES: usize = 4 * 1024 * 1024;
/// Features of all layers together at most.
pub const MAX_SOURCE_FEATURES: usize = 2_000_000;
/// Bytes of tiles kept ready.
pub const CACHE_BYTES: u64 = 64 * 1024 * 1024;
/// How many tiles the cache expects to hold (a hint for its tables, not a bound).
const CACHE_TILES_HINT: usize = 2_000;
/// What an entry costs beside its bytes.
const CACHE_ENTRY_BYTES: u64 = 96;
/// Units along a tile's side, as the specification's example and the map library expect.
const EXTENT: u16 = 4096;
/// Units drawn beyond the tile's edge so that wide lines meet.
const BUFFER: u16 = 64;
/// Simplification in tile units; the default of geojson-vt.
const TOLERANCE: f64 = 3.0;

/// The address of a tile in the XYZ scheme (Web Mercator, y grows south).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TileCoord {
    /// Zoom level.
    pub z: u8,
    /// Column from the west.
    pub x: u32,
    /// Row from the north.
    pub y: u32,
}

impl TileCoord {
    /// The tile at this zoom that holds a place.
    pub fn holding(place: LonLat, z: u8) -> Self {
        let side = f64::from(1_u32 << z.min(MAX_ZOOM));
        let (x, y) = mercator(place);
        let index = |unit: f64| (unit * side).floor().clamp(0.0, side - 1.0) as u32;
        Self {
            z: z.min(MAX_ZOOM),
            x: index(x),
            y: index(y),
        }
    }

    /// Whether the address exists at its zoom and the zoom is served.
    pub fn is_served(self) -> bool {
        (MIN_ZOOM..=MAX_ZOOM).contains(&self.z)
            && self.x < (1_u32 << self.z)
            && self.y < (1_u32 << self.z)
    }

    /// The box of the tile with its buffer, in degrees.
    pub fn bounds(self) -> Bounds {
        let side = f64::from(1_u32 << self.z.min(MAX_ZOOM));
        let margin = f64::from(BUFFER) / f64::from(EXTENT);
        let lon = |x: f64| x / side * 360.0 - 180.0;
        let lat = |y: f64| (PI * (1.0 - 2.0 * y / side)).sinh().atan().to_degrees();
        let (x, y) = (f64::from(self.x), f64::from(self.y));
        Bounds {
            west: lon(x - margin),
            south: lat(y + 1.0 + margin),
            east: lon(x + 1.0 + margin),
            north: lat(y - margin),
        }
    }
}

/// Web Mercator in units of the world's side: x grows east, y grows south, both 0 to 1.
pub(crate) fn mercator(place: LonLat) -> (f64, f64) {
    let sine = place.lat.to_radians().sin();
    (
        place.lon / 360.0 + 0.5,
        0.5 - ((1.0 + sine) / (1.0 - sine)).ln() / (4.0 * PI),
    )
}

/// Why tiles cannot be cut.
#[derive(Debug, thiserror::Error)]
pub enum TileError {
    /// More features than the program is built to hold.
    #[error("{features} features are more than the {limit} that can be held")]
    TooManyFeatures {
        /// How many were given.
        features: usize,
        /// [`MAX_SOURCE_FEATURES`].
        limit: usize,
    },
    /// A layer has a name that a tile cannot carry.
    #[error("layer name {name:?} cannot be used in a tile: {detail}")]
    BadLayerName {
        /// The name.
        name: String,
        /// Why.
        detail: String,
    },
}

type Indexed = GeomWithData<Rectangle<[f64; 2]>, u32>;

struct CutLayer {
    name: String,
    features: Vec<CutFeature>,
    tree: RTree<Indexed>,
}

struct CutFeature {
    geometry: Geometry,
    properties: Vec<(String, Value)>,
    min_zoom: u8,
}

#[derive(Clone)]
struct TileWeight;

impl Weighter<TileCoord, Option<Bytes>> for TileWeight {
    fn weight(&self, _: &TileCoord, tile: &Option<Bytes>) -> u64 {
        CACHE_ENTRY_BYTES + tile.as_ref().map_or(0, |bytes| bytes.len() as u64)
    }
}

/// The layers of a map, ready to be cut into tiles from any thread.
pub struct TileSource {
    layers: Vec<CutLayer>,
    bounds: Option<Bounds>,
    sources: Vec<String>,
    letters: String,
    cache: Cache<TileCoord, Option<Bytes>, TileWeight>,
    left_out: AtomicU64,
}

impl TileSource {
    /// Takes layers; those of the same kind are joined into one layer of the tile.
    ///
    /// # Errors
    /// When there are more than [`MAX_SOURCE_FEATURES`] features or a layer's name is empty.
    pub fn from_layers(layers: &[Layer]) -> Result<Self, TileError> {
        let features: usize = layers.iter().map(|layer| layer.features.len()).sum();
        if features > MAX_SOURCE_FEATURES {
            return Err(TileError::TooManyFeatures {
                features,
                limit: MAX_SOURCE_FEATURES,
            });
        }
        let mut joined: Vec<(&str, Vec<&Feature>)> = Vec::new();
        let mut sources: Vec<String> = Vec::new();
        for layer in layers {
            let name = layer.kind.name();
            MvtLayerBuilder::new(name).map_err(|error| TileError::BadLayerName {
                name: name.to_owned(),
                detail: error.to_string(),
            })?;
            if !sources.contains(&layer.source) {
                sources.push(layer.source.clone());
            }
            match joined.iter_mut().find(|(known, _)| *known == name) {
                Some((_, features)) => features.extend(&layer.features),
                None => joined.push((name, layer.features.iter().collect())),
            }
        }
        let bounds = layers
            .iter()
            .flat_map(|layer| &layer.features)
            .filter_map(|feature| feature.shape.bounds())
            .reduce(Bounds::union);
        let names = layers.iter().flat_map(|layer| &layer.features);
        let letters: BTreeSet<char> = names
            .filter_map(|feature| feature.text("name"))
            .flat_map(str::chars)
            .collect();
        Ok(Self {
            letters: letters.into_iter().collect(),
            layers: joined
                .iter()
                .map(|(name, features)| CutLayer::new(name, features))
                .collect(),
            bounds,
            sources,
            cache: Cache::with_weighter(CACHE_TILES_HINT, CACHE_BYTES, TileWeight),
            left_out: AtomicU64::new(0),
        })
    }

    /// The tile at an address, uncompressed MVT. Nothing when the zoom is not served, the address
    /// does not exist, or no feature falls into it (answer "no content").
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Option<Bytes> {
        let coord = TileCoord { z, x, y };
        if !coord.is_served() {
            return None;
        }
        let cut = || -> Result<_, std::convert::Infallible> { Ok(self.cut(coord)) };
        match self.cache.get_or_insert_with(&coord, cut) {
            Ok(tile) => tile,
            Err(never) => match never {},
        }
    }

    /// The same as [`Self::tile`] without the cache, for packing.
    pub fn cut(&self, coord: TileCoord) -> Option<Bytes> {
        if !coord.is_served() {
            return None;
        }
        let mut limit = MAX_TILE_FEATURES;
        // Each round halves the features, so the loop ends after log2(MAX_TILE_FEATURES) rounds.
        while limit > 0 {
            let (tile, left_out) = self.cut_within(coord, limit);
            if tile.len() <= MAX_TILE_BYTES {
                self.left_out.fetch_add(left_out as u64, Ordering::Relaxed);
                return (!tile.is_empty()).then(|| Bytes::from(tile));
            }
            limit /= 2;
        }
        None
    }

    /// The box around all features; nothing when there is none.
    pub fn bounds(&self) -> Option<Bounds> {
        self.bounds
    }

    /// Every sign of the names of its features, once, in the order of Unicode.
    pub fn letters(&self) -> &str {
        &self.letters
    }

    /// The sources of the layers, each once, to be shown with the map.
    pub fn sources(&self) -> &[String] {
        &self.sources
    }

    /// The names of the tile's layers.
    pub fn layer_names(&self) -> impl Iterator<Item = &str> {
        self.layers.iter().map(|layer| layer.name.as_str())
    }

    /// How many features were left out of tiles so far because of [`MAX_TILE_FEATURES`] or
    /// [`MAX_TILE_BYTES`].
    pub fn left_out(&self) -> u64 {
        self.left_out.load(Ordering::Relaxed)
    }

    fn cut_within(&self, coord: TileCoord, limit: usize) -> (Vec<u8>, usize) {
        let mut tile = Vec::new();
        let mut room = limit;
        let mut left_out = 0;
        for layer in &self.layers {
            let mut wanted = layer.touching(coord);
            left_out += wanted.len().saturating_sub(room);
            wanted.truncate(room);
            room -= wanted.len();
            wanted.sort_unstable();
            tile.extend(layer.encode(coord, &wanted));
        }
        (tile, left_out)
    }
}

impl CutLayer {
    fn new(name: &str, features: &[&Feature]) -> Self {
        let mut boxes = Vec::with_capacity(features.len());
        let mut cut = Vec::with_capacity(features.len());
        for feature in features {
            let Some(bounds) = feature.shape.bounds() else {
                continue;
            };
            let corners =
                Rectangle::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
            boxes.push(Indexed::new(corners, cut.len() as u32));
            cut.push(CutFeature {
                geometry: geometry_of(&feature.shape),
                properties: feature.properties.clone().into_iter().collect(),
                min_zoom: feature.min_zoom,
            });
        }
        Self {
            name: name.to_owned(),
            features: cut,
            tree: RTree::bulk_load(boxes),
        }
    }

    /// The features of a tile, the most important (lowest `min_zoom`) first.
    fn touching(&self, coord: TileCoord) -> Vec<u32> {
        let bounds = coord.bounds();
        let window = AABB::from_corners([bounds.west, bounds.south], [bounds.east, bounds.north]);
        let mut wanted: Vec<u32> = self
            .tree
            .locate_in_envelope_intersecting(window)
            .map(|indexed| indexed.data)
            .filter(|index| self.features[*index as usize].min_zoom <= coord.z)
            .collect();
        wanted.sort_unstable_by_key(|index| (self.features[*index as usize].min_zoom, *index));
        wanted
    }

    fn encode(&self, coord: TileCoord, wanted: &[u32]) -> Vec<u8> {
        if wanted.is_empty() {
            return Vec::new();
        }
        // Only the geometry and the index go through the cutter; the properties stay here.
        let features = wanted.iter().map(|index| geojson::Feature {
            geometry: Some(self.features[*index as usize].geometry.clone()),
            id: Some(Id::Number((*index).into())),
            ..Default::default()
        });
        let collection = FeatureCollection {
            bbox: None,
            features: features.collect(),
            foreign_members: None,
        };
        let options = TileOptions {
            tolerance: TOLERANCE,
            extent: EXTENT,
            buffer: BUFFER,
            line_metrics: false,
        };
        let all = GeoJson::FeatureCollection(collection);
        let cut = geojson_to_tile(&all, coord.z, coord.x, coord.y, &options, false, true);
        let Ok(mut layer) = MvtLayerBuilder::new(self.name.as_str()) else {
            return Vec::new();
        };
        for feature in &cut.features.features {
            let Some(Id::Number(number)) = &feature.id else {
                continue;
            };
            let Some(index) = number.as_u64() else {
                continue;
            };
            let parts = feature
                .geometry
                .as_ref()
                .and_then(|geometry| Parts::of(&geometry.value));
            let Some(parts) = parts else { continue };
            let mut builder = layer.feature_of(parts.kind());
            builder.id(Some(index));
            let properties = &self.features[index as usize].properties;
            // The parts were checked before the feature was begun, because the writer cannot
            // take a begun feature back and the map library drops a tile with an empty one.
            if parts
                .write(&mut builder)
                .and_then(|()| write_tags(&mut builder, properties))
                .is_err()
            {
                return Vec::new();
            }
            layer = builder.end();
        }
        if layer.num_features() == 0 {
            Vec::new()
        } else {
            layer.encode()
        }
    }
}

fn write_tags(
    builder: &mut MvtFeatureBuilder,
    properties: &[(String, Value)],
) -> Result<(), MvtError> {
    for (key, value) in properties {
        match value {
            Value::String(text) => builder.tag_ref(key, MvtValueRef::String(text))?,
            Value::Bool(truth) => builder.tag_bool(key, *truth)?,
            Value::Number(number) => match (number.as_i64(), number.as_f64()) {
                (Some(whole), _) => builder.tag_auto_int(key, whole)?,
                (None, Some(real)) => builder.tag_double(key, real)?,
                (None, None) => continue,
            },
            // A tile carries flat values only.
            Value::Null | Value::Array(_) | Value::Object(_) => continue,
        };
    }
    Ok(())
}

fn geometry_of(shape: &Shape) -> Geometry {
    let point = |place: &LonLat| vec![place.lon, place.lat];
    let line = |line: &Vec<LonLat>| line.iter().map(point).collect::<Vec<_>>();
    Geometry::new(match shape {
        Shape::Points(points) => match &points[..] {
            [only] => geojson::Value::Point(point(only)),
            many => geojson::Value::MultiPoint(many.iter().map(point).collect()),
        },
        Shape::Lines(lines) => match &lines[..] {
            [only] => geojson::Value::LineString(line(only)),
            many => geojson::Value::MultiLineString(many.iter().map(line).collect()),
        },
        Shape::Areas(areas) => geojson::Value::MultiPolygon(
            areas
                .iter()
                .map(|area| area.iter().map(line).collect())
                .collect(),
        ),
    })
}

#[cfg(test)]
#[path = "tiles_tests.rs"]
mod tests;
