//! What a log learns goes to the followers, merged, at most ten times a second.

use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::change::{Alarm, Topic};
use emergency::alert::Alert;
use emergency::time::UtcMs;
use feeds::health::SharedHealth;
use link::run::LinkHandle;
use logbook::News;
use tokio_util::sync::CancellationToken;

use crate::follow::{BATCH_EVERY, Batch, Followers};
use crate::session::Session;

/// How long the publisher waits for news before it looks at link and feeds.
const QUIET: Duration = Duration::from_millis(250);
/// How often followers read the status although nothing says it changed: ages and clocks move.
const STATUS_EVERY: Duration = Duration::from_secs(10);
/// New alerts of one batch that are looked at for the alarm.
const ALARM_LOOKS_MAX: usize = 200;
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
    let run = move || {
        Publisher {
            session,
            sinks,
            health: Vec::new(),
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
}

impl Publisher {
    fn run(mut self, news: &logbook::Subscription, stop: &CancellationToken) {
        let mut status_told = Instant::now();
        let mut published: Option<Instant> = None;
        while !stop.is_cancelled() {
            let mut batch = Batch::default();
            if !self.gather(news, &mut batch, QUIET) {
                return;
            }
            // The first news after a pause is told at once; what comes sooner after a batch than
            // the next one may, goes into that one.
            while !batch.topics.is_empty()
                && let Some(rest) = published.and_then(|at| BATCH_EVERY.checked_sub(at.elapsed()))
            {
                if !self.gather(news, &mut batch, rest) {
                    return;
                }
            }
            if self.health_changed() || status_told.elapsed() > STATUS_EVERY {
                batch.topics.insert(Topic::Status);
                status_told = Instant::now();
            }
            if batch.topics.is_empty() {
                continue;
            }
            if batch.to == 0 {
                batch.to = self.session.logbook.last_change().unwrap_or_default();
            }
            batch.alarm = self.alarm(&batch);
            self.sinks.followers.publish(&batch);
            published = Some(Instant::now());
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
            .map(|feed| {
                let feed = feed.get();
                format!(
                    "{} {} {} {}",
                    feed.up, feed.why, feed.messages, feed.defects
                )
            })
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

    /// The worst of the alerts that are new in this batch.
    fn alarm(&self, batch: &Batch) -> Option<Alarm> {
        let newer_than = self.session.logbook.now().plus_ms(-NEW_MS);
        let mut worst: Option<Alarm> = None;
        let named = batch
            .entities
            .iter()
            .filter_map(|entity| entity.strip_prefix("alert:"));
        for id in named.take(ALARM_LOOKS_MAX) {
            let Ok(Some(alert)) = self.session.logbook.alert(id) else {
                continue;
            };
            let Some((level, headline)) = is_new(&alert, newer_than) else {
                continue;
            };
            let count = worst.as_ref().map_or(0, |worst| worst.count) + 1;
            let before = worst.take().filter(|worst| worst.level <= level);
            let exercise = self.session.logbook.is_exercise();
            let new = Alarm {
                level,
                count,
                headline,
                exercise,
            };
            worst = Some(before.map_or(new, |before| Alarm { count, ..before }));
        }
        worst
    }
}

/// An alert that was recorded longer ago is not announced again: after a long cut the window
/// shows one digest, not a thousand sirens.
const NEW_MS: i64 = 5_000;

/// Level and headline of an alert that nobody has seen yet.
fn is_new(alert: &Alert, newer_than: UtcMs) -> Option<(u8, String)> {
    let notice = alert.notice.as_ref()?;
    let level = notice
        .level
        .map_or(ALARM_LEVEL_MAX + 1, emergency::level::WarningLevel::rank);
    let quiet = alert.acknowledged.is_some()
        || alert.is_cancelled()
        || alert.is_superseded()
        || !alert.is_for_action()
        || level > ALARM_LEVEL_MAX
        || alert.first_recorded < newer_than;
    let headline = notice
        .texts
        .first()
        .map_or(&notice.event, |text| &text.headline);
    (!quiet).then(|| (level, headline.clone()))
}
