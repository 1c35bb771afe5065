//! Which line of which plan cannot be met today, and why: the needs of the task cards against the
//! teams and the stock that are ready now.

use emergency::day::Day;
use emergency::id::{LotId, TeamId};
use emergency::incident::Need;
use emergency::stock::Lot;
use emergency::team::Team;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use crate::nearest::serves;
use crate::readiness::{Code, Rules, Score, of_team};

/// Things that one unmet line names.
pub const WHY_MAX: usize = 20;

/// One need of one task card.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PlanNeed {
    /// The plan.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// The clause that the card is attached to.
    pub clause: String,
    /// The card.
    pub card: String,
    /// What is to be done.
    pub what: String,
    /// What it takes.
    pub need: Need,
    /// Name and unit of that for the reader.
    pub label: String,
}

/// Why something does not count towards a need.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case", rename_all_fields = "camelCase")]
pub enum Why {
    /// No team on the list can do it.
    NoTeam,
    /// A team that could is not ready.
    TeamNotReady {
        /// Which.
        team: TeamId,
        /// Its score.
        percent: u32,
        /// What bars it, or what cost it most.
        code: Code,
    },
    /// No lot of it is on the list.
    NoLot,
    /// So many of a lot are past their last day.
    Expired {
        /// Which.
        lot: LotId,
        /// How many.
        quantity: u32,
    },
    /// So many of a lot are past calibration or inspection.
    Unchecked {
        /// Which.
        lot: LotId,
        /// How many.
        quantity: u32,
    },
    /// So many of a lot are spoken for.
    Reserved {
        /// Which.
        lot: LotId,
        /// How many.
        quantity: u32,
    },
    /// So many of a lot are out on loan.
    OnLoan {
        /// Which.
        lot: LotId,
        /// How many.
        quantity: u32,
    },
    /// So many are on their way to a lot.
    InTransit {
        /// Which.
        lot: LotId,
        /// How many.
        quantity: u32,
    },
}

/// A line that cannot be met.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Unmet {
    /// The line.
    pub line: PlanNeed,
    /// How many are ready.
    pub have: u32,
    /// How many are missing.
    pub missing: u32,
    /// What would have counted and does not, at most [`WHY_MAX`].
    pub why: Vec<Why>,
}

/// What the plans need against what there is. Each line is asked by itself: a team may serve
/// several plans, since they are not in force at once.
#[must_use]
pub fn check(
    lines: &[PlanNeed],
    teams: &[Team],
    lots: &[Lot],
    now: UtcMs,
    rules: &Rules,
) -> Vec<Unmet> {
    let known: Vec<(&Team, Score)> = teams
        .iter()
        .filter(|team| team.known)
        .map(|team| (team, of_team(team, now, rules)))
        .collect();
    let unmet = lines.iter().filter_map(|line| {
        if !line.need.supply.is_empty() {
            supplies(line, lots, now)
        } else if line.need.capability.is_empty() {
            None
        } else {
            able_teams(line, &known)
        }
    });
    unmet.collect()
}

fn able_teams(line: &PlanNeed, teams: &[(&Team, Score)]) -> Option<Unmet> {
    let able: Vec<_> = teams
        .iter()
        .filter(|(team, _)| team.registered.capabilities.contains(&line.need.capability))
        .collect();
    let have = able.iter().filter(|(_, score)| score.ready).count();
    let have = u32::try_from(have).unwrap_or(u32::MAX);
    let mut why: Vec<Why> = able
        .iter()
        .filter(|(_, score)| !score.ready)
        .map(|(team, score)| Why::TeamNotReady {
            team: team.id.clone(),
            percent: score.percent,
            code: worst(score),
        })
        .take(WHY_MAX)
        .collect();
    if able.is_empty() {
        why.push(Why::NoTeam);
    }
    unmet(line, have, why)
}

/// What bars a team, or what cost it most.
fn worst(score: &Score) -> Code {
    let barred = score.bars.first().copied();
    let dearest = score.reasons.first().map(|reason| reason.code);
    barred.or(dearest).unwrap_or(Code::Unknown)
}

fn supplies(line: &PlanNeed, lots: &[Lot], now: UtcMs) -> Option<Unmet> {
    let today = Day::of(now);
    let over = |until: Option<Day>| until.is_some_and(|until| until < today);
    let (mut have, mut why, mut any) = (0_u32, Vec::new(), false);
    let fits = |lot: &&Lot| lot.known && serves(&lot.registered.supply, &line.need.supply);
    for lot in lots.iter().filter(fits) {
        any = true;
        let (on_hand, free) = (lot.on_hand(), lot.free(now));
        let id = || lot.id.clone();
        let mut name = |quantity: u32, of: fn(LotId, u32) -> Why| {
            if quantity > 0 && why.len() < WHY_MAX {
                why.push(of(id(), quantity));
            }
        };
        let registered = &lot.registered;
        if over(registered.expires) {
            name(on_hand, |lot, quantity| Why::Expired { lot, quantity });
        } else if over(registered.calibrated_until) || over(registered.inspected_until) {
            name(on_hand, |lot, quantity| Why::Unchecked { lot, quantity });
        } else {
            have = have.saturating_add(free);
            name(on_hand - free, |lot, quantity| Why::Reserved {
                lot,
                quantity,
            });
        }
        name(lot.on_loan(), |lot, quantity| Why::OnLoan { lot, quantity });
        name(lot.in_transit(), |lot, quantity| Why::InTransit {
            lot,
            quantity,
        });
    }
    if !any {
        why.push(Why::NoLot);
    }
    unmet(line, have, why)
}

fn unmet(line: &PlanNeed, have: u32, why: Vec<Why>) -> Option<Unmet> {
    let missing = line.need.quantity.saturating_sub(have);
    (missing > 0).then(|| Unmet {
        line: line.clone(),
        have,
        missing,
        why,
    })
}

#[cfg(test)]
mod tests {
    use emergency::stock::LotRegistered;
    use emergency::team::{Readiness, TeamRegistered};

    use super::*;

    const NOW: UtcMs = UtcMs(1_780_000_000_000);

    fn need(capability: &str, supply: &str, quantity: u32) -> PlanNeed {
        PlanNeed {
            card: "C1".into(),
            need: Need {
                capability: capability.into(),
                supply: supply.into(),
                quantity,
            },
            ..PlanNeed::default()
        }
    }

    fn team(id: &str, readiness: Readiness) -> Team {
        Team {
            id: id.into(),
            registered: TeamRegistered {
                capabilities: vec!["hazmat".into()],
                ..TeamRegistered::default()
            },
            known: true,
            readiness,
            reported_at: Some(NOW),
            ..Team::default()
        }
    }

    fn lot(id: &str, supply: &str, quantity: u32, expires_in: i64) -> Lot {
        Lot {
            id: id.into(),
            registered: LotRegistered {
                supply: supply.into(),
                expires: Some(Day::of(NOW).plus(expires_in)),
                ..LotRegistered::default()
            },
            known: true,
            allotments: [(String::new(), quantity)].into(),
            ..Lot::default()
        }
    }

    fn checked(lines: &[PlanNeed], teams: &[Team], lots: &[Lot]) -> Vec<Unmet> {
        check(lines, teams, lots, NOW, &Rules::default())
    }

    #[test]
    fn a_line_that_can_be_met_is_not_named() {
        let lines = [need("hazmat", "", 1), need("", "2010101", 4)];
        let teams = [team("T1", Readiness::Ready)];
        let lots = [lot("L1", "2010101", 4, 0)];
        assert_eq!(checked(&lines, &teams, &lots), [], "both are there");
    }

    #[test]
    fn a_team_that_cannot_go_is_named_with_what_stops_it() {
        let teams = [
            team("T1", Readiness::Ready),
            team("T2", Readiness::NotReady),
        ];
        let found = checked(&[need("hazmat", "", 2)], &teams, &[]);
        assert_eq!((found[0].have, found[0].missing), (1, 1), "one of two");
        assert!(
            matches!(&found[0].why[..], [Why::TeamNotReady { team, code: Code::NotReady, .. }]
                if team.as_str() == "T2"),
            "{:?}",
            found[0].why
        );
        let none = checked(&[need("medical", "", 1)], &teams, &[]);
        assert_eq!(none[0].why, [Why::NoTeam], "nobody can do that");
    }

    #[test]
    fn goods_that_are_over_or_away_do_not_count() {
        let mut lent = lot("L2", "2010101", 1, 400);
        lent.loans.push(emergency::stock::Loan {
            event: uuid::Uuid::nil(),
            at: NOW,
            out: 3,
            lent: emergency::stock::StockLent::default(),
        });
        let lots = [
            lot("L1", "2010101", 6, -1),
            lent,
            lot("L3", "2010202", 9, 9),
        ];
        // Asked for the group above: 2010101 is one of 2010100.
        let found = checked(&[need("", "2010100", 4)], &[], &lots[..2]);
        assert_eq!((found[0].have, found[0].missing), (1, 3), "one is there");
        let (one, two) = ("L1".into(), "L2".into());
        assert_eq!(
            found[0].why,
            [
                Why::Expired {
                    lot: one,
                    quantity: 6
                },
                Why::OnLoan {
                    lot: two,
                    quantity: 3
                }
            ],
            "and where the others are"
        );
        let other = checked(&[need("", "2150301", 1)], &[], &lots);
        assert_eq!(other[0].why, [Why::NoLot], "none on the list");
    }
}
