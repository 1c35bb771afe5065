//! Supplies: drawn from one's own share or from the platform's.

use uuid::Uuid;

use super::*;
use crate::fact::Fact;
use crate::order::Authority;
use crate::stock::DRAW_VALID_MIN;
use crate::time::MINUTE_MS;

/// L1 has ten, six of them this desk's.
fn room() -> (Room, IncidentId) {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 10, &[("desk-a", 6)]);
    let incident = open(&mut room, &[]);
    (room, incident)
}

#[test]
fn a_desk_draws_from_its_own_share_at_once_and_asks_for_more() {
    let (mut room, incident) = room();
    let until = room.now.plus_ms(DRAW_VALID_MIN * MINUTE_MS);
    let cases = [
        (6, false, Authority::Custodian, None),
        (7, false, Authority::Remote, Some(until)),
        (1, true, Authority::Remote, Some(until)),
    ];
    for (quantity, suspended, authority, valid_until) in cases {
        room.suspended = suspended;
        let drafts = room.ask(draw("L1", &incident, quantity)).expect("allowed");
        let Fact::StockDrawn(drawn) = &drafts[0].fact else {
            panic!("a draw: {drafts:?}");
        };
        let said = format!("{quantity}, suspended: {suspended}");
        assert_eq!(drawn.authority, authority, "by what right, {said}");
        assert_eq!(drafts[0].valid_until, valid_until, "for how long, {said}");
    }
}

#[test]
fn no_more_is_drawn_than_the_book_has() {
    let (mut room, incident) = room();
    let short = Refusal::NotEnough {
        lot: "L1".into(),
        on_hand: 10,
    };
    assert_refused(
        &mut room,
        vec![
            (draw("L1", &incident, 11), short),
            (draw("L1", &incident, 0), out_of_range("quantity")),
            (draw("L9", &incident, 1), unknown("lot", "L9")),
            (draw("L1", &"I9".into(), 1), unknown("incident", "I9")),
        ],
    );
    let (_, verdict) = room.act(draw("L1", &incident, 6));
    assert_eq!(verdict, Verdict::Granted { quantity: 6 }, "its own share");
    assert_eq!(room.lot("L1").on_hand(), 4, "the book follows");
}

#[test]
fn goods_come_and_are_counted_only_in_lots_that_are_known() {
    let (mut room, _) = room();
    let (quantity, note) = (1, String::new);
    let lot = || "L9".into();
    use Command as C;
    let ruling = |lot: &str, reason: &str| C::RuleDraw {
        lot: lot.into(),
        draw: Uuid::nil(),
        reason: text(reason),
    };
    assert_refused(
        &mut room,
        vec![
            (
                C::ReturnStock {
                    lot: lot(),
                    quantity,
                    note: note(),
                },
                unknown("lot", "L9"),
            ),
            (
                C::CountStock {
                    lot: lot(),
                    quantity,
                    note: note(),
                },
                unknown("lot", "L9"),
            ),
            (ruling("L9", "另调"), unknown("lot", "L9")),
            (ruling("L1", ""), needed("reason")),
            (
                ruling("L1", "另调"),
                unknown("draw", &Uuid::nil().to_string()),
            ),
        ],
    );
}

#[test]
fn a_ruling_ends_the_dispute_over_a_draw() {
    let (mut room, incident) = room();
    room.act(draw("L1", &incident, 6));
    room.origin = "desk-b".into();
    let mut late = room.ask(draw("L1", &incident, 4)).expect("four are left");
    let late = late.remove(0);
    room.act(draw("L1", &incident, 4));
    room.write(late);
    let disputed: Vec<_> = room.lot("L1").disputed().iter().map(|d| d.event).collect();
    assert_eq!(disputed.len(), 1, "the second of the two was not granted");
    room.act(Command::RuleDraw {
        lot: "L1".into(),
        draw: disputed[0],
        reason: text("另调"),
    });
    assert_eq!(
        room.lot("L1").disputed(),
        Vec::<&crate::stock::Draw>::new(),
        "settled"
    );
}
