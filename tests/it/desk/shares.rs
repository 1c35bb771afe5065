//! Shares of a lot and drafts of orders between two desks on one platform.

use contract::calls::Answer as _;
use contract::rows::Nothing;
use emergency::decide::{Command, OrderAct, ResourceAct};
use emergency::id::OriginId;
use emergency::order::{Claim, OrderSent, Progress};
use emergency::stock::Lot;
use tests::world::{draw, lot, team};

use super::two::Two;
use super::{Room, leak, now};

fn origin(room: &Room) -> String {
    room.desk.hello(Nothing {}).expect("reads").origin
}

fn lot_of(room: &Room) -> Lot {
    let all = room.desk.lots(Nothing {}).expect("reads").into_iter();
    let mut found = all.filter(|lot| lot.id.as_str() == "L1");
    found.next().expect("the lot is known")
}

fn share(room: &Room, holder: &str) -> u32 {
    lot_of(room).allotment(holder)
}

fn allot(from: &str, to: &str, quantity: u32) -> Command {
    Command::Resource {
        act: ResourceAct::AllotStock {
            lot: "L1".into(),
            from: from.to_owned(),
            to: to.to_owned(),
            quantity,
        },
    }
}

/// Six sets are desk `a`'s, four the platform's.
fn prepare(two: &Two) -> String {
    let a = OriginId(origin(&two.a));
    two.a.act(team("T1", Some(a.clone())));
    two.a.act(lot("L1", 10, &[(a, 6)]));
    let opened = leak("演练 氯气泄漏", now());
    let incident = two.a.act(Command::OpenIncident { opened });
    two.settle();
    // The other desk has written something: from then on it can be named.
    two.b.act(Command::NoteIncident {
        incident: incident.as_str().into(),
        note: emergency::incident::Noted {
            text: "演练 乙席到位".to_owned(),
            ..emergency::incident::Noted::default()
        },
    });
    two.settle();
    incident
}

#[test]
fn a_desk_that_is_cut_off_draws_from_what_was_passed_on_to_it_before() {
    let mut two = Two::open();
    let incident = prepare(&two);
    let (a, b) = (origin(&two.a), origin(&two.b));
    let holders = two.a.desk.holders(Nothing {}).expect("reads");
    assert!(
        holders.iter().any(|one| one.as_str() == b),
        "the other desk can be chosen: {holders:?}"
    );
    two.a.act(allot(&a, &b, 4));
    two.b.act(allot("", &b, 1));
    two.settle();
    for room in [&two.a, &two.b] {
        let shares = [a.as_str(), &b, ""].map(|holder| share(room, holder));
        assert_eq!(shares, [2, 5, 3], "passed on, and granted by the platform");
    }

    two.cut();
    two.b.act(draw("L1", &incident, 5));
    let drawn = lot_of(&two.b).draws.pop().expect("it is kept");
    assert_eq!(
        drawn.claim,
        Claim::Confirmed,
        "its own to give, cut off or not"
    );
    two.a.act(allot(&a, &b, 1));
    two.town.start();
    two.settle();
    for room in [&two.a, &two.b] {
        assert_eq!(lot_of(room).on_hand(), 5, "ten less five, once each");
        assert!(lot_of(room).disputed().is_empty(), "nothing is contested");
        assert_eq!(share(room, &b), 1, "what was passed on meanwhile is there");
    }
}

#[test]
fn the_share_of_a_desk_that_is_away_is_taken_over_and_what_it_did_apart_is_seen() {
    let mut two = Two::open();
    let incident = prepare(&two);
    let (a, b) = (origin(&two.a), origin(&two.b));
    // Desk `a` loses its line alone, as far as anybody knows: its draw waits on its own disk.
    two.cut();
    two.a.act(draw("L1", &incident, 6));
    let take = Command::Resource {
        act: ResourceAct::TakeShare {
            lot: "L1".into(),
            from: a.clone(),
            reason: "演练 甲席失联".to_owned(),
        },
    };
    two.b.act(take);
    assert_eq!(share(&two.b, &b), 0, "not by its own word");
    assert_eq!(
        lot_of(&two.b).share_moves.last().map(|one| &one.claim),
        Some(&Claim::Unconfirmed),
        "and it is shown as waiting"
    );
    two.town.start();
    two.settle();
    let [on_a, on_b] = [&two.a, &two.b].map(lot_of);
    assert_eq!(on_a, on_b, "the same picture on both, whoever came first");
    let drawn: u32 = on_a.draws.iter().map(|draw| draw.granted).sum();
    assert_eq!(
        on_a.on_hand() + drawn,
        10,
        "nothing is lost and nothing doubled"
    );
    assert_eq!(
        on_a.allotment(&a),
        0,
        "the old holder has nothing left to give"
    );
    if drawn == 0 {
        assert_eq!(
            on_a.disputed().len(),
            1,
            "what was handed out apart is seen"
        );
        assert_eq!(on_a.allotment(&b), 6, "and the share is the other's");
    } else {
        assert_eq!(
            on_a.allotment(&b),
            0,
            "the draw came first: an empty share passed over"
        );
    }
}

#[test]
fn an_order_drafted_at_one_desk_is_sent_at_the_other_under_the_same_name() {
    let two = Two::open();
    let incident = prepare(&two);
    let sent = OrderSent {
        team: "T1".into(),
        incident: incident.as_str().into(),
        words: "演练 到场侦检".to_owned(),
        ..OrderSent::default()
    };
    let draft = OrderAct::Draft { sent: sent.clone() };
    let id = two.b.act(Command::Order(draft));
    two.settle();
    let found = |room: &Room| {
        let orders = room.incident(&incident).orders;
        let mut found = orders.into_iter().filter(|order| order.id.as_str() == id);
        found.next().expect("the order is with the incident")
    };
    assert_eq!(
        found(&two.a).progress,
        Progress::Drafted,
        "it waits there too"
    );
    let issue = OrderAct::Issue {
        order: id.as_str().into(),
        sent: OrderSent {
            words: "演练 到场侦检，带空呼".to_owned(),
            ..sent
        },
    };
    two.a.act(Command::Order(issue));
    two.settle();
    for room in [&two.a, &two.b] {
        let order = found(room);
        assert_eq!(order.claim, Claim::Confirmed, "sent by who has the team");
        assert_eq!(
            order.sent.words, "演练 到场侦检，带空呼",
            "as it was amended"
        );
        assert_eq!(order.origin.as_str(), origin(&two.a), "by whom it was sent");
    }
}
