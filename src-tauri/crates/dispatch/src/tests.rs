mod gather;
mod preference;
mod properties;
mod way_back;

use std::collections::BTreeMap;

use emergency::id::{IncidentId, OrderId, OriginId, TeamId};
use emergency::incident::Need;
use emergency::order::{Claim, Progress};
use emergency::place::{Place, Point};
use emergency::site::{Site, SiteRegistered};
use emergency::stock::{CITY_ALLOTMENT, Draw, Lot, LotRegistered};
use emergency::team::{Assignment, Readiness, Team, TeamRegistered};
use emergency::time::{MINUTE_MS, UtcMs};
use routing::travel::{Route, Start, StraightLine, Travel, TravelTimes};
use uuid::Uuid;

use crate::answer::{Prefer, Reason, Recommendation, Standing, TeamCover, TeamLine};
use crate::question::{Limits, Question};
use crate::{Nearest, Recommender as _};

const NOW: UtcMs = UtcMs(1_800_000_000_000);
const PLACE: Point = Point {
    lon: 117.1,
    lat: 36.7,
};

/// A point some kilometres east of the incident.
fn east_km(km: f64) -> Point {
    Point {
        lon: PLACE.lon + km / 89.2,
        lat: PLACE.lat,
    }
}

fn need(code: &str, quantity: u32) -> Need {
    let is_supply = code.starts_with(|c: char| c.is_ascii_digit());
    Need {
        capability: if is_supply { "" } else { code }.to_owned(),
        supply: if is_supply { code } else { "" }.to_owned(),
        quantity,
    }
}

/// A ready team some kilometres away that reported a minute ago.
fn team(id: &str, capabilities: &[&str], km: f64) -> Team {
    Team {
        id: id.into(),
        registered: TeamRegistered {
            call_sign: id.to_uppercase(),
            capabilities: capabilities.iter().map(|c| (*c).to_owned()).collect(),
            home: Place {
                point: Some(east_km(km)),
                ..Place::default()
            },
            ..TeamRegistered::default()
        },
        known: true,
        readiness: Readiness::Ready,
        reported_at: Some(NOW.plus_ms(-MINUTE_MS)),
        ..Team::default()
    }
}

fn order_for(team: &mut Team, incident: &str, claim: Claim) {
    team.assignments.push(Assignment {
        order: OrderId(format!("order-{}", team.id)),
        event: Uuid::nil(),
        incident: incident.into(),
        origin: OriginId::default(),
        at: NOW,
        claim,
        progress: Progress::EnRoute,
        further_job: false,
    });
}

fn lot(id: &str, supply: &str, depot: &str, quantity: u32) -> Lot {
    Lot {
        id: id.into(),
        registered: LotRegistered {
            depot: depot.into(),
            supply: supply.to_owned(),
            quantity,
            ..LotRegistered::default()
        },
        known: true,
        allotments: BTreeMap::from([(CITY_ALLOTMENT.to_owned(), quantity)]),
        ..Lot::default()
    }
}

fn draw(incident: &str, asked: u32, granted: u32, claim: Claim) -> Draw {
    Draw {
        event: Uuid::nil(),
        incident: incident.into(),
        origin: OriginId::default(),
        at: NOW,
        asked,
        granted,
        share: CITY_ALLOTMENT.to_owned(),
        taken: false,
        claim,
    }
}

fn depot(id: &str, km: f64) -> Site {
    Site {
        id: id.into(),
        registered: SiteRegistered {
            place: Place {
                point: Some(east_km(km)),
                ..Place::default()
            },
            ..SiteRegistered::default()
        },
        ..Site::default()
    }
}

#[derive(Debug, Default)]
struct World {
    needs: Vec<Need>,
    teams: Vec<Team>,
    lots: Vec<Lot>,
    depots: Vec<Site>,
    unplaced: bool,
}

impl World {
    fn ask_with(&self, travel: &dyn TravelTimes) -> Recommendation {
        Nearest.recommend(&Question {
            incident: &IncidentId::from("I1"),
            place: (!self.unplaced).then_some(PLACE),
            needs: &self.needs,
            teams: &self.teams,
            lots: &self.lots,
            depots: &self.depots,
            travel,
            now: NOW,
            limits: Limits::default(),
            prefer: Prefer::default(),
            standby: None,
        })
    }

    fn ask(&self) -> Recommendation {
        self.ask_with(&StraightLine::default())
    }
}

fn teams_asked(needs: Vec<Need>, teams: Vec<Team>) -> Vec<TeamCover> {
    let world = World {
        needs,
        teams,
        ..World::default()
    };
    world.ask().teams
}

fn chosen(cover: &TeamCover) -> Vec<&str> {
    cover.chosen().map(|line| line.team.as_str()).collect()
}

fn ranked(cover: &TeamCover) -> Vec<(&str, Standing)> {
    cover
        .ranking
        .iter()
        .map(|line| (line.team.as_str(), line.standing))
        .collect()
}

#[test]
fn the_nearest_able_teams_are_chosen_with_reasons_and_a_runner_up() {
    let teams = vec![
        team("far", &["hazmat"], 9.0),
        team("near", &["hazmat", "rescue"], 2.0),
        team("middle", &["hazmat"], 5.0),
        team("unable", &["medical"], 0.1),
    ];
    let covers = teams_asked(vec![need("hazmat", 2)], teams);
    let cover = &covers[0];
    assert_eq!(
        chosen(cover),
        ["near", "middle"],
        "the two nearest that are able"
    );
    assert_eq!(
        cover.ranking.len(),
        3,
        "the third is shown, the unable one is not able"
    );
    assert_eq!(cover.short, 0, "nothing is short");
    let next = cover.runner_up.as_ref().expect("one more is ready");
    // 4 km more, times the detour of 1.5, at 30 km/h.
    assert_eq!(next.team.as_str(), "far", "the next in line");
    assert!(
        next.later_s.is_some_and(|s| (715..=725).contains(&s)),
        "{next:?}"
    );
    let reasons = &cover.ranking[0].reasons;
    let way = reasons.iter().find(|r| matches!(r, Reason::Way { .. }));
    assert!(
        matches!(
            way,
            Some(Reason::Way {
                estimated: true,
                ..
            })
        ),
        "without roads the time says that it is an estimate: {reasons:?}"
    );
    let said = reasons
        .iter()
        .find(|r| matches!(r, Reason::Readiness { .. }));
    let fresh = Reason::Readiness {
        said: Readiness::Ready,
        age_ms: Some(MINUTE_MS),
        fresh: true,
    };
    assert_eq!(said, Some(&fresh), "how old the report is");
}

#[test]
fn turning_out_counts_as_well_as_travelling() {
    let mut slow = team("slow", &["fire"], 1.0);
    slow.registered.turnout_min = 30;
    let covers = teams_asked(
        vec![need("fire", 1)],
        vec![slow, team("quick", &["fire"], 4.0)],
    );
    assert_eq!(chosen(&covers[0]), ["quick"], "it is there first");
}

#[test]
fn what_speaks_against_a_team_is_ranked_after_and_never_hidden() {
    let mut reduced = team("b-reduced", &["fire"], 0.2);
    reduced.readiness = Readiness::Reduced;
    let mut old = team("c-old", &["fire"], 0.1);
    old.reported_at = Some(NOW.plus_ms(-13 * 60 * MINUTE_MS));
    let mut silent = team("d-silent", &["fire"], 0.15);
    (silent.readiness, silent.reported_at) = (Readiness::Unknown, None);
    let mut busy = team("e-busy", &["fire"], 0.1);
    order_for(&mut busy, "I7", Claim::Confirmed);
    let mut claimed = team("f-claimed", &["fire"], 0.2);
    order_for(&mut claimed, "I7", Claim::Unconfirmed);
    let mut lost = team("g-lost", &["fire"], 0.1);
    lost.registered.home.point = None;
    let mut down = team("h-down", &["fire"], 0.1);
    down.readiness = Readiness::NotReady;
    let ready = team("a-ready", &["fire"], 9.0);
    let teams = vec![down, lost, claimed, busy, silent, old, reduced, ready];
    let covers = teams_asked(vec![need("fire", 1)], teams);
    let wanted = [
        ("a-ready", Standing::Ready),
        ("b-reduced", Standing::Reduced),
        ("c-old", Standing::AskFirst),
        ("d-silent", Standing::AskFirst),
        ("e-busy", Standing::Busy),
        ("f-claimed", Standing::Busy),
        ("g-lost", Standing::NoPlace),
        ("h-down", Standing::NotReady),
    ];
    assert_eq!(ranked(&covers[0]), wanted, "all of them, in this order");
    assert_eq!(chosen(&covers[0]), ["a-ready"], "the one that is sure");
    let other_job = |index: usize| {
        let mut reasons = covers[0].ranking[index].reasons.iter();
        reasons.any(|reason| matches!(reason, Reason::OtherJob { .. }))
    };
    assert!(other_job(4) && other_job(5), "the other job is named");
}

#[test]
fn a_team_that_must_be_asked_first_is_better_than_none_but_a_busy_one_is_not_taken() {
    let mut old = team("old", &["gas"], 1.0);
    old.reported_at = None;
    let mut busy = team("busy", &["gas"], 0.5);
    order_for(&mut busy, "I9", Claim::Confirmed);
    let covers = teams_asked(vec![need("gas", 2)], vec![old, busy]);
    assert_eq!(chosen(&covers[0]), ["old"], "marked to be asked first");
    assert_eq!(covers[0].short, 1, "what is on another job is short here");
}

#[test]
fn a_team_serves_one_need_and_the_rare_one_is_kept_for_what_only_it_can_do() {
    let teams = vec![
        team("both", &["rescue", "hazmat"], 1.0),
        team("rescue-only", &["rescue"], 3.0),
    ];
    let covers = teams_asked(vec![need("rescue", 1), need("hazmat", 1)], teams);
    assert_eq!(
        chosen(&covers[0]),
        ["rescue-only"],
        "the other is needed elsewhere"
    );
    assert_eq!(chosen(&covers[1]), ["both"], "the only one that can");
    let (name, standing) = ranked(&covers[0])[1];
    assert_eq!(
        (name, standing),
        ("both", Standing::ChosenElsewhere),
        "and shown so"
    );
}

#[test]
fn what_the_incident_has_already_counts_once() {
    let mut sent = team("sent", &["medical", "rescue"], 1.0);
    order_for(&mut sent, "I1", Claim::Confirmed);
    let needs = vec![need("medical", 1), need("rescue", 1)];
    let covers = teams_asked(needs, vec![sent, team("next", &["medical", "rescue"], 2.0)]);
    let already: Vec<_> = covers.iter().flat_map(|cover| &cover.already).collect();
    assert_eq!(already.len(), 1, "one team, one need: {covers:?}");
    let sending: Vec<_> = covers.iter().flat_map(chosen).collect();
    assert_eq!(sending, ["next"], "the other need takes another team");
    for cover in &covers {
        let shown = cover.already.len() + cover.ranking.len();
        assert_eq!(shown, 2, "both are able, both are shown: {cover:?}");
    }
}

/// Every way is cut.
struct AllCut;

impl TravelTimes for AllCut {
    fn travel(&self, starts: &[Point], _: Point) -> Vec<Travel> {
        vec![Travel::Cut { by: 12 }; starts.len()]
    }

    fn route(&self, _: Start, _: Point) -> Option<Route> {
        None
    }
}

#[test]
fn a_closure_that_leaves_no_way_is_named_and_nothing_is_sent_through_it() {
    let world = World {
        needs: vec![need("fire", 1), need("2010101", 2)],
        teams: vec![team("t", &["fire"], 1.0)],
        lots: vec![lot("l", "2010101", "d", 5)],
        depots: vec![depot("d", 1.0)],
        ..World::default()
    };
    let answer = world.ask_with(&AllCut);
    let (team, supply) = (&answer.teams[0], &answer.supplies[0]);
    assert_eq!((team.short, supply.short), (1, 2), "nothing can come");
    assert!(
        team.ranking[0].reasons.contains(&Reason::CutOff { by: 12 }),
        "by road 12"
    );
    assert!(
        supply.ranking[0]
            .reasons
            .contains(&Reason::CutOff { by: 12 }),
        "by road 12"
    );
}

#[test]
fn an_incident_without_a_point_is_answered_without_times() {
    let world = World {
        needs: vec![need("fire", 1)],
        teams: vec![team("b", &["fire"], 1.0), team("a", &["fire"], 5.0)],
        unplaced: true,
        ..World::default()
    };
    let cover = &world.ask().teams[0];
    assert_eq!(chosen(cover), ["a"], "by name, for nothing better is known");
    assert!(
        cover.ranking[0]
            .reasons
            .contains(&Reason::IncidentNotPlaced),
        "and it says so"
    );
}

#[test]
fn stock_is_taken_from_the_nearest_depots_until_the_need_is_covered() {
    let world = World {
        needs: vec![need("2010101", 12)],
        lots: vec![
            lot("far", "2010101", "d-far", 50),
            lot("near", "2010101", "d-near", 5),
            lot("middle", "2010101", "d-middle", 4),
            lot("last", "2010101", "d-last", 9),
            lot("other", "2010202", "d-near", 99),
        ],
        depots: vec![
            depot("d-far", 8.0),
            depot("d-near", 1.0),
            depot("d-middle", 3.0),
            depot("d-last", 20.0),
        ],
        ..World::default()
    };
    let cover = &world.ask().supplies[0];
    let taken: Vec<_> = cover.chosen().map(|l| (l.lot.as_str(), l.take)).collect();
    assert_eq!(
        taken,
        [("near", 5), ("middle", 4), ("far", 3)],
        "nearest first"
    );
    assert_eq!(cover.short, 0, "covered");
    let next = cover.runner_up.as_ref().expect("one lot is left over");
    assert_eq!(
        (next.lot.as_str(), next.available),
        ("last", 9),
        "the next source"
    );
}

#[test]
fn safety_stock_waiting_draws_and_what_the_incident_has_are_weighed() {
    let mut near = lot("near", "2010101", "d", 10);
    near.registered.safety = 4;
    near.draws = vec![
        draw("I2", 3, 0, Claim::Unconfirmed),
        draw("I1", 2, 2, Claim::Confirmed),
    ];
    let world = World {
        needs: vec![need("2010101", 8), need("2010100", 1)],
        lots: vec![near],
        depots: vec![depot("d", 1.0)],
        ..World::default()
    };
    let answer = world.ask();
    let cover = &answer.supplies[0];
    assert_eq!(cover.already, 2, "drawn before for this incident");
    let line = &cover.ranking[0];
    assert_eq!(
        line.take, 6,
        "8 less the 2 it has; 10 on hand, 3 wait for a verdict"
    );
    assert!(
        line.reasons.contains(&Reason::Waiting { quantity: 3 }),
        "{line:?}"
    );
    let below = Reason::BelowSafety { left: 1, safety: 4 };
    assert!(
        line.reasons.contains(&below),
        "said, not forbidden: {line:?}"
    );
    let group = &answer.supplies[1];
    assert_eq!(
        (group.ranking[0].take, group.short),
        (1, 0),
        "a group code takes its members"
    );
    let promised = Reason::Promised { quantity: 6 };
    assert!(
        group.ranking[0].reasons.contains(&promised),
        "the first need came before"
    );
}

#[test]
fn an_answer_goes_through_json_and_back() {
    let world = World {
        needs: vec![need("fire", 1), need("2010101", 2)],
        teams: vec![team("t", &["fire"], 1.0)],
        lots: vec![lot("l", "2010101", "d", 1)],
        depots: vec![depot("d", 1.0)],
        ..World::default()
    };
    let answer = world.ask();
    let text = serde_json::to_string(&answer).expect("plain data");
    let back: Recommendation = serde_json::from_str(&text).expect("what was written");
    assert_eq!(back, answer, "nothing is lost on the way to the screen");
}
