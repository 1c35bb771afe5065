//! Roads from an `.osm.pbf` file (<https://wiki.openstreetmap.org/wiki/PBF_Format>).
//!
//! Taken are ways of motor roads and footways with their one-ways, limits, bridges, tunnels and
//! access, barriers on them, and turn restrictions. Ferries, areas, and what is planned or being
//! built are left out. A way is cut where another meets it; what lies between two cuts is one road,
//! and pieces of roads that differ in nothing are joined again, their shape kept.
//!
//! Roads are numbered from 1 in the order of the file, forward direction first, so the same file
//! gives the same numbers.
//!
//! The file is read twice, ways and restrictions first, then the nodes that they need, block by
//! block, in place.

mod blob;
mod block;
mod pieces;
mod restrictions;
pub(super) mod tags;
mod wire;

use emergency::place::Point;

use super::{Defects, LeftOut, Stopped, Watch};
use crate::road_user::RoadUsers;
use crate::survey::Survey;
use blob::Blobs;
use block::{Block, Element};
use pieces::Pieces;
use restrictions::Restriction;
use tags::Way;

/// Ways of one import at most.
const WAYS_MAX: usize = 5_000_000;
/// Nodes of all ways of one import at most, of 41 bytes each while it runs: a province has less
/// than half of it.
const REFS_MAX: usize = 20_000_000;
/// Ways that all turn restrictions of one import name at most.
const NAMED_WAYS_MAX: usize = 2_000_000;
/// Turn restrictions of one import at most.
const RESTRICTIONS_MAX: usize = 200_000;
/// The share of the whole at which the second reading begins.
const SECOND: f64 = 0.35;
/// The share of the whole at which the file is read.
const READ: f64 = 0.7;

/// What the file says that is needed, before it is cut into roads.
#[derive(Default)]
struct Found {
    ways: Vec<Way>,
    /// The nodes of all ways one after the other; later their places in `ids`.
    refs: Vec<i64>,
    restrictions: Vec<Restriction>,
    /// How many ways they name.
    named_ways: usize,
    /// All nodes of ways, each once, in order.
    ids: Vec<i64>,
    /// Where they are; `NaN` until they are found.
    places: Vec<Point>,
    /// Who may pass a node, where not everyone may.
    barriers: std::collections::HashMap<u32, RoadUsers>,
    /// The table of words shared by all roads.
    survey: Survey,
}

/// Reads the roads of a file.
pub(super) fn read(
    bytes: &[u8],
    defects: &mut Defects,
    watch: &mut Watch<'_>,
) -> Result<Survey, Stopped> {
    let mut found = Found::default();
    found.survey.names.place("");
    each_block(
        bytes,
        (0.0, SECOND),
        defects,
        watch,
        |block, number, defects| {
            found.ways_of(block, number, defects);
        },
    )?;
    if found.ways.is_empty() {
        defects.add(LeftOut::Road, "pbf", 0, "there is no road in the file");
        return Ok(found.survey);
    }
    found.ids.clone_from(&found.refs);
    found.ids.sort_unstable();
    found.ids.dedup();
    let nowhere = Point {
        lon: f64::NAN,
        lat: f64::NAN,
    };
    found.places = vec![nowhere; found.ids.len()];
    let mut quiet = Defects::default();
    each_block(
        bytes,
        (SECOND, READ),
        &mut quiet,
        watch,
        |block, _, quiet| {
            found.nodes_of(block, quiet);
        },
    )?;
    found.report_missing(defects);
    Ok(found.survey_of(defects))
}

/// Hands each readable block of data to `use_block`.
fn each_block(
    bytes: &[u8],
    (from, to): (f64, f64),
    defects: &mut Defects,
    watch: &mut Watch<'_>,
    mut use_block: impl FnMut(&Block<'_>, u64, &mut Defects),
) -> Result<(), Stopped> {
    let mut blobs = Blobs::of(bytes);
    let mut number = 0;
    while let Some(blob) = blobs.next() {
        number += 1;
        match blob {
            Ok(Some(data)) => match Block::of(&data) {
                Ok(block) => use_block(&block, number, defects),
                Err(fault) => {
                    defects.add(LeftOut::Unreadable, "pbf", number, fault.to_string());
                }
            },
            Ok(None) => {}
            Err(fault) => defects.add(LeftOut::Unreadable, "pbf", number, fault.to_string()),
        }
        watch.at(from + (to - from) * blobs.done())?;
    }
    Ok(())
}

impl Found {
    fn ways_of(&mut self, block: &Block<'_>, number: u64, defects: &mut Defects) {
        block.each(|element| {
            let (kind, done) = match element {
                Ok(Element::Way(way)) => (LeftOut::Road, self.add_way(&way, defects)),
                Ok(Element::Relation(relation)) => {
                    (LeftOut::Restriction, self.add_relation(&relation))
                }
                Ok(Element::Node(_)) => return,
                Err(fault) => (LeftOut::Unreadable, Err(fault.to_string())),
            };
            if let Err(message) = done {
                defects.add(kind, "pbf", number, message);
            }
        });
    }

    fn add_way(&mut self, way: &block::RawWay<'_>, defects: &mut Defects) -> Result<(), String> {
        let tags = way
            .tags
            .all()
            .map_err(|fault| format!("way {}: {fault}", way.id))?;
        let Some(mut road) = Way::of(&tags, &mut self.survey) else {
            if tags::value(&tags, "highway").is_some() {
                defects.leave_out(LeftOut::NoRoad);
            }
            return Ok(());
        };
        let refs = way
            .refs()
            .map_err(|fault| format!("way {}: {fault}", way.id))?;
        if refs.len() < 2 {
            return Err(format!("way {} has {} nodes", way.id, refs.len()));
        }
        if self.ways.len() == WAYS_MAX || self.refs.len() + refs.len() > REFS_MAX {
            return Err(format!("way {}: too many roads in one file", way.id));
        }
        road.id = way.id;
        road.first = self.refs.len();
        road.count = refs.len();
        self.refs.extend(refs);
        self.ways.push(road);
        defects.tally.roads += 1;
        Ok(())
    }

    fn add_relation(&mut self, relation: &block::RawRelation<'_>) -> Result<(), String> {
        let named = |fault: wire::Fault| format!("relation {}: {fault}", relation.id);
        let tags = relation.tags.all().map_err(named)?;
        if tags::value(&tags, "type") != Some("restriction") {
            return Ok(());
        }
        let members = relation.members().map_err(named)?;
        match Restriction::of(relation.id, &tags, &members)? {
            Some(restriction) => self.add_restriction(restriction),
            None => Ok(()),
        }
    }

    fn add_restriction(&mut self, restriction: Restriction) -> Result<(), String> {
        let named_ways = self.named_ways + restriction.ways().count();
        if self.restrictions.len() == RESTRICTIONS_MAX || named_ways > NAMED_WAYS_MAX {
            return Err("too many turn restrictions in one file".to_owned());
        }
        self.named_ways = named_ways;
        self.restrictions.push(restriction);
        Ok(())
    }

    fn nodes_of(&mut self, block: &Block<'_>, quiet: &mut Defects) {
        block.each(|element| match element {
            Ok(Element::Node(node)) => {
                let Ok(index) = self.ids.binary_search(&node.id) else {
                    return;
                };
                let place = Point {
                    lon: node.lon,
                    lat: node.lat,
                };
                if place.is_on_earth() {
                    self.places[index] = place;
                }
                let users = node
                    .tags
                    .all()
                    .map_or(RoadUsers::ALL, |t| tags::past_barrier(&t));
                if users != RoadUsers::ALL
                    && let Ok(index) = u32::try_from(index)
                {
                    self.barriers.insert(index, users);
                }
            }
            Ok(_) => {}
            // The first reading has named it.
            Err(fault) => quiet.add(LeftOut::Unreadable, "pbf", 0, fault.to_string()),
        });
    }

    fn report_missing(&self, defects: &mut Defects) {
        for (id, place) in self.ids.iter().zip(&self.places) {
            if place.lon.is_nan() {
                let message = format!("node {id} is not in the file");
                defects.add(LeftOut::Crossing, "pbf", 0, message);
            }
        }
    }

    fn survey_of(mut self, defects: &mut Defects) -> Survey {
        let index = |id: &i64| self.ids.binary_search(id).ok();
        let refs: Vec<u32> = self
            .refs
            .iter()
            .filter_map(|id| u32::try_from(index(id)?).ok())
            .collect();
        let places = std::mem::take(&mut self.places);
        let barriers = std::mem::take(&mut self.barriers);
        let mut pieces = Pieces::cut(&self.ways, &refs, places, &barriers);
        pieces.keep_ends_of(&restrictions::ways(&self.restrictions));
        pieces.join();
        let crossings = pieces.edges(&self.ids, &mut self.survey, defects);
        let node = |id: i64| {
            let index = u32::try_from(self.ids.binary_search(&id).ok()?).ok()?;
            crossings.get(&index).copied()
        };
        self.survey.bans =
            restrictions::bans(&self.restrictions, &self.survey.edges, node, defects);
        self.survey
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn restriction(id: i64, from: usize) -> Restriction {
        let member = |id, role| block::Member {
            is_way: role != "via",
            is_node: role == "via",
            id,
            role,
        };
        let mut members = vec![member(1, "via"), member(2, "to")];
        members.extend((0..from).map(|_| member(3, "from")));
        let tags = [("restriction", "no_entry")];
        let read = Restriction::of(id, &tags, &members).expect("within its bounds");
        read.expect("it binds engines")
    }

    #[test]
    fn all_restrictions_together_name_no_more_ways_than_are_allowed() {
        let mut found = Found::default();
        let one = restriction(1, 9);
        let each = one.ways().count();
        assert_eq!(each, 10, "one to, nine from");
        found.named_ways = NAMED_WAYS_MAX - 2 * each;
        for _ in 0..2 {
            found.add_restriction(one.clone()).expect("there is room");
        }
        assert!(found.add_restriction(one).is_err(), "no more room");
        assert_eq!(found.restrictions.len(), 2, "what was there stays");
    }

    #[test]
    fn one_restriction_names_no_more_ways_than_a_crossing_has() {
        restriction(1, restrictions::NAMED_MAX);
        let members: Vec<_> = (0..=restrictions::NAMED_MAX)
            .map(|_| block::Member {
                is_way: true,
                is_node: false,
                id: 7,
                role: "from",
            })
            .collect();
        let read = Restriction::of(1, &[("restriction", "no_entry")], &members);
        let message = read.expect_err("too many");
        assert!(message.contains("more than"), "{message}");
    }
}
