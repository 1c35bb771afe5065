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

/// Words that are each kept once.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Words {
    all: Vec<Box<str>>,
    known: HashMap<Box<str>, u32>,
}

impl Words {
    /// The place of a word, which is added when it is new.
    pub fn place(&mut self, word: &str) -> u32 {
        if let Some(index) = self.known.get(word) {
            return *index;
        }
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

    /// All words in their order.
    pub fn iter(&self) -> impl Iterator<Item = &str> {
        self.all.iter().map(|word| &**word)
    }
}
