//! What the desk adds to the rules: cards of the right substance, a second person, hourly paper.

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{AlertSection, Nothing, PlanRequest, RecommendRequest};
use desk::Settings;
use emergency::decide::{Command, Refusal};
use emergency::incident::{Need, ResponseStarted, TaskGiven};
use emergency::level::ResponseLevel;

use super::{Room, cap, leak, now};

const PLAN: &str = "hazardous-chemicals";

#[test]
fn cards_for_another_substance_are_marked_for_the_incident_and_all_stand_in_their_clauses() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let opened = leak("演练 氯气泄漏", now());
    let incident = room.act(Command::OpenIncident { opened });
    let open = |incident: Option<&str>| {
        let request = PlanRequest {
            id: PLAN.to_owned(),
            incident: incident.map(Into::into),
        };
        room.desk.plan(request).expect("the plan opens")
    };
    let left = |incident: Option<&str>| -> Vec<String> {
        let cards = open(incident).cards.into_iter();
        let others = cards.filter(|card| !card.fits);
        others.map(|card| card.task.card).collect()
    };
    let none: [&str; 0] = [];
    assert_eq!(left(None), none, "without an incident nothing is left out");
    assert_eq!(
        left(Some(&incident)),
        ["hazmat-cordon-ammonia"],
        "the leak is chlorine"
    );
    let plan = open(None);
    for clause in &plan.clauses {
        for card in &clause.cards {
            let card = &plan.cards[*card as usize];
            assert_eq!(card.clause, clause.heading, "it stands in that clause");
        }
    }
    let placed: usize = plan.clauses.iter().map(|clause| clause.cards.len()).sum();
    assert_eq!(
        placed,
        plan.cards.len(),
        "every card stands somewhere, once"
    );
    let error = room.desk.plan(PlanRequest {
        id: PLAN.to_owned(),
        incident: Some("nobody".into()),
    });
    let error = error.expect_err("no such incident");
    assert_eq!(error.code, Code::NotFound, "said by its code");
}

#[test]
fn before_a_response_the_best_plan_says_what_is_needed_and_a_task_takes_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let opened = leak("演练 氯气泄漏", now());
    let incident = room.act(Command::OpenIncident { opened });
    let advised = |needs: Vec<Need>| {
        let request = RecommendRequest {
            incident: incident.as_str().into(),
            needs,
            ..RecommendRequest::default()
        };
        room.desk.recommend(request).expect("there is advice")
    };
    let foreseen = advised(Vec::new());
    let from = foreseen
        .needs_from
        .expect("it is said where they come from");
    assert_eq!(from.plan.as_str(), PLAN, "the plan that fits best");
    assert_eq!(from.level, ResponseLevel::Four, "its lowest level");
    assert!(
        foreseen
            .needs
            .iter()
            .any(|need| need.capability == "hazmat"),
        "a leak needs who can stop it: {:?}",
        foreseen.needs
    );

    let named = Need {
        capability: "fire".to_owned(),
        quantity: 1,
        ..Need::default()
    };
    let asked = advised(vec![named.clone()]);
    assert_eq!(asked.needs, std::slice::from_ref(&named), "what is named");
    assert_eq!(asked.needs_from, None, "and no plan is spoken of");

    let task = TaskGiven {
        what: "演练 灭火".to_owned(),
        needs: vec![named.clone()],
        ..TaskGiven::default()
    };
    room.act(Command::GiveTask {
        incident: incident.as_str().into(),
        task,
    });
    let now = advised(Vec::new());
    assert_eq!(now.needs, [named], "a task that was given says it");
    assert_eq!(now.needs_from, None, "and no plan is guessed");
}

#[test]
fn level_two_waits_for_a_second_person() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let opened = leak("演练 氯气泄漏", now());
    let incident = room.act(Command::OpenIncident { opened });
    let start = |second: &str| {
        let response = ResponseStarted {
            level: ResponseLevel::Two,
            matter: "演练".to_owned(),
            period_h: 12,
            measures: "演练".to_owned(),
            decided_by: "演练 带班领导".into(),
            confirmed_by: second.into(),
            overruled: String::new(),
            plan: None,
        };
        let tasks = Vec::new();
        let incident = incident.as_str().into();
        let command = Command::StartResponse {
            incident,
            response,
            tasks,
        };
        room.ask(command).map_err(|error| error.refusal)
    };
    let field = "confirmed_by".to_owned();
    assert_eq!(
        start(""),
        Err(Some(Refusal::Needed { field })),
        "nobody else has said yes"
    );
    let who = "演练 值班员".to_owned();
    assert_eq!(
        start(&who),
        Err(Some(Refusal::SamePerson { who: who.clone() })),
        "whoever works the desk is one of the two"
    );
    start("演练 带班领导").expect("two people");
    let response = room.incident(&incident).incident.response;
    let confirmed = response.expect("it runs").contents.confirmed_by;
    assert_eq!(confirmed.as_str(), "演练 带班领导", "the log names both");
}

#[test]
fn the_hourly_copy_is_whole_and_a_folder_that_is_away_is_said_and_not_made() {
    let folder = tempfile::tempdir().expect("a folder");
    let paper = folder.path().join("stick");
    let mut settings = Settings::load(folder.path(), None, None).expect("no file means defaults");
    settings.paper = Some(paper.clone());
    let room = Room::open(settings);
    let store = || room.desk.status(Nothing {}).expect("reads").store;
    assert!(!room.desk.copy_paper(), "the stick is not there");
    assert_eq!(store().paper_trouble, "missing", "the window says so");
    assert_eq!(store().paper_at, None, "and no copy was made");
    assert!(!paper.exists(), "a folder made anew is where nobody looks");
    std::fs::create_dir(&paper).expect("the stick is put in");
    assert!(room.desk.copy_paper(), "now it goes");
    assert_eq!(store().paper_trouble, "", "the trouble is over");
    assert!(store().paper_at.is_some(), "and its time is known");
    let copies = paper.join("hourly");
    let names: Vec<_> = std::fs::read_dir(&copies)
        .expect("the copies")
        .flatten()
        .map(|entry| entry.path())
        .collect();
    assert_eq!(names.len(), 1, "one copy and nothing half-written");
    let files = std::fs::read_dir(&names[0]).expect("the copy").count();
    assert!(
        files > 4,
        "the picture, its map and the blank cards: {files}"
    );
}

#[test]
fn a_grave_alert_waits_to_be_heard_again_until_it_is_acknowledged() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    assert_eq!(room.desk.waiting_alarm(), None, "nothing came in");
    room.drop_in(
        "grave.xml",
        cap("AGAIN-1", "Actual", "演练 再次响铃").as_bytes(),
    );
    let row = room.arrived(AlertSection::Open, "再次响铃");
    let alarm = room.desk.waiting_alarm().expect("nobody has seen it");
    assert_eq!(
        (alarm.level, alarm.count, alarm.exercise),
        (1, 1, false),
        "one of the highest level, and real"
    );
    room.act(Command::AcknowledgeAlerts {
        alerts: vec![row.id],
        note: String::new(),
    });
    assert_eq!(room.desk.waiting_alarm(), None, "somebody has it in hand");
}
