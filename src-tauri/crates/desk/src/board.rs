//! The alarms that stand (告警板), gathered and in their order, kept beside the log.
//!
//! It is read off the log and can be read off again: it follows the log's changes, and when it
//! missed some, it begins anew. While it is being filled the list is answered flat from the log,
//! so that nothing waits for it and nothing is missing.

mod further;
mod refill;
mod register;
pub(crate) mod rules;
mod stamp;
#[cfg(test)]
pub(crate) mod tests;

use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use contract::change::Alarm;
use contract::status::AlertCounts;
use emergency::alert::{Alert, EscalationStep, Life};
use emergency::entity::EntityRef;
use emergency::gather::Gathering;
use emergency::id::AlertId;
use emergency::priority::Priority;
use emergency::time::UtcMs;
use logbook::{LEVEL_NONE, Logbook, News, Subscription};

use crate::away::Outs;
use crate::follow::worse;
use crate::points::PointBook;
use crate::session::Session;
use further::Further;
use refill::Leaving;
use rules::{Places, Rules};
use stamp::Shelves;

/// Alerts that the board holds at most, and rows; with more the list stays flat.
const BOARD_MAX: usize = 200_000;
const ROWS_MAX: usize = 40_000;
/// Sites that are read one by one after they changed; of more, all are read anew.
const SITES_CHANGED_MAX: usize = 64;
/// How long it stays flat before it is tried again, milliseconds.
const TOO_MANY_MS: i64 = 10 * 60_000;
/// How long one call fills the board: what follows the log must not wait for it.
const FILL_FOR: Duration = Duration::from_millis(100);
/// Milliseconds for which it is news that an alert waits while the board is not whole.
const HEARD_OF_MS: i64 = 60_000;
/// A board that is being filled for longer than this is said to be incomplete.
const FILL_LONG: Duration = Duration::from_secs(10);
/// States that an alert may be in.
const LIVES: usize = Life::Unknown as usize + 1;
/// Alerts of another level than this are announced by their level, not by their priority.
const BY_PRIORITY: u8 = LEVEL_NONE;

/// What a board holds at most.
#[derive(Debug, Clone, Copy)]
struct Most {
    alerts: usize,
    rows: usize,
}

const MOST: Most = Most {
    alerts: BOARD_MAX,
    rows: ROWS_MAX,
};

/// The alarms of one log that stand.
pub(crate) struct Board {
    rules: Arc<Rules>,
    standing: Mutex<Standing>,
}

/// What the board knows.
pub(crate) struct Standing {
    most: Most,
    points: Arc<PointBook>,
    /// The alerts of devices that are listed, by the device's name in the register: what is said
    /// of it there changes their place in the order.
    devices: BTreeSet<(String, AlertId)>,
    news: Option<Subscription>,
    pub(crate) gathering: Gathering,
    /// The state of each alert that is listed or out of the way, and since when it waits.
    lives: HashMap<AlertId, (Life, UtcMs)>,
    /// How many are in each state.
    tally: [u32; LIVES],
    places: Option<Places>,
    /// The sites that changed since those were read.
    changed_sites: BTreeSet<String>,
    /// What is out of service; none while that has to be read.
    out: Option<Outs>,
    /// The shelves by their points; none while they have to be read.
    shelves: Option<Shelves>,
    filled: Filled,
    /// What has left the list meanwhile and stands until its time while the board is filled.
    leaving: Leaving,
    /// When it began to be filled.
    began: Instant,
    /// Changes were missed: what is new is among what is read.
    lagged: bool,
    /// New alerts without a level that have not been announced.
    fresh: Option<Alarm>,
    /// How far alerts went at other desks.
    further: Further,
    now: UtcMs,
}

/// How far the board has been filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Filled {
    /// Up to a place in the file.
    UpTo(u64),
    Whole,
    /// There was more than the board holds.
    TooMany(UtcMs),
}

/// What came of filling the board.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Filling {
    /// It is as it was.
    Done,
    /// It has just become whole.
    JustDone,
    /// There is more to read.
    More,
}

impl Board {
    pub(crate) fn new(rules: Arc<Rules>, logbook: &Logbook, points: Arc<PointBook>) -> Self {
        Self::holding(MOST, rules, logbook, points)
    }

    fn holding(most: Most, rules: Arc<Rules>, logbook: &Logbook, points: Arc<PointBook>) -> Self {
        let standing = Standing {
            most,
            points,
            devices: BTreeSet::new(),
            news: logbook.changes(),
            gathering: Gathering::new(rules.settings.gather.clone()),
            lives: HashMap::new(),
            tally: [0; LIVES],
            places: None,
            changed_sites: BTreeSet::new(),
            out: None,
            shelves: None,
            filled: Filled::UpTo(0),
            leaving: Leaving::default(),
            began: Instant::now(),
            lagged: false,
            fresh: None,
            further: Further::default(),
            now: UtcMs(0),
        };
        Self {
            rules,
            standing: Mutex::new(standing),
        }
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.rules
    }

    fn lock(&self) -> MutexGuard<'_, Standing> {
        self.standing.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Reads what is missing, for a while, and lets others look in between.
    pub(crate) fn fill(&self, session: &Session) -> Filling {
        let began = Instant::now();
        let mut was_whole = true;
        loop {
            let mut standing = self.lock();
            standing.follow(&self.rules, session);
            match standing.filled {
                Filled::TooMany(at) if standing.now.since_ms(at) > TOO_MANY_MS => {
                    standing.begin_anew(&self.rules);
                }
                Filled::Whole if !was_whole => return Filling::JustDone,
                Filled::Whole | Filled::TooMany(_) => return Filling::Done,
                Filled::UpTo(at) => {
                    was_whole = false;
                    if let Err(error) = standing.read_on(&self.rules, session, at) {
                        tracing::warn!(%error, "the alarms that stand cannot be read");
                        return Filling::Done;
                    }
                    if standing.filled != Filled::Whole && began.elapsed() > FILL_FOR {
                        return Filling::More;
                    }
                }
            }
        }
    }

    /// Looks at the board as it is now; none while it is not whole.
    pub(crate) fn look<T>(&self, session: &Session, see: impl FnOnce(&Standing) -> T) -> Option<T> {
        let mut standing = self.lock();
        standing.follow(&self.rules, session);
        (standing.filled == Filled::Whole).then(|| see(&standing))
    }

    /// Whether the list is answered flat for longer than its filling takes.
    pub(crate) fn is_incomplete(&self) -> bool {
        let standing = self.lock();
        let long = standing.began.elapsed() > FILL_LONG;
        matches!(standing.filled, Filled::TooMany(_)) || long && !standing.is_whole()
    }

    /// New alerts without a level that have not been announced yet, by their priority.
    pub(crate) fn take_fresh(&self) -> Option<Alarm> {
        self.lock().fresh.take()
    }

    /// The priority of an alert with its reasons.
    pub(crate) fn priority(
        &self,
        session: &Session,
        alert: &Alert,
    ) -> (Priority, Vec<emergency::priority::PriorityReason>) {
        let mut standing = self.lock();
        let nowhere = Places::default();
        let places = standing.places(&self.rules, session).unwrap_or(&nowhere);
        self.rules.priority(alert, places)
    }
}

impl Standing {
    fn is_whole(&self) -> bool {
        self.filled == Filled::Whole
    }

    /// Takes what the log has learned.
    fn follow(&mut self, rules: &Rules, session: &Session) {
        self.now = session.logbook.now();
        loop {
            let news = self.news.as_ref().map(|news| news.next(Duration::ZERO));
            match news {
                Some(News::Change(change)) => self.take(rules, session, &change.touched),
                Some(News::Lagged) => {
                    self.begin_anew(rules);
                    self.lagged = true;
                }
                Some(News::Quiet | News::Closed) | None => return,
            }
        }
    }

    /// Takes what one commit has changed, alerts in the order in which the log learned of them:
    /// what was heard first leads.
    fn take(&mut self, rules: &Rules, session: &Session, touched: &[EntityRef]) {
        let mut alerts = Vec::new();
        for entity in touched {
            match entity.kind.as_str() {
                // What stands near an alert has changed; what is in the order stays there.
                "site" => {
                    self.changed_sites.insert(entity.id.clone());
                }
                "source" => self.out = None,
                "point" => self.moved(session, rules, &entity.id),
                "alert" => alerts.push(entity.id.as_str()),
                _ => {}
            }
        }
        if alerts.len() > 1 {
            let logbook = &session.logbook;
            alerts.sort_by_cached_key(|id| logbook.alert_place(id).ok().flatten());
        }
        for id in alerts {
            let beyond = self.is_beyond(session, id);
            match session.logbook.alert(id) {
                Ok(Some(alert)) => {
                    self.note_shelf(&alert);
                    if !beyond && !matches!(self.filled, Filled::TooMany(_)) {
                        self.put(rules, session, &alert);
                    }
                    if !self.is_whole() {
                        self.hear_alone(rules, session, &alert);
                    }
                    self.hear_of(session, &alert);
                }
                Ok(None) => {}
                Err(error) => tracing::warn!(%error, "an alert cannot be read"),
            }
        }
    }

    fn begin_anew(&mut self, rules: &Rules) {
        self.devices.clear();
        self.gathering = Gathering::new(rules.settings.gather.clone());
        self.lives.clear();
        self.tally = [0; LIVES];
        self.places = None;
        self.changed_sites.clear();
        self.out = None;
        self.shelves = None;
        self.filled = Filled::UpTo(0);
        self.leaving = Leaving::default();
        self.began = Instant::now();
    }

    /// While the board is not whole nobody knows what else stands in the row of an alert: what
    /// waits since just now is heard by itself.
    fn hear_alone(&mut self, rules: &Rules, session: &Session, alert: &Alert) {
        let has_level = alert.notice.as_ref().is_some_and(|one| one.level.is_some());
        let waits = alert.life(self.now).waits() && alert.taken(self.now).is_none();
        let recent = self.now.since_ms(alert.waits_since(self.now)) < HEARD_OF_MS;
        if has_level || !waits || !recent {
            return;
        }
        let priority = self.weigh(rules, session, alert);
        self.announce(session, alert, priority);
    }

    fn weigh(&mut self, rules: &Rules, session: &Session, alert: &Alert) -> Priority {
        let nowhere = Places::default();
        let places = self.places(rules, session).unwrap_or(&nowhere);
        rules.priority(alert, places).0
    }

    fn announce(&mut self, session: &Session, alert: &Alert, priority: Priority) {
        let alarm = alarm(session, alert, priority, None);
        self.fresh = Some(worse(self.fresh.take(), &alarm));
    }

    fn places(&mut self, rules: &Rules, session: &Session) -> Option<&Places> {
        let changed = std::mem::take(&mut self.changed_sites);
        let read = match self.places.take() {
            Some(kept) if changed.is_empty() => Ok(kept),
            Some(kept) if changed.len() <= SITES_CHANGED_MAX => kept.with(session, rules, &changed),
            _ => Places::read(session, rules, Arc::clone(&self.points)),
        };
        let read = read.inspect_err(|error| tracing::warn!(?error, "no sites"));
        self.places = read.ok();
        self.places.as_ref()
    }

    fn put(&mut self, rules: &Rules, session: &Session, alert: &Alert) {
        let life = alert.life(self.now);
        let since = alert.waits_since(self.now);
        let counts = life.is_listed() || life.is_away();
        let other = if counts {
            self.tally[life as usize] += 1;
            self.lives.insert(alert.id.clone(), (life, since))
        } else {
            self.lives.remove(&alert.id)
        };
        if let Some((other, _)) = other {
            self.tally[other as usize] -= 1;
        }
        // It was revised while it waited, or seen and reopened before the board read either.
        let again = other.is_some_and(|(_, before)| since > before);
        // It was out of the way or over and waits anew: no message came that would announce it.
        let back = since > alert.first_recorded && other.is_none_or(|(life, _)| life.is_away());
        self.note_device(alert, life);
        let nowhere = Places::default();
        let item = life.is_listed().then(|| {
            let places = self.places(rules, session).unwrap_or(&nowhere);
            rules.item(alert, life, places)
        });
        let Some(item) = item.flatten() else {
            self.take_out(alert);
            return;
        };
        let weight = item.weight;
        let known = self.gathering.weight(&alert.id);
        let waited = known.is_some_and(|known| known.waits);
        self.gathering.put(&rules.kinds, item);
        // What adds to a row that waits already is seen by its count; it is heard again when it
        // is graver than all that was there. What waits once more is as new as the first time.
        let row = self.gathering.heading(&alert.id);
        let tells = row.is_some_and(|row| row.waiting == 1 || row.gravest == alert.id);
        let comes = weight.waits && (!waited || again) && tells;
        let heard_here = weight.level == BY_PRIORITY || back;
        if comes && heard_here && self.is_whole() {
            self.announce(session, alert, weight.priority);
        }
        if self.lives.len() > self.most.alerts || self.gathering.len() > self.most.rows {
            self.begin_anew(rules);
            self.filled = Filled::TooMany(self.now);
        }
    }

    /// How many alerts are in a state.
    fn count(&self, life: Life) -> u32 {
        self.tally[life as usize]
    }

    /// Puts the counts that only the board knows beside those of the log.
    pub(crate) fn count_into(&self, counts: &mut AlertCounts) {
        counts.suppressed = self.count(Life::Suppressed);
        counts.out_of_service = self.count(Life::OutOfService);
        counts.returned = self.count(Life::Returned);
        counts.latched = self.count(Life::Latched);
        counts.waiting = self.gathering.waiting();
        counts.headings = u32::try_from(self.gathering.len()).unwrap_or(u32::MAX);
    }
}

/// What is heard of one alert, by its priority.
fn alarm(
    session: &Session,
    alert: &Alert,
    priority: Priority,
    step: Option<EscalationStep>,
) -> Alarm {
    Alarm {
        level: priority.rank(),
        by_priority: true,
        count: 1,
        headline: title(alert),
        exercise: session.logbook.is_exercise(),
        step,
        heard: false,
    }
}

/// What an alert is called.
pub(crate) fn title(alert: &Alert) -> String {
    let Some(notice) = &alert.notice else {
        return String::new();
    };
    match notice.texts.first() {
        Some(text) if !text.headline.is_empty() => text.headline.clone(),
        _ => notice.event.clone(),
    }
}
