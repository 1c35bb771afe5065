//! What an officer does to alerts.

use super::{
    ALERTS_PER_COMMAND_MAX, Command, Context, Draft, Known, Refusal, SHELF_HOURS_MAX, bounded,
    needed, open_incident, unknown,
};
use crate::alert::{Alert, AlertMark, AlertMerged, AlertRaised, AlertShelved};
use crate::fact::Fact;
use crate::id::AlertId;

pub(super) fn decide(
    known: &dyn Known,
    context: &Context<'_>,
    command: Command,
) -> Result<Vec<Draft>, Refusal> {
    match command {
        Command::AcknowledgeAlerts { alerts, note } => {
            bounded(&note, "note")?;
            each(known, &alerts, |alert| {
                let mark = Fact::AlertAcknowledged(AlertMark { note: note.clone() });
                alert.acknowledged.is_none().then_some(mark)
            })
        }
        Command::ReopenAlert { alert, note } => {
            one(known, &alert)?;
            Ok(vec![Draft::plain(
                alert.0,
                Fact::AlertReopened(AlertMark { note }),
            )])
        }
        Command::ShelveAlert {
            alert,
            until,
            reason,
        } => {
            one(known, &alert)?;
            needed(&reason, "reason")?;
            bounded(&reason, "reason")?;
            let span_ms = until.since_ms(context.now);
            if span_ms <= 0 || span_ms > SHELF_HOURS_MAX * 60 * crate::time::MINUTE_MS {
                return Err(Refusal::OutOfRange {
                    field: "until".into(),
                });
            }
            Ok(vec![Draft::plain(
                alert.0,
                Fact::AlertShelved(AlertShelved { until, reason }),
            )])
        }
        Command::UnshelveAlert { alert } => {
            one(known, &alert)?;
            Ok(vec![Draft::plain(
                alert.0,
                Fact::AlertUnshelved(AlertMark::default()),
            )])
        }
        Command::DismissAlert { alert, reason } => {
            one(known, &alert)?;
            needed(&reason, "reason")?;
            bounded(&reason, "reason")?;
            Ok(vec![Draft::plain(
                alert.0,
                Fact::AlertDismissed(AlertMark { note: reason }),
            )])
        }
        Command::MergeAlert { alert, into } => {
            one(known, &alert)?;
            let target = one(known, &into)?;
            // One level deep: an alert under another has none under itself.
            if alert == into || target.merged_into.is_some() {
                return Err(Refusal::OutOfRange {
                    field: "into".into(),
                });
            }
            Ok(vec![Draft::plain(
                alert.0,
                Fact::AlertMerged(AlertMerged { into }),
            )])
        }
        Command::UnmergeAlert { alert } => {
            let into = one(known, &alert)?.merged_into.ok_or(Refusal::WrongState {
                what: "alert".into(),
                id: alert.0.clone(),
                state: "not_merged".into(),
            })?;
            Ok(vec![Draft::plain(
                alert.0,
                Fact::AlertUnmerged(AlertMerged { into }),
            )])
        }
        Command::RaiseAlerts { alerts, incident } => {
            open_incident(known, &incident)?;
            each(known, &alerts, |alert| {
                let raised = Fact::AlertRaised(AlertRaised {
                    incident: incident.clone(),
                });
                (alert.incident.as_ref() != Some(&incident)).then_some(raised)
            })
        }
        Command::LowerAlert { alert } => {
            let incident = one(known, &alert)?.incident.ok_or(Refusal::WrongState {
                what: "alert".into(),
                id: alert.0.clone(),
                state: "not_raised".into(),
            })?;
            Ok(vec![Draft::plain(
                alert.0,
                Fact::AlertLowered(AlertRaised { incident }),
            )])
        }
        _ => Ok(Vec::new()),
    }
}

fn one(known: &dyn Known, id: &AlertId) -> Result<Alert, Refusal> {
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
