use proptest::prelude::*;

use super::*;

fn zone(weight: f64, stations: &[usize]) -> Zone {
    Zone {
        weight,
        stations: stations.to_vec(),
    }
}

#[test]
fn a_zone_is_lost_when_the_last_team_in_reach_leaves() {
    let zones = [
        zone(1.0, &[0]),
        zone(1.0, &[0, 1]),
        zone(1.0, &[2]),
        zone(1.0, &[]),
    ];
    let lost = lost(&zones, &[2, 1, 0], &[0, 1, 0]);
    assert_eq!(
        lost,
        [0],
        "the second has another station, the others never had a team"
    );
}

#[test]
fn the_second_team_in_reach_is_worth_less_than_the_first() {
    let zones = [zone(10.0, &[0])];
    let worth = |teams| expected(&zones, &[teams], 0.3);
    assert!(worth(0).abs() < 1e-12, "nobody is there");
    assert!((worth(1) - 7.0).abs() < 1e-9, "10 (1 - 0.3)");
    assert!((worth(2) - 9.1).abs() < 1e-9, "10 (1 - 0.09)");
}

#[test]
fn a_spare_team_moves_up_to_the_empty_station() {
    let zones = [zone(1.0, &[0]), zone(5.0, &[1]), zone(1.0, &[2])];
    let moves = move_up(&zones, &[3, 0, 1], 0.3, |_, _| true);
    let first = moves.first().copied().expect("one is worth it");
    assert_eq!(
        (first.from, first.to),
        (0, 1),
        "from the fullest to the heaviest"
    );
    let none = move_up(&zones, &[3, 0, 1], 0.3, |_, to| to != 1);
    assert!(
        none.iter().all(|step| step.to != 1),
        "a move that may not be is not proposed: {none:?}"
    );
}

/// The best of all single moves, tried one by one.
fn best_by_trying(zones: &[Zone], staying: &[u32]) -> f64 {
    let now = expected(zones, staying, BUSY_SHARE);
    let mut best = 0.0_f64;
    for from in (0..staying.len()).filter(|from| staying[*from] > 0) {
        for to in 0..staying.len() {
            let mut moved = staying.to_vec();
            moved[from] -= 1;
            moved[to] += 1;
            best = best.max(expected(zones, &moved, BUSY_SHARE) - now);
        }
    }
    best
}

/// The most that any number of moves can reach: every way to spread the teams.
fn best_of_all(zones: &[Zone], stations: usize, teams: u32) -> f64 {
    fn spread(zones: &[Zone], left: u32, at: usize, staying: &mut Vec<u32>) -> f64 {
        if at + 1 == staying.len() {
            staying[at] = left;
            return expected(zones, staying, BUSY_SHARE);
        }
        let mut best = f64::NEG_INFINITY;
        for here in 0..=left {
            staying[at] = here;
            best = best.max(spread(zones, left - here, at + 1, staying));
        }
        best
    }
    spread(zones, teams, 0, &mut vec![0; stations])
}

fn any_zones() -> impl Strategy<Value = Vec<Zone>> {
    let stations = prop::sample::subsequence(vec![0, 1, 2, 3], 0..=3);
    let one =
        (0_u32..10, stations).prop_map(|(weight, stations)| zone(f64::from(weight), &stations));
    prop::collection::vec(one, 1..7)
}

proptest! {
    #[test]
    fn each_move_is_the_best_single_move(
        zones in any_zones(),
        staying in prop::collection::vec(0_u32..4, 4),
    ) {
        let mut now = staying.clone();
        for step in move_up(&zones, &staying, BUSY_SHARE, |_, _| true) {
            let best = best_by_trying(&zones, &now);
            prop_assert!((step.gain - best).abs() < 1e-9, "{:?} against {}", step, best);
            now[step.from] -= 1;
            now[step.to] += 1;
        }
        let left = best_by_trying(&zones, &now);
        let teams = staying.iter().sum::<u32>();
        prop_assert_eq!(now.iter().sum::<u32>(), teams, "no team is made or lost");
        let best = best_of_all(&zones, 4, teams);
        prop_assert!(expected(&zones, &now, BUSY_SHARE) <= best + 1e-9, "no more than there is");
        prop_assert!(left < GAIN_MIN + 1e-9 || now != staying, "it does not stop before it is due");
    }

    #[test]
    fn a_team_more_never_covers_less(
        zones in any_zones(),
        staying in prop::collection::vec(0_u32..4, 4),
        at in 0_usize..4,
    ) {
        let mut more = staying.clone();
        more[at] += 1;
        let (less, most) = (expected(&zones, &staying, 0.3), expected(&zones, &more, 0.3));
        prop_assert!(most >= less - 1e-12, "{} after {}", most, less);
        prop_assert!(lost(&zones, &staying, &more).is_empty(), "nothing is lost by it");
    }
}
