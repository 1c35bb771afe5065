//! Orders with stops, elsewhere, by word of mouth; redirected, handed over, taken back.

use serde::{Deserialize, Serialize};

use super::dispatch::{one_order, one_team, send, send_as, wrong_order};
use super::{Context, Draft, Known, Refusal, bounded, needed, open_incident};
use crate::fact::Fact;
use crate::id::{OrderId, TeamId};
use crate::order::{
    Order, OrderPapered, OrderPutFirst, OrderSent, OrderUndone, Progress, Replaced, STOPS_MAX,
    StopEvent, StopMoved,
};
use crate::paper::Papered;
use crate::team::TeamPhased;

/// What is done with orders besides sending them and moving them on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(
    tag = "act",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
#[expect(
    missing_docs,
    reason = "the variant says it; the fields are the nouns of the glossary"
)]
pub enum OrderAct {
    /// Send a team by way of stops, to another place, or by word of mouth.
    Give { sent: OrderSent },
    /// Write an order down for somebody else to send (起草); it holds no team.
    Draft { sent: OrderSent },
    /// Send what was drafted, as it stands or amended; team and incident stay (签发).
    Issue { order: OrderId, sent: OrderSent },
    /// Send the team of an order elsewhere (改派); `with` says where to and in what time.
    Redirect {
        order: OrderId,
        with: OrderSent,
        reason: String,
    },
    /// Have another team take an order over (移交); `with` names the team and its time.
    HandOver {
        order: OrderId,
        with: OrderSent,
        reason: String,
    },
    /// Take a slip back, before the team has it (撤销).
    Undo { order: OrderId, reason: String },
    /// The team at a stop of its order.
    MoveStop {
        order: OrderId,
        stop: u32,
        what: StopEvent,
        note: String,
    },
    /// Of the team's orders this is the primary one (主任务).
    PutFirst { order: OrderId },
    /// The paper for an order by word of mouth (补办手续).
    Paper { order: OrderId, paper: Papered },
    /// The next phase of a team's way back to readiness.
    MoveTeam { team: TeamId, phased: TeamPhased },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: OrderAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        OrderAct::Give { mut sent } => {
            sent.replaces = None;
            give(known, context, sent)
        }
        OrderAct::Draft { sent } => draft(known, context, sent),
        OrderAct::Issue { order, sent } => issue(known, context, &order, sent),
        OrderAct::Redirect {
            order,
            with,
            reason,
        } => redirect(known, context, &order, with, reason),
        OrderAct::HandOver {
            order,
            with,
            reason,
        } => hand_over(known, context, &order, with, reason),
        OrderAct::Undo { order, reason } => undo(known, context, &order, reason),
        OrderAct::MoveStop {
            order,
            stop,
            what,
            note,
        } => {
            let moved = StopMoved {
                stop,
                what,
                note,
                ..StopMoved::default()
            };
            move_stop(known, &order, moved)
        }
        OrderAct::PutFirst { order } => put_first(known, &order),
        OrderAct::Paper { order, paper } => paper_order(known, &order, paper),
        OrderAct::MoveTeam { team, phased } => {
            let found = one_team(known, &team)?;
            bounded(&phased.note, "note")?;
            if found.active().next().is_some() {
                return Err(Refusal::TeamBusy {
                    team,
                    orders: found.active().map(|job| job.order.clone()).collect(),
                });
            }
            if phased
                .until
                .is_some_and(|until| until < context.occurred_at)
            {
                let field = "until".into();
                return Err(Refusal::OutOfRange { field });
            }
            Ok(vec![Draft::plain(team.0, Fact::TeamPhased(phased))])
        }
    }
}

fn give(
    known: &dyn Known,
    context: &mut Context<'_>,
    sent: OrderSent,
) -> Result<Vec<Draft>, Refusal> {
    check(&sent)?;
    send(known, context, sent)
}

/// Whether the team is free is asked when the draft is sent, not when it is written.
fn draft(
    known: &dyn Known,
    context: &mut Context<'_>,
    mut sent: OrderSent,
) -> Result<Vec<Draft>, Refusal> {
    check(&sent)?;
    one_team(known, &sent.team)?;
    open_incident(known, &sent.incident)?;
    bounded(&sent.words, "words")?;
    sent.replaces = None;
    let id = (context.new_id)();
    Ok(vec![Draft::plain(id, Fact::OrderDrafted(sent))])
}

fn issue(
    known: &dyn Known,
    context: &Context<'_>,
    id: &OrderId,
    mut sent: OrderSent,
) -> Result<Vec<Draft>, Refusal> {
    let order = one_order(known, id)?;
    if order.progress != Progress::Drafted {
        return Err(wrong_order(&order));
    }
    sent.team.clone_from(&order.sent.team);
    sent.incident.clone_from(&order.sent.incident);
    sent.replaces = None;
    check(&sent)?;
    send_as(known, context, order.id, sent)
}

/// What holds of every order: its stops have names, and it goes to a place that can be found.
fn check(sent: &OrderSent) -> Result<(), Refusal> {
    if sent.stops.len() > STOPS_MAX {
        return Err(Refusal::TooLong {
            field: "stops".into(),
            max: STOPS_MAX,
        });
    }
    for stop in &sent.stops {
        needed(&stop.name, "stops")?;
        bounded(&stop.words, "stops")?;
    }
    if let Some(to) = &sent.to {
        if to.point.is_none() {
            needed(&to.words, "to")?;
        }
        bounded(&to.words, "to")?;
    }
    Ok(())
}

/// The order that gives way, while it still holds its team.
fn giving_way(known: &dyn Known, id: &OrderId, reason: String) -> Result<Order, Refusal> {
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let order = one_order(known, id)?;
    if order.progress.is_active() {
        Ok(order)
    } else {
        Err(wrong_order(&order))
    }
}

fn replaced(order: &Order, reason: String) -> Replaced {
    Replaced {
        order: order.id.clone(),
        team: order.sent.team.clone(),
        incident: order.sent.incident.clone(),
        reason,
    }
}

fn redirect(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: &OrderId,
    mut with: OrderSent,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let order = giving_way(known, id, reason.clone())?;
    if with.incident.0.is_empty() {
        with.incident.clone_from(&order.sent.incident);
    }
    let elsewhere = with.incident != order.sent.incident || with.to != order.sent.to;
    if !elsewhere && with.stops == order.sent.stops {
        return Err(Refusal::OutOfRange {
            field: "incident".into(),
        });
    }
    with.team.clone_from(&order.sent.team);
    with.further_job |= order.sent.further_job;
    // Who says why the team goes elsewhere has said why it goes.
    if with.despite.trim().is_empty() {
        with.despite.clone_from(&reason);
    }
    with.replaces = Some(replaced(&order, reason));
    give(known, context, with)
}

fn hand_over(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: &OrderId,
    mut with: OrderSent,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let order = giving_way(known, id, reason.clone())?;
    if with.team == order.sent.team {
        return Err(Refusal::OutOfRange {
            field: "team".into(),
        });
    }
    let mine = &order.sent;
    with.incident.clone_from(&mine.incident);
    with.task.clone_from(&mine.task);
    with.to.clone_from(&mine.to);
    if with.words.trim().is_empty() {
        with.words.clone_from(&mine.words);
    }
    with.replaces = Some(replaced(&order, reason));
    give(known, context, with)
}

fn undo(
    known: &dyn Known,
    context: &Context<'_>,
    id: &OrderId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let order = one_order(known, id)?;
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    let until = order.undo_until();
    if order.progress != Progress::Drafted && until.is_none_or(|until| context.now > until) {
        return Err(wrong_order(&order));
    }
    let fact = Fact::OrderUndone(OrderUndone {
        team: order.sent.team,
        incident: order.sent.incident,
        reason,
    });
    Ok(vec![Draft::plain(order.id.0, fact)])
}

fn move_stop(known: &dyn Known, id: &OrderId, moved: StopMoved) -> Result<Vec<Draft>, Refusal> {
    let order = one_order(known, id)?;
    bounded(&moved.note, "note")?;
    let marks = order.stop_marks();
    let may = marks
        .get(moved.stop as usize)
        .is_some_and(|mark| mark.may(moved.what));
    if !order.progress.is_active() {
        return Err(wrong_order(&order));
    }
    if !may {
        let field = "stop".into();
        return Err(Refusal::OutOfRange { field });
    }
    let fact = Fact::OrderStopMoved(StopMoved {
        team: order.sent.team,
        incident: order.sent.incident,
        ..moved
    });
    Ok(vec![Draft::plain(order.id.0, fact)])
}

fn put_first(known: &dyn Known, id: &OrderId) -> Result<Vec<Draft>, Refusal> {
    let order = one_order(known, id)?;
    if !order.progress.is_active() {
        return Err(wrong_order(&order));
    }
    let fact = Fact::OrderPutFirst(OrderPutFirst {
        team: order.sent.team,
        incident: order.sent.incident,
    });
    Ok(vec![Draft::plain(order.id.0, fact)])
}

fn paper_order(known: &dyn Known, id: &OrderId, paper: Papered) -> Result<Vec<Draft>, Refusal> {
    let order = one_order(known, id)?;
    papered(
        &paper,
        order.sent.oral && order.paper.is_none(),
        "order",
        &id.0,
    )?;
    let incident = order.sent.incident;
    let fact = Fact::OrderPapered(OrderPapered { incident, paper });
    Ok(vec![Draft::plain(order.id.0, fact)])
}

/// Paper is made up once, for what was said by word of mouth, and somebody signs it.
pub(super) fn papered(
    paper: &Papered,
    is_missing: bool,
    what: &str,
    id: &str,
) -> Result<(), Refusal> {
    needed(&paper.signer, "signer")?;
    bounded(&paper.signer, "signer")?;
    bounded(&paper.number, "number")?;
    bounded(&paper.note, "note")?;
    if is_missing {
        return Ok(());
    }
    Err(Refusal::WrongState {
        what: what.to_owned(),
        id: id.to_owned(),
        state: "papered".to_owned(),
    })
}
