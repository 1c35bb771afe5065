//! Supplies for the needs that ask for one.

use std::collections::HashMap;

use emergency::id::LotId;
use emergency::incident::Need;
use emergency::order::Claim;
use emergency::stock::Lot;
use routing::travel::Travel;

use super::ways::Ways;
use super::{later_s, way_reason};
use crate::answer::{LotLine, LotRunnerUp, Reason, SupplyCover};
use crate::question::Question;

/// Digits of one level of a GB/T 38565-2020 code after the first: X XX XX XX.
const LEVEL_DIGITS: usize = 2;

pub(super) fn cover(question: &Question<'_>, ways: &Ways<'_>) -> Vec<SupplyCover> {
    let needs = question
        .needs
        .iter()
        .enumerate()
        .filter(|(_, need)| !need.supply.is_empty() && need.quantity > 0);
    let mut promised: HashMap<&LotId, u32> = HashMap::new();
    let mut counted: HashMap<&LotId, u32> = HashMap::new();
    needs
        .map(|(index, need)| {
            let lots = matching(question, need, ways);
            let already = already(question, &lots, need.quantity, &mut counted);
            cover_one(question, (index, need), already, &lots, &mut promised)
        })
        .collect()
}

/// A lot and the way from where it lies.
type Found<'a> = (&'a Lot, Option<Travel>);

/// Whether a supply of one code serves a need for another: the same code, or one below it, where
/// trailing pairs of zeros name a whole level (GB/T 38565-2020: X XX XX XX).
#[must_use]
pub fn serves(supply: &str, wanted: &str) -> bool {
    let mut group = wanted;
    while group.len() > LEVEL_DIGITS && group.ends_with("00") {
        group = &group[..group.len() - LEVEL_DIGITS];
    }
    supply == wanted || (group.len() < wanted.len() && supply.starts_with(group))
}

/// Seconds of a way for sorting: what cannot be reached or said comes last.
fn sort_s(travel: Option<&Travel>) -> u32 {
    travel.and_then(Travel::eta_s).unwrap_or(u32::MAX)
}

/// The lots that serve a need, nearest first, ties by id.
fn matching<'a>(question: &Question<'a>, need: &Need, ways: &Ways<'_>) -> Vec<Found<'a>> {
    let mut lots: Vec<Found<'a>> = question
        .lots
        .iter()
        .filter(|lot| lot.known && serves(&lot.registered.supply, &need.supply))
        .map(|lot| (lot, ways.depot(&lot.registered.depot)))
        .collect();
    lots.sort_by(|(a, to_a), (b, to_b)| {
        (sort_s(to_a.as_ref()), &a.id).cmp(&(sort_s(to_b.as_ref()), &b.id))
    });
    lots
}

/// What this incident has of these lots already, up to the need; each piece counts for one need.
fn already<'a>(
    question: &Question<'a>,
    lots: &[Found<'a>],
    wanted: u32,
    counted: &mut HashMap<&'a LotId, u32>,
) -> u32 {
    let mut total = 0_u32;
    for (lot, _) in lots {
        let drawn: u32 = lot
            .draws
            .iter()
            .filter(|draw| draw.incident == *question.incident)
            .map(|draw| match draw.claim {
                Claim::Unconfirmed => draw.asked,
                _ => draw.granted,
            })
            .fold(0, u32::saturating_add);
        let used = counted.entry(&lot.id).or_default();
        let more = drawn.saturating_sub(*used).min(wanted - total);
        *used += more;
        total += more;
    }
    total
}

fn cover_one<'a>(
    question: &Question<'a>,
    (need_index, need): (usize, &Need),
    already: u32,
    lots: &[Found<'a>],
    promised: &mut HashMap<&'a LotId, u32>,
) -> SupplyCover {
    let mut missing = need.quantity - already;
    let (mut ranking, mut last, mut runner_up) = (Vec::new(), None, None);
    for (lot, travel) in lots {
        let before = promised.get(&lot.id).copied().unwrap_or(0);
        let waiting = waiting(lot);
        let available = lot.on_hand().saturating_sub(waiting).saturating_sub(before);
        let reachable = !matches!(travel, Some(Travel::Cut { .. }));
        let take = if reachable { missing.min(available) } else { 0 };
        let eta_s = travel.as_ref().and_then(Travel::eta_s);
        if take > 0 {
            missing -= take;
            *promised.entry(&lot.id).or_default() += take;
            last = Some(eta_s);
        } else if let Some(last_s) = last
            && runner_up.is_none()
            && reachable
            && available > 0
        {
            runner_up = Some(LotRunnerUp {
                lot: lot.id.clone(),
                available,
                later_s: later_s(eta_s, last_s),
            });
        }
        let left = available - take;
        let mut reasons = lot_reasons(question, lot, travel.as_ref(), (waiting, before));
        if take > 0 && left < lot.registered.safety {
            let safety = lot.registered.safety;
            reasons.push(Reason::BelowSafety { left, safety });
        }
        ranking.push(LotLine {
            lot: lot.id.clone(),
            depot: lot.registered.depot.clone(),
            take,
            travel: *travel,
            reasons,
        });
    }
    SupplyCover {
        need_index,
        need: need.clone(),
        already,
        ranking,
        short: missing,
        runner_up,
    }
}

fn lot_reasons(
    question: &Question<'_>,
    lot: &Lot,
    travel: Option<&Travel>,
    (waiting, before): (u32, u32),
) -> Vec<Reason> {
    let mut reasons = vec![
        Reason::Able {
            code: lot.registered.supply.clone(),
        },
        Reason::OnHand {
            quantity: lot.on_hand(),
            counted_age_ms: lot.counted_at.map(|at| question.now.since_ms(at)),
        },
        way_reason(travel, 0, question),
    ];
    if waiting > 0 {
        reasons.push(Reason::Waiting { quantity: waiting });
    }
    if before > 0 {
        reasons.push(Reason::Promised { quantity: before });
    }
    reasons
}

/// What draws that wait for a verdict may still take.
pub(crate) fn waiting(lot: &Lot) -> u32 {
    let open = lot.draws.iter().filter(|d| d.claim == Claim::Unconfirmed);
    open.map(|draw| draw.asked).fold(0, u32::saturating_add)
}
