//! Offline maps: tiles, style, place names, import, and static pictures for paper.
//!
//! Inside, every coordinate is WGS-84, longitude first, in degrees. CGCS2000, the Chinese national
//! system, is within about a metre of it and is treated as the same; GCJ-02 and BD-09 are
//! converted at the edge ([`crs`]).
//!
//! | module | what it does |
//! |---|---|
//! | [`crs`] | WGS-84, CGCS2000, GCJ-02, BD-09 |
//! | [`layer`] | the features of a map, by layer, with their source |
//! | [`district`] | the outline and the streets of the district that ship with the program |
//! | [`import`] | GeoJSON and the CSV road form into layers; never fails, reports defects |
//! | [`tiles`] | vector tiles (MVT) cut on demand, with a bounded cache |
//! | [`pack`] | the same tiles packed to one PMTiles file, and read back |
//! | [`style`] | the MapLibre GL style of the base map for day, dusk and night |
//! | [`places`] | search by name, by pinyin initials, by code |
//! | [`picture`] | a map on paper: SVG, PNG, PDF |
//! | [`font`] | where the Chinese letters of a picture come from |
//!
//! Nothing here reads a clock, a network or a random number.

pub mod crs;
pub mod district;
pub mod font;
pub mod import;
pub mod layer;
pub mod pack;
pub mod picture;
pub mod places;
pub mod style;
pub mod tiles;
mod tokens;

pub use crs::{Crs, LonLat};
pub use layer::{Feature, Layer, LayerKind, Shape};
