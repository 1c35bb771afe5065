//! Events into states: the one fold that live work, catch-up, rebuilding and checking share.
//!
//! The state of an entity is the fold of the events that touch it, first those in the ordered
//! log by `sseq`, then the desk's own that nobody has sequenced, in the order they were written.
//! An event at the end of that order is applied onto the stored state; when an entry comes in
//! below own events that still wait, the entity is folded anew.

use std::collections::HashMap;

use emergency::alert::Alert;
use emergency::entity::{EntityKind, EntityRef, Seen, State, touches};
use emergency::event::{Event, Verdict};
use emergency::fact::Fact;
use emergency::id::OriginId;
use emergency::time::UtcMs;
use rusqlite::{CachedStatement, Connection};

use crate::error::StorageError;
use crate::record::state;
use crate::table::entity::{self, RowAt, Written, unreadable};
use crate::table::{alarm, alert, event, meta};
use crate::writer::Write;

/// States kept from earlier commits at most.
const KNOWN_MAX: usize = 1_024;

/// Bytes as JSON of all states kept from earlier commits at most.
const KNOWN_BYTES_MAX: usize = 16 * 1024 * 1024;

/// What an event says, read once.
pub(crate) struct Reading {
    /// The fact; none when it is of a later version.
    fact: Option<Fact>,
    /// All entities that it changes; a kind of a later version changes its own only.
    pub(crate) touches: Vec<EntityRef>,
}

impl Reading {
    /// Reads an event from its body, as every later reader will.
    pub(crate) fn of(event: &Event) -> Self {
        let fact = Fact::read(&event.kind, &event.body).ok();
        let touches = match &fact {
            Some(fact) => touches(event, fact),
            None => vec![event.entity.clone()],
        };
        Self { fact, touches }
    }

    /// True when no state takes it in.
    pub(crate) fn is_of_a_later_version(&self) -> bool {
        self.fact.is_none()
    }
}

/// All entities that an event changes.
pub(crate) fn touched(event: &Event) -> Vec<EntityRef> {
    Reading::of(event).touches
}

/// The states that one task works on, written at its end; and those of earlier commits, which
/// only the writer changes, so that they need not be read again.
#[derive(Default)]
pub(crate) struct Projection {
    held: Vec<Held>,
    /// Where each of them is.
    places: HashMap<EntityRef, usize>,
    /// Places of those that the task at work has changed.
    changed: Vec<usize>,
    /// Bytes of all states that are held, as JSON.
    bytes: usize,
}

/// One state.
struct Held {
    entity: EntityRef,
    kind: EntityKind,
    state: State,
    rev: u64,
    pending: u64,
    /// How it is stored; none while it is not.
    row: Option<RowAt>,
    bytes: usize,
    changed: bool,
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
    pub(crate) fn take_event(
        &mut self,
        conn: &Connection,
        event: &Event,
        arrival: Arrival<'_>,
    ) -> rusqlite::Result<Vec<EntityRef>> {
        let reading = Reading::of(event);
        self.take(conn, event, &reading, arrival)?;
        Ok(reading.touches)
    }

    /// The same for an event that was read already.
    pub(crate) fn take(
        &mut self,
        conn: &Connection,
        event: &Event,
        reading: &Reading,
        arrival: Arrival<'_>,
    ) -> rusqlite::Result<()> {
        let Some(fact) = &reading.fact else {
            return Ok(());
        };
        for entity in &reading.touches {
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
                    fact,
                    verdict,
                };
                held.state.apply(&entity.id, seen);
                held.rev += 1;
            }
        }
        Ok(())
    }

    /// Drops all states: the transaction that they came from was undone.
    pub(crate) fn forget(&mut self) {
        *self = Self::default();
    }

    /// Folds an entity anew at the end of the task.
    pub(crate) fn refold(&mut self, conn: &Connection, entity: &EntityRef) -> rusqlite::Result<()> {
        if let Some(held) = self.hold(conn, entity)? {
            held.refold = true;
        }
        Ok(())
    }

    /// The state of an entity, which is going to change.
    fn hold(
        &mut self,
        conn: &Connection,
        entity: &EntityRef,
    ) -> rusqlite::Result<Option<&mut Held>> {
        let Some(kind) = EntityKind::from_name(&entity.kind) else {
            return Ok(None);
        };
        let at = match self.places.get(entity) {
            Some(at) => *at,
            None => {
                let at = self.held.len();
                self.held.push(Held::load(conn, kind, entity)?);
                self.places.insert(entity.clone(), at);
                at
            }
        };
        let held = &mut self.held[at];
        if !held.changed {
            held.changed = true;
            self.changed.push(at);
        }
        Ok(Some(held))
    }

    /// Writes the states that changed; answers whose they are.
    pub(crate) fn flush(
        &mut self,
        conn: &Connection,
        origin: &OriginId,
        swept: UtcMs,
        change: u64,
    ) -> rusqlite::Result<Vec<EntityRef>> {
        let changed = std::mem::take(&mut self.changed);
        let mut updating = entity::updating(conn)?;
        let mut entities = Vec::with_capacity(changed.len());
        for at in changed {
            let held = &mut self.held[at];
            if held.refold {
                let entity = &held.entity;
                (held.state, held.rev, held.pending) = fold(conn, origin, held.kind, entity)?;
            }
            let text = held.state.to_json();
            let row = held.store(conn, &mut updating, &text, (swept, change))?;
            self.bytes = self.bytes - held.bytes + text.len();
            (held.row, held.bytes) = (Some(row), text.len());
            (held.changed, held.refold) = (false, false);
            entities.push(held.entity.clone());
        }
        if self.held.len() > KNOWN_MAX || self.bytes > KNOWN_BYTES_MAX {
            self.forget();
        }
        Ok(entities)
    }
}

impl Held {
    fn load(conn: &Connection, kind: EntityKind, entity: &EntityRef) -> rusqlite::Result<Self> {
        let stored = entity::load(conn, entity)?;
        let state = match &stored {
            Some(stored) => State::from_json(kind, &stored.state).map_err(unreadable)?,
            None => State::empty(kind, &entity.id),
        };
        Ok(Self {
            entity: entity.clone(),
            kind,
            state,
            rev: stored.as_ref().map_or(0, |stored| stored.rev),
            pending: stored.as_ref().map_or(0, |stored| stored.pending),
            row: stored.map(|stored| stored.row),
            bytes: 0,
            changed: false,
            refold: false,
        })
    }

    fn store(
        &self,
        conn: &Connection,
        updating: &mut CachedStatement<'_>,
        text: &str,
        (swept, change): (UtcMs, u64),
    ) -> rusqlite::Result<RowAt> {
        if let State::Alert(state) = &self.state {
            alert::store(conn, state, swept)?;
        }
        let (open, title) = facts_of(&self.state);
        let row = Written {
            entity: &self.entity,
            rev: self.rev,
            pending: self.pending,
            open,
            title: &title,
            changed: change,
            state: text,
        };
        entity::store(conn, updating, self.row, &row)
    }
}

/// Folds one entity from its events: its state, how many made it, how many of them wait.
pub(crate) fn fold(
    conn: &Connection,
    origin: &OriginId,
    kind: EntityKind,
    entity: &EntityRef,
) -> rusqlite::Result<(State, u64, u64)> {
    // Another desk's event that lost its place is left out until it comes again; what this desk
    // wrote under an earlier name is its own.
    let mut statement = conn.prepare_cached(&format!(
        "SELECT {} FROM event_entity x JOIN event e ON e.seq = x.event
         WHERE x.kind = ?1 AND x.id = ?2 AND (e.sseq IS NOT NULL OR e.origin = ?3
               OR e.origin IN (SELECT origin FROM predecessor))
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

/// Alerts that are filled in at once.
const LEFT_AT_ONCE: usize = 1_000;

/// Fills in when each alert left the list of what stands, in a log of a version that did not keep
/// it: what may have left is folded anew from its events. One that cannot be folded stays as it
/// is; the full check tells of it.
pub(crate) fn fill_left(conn: &Connection) -> rusqlite::Result<()> {
    let Some(meta) = meta::load(conn)? else {
        return Ok(());
    };
    let mut after = 0;
    loop {
        let page = alarm::may_have_left(conn, after, LEFT_AT_ONCE)?;
        let Some((last, _)) = page.last() else {
            return Ok(());
        };
        after = *last;
        for (_, id) in page {
            let entity = EntityRef::new(EntityKind::Alert, &id);
            match fold(conn, &meta.origin, EntityKind::Alert, &entity) {
                Ok((state, ..)) => {
                    entity::set_state(conn, &entity, &state.to_json())?;
                    if let State::Alert(alert) = &state {
                        alert::store(conn, alert, meta.swept)?;
                    }
                }
                Err(error) if error.sqlite_error_code().is_some() => return Err(error),
                Err(error) => tracing::warn!(%error, id, "an alert cannot be folded anew"),
            }
        }
    }
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
        State::Site(site) => (!site.withdrawn, site.registered.name.clone()),
        State::Issue(issue) => (issue.is_open(), issue.lot.0.clone()),
        State::Requisition(one) => (one.is_open(), one.issued.owner.name.clone()),
        State::Aid(aid) => (!aid.progress.is_end(), aid.drafted.to.clone()),
        State::Countdown(one) => (
            one.is_open(),
            one.started
                .as_ref()
                .map(|s| s.words.clone())
                .unwrap_or_default(),
        ),
        State::Circular(circular) => (circular.is_open(), circular.sent.title.clone()),
        State::Person(person) => (person.known, person.registered.name.clone()),
        State::Rota(rota) => (false, rota.set.leader.0.clone()),
        State::Import(import) => (import.undone.is_none(), import.applied.file.clone()),
        State::Drill(drill) => (drill.ended_at.is_none(), drill.started.title.clone()),
        State::Closure(closure) => (closure.lifted_at.is_none(), closure.set.reason.clone()),
        State::Fence(fence) => (fence.ended_at.is_none(), fence.set.name.clone()),
        State::Wind(wind) => (true, wind.observed.source.clone()),
        State::Plan(plan) => (!plan.is_ended(), plan.title().to_owned()),
        State::Document(document) => (!document.is_whole(), document.name.clone()),
        State::Holidays(holidays) => (true, holidays.set.source.clone()),
        State::Submission(one) => (one.is_open(), one.received.matter.clone()),
        State::Point(point) => (point.known, point.registered.name.clone()),
        State::Firm(firm) => (firm.known, firm.registered.name.clone()),
        // What is out of service needs somebody to put it back.
        State::Source(source) => match &source.out {
            Some((out, _)) => (true, out.name.clone()),
            None => (false, source.id.0.clone()),
        },
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

/// By so much a clock goes back before what it has moved on is looked at again, milliseconds;
/// less is two threads that looked at it one after the other.
pub(crate) const CLOCK_BACK_MS: i64 = 60_000;

/// Alerts that one task moves on because of the time.
pub(crate) const SWEEP_MAX: usize = 2_000;

impl Write<'_> {
    /// Moves alerts whose time has come, [`SWEEP_MAX`] at most; answers how many, and whether
    /// there are more.
    pub(crate) fn sweep(&mut self, now: UtcMs) -> Result<(usize, bool), StorageError> {
        if now.plus_ms(CLOCK_BACK_MS) < self.meta.swept {
            return Ok((self.sweep_back(now)?, false));
        }
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

    /// The clock was ahead and was set right: an alert that only that clock had ended is in force.
    fn sweep_back(&mut self, now: UtcMs) -> Result<usize, StorageError> {
        let early = alert::moved_early(self.conn, now, self.meta.swept)?;
        for entity in &early {
            if let Some(State::Alert(alert)) = state(self.conn, EntityKind::Alert, &entity.id)? {
                alert::store(self.conn, &alert, now)?;
            }
        }
        self.meta.swept = now;
        let count = early.len();
        self.touched.extend(early);
        Ok(count)
    }
}
