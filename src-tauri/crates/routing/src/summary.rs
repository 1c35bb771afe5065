//! What a network comes to, in numbers that a person can hold against what they know of the roads.

use std::collections::{BTreeMap, BTreeSet};

use emergency::place::Point;

use crate::network::{ArcId, BARRED, Network};
use crate::road_user::RoadUser;
use crate::survey::Feature;

/// A section of road, both directions as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Section {
    /// One of its directions: the one that a car may drive, where only one may be.
    pub arc: ArcId,
    /// True when a car may drive it in one direction only.
    pub one_way: bool,
}

/// The sections of a network, each once.
#[must_use]
pub fn sections(network: &Network) -> Vec<Section> {
    let drives = |arc: ArcId| network.base_ms(RoadUser::Car, arc) != BARRED;
    let mut passed = BTreeSet::new();
    let mut sections = Vec::new();
    for arc in network.all_arcs() {
        if passed.contains(&arc) {
            continue;
        }
        let opposite = network.opposite(arc).filter(|back| !passed.contains(back));
        passed.extend(opposite);
        let back = opposite.is_some_and(drives);
        sections.push(Section {
            arc: opposite.filter(|_| back && !drives(arc)).unwrap_or(arc),
            one_way: drives(arc) != back,
        });
    }
    sections
}

/// The numbers of a network.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Summary {
    /// Crossings.
    pub crossings: usize,
    /// Crossings of the largest part in which an engine reaches every other.
    pub core_crossings: usize,
    /// Directions of roads.
    pub arcs: usize,
    /// Sections, both directions as one.
    pub sections: usize,
    /// Those that a car may drive in one direction only.
    pub one_ways: usize,
    /// Turns that may not be made.
    pub bans: usize,
    /// Sections on bridges.
    pub bridges: usize,
    /// Sections in tunnels and underpasses.
    pub tunnels: usize,
    /// Metres of all sections.
    pub length_m: f64,
    /// Metres by class.
    pub by_class: BTreeMap<String, f64>,
    /// West, south, east, north in degrees; none without a crossing.
    pub bounds: Option<[f64; 4]>,
}

impl Summary {
    /// Counts a network, of which [`sections`] are given.
    #[must_use]
    pub fn of(network: &Network, sections: &[Section]) -> Self {
        let mut summary = Self {
            crossings: network.crossings(),
            core_crossings: network.core_crossings(),
            arcs: network.arcs(),
            sections: sections.len(),
            one_ways: sections.iter().filter(|section| section.one_way).count(),
            bans: network.bans().len(),
            bounds: bounds(network),
            ..Self::default()
        };
        for section in sections {
            let length_m = network.length_m(section.arc);
            summary.length_m += length_m;
            let class = network.class(section.arc).to_owned();
            *summary.by_class.entry(class).or_default() += length_m;
            match network.feature(section.arc) {
                Feature::Bridge => summary.bridges += 1,
                Feature::Tunnel => summary.tunnels += 1,
                Feature::Plain | Feature::Roundabout => {}
            }
        }
        summary
    }
}

fn bounds(network: &Network) -> Option<[f64; 4]> {
    let indices = 0..u32::try_from(network.crossings()).unwrap_or(u32::MAX);
    let points = indices.filter_map(|index| network.crossing(index));
    points.fold(None, |bounds, Point { lon, lat }| {
        let [west, south, east, north] = bounds.unwrap_or([lon, lat, lon, lat]);
        Some([west.min(lon), south.min(lat), east.max(lon), north.max(lat)])
    })
}

#[cfg(test)]
mod tests {
    use crate::import::roads_from_csv;
    use crate::settings::Settings;

    use super::*;

    #[test]
    fn both_directions_of_a_road_are_one_section_and_a_one_way_is_counted() {
        let nodes = "node_id,lon,lat\na,117.0,36.6\nb,117.01,36.6\nc,117.01,36.61\n";
        let edges = "eid,u,v,highway,length_m\n1,a,b,primary,900\n2,b,a,primary,900\n\
                     3,b,c,residential,1100\n";
        let network = roads_from_csv(nodes, edges, &Settings::default()).network;
        let all = sections(&network);
        let summary = Summary::of(&network, &all);
        assert_eq!(
            (summary.arcs, summary.sections, summary.one_ways),
            (3, 2, 1),
            "three directions of two roads, one of them one-way"
        );
        assert!(
            (summary.length_m - 2_000.0).abs() < 1.0,
            "each road counts once: {} m",
            summary.length_m
        );
        assert_eq!(
            summary.bounds,
            Some([117.0, 36.6, 117.01, 36.61]),
            "the box around the crossings"
        );
        let classes: Vec<&str> = summary.by_class.keys().map(String::as_str).collect();
        assert_eq!(classes, ["primary", "residential"], "by class");
    }
}
