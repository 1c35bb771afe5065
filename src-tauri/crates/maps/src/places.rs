//! The place-name index: find a place by part of its Chinese name, by pinyin initials or full
//! pinyin, or by code.
//!
//! A character with several readings matches by the initial of any of them. Results are bounded and
//! ordered: exact name, start of the name, inside the name, pinyin, code; then shorter names first.

use crate::crs::LonLat;
use crate::district::District;
use crate::layer::{Layer, LayerKind};
use pinyin::{ToPinyin, ToPinyinMulti};
use serde::Serialize;
use serde_json::Value;

/// Places that one search returns at most.
pub const MAX_HITS: usize = 20;
/// Places that the index holds at most.
pub const MAX_PLACES: usize = 200_000;
/// Characters of a query that are looked at.
pub const MAX_QUERY_CHARS: usize = 64;

/// What kind of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum PlaceKind {
    /// The district itself.
    District,
    /// A street (街道).
    Street,
    /// A named point of an import.
    Point,
}

/// A named place.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedPlace {
    /// Its name as written.
    pub name: String,
    /// Its kind.
    pub kind: PlaceKind,
    /// Where it is, WGS-84.
    pub place: LonLat,
    /// Code, where it has one.
    pub code: Option<String>,
    /// Where the data comes from.
    pub source: String,
    /// Whether the place is only approximate and must be shown so.
    pub approximate: bool,
}

struct Entry {
    place: NamedPlace,
    /// Lower-case name.
    name: String,
    /// The possible initials of each character of the name.
    initials: Vec<Vec<char>>,
    /// Pinyin of the whole name without tones, first readings.
    pinyin: String,
}

/// The index. It is built once and searched from any thread.
#[derive(Default)]
pub struct PlaceIndex {
    entries: Vec<Entry>,
    left_out: usize,
}

/// How well a query fits, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fit {
    ExactName,
    NameStart,
    NameInside,
    InitialsStart,
    PinyinStart,
    Code,
    InitialsInside,
}

impl PlaceIndex {
    /// The index of a district: itself and its streets.
    pub fn of_district(district: &District) -> Self {
        let mut index = Self::default();
        index.add(NamedPlace {
            name: district.name.clone(),
            kind: PlaceKind::District,
            place: district.bounds().centre(),
            code: Some(district.code.clone()),
            source: district.outline_source.clone(),
            approximate: true,
        });
        for street in &district.streets {
            index.add(NamedPlace {
                name: street.name.clone(),
                kind: PlaceKind::Street,
                place: street.centre(),
                code: Some(street.code.clone()),
                source: district.streets_source.clone(),
                approximate: street.approximate,
            });
        }
        index
    }

    /// Adds the named features of imported layers; the streets layer is known already.
    pub fn add_layers(&mut self, layers: &[Layer]) {
        let wanted = layers
            .iter()
            .filter(|layer| !matches!(layer.kind, LayerKind::Streets | LayerKind::Boundary));
        for layer in wanted {
            for feature in &layer.features {
                let name = feature
                    .text("name")
                    .map(str::trim)
                    .filter(|name| !name.is_empty());
                let (Some(name), Some(place)) = (name, feature.shape.label_place()) else {
                    continue;
                };
                self.add(NamedPlace {
                    name: name.to_owned(),
                    kind: PlaceKind::Point,
                    place,
                    code: feature.text("code").map(str::to_owned),
                    source: layer.source.clone(),
                    approximate: feature.properties.get("approximate") == Some(&Value::Bool(true)),
                });
            }
        }
    }

    /// Adds one place; beyond [`MAX_PLACES`] it is only counted.
    pub fn add(&mut self, place: NamedPlace) {
        if self.entries.len() >= MAX_PLACES {
            self.left_out += 1;
            return;
        }
        let name = place.name.to_lowercase();
        let initials = name.chars().map(initials_of).collect();
        let pinyin = name
            .chars()
            .map(|char| {
                char.to_pinyin()
                    .map_or_else(|| char.to_string(), |p| p.plain().to_owned())
            })
            .collect();
        self.entries.push(Entry {
            place,
            name,
            initials,
            pinyin,
        });
    }

    /// How many places it holds.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }

    /// How many places were not taken because of [`MAX_PLACES`].
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// The places that fit a query, best first, [`MAX_HITS`] at most. White space in the query is
    /// ignored; an empty query finds nothing.
    pub fn find(&self, query: &str) -> Vec<&NamedPlace> {
        let query: String = query
            .chars()
            .filter(|char| !char.is_whitespace())
            .take(MAX_QUERY_CHARS)
            .flat_map(char::to_lowercase)
            .collect();
        if query.is_empty() {
            return Vec::new();
        }
        let letters: Vec<char> = query.chars().collect();
        let mut hits: Vec<(Fit, usize, usize)> = self
            .entries
            .iter()
            .enumerate()
            .filter_map(|(index, entry)| {
                let fit = entry.fit(&query, &letters)?;
                Some((fit, entry.initials.len(), index))
            })
            .collect();
        hits.sort_unstable();
        hits.truncate(MAX_HITS);
        hits.into_iter()
            .map(|(_, _, index)| &self.entries[index].place)
            .collect()
    }
}

impl Entry {
    fn fit(&self, query: &str, letters: &[char]) -> Option<Fit> {
        if self.name == query {
            return Some(Fit::ExactName);
        }
        if self.name.starts_with(query) {
            return Some(Fit::NameStart);
        }
        if self.name.contains(query) {
            return Some(Fit::NameInside);
        }
        if self.initials_fit(letters, 0) {
            return Some(Fit::InitialsStart);
        }
        if self.pinyin.starts_with(query) {
            return Some(Fit::PinyinStart);
        }
        if self
            .place
            .code
            .as_deref()
            .is_some_and(|code| code.starts_with(query))
        {
            return Some(Fit::Code);
        }
        let inside = (1..self.initials.len()).any(|start| self.initials_fit(letters, start));
        inside.then_some(Fit::InitialsInside)
    }

    fn initials_fit(&self, letters: &[char], start: usize) -> bool {
        let rest = &self.initials[start..];
        letters.len() <= rest.len()
            && letters
                .iter()
                .zip(rest)
                .all(|(letter, initials)| initials.contains(letter))
    }
}

/// The first letters of all readings of a character; a character that is not Chinese stands for
/// itself.
fn initials_of(char: char) -> Vec<char> {
    let Some(readings) = char.to_pinyin_multi() else {
        return vec![char];
    };
    let mut initials: Vec<char> = readings
        .into_iter()
        .filter_map(|reading| reading.plain().chars().next())
        .collect();
    initials.sort_unstable();
    initials.dedup();
    initials
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn index() -> PlaceIndex {
        PlaceIndex::of_district(&District::shipped())
    }

    #[test]
    fn a_street_is_found_by_name_initials_pinyin_and_code() {
        let index = index();
        for (query, expected) in [
            ("王舍人", "王舍人街道"),
            ("舍人", "王舍人街道"),
            ("wsr", "王舍人街道"),
            ("WSRJD", "王舍人街道"),
            ("wangsheren", "王舍人街道"),
            ("370112009", "王舍人街道"),
            (" 洪 家楼 ", "洪家楼街道"),
            ("hjl", "洪家楼街道"),
            ("lcq", "历城区"),
            ("370176004", "遥墙街道"),
        ] {
            let first = index.find(query).first().map(|place| place.name.clone());
            assert_eq!(first.as_deref(), Some(expected), "first hit for {query:?}");
        }
    }

    #[test]
    fn what_is_not_there_is_not_found() {
        let index = index();
        for query in ["", "  ", "zzzz", "浦东", "37011299"] {
            assert!(index.find(query).is_empty(), "{query:?} must find nothing");
        }
    }

    #[test]
    fn a_second_reading_is_found_too() {
        let mut index = PlaceIndex::default();
        index.add(NamedPlace {
            name: "重兴演练点".into(),
            kind: PlaceKind::Point,
            place: LonLat::new(117.1, 36.7),
            code: None,
            source: "演练".into(),
            approximate: false,
        });
        assert_eq!(index.find("cxyld").len(), 1, "重 read as chong");
        assert_eq!(index.find("zxyld").len(), 1, "重 read as zhong");
    }

    #[test]
    fn hits_are_bounded_and_say_how_sure_they_are() {
        let mut index = index();
        for number in 0..100 {
            index.add(NamedPlace {
                name: format!("演练点{number}"),
                kind: PlaceKind::Point,
                place: LonLat::new(117.1, 36.7),
                code: None,
                source: "演练".into(),
                approximate: false,
            });
        }
        assert_eq!(
            index.find("演练").len(),
            MAX_HITS,
            "a broad query is cut off"
        );
        let street = index.find("唐冶")[0];
        assert!(street.approximate, "the centre of a street is approximate");
        assert!(
            street.source.contains("china-division"),
            "the source is named"
        );
    }

    #[test]
    fn an_imported_point_is_found_with_its_source() {
        let mut index = index();
        let mut properties = serde_json::Map::new();
        properties.insert("name".into(), "演练消防站".into());
        let shape = crate::Shape::Points(vec![LonLat::new(117.2, 36.7)]);
        index.add_layers(&[Layer {
            kind: LayerKind::Places,
            source: "演练数据".into(),
            features: vec![crate::Feature::new(shape, properties)],
        }]);
        let hit = index.find("ylxfz")[0];
        assert_eq!(
            (hit.name.as_str(), hit.source.as_str()),
            ("演练消防站", "演练数据"),
            "found"
        );
    }

    proptest! {
        #[test]
        fn any_query_is_answered_within_the_bound(query in "\\PC{0,80}") {
            prop_assert!(index().find(&query).len() <= MAX_HITS, "too many hits");
        }
    }
}
