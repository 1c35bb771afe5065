//! The verdicts, rule by rule.

mod sequences;

use serde_json::json;

use super::*;
use crate::decide::Draft;
use crate::order::OrderConfirmed;
use crate::sample::Room;
use crate::stock::{LotRegistered, ShareTaken};
use crate::team::TeamRegistered;

fn held_by(holder: &str) -> Verdict {
    let holder = holder.into();
    Verdict::Refused {
        reason: RefusedBecause::HeldBy { holder },
    }
}

fn stale(epoch: u64) -> Verdict {
    Verdict::Refused {
        reason: RefusedBecause::StaleEpoch { epoch },
    }
}

fn granted(quantity: u32) -> Verdict {
    Verdict::Granted { quantity }
}

/// T1 is the desk's, T3 the platform's; L1 has six of the desk's and four of the platform's.
fn room() -> Room {
    let mut room = Room::new();
    for (id, custodian) in [("T1", Some("desk-a")), ("T3", None)] {
        let registered = TeamRegistered {
            custodian: custodian.map(Into::into),
            ..TeamRegistered::default()
        };
        room.write(Draft::plain(id, Fact::TeamRegistered(registered)));
    }
    let registered = LotRegistered {
        quantity: 10,
        allotments: [("desk-a".to_owned(), 6)].into(),
        ..LotRegistered::default()
    };
    room.write(Draft::plain("L1", Fact::LotRegistered(registered)));
    room
}

fn order(id: &str, team: &str) -> Draft {
    let sent = OrderSent {
        team: team.into(),
        incident: "I1".into(),
        ..OrderSent::default()
    };
    Draft::plain(id, Fact::OrderSent(sent))
}

fn further(mut draft: Draft, expect_rev: u64) -> Draft {
    if let Fact::OrderSent(sent) = &mut draft.fact {
        sent.further_job = true;
    }
    draft.expect_rev = Some(expect_rev);
    draft
}

fn confirmed(id: &str, team: &str) -> Draft {
    let body = OrderConfirmed {
        team: team.into(),
        incident: "I1".into(),
        replaces: None,
    };
    Draft::plain(id, Fact::OrderConfirmed(body))
}

fn ruled(team: &str, keep: &str, withdraw: &[&str]) -> Draft {
    let body = DisputeRuled {
        keep: keep.into(),
        withdraw: withdraw.iter().map(|order| (*order).into()).collect(),
        reason: "演练".to_owned(),
        replaces: None,
    };
    Draft::plain(team, Fact::DisputeRuled(body))
}

fn taken(team: &str, to: &str, epoch: u64) -> Draft {
    let body = CustodyTaken {
        to: Some(to.into()),
        epoch,
        reason: "演练".to_owned(),
    };
    Draft::plain(team, Fact::CustodyTaken(body))
}

fn drawn(lot: &str, quantity: u32, authority: Authority) -> Draft {
    let body = StockDrawn {
        incident: "I1".into(),
        quantity,
        authority,
        ..StockDrawn::default()
    };
    Draft::plain(lot, Fact::StockDrawn(body))
}

fn allotted(from: &str, to: &str, quantity: u32) -> Draft {
    let body = StockAllotted {
        from: from.to_owned(),
        to: to.to_owned(),
        quantity,
    };
    Draft::plain("L1", Fact::StockAllotted(body))
}

fn share_taken(from: &str, to: &str, epoch: u64) -> Draft {
    let body = ShareTaken {
        from: from.to_owned(),
        to: to.to_owned(),
        epoch,
        reason: "演练".to_owned(),
    };
    Draft::plain("L1", Fact::ShareTaken(body))
}

fn by(room: &mut Room, origin: &str, draft: Draft) -> Verdict {
    room.origin = origin.into();
    room.write(draft)
}

#[test]
fn the_custodian_is_granted_and_another_desk_is_told_who_it_is() {
    let mut room = room();
    let verdict = by(&mut room, "desk-b", order("O1", "T1"));
    assert_eq!(verdict, held_by("desk-a"), "not its custody");
    let verdict = by(&mut room, "desk-a", order("O2", "T1"));
    assert_eq!(verdict, Verdict::Ok, "its custody, and the team is free");
    let verdict = by(&mut room, "desk-b", order("O3", "T3"));
    assert_eq!(verdict, Verdict::Ok, "the platform gives what nobody holds");
}

#[test]
fn a_team_that_is_held_is_given_again_only_to_one_who_knows_it() {
    let mut room = room();
    by(&mut room, "desk-a", order("O1", "T1"));
    let with = vec![room.team("T1").assignments[0].event];
    let conflict = || Verdict::Conflict { with: with.clone() };
    let rev = room.team("T1").claim_rev;
    let cases = [
        ("desk-a", order("O2", "T1"), conflict()),
        ("desk-b", order("O3", "T1"), conflict()),
        ("desk-b", further(order("O4", "T1"), rev), conflict()),
        // It said a further job of a state that is over.
        ("desk-a", further(order("O5", "T1"), rev - 1), conflict()),
        ("desk-a", further(order("O6", "T1"), rev), Verdict::Ok),
    ];
    for (origin, draft, verdict) in cases {
        let said = format!("{origin} {draft:?}");
        assert_eq!(by(&mut room, origin, draft), verdict, "{said}");
    }
}

#[test]
fn custody_passes_on_one_epoch_at_a_time_and_fences_what_is_older() {
    let mut room = room();
    for epoch in [0, 2] {
        let verdict = by(&mut room, "desk-b", taken("T1", "desk-b", epoch));
        assert_eq!(verdict, stale(0), "epoch {epoch} is not the next");
    }
    let verdict = by(&mut room, "desk-b", taken("T1", "desk-b", 1));
    assert_eq!(verdict, Verdict::Ok, "the next");
    let verdict = by(&mut room, "desk-c", taken("T1", "desk-c", 1));
    assert_eq!(
        verdict,
        stale(1),
        "of two at once the second did not see the first"
    );
    let mut old = order("O1", "T1");
    old.custody_epoch = Some(0);
    assert_eq!(
        by(&mut room, "desk-a", old),
        stale(1),
        "it was cut off meanwhile"
    );
    let mut new = order("O2", "T1");
    new.custody_epoch = Some(1);
    assert_eq!(
        by(&mut room, "desk-b", new),
        Verdict::Ok,
        "the new custodian"
    );
}

#[test]
fn a_claim_that_comes_too_late_has_run_out() {
    let mut room = room();
    let now = room.now;
    for (left_ms, verdict) in [(-1, Verdict::Expired), (0, Verdict::Ok)] {
        let mut draft = order("O1", "T1");
        draft.valid_until = Some(now.plus_ms(left_ms));
        assert_eq!(room.write(draft), verdict, "{left_ms} ms were left");
    }
}

#[test]
fn the_custodian_confirms_what_was_refused_while_the_team_is_free() {
    let mut room = room();
    by(&mut room, "desk-b", order("O1", "T1"));
    let verdict = by(&mut room, "desk-b", confirmed("O1", "T1"));
    assert_eq!(verdict, held_by("desk-a"), "nobody grants it to himself");
    let verdict = by(&mut room, "desk-a", confirmed("O1", "T1"));
    assert_eq!(verdict, Verdict::Ok, "the custodian grants it");
    let verdict = by(&mut room, "desk-a", confirmed("O1", "T1"));
    assert_eq!(verdict, Verdict::Ok, "twice is once");
    by(&mut room, "desk-b", order("O2", "T1"));
    let with = vec![room.team("T1").assignments[0].event];
    let verdict = by(&mut room, "desk-a", confirmed("O2", "T1"));
    assert_eq!(verdict, Verdict::Conflict { with }, "the team is held");
}

#[test]
fn a_ruling_does_not_give_a_team_that_was_given_to_another_meanwhile() {
    let mut room = room();
    by(&mut room, "desk-a", order("A", "T1"));
    by(&mut room, "desk-b", order("B", "T1"));
    let verdict = by(&mut room, "desk-b", ruled("T1", "B", &["A"]));
    assert_eq!(verdict, Verdict::Ok, "it withdraws what stands");
    let verdict = by(&mut room, "desk-b", ruled("T1", "B", &["A"]));
    assert_eq!(verdict, Verdict::Ok, "it keeps what stands");
    by(&mut room, "desk-a", order("C", "T1"));
    let verdict = by(&mut room, "desk-a", ruled("T1", "C", &["B"]));
    assert_eq!(verdict, Verdict::Ok, "C is given by a ruling that saw all");
    let with: Vec<_> = room.team("T1").active().map(|job| job.event).collect();
    let verdict = by(&mut room, "desk-b", ruled("T1", "A", &["B"]));
    assert_eq!(
        verdict,
        Verdict::Conflict { with },
        "its author did not see C"
    );
}

#[test]
fn a_lot_gives_what_the_share_has_and_names_who_has_the_rest() {
    use Authority::{Custodian, Remote};
    let mut room = room();
    let cases = [
        ("desk-a", 4, Custodian, granted(4)),
        ("desk-a", 4, Custodian, granted(2)),
        ("desk-b", 3, Remote, granted(3)),
        ("desk-b", 3, Remote, granted(1)),
        ("desk-b", 0, Remote, granted(0)),
    ];
    for (origin, asked, authority, verdict) in cases {
        let found = by(&mut room, origin, drawn("L1", asked, authority));
        assert_eq!(found, verdict, "{origin} asks for {asked}");
    }
    let draws = room.lot("L1").draws;
    let with = draws.iter().filter(|draw| draw.granted > 0);
    let with = with.map(|draw| draw.event).collect();
    let verdict = by(&mut room, "desk-b", drawn("L1", 1, Remote));
    assert_eq!(
        verdict,
        Verdict::Conflict { with },
        "drawn out, and by whom"
    );
}

#[test]
fn a_share_that_nobody_has_drawn_from_is_another_desks() {
    let mut room = room();
    let registered = LotRegistered {
        quantity: 6,
        allotments: [("desk-a".to_owned(), 6)].into(),
        ..LotRegistered::default()
    };
    room.write(Draft::plain("L2", Fact::LotRegistered(registered)));
    let verdict = by(&mut room, "desk-b", drawn("L2", 1, Authority::Remote));
    assert_eq!(verdict, held_by("desk-a"), "all is that desk's share");
    let empty = Fact::LotRegistered(LotRegistered::default());
    room.write(Draft::plain("L3", empty));
    let verdict = by(&mut room, "desk-b", drawn("L3", 1, Authority::Remote));
    assert_eq!(verdict, granted(0), "there is nothing and nobody to ask");
}

#[test]
fn a_share_is_passed_on_by_its_holder_and_not_beyond_what_it_has() {
    let mut room = room();
    let verdict = by(&mut room, "desk-b", allotted("desk-a", "desk-b", 1));
    assert_eq!(verdict, held_by("desk-a"), "not its own to give");
    let verdict = by(&mut room, "desk-a", allotted("desk-a", "desk-b", 9));
    assert_eq!(verdict, granted(6), "all it had");
    let lot = room.lot("L1");
    let shares = ["desk-a", "desk-b", CITY_ALLOTMENT].map(|holder| lot.allotment(holder));
    assert_eq!(shares, [0, 6, 4], "nothing is made and nothing is lost");
}

#[test]
fn a_claim_on_what_the_sequencer_does_not_know_is_refused() {
    let mut room = Room::new();
    let unknown = Verdict::Refused {
        reason: RefusedBecause::Unknown,
    };
    let claims = [
        order("O1", "T1"),
        confirmed("O1", "T1"),
        ruled("T1", "O1", &[]),
        taken("T1", "desk-a", 1),
        drawn("L1", 1, Authority::Remote),
        allotted("", "desk-a", 1),
        share_taken("desk-b", "desk-a", 1),
    ];
    for claim in claims {
        let event = room.event(&claim);
        let verdict = judge(&room, &event, room.now, Rules::default());
        assert_eq!(verdict, unknown, "{}", event.kind);
        room.log.clear();
    }
}

#[test]
fn what_is_no_claim_or_not_known_here_is_recorded() {
    let room = Room::new();
    let note = Fact::IncidentNoted(crate::incident::Noted::default());
    let mut event = room.event(&Draft::plain("I1", note));
    event.valid_until = Some(UtcMs(0));
    for kind in ["incident.noted", "weather.changed"] {
        kind.clone_into(&mut event.kind);
        let verdict = judge(&room, &event, room.now, Rules::default());
        assert_eq!(verdict, Verdict::Ok, "{kind} is kept and relayed");
    }
    "order.sent".clone_into(&mut event.kind);
    event.body = json!({"team": 7});
    let verdict = judge(&room, &event, room.now, Rules::default());
    assert_eq!(
        verdict,
        Verdict::Ok,
        "a shape of a later version is relayed too"
    );
}

#[test]
fn each_rule_bites() {
    let mut room = room();
    let now = room.now;
    by(&mut room, "desk-a", order("O1", "T1"));
    let all = Rules::default();
    let mut late = order("O2", "T3");
    late.valid_until = Some(now.plus_ms(-1));
    let mut old = order("O3", "T3");
    old.custody_epoch = Some(7);
    let mut old_draw = drawn("L1", 1, Authority::Custodian);
    old_draw.custody_epoch = Some(7);
    let without = |change: fn(&mut Rules)| {
        let mut rules = all;
        change(&mut rules);
        rules
    };
    let cases = [
        (late, without(|rules| rules.expiry = false)),
        (old, without(|rules| rules.custody_fence = false)),
        (old_draw, without(|rules| rules.custody_fence = false)),
        (
            order("O4", "T1"),
            without(|rules| rules.team_exclusive = false),
        ),
        (
            drawn("L1", 99, Authority::Custodian),
            without(|rules| rules.escrow = false),
        ),
    ];
    for (draft, weak) in cases {
        let event = room.event(&draft);
        let strict = judge(&room, &event, now, all);
        assert_ne!(judge(&room, &event, now, weak), strict, "{weak:?}");
    }
}
