//! Harm, grades, tasks and the response by the facts alone.

use super::*;
use crate::sample::Room;

fn opened() -> Fact {
    Fact::IncidentOpened(IncidentOpened::default())
}

fn harm(dead: u32) -> Fact {
    Fact::HarmReported(HarmReported {
        harm: Harm {
            dead,
            ..Harm::default()
        },
        source: "现场".to_owned(),
    })
}

fn graded(grade: IncidentGrade) -> Fact {
    Fact::IncidentGraded(IncidentGraded {
        grade,
        reason: "演练".to_owned(),
    })
}

#[test]
fn figures_that_come_late_do_not_overwrite_newer_ones() {
    let mut room = Room::new();
    room.happen(1, "I1", opened());
    room.happen(20, "I1", harm(3));
    room.happen(10, "I1", harm(1));
    let incident = room.incident("I1");
    assert_eq!(incident.harm.dead, 3, "what was said last counts");
    assert_eq!(incident.grade, Some(IncidentGrade::Major), "493号令 art. 3");
}

#[test]
fn each_change_of_the_casualties_is_remembered_and_nothing_else_is() {
    let mut room = Room::new();
    room.happen(1, "I1", opened());
    room.happen(2, "I1", harm(0));
    room.happen(3, "I1", harm(1));
    room.happen(4, "I1", harm(1));
    let evacuated = Harm {
        dead: 1,
        evacuated: 200,
        ..Harm::default()
    };
    let source = "现场".to_owned();
    let harm = |harm| {
        Fact::HarmReported(HarmReported {
            harm,
            source: source.clone(),
        })
    };
    room.happen(5, "I1", harm(evacuated));
    let missing = Harm {
        missing: 1,
        ..evacuated
    };
    room.happen(6, "I1", harm(missing));
    let changes = room.incident("I1").casualty_changes;
    assert_eq!(
        changes,
        [UtcMs(3), UtcMs(6)],
        "one died, one is missing; who was led away is well"
    );
}

#[test]
fn a_persons_grade_stands_until_the_measures_are_worse() {
    let mut room = Room::new();
    room.happen(1, "I1", opened());
    assert_eq!(
        room.incident("I1").grade,
        Some(IncidentGrade::Ordinary),
        "at first"
    );
    room.happen(2, "I1", graded(IncidentGrade::Major));
    room.happen(3, "I1", harm(1));
    let incident = room.incident("I1");
    assert_eq!(
        incident.grade,
        Some(IncidentGrade::Major),
        "the person was more careful"
    );
    assert!(incident.grade_by_person, "and it is shown so");
    room.happen(4, "I1", harm(10));
    let incident = room.incident("I1");
    assert_eq!(
        incident.grade,
        Some(IncidentGrade::Serious),
        "now it is worse"
    );
    assert!(!incident.grade_by_person, "by the measures");
}

#[test]
fn a_task_has_its_limit_from_when_it_was_given_and_moves_with_the_newest_word() {
    let mut room = Room::new();
    let give = |within_min| {
        Fact::TaskGiven(TaskGiven {
            task: "K1".into(),
            within_min,
            ..TaskGiven::default()
        })
    };
    room.happen(0, "I1", give(2));
    room.happen(5, "I1", give(9));
    let task = room.incident("I1").tasks["K1"].clone();
    assert_eq!(
        task.due_at,
        Some(UtcMs(120_000)),
        "two minutes from the first"
    );
    let moved = |state| {
        Fact::TaskMoved(TaskMoved {
            task: "K1".into(),
            state,
            note: String::new(),
        })
    };
    room.happen(20, "I1", moved(TaskState::Done));
    room.happen(10, "I1", moved(TaskState::UnderWay));
    let task = room.incident("I1").tasks["K1"].clone();
    assert_eq!(
        task.state,
        TaskState::Done,
        "what came late was said earlier"
    );
    assert_eq!(task.state_at, UtcMs(20), "and when");
}

#[test]
fn who_raises_a_response_answers_for_the_higher_level() {
    let names = |response: &Response, to| -> Vec<String> {
        let who = response.given_up(to).into_iter();
        who.map(|by| by.0.clone()).collect()
    };
    let mut room = Room::new();
    let started = |level, by: &str| {
        Fact::ResponseStarted(ResponseStarted {
            level,
            matter: "演练".to_owned(),
            period_h: 6,
            measures: "疏散".to_owned(),
            decided_by: by.into(),
            confirmed_by: "".into(),
            overruled: String::new(),
            plan: None,
        })
    };
    room.happen(1, "I1", started(ResponseLevel::Three, "演练 李主任"));
    room.happen(2, "I1", started(ResponseLevel::Two, "演练 赵区长"));
    let response = room.incident("I1").response.expect("it is in force");
    assert_eq!(response.contents.level, ResponseLevel::Two, "it was raised");
    assert_eq!(response.since, UtcMs(1), "since the first");
    assert_eq!(response.started_by.as_str(), "演练 赵区长", "谁启动谁终止");
    assert_eq!(
        names(&response, Some(ResponseLevel::Three)),
        ["演练 赵区长"],
        "what was added is theirs"
    );
    let all = ["演练 赵区长", "演练 李主任"];
    assert_eq!(
        names(&response, Some(ResponseLevel::Four)),
        all,
        "under it another started"
    );
    assert_eq!(names(&response, None), all, "an end gives up both");
    room.happen(3, "I1", started(ResponseLevel::Three, "演练 赵区长"));
    let back = room.incident("I1").response.expect("it is in force");
    assert_eq!(
        names(&back, None),
        ["演练 李主任"],
        "back to who started it"
    );
    let mut over = started(ResponseLevel::Four, "演练 市领导");
    if let Fact::ResponseStarted(body) = &mut over {
        body.overruled = "市指挥部决定".to_owned();
    }
    room.happen(4, "I1", over);
    let taken = room.incident("I1").response.expect("it is in force");
    assert_eq!(
        taken.started_by.as_str(),
        "演练 市领导",
        "taken over with a reason"
    );
    assert_eq!(names(&taken, None), ["演练 市领导"], "all of it");
    room.happen(5, "I1", started(ResponseLevel::One, "演练 省领导"));
    room.happen(6, "I1", started(ResponseLevel::Two, "演练 省领导"));
    let part = room.incident("I1").response.expect("it is in force");
    assert_eq!(
        names(&part, Some(ResponseLevel::Four)),
        ["演练 省领导"],
        "what is left of the rise stays theirs"
    );
    let old =
        serde_json::json!({"contents": part.contents, "since": 1, "startedBy": "演练 李主任"});
    let old: Response = serde_json::from_value(old).expect("a state of before is read");
    assert_eq!(names(&old, None), ["演练 李主任"], "who raised it last");
    room.happen(7, "I1", Fact::ResponseEnded(ResponseEnded::default()));
    assert_eq!(room.incident("I1").response, None, "it is over");
}
