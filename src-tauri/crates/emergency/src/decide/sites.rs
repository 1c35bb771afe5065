//! Sites: entered, changed, reported on, taken off the list.

use super::resources::{by_hand, listed, out_of_range};
use super::{Draft, Known, Refusal, bounded, firms, needed, unknown};
use crate::camera::holds_password;
use crate::fact::Fact;
use crate::id::SiteId;
use crate::site::{Site, SiteRegistered, SiteReported};

pub(super) fn register(
    known: &dyn Known,
    site: SiteId,
    told: SiteRegistered,
    seen: Option<Box<SiteRegistered>>,
) -> Result<Vec<Draft>, Refusal> {
    check(known, &site.0, &told)?;
    as_seen(known, &site, seen.as_deref())?;
    Ok(vec![Draft::plain(site.0, Fact::SiteRegistered(told))])
}

pub(super) fn withdraw(
    known: &dyn Known,
    site: SiteId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let there = on_list(known, &site)?;
    // Off the list nobody would follow it any more.
    if there.holds_open_danger() {
        let (what, state) = ("site".to_owned(), "open_danger".to_owned());
        let id = site.0;
        return Err(Refusal::WrongState { what, id, state });
    }
    let withdrawn = Fact::SiteWithdrawn(by_hand(reason)?);
    Ok(vec![Draft::plain(site.0, withdrawn)])
}

pub(super) fn report(
    known: &dyn Known,
    site: SiteId,
    reported: SiteReported,
) -> Result<Vec<Draft>, Refusal> {
    on_list(known, &site)?;
    bounded(&reported.note, "note")?;
    Ok(vec![Draft::plain(site.0, Fact::SiteReported(reported))])
}

/// Whether a site can be entered under that name in the log.
pub(super) fn check(known: &dyn Known, id: &str, site: &SiteRegistered) -> Result<(), Refusal> {
    needed(id, "id")?;
    needed(&site.name, "name")?;
    bounded(&site.note, "note")?;
    bounded(&site.stream, "stream")?;
    if holds_password(&site.stream) {
        let field = "stream".to_owned();
        return Err(Refusal::HoldsPassword { field });
    }
    listed(site.facilities.len(), "facilities")?;
    listed(site.keyholders.len(), "keyholders")?;
    listed(site.classes.len(), "classes")?;
    listed(site.also.len(), "also")?;
    for one in &site.also {
        needed(&one.substance, "substance")?;
        listed(one.classes.len(), "classes")?;
    }
    let mut quantities = site.also.iter().map(|one| one.quantity_t);
    let is_quantity = |quantity_t: f64| quantity_t.is_finite() && quantity_t >= 0.0;
    if !is_quantity(site.quantity_t) || !quantities.all(is_quantity) {
        return Err(out_of_range("quantity_t"));
    }
    // The firm of before stays, also when it is off the list by now.
    let before = known.site(&id.into()).and_then(|site| site.registered.firm);
    match &site.firm {
        Some(firm) if before.as_ref() != Some(firm) => firms::on_list(known, firm),
        _ => Ok(()),
    }
}

/// The site, when it is on the list.
pub(super) fn on_list(known: &dyn Known, id: &SiteId) -> Result<Site, Refusal> {
    let found = known.site(id).filter(|site| !site.withdrawn);
    found.ok_or_else(|| unknown("site", &id.0))
}

/// Nobody writes over what another desk has entered since they looked.
fn as_seen(known: &dyn Known, site: &SiteId, seen: Option<&SiteRegistered>) -> Result<(), Refusal> {
    let there = known.site(site).filter(|there| !there.withdrawn);
    if there.map(|there| there.registered).as_ref() == seen {
        return Ok(());
    }
    let (what, id) = ("site".to_owned(), site.0.clone());
    Err(Refusal::Changed { what, id })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::decide::{Command, ResourceAct};
    use crate::sample::Room;

    fn told(name: &str) -> SiteRegistered {
        SiteRegistered {
            name: name.to_owned(),
            ..SiteRegistered::default()
        }
    }

    fn register(registered: SiteRegistered, seen: Option<SiteRegistered>) -> Command {
        let (site, seen) = ("S1".into(), seen.map(Box::new));
        Command::RegisterSite {
            site,
            registered,
            seen,
        }
    }

    #[test]
    fn who_looked_before_another_desk_changed_a_site_writes_nothing_over() {
        let mut room = Room::new();
        room.act(register(told("演练 氨站"), None));
        let changed = Refusal::Changed {
            what: "site".to_owned(),
            id: "S1".to_owned(),
        };
        let unseen = room.ask(register(told("演练 氨库"), None));
        assert_eq!(unseen, Err(changed.clone()), "it is on the list already");
        room.act(register(told("演练 氨库"), Some(told("演练 氨站"))));
        let over = room.ask(register(told("演练 冷库"), Some(told("演练 氨站"))));
        assert_eq!(over, Err(changed), "the newer name would be lost");
        let (site, reason) = ("S1".into(), "演练 拆除".to_owned());
        let act = ResourceAct::WithdrawSite { site, reason };
        room.act(Command::Resource { act });
        room.act(register(told("演练 冷库"), None));
        assert!(!room.site("S1").withdrawn, "entered anew, it is back");
    }

    #[test]
    fn a_command_of_an_earlier_version_enters_a_site_and_changes_none() {
        let mut room = Room::new();
        let old = r#"{"do":"register_site","site":"S1","registered":{"name":"演练 氨站"}}"#;
        let read = || serde_json::from_str::<Command>(old).expect("is read without what was seen");
        room.act(read());
        let refused = room.ask(read());
        let changed = matches!(refused, Err(Refusal::Changed { .. }));
        assert!(changed, "nobody looked: {refused:?}");
    }
}
