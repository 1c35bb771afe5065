//! Which alerts of feeds close roads. All of it is assumed: 待区里确认.

use emergency::closure::{ClosureKind, ClosureShape, RoadUser};
use emergency::place::Point;
use serde::{Deserialize, Serialize};

/// What becomes of an alert that speaks of a road.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FromFeeds {
    /// Nothing.
    Off,
    /// A closure is proposed, and an officer takes it.
    #[default]
    Propose,
    /// The roads are closed at once.
    InForce,
}

/// Words by which an alert is known to speak of a road.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosureSign {
    /// What it is.
    pub kind: ClosureKind,
    /// One of them stands in its event or its headline.
    pub words: Vec<String>,
}

/// A measuring point at a road: while its alarm holds, the road is closed.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ClosurePoint {
    /// The device as its alerts name their sender, such as `mqtt:underpass-1`.
    pub sender: String,
    /// The code of the alarm; any of the device when none is named.
    #[serde(default)]
    pub code: Option<String>,
    /// What it is.
    #[serde(default = "flooded")]
    pub kind: ClosureKind,
    /// The section: points along the road, degrees `[lon, lat]`; a single one is the nearest road.
    pub line: Vec<[f64; 2]>,
    /// Depth of the water from which the alarm holds, in centimetres; none closes to everyone.
    #[serde(default)]
    pub depth_cm: Option<u32>,
    /// Who is bound; nobody named means everyone.
    #[serde(default)]
    pub vehicles: Vec<RoadUser>,
}

fn flooded() -> ClosureKind {
    ClosureKind::Flooded
}

impl ClosurePoint {
    /// Where it is.
    #[must_use]
    pub fn shape(&self) -> ClosureShape {
        let point = |[lon, lat]: &[f64; 2]| Point {
            lon: *lon,
            lat: *lat,
        };
        ClosureShape::Line {
            points: self.line.iter().map(point).collect(),
        }
    }
}

/// Roads that feeds close.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ClosureSettings {
    /// What becomes of such an alert.
    pub from_feeds: FromFeeds,
    /// How one is known.
    pub signs: Vec<ClosureSign>,
    /// Measuring points at roads.
    pub points: Vec<ClosurePoint>,
}

impl Default for ClosureSettings {
    fn default() -> Self {
        let sign = |kind, words: &[&str]| ClosureSign {
            kind,
            words: words.iter().map(|word| (*word).to_owned()).collect(),
        };
        Self {
            from_feeds: FromFeeds::default(),
            signs: vec![
                sign(
                    ClosureKind::Flooded,
                    &["道路积水", "路面积水", "桥下积水", "下穿积水", "立交积水"],
                ),
                sign(
                    ClosureKind::Blocked,
                    &[
                        "道路中断",
                        "道路封闭",
                        "道路管制",
                        "交通管制",
                        "交通中断",
                        "道路塌陷",
                        "路面塌陷",
                        "封路",
                    ],
                ),
            ],
            points: Vec::new(),
        }
    }
}
