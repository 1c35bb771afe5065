//! What is out of the way because of something else: with its source, or on the shelf of its point.
//! It goes when that goes, and comes back when that comes back.
//!
//! The desk finds by itself what this is of, so that nothing that acts on a source can leave some
//! of it hidden. What another desk has put away while it did not know better comes back as well:
//! each desk looks at all that is out of the way, over and over. A fact is written only where the
//! states ask for it, and a second one of another desk changes nothing (decision 0026).

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use contract::error::{CallError, Code};
use emergency::alert::{Alert, AlertMark, AlertSetAside, AsideWhy, Life, Notice};
use emergency::decide::{AlarmAct, Command, Draft};
use emergency::entity::{EntityKind, State};
use emergency::fact::Fact;
use emergency::id::{AlertId, SourceId};
use emergency::source::{SourceTakenOut, scopes_of};
use emergency::time::UtcMs;
use logbook::Who;
use tokio_util::sync::CancellationToken;

use crate::session::{Session, machine, storage};

/// How often it is looked whether something has to come back.
const LOOK_EVERY: Duration = Duration::from_secs(2);
/// Alerts that are looked at each time.
const AT_ONCE: usize = 500;
/// Parts of the list that one act of an officer looks at: 200,000 alerts, as many as the list
/// gathers.
const PARTS_MAX: usize = 400;

/// What is out of service, by the name of the source, point or station.
pub(crate) type Outs = HashMap<SourceId, SourceTakenOut>;

/// What is out of service now.
pub(crate) fn outs(session: &Session) -> Result<Outs, CallError> {
    let open = session.open(EntityKind::Source)?.into_iter();
    let out = open.filter_map(|state| match state {
        State::Source(source) => Some((source.id, source.out?.0)),
        _ => None,
    });
    Ok(out.collect())
}

/// Why a message is out of service: of its point, its device and its station that one which is
/// out for longest.
pub(crate) fn out_of<'a>(
    outs: &'a Outs,
    notice: &Notice,
    now: UtcMs,
) -> Option<&'a SourceTakenOut> {
    if outs.is_empty() {
        return None;
    }
    let scopes = scopes_of(notice);
    let found = scopes.iter().filter_map(|scope| outs.get(scope));
    let found = found.filter(|out| out.until > now);
    found.max_by_key(|out| out.until)
}

/// That an alert is out of service with its source.
pub(crate) fn with_source(out: &SourceTakenOut) -> Fact {
    Fact::AlertSetAside(AlertSetAside {
        why: AsideWhy::OutOfService,
        until: Some(out.until),
        reason: out.reason.clone(),
    })
}

/// What a command moves beside its own fact.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Moves {
    /// What stands of a source goes out with it.
    Out(SourceId),
    /// What was out with a source, or on a shelf, comes back.
    Back,
}

impl Moves {
    /// What a command will move; none where it is about no source and no shelf of more than one.
    pub(crate) fn of(session: &Session, command: &Command) -> Result<Option<Self>, CallError> {
        Ok(match command {
            Command::Alarm(AlarmAct::TakeOut { source, .. }) => Some(Self::Out(source.clone())),
            Command::Alarm(AlarmAct::PutBack { .. }) => Some(Self::Back),
            Command::UnshelveAlert { alert } | Command::ReopenAlert { alert, .. } => {
                let alert = session.logbook.alert(alert.as_str()).map_err(storage)?;
                let shared = |alert: &Alert| alert.shelf_more > 0 || alert.shelf_of.is_some();
                alert.as_ref().is_some_and(shared).then_some(Self::Back)
            }
            _ => None,
        })
    }

    /// Does it, once the command's own fact is in the log. What fails here is done by the thread
    /// that looks, or stays in sight.
    pub(crate) fn follow(&self, session: &Session, who: &Who) {
        session.board.sources_changed();
        let done = match self {
            Self::Out(source) => go_out(session, source, who),
            Self::Back => bring_back(session, who),
        };
        if let Err(error) = done {
            tracing::error!(%error, "what goes with a source cannot be written");
        }
    }
}

/// Sets aside what is in force of a source, in whichever row it stands. What is over stays: it
/// waits to be seen or to be reset.
fn go_out(session: &Session, source: &SourceId, who: &Who) -> Result<(), CallError> {
    let found = session.logbook.source(source.as_str()).map_err(storage)?;
    let Some((out, _)) = found.and_then(|source| source.out) else {
        return Ok(());
    };
    let now = session.logbook.now();
    let goes = |alert: &Alert| {
        let notice = alert.notice.as_ref()?;
        let over = alert.is_cancelled() || notice.expires.is_some_and(|at| at <= now);
        let life = alert.life(now);
        // What a rule keeps away stays with the rule.
        let stands = life.is_listed() || matches!(life, Life::Shelved | Life::OutOfService);
        let of_it = stands && !over && scopes_of(notice).contains(source);
        of_it.then(|| with_source(&out))
    };
    let logbook = &session.logbook;
    each_part(|after| {
        let part = logbook.standing_alerts(after, AT_ONCE).map_err(storage)?;
        write(session, &part, who, |alert| Ok(goes(alert)))
    })?;
    each_part(|after| {
        let part = logbook.away_alerts(after, AT_ONCE).map_err(storage)?;
        write(session, &part, who, |alert| Ok(goes(alert)))
    })
}

/// Brings back all that is out of the way for nothing that is so any more.
pub(crate) fn bring_back(session: &Session, who: &Who) -> Result<(), CallError> {
    let outs = outs(session)?;
    each_part(|after| {
        let part = session.logbook.away_alerts(after, AT_ONCE);
        write(session, &part.map_err(storage)?, who, |alert| {
            due(session, &outs, alert)
        })
    })
}

/// Goes through a list part by part; `part` answers where the next begins.
fn each_part(mut part: impl FnMut(u64) -> Result<Option<u64>, CallError>) -> Result<(), CallError> {
    let mut after = 0;
    for _ in 0..PARTS_MAX {
        match part(after)? {
            Some(next) => after = next,
            None => return Ok(()),
        }
    }
    Ok(())
}

/// Writes what is due of a part of a list; answers the place of its last alert.
fn write(
    session: &Session,
    part: &[(u64, Alert)],
    who: &Who,
    fact: impl Fn(&Alert) -> Result<Option<Fact>, CallError>,
) -> Result<Option<u64>, CallError> {
    let mut drafts = Vec::new();
    for (_, alert) in part {
        let fact = fact(alert)?;
        drafts.extend(fact.map(|fact| Draft::plain(alert.id.0.clone(), fact)));
    }
    if !drafts.is_empty() {
        let written = session.logbook.observe(drafts, who);
        written.map_err(|error| CallError::new(Code::Storage, error.to_string()))?;
    }
    Ok(part.last().map(|(place, _)| *place))
}

/// What has to be said of an alert that is out of the way: that it is back, or out for less long.
fn due(session: &Session, outs: &Outs, alert: &Alert) -> Result<Option<Fact>, CallError> {
    let now = session.logbook.now();
    match alert.life(now) {
        Life::OutOfService => Ok(back_from_source(outs, alert, now)),
        Life::Shelved => back_from_shelf(session, alert),
        _ => Ok(None),
    }
}

fn back_from_source(outs: &Outs, alert: &Alert, now: UtcMs) -> Option<Fact> {
    let (aside, _) = alert.aside.as_ref()?;
    let Some(out) = out_of(outs, alert.notice.as_ref()?, now) else {
        return Some(Fact::AlertPutBack(AlertMark::default()));
    };
    // Of two that hold it the longer one was put back: it is out as long as the other.
    let too_long = aside.until.is_none_or(|until| until > out.until);
    too_long.then(|| with_source(out))
}

fn back_from_shelf(session: &Session, alert: &Alert) -> Result<Option<Fact>, CallError> {
    let (Some(first), Some((until, _))) = (&alert.shelf_of, &alert.shelved) else {
        return Ok(None);
    };
    let first = session.logbook.alert(first.as_str()).map_err(storage)?;
    let runs = first
        .and_then(|first| first.shelved)
        .is_some_and(|(end, _)| end >= *until);
    Ok((!runs).then(|| Fact::AlertUnshelved(AlertMark::default())))
}

/// Starts the thread that looks; it ends when it is stopped.
pub(crate) fn start(session: Arc<Session>, stop: CancellationToken) -> std::io::Result<()> {
    let mut round = Round::default();
    std::thread::Builder::new()
        .name("away".to_owned())
        .spawn(move || {
            while !stop.is_cancelled() {
                if let Err(error) = round.look(&session) {
                    tracing::warn!(%error, "what is out of the way cannot be looked at");
                }
                std::thread::park_timeout(LOOK_EVERY);
            }
        })
        .map(drop)
}

/// A round over all that is out of the way.
#[derive(Debug, Default)]
pub(crate) struct Round {
    /// Where it goes on.
    after: u64,
    /// What is due in this round, and what was in the round before.
    due: BTreeSet<AlertId>,
    due_before: BTreeSet<AlertId>,
}

impl Round {
    /// Looks at the next part. What is due is written in the second round: the desk where
    /// somebody acted writes it at once, and the others need not say it again.
    pub(crate) fn look(&mut self, session: &Session) -> Result<(), CallError> {
        let part = session.logbook.away_alerts(self.after, AT_ONCE);
        let part = part.map_err(storage)?;
        let outs = if part.is_empty() {
            Outs::new()
        } else {
            outs(session)?
        };
        let mut ready = Vec::new();
        for (place, alert) in part.iter().cloned() {
            if due(session, &outs, &alert)?.is_none() {
                continue;
            }
            if self.due_before.contains(&alert.id) {
                ready.push((place, alert));
            } else {
                self.due.insert(alert.id);
            }
        }
        write(session, &ready, &machine(), |alert| {
            due(session, &outs, alert)
        })?;
        self.after = match part.last() {
            Some((place, _)) if part.len() == AT_ONCE => *place,
            _ => {
                self.due_before = std::mem::take(&mut self.due);
                0
            }
        };
        Ok(())
    }
}

#[cfg(test)]
mod tests;
