//! Two desks on one platform.

use contract::calls::Answer as _;
use contract::rows::{Nothing, TeamRow};
use contract::status::LinkPhase;
use emergency::decide::{Command, OrderAct};
use emergency::event::RefusedBecause;
use emergency::id::OriginId;
use emergency::incident::Noted;
use emergency::order::{Claim, OrderSent, Progress, Stop};
use emergency::stock::Lot;
use tempfile::TempDir;
use tests::world::{draw, lot, send, team};

use super::{Room, Town, leak, now, until};

pub(super) struct Two {
    pub(super) a: Room,
    pub(super) b: Room,
    pub(super) town: Town,
    _folder: TempDir,
}

impl Two {
    pub(super) fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let town = Town::started(folder.path());
        let room = |name| Room::exercise(&folder.path().join(name), false, Some(&town.address));
        Self {
            a: room("a"),
            b: room("b"),
            town,
            _folder: folder,
        }
    }

    pub(super) fn settle(&self) {
        self.town.until_together(&[&self.a, &self.b]);
    }

    /// Stops the platform and waits until both desks know.
    pub(super) fn cut(&mut self) {
        self.town.stop();
        for room in [&self.a, &self.b] {
            until(&room.desk, "the link is seen to be down", |desk| {
                let link = desk.status(Nothing {}).expect("reads").link;
                (link.phase != LinkPhase::Live).then_some(())
            });
        }
    }
}

fn team_of(room: &Room) -> TeamRow {
    let all = room.desk.teams(Nothing {}).expect("reads").into_iter();
    let mut found = all.filter(|row| row.team.id.as_str() == "T1");
    found.next().expect("the team is known")
}

fn lot_of(room: &Room) -> Lot {
    let all = room.desk.lots(Nothing {}).expect("reads").into_iter();
    let mut found = all.filter(|lot| lot.id.as_str() == "L1");
    found.next().expect("the lot is known")
}

fn claim(room: &Room, incident: &str, order: &str) -> Claim {
    let orders = room.incident(incident).orders;
    let found = orders.iter().find(|one| one.id.as_str() == order);
    found.expect("the order is with the incident").claim.clone()
}

fn disputes(room: &Room) -> u32 {
    room.desk.status(Nothing {}).expect("reads").disputes
}

/// Registers a team and ten sets in the custody of desk `a`, and opens an incident.
fn prepare(two: &Two) -> String {
    let origin = OriginId(two.a.desk.hello(Nothing {}).expect("reads").origin);
    two.a.act(team("T1", Some(origin.clone())));
    two.a.act(lot("L1", 10, &[(origin, 10)]));
    let opened = leak("演练 氯气泄漏", now());
    let incident = two.a.act(Command::OpenIncident { opened });
    two.settle();
    incident
}

#[test]
fn what_one_desk_does_is_seen_on_the_other() {
    let two = Two::open();
    let incident = prepare(&two);
    let note = Noted {
        text: "演练 从另一席看".to_owned(),
        ..Noted::default()
    };
    two.b.act(Command::NoteIncident {
        incident: incident.as_str().into(),
        note,
    });
    two.settle();
    let [on_a, on_b] = [&two.a, &two.b].map(|room| room.incident(&incident));
    assert_eq!(on_a.incident, on_b.incident, "the same picture on both");
    assert_eq!(on_a.incident.notes, 1, "with what the other desk added");
    let own: Vec<_> = on_a.timeline.iter().map(|line| line.own).collect();
    assert_eq!(own, [false, true], "each line says whose it is");
    assert!(team_of(&two.a).own_custody, "who registered it has it");
    assert!(!team_of(&two.b).own_custody, "and the other has not");
}

#[test]
fn two_desks_cut_apart_show_the_same_dispute_and_one_ruling_settles_it() {
    let mut two = Two::open();
    let incident = prepare(&two);
    two.cut();
    let by_b = two.b.act(send("T1", &incident));
    two.b.act(draw("L1", &incident, 10));
    let by_a = two.a.act(send("T1", &incident));
    two.a.act(draw("L1", &incident, 10));
    assert_eq!(
        claim(&two.a, &incident, &by_a),
        Claim::Confirmed,
        "who has custody confirms while cut off"
    );
    assert_eq!(
        claim(&two.b, &incident, &by_b),
        Claim::Unconfirmed,
        "who has none must ask by voice"
    );
    assert_eq!(
        lot_of(&two.a).draws[0].claim,
        Claim::Confirmed,
        "so with sets"
    );
    assert_eq!(
        lot_of(&two.b).draws[0].claim,
        Claim::Unconfirmed,
        "and the other way round"
    );

    two.town.start();
    two.settle();
    both_show_the_dispute(&two, &incident, [&by_a, &by_b]);

    let reason = "演练 近的先去".to_owned();
    two.b.act(Command::RuleDispute {
        team: "T1".into(),
        keep: by_b.as_str().into(),
        reason: reason.clone(),
    });
    let draw = lot_of(&two.b).disputed()[0].event;
    two.b.act(Command::RuleDraw {
        lot: "L1".into(),
        draw,
        reason,
    });
    two.settle();
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        assert_eq!(disputes(room), 0, "{name}: one ruling is enough");
        assert_eq!(
            claim(room, &incident, &by_b),
            Claim::Confirmed,
            "{name}: kept"
        );
        assert_eq!(
            claim(room, &incident, &by_a),
            Claim::Withdrawn,
            "{name}: not"
        );
    }
}

/// Desk `a` had custody, so its order stands and that of `b` does not.
fn both_show_the_dispute(two: &Two, incident: &str, [by_a, by_b]: [&str; 2]) {
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        assert_eq!(
            claim(room, incident, by_a),
            Claim::Confirmed,
            "{name}: it stands"
        );
        let other = claim(room, incident, by_b);
        let known = match &other {
            Claim::Conflict { .. } => true,
            Claim::Refused { reason } => matches!(reason, RefusedBecause::HeldBy { .. }),
            _ => false,
        };
        assert!(known, "{name} knows why it was not granted: {other:?}");
        assert!(team_of(room).disputed, "{name} shows the team as disputed");
        assert_eq!(
            lot_of(room).on_hand(),
            0,
            "{name}: ten were there, none twice"
        );
        assert_eq!(lot_of(room).disputed().len(), 1, "{name}: one draw is open");
        assert_eq!(disputes(room), 2, "{name}: a team and a lot");
    }
    assert_eq!(
        team_of(&two.a).team,
        team_of(&two.b).team,
        "the same dispute"
    );
    assert_eq!(lot_of(&two.a), lot_of(&two.b), "of the sets too");
}

fn order_to(team: &str, incident: &str) -> OrderSent {
    OrderSent {
        team: team.into(),
        incident: incident.into(),
        stops: vec![Stop {
            name: "演练 储备库".to_owned(),
            ..Stop::default()
        }],
        ..OrderSent::default()
    }
}

fn progress(room: &Room, incident: &str, order: &str) -> Progress {
    let orders = room.incident(incident).orders;
    let found = orders.iter().find(|one| one.id.as_str() == order);
    found.expect("the order is with the incident").progress
}

#[test]
fn two_desks_apart_redirect_one_order_and_only_the_custodians_stands() {
    let mut two = Two::open();
    let incident = prepare(&two);
    let opened = leak("演练 第二起", now());
    let other = two.a.act(Command::OpenIncident { opened });
    let third = two.b.act(Command::OpenIncident {
        opened: leak("演练 第三起", now()),
    });
    let sent = order_to("T1", &incident);
    let first = two.a.act(Command::Order(OrderAct::Give { sent }));
    two.settle();
    two.cut();
    let redirect = |to: &str| {
        Command::Order(OrderAct::Redirect {
            order: first.as_str().into(),
            with: order_to("", to),
            reason: "演练 那边更急".to_owned(),
        })
    };
    let by_b = two.b.act(redirect(&third));
    let by_a = two.a.act(redirect(&other));
    assert_eq!(
        progress(&two.a, &incident, &first),
        Progress::Redirected,
        "who has custody redirects at once"
    );
    assert_eq!(
        progress(&two.b, &incident, &first),
        Progress::Sent,
        "for who has none the old order goes on"
    );
    two.town.start();
    two.settle();
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        assert_eq!(
            progress(room, &incident, &first),
            Progress::Redirected,
            "{name}: one redirect stands"
        );
        assert_eq!(
            claim(room, &other, &by_a),
            Claim::Confirmed,
            "{name}: whose"
        );
        let known = claim(room, &third, &by_b).is_contested();
        assert!(known, "{name}: the other is shown");
        assert!(team_of(room).disputed, "{name}: and waits for a ruling");
    }
    let reason = "演练 第三起更急".to_owned();
    two.b.act(Command::RuleDispute {
        team: "T1".into(),
        keep: by_b.as_str().into(),
        reason,
    });
    two.settle();
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        assert_eq!(claim(room, &third, &by_b), Claim::Confirmed, "{name}: kept");
        assert_eq!(
            progress(room, &other, &by_a),
            Progress::Recalled,
            "{name}: what was withdrawn is over"
        );
        assert_eq!(disputes(room), 0, "{name}: nothing is open");
    }
}

#[test]
fn a_handing_over_to_a_team_that_another_desk_holds_waits_for_that_desk() {
    let two = Two::open();
    let incident = prepare(&two);
    let origin = OriginId(two.b.desk.hello(Nothing {}).expect("reads").origin);
    two.b.act(team("T2", Some(origin)));
    let sent = order_to("T1", &incident);
    let first = two.a.act(Command::Order(OrderAct::Give { sent }));
    two.settle();
    let second = two.a.act(Command::Order(OrderAct::HandOver {
        order: first.as_str().into(),
        with: order_to("T2", ""),
        reason: "演练 换班".to_owned(),
    }));
    two.settle();
    assert_eq!(
        progress(&two.a, &incident, &first),
        Progress::Sent,
        "nobody has granted it: the first team goes on"
    );
    let order = second.as_str().into();
    two.b.act(Command::ConfirmOrder { order });
    two.settle();
    for (name, room) in [("a", &two.a), ("b", &two.b)] {
        assert_eq!(
            progress(room, &incident, &first),
            Progress::HandedOver,
            "{name}: now the second has it"
        );
        assert_eq!(
            claim(room, &incident, &second),
            Claim::Confirmed,
            "{name}: granted"
        );
    }
}
