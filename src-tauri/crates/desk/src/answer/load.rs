//! How heavy the load of alarms is: of some hours, of a shift, of several shifts beside each other.

use contract::error::{CallError, Code};
use contract::rows::{
    AlarmLoadRequest, AlarmLoadSheet, AlarmShift, AlarmShifts, SHIFTS_COMPARED_MAX,
};
use emergency::alert::Alert;
use emergency::duty::DUTY;
use emergency::entity::{EntityKind, EntityRef};
use emergency::fact::Fact;
use emergency::figures::{Sounded, Stood, load};
use emergency::source::point_of;
use emergency::time::{HOUR_MS, UtcMs};
use logbook::RECORDED_MAX;

use crate::board::title;
use crate::number::small;
use crate::session::{Session, storage};

/// Hours that one question about the load may span.
const LOAD_HOURS_MAX: u32 = 7 * 24;
/// Hours of a shift that nobody has entered.
const SHIFT_HOURS: i64 = 12;
/// Shifts that are named: a month of three a day.
const SHIFTS_MAX: usize = 93;
/// Entries of the watch that are read for that, at once and at most.
const ENTRIES_AT_ONCE: usize = 500;
const ENTRIES_MAX: usize = 20_000;

/// From when to when the load is asked, and for whom. Its last moment is the one before it ends.
struct Span {
    from: UtcMs,
    to: UtcMs,
    officers: usize,
}

impl Span {
    fn of_shift(shift: &AlarmShift, now: UtcMs) -> Self {
        Self {
            from: shift.from,
            to: shift.to.unwrap_or(now.plus_ms(1)),
            officers: shift.officers.len(),
        }
    }
}

/// The load of a shift or of some hours, beside the guideline.
pub(super) fn sheet(
    session: &Session,
    request: &AlarmLoadRequest,
) -> Result<AlarmLoadSheet, CallError> {
    let now = session.logbook.now();
    let span = match request.shift {
        Some(from) if request.hours == 0 => {
            let all = all_shifts(session)?;
            let shift = all.iter().find(|shift| shift.from == from);
            let unknown =
                || CallError::new(Code::NotFound, format!("no shift began at {}", from.0));
            Span::of_shift(shift.ok_or_else(unknown)?, now)
        }
        _ => {
            let duty = session.logbook.duty(DUTY).map_err(storage)?;
            let duty = duty.unwrap_or_default();
            let hours = i64::from(request.hours.min(LOAD_HOURS_MAX));
            let began = duty.since.filter(|_| hours == 0);
            let hours = if hours == 0 { SHIFT_HOURS } else { hours };
            Span {
                from: began.unwrap_or_else(|| now.plus_ms(-hours * HOUR_MS)),
                to: now.plus_ms(1),
                officers: duty.officers.len(),
            }
        }
    };
    of_span(session, &span, now)
}

/// The shifts of the log, and the newest of them beside each other.
pub(super) fn shifts(session: &Session, compare: u32) -> Result<AlarmShifts, CallError> {
    let shifts = all_shifts(session)?;
    let now = session.logbook.now();
    let compared = shifts
        .iter()
        .take(compare.min(SHIFTS_COMPARED_MAX) as usize);
    let loads = compared.map(|shift| {
        let mut sheet = of_span(session, &Span::of_shift(shift, now), now)?;
        let load = &mut sheet.load;
        load.windows.clear();
        for points in [&mut load.worst, &mut load.chattering, &mut load.fleeting] {
            points.clear();
        }
        Ok(sheet)
    });
    let loads = loads.collect::<Result<_, CallError>>()?;
    Ok(AlarmShifts { shifts, loads })
}

/// The load of the shift that was handed over last, for its sheet; of this one where none was.
pub(crate) fn handed_over(session: &Session) -> Result<AlarmLoadSheet, CallError> {
    let now = session.logbook.now();
    let mut shifts = all_shifts(session)?;
    let last = shifts.iter().position(|shift| shift.to.is_some());
    match last {
        Some(at) => of_span(session, &Span::of_shift(&shifts.swap_remove(at), now), now),
        None => sheet(session, &AlarmLoadRequest::default()),
    }
}

/// The shifts that the log knows, the newest first. Who is entered again goes on.
fn all_shifts(session: &Session) -> Result<Vec<AlarmShift>, CallError> {
    let mut all = begun(session)?;
    all.sort_by_key(|shift| shift.from);
    let mut shifts: Vec<AlarmShift> = Vec::new();
    for next in all {
        if let Some(last) = shifts.last_mut() {
            if last.officers == next.officers {
                last.leader = next.leader;
                continue;
            }
            last.to = Some(next.from);
        }
        shifts.push(next);
    }
    shifts.reverse();
    shifts.truncate(SHIFTS_MAX);
    Ok(shifts)
}

/// Each time that somebody took the watch.
fn begun(session: &Session) -> Result<Vec<AlarmShift>, CallError> {
    let entity = EntityRef::new(EntityKind::Duty, DUTY);
    let (mut before, mut read, mut all) = (u64::MAX, 0, Vec::new());
    while read < ENTRIES_MAX && all.len() < SHIFTS_MAX {
        let entries = session.logbook.timeline(&entity, before, ENTRIES_AT_ONCE);
        let entries = entries.map_err(storage)?;
        let Some(last) = entries.last() else {
            break;
        };
        before = last.seq;
        read += entries.len();
        all.extend(entries.iter().filter_map(|entry| {
            let event = &entry.event;
            let (leader, officers) = match Fact::read(&event.kind, &event.body).ok()? {
                Fact::DutyStarted(started) => (started.leader, started.officers),
                Fact::DutyHandedOver(handed) => (handed.leader.clone(), handed.watch()),
                _ => return None,
            };
            Some(AlarmShift {
                from: event.occurred_at,
                to: None,
                leader,
                officers,
            })
        }));
    }
    Ok(all)
}

fn of_span(session: &Session, span: &Span, now: UtcMs) -> Result<AlarmLoadSheet, CallError> {
    let (from, to) = (span.from, span.to);
    let read = session.logbook.recorded_alerts(from, to);
    let read = read.map_err(storage)?;
    let cut = read.len() >= RECORDED_MAX;
    // Of what was left out nothing is known: the span begins where the reading does.
    let oldest = read.last().filter(|_| cut);
    let from = oldest.map_or(from, |alert| alert.first_recorded.max(from));
    let heard = read
        .iter()
        .filter(|alert| alert.began && alert.is_for_action())
        .filter_map(|alert| heard(session, alert, now));
    let sounded: Vec<Sounded> = heard.collect();
    let operators = small(span.officers.max(1) as u64);
    let guideline = session.board.rules().settings.guideline.clone();
    let stood = stood(session, to.plus_ms(-1), guideline.stale_h)?;
    Ok(AlarmLoadSheet {
        from,
        to,
        operators,
        load: load(&sounded, (from, to), stood, operators, &guideline),
        guideline,
        cut,
    })
}

/// What stood at a time, and of it what had stood for more than so many hours since it was
/// recorded; what counts as standing then is said at [`logbook::Logbook::stood`].
fn stood(session: &Session, at: UtcMs, stale_h: u32) -> Result<Stood, CallError> {
    let counted = |recorded_by| {
        let stood = session.logbook.stood(at, recorded_by);
        stood.map(small).map_err(storage)
    };
    Ok(Stood {
        standing: counted(at)?,
        stale: counted(at.plus_ms(-i64::from(stale_h) * HOUR_MS - 1))?,
    })
}

/// What is set aside within this of being recorded was never heard: a rule did it at intake.
const AT_INTAKE_MS: i64 = 1_000;

/// When an alert came before an officer: when it was recorded, else, of one that a rule or its
/// source kept out of the way at intake, when that had run out. None while it never did: EEMUA 191
/// (secondary source) counts the alarms that are presented to the operator. What an officer put on
/// the shelf was presented before.
fn presented(alert: &Alert, now: UtcMs) -> Option<UtcMs> {
    let recorded = alert.first_recorded;
    match &alert.aside {
        Some((aside, mark)) if mark.at.since_ms(recorded) <= AT_INTAKE_MS => {
            aside.until.filter(|until| *until <= now)
        }
        _ => Some(recorded),
    }
}

/// Since when one had waited when it was acknowledged. What brought it back after that says
/// nothing of how long it had waited before.
fn waited_from(alert: &Alert, at: UtcMs, seen: UtcMs) -> UtcMs {
    let since = alert.waits_since(seen);
    if since <= seen { since.max(at) } else { at }
}

fn heard(session: &Session, alert: &Alert, now: UtcMs) -> Option<Sounded> {
    let notice = alert.notice.as_ref()?;
    let at = presented(alert, now)?;
    let acknowledged = alert.acknowledged.as_ref().map(|mark| mark.at);
    let waited_from = acknowledged.map_or(at, |seen| waited_from(alert, at, seen));
    let by_itself = alert.is_cancelled().then(|| {
        let successors = alert.successors.iter().filter(|one| one.cancels);
        successors.map(|one| one.sent).min().unwrap_or(notice.sent)
    });
    let (priority, _) = session.board.priority(session, alert);
    Some(Sounded {
        alert: alert.id.clone(),
        point: point_of(notice),
        name: title(alert),
        at,
        waited_from,
        ended: by_itself,
        acknowledged,
        priority,
    })
}

#[cfg(test)]
mod tests;
