//! Hidden dangers at sites: found, and put right; the risk there as it was judged.

use super::resources::{one_site, out_of_range};
use super::{Draft, Known, Refusal, bounded, needed, unknown};
use crate::fact::Fact;
use crate::id::SiteId;
use crate::risk::RiskAssessed;
use crate::site::{DANGERS_MAX, DangerClosed, DangerFound};

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
    if open.filter(|danger| danger.closed_at.is_none()).count() >= DANGERS_MAX {
        let (field, max) = ("dangers".to_owned(), DANGERS_MAX);
        return Err(Refusal::TooLong { field, max });
    }
    Ok(vec![Draft::plain(site.0, Fact::DangerFound(found))])
}

pub(super) fn close(
    known: &dyn Known,
    site: SiteId,
    closed: DangerClosed,
) -> Result<Vec<Draft>, Refusal> {
    let there = one_site(known, &site)?;
    needed(&closed.note, "note")?;
    bounded(&closed.note, "note")?;
    let mut dangers = there.dangers.iter();
    let id = closed.danger.to_string();
    let danger = dangers.find(|danger| danger.event == closed.danger);
    if danger
        .ok_or_else(|| unknown("danger", &id))?
        .closed_at
        .is_some()
    {
        return Err(Refusal::WrongState {
            what: "danger".to_owned(),
            id,
            state: "put_right".to_owned(),
        });
    }
    Ok(vec![Draft::plain(site.0, Fact::DangerClosed(closed))])
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
