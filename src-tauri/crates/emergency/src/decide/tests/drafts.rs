//! Orders that are written by one and sent by another.

use super::*;
use crate::decide::{Draft, OrderAct};
use crate::order::{Claim, OrderSent};

fn room() -> (Room, IncidentId) {
    let mut room = Room::new();
    register_team(&mut room, "T1", Some("desk-a"));
    let incident = open(&mut room, &[]);
    (room, incident)
}

fn written(room: &mut Room, team: &str, incident: &IncidentId) -> String {
    let sent = OrderSent {
        team: team.into(),
        incident: incident.clone(),
        words: text("演练 到场侦检"),
        ..OrderSent::default()
    };
    room.act(Command::Order(OrderAct::Draft { sent })).0
}

fn issue(order: &str, words: &str) -> Command {
    Command::Order(OrderAct::Issue {
        order: order.into(),
        sent: OrderSent {
            words: text(words),
            ..OrderSent::default()
        },
    })
}

fn only_draft(room: &mut Room, command: Command) -> Draft {
    room.ask(command)
        .expect("no rule stands against it")
        .remove(0)
}

#[test]
fn a_draft_holds_no_team_and_goes_out_under_its_own_name_when_it_is_sent() {
    let (mut room, incident) = room();
    let id = written(&mut room, "T1", &incident);
    assert_eq!(room.order(&id).progress, Progress::Drafted, "it waits");
    assert_eq!(room.team("T1").assignments, [], "and holds nobody");
    assert_eq!(
        room.incident(incident.as_str()).orders,
        [id.as_str().into()],
        "the incident has it"
    );
    room.act(issue(&id, "演练 到场侦检，带空呼"));
    let order = room.order(&id);
    assert_eq!(order.progress, Progress::Sent, "now it is out");
    assert_eq!(order.sent.words, "演练 到场侦检，带空呼", "as amended");
    assert_eq!(order.sent.team.as_str(), "T1", "the team stays");
    assert_eq!(order.claim, Claim::Confirmed, "by the custodian");
    let steps: Vec<_> = order.steps.iter().map(|step| step.to).collect();
    assert_eq!(
        steps,
        [Progress::Drafted, Progress::Sent],
        "both are on record"
    );
    assert_eq!(room.team("T1").active().count(), 1, "one job");
}

#[test]
fn whether_the_team_is_free_is_asked_when_the_draft_goes_out() {
    let (mut room, incident) = room();
    let id = written(&mut room, "T1", &incident);
    let (busy, _) = room.act(send("T1", &incident, false));
    let refused = Refusal::TeamBusy {
        team: "T1".into(),
        orders: vec![busy.as_str().into()],
    };
    assert_refused(&mut room, vec![(issue(&id, ""), refused)]);
    assert_eq!(
        room.order(&id).progress,
        Progress::Drafted,
        "it still waits"
    );
}

#[test]
fn a_draft_is_thrown_away_or_sent_once_and_not_again() {
    let (mut room, incident) = room();
    let id = written(&mut room, "T1", &incident);
    // Long after the time for slips: a draft never left the desk.
    room.now = room.now.plus_ms(3_600_000);
    room.act(Command::Order(OrderAct::Undo {
        order: id.as_str().into(),
        reason: text("演练 不派了"),
    }));
    let over = |id: &str, state: &str| Refusal::WrongState {
        what: text("order"),
        id: text(id),
        state: text(state),
    };
    let undone = over(&id, "undone");
    assert_refused(&mut room, vec![(issue(&id, ""), undone)]);
    let other = written(&mut room, "T1", &incident);
    room.act(issue(&other, ""));
    let sent = over(&other, "sent");
    assert_refused(&mut room, vec![(issue(&other, ""), sent)]);
}

#[test]
fn a_draft_for_nobody_or_for_what_is_closed_is_not_taken() {
    let (mut room, incident) = room();
    let to = |team: &str, incident: &str| {
        let sent = OrderSent {
            team: team.into(),
            incident: incident.into(),
            ..OrderSent::default()
        };
        Command::Order(OrderAct::Draft { sent })
    };
    let unknown = |what: &str| Refusal::Unknown {
        what: text(what),
        id: text("X"),
    };
    assert_refused(
        &mut room,
        vec![
            (to("X", incident.as_str()), unknown("team")),
            (to("T1", "X"), unknown("incident")),
        ],
    );
}

#[test]
fn two_desks_that_send_the_same_draft_apart_send_it_once() {
    // The holder's own sending stands, whichever comes first in the log.
    for holder_first in [true, false] {
        let (mut room, incident) = room();
        let id = written(&mut room, "T1", &incident);
        let own = only_draft(&mut room, issue(&id, "演练 甲席"));
        room.origin = "desk-b".into();
        let other = only_draft(&mut room, issue(&id, "演练 乙席"));
        let (first, second) = if holder_first {
            (("desk-a", own), ("desk-b", other))
        } else {
            (("desk-b", other), ("desk-a", own))
        };
        for (origin, draft) in [first, second] {
            room.origin = origin.into();
            room.write(draft);
        }
        let order = room.order(&id);
        assert_eq!(order.claim, Claim::Confirmed, "{holder_first}: it stands");
        assert_eq!(
            order.sent.words, "演练 甲席",
            "{holder_first}: the holder's"
        );
        assert_eq!(order.origin.as_str(), "desk-a", "{holder_first}");
        let jobs = room.team("T1").assignments;
        assert_eq!(jobs.len(), 1, "{holder_first}: one job, not two");
        assert!(jobs[0].is_active(), "{holder_first}: and it holds the team");
    }
}
