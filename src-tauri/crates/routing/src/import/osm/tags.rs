//! What the tags of ways and nodes mean for those who travel
//! (<https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing>).

use crate::road_user::{RoadUsers, users_of_class};
use crate::settings::SaidKmh;
use crate::survey::{Feature, Survey};

/// Kilometres in a mile.
const MILE_KM: f64 = 1.609_344;

/// A way that is a road.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Way {
    /// Its number.
    pub(super) id: i64,
    /// Where its nodes begin in the list of all.
    pub(super) first: usize,
    /// How many it has.
    pub(super) count: usize,
    /// What its roads have in common.
    pub(super) traits: Traits,
    /// Who may use it in the direction of its nodes.
    pub(super) forward: RoadUsers,
    /// Who may use it against them.
    pub(super) backward: RoadUsers,
}

/// What roads must have in common to be joined.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub(super) struct Traits {
    pub(super) class: u32,
    pub(super) name: u32,
    pub(super) said: SaidKmh,
    pub(super) max_height_cm: u16,
    pub(super) max_weight_kg: u32,
    pub(super) feature: Feature,
}

/// The value of a key.
pub(super) fn value<'a>(tags: &[(&str, &'a str)], key: &str) -> Option<&'a str> {
    let tag = tags.iter().find(|(known, _)| *known == key);
    tag.map(|(_, value)| *value)
}

impl Way {
    /// A road, or nothing when nobody can travel on it.
    pub(super) fn of(tags: &[(&str, &str)], survey: &mut Survey) -> Option<Self> {
        let value = |key: &str| value(tags, key);
        let class = value("highway")?;
        let users = users_of_class(class)?;
        if value("route") == Some("ferry") || value("area") == Some("yes") {
            return None;
        }
        let users = with_access(tags, users);
        let (forward, backward) = directions(tags, class, users);
        if forward.or(backward).is_empty() {
            return None;
        }
        let name = ["name", "name:zh", "ref"].into_iter().find_map(value);
        Some(Self {
            traits: Traits {
                class: survey.classes.place(class),
                name: survey.names.place(name.unwrap_or("")),
                said: SaidKmh {
                    limit: kilometres_an_hour(value("maxspeed").unwrap_or("")),
                    measured: 0.0,
                },
                max_height_cm: centimetres(value("maxheight").unwrap_or("")),
                max_weight_kg: kilograms(value("maxweight").unwrap_or("")),
                feature: feature(tags),
            },
            forward,
            backward,
            ..Self::default()
        })
    }
}

fn feature(tags: &[(&str, &str)]) -> Feature {
    let is = |key: &str| value(tags, key).is_some_and(|value| value != "no");
    if matches!(value(tags, "junction"), Some("roundabout" | "circular")) {
        Feature::Roundabout
    } else if is("bridge") {
        Feature::Bridge
    } else if is("tunnel") {
        Feature::Tunnel
    } else {
        Feature::Plain
    }
}

/// Keys of access from the widest to the narrowest, each with those that it is about: the narrower
/// stands above the wider.
const ACCESS: &[(&str, RoadUsers)] = &[
    ("access", RoadUsers::ALL),
    ("vehicle", RoadUsers::MOTOR),
    ("motor_vehicle", RoadUsers::MOTOR),
    ("motorcar", RoadUsers::CAR),
    ("goods", RoadUsers::HEAVY),
    ("hgv", RoadUsers::HEAVY),
    ("foot", RoadUsers::FOOT),
    ("emergency", RoadUsers::ENGINE),
];

/// Those who may use something, by its tags of access. A private road is open to an engine and to
/// people on foot: the gate of a housing estate is opened for them.
fn with_access(tags: &[(&str, &str)], users: RoadUsers) -> RoadUsers {
    let mut users = users;
    for (key, about) in ACCESS {
        let Some(value) = value(tags, key) else {
            continue;
        };
        let allowed = match value {
            "no" | "military" => RoadUsers::NONE,
            "private" | "agricultural" | "forestry" => RoadUsers::ENGINE.or(RoadUsers::FOOT),
            "emergency" => RoadUsers::ENGINE,
            "yes" | "designated" | "permissive" | "official" => RoadUsers::ALL,
            _ => continue,
        };
        // A plain "yes" to all does not open a footway to cars.
        let given = match (*key, value) {
            ("access", "yes" | "designated" | "permissive" | "official") => continue,
            _ => about.and(allowed),
        };
        users = users.without(*about).or(given);
    }
    users
}

/// Who may use a way along and against its nodes. One-ways do not bind people on foot.
fn directions(tags: &[(&str, &str)], class: &str, users: RoadUsers) -> (RoadUsers, RoadUsers) {
    let motor = users.and(RoadUsers::MOTOR);
    let foot = users.and(RoadUsers::FOOT);
    let round = matches!(value(tags, "junction"), Some("roundabout" | "circular"));
    match value(tags, "oneway") {
        Some("yes" | "true" | "1") => (users, foot),
        Some("-1" | "reverse") => (foot, users),
        // Its direction changes with the hour, or with a light: nobody can be promised it.
        Some("reversible") => (foot, foot),
        Some("no" | "false" | "0") => (users, users),
        _ if round || class == "motorway" => (motor.or(foot), foot),
        _ => (users, users),
    }
}

/// Who may pass a node with a barrier. A gate is opened for an engine; it stands open for others
/// unless access says no.
pub(super) fn past_barrier(tags: &[(&str, &str)]) -> RoadUsers {
    let users = match value(tags, "barrier") {
        None => return RoadUsers::ALL,
        Some(
            "bollard"
            | "block"
            | "jersey_barrier"
            | "log"
            | "debris"
            | "chain"
            | "kissing_gate"
            | "turnstile"
            | "stile"
            | "cycle_barrier"
            | "motorcycle_barrier"
            | "planter"
            | "swing_gate;bollard"
            | "full-height_turnstile"
            | "rope",
        ) => RoadUsers::FOOT,
        Some("bus_trap" | "sump_buster") => RoadUsers::ENGINE.or(RoadUsers::FOOT),
        Some(_) => RoadUsers::ALL,
    };
    with_access(tags, users)
}

/// A number at the beginning of a text and the unit after it; none when there is no number.
fn number_and_unit(text: &str) -> Option<(f64, &str)> {
    let text = text.trim();
    let end = text.find(|c: char| !c.is_ascii_digit() && c != '.');
    let (number, unit) = text.split_at(end.unwrap_or(text.len()));
    let number = number.parse().ok().filter(|n: &f64| *n > 0.0)?;
    Some((number, unit.trim()))
}

/// A speed limit in km/h; 0 when there is none.
pub(in crate::import) fn kilometres_an_hour(text: &str) -> f64 {
    match number_and_unit(text) {
        Some((number, "mph")) => number * MILE_KM,
        Some((number, "" | "km/h" | "kmh" | "kph")) => number,
        _ => 0.0,
    }
}

/// A clearance in whole centimetres; 0 when there is none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float to integer saturates: nothing is 655 m high"
)]
pub(in crate::import) fn centimetres(text: &str) -> u16 {
    match number_and_unit(text) {
        Some((number, "" | "m")) => (number * 100.0).round() as u16,
        Some((number, "cm")) => number.round() as u16,
        _ => 0,
    }
}

/// A weight limit in whole kilograms; 0 when there is none.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float to integer saturates: nothing weighs 4 million tonnes"
)]
pub(in crate::import) fn kilograms(text: &str) -> u32 {
    match number_and_unit(text) {
        Some((number, "" | "t")) => (number * 1_000.0).round() as u32,
        Some((number, "kg")) => number.round() as u32,
        _ => 0,
    }
}
