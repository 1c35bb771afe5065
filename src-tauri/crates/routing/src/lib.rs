//! Road graph and travel times.
//!
//! # Layout
//! - [`survey`]: roads as a source gives them. [`import`]: from CSV, GeoJSON and `.osm.pbf`.
//! - [`lists`]: lists of places and of closed roads.
//! - [`network`]: the roads as a compact graph that never changes once built.
//! - [`conditions`]: which roads are closed and which are slow, apart from the graph.
//! - [`situation`]: all closures in force, for every kind of road user; [`area`]: from what is
//!   drawn to the roads it means; [`staging`]: where to gather outside a hot zone.
//! - [`snap`]: from a place to the road beside it, within a bounded distance.
//! - [`search`]: least travel times to one place from everywhere, against the direction of travel.
//! - [`travel`]: the question the rest of the program asks, with and without roads; [`roads`]
//!   answers it for one kind of road user, [`now`] for all of them.
//! - [`directions`]: what a driver is told; [`reachable`]: how far one comes in some minutes;
//!   [`progress`]: a journey under way.
//! - [`summary`]: what a network comes to in numbers.
//! - [`settings`]: speeds and other numbers that the district has to confirm; [`road_user`]: what
//!   travels.
//!
//! **Invariants.** Times are whole milliseconds and lengths whole millimetres, so that two ways of
//! computing agree exactly. Closing or slowing a road never shortens a time. A time without roads
//! is marked as an estimate, and no place is ever moved to a road farther away than
//! [`settings::Settings::snap_max_m`]. No way makes a turn that is forbidden.
//!
//! A plain search over a compact graph is enough for a district (30,000 arcs: 2 ms); a
//! contraction hierarchy for a province would stand behind the same trait,
//! [`travel::TravelTimes`].

pub mod area;
pub mod conditions;
pub mod directions;
pub mod import;
pub mod lists;
pub mod network;
pub mod now;
mod plane;
pub mod progress;
pub mod reachable;
pub mod road_user;
pub mod roads;
pub mod search;
pub mod settings;
pub mod situation;
pub mod snap;
pub mod staging;
pub mod summary;
pub mod survey;
pub mod travel;

#[cfg(test)]
mod tests;
