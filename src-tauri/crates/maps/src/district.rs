//! The outline and the streets that ship with the program, written down in `assets/boundary/` with
//! their source. They are indicative: the final outline (审图号) and the street centres are the
//! district's to confirm.

use crate::crs::{Crs, LonLat};
use crate::layer::{Bounds, Feature, Layer, LayerKind, Shape};
use serde::Deserialize;
use serde_json::{Map, Value, json};

const OUTLINE_JSON: &str = include_str!("../../../../assets/boundary/licheng.json");
const STREETS_JSON: &str = include_str!("../../../../assets/boundary/streets.json");

/// The lowest zoom at which street names are in the tiles; below it they would cover the district.
const STREETS_MIN_ZOOM: u8 = 8;

/// Why a district's files cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum DistrictError {
    /// A file is not the expected JSON.
    #[error("{file} is not a district file: {detail}")]
    Unreadable {
        /// Which of the two files.
        file: &'static str,
        /// What the parser says.
        detail: String,
    },
    /// The outline is not a closed ring of drawable places.
    #[error("the outline of {name} is not a closed ring of 4 or more drawable places")]
    BadOutline {
        /// The district's name.
        name: String,
    },
}

/// A district: outline and streets. Coordinates are WGS-84.
#[derive(Debug, Clone)]
pub struct District {
    /// Administrative code (GB/T 2260), such as 370112.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// The closed outer ring.
    pub outline: Vec<LonLat>,
    /// Where the outline comes from.
    pub outline_source: String,
    /// What must be said beside the outline.
    pub outline_note: String,
    /// Where street codes and names come from.
    pub streets_source: String,
    /// What must be said about the street centres.
    pub streets_note: String,
    /// The streets (街道).
    pub streets: Vec<Street>,
}

/// A street (街道, sub-district).
#[derive(Debug, Clone, Deserialize)]
pub struct Street {
    /// Nine-digit statistics code.
    pub code: String,
    /// Chinese name.
    pub name: String,
    /// The unit that the statistics book files it under.
    pub parent: String,
    /// Whether it lies inside the district's outline.
    pub in_district: bool,
    /// Longitude of the centre, degrees.
    pub lon: f64,
    /// Latitude of the centre, degrees.
    pub lat: f64,
    /// Whether the centre is only approximate, to be confirmed by the district (待区里确认).
    pub approximate: bool,
    /// What is special about it; empty when nothing.
    pub note: String,
}

impl Street {
    /// Its centre.
    pub fn centre(&self) -> LonLat {
        LonLat::new(self.lon, self.lat)
    }
}

#[derive(Deserialize)]
struct OutlineFile {
    code: String,
    name: String,
    crs: String,
    source: String,
    note: String,
    outline: Vec<[f64; 2]>,
}

#[derive(Deserialize)]
struct StreetsFile {
    source: String,
    centre_note: String,
    streets: Vec<Street>,
}

impl District {
    /// The district that ships with the program: 历城区, 370112.
    ///
    /// # Panics
    /// Never in a build whose tests pass: the two files are compiled in and read by a test.
    pub fn shipped() -> Self {
        Self::from_json(OUTLINE_JSON, STREETS_JSON)
            .expect("the shipped district files are readable")
    }

    /// A district from the text of its two files, in the form of `assets/boundary/`.
    ///
    /// # Errors
    /// When a file is not of that form or the outline is not a closed ring.
    pub fn from_json(outline: &str, streets: &str) -> Result<Self, DistrictError> {
        let outline: OutlineFile =
            serde_json::from_str(outline).map_err(|error| DistrictError::Unreadable {
                file: "outline",
                detail: error.to_string(),
            })?;
        let streets: StreetsFile =
            serde_json::from_str(streets).map_err(|error| DistrictError::Unreadable {
                file: "streets",
                detail: error.to_string(),
            })?;
        let crs = match outline.crs.as_str() {
            "WGS-84" => Crs::Wgs84,
            "CGCS2000" => Crs::Cgcs2000,
            "GCJ-02" => Crs::Gcj02,
            "BD-09" => Crs::Bd09,
            other => {
                let detail = format!("unknown crs {other:?}");
                return Err(DistrictError::Unreadable {
                    file: "outline",
                    detail,
                });
            }
        };
        let ring: Vec<LonLat> = outline
            .outline
            .iter()
            .map(|[lon, lat]| crs.to_wgs84(LonLat::new(*lon, *lat)))
            .collect();
        let closed = ring.len() >= 4 && ring.first() == ring.last();
        if !closed || !ring.iter().all(|place| place.is_drawable()) {
            return Err(DistrictError::BadOutline { name: outline.name });
        }
        Ok(Self {
            code: outline.code,
            name: outline.name,
            outline: ring,
            outline_source: outline.source,
            outline_note: outline.note,
            streets_source: streets.source,
            streets_note: streets.centre_note,
            streets: streets.streets,
        })
    }

    /// The box around the outline.
    pub fn bounds(&self) -> Bounds {
        Bounds::around(self.outline.iter().copied())
            .unwrap_or_else(|| Bounds::at(LonLat::new(0.0, 0.0)))
    }

    /// Whether a place is inside the outline (even-odd rule; the line itself may fall either way).
    pub fn contains(&self, place: LonLat) -> bool {
        self.outline.windows(2).fold(false, |inside, edge| {
            let (a, b) = (edge[0], edge[1]);
            let spans = (a.lat > place.lat) != (b.lat > place.lat);
            let crosses = spans
                && place.lon < (b.lon - a.lon) * (place.lat - a.lat) / (b.lat - a.lat) + a.lon;
            inside != crosses
        })
    }

    /// The two layers of the base map that the district itself gives: outline and street names.
    pub fn layers(&self) -> Vec<Layer> {
        vec![self.boundary_layer(), self.streets_layer()]
    }

    fn boundary_layer(&self) -> Layer {
        let properties = properties(json!({
            "name": self.name, "code": self.code, "note": self.outline_note,
        }));
        let shape = Shape::Areas(vec![vec![self.outline.clone()]]);
        Layer {
            kind: LayerKind::Boundary,
            source: self.outline_source.clone(),
            features: vec![Feature::new(shape, properties)],
        }
    }

    fn streets_layer(&self) -> Layer {
        let features = self.streets.iter().map(|street| Feature {
            shape: Shape::Points(vec![street.centre()]),
            properties: properties(json!({
                "name": street.name,
                "code": street.code,
                "parent": street.parent,
                "approximate": street.approximate,
            })),
            min_zoom: STREETS_MIN_ZOOM,
        });
        Layer {
            kind: LayerKind::Streets,
            source: format!("{}；{}", self.streets_source, self.streets_note),
            features: features.collect(),
        }
    }
}

fn properties(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_district_is_licheng_with_its_source() {
        let district = District::shipped();
        assert_eq!(district.code, "370112", "the code of 历城区");
        assert_eq!(
            district.outline.len(),
            132,
            "the coarse official outline has 132 vertices"
        );
        assert!(
            district.outline_source.contains("天地图"),
            "the source is named"
        );
        assert!(
            district.outline_note.contains("审图号待区里确认"),
            "the caveat is kept"
        );
        assert!(
            district.streets_source.contains("MIT"),
            "the licence of the names is kept"
        );
    }

    #[test]
    fn the_22_streets_lie_where_their_flag_says() {
        let district = District::shipped();
        assert_eq!(
            district.streets.len(),
            22,
            "the statistics book lists 22 streets"
        );
        for street in &district.streets {
            assert_eq!(
                district.contains(street.centre()),
                street.in_district,
                "{} must be inside the outline exactly when its flag says so",
                street.name
            );
            assert!(
                street.approximate,
                "{}: no street centre is surveyed yet",
                street.name
            );
        }
    }

    #[test]
    fn an_open_outline_is_refused() {
        let open = r#"{"code":"1","name":"演练区","crs":"WGS-84","source":"演练","note":"",
            "outline":[[117,36],[118,36],[118,37],[117,37]]}"#;
        let error = District::from_json(open, STREETS_JSON).expect_err("the ring is not closed");
        assert!(
            matches!(error, DistrictError::BadOutline { .. }),
            "wrong error: {error}"
        );
    }

    #[test]
    fn an_unknown_reference_system_is_refused() {
        let text = OUTLINE_JSON.replace("CGCS2000\",\n  \"source", "Beijing54\",\n  \"source");
        let error = District::from_json(&text, STREETS_JSON).expect_err("Beijing54 is unknown");
        assert!(
            error.to_string().contains("Beijing54"),
            "the error names the system: {error}"
        );
    }
}
