//! Counts that contradict the book, goods that come early, draws beyond the share.

use super::*;
use crate::decide::Draft;
use crate::sample::Room;

fn registered(quantity: u32, share: u32) -> Fact {
    Fact::LotRegistered(LotRegistered {
        quantity,
        allotments: [("desk-a".to_owned(), share)].into(),
        ..LotRegistered::default()
    })
}

fn counted(quantity: u32) -> Fact {
    Fact::StockCounted(StockCounted {
        quantity,
        ..StockCounted::default()
    })
}

fn returned(quantity: u32) -> Fact {
    Fact::StockReturned(StockAdded {
        quantity,
        ..StockAdded::default()
    })
}

fn drawn(quantity: u32) -> Fact {
    Fact::StockDrawn(StockDrawn {
        incident: "I1".into(),
        quantity,
        authority: Authority::Custodian,
        ..StockDrawn::default()
    })
}

fn shares(room: &Room) -> (u32, u32) {
    let lot = room.lot("L1");
    (lot.allotment("desk-a"), lot.allotment(CITY_ALLOTMENT))
}

#[test]
fn a_count_that_contradicts_the_book_is_kept_as_a_discrepancy() {
    // Counted, then the shares of the desk and the platform: the platform's gives way first.
    let cases = [
        (10, (6, 4), false),
        (8, (6, 2), true),
        (3, (3, 0), true),
        (0, (0, 0), true),
        (12, (6, 6), true),
    ];
    for (quantity, after, differs) in cases {
        let mut room = Room::new();
        room.happen(1, "L1", registered(10, 6));
        room.happen(2, "L1", counted(quantity));
        let lot = room.lot("L1");
        assert_eq!(lot.on_hand(), quantity, "the shelf is right");
        assert_eq!(shares(&room), after, "whose, after {quantity} were counted");
        let kept = Discrepancy {
            at: UtcMs(2),
            book: 10,
            counted: quantity,
        };
        let kept = if differs { vec![kept] } else { Vec::new() };
        assert_eq!(lot.discrepancies, kept, "{quantity} of 10");
        assert_eq!(lot.counted_at, Some(UtcMs(2)), "somebody looked");
    }
}

#[test]
fn a_desk_that_is_cut_off_gives_no_more_than_its_share() {
    let mut room = Room::new();
    room.write_own("L1", registered(10, 6));
    for (asked, granted, left) in [(4, 4, 2), (4, 2, 0), (4, 0, 0)] {
        room.write_own("L1", drawn(asked));
        let draw = room.lot("L1").draws.pop().expect("it is kept");
        assert_eq!(draw.granted, granted, "of {asked}");
        assert_eq!(draw.claim.is_confirmed(), granted > 0, "of {asked}");
        assert_eq!(shares(&room), (left, 4), "nothing is below zero");
    }
}

#[test]
fn goods_that_came_back_before_the_lot_was_entered_stay() {
    let mut room = Room::new();
    room.happen(1, "L1", returned(3));
    assert!(!room.lot("L1").known, "it is not entered");
    room.happen(2, "L1", registered(10, 6));
    assert_eq!(room.lot("L1").on_hand(), 13, "ten and three");
    room.happen(3, "L1", registered(10, 6));
    assert_eq!(
        room.lot("L1").on_hand(),
        13,
        "a changed profile adds nothing"
    );
}

#[test]
fn goods_that_two_desks_take_back_are_seen_as_too_many() {
    let mut room = Room::new();
    room.happen(1, "L1", registered(10, 6));
    let lent = StockLent {
        quantity: 4,
        ..StockLent::default()
    };
    room.happen(2, "L1", Fact::StockLent(lent));
    let back = Fact::LoanReturned(LoanReturned {
        loan: room.lot("L1").loans[0].event,
        quantity: 4,
        ..LoanReturned::default()
    });
    room.happen(3, "L1", back.clone());
    assert!(room.lot("L1").discrepancies.is_empty(), "what was lent");
    room.happen(4, "L1", back);
    let twice = Discrepancy {
        at: UtcMs(4),
        book: 0,
        counted: 4,
    };
    assert_eq!(room.lot("L1").discrepancies, [twice], "nothing was out");
}

#[test]
fn a_shipment_that_two_desks_take_in_is_seen_as_too_much() {
    let mut room = Room::new();
    room.happen(1, "L1", registered(10, 6));
    room.happen(2, "L2", registered(0, 0));
    let shipped = StockShipped {
        to: "L2".into(),
        quantity: 4,
        ..StockShipped::default()
    };
    room.happen(3, "L1", Fact::StockShipped(shipped));
    let arrived = Fact::ShipmentArrived(ShipmentArrived {
        shipment: room.lot("L2").shipments[0].event,
        quantity: 4,
        ..ShipmentArrived::default()
    });
    room.happen(4, "L2", arrived.clone());
    assert!(room.lot("L2").discrepancies.is_empty(), "what was sent");
    room.happen(5, "L2", arrived);
    let twice = Discrepancy {
        at: UtcMs(5),
        book: 0,
        counted: 4,
    };
    assert_eq!(room.lot("L2").discrepancies, [twice], "none was under way");
}

#[test]
fn more_than_can_be_counted_is_held_at_the_most_that_can() {
    let mut room = Room::new();
    room.happen(1, "L1", registered(u32::MAX, u32::MAX));
    room.happen(2, "L1", returned(5));
    assert_eq!(
        room.lot("L1").on_hand(),
        u32::MAX,
        "numbers come from other desks"
    );
    room.happen(3, "L1", counted(7));
    assert_eq!(room.lot("L1").on_hand(), 7, "and a count sets it right");
}

#[test]
fn draws_are_bounded() {
    let mut room = Room::new();
    room.write_own("L1", registered(10, 6));
    let draft = Draft::plain("L1", drawn(1));
    let mut lot = room.lot("L1");
    for _ in 0..=DRAWS_MAX {
        let event = room.event(&draft);
        lot.apply(&event, &draft.fact, None);
    }
    assert_eq!(
        lot.draws.len(),
        DRAWS_MAX,
        "older ones stay in the log only"
    );
}

mod books {
    //! Any order of any movements: nothing below zero, nothing from nothing.

    use proptest::prelude::*;

    use super::*;

    fn movement() -> impl Strategy<Value = Fact> {
        let quantity = 0..20_u32;
        let taken = |quantity| StockTaken {
            quantity,
            ..StockTaken::default()
        };
        prop_oneof![
            quantity
                .clone()
                .prop_map(move |q| Fact::StockIssued(taken(q))),
            quantity
                .clone()
                .prop_map(move |q| Fact::StockWrittenOff(taken(q))),
            quantity
                .clone()
                .prop_map(|quantity| Fact::StockLent(StockLent {
                    quantity,
                    ..StockLent::default()
                })),
            quantity.prop_map(|quantity| Fact::StockShipped(StockShipped {
                to: "L2".into(),
                quantity,
                ..StockShipped::default()
            })),
        ]
    }

    fn wanted(fact: &Fact) -> u32 {
        match fact {
            Fact::StockIssued(b) | Fact::StockWrittenOff(b) => b.quantity,
            Fact::StockLent(b) => b.quantity,
            Fact::StockShipped(b) => b.quantity,
            _ => 0,
        }
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]
        #[test]
        fn a_lot_gives_no_more_than_it_had_or_says_so(
            moves in prop::collection::vec(movement(), 0..24),
        ) {
            let mut room = Room::new();
            room.write_own("L1", registered(10, 6));
            for fact in moves.into_iter().filter(|fact| wanted(fact) > 0) {
                let (asked, before) = (wanted(&fact), room.lot("L1"));
                room.write_own("L1", fact);
                let (had, after) = (before.on_hand(), room.lot("L1"));
                let noted = after.discrepancies.len() > before.discrepancies.len();
                prop_assert_eq!(noted, asked > had, "what the book did not have is seen");
                prop_assert_eq!(after.on_hand(), had.saturating_sub(asked), "to the piece");
            }
        }
    }
}
