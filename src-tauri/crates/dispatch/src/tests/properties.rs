//! What holds for any question.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;

fn any_team() -> impl Strategy<Value = Team> {
    let capability = prop::sample::subsequence(vec!["fire", "hazmat", "medical"], 0..=3);
    let readiness = prop::sample::select(vec![
        Readiness::Ready,
        Readiness::Reduced,
        Readiness::NotReady,
        Readiness::Unknown,
    ]);
    let job = prop::sample::select(vec![None, None, Some("I1"), Some("I2")]);
    let age_min = prop::option::of(0_i64..2_000);
    (
        0_u32..40,
        capability,
        readiness,
        job,
        age_min,
        0.0_f64..20.0,
    )
        .prop_map(|(id, capabilities, readiness, job, age_min, km)| {
            let mut team = team(&format!("t{id:02}"), &capabilities, km);
            team.readiness = readiness;
            team.reported_at = age_min.map(|minutes| NOW.plus_ms(-minutes * MINUTE_MS));
            if let Some(incident) = job {
                order_for(&mut team, incident, Claim::Confirmed);
            }
            team
        })
}

fn any_world() -> impl Strategy<Value = World> {
    let code = prop::sample::select(vec!["fire", "hazmat", "medical", "2010101", "2010100"]);
    let needs = prop::collection::vec((code, 0_u32..8), 0..6);
    let teams = prop::collection::vec(any_team(), 0..20);
    let supply = prop::sample::select(vec!["2010101", "2010106", "2120105"]);
    let one = (supply, 0_usize..4, 0_u32..10, 0_u32..12);
    let lots = prop::collection::vec(one, 0..10);
    (needs, teams, lots).prop_map(|(needs, mut teams, lots)| {
        teams.sort_by(|a, b| a.id.cmp(&b.id));
        teams.dedup_by(|a, b| a.id == b.id);
        let made = lots
            .iter()
            .enumerate()
            .map(|(n, (supply, at, quantity, asked))| {
                let mut lot = lot(&format!("l{n}"), supply, &format!("d{at}"), *quantity);
                lot.draws = vec![draw("I2", *asked, 0, Claim::Unconfirmed)];
                lot
            });
        World {
            needs: needs
                .iter()
                .map(|(code, quantity)| need(code, *quantity))
                .collect(),
            teams,
            lots: made.collect(),
            depots: (0..3)
                .map(|n| depot(&format!("d{n}"), f64::from(n)))
                .collect(),
            unplaced: false,
        }
    })
}

proptest! {
    #[test]
    fn no_answer_takes_more_than_is_on_hand_and_not_promised(world in any_world()) {
        let answer = world.ask();
        for lot in &world.lots {
            let lines = answer.supplies.iter().flat_map(|cover| &cover.ranking);
            let taken: u32 = lines.filter(|l| l.lot == lot.id).map(|l| l.take).sum();
            let waiting = lot.draws[0].asked;
            prop_assert!(taken <= lot.on_hand().saturating_sub(waiting), "{}: {}", lot.id, taken);
        }
        for cover in &answer.supplies {
            let taken: u32 = cover.ranking.iter().map(|line| line.take).sum();
            prop_assert_eq!(taken + cover.short + cover.already, cover.need.quantity, "adds up");
        }
    }

    #[test]
    fn every_able_team_is_shown_for_every_need_once(world in any_world()) {
        for cover in world.ask().teams {
            let able = world.teams.iter().filter(|team| {
                team.registered.capabilities.contains(&cover.need.capability)
            });
            let able: BTreeSet<&str> = able.map(|team| team.id.as_str()).collect();
            let ranked = cover.ranking.iter().map(|line| line.team.as_str());
            let mut shown: Vec<&str> = ranked.collect();
            shown.extend(cover.already.iter().map(TeamId::as_str));
            prop_assert_eq!(shown.len(), able.len(), "once each");
            prop_assert_eq!(shown.into_iter().collect::<BTreeSet<_>>(), able, "all of them");
        }
    }

    #[test]
    fn teams_are_sent_once_and_only_when_they_may_go(world in any_world()) {
        let answer = world.ask();
        let mut sent = BTreeSet::new();
        for cover in &answer.teams {
            for line in cover.chosen() {
                prop_assert!(line.standing.may_go(), "{:?}", line);
                prop_assert!(sent.insert(&line.team), "{} twice", line.team);
            }
            let covered = cover.chosen().count() + cover.already.len();
            let covered = u32::try_from(covered).expect("few");
            prop_assert_eq!(covered + cover.short, cover.need.quantity, "adds up");
        }
    }

    #[test]
    fn a_need_is_short_only_when_no_team_is_left_that_may_go(world in any_world()) {
        for cover in world.ask().teams.iter().filter(|cover| cover.short > 0) {
            let left = cover.ranking.iter().find(|line| !line.chosen && line.standing.may_go());
            prop_assert_eq!(left, None, "it could have been sent");
        }
    }

    #[test]
    fn the_same_question_in_another_order_has_the_same_answer(world in any_world()) {
        let turned = World {
            needs: world.needs.clone(),
            teams: world.teams.iter().rev().cloned().collect(),
            lots: world.lots.iter().rev().cloned().collect(),
            depots: world.depots.iter().rev().cloned().collect(),
            unplaced: false,
        };
        prop_assert_eq!(world.ask(), turned.ask(), "ties are broken by id");
    }

    #[test]
    fn among_equals_nobody_who_is_there_sooner_is_passed_over(world in any_world()) {
        for cover in world.ask().teams {
            for pair in cover.ranking.windows(2) {
                let key = |l: &TeamLine| (l.standing, l.arrival_s.unwrap_or(u32::MAX));
                prop_assert!(key(&pair[0]) <= key(&pair[1]), "{:?}", pair);
            }
        }
    }
}
