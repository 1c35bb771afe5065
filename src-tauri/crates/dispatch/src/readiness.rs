//! How ready a team or a depot is: a score of parts, each with its reason. What is stale says so
//! and still ranks.

mod sending;

use emergency::day::Day;
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::{Readiness, Team};
use emergency::time::{DAY_MS, UtcMs};
use serde::{Deserialize, Serialize};

use crate::question::READINESS_FRESH_MS;

/// A part of a score.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Part {
    /// Said to be ready and not sent elsewhere.
    Presence,
    /// People of those it should have.
    People,
    /// Certificates that are good.
    Certificates,
    /// Vehicles, equipment, goods that are good.
    Equipment,
    /// Tanks.
    Fuel,
    /// How old the word or the count is.
    Freshness,
}

/// How much each part counts; the sum is the full score. Assumed, 待区里确认.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Weights {
    /// See [`Part::Presence`].
    pub presence: u32,
    /// See [`Part::People`].
    pub people: u32,
    /// See [`Part::Certificates`].
    pub certificates: u32,
    /// See [`Part::Equipment`].
    pub equipment: u32,
    /// See [`Part::Fuel`].
    pub fuel: u32,
    /// See [`Part::Freshness`].
    pub freshness: u32,
}

impl Default for Weights {
    fn default() -> Self {
        Self {
            presence: 25,
            people: 20,
            certificates: 15,
            equipment: 15,
            fuel: 10,
            freshness: 15,
        }
    }
}

impl Part {
    /// All of them.
    pub const ALL: [Self; 6] = [
        Self::Presence,
        Self::People,
        Self::Certificates,
        Self::Equipment,
        Self::Fuel,
        Self::Freshness,
    ];
}

impl Weights {
    /// What a part weighs.
    #[must_use]
    pub fn of(self, part: Part) -> u32 {
        match part {
            Part::Presence => self.presence,
            Part::People => self.people,
            Part::Certificates => self.certificates,
            Part::Equipment => self.equipment,
            Part::Fuel => self.fuel,
            Part::Freshness => self.freshness,
        }
    }
}

/// The numbers of readiness; every one is assumed, 待区里确认.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Rules {
    /// How much each part counts.
    pub weights: Weights,
    /// A team's word is fresh for this long, milliseconds.
    pub word_fresh_ms: i64,
    /// A count is fresh for this long, milliseconds.
    pub count_fresh_ms: i64,
    /// A tank with at least this much counts in full, percent.
    pub fuel_full_percent: u32,
    /// Something that ends within so many days is named.
    pub soon_days: i64,
    /// From this score on something counts as ready, percent.
    pub ready_percent: u32,
}

impl Default for Rules {
    fn default() -> Self {
        Self {
            weights: Weights::default(),
            word_fresh_ms: READINESS_FRESH_MS,
            count_fresh_ms: 90 * DAY_MS,
            fuel_full_percent: 60,
            soon_days: 30,
            ready_percent: 60,
        }
    }
}

/// What was found. The words are the reader's language; see [`Reason`] for the numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Code {
    /// Said to be ready.
    Ready,
    /// Said to be ready with less.
    Reduced,
    /// Said that it cannot go.
    NotReady,
    /// Nobody has said.
    Unknown,
    /// `number` orders hold it.
    OnOrder,
    /// On its way home, for `number` milliseconds.
    Returning,
    /// Takes on what it used, for `number` more milliseconds where that is known.
    Restocking,
    /// Cleans people and equipment, for `number` more milliseconds where that is known.
    Cleaning,
    /// Rests, for `number` more milliseconds where that is known.
    Resting,
    /// Is owed a rest, which would be over in `number` milliseconds.
    RestOwed,
    /// Works for `number` milliseconds, longer than its shift of `of` hours.
    OverShift,
    /// Is at a scene for `number` milliseconds, longer than the `of` hours that are allowed.
    OverScene,
    /// Outside its hours, which begin in `number` milliseconds; `of` people are on call.
    OffShift,
    /// Somebody else's word is needed before it goes.
    AuthorityElsewhere,
    /// `number` of `of` people are there.
    PeopleThere,
    /// Nobody has said how many of `of` people are there.
    PeopleUnknown,
    /// `number` of `of` certificates are over.
    CertificatesOver,
    /// `number` of `of` certificates end within the days that count as soon.
    CertificatesSoon,
    /// No certificate is entered.
    CertificatesNone,
    /// `number` of `of` vehicles are past their inspection.
    VehiclesOver,
    /// `number` of `of` pieces of equipment are past their inspection.
    EquipmentOver,
    /// Neither vehicles nor equipment are entered.
    EquipmentNone,
    /// The emptiest tank has `number` percent.
    Fuel,
    /// Nobody has said what is in the tanks.
    FuelUnknown,
    /// The word is `number` milliseconds old and fresh.
    Fresh,
    /// The word is `number` milliseconds old and stale.
    Stale,
    /// There is no word.
    NeverHeard,
    /// The insurance of its people is over since `number` days.
    InsuranceOver,
    /// No insurance is entered for a firm's or a society's team.
    InsuranceNone,
    /// None of its `of` agreements is in force.
    AgreementsOver,
    /// `number` of `of` lots are past their last day.
    LotsExpired,
    /// `number` of `of` lots end within the days that count as soon.
    LotsSoon,
    /// `number` of `of` lots are past calibration or inspection.
    LotsUnchecked,
    /// `number` of `of` lots are below their safety stock.
    LotsBelowSafety,
    /// `number` of `of` lots were not counted for too long, or never.
    LotsUncounted,
    /// Nothing is stored there.
    NoLots,
    /// Nobody with a key is entered.
    NoKeyholder,
}

/// One reason with its numbers and the points that it cost.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reason {
    /// Of which part.
    pub part: Part,
    /// What was found.
    pub code: Code,
    /// Its number, as the code says.
    pub number: Option<i64>,
    /// Of how many.
    pub of: Option<i64>,
    /// Points lost by it.
    pub lost: u32,
}

/// The score of one team or depot.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Score {
    /// 0 to 100.
    pub percent: u32,
    /// True when it may be counted on: the score is high enough and nothing bars it.
    pub ready: bool,
    /// True when the word it rests on is old.
    pub stale: bool,
    /// What bars it whatever its score.
    pub bars: Vec<Code>,
    /// Why, the dearest first.
    pub reasons: Vec<Reason>,
}

/// A score while it is added up.
struct Sum {
    weights: Weights,
    /// Points lost so far of each part.
    lost: u32,
    score: Score,
}

impl Sum {
    fn new(weights: Weights) -> Self {
        let score = Score::default();
        Self {
            weights,
            lost: 0,
            score,
        }
    }

    /// Names what was found and takes off that share of the part, in thousandths; a part is lost
    /// once only.
    fn note(&mut self, part: Part, code: Code, numbers: [Option<i64>; 2], lost_thousandths: i64) {
        let share = u32::try_from(lost_thousandths.clamp(0, 1_000)).unwrap_or(0);
        let known = self.score.reasons.iter().filter(|one| one.part == part);
        let gone: u32 = known.map(|one| one.lost).sum();
        let weight = self.weights.of(part);
        let lost = (weight * share).div_ceil(1_000);
        let lost = lost.min(weight.saturating_sub(gone));
        self.lost += lost;
        let [number, of] = numbers;
        self.score.reasons.push(Reason {
            part,
            code,
            number,
            of,
            lost,
        });
    }

    /// Names how many of how many are not good; nothing when none is.
    fn note_some(&mut self, part: Part, code: Code, [bad, all]: [usize; 2], weight: i64) {
        if bad > 0 && all > 0 {
            let numbers = [Some(bad as i64), Some(all as i64)];
            self.note(part, code, numbers, weight * bad as i64 / all as i64);
        }
    }

    fn finish(mut self, rules: &Rules) -> Score {
        let w = self.weights;
        let full = w.presence + w.people + w.certificates + w.equipment + w.fuel + w.freshness;
        let left = full.saturating_sub(self.lost);
        self.score.percent = (left * 100).checked_div(full).unwrap_or(0);
        self.score.ready = self.score.bars.is_empty() && self.score.percent >= rules.ready_percent;
        self.score
            .reasons
            .sort_by_key(|reason| (std::cmp::Reverse(reason.lost), reason.part, reason.code));
        self.score
    }
}

/// The score of a team.
#[must_use]
pub fn of_team(team: &Team, now: UtcMs, rules: &Rules) -> Score {
    let today = Day::of(now);
    let mut sum = Sum::new(rules.weights);
    presence(team, &mut sum);
    sending::way_back(team, now, &mut sum);
    for objection in &team.objections(now) {
        sending::speaks_against(objection, (now, today), &mut sum);
    }
    people(team, &mut sum);
    certificates(team, today, rules, &mut sum);
    equipment(team, today, &mut sum);
    fuel(team, rules, &mut sum);
    let age_ms = team.reported_at.map(|at| now.since_ms(at));
    freshness(age_ms, rules.word_fresh_ms, &mut sum);
    sending::terms(team, today, &mut sum);
    sum.finish(rules)
}

fn presence(team: &Team, sum: &mut Sum) {
    let (code, lost) = match team.readiness {
        Readiness::Ready => (Code::Ready, 0),
        Readiness::Reduced => (Code::Reduced, 400),
        Readiness::NotReady => (Code::NotReady, 1_000),
        Readiness::Unknown => (Code::Unknown, 700),
    };
    let orders = team.active().count() as i64;
    if orders > 0 {
        sum.note(Part::Presence, Code::OnOrder, [Some(orders), None], 1_000);
        sum.score.bars.push(Code::OnOrder);
        sum.note(Part::Presence, code, [None, None], 0);
    } else {
        sum.note(Part::Presence, code, [None, None], lost);
    }
    if team.readiness == Readiness::NotReady {
        sum.score.bars.push(Code::NotReady);
    }
}

fn people(team: &Team, sum: &mut Sum) {
    let of = i64::from(team.registered.people);
    if of == 0 {
        return;
    }
    match team.present.map(i64::from) {
        Some(there) => {
            let lost = 1_000 * (of - there).max(0) / of;
            sum.note(
                Part::People,
                Code::PeopleThere,
                [Some(there), Some(of)],
                lost,
            );
        }
        None => sum.note(Part::People, Code::PeopleUnknown, [None, Some(of)], 500),
    }
}

fn certificates(team: &Team, today: Day, rules: &Rules, sum: &mut Sum) {
    let members = team.registered.members.iter();
    let all: Vec<_> = members.flat_map(|member| &member.certificates).collect();
    if all.is_empty() {
        sum.note(
            Part::Certificates,
            Code::CertificatesNone,
            [None, None],
            300,
        );
        return;
    }
    let over = all.iter().filter(|one| one.is_expired(today)).count();
    let soon = all
        .iter()
        .filter(|one| ends_soon(one.until, today, rules))
        .count();
    let part = Part::Certificates;
    sum.note_some(part, Code::CertificatesOver, [over, all.len()], 1_000);
    sum.note_some(part, Code::CertificatesSoon, [soon, all.len()], 0);
}

/// True when the last day has not gone by and is near.
fn ends_soon(until: Option<Day>, today: Day, rules: &Rules) -> bool {
    until.is_some_and(|until| (0..=rules.soon_days).contains(&until.days_after(today)))
}

fn is_over(until: Option<Day>, today: Day) -> bool {
    until.is_some_and(|until| until < today)
}

fn equipment(team: &Team, today: Day, sum: &mut Sum) {
    let (vehicles, equipment) = (&team.registered.vehicles, &team.registered.equipment);
    if vehicles.is_empty() && equipment.is_empty() {
        sum.note(Part::Equipment, Code::EquipmentNone, [None, None], 300);
        return;
    }
    let all = vehicles.len() + equipment.len();
    let parked = vehicles
        .iter()
        .filter(|one| is_over(one.inspected_until, today))
        .count();
    let unchecked = equipment
        .iter()
        .filter(|one| is_over(one.inspected_until, today))
        .count();
    // Each counts by its part of all that the team has.
    let share = |of: usize| (1_000 * of / all) as i64;
    let (on_wheels, carried) = (share(vehicles.len()), share(equipment.len()));
    sum.note_some(
        Part::Equipment,
        Code::VehiclesOver,
        [parked, vehicles.len()],
        on_wheels,
    );
    sum.note_some(
        Part::Equipment,
        Code::EquipmentOver,
        [unchecked, equipment.len()],
        carried,
    );
}

fn fuel(team: &Team, rules: &Rules, sum: &mut Sum) {
    if team.registered.vehicles.is_empty() {
        return;
    }
    let full = i64::from(rules.fuel_full_percent.max(1));
    match team.fuel_percent.map(i64::from) {
        Some(percent) => {
            let lost = 1_000 * (full - percent).max(0) / full;
            sum.note(Part::Fuel, Code::Fuel, [Some(percent), None], lost);
        }
        None => sum.note(Part::Fuel, Code::FuelUnknown, [None, None], 500),
    }
}

/// A word loses its worth from the end of its freshness to four times that age.
fn freshness(age_ms: Option<i64>, fresh_ms: i64, sum: &mut Sum) {
    let Some(age_ms) = age_ms else {
        sum.score.stale = true;
        sum.note(Part::Freshness, Code::NeverHeard, [None, None], 1_000);
        return;
    };
    let fresh_ms = fresh_ms.max(1);
    let beyond = age_ms.saturating_sub(fresh_ms);
    let lost = beyond.saturating_mul(1_000) / fresh_ms.saturating_mul(3);
    sum.score.stale = beyond > 0;
    let code = if beyond > 0 { Code::Stale } else { Code::Fresh };
    sum.note(Part::Freshness, code, [Some(age_ms), None], lost);
}

/// The score of a depot by what lies in it. People, certificates and fuel say nothing of it.
#[must_use]
pub fn of_depot(depot: &Site, lots: &[&Lot], now: UtcMs, rules: &Rules) -> Score {
    let today = Day::of(now);
    let weights = Weights {
        people: 0,
        certificates: 0,
        fuel: 0,
        ..rules.weights
    };
    let mut sum = Sum::new(weights);
    if depot.registered.keyholders.is_empty() && depot.registered.contact.is_empty() {
        sum.note(Part::Presence, Code::NoKeyholder, [None, None], 1_000);
    }
    let all = lots.len();
    if all == 0 {
        sum.note(Part::Equipment, Code::NoLots, [None, None], 1_000);
        return sum.finish(rules);
    }
    let count = |is: &dyn Fn(&Lot) -> bool| lots.iter().filter(|lot| is(lot)).count();
    let expired = count(&|lot| is_over(lot.registered.expires, today));
    let soon = count(&|lot| ends_soon(lot.registered.expires, today, rules));
    let unchecked = count(&|lot| {
        is_over(lot.registered.calibrated_until, today)
            || is_over(lot.registered.inspected_until, today)
    });
    let short = count(&|lot| lot.on_hand() < lot.registered.safety);
    let uncounted = count(&|lot| {
        lot.counted_at
            .is_none_or(|at| now.since_ms(at) > rules.count_fresh_ms)
    });
    sum.note_some(Part::Equipment, Code::LotsExpired, [expired, all], 1_000);
    sum.note_some(Part::Equipment, Code::LotsSoon, [soon, all], 0);
    sum.note_some(
        Part::Equipment,
        Code::LotsUnchecked,
        [unchecked, all],
        1_000,
    );
    sum.note_some(Part::Presence, Code::LotsBelowSafety, [short, all], 1_000);
    sum.note_some(
        Part::Freshness,
        Code::LotsUncounted,
        [uncounted, all],
        1_000,
    );
    sum.score.stale = uncounted > 0;
    sum.finish(rules)
}

#[cfg(test)]
mod tests;
