//! What an officer or a commander does to incidents, their response and their tasks.

use super::alerts::raised;
use super::{Context, Draft, Known, Refusal, bounded, incident, needed, open_incident};
use crate::alert::AlertRaised;
use crate::fact::Fact;
use crate::id::{ActorName, AlertId, IncidentId};
use crate::incident::{
    HarmReported, Incident, IncidentClosed, IncidentGraded, IncidentMerged, IncidentOpened,
    IncidentPlaced, IncidentSplit, Noted, Response, ResponseEnded, ResponseStarted, TaskGiven,
    TaskMoved, TaskState,
};
use crate::level::ResponseLevel;
use crate::place::Place;

/// Tasks one incident may have.
const TASKS_MAX: usize = 500;
/// Hours a response may be foreseen for at most.
const PERIOD_HOURS_MAX: u32 = 24 * 90;

pub(super) fn report_harm(
    known: &dyn Known,
    id: IncidentId,
    harm: HarmReported,
) -> Result<Vec<Draft>, Refusal> {
    // Who dies of it within 30 days is counted although it was closed before: 国务院令第493号 art. 13.
    if incident(known, &id)?.merged_into.is_some() {
        return Err(Refusal::WrongState {
            what: "incident".into(),
            id: id.0,
            state: "merged".into(),
        });
    }
    Ok(vec![Draft::plain(id.0, Fact::HarmReported(harm))])
}

pub(super) fn place(
    known: &dyn Known,
    id: IncidentId,
    place: Place,
) -> Result<Vec<Draft>, Refusal> {
    open_incident(known, &id)?;
    let placed = Fact::IncidentPlaced(IncidentPlaced { place });
    Ok(vec![Draft::plain(id.0, placed)])
}

pub(super) fn note(known: &dyn Known, id: IncidentId, note: Noted) -> Result<Vec<Draft>, Refusal> {
    incident(known, &id)?;
    needed(&note.text, "text")?;
    bounded(&note.text, "text")?;
    Ok(vec![Draft::plain(id.0, Fact::IncidentNoted(note))])
}

pub(super) fn give_task(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: &IncidentId,
    task: TaskGiven,
) -> Result<Vec<Draft>, Refusal> {
    open_incident(known, id)?;
    Ok(vec![give(context, id, task)?])
}

pub(super) fn grade(
    known: &dyn Known,
    id: IncidentId,
    graded: IncidentGraded,
) -> Result<Vec<Draft>, Refusal> {
    let found = open_incident(known, &id)?;
    let by_harm = found.grade_by_harm.map(|(by_harm, _)| by_harm);
    if by_harm.is_some_and(|by_harm| by_harm != graded.grade) {
        needed(&graded.reason, "reason")?;
    }
    Ok(vec![Draft::plain(id.0, Fact::IncidentGraded(graded))])
}

pub(super) fn reopen(
    known: &dyn Known,
    id: IncidentId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    needed(&reason, "reason")?;
    incident(known, &id)?;
    Ok(vec![Draft::plain(
        id.0,
        Fact::IncidentReopened(IncidentClosed { reason }),
    )])
}

pub(super) fn open(
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

pub(super) fn merge(
    known: &dyn Known,
    id: IncidentId,
    into: IncidentId,
) -> Result<Vec<Draft>, Refusal> {
    let found = open_incident(known, &id)?;
    open_incident(known, &into)?;
    if id == into {
        return Err(Refusal::OutOfRange {
            field: "into".into(),
        });
    }
    // Merged away it would be over without anybody's word.
    no_response(&found)?;
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

pub(super) fn split(
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

pub(super) fn close(
    known: &dyn Known,
    id: IncidentId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = open_incident(known, &id)?;
    needed(&reason, "reason")?;
    no_response(&found)?;
    Ok(vec![Draft::plain(
        id.0,
        Fact::IncidentClosed(IncidentClosed { reason }),
    )])
}

/// While its response is in force an incident does not leave the list.
fn no_response(found: &Incident) -> Result<(), Refusal> {
    if found.response.is_none() {
        return Ok(());
    }
    Err(Refusal::WrongState {
        what: "incident".into(),
        id: found.id.0.clone(),
        state: "response_in_force".into(),
    })
}

pub(super) fn start_response(
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
    // Two people: whoever works the desk cannot be both of them.
    let second = response.confirmed_by.as_str().trim();
    if !second.is_empty() && second == context.actor.as_str().trim() {
        return Err(Refusal::SamePerson {
            who: response.confirmed_by.0,
        });
    }
    if response.period_h == 0 || response.period_h > PERIOD_HOURS_MAX {
        return Err(Refusal::OutOfRange {
            field: "period_h".into(),
        });
    }
    bounded(&response.overruled, "overruled")?;
    if let Some(running) = found
        .response
        .as_ref()
        .filter(|r| r.is_lowered_by(&response))
    {
        let level = Some(response.level);
        its_own(running, level, &response.decided_by, &response.overruled)?;
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

/// 国家突发事件总体应急预案 (2025): who starts a response ends it, and so lowers it; of a response that
/// was raised each level is its own starter's. The desk does not know who stands above whom:
/// somebody else may do it with a reason, which stays in the log.
fn its_own(
    running: &Response,
    to: Option<ResponseLevel>,
    by: &ActorName,
    overruled: &str,
) -> Result<(), Refusal> {
    let mut others = running.given_up(to);
    others.retain(|one| *one != by);
    if others.is_empty() || !overruled.trim().is_empty() {
        return Ok(());
    }
    let others: Vec<&str> = others.into_iter().map(ActorName::as_str).collect();
    let who = others.join("、");
    Err(Refusal::NotYours { who })
}

pub(super) fn end_response(
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
    needed(ended.decided_by.as_str(), "decided_by")?;
    bounded(&ended.overruled, "overruled")?;
    its_own(&response, None, &ended.decided_by, &ended.overruled)?;
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

pub(super) fn move_task(
    known: &dyn Known,
    id: IncidentId,
    moved: TaskMoved,
) -> Result<Vec<Draft>, Refusal> {
    let found = incident(known, &id)?;
    if !found.tasks.contains_key(moved.task.as_str()) {
        return Err(super::unknown("task", moved.task.as_str()));
    }
    if moved.state == TaskState::Cannot {
        needed(&moved.note, "note")?;
    }
    Ok(vec![Draft::plain(id.0, Fact::TaskMoved(moved))])
}
