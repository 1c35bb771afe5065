//! Road graph and travel times.
//!
//! # Layout
//! - [`network`]: the roads as a compact graph that never changes once built.
//! - [`import`]: roads from CSV text.
//! - [`conditions`]: which roads are closed and which are slow, apart from the graph.
//! - [`snap`]: from a place to the road beside it, within a bounded distance.
//! - [`search`]: least travel times to one place from everywhere, against the direction of travel.
//! - [`travel`]: the question the rest of the program asks, with and without roads.
//! - [`settings`]: speeds and other numbers that the district has to confirm.
//!
//! **Invariants.** Times are whole milliseconds, so that two ways of computing agree exactly.
//! Closing or slowing a road never shortens a time. A time without roads is marked as an estimate,
//! and no place is ever moved to a road farther away than [`settings::Settings::snap_max_m`].
//!
//! A plain search over a compact graph is enough for a district (30,000 arcs: 2 ms); a
//! contraction hierarchy for a province would stand behind the same trait,
//! [`travel::TravelTimes`].

pub mod conditions;
pub mod import;
pub mod network;
pub mod search;
pub mod settings;
pub mod snap;
pub mod travel;

#[cfg(test)]
mod tests;
