//! Plays an exercise into a log: messages arrive, people call, teams move and answer.
//!
//! Only for exercise logs. The made teams do what real ones would: they take the order, turn out,
//! drive along the roads by way of their stops and arrive; afterwards they go home, restock, clean
//! and rest. Made departments confirm what they are told, most of them.

mod home;
pub(crate) mod stage;
mod told;

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError};
use std::time::Duration;

use contract::change::Topic;
use drills::clock::due;
use drills::inject::Inject;
use drills::movement::Movement;
use emergency::decide::{Command, OrderAct};
use emergency::entity::{EntityKind, State};
use emergency::event::TimeSource;
use emergency::incident::Noted;
use emergency::order::{Order, Progress, StopEvent};
use emergency::place::Point;
use emergency::team::Team;
use emergency::time::{MINUTE_MS, UtcMs};
use feeds::intake::{self, Intake as _};
use feeds::reach::Reach;
use logbook::{Listed, Who};
use routing::travel::{Start, TravelTimes as _};
use tokio_util::sync::CancellationToken;

use crate::follow::{Batch, Followers};
use crate::intake::DeskIntake;
use crate::roads::Roads;
use crate::session::Session;

use self::stage::SharedStage;

/// How often the players act.
const STEP_EVERY: Duration = Duration::from_millis(500);
/// Orders that are played at once.
const ORDERS_MAX: usize = 500;
/// A made team takes its order after this long of the exercise's time: assumed.
const RECEIPT_MS: i64 = 20_000;
/// A made team stays at a stop for this long of the exercise's time: assumed.
const STOP_MS: i64 = 3 * MINUTE_MS;

/// Everything a player needs.
pub(crate) struct Players {
    /// The exercise's log.
    pub(crate) session: Arc<Session>,
    /// What is played.
    pub(crate) stage: SharedStage,
    /// The roads the teams drive on.
    pub(crate) roads: Arc<Roads>,
    /// How far alerts are from the district.
    pub(crate) reach: Arc<Reach>,
    /// Who hears of moving teams.
    pub(crate) followers: Arc<Followers>,
}

/// Starts the players' thread.
pub(crate) fn start(players: Players, stop: CancellationToken) -> std::io::Result<()> {
    let run = move || {
        let mut moving = BTreeMap::new();
        while !stop.is_cancelled() {
            players.step(&mut moving);
            std::thread::park_timeout(STEP_EVERY);
        }
    };
    std::thread::Builder::new()
        .name("players".to_owned())
        .spawn(run)
        .map(drop)
}

/// The drive of one order.
struct Drive {
    movement: Movement,
    began: UtcMs,
}

impl Players {
    fn step(&self, moving: &mut BTreeMap<String, Drive>) {
        let now = self.session.logbook.now();
        let (injects, speed) = {
            let mut stage = self.stage.lock().unwrap_or_else(PoisonError::into_inner);
            let until = stage.clock.at_ms(now);
            let injects = due(&stage.events, stage.played_ms, until).to_vec();
            stage.played_ms = stage.played_ms.max(until);
            (
                injects,
                if stage.clock.is_paused() {
                    0
                } else {
                    stage.clock.speed()
                },
            )
        };
        for timed in &injects {
            self.inject(&timed.inject, now);
        }
        if speed > 0 {
            self.drive(moving, now, i64::from(speed));
        }
    }

    pub(crate) fn inject(&self, inject: &Inject, now: UtcMs) {
        let intake = DeskIntake::new(Arc::clone(&self.session));
        let done = match inject {
            Inject::Feed { feed, bytes, .. } => {
                let reading = intake::read(feed, bytes, &self.reach, now);
                intake.observe(reading.drafts)
            }
            Inject::Call {
                caller,
                place,
                text,
            } => {
                self.note(&format!("电话 {caller}：{text}（{}）", place.words));
                Ok(())
            }
            Inject::Position { team, point } => {
                self.session.place_team(team.as_str(), *point, now);
                Ok(())
            }
            Inject::Word { text } => {
                self.note(text);
                Ok(())
            }
        };
        if let Err(error) = done {
            tracing::error!(%error, "an inject was not stored");
        }
    }

    fn note(&self, text: &str) {
        let note = Noted {
            text: text.to_owned(),
            ..Noted::default()
        };
        self.act(Command::NoteDuty { note }, "演练 导调");
    }

    fn act(&self, command: Command, actor: &str) {
        let who = Who {
            actor: actor.into(),
            role: "exercise".to_owned(),
            occurred_at: None,
            by: TimeSource::Sensor,
        };
        if let Err(error) = self.session.logbook.command(command, who) {
            tracing::warn!(%error, "a player could not act");
        }
    }

    /// Moves the teams of all active orders one step on.
    fn drive(&self, moving: &mut BTreeMap<String, Drive>, now: UtcMs, speed: i64) {
        let Ok(rows) = self
            .session
            .logbook
            .list(EntityKind::Order, Listed::Open, ORDERS_MAX)
        else {
            return;
        };
        let mut moved = false;
        for row in rows {
            let State::Order(order) = row.state else {
                continue;
            };
            if order.progress.is_active() && order.claim.is_confirmed() {
                moved |= self.drive_one(moving, &order, now, speed);
            } else {
                moving.retain(|key, _| !key.starts_with(order.id.as_str()));
            }
        }
        moved |= self.go_home(moving, now, speed);
        self.confirm(now, speed);
        if moved {
            let mut batch = Batch {
                to: self.session.logbook.last_change().unwrap_or_default(),
                ..Batch::default()
            };
            batch.topics.insert(Topic::Positions);
            self.followers.publish(&batch);
        }
    }

    /// True when a team moved.
    fn drive_one(
        &self,
        moving: &mut BTreeMap<String, Drive>,
        order: &Order,
        now: UtcMs,
        speed: i64,
    ) -> bool {
        let Ok(Some(team)) = self.session.logbook.team(order.sent.team.as_str()) else {
            return false;
        };
        let since = order.steps.last().map_or(now, |step| step.at);
        let passed_ms = now.since_ms(since).saturating_mul(speed);
        let next = |to| Command::MoveOrder {
            order: order.id.clone(),
            to,
            note: String::new(),
        };
        match order.progress {
            Progress::Sent if passed_ms >= RECEIPT_MS => {
                self.act(next(Progress::Acknowledged), &team.registered.name);
            }
            Progress::Acknowledged
                if passed_ms >= i64::from(team.registered.turnout_min) * MINUTE_MS =>
            {
                self.act(next(Progress::EnRoute), &team.registered.name);
            }
            Progress::EnRoute => return self.under_way(moving, order, &team, now, speed),
            _ => {}
        }
        false
    }

    /// The next leg of the way: to a stop, from it, to the end. True when the team moved.
    fn under_way(
        &self,
        moving: &mut BTreeMap<String, Drive>,
        order: &Order,
        team: &Team,
        now: UtcMs,
        speed: i64,
    ) -> bool {
        let marks = order.stop_marks();
        let leg = marks.iter().position(|mark| !mark.is_done());
        let at_stop = leg.and_then(|leg| Some((leg, marks[leg].reached_at?)));
        if let Some((leg, reached)) = at_stop {
            if now.since_ms(reached).saturating_mul(speed) >= STOP_MS {
                self.at_stop(order, leg, StopEvent::Left, team);
            }
            return false;
        }
        let key = format!("{} {}", order.id, leg.unwrap_or(marks.len()));
        if !moving.contains_key(&key) {
            let to = match leg {
                Some(leg) => order.sent.stops[leg].point,
                None => crate::answer::destination(&self.session, order)
                    .ok()
                    .flatten(),
            };
            let Some(to) = to else {
                // A stop that is on no map is not driven to.
                if let Some(leg) = leg {
                    self.at_stop(order, leg, StopEvent::Skipped, team);
                }
                return false;
            };
            let left = marks.iter().filter_map(|mark| mark.left_at).max();
            let since = order.steps.last().map_or(now, |step| step.at);
            let began = left.map_or(since, |left| left.max(since));
            let Some(drive) = self.drive_to(team, to, began) else {
                return false;
            };
            moving.retain(|other, _| !other.starts_with(order.id.as_str()));
            moving.insert(key.clone(), drive);
        }
        let Some(drive) = moving.get(&key) else {
            return false;
        };
        let elapsed_ms = now.since_ms(drive.began).saturating_mul(speed);
        self.session
            .place_team(team.id.as_str(), drive.movement.at(elapsed_ms), now);
        if elapsed_ms >= drive.movement.duration_ms() {
            match leg {
                Some(leg) => self.at_stop(order, leg, StopEvent::Reached, team),
                None => {
                    let there = Command::MoveOrder {
                        order: order.id.clone(),
                        to: Progress::OnScene,
                        note: String::new(),
                    };
                    self.act(there, &team.registered.name);
                }
            }
        }
        true
    }

    fn at_stop(&self, order: &Order, leg: usize, what: StopEvent, team: &Team) {
        let moved = OrderAct::MoveStop {
            order: order.id.clone(),
            stop: u32::try_from(leg).unwrap_or(u32::MAX),
            what,
            note: String::new(),
        };
        self.act(Command::Order(moved), &team.registered.name);
    }

    /// The drive to a place along the roads, from where the team is.
    fn drive_to(&self, team: &Team, to: Point, began: UtcMs) -> Option<Drive> {
        let device = self
            .session
            .position(team.id.as_str())
            .map(|(point, _)| point);
        let start = Start {
            point: device.or(team.point).or(team.registered.home.point)?,
            vehicle: team.registered.road_user(),
        };
        let ground = self.session.ground().ok()?;
        let now = self.session.logbook.now();
        let route = self.roads.at(ground, now).route(start, to)?;
        let duration_ms = i64::from(route.travel.eta_s()?) * 1_000;
        Some(Drive {
            movement: Movement::new(route.line, duration_ms),
            began,
        })
    }
}
