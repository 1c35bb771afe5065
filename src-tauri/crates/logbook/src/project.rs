//! Events into states: the one fold that live work, catch-up, rebuilding and checking share.
//!
//! The state of an entity is the fold of the events that touch it, first those in the ordered
//! log by `sseq`, then the desk's own that nobody has sequenced, in the order they were written.
//! An event at the end of that order is applied onto the stored state; when an entry comes in
//! below own events that still wait, the entity is folded anew.

use std::collections::{BTreeSet, HashMap};

use emergency::alert::Alert;
use emergency::entity::{EntityKind, EntityRef, Seen, State, touches};
use emergency::event::{Event, Verdict};
use emergency::fact::Fact;
use emergency::id::OriginId;
use emergency::time::UtcMs;
use rusqlite::Connection;

use crate::error::StorageError;
use crate::record::state;
use crate::table::entity::{self, EntityRow, unreadable};
use crate::table::{alert, event};
use crate::writer::Write;

/// All entities that an event changes; a kind of a later version changes its own only.
pub(crate) fn touched(event: &Event) -> Vec<EntityRef> {
    match Fact::read(&event.kind, &event.body) {
        Ok(fact) => touches(event, &fact),
        Err(_) => vec![event.entity.clone()],
    }
}

/// The states that one task works on; written at its end.
#[derive(Default)]
pub(crate) struct Projection {
    held: HashMap<EntityRef, Held>,
}

/// One state at work.
struct Held {
    kind: EntityKind,
    state: State,
    rev: u64,
    pending: u64,
    refold: bool,
}

/// How an event came to the log.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Arrival<'a> {
    /// Written here and not sequenced.
    Own,
    /// Came in the ordered log and was not here before.
    Entry(&'a Verdict),
    /// Came back: it was here as an own event that waits.
    Echo,
}

impl Projection {
    /// Takes an event into the states it touches; answers those.
    pub(crate) fn take(
        &mut self,
        conn: &Connection,
        event: &Event,
        arrival: Arrival<'_>,
    ) -> rusqlite::Result<Vec<EntityRef>> {
        let Ok(fact) = Fact::read(&event.kind, &event.body) else {
            return Ok(vec![event.entity.clone()]);
        };
        let all = touches(event, &fact);
        for entity in &all {
            let Some(held) = self.hold(conn, entity)? else {
                continue;
            };
            let verdict = match arrival {
                Arrival::Own => {
                    held.pending += 1;
                    None
                }
                Arrival::Entry(verdict) => {
                    held.refold |= held.pending > 0;
                    Some(verdict)
                }
                Arrival::Echo => {
                    held.refold = true;
                    None
                }
            };
            if !held.refold {
                let seen = Seen {
                    event,
                    fact: &fact,
                    verdict,
                };
                held.state.apply(&entity.id, seen);
                held.rev += 1;
            }
        }
        Ok(all)
    }

    /// Folds an entity anew at the end of the task.
    pub(crate) fn refold(&mut self, conn: &Connection, entity: &EntityRef) -> rusqlite::Result<()> {
        if let Some(held) = self.hold(conn, entity)? {
            held.refold = true;
        }
        Ok(())
    }

    fn hold(
        &mut self,
        conn: &Connection,
        entity: &EntityRef,
    ) -> rusqlite::Result<Option<&mut Held>> {
        let Some(kind) = EntityKind::from_name(&entity.kind) else {
            return Ok(None);
        };
        if !self.held.contains_key(entity) {
            let held = match entity::load(conn, entity)? {
                Some(stored) => Held {
                    kind,
                    state: State::from_json(kind, &stored.state).map_err(unreadable)?,
                    rev: stored.rev,
                    pending: stored.pending,
                    refold: false,
                },
                None => Held {
                    kind,
                    state: State::empty(kind, &entity.id),
                    rev: 0,
                    pending: 0,
                    refold: false,
                },
            };
            self.held.insert(entity.clone(), held);
        }
        Ok(self.held.get_mut(entity))
    }

    /// Writes the states; answers the entities that changed.
    pub(crate) fn flush(
        &mut self,
        conn: &Connection,
        origin: &OriginId,
        swept: UtcMs,
        change: u64,
    ) -> rusqlite::Result<BTreeSet<EntityRef>> {
        let mut changed = BTreeSet::new();
        for (entity, mut held) in self.held.drain() {
            if held.refold {
                (held.state, held.rev, held.pending) = fold(conn, origin, held.kind, &entity)?;
            }
            if let State::Alert(state) = &held.state {
                alert::store(conn, state, swept)?;
            }
            let (open, title) = facts_of(&held.state);
            let row = EntityRow {
                entity,
                rev: held.rev,
                pending: held.pending,
                open,
                title,
                changed: change,
                state: held.state,
            };
            entity::store(conn, &row)?;
            changed.insert(row.entity);
        }
        Ok(changed)
    }
}

/// Folds one entity from its events: its state, how many made it, how many of them wait.
pub(crate) fn fold(
    conn: &Connection,
    origin: &OriginId,
    kind: EntityKind,
    entity: &EntityRef,
) -> rusqlite::Result<(State, u64, u64)> {
    // Another desk's event that lost its place is left out until it comes again.
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM event_entity x JOIN event e ON e.seq = x.event
         WHERE x.kind = ?1 AND x.id = ?2 AND (e.sseq IS NOT NULL OR e.origin = ?3)
         ORDER BY e.sseq IS NULL, e.sseq, e.seq",
        event::COLUMNS
    ))?;
    let mut rows = statement.query([&entity.kind, &entity.id, &origin.0])?;
    let mut state = State::empty(kind, &entity.id);
    let (mut rev, mut pending) = (0, 0);
    while let Some(row) = rows.next()? {
        let logged = event::read(row)?.logged().map_err(unreadable)?;
        let Ok(fact) = Fact::read(&logged.event.kind, &logged.event.body) else {
            continue;
        };
        let seen = Seen {
            event: &logged.event,
            fact: &fact,
            verdict: logged.placed.as_ref().map(|placed| &placed.verdict),
        };
        state.apply(&entity.id, seen);
        rev += 1;
        pending += u64::from(logged.placed.is_none());
    }
    Ok((state, rev, pending))
}

/// Whether an entity needs a hand, and what people call it.
pub(crate) fn facts_of(state: &State) -> (bool, String) {
    match state {
        State::Alert(alert) => (alert::needs_a_hand(alert), alert_title(alert)),
        State::Incident(incident) => (incident.is_open(), incident.opened.title.clone()),
        State::Team(team) => (team.active().next().is_some(), team.registered.name.clone()),
        State::Lot(lot) => (!lot.disputed().is_empty(), lot.registered.name.clone()),
        State::Order(order) => {
            let drafted = order.progress == emergency::order::Progress::Drafted;
            (
                drafted || order.progress.is_active(),
                order.sent.words.clone(),
            )
        }
        State::Report(report) => (report.sent.is_none(), report.drafted.incident.0.clone()),
        State::Duty(duty) => (true, duty.leader.0.clone()),
        State::Site(site) => (true, site.registered.name.clone()),
        State::Issue(issue) => (issue.is_open(), issue.lot.0.clone()),
        State::Requisition(one) => (one.is_open(), one.issued.owner.name.clone()),
        State::Aid(aid) => (!aid.progress.is_end(), aid.drafted.to.clone()),
        State::Circular(circular) => (circular.is_open(), circular.sent.title.clone()),
        State::Drill(drill) => (drill.ended_at.is_none(), drill.started.title.clone()),
    }
}

fn alert_title(alert: &Alert) -> String {
    let Some(notice) = &alert.notice else {
        return String::new();
    };
    match notice.texts.first() {
        Some(text) if !text.headline.is_empty() => text.headline.clone(),
        _ => notice.event.clone(),
    }
}

/// Alerts that one task moves on because of the time.
pub(crate) const SWEEP_MAX: usize = 2_000;

impl Write<'_> {
    /// Moves alerts whose time has come, [`SWEEP_MAX`] at most; answers how many, and whether
    /// there are more.
    pub(crate) fn sweep(&mut self, now: UtcMs) -> Result<(usize, bool), StorageError> {
        let due = alert::due(self.conn, now, SWEEP_MAX)?;
        for entity in &due {
            if let Some(State::Alert(alert)) = state(self.conn, EntityKind::Alert, &entity.id)? {
                alert::store(self.conn, &alert, now)?;
            }
        }
        let more = due.len() == SWEEP_MAX;
        if !more && !due.is_empty() {
            self.meta.swept = now.max(self.meta.swept);
        }
        let count = due.len();
        self.touched.extend(due);
        Ok((count, more))
    }
}
