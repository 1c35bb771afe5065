//! The part of the network from each crossing of which every other can be reached.

use petgraph::graph::DiGraph;

use super::BARRED;
use crate::road_user::{RoadUser, RoadUsers};

/// For each crossing the vehicles whose largest part it belongs to.
pub(super) fn cores(
    count: usize,
    from: &[u32],
    to: &[u32],
    base_ms: &[Vec<u32>; 4],
) -> Vec<RoadUsers> {
    let mut cores = vec![RoadUsers::NONE; count];
    let mut known: Vec<(Vec<bool>, Vec<bool>)> = Vec::new();
    for vehicle in RoadUser::ALL {
        let open: Vec<bool> = base_ms[vehicle as usize]
            .iter()
            .map(|ms| *ms != BARRED)
            .collect();
        if known.iter().all(|(same, _)| *same != open) {
            let marks = core(count, from, to, &open);
            known.push((open.clone(), marks));
        }
        let Some((_, marks)) = known.iter().find(|(same, _)| *same == open) else {
            continue;
        };
        for (users, _) in cores.iter_mut().zip(marks).filter(|(_, marked)| **marked) {
            *users = users.or(RoadUsers::only(vehicle));
        }
    }
    cores
}

/// Marks the largest strongly connected part; of two of the same size the first.
fn core(count: usize, from: &[u32], to: &[u32], open: &[bool]) -> Vec<bool> {
    let mut graph: DiGraph<(), ()> = DiGraph::with_capacity(count, from.len());
    let nodes: Vec<_> = (0..count).map(|_| graph.add_node(())).collect();
    for ((from, to), _) in from.iter().zip(to).zip(open).filter(|(_, open)| **open) {
        graph.add_edge(nodes[*from as usize], nodes[*to as usize], ());
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
