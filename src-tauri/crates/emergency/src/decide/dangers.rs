//! Hidden dangers at sites: found, supervised, put right, accepted, struck off; the risk there as
//! it was judged.

use super::resources::{one_site, out_of_range};
use super::{Context, Draft, Known, Refusal, bounded, needed, unknown};
use crate::danger::{
    DANGER_ACTS_MAX, Danger, DangerStage, DangerStep, DangerStepped, DangerWithdrawn,
    Rectification, Supervision,
};
use crate::fact::Fact;
use crate::id::SiteId;
use crate::risk::RiskAssessed;
use crate::site::{DANGERS_MAX, DangerClosed, DangerFound, Site};
use uuid::Uuid;

pub(super) fn find(
    known: &dyn Known,
    site: SiteId,
    found: DangerFound,
) -> Result<Vec<Draft>, Refusal> {
    let there = one_site(known, &site)?;
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

/// Strikes it off. A major one, and one under supervision, was accepted by another before
/// (山东省安全生产条例 (2021) art. 44).
pub(super) fn close(
    known: &dyn Known,
    site: SiteId,
    closed: DangerClosed,
) -> Result<Vec<Draft>, Refusal> {
    let there = one_site(known, &site)?;
    needed(&closed.note, "note")?;
    bounded(&closed.note, "note")?;
    let danger = open_one(&there, closed.danger)?;
    let stage = danger.stage();
    if danger.needs_acceptance() && stage != DangerStage::Accepted {
        return Err(in_state(danger, "not_accepted"));
    }
    if stage == DangerStage::Submitted {
        return Err(in_state(danger, "submitted"));
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
    let there = one_site(known, &site)?;
    let danger = one_danger(&there, stepped.danger)?;
    // The oldest note makes room; only where there is none to go, nothing more is taken in.
    let is_note = |step: &DangerStep| matches!(step, S::Note { .. });
    let has_room = danger.acts.iter().any(|done| is_note(&done.step)) && !is_note(&stepped.step);
    if danger.acts.len() >= DANGER_ACTS_MAX && !has_room {
        let (field, max) = ("acts".to_owned(), DANGER_ACTS_MAX);
        return Err(Refusal::TooLong { field, max });
    }
    match &stepped.step {
        S::Close { note } => {
            let (danger, note) = (stepped.danger, note.clone());
            return close(known, site, DangerClosed { danger, note });
        }
        S::Evaluate { words, .. } => {
            if danger.is_open() {
                return Err(in_state(danger, "not_closed"));
            }
            said(&[(words, "text")])?;
        }
        S::Note { words } => said(&[(words, "text")])?,
        _ if !danger.is_open() => return Err(in_state(danger, "put_right")),
        S::Supervise { supervision } => {
            bounded(&supervision.number, "number")?;
            let Supervision { body, level, .. } = supervision;
            said(&[(body, "body"), (level, "level")])?;
        }
        S::Plan { plan } => planned(danger, plan)?,
        S::Extend {
            until,
            reason,
            approved_by,
        } => {
            bounded(approved_by, "approved_by")?;
            said(&[(reason, "reason")])?;
            if danger.supervision().is_some() {
                // Who put it up agrees to more time, or nobody does.
                needed(approved_by, "approved_by")?;
            }
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

fn said(texts: &[(&String, &str)]) -> Result<(), Refusal> {
    texts.iter().try_for_each(|(text, field)| {
        needed(text, field)?;
        bounded(text, field)
    })
}

/// A plan says something, and ends within the term: more time is an extension, with its reason.
fn planned(danger: &Danger, plan: &Rectification) -> Result<(), Refusal> {
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
    let missing = match danger.plan() {
        None => Some("measures"),
        Some(plan) => plan.missing().first().copied(),
    };
    match missing.filter(|_| danger.needs_acceptance()) {
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
    let Some((entered_by, asked_by)) = danger.asked() else {
        return Err(in_state(danger, "not_submitted"));
    };
    let checked_by = checked_by.trim();
    let actor = context.actor.as_str();
    // Neither who asked nor who entered it for him, neither at the desk nor by name.
    let asking = [entered_by.as_str(), asked_by.trim()];
    if asking.contains(&actor) || asking.contains(&checked_by) {
        let who = if asking.contains(&actor) {
            actor
        } else {
            checked_by
        };
        let who = who.to_owned();
        return Err(Refusal::SamePerson { who });
    }
    Ok(())
}

/// Takes back a danger that is none, or one act of it; the act on which a later one leans, after
/// that.
pub(super) fn withdraw(
    known: &dyn Known,
    site: SiteId,
    withdrawn: DangerWithdrawn,
) -> Result<Vec<Draft>, Refusal> {
    let there = one_site(known, &site)?;
    let danger = one_danger(&there, withdrawn.danger)?;
    said(&[(&withdrawn.reason, "reason")])?;
    if let Some(act) = withdrawn.act {
        if !danger.acts.iter().any(|done| done.event == act) {
            return Err(unknown("danger_act", &act.to_string()));
        }
        if danger.is_leaned_on(act) {
            return Err(in_state(danger, "followed"));
        }
    }
    Ok(vec![Draft::plain(site.0, Fact::DangerWithdrawn(withdrawn))])
}

pub(super) fn assess(
    known: &dyn Known,
    site: SiteId,
    assessed: RiskAssessed,
) -> Result<Vec<Draft>, Refusal> {
    let there = one_site(known, &site)?;
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
