//! Numbers that nobody has measured in the district yet: 待区里确认.

use serde::{Deserialize, Serialize};

use crate::road_user::RoadUser;

/// Farthest a place may be from a road to be taken as beside it, in metres. Beyond it there is no
/// road data, and saying so is better than a road many kilometres away.
pub const SNAP_MAX_M: f64 = 500.0;

/// Average speeds by class of OpenStreetMap in km/h, off the rush hours: assumed, 待区里确认.
pub const SPEEDS_KMH: &[(&str, f64)] = &[
    ("motorway", 80.0),
    ("motorway_link", 40.0),
    ("trunk", 55.0),
    ("trunk_link", 35.0),
    ("primary", 45.0),
    ("primary_link", 30.0),
    ("secondary", 40.0),
    ("secondary_link", 30.0),
    ("tertiary", 35.0),
    ("tertiary_link", 25.0),
    ("unclassified", 30.0),
    ("residential", 25.0),
    ("living_street", 15.0),
    ("service", 15.0),
    ("track", 10.0),
];

/// Speed of a class that is not in the list, in km/h: assumed, 待区里确认.
pub const OTHER_SPEED_KMH: f64 = 20.0;

/// A heavy vehicle's share of those speeds, in percent: assumed, 待区里确认.
pub const HEAVY_PERCENT: u32 = 85;

/// Speed on foot in km/h, with equipment: assumed, 待区里确认.
pub const FOOT_SPEED_KMH: f64 = 4.5;

/// How much longer the main roads take in the rush hours of a working day, in tenths of the time
/// off the rush: assumed, 待区里确认. From hour, to hour (local), class, tenths.
pub const RUSH: &[(u8, u8, &str, u8)] = &[
    (7, 9, "trunk", 16),
    (7, 9, "primary", 16),
    (7, 9, "secondary", 14),
    (7, 9, "tertiary", 12),
    (17, 19, "trunk", 17),
    (17, 19, "primary", 17),
    (17, 19, "secondary", 15),
    (17, 19, "tertiary", 12),
];

/// Height and weight of each kind of road user, in centimetres and kilograms, by which low bridges
/// and weak ones are left out: assumed, 待区里确认.
pub const SIZES: &[(RoadUser, u16, u32)] = &[
    (RoadUser::Engine, 360, 18_000),
    (RoadUser::Heavy, 400, 31_000),
    (RoadUser::Car, 220, 3_500),
    (RoadUser::Foot, 200, 0),
];

/// Water on a road, in centimetres: from how deep it is slow for each kind of road user, how many
/// tenths of the usual time it then takes, and from how deep nobody of the class passes: assumed,
/// 待区里确认.
pub const FORDS: &[(RoadUser, u32, u8, u32)] = &[
    (RoadUser::Engine, 20, 25, 60),
    (RoadUser::Heavy, 20, 25, 50),
    (RoadUser::Car, 10, 30, 30),
    (RoadUser::Foot, 20, 20, 40),
];

/// Road distance over straight-line distance where there are no roads to follow. On the urban
/// network of Jinan (OpenStreetMap 2020) 15 pairs gave 1.2 to 1.7; in the hills it may be more:
/// 待区里确认.
pub const DETOUR_FACTOR: f64 = 1.5;

/// Speed on that distance, in km/h: assumed, 待区里确认.
pub const STRAIGHT_SPEED_KMH: f64 = 30.0;

/// Speed between a place and the road beside it, in km/h: assumed, 待区里确认.
pub const ACCESS_SPEED_KMH: f64 = 10.0;

/// A class of road that is slower in some hours.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Rush {
    /// First hour of the day, local time.
    pub from_hour: u8,
    /// The hour at which it ends.
    pub to_hour: u8,
    /// Class as in OpenStreetMap.
    pub class: String,
    /// Tenths of the time off the rush.
    pub tenths: u8,
}

/// What a kind of road user needs of a road.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Size {
    /// The class.
    pub vehicle: RoadUser,
    /// Height in centimetres.
    pub height_cm: u16,
    /// Weight in kilograms.
    pub weight_kg: u32,
}

/// Through which water a kind of road user passes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Ford {
    /// The class.
    pub vehicle: RoadUser,
    /// From this depth on it is slow, in centimetres.
    pub slow_cm: u32,
    /// Tenths of the usual time that it then takes.
    pub slow_tenths: u8,
    /// From this depth on it does not pass, in centimetres.
    pub closed_cm: u32,
}

/// The numbers in force.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Settings {
    /// Speed by class, km/h.
    pub speeds_kmh: Vec<(String, f64)>,
    /// Speed of any other class, km/h.
    pub other_speed_kmh: f64,
    /// See [`HEAVY_PERCENT`].
    pub heavy_percent: u32,
    /// See [`FOOT_SPEED_KMH`].
    pub foot_speed_kmh: f64,
    /// See [`RUSH`].
    pub rush: Vec<Rush>,
    /// See [`SIZES`].
    pub sizes: Vec<Size>,
    /// See [`FORDS`].
    pub fords: Vec<Ford>,
    /// See [`SNAP_MAX_M`].
    pub snap_max_m: f64,
    /// See [`DETOUR_FACTOR`].
    pub detour_factor: f64,
    /// See [`STRAIGHT_SPEED_KMH`].
    pub straight_speed_kmh: f64,
    /// See [`ACCESS_SPEED_KMH`].
    pub access_speed_kmh: f64,
}

impl Default for Settings {
    fn default() -> Self {
        let speeds = SPEEDS_KMH.iter();
        let rush = RUSH.iter().map(|(from_hour, to_hour, class, tenths)| Rush {
            from_hour: *from_hour,
            to_hour: *to_hour,
            class: (*class).to_owned(),
            tenths: *tenths,
        });
        let sizes = SIZES.iter().map(|(vehicle, height_cm, weight_kg)| Size {
            vehicle: *vehicle,
            height_cm: *height_cm,
            weight_kg: *weight_kg,
        });
        let fords = FORDS
            .iter()
            .map(|(vehicle, slow_cm, slow_tenths, closed_cm)| Ford {
                vehicle: *vehicle,
                slow_cm: *slow_cm,
                slow_tenths: *slow_tenths,
                closed_cm: *closed_cm,
            });
        Self {
            speeds_kmh: speeds.map(|(c, kmh)| ((*c).to_owned(), *kmh)).collect(),
            other_speed_kmh: OTHER_SPEED_KMH,
            heavy_percent: HEAVY_PERCENT,
            foot_speed_kmh: FOOT_SPEED_KMH,
            rush: rush.collect(),
            sizes: sizes.collect(),
            fords: fords.collect(),
            snap_max_m: SNAP_MAX_M,
            detour_factor: DETOUR_FACTOR,
            straight_speed_kmh: STRAIGHT_SPEED_KMH,
            access_speed_kmh: ACCESS_SPEED_KMH,
        }
    }
}

/// What is said of a road's speed, in km/h; 0 where nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct SaidKmh {
    /// The limit on the sign.
    pub limit: f64,
    /// A measured speed, which stands above the table.
    pub measured: f64,
}

impl Settings {
    /// The speed of a class in km/h.
    #[must_use]
    pub fn speed_kmh(&self, class: &str) -> f64 {
        let known = self.speeds_kmh.iter().find(|(name, _)| name == class);
        known.map_or(self.other_speed_kmh, |(_, kmh)| *kmh)
    }

    /// The speed of a vehicle in km/h on a road of a class of `class_kmh`. The limit on the sign is
    /// kept even by an engine on an emergency run, which by law need not: the table holds averages,
    /// and nobody should be told a time that only speeding keeps.
    #[must_use]
    pub fn vehicle_kmh(&self, vehicle: RoadUser, class_kmh: f64, said: SaidKmh) -> f64 {
        if vehicle == RoadUser::Foot {
            return self.foot_speed_kmh;
        }
        let positive = |kmh: f64| (kmh.is_finite() && kmh > 0.0).then_some(kmh);
        let kmh = positive(said.measured).unwrap_or_else(|| {
            let limit = positive(said.limit).unwrap_or(f64::INFINITY);
            class_kmh.min(limit)
        });
        match vehicle {
            RoadUser::Heavy => kmh * f64::from(self.heavy_percent) / 100.0,
            _ => kmh,
        }
    }

    /// The speed where no road is followed, in km/h: nobody on foot is as quick as a vehicle.
    #[must_use]
    pub fn straight_kmh(&self, vehicle: RoadUser) -> f64 {
        self.no_faster(vehicle, self.straight_speed_kmh)
    }

    /// The speed between a place and the road beside it, in km/h.
    #[must_use]
    pub fn access_kmh(&self, vehicle: RoadUser) -> f64 {
        self.no_faster(vehicle, self.access_speed_kmh)
    }

    fn no_faster(&self, vehicle: RoadUser, kmh: f64) -> f64 {
        match vehicle {
            RoadUser::Foot => kmh.min(self.foot_speed_kmh),
            _ => kmh,
        }
    }

    /// Tenths of the time off the rush, for a class at an hour of a working day. People on foot are
    /// not held up.
    #[must_use]
    pub fn rush_tenths(&self, vehicle: RoadUser, class: &str, hour: u8) -> u8 {
        let at =
            |rush: &&Rush| rush.class == class && (rush.from_hour..rush.to_hour).contains(&hour);
        match self.rush.iter().find(at) {
            Some(rush) if vehicle != RoadUser::Foot => rush.tenths.max(10),
            _ => 10,
        }
    }

    pub(crate) fn ford(&self, vehicle: RoadUser) -> Option<&Ford> {
        self.fords.iter().find(|ford| ford.vehicle == vehicle)
    }

    pub(crate) fn size(&self, vehicle: RoadUser) -> Option<&Size> {
        self.sizes.iter().find(|size| size.vehicle == vehicle)
    }
}

/// Milliseconds for a distance at a speed; held at the end of the range for a speed of zero.
#[must_use]
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float to integer saturates, which is what is wanted here"
)]
pub fn duration_ms(distance_m: f64, speed_kmh: f64) -> u32 {
    (distance_m.max(0.0) * 3_600.0 / speed_kmh.max(f64::MIN_POSITIVE)).round() as u32
}
