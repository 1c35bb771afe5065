//! What no sequence of verdicts may come to.

use proptest::prelude::*;

use super::*;
use crate::id::OrderId;
use crate::order::{OrderMoved, Progress};
use crate::stock::{StockAdded, StockCounted};

/// One thing that some desk does.
#[derive(Debug, Clone)]
enum Deed {
    Send(u8, bool, u64),
    Confirm(u8),
    Rule(u8, u8, Vec<u8>),
    Take(u8, u64),
    Move(u8, u8),
    Draw(u32, bool),
    Bring(u32),
    Count(u32),
    Allot(u8, u8, u32),
    TakeShare(u8, u8, u64),
}

const DESKS: [&str; 3] = ["desk-a", "desk-b", ""];

fn deeds() -> impl Strategy<Value = Vec<(bool, Deed)>> {
    let order = || 0..8_u8;
    let deed = prop_oneof![
        4 => (0..2_u8, any::<bool>(), 0..4_u64)
            .prop_map(|(team, further, rev)| Deed::Send(team, further, rev)),
        2 => order().prop_map(Deed::Confirm),
        2 => (0..2_u8, order(), proptest::collection::vec(order(), 0..4))
            .prop_map(|(team, keep, withdraw)| Deed::Rule(team, keep, withdraw)),
        1 => (0..2_u8, 0..4_u64).prop_map(|(team, epoch)| Deed::Take(team, epoch)),
        2 => (order(), 0..6_u8).prop_map(|(order, to)| Deed::Move(order, to)),
        3 => (0..12_u32, any::<bool>()).prop_map(|(quantity, own)| Deed::Draw(quantity, own)),
        1 => (0..5_u32).prop_map(Deed::Bring),
        1 => (0..12_u32).prop_map(Deed::Count),
        1 => (0..3_u8, 0..3_u8, 0..9_u32)
            .prop_map(|(from, to, quantity)| Deed::Allot(from, to, quantity)),
        1 => (0..3_u8, 0..3_u8, 0..4_u64)
            .prop_map(|(from, to, epoch)| Deed::TakeShare(from, to, epoch)),
    ];
    // Whether desk-b does it.
    proptest::collection::vec((any::<bool>(), deed), 1..40)
}

const TEAMS: [&str; 2] = ["T1", "T3"];

fn draft_of(deed: Deed, number: usize) -> Draft {
    let name = |order: u8| format!("O{order}");
    let desk = |index: u8| DESKS[usize::from(index)];
    match deed {
        // Names are made new by each desk: no two orders share one.
        Deed::Send(team, knowing, rev) => {
            let draft = order(&format!("new-{number}"), TEAMS[usize::from(team)]);
            if knowing { further(draft, rev) } else { draft }
        }
        Deed::Confirm(id) => confirmed(&name(id), TEAMS[0]),
        Deed::Rule(team, keep, withdraw) => {
            let names: Vec<String> = withdraw.into_iter().map(name).collect();
            let names: Vec<&str> = names.iter().map(String::as_str).collect();
            ruled(TEAMS[usize::from(team)], &name(keep), &names)
        }
        Deed::Take(team, epoch) => taken(TEAMS[usize::from(team)], "desk-b", epoch),
        Deed::Move(id, to) => {
            let to = [
                Progress::Acknowledged,
                Progress::EnRoute,
                Progress::OnScene,
                Progress::Released,
                Progress::Recalled,
                Progress::Failed,
            ][usize::from(to)];
            let body = OrderMoved {
                team: TEAMS[0].into(),
                to,
                ..OrderMoved::default()
            };
            Draft::plain(name(id), Fact::OrderMoved(body))
        }
        Deed::Draw(quantity, own) => {
            let authority = if own {
                Authority::Custodian
            } else {
                Authority::Remote
            };
            drawn("L1", quantity, authority)
        }
        Deed::Bring(quantity) => {
            let body = StockAdded {
                quantity,
                ..StockAdded::default()
            };
            Draft::plain("L1", Fact::StockReturned(body))
        }
        Deed::Count(quantity) => {
            let body = StockCounted {
                quantity,
                ..StockCounted::default()
            };
            Draft::plain("L1", Fact::StockCounted(body))
        }
        Deed::Allot(from, to, quantity) => allotted(desk(from), desk(to), quantity),
        Deed::TakeShare(from, to, epoch) => share_taken(desk(from), desk(to), epoch),
    }
}

/// Names like `O3` stand for the orders sent so far, by number; others stay nobody's.
fn point_at(draft: &mut Draft, sent: &[(String, &'static str)]) {
    let named = |name: &str| {
        let number: usize = name.strip_prefix('O')?.parse().ok()?;
        sent.get(number).cloned()
    };
    match &mut draft.fact {
        Fact::OrderConfirmed(body) => {
            if let Some((id, team)) = named(&draft.entity.id) {
                body.team = team.into();
                draft.entity.id = id;
            }
        }
        Fact::OrderMoved(body) => {
            if let Some((id, team)) = named(&draft.entity.id) {
                body.team = team.into();
                draft.entity.id = id;
            }
        }
        Fact::DisputeRuled(body) => {
            for order in std::iter::once(&mut body.keep).chain(&mut body.withdraw) {
                if let Some((id, _)) = named(order.as_str()) {
                    *order = id.into();
                }
            }
        }
        _ => {}
    }
}

/// What the lot must hold by the facts alone: counted anew, else what came less what was granted.
fn in_stock(room: &Room) -> i64 {
    let mut left = 0_i64;
    for (_, fact, verdict) in &room.log {
        match (fact, verdict) {
            (Fact::LotRegistered(body), _) => left += i64::from(body.quantity),
            (Fact::StockReturned(body), _) => left += i64::from(body.quantity),
            (Fact::StockCounted(body), _) => left = i64::from(body.quantity),
            (Fact::StockDrawn(_), Some(Verdict::Granted { quantity })) => {
                left -= i64::from(*quantity);
            }
            _ => {}
        }
    }
    left
}

proptest! {
    #[test]
    fn no_sequence_of_verdicts_gives_a_team_twice_or_supplies_that_are_not_there(all in deeds()) {
        let mut room = room();
        let mut sent: Vec<(String, &str)> = Vec::new();
        for (number, (other, deed)) in all.into_iter().enumerate() {
            room.origin = DESKS[usize::from(other)].into();
            let mut draft = draft_of(deed, number);
            point_at(&mut draft, &sent);
            if let Fact::OrderSent(body) = &draft.fact {
                let team = if body.team.as_str() == "T1" { "T1" } else { "T3" };
                sent.push((draft.entity.id.clone(), team));
            }
            room.write(draft);
            for team in TEAMS {
                let team = room.team(team);
                let first: Vec<&OrderId> = team
                    .active()
                    .filter(|job| !job.further_job)
                    .map(|job| &job.order)
                    .collect();
                prop_assert!(first.len() <= 1, "given twice: {:?}", first);
            }
            let on_hand = i64::from(room.lot("L1").on_hand());
            prop_assert_eq!(on_hand, in_stock(&room), "the shares add up to what is there");
        }
    }
}
