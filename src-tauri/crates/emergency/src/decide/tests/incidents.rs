//! Incidents, their response and their tasks.

use super::*;
use crate::fact::Fact;
use crate::level::Harm;

fn room() -> (Room, IncidentId) {
    let mut room = Room::new();
    room.receive("A1", Notice::default());
    let incident = open(&mut room, &["A1"]);
    (room, incident)
}

fn close(incident: &IncidentId, reason: &str) -> Command {
    Command::CloseIncident {
        incident: incident.clone(),
        reason: text(reason),
    }
}

#[test]
fn an_incident_is_opened_with_a_title_a_kind_and_a_time_that_has_been() {
    let mut room = Room::new();
    let (now, later) = (room.now, room.now.plus_ms(1));
    let cases = [
        (
            IncidentOpened {
                title: text(" "),
                ..opened("演练")
            },
            needed("title"),
        ),
        (
            IncidentOpened {
                title: long(),
                ..opened("演练")
            },
            too_long("title"),
        ),
        (
            IncidentOpened {
                kind: text(""),
                ..opened("演练")
            },
            needed("kind"),
        ),
        (
            IncidentOpened {
                learned_at: later,
                ..opened("演练")
            },
            out_of_range("learned_at"),
        ),
        (
            IncidentOpened {
                alerts: ids(&["A9"]),
                ..opened("演练")
            },
            unknown("alert", "A9"),
        ),
    ];
    let commands = cases.map(|(opened, refusal)| (Command::OpenIncident { opened }, refusal));
    assert_refused(&mut room, commands.into());
    let incident = open(&mut room, &[]);
    let learned_at = room.incident(incident.as_str()).opened.learned_at;
    assert_eq!(
        learned_at, now,
        "learned of when it was opened, unless said otherwise"
    );
}

#[test]
fn a_grade_other_than_the_measures_give_needs_a_reason() {
    let (mut room, incident) = room();
    let harm = Harm {
        dead: 3,
        ..Harm::default()
    };
    room.act(Command::ReportHarm {
        incident: incident.clone(),
        harm: HarmReported {
            harm,
            source: text("现场"),
        },
    });
    let grade = |grade, reason: &str| Command::GradeIncident {
        incident: incident.clone(),
        graded: IncidentGraded {
            grade,
            reason: text(reason),
        },
    };
    let by_measure = grade(IncidentGrade::Major, "");
    assert!(
        room.ask(by_measure).is_ok(),
        "3 deaths are 较大 (493号令 art. 3)"
    );
    let other = grade(IncidentGrade::Serious, "");
    assert_refused(&mut room, vec![(other, needed("reason"))]);
    let with_reason = grade(IncidentGrade::Serious, "涉险人数多");
    assert!(room.ask(with_reason).is_ok(), "a person may, and says why");
}

#[test]
fn a_response_states_its_four_legal_contents_and_who_decided_it() {
    let (mut room, incident) = room();
    let with = |change: fn(&mut ResponseStarted)| {
        let mut response = response();
        change(&mut response);
        Command::StartResponse {
            incident: incident.clone(),
            response,
            tasks: Vec::new(),
        }
    };
    // 突发事件应对法 (2024) art. 72; the level is the fourth and cannot be left out.
    assert_refused(
        &mut room,
        vec![
            (with(|r| r.matter.clear()), needed("matter")),
            (with(|r| r.measures.clear()), needed("measures")),
            (with(|r| r.decided_by.0.clear()), needed("decided_by")),
            (
                with(|r| r.confirmed_by = "演练 王敏".into()),
                Refusal::SamePerson {
                    who: text("演练 王敏"),
                },
            ),
            (with(|r| r.period_h = 0), out_of_range("period_h")),
            (with(|r| r.period_h = 2_161), out_of_range("period_h")),
        ],
    );
    let many = start(&incident, vec![card(""); 501]);
    let refusal = Refusal::TooLong {
        field: text("tasks"),
        max: 500,
    };
    let silent = TaskGiven::default();
    assert_refused(
        &mut room,
        vec![
            (many, refusal),
            (start(&incident, vec![silent]), needed("what")),
        ],
    );
}

#[test]
fn a_card_that_is_given_already_is_not_given_again() {
    let (mut room, incident) = room();
    room.act(start(&incident, vec![card("C1")]));
    let cards = vec![card("C1"), card("C2"), card("")];
    room.act(start(&incident, cards));
    let tasks = room.incident(incident.as_str()).tasks;
    let mut cards: Vec<_> = tasks.values().map(|task| &task.given.card).collect();
    cards.sort();
    assert_eq!(cards, ["", "C1", "C2"], "the level changed, C1 goes on");
    let other_plan = TaskGiven {
        plan: Some("P2".into()),
        ..card("C1")
    };
    let drafts = room
        .ask(start(&incident, vec![other_plan]))
        .expect("allowed");
    assert_eq!(
        drafts.len(),
        2,
        "a card of the same name of another plan is another"
    );
}

#[test]
fn who_started_the_level_in_force_lowers_and_ends_it() {
    let (mut room, incident) = room();
    let id = incident.as_str();
    let none = wrong_state("incident", id, "no_response");
    assert_refused(&mut room, vec![(end(&incident, "演练 李主任"), none)]);
    room.act(start(&incident, Vec::new()));
    let set = |level, by: &str, overruled: &str| Command::StartResponse {
        incident: incident.clone(),
        response: ResponseStarted {
            level,
            decided_by: by.into(),
            overruled: text(overruled),
            ..response()
        },
        tasks: Vec::new(),
    };
    use ResponseLevel::{Four, Three, Two};
    // Anybody may raise: it is for who knows of the danger.
    room.act(set(Two, "演练 赵区长", ""));
    let not = |who: &str| Refusal::NotYours { who: text(who) };
    let (first, raised) = ("演练 李主任", "演练 赵区长");
    assert_refused(
        &mut room,
        vec![
            (set(Four, first, ""), not(raised)),
            (set(Three, first, "  "), not(raised)),
            (end(&incident, first), not(raised)),
            // Who raised it started the higher level, and not what was in force before.
            (set(Four, raised, ""), not(first)),
            (end(&incident, raised), not(first)),
            (
                end(&incident, "演练 周科长"),
                not("演练 赵区长、演练 李主任"),
            ),
            (end(&incident, ""), needed("decided_by")),
            (
                close(&incident, "处置完毕"),
                wrong_state("incident", id, "response_in_force"),
            ),
        ],
    );
    assert!(
        room.ask(set(Two, "演练 李主任", "")).is_ok(),
        "contents may change at the same level"
    );
    assert!(
        room.ask(set(Four, "演练 李主任", "赵区长授权")).is_ok(),
        "the rule is advice: with a reason it is overruled"
    );
    room.act(set(Three, raised, ""));
    assert_refused(&mut room, vec![(end(&incident, raised), not(first))]);
    room.act(end(&incident, first));
    assert_eq!(room.incident(id).response, None, "谁启动谁终止");
}

#[test]
fn an_end_over_anothers_head_keeps_its_reason() {
    let (mut room, incident) = room();
    room.act(start(&incident, Vec::new()));
    let ended = ResponseEnded {
        decided_by: "演练 市领导".into(),
        ground: text("险情解除"),
        overruled: text("市指挥部决定"),
    };
    let drafts = room.ask(Command::EndResponse {
        incident,
        ended: ended.clone(),
    });
    let drafts = drafts.expect("a reason overrules");
    assert_eq!(
        drafts[0].fact,
        Fact::ResponseEnded(ended),
        "it is written down"
    );
}

#[test]
fn a_closed_incident_takes_nothing_but_notes_until_it_is_opened_again() {
    let (mut room, incident) = room();
    let id = incident.as_str();
    assert_refused(&mut room, vec![(close(&incident, ""), needed("reason"))]);
    room.act(close(&incident, "处置完毕"));
    let closed = || wrong_state("incident", id, "closed");
    let place = Command::PlaceIncident {
        incident: incident.clone(),
        place: Place::default(),
    };
    let task = Command::GiveTask {
        incident: incident.clone(),
        task: card("C1"),
    };
    let reopen = |reason: &str| Command::ReopenIncident {
        incident: incident.clone(),
        reason: text(reason),
    };
    assert_refused(
        &mut room,
        vec![
            (close(&incident, "再次"), closed()),
            (start(&incident, Vec::new()), closed()),
            (place, closed()),
            (task, closed()),
            (reopen(""), needed("reason")),
        ],
    );
    let note = |words: &str| Command::NoteIncident {
        incident: incident.clone(),
        note: Noted {
            text: text(words),
            ..Noted::default()
        },
    };
    assert!(room.ask(note("补记")).is_ok(), "the log stays open");
    assert_refused(
        &mut room,
        vec![
            (note(""), needed("text")),
            (note(&long()), too_long("text")),
        ],
    );
    room.act(reopen("复燃"));
    assert!(room.incident(id).is_open(), "it goes on");
}

#[test]
fn an_incident_is_merged_into_another_that_is_open() {
    let (mut room, incident) = room();
    let into = open(&mut room, &[]);
    let merge = |into: &str| Command::MergeIncident {
        incident: incident.clone(),
        into: into.into(),
    };
    room.act(start(&incident, Vec::new()));
    let runs = wrong_state("incident", incident.as_str(), "response_in_force");
    assert_refused(
        &mut room,
        vec![
            (merge(incident.as_str()), out_of_range("into")),
            (merge("I9"), unknown("incident", "I9")),
            (merge(into.as_str()), runs),
        ],
    );
    room.act(end(&incident, "演练 李主任"));
    room.act(merge(into.as_str()));
    let alert = room.alert("A1");
    assert_eq!(alert.incident, Some(into.clone()), "its alerts go with it");
    assert!(
        !room.incident(incident.as_str()).is_open(),
        "it does not go on"
    );
    assert!(room.incident(into.as_str()).is_open(), "that one does");
}

#[test]
fn a_part_that_is_split_off_keeps_the_clock_of_the_whole() {
    let (mut room, incident) = room();
    let learned_at = room.incident(incident.as_str()).opened.learned_at;
    room.now = room.now.plus_ms(60_000);
    let split = |alert: &str| Command::SplitIncident {
        incident: incident.clone(),
        alerts: ids(&[alert]),
        opened: opened("演练 次生火情"),
    };
    assert_refused(&mut room, vec![(split("A2"), out_of_range("alerts"))]);
    let (part, _) = room.act(split("A1"));
    let part = room.incident(&part);
    assert_eq!(part.opened.learned_at, learned_at, "the clocks run on");
    assert_eq!(
        part.opened.alerts,
        ids::<AlertId>(&["A1"]),
        "it has the alert"
    );
    let whole = room.incident(incident.as_str());
    assert_eq!(whole.opened.alerts, [], "the whole has it no more");
}

#[test]
fn a_task_that_cannot_be_done_says_why() {
    let (mut room, incident) = room();
    room.act(Command::GiveTask {
        incident: incident.clone(),
        task: card("C1"),
    });
    let task = room.incident(incident.as_str()).tasks.into_keys().next();
    let task = task.expect("it was given");
    let moved = |task: &str, note: &str| Command::MoveTask {
        incident: incident.clone(),
        moved: TaskMoved {
            task: task.into(),
            state: TaskState::Cannot,
            note: text(note),
        },
    };
    assert_refused(
        &mut room,
        vec![
            (moved(&task, ""), needed("note")),
            (moved("K9", "缺人"), unknown("task", "K9")),
        ],
    );
    room.act(moved(&task, "缺人"));
    let found = &room.incident(incident.as_str()).tasks[&task];
    assert_eq!(found.state, TaskState::Cannot, "it is shown so");
}
