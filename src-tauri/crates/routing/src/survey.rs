//! Roads as a source gives them, before they become a graph.

use std::collections::HashMap;

use emergency::place::Point;

use crate::road_user::RoadUsers;
use crate::settings::SaidKmh;

/// All that an importer found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Survey {
    /// Where the crossings are.
    pub crossings: Vec<Point>,
    /// What the source calls each of them; empty when it has no names for them.
    pub crossing_ids: Vec<Box<str>>,
    /// One entry a direction of a road.
    pub edges: Vec<Edge>,
    /// Classes of roads.
    pub classes: Words,
    /// Names of roads; the first is the empty one.
    pub names: Words,
    /// Turns that may not be made.
    pub bans: Vec<Ban>,
}

/// One direction of a road as it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Number in the source, by which closures name it.
    pub number: u64,
    /// The way of OpenStreetMap that it is part of; 0 when it is not known.
    pub way: i64,
    /// Index of the crossing where it begins.
    pub from: u32,
    /// Index of the crossing where it ends.
    pub to: u32,
    /// Class as in OpenStreetMap: index into [`Survey::classes`].
    pub class: u32,
    /// Index into [`Survey::names`].
    pub name: u32,
    /// Length in metres.
    pub length_m: f64,
    /// What is said of its speed.
    pub said: SaidKmh,
    /// Who may use it.
    pub users: RoadUsers,
    /// Clearance in centimetres; 0 when no limit is known.
    pub max_height_cm: u16,
    /// Greatest weight in kilograms; 0 when no limit is known.
    pub max_weight_kg: u32,
    /// What is special about it.
    pub feature: Feature,
    /// Points from the beginning to the end; the two crossings when empty.
    pub shape: Vec<Point>,
}

/// What is special about a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Feature {
    /// Nothing.
    #[default]
    Plain,
    /// It is on a bridge.
    Bridge,
    /// It is in a tunnel or an underpass.
    Tunnel,
    /// It is part of a roundabout.
    Roundabout,
}

impl Default for Edge {
    fn default() -> Self {
        Self {
            number: 0,
            way: 0,
            from: 0,
            to: 0,
            class: 0,
            name: 0,
            length_m: 0.0,
            said: SaidKmh::default(),
            users: RoadUsers::ALL,
            max_height_cm: 0,
            max_weight_kg: 0,
            feature: Feature::Plain,
            shape: Vec::new(),
        }
    }
}

/// Roads that may not be driven one after the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ban {
    /// Two edges or more, by their places in [`Survey::edges`], each beginning where the one
    /// before ends.
    pub path: Vec<u32>,
    /// Who is not bound.
    pub except: RoadUsers,
}

/// Characters of a word at most; the rest is cut off. OpenStreetMap allows 255
/// (<https://wiki.openstreetmap.org/wiki/API_v0.6>).
pub const WORD_CHARS_MAX: usize = 255;
/// Bytes of all words of a table at most: the names of the roads of a province have about 2 MB.
pub const WORDS_BYTES_MAX: usize = 64 * 1024 * 1024;

/// Words that are each kept once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words {
    all: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
    bytes: usize,
    left_out: usize,
}

impl Words {
    /// The place of a word, which is added when it is new. When [`WORDS_BYTES_MAX`] are kept a
    /// new one counts as left out, and its place is that of the empty word.
    pub fn place(&mut self, word: &str) -> u32 {
        let end = word.char_indices().nth(WORD_CHARS_MAX);
        let mut word = end.map_or(word, |(end, _)| &word[..end]);
        if let Some(index) = self.known.get(word) {
            return *index;
        }
        if self.bytes + word.len() > WORDS_BYTES_MAX {
            self.left_out += 1;
            word = "";
            if let Some(index) = self.known.get(word) {
                return *index;
            }
        }
        self.bytes += word.len();
        let index = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.all.push(word.into());
        self.known.insert(word.into(), index);
        index
    }

    /// The word at a place; empty when there is none.
    #[must_use]
    pub fn word(&self, place: u32) -> &str {
        self.all.get(place as usize).map_or("", |word| word)
    }

    /// How often a word was left out because the table was full.
    #[must_use]
    pub fn left_out(&self) -> usize {
        self.left_out
    }

    /// All words in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|word| &**word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_cut_and_a_full_table_takes_no_more() {
        let mut words = Words::default();
        let long = "路".repeat(WORD_CHARS_MAX + 1);
        let place = words.place(&long);
        assert_eq!(
            words.word(place),
            &long[..long.len() - "路".len()],
            "as many characters as may be"
        );
        assert_eq!(words.place(&long), place, "and found again");
        let filler = "x".repeat(WORD_CHARS_MAX - 8);
        for number in 0..=WORDS_BYTES_MAX / WORD_CHARS_MAX {
            words.place(&format!("{number:08}{filler}"));
        }
        let late = words.place("演练路");
        assert_eq!(words.word(late), "", "there is no room");
        assert!(words.left_out() > 0, "and that is known");
        assert_eq!(words.place(&long), place, "what was there stays");
        let bytes: usize = words.iter().map(str::len).sum();
        assert!(bytes <= WORDS_BYTES_MAX, "{bytes} bytes are kept");
    }
}
