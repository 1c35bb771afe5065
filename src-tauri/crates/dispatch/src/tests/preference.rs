//! The three ways to choose teams, and what each leaves behind.

use std::collections::HashMap;

use emergency::id::TeamId;

use super::*;
use crate::answer::Alternative;
use crate::coverage::Zone;
use crate::standby::Standby;

/// Each team at a station of its own, in the order of their names; zone n is reached by the
/// stations named for it.
fn standby(teams: &[Team], zones: &[&[usize]]) -> Standby {
    let stations = teams.iter().enumerate();
    Standby {
        zones: zones
            .iter()
            .map(|stations| Zone {
                weight: 1.0,
                stations: stations.to_vec(),
            })
            .collect(),
        stations: teams.len(),
        station_of: stations.map(|(at, team)| (team.id.clone(), at)).collect(),
    }
}

fn ask(world: &World, standby: Option<&Standby>, prefer: Prefer) -> Recommendation {
    Nearest.recommend(&Question {
        incident: &IncidentId::from("I1"),
        place: Some(PLACE),
        needs: &world.needs,
        teams: &world.teams,
        lots: &world.lots,
        depots: &world.depots,
        travel: &StraightLine::default(),
        now: NOW,
        limits: Limits::default(),
        prefer,
        standby,
    })
}

fn sent(answer: &Recommendation) -> Vec<&str> {
    let chosen = answer.teams.iter().flat_map(TeamCover::chosen);
    let mut sent: Vec<&str> = chosen.map(|line| line.team.as_str()).collect();
    sent.sort_unstable();
    sent.dedup();
    sent
}

fn in_numbers(answer: &Recommendation, prefer: Prefer) -> &Alternative {
    let mut all = answer.alternatives.iter();
    all.find(|one| one.prefer == prefer)
        .expect("all three are there")
}

/// Two needs; `b` can do both and is farthest, `c` is alone in keeping the second zone.
fn world() -> World {
    World {
        needs: vec![need("hazmat", 1), need("medical", 1)],
        teams: vec![
            team("a", &["hazmat"], 2.0),
            team("b", &["hazmat", "medical"], 9.0),
            team("c", &["medical"], 1.0),
            team("d", &["medical"], 5.0),
        ],
        ..World::default()
    }
}

#[test]
fn each_way_to_choose_sends_whom_it_promises() {
    let world = world();
    let standby = standby(&world.teams, &[&[0, 1, 3], &[2]]);
    let fastest = ask(&world, Some(&standby), Prefer::Fastest);
    assert_eq!(sent(&fastest), ["a", "c"], "the nearest for each need");
    let fewest = ask(&world, Some(&standby), Prefer::Fewest);
    assert_eq!(sent(&fewest), ["b"], "one team serves both needs");
    assert!(fewest.is_covered(), "and both are covered");
    let coverage = ask(&world, Some(&standby), Prefer::Coverage);
    assert_eq!(
        sent(&coverage),
        ["a", "d"],
        "the only one that keeps the second zone stays"
    );
}

#[test]
fn the_numbers_of_all_three_stand_beside_any_of_them() {
    let world = world();
    let standby = standby(&world.teams, &[&[0, 1, 3], &[2]]);
    for prefer in Prefer::ALL {
        let answer = ask(&world, Some(&standby), prefer);
        assert_eq!(
            answer.alternatives.len(),
            3,
            "all are shown whichever is preferred"
        );
        let fastest = in_numbers(&answer, Prefer::Fastest);
        assert_eq!(
            fastest.lost,
            [1],
            "the second zone is out of reach without c"
        );
        assert_eq!(
            in_numbers(&answer, Prefer::Coverage).lost,
            [0; 0],
            "all stay within reach"
        );
        assert_eq!(
            in_numbers(&answer, Prefer::Fewest).teams.len(),
            1,
            "one moves"
        );
        assert!(
            fastest.last_arrival_s < in_numbers(&answer, Prefer::Fewest).last_arrival_s,
            "what is saved in teams is paid in time"
        );
        let own = in_numbers(&answer, prefer);
        let mut names: Vec<&str> = own.teams.iter().map(TeamId::as_str).collect();
        names.sort_unstable();
        assert_eq!(names, sent(&answer), "the numbers are those of the list");
    }
}

#[test]
fn without_zones_the_best_coverage_is_the_fastest() {
    let world = world();
    let answer = ask(&world, None, Prefer::Coverage);
    assert_eq!(sent(&answer), ["a", "c"], "nothing is known of coverage");
    assert_eq!(
        in_numbers(&answer, Prefer::Coverage).lost,
        [0; 0],
        "and nothing is claimed"
    );
}

#[test]
fn coverage_never_waits_an_hour_for_a_team_when_another_is_near() {
    let mut world = world();
    world.needs = vec![need("medical", 1)];
    // The far one covers nothing at all; it is hours away.
    world.teams.push(team("z", &["medical"], 400.0));
    let standby = standby(&world.teams, &[&[1, 2, 3]]);
    let answer = ask(&world, Some(&standby), Prefer::Coverage);
    assert_ne!(
        sent(&answer),
        ["z"],
        "an arrival after the limit is no answer"
    );
}

#[test]
fn a_team_on_the_scene_counts_for_every_need_when_few_shall_move() {
    let mut world = world();
    order_for(&mut world.teams[1], "I1", Claim::Confirmed);
    let answer = ask(&world, None, Prefer::Fewest);
    assert_eq!(sent(&answer), [""; 0], "b is sent already and does both");
    assert!(answer.is_covered(), "nothing is short");
}

#[test]
fn a_tally_says_what_is_lost_as_teams_leave() {
    let world = world();
    let standby = standby(&world.teams, &[&[0, 1], &[2]]);
    let before = standby.tally(&world.teams, NOW);
    let mut after = before.clone();
    assert!(
        before.loss(&"c".into()) > before.loss(&"a".into()),
        "who is alone in reach of a zone is worth more there"
    );
    after.leave(&"a".into());
    assert_eq!(after.lost_since(&before), [0; 0], "b still reaches it");
    after.leave(&"b".into());
    assert_eq!(after.lost_since(&before), [0], "now nobody does");
    assert_eq!(after.staying(), [0, 0, 1, 1], "two have gone");
    let empty: HashMap<_, _> = HashMap::new();
    let homeless = Standby {
        station_of: empty,
        ..standby
    };
    assert_eq!(
        homeless.tally(&world.teams, NOW).loss(&"a".into()),
        crate::standby::Loss::default(),
        "who stands by nowhere covers nothing"
    );
}
