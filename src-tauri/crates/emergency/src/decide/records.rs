//! What is entered into the books: duty, reports, and the course of a drill.

use super::{Context, Draft, Known, Refusal, bounded, incident, needed, unknown};
use crate::duty::{DUTY, DutyStarted, HandedOver, PANEL_CHECK_MAX};
use crate::fact::Fact;
use crate::id::{ActorName, DrillId, ReportId};
use crate::incident::Noted;
use crate::report::{ReportDrafted, ReportSent};
use crate::time::UtcMs;

pub(super) fn start_duty(started: DutyStarted) -> Result<Vec<Draft>, Refusal> {
    needed(&started.leader.0, "leader")?;
    let nobody = |officer: &ActorName| officer.0.trim().is_empty();
    if started.officers.iter().all(nobody) {
        let field = "officers".into();
        return Err(Refusal::Needed { field });
    }
    Ok(vec![Draft::plain(DUTY, Fact::DutyStarted(started))])
}

pub(super) fn drill(
    context: &Context<'_>,
    drill: DrillId,
    fact: Fact,
) -> Result<Vec<Draft>, Refusal> {
    if !context.exercise {
        return Err(Refusal::ExerciseMix);
    }
    Ok(vec![Draft::plain(drill.0, fact)])
}

pub(super) fn draft(
    known: &dyn Known,
    context: &mut Context<'_>,
    report: Option<ReportId>,
    drafted: ReportDrafted,
) -> Result<Vec<Draft>, Refusal> {
    incident(known, &drafted.incident)?;
    if let Some(before) = report.as_ref().and_then(|id| known.report(id))
        && before.sent.is_some()
    {
        return Err(Refusal::WrongState {
            what: "report".into(),
            id: before.id.0,
            state: "sent".into(),
        });
    }
    let id = report.map_or_else(|| (context.new_id)(), |id| id.0);
    Ok(vec![Draft::plain(id, Fact::ReportDrafted(drafted))])
}

pub(super) fn send(
    known: &dyn Known,
    context: &Context<'_>,
    report: ReportId,
    mut sent: ReportSent,
    due_at: Option<UtcMs>,
) -> Result<Vec<Draft>, Refusal> {
    let before = known
        .report(&report)
        .ok_or_else(|| unknown("report", &report.0))?;
    if before.sent.is_some() {
        let state = "sent".into();
        return Err(Refusal::WrongState {
            what: "report".into(),
            id: report.0,
            state,
        });
    }
    needed(&sent.signer, "signer")?;
    if due_at.is_some_and(|due| context.occurred_at > due) {
        // 山东省安全生产条例 (2021) art. 65 and 493号令 art. 35: lateness has to be answered for.
        needed(&sent.late_reason, "late_reason")?;
    }
    sent.incident = before.drafted.incident;
    sent.kind = before.drafted.kind;
    Ok(vec![Draft::plain(report.0, Fact::ReportSent(sent))])
}

pub(super) fn hand_over(handed: HandedOver) -> Result<Vec<Draft>, Refusal> {
    needed(&handed.from.0, "from")?;
    needed(&handed.to.0, "to")?;
    bounded(&handed.remarks, "remarks")?;
    Ok(vec![Draft::plain(DUTY, Fact::DutyHandedOver(handed))])
}

pub(super) fn note_duty(note: Noted) -> Result<Vec<Draft>, Refusal> {
    needed(&note.text, "text")?;
    bounded(&note.text, "text")?;
    let panels = note.panel_check.as_ref().map(|check| check.panels.len());
    if panels > Some(PANEL_CHECK_MAX) {
        return Err(Refusal::TooLong {
            field: "panels".to_owned(),
            max: PANEL_CHECK_MAX,
        });
    }
    Ok(vec![Draft::plain(DUTY, Fact::DutyNoted(note))])
}
