//! The roads as a compact graph that never changes once built.

mod core;
mod turns;

use std::collections::HashMap;

use emergency::place::Point;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use crate::plane::Plane;
use crate::road_user::{RoadUser, RoadUsers};
use crate::settings::{Settings, duration_ms};
use crate::survey::{Edge, Feature, Survey, Words};
use turns::{Ends, Forward, Link, Turns, firsts};

/// One direction of one road between two crossings, by its place in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArcId(pub u32);

impl ArcId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// Milliseconds of an arc that a vehicle may not use.
pub const BARRED: u32 = u32::MAX;

/// A piece of an arc in the search tree: its ends in metres of the plane, and the arc.
pub(crate) type Piece = GeomWithData<Line<[f64; 2]>, u32>;

/// What the search does not look at.
#[derive(Debug, Clone, Copy)]
struct About {
    number: u64,
    way: i64,
    name: u32,
    feature: Feature,
    /// Those who may use the arc and can come from it to the largest part of the network.
    snapped_by: RoadUsers,
}

/// The roads. Arcs are in the order of where they end, so that all ways into a crossing lie side by
/// side (compressed sparse rows).
#[derive(Debug)]
pub struct Network {
    crossings: Vec<Point>,
    crossing_ids: Vec<Box<str>>,
    /// For each crossing the first arc that ends there; one more at the end.
    first_in: Vec<u32>,
    from: Vec<u32>,
    to: Vec<u32>,
    length_mm: Vec<u32>,
    /// Places in the list of classes, apart from the rest: the search asks for them in rush hours.
    class: Vec<u32>,
    /// Milliseconds by vehicle.
    base_ms: [Vec<u32>; 4],
    about: Vec<About>,
    classes: Words,
    names: Words,
    /// All arcs in the order of their numbers.
    by_number: Vec<u32>,
    shape_first: Vec<u32>,
    shape: Vec<Point>,
    /// Who can reach the largest part of the network from a crossing and come from there to it.
    core: Vec<RoadUsers>,
    /// For each node of the search the first link that ends there; one more at the end.
    first_link: Vec<u32>,
    links: Vec<Link>,
    turns: Turns,
    /// The links by where they begin, made when the first question asks for them.
    forward: std::sync::OnceLock<Forward>,
    pieces: RTree<Piece>,
    plane: Plane,
}

impl Network {
    /// Builds the graph. Edges that name a crossing that does not exist are left out; the importer
    /// reports them.
    #[must_use]
    pub fn build(survey: Survey, settings: &Settings) -> Self {
        let count = survey.crossings.len();
        let exists = |index: u32| (index as usize) < count;
        let mut order: Vec<u32> = (0_u32..)
            .zip(&survey.edges)
            .filter(|(_, edge)| exists(edge.from) && exists(edge.to))
            .map(|(index, _)| index)
            .collect();
        order.sort_by_key(|index| survey.edges[*index as usize].to);
        let edges: Vec<&Edge> = order.iter().map(|i| &survey.edges[*i as usize]).collect();
        let from: Vec<u32> = edges.iter().map(|edge| edge.from).collect();
        let to: Vec<u32> = edges.iter().map(|edge| edge.to).collect();
        let ends = Ends {
            crossings: u32::try_from(count).unwrap_or(u32::MAX),
            from: &from,
            to: &to,
        };
        let (links, turns) = links_of(&survey, &order, &ends);
        let nodes = count + turns.extra as usize;
        let base_ms =
            RoadUser::ALL.map(|vehicle| times(vehicle, &edges, &survey.classes, settings));
        let core = core::cores(count, &from, &to, &base_ms);
        let (shape_first, shape) = shapes(&survey.crossings, &edges);
        let mut network = Self {
            first_in: firsts(count, to.iter().copied()),
            length_mm: edges
                .iter()
                .map(|edge| millimetres(edge.length_m))
                .collect(),
            class: edges.iter().map(|edge| edge.class).collect(),
            about: edges.iter().map(|edge| about(edge)).collect(),
            first_link: firsts(nodes, links.iter().map(|link| link.to)),
            shape_first,
            shape,
            core,
            base_ms,
            from,
            to,
            links,
            turns,
            by_number: Vec::new(),
            forward: std::sync::OnceLock::new(),
            pieces: RTree::new(),
            plane: Plane::at(&survey.crossings),
            classes: survey.classes,
            names: survey.names,
            crossing_ids: survey.crossing_ids,
            crossings: survey.crossings,
        };
        network.set_snapping();
        network.by_number = network.all_arcs().map(|arc| arc.0).collect();
        let about = &network.about;
        network
            .by_number
            .sort_by_key(|arc| about[*arc as usize].number);
        network.pieces = RTree::bulk_load(network.all_pieces());
        network
    }

    /// Number of crossings.
    #[must_use]
    pub fn crossings(&self) -> usize {
        self.crossings.len()
    }

    /// Number of arcs.
    #[must_use]
    pub fn arcs(&self) -> usize {
        self.from.len()
    }

    /// Number of crossings in the core of an engine: from each of them every other can be reached.
    #[must_use]
    pub fn core_crossings(&self) -> usize {
        let has = |users: &&RoadUsers| users.has(RoadUser::Engine);
        self.core.iter().filter(has).count()
    }

    /// Where a crossing is.
    #[must_use]
    pub fn crossing(&self, index: u32) -> Option<Point> {
        self.crossings.get(index as usize).copied()
    }

    /// What the source calls a crossing; its place in the graph when it has no name there.
    #[must_use]
    pub fn crossing_id(&self, index: u32) -> String {
        let id = self.crossing_ids.get(index as usize);
        id.map_or_else(|| index.to_string(), ToString::to_string)
    }

    /// All arcs.
    pub fn all_arcs(&self) -> impl Iterator<Item = ArcId> + use<> {
        (0..u32::try_from(self.arcs()).unwrap_or(u32::MAX)).map(ArcId)
    }

    /// The arcs with that number in the source.
    pub fn numbered(&self, number: u64) -> impl Iterator<Item = ArcId> {
        let of = |arc: &u32| self.about[*arc as usize].number;
        let first = self.by_number.partition_point(|arc| of(arc) < number);
        let arcs = self.by_number[first..].iter();
        arcs.take_while(move |arc| of(arc) == number)
            .map(|arc| ArcId(*arc))
    }

    /// The number of an arc in the source.
    #[must_use]
    pub fn number(&self, arc: ArcId) -> u64 {
        self.about[arc.index()].number
    }

    /// The way of OpenStreetMap that an arc is part of; 0 when it is not known.
    #[must_use]
    pub fn way(&self, arc: ArcId) -> i64 {
        self.about[arc.index()].way
    }

    /// The class of an arc as in OpenStreetMap.
    #[must_use]
    pub fn class(&self, arc: ArcId) -> &str {
        self.classes.word(self.class_place(arc))
    }

    pub(crate) fn class_place(&self, arc: ArcId) -> u32 {
        self.class[arc.index()]
    }

    pub(crate) fn classes(&self) -> &Words {
        &self.classes
    }

    /// The name of the road of an arc; empty when it is not known.
    #[must_use]
    pub fn name(&self, arc: ArcId) -> &str {
        self.names.word(self.about[arc.index()].name)
    }

    /// What is special about an arc.
    #[must_use]
    pub fn feature(&self, arc: ArcId) -> Feature {
        self.about[arc.index()].feature
    }

    /// The crossing where an arc begins.
    #[must_use]
    pub fn from(&self, arc: ArcId) -> u32 {
        self.from[arc.index()]
    }

    /// The crossing where an arc ends.
    #[must_use]
    pub fn to(&self, arc: ArcId) -> u32 {
        self.to[arc.index()]
    }

    /// Milliseconds for a vehicle on an arc on an open road off the rush hours; [`BARRED`] when it
    /// may not use it.
    #[must_use]
    pub fn base_ms(&self, vehicle: RoadUser, arc: ArcId) -> u32 {
        self.base_ms[vehicle as usize][arc.index()]
    }

    /// Length of an arc in whole millimetres.
    #[must_use]
    pub fn length_mm(&self, arc: ArcId) -> u32 {
        self.length_mm[arc.index()]
    }

    /// Length of an arc in metres.
    #[must_use]
    pub fn length_m(&self, arc: ArcId) -> f64 {
        f64::from(self.length_mm(arc)) / 1_000.0
    }

    /// The points of an arc from its beginning to its end, two at least.
    #[must_use]
    pub fn shape(&self, arc: ArcId) -> &[Point] {
        let index = arc.index();
        &self.shape[self.shape_first[index] as usize..self.shape_first[index + 1] as usize]
    }

    /// The arcs that end at a crossing.
    pub fn arcs_into(&self, crossing: u32) -> impl Iterator<Item = ArcId> + use<> {
        let index = crossing as usize;
        (self.first_in[index]..self.first_in[index + 1]).map(ArcId)
    }

    /// The other direction of the same road: between the same crossings and of the same length.
    #[must_use]
    pub fn opposite(&self, arc: ArcId) -> Option<ArcId> {
        let (from, to) = (self.from(arc), self.to(arc));
        self.arcs_into(from).find(|other| {
            *other != arc
                && self.from(*other) == to
                && self.length_mm(*other).abs_diff(self.length_mm(arc)) < SAME_LENGTH_MM
        })
    }

    /// The sequences of roads that may not be driven, and who is not bound by each.
    #[must_use]
    pub fn bans(&self) -> &[(Vec<ArcId>, RoadUsers)] {
        &self.turns.bans
    }

    pub(crate) fn snapped_by(&self, arc: ArcId) -> RoadUsers {
        self.about[arc.index()].snapped_by
    }

    pub(crate) fn in_core(&self, crossing: u32, vehicle: RoadUser) -> bool {
        self.core[crossing as usize].has(vehicle)
    }

    /// Number of nodes of the search: the crossings first, then what the bans add.
    pub(crate) fn nodes(&self) -> usize {
        self.first_link.len() - 1
    }

    /// The links that end at a node, as the numbers of the first and of the one after the last.
    pub(crate) fn links_into(&self, node: u32) -> std::ops::Range<u32> {
        let index = node as usize;
        self.first_link[index]..self.first_link[index + 1]
    }

    pub(crate) fn link(&self, link: u32) -> Step {
        let link = self.links[link as usize];
        Step {
            from: link.from,
            to: link.to,
            arc: ArcId(link.arc),
            users: RoadUsers::from_bits(link.users),
        }
    }

    /// The steps that begin at a node.
    pub(crate) fn steps_out_of(&self, node: u32) -> impl Iterator<Item = Step> {
        let forward = self
            .forward
            .get_or_init(|| Forward::of(self.nodes(), &self.links));
        let index = node as usize;
        let range = forward.first[index] as usize..forward.first[index + 1] as usize;
        forward.links[range].iter().map(|link| self.link(*link))
    }

    /// The node at which one is after an arc.
    pub(crate) fn head(&self, arc: ArcId) -> u32 {
        let head = self.turns.heads.get(&arc.0);
        head.copied().unwrap_or_else(|| self.to(arc))
    }

    /// The nodes from which a vehicle may take an arc.
    pub(crate) fn tails(&self, arc: ArcId, vehicle: RoadUser) -> impl Iterator<Item = u32> {
        let extra = self.turns.tails.get(&arc.0).into_iter().flatten();
        let extra = extra.filter(move |(_, users)| users.has(vehicle));
        std::iter::once(self.from(arc)).chain(extra.map(|(node, _)| *node))
    }

    /// The nodes of the search at a crossing.
    pub(crate) fn nodes_at(&self, crossing: u32) -> impl Iterator<Item = u32> {
        let first = u32::try_from(self.crossings()).unwrap_or(u32::MAX);
        let extra = (first..).zip(&self.turns.at);
        let here = extra.filter(move |(_, at)| **at == crossing);
        std::iter::once(crossing).chain(here.map(|(node, _)| node))
    }

    pub(crate) fn pieces(&self) -> &RTree<Piece> {
        &self.pieces
    }

    pub(crate) fn plane(&self) -> Plane {
        self.plane
    }

    /// A place must not be taken to a road that leads nowhere.
    fn set_snapping(&mut self) {
        for (about, (from, to)) in self.about.iter_mut().zip(self.from.iter().zip(&self.to)) {
            let both = self.core[*from as usize].and(self.core[*to as usize]);
            about.snapped_by = about.snapped_by.and(both);
        }
    }

    fn all_pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for arc in self.all_arcs() {
            for pair in self.shape(arc).windows(2) {
                let line = Line::new(self.plane.metres(pair[0]), self.plane.metres(pair[1]));
                pieces.push(GeomWithData::new(line, arc.0));
            }
        }
        pieces
    }
}

/// One step of the search.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Step {
    pub(crate) from: u32,
    pub(crate) to: u32,
    pub(crate) arc: ArcId,
    pub(crate) users: RoadUsers,
}

/// Two directions of one road differ by less than this in millimetres.
const SAME_LENGTH_MM: u32 = 1_000;

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a cast from float to integer saturates, at 4,294 km"
)]
fn millimetres(metres: f64) -> u32 {
    (metres * 1_000.0).round() as u32
}

fn links_of(survey: &Survey, order: &[u32], ends: &Ends<'_>) -> (Vec<Link>, Turns) {
    let wanted: std::collections::HashSet<u32> = survey
        .bans
        .iter()
        .flat_map(|ban| ban.path.iter().copied())
        .collect();
    let arcs: HashMap<u32, ArcId> = (0_u32..)
        .zip(order)
        .filter(|(_, edge)| wanted.contains(edge))
        .map(|(arc, edge)| (*edge, ArcId(arc)))
        .collect();
    let bans = turns::by_arcs(&survey.bans, |edge| arcs.get(&edge).copied(), ends);
    turns::links(ends, &bans)
}

fn times(vehicle: RoadUser, edges: &[&Edge], classes: &Words, settings: &Settings) -> Vec<u32> {
    let speeds: Vec<f64> = classes.iter().map(|c| settings.speed_kmh(c)).collect();
    let size = settings.size(vehicle);
    let one = |edge: &&Edge| {
        let low = |size: &crate::settings::Size| {
            edge.max_height_cm > 0 && edge.max_height_cm < size.height_cm
                || edge.max_weight_kg > 0 && edge.max_weight_kg < size.weight_kg
        };
        if !edge.users.has(vehicle) || size.is_some_and(low) {
            return BARRED;
        }
        let class_kmh = speeds.get(edge.class as usize).copied();
        let class_kmh = class_kmh.unwrap_or(settings.other_speed_kmh);
        let kmh = settings.vehicle_kmh(vehicle, class_kmh, edge.said);
        duration_ms(edge.length_m, kmh).min(BARRED - 1)
    };
    edges.iter().map(one).collect()
}

fn about(edge: &Edge) -> About {
    About {
        number: edge.number,
        way: edge.way,
        name: edge.name,
        feature: edge.feature,
        snapped_by: edge.users,
    }
}

fn shapes(crossings: &[Point], edges: &[&Edge]) -> (Vec<u32>, Vec<Point>) {
    let mut first = Vec::with_capacity(edges.len() + 1);
    let mut shape = Vec::new();
    for edge in edges {
        first.push(u32::try_from(shape.len()).unwrap_or(u32::MAX));
        if edge.shape.len() < 2 {
            shape.extend([crossings[edge.from as usize], crossings[edge.to as usize]]);
        } else {
            shape.extend_from_slice(&edge.shape);
        }
    }
    first.push(u32::try_from(shape.len()).unwrap_or(u32::MAX));
    (first, shape)
}
