//! The problem of several incidents out of what the log knows.

use super::*;
use crate::assign::gather::{Gathered, Ground, Open, draw as draw_pieces, gather};
use crate::assign::problem::Weights;
use crate::assign::solve::{first, solve};
use crate::assign::stop::Stop;
use crate::standby::Standby;

/// Two open incidents: the first where [`PLACE`] is, the second ten kilometres east of it.
pub(super) fn open(needs: Vec<Vec<Need>>) -> Vec<Open> {
    let places = [PLACE, east_km(10.0)];
    let numbered = needs.into_iter().zip(places).enumerate();
    numbered
        .map(|(at, (needs, place))| Open {
            id: format!("I{}", at + 1).into(),
            place: Some(place),
            severity: 1.0,
            needs,
        })
        .collect()
}

pub(super) type Pair = (TeamId, IncidentId);

pub(super) fn gathered(
    world: &World,
    incidents: &[Open],
    pinned: &[Pair],
    forbidden: &[Pair],
) -> Gathered {
    gather(&Ground {
        incidents,
        teams: &world.teams,
        lots: &world.lots,
        depots: &world.depots,
        travel: &StraightLine::default(),
        standby: &Standby::default(),
        zone_names: &[],
        pinned,
        forbidden,
        weights: Weights::default(),
        eta_limit_s: crate::assign::problem::ETA_LIMIT_S,
        now: NOW,
    })
}

pub(super) fn names(gathered: &Gathered) -> Vec<&str> {
    let teams = gathered.problem.teams.iter();
    teams.map(|unit| unit.id.as_str()).collect()
}

#[test]
fn only_teams_that_can_be_sent_are_weighed() {
    let mut world = World {
        teams: vec![
            team("free", &["hazmat"], 1.0),
            team("on_scene", &["hazmat"], 1.0),
            team("under_way", &["hazmat"], 1.0),
            team("other_work", &["medical"], 1.0),
            team("not_ready", &["hazmat"], 1.0),
        ],
        ..World::default()
    };
    order_for(&mut world.teams[1], "I1", Claim::Confirmed);
    world.teams[1].assignments[0].progress = Progress::OnScene;
    order_for(&mut world.teams[2], "I2", Claim::Confirmed);
    order_for(&mut world.teams[3], "I2", Claim::Confirmed);
    world.teams[4].readiness = Readiness::NotReady;
    let incidents = open(vec![vec![need("hazmat", 2)], vec![need("hazmat", 1)]]);
    let gathered = gathered(&world, &incidents, &[], &[]);
    assert_eq!(
        names(&gathered),
        ["free", "under_way"],
        "who works on a scene, serves no need or cannot go is left alone"
    );
    let problem = &gathered.problem;
    assert_eq!(
        problem.teams[1].current,
        Some(1),
        "on its way to the second"
    );
    assert!(
        gathered.under_way.contains_key(&"under_way".into()),
        "by an order"
    );
    assert_eq!(
        problem.incidents[0].teams,
        [(0, 1)],
        "the team on the scene serves one of the two"
    );
}

#[test]
fn a_lot_is_promised_once_although_it_serves_two_codes() {
    let mut world = World {
        lots: vec![
            lot("l1", "2010101", "d1", 10),
            lot("l2", "2010106", "d1", 4),
        ],
        depots: vec![depot("d1", 1.0)],
        ..World::default()
    };
    world.lots[0].draws = vec![
        draw("I9", 3, 0, Claim::Unconfirmed),
        draw("I2", 2, 2, Claim::Confirmed),
    ];
    let incidents = open(vec![vec![need("2010100", 20)], vec![need("2010101", 8)]]);
    let gathered = gathered(&world, &incidents, &[], &[]);
    let problem = &gathered.problem;
    assert_eq!(
        problem.supplies,
        ["2010100", "2010101"],
        "both codes are asked for"
    );
    assert_eq!(
        problem.depots[0].stock,
        [4, 7],
        "the exact code goes before the group, less what waits for a verdict"
    );
    assert_eq!(
        problem.incidents[1].supplies,
        [(1, 6)],
        "two are drawn already"
    );
    let plan = first(problem);
    let mut left = gathered.shares.clone();
    for flow in &plan.flows {
        let drawn = draw_pieces(&mut left, flow.depot, flow.supply, flow.quantity);
        let pieces: u32 = drawn.iter().map(|(_, pieces)| pieces).sum();
        assert_eq!(
            pieces, flow.quantity,
            "each flow is drawn from lots in full"
        );
    }
}

#[test]
fn what_a_person_fixes_is_kept_or_named_as_impossible() {
    let mut world = World {
        teams: vec![team("a", &["hazmat"], 1.0), team("b", &["hazmat"], 2.0)],
        ..World::default()
    };
    world.teams.push(team("nowhere", &["hazmat"], 1.0));
    world.teams[2].registered.home.point = None;
    let incidents = open(vec![vec![need("hazmat", 1)], vec![need("hazmat", 1)]]);
    let pins = [
        ("a".into(), "I2".into()),
        ("nowhere".into(), "I1".into()),
        ("gone".into(), "I1".into()),
    ];
    let forbidden = [("b".into(), "I1".into())];
    let gathered = gathered(&world, &incidents, &pins, &forbidden);
    assert_eq!(gathered.dropped, pins[1..], "no way, and no such team");
    let found = solve(&gathered.problem, 1, &Stop::never(), |_| {});
    let post = |team: usize| found.plan.posts[team].map(|post| post.incident);
    assert_eq!(post(0), Some(1), "fixed at the farther one");
    assert_ne!(post(1), Some(0), "must not go there");
}

#[test]
fn an_incident_without_a_point_stays_short_and_breaks_nothing() {
    let world = World {
        teams: vec![team("a", &["hazmat"], 1.0)],
        ..World::default()
    };
    let mut incidents = open(vec![vec![need("hazmat", 1)], vec![need("hazmat", 1)]]);
    incidents[0].place = None;
    let gathered = gathered(&world, &incidents, &[], &[]);
    let unit = &gathered.problem.teams[0];
    assert_eq!(unit.eta_s[0], None, "nobody knows how long it takes");
    assert!(unit.eta_s[1].is_some(), "the other is served");
    assert!(
        gathered.estimated_teams[0][1],
        "by a straight line, which is said"
    );
}
