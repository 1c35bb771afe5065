//! Alerts: acknowledged, shelved, merged, raised.

use super::*;
use crate::decide::{ALERTS_PER_COMMAND_MAX, SHELF_HOURS_MAX};
use crate::time::MINUTE_MS;

/// A room with the alerts A1 to A3.
fn room() -> Room {
    let mut room = Room::new();
    for id in ["A1", "A2", "A3"] {
        room.receive(id, Notice::default());
    }
    room
}

fn merge(alert: &str, into: &str) -> Command {
    Command::MergeAlert {
        alert: alert.into(),
        into: into.into(),
    }
}

#[test]
fn an_alert_is_shelved_for_a_reason_and_for_three_days_at_most() {
    let mut room = room();
    let now = room.now;
    let shelve = |ms, reason: &str| Command::ShelveAlert {
        alert: "A1".into(),
        until: now.plus_ms(ms),
        reason: text(reason),
    };
    let most = SHELF_HOURS_MAX * 60 * MINUTE_MS;
    for ms in [1, most] {
        assert!(room.ask(shelve(ms, "检修")).is_ok(), "{ms} ms are allowed");
    }
    assert_refused(
        &mut room,
        vec![
            (shelve(0, "检修"), out_of_range("until")),
            (shelve(-1, "检修"), out_of_range("until")),
            (shelve(most + 1, "检修"), out_of_range("until")),
            (shelve(1, " "), needed("reason")),
            (shelve(1, &long()), too_long("reason")),
        ],
    );
}

#[test]
fn merging_is_one_level_deep() {
    let mut room = room();
    room.act(merge("A1", "A2"));
    assert_refused(
        &mut room,
        vec![
            (merge("A3", "A3"), out_of_range("into")),
            (merge("A3", "A1"), out_of_range("into")),
            // A1 would be two levels below A3.
            (merge("A2", "A3"), out_of_range("into")),
            (merge("A3", "A9"), unknown("alert", "A9")),
        ],
    );
    assert!(room.ask(merge("A3", "A2")).is_ok(), "two under one");
    room.act(Command::UnmergeAlert { alert: "A1".into() });
    assert_eq!(room.alert("A2").merged, [], "it stands alone again");
    assert!(room.ask(merge("A2", "A3")).is_ok(), "nothing is under it");
}

#[test]
fn raising_an_alert_acknowledges_it_once() {
    let mut room = room();
    let incident = open(&mut room, &["A1"]);
    let seen = room.alert("A1");
    assert!(seen.acknowledged.is_some(), "who opens on it has seen it");
    assert_eq!(seen.incident, Some(incident.clone()), "it belongs to it");
    let raise = |alerts: &[&str]| Command::RaiseAlerts {
        alerts: ids(alerts),
        incident: incident.clone(),
    };
    room.act(raise(&["A2"]));
    assert!(
        room.alert("A2").acknowledged.is_some(),
        "so has who adds it"
    );
    assert_eq!(
        room.ask(raise(&["A1", "A2"])),
        Ok(vec![]),
        "all is so already"
    );
    let alerts = room.incident(incident.as_str()).opened.alerts;
    assert_eq!(alerts, ids::<AlertId>(&["A1", "A2"]), "each once");
    room.act(Command::LowerAlert { alert: "A1".into() });
    let alerts = room.incident(incident.as_str()).opened.alerts;
    assert_eq!(alerts, ids::<AlertId>(&["A2"]), "it was taken out");
}

#[test]
fn an_acknowledged_alert_is_not_acknowledged_again() {
    let mut room = room();
    let acknowledge = |alerts: Vec<AlertId>| Command::AcknowledgeAlerts {
        alerts,
        note: String::new(),
    };
    room.act(acknowledge(ids(&["A1"])));
    let again = room.ask(acknowledge(ids(&["A1", "A2"]))).expect("allowed");
    let about: Vec<_> = again.iter().map(|draft| &draft.entity.id).collect();
    assert_eq!(about, ["A2"], "only what is new");
    let many = vec![AlertId::from("A1"); ALERTS_PER_COMMAND_MAX + 1];
    let refusal = Refusal::TooLong {
        field: text("alerts"),
        max: ALERTS_PER_COMMAND_MAX,
    };
    assert_refused(&mut room, vec![(acknowledge(many), refusal)]);
}

#[test]
fn what_is_not_there_or_not_so_is_named() {
    let mut room = room();
    let closed = open(&mut room, &[]);
    room.act(Command::CloseIncident {
        incident: closed.clone(),
        reason: text("误报"),
    });
    let (alert, gone) = (|| AlertId::from("A1"), || AlertId::from("A9"));
    let note = String::new;
    use Command as C;
    let raise = |incident: IncidentId| C::RaiseAlerts {
        alerts: vec![alert()],
        incident,
    };
    let dismiss = |reason: &str| C::DismissAlert {
        alert: alert(),
        reason: text(reason),
    };
    let reopen = C::ReopenAlert {
        alert: gone(),
        note: note(),
    };
    let acknowledge = |alert: AlertId, note: String| C::AcknowledgeAlerts {
        alerts: vec![alert],
        note,
    };
    assert_refused(
        &mut room,
        vec![
            (acknowledge(gone(), note()), unknown("alert", "A9")),
            (acknowledge(alert(), long()), too_long("note")),
            (reopen, unknown("alert", "A9")),
            (C::UnshelveAlert { alert: gone() }, unknown("alert", "A9")),
            (dismiss(""), needed("reason")),
            (dismiss(&long()), too_long("reason")),
            (
                C::UnmergeAlert { alert: alert() },
                wrong_state("alert", "A1", "not_merged"),
            ),
            (
                C::LowerAlert { alert: alert() },
                wrong_state("alert", "A1", "not_raised"),
            ),
            (raise("I9".into()), unknown("incident", "I9")),
            (
                raise(closed.clone()),
                wrong_state("incident", closed.as_str(), "closed"),
            ),
        ],
    );
}
