//! The first answer: the need that would lose most by waiting chooses first.

use super::plan::Post;
use super::problem::Problem;
use super::rota::{Slot, may_serve, slots};

/// Where each team goes by regret: at each step the need whose best team is worth most more than
/// its second best takes it. Emptying a station counts with what it uncovers.
pub(super) fn posts(problem: &Problem) -> Vec<Option<Post>> {
    let mut rota = Greedy::of(problem);
    while let Some((team, slot)) = rota.next() {
        rota.send(team, slot);
    }
    rota.posts
}

struct Greedy<'a> {
    problem: &'a Problem,
    slots: Vec<Slot>,
    missing: Vec<u32>,
    /// For each need the teams that may serve it and what it costs, the cheapest first.
    offers: Vec<Vec<(f64, usize)>>,
    posts: Vec<Option<Post>>,
    /// Pinned teams that serve nothing yet, and all others that stay.
    free: Vec<bool>,
    /// Teams that stay at each station.
    staying: Vec<usize>,
    /// For each station its zones; for each zone the stations that cover it.
    zones_of: Vec<Vec<usize>>,
    covers: Vec<usize>,
}

impl<'a> Greedy<'a> {
    fn of(problem: &'a Problem) -> Self {
        let slots = slots(problem);
        let offers = slots.iter().map(|slot| {
            let teams = 0..problem.teams.len();
            let offer = |team| Some((may_serve(problem, team, slot)?, team));
            let mut offers: Vec<(f64, usize)> = teams.filter_map(offer).collect();
            for offer in &mut offers {
                if problem.teams[offer.1].pinned.is_some() {
                    offer.0 = 0.0;
                }
            }
            offers.sort_by(|a, b| a.0.total_cmp(&b.0).then(a.1.cmp(&b.1)));
            offers
        });
        let posts = super::plan::Plan::idle(problem).posts;
        let mut staying = vec![0; problem.stations.len()];
        for (team, post) in problem.teams.iter().zip(&posts) {
            if let (Some(station), None) = (team.station, post) {
                staying[station] += 1;
            }
        }
        let mut zones_of = vec![Vec::new(); problem.stations.len()];
        let mut covers = vec![0; problem.zones.len()];
        for (zone, of) in problem.zones.iter().enumerate() {
            for station in &of.stations {
                zones_of[*station].push(zone);
                covers[zone] += usize::from(staying[*station] > 0);
            }
        }
        Self {
            problem,
            missing: slots.iter().map(|slot| slot.need).collect(),
            offers: offers.collect(),
            slots,
            free: vec![true; posts.len()],
            posts,
            staying,
            zones_of,
            covers,
        }
    }

    /// What is uncovered when a team leaves.
    fn uncovered(&self, team: usize) -> f64 {
        let unit = &self.problem.teams[team];
        match (unit.station, unit.pinned) {
            (Some(station), None) if self.staying[station] == 1 => {
                let zones = self.zones_of[station].iter();
                let lost = zones.filter(|zone| self.covers[**zone] == 1);
                lost.map(|zone| self.problem.zone_gain(*zone)).sum()
            }
            _ => 0.0,
        }
    }

    /// What the two best teams of a need save.
    fn savings(&self, slot: usize) -> Option<(f64, f64, usize)> {
        let short = self.problem.team_short(self.slots[slot].incident);
        let mut best: Option<(f64, usize)> = None;
        let mut second = 0.0_f64;
        for (cost, team) in self.offers[slot]
            .iter()
            .filter(|(_, team)| self.free[*team])
        {
            // The offers are sorted by their way alone: none further on can be better.
            if short - cost <= second && best.is_some() {
                break;
            }
            let saved = short - cost - self.uncovered(*team);
            match best {
                Some((known, _)) if saved <= known => second = second.max(saved),
                _ => {
                    second = best.map_or(second, |(known, _)| second.max(known));
                    best = Some((saved, *team));
                }
            }
        }
        best.filter(|(saved, _)| *saved > 0.0)
            .map(|(saved, team)| (saved, second, team))
    }

    fn next(&self) -> Option<(usize, usize)> {
        let mut chosen: Option<(f64, f64, usize, usize)> = None;
        for slot in (0..self.slots.len()).filter(|slot| self.missing[*slot] > 0) {
            let Some((saved, second, team)) = self.savings(slot) else {
                continue;
            };
            let regret = saved - second;
            let better =
                |(known, best, ..): (f64, f64, usize, usize)| (regret, saved) > (known, best);
            if chosen.is_none_or(better) {
                chosen = Some((regret, saved, team, slot));
            }
        }
        chosen.map(|(_, _, team, slot)| (team, slot))
    }

    fn send(&mut self, team: usize, slot: usize) {
        let unit = &self.problem.teams[team];
        if let (Some(station), None) = (unit.station, unit.pinned) {
            self.staying[station] -= 1;
            if self.staying[station] == 0 {
                for zone in &self.zones_of[station] {
                    self.covers[*zone] -= 1;
                }
            }
        }
        self.free[team] = false;
        self.missing[slot] -= 1;
        self.posts[team] = Some(Post {
            incident: self.slots[slot].incident,
            capability: Some(self.slots[slot].capability),
        });
    }
}
