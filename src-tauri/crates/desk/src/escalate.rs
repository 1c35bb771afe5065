//! An alert that nobody acknowledges goes further, step by step: louder, onto the desktop, to the
//! other desks, to the duty leader.
//!
//! First the log, then the effect: each step is a fact before anything is heard of it. Of a row
//! of the list only the gravest alert goes further, so that a flood does not become another one;
//! while the list is not gathered each alert goes by itself. That the duty leader was told is
//! written when he was: until then the alert stays at the step before, and is due. The same holds
//! for the other desks: their step is taken while one is connected (decision 0046).

use std::sync::Arc;
use std::time::Duration;

use contract::change::Alarm;
use emergency::alert::{AlertEscalated, EscalationStep};
use emergency::circular::{CircularSent, Recipient, Rung};
use emergency::decide::{CircularAct, Command, Draft};
use emergency::duty::DUTY;
use emergency::fact::Fact;
use emergency::id::AlertId;
use emergency::priority::Priority;
use emergency::time::UtcMs;
use logbook::{ALERTS_MAX, AlertQuery, Section};
use tokio_util::sync::CancellationToken;

use crate::answer::on_duty_now;
use crate::board::title;
use crate::follow::{Batch, Followers, worse};
use crate::session::{Session, machine};
use crate::uplink::OtherDesks;

/// How often it is looked whether something is due.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// Rows that are looked at each time: those that go first, and the next of all the others, so that
/// forty thousand rows are walked in less than a minute and a half.
const FIRST_ROWS: usize = 200;
const NEXT_ROWS: usize = 500;
/// Rows that are looked at before the duty leader is told how many there are.
const COUNTED_ROWS: usize = 10_000;
/// Milliseconds between two notices to the duty leader.
const LEADER_EVERY_MS: i64 = 10 * 60_000;

/// Starts the thread; it ends when it is stopped.
pub(crate) fn start(
    session: Arc<Session>,
    followers: Arc<Followers>,
    others: OtherDesks,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let began = session.logbook.now();
    let mut escalation = Escalation {
        session,
        followers,
        others,
        began,
        missed: false,
        leader_told: None,
        next: FIRST_ROWS,
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
    others: OtherDesks,
    /// When the desk was opened: whoever opens it has the same time as anybody.
    began: UtcMs,
    /// When the duty leader was told last.
    leader_told: Option<UtcMs>,
    /// Whether a row of this round is due at the other desks while there is none.
    missed: bool,
    /// The row that is looked at next.
    next: usize,
}

/// Who can be told now.
#[derive(Debug, Clone, Copy)]
struct There {
    desk: bool,
    leader: bool,
}

/// What a look at some rows has found.
#[derive(Debug, Default)]
struct Found {
    due: Vec<Due>,
    /// One is due at the other desks, and there is none.
    misses_desk: bool,
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
        let leader = self.leader_now();
        let desk = (self.others)();
        let there = There {
            desk,
            leader: leader.is_some(),
        };
        let rows = self.next_rows();
        let Found {
            mut due,
            misses_desk,
        } = self.due(&rows, there);
        self.say_missed(misses_desk);
        let goes_up = |due: &Due| due.step == EscalationStep::DutyLeader;
        let mut told = None;
        if let Some(leader) = leader
            && due.iter().any(goes_up)
        {
            let all = self.due(&self.rows(0, COUNTED_ROWS), there).due;
            let up: Vec<&Due> = all.iter().filter(|due| goes_up(due)).collect();
            let is_told = up
                .first()
                .is_some_and(|first| self.tell(&leader, first, up.len()));
            if is_told {
                due = all;
                told = Some(leader.name);
            } else {
                let leader = false;
                due = self.due(&rows, There { leader, ..there }).due;
            }
        }
        if due.is_empty() {
            return;
        }
        let drafts = due.iter().map(|due| {
            let to = told.clone().filter(|_| goes_up(due));
            let fact = Fact::AlertEscalated(AlertEscalated {
                step: due.step,
                waited_s: due.waited_s,
                to: to.unwrap_or_default(),
            });
            Draft::plain(due.alert.0.clone(), fact)
        });
        if let Err(error) = self.session.logbook.observe(drafts.collect(), &machine()) {
            tracing::error!(%error, "what nobody acknowledges could not be written down");
            return;
        }
        self.sound(&due);
    }

    /// That the other desks are missed is said at once, and taken back when a whole round has found
    /// no such row.
    fn say_missed(&mut self, misses_desk: bool) {
        self.missed |= misses_desk;
        if self.missed {
            self.session.miss_second_desk(true);
        }
        if self.next == FIRST_ROWS {
            self.session.miss_second_desk(self.missed);
            self.missed = false;
        }
    }

    /// The gravest alert that waits of each row of a part of the list; while that is not gathered,
    /// each alert of the log that nobody has acknowledged.
    fn rows(&self, from: usize, most: usize) -> Vec<AlertId> {
        let session = &self.session;
        let gathered = session.board.look(session, |standing| {
            let rows = standing.gathering.page(from).take(most);
            let waits = rows.take_while(|row| row.waiting > 0);
            waits.map(|row| row.gravest).collect()
        });
        gathered.unwrap_or_else(|| self.open_rows(from, most))
    }

    fn open_rows(&self, from: usize, most: usize) -> Vec<AlertId> {
        let mut all: Vec<AlertId> = Vec::new();
        while all.len() < most {
            let query = AlertQuery {
                section: Section::Open,
                words: String::new(),
                life: None,
                now: self.session.logbook.now(),
                offset: from + all.len(),
                limit: (most - all.len()).min(ALERTS_MAX),
            };
            let read = self.session.logbook.alerts(&query);
            let rows = read
                .inspect_err(|error| tracing::warn!(%error, "what waits cannot be read"))
                .map_or_else(|_| Vec::new(), |window| window.rows);
            if rows.is_empty() {
                return all;
            }
            all.extend(rows.into_iter().map(|row| AlertId(row.id)));
        }
        all
    }

    /// The rows that go first, and the next of the others.
    fn next_rows(&mut self) -> Vec<AlertId> {
        let mut rows = self.rows(0, FIRST_ROWS);
        if rows.len() < FIRST_ROWS {
            self.next = FIRST_ROWS;
            return rows;
        }
        let others = self.rows(self.next, NEXT_ROWS);
        self.next = if others.len() < NEXT_ROWS {
            FIRST_ROWS
        } else {
            self.next + NEXT_ROWS
        };
        rows.extend(others);
        rows
    }

    /// Which of these alerts go one step further now; not to the other desks where there is none,
    /// and not to the duty leader where he cannot be told.
    fn due(&self, rows: &[AlertId], there: There) -> Found {
        let session = &self.session;
        let settings = &session.board.rules().settings.escalation;
        let now = session.logbook.now();
        let mut misses_desk = false;
        let due = rows.iter().filter_map(|id| {
            let alert = session.logbook.alert(id.as_str()).ok()??;
            if !alert.life(now).waits() {
                return None;
            }
            let since = alert.waits_since(now).max(self.began);
            let waited_s = u32::try_from(now.since_ms(since) / 1_000).unwrap_or_default();
            let (priority, _) = session.board.priority(session, &alert);
            let mut seconds = *settings.of(priority);
            let taken = alert.taken(now);
            if !there.desk {
                misses_desk |= seconds.is_due(EscalationStep::SecondDesk, waited_s, taken);
                seconds.second_desk_s = 0;
            }
            if !there.leader {
                seconds.duty_leader_s = 0;
            }
            let step = seconds.due(waited_s, taken)?;
            Some(Due {
                alert: id.clone(),
                step,
                waited_s,
                priority,
                title: title(&alert),
            })
        });
        let due = due.collect();
        Found { due, misses_desk }
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
                heard: true,
            };
            Some(worse(before, &one))
        });
        self.followers.publish(&Batch {
            alarm,
            to: self.session.logbook.last_change().unwrap_or_default(),
            ..Batch::default()
        });
    }

    /// The duty leader, where there is one with a way to him that is set up, and he was not told a
    /// moment ago.
    fn leader_now(&self) -> Option<Rung> {
        let now = self.session.logbook.now();
        let told = self.leader_told;
        let rests = told.is_some_and(|at| now.since_ms(at) < LEADER_EVERY_MS);
        if rests {
            return None;
        }
        leader(&self.session).filter(|leader| self.session.can_tell(leader))
    }

    /// One notice for all that has come to this; answers whether it was written to be sent.
    fn tell(&mut self, leader: &Rung, first: &Due, count: usize) -> bool {
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
                ladder: vec![leader.clone()],
            }],
        };
        let command = Command::Circular(CircularAct::Send { sent });
        match self.session.logbook.command(command, machine()) {
            Ok(_) => {
                self.leader_told = Some(self.session.logbook.now());
                true
            }
            Err(error) => {
                tracing::error!(%error, "the duty leader could not be told");
                false
            }
        }
    }
}

/// The duty leader of now by the rota, else the one who has the watch. A night shift belongs to the
/// day on which it began, as in the status bar.
pub(crate) fn leader(session: &Session) -> Option<Rung> {
    let on_duty = on_duty_now(session)
        .inspect_err(|error| tracing::warn!(?error, "the rota cannot be read"))
        .unwrap_or_default();
    let rung = |name: &str, phone: &str| Rung {
        name: name.to_owned(),
        role: LEADER.to_owned(),
        phone: phone.to_owned(),
        mail: String::new(),
    };
    let by_rota = on_duty.leader.as_str();
    if !by_rota.trim().is_empty() {
        return Some(rung(by_rota, &on_duty.phone));
    }
    let duty = session.logbook.duty(DUTY).ok().flatten()?;
    (!duty.leader.as_str().is_empty()).then(|| rung(duty.leader.as_str(), ""))
}

/// The post of who is told.
const LEADER: &str = "带班领导";
/// The title of what is told.
const NOTICE: &str = "告警超时未确认";

#[cfg(test)]
pub(crate) mod tests;
