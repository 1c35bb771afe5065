//! What a team drives and carries.

use serde::{Deserialize, Serialize};

use crate::closure::RoadUser;
use crate::day::Day;

/// What a vehicle may use of the roads: its weight and size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum VehicleClass {
    /// 消防车、抢险救援车.
    Engine,
    /// 重型、大型工程车辆.
    Heavy,
    /// 轻型、小型车辆.
    #[default]
    Car,
    /// 救护车.
    Ambulance,
    /// 摩托车、电动车.
    Motorcycle,
    /// 舟艇.
    Boat,
    /// Another, or one that a later version knows.
    #[serde(other)]
    Other,
}

impl VehicleClass {
    /// Which roads and speeds it has; none for what does not go by road by itself.
    #[must_use]
    pub fn road_user(self) -> Option<RoadUser> {
        match self {
            Self::Engine => Some(RoadUser::Engine),
            Self::Heavy => Some(RoadUser::Heavy),
            Self::Car | Self::Ambulance | Self::Motorcycle => Some(RoadUser::Car),
            Self::Boat | Self::Other => None,
        }
    }
}

/// A vehicle.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Vehicle {
    /// Class.
    pub class: VehicleClass,
    /// Plate.
    pub plate: String,
    /// Name of its variety, such as 水罐抢险救援车.
    pub name: String,
    /// Seats, the driver's included; 0 when not said.
    pub seats: u32,
    /// The last day on which its inspection is good.
    pub inspected_until: Option<Day>,
}

/// A piece of equipment, or some of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Equipment {
    /// Code of GB/T 38565-2020; empty when it has none.
    pub supply: String,
    /// Name.
    pub name: String,
    /// How many.
    pub quantity: u32,
    /// Unit of count.
    pub unit: String,
    /// The last day on which its inspection or calibration is good.
    pub inspected_until: Option<Day>,
}
