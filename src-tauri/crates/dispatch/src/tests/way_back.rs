//! Teams on the way back to readiness, and what speaks against sending: in the advice, in the
//! problem of several incidents, in what is covered.

use std::collections::HashMap;

use emergency::day::Day;
use emergency::team::{Objection, Phase, ShiftRule};
use emergency::time::HOUR_MS;
use proptest::prelude::*;

use super::gather::{gathered, names, open};
use super::*;
use crate::coverage::Zone;
use crate::standby::{Standby, may_be_sent, stands_by};

fn in_phase(id: &str, km: f64, phase: Phase, left_min: Option<i64>) -> Team {
    let mut team = team(id, &["fire"], km);
    team.registered.turnout_min = 2;
    team.phase = phase;
    team.phase_at = Some(NOW.plus_ms(-10 * MINUTE_MS));
    team.phase_until = left_min.map(|left| NOW.plus_ms(left * MINUTE_MS));
    team
}

fn arrival(cover: &TeamCover, id: &str) -> u32 {
    let line = cover.ranking.iter().find(|line| line.team.as_str() == id);
    line.and_then(|line| line.arrival_s).expect("it has a way")
}

#[test]
fn a_team_on_its_way_home_turns_round_from_where_it_is_and_carries_the_mark() {
    let mut back = in_phase("back", 9.0, Phase::Returning, None);
    (back.point, back.point_at) = (Some(east_km(1.0)), Some(NOW));
    let ready = in_phase("ready", 1.0, Phase::Ready, None);
    let covers = teams_asked(vec![need("fire", 2)], vec![back, ready]);
    let cover = &covers[0];
    let standings = [("ready", Standing::Ready), ("back", Standing::Reduced)];
    assert_eq!(ranked(cover), standings, "it has not restocked");
    assert_eq!(
        arrival(cover, "ready") - arrival(cover, "back"),
        120,
        "nobody has to turn out any more"
    );
    let marked = cover.ranking[1].reasons.iter().any(|reason| {
        matches!(
            reason,
            Reason::WayBack {
                phase: Phase::Returning,
                ..
            }
        )
    });
    assert!(marked, "and it is said: {:?}", cover.ranking[1].reasons);
}

#[test]
fn who_restocks_or_cleans_comes_when_that_is_done() {
    let teams = vec![
        in_phase("cleans", 1.0, Phase::Cleaning, Some(40)),
        in_phase("overdue", 1.0, Phase::Restocking, Some(-5)),
        in_phase("ready", 1.0, Phase::Ready, None),
        in_phase("unsaid", 1.0, Phase::Cleaning, None),
    ];
    let covers = teams_asked(vec![need("fire", 1)], teams);
    let cover = &covers[0];
    let standings = [
        ("ready", Standing::Ready),
        ("cleans", Standing::Reduced),
        ("overdue", Standing::AskFirst),
        ("unsaid", Standing::AskFirst),
    ];
    assert_eq!(
        ranked(cover),
        standings,
        "who knows when it is done is asked"
    );
    let later = arrival(cover, "cleans") - arrival(cover, "ready");
    assert_eq!(later, 40 * 60, "it finishes first");
}

#[test]
fn who_rests_is_shown_and_not_offered_until_the_rest_is_over() {
    let teams = vec![
        in_phase("rests", 0.1, Phase::Resting, Some(60)),
        in_phase("rested", 5.0, Phase::Resting, Some(-1)),
    ];
    let covers = teams_asked(vec![need("fire", 2)], teams);
    let cover = &covers[0];
    let standings = [("rested", Standing::AskFirst), ("rests", Standing::AtRest)];
    assert_eq!(ranked(cover), standings, "the nearer one rests");
    assert_eq!(chosen(cover), ["rested"], "and stays out of it");
    assert_eq!(cover.short, 1, "which is said");
}

#[test]
fn whose_coming_takes_a_reason_goes_last_of_those_who_may() {
    let mut firm = team("firm", &["fire"], 0.1);
    firm.registered.authority.by = "演练 厂长".to_owned();
    let far = team("far", &["fire"], 9.0);
    let covers = teams_asked(vec![need("fire", 2)], vec![firm, far]);
    let standings = [("far", Standing::Ready), ("firm", Standing::ReasonNeeded)];
    assert_eq!(ranked(&covers[0]), standings, "its head has to be asked");
    assert_eq!(chosen(&covers[0]).len(), 2, "but it may go");
}

#[test]
fn among_several_incidents_who_rests_goes_only_where_a_person_has_fixed_it() {
    let mut world = World {
        teams: vec![
            in_phase("rests", 1.0, Phase::Resting, Some(60)),
            in_phase("cleans", 1.0, Phase::Cleaning, Some(30)),
            in_phase("ready", 1.0, Phase::Ready, None),
        ],
        ..World::default()
    };
    world.teams[1].registered.authority.by = "演练 站长".to_owned();
    let incidents = open(vec![vec![need("fire", 3)]]);
    let weighed = gathered(&world, &incidents, &[], &[]);
    assert_eq!(names(&weighed), ["cleans", "ready"], "it rests");
    let [cleans, ready] = &weighed.problem.teams[..] else {
        panic!("two: {weighed:?}");
    };
    let eta = |unit: &crate::assign::problem::Unit| unit.eta_s[0].expect("a way");
    assert_eq!(eta(cleans) - eta(ready), 30 * 60, "done first");
    let against = &weighed.against[&"cleans".into()];
    assert!(
        matches!(against[..], [Objection::Authority { .. }]),
        "what asks for a reason comes with it: {against:?}"
    );
    let pins = [("rests".into(), "I1".into())];
    let pinned = gathered(&world, &incidents, &pins, &[]);
    assert_eq!(names(&pinned).len(), 3, "the officer decides");
    assert!(
        pinned.against.contains_key(&"rests".into()),
        "and is asked why"
    );
}

fn any_rule() -> impl Strategy<Value = ShiftRule> {
    let minute = || prop::option::of(0_u32..=1_440);
    (0_u32..20, 0_u32..3, 0_u32..6, minute(), minute()).prop_map(
        |(rest_h, on_call, rest_after_h, from_min, to_min)| ShiftRule {
            rest_h,
            on_call,
            rest_after_h,
            from_min,
            to_min,
            ..ShiftRule::default()
        },
    )
}

prop_compose! {
    fn any_cycle()(
        id in 0_u32..40,
        km in 0.0_f64..20.0,
        phase in prop::sample::select(vec![
            Phase::Ready, Phase::Returning, Phase::Restocking, Phase::Cleaning, Phase::Resting,
        ]),
        left_min in prop::option::of(-60_i64..600),
        shift in any_rule(),
        ended_h in prop::option::of(0_i64..30),
        worked_h in 0_i64..20,
        authority in any::<bool>(),
        insured in prop::option::of(-3_i64..3),
    ) -> Team {
        let mut team = in_phase(&format!("t{id:02}"), km, phase, left_min);
        team.registered.shift = shift;
        if let Some(ended_h) = ended_h {
            let ended = NOW.plus_ms(-ended_h * HOUR_MS);
            team.work_ended = Some(ended);
            team.work_since = Some(ended.plus_ms(-worked_h * HOUR_MS));
        }
        if authority {
            team.registered.authority.by = "演练 负责人".to_owned();
        }
        team.registered.insured_until = insured.map(|days| Day::of(NOW).plus(days));
        team
    }
}

fn any_teams() -> impl Strategy<Value = Vec<Team>> {
    prop::collection::vec(any_cycle(), 1..16).prop_map(|mut teams| {
        teams.sort_by(|a, b| a.id.cmp(&b.id));
        teams.dedup_by(|a, b| a.id == b.id);
        teams
    })
}

fn of<'a>(teams: &'a [Team], id: &TeamId) -> &'a Team {
    let found = teams.iter().find(|team| team.id == *id);
    found.expect("it is one of them")
}

proptest! {
    #[test]
    fn nobody_who_rests_or_is_off_duty_is_offered(teams in any_teams(), wanted in 1_u32..8) {
        for cover in teams_asked(vec![need("fire", wanted)], teams.clone()) {
            for line in &cover.ranking {
                let against = of(&teams, &line.team).objections(NOW);
                let home = against.iter().any(Objection::keeps_home);
                prop_assert!(!(line.chosen && home), "{:?} {:?}", line, against);
                prop_assert_eq!(home, line.standing == Standing::AtRest, "{:?}", against);
            }
        }
    }

    #[test]
    fn the_advice_knows_what_the_order_will_ask(teams in any_teams()) {
        for cover in teams_asked(vec![need("fire", 3)], teams.clone()) {
            for line in &cover.ranking {
                let against = of(&teams, &line.team).objections(NOW);
                let asks = against.iter().any(Objection::asks_reason);
                let said = matches!(line.standing, Standing::AtRest | Standing::ReasonNeeded);
                prop_assert_eq!(asks, said, "{:?}", against);
                let told = line.reasons.iter().filter(|r| matches!(r, Reason::Against { .. }));
                prop_assert_eq!(told.count(), against.len(), "all of it is said");
            }
        }
    }

    #[test]
    fn nobody_arrives_before_it_is_done_with_itself(teams in any_teams()) {
        for cover in teams_asked(vec![need("fire", 3)], teams.clone()) {
            for line in &cover.ranking {
                let team = of(&teams, &line.team);
                let itself = matches!(team.phase, Phase::Restocking | Phase::Cleaning);
                let left_ms = team.phase_until.map_or(0, |until| until.since_ms(NOW));
                let arrives_ms = i64::from(line.arrival_s.expect("it has a way")) * 1_000;
                prop_assert!(!itself || arrives_ms >= left_ms, "{:?}", line);
            }
        }
    }

    #[test]
    fn only_who_is_ready_again_covers_a_street(teams in any_teams()) {
        let numbered = teams.iter().enumerate();
        let station_of: HashMap<TeamId, usize> =
            numbered.map(|(at, team)| (team.id.clone(), at)).collect();
        let zone = |at: usize| Zone { weight: 1.0, stations: vec![at] };
        let standby = Standby {
            zones: (0..teams.len()).map(zone).collect(),
            stations: teams.len(),
            station_of,
        };
        let before = standby.tally(&teams, NOW);
        let mut after = before.clone();
        for (at, team) in teams.iter().enumerate() {
            let there = stands_by(team, NOW);
            prop_assert_eq!(before.staying()[at], u32::from(there), "{:?}", team.phase);
            prop_assert!(!there || may_be_sent(team, NOW), "who covers can be sent");
            let costs = before.loss(&team.id).weight > 0.0;
            prop_assert_eq!(costs, there, "only then its leaving costs anything");
            after.leave(&team.id);
            after.leave(&team.id);
        }
        let lost = after.lost_since(&before).len();
        let covered = before.staying().iter().sum::<u32>() as usize;
        prop_assert_eq!(lost, covered, "each was lost once");
    }
}
