//! Every colour of the maps, on the screen and on paper; colours are written nowhere else.
//!
//! The ground is muted grey: red, orange, yellow and blue belong to the levels Ⅰ to Ⅳ alone (the
//! design, section 4). The tones were checked for contrast and for three colour-vision
//! deficiencies; labels keep 4.5:1 on every ground (WCAG 2.2, 1.4.3).

use crate::layer::RoadClass;
use serde::{Deserialize, Serialize};

/// The light that the officer works in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Palette {
    /// Bright room, and paper.
    Day,
    /// Half-light.
    Dusk,
    /// Dark room; no white.
    Night,
}

impl Palette {
    /// All palettes.
    pub const ALL: [Self; 3] = [Self::Day, Self::Dusk, Self::Night];

    /// The word used in identifiers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Dusk => "dusk",
            Self::Night => "night",
        }
    }

    /// The colours of this palette.
    pub fn tokens(self) -> &'static Tokens {
        match self {
            Self::Day => &DAY,
            Self::Dusk => &DUSK,
            Self::Night => &NIGHT,
        }
    }
}

/// The colours of the base map, `#RRGGBB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Tokens {
    /// Outside the district.
    pub ground: &'static str,
    /// Inside the district.
    pub district: &'static str,
    /// The district's line.
    pub boundary: &'static str,
    /// Water.
    pub water: &'static str,
    /// Areas of other layers.
    pub area: &'static str,
    /// Around roads.
    pub road_casing: &'static str,
    /// Motorway and trunk.
    pub road_main: &'static str,
    /// Primary and secondary.
    pub road_mid: &'static str,
    /// All other roads.
    pub road_minor: &'static str,
    /// Names and marks.
    pub text: &'static str,
    /// Less important names.
    pub text_muted: &'static str,
    /// Around names.
    pub halo: &'static str,
}

const DAY: Tokens = Tokens {
    ground: "#E4E6E9",
    district: "#F3F4F6",
    boundary: "#5C626B",
    water: "#C9D3D4",
    area: "#D8DBDE",
    road_casing: "#B4B9C0",
    road_main: "#FFFFFF",
    road_mid: "#FAFAFB",
    road_minor: "#E9EBED",
    text: "#1C1F23",
    text_muted: "#4E545C",
    halo: "#FFFFFF",
};

const DUSK: Tokens = Tokens {
    ground: "#1B1E22",
    district: "#25292F",
    boundary: "#8F959D",
    water: "#20302F",
    area: "#2E3338",
    road_casing: "#15171A",
    road_main: "#5A6068",
    road_mid: "#484E55",
    road_minor: "#363B41",
    text: "#E6E8EB",
    text_muted: "#AEB3BA",
    halo: "#1B1E22",
};

const NIGHT: Tokens = Tokens {
    ground: "#000000",
    district: "#0D0D0D",
    boundary: "#6B5B4A",
    water: "#0B1413",
    area: "#151412",
    road_casing: "#000000",
    road_main: "#3B352E",
    road_mid: "#2C2823",
    road_minor: "#1F1C19",
    text: "#C9A27A",
    text_muted: "#9A7F63",
    halo: "#000000",
};

impl Tokens {
    /// The fill of a road of this class.
    pub fn road(&self, class: RoadClass) -> &'static str {
        match class {
            RoadClass::Motorway | RoadClass::Trunk => self.road_main,
            RoadClass::Primary | RoadClass::Secondary => self.road_mid,
            RoadClass::Tertiary | RoadClass::Minor => self.road_minor,
        }
    }
}

/// Fill, writing on the fill, and stroke of the sign of a level.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct LevelColors {
    pub(crate) fill: &'static str,
    pub(crate) on: &'static str,
    pub(crate) stroke: &'static str,
}

/// The signs of the levels Ⅰ to Ⅳ on paper: the day palette.
pub(crate) const PAPER_LEVELS: [LevelColors; 4] = [
    LevelColors {
        fill: "#AD1519",
        on: "#FFFFFF",
        stroke: "#7F0F12",
    },
    LevelColors {
        fill: "#C77700",
        on: "#1C1F23",
        stroke: "#8A5200",
    },
    LevelColors {
        fill: "#EBCA46",
        on: "#1C1F23",
        stroke: "#6F5B00",
    },
    LevelColors {
        fill: "#1F72D6",
        on: "#FFFFFF",
        stroke: "#1656A6",
    },
];
/// Lines and areas without a level: teal, which no level uses.
pub(crate) const NEUTRAL_LINE: &str = "#0F5F61";
/// The ground of square signs.
pub(crate) const SIGN_GROUND: &str = "#2B3036";
/// The sheet, and what is written on dark signs.
pub(crate) const PAPER: &str = "#FFFFFF";
