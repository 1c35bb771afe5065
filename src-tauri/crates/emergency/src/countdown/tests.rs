use super::*;
use crate::decide::{Command, CountdownAct, Refusal};
use crate::incident::IncidentOpened;
use crate::sample::Room;
use crate::time::DAY_MS;

fn incident(room: &mut Room) -> IncidentId {
    let opened = IncidentOpened {
        title: "演练 电梯困人".to_owned(),
        kind: "elevator".to_owned(),
        ..IncidentOpened::default()
    };
    room.act(Command::OpenIncident { opened }).0.into()
}

fn start(cause: Cause, incident: Option<IncidentId>) -> Command {
    Command::Countdown(CountdownAct::Start {
        started: CountdownStarted {
            cause,
            incident,
            words: "演练".to_owned(),
            told_by: "演练 市应急局值班室".to_owned(),
            ..CountdownStarted::default()
        },
    })
}

fn meet(of: (Option<&str>, Option<&IncidentId>), clock: &str, late_reason: &str) -> CountdownAct {
    CountdownAct::Meet {
        countdown: of.0.map(Into::into),
        incident: of.1.cloned(),
        clock: clock.to_owned(),
        words: "演练 已电话反馈".to_owned(),
        late_reason: late_reason.to_owned(),
        due_at: None,
    }
}

fn needs(field: &str) -> Option<Refusal> {
    let field = field.to_owned();
    Some(Refusal::Needed { field })
}

#[test]
fn what_is_about_an_accident_names_its_incident_and_a_tip_off_need_not() {
    let mut room = Room::new();
    for cause in Cause::ALL {
        let refused = room.ask(start(cause, None)).err();
        let due = cause.needs_incident().then(|| needs("incident")).flatten();
        assert_eq!(refused, due, "{cause:?} without an incident");
        let elsewhere = room.ask(start(cause, Some("none".into()))).err();
        assert!(
            matches!(elsewhere, Some(Refusal::Unknown { .. })),
            "{cause:?} for one that is not there: {elsewhere:?}"
        );
    }
    let mut later = start(Cause::TipOffReceived, None);
    if let Command::Countdown(CountdownAct::Start { started }) = &mut later {
        started.since = Some(room.now.plus_ms(1));
    }
    assert!(room.ask(later).is_err(), "nothing starts in the future");
}

#[test]
fn each_clock_of_a_countdown_is_answered_once_and_lateness_needs_its_reason() {
    let mut room = Room::new();
    let incident = incident(&mut room);
    let (id, _) = room.act(start(Cause::Entrapped, Some(incident.clone())));
    let of = (Some(id.as_str()), None);
    let late = |reason: &str| {
        let mut act = meet(of, "E02", reason);
        if let CountdownAct::Meet { due_at, .. } = &mut act {
            *due_at = Some(UtcMs(1));
        }
        Command::Countdown(act)
    };
    assert_eq!(room.ask(late("")).err(), needs("late_reason"), "it is late");
    room.act(Command::Countdown(meet(of, "E01", "")));
    room.act(late("演练 备件未到"));
    let found = room.countdown(&id);
    assert_eq!(found.answers.len(), 2, "each clock has its own answer");
    assert_eq!(
        found.incident,
        Some(incident.clone()),
        "of the same incident"
    );
    let again = room.ask(Command::Countdown(meet(of, "E01", ""))).err();
    assert!(
        matches!(again, Some(Refusal::WrongState { .. })),
        "the first answer counts: {again:?}"
    );
    let own = (None, Some(&incident));
    room.act(Command::Countdown(meet(own, "N01", "")));
    let again = room.ask(Command::Countdown(meet(own, "N01", ""))).err();
    assert!(
        matches!(again, Some(Refusal::WrongState { .. })),
        "that of a clock which the incident started too: {again:?}"
    );
    assert_eq!(
        room.ask(Command::Countdown(meet((None, None), "N01", "")))
            .err(),
        needs("incident"),
        "an answer belongs to something"
    );
}

#[test]
fn an_investigation_is_prolonged_by_sixty_days_at_most_and_nothing_else_is() {
    let mut room = Room::new();
    let incident = incident(&mut room);
    let (id, _) = room.act(start(Cause::Investigation, Some(incident.clone())));
    let extend = |id: &str, days| {
        Command::Countdown(CountdownAct::Extend {
            countdown: id.into(),
            days,
            reason: "演练 区人民政府批准".to_owned(),
        })
    };
    room.act(extend(&id, 40));
    for days in [0, 21] {
        assert!(
            matches!(room.ask(extend(&id, days)), Err(Refusal::OutOfRange { .. })),
            "{days} more"
        );
    }
    room.act(extend(&id, 20));
    assert_eq!(room.countdown(&id).extra_days, 60, "493号令 art. 29");
    let (other, _) = room.act(start(Cause::UnitLearned, Some(incident)));
    assert!(
        room.ask(extend(&other, 1)).is_err(),
        "no other has that way"
    );
}

#[test]
fn what_was_started_by_mistake_runs_no_more_and_takes_no_answer() {
    let mut room = Room::new();
    let mut from_paper = start(Cause::VerifyAsked, None);
    let since = room.now.plus_ms(-DAY_MS);
    if let Command::Countdown(CountdownAct::Start { started }) = &mut from_paper {
        started.since = Some(since);
    }
    let (id, _) = room.act(from_paper);
    assert_eq!(
        room.countdown(&id).since(),
        Some(since),
        "as it was claimed"
    );
    room.act(Command::Countdown(CountdownAct::Withdraw {
        countdown: id.as_str().into(),
        reason: "演练 误登".to_owned(),
    }));
    assert_eq!(room.countdown(&id).since(), None, "it runs no more");
    let of = (Some(id.as_str()), None);
    let refused = room.ask(Command::Countdown(meet(of, "R19", ""))).err();
    assert!(
        matches!(refused, Some(Refusal::WrongState { .. })),
        "nor is it answered: {refused:?}"
    );
}
