//! Shares of a lot between desks: passed on, asked for, taken over from one that is away.

use super::super::ResourceAct as A;
use super::resources::doing;
use super::*;
use crate::decide::Draft;
use crate::event::RefusedBecause;
use crate::fact::Fact;
use crate::order::Claim;
use crate::stock::CITY_ALLOTMENT;

fn allot(from: &str, to: &str, quantity: u32) -> Command {
    doing(A::AllotStock {
        lot: "L1".into(),
        from: text(from),
        to: text(to),
        quantity,
    })
}

fn take(from: &str) -> Command {
    doing(A::TakeShare {
        lot: "L1".into(),
        from: text(from),
        reason: text("演练 对方失联"),
    })
}

/// Six are this desk's, three another's, one the platform's.
fn room() -> Room {
    let mut room = Room::new();
    register_lot(&mut room, "L1", 10, &[("desk-a", 6), ("desk-b", 3)]);
    room
}

fn shares(room: &Room) -> [u32; 3] {
    let lot = room.lot("L1");
    ["desk-a", "desk-b", CITY_ALLOTMENT].map(|holder| lot.allotment(holder))
}

fn only_draft(room: &mut Room, command: Command) -> Draft {
    let mut drafts = room.ask(command).expect("no rule stands against it");
    assert_eq!(drafts.len(), 1, "one fact");
    drafts.remove(0)
}

#[test]
fn a_desk_passes_on_its_own_at_once_and_asks_the_platform_for_the_rest() {
    let mut room = room();
    let own = only_draft(&mut room, allot("desk-a", "desk-b", 4));
    assert_eq!(own.valid_until, None, "it has been carried out");
    room.write_own("L1", own.fact);
    assert_eq!(shares(&room), [2, 7, 1], "with the link down as well");
    let city = only_draft(&mut room, allot(CITY_ALLOTMENT, "desk-a", 1));
    assert!(city.valid_until.is_some(), "it must not run days later");
    room.write_own("L1", city.fact.clone());
    assert_eq!(shares(&room), [2, 7, 1], "asked for is not given");
    let asked = room.lot("L1").share_moves.pop().expect("it is shown");
    assert_eq!(
        (asked.moved, asked.claim),
        (0, Claim::Unconfirmed),
        "it waits"
    );
    room.log.pop();
    room.write(city);
    assert_eq!(shares(&room), [3, 7, 0], "the platform gave it");
}

#[test]
fn no_desk_gives_what_is_not_its_own_or_more_than_it_has() {
    let mut room = room();
    let not_enough = |on_hand| Refusal::NotEnough {
        lot: "L1".into(),
        on_hand,
    };
    let theirs = Refusal::NotYours {
        who: text("desk-b"),
    };
    assert_refused(
        &mut room,
        vec![
            (allot("desk-b", "desk-a", 1), theirs),
            (allot("desk-a", "desk-b", 7), not_enough(6)),
            (allot(CITY_ALLOTMENT, "desk-a", 2), not_enough(1)),
            (allot("desk-a", "desk-b", 0), out_of_range("quantity")),
            (allot("desk-a", "desk-a", 1), out_of_range("to")),
            (take("desk-a"), out_of_range("from")),
            (take(CITY_ALLOTMENT), out_of_range("from")),
            (take("desk-c"), not_enough(0)),
        ],
    );
    room.suspended = true;
    let city = Refusal::NotYours { who: String::new() };
    assert_refused(&mut room, vec![(allot("desk-a", "desk-b", 1), city)]);
}

#[test]
fn a_share_is_taken_over_only_by_the_platforms_word_and_what_was_drawn_apart_is_seen() {
    let mut room = room();
    let incident = open(&mut room, &[]);
    room.origin = "desk-b".into();
    // Cut off, the holder hands two out of its three before it hears of anything.
    let drawn = only_draft(&mut room, draw("L1", &incident, 2));
    room.origin = "desk-a".into();
    let taken = only_draft(&mut room, take("desk-b"));
    room.write_own("L1", taken.fact.clone());
    assert_eq!(shares(&room), [6, 3, 1], "a desk does not promote itself");
    room.log.pop();
    room.write(taken);
    assert_eq!(shares(&room), [9, 0, 1], "all of it, and nothing is lost");
    room.act(allot("desk-a", "desk-b", 3));
    room.origin = "desk-b".into();
    let verdict = room.write(drawn);
    let stale = Verdict::Refused {
        reason: RefusedBecause::StaleEpoch { epoch: 1 },
    };
    assert_eq!(verdict, stale, "what it has now is not what it drew from");
    assert_eq!(shares(&room), [6, 3, 1], "never given twice");
    let lot = room.lot("L1");
    assert_eq!(
        lot.disputed().len(),
        1,
        "and both desks see that it happened"
    );
    room.act(draw("L1", &incident, 2));
    assert_eq!(
        shares(&room),
        [6, 1, 1],
        "under the new epoch it draws again"
    );
}

#[test]
fn of_two_who_take_the_same_share_over_at_once_one_has_it() {
    let mut room = room();
    let first = only_draft(&mut room, take("desk-b"));
    room.origin = "desk-c".into();
    let second = only_draft(&mut room, take("desk-b"));
    room.write(second);
    room.origin = "desk-a".into();
    let verdict = room.write(first);
    let stale = Verdict::Refused {
        reason: RefusedBecause::StaleEpoch { epoch: 1 },
    };
    assert_eq!(verdict, stale, "it did not see the first");
    let lot = room.lot("L1");
    assert_eq!(lot.allotment("desk-c"), 3, "the first in the log's order");
    assert_eq!(lot.on_hand(), 10, "nothing is doubled");
}

#[test]
fn a_takeover_of_the_platforms_share_is_refused_by_the_platform_too() {
    let mut room = room();
    let body = crate::stock::ShareTaken {
        to: text("desk-a"),
        epoch: 1,
        ..Default::default()
    };
    let verdict = room.write(Draft::plain("L1", Fact::ShareTaken(body)));
    let malformed = Verdict::Refused {
        reason: RefusedBecause::Malformed,
    };
    assert_eq!(verdict, malformed, "the platform is never away");
    assert_eq!(shares(&room), [6, 3, 1], "nothing moved");
}
