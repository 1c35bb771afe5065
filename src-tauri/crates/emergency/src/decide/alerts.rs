//! What an officer does to alerts.

use super::{
    ALERTS_PER_COMMAND_MAX, Context, Draft, Known, Refusal, SHELF_HOURS_MAX, bounded, needed,
    open_incident, unknown,
};
use crate::alert::{Alert, AlertMark, AlertMerged, AlertRaised, AlertShelved, Finding};
use crate::fact::Fact;
use crate::id::{AlertId, IncidentId};
use crate::time::{MINUTE_MS, UtcMs};

pub(super) fn reopen(
    known: &dyn Known,
    alert: AlertId,
    note: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = one(known, &alert)?;
    let id = alert.0.clone();
    let mut drafts = act(known, alert, Fact::AlertReopened(AlertMark { note }))?;
    if found.is_judged() {
        // What was found out no longer stands, neither for the alert nor for its source.
        drafts.push(Draft::plain(id, super::alarms::verified(&found, None, "")));
    }
    Ok(drafts)
}

/// What lies on the shelf of another alert of its point is taken down with that shelf: else the
/// next thing that the point says would go there again.
pub(super) fn unshelve(known: &dyn Known, alert: AlertId) -> Result<Vec<Draft>, Refusal> {
    let down = || Fact::AlertUnshelved(AlertMark::default());
    let first = one(known, &alert)?.shelf_of;
    let first = first.filter(|first| known.alert(first).is_some_and(|one| one.shelved.is_some()));
    let mut drafts = act(known, alert, down())?;
    drafts.extend(first.map(|first| Draft::plain(first.0, down())));
    Ok(drafts)
}

pub(super) fn dismiss(
    known: &dyn Known,
    alert: AlertId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let found = one(known, &alert)?;
    let id = alert.0.clone();
    let verified = super::alarms::verified(&found, Some(Finding::False), &reason);
    let mut drafts = act(
        known,
        alert,
        Fact::AlertDismissed(AlertMark { note: reason }),
    )?;
    drafts.push(Draft::plain(id, verified));
    Ok(drafts)
}

pub(super) fn unmerge(known: &dyn Known, alert: AlertId) -> Result<Vec<Draft>, Refusal> {
    let into = one(known, &alert)?.merged_into;
    let into = into.ok_or_else(|| wrong_state(&alert, "not_merged"))?;
    act(known, alert, Fact::AlertUnmerged(AlertMerged { into }))
}

pub(super) fn lower(known: &dyn Known, alert: AlertId) -> Result<Vec<Draft>, Refusal> {
    let incident = one(known, &alert)?.incident;
    let incident = incident.ok_or_else(|| wrong_state(&alert, "not_raised"))?;
    act(known, alert, Fact::AlertLowered(AlertRaised { incident }))
}

/// One fact about one alert that is known.
fn act(known: &dyn Known, alert: AlertId, fact: Fact) -> Result<Vec<Draft>, Refusal> {
    one(known, &alert)?;
    Ok(vec![Draft::plain(alert.0, fact)])
}

fn wrong_state(alert: &AlertId, state: &str) -> Refusal {
    let (what, id) = ("alert".into(), alert.0.clone());
    Refusal::WrongState {
        what,
        id,
        state: state.into(),
    }
}

pub(super) fn acknowledge(
    known: &dyn Known,
    alerts: &[AlertId],
    note: &str,
) -> Result<Vec<Draft>, Refusal> {
    bounded(note, "note")?;
    each(known, alerts, |alert| {
        let mark = Fact::AlertAcknowledged(AlertMark {
            note: note.to_owned(),
        });
        alert.acknowledged.is_none().then_some(mark)
    })
}

pub(super) fn shelve(
    known: &dyn Known,
    context: &Context<'_>,
    alert: AlertId,
    until: UtcMs,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let span_ms = until.since_ms(context.now);
    if span_ms <= 0 || span_ms > SHELF_HOURS_MAX * 60 * MINUTE_MS {
        let field = "until".into();
        return Err(Refusal::OutOfRange { field });
    }
    act(
        known,
        alert,
        Fact::AlertShelved(AlertShelved {
            until,
            reason,
            under: None,
        }),
    )
}

pub(super) fn merge(
    known: &dyn Known,
    alert: AlertId,
    into: AlertId,
) -> Result<Vec<Draft>, Refusal> {
    let source = one(known, &alert)?;
    let target = one(known, &into)?;
    // One level deep: an alert under another has none under itself.
    if alert == into || target.merged_into.is_some() || !source.merged.is_empty() {
        let field = "into".into();
        return Err(Refusal::OutOfRange { field });
    }
    Ok(vec![Draft::plain(
        alert.0,
        Fact::AlertMerged(AlertMerged { into }),
    )])
}

pub(super) fn raise(
    known: &dyn Known,
    alerts: &[AlertId],
    incident: &IncidentId,
) -> Result<Vec<Draft>, Refusal> {
    open_incident(known, incident)?;
    raised(known, alerts, incident)
}

/// The facts by which alerts come under an incident. Whoever raises an alert has seen it.
pub(super) fn raised(
    known: &dyn Known,
    alerts: &[AlertId],
    incident: &IncidentId,
) -> Result<Vec<Draft>, Refusal> {
    let mut drafts = each(known, alerts, |alert| {
        let raised = Fact::AlertRaised(AlertRaised {
            incident: incident.clone(),
        });
        (alert.incident.as_ref() != Some(incident)).then_some(raised)
    })?;
    drafts.extend(each(known, alerts, |alert| {
        let mark = Fact::AlertAcknowledged(AlertMark::default());
        alert.acknowledged.is_none().then_some(mark)
    })?);
    Ok(drafts)
}

pub(super) fn one(known: &dyn Known, id: &AlertId) -> Result<Alert, Refusal> {
    known.alert(id).ok_or_else(|| unknown("alert", &id.0))
}

/// One fact for each alert that the command changes; what is so already needs none.
pub(super) fn each(
    known: &dyn Known,
    alerts: &[AlertId],
    mut fact: impl FnMut(&Alert) -> Option<Fact>,
) -> Result<Vec<Draft>, Refusal> {
    if alerts.len() > ALERTS_PER_COMMAND_MAX {
        return Err(Refusal::TooLong {
            field: "alerts".into(),
            max: ALERTS_PER_COMMAND_MAX,
        });
    }
    let mut drafts = Vec::with_capacity(alerts.len());
    for id in alerts {
        let alert = one(known, id)?;
        drafts.extend(fact(&alert).map(|fact| Draft::plain(id.0.clone(), fact)));
    }
    Ok(drafts)
}
