//! What a commander does with teams and supplies.

use uuid::Uuid;

use super::{Context, Draft, Known, Refusal, bounded, needed, open_incident, unknown};
use crate::fact::Fact;
use crate::id::{LotId, OrderId, TeamId};
use crate::order::{
    Authority, DisputeRuled, ORDER_VALID_MIN, Order, OrderConfirmed, OrderMoved, OrderSent,
    Progress,
};
use crate::stock::{DRAW_VALID_MIN, DrawRuled, Lot, StockAdded, StockCounted, StockDrawn};
use crate::team::{CustodyTaken, Objection, Team, TeamReported};
use crate::time::MINUTE_MS;

pub(super) fn return_stock(
    known: &dyn Known,
    lot: LotId,
    added: StockAdded,
) -> Result<Vec<Draft>, Refusal> {
    one_lot(known, &lot)?;
    Ok(vec![Draft::plain(lot.0, Fact::StockReturned(added))])
}

pub(super) fn count_stock(
    known: &dyn Known,
    lot: LotId,
    counted: StockCounted,
) -> Result<Vec<Draft>, Refusal> {
    one_lot(known, &lot)?;
    Ok(vec![Draft::plain(lot.0, Fact::StockCounted(counted))])
}

pub(super) fn report_team(
    known: &dyn Known,
    team: TeamId,
    reported: TeamReported,
) -> Result<Vec<Draft>, Refusal> {
    one_team(known, &team)?;
    bounded(&reported.note, "note")?;
    Ok(vec![Draft::plain(team.0, Fact::TeamReported(reported))])
}

pub(super) fn take_custody(
    known: &dyn Known,
    context: &Context<'_>,
    team: TeamId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_team(known, &team)?;
    needed(&reason, "reason")?;
    let epoch = found.custody_epoch + 1;
    let to = Some(context.origin.clone());
    let taken = Fact::CustodyTaken(CustodyTaken { to, epoch, reason });
    Ok(vec![Draft::plain(team.0, taken)])
}

pub(super) fn rule_draw(
    known: &dyn Known,
    lot: LotId,
    draw: Uuid,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_lot(known, &lot)?;
    needed(&reason, "reason")?;
    let mut disputed = found.disputed().into_iter();
    if !disputed.any(|disputed| disputed.event == draw) {
        return Err(unknown("draw", &draw.to_string()));
    }
    Ok(vec![Draft::plain(
        lot.0,
        Fact::DrawRuled(DrawRuled { draw, reason }),
    )])
}

pub(super) fn send(
    known: &dyn Known,
    context: &mut Context<'_>,
    sent: OrderSent,
) -> Result<Vec<Draft>, Refusal> {
    let id = OrderId((context.new_id)());
    send_as(known, context, id, sent)
}

/// Sends under the name that the order has, such as that of its draft.
pub(super) fn send_as(
    known: &dyn Known,
    context: &Context<'_>,
    id: OrderId,
    mut sent: OrderSent,
) -> Result<Vec<Draft>, Refusal> {
    let team = one_team(known, &sent.team)?;
    open_incident(known, &sent.incident)?;
    bounded(&sent.words, "words")?;
    let replaced = sent.replaces.as_ref().map(|replaced| &replaced.order);
    let busy: Vec<_> = team
        .active()
        .filter(|assignment| Some(&assignment.order) != replaced)
        .map(|assignment| assignment.order.clone())
        .collect();
    if !busy.is_empty() && !sent.further_job {
        return Err(Refusal::TeamBusy {
            team: sent.team,
            orders: busy,
        });
    }
    sent.against = team.objections(context.occurred_at);
    bounded(&sent.despite, "despite")?;
    let asks = sent.against.iter().any(Objection::asks_reason);
    if asks && sent.despite.trim().is_empty() {
        return Err(Refusal::ReasonNeeded {
            team: sent.team,
            against: sent.against,
        });
    }
    let custodian = team.custodian.as_ref() == Some(context.origin);
    sent.authority = if custodian && !context.authority_suspended {
        Authority::Custodian
    } else {
        Authority::Remote
    };
    let mut draft = Draft::plain(id.0, Fact::OrderSent(sent));
    draft.expect_rev = Some(team.claim_rev);
    draft.custody_epoch = Some(team.custody_epoch);
    // A custodian's order is carried out at once and must not be refused for its age later.
    draft.valid_until = (!custodian || context.authority_suspended)
        .then(|| context.now.plus_ms(ORDER_VALID_MIN * MINUTE_MS));
    Ok(vec![draft])
}

pub(super) fn move_order(
    known: &dyn Known,
    id: OrderId,
    to: Progress,
    note: String,
) -> Result<Vec<Draft>, Refusal> {
    let order = one_order(known, &id)?;
    bounded(&note, "note")?;
    if order.progress.stepped(&order.claim, to) == order.progress {
        return Err(wrong_order(&order));
    }
    if matches!(to, Progress::Recalled | Progress::Failed) {
        needed(&note, "note")?;
    }
    let Order {
        sent: OrderSent { team, incident, .. },
        ..
    } = order;
    Ok(vec![Draft::plain(
        id.0,
        Fact::OrderMoved(OrderMoved {
            team,
            incident,
            to,
            note,
        }),
    )])
}

/// The order is too far for that.
pub(super) fn wrong_order(order: &Order) -> Refusal {
    Refusal::WrongState {
        what: "order".into(),
        id: order.id.0.clone(),
        state: format!("{:?}", order.progress).to_lowercase(),
    }
}

pub(super) fn confirm(
    known: &dyn Known,
    context: &Context<'_>,
    id: OrderId,
) -> Result<Vec<Draft>, Refusal> {
    let order = one_order(known, &id)?;
    if !order.progress.is_active() {
        return Err(wrong_order(&order));
    }
    let team = one_team(known, &order.sent.team)?;
    if team.custodian.as_ref() != Some(context.origin) || context.authority_suspended {
        let who = team
            .custodian
            .map_or_else(|| "city".to_owned(), |origin| origin.0);
        return Err(Refusal::NotYours { who });
    }
    let replaced = order.sent.replaces.as_ref().map(|replaced| &replaced.order);
    let mine: Vec<_> = team
        .active()
        .filter(|assignment| Some(&assignment.order) != replaced)
        .map(|assignment| assignment.order.clone())
        .collect();
    if !mine.is_empty() {
        return Err(Refusal::TeamBusy {
            team: team.id,
            orders: mine,
        });
    }
    let OrderSent {
        team: team_id,
        incident,
        replaces,
        ..
    } = order.sent;
    let fact = Fact::OrderConfirmed(OrderConfirmed {
        team: team_id,
        incident,
        replaces,
    });
    let mut draft = Draft::plain(id.0, fact);
    draft.custody_epoch = Some(team.custody_epoch);
    Ok(vec![draft])
}

pub(super) fn rule(
    known: &dyn Known,
    team: TeamId,
    keep: OrderId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = one_team(known, &team)?;
    needed(&reason, "reason")?;
    let disputed: Vec<OrderId> = found
        .disputed()
        .iter()
        .map(|assignment| assignment.order.clone())
        .collect();
    if !disputed.contains(&keep) {
        let state = "not_disputed".into();
        return Err(Refusal::WrongState {
            what: "team".into(),
            id: team.0,
            state,
        });
    }
    let withdraw = disputed
        .into_iter()
        .filter(|order| *order != keep)
        .collect();
    let replaces = one_order(known, &keep)?.sent.replaces;
    let fact = Fact::DisputeRuled(DisputeRuled {
        keep,
        withdraw,
        reason,
        // An order of the same team is among those that are withdrawn.
        replaces: replaces.filter(|replaced| replaced.team != team),
    });
    Ok(vec![Draft::plain(team.0, fact)])
}

pub(super) fn draw(
    known: &dyn Known,
    context: &Context<'_>,
    id: &LotId,
    mut drawn: StockDrawn,
) -> Result<Vec<Draft>, Refusal> {
    let lot = one_lot(known, id)?;
    let quantity = drawn.quantity;
    open_incident(known, &drawn.incident)?;
    if quantity == 0 {
        return Err(Refusal::OutOfRange {
            field: "quantity".into(),
        });
    }
    if lot.on_hand() < quantity {
        return Err(Refusal::NotEnough {
            lot: id.clone(),
            on_hand: lot.on_hand(),
        });
    }
    let own = lot.allotment(context.origin.as_str()) >= quantity && !context.authority_suspended;
    drawn.authority = if own {
        Authority::Custodian
    } else {
        Authority::Remote
    };
    let mut draft = Draft::plain(id.0.clone(), Fact::StockDrawn(drawn));
    draft.custody_epoch = own.then(|| lot.custody_epoch(context.origin.as_str()));
    draft.valid_until = (!own).then(|| context.now.plus_ms(DRAW_VALID_MIN * MINUTE_MS));
    Ok(vec![draft])
}

pub(super) fn one_team(known: &dyn Known, id: &TeamId) -> Result<Team, Refusal> {
    known
        .team(id)
        .filter(|team| team.known)
        .ok_or_else(|| unknown("team", &id.0))
}

fn one_lot(known: &dyn Known, id: &LotId) -> Result<Lot, Refusal> {
    known
        .lot(id)
        .filter(|lot| lot.known)
        .ok_or_else(|| unknown("lot", &id.0))
}

pub(super) fn one_order(known: &dyn Known, id: &OrderId) -> Result<Order, Refusal> {
    known.order(id).ok_or_else(|| unknown("order", &id.0))
}
