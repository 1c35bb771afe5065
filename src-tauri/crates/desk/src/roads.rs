//! Travel times over the roads that are at hand: imported, made for an exercise, or none.

use emergency::place::Point;
use routing::conditions::Conditions;
use routing::network::Network;
use routing::settings::Settings;
use routing::travel::{RoadTimes, Route, StraightLine, Travel, TravelTimes};

/// The roads of the desk.
pub(crate) struct Roads {
    network: Option<(Network, Conditions)>,
    settings: Settings,
    /// Where they come from, in words.
    pub(crate) source: String,
}

impl Roads {
    /// No roads: every time is a straight-line estimate.
    pub(crate) fn none() -> Self {
        Self {
            network: None,
            settings: Settings::default(),
            source: "无路网数据，按直线估算".to_owned(),
        }
    }

    /// Roads from the two CSV texts.
    pub(crate) fn from_csv(nodes: &str, edges: &str, source: &str) -> Self {
        let settings = Settings::default();
        let imported = routing::import::roads_from_csv(nodes, edges, &settings);
        if !imported.defects.is_empty() {
            tracing::warn!(
                defects = imported.defects.len(),
                "roads were imported with defects"
            );
        }
        let conditions = Conditions::open(&imported.network);
        Self {
            network: Some((imported.network, conditions)),
            settings,
            source: source.to_owned(),
        }
    }
}

impl TravelTimes for Roads {
    fn travel(&self, starts: &[Point], place: Point) -> Vec<Travel> {
        match &self.network {
            Some((network, conditions)) => RoadTimes {
                network,
                conditions,
                settings: &self.settings,
            }
            .travel(starts, place),
            None => StraightLine {
                settings: self.settings.clone(),
            }
            .travel(starts, place),
        }
    }

    fn route(&self, start: Point, place: Point) -> Option<Route> {
        match &self.network {
            Some((network, conditions)) => RoadTimes {
                network,
                conditions,
                settings: &self.settings,
            }
            .route(start, place),
            None => StraightLine {
                settings: self.settings.clone(),
            }
            .route(start, place),
        }
    }
}
