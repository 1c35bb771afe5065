//! The base map: what lies still under everything else. Other roads make another one.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use maps::crs::LonLat;
use maps::district::District;
use maps::layer::{Bounds, Feature, Layer, LayerKind, RoadClass, Shape};
use maps::places::PlaceIndex;
use maps::tiles::{TileError, TileSource};
use routing::network::Network;
use routing::summary::sections;
use serde_json::{Map, Value};

/// What lies still.
pub(crate) struct BaseMap {
    /// Its layers.
    pub(crate) layers: Vec<Layer>,
    /// The places that have a name.
    pub(crate) places: PlaceIndex,
    /// The layers cut into tiles.
    pub(crate) tiles: TileSource,
    /// Counts the base maps of a run, so that no screen takes an old tile for a new one.
    pub(crate) number: u32,
}

impl BaseMap {
    /// The map of some layers.
    pub(crate) fn of(
        district: &District,
        layers: Vec<Layer>,
        number: u32,
    ) -> Result<Self, TileError> {
        let mut places = PlaceIndex::of_district(district);
        places.add_layers(&layers);
        Ok(Self {
            tiles: TileSource::from_layers(&layers)?,
            places,
            layers,
            number,
        })
    }

    /// Where its data comes from, each source once.
    pub(crate) fn sources(&self) -> String {
        let mut sources: Vec<_> = self.layers.iter().map(|l| l.source.as_str()).collect();
        sources.sort_unstable();
        sources.dedup();
        sources.join(" · ")
    }
}

/// The base map in use.
pub(crate) struct MapInUse(RwLock<Arc<BaseMap>>);

impl MapInUse {
    /// Begins with a map.
    pub(crate) fn new(map: BaseMap) -> Self {
        Self(RwLock::new(Arc::new(map)))
    }

    /// The map that is in use now; whoever holds it goes on with it.
    pub(crate) fn get(&self) -> Arc<BaseMap> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts another in its place.
    pub(crate) fn replace(&self, map: Arc<BaseMap>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = map;
    }
}

/// The roads of a network as a layer of the base map. A name stands on the longest section that
/// has it, so that a search finds a road once.
pub(crate) fn roads_layer(network: &Network, source: &str) -> Layer {
    let sections = sections(network);
    let mut longest: HashMap<&str, usize> = HashMap::new();
    for (index, section) in sections.iter().enumerate() {
        let name = network.name(section.arc);
        if name.is_empty() {
            continue;
        }
        let known = longest.entry(name).or_insert(index);
        if network.length_mm(section.arc) > network.length_mm(sections[*known].arc) {
            *known = index;
        }
    }
    let feature = |(index, section): (usize, &routing::summary::Section)| {
        let highway = network.class(section.arc);
        let class = RoadClass::of_highway(highway);
        let mut properties = Map::new();
        properties.insert("class".into(), class.name().into());
        properties.insert("highway".into(), highway.into());
        properties.insert("oneway".into(), Value::Bool(section.one_way));
        let name = network.name(section.arc);
        if longest.get(name) == Some(&index) {
            properties.insert("name".into(), name.into());
        }
        let line = network.shape(section.arc).iter();
        Feature {
            shape: Shape::Lines(vec![line.map(|p| LonLat::new(p.lon, p.lat)).collect()]),
            properties,
            min_zoom: class.min_zoom(),
        }
    };
    Layer {
        kind: LayerKind::Roads,
        source: source.to_owned(),
        features: sections.iter().enumerate().map(feature).collect(),
    }
}

/// The bounds of a district, for the picture.
pub(crate) fn extent(bounds: Bounds) -> Bounds {
    bounds.widened(0.01)
}
