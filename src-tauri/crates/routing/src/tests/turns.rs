//! Forbidden turns against another implementation: a walk over pairs of roads.

use super::*;
use crate::road_user::RoadUsers;
use crate::survey::Ban;

const SIDE: u32 = 3;

/// Random edges on nine crossings and random bans over two or three of them that join.
fn any_banned() -> impl Strategy<Value = (Vec<Edge>, Vec<Ban>)> {
    let one = (0..SIDE * SIDE, 0..SIDE * SIDE, 1_u32..4_000);
    let edges = prop::collection::vec(one, 4..28);
    let picks = prop::collection::vec((any::<u32>(), any::<u32>(), any::<u32>()), 0..12);
    (edges, picks).prop_map(|(list, picks)| {
        let edges: Vec<Edge> = (0..)
            .zip(&list)
            .map(|(number, (from, to, length))| edge(number, *from, *to, f64::from(*length)))
            .collect();
        let after = |last: u32, pick: u32| {
            let to = edges[last as usize].to;
            let next: Vec<u32> = (0_u32..)
                .zip(&edges)
                .filter(|(_, edge)| edge.from == to)
                .map(|(index, _)| index)
                .collect();
            (!next.is_empty()).then(|| next[pick as usize % next.len()])
        };
        let ban = |(first, second, third): &(u32, u32, u32)| {
            let first = first % u32::try_from(edges.len()).expect("few");
            let second = after(first, *second)?;
            let mut path = vec![first, second];
            if third % 2 == 0 {
                path.extend(after(second, *third / 2));
            }
            let except = RoadUsers::FOOT;
            Some(Ban { path, except })
        };
        let bans = picks.iter().filter_map(ban).collect();
        (edges, bans)
    })
}

fn banned_network(edges: Vec<Edge>, bans: Vec<Ban>) -> Network {
    let mut classes = Words::default();
    classes.place("residential");
    let survey = Survey {
        crossings: crossings(SIDE),
        edges,
        classes,
        bans,
        ..Survey::default()
    };
    Network::build(survey, &Settings::default())
}

/// Whether a sequence of arcs contains a ban that binds the vehicle.
fn breaks_a_ban(network: &Network, arcs: &[ArcId], vehicle: RoadUser) -> bool {
    let bans = network.bans().iter();
    let mut binding = bans.filter(|(_, except)| !except.has(vehicle));
    binding.any(|(path, _)| arcs.windows(path.len()).any(|part| part == path.as_slice()))
}

/// The least milliseconds between the end of `first` and the beginning of `last`, by a search over
/// pairs of arcs.
fn by_pairs(network: &Network, first: ArcId, last: ArcId, vehicle: RoadUser) -> Option<u32> {
    let arcs: Vec<ArcId> = network.all_arcs().collect();
    let mut graph: DiGraph<(Option<ArcId>, ArcId), u32> = DiGraph::new();
    let mut nodes = HashMap::new();
    for arc in &arcs {
        for before in arcs.iter().copied().map(Some).chain([None]) {
            if before.is_none_or(|before| network.to(before) == network.from(*arc)) {
                nodes.insert((before, *arc), graph.add_node((before, *arc)));
            }
        }
    }
    for ((before, arc), node) in &nodes {
        for next in arcs
            .iter()
            .filter(|next| network.from(**next) == network.to(*arc))
        {
            let path: Vec<ArcId> = before.iter().copied().chain([*arc, *next]).collect();
            if !breaks_a_ban(network, &path, vehicle) {
                let there = nodes[&(Some(*arc), *next)];
                graph.add_edge(*node, there, network.base_ms(vehicle, *next));
            }
        }
    }
    let times =
        petgraph::algo::dijkstra(&graph, nodes[&(None, first)], None, |edge| *edge.weight());
    let ends = nodes
        .iter()
        .filter(|((before, arc), _)| before.is_some() && *arc == last);
    let total = ends.filter_map(|(_, node)| times.get(node)).min()?;
    Some(total - network.base_ms(vehicle, last))
}

proptest! {
    #[test]
    fn ways_with_forbidden_turns_equal_those_of_another_implementation(
        (edges, bans) in any_banned(), picks in any::<(u32, u32)>(),
    ) {
        let network = banned_network(edges, bans);
        let count = u32::try_from(network.arcs()).expect("few");
        let (first, last) = (ArcId(picks.0 % count), ArcId(picks.1 % count));
        prop_assume!(first != last);
        for vehicle in [RoadUser::Car, RoadUser::Foot] {
            let open = Conditions::open(&network).with_vehicle(vehicle);
            let reach = reach(&network, &open, &at_start_of(last));
            let from = Roadside { stops: vec![Stop { arc: first, share: 1.0 }], away_m: 0.0 };
            let way = reach.way(&network, &open, &from);
            let theirs = by_pairs(&network, first, last, vehicle);
            let named = format!("{vehicle:?}: {first:?} to {last:?}");
            prop_assert_eq!(way.map(|way| way.ms), theirs, "{}", named);
            if let Some(way) = way {
                let arcs: Vec<ArcId> =
                    [first].into_iter().chain(reach.arcs(&network, &way)).chain([last]).collect();
                prop_assert!(!breaks_a_ban(&network, &arcs, vehicle), "{:?}", arcs);
                let joins = |pair: &[ArcId]| network.to(pair[0]) == network.from(pair[1]);
                prop_assert!(arcs.windows(2).all(joins), "each begins where one is: {:?}", arcs);
            }
        }
    }
}

#[test]
fn without_bans_the_search_has_no_other_nodes_than_the_crossings() {
    let network = grid(4);
    assert_eq!(network.nodes(), network.crossings(), "nothing is added");
}
