//! One thing as one line.

use contract::rows::ResourceRow;
use dispatch::readiness::{Rules, Score, of_depot, of_team};
use emergency::day::Day;
use emergency::person::Person;
use emergency::site::{Site, SiteKind};
use emergency::stock::Lot;
use emergency::team::{Phase, Readiness, Team};
use emergency::time::UtcMs;
use inventory::check::OnList;

use super::code;

/// The state of a team on its way back to readiness.
fn phase_code(phase: Phase) -> &'static str {
    match phase {
        Phase::Ready => "ready",
        Phase::Returning => "returning",
        Phase::Restocking => "restocking",
        Phase::Cleaning => "cleaning",
        Phase::Resting => "resting",
    }
}

/// The time and the rules that all lines of one answer share.
pub(super) struct Lens<'a> {
    pub(super) list: &'a OnList,
    pub(super) now: UtcMs,
    pub(super) rules: Rules,
}

impl Lens<'_> {
    fn today(&self) -> Day {
        Day::of(self.now)
    }

    pub(super) fn team(&self, team: &Team) -> (ResourceRow, Score) {
        let told = &team.registered;
        let score = of_team(team, self.now, &self.rules);
        let state = match team.readiness {
            _ if team.active().next().is_some() => "out",
            Readiness::NotReady => "not_ready",
            _ if team.phase != Phase::Ready => phase_code(team.phase),
            Readiness::Ready => "ready",
            Readiness::Reduced => "reduced",
            Readiness::Unknown => "unknown",
        };
        let back = team.phase != Phase::Ready && team.active().next().is_none();
        let row = ResourceRow {
            id: team.id.0.clone(),
            sign: told.call_sign.clone(),
            title: told.name.clone(),
            line: told.unit.clone(),
            class: code(&told.level),
            state: state.to_owned(),
            percent: Some(score.percent),
            stale: score.stale,
            at: team.reported_at,
            number: team.present,
            of: Some(told.people),
            unit: String::new(),
            until: super::expiring::next_of_team(team),
            point: team.start(),
            phase_at: team.phase_at.filter(|_| back),
            phase_until: team.phase_until.filter(|_| back),
        };
        (row, score)
    }

    pub(super) fn lot(&self, lot: &Lot) -> ResourceRow {
        let told = &lot.registered;
        let depot = self.list.sites.get(told.depot.as_str());
        let name = depot.map_or(told.depot.as_str(), |site| site.registered.name.as_str());
        let place = [name, told.shelf.as_str()].join(" ");
        let over = [told.expires, told.calibrated_until, told.inspected_until];
        let over = over.into_iter().flatten().any(|until| until < self.today());
        let on_hand = lot.on_hand();
        let state = match on_hand {
            _ if over => "over",
            _ if on_hand < told.minimum => "short",
            _ if on_hand < told.safety => "low",
            _ => "enough",
        };
        let stale = lot
            .counted_at
            .is_none_or(|at| self.now.since_ms(at) > self.rules.count_fresh_ms);
        ResourceRow {
            id: lot.id.0.clone(),
            sign: told.supply.clone(),
            title: told.name.clone(),
            line: place.trim().to_owned(),
            class: String::new(),
            state: state.to_owned(),
            percent: None,
            stale,
            at: lot.counted_at,
            number: Some(lot.free(self.now)),
            of: Some(on_hand),
            unit: told.unit.clone(),
            until: super::expiring::next_of_lot(lot),
            point: depot.and_then(|site| site.registered.place.point),
            ..ResourceRow::default()
        }
    }

    pub(super) fn site(&self, site: &Site) -> (ResourceRow, Option<Score>) {
        let told = &site.registered;
        let score = (told.kind == SiteKind::Depot).then(|| {
            let lots: Vec<&Lot> = self.lots_of(site.id.as_str()).collect();
            of_depot(site, &lots, self.now, &self.rules)
        });
        let said = &site.reported;
        let state = match (said.working, said.open) {
            (Some(false), _) => "broken",
            (_, Some(true)) => "open",
            (_, Some(false)) => "closed",
            (Some(true), None) => "works",
            (None, None) => "unknown",
        };
        let row = ResourceRow {
            id: site.id.0.clone(),
            sign: String::new(),
            title: told.name.clone(),
            line: told.place.words.clone(),
            class: code(&told.kind),
            state: state.to_owned(),
            percent: score.as_ref().map(|score| score.percent),
            stale: score.as_ref().is_some_and(|score| score.stale),
            at: site.reported_at,
            number: said.free.or(said.head_count),
            of: (told.capacity > 0).then_some(told.capacity),
            point: told.place.point,
            ..ResourceRow::default()
        };
        (row, score)
    }

    pub(super) fn person(&self, person: &Person) -> ResourceRow {
        let told = &person.registered;
        let state = match person.is_available(self.now) {
            Some(true) => "available",
            Some(false) => "unavailable",
            None => "unknown",
        };
        let fields = if told.fields.is_empty() {
            told.unit.clone()
        } else {
            told.fields.join("、")
        };
        let untils = told.certificates.iter().filter_map(|one| one.until);
        ResourceRow {
            id: person.id.0.clone(),
            sign: String::new(),
            title: told.name.clone(),
            line: fields,
            class: code(&told.kind),
            state: state.to_owned(),
            at: person.reported_at,
            until: untils.min(),
            point: told.place.point,
            ..ResourceRow::default()
        }
    }

    /// What lies in a depot.
    pub(super) fn lots_of<'a>(&'a self, depot: &'a str) -> impl Iterator<Item = &'a Lot> {
        let lots = self.list.lots.values().filter(|lot| lot.known);
        lots.filter(move |lot| lot.registered.depot.as_str() == depot)
    }
}
