//! Countdowns: started, answered, prolonged, taken back.

use serde::{Deserialize, Serialize};

use super::{Context, Draft, Known, Refusal, bounded, incident, needed, unknown};
use crate::countdown::{
    Cause, Countdown, CountdownExtended, CountdownMet, CountdownStarted, CountdownWithdrawn,
    EXTENSION_DAYS_MAX,
};
use crate::fact::Fact;
use crate::id::{CountdownId, IncidentId};
use crate::time::UtcMs;

/// What is done with a time limit that no other fact starts or ends.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "act",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum CountdownAct {
    /// Say what started it.
    Start { started: CountdownStarted },
    /// Say that one clock was answered; of a clock that the incident started, name the incident.
    Meet {
        countdown: Option<CountdownId>,
        incident: Option<IncidentId>,
        clock: String,
        words: String,
        late_reason: String,
        /// When it was due; the desk says it from its table of clocks.
        due_at: Option<UtcMs>,
    },
    /// Prolong an investigation.
    Extend {
        countdown: CountdownId,
        days: u32,
        reason: String,
    },
    /// Take back what was started by mistake.
    Withdraw {
        countdown: CountdownId,
        reason: String,
    },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: CountdownAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        CountdownAct::Start { started } => start(known, context, started),
        CountdownAct::Meet {
            countdown,
            incident,
            clock,
            words,
            late_reason,
            due_at,
        } => {
            let met = CountdownMet {
                incident,
                clock,
                words,
                late_reason,
            };
            meet(known, context, countdown, met, due_at)
        }
        CountdownAct::Extend {
            countdown,
            days,
            reason,
        } => extend(known, countdown, days, reason),
        CountdownAct::Withdraw { countdown, reason } => withdraw(known, countdown, reason),
    }
}

fn start(
    known: &dyn Known,
    context: &mut Context<'_>,
    started: CountdownStarted,
) -> Result<Vec<Draft>, Refusal> {
    match &started.incident {
        Some(id) => drop(incident(known, id)?),
        None if started.cause.needs_incident() => {
            let field = "incident".into();
            return Err(Refusal::Needed { field });
        }
        None => {}
    }
    // Who asks has to be answered, so that it has to be known who it was.
    if started.cause == Cause::VerifyAsked {
        needed(&started.told_by, "told_by")?;
    }
    if started.incident.is_none() {
        needed(&started.words, "text")?;
    }
    bounded(&started.words, "text")?;
    bounded(&started.told_by, "told_by")?;
    if started.since.is_some_and(|since| since > context.now) {
        let field = "since".into();
        return Err(Refusal::OutOfRange { field });
    }
    let id = (context.new_id)();
    Ok(vec![Draft::plain(id, Fact::CountdownStarted(started))])
}

fn running(known: &dyn Known, id: &CountdownId) -> Result<Countdown, Refusal> {
    let found = known.countdown(id);
    let found = found.ok_or_else(|| unknown("countdown", &id.0))?;
    if found.since().is_some() {
        return Ok(found);
    }
    Err(Refusal::WrongState {
        what: "countdown".into(),
        id: id.0.clone(),
        state: "withdrawn".into(),
    })
}

fn meet(
    known: &dyn Known,
    context: &Context<'_>,
    countdown: Option<CountdownId>,
    mut met: CountdownMet,
    due_at: Option<UtcMs>,
) -> Result<Vec<Draft>, Refusal> {
    needed(&met.clock, "clock")?;
    needed(&met.words, "text")?;
    for (text, field) in [
        (&met.clock, "clock"),
        (&met.words, "text"),
        (&met.late_reason, "late_reason"),
    ] {
        bounded(text, field)?;
    }
    let (id, before) = match (countdown, &met.incident) {
        (Some(id), _) => {
            let found = running(known, &id)?;
            met.incident.clone_from(&found.incident);
            (id, Some(found))
        }
        (None, Some(of)) => {
            incident(known, of)?;
            let id = CountdownId(format!("{}/{}", of.0, met.clock));
            let found = known.countdown(&id);
            (id, found)
        }
        (None, None) => {
            let field = "incident".into();
            return Err(Refusal::Needed { field });
        }
    };
    if before.is_some_and(|before| before.answer(&met.clock).is_some()) {
        return Err(Refusal::WrongState {
            what: "countdown".into(),
            id: id.0,
            state: "met".into(),
        });
    }
    if due_at.is_some_and(|due| context.occurred_at > due) {
        // 山东省安全生产条例 (2021) art. 65 and 国务院令第493号 art. 35: lateness is answered for.
        needed(&met.late_reason, "late_reason")?;
    }
    Ok(vec![Draft::plain(id.0, Fact::CountdownMet(met))])
}

/// 国务院令第493号 (2007) art. 29: with the approval of the government, by 60 days at most.
fn extend(
    known: &dyn Known,
    id: CountdownId,
    days: u32,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = running(known, &id)?;
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let cause = found.started.as_ref().map(|started| started.cause);
    let all = found.extra_days.saturating_add(days);
    if cause != Some(Cause::Investigation) || days == 0 || all > EXTENSION_DAYS_MAX {
        let field = "days".into();
        return Err(Refusal::OutOfRange { field });
    }
    let fact = Fact::CountdownExtended(CountdownExtended {
        incident: found.incident,
        days,
        reason,
    });
    Ok(vec![Draft::plain(id.0, fact)])
}

fn withdraw(known: &dyn Known, id: CountdownId, reason: String) -> Result<Vec<Draft>, Refusal> {
    let found = running(known, &id)?;
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let incident = found.incident;
    let fact = Fact::CountdownWithdrawn(CountdownWithdrawn { incident, reason });
    Ok(vec![Draft::plain(id.0, fact)])
}
