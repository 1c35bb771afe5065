//! Putting roads in force, and going back to those before.

use std::path::PathBuf;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Weak};

use contract::error::CallError;
use contract::rows::{RoadsKept, RoadsState, Who};
use emergency::decide::Command;
use emergency::incident::Noted;

use super::reading::{Trouble, read_unwatched};
use super::{Import, Ready, Roadworks, Watched, storage, wrong_state};
use crate::exercise::Taken;
use crate::road_report;
use crate::road_store::{Record, Stored};
use crate::roads::Laid;
use crate::session::{Session, commanding, machine, who};

impl Roadworks {
    /// After a stop between the record and the closures: gives those their numbers now.
    pub(crate) fn finish(&self, session: &Session) {
        let mut record = self.lock_record();
        if !record.numbers_of_former {
            return;
        }
        let now = self.roads.in_use();
        let former = record.former.as_ref();
        let former = match former.map(|stored| read_unwatched(&self.store.folder_of(stored))) {
            Some(Ok(imported)) => Laid::of(Some(Arc::new(imported.network)), ""),
            Some(Err(error)) => {
                tracing::error!(%error, "closures by number keep the numbers of other roads");
                return;
            }
            None => self.own(None).1,
        };
        if let (Some(from), Some(to)) = (former.network(), now.network())
            && let Err(error) =
                road_report::carry_closures(session, &machine(), (from.as_ref(), to.as_ref()))
        {
            tracing::error!(%error, "closures by number are not carried over");
            return;
        }
        record.numbers_of_former = false;
        if let Err(error) = self.store.write(&record) {
            tracing::error!(%error, "the record of roads is not written");
        }
    }

    /// Puts what was checked in force.
    pub(crate) fn put_in_force(
        &self,
        ask: &str,
        person: Who,
        sessions: &[&Session],
    ) -> Result<(), CallError> {
        let acting = who(person)?;
        let mut import = self.lock();
        let checked = import.as_mut().filter(|import| import.ask == ask);
        let checked = checked.ok_or_else(|| wrong_state(ask, "ended"))?;
        let numbers_of_former = has_numbers(sessions)?;
        let (Some(ready), Some(report)) = (checked.ready.take(), &checked.report) else {
            return Err(wrong_state(ask, "unchecked"));
        };
        let now = crate::clock::now();
        let stored = Stored {
            folder: format!("roads-{}", now.0),
            kept: RoadsKept {
                files: report.files.clone(),
                source: checked.source.clone(),
                at: now,
                by: acting.actor.0.clone(),
                sections: report.figures.sections,
                length_m: report.figures.length_m,
            },
        };
        let mut record = self.lock_record();
        let named = self.store.keep(&checked.folder, &stored.folder);
        let named = named.map_err(|e| storage(&e));
        let next = Record {
            former: record.current.clone(),
            current: Some(stored),
            can_go_back: true,
            numbers_of_former,
        };
        let done = named.and_then(|()| self.swap(&mut record, next, &ready, (sessions, &acting)));
        match done {
            Ok(()) => *import = None,
            Err(_) => checked.fail("storage"),
        }
        done
    }

    /// Begins to go back to the roads before.
    pub(crate) fn go_back(
        self: &Arc<Self>,
        person: Who,
        sessions: Vec<Arc<Session>>,
    ) -> Result<(), CallError> {
        let acting = who(person)?;
        let former = {
            let record = self.lock_record();
            if !record.can_go_back {
                return Err(wrong_state("former", "none"));
            }
            record.former.clone()
        };
        let watched = {
            let mut import = self.lock();
            if let Some(older) = import.take() {
                older.watched.stopped.store(true, Ordering::Relaxed);
            }
            let mut next = Import::new("former", PathBuf::new());
            next.state = RoadsState::Reading;
            next.going_back = true;
            let watched = Arc::clone(&next.watched);
            *import = Some(next);
            watched
        };
        let works = Arc::clone(self);
        let sessions: Vec<_> = sessions.iter().map(Arc::downgrade).collect();
        self.spawn(move || {
            let open: Vec<Arc<Session>> = sessions.iter().filter_map(Weak::upgrade).collect();
            let Some(first) = open.first() else {
                return;
            };
            let ready = match &former {
                Some(stored) => works
                    .read_watched(&works.store.folder_of(stored), &watched, first)
                    .and_then(|imported| {
                        works.ready(Some(Taken {
                            network: Arc::new(imported.network),
                            source: stored.kept.source.clone(),
                        }))
                    }),
                None => works.ready(None),
            };
            let open: Vec<&Session> = open.iter().map(AsRef::as_ref).collect();
            works.went_back(&watched, ready, (&open, &acting));
        })
    }

    pub(super) fn went_back(
        &self,
        watched: &Arc<Watched>,
        ready: Result<Ready, Trouble>,
        (sessions, acting): (&[&Session], &logbook::Who),
    ) {
        let mut import = self.lock();
        let own = import
            .as_mut()
            .filter(|import| Arc::ptr_eq(&import.watched, watched));
        let Some(own) = own else {
            return;
        };
        let done = match ready {
            _ if watched.stopped.load(Ordering::Relaxed) => Err(Trouble::Stopped),
            Err(trouble) => Err(trouble),
            Ok(ready) => {
                let mut record = self.lock_record();
                let next = has_numbers(sessions).map(|numbers_of_former| Record {
                    former: record.current.clone(),
                    current: record.former.clone(),
                    can_go_back: true,
                    numbers_of_former,
                });
                next.and_then(|next| self.swap(&mut record, next, &ready, (sessions, acting)))
                    .map_err(|error| {
                        tracing::error!(%error, "the roads before are not in force");
                        Trouble::Said("storage")
                    })
            }
        };
        match done {
            Ok(()) => *import = None,
            Err(Trouble::Stopped) => own.state = RoadsState::Stopped,
            Err(Trouble::Said(trouble)) => own.fail(trouble),
        }
        drop(import);
        if let Some(first) = sessions.first() {
            self.tell(first);
        }
    }

    /// Writes the record, and only then puts the roads and their map in use. What cannot be written
    /// after that is said in the technician's log: the roads are in force.
    pub(super) fn swap(
        &self,
        record: &mut Record,
        next: Record,
        ready: &Ready,
        (sessions, acting): (&[&Session], &logbook::Who),
    ) -> Result<(), CallError> {
        let before = self.roads.in_use();
        let source = self.roads.source();
        self.store.write(&next).map_err(|e| storage(&e))?;
        *record = next;
        self.lost.store(false, Ordering::Relaxed);
        self.roads.replace(Arc::clone(&ready.laid));
        self.map.replace(Arc::clone(&ready.map));
        let mut after = || -> Result<(), CallError> {
            for session in sessions {
                if let (Some(from), Some(to)) = (before.network(), ready.laid.network()) {
                    road_report::carry_closures(session, acting, (from.as_ref(), to.as_ref()))?;
                }
                note(session, acting, &source, &self.roads.source())?;
            }
            record.numbers_of_former = false;
            self.store.write(record).map_err(|e| storage(&e))
        };
        if let Err(error) = after() {
            tracing::error!(%error, "other roads are in force, and the log does not say so");
        }
        self.store.tidy(record);
        if let Some(first) = sessions.first() {
            let mut batch = self.batch(first);
            batch.touch_all();
            self.followers.publish(&batch);
        }
        Ok(())
    }
}

/// A line of the duty log: from now on times are of other roads.
fn note(session: &Session, acting: &logbook::Who, from: &str, to: &str) -> Result<(), CallError> {
    let note = Noted {
        text: format!("路网更换：{to}（此前：{from}）"),
        ..Noted::default()
    };
    let command = Command::NoteDuty { note };
    session
        .logbook
        .command(command, acting.clone())
        .map_err(commanding)?;
    Ok(())
}

/// Whether any closure of these logs names roads by number.
fn has_numbers(sessions: &[&Session]) -> Result<bool, CallError> {
    let each = sessions
        .iter()
        .map(|session| road_report::has_numbers(session));
    Ok(each.collect::<Result<Vec<bool>, _>>()?.contains(&true))
}
