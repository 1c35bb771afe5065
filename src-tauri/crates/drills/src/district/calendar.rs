//! The exercise on another day: every date of the district moves with it.

use emergency::day::Day;
use emergency::team::{Certificate, TeamRegistered};

use super::District;

pub(super) fn shift(district: &mut District, today: Day) {
    let days = today.days_after(district.today);
    let move_day = |day: &mut Option<Day>| *day = day.map(|day| day.plus(days));
    district.today = today;
    for team in &mut district.teams {
        team_dates(&mut team.registered, &move_day);
    }
    for (_, lot) in &mut district.lots {
        move_day(&mut lot.produced);
        move_day(&mut lot.expires);
        move_day(&mut lot.calibrated_until);
        move_day(&mut lot.inspected_until);
        move_day(&mut lot.checked_on);
    }
    for (_, person) in &mut district.people {
        certificate_dates(&mut person.certificates, &move_day);
    }
}

fn certificate_dates(all: &mut [Certificate], move_day: &impl Fn(&mut Option<Day>)) {
    all.iter_mut().for_each(|one| move_day(&mut one.until));
}

fn team_dates(team: &mut TeamRegistered, move_day: &impl Fn(&mut Option<Day>)) {
    for member in &mut team.members {
        certificate_dates(&mut member.certificates, move_day);
    }
    for vehicle in &mut team.vehicles {
        move_day(&mut vehicle.inspected_until);
    }
    for equipment in &mut team.equipment {
        move_day(&mut equipment.inspected_until);
    }
    for agreement in &mut team.agreements {
        move_day(&mut agreement.from);
        move_day(&mut agreement.until);
    }
    move_day(&mut team.insured_until);
}
