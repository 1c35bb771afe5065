//! Firms, and the units of sites.

use super::*;
use crate::decide::{FirmAct, UnitAct};
use crate::firm::FirmRegistered;
use crate::hazard_unit::UnitTold;
use crate::id::UnitId;

pub(super) fn cases(room: &mut Room) -> Vec<Case> {
    let registered = || FirmRegistered {
        name: text("演练·甲厂"),
        ..FirmRegistered::default()
    };
    let register = |seen| {
        let (firm, registered) = (Some("F1".into()), Box::new(registered()));
        Command::Firm(FirmAct::Register {
            firm,
            registered,
            seen,
        })
    };
    room.act(register(None));
    room.act(Command::RegisterSite {
        site: "S7".into(),
        registered: SiteRegistered {
            name: text("演练 氨站"),
            firm: Some("F1".into()),
            ..SiteRegistered::default()
        },
        seen: None,
    });
    let told = || UnitTold {
        name: text("演练 罐区"),
        ..UnitTold::default()
    };
    let unit = || UnitId::of(&"S7".into(), "U1");
    let enter = |seen| {
        Command::Unit(UnitAct::Register {
            site: "S7".into(),
            unit: Some(unit()),
            told: told(),
            seen,
        })
    };
    room.act(enter(None));
    let (site, reason) = ("S7".into(), text("演练"));
    let leave = UnitAct::Withdraw {
        site,
        unit: unit(),
        seen: Some(Box::new(told())),
        reason,
    };
    let withdraw = FirmAct::Withdraw {
        firm: "F1".into(),
        seen: Some(Box::new(registered())),
        reason: text("演练"),
    };
    vec![
        (
            register(Some(Box::new(registered()))),
            vec!["firm.registered"],
        ),
        (Command::Firm(withdraw), vec!["firm.withdrawn"]),
        (enter(Some(Box::new(told()))), vec!["site.unit_registered"]),
        (Command::Unit(leave), vec!["site.unit_withdrawn"]),
    ]
}
