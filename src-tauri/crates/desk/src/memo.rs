//! What the status says of whole lists, kept until one of them changes.
//!
//! The status is asked ten times a second. What it reckons from all incidents, orders, teams or
//! hidden dangers is the same until the log learns of one of them, or until time has passed: it is
//! kept so long, and the lists are read anew after that.

use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use contract::error::CallError;
use contract::rows::SubmissionCounts;
use contract::status::Clock;
use emergency::entity::EntityKind;
use emergency::time::{MINUTE_MS, UtcMs};
use logbook::{Logbook, News, Subscription};

/// Nouns of which the status reckons something.
const KINDS: [EntityKind; 10] = [
    EntityKind::Incident,
    EntityKind::Report,
    EntityKind::Countdown,
    EntityKind::Submission,
    EntityKind::Order,
    EntityKind::Issue,
    EntityKind::Requisition,
    EntityKind::Lot,
    EntityKind::Team,
    EntityKind::Site,
];

/// How often each of them was changed.
struct Changes {
    news: Option<Subscription>,
    seen: [u64; KINDS.len()],
}

impl Changes {
    /// How often one of these was changed; none when the log tells nobody.
    fn of(&mut self, kinds: &[EntityKind]) -> Option<u64> {
        let news = self.news.as_ref()?;
        loop {
            match news.next(Duration::ZERO) {
                News::Change(change) => {
                    for touched in &change.touched {
                        let known = KINDS.iter().position(|kind| kind.name() == touched.kind);
                        if let Some(seen) = known.and_then(|at| self.seen.get_mut(at)) {
                            *seen += 1;
                        }
                    }
                }
                News::Lagged => self.seen.iter_mut().for_each(|seen| *seen += 1),
                News::Quiet => break,
                News::Closed => return None,
            }
        }
        let all = KINDS.iter().zip(self.seen);
        let asked = all.filter(|(kind, _)| kinds.contains(kind));
        Some(asked.map(|(_, seen)| seen).sum())
    }
}

/// One thing that was reckoned.
struct Memo<T> {
    /// Of which nouns.
    kinds: &'static [EntityKind],
    /// At how many changes of them and in which time, and what it was.
    kept: Mutex<Option<((u64, i64), T)>>,
}

impl<T: Clone> Memo<T> {
    const fn new(kinds: &'static [EntityKind]) -> Self {
        Self {
            kinds,
            kept: Mutex::new(None),
        }
    }

    /// What was reckoned in the same time while nothing changed, else what is reckoned now.
    fn get(
        &self,
        changes: &Mutex<Changes>,
        time: i64,
        reckon: impl FnOnce() -> Result<T, CallError>,
    ) -> Result<T, CallError> {
        // Whoever asks meanwhile waits for the answer instead of reckoning it as well.
        let mut kept = lock(&self.kept);
        // What changes while it is reckoned counts as a change after it.
        let seen = lock(changes).of(self.kinds);
        let Some(key) = seen.map(|seen| (seen, time)) else {
            return reckon();
        };
        if let Some((of, what)) = kept.as_ref()
            && *of == key
        {
            return Ok(what.clone());
        }
        let what = reckon()?;
        *kept = Some((key, what.clone()));
        Ok(what)
    }
}

fn lock<T>(of: &Mutex<T>) -> MutexGuard<'_, T> {
    of.lock().unwrap_or_else(PoisonError::into_inner)
}

/// What is kept of one log.
pub(crate) struct Memos {
    changes: Mutex<Changes>,
    clocks: Memo<Vec<Clock>>,
    dangers: Memo<Vec<Clock>>,
    disputes: Memo<u32>,
    submissions: Memo<SubmissionCounts>,
}

impl Memos {
    /// Nothing yet.
    pub(crate) fn new(logbook: &Logbook) -> Self {
        Self {
            changes: Mutex::new(Changes {
                news: logbook.changes(),
                seen: [0; KINDS.len()],
            }),
            clocks: Memo::new(&KINDS),
            dangers: Memo::new(&[EntityKind::Site]),
            disputes: Memo::new(&[EntityKind::Team, EntityKind::Lot]),
            submissions: Memo::new(&[EntityKind::Submission]),
        }
    }

    /// All clocks that run. A clock begins to run by its minute.
    pub(crate) fn clocks(
        &self,
        now: UtcMs,
        reckon: impl FnOnce() -> Result<Vec<Clock>, CallError>,
    ) -> Result<Vec<Clock>, CallError> {
        self.clocks.get(&self.changes, minute(now), reckon)
    }

    /// The clocks of hidden dangers of a day, `day` counted from anywhere.
    pub(crate) fn dangers(
        &self,
        day: i64,
        reckon: impl FnOnce() -> Result<Vec<Clock>, CallError>,
    ) -> Result<Vec<Clock>, CallError> {
        self.dangers.get(&self.changes, day, reckon)
    }

    /// How many teams and lots wait for a ruling.
    pub(crate) fn disputes(
        &self,
        reckon: impl FnOnce() -> Result<u32, CallError>,
    ) -> Result<u32, CallError> {
        self.disputes.get(&self.changes, 0, reckon)
    }

    /// How many submissions are open and late, to the minute.
    pub(crate) fn submissions(
        &self,
        now: UtcMs,
        reckon: impl FnOnce() -> Result<SubmissionCounts, CallError>,
    ) -> Result<SubmissionCounts, CallError> {
        self.submissions.get(&self.changes, minute(now), reckon)
    }
}

fn minute(now: UtcMs) -> i64 {
    now.0.div_euclid(MINUTE_MS)
}

#[cfg(test)]
mod tests {
    use std::cell::Cell;

    use contract::rows::Who;
    use emergency::decide::{Command, ResourceAct};
    use emergency::site::{SiteRegistered, SiteReported};
    use emergency::team::TeamRegistered;

    use super::*;

    #[test]
    fn a_status_reckons_a_list_anew_only_after_it_changed_or_its_time_is_over() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let session = crate::opening::open_session(&folder.path().join("log.db"), &key, true, 0);
        let session = session.expect("opens");
        let memos = Memos::new(&session.logbook);
        let act = |command| {
            let who = crate::session::who(Who {
                actor: "演练 王敏".to_owned(),
                ..Who::default()
            });
            let done = session.logbook.command(command, who.expect("a name"));
            done.expect("is done");
        };
        let times = Cell::new(0);
        let ask = |day| {
            let reckoned = memos.dangers(day, || {
                times.set(times.get() + 1);
                Ok(Vec::new())
            });
            reckoned.expect("is reckoned");
            times.get()
        };
        assert_eq!((ask(1), ask(1)), (1, 1), "once for many");
        act(Command::RegisterTeam {
            team: "T1".into(),
            registered: TeamRegistered {
                name: "演练 一队".to_owned(),
                call_sign: "演练 1".to_owned(),
                ..TeamRegistered::default()
            },
        });
        assert_eq!(ask(1), 1, "a team has no hidden danger");
        act(Command::RegisterSite {
            site: "S1".into(),
            registered: SiteRegistered {
                name: "演练 氯碱厂".to_owned(),
                ..SiteRegistered::default()
            },
            seen: None,
        });
        assert_eq!((ask(1), ask(1)), (2, 2), "a place has");
        let reported = SiteReported::default();
        let site = "S1".into();
        let act_of_site = ResourceAct::ReportSite { site, reported };
        act(Command::Resource { act: act_of_site });
        assert_eq!(ask(1), 3, "each change of one");
        assert_eq!((ask(2), ask(2)), (4, 4), "and the next day");
        let failed = memos.dangers(3, || Err(crate::session::not_found("site", "S1")));
        assert!(failed.is_err(), "what failed is said");
        assert_eq!(ask(3), 5, "and not kept");
    }
}
