//! What runs out within so many days, what is over first.

use contract::error::CallError;
use contract::rows::{ExpiringQuery, ExpiringRow};
use emergency::day::Day;
use emergency::import::TableKind;
use emergency::person::Person;
use emergency::stock::Lot;
use emergency::team::Team;

use super::on_list;
use crate::session::Session;

/// Rows of one answer.
const EXPIRING_MAX: usize = 2_000;
/// Days ahead that can be asked for.
const DAYS_MAX: u32 = 3_660;

/// What runs out in something: what, whose or which, its last day.
type Ends = Vec<(&'static str, String, Day)>;

pub(crate) fn expiring(
    session: &Session,
    query: &ExpiringQuery,
) -> Result<Vec<ExpiringRow>, CallError> {
    let list = on_list(session)?;
    let today = Day::of(session.logbook.now());
    let last = today.plus(i64::from(query.days.min(DAYS_MAX)));
    let mut rows = Vec::new();
    let mut add = |kind, (id, title, depot): (&str, &str, &str), ends: Ends| {
        let near = ends.into_iter().filter(|(.., until)| *until <= last);
        rows.extend(near.map(|(what, line, until)| ExpiringRow {
            kind,
            id: id.to_owned(),
            title: title.to_owned(),
            what: what.to_owned(),
            line,
            depot: depot.to_owned(),
            until,
            days: until.days_after(today),
        }));
    };
    for lot in list.lots.values().filter(|lot| lot.known) {
        let told = &lot.registered;
        if query.depot.is_empty() || told.depot.as_str() == query.depot {
            let depot = list.sites.get(told.depot.as_str());
            let depot = depot.map_or(told.depot.as_str(), |site| &site.registered.name);
            let about = (lot.id.as_str(), told.name.as_str(), depot);
            add(TableKind::Supplies, about, of_lot(lot));
        }
    }
    if query.depot.is_empty() {
        for team in list.teams.values().filter(|team| team.known) {
            let about = (team.id.as_str(), team.registered.name.as_str(), "");
            add(TableKind::Teams, about, of_team(team));
        }
        for person in list.people.values().filter(|person| person.known) {
            let about = (person.id.as_str(), person.registered.name.as_str(), "");
            add(TableKind::People, about, of_person(person));
        }
    }
    rows.sort_by(|a, b| (a.until, &a.title, &a.id).cmp(&(b.until, &b.title, &b.id)));
    rows.truncate(EXPIRING_MAX);
    Ok(rows)
}

fn of_lot(lot: &Lot) -> Ends {
    let told = &lot.registered;
    let all = [
        ("batch", told.batch.clone(), told.expires),
        ("calibration", told.shelf.clone(), told.calibrated_until),
        ("inspection", told.shelf.clone(), told.inspected_until),
    ];
    let ends = all.into_iter();
    ends.filter_map(|(what, line, until)| Some((what, line, until?)))
        .collect()
}

fn of_team(team: &Team) -> Ends {
    let told = &team.registered;
    let mut ends = Vec::new();
    let mut add = |what, line: String, until: Option<Day>| {
        ends.extend(until.map(|until| (what, line, until)));
    };
    for member in &told.members {
        for one in &member.certificates {
            add(
                "certificate",
                format!("{} {}", member.name, one.name),
                one.until,
            );
        }
    }
    for vehicle in &told.vehicles {
        let line = format!("{} {}", vehicle.plate, vehicle.name);
        add("vehicle", line, vehicle.inspected_until);
    }
    for one in &told.equipment {
        add("equipment", one.name.clone(), one.inspected_until);
    }
    for agreement in &told.agreements {
        add("agreement", agreement.title.clone(), agreement.until);
    }
    add("insurance", String::new(), told.insured_until);
    ends
}

fn of_person(person: &Person) -> Ends {
    let certificates = person.registered.certificates.iter();
    certificates
        .filter_map(|one| Some(("certificate", one.name.clone(), one.until?)))
        .collect()
}

/// The first last day of anything in a team.
pub(super) fn next_of_team(team: &Team) -> Option<Day> {
    of_team(team).into_iter().map(|(.., until)| until).min()
}

/// The first last day of a lot.
pub(super) fn next_of_lot(lot: &Lot) -> Option<Day> {
    of_lot(lot).into_iter().map(|(.., until)| until).min()
}
