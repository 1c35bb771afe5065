//! The features of a map, grouped into layers that keep their source.

use crate::crs::{LonLat, MAX_LATITUDE_DEG};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// Which layer of the base map a feature belongs to. The name is the `source-layer` of the tiles.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerKind {
    /// Administrative outlines.
    Boundary,
    /// Sub-districts (街道), as label points.
    Streets,
    /// Roads, with a `class` from [`RoadClass`].
    Roads,
    /// Named points.
    Places,
    /// Rivers, lakes, reservoirs.
    Water,
    /// Anything else, under the name that the import gave it.
    Other(String),
}

impl LayerKind {
    /// The name in the tile.
    pub fn name(&self) -> &str {
        match self {
            Self::Boundary => "boundary",
            Self::Streets => "streets",
            Self::Roads => "roads",
            Self::Places => "places",
            Self::Water => "water",
            Self::Other(name) => name,
        }
    }
}

/// Where a feature is. Multi-part geometries stay together.
#[derive(Debug, Clone, PartialEq)]
pub enum Shape {
    /// One or more points.
    Points(Vec<LonLat>),
    /// One or more lines of two or more points each.
    Lines(Vec<Vec<LonLat>>),
    /// One or more areas; each is its outer ring, then its holes; rings are closed.
    Areas(Vec<Vec<Vec<LonLat>>>),
}

impl Shape {
    /// Calls `visit` for each vertex.
    pub fn for_each_place(&self, mut visit: impl FnMut(LonLat)) {
        match self {
            Self::Points(points) => points.iter().for_each(|place| visit(*place)),
            Self::Lines(lines) => lines.iter().flatten().for_each(|place| visit(*place)),
            Self::Areas(areas) => areas
                .iter()
                .flatten()
                .flatten()
                .for_each(|place| visit(*place)),
        }
    }

    /// How many vertices it has.
    pub fn vertices(&self) -> usize {
        let mut count = 0;
        self.for_each_place(|_| count += 1);
        count
    }

    /// The smallest box around it; nothing when it is empty.
    pub fn bounds(&self) -> Option<Bounds> {
        let mut bounds: Option<Bounds> = None;
        self.for_each_place(|place| match &mut bounds {
            Some(bounds) => bounds.include(place),
            None => bounds = Some(Bounds::at(place)),
        });
        bounds
    }

    /// A place to write its name: the middle of the points or line, or the middle of the box of
    /// the largest outer ring.
    pub fn label_place(&self) -> Option<LonLat> {
        match self {
            Self::Points(points) => points.first().copied(),
            Self::Lines(lines) => {
                let longest = lines.iter().max_by_key(|line| line.len())?;
                longest.get(longest.len() / 2).copied()
            }
            Self::Areas(areas) => {
                let ring = areas
                    .iter()
                    .filter_map(|area| area.first())
                    .max_by_key(|r| r.len())?;
                let first = Bounds::at(*ring.first()?);
                let bounds = ring.iter().fold(first, |mut bounds, place| {
                    bounds.include(*place);
                    bounds
                });
                Some(bounds.centre())
            }
        }
    }
}

/// One thing on the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Where it is, WGS-84.
    pub shape: Shape,
    /// What is known of it: flat values (text, numbers, truth values).
    pub properties: Map<String, Value>,
    /// The lowest zoom at which a tile carries it.
    pub min_zoom: u8,
}

impl Feature {
    /// A feature that shows at every zoom.
    pub fn new(shape: Shape, properties: Map<String, Value>) -> Self {
        Self {
            shape,
            properties,
            min_zoom: 0,
        }
    }

    /// The text property of this name.
    pub fn text(&self, key: &str) -> Option<&str> {
        self.properties.get(key).and_then(Value::as_str)
    }
}

/// Features of one kind and one source.
#[derive(Debug, Clone, PartialEq)]
pub struct Layer {
    /// Which layer of the map they are drawn in.
    pub kind: LayerKind,
    /// Where the data comes from and its licence, to be shown with the map
    /// ("© OpenStreetMap contributors, ODbL 1.0").
    pub source: String,
    /// The features.
    pub features: Vec<Feature>,
}

/// A box in degrees. It never spans the antimeridian.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Bounds {
    /// West edge, degrees.
    pub west: f64,
    /// South edge, degrees.
    pub south: f64,
    /// East edge, degrees.
    pub east: f64,
    /// North edge, degrees.
    pub north: f64,
}

impl Bounds {
    /// The empty box at one place.
    pub fn at(place: LonLat) -> Self {
        Self {
            west: place.lon,
            south: place.lat,
            east: place.lon,
            north: place.lat,
        }
    }

    /// The smallest box around all of `places`; nothing when there is none.
    pub fn around(places: impl IntoIterator<Item = LonLat>) -> Option<Self> {
        let mut places = places.into_iter();
        let mut bounds = Self::at(places.next()?);
        places.for_each(|place| bounds.include(place));
        Some(bounds)
    }

    /// Widens the box so that it holds `place`.
    pub fn include(&mut self, place: LonLat) {
        self.west = self.west.min(place.lon);
        self.south = self.south.min(place.lat);
        self.east = self.east.max(place.lon);
        self.north = self.north.max(place.lat);
    }

    /// The smallest box around both.
    pub fn union(self, other: Self) -> Self {
        Self {
            west: self.west.min(other.west),
            south: self.south.min(other.south),
            east: self.east.max(other.east),
            north: self.north.max(other.north),
        }
    }

    /// The middle of the box.
    pub fn centre(self) -> LonLat {
        LonLat::new(
            (self.west + self.east) / 2.0,
            (self.south + self.north) / 2.0,
        )
    }

    /// The box widened on each side by `degrees`, kept inside what can be drawn.
    pub fn widened(self, degrees: f64) -> Self {
        Self {
            west: (self.west - degrees).max(-180.0),
            south: (self.south - degrees).max(-MAX_LATITUDE_DEG),
            east: (self.east + degrees).min(180.0),
            north: (self.north + degrees).min(MAX_LATITUDE_DEG),
        }
    }

    /// Whether the two boxes share a point.
    pub fn touches(self, other: Self) -> bool {
        self.west <= other.east
            && other.west <= self.east
            && self.south <= other.north
            && other.south <= self.north
    }
}

/// The classes of road that the style tells apart, from the OpenStreetMap `highway` value.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum RoadClass {
    /// Motorways and their links.
    Motorway,
    /// Trunk roads and their links.
    Trunk,
    /// Primary roads and their links.
    Primary,
    /// Secondary roads and their links.
    Secondary,
    /// Tertiary roads and their links.
    Tertiary,
    /// Everything else that carries vehicles.
    Minor,
}

impl RoadClass {
    /// All classes, widest first.
    pub const ALL: [Self; 6] = [
        Self::Motorway,
        Self::Trunk,
        Self::Primary,
        Self::Secondary,
        Self::Tertiary,
        Self::Minor,
    ];

    /// The class of an OpenStreetMap `highway` value (`primary_link` is primary).
    pub fn of_highway(highway: &str) -> Self {
        match highway.strip_suffix("_link").unwrap_or(highway) {
            "motorway" => Self::Motorway,
            "trunk" => Self::Trunk,
            "primary" => Self::Primary,
            "secondary" => Self::Secondary,
            "tertiary" => Self::Tertiary,
            _ => Self::Minor,
        }
    }

    /// The word in the tile's `class` property.
    pub fn name(self) -> &'static str {
        match self {
            Self::Motorway => "motorway",
            Self::Trunk => "trunk",
            Self::Primary => "primary",
            Self::Secondary => "secondary",
            Self::Tertiary => "tertiary",
            Self::Minor => "minor",
        }
    }

    /// The lowest zoom at which the class is in the tiles. Our choice: at a lower zoom the roads of
    /// the class lie less than about two pixels apart in a Chinese city.
    pub fn min_zoom(self) -> u8 {
        match self {
            Self::Motorway | Self::Trunk => 6,
            Self::Primary => 9,
            Self::Secondary => 10,
            Self::Tertiary => 11,
            Self::Minor => 13,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_link_road_has_the_class_of_its_road() {
        for (highway, class) in [
            ("motorway_link", RoadClass::Motorway),
            ("primary", RoadClass::Primary),
            ("residential", RoadClass::Minor),
            ("", RoadClass::Minor),
        ] {
            assert_eq!(
                RoadClass::of_highway(highway),
                class,
                "class of highway={highway}"
            );
        }
    }

    #[test]
    fn the_box_of_a_shape_holds_all_its_places() {
        let shape = Shape::Lines(vec![
            vec![LonLat::new(117.0, 36.5), LonLat::new(117.2, 36.6)],
            vec![LonLat::new(116.9, 36.7), LonLat::new(117.1, 36.4)],
        ]);
        let bounds = shape.bounds().expect("the shape has places");
        assert_eq!(
            bounds,
            Bounds {
                west: 116.9,
                south: 36.4,
                east: 117.2,
                north: 36.7
            },
            "the box spans both lines"
        );
        assert!(
            Shape::Points(vec![]).bounds().is_none(),
            "an empty shape has no box"
        );
    }
}
