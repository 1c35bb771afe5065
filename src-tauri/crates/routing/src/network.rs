//! The roads as a compact graph that never changes once built.

use emergency::place::Point;
use petgraph::graph::DiGraph;
use rstar::RTree;
use rstar::primitives::{GeomWithData, Line};

use crate::settings::{Settings, duration_ms};

/// One direction of one road between two crossings, by its place in the graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ArcId(pub u32);

impl ArcId {
    pub(crate) fn index(self) -> usize {
        self.0 as usize
    }
}

/// One direction of a road as it is given.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// Number in the source, by which closures name it.
    pub number: u64,
    /// Index of the crossing where it begins.
    pub from: u32,
    /// Index of the crossing where it ends.
    pub to: u32,
    /// Class as in OpenStreetMap.
    pub class: String,
    /// Length in metres.
    pub length_m: f64,
    /// Points from the beginning to the end; the two crossings when empty.
    pub shape: Vec<Point>,
}

/// A piece of an arc in the search tree: its ends in metres of the plane, and the arc.
pub(crate) type Piece = GeomWithData<Line<[f64; 2]>, u32>;

/// The roads. Arcs are in the order of where they end, so that all ways into a crossing lie side by
/// side (compressed sparse rows).
#[derive(Debug)]
pub struct Network {
    crossings: Vec<Point>,
    /// For each crossing the first arc that ends there; one more at the end.
    first_in: Vec<u32>,
    from: Vec<u32>,
    to: Vec<u32>,
    base_ms: Vec<u32>,
    length_m: Vec<f32>,
    number: Vec<u64>,
    shape_first: Vec<u32>,
    shape: Vec<Point>,
    /// True for crossings that can be reached from and can reach the largest part of the network.
    core: Vec<bool>,
    pieces: RTree<Piece>,
    plane: Plane,
}

/// Degrees to metres on a plane that touches the network in its middle; good to 0.5 % over 100 km.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Plane {
    east_m: f64,
    north_m: f64,
}

/// Metres in a degree of latitude (mean, sphere of IUGG radius, as in `emergency::place`).
const METRES_PER_DEGREE: f64 = 111_195.08;

impl Plane {
    fn at(crossings: &[Point]) -> Self {
        let (low, high) = crossings
            .iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), point| {
                (low.min(point.lat), high.max(point.lat))
            });
        let middle = if low <= high { (low + high) / 2.0 } else { 0.0 };
        Self {
            east_m: METRES_PER_DEGREE * middle.to_radians().cos(),
            north_m: METRES_PER_DEGREE,
        }
    }

    pub(crate) fn metres(self, point: Point) -> [f64; 2] {
        [point.lon * self.east_m, point.lat * self.north_m]
    }
}

impl Network {
    /// Builds the graph. Edges that name a crossing that does not exist are left out; the importer
    /// reports them.
    #[must_use]
    pub fn build(crossings: Vec<Point>, edges: &[Edge], settings: &Settings) -> Self {
        let count = crossings.len();
        let exists = |index: u32| (index as usize) < count;
        let mut order: Vec<&Edge> = edges
            .iter()
            .filter(|edge| exists(edge.from) && exists(edge.to))
            .collect();
        order.sort_by_key(|edge| edge.to);
        let mut first_in = vec![0_u32; count + 1];
        for edge in &order {
            first_in[edge.to as usize + 1] += 1;
        }
        for index in 0..count {
            first_in[index + 1] += first_in[index];
        }
        let (shape_first, shape) = shapes(&crossings, &order);
        let mut network = Self {
            first_in,
            from: order.iter().map(|edge| edge.from).collect(),
            to: order.iter().map(|edge| edge.to).collect(),
            base_ms: order
                .iter()
                .map(|edge| duration_ms(edge.length_m, settings.speed_kmh(&edge.class)))
                .collect(),
            length_m: order.iter().map(|edge| narrow(edge.length_m)).collect(),
            number: order.iter().map(|edge| edge.number).collect(),
            shape_first,
            shape,
            core: core(count, &order),
            pieces: RTree::new(),
            plane: Plane::at(&crossings),
            crossings,
        };
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

    /// Number of crossings in the core: from each of them every other can be reached.
    #[must_use]
    pub fn core_crossings(&self) -> usize {
        self.core.iter().filter(|in_core| **in_core).count()
    }

    /// Where a crossing is.
    #[must_use]
    pub fn crossing(&self, index: u32) -> Option<Point> {
        self.crossings.get(index as usize).copied()
    }

    /// All arcs.
    pub fn all_arcs(&self) -> impl Iterator<Item = ArcId> {
        (0..u32::try_from(self.arcs()).unwrap_or(u32::MAX)).map(ArcId)
    }

    /// The arcs with that number in the source.
    pub fn numbered(&self, number: u64) -> impl Iterator<Item = ArcId> {
        self.all_arcs()
            .filter(move |arc| self.number[arc.index()] == number)
    }

    /// The number of an arc in the source.
    #[must_use]
    pub fn number(&self, arc: ArcId) -> u64 {
        self.number[arc.index()]
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

    /// Milliseconds to drive an arc on an open road.
    #[must_use]
    pub fn base_ms(&self, arc: ArcId) -> u32 {
        self.base_ms[arc.index()]
    }

    /// Length of an arc in metres.
    #[must_use]
    pub fn length_m(&self, arc: ArcId) -> f32 {
        self.length_m[arc.index()]
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
                && (self.length_m(*other) - self.length_m(arc)).abs() < SAME_LENGTH_M
        })
    }

    pub(crate) fn pieces(&self) -> &RTree<Piece> {
        &self.pieces
    }

    pub(crate) fn plane(&self) -> Plane {
        self.plane
    }

    /// Only arcs of the core: a place must not be taken to a road that leads nowhere.
    fn all_pieces(&self) -> Vec<Piece> {
        let mut pieces = Vec::new();
        for arc in self.all_arcs() {
            if !self.core[self.from(arc) as usize] || !self.core[self.to(arc) as usize] {
                continue;
            }
            for pair in self.shape(arc).windows(2) {
                let line = Line::new(self.plane.metres(pair[0]), self.plane.metres(pair[1]));
                pieces.push(GeomWithData::new(line, arc.0));
            }
        }
        pieces
    }
}

/// Two directions of one road differ by less than this in metres.
const SAME_LENGTH_M: f32 = 1.0;

#[expect(
    clippy::cast_possible_truncation,
    reason = "metres of one road: 1 cm in 100 km is exact enough"
)]
fn narrow(metres: f64) -> f32 {
    metres as f32
}

fn shapes(crossings: &[Point], order: &[&Edge]) -> (Vec<u32>, Vec<Point>) {
    let mut first = Vec::with_capacity(order.len() + 1);
    let mut shape = Vec::new();
    for edge in order {
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

/// Marks the largest strongly connected part; of two of the same size the first.
fn core(count: usize, order: &[&Edge]) -> Vec<bool> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(count, order.len());
    let nodes: Vec<_> = (0..count).map(|_| graph.add_node(())).collect();
    for edge in order {
        graph.add_edge(nodes[edge.from as usize], nodes[edge.to as usize], ());
    }
    let mut marks = vec![false; count];
    let parts = petgraph::algo::kosaraju_scc(&graph);
    let key = |part: &Vec<petgraph::graph::NodeIndex>| {
        let first = part.iter().map(|node| node.index()).min();
        (part.len(), std::cmp::Reverse(first))
    };
    if let Some(largest) = parts.iter().max_by_key(|part| key(part)) {
        for node in largest {
            marks[node.index()] = true;
        }
    }
    marks
}
