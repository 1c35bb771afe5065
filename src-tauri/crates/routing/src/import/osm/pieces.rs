//! Ways cut into roads between crossings, and roads that differ in nothing joined again.

use std::collections::{HashMap, HashSet};

use emergency::place::Point;

use super::super::{CROSSINGS_MAX, Defects, EDGES_MAX, LeftOut};
use super::tags::{Traits, Way};
use crate::road_user::RoadUsers;
use crate::survey::{Edge, Survey};

/// A road between two crossings, both directions together.
#[derive(Debug, Clone, PartialEq)]
struct Piece {
    way: i64,
    nodes: Vec<u32>,
    traits: Traits,
    forward: RoadUsers,
    backward: RoadUsers,
}

impl Piece {
    fn first(&self) -> u32 {
        self.nodes.first().copied().unwrap_or_default()
    }

    fn last(&self) -> u32 {
        self.nodes.last().copied().unwrap_or_default()
    }

    fn turn_round(&mut self) {
        self.nodes.reverse();
        std::mem::swap(&mut self.forward, &mut self.backward);
    }
}

/// All pieces of a file.
pub(super) struct Pieces {
    list: Vec<Piece>,
    places: Vec<Point>,
    /// Nodes at which nothing is joined.
    fixed: HashSet<u32>,
    /// The node that stands for the side of a barrier, and the barrier's own.
    sides: Vec<(u32, u32)>,
}

impl Pieces {
    /// Cuts ways where others meet them, at barriers, and where a node is not known.
    pub(super) fn cut(
        ways: &[Way],
        refs: &[u32],
        places: Vec<Point>,
        barriers: &HashMap<u32, RoadUsers>,
    ) -> Self {
        let mut uses = vec![0_u8; places.len()];
        for node in refs {
            let uses = &mut uses[*node as usize];
            *uses = uses.saturating_add(1);
        }
        let mut pieces = Self {
            list: Vec::with_capacity(ways.len()),
            places,
            fixed: HashSet::new(),
            sides: Vec::new(),
        };
        for way in ways {
            let Some(nodes) = refs.get(way.first..way.first + way.count) else {
                continue;
            };
            pieces.cut_way(way, nodes, |node| {
                uses[node as usize] > 1 || barriers.contains_key(&node)
            });
        }
        pieces.open_barriers(barriers);
        pieces
    }

    fn cut_way(&mut self, way: &Way, nodes: &[u32], is_crossing: impl Fn(u32) -> bool) {
        let mut current: Vec<u32> = Vec::new();
        for node in nodes {
            if self.places[*node as usize].lon.is_nan() {
                self.fixed.extend(current.last());
                self.finish(way, &mut current);
                current.clear();
                continue;
            }
            if current.last() == Some(node) {
                continue;
            }
            if current.is_empty() && node != &nodes[0] {
                self.fixed.insert(*node);
            }
            current.push(*node);
            if is_crossing(*node) && current.len() > 1 {
                self.finish(way, &mut current);
                current.push(*node);
            }
        }
        self.finish(way, &mut current);
    }

    /// Ends a piece; one of a single node is none.
    fn finish(&mut self, way: &Way, nodes: &mut Vec<u32>) {
        let nodes = std::mem::take(nodes);
        if nodes.len() > 1 {
            self.list.push(Piece {
                way: way.id,
                nodes,
                traits: way.traits,
                forward: way.forward,
                backward: way.backward,
            });
        }
    }

    /// Gives each piece that ends at a barrier a node of its own there, and joins those to the
    /// barrier's node by roads of no length for those who may pass.
    fn open_barriers(&mut self, barriers: &HashMap<u32, RoadUsers>) {
        if barriers.is_empty() {
            return;
        }
        let mut gates = Vec::new();
        for piece in &mut self.list {
            let (first, last) = (0, piece.nodes.len() - 1);
            for end in [first, last] {
                let node = piece.nodes[end];
                let Some(users) = barriers.get(&node) else {
                    continue;
                };
                let side = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
                self.places.push(self.places[node as usize]);
                self.sides.push((side, node));
                self.fixed.extend([side, node]);
                piece.nodes[end] = side;
                gates.push(Piece {
                    way: piece.way,
                    nodes: vec![side, node],
                    traits: piece.traits,
                    forward: *users,
                    backward: *users,
                });
            }
        }
        self.list.extend(gates);
    }

    /// Nothing is joined where these ways end.
    pub(super) fn keep_ends_of(&mut self, ways: &HashSet<i64>) {
        if ways.is_empty() {
            return;
        }
        for piece in self.list.iter().filter(|piece| ways.contains(&piece.way)) {
            self.fixed.extend([piece.first(), piece.last()]);
        }
    }

    /// Joins pieces at nodes where only two meet that differ in nothing.
    pub(super) fn join(&mut self) {
        let mut ends: HashMap<u32, Vec<u32>> = HashMap::new();
        for (index, piece) in (0_u32..).zip(&self.list) {
            for node in [piece.first(), piece.last()] {
                ends.entry(node).or_default().push(index);
            }
        }
        let mut free: Vec<Option<Piece>> = self.list.drain(..).map(Some).collect();
        for index in 0..free.len() {
            let Some(mut piece) = free[index].take() else {
                continue;
            };
            for _ in ["onward", "backward"] {
                while let Some(next) = self.next_of(&piece, &ends, &mut free) {
                    piece.nodes.extend(next.nodes.into_iter().skip(1));
                }
                piece.nodes.reverse();
                std::mem::swap(&mut piece.forward, &mut piece.backward);
            }
            self.list.push(piece);
        }
    }

    /// Takes the piece that goes on where another ends, turned to its direction.
    fn next_of(
        &self,
        piece: &Piece,
        ends: &HashMap<u32, Vec<u32>>,
        free: &mut [Option<Piece>],
    ) -> Option<Piece> {
        let node = piece.last();
        let meeting = ends.get(&node).filter(|meeting| meeting.len() == 2)?;
        if self.fixed.contains(&node) || node == piece.first() {
            return None;
        }
        let index = meeting
            .iter()
            .find(|index| free[**index as usize].is_some())?;
        let place = free.get_mut(*index as usize)?;
        let mut next = place.take()?;
        if next.first() != node {
            next.turn_round();
        }
        let same = next.traits == piece.traits
            && next.forward == piece.forward
            && next.backward == piece.backward;
        if same && next.first() == node {
            return Some(next);
        }
        *place = Some(next);
        None
    }

    /// Makes the edges of the survey; the answer is the crossing of each node that is one.
    pub(super) fn edges(
        mut self,
        ids: &[i64],
        survey: &mut Survey,
        defects: &mut Defects,
    ) -> HashMap<u32, u32> {
        let sides: HashMap<u32, u32> = self.sides.iter().copied().collect();
        let mut crossings: HashMap<u32, u32> = HashMap::new();
        let places = std::mem::take(&mut self.places);
        for piece in std::mem::take(&mut self.list) {
            if survey.edges.len() + 2 > EDGES_MAX || survey.crossings.len() + 2 > CROSSINGS_MAX {
                let message = format!("more than {EDGES_MAX} directions of roads");
                defects.add(LeftOut::TooMuch, "pbf", 0, message);
                break;
            }
            let mut crossing = |node: u32| {
                *crossings.entry(node).or_insert_with(|| {
                    let index = u32::try_from(survey.crossings.len()).unwrap_or(u32::MAX);
                    let own = sides.get(&node).copied().unwrap_or(node);
                    let id = ids.get(own as usize).copied().unwrap_or_default();
                    let id = if own == node {
                        id.to_string()
                    } else {
                        format!("{id}/{node}")
                    };
                    survey.crossings.push(places[node as usize]);
                    survey.crossing_ids.push(id.into());
                    index
                })
            };
            let ends = (crossing(piece.first()), crossing(piece.last()));
            add_directions(&piece, ends, &places, survey);
        }
        crossings
    }
}

fn add_directions(piece: &Piece, ends: (u32, u32), places: &[Point], survey: &mut Survey) {
    let shape: Vec<Point> = piece
        .nodes
        .iter()
        .map(|node| places[*node as usize])
        .collect();
    let length_m = shape
        .windows(2)
        .map(|pair| pair[0].distance_m(pair[1]))
        .sum();
    let edge = |number: usize, (from, to): (u32, u32), users, shape| Edge {
        number: number as u64,
        way: piece.way,
        from,
        to,
        class: piece.traits.class,
        name: piece.traits.name,
        length_m,
        said: piece.traits.said,
        users,
        max_height_cm: piece.traits.max_height_cm,
        max_weight_kg: piece.traits.max_weight_kg,
        feature: piece.traits.feature,
        shape,
    };
    if !piece.backward.is_empty() {
        let mut back = shape.clone();
        back.reverse();
        if !piece.forward.is_empty() {
            let number = survey.edges.len() + 1;
            survey.edges.push(edge(number, ends, piece.forward, shape));
        }
        let number = survey.edges.len() + 1;
        survey
            .edges
            .push(edge(number, (ends.1, ends.0), piece.backward, back));
    } else if !piece.forward.is_empty() {
        let number = survey.edges.len() + 1;
        survey.edges.push(edge(number, ends, piece.forward, shape));
    }
}
