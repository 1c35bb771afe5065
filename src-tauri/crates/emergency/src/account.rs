//! What a team of a firm or of society is paid for (补偿结算): each time that it came, and what
//! that comes to at its rates.
//!
//! 生产安全事故应急条例 (国务院令第708号) art. 19: whoever caused the accident bears the costs of
//! the rescue; else the government arranges it. The rates are those of the agreement, as entered in
//! the team's profile. From when to when a turnout is counted no rule says: here from the order to
//! its end, 待区里确认.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::id::OrderId;
use crate::order::{Order, Progress};
use crate::team::{CostRate, RateBasis, TeamRegistered};
use crate::time::{MINUTE_MS, UtcMs};

/// Hundredths of one.
const ONE: u64 = 100;
/// Minutes of an hour.
const HOUR_MIN: u64 = 60;

/// One time that the team came: an order with those within the incident to which it was redirected,
/// and with those that ran at the same time.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Turnout {
    /// By which order, the first when they were several.
    pub order: OrderId,
    /// When it was sent.
    pub sent_at: UtcMs,
    /// When it was there.
    pub arrived_at: Option<UtcMs>,
    /// When it was free again; none while it is out.
    pub ended_at: Option<UtcMs>,
    /// Its people by the profile: who came is not in the log.
    pub people: u32,
    /// Its vehicles by the profile.
    pub vehicles: u32,
}

impl Turnout {
    /// Hundredths of an hour from sending to the end, rounded half up, so that the sum on paper can
    /// be done again by hand; none while it is out.
    #[must_use]
    pub fn hours(&self) -> Option<u64> {
        let ms = self.ended_at?.since_ms(self.sent_at).max(0);
        let minutes = u64::try_from(ms / MINUTE_MS).unwrap_or(0);
        Some((minutes * ONE * 2 + HOUR_MIN) / (2 * HOUR_MIN))
    }
}

/// One rate with what it is counted by.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Charge {
    /// The rate.
    pub rate: CostRate,
    /// Hundredths of the unit for each turnout that is over, in their order; none when the log does
    /// not hold them, such as kilometres: they are entered by hand.
    pub counts: Option<Vec<u64>>,
}

impl Charge {
    /// Hundredths of the unit in all.
    #[must_use]
    pub fn hundredths(&self) -> Option<u64> {
        let counts = self.counts.as_ref()?;
        Some(counts.iter().fold(0, |sum, one| sum.saturating_add(*one)))
    }

    /// Yuan cents (分), rounded half up.
    #[must_use]
    pub fn fen(&self) -> Option<u64> {
        let product = self.hundredths()?.saturating_mul(self.rate.fen);
        Some(product.saturating_add(ONE / 2) / ONE)
    }
}

/// The account of one team for one incident.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TeamAccount {
    /// Each time that it came, the first first.
    pub turnouts: Vec<Turnout>,
    /// Its rates, in the order of the profile.
    pub charges: Vec<Charge>,
}

impl TeamAccount {
    /// The account by the team's profile and its orders to one incident. An order for which nobody
    /// set out is no turnout. A team that is redirected within the incident came once, and no hour
    /// counts twice because two orders ran in it.
    #[must_use]
    pub fn of(team: &TeamRegistered, orders: &[&Order]) -> Self {
        let mut turnouts: Vec<Turnout> = chains(orders)
            .iter()
            .filter_map(|chain| turnout(team, chain))
            .collect();
        turnouts.sort_by_key(|turnout| turnout.sent_at);
        let turnouts = merged(turnouts);
        let charges = team.rates.iter().map(|rate| Charge {
            counts: counts(rate.basis, &turnouts),
            rate: rate.clone(),
        });
        Self {
            charges: charges.collect(),
            turnouts,
        }
    }

    /// Turnouts that are not over and not counted yet.
    #[must_use]
    pub fn open(&self) -> usize {
        let open = self.turnouts.iter().filter(|one| one.ended_at.is_none());
        open.count()
    }

    /// Yuan cents (分) in all; none when a rate has to be counted by hand, or when there is none.
    #[must_use]
    pub fn fen(&self) -> Option<u64> {
        if self.charges.is_empty() {
            return None;
        }
        let mut sum = 0_u64;
        for charge in &self.charges {
            sum = sum.saturating_add(charge.fen()?);
        }
        Some(sum)
    }
}

/// The orders, those together that were redirected one to another, each group in the order of
/// sending.
fn chains<'a>(orders: &[&'a Order]) -> Vec<Vec<&'a Order>> {
    let before = |order: &&'a Order| {
        let replaced = &order.sent.replaces.as_ref()?.order;
        orders.iter().copied().find(|one| one.id == *replaced)
    };
    let mut chains: BTreeMap<&OrderId, Vec<&Order>> = BTreeMap::new();
    for order in orders.iter().copied() {
        let back = std::iter::successors(Some(order), before).take(orders.len());
        let first = back.last().unwrap_or(order);
        chains.entry(&first.id).or_default().push(order);
    }
    let mut chains: Vec<_> = chains.into_values().collect();
    for chain in &mut chains {
        chain.sort_by_key(|order| order.sent_at());
    }
    chains
}

/// The turnout of an order and its successors. Once the team has set out it is out until the last
/// of them ends, also when nobody wrote that it went on to the next place.
fn turnout(team: &TeamRegistered, chain: &[&Order]) -> Option<Turnout> {
    let first = |order: &Order, to: Progress| {
        let at = order.steps.iter().find(|step| step.to == to);
        at.map(|step| step.at)
    };
    let went =
        |order: &Order| first(order, Progress::EnRoute).or_else(|| first(order, Progress::OnScene));
    let from = chain.iter().position(|order| went(order).is_some())?;
    let out = &chain[from..];
    let start = out.first()?;
    let end = |order: &&Order| {
        let at = order.steps.iter().find(|step| step.to.is_end());
        at.map(|step| step.at)
    };
    let ends: Option<Vec<UtcMs>> = out.iter().map(end).collect();
    Some(Turnout {
        order: start.id.clone(),
        sent_at: start.sent_at().or_else(|| went(start))?,
        arrived_at: out.iter().find_map(|order| first(order, Progress::OnScene)),
        ended_at: ends.and_then(|ends| ends.into_iter().max()),
        people: team.people,
        vehicles: u32::try_from(team.vehicles.len()).unwrap_or(u32::MAX),
    })
}

/// Turnouts in the order of their sending, those that overlap made one.
fn merged(turnouts: Vec<Turnout>) -> Vec<Turnout> {
    let mut apart: Vec<Turnout> = Vec::with_capacity(turnouts.len());
    for next in turnouts {
        let last = apart.last_mut();
        match last.filter(|last| last.ended_at.is_none_or(|end| end > next.sent_at)) {
            Some(last) => {
                last.arrived_at = last.arrived_at.into_iter().chain(next.arrived_at).min();
                // One that is still out keeps the whole of it open.
                last.ended_at = last
                    .ended_at
                    .zip(next.ended_at)
                    .map(|(one, other)| one.max(other));
            }
            None => apart.push(next),
        }
    }
    apart
}

/// Hundredths of a unit for each turnout that is over.
fn counts(basis: RateBasis, turnouts: &[Turnout]) -> Option<Vec<u64>> {
    let per_turnout = |turnout: &Turnout| {
        let hours = turnout.hours()?;
        match basis {
            RateBasis::PersonHour => Some(hours.saturating_mul(u64::from(turnout.people))),
            RateBasis::VehicleHour => Some(hours.saturating_mul(u64::from(turnout.vehicles))),
            RateBasis::CallOut => Some(ONE),
            RateBasis::Kilometre | RateBasis::Other => None,
        }
    };
    match basis {
        RateBasis::Kilometre | RateBasis::Other => None,
        _ => Some(turnouts.iter().filter_map(per_turnout).collect()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::order::{Replaced, Step};
    use crate::team::Vehicle;

    const START: UtcMs = UtcMs(1_780_000_000_000);

    fn rate(basis: RateBasis, fen: u64) -> CostRate {
        CostRate {
            basis,
            fen,
            what: "演练".to_owned(),
        }
    }

    fn team(rates: Vec<CostRate>) -> TeamRegistered {
        TeamRegistered {
            people: 7,
            vehicles: vec![Vehicle::default(); 2],
            rates,
            ..TeamRegistered::default()
        }
    }

    fn order(id: &str, steps: &[(Progress, i64)]) -> Order {
        let step = |(to, minute): &(Progress, i64)| Step {
            to: *to,
            at: START.plus_ms(minute * MINUTE_MS),
            by: "演练".into(),
            note: String::new(),
        };
        Order {
            id: id.into(),
            steps: steps.iter().map(step).collect(),
            ..Order::default()
        }
    }

    fn came(id: &str, minutes: i64) -> Order {
        came_at(id, 0, minutes)
    }

    fn came_at(id: &str, start: i64, minutes: i64) -> Order {
        let steps = [
            (Progress::Sent, start),
            (Progress::EnRoute, start + 5),
            (Progress::OnScene, start + 20),
            (Progress::Released, start + minutes),
        ];
        order(id, &steps)
    }

    fn replacing(old: &str, mut new: Order) -> Order {
        new.sent.replaces = Some(Replaced {
            order: old.into(),
            ..Replaced::default()
        });
        new
    }

    #[test]
    fn hours_of_people_and_vehicles_and_each_time_are_counted_from_the_log() {
        let team = team(vec![
            rate(RateBasis::PersonHour, 5_050),
            rate(RateBasis::VehicleHour, 20_000),
            rate(RateBasis::CallOut, 30_000),
        ]);
        let (first, second) = (came("O1", 200), came_at("O2", 600, 61));
        let account = TeamAccount::of(&team, &[&first, &second]);
        // 200 min are 3.33 h, 61 min are 1.02 h; seven people, two vehicles, twice.
        let counts: Vec<_> = account
            .charges
            .iter()
            .map(|charge| charge.counts.clone().expect("all are in the log"))
            .collect();
        assert_eq!(counts, [vec![2_331, 714], vec![666, 204], vec![100, 100]]);
        let fen: Vec<_> = account.charges.iter().map(Charge::fen).collect();
        assert_eq!(
            fen,
            [Some(153_773), Some(174_000), Some(60_000)],
            "30.45 times 50.50 is 1,537.725, rounded half up"
        );
        assert_eq!(account.fen(), Some(387_773), "and their sum");
    }

    #[test]
    fn who_never_set_out_is_not_paid_and_who_is_out_is_not_counted_yet() {
        let team = team(vec![rate(RateBasis::CallOut, 30_000)]);
        let stayed = order("O1", &[(Progress::Sent, 0), (Progress::Recalled, 3)]);
        let out = order("O2", &[(Progress::Sent, 0), (Progress::EnRoute, 4)]);
        let account = TeamAccount::of(&team, &[&stayed, &out]);
        assert_eq!(account.turnouts.len(), 1, "only one set out");
        assert_eq!(account.open(), 1, "and it is still out");
        assert_eq!(account.fen(), Some(0), "so nothing is counted");
    }

    #[test]
    fn who_is_redirected_within_the_incident_came_once() {
        let team = team(vec![
            rate(RateBasis::CallOut, 30_000),
            rate(RateBasis::VehicleHour, 20_000),
        ]);
        let first = [
            (Progress::Sent, 0),
            (Progress::EnRoute, 5),
            (Progress::Redirected, 10),
        ];
        let first = order("O1", &first);
        // Nobody wrote that it went on; it was on the road all the same.
        let second = [(Progress::Sent, 10), (Progress::Redirected, 30)];
        let second = replacing("O1", order("O2", &second));
        let third = replacing("O2", came_at("O3", 30, 90));
        let account = TeamAccount::of(&team, &[&third, &second, &first]);
        let [turnout] = &account.turnouts[..] else {
            panic!("one turnout: {:?}", account.turnouts);
        };
        assert_eq!(turnout.order.as_str(), "O1", "from the first order");
        assert_eq!(turnout.sent_at, START, "from when that was sent");
        assert_eq!(
            turnout.ended_at,
            Some(START.plus_ms(120 * MINUTE_MS)),
            "to the end of the last"
        );
        let counts: Vec<_> = account.charges.iter().map(Charge::hundredths).collect();
        assert_eq!(
            counts,
            [Some(100), Some(400)],
            "one call, two hours of two vehicles"
        );
        let elsewhere = TeamAccount::of(&team, &[&third]);
        assert_eq!(
            elsewhere.turnouts.len(),
            1,
            "whoever came from another incident came here once"
        );
    }

    #[test]
    fn two_orders_at_the_same_time_are_one_turnout_and_two_in_a_row_are_two() {
        let team = team(vec![
            rate(RateBasis::CallOut, 30_000),
            rate(RateBasis::VehicleHour, 20_000),
        ]);
        let first = came("O1", 120);
        let hundredths = |second: &Order| -> Vec<_> {
            let account = TeamAccount::of(&team, &[second, &first]);
            account.charges.iter().map(Charge::hundredths).collect()
        };
        assert_eq!(
            hundredths(&came_at("O2", 60, 90)),
            [Some(100), Some(500)],
            "two hours and a half, not three and a half"
        );
        assert_eq!(
            hundredths(&came_at("O2", 30, 60)),
            [Some(100), Some(400)],
            "one within the other adds nothing"
        );
        assert_eq!(
            hundredths(&came_at("O2", 120, 60)),
            [Some(200), Some(600)],
            "one after the other counts as two"
        );
        let out = order("O2", &[(Progress::Sent, 60), (Progress::EnRoute, 65)]);
        let account = TeamAccount::of(&team, &[&first, &out]);
        assert_eq!(account.open(), 1, "while one of them runs it is out");
        assert_eq!(account.fen(), Some(0), "and nothing is counted yet");
    }

    #[test]
    fn what_the_log_does_not_hold_is_left_to_a_person() {
        let team = team(vec![
            rate(RateBasis::CallOut, 30_000),
            rate(RateBasis::Kilometre, 300),
        ]);
        let account = TeamAccount::of(&team, &[&came("O1", 60)]);
        assert_eq!(
            account.charges[1].fen(),
            None,
            "nobody wrote the kilometres"
        );
        assert_eq!(account.fen(), None, "so there is no sum");
        assert_eq!(
            TeamAccount::of(&TeamRegistered::default(), &[]).fen(),
            None,
            "nor without rates"
        );
    }
}
