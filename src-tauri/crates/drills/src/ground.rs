//! What the program ships about Licheng, and the words an exercise is made from.
//!
//! The outline and the street names are facts with their source in `assets/boundary`; everything in
//! `assets/exercise` is invented, except substances and critical quantities (GB 18218-2018).

use std::sync::LazyLock;

use emergency::place::Point;
use emergency::team::{TeamKind as Kind, TeamLevel, VehicleClass};
use geo::{BoundingRect, Contains, LineString, Polygon};
use serde::Deserialize;

const OUTLINE: &str = include_str!("../../../../assets/boundary/licheng.json");
const STREETS: &str = include_str!("../../../../assets/boundary/streets.json");
const SUPPLIES: &str = include_str!("../../../../assets/supplies.json");
const WORDS: &str = include_str!("../../../../assets/exercise/district.toml");

/// Metres in a degree of latitude (mean, sphere of IUGG radius).
pub const METRES_PER_DEGREE: f64 = 111_195.08;
/// Cosine of 36.68° N, the middle of the district: metres east per degree of longitude over metres
/// north per degree of latitude. Good to 0.5 % anywhere in the district.
pub const EAST_SHRINK: f64 = 0.802;

/// A street (街道) with an approximate centre.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Street {
    /// Statistical code, nine digits.
    pub code: String,
    /// Name.
    pub name: String,
    /// Longitude of the approximate centre, degrees east.
    pub lon: f64,
    /// Latitude of the approximate centre, degrees north.
    pub lat: f64,
}

impl Street {
    /// The approximate centre.
    #[must_use]
    pub fn centre(&self) -> Point {
        Point {
            lon: self.lon,
            lat: self.lat,
        }
    }
}

/// A kind of supply with its code of GB/T 38565-2020 and the invented range of an exercise lot.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Supply {
    /// Seven digits.
    pub code: String,
    /// Name in the standard.
    pub name: String,
    /// Unit of count.
    pub unit: String,
    /// Smallest exercise lot.
    pub exercise_low: u32,
    /// Largest exercise lot.
    pub exercise_high: u32,
}

/// A kind of team.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct TeamKind {
    /// What such a team is called.
    pub name: String,
    /// Codes of what it can do.
    pub capabilities: Vec<String>,
    /// Of what kind in the district's list.
    pub kind: Kind,
    /// Levels it exists on.
    pub levels: Vec<TeamLevel>,
    /// Vehicles: class, name, how many low and high.
    #[serde(default)]
    pub vehicles: Vec<VehicleWords>,
    /// Certificates that its people have.
    #[serde(default)]
    pub certificates: Vec<String>,
    /// Codes of the supplies it carries.
    #[serde(default)]
    pub equipment: Vec<String>,
    /// How often beyond the first.
    pub weight: u32,
    /// People, low and high.
    pub people: [u32; 2],
    /// Minutes to turn out, low and high.
    pub turnout_min: [u32; 2],
    /// True for teams that are on the road all night.
    #[serde(default)]
    pub patrols: bool,
}

/// A variety of vehicle and how many a team of a kind has.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct VehicleWords {
    /// Class.
    pub class: VehicleClass,
    /// Name of the variety.
    pub name: String,
    /// How many, low and high.
    pub count: [u32; 2],
}

/// A hazardous substance.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Substance {
    /// Name in GB 18218-2018, table 1.
    pub name: String,
    /// Signs of the classes of hazard that the made firms give it, where table 3 has no factor.
    #[serde(default)]
    pub classes: Vec<String>,
    /// Critical quantity in tonnes, same table.
    pub critical_t: f64,
    /// Invented design quantity as a multiple of it, low and high.
    pub design_ratio: [f64; 2],
    /// How often.
    pub weight: u32,
}

/// The words and numbers of `assets/exercise/district.toml`.
#[derive(Debug, Clone, PartialEq, Deserialize)]
pub struct Words {
    /// What every made name says.
    pub mark: String,
    /// The street where the story of the night happens.
    pub street_at_the_centre: String,
    /// Surnames of made people.
    pub surnames: Vec<String>,
    /// Thousand residents of a street, low and high.
    pub residents_thousand: [u32; 2],
    /// Telephone reports with `{street}` and `{place}` to be filled in.
    pub calls: Vec<String>,
    /// Kinds of teams.
    pub team_kinds: Vec<TeamKind>,
    /// Levels in words.
    pub level_words: std::collections::BTreeMap<TeamLevel, String>,
    /// Roles in a team; the first is its leader's.
    pub roles: Vec<String>,
    /// Fields of experts.
    pub expert_fields: Vec<String>,
    /// What shelters have.
    pub facilities: Vec<String>,
    /// Kinds of hazards.
    pub substances: Vec<Substance>,
}

/// All of it.
#[derive(Debug)]
pub struct Ground {
    /// The outline of the district.
    pub outline: Polygon<f64>,
    /// All 22 streets of the shipped list.
    pub streets: Vec<Street>,
    /// Supplies.
    pub supplies: Vec<Supply>,
    /// Words.
    pub words: Words,
}

#[derive(Deserialize)]
struct OutlineFile {
    outline: Vec<(f64, f64)>,
}

#[derive(Deserialize)]
struct StreetsFile {
    streets: Vec<Street>,
}

#[derive(Deserialize)]
struct SuppliesFile {
    items: Vec<Supply>,
}

static GROUND: LazyLock<Ground> = LazyLock::new(|| {
    let outline: OutlineFile = serde_json::from_str(OUTLINE).expect("the shipped outline");
    let streets: StreetsFile = serde_json::from_str(STREETS).expect("the shipped streets");
    let supplies: SuppliesFile = serde_json::from_str(SUPPLIES).expect("the shipped supplies");
    Ground {
        outline: Polygon::new(LineString::from(outline.outline), Vec::new()),
        streets: streets.streets,
        supplies: supplies.items,
        words: toml::from_str(WORDS).expect("the shipped words"),
    }
});

impl Ground {
    /// What the program ships.
    ///
    /// # Panics
    /// Never in a build that passed its tests: the files are compiled in.
    #[must_use]
    pub fn shipped() -> &'static Self {
        &GROUND
    }

    /// Whether a point lies inside the outline.
    #[must_use]
    pub fn holds(&self, point: Point) -> bool {
        self.outline
            .contains(&geo::Point::new(point.lon, point.lat))
    }

    /// The south-west and north-east corners of the outline's bounding box.
    #[must_use]
    pub fn corners(&self) -> (Point, Point) {
        let bounds = self.outline.bounding_rect();
        let corner = |c: geo::Coord<f64>| Point { lon: c.x, lat: c.y };
        bounds.map_or_else(Default::default, |b| (corner(b.min()), corner(b.max())))
    }

    /// The streets whose centre lies inside the outline: one of the 22 of the statistics lies in
    /// the next district.
    pub fn streets_inside(&self) -> impl Iterator<Item = &Street> {
        self.streets.iter().filter(|s| self.holds(s.centre()))
    }
}

/// A point some metres east and north of another, at the latitude of the district.
#[must_use]
pub fn offset_m(from: Point, east_m: f64, north_m: f64) -> Point {
    Point {
        lon: from.lon + east_m / (METRES_PER_DEGREE * EAST_SHRINK),
        lat: from.lat + north_m / METRES_PER_DEGREE,
    }
}

/// The point with six decimals of a degree (0.1 m), as everything here is written.
#[must_use]
pub fn rounded(point: Point) -> Point {
    let six = |degrees: f64| (degrees * 1e6).round() / 1e6;
    Point {
        lon: six(point.lon),
        lat: six(point.lat),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_shipped_files_are_whole() {
        let ground = Ground::shipped();
        assert_eq!(ground.streets.len(), 22, "the list of the statistics");
        assert_eq!(
            ground.streets_inside().count(),
            21,
            "舜华路 lies in the next district"
        );
        assert!(
            ground
                .streets_inside()
                .any(|s| s.name == ground.words.street_at_the_centre),
            "the story needs its street"
        );
        for supply in &ground.supplies {
            assert!(
                supply.code.len() == 7 && supply.code.chars().all(|c| c.is_ascii_digit()),
                "{}: a code of GB/T 38565-2020 has seven digits",
                supply.code
            );
            assert!(
                0 < supply.exercise_low && supply.exercise_low <= supply.exercise_high,
                "{}: a range",
                supply.code
            );
        }
    }

    #[test]
    fn a_point_a_kilometre_north_is_a_kilometre_away() {
        let from = Ground::shipped().streets[0].centre();
        for (east_m, north_m) in [(0.0, 1_000.0), (1_000.0, 0.0), (-600.0, 800.0)] {
            let distance_m = from.distance_m(offset_m(from, east_m, north_m));
            assert!(
                (distance_m - 1_000.0).abs() < 5.0,
                "{east_m}, {north_m}: {distance_m} m"
            );
        }
    }
}
