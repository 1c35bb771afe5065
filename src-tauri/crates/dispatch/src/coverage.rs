//! What can no longer be reached in time after teams have left, and the moves that mend it.
//!
//! A zone is covered while a station within its target time keeps a team (MCLP: R. Church and
//! C. ReVelle, "The maximal covering location problem", Papers of the Regional Science Association
//! 32, 1974). How well it is covered follows M. S. Daskin, "A maximum expected covering location
//! model", Transportation Science 17(1), 1983: with each team busy a share q of the time, n teams
//! in reach are worth 1 − qⁿ. Teams are moved up one at a time, each to where the expected coverage
//! grows most, as C. J. Jagtenberg, S. Bhulai and R. D. van der Mei do for idle ambulances ("An
//! efficient heuristic for real-time ambulance redeployment", Operations Research for Health Care
//! 4, 2015).

use serde::{Deserialize, Serialize};

/// Share of the time that a team is busy: assumed, 待区里确认.
pub const BUSY_SHARE: f64 = 0.3;
/// Moves proposed at once.
pub const MOVES_MAX: usize = 5;
/// A move must add at least this to the weighted coverage to be worth the trouble: assumed,
/// 待区里确认.
pub const GAIN_MIN: f64 = 0.05;

/// A part of the district that should stay within reach.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct Zone {
    /// How much it weighs, 0 or more.
    pub weight: f64,
    /// The stations that reach it within its target time.
    pub stations: Vec<usize>,
}

/// A team that should stand by at another station.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Move {
    /// The station that it leaves.
    pub from: usize,
    /// The station where it stands by.
    pub to: usize,
    /// How much the expected weighted coverage grows.
    pub gain: f64,
}

/// Teams within reach of a zone.
fn in_reach(zone: &Zone, staying: &[u32]) -> u32 {
    let teams = |station: &usize| staying.get(*station).copied().unwrap_or(0);
    zone.stations.iter().map(teams).fold(0, u32::saturating_add)
}

/// The zones that were covered with `before` teams at the stations and are not with `after`.
#[must_use]
pub fn lost(zones: &[Zone], before: &[u32], after: &[u32]) -> Vec<usize> {
    let is_lost = |zone: &Zone| in_reach(zone, before) > 0 && in_reach(zone, after) == 0;
    let numbered = zones.iter().enumerate();
    numbered
        .filter(|(_, zone)| is_lost(zone))
        .map(|(index, _)| index)
        .collect()
}

/// The expected weighted coverage with some teams at the stations (Daskin 1983).
#[must_use]
pub fn expected(zones: &[Zone], staying: &[u32], busy_share: f64) -> f64 {
    let covered = |zone: &Zone| {
        let teams = i32::try_from(in_reach(zone, staying)).unwrap_or(i32::MAX);
        zone.weight * (1.0 - busy_share.clamp(0.0, 1.0).powi(teams))
    };
    zones.iter().map(covered).sum()
}

/// The moves that mend the coverage, each the best after those before it (Jagtenberg 2015). A pair
/// of stations that `may_move` refuses is left out: too far, or the team is needed where it is.
#[must_use]
pub fn move_up(
    zones: &[Zone],
    staying: &[u32],
    busy_share: f64,
    may_move: impl Fn(usize, usize) -> bool,
) -> Vec<Move> {
    let mut ground = Ground::of(zones, staying, busy_share);
    let mut moves = Vec::new();
    while moves.len() < MOVES_MAX {
        let Some(best) = ground.best_move(&may_move) else {
            break;
        };
        ground.shift(best.from, -1);
        ground.shift(best.to, 1);
        moves.push(best);
    }
    moves
}

/// The zones by station, with the teams within reach of each, so that one move costs no more than
/// the zones it touches.
struct Ground<'a> {
    zones: &'a [Zone],
    busy_share: f64,
    /// The zones that each station reaches.
    covers: Vec<Vec<usize>>,
    staying: Vec<u32>,
    reach: Vec<u32>,
}

impl<'a> Ground<'a> {
    fn of(zones: &'a [Zone], staying: &[u32], busy_share: f64) -> Self {
        let mut covers = vec![Vec::new(); staying.len()];
        for (zone, of) in zones.iter().enumerate() {
            for station in of.stations.iter().filter(|s| **s < staying.len()) {
                covers[*station].push(zone);
            }
        }
        Self {
            zones,
            busy_share: busy_share.clamp(0.0, 1.0),
            covers,
            staying: staying.to_vec(),
            reach: zones.iter().map(|zone| in_reach(zone, staying)).collect(),
        }
    }

    /// One team more or less at a station.
    fn shift(&mut self, station: usize, by: i32) {
        self.staying[station] = self.staying[station].saturating_add_signed(by);
        for zone in &self.covers[station] {
            self.reach[*zone] = self.reach[*zone].saturating_add_signed(by);
        }
    }

    /// What one team more earns at a station, beyond the teams within reach now.
    fn gain(&self, station: usize) -> f64 {
        let more = |zone: &usize| {
            let teams = i32::try_from(self.reach[*zone]).unwrap_or(i32::MAX);
            self.zones[*zone].weight * self.busy_share.powi(teams) * (1.0 - self.busy_share)
        };
        self.covers[station].iter().map(more).sum()
    }

    /// The one move that adds most; ties go to the lower numbers.
    fn best_move(&mut self, may_move: &impl Fn(usize, usize) -> bool) -> Option<Move> {
        let mut best: Option<Move> = None;
        for from in 0..self.staying.len() {
            if self.staying[from] == 0 {
                continue;
            }
            self.shift(from, -1);
            let given_up = self.gain(from);
            for to in (0..self.staying.len()).filter(|to| *to != from && may_move(from, *to)) {
                let gain = self.gain(to) - given_up;
                if gain >= GAIN_MIN && best.is_none_or(|known| gain > known.gain + 1e-12) {
                    best = Some(Move { from, to, gain });
                }
            }
            self.shift(from, 1);
        }
        best
    }
}

#[cfg(test)]
mod tests;
