//! Turn restrictions (<https://wiki.openstreetmap.org/wiki/Relation:restriction>).

use std::cell::Cell;
use std::collections::{HashMap, HashSet};

use super::super::{Defects, LeftOut};
use super::block::Member;
use super::tags::value;
use crate::road_user::RoadUsers;
use crate::survey::{Ban, Edge};

/// Roads of a restriction's via ways at most.
const VIA_ROADS_MAX: usize = 40;
/// Steps to find them at most.
const STEPS_MAX: usize = 10_000;
/// Bans that one restriction becomes at most.
const BANS_MAX: usize = 64;
/// Bans that all restrictions of an import become at most.
const ALL_BANS_MAX: usize = 1_000_000;
/// Roads looked at for all restrictions of an import at most; a province needs some 100,000.
const LOOKS_MAX: usize = 20_000_000;
/// Ways that one restriction names in each role at most.
pub(super) const NAMED_MAX: usize = 100;

/// A relation of the type `restriction`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Restriction {
    id: i64,
    /// True when nothing else may be done, false when this may not be done.
    only: bool,
    /// True when it is only about turning round.
    u_turn: bool,
    from: Vec<i64>,
    via_node: Option<i64>,
    via_ways: Vec<i64>,
    to: Vec<i64>,
    except: RoadUsers,
}

impl Restriction {
    /// Reads a relation; nothing when it binds none of those who travel here.
    pub(super) fn of(
        id: i64,
        tags: &[(&str, &str)],
        members: &[Member<'_>],
    ) -> Result<Option<Self>, String> {
        let bound = [
            ("restriction", RoadUsers::MOTOR),
            ("restriction:motorcar", RoadUsers::CAR),
            ("restriction:hgv", RoadUsers::HEAVY),
            ("restriction:foot", RoadUsers::FOOT),
        ];
        let found = bound
            .iter()
            .find_map(|(key, bound)| Some((value(tags, key)?, *bound)));
        let Some((kind, bound)) = found else {
            if value(tags, "restriction:conditional").is_some() {
                return Err(format!(
                    "restriction {id} holds at times only and is left out"
                ));
            }
            return Ok(None);
        };
        let only = kind.starts_with("only_");
        if !only && !kind.starts_with("no_") {
            return Err(format!(
                "restriction {id} is of the unknown kind {kind:.40}"
            ));
        }
        let ways = |role: &str| {
            let of_role = members.iter().filter(|m| m.is_way && m.role == role);
            of_role.map(|member| member.id).collect::<Vec<_>>()
        };
        let mut via = members.iter().filter(|m| m.is_node && m.role == "via");
        let read = Self {
            id,
            only,
            u_turn: kind == "no_u_turn",
            from: ways("from"),
            via_node: via.next().map(|member| member.id),
            via_ways: ways("via"),
            to: ways("to"),
            except: RoadUsers::ALL.without(bound).or(excepted(tags)),
        };
        let named = [&read.from, &read.via_ways, &read.to];
        if named.iter().any(|ways| ways.len() > NAMED_MAX) {
            return Err(format!("restriction {id} names more than {NAMED_MAX} ways"));
        }
        let one_via = read.via_node.is_some() == read.via_ways.is_empty();
        if read.from.is_empty() || read.to.is_empty() || !one_via {
            return Err(format!("restriction {id} has no from, via or to"));
        }
        Ok((!bound.without(read.except).is_empty()).then_some(read))
    }

    /// The ways that it names.
    pub(super) fn ways(&self) -> impl Iterator<Item = i64> {
        let named = [&self.from, &self.via_ways, &self.to];
        named.into_iter().flatten().copied()
    }
}

/// Who is named as not bound.
fn excepted(tags: &[(&str, &str)]) -> RoadUsers {
    let names = value(tags, "except").unwrap_or("").split(';');
    names.fold(RoadUsers::NONE, |set, name| match name.trim() {
        "emergency" => set.or(RoadUsers::ENGINE),
        "hgv" | "goods" => set.or(RoadUsers::HEAVY),
        "motorcar" => set.or(RoadUsers::CAR),
        "motor_vehicle" => set.or(RoadUsers::MOTOR),
        "foot" => set.or(RoadUsers::FOOT),
        _ => set,
    })
}

/// All ways that restrictions speak of; where they end, roads are not joined.
pub(super) fn ways(all: &[Restriction]) -> HashSet<i64> {
    all.iter().flat_map(Restriction::ways).collect()
}

/// Roads by the crossings where they begin and end.
struct Roads<'a> {
    edges: &'a [Edge],
    into: HashMap<u32, Vec<u32>>,
    out_of: HashMap<u32, Vec<u32>>,
    of_way: HashMap<i64, Vec<u32>>,
    /// How many were looked at.
    looked: Cell<usize>,
}

/// The bans that restrictions become; one that does not fit the roads is named and left out.
pub(super) fn bans(
    all: &[Restriction],
    edges: &[Edge],
    node: impl Fn(i64) -> Option<u32>,
    defects: &mut Defects,
) -> Vec<Ban> {
    if all.is_empty() {
        return Vec::new();
    }
    let spoken_of = ways(all);
    let mut roads = Roads {
        edges,
        into: HashMap::new(),
        out_of: HashMap::new(),
        of_way: HashMap::new(),
        looked: Cell::new(0),
    };
    let mut touched: HashSet<u32> = HashSet::new();
    for (index, edge) in (0_u32..).zip(edges) {
        if spoken_of.contains(&edge.way) {
            touched.extend([edge.from, edge.to]);
            roads.of_way.entry(edge.way).or_default().push(index);
        }
    }
    for (index, edge) in (0_u32..).zip(edges) {
        if touched.contains(&edge.to) {
            roads.into.entry(edge.to).or_default().push(index);
        }
        if touched.contains(&edge.from) {
            roads.out_of.entry(edge.from).or_default().push(index);
        }
    }
    let mut bans = Vec::new();
    for (number, restriction) in all.iter().enumerate() {
        if roads.looked.get() >= LOOKS_MAX || bans.len() >= ALL_BANS_MAX {
            let left = all.len() - number;
            let message =
                format!("{left} turn restrictions are left out: there is too much to fit");
            defects.add(LeftOut::TooMuch, "pbf", 0, message);
            break;
        }
        let via = restriction.via_node.map(&node);
        let paths = match via {
            Some(Some(via)) => roads.over_node(restriction, via),
            Some(None) => Vec::new(),
            None => roads.over_ways(restriction),
        };
        if paths.is_empty() {
            let message = format!("restriction {} does not fit the roads", restriction.id);
            defects.add(LeftOut::Restriction, "pbf", 0, message);
        } else {
            defects.tally.restrictions += 1;
        }
        let ban = |path| Ban {
            path,
            except: restriction.except,
        };
        bans.extend(paths.into_iter().take(BANS_MAX).map(ban));
    }
    bans
}

impl Roads<'_> {
    fn edge(&self, index: u32) -> &Edge {
        &self.edges[index as usize]
    }

    fn into(&self, crossing: u32, ways: &[i64]) -> Vec<u32> {
        let all = self.into.get(&crossing).map_or(&[][..], Vec::as_slice);
        self.look(all.len());
        all.iter()
            .copied()
            .filter(|index| ways.contains(&self.edge(*index).way))
            .collect()
    }

    fn out_of(&self, crossing: u32) -> impl Iterator<Item = u32> {
        let all = self.out_of.get(&crossing).map_or(&[][..], Vec::as_slice);
        self.look(all.len());
        all.iter().copied()
    }

    fn look(&self, count: usize) {
        self.looked.set(self.looked.get().saturating_add(count));
    }

    /// The paths that are forbidden after `begun`, which ends at `crossing`. None when `to` does
    /// not begin there, or when it passes there and nobody knows which side is meant.
    fn forbidden(&self, restriction: &Restriction, begun: &[u32], crossing: u32) -> Vec<Vec<u32>> {
        let back_to = begun.first().map(|first| self.edge(*first).from);
        let named = |index: &u32| {
            let edge = self.edge(*index);
            let turns = !restriction.u_turn || Some(edge.to) == back_to;
            restriction.to.contains(&edge.way) && turns
        };
        let leading = self.out_of(crossing).filter(named).count();
        if leading == 0 || leading > restriction.to.len() {
            return Vec::new();
        }
        let banned = self
            .out_of(crossing)
            .filter(|index| named(index) != restriction.only);
        let whole = |last: u32| begun.iter().copied().chain([last]).collect();
        banned.map(whole).take(BANS_MAX).collect()
    }

    fn over_node(&self, restriction: &Restriction, via: u32) -> Vec<Vec<u32>> {
        let from = self.into(via, &restriction.from);
        if from.len() > restriction.from.len() && !restriction.u_turn {
            return Vec::new();
        }
        let each = |first: u32| self.forbidden(restriction, &[first], via);
        from.into_iter().flat_map(each).take(BANS_MAX).collect()
    }

    fn over_ways(&self, restriction: &Restriction) -> Vec<Vec<u32>> {
        let (mut paths, mut steps) = (Vec::new(), 0);
        let from = restriction
            .from
            .iter()
            .filter_map(|way| self.of_way.get(way));
        for index in from.flatten() {
            self.look(1);
            if self.looked.get() >= LOOKS_MAX {
                break;
            }
            self.follow(restriction, &mut vec![*index], &mut paths, &mut steps);
        }
        paths
    }

    /// Follows the via ways from the end of a path until `to` begins.
    fn follow(
        &self,
        restriction: &Restriction,
        path: &mut Vec<u32>,
        paths: &mut Vec<Vec<u32>>,
        steps: &mut usize,
    ) {
        *steps += 1;
        let Some(last) = path.last().copied() else {
            return;
        };
        let crossing = self.edge(last).to;
        if path.len() > 1 {
            let found = self.forbidden(restriction, path, crossing);
            if !found.is_empty() {
                paths.extend(found);
                return;
            }
        }
        let far = path.len() > VIA_ROADS_MAX || paths.len() >= BANS_MAX;
        if far || *steps >= STEPS_MAX || self.looked.get() >= LOOKS_MAX {
            return;
        }
        let been: Vec<u32> = path.iter().map(|index| self.edge(*index).from).collect();
        let next: Vec<u32> = self
            .out_of(crossing)
            .filter(|index| {
                let edge = self.edge(*index);
                restriction.via_ways.contains(&edge.way) && !been.contains(&edge.to)
            })
            .collect();
        for index in next {
            path.push(index);
            self.follow(restriction, path, paths, steps);
            path.pop();
        }
    }
}
