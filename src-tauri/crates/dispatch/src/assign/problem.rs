//! Several incidents at once, and all that can be sent: the problem in numbers.

use serde::{Deserialize, Serialize};

/// An arrival later than this is no answer: 60 min (assumed, 待区里确认).
pub const ETA_LIMIT_S: u32 = 60 * 60;
/// A zone is covered by a station that reaches it within this: 12 min (assumed, 待区里确认).
pub const COVER_LIMIT_S: u32 = 12 * 60;

/// What one thing is worth against another. All are assumed and editable: 待区里确认.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Weights {
    /// For each minute of a team's way, times the severity.
    pub team_travel: f64,
    /// For each missing team, times the severity.
    pub team_short: f64,
    /// For each piece and minute of its way, times the severity.
    pub supply_travel: f64,
    /// For each missing piece, times the severity.
    pub supply_short: f64,
    /// For each depot that sends anything to an incident.
    pub convoy: f64,
    /// Earned for each zone that is still covered, times its weight.
    pub coverage: f64,
    /// For each team under way that is sent elsewhere or called back.
    pub change: f64,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            team_travel: 1.0,
            team_short: 2_000.0,
            supply_travel: 0.05,
            supply_short: 20.0,
            convoy: 30.0,
            coverage: 15.0,
            change: 10.0,
        }
    }
}

/// An incident of the problem.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Scene {
    /// Its name.
    pub id: String,
    /// How much it weighs, above 0.
    pub severity: f64,
    /// Capability and number of teams; each capability once.
    pub teams: Vec<(usize, u32)>,
    /// Supply and number of pieces; each supply once.
    pub supplies: Vec<(usize, u32)>,
}

/// A team of the problem.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Unit {
    /// Its name.
    pub id: String,
    /// What it can do.
    pub capabilities: Vec<usize>,
    /// Where it stands by.
    pub station: Option<usize>,
    /// Seconds to each incident; none where it may not or cannot go.
    pub eta_s: Vec<Option<u32>>,
    /// A person has decided that it goes there.
    pub pinned: Option<usize>,
    /// It is on its way there.
    pub current: Option<usize>,
}

/// A depot of the problem.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Store {
    /// Its name.
    pub id: String,
    /// Pieces of each supply.
    pub stock: Vec<u32>,
    /// Seconds to each incident; none where nothing may or can go.
    pub eta_s: Vec<Option<u32>>,
}

/// A part of the district that should stay within reach.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Zone {
    /// Its name.
    pub id: String,
    /// How much it weighs.
    pub weight: f64,
    /// The stations that reach it in time.
    pub stations: Vec<usize>,
}

/// The whole problem. Capabilities, supplies and stations are numbered in the order of their names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Problem {
    /// Names of the capabilities.
    pub capabilities: Vec<String>,
    /// Names of the supplies.
    pub supplies: Vec<String>,
    /// Names of the stations.
    pub stations: Vec<String>,
    /// The incidents.
    pub incidents: Vec<Scene>,
    /// The teams.
    pub teams: Vec<Unit>,
    /// The depots.
    pub depots: Vec<Store>,
    /// The zones.
    pub zones: Vec<Zone>,
    /// Pieces that one depot can send to one incident; none is no bound.
    pub convoy_capacity: Option<u32>,
    /// What one thing is worth against another.
    pub weights: Weights,
}

/// Seconds as minutes.
fn minutes(seconds: u32) -> f64 {
    f64::from(seconds) / 60.0
}

impl Problem {
    /// What it costs that a team goes to an incident, without the change of what is under way;
    /// none when it may not.
    #[must_use]
    pub fn team_travel(&self, team: usize, incident: usize) -> Option<f64> {
        let eta_s = self.teams[team].eta_s[incident]?;
        let severity = self.incidents[incident].severity;
        Some(self.weights.team_travel * severity * minutes(eta_s))
    }

    /// The same, less what is saved by not changing what is under way.
    pub(super) fn team_cost(&self, team: usize, incident: usize) -> Option<f64> {
        let kept = self.teams[team].current == Some(incident);
        let saved = if kept { self.weights.change } else { 0.0 };
        Some(self.team_travel(team, incident)? - saved)
    }

    /// What one piece costs on its way; none when nothing may go.
    pub(super) fn piece_cost(&self, depot: usize, incident: usize) -> Option<f64> {
        let eta_s = self.depots[depot].eta_s[incident]?;
        let severity = self.incidents[incident].severity;
        Some(self.weights.supply_travel * severity * minutes(eta_s))
    }

    /// What one missing team costs.
    pub(super) fn team_short(&self, incident: usize) -> f64 {
        self.weights.team_short * self.incidents[incident].severity
    }

    /// What one missing piece costs.
    pub(super) fn piece_short(&self, incident: usize) -> f64 {
        self.weights.supply_short * self.incidents[incident].severity
    }

    /// What a zone earns while it is covered.
    pub(super) fn zone_gain(&self, zone: usize) -> f64 {
        self.weights.coverage * self.zones[zone].weight
    }

    /// What all teams under way cost if every one is changed.
    pub(super) fn change_all(&self) -> f64 {
        let under_way = self.teams.iter().filter(|team| team.current.is_some());
        under_way.count() as f64 * self.weights.change
    }

    /// The teams of each station.
    pub(super) fn station_teams(&self) -> Vec<Vec<usize>> {
        let mut teams = vec![Vec::new(); self.stations.len()];
        for (index, team) in self.teams.iter().enumerate() {
            if let Some(station) = team.station {
                teams[station].push(index);
            }
        }
        teams
    }
}
