//! An alert that nobody acknowledges goes further, step by step: louder, onto the desktop, to the
//! other desks, to the duty leader.
//!
//! First the log, then the effect: each step is a fact before anything is heard of it. Of a row
//! of the list only the gravest alert goes further, so that a flood does not become another one.

use std::sync::Arc;
use std::time::Duration;

use contract::change::Alarm;
use emergency::alert::{AlertEscalated, EscalationStep};
use emergency::circular::{CircularSent, Recipient, Rung};
use emergency::day::Day;
use emergency::decide::{CircularAct, Command, Draft};
use emergency::duty::DUTY;
use emergency::entity::{EntityKind, State};
use emergency::event::TimeSource;
use emergency::fact::Fact;
use emergency::id::AlertId;
use emergency::priority::Priority;
use emergency::time::UtcMs;
use logbook::Who;
use tokio_util::sync::CancellationToken;

use crate::board::title;
use crate::follow::{Batch, Followers, worse};
use crate::session::Session;

/// How often it is looked whether something is due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Rows that are looked at, those that go first.
const ROWS_MAX: usize = 200;
/// Milliseconds between two notices to the duty leader.
const LEADER_EVERY_MS: i64 = 10 * 60_000;

/// Starts the thread; it ends when it is stopped.
pub(crate) fn start(
    session: Arc<Session>,
    followers: Arc<Followers>,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let began = session.logbook.now();
    let mut escalation = Escalation {
        session,
        followers,
        began,
        leader_told: None,
    };
    std::thread::Builder::new()
        .name("escalate".to_owned())
        .spawn(move || {
            while !stop.is_cancelled() {
                escalation.look();
                std::thread::park_timeout(LOOK_EVERY);
            }
        })
        .map(drop)
}

struct Escalation {
    session: Arc<Session>,
    followers: Arc<Followers>,
    /// When the desk was opened: whoever opens it has the same time as anybody.
    began: UtcMs,
    /// When the duty leader was told last.
    leader_told: Option<UtcMs>,
}

/// A step that is due.
#[derive(Debug, Clone, PartialEq)]
struct Due {
    alert: AlertId,
    step: EscalationStep,
    waited_s: u32,
    priority: Priority,
    title: String,
}

impl Escalation {
    fn look(&mut self) {
        let due = self.due();
        if due.is_empty() {
            return;
        }
        let leader = self.leader();
        let to = |step| match (&leader, step) {
            (Some(leader), EscalationStep::DutyLeader) => leader.name.clone(),
            _ => String::new(),
        };
        let drafts = due.iter().map(|due| {
            let fact = Fact::AlertEscalated(AlertEscalated {
                step: due.step,
                waited_s: due.waited_s,
                to: to(due.step),
            });
            Draft::plain(due.alert.0.clone(), fact)
        });
        if let Err(error) = self.session.logbook.observe(drafts.collect(), &machine()) {
            tracing::error!(%error, "what nobody acknowledges could not be written down");
            return;
        }
        self.sound(&due);
        let up: Vec<&Due> = due
            .iter()
            .filter(|due| due.step == EscalationStep::DutyLeader)
            .collect();
        if let (Some(leader), Some(first)) = (leader, up.first()) {
            self.tell(leader, first, up.len());
        }
    }

    /// Alerts that go one step further now: of each row the gravest that waits.
    fn due(&self) -> Vec<Due> {
        let session = &self.session;
        let waiting: Option<Vec<(AlertId, Priority)>> = session.board.look(session, |standing| {
            let rows = standing.gathering.page(0).take(ROWS_MAX);
            let waits = rows.take_while(|row| row.waiting > 0);
            let gravest = waits.filter_map(|row| {
                let weight = standing.gathering.weight(&row.gravest)?;
                Some((row.gravest, weight.priority))
            });
            gravest.collect()
        });
        let settings = &session.board.rules().settings.escalation;
        let now = session.logbook.now();
        let due = waiting
            .unwrap_or_default()
            .into_iter()
            .filter_map(|(id, priority)| {
                let alert = session.logbook.alert(id.as_str()).ok()??;
                let since = alert.first_recorded.max(self.began);
                let waited_s = u32::try_from(now.since_ms(since) / 1_000).unwrap_or_default();
                let taken = alert.escalated.map(|(step, _)| step);
                let step = settings.of(priority).due(waited_s, taken)?;
                Some(Due {
                    alert: id,
                    step,
                    waited_s,
                    priority,
                    title: title(&alert),
                })
            });
        due.collect()
    }

    fn sound(&self, due: &[Due]) {
        let exercise = self.session.logbook.is_exercise();
        let alarm = due.iter().fold(None, |before, due| {
            let one = Alarm {
                level: due.priority.rank(),
                by_priority: true,
                count: 1,
                headline: due.title.clone(),
                exercise,
                step: Some(due.step),
            };
            Some(worse(before, &one))
        });
        self.followers.publish(&Batch {
            alarm,
            to: self.session.logbook.last_change().unwrap_or_default(),
            ..Batch::default()
        });
    }

    /// The duty leader of today by the rota, else the one who has the watch.
    fn leader(&self) -> Option<Rung> {
        let logbook = &self.session.logbook;
        let day = Day::of(logbook.now());
        let rota = logbook
            .state(EntityKind::Rota, &day.to_string())
            .ok()
            .flatten();
        let rung = |name: &str, phone: &str| Rung {
            name: name.to_owned(),
            role: LEADER.to_owned(),
            phone: phone.to_owned(),
            mail: String::new(),
        };
        if let Some(State::Rota(rota)) = rota
            && !rota.set.leader.as_str().is_empty()
        {
            return Some(rung(rota.set.leader.as_str(), &rota.set.phone));
        }
        let duty = logbook.duty(DUTY).ok().flatten()?;
        (!duty.leader.as_str().is_empty()).then(|| rung(duty.leader.as_str(), ""))
    }

    /// One notice for all that has come to this, and not more often than is of use.
    fn tell(&mut self, leader: Rung, first: &Due, count: usize) {
        let now = self.session.logbook.now();
        let told = self
            .leader_told
            .is_some_and(|at| now.since_ms(at) < LEADER_EVERY_MS);
        if told {
            return;
        }
        self.leader_told = Some(now);
        let sent = CircularSent {
            incident: None,
            title: NOTICE.to_owned(),
            text: format!(
                "{count} 起告警超过 {} 秒无人确认，首起：{}",
                first.waited_s, first.title
            ),
            within_min: 0,
            recipients: vec![Recipient {
                name: leader.name.clone(),
                team: None,
                ladder: vec![leader],
            }],
        };
        let command = Command::Circular(CircularAct::Send { sent });
        if let Err(error) = self.session.logbook.command(command, machine()) {
            tracing::error!(%error, "the duty leader could not be told");
        }
    }
}

/// The post of who is told.
const LEADER: &str = "带班领导";
/// The title of what is told.
const NOTICE: &str = "告警超时未确认";

fn machine() -> Who {
    Who {
        actor: "值守台".into(),
        role: "desk".to_owned(),
        occurred_at: None,
        by: TimeSource::Desk,
    }
}
