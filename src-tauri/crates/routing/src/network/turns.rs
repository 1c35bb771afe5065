//! Forbidden turns, exactly, and only where there are any.
//!
//! A node of the search is a crossing, or a crossing together with the end of the way there that
//! begins a forbidden sequence of roads. Those extra nodes are the states of an automaton over all
//! forbidden sequences (Aho and Corasick, 1975), so that a ban over several roads costs as little
//! as one over two. A network without bans has no extra node.

use std::collections::{BTreeSet, HashMap, VecDeque};

use super::ArcId;
use crate::road_user::RoadUsers;
use crate::survey::Ban;

/// The state of one who has begun no forbidden sequence.
const ROOT: u32 = 0;

/// One step of the search: from a node along an arc to a node.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Link {
    pub(super) to: u32,
    pub(super) arc: u32,
    pub(super) from: u32,
    pub(super) users: u8,
}

/// Where arcs begin and end.
pub(super) struct Ends<'a> {
    pub(super) crossings: u32,
    pub(super) from: &'a [u32],
    pub(super) to: &'a [u32],
}

/// What the bans add to a network.
#[derive(Debug, Default)]
pub(super) struct Turns {
    /// Number of nodes beside the crossings.
    pub(super) extra: u32,
    /// The node at which one is after an arc, where it is not its crossing.
    pub(super) heads: HashMap<u32, u32>,
    /// The extra nodes from which an arc may be taken, and by whom.
    pub(super) tails: HashMap<u32, Vec<(u32, RoadUsers)>>,
    /// The crossing of each extra node.
    pub(super) at: Vec<u32>,
    /// The bans of the network, by arcs.
    pub(super) bans: Vec<(Vec<ArcId>, RoadUsers)>,
}

#[derive(Default)]
struct State {
    next: HashMap<u32, u32>,
    fall_back: u32,
    /// Set when a sequence ends here: who is not bound by it.
    except: Option<RoadUsers>,
    /// The last arc of the sequence so far.
    last: u32,
}

struct Automaton {
    states: Vec<State>,
}

impl Automaton {
    fn of(bans: &[(Vec<ArcId>, RoadUsers)]) -> Self {
        let mut automaton = Self {
            states: vec![State::default()],
        };
        for (path, except) in bans {
            automaton.add(path, *except);
        }
        automaton.link_back();
        automaton
    }

    fn add(&mut self, path: &[ArcId], except: RoadUsers) {
        let mut at = ROOT;
        for arc in path {
            let fresh = u32::try_from(self.states.len()).unwrap_or(u32::MAX);
            let next = *self.states[at as usize].next.entry(arc.0).or_insert(fresh);
            if next == fresh {
                self.states.push(State {
                    last: arc.0,
                    ..State::default()
                });
            }
            at = next;
        }
        let end = &mut self.states[at as usize].except;
        *end = Some(end.map_or(except, |known| known.and(except)));
    }

    /// Where to go on when the sequence breaks off: its longest end that begins one as well.
    fn link_back(&mut self) {
        let mut queue: VecDeque<u32> = self.states[0].next.values().copied().collect();
        while let Some(at) = queue.pop_front() {
            let next: Vec<(u32, u32)> = self.states[at as usize]
                .next
                .iter()
                .map(|(arc, next)| (*arc, *next))
                .collect();
            for (arc, next) in next {
                let back = self.states[at as usize].fall_back;
                self.states[next as usize].fall_back = self.go(back, arc);
                queue.push_back(next);
            }
        }
    }

    /// The state after an arc.
    fn go(&self, state: u32, arc: u32) -> u32 {
        let mut at = state;
        loop {
            if let Some(next) = self.states[at as usize].next.get(&arc) {
                return *next;
            }
            if at == ROOT {
                return ROOT;
            }
            at = self.states[at as usize].fall_back;
        }
    }

    /// Who may take an arc in a state: all bans that end with it count.
    fn users(&self, state: u32, arc: u32) -> RoadUsers {
        let mut users = RoadUsers::ALL;
        let mut at = self.go(state, arc);
        while at != ROOT {
            if let Some(except) = self.states[at as usize].except {
                users = users.and(except);
            }
            at = self.states[at as usize].fall_back;
        }
        users
    }
}

/// Makes the links of the search, in the order of where they end.
pub(super) fn links(ends: &Ends<'_>, bans: &[(Vec<ArcId>, RoadUsers)]) -> (Vec<Link>, Turns) {
    let automaton = Automaton::of(bans);
    let node = |state: u32, crossing: u32| match state {
        ROOT => crossing,
        state => ends.crossings + state - 1,
    };
    let mut turns = Turns {
        extra: u32::try_from(automaton.states.len() - 1).unwrap_or(u32::MAX),
        bans: bans.to_vec(),
        ..Turns::default()
    };
    let mut links = Vec::with_capacity(ends.from.len());
    for (arc, (from, to)) in (0_u32..).zip(ends.from.iter().zip(ends.to)) {
        let head = node(automaton.go(ROOT, arc), *to);
        if head != *to {
            turns.heads.insert(arc, head);
        }
        links.push(Link {
            to: head,
            arc,
            from: *from,
            users: RoadUsers::ALL.bits(),
        });
    }
    let states = automaton.states.iter().skip(1);
    turns.at = states.map(|state| ends.to[state.last as usize]).collect();
    let leaving = leaving(ends, &turns.at);
    for (state, crossing) in (1_u32..).zip(&turns.at) {
        for arc in leaving.get(crossing).into_iter().flatten() {
            let users = automaton.users(state, *arc);
            if users.is_empty() {
                continue;
            }
            let from = node(state, *crossing);
            links.push(Link {
                to: node(automaton.go(state, *arc), ends.to[*arc as usize]),
                arc: *arc,
                from,
                users: users.bits(),
            });
            turns.tails.entry(*arc).or_default().push((from, users));
        }
    }
    links.sort_unstable();
    (links, turns)
}

/// The arcs that leave each of some crossings.
fn leaving(ends: &Ends<'_>, crossings: &[u32]) -> HashMap<u32, Vec<u32>> {
    let wanted: BTreeSet<u32> = crossings.iter().copied().collect();
    let mut leaving: HashMap<u32, Vec<u32>> = HashMap::new();
    if wanted.is_empty() {
        return leaving;
    }
    for (arc, from) in (0_u32..).zip(ends.from) {
        if wanted.contains(from) {
            leaving.entry(*from).or_default().push(arc);
        }
    }
    leaving
}

/// The bans of a survey by arcs; those that name an edge that is not there or do not join are left
/// out.
pub(super) fn by_arcs(
    bans: &[Ban],
    arc_of: impl Fn(u32) -> Option<ArcId>,
    ends: &Ends<'_>,
) -> Vec<(Vec<ArcId>, RoadUsers)> {
    let one = |ban: &Ban| {
        let arcs: Option<Vec<ArcId>> = ban.path.iter().map(|edge| arc_of(*edge)).collect();
        let arcs = arcs.filter(|arcs| arcs.len() > 1)?;
        let join = |pair: &[ArcId]| ends.to[pair[0].index()] == ends.from[pair[1].index()];
        arcs.windows(2).all(join).then_some((arcs, ban.except))
    };
    bans.iter().filter_map(one).collect()
}

/// The links by where they begin.
#[derive(Debug)]
pub(super) struct Forward {
    pub(super) first: Vec<u32>,
    pub(super) links: Vec<u32>,
}

impl Forward {
    pub(super) fn of(nodes: usize, all: &[Link]) -> Self {
        let mut links: Vec<u32> = (0_u32..).zip(all).map(|(index, _)| index).collect();
        links.sort_by_key(|index| all[*index as usize].from);
        let sorted = links.iter().map(|index| all[*index as usize].from);
        Self {
            first: firsts(nodes, sorted),
            links,
        }
    }
}

/// For each index the first item with it in a sorted list; one more at the end.
pub(super) fn firsts(count: usize, sorted: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut first = vec![0_u32; count + 1];
    for index in sorted {
        first[index as usize + 1] += 1;
    }
    for index in 0..count {
        first[index + 1] += first[index];
    }
    first
}
