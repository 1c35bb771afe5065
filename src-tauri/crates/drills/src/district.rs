//! A whole exercise district from a seed number.

mod calendar;
mod firms;
mod people;
mod places;
mod profiles;
mod sites;
mod stock;
mod teams;

use std::collections::BTreeMap;

use emergency::day::Day;
use emergency::entity::{EntityKind, EntityRef};
use emergency::fact::Fact;
use emergency::firm::FirmRegistered;
use emergency::hazard_unit::UnitRegistered;
use emergency::id::{FirmId, LotId, OriginId, PersonId, PointId, SiteId, TeamId};
use emergency::person::{PersonRegistered, PersonReported};
use emergency::point::PointRegistered;
use emergency::rota::RotaSet;
use emergency::site::{Site, SiteKind, SiteRegistered, SiteReported};
use emergency::stock::LotRegistered;
use emergency::team::{TeamRegistered, TeamReported};
use emergency::time::DAY_MS;
use rand::Rng as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::ground::Ground;
use crate::roads::Roads;

/// Largest size of an exercise district; a larger number is taken as this.
pub const SIZE_MAX: u32 = 100;

/// Teams, depots and other sites of size 1, and what a size of 10 has.
const TEAMS: [u32; 2] = [60, 500];
const DEPOTS: [u32; 2] = [12, 60];
const HAZARDS: [u32; 2] = [40, 240];
const SHELTERS: [u32; 2] = [42, 120];
const HOSPITALS: [u32; 2] = [8, 30];
const SCHOOLS: [u32; 2] = [42, 160];
const FIRE_STATIONS: [u32; 2] = [8, 30];
const FIRMS: [u32; 2] = [4, 20];

/// One team with its standing facts and its last report.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct MadeTeam {
    /// Its name in the log.
    pub id: TeamId,
    /// Standing facts, without a custodian.
    pub registered: TeamRegistered,
    /// Its last report; none for a team that nobody has heard of.
    pub reported: Option<TeamReported>,
    /// How long before the exercise that was, in milliseconds.
    pub reported_before_ms: i64,
    /// True when it is on the road all night.
    pub patrols: bool,
}

/// Residents of a street: invented, not a census.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Residents {
    /// Statistical code of the street.
    pub code: String,
    /// Name with the mark 演练.
    pub name: String,
    /// People.
    pub people: u32,
}

/// A fact to be recorded before the exercise begins. Whoever records it sets `exercise`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Registration {
    /// What it is about.
    pub entity: EntityRef,
    /// The fact.
    pub fact: Fact,
    /// How long before the exercise it happened, in milliseconds.
    pub before_ms: i64,
}

/// An exercise district. Every name in it says 演练.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct District {
    /// The seed it was made from.
    pub seed: u64,
    /// Its size, 1 to [`SIZE_MAX`].
    pub size: u32,
    /// The made road network.
    pub roads: Roads,
    /// Residents by street.
    pub residents: Vec<Residents>,
    /// Depots, hazard sites, shelters, hospitals, schools and fire stations.
    pub sites: Vec<(SiteId, SiteRegistered)>,
    /// Firms.
    pub firms: Vec<(FirmId, FirmRegistered)>,
    /// Units of the sites of these, with their tanks.
    pub units: Vec<(SiteId, UnitRegistered)>,
    /// The level points of some of these tanks.
    pub points: Vec<PointRegistered>,
    /// Supplies in the depots.
    pub lots: Vec<(LotId, LotRegistered)>,
    /// Teams.
    pub teams: Vec<MadeTeam>,
    /// How sites stand at the beginning.
    pub site_reports: Vec<(SiteId, SiteReported)>,
    /// Experts, reporters and volunteers.
    pub people: Vec<(PersonId, PersonRegistered)>,
    /// The watch of each day from the exercise on.
    pub rota: Vec<RotaSet>,
    /// The day on which the exercise is; every date of the district was made around it.
    pub today: Day,
}

/// Independent streams of chance, so that more of one thing leaves the others as they are.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Stream {
    Roads,
    Residents,
    Sites,
    Stock,
    Teams,
    Alarms,
    Calls,
    Patrols,
    Profiles,
    MoreSites,
    Batches,
    People,
    Flood,
}

pub(crate) fn stream(seed: u64, stream: Stream) -> ChaCha8Rng {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream as u64);
    rng
}

impl District {
    /// Makes the district of a seed. The same seed and size make the same district, to the byte.
    #[must_use]
    pub fn generate(seed: u64, size: u32) -> Self {
        let size = size.clamp(1, SIZE_MAX);
        let ground = Ground::shipped();
        let roads = Roads::generate(&mut stream(seed, Stream::Roads), ground, size);
        let places = places::Places::new(ground, &roads);
        let mut sites = sites::generate(&mut stream(seed, Stream::Sites), ground, &places, size);
        let mut lots = stock::generate(&mut stream(seed, Stream::Stock), ground, &sites);
        stock::furnish(&mut stream(seed, Stream::Batches), ground, &mut lots);
        let more = &mut stream(seed, Stream::MoreSites);
        sites::furnish(more, ground, &places, size, &mut sites);
        let firms = firms::generate(ground, size, &mut sites);
        let mut units = firms::units(ground, &sites);
        let points = firms::points(ground, &sites, &units);
        firms::measure(&mut units, &points);
        let reports = sites.iter().filter_map(|(id, site)| {
            let said = sites::report(more, site)?;
            Some((id.clone(), said))
        });
        let site_reports = reports.collect();
        let rng = &mut stream(seed, Stream::Teams);
        let teams = teams::generate(rng, ground, &places, (seed, size));
        let named = &mut stream(seed, Stream::People);
        let people = people::generate(named, ground, &places);
        Self {
            seed,
            size,
            residents: residents(&mut stream(seed, Stream::Residents), ground),
            roads,
            firms,
            units,
            points,
            sites,
            lots,
            teams,
            site_reports,
            people,
            rota: people::rota(named, ground),
            today: MADE_ON,
        }
    }

    /// The same district with its exercise on another day: every date moves with it.
    #[must_use]
    pub fn on(mut self, today: Day) -> Self {
        calendar::shift(&mut self, today);
        self
    }

    /// All facts to be recorded, firms and sites first, then lots, teams and their reports. Teams
    /// and lots are given into the custody of the desk named; none leaves both to the platform.
    #[must_use]
    pub fn registrations(&self, custodian: Option<&OriginId>) -> Vec<Registration> {
        let registration = |kind, id: &str, fact, before_ms| Registration {
            entity: EntityRef::new(kind, id),
            fact,
            before_ms,
        };
        let mut all = Vec::new();
        for (id, firm) in &self.firms {
            let fact = Fact::FirmRegistered(firm.clone());
            all.push(registration(EntityKind::Firm, &id.0, fact, DAY_MS));
        }
        for (id, site) in &self.sites {
            let fact = Fact::SiteRegistered(site.clone());
            all.push(registration(EntityKind::Site, &id.0, fact, DAY_MS));
        }
        for point in &self.points {
            let id = PointId::of(&point.feed, &point.device);
            let fact = Fact::PointRegistered(point.clone());
            all.push(registration(EntityKind::Point, &id.0, fact, DAY_MS));
        }
        for (id, unit) in &self.units {
            let fact = Fact::UnitRegistered(unit.clone());
            all.push(registration(EntityKind::Site, &id.0, fact, DAY_MS));
        }
        for (id, lot) in &self.lots {
            let mut lot = lot.clone();
            lot.allotments = custodian
                .map(|origin| BTreeMap::from([(origin.0.clone(), lot.quantity)]))
                .unwrap_or_default();
            let fact = Fact::LotRegistered(lot);
            all.push(registration(EntityKind::Lot, &id.0, fact, DAY_MS));
        }
        for team in &self.teams {
            let mut registered = team.registered.clone();
            registered.custodian = custodian.cloned();
            let fact = Fact::TeamRegistered(registered);
            all.push(registration(EntityKind::Team, &team.id.0, fact, DAY_MS));
        }
        for (id, person) in &self.people {
            let fact = Fact::PersonRegistered(person.clone());
            all.push(registration(EntityKind::Person, &id.0, fact, DAY_MS));
            let said = Fact::PersonReported(PersonReported {
                available: true,
                ..PersonReported::default()
            });
            all.push(registration(EntityKind::Person, &id.0, said, DAY_MS));
        }
        for (id, reported) in &self.site_reports {
            let fact = Fact::SiteReported(reported.clone());
            all.push(registration(EntityKind::Site, &id.0, fact, DAY_MS));
        }
        for (after, set) in (-1_i64..).zip(&self.rota) {
            let day = self.today.plus(after).to_string();
            let fact = Fact::RotaSet(set.clone());
            all.push(registration(EntityKind::Rota, &day, fact, DAY_MS));
        }
        for team in &self.teams {
            if let Some(reported) = &team.reported {
                let (id, fact) = (&team.id.0, Fact::TeamReported(reported.clone()));
                all.push(registration(
                    EntityKind::Team,
                    id,
                    fact,
                    team.reported_before_ms,
                ));
            }
        }
        all
    }

    /// The sites of one kind, in the order of their numbers.
    pub fn sites_of(&self, kind: SiteKind) -> impl Iterator<Item = Site> {
        let of_kind = self.sites.iter().filter(move |(_, site)| site.kind == kind);
        of_kind.map(|(id, registered)| Site {
            id: id.clone(),
            registered: registered.clone(),
            ..Site::default()
        })
    }
}

/// The day around which all dates are made until [`District::on`] says another.
const MADE_ON: Day = match Day::new(2026, 1, 1) {
    Some(day) => day,
    None => unreachable!(),
};

/// How many there are of a thing at this size: the numbers of size 1 and 10, and on in a line.
fn count(of: [u32; 2], size: u32) -> u32 {
    of[0] + (size - 1) * (of[1] - of[0]) / 9
}

/// An index chosen by weight; 0 when there is nothing to choose from.
fn weighted(rng: &mut ChaCha8Rng, weights: impl Iterator<Item = u32> + Clone) -> usize {
    let total: u32 = weights.clone().sum();
    let mut left = rng.random_range(0..total.max(1));
    for (index, weight) in weights.enumerate() {
        if left < weight {
            return index;
        }
        left -= weight;
    }
    0
}

fn residents(rng: &mut ChaCha8Rng, ground: &Ground) -> Vec<Residents> {
    let [low, high] = ground.words.residents_thousand;
    let made = ground.streets.iter().map(|street| Residents {
        code: street.code.clone(),
        name: format!("{}·{}", ground.words.mark, street.name),
        people: rng.random_range(low * 1_000..=high * 1_000),
    });
    made.collect()
}

/// A made person with a telephone number that cannot be dialled: no number begins with 000.
fn contact(rng: &mut ChaCha8Rng, ground: &Ground, number: usize) -> String {
    let (name, phone) = contact_of(rng, ground, number);
    format!("{name} {phone}")
}

/// The same as name and number.
fn contact_of(rng: &mut ChaCha8Rng, ground: &Ground, number: usize) -> (String, String) {
    let surname = &ground.words.surnames[rng.random_range(0..ground.words.surnames.len())];
    let name = format!("{}·{surname}某", ground.words.mark);
    let phone = format!("000-{:04}-{:04}", number / 10_000, number % 10_000);
    (name, phone)
}

#[cfg(test)]
mod tests;
