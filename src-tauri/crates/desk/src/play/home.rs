//! Made teams on their way back to readiness.

use std::collections::BTreeMap;

use emergency::decide::{Command, OrderAct};
use emergency::entity::{EntityKind, State};
use emergency::team::{Phase, Team, TeamPhased};
use emergency::time::{MINUTE_MS, UtcMs};
use logbook::Listed;

use super::{Drive, Players};

/// Teams that are looked at.
const TEAMS_MAX: usize = 1_000;

/// How long a made team takes for a phase, of the exercise's time: assumed. The way home is as
/// long as the road.
fn lasts_ms(phase: Phase) -> i64 {
    match phase {
        Phase::Ready | Phase::Returning => 0,
        Phase::Restocking | Phase::Cleaning => 5 * MINUTE_MS,
        Phase::Resting => 10 * MINUTE_MS,
    }
}

fn after(phase: Phase) -> Phase {
    match phase {
        Phase::Returning => Phase::Restocking,
        Phase::Restocking => Phase::Cleaning,
        Phase::Cleaning => Phase::Resting,
        Phase::Resting | Phase::Ready => Phase::Ready,
    }
}

impl Players {
    /// Moves the teams that are on their way home one step on. True when one moved on the map.
    pub(super) fn go_home(
        &self,
        moving: &mut BTreeMap<String, Drive>,
        now: UtcMs,
        speed: i64,
    ) -> bool {
        let rows = self
            .session
            .logbook
            .list(EntityKind::Team, Listed::All, TEAMS_MAX);
        let mut moved = false;
        for row in rows.unwrap_or_default() {
            let State::Team(team) = row.state else {
                continue;
            };
            let key = format!("home {}", team.id);
            let out = team.active().next().is_some();
            let Some(since) = team.phase_at.filter(|_| !out && team.phase != Phase::Ready) else {
                moving.remove(&key);
                continue;
            };
            let passed_ms = now.since_ms(since).saturating_mul(speed);
            let done = if team.phase == Phase::Returning {
                moved = true;
                self.is_home(moving, key, &team, since, passed_ms, now)
            } else {
                passed_ms >= lasts_ms(team.phase)
            };
            if done {
                let phase = after(team.phase);
                let lasts_ms = lasts_ms(phase) / speed.max(1);
                let until = (lasts_ms > 0).then(|| now.plus_ms(lasts_ms));
                self.enter(&team, phase, until);
            }
        }
        moved
    }

    fn is_home(
        &self,
        moving: &mut BTreeMap<String, Drive>,
        key: String,
        team: &Team,
        since: UtcMs,
        passed_ms: i64,
        now: UtcMs,
    ) -> bool {
        if !moving.contains_key(&key) {
            let home = team.registered.home.point;
            let Some(drive) = home.and_then(|home| self.drive_to(team, home, since)) else {
                return true;
            };
            moving.insert(key.clone(), drive);
        }
        let Some(drive) = moving.get(&key) else {
            return true;
        };
        self.session
            .place_team(team.id.as_str(), drive.movement.at(passed_ms), now);
        passed_ms >= drive.movement.duration_ms()
    }

    fn enter(&self, team: &Team, phase: Phase, until: Option<UtcMs>) {
        let phased = TeamPhased {
            phase,
            until,
            ..TeamPhased::default()
        };
        let act = OrderAct::MoveTeam {
            team: team.id.clone(),
            phased,
        };
        self.act(Command::Order(act), &team.registered.name);
    }
}
