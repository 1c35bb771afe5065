//! Departments that are told, with the people who stand for them.

use emergency::circular::{Recipient, Rung};

use crate::session::Session;
use crate::settings::Settings;

/// Departments of the district plan (任(四)1–12 and the actors it names). Their people and
/// telephones are the district's to enter (`contacts` in the settings).
const DEPARTMENTS: [&str; 10] = [
    "区消防救援大队",
    "区交警大队",
    "区交通运输局",
    "区住建局",
    "区城管局",
    "区农业农村局",
    "区市场监管局",
    "区文旅局",
    "区发改局",
    "市生态环境局历城分局",
];

/// Every department once: those of the settings, else the plan's by name; made people in an
/// exercise.
pub(crate) fn departments(settings: &Settings, session: &Session) -> Vec<Recipient> {
    named(&settings.contacts, session.logbook.is_exercise())
}

/// The same without a desk.
pub(crate) fn named(entered: &[Recipient], exercise: bool) -> Vec<Recipient> {
    if exercise {
        return DEPARTMENTS.iter().map(|name| made(name)).collect();
    }
    if !entered.is_empty() {
        return entered.to_vec();
    }
    let named = DEPARTMENTS.iter().map(|name| Recipient {
        name: (*name).to_owned(),
        ..Recipient::default()
    });
    named.collect()
}

/// A department of an exercise: nobody real is ever named there.
fn made(name: &str) -> Recipient {
    let rung = |role: &str, number: u32| Rung {
        name: format!("演练 {role}"),
        role: role.to_owned(),
        phone: format!("000-{number:04}"),
        mail: String::new(),
    };
    Recipient {
        name: format!("演练 {name}"),
        team: None,
        ladder: vec![rung("值班员", 1), rung("值班领导", 2)],
    }
}
