//! Drills: a scenario run in a logbook of its own, on the same screens as real work.
//!
//! The drill's log has no link and no feed: nothing of it leaves the desk. The watch's own log
//! goes on beneath it, and its alarms are still heard.

pub(crate) mod run;

use std::sync::{Arc, Mutex, PoisonError};

use contract::error::{CallError, Code};
use contract::rows::{DrillStatus, ScenarioRow, StartDrill, SteerDrill};
use drills::clock::{ReplayClock, SPEED_MAX};
use drills::district::District as Made;
use drills::inject::{Inject, Timed};
use drills::scenario::{self, Scenario};
use emergency::decide::{Command, Refusal};
use emergency::drill::{DrillEnded, DrillInjected, DrillStarted};

use crate::clock;
use crate::desk::Desk;
use crate::exercise;
use crate::opening::open_session;
use crate::play::stage::Stage;
use crate::play::{Players, start as start_players};
use crate::session::{commanding, who};
use crate::settings::EXERCISE_SIZES;

use self::run::DrillRun;

/// The shipped scenarios.
pub(crate) fn scenarios() -> Vec<ScenarioRow> {
    scenario::shipped().iter().map(row).collect()
}

fn row(scenario: &Scenario) -> ScenarioRow {
    let minute = |ms: i64| u32::try_from(ms / emergency::time::MINUTE_MS).unwrap_or(0);
    let last = scenario.steps.last().map_or(0, |step| step.at_ms);
    ScenarioRow {
        id: scenario.id.clone(),
        title: scenario.title.clone(),
        summary: scenario.summary.clone(),
        length_min: minute(last),
        injects: scenario
            .steps
            .iter()
            .map(|step| (minute(step.at_ms), step.words()))
            .collect(),
    }
}

/// Title of the drill that runs, empty when none does.
pub(crate) fn title(desk: &Desk) -> String {
    let drill = desk.drill.lock().unwrap_or_else(PoisonError::into_inner);
    drill
        .as_ref()
        .map(|run| run.scenario.title.clone())
        .unwrap_or_default()
}

pub(crate) fn start(desk: &Desk, request: StartDrill) -> Result<DrillStatus, CallError> {
    if desk
        .drill
        .lock()
        .unwrap_or_else(PoisonError::into_inner)
        .is_some()
    {
        let (what, id) = ("drill".to_owned(), String::new());
        return Err(Refusal::WrongState {
            what,
            id,
            state: "running".to_owned(),
        }
        .into());
    }
    if !EXERCISE_SIZES.contains(&request.size) {
        let field = "size".to_owned();
        return Err(Refusal::OutOfRange { field }.into());
    }
    let acting = who(request.who.clone())?;
    let found = scenario::shipped()
        .into_iter()
        .find(|scenario| scenario.id == request.scenario);
    let scenario = found.ok_or_else(|| crate::session::not_found("scenario", &request.scenario))?;
    let now = clock::now();
    let path = desk.settings().data.join(format!("drill-{}.sqlite", now.0));
    let failed = |error: crate::OpenError| CallError::new(error.code(), error.to_string());
    // No ballast: a drill must not take the watch's room.
    let session = open_session(&path, &desk.key, true, 0).map_err(failed)?;
    let session = Arc::new(crate::opening::with_rules(session, desk.settings()));
    let made = Made::generate(request.seed, request.size);
    exercise::enter(&session, &made).map_err(failed)?;
    let drill = format!("drill-{}", now.0);
    let command = Command::StartDrill {
        drill: drill.as_str().into(),
        started: started(&scenario, &request),
    };
    session
        .logbook
        .command(command, acting)
        .map_err(commanding)?;
    let stage = Arc::new(Mutex::new(Stage {
        events: scenario.play(&made, now),
        clock: ReplayClock::start(now, request.speed),
        played_ms: -1,
    }));
    let stop = desk.stop_token();
    let players = Players {
        session: Arc::clone(&session),
        stage: Arc::clone(&stage),
        roads: Arc::clone(&desk.roads),
        reach: Arc::clone(&desk.reach),
        followers: Arc::clone(&desk.followers),
    };
    let system = |error: std::io::Error| CallError::new(Code::Internal, error.to_string());
    start_players(players, stop.clone()).map_err(system)?;
    desk.watch(&session, stop.clone()).map_err(failed)?;
    let run = DrillRun {
        session,
        scenario,
        stage,
        drill,
        stop,
    };
    *desk.drill.lock().unwrap_or_else(PoisonError::into_inner) = Some(run);
    desk.tell_all();
    Ok(status(desk))
}

/// What the drill's log says of its beginning.
fn started(scenario: &Scenario, request: &StartDrill) -> DrillStarted {
    DrillStarted {
        title: scenario.title.clone(),
        scenario: scenario.id.clone(),
        seed: request.seed,
        size: request.size,
        speed: request.speed.clamp(1, SPEED_MAX),
    }
}

pub(crate) fn steer(desk: &Desk, request: SteerDrill) -> Result<DrillStatus, CallError> {
    let acting = who(request.who)?;
    {
        let drill = desk.drill.lock().unwrap_or_else(PoisonError::into_inner);
        let run = drill
            .as_ref()
            .ok_or_else(|| crate::session::not_found("drill", ""))?;
        let now = run.session.logbook.now();
        let mut stage = run.stage.lock().unwrap_or_else(PoisonError::into_inner);
        match request.paused {
            Some(true) => stage.clock.pause(now),
            Some(false) => stage.clock.resume(now),
            None => {}
        }
        if let Some(speed) = request.speed {
            stage.clock.set_speed(now, speed);
        }
        if request.inject_next {
            let reached = stage.played_ms.max(stage.clock.at_ms(now));
            let next = stage
                .events
                .iter()
                .position(|event| event.offset_ms > reached);
            if let Some(index) = next {
                let at = stage.events[index].offset_ms;
                stage.clock.jump(now, at);
                let injected = DrillInjected {
                    number: u32::try_from(index + 1).unwrap_or(u32::MAX),
                    text: words(&stage.events[index]),
                };
                let drill = run.drill.as_str().into();
                let command = Command::InjectDrill { drill, injected };
                run.session
                    .logbook
                    .command(command, acting)
                    .map_err(commanding)?;
            }
        }
    }
    desk.tell_all();
    Ok(status(desk))
}

pub(crate) fn stop(desk: &Desk, request: SteerDrill) -> Result<DrillStatus, CallError> {
    let acting = who(request.who)?;
    if let Some(run) = desk.take_drill() {
        let drill = run.drill.as_str().into();
        let command = Command::EndDrill {
            drill,
            ended: DrillEnded::default(),
        };
        run.session
            .logbook
            .command(command, acting)
            .map_err(commanding)?;
    }
    desk.tell_all();
    Ok(status(desk))
}

pub(crate) fn status(desk: &Desk) -> DrillStatus {
    let drill = desk.drill.lock().unwrap_or_else(PoisonError::into_inner);
    let Some(run) = drill.as_ref() else {
        return DrillStatus::default();
    };
    let stage = run.stage.lock().unwrap_or_else(PoisonError::into_inner);
    let at_ms = stage.clock.at_ms(run.session.logbook.now());
    let injected = stage
        .events
        .iter()
        .filter(|event| event.offset_ms <= stage.played_ms)
        .count();
    DrillStatus {
        running: true,
        scenario: Some(row(&run.scenario)),
        clock_s: u32::try_from(at_ms / 1_000).unwrap_or(u32::MAX),
        speed: stage.clock.speed(),
        paused: stage.clock.is_paused(),
        injected: u32::try_from(injected).unwrap_or(u32::MAX),
    }
}

/// An inject in words, for the drill's own log.
fn words(timed: &Timed) -> String {
    match &timed.inject {
        Inject::Feed { feed, .. } => format!("{feed}：报文"),
        Inject::Call { text, .. } | Inject::Word { text } => text.clone(),
        Inject::Position { team, .. } => format!("{team}：位置"),
    }
}
