//! Hidden dangers at sites: found, supervised, put right, accepted, struck off; the risk there as
//! it was judged.

use super::resources::out_of_range;
use super::sites::on_list;
use super::{Context, Draft, Known, Refusal, bounded, needed, unknown};
use crate::danger::{
    DANGER_ACTS_MAX, Danger, DangerStage, DangerStep, DangerStepped, DangerWithdrawn,
    Rectification, Supervision, in_both,
};
use crate::fact::Fact;
use crate::id::{ActorName, SiteId};
use crate::risk::RiskAssessed;
use crate::site::{DANGERS_MAX, DangerClosed, DangerFound, Site};
use uuid::Uuid;

pub(super) fn find(
    known: &dyn Known,
    site: SiteId,
    found: DangerFound,
) -> Result<Vec<Draft>, Refusal> {
    let there = on_list(known, &site)?;
    needed(&found.words, "words")?;
    for (text, field) in [
        (&found.words, "words"),
        (&found.owner, "owner"),
        (&found.source, "source"),
    ] {
        bounded(text, field)?;
    }
    let open = there.dangers.iter();
    if open.filter(|danger| danger.is_open()).count() >= DANGERS_MAX {
        let (field, max) = ("dangers".to_owned(), DANGERS_MAX);
        return Err(Refusal::TooLong { field, max });
    }
    Ok(vec![Draft::plain(site.0, Fact::DangerFound(found))])
}

/// Strikes it off. A major one, one under supervision, one of which somebody asked for acceptance
/// and one that did not hold was accepted by another before (山东省安全生产条例 (2021) art. 44).
pub(super) fn close(
    known: &dyn Known,
    site: SiteId,
    closed: DangerClosed,
) -> Result<Vec<Draft>, Refusal> {
    let there = on_list(known, &site)?;
    needed(&closed.note, "note")?;
    bounded(&closed.note, "note")?;
    let danger = open_one(&there, closed.danger)?;
    match danger.stage() {
        DangerStage::Accepted => {}
        DangerStage::Submitted => return Err(in_state(danger, "submitted")),
        _ if danger.needs_acceptance() => return Err(in_state(danger, "not_accepted")),
        _ => {}
    }
    Ok(vec![Draft::plain(site.0, Fact::DangerClosed(closed))])
}

fn one_danger(site: &Site, danger: Uuid) -> Result<&Danger, Refusal> {
    let found = site.dangers.iter().find(|one| one.event == danger);
    found.ok_or_else(|| unknown("danger", &danger.to_string()))
}

fn open_one(site: &Site, danger: Uuid) -> Result<&Danger, Refusal> {
    let found = one_danger(site, danger)?;
    if found.is_open() {
        return Ok(found);
    }
    Err(in_state(found, "put_right"))
}

fn in_state(danger: &Danger, state: &str) -> Refusal {
    Refusal::WrongState {
        what: "danger".to_owned(),
        id: danger.event.to_string(),
        state: state.to_owned(),
    }
}

/// Something is done about a danger.
pub(super) fn step(
    known: &dyn Known,
    context: &Context<'_>,
    site: SiteId,
    stepped: DangerStepped,
) -> Result<Vec<Draft>, Refusal> {
    use DangerStep as S;
    let there = on_list(known, &site)?;
    let danger = one_danger(&there, stepped.danger)?;
    has_room(danger, &stepped.step)?;
    match &stepped.step {
        S::Close { note } => {
            let (danger, note) = (stepped.danger, note.clone());
            return close(known, site, DangerClosed { danger, note });
        }
        S::Retract { act, reason } => {
            let (danger, act, reason) = (stepped.danger, *act, reason.clone());
            let withdrawn = DangerWithdrawn {
                danger,
                act,
                reason,
            };
            return withdraw(known, context, site, withdrawn);
        }
        S::Evaluate { words, .. } => {
            if danger.is_open() {
                return Err(in_state(danger, "not_closed"));
            }
            said(&[(words, "text")])?;
        }
        S::Note { words } => said(&[(words, "text")])?,
        _ if !danger.is_open() => return Err(in_state(danger, "put_right")),
        S::Supervise { supervision } => supervise(danger, supervision)?,
        S::Plan { plan } => planned(danger, plan)?,
        S::Extend {
            until,
            reason,
            approved_by,
        } => {
            said(&[(reason, "reason")])?;
            agreed(danger, context, approved_by)?;
            if danger.due().is_some_and(|due| *until <= due) {
                return Err(out_of_range("until"));
            }
        }
        S::Submit { asked_by, words } => submit(danger, asked_by, words)?,
        S::Check {
            accepted,
            checked_by,
            words,
        } => check(danger, context, (*accepted, checked_by, words))?,
    }
    Ok(vec![Draft::plain(site.0, Fact::DangerStepped(stepped))])
}

/// Who takes a supervision over, as a higher level does, gives no time by that: more time is an
/// extension, with its reason and with who agreed.
fn supervise(danger: &Danger, supervision: &Supervision) -> Result<(), Refusal> {
    let Supervision {
        number,
        body,
        level,
        until,
    } = supervision;
    bounded(number, "number")?;
    said(&[(body, "body"), (level, "level")])?;
    let gives_time = until.zip(danger.term()).is_some_and(|(to, term)| to > term);
    if gives_time && danger.supervision().is_some() {
        return Err(in_state(danger, "term_stands"));
    }
    Ok(())
}

/// Who put a danger up agrees to more time, or nobody does; and who enters it does not agree with
/// themselves.
fn agreed(danger: &Danger, context: &Context<'_>, approved_by: &str) -> Result<(), Refusal> {
    bounded(approved_by, "approved_by")?;
    if danger.supervision().is_some() {
        needed(approved_by, "approved_by")?;
    }
    match in_both(&[context.actor.as_str()], &[approved_by]) {
        Some(who) => {
            let who = who.to_owned();
            Err(Refusal::SamePerson { who })
        }
        None => Ok(()),
    }
}

/// The oldest note makes room; only where there is none to go, nothing more is taken in.
fn has_room(danger: &Danger, step: &DangerStep) -> Result<(), Refusal> {
    let is_note = |step: &DangerStep| matches!(step, DangerStep::Note { .. });
    let makes_room = danger.acts.iter().any(|done| is_note(&done.step)) && !is_note(step);
    if danger.acts.len() >= DANGER_ACTS_MAX && !makes_room {
        let (field, max) = ("acts".to_owned(), DANGER_ACTS_MAX);
        return Err(Refusal::TooLong { field, max });
    }
    Ok(())
}

fn said(texts: &[(&String, &str)]) -> Result<(), Refusal> {
    texts.iter().try_for_each(|(text, field)| {
        needed(text, field)?;
        bounded(text, field)
    })
}

/// A plan says something, and ends within the term: more time is an extension, with its reason. It
/// is not changed under those who come to look, or have looked.
fn planned(danger: &Danger, plan: &Rectification) -> Result<(), Refusal> {
    match danger.stage() {
        DangerStage::Submitted => return Err(in_state(danger, "submitted")),
        DangerStage::Accepted => return Err(in_state(danger, "accepted")),
        _ => {}
    }
    for (text, field) in [
        (&plan.responsible, "responsible"),
        (&plan.measures, "measures"),
        (&plan.funds, "funds"),
        (&plan.contingency, "contingency"),
    ] {
        bounded(text, field)?;
    }
    needed(&plan.measures, "measures")?;
    match (plan.until, danger.due()) {
        (Some(until), Some(due)) if until > due => Err(out_of_range("plan_until")),
        _ => Ok(()),
    }
}

/// Of a major one, or one under supervision, the plan has its five elements before anybody is
/// asked to come and look.
fn submit(danger: &Danger, asked_by: &String, words: &String) -> Result<(), Refusal> {
    said(&[(asked_by, "asked_by"), (words, "text")])?;
    match danger.stage() {
        DangerStage::Submitted => return Err(in_state(danger, "submitted")),
        DangerStage::Accepted => return Err(in_state(danger, "accepted")),
        _ => {}
    }
    whole_plan(danger)
}

/// The five elements of the plan, where they are asked for.
fn whole_plan(danger: &Danger) -> Result<(), Refusal> {
    let missing = match danger.plan() {
        None => Some("measures"),
        Some(plan) => plan.missing().first().copied(),
    };
    match missing.filter(|_| danger.needs_plan()) {
        Some(field) => {
            let field = field.to_owned();
            Err(Refusal::Needed { field })
        }
        None => Ok(()),
    }
}

/// Nobody accepts what they asked for themselves, at the desk or by name.
fn check(
    danger: &Danger,
    context: &Context<'_>,
    (accepted, checked_by, words): (bool, &String, &String),
) -> Result<(), Refusal> {
    said(&[(checked_by, "checked_by")])?;
    bounded(words, "text")?;
    if !accepted {
        needed(words, "text")?;
    }
    let asked = danger.asked();
    if asked.is_empty() {
        return Err(in_state(danger, "not_submitted"));
    }
    // Neither who asked nor who entered it for him, neither at the desk nor by name.
    let asking = asked.iter().flat_map(|(by, who)| [by.as_str(), *who]);
    let asking: Vec<&str> = asking.collect();
    if let Some(who) = in_both(&[context.actor.as_str(), checked_by], &asking) {
        let who = who.to_owned();
        return Err(Refusal::SamePerson { who });
    }
    if accepted {
        // The plan may have been entered at another desk in the meantime.
        whole_plan(danger)?;
    }
    Ok(())
}

/// Takes back a danger that is none, or one act of it; the act on which a later one leans, after
/// that. What would bring the danger nearer to its striking off without anybody's acceptance goes
/// when two people say so: the first asks for it, the second takes it back.
pub(super) fn withdraw(
    known: &dyn Known,
    context: &Context<'_>,
    site: SiteId,
    withdrawn: DangerWithdrawn,
) -> Result<Vec<Draft>, Refusal> {
    let there = on_list(known, &site)?;
    let danger = one_danger(&there, withdrawn.danger)?;
    said(&[(&withdrawn.reason, "reason")])?;
    let act = withdrawn.act;
    if let Some(act) = act {
        if !danger.acts.iter().any(|done| done.event == act) {
            return Err(unknown("danger_act", &act.to_string()));
        }
        if danger.is_leaned_on(act) {
            return Err(in_state(danger, "followed"));
        }
    }
    let actor = context.actor.as_str();
    let same = |by: &ActorName| in_both(&[actor], &[by.as_str()]).is_some();
    let mut asked = danger.retracted_by(act).peekable();
    let first = asked.peek().is_none();
    if !danger.eases(act) || asked.any(|by| !same(by)) {
        return Ok(vec![Draft::plain(site.0, Fact::DangerWithdrawn(withdrawn))]);
    }
    if !first {
        let who = actor.to_owned();
        return Err(Refusal::SamePerson { who });
    }
    let reason = withdrawn.reason;
    let stepped = DangerStepped {
        danger: withdrawn.danger,
        step: DangerStep::Retract { act, reason },
    };
    has_room(danger, &stepped.step)?;
    Ok(vec![Draft::plain(site.0, Fact::DangerStepped(stepped))])
}

pub(super) fn assess(
    known: &dyn Known,
    site: SiteId,
    assessed: RiskAssessed,
) -> Result<Vec<Draft>, Refusal> {
    let there = on_list(known, &site)?;
    needed(&assessed.what, "what")?;
    for (text, field) in [
        (&assessed.what, "what"),
        (&assessed.field, "field"),
        (&assessed.source, "source"),
    ] {
        bounded(text, field)?;
    }
    match assessed.judged {
        None if there.judged().is_none() => return Err(unknown("assessment", &site.0)),
        Some(judged) => {
            if let Some(field) = judged.off_scale() {
                return Err(out_of_range(field));
            }
        }
        None => {}
    }
    Ok(vec![Draft::plain(site.0, Fact::RiskAssessed(assessed))])
}
