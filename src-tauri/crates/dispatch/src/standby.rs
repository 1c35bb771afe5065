//! Who stands by where, and which zones that keeps within reach.

use std::collections::{HashMap, HashSet};

use emergency::id::TeamId;
use emergency::order::Claim;
use emergency::team::{Assignment, Objection, Phase, Readiness, Team};
use emergency::time::UtcMs;

use crate::coverage::{BUSY_SHARE, Zone};

/// Seconds in a minute.
const MINUTE_S: u32 = 60;
/// Milliseconds in a second.
const SECOND_MS: u64 = 1_000;

/// The zones of a district, its stations, and which team belongs to which.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Standby {
    /// The zones, each with the stations that reach it in time.
    pub zones: Vec<Zone>,
    /// How many stations there are.
    pub stations: usize,
    /// The station of each team that has one.
    pub station_of: HashMap<TeamId, usize>,
}

/// An order that waits for its verdict holds the team as well: two desks may have sent it.
pub(crate) fn holds(assignment: &Assignment) -> bool {
    let stands = matches!(assignment.claim, Claim::Confirmed | Claim::Unconfirmed);
    stands && assignment.progress.is_active()
}

/// Whether a team can be sent: known, not said to be unable, without a job, and not kept at home by
/// its rest or its hours.
#[must_use]
pub fn may_be_sent(team: &Team, now: UtcMs) -> bool {
    is_free(team) && !team.objections(now).iter().any(Objection::keeps_home)
}

/// Whether it is known, not said to be unable, and without a job.
pub(crate) fn is_free(team: &Team) -> bool {
    let unable = team.readiness == Readiness::NotReady;
    team.known && !unable && !team.assignments.iter().any(holds)
}

/// Whether a team stands by at its station: one that can be sent and is ready again. Who is on the
/// way back, restocks or cleans comes when it is sent, and covers no street meanwhile.
#[must_use]
pub fn stands_by(team: &Team, now: UtcMs) -> bool {
    team.phase == Phase::Ready && may_be_sent(team, now)
}

/// Seconds until a team that restocks or cleans is done; 0 for any other, none when nobody has said
/// until when, or when that time has gone by and nobody has said that it is done.
#[must_use]
pub fn busy_with_itself_s(team: &Team, now: UtcMs) -> Option<u32> {
    if !matches!(team.phase, Phase::Restocking | Phase::Cleaning) {
        return Some(0);
    }
    let left_ms = u64::try_from(team.phase_until?.since_ms(now)).ok()?;
    let left_s = u32::try_from(left_ms.div_ceil(SECOND_MS)).unwrap_or(u32::MAX);
    (left_ms > 0).then_some(left_s)
}

/// Seconds until a team that is sent now is on the road: it finishes what it does for itself and
/// turns out; one on its way home only turns round.
#[must_use]
pub fn sets_out_s(team: &Team, now: UtcMs) -> u32 {
    let turnout_s = team.registered.turnout_min.saturating_mul(MINUTE_S);
    match team.phase {
        Phase::Returning => 0,
        _ => turnout_s.saturating_add(busy_with_itself_s(team, now).unwrap_or(0)),
    }
}

/// How many teams stay at each station and how many reach each zone, while teams leave one by one.
#[derive(Debug, Clone)]
pub struct Tally<'a> {
    standby: &'a Standby,
    /// The zones that each station reaches.
    covers: Vec<Vec<usize>>,
    staying: Vec<u32>,
    /// Teams within reach of each zone.
    reach: Vec<u32>,
    /// The teams that stood by: the leaving of another one uncovers nothing.
    counted: HashSet<TeamId>,
}

/// What is lost when one team leaves: the weight of the zones that nobody reaches any more, then
/// how much the expected weighted coverage falls (Daskin 1983). Less is better.
#[derive(Debug, Clone, Copy, PartialEq, PartialOrd, Default)]
pub struct Loss {
    /// Weight of the zones that are out of reach.
    pub weight: f64,
    /// Expected weighted coverage.
    pub expected: f64,
}

impl Standby {
    /// The teams that stand by now, counted.
    #[must_use]
    pub fn tally(&self, teams: &[Team], now: UtcMs) -> Tally<'_> {
        let mut covers = vec![Vec::new(); self.stations];
        for (zone, of) in self.zones.iter().enumerate() {
            for station in of.stations.iter().filter(|s| **s < self.stations) {
                covers[*station].push(zone);
            }
        }
        let mut tally = Tally {
            standby: self,
            covers,
            staying: vec![0; self.stations],
            reach: vec![0; self.zones.len()],
            counted: HashSet::new(),
        };
        for team in teams.iter().filter(|team| stands_by(team, now)) {
            if let Some(station) = self.station(&team.id) {
                tally.counted.insert(team.id.clone());
                tally.staying[station] += 1;
                for zone in &tally.covers[station] {
                    tally.reach[*zone] += 1;
                }
            }
        }
        tally
    }

    /// The station of a team.
    #[must_use]
    pub fn station(&self, team: &TeamId) -> Option<usize> {
        let station = self.station_of.get(team).copied();
        station.filter(|station| *station < self.stations)
    }
}

impl Tally<'_> {
    /// How many teams stay at each station.
    #[must_use]
    pub fn staying(&self) -> &[u32] {
        &self.staying
    }

    /// What is lost when this team leaves its station.
    #[must_use]
    pub fn loss(&self, team: &TeamId) -> Loss {
        let mut loss = Loss::default();
        let Some(station) = self.station(team) else {
            return loss;
        };
        for zone in &self.covers[station] {
            let weight = self.standby.zones[*zone].weight;
            let left = self.reach[*zone].saturating_sub(1);
            if left == 0 {
                loss.weight += weight;
            }
            let left = i32::try_from(left).unwrap_or(i32::MAX);
            loss.expected += weight * BUSY_SHARE.powi(left) * (1.0 - BUSY_SHARE);
        }
        loss
    }

    /// The station at which a team stands by; none when it does not.
    fn station(&self, team: &TeamId) -> Option<usize> {
        let counts = self.counted.contains(team);
        self.standby.station(team).filter(|_| counts)
    }

    /// Notes that a team has left, if it stood by.
    pub fn leave(&mut self, team: &TeamId) {
        let Some(station) = self.station(team) else {
            return;
        };
        self.counted.remove(team);
        self.staying[station] = self.staying[station].saturating_sub(1);
        for zone in &self.covers[station] {
            self.reach[*zone] = self.reach[*zone].saturating_sub(1);
        }
    }

    /// Zones within reach at the start that are not any more, in their order.
    #[must_use]
    pub fn lost_since(&self, before: &Self) -> Vec<usize> {
        let lost = |zone: &usize| before.reach[*zone] > 0 && self.reach[*zone] == 0;
        (0..self.reach.len()).filter(lost).collect()
    }
}
