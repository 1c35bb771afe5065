//! One way to answer a problem, what it costs, and whether it may be.

use serde::Serialize;

use super::problem::Problem;

/// Where a team goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Post {
    /// The incident.
    pub incident: usize,
    /// The capability it serves there; none when a person pinned it and nothing needs it.
    pub capability: Option<usize>,
}

/// Pieces of one supply from a depot to an incident.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Flow {
    /// The depot.
    pub depot: usize,
    /// The incident.
    pub incident: usize,
    /// The supply.
    pub supply: usize,
    /// How many, more than 0.
    pub quantity: u32,
}

/// Who goes where and what is sent.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// For each team where it goes.
    pub posts: Vec<Option<Post>>,
    /// What is sent, each depot, incident and supply once, in that order.
    pub flows: Vec<Flow>,
}

/// The objective and its parts; less is better.
#[derive(Debug, Clone, Copy, PartialEq, Default, Serialize)]
pub struct Cost {
    /// The sum of all parts.
    pub total: f64,
    /// Ways of the teams.
    pub team_travel: f64,
    /// Missing teams.
    pub team_short: f64,
    /// Ways of the pieces.
    pub supply_travel: f64,
    /// Depots that send to incidents.
    pub convoys: f64,
    /// Missing pieces.
    pub supply_short: f64,
    /// Zones that stay covered: 0 or less.
    pub coverage: f64,
    /// Teams under way that are sent elsewhere or called back.
    pub change: f64,
}

impl Plan {
    /// Nobody goes but the pinned, nothing is sent.
    #[must_use]
    pub fn idle(problem: &Problem) -> Self {
        let pinned = |team: &super::problem::Unit| {
            team.pinned.map(|incident| Post {
                incident,
                capability: None,
            })
        };
        Self {
            posts: problem.teams.iter().map(pinned).collect(),
            flows: Vec::new(),
        }
    }

    /// Teams that serve each need of an incident, in the order of its needs.
    #[must_use]
    pub fn served(&self, problem: &Problem, incident: usize) -> Vec<u32> {
        let served = |capability: usize| {
            let wanted = Some(Post {
                incident,
                capability: Some(capability),
            });
            let there = self.posts.iter().filter(|post| **post == wanted);
            u32::try_from(there.count()).unwrap_or(u32::MAX)
        };
        let needs = problem.incidents[incident].teams.iter();
        needs.map(|(capability, _)| served(*capability)).collect()
    }

    /// Pieces that reach each need of an incident, in the order of its needs.
    #[must_use]
    pub fn supplied(&self, problem: &Problem, incident: usize) -> Vec<u32> {
        let supplied = |supply: usize| {
            let flows = self.flows.iter();
            let here = flows.filter(|flow| flow.incident == incident && flow.supply == supply);
            here.map(|flow| flow.quantity).sum()
        };
        let needs = problem.incidents[incident].supplies.iter();
        needs.map(|(supply, _)| supplied(*supply)).collect()
    }

    /// For each station whether a team stays.
    #[must_use]
    pub fn kept(&self, problem: &Problem) -> Vec<bool> {
        let mut kept = vec![false; problem.stations.len()];
        for (team, post) in problem.teams.iter().zip(&self.posts) {
            if let (Some(station), None) = (team.station, post) {
                kept[station] = true;
            }
        }
        kept
    }

    /// For each zone whether it is still covered.
    #[must_use]
    pub fn covered(&self, problem: &Problem) -> Vec<bool> {
        let kept = self.kept(problem);
        let is_covered = |zone: &super::problem::Zone| zone.stations.iter().any(|s| kept[*s]);
        problem.zones.iter().map(is_covered).collect()
    }

    /// What it costs.
    #[must_use]
    pub fn cost(&self, problem: &Problem) -> Cost {
        let mut cost = Cost {
            change: problem.change_all(),
            ..Cost::default()
        };
        for (team, post) in self.posts.iter().enumerate() {
            if let Some(post) = post {
                cost.team_travel += problem.team_travel(team, post.incident).unwrap_or(0.0);
                if problem.teams[team].current == Some(post.incident) {
                    cost.change -= problem.weights.change;
                }
            }
        }
        for (index, scene) in problem.incidents.iter().enumerate() {
            for ((_, need), served) in scene.teams.iter().zip(self.served(problem, index)) {
                cost.team_short += problem.team_short(index) * f64::from(need - served.min(*need));
            }
            for ((_, need), sent) in scene.supplies.iter().zip(self.supplied(problem, index)) {
                cost.supply_short += problem.piece_short(index) * f64::from(need - sent.min(*need));
            }
        }
        let mut leg = None;
        for flow in &self.flows {
            let each = problem.piece_cost(flow.depot, flow.incident);
            cost.supply_travel += each.unwrap_or(0.0) * f64::from(flow.quantity);
            if leg.replace((flow.depot, flow.incident)) != Some((flow.depot, flow.incident)) {
                cost.convoys += problem.weights.convoy;
            }
        }
        for (zone, covered) in self.covered(problem).into_iter().enumerate() {
            if covered {
                cost.coverage -= problem.zone_gain(zone);
            }
        }
        cost.total = cost.team_travel
            + cost.team_short
            + cost.supply_travel
            + cost.convoys
            + cost.supply_short
            + cost.coverage
            + cost.change;
        cost
    }

    /// What is wrong with it, in words for a programmer; empty for every plan that is shown.
    #[must_use]
    pub fn faults(&self, problem: &Problem) -> Vec<String> {
        let mut faults = self.post_faults(problem);
        faults.extend(self.flow_faults(problem));
        faults
    }

    fn post_faults(&self, problem: &Problem) -> Vec<String> {
        let mut faults = Vec::new();
        if self.posts.len() != problem.teams.len() {
            faults.push("a post for each team".to_owned());
            return faults;
        }
        for (team, post) in problem.teams.iter().zip(&self.posts) {
            let id = &team.id;
            if team.pinned != post.map(|post| post.incident) && team.pinned.is_some() {
                faults.push(format!("{id} is pinned and goes elsewhere"));
            }
            let Some(post) = post else { continue };
            if team.eta_s[post.incident].is_none() {
                faults.push(format!("{id} may not go there"));
            }
            match post.capability {
                None if team.pinned.is_none() => faults.push(format!("{id} goes for nothing")),
                Some(capability) if !team.capabilities.contains(&capability) => {
                    faults.push(format!("{id} is not able"));
                }
                _ => {}
            }
        }
        for (index, scene) in problem.incidents.iter().enumerate() {
            for ((_, need), served) in scene.teams.iter().zip(self.served(problem, index)) {
                if served > *need {
                    faults.push(format!("{} gets more teams than it needs", scene.id));
                }
            }
        }
        faults
    }

    fn flow_faults(&self, problem: &Problem) -> Vec<String> {
        let mut faults = Vec::new();
        let mut left: Vec<Vec<u32>> = problem.depots.iter().map(|d| d.stock.clone()).collect();
        let mut legs = std::collections::BTreeMap::new();
        for pair in self.flows.windows(2) {
            let key = |flow: &Flow| (flow.depot, flow.incident, flow.supply);
            if key(&pair[0]) >= key(&pair[1]) {
                faults.push("the flows are not in order".to_owned());
            }
        }
        for flow in &self.flows {
            let id = &problem.depots[flow.depot].id;
            let stock = &mut left[flow.depot][flow.supply];
            match stock.checked_sub(flow.quantity) {
                Some(less) => *stock = less,
                None => faults.push(format!("{id} has less")),
            }
            if problem.depots[flow.depot].eta_s[flow.incident].is_none() || flow.quantity == 0 {
                faults.push(format!("{id} may not send that there"));
            }
            *legs.entry((flow.depot, flow.incident)).or_insert(0) += flow.quantity;
        }
        let capacity = problem.convoy_capacity.unwrap_or(u32::MAX);
        if legs.values().any(|pieces| *pieces > capacity) {
            faults.push("a convoy carries more than it can".to_owned());
        }
        for (index, scene) in problem.incidents.iter().enumerate() {
            for ((_, need), sent) in scene.supplies.iter().zip(self.supplied(problem, index)) {
                if sent > *need {
                    faults.push(format!("{} gets more pieces than it needs", scene.id));
                }
            }
            let asked = |flow: &&Flow| flow.incident == index;
            let needed = |flow: &Flow| scene.supplies.iter().any(|(s, _)| *s == flow.supply);
            if self.flows.iter().filter(asked).any(|flow| !needed(flow)) {
                faults.push(format!("{} gets what it does not need", scene.id));
            }
        }
        faults
    }
}
