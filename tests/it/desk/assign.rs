//! What to send, for one incident in three ways and for several at once, as the desk answers it.

use std::time::{Duration, Instant};

use contract::calls::Answer as _;
use contract::rows::{
    AssignRequest, Assignments, MADE_UP, MadeUp, Nothing, Prefer, RecommendRequest, SearchState,
    SourceKind, StopSearch, TeamAt, WhatIfRequest,
};
use emergency::closure::{ClosureKind, ClosureSet, ClosureShape};
use emergency::decide::Command;
use emergency::incident::{Need, TaskGiven};
use emergency::place::Point;

use super::{Room, leak, now, until};

/// The first answer must not keep an officer waiting; generous for a busy machine without
/// optimisation.
const FIRST: Duration = Duration::from_secs(20);

fn need(capability: &str, quantity: u32) -> Need {
    Need {
        capability: capability.to_owned(),
        supply: String::new(),
        quantity,
    }
}

/// An open incident with a task that needs something.
fn incident(room: &Room, title: &str, lon: f64, needs: Vec<Need>) -> String {
    let mut opened = leak(title, now());
    opened.place.point = Some(Point { lon, lat: 36.715 });
    let id = room.act(Command::OpenIncident { opened });
    room.act(Command::GiveTask {
        incident: id.as_str().into(),
        task: TaskGiven {
            task: format!("{id}-1").as_str().into(),
            what: "演练 堵漏".to_owned(),
            who: "演练 现场".to_owned(),
            needs,
            ..TaskGiven::default()
        },
    });
    id
}

fn ask(word: &str) -> AssignRequest {
    AssignRequest {
        ask: word.to_owned(),
        ..AssignRequest::default()
    }
}

/// The answer when the search has ended.
fn found(room: &Room, request: &AssignRequest) -> Assignments {
    until(&room.desk, "the search ends", |desk| {
        let answer = desk.assign(request.clone()).expect("there is an answer");
        (answer.state != SearchState::Searching).then_some(answer)
    })
}

#[test]
fn two_incidents_share_the_teams_and_nobody_is_sent_by_the_question() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), true, None);
    let many = 200;
    let one = incident(
        &room,
        "演练 甲",
        117.13,
        vec![need("hazmat", 2), need("medical", 1)],
    );
    let two = incident(&room, "演练 乙", 117.08, vec![need("hazmat", many)]);
    let events = room.events();
    let began = Instant::now();
    let first = room.desk.assign(ask("q1")).expect("there is an answer");
    assert!(
        began.elapsed() < FIRST,
        "the first answer does not wait for the search"
    );
    let ids: Vec<&str> = first
        .scenes
        .iter()
        .map(|scene| scene.incident.as_str())
        .collect();
    assert!(
        ids.contains(&one.as_str()) && ids.contains(&two.as_str()),
        "both are there: {ids:?}"
    );
    assert!(!first.teams.is_empty(), "teams are proposed");

    let answer = found(&room, &ask("q1"));
    let bound = answer.cost.bound.expect("the search has a bound");
    assert!(
        bound <= answer.cost.total + 1e-6,
        "nothing is better than the bound"
    );
    assert!(
        answer.cost.total <= answer.first_total + 1e-6,
        "no worse than the first answer"
    );
    let mut teams: Vec<&str> = answer.teams.iter().map(|line| line.team.as_str()).collect();
    let lines = teams.len();
    teams.sort_unstable();
    teams.dedup();
    assert_eq!(teams.len(), lines, "nobody goes to two scenes");
    let short = answer
        .short
        .iter()
        .find(|short| short.incident.as_str() == two);
    let short = short.expect("nobody has two hundred hazmat teams");
    assert!(
        short.missing > 0 && short.missing <= many,
        "what is missing is counted"
    );
    let last: Vec<SourceKind> = short.sources.iter().map(|source| source.kind).collect();
    assert!(
        last.ends_with(&[SourceKind::RequestAid, SourceKind::Requisition]),
        "whom to ask when nobody here has any: {last:?}"
    );
    assert_eq!(room.events(), events, "a question writes nothing");
    assert_eq!(answer.weights.team_short, 2_000.0, "the weights are shown");
}

#[test]
fn what_a_person_fixes_or_forbids_holds_in_the_answer() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), true, None);
    let one = incident(&room, "演练 甲", 117.13, vec![need("hazmat", 1)]);
    let two = incident(&room, "演练 乙", 117.08, vec![need("hazmat", 1)]);
    let plain = found(&room, &ask("q1"));
    let line = plain
        .teams
        .iter()
        .find(|line| line.incident.as_str() == one);
    let line = line.expect("a team goes to the first");
    let at = |incident: &str| TeamAt {
        team: line.team.clone(),
        incident: incident.into(),
    };
    let pinned = AssignRequest {
        pinned: vec![at(&two)],
        ..ask("q2")
    };
    let answer = found(&room, &pinned);
    let same = answer.teams.iter().find(|other| other.team == line.team);
    let same = same.expect("it is sent");
    assert_eq!(same.incident.as_str(), two, "where the person said");
    assert!(
        same.pinned && same.next.is_none(),
        "and nothing is weighed against it"
    );
    let forbidden = AssignRequest {
        forbidden: vec![at(&one), at(&two)],
        ..ask("q3")
    };
    let answer = found(&room, &forbidden);
    assert!(
        answer.teams.iter().all(|other| other.team != line.team),
        "it stays"
    );
    let unknown = AssignRequest {
        pinned: vec![TeamAt {
            team: "nobody".into(),
            incident: one.as_str().into(),
        }],
        ..ask("q4")
    };
    assert_eq!(
        found(&room, &unknown).dropped.len(),
        1,
        "what cannot be is named"
    );
}

#[test]
fn a_search_that_is_stopped_keeps_what_it_has() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), true, None);
    for (at, lon) in [117.05, 117.08, 117.11, 117.14].into_iter().enumerate() {
        let needs = vec![
            need("hazmat", 3),
            need("medical", 4),
            need("firefighting", 5),
        ];
        incident(&room, &format!("演练 {at}"), lon, needs);
    }
    let first = room.desk.assign(ask("q1")).expect("there is an answer");
    let stop = StopSearch {
        ask: "q1".to_owned(),
    };
    room.desk.stop_search(stop).expect("it may be stopped");
    let answer = found(&room, &ask("q1"));
    assert!(
        answer.cost.total <= first.cost.total + 1e-6,
        "no worse than the first answer"
    );
    assert_eq!(answer.at, first.at, "it is the same question");
}

#[test]
fn what_if_shows_what_changes_and_touches_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), true, None);
    incident(&room, "演练 甲", 117.13, vec![need("hazmat", 2)]);
    let events = room.events();
    let place = Point {
        lon: 117.131,
        lat: 36.716,
    };
    let request = WhatIfRequest {
        ask: "w1".to_owned(),
        incident: Some(MadeUp {
            point: place,
            grade: None,
            needs: vec![need("hazmat", 200)],
        }),
        ..WhatIfRequest::default()
    };
    let answer = until(&room.desk, "the comparison is done", |desk| {
        let answer = desk.what_if(request.clone()).expect("there is an answer");
        (answer.state != SearchState::Searching).then_some(answer)
    });
    assert!(
        answer.then.total > answer.today.total,
        "more needs cost more"
    );
    let sent = answer.teams.iter().filter(|team| {
        team.after
            .as_ref()
            .is_some_and(|incident| incident.as_str() == MADE_UP)
    });
    assert!(sent.count() > 0, "teams would go there: {answer:?}");
    let short = answer
        .short
        .iter()
        .find(|short| short.incident.as_str() == MADE_UP);
    assert!(
        short.is_some_and(|short| short.before == 0),
        "only the made-up one needs so many"
    );
    assert_eq!(room.events(), events, "nothing is written");
    let open = room.desk.incidents(Nothing {}).expect("reads");
    assert!(
        open.iter().all(|row| row.id.as_str() != MADE_UP),
        "it is in no list"
    );
}

#[test]
fn roads_closed_in_thought_are_open_in_fact() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), true, None);
    incident(&room, "演练 甲", 117.13, vec![need("hazmat", 2)]);
    let place = Point {
        lon: 117.131,
        lat: 36.716,
    };
    let ring = [(-0.02, -0.02), (0.02, -0.02), (0.02, 0.02), (-0.02, 0.02)];
    let closed = WhatIfRequest {
        ask: "w2".to_owned(),
        closures: vec![ClosureSet {
            kind: ClosureKind::Blocked,
            shape: ClosureShape::Area {
                ring: ring
                    .map(|(east, north)| Point {
                        lon: place.lon + east,
                        lat: place.lat + north,
                    })
                    .to_vec(),
            },
            ..ClosureSet::default()
        }],
        ..WhatIfRequest::default()
    };
    let answer = room.desk.what_if(closed).expect("there is an answer");
    assert!(
        answer.then.total >= answer.today.total - 1e-6,
        "a closed road helps nobody"
    );
    assert_eq!(
        room.desk.closures(Nothing {}).expect("reads"),
        [],
        "no road was closed"
    );
}

#[test]
fn one_incident_is_answered_in_three_ways_with_what_each_leaves_behind() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), true, None);
    let needs = vec![
        need("hazmat", 2),
        need("rescue", 2),
        need("firefighting", 2),
    ];
    let one = incident(&room, "演练 甲", 117.13, needs);
    let advice = |prefer| {
        let request = RecommendRequest {
            incident: one.as_str().into(),
            needs: Vec::new(),
            prefer,
        };
        room.desk.recommend(request).expect("there is advice")
    };
    let fastest = advice(Prefer::Fastest);
    assert_eq!(fastest.alternatives.len(), 3, "all three in numbers");
    for prefer in [Prefer::Fastest, Prefer::Fewest, Prefer::Coverage] {
        let answer = advice(prefer);
        assert_eq!(
            answer.prefer, prefer,
            "the list is of the one that was asked for"
        );
        assert_eq!(
            answer.alternatives, fastest.alternatives,
            "the numbers do not depend on it"
        );
        let own = answer.alternatives.iter().find(|one| one.prefer == prefer);
        let own = own.expect("it is among the three");
        let mut chosen: Vec<&str> = answer
            .teams
            .iter()
            .filter(|team| team.chosen)
            .map(|team| team.team.as_str())
            .collect();
        chosen.sort_unstable();
        chosen.dedup();
        assert_eq!(
            chosen.len() as u32,
            own.teams,
            "as many move as the numbers say"
        );
        let has_next = |team: &contract::rows::TeamAdvice| {
            let mut reasons = team.reasons.iter();
            reasons.any(|reason| reason.code.starts_with("next_"))
        };
        let mut sent = answer.teams.iter().filter(|team| team.chosen);
        assert!(sent.all(has_next), "each says who would go instead");
    }
    let numbers = |prefer| {
        let mut all = fastest.alternatives.iter();
        all.find(|one| one.prefer == prefer).expect("is there")
    };
    assert!(
        numbers(Prefer::Fewest).teams <= numbers(Prefer::Fastest).teams,
        "the fewest are never more"
    );
    assert!(
        numbers(Prefer::Coverage).lost.len() <= numbers(Prefer::Fastest).lost.len(),
        "the best coverage never loses more streets"
    );
}

#[test]
fn an_incident_without_tasks_is_assigned_by_what_the_best_plan_foresees() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::exercise(&folder.path().join("a"), true, None);
    let opened = leak("演练 氯气泄漏", now());
    let bare = room.act(Command::OpenIncident { opened });
    let tasked = incident(&room, "演练 乙", 117.08, vec![need("medical", 1)]);
    let request = RecommendRequest {
        incident: bare.as_str().into(),
        ..RecommendRequest::default()
    };
    let advice = room.desk.recommend(request).expect("there is advice");
    let scene = |answer: &Assignments, id: &str| {
        let mut scenes = answer.scenes.iter();
        let found = scenes.find(|scene| scene.incident.as_str() == id);
        found.expect("the incident is in it").clone()
    };
    let answer = found(&room, &ask("q1"));
    let foreseen = scene(&answer, &bare);
    assert!(!foreseen.needs.is_empty(), "a leak needs somebody");
    assert_eq!(foreseen.needs, advice.needs, "as for one incident");
    assert_eq!(
        foreseen.needs_from, advice.needs_from,
        "and it is said which plan they come from"
    );
    assert!(foreseen.needs_from.is_some(), "a plan fits");
    assert!(
        answer
            .teams
            .iter()
            .any(|line| line.incident.as_str() == bare),
        "somebody is proposed for it"
    );
    let own = scene(&answer, &tasked);
    assert_eq!(own.needs, [need("medical", 1)], "a task says it itself");
    assert_eq!(own.needs_from, None, "and no plan is guessed");
    room.act(Command::GiveTask {
        incident: bare.as_str().into(),
        task: TaskGiven {
            task: "first".into(),
            what: "演练 堵漏".to_owned(),
            needs: vec![need("hazmat", 1)],
            ..TaskGiven::default()
        },
    });
    let now = scene(&found(&room, &ask("q2")), &bare);
    assert_eq!(
        now.needs,
        [need("hazmat", 1)],
        "the first task takes its place"
    );
    assert_eq!(now.needs_from, None, "and the plan is not spoken of");
}
