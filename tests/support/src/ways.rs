//! Travel times held against another implementation: petgraph's search over the same roads.

use petgraph::graph::DiGraph;
use petgraph::visit::{EdgeRef as _, Reversed};
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;
use routing::conditions::Conditions;
use routing::network::{ArcId, Network};
use routing::search::reach;
use routing::snap::{Roadside, Stop};

/// Roads that are closed, and roads that are slow, in each case.
const CLOSURES: usize = 30;
/// More than the millimetres of any way.
const MM: u64 = 10_000_000_000;

/// A road of a network.
///
/// # Panics
/// When it has more roads than fit into 32 bits.
pub fn random_arc(rng: &mut ChaCha8Rng, network: &Network) -> ArcId {
    let arcs = u32::try_from(network.arcs()).expect("a district");
    ArcId(rng.random_range(0..arcs))
}

/// One case: roads closed and slowed at random, and a place at random. Every crossing of the
/// network has to have the same milliseconds and millimetres to it in both; answers how many do.
///
/// # Errors
/// The first crossing that differs.
pub fn same_as_another(network: &Network, rng: &mut ChaCha8Rng) -> Result<usize, String> {
    let mut now = Conditions::open(network);
    for _ in 0..CLOSURES {
        now.close_road(network, random_arc(rng, network));
        now.slow(random_arc(rng, network), rng.random_range(10..60));
    }
    let arc = random_arc(rng, network);
    let stops = vec![Stop { arc, share: 0.0 }];
    let ours = reach(network, &now, &Roadside { stops, away_m: 0.0 });
    // Milliseconds above, millimetres below: of equal times the shorter way counts.
    let mut graph: DiGraph<(), u64> = DiGraph::with_capacity(network.crossings(), network.arcs());
    let nodes: Vec<_> = (0..network.crossings())
        .map(|_| graph.add_node(()))
        .collect();
    for arc in network.all_arcs().filter(|arc| !now.is_closed(*arc)) {
        let (from, to) = (network.from(arc) as usize, network.to(arc) as usize);
        let cost = u64::from(now.arc_ms(network, arc)) * MM + u64::from(network.length_mm(arc));
        graph.add_edge(nodes[from], nodes[to], cost);
    }
    let goal = nodes[network.from(arc) as usize];
    let theirs = petgraph::algo::dijkstra(Reversed(&graph), goal, None, |edge| *edge.weight());
    for (crossing, node) in (0_u32..).zip(&nodes) {
        let ours = ours.from_crossing(crossing);
        let ours = ours.map(|(ms, mm)| u64::from(ms) * MM + u64::from(mm));
        let theirs = theirs.get(node).copied();
        if ours != theirs {
            return Err(format!("crossing {crossing}: {ours:?} and {theirs:?}"));
        }
    }
    Ok(nodes.len())
}
