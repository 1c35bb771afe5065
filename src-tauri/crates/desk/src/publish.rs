//! What a log learns goes to the followers, merged, at most ten times a second.

use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::change::{Alarm, Topic};
use feeds::health::SharedHealth;
use link::run::LinkHandle;
use link::state::LinkPhase;
use logbook::{Fresh, News};
use tokio_util::sync::CancellationToken;

use crate::board::Filling;
use crate::follow::{Batch, Followers, worse};
use crate::session::Session;

/// How long the publisher waits for news before it looks at link and feeds.
const QUIET: Duration = Duration::from_millis(250);
/// How often followers read the status although nothing says it changed: ages and clocks move.
const STATUS_EVERY: Duration = Duration::from_secs(10);
/// How long alerts that are caught up with after a cut are gathered before they are announced,
/// as one; those of this desk's own feeds never wait.
const DIGEST: Duration = Duration::from_secs(20);
/// Lowest level (largest number) that is announced.
const ALARM_LEVEL_MAX: u8 = 4;

/// Where news goes and where it comes from besides the log.
pub(crate) struct Sinks {
    /// Who hears of it.
    pub(crate) followers: Arc<Followers>,
    /// The link of this log, if it has one.
    pub(crate) link: Option<LinkHandle>,
    /// The feeds whose health is shown.
    pub(crate) feeds: Vec<SharedHealth>,
}

/// Starts the publisher's thread; it ends with the log or when it is stopped.
pub(crate) fn start(
    session: Arc<Session>,
    sinks: Sinks,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let Some(news) = session.logbook.changes() else {
        return Err(std::io::Error::other("the log has too many followers"));
    };
    let heard = session.opened_after;
    let run = move || {
        Publisher {
            session,
            sinks,
            health: Vec::new(),
            heard,
            digest: None,
        }
        .run(&news, &stop);
    };
    std::thread::Builder::new()
        .name("publish".to_owned())
        .spawn(run)
        .map(drop)
}

struct Publisher {
    session: Arc<Session>,
    sinks: Sinks,
    /// Link phase, feeds and store as last told, to see whether they changed.
    health: Vec<String>,
    /// Number of the file's last event that was looked at for the alarm.
    heard: u64,
    /// What was caught up with and not announced yet, and since when.
    digest: Option<(Alarm, Instant)>,
}

impl Publisher {
    fn run(mut self, news: &logbook::Subscription, stop: &CancellationToken) {
        let mut status_told = Instant::now();
        let mut next: Option<Instant> = None;
        let mut filling = Filling::More;
        while !stop.is_cancelled() {
            let mut batch = Batch::default();
            let patience = if filling == Filling::More {
                Duration::ZERO
            } else {
                QUIET
            };
            if !self.gather(news, &mut batch, patience) {
                return;
            }
            // The first news after a pause is told at once; what comes sooner after a batch than
            // the next one may, goes into that one.
            while !batch.topics.is_empty()
                && let Some(rest) = next.and_then(|at| at.checked_duration_since(Instant::now()))
                && !rest.is_zero()
            {
                if !self.gather(news, &mut batch, rest) {
                    return;
                }
            }
            if self.health_changed() || status_told.elapsed() > STATUS_EVERY {
                batch.topics.insert(Topic::Status);
                status_told = Instant::now();
            }
            if batch.topics.contains(&Topic::Points) {
                self.session.tell_points();
            }
            filling = self.session.board.fill(&self.session);
            if filling == Filling::JustDone {
                batch.topics.extend([Topic::Alerts, Topic::Status]);
            }
            batch.alarm = self.alarm(&batch);
            if batch.topics.is_empty() && batch.alarm.is_none() {
                continue;
            }
            if batch.to == 0 {
                batch.to = self.session.logbook.last_change().unwrap_or_default();
            }
            self.sinks.followers.publish(&batch);
            next = Some(Instant::now() + batch.rest());
        }
    }

    /// Takes one piece of news into the batch; false when the log was closed.
    fn gather(&self, news: &logbook::Subscription, batch: &mut Batch, patience: Duration) -> bool {
        match news.next(patience) {
            News::Change(change) => {
                if let Some(link) = &self.sinks.link {
                    link.nudge();
                }
                change.touched.iter().for_each(|entity| batch.touch(entity));
                if change.desk {
                    batch.topics.extend([Topic::Status, Topic::Defects]);
                }
                batch.to = change.number;
            }
            News::Lagged => batch.touch_all(),
            News::Quiet => {}
            News::Closed => return false,
        }
        true
    }

    fn health_changed(&mut self) -> bool {
        let mut health: Vec<_> = self
            .sinks
            .feeds
            .iter()
            .map(|feed| format!("{:?}", feed.sign()))
            .collect();
        if let Some(link) = &self.sinks.link {
            let state = link.state().borrow().clone();
            health.push(format!("{:?} {}", state.phase, state.outbox_len));
        }
        health.push(format!("{:?}", self.session.logbook.trouble()));
        let changed = health != self.health;
        self.health = health;
        changed
    }

    /// What is to be heard: new alerts at once, those that are caught up with after a cut as one
    /// digest when the desk stands at the head of the log, or after [`DIGEST`]. What is new is
    /// told by the order of the file: clocks of other machines may be days off.
    fn alarm(&mut self, batch: &Batch) -> Option<Alarm> {
        let catching_up = self.sinks.link.as_ref().is_some_and(|link| {
            let phase = link.state().borrow().phase;
            phase == LinkPhase::CatchingUp
        });
        let mut alarm = None;
        if let Some(fresh) = self.session.board.take_fresh() {
            // What a cut has kept back is announced with the rest of it.
            if catching_up {
                self.put_off(&fresh);
            } else {
                alarm = Some(fresh);
            }
        }
        // What other desks got no answer to may have one among what is not here yet.
        if !catching_up && let Some(further) = self.session.board.take_further(&self.session) {
            alarm = Some(worse(alarm, &further));
        }
        if !batch.topics.is_empty() {
            let found = self
                .session
                .logbook
                .fresh_alerts(self.heard, ALARM_LEVEL_MAX);
            match found {
                Ok((heard, [own, others])) => {
                    self.heard = heard;
                    if let Some(own) = self.announce(own) {
                        alarm = Some(worse(alarm, &own));
                    }
                    if let Some(others) = self.announce(others) {
                        self.put_off(&others);
                    }
                }
                Err(error) => tracing::error!(%error, "new alerts cannot be counted"),
            }
        }
        let due = |(_, since): &mut (Alarm, Instant)| !catching_up || since.elapsed() > DIGEST;
        match self.digest.take_if(due) {
            Some((digest, _)) => Some(worse(alarm, &digest)),
            None => alarm,
        }
    }

    fn put_off(&mut self, alarm: &Alarm) {
        let (before, since) = self.digest.take().unzip();
        let since = since.unwrap_or_else(Instant::now);
        self.digest = Some((worse(before, alarm), since));
    }

    fn announce(&self, fresh: Fresh) -> Option<Alarm> {
        let Fresh {
            count,
            level,
            headline,
        } = fresh;
        (count > 0).then(|| Alarm {
            level,
            by_priority: false,
            count,
            headline,
            exercise: self.session.logbook.is_exercise(),
            step: None,
            heard: false,
        })
    }
}
