//! What travels: a fire engine, a heavy vehicle, a car, people on foot.

pub use emergency::closure::RoadUser;

/// A set of vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct RoadUsers(u8);

impl RoadUsers {
    /// None at all.
    pub const NONE: Self = Self(0);
    /// Everyone.
    pub const ALL: Self = Self(0b1111);
    /// All that have a motor.
    pub const MOTOR: Self = Self(0b0111);
    /// People on foot only.
    pub const FOOT: Self = Self(0b1000);
    /// Emergency runs only.
    pub const ENGINE: Self = Self(0b0001);
    /// Heavy vehicles only.
    pub const HEAVY: Self = Self(0b0010);
    /// Cars only.
    pub const CAR: Self = Self(0b0100);

    /// The set of one vehicle.
    #[must_use]
    pub fn only(vehicle: RoadUser) -> Self {
        Self(1 << vehicle as usize)
    }

    /// Whether a vehicle is in the set.
    #[must_use]
    pub fn has(self, vehicle: RoadUser) -> bool {
        self.0 & Self::only(vehicle).0 != 0
    }

    /// Those in both sets.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self(self.0 & other.0)
    }

    /// Those in either set.
    #[must_use]
    pub fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Those in this set and not in the other.
    #[must_use]
    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub(crate) fn bits(self) -> u8 {
        self.0
    }

    pub(crate) fn from_bits(bits: u8) -> Self {
        Self(bits & Self::ALL.0)
    }

    /// True when no vehicle is in it.
    #[must_use]
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }
}

impl FromIterator<RoadUser> for RoadUsers {
    fn from_iter<I: IntoIterator<Item = RoadUser>>(all: I) -> Self {
        let one = |set: Self, vehicle| set.or(Self::only(vehicle));
        all.into_iter().fold(Self::NONE, one)
    }
}

/// Who may use a class of road of OpenStreetMap where nothing else is said: the usual reading of
/// <https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions>.
const CLASSES: &[(&str, RoadUsers)] = &[
    ("motorway", RoadUsers::MOTOR),
    ("motorway_link", RoadUsers::MOTOR),
    ("trunk", RoadUsers::ALL),
    ("trunk_link", RoadUsers::ALL),
    ("primary", RoadUsers::ALL),
    ("primary_link", RoadUsers::ALL),
    ("secondary", RoadUsers::ALL),
    ("secondary_link", RoadUsers::ALL),
    ("tertiary", RoadUsers::ALL),
    ("tertiary_link", RoadUsers::ALL),
    ("unclassified", RoadUsers::ALL),
    ("residential", RoadUsers::ALL),
    ("living_street", RoadUsers::ALL),
    ("service", RoadUsers::ALL),
    ("road", RoadUsers::ALL),
    ("track", RoadUsers::ALL),
    ("busway", RoadUsers::ENGINE),
    ("emergency_bay", RoadUsers::ENGINE),
    ("pedestrian", RoadUsers::FOOT),
    ("footway", RoadUsers::FOOT),
    ("path", RoadUsers::FOOT),
    ("steps", RoadUsers::FOOT),
    ("corridor", RoadUsers::FOOT),
    ("cycleway", RoadUsers::FOOT),
    ("bridleway", RoadUsers::FOOT),
];

/// Who may use a class of road; none when it is no class that leads anywhere (planned, being
/// built, a race track).
#[must_use]
pub fn users_of_class(class: &str) -> Option<RoadUsers> {
    let known = CLASSES.iter().find(|(name, _)| *name == class);
    known.map(|(_, users)| *users)
}
