//! Two desks, cut apart, want the same things.

use emergency::decide::Command;
use emergency::event::RefusedBecause;
use emergency::order::Claim;
use emergency::team::Team;
use tests::city::City;
use tests::proxy::Wire;
use tests::seat::Seat;
use tests::world::{draw, incident, lot, origin, send, system_clock, team};

use super::{LONG, folder, together, wired};

fn team_of(seat: &Seat) -> Team {
    seat.logbook.team("T1").expect("reads").expect("is there")
}

/// Desk 1 has custody of team T1 and of all ten sets; both desks are cut off and use both.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_order_is_confirmed_the_other_is_not_and_one_ruling_settles_both() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (a, wire_a) = wired(folder.path(), 1, 1, &city).await;
    let (b, wire_b) = wired(folder.path(), 2, 1, &city).await;
    let at = a
        .act(incident("演练 氯气泄漏"))
        .expect("is allowed")
        .entities[0]
        .id
        .clone();
    a.act(team("T1", Some(origin(1)))).expect("is allowed");
    a.act(lot("L1", 10, &[(origin(1), 10)]))
        .expect("is allowed");
    a.until_live(LONG).await;
    b.until_live(LONG).await;
    together(&city, &[&a, &b]).await;
    wire_a.wire.send_replace(Wire::Cut);
    wire_b.wire.send_replace(Wire::Cut);
    a.until(LONG, |state| state.why_down.is_some()).await;
    b.until(LONG, |state| state.why_down.is_some()).await;

    let by_b = b
        .act(send("T1", &at))
        .expect("facts are always taken")
        .entities[0]
        .id
        .clone();
    b.act(draw("L1", &at, 10)).expect("so are claims");
    let by_a = a.act(send("T1", &at)).expect("the custodian may").entities[0]
        .id
        .clone();
    a.act(draw("L1", &at, 10)).expect("the custodian may");
    let claim = |seat: &Seat, order: &str| {
        seat.logbook
            .order(order)
            .expect("reads")
            .expect("is there")
            .claim
    };
    assert_eq!(
        claim(&a, &by_a),
        Claim::Confirmed,
        "custody confirms while cut off"
    );
    assert_eq!(claim(&b, &by_b), Claim::Unconfirmed, "confirm by voice");
    let taken = |seat: &Seat| seat.logbook.lot("L1").expect("reads").expect("is there");
    assert_eq!(
        taken(&a).on_hand(),
        0,
        "the custodian's draw counts at once"
    );
    assert_eq!(
        taken(&b).draws[0].claim,
        Claim::Unconfirmed,
        "the other's does not"
    );

    wire_b.wire.send_replace(Wire::Up);
    wire_a.wire.send_replace(Wire::Up);
    together(&city, &[&a, &b]).await;
    for seat in [&a, &b] {
        assert_eq!(
            claim(seat, &by_a),
            Claim::Confirmed,
            "desk {}: it stands",
            seat.who
        );
        let other = claim(seat, &by_b);
        let known = matches!(
            &other,
            Claim::Conflict { .. }
                | Claim::Refused {
                    reason: RefusedBecause::HeldBy { .. }
                }
        );
        assert!(known, "desk {} knows why: {other:?}", seat.who);
        assert_eq!(
            team_of(seat).disputed().len(),
            2,
            "desk {} shows the conflict",
            seat.who
        );
        let lot = taken(seat);
        assert_eq!(lot.on_hand(), 0, "ten were there, ten are gone, none twice");
        assert_eq!(lot.disputed().len(), 1, "and one draw was not granted");
    }
    assert_eq!(team_of(&a), team_of(&b), "the same picture on both");

    let ruling = Command::RuleDispute {
        team: "T1".into(),
        keep: by_b.as_str().into(),
        reason: "演练 近的先去".to_owned(),
    };
    b.act(ruling).expect("one person settles it");
    let open = taken(&b).disputed()[0].event;
    let ruling = Command::RuleDraw {
        lot: "L1".into(),
        draw: open,
        reason: "演练 另调".to_owned(),
    };
    b.act(ruling).expect("this too");
    together(&city, &[&a, &b]).await;
    for seat in [&a, &b] {
        assert!(
            team_of(seat).disputed().is_empty(),
            "desk {}: settled",
            seat.who
        );
        assert_eq!(
            claim(seat, &by_b),
            Claim::Confirmed,
            "the one that was kept"
        );
        assert_eq!(claim(seat, &by_a), Claim::Withdrawn, "the other one");
        assert!(
            taken(seat).disputed().is_empty(),
            "desk {}: settled",
            seat.who
        );
    }
}
