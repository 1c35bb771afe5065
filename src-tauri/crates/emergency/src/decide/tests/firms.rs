//! Tables of firms and tanks come in by one act and go out by one, except what was changed since.

use super::resources::{apply, take_back};
use super::*;
use crate::decide::{FirmAct, Known, UnitAct};
use crate::firm::FirmRegistered;
use crate::hazard_unit::{UNITS_MAX, UnitTold};
use crate::id::{SiteId, UnitId};
use crate::import::{Imported, TableKind, UnitOfSite};
use crate::site::SiteRegistered;

fn firm(name: &str) -> FirmRegistered {
    FirmRegistered {
        name: text(name),
        ..FirmRegistered::default()
    }
}

fn unit(name: &str) -> UnitTold {
    UnitTold {
        name: text(name),
        ..UnitTold::default()
    }
}

fn site() -> SiteId {
    "S1".into()
}

fn row(name: &str) -> Imported {
    Imported::Unit(UnitOfSite {
        site: site(),
        told: unit(name),
    })
}

fn id(key: &str) -> String {
    UnitId::of(&site(), key).0
}

/// A room with a site; it may say which firm it is of.
fn at_site(room: &mut Room, firm: Option<&str>) -> Result<(), Refusal> {
    let there = Known::site(room, &site());
    let register = Command::RegisterSite {
        site: site(),
        registered: SiteRegistered {
            name: text("演练 氨站"),
            firm: firm.map(Into::into),
            ..SiteRegistered::default()
        },
        seen: there.map(|there| Box::new(there.registered)),
    };
    room.ask(register.clone())?;
    room.act(register);
    Ok(())
}

#[test]
fn a_table_of_firms_is_taken_back_and_what_was_changed_since_stays() {
    let mut room = Room::new();
    let rows = vec![
        ("F1", Imported::Firm(firm("演练·甲厂"))),
        ("F2", Imported::Firm(firm("演练·乙厂"))),
    ];
    room.act(apply("I1", TableKind::Firms, rows));
    let seen = Some(Box::new(room.firm("F2").registered));
    room.act(Command::Firm(FirmAct::Register {
        firm: Some("F2".into()),
        registered: Box::new(firm("演练·乙公司")),
        seen,
    }));
    room.act(take_back("I1"));
    assert!(!room.firm("F1").known, "it came with the table alone");
    assert!(room.firm("F2").known, "somebody has changed it");
    let undone = room.import("I1").undone.expect("it was taken back");
    assert_eq!((undone.undone, undone.kept), (1, 1), "and both are told");
}

#[test]
fn a_table_of_units_is_taken_back_to_what_stood_before() {
    let mut room = Room::new();
    at_site(&mut room, None).expect("no rule is against it");
    room.act(Command::Unit(UnitAct::Register {
        site: site(),
        unit: Some(UnitId(id("A"))),
        told: unit("演练 一号罐区"),
        seen: None,
    }));
    let (first, second) = (id("A"), id("B"));
    let rows = vec![
        (first.as_str(), row("演练 甲罐区")),
        (second.as_str(), row("演练 乙罐区")),
    ];
    room.act(apply("I1", TableKind::Units, rows));
    assert_eq!(room.site("S1").units.len(), 2, "both stand at the site");
    room.act(take_back("I1"));
    let units = room.site("S1").units;
    assert_eq!(units.len(), 1, "the new one is gone");
    assert_eq!(units[0].told, unit("演练 一号罐区"), "the old name is back");
}

#[test]
fn a_table_cannot_bring_more_units_than_a_site_may_have() {
    let mut room = Room::new();
    at_site(&mut room, None).expect("no rule is against it");
    let ids: Vec<String> = (0..=UNITS_MAX).map(|n| id(&format!("U{n}"))).collect();
    let rows = ids.iter().map(|id| (id.as_str(), row(id)));
    let refused = room.ask(apply("I1", TableKind::Units, rows.collect()));
    assert!(
        matches!(refused, Err(Refusal::TooLong { .. })),
        "nothing is lost in silence: {refused:?}"
    );
}

#[test]
fn a_site_is_put_down_to_a_firm_of_the_list_and_keeps_it_when_that_goes() {
    let mut room = Room::new();
    let unknown = at_site(&mut room, Some("F1"));
    assert!(
        matches!(unknown, Err(Refusal::Unknown { .. })),
        "nobody entered that firm"
    );
    room.act(apply(
        "I1",
        TableKind::Firms,
        vec![("F1", Imported::Firm(firm("演练·甲厂")))],
    ));
    at_site(&mut room, Some("F1")).expect("it is on the list");
    room.act(take_back("I1"));
    let kept = at_site(&mut room, Some("F1"));
    assert_eq!(kept, Ok(()), "its profile can still be changed");
}
