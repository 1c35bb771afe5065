//! What an officer or a commander does to incidents, their response and their tasks.

use super::alerts::raised;
use super::{Command, Context, Draft, Known, Refusal, bounded, incident, needed, open_incident};
use crate::alert::AlertRaised;
use crate::fact::Fact;
use crate::id::{AlertId, IncidentId};
use crate::incident::{
    IncidentClosed, IncidentGraded, IncidentMerged, IncidentOpened, IncidentPlaced, IncidentSplit,
    ResponseEnded, ResponseStarted, TaskGiven, TaskMoved, TaskState,
};

/// Tasks one incident may have.
const TASKS_MAX: usize = 500;
/// Hours a response may be foreseen for at most.
const PERIOD_HOURS_MAX: u32 = 24 * 90;

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    command: Command,
) -> Result<Vec<Draft>, Refusal> {
    match command {
        Command::OpenIncident { opened } => open(known, context, opened),
        Command::ReportHarm { incident: id, harm } => {
            open_incident(known, &id)?;
            Ok(vec![Draft::plain(id.0, Fact::HarmReported(harm))])
        }
        Command::GradeIncident {
            incident: id,
            graded,
        } => grade(known, id, graded),
        Command::PlaceIncident {
            incident: id,
            place,
        } => {
            open_incident(known, &id)?;
            Ok(vec![Draft::plain(
                id.0,
                Fact::IncidentPlaced(IncidentPlaced { place }),
            )])
        }
        Command::NoteIncident { incident: id, note } => {
            incident(known, &id)?;
            needed(&note.text, "text")?;
            bounded(&note.text, "text")?;
            Ok(vec![Draft::plain(id.0, Fact::IncidentNoted(note))])
        }
        Command::MergeIncident { incident: id, into } => merge(known, id, into),
        Command::SplitIncident {
            incident: id,
            alerts,
            opened,
        } => split(known, context, id, alerts, opened),
        Command::CloseIncident {
            incident: id,
            reason,
        } => close(known, id, reason),
        Command::ReopenIncident {
            incident: id,
            reason,
        } => reopen(known, id, reason),
        Command::StartResponse {
            incident: id,
            response,
            tasks,
        } => start_response(known, context, id, response, tasks),
        Command::EndResponse {
            incident: id,
            ended,
        } => end_response(known, id, ended),
        Command::GiveTask { incident: id, task } => {
            open_incident(known, &id)?;
            Ok(vec![give(context, &id, task)?])
        }
        Command::MoveTask {
            incident: id,
            moved,
        } => move_task(known, id, moved),
        _ => Ok(Vec::new()),
    }
}

fn grade(known: &dyn Known, id: IncidentId, graded: IncidentGraded) -> Result<Vec<Draft>, Refusal> {
    let found = open_incident(known, &id)?;
    let by_harm = found.grade_by_harm.map(|(by_harm, _)| by_harm);
    if by_harm.is_some_and(|by_harm| by_harm != graded.grade) {
        needed(&graded.reason, "reason")?;
    }
    Ok(vec![Draft::plain(id.0, Fact::IncidentGraded(graded))])
}

fn reopen(known: &dyn Known, id: IncidentId, reason: String) -> Result<Vec<Draft>, Refusal> {
    needed(&reason, "reason")?;
    incident(known, &id)?;
    Ok(vec![Draft::plain(
        id.0,
        Fact::IncidentReopened(IncidentClosed { reason }),
    )])
}

fn open(
    known: &dyn Known,
    context: &mut Context<'_>,
    mut opened: IncidentOpened,
) -> Result<Vec<Draft>, Refusal> {
    needed(&opened.title, "title")?;
    bounded(&opened.title, "title")?;
    needed(&opened.kind, "kind")?;
    if opened.learned_at.0 == 0 {
        opened.learned_at = context.occurred_at;
    }
    if opened.learned_at > context.now {
        return Err(Refusal::OutOfRange {
            field: "learned_at".into(),
        });
    }
    let id = (context.new_id)();
    let alerts = std::mem::take(&mut opened.alerts);
    let incident = IncidentId(id.clone());
    let mut drafts = vec![Draft::plain(id, Fact::IncidentOpened(opened))];
    drafts.extend(raised(known, &alerts, &incident)?);
    Ok(drafts)
}

fn merge(known: &dyn Known, id: IncidentId, into: IncidentId) -> Result<Vec<Draft>, Refusal> {
    let found = open_incident(known, &id)?;
    open_incident(known, &into)?;
    if id == into {
        return Err(Refusal::OutOfRange {
            field: "into".into(),
        });
    }
    let raised = AlertRaised {
        incident: into.clone(),
    };
    let mut drafts = vec![Draft::plain(
        id.0,
        Fact::IncidentMerged(IncidentMerged { into }),
    )];
    drafts.extend(
        found
            .opened
            .alerts
            .into_iter()
            .map(|alert| Draft::plain(alert.0, Fact::AlertRaised(raised.clone()))),
    );
    Ok(drafts)
}

fn split(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: IncidentId,
    alerts: Vec<AlertId>,
    mut opened: IncidentOpened,
) -> Result<Vec<Draft>, Refusal> {
    let found = open_incident(known, &id)?;
    if alerts
        .iter()
        .any(|alert| !found.opened.alerts.contains(alert))
    {
        return Err(Refusal::OutOfRange {
            field: "alerts".into(),
        });
    }
    if opened.learned_at.0 == 0 {
        // The clock of the part runs from when the whole was learned of.
        opened.learned_at = found.opened.learned_at;
    }
    opened.alerts.clone_from(&alerts);
    let mut drafts = open(known, context, opened)?;
    let off = IncidentId(drafts[0].entity.id.clone());
    let fact = Fact::IncidentSplit(IncidentSplit { off, alerts });
    drafts.push(Draft::plain(id.0, fact));
    Ok(drafts)
}

fn close(known: &dyn Known, id: IncidentId, reason: String) -> Result<Vec<Draft>, Refusal> {
    let found = open_incident(known, &id)?;
    needed(&reason, "reason")?;
    if found.response.is_some() {
        let state = "response_in_force".into();
        return Err(Refusal::WrongState {
            what: "incident".into(),
            id: id.0,
            state,
        });
    }
    Ok(vec![Draft::plain(
        id.0,
        Fact::IncidentClosed(IncidentClosed { reason }),
    )])
}

fn start_response(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: IncidentId,
    response: ResponseStarted,
    tasks: Vec<TaskGiven>,
) -> Result<Vec<Draft>, Refusal> {
    let found = open_incident(known, &id)?;
    // 突发事件应对法 (2024) art. 72: matter, level, expected period and measures are named.
    needed(&response.matter, "matter")?;
    needed(&response.measures, "measures")?;
    needed(response.decided_by.as_str(), "decided_by")?;
    if response.period_h == 0 || response.period_h > PERIOD_HOURS_MAX {
        return Err(Refusal::OutOfRange {
            field: "period_h".into(),
        });
    }
    if found.tasks.len() + tasks.len() > TASKS_MAX {
        return Err(Refusal::TooLong {
            field: "tasks".into(),
            max: TASKS_MAX,
        });
    }
    // A card that is given already is not given again when the level changes.
    let fresh: Vec<_> = tasks
        .into_iter()
        .filter(|task| {
            task.card.is_empty()
                || !found
                    .tasks
                    .values()
                    .any(|t| t.given.plan == task.plan && t.given.card == task.card)
        })
        .collect();
    let mut drafts = vec![Draft::plain(id.0.clone(), Fact::ResponseStarted(response))];
    for task in fresh {
        drafts.push(give(context, &id, task)?);
    }
    Ok(drafts)
}

/// 国家突发事件总体应急预案 (2025): who starts a response ends it.
fn end_response(
    known: &dyn Known,
    id: IncidentId,
    ended: ResponseEnded,
) -> Result<Vec<Draft>, Refusal> {
    let found = incident(known, &id)?;
    needed(&ended.ground, "ground")?;
    let Some(response) = found.response else {
        let state = "no_response".into();
        return Err(Refusal::WrongState {
            what: "incident".into(),
            id: id.0,
            state,
        });
    };
    if response.started_by != ended.decided_by {
        return Err(Refusal::NotYours {
            who: response.started_by.0,
        });
    }
    Ok(vec![Draft::plain(id.0, Fact::ResponseEnded(ended))])
}

fn give(context: &mut Context<'_>, id: &IncidentId, mut task: TaskGiven) -> Result<Draft, Refusal> {
    needed(&task.what, "what")?;
    bounded(&task.what, "what")?;
    if task.task.0.is_empty() {
        task.task.0 = (context.new_id)();
    }
    Ok(Draft::plain(id.0.clone(), Fact::TaskGiven(task)))
}

fn move_task(known: &dyn Known, id: IncidentId, moved: TaskMoved) -> Result<Vec<Draft>, Refusal> {
    let found = incident(known, &id)?;
    if !found.tasks.contains_key(moved.task.as_str()) {
        return Err(super::unknown("task", moved.task.as_str()));
    }
    if moved.state == TaskState::Cannot {
        needed(&moved.note, "note")?;
    }
    Ok(vec![Draft::plain(id.0, Fact::TaskMoved(moved))])
}
