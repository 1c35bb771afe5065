//! What travels: a fire engine, a heavy vehicle, a car, people on foot.

pub use emergency::closure::Vehicle;

/// A set of vehicles.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Vehicles(u8);

impl Vehicles {
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
    pub fn only(vehicle: Vehicle) -> Self {
        Self(1 << vehicle as usize)
    }

    /// Whether a vehicle is in the set.
    #[must_use]
    pub fn has(self, vehicle: Vehicle) -> bool {
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

impl FromIterator<Vehicle> for Vehicles {
    fn from_iter<I: IntoIterator<Item = Vehicle>>(all: I) -> Self {
        let one = |set: Self, vehicle| set.or(Self::only(vehicle));
        all.into_iter().fold(Self::NONE, one)
    }
}

/// Who may use a class of road of OpenStreetMap where nothing else is said: the usual reading of
/// <https://wiki.openstreetmap.org/wiki/OSM_tags_for_routing/Access_restrictions>.
const CLASSES: &[(&str, Vehicles)] = &[
    ("motorway", Vehicles::MOTOR),
    ("motorway_link", Vehicles::MOTOR),
    ("trunk", Vehicles::ALL),
    ("trunk_link", Vehicles::ALL),
    ("primary", Vehicles::ALL),
    ("primary_link", Vehicles::ALL),
    ("secondary", Vehicles::ALL),
    ("secondary_link", Vehicles::ALL),
    ("tertiary", Vehicles::ALL),
    ("tertiary_link", Vehicles::ALL),
    ("unclassified", Vehicles::ALL),
    ("residential", Vehicles::ALL),
    ("living_street", Vehicles::ALL),
    ("service", Vehicles::ALL),
    ("road", Vehicles::ALL),
    ("track", Vehicles::ALL),
    ("busway", Vehicles::ENGINE),
    ("emergency_bay", Vehicles::ENGINE),
    ("pedestrian", Vehicles::FOOT),
    ("footway", Vehicles::FOOT),
    ("path", Vehicles::FOOT),
    ("steps", Vehicles::FOOT),
    ("corridor", Vehicles::FOOT),
    ("cycleway", Vehicles::FOOT),
    ("bridleway", Vehicles::FOOT),
];

/// Who may use a class of road; none when it is no class that leads anywhere (planned, being
/// built, a race track).
#[must_use]
pub fn users_of_class(class: &str) -> Option<Vehicles> {
    let known = CLASSES.iter().find(|(name, _)| *name == class);
    known.map(|(_, users)| *users)
}
