//! Supplies on their way: drawn, received, settled, taken back.

use serde::{Deserialize, Serialize};

use super::dispatch::draw;
use super::sending::papered;
use super::{Context, Draft, Known, Refusal, bounded, needed, unknown};
use crate::fact::Fact;
use crate::id::{IncidentId, IssueId, LotId};
use crate::issue::{
    Bearer, Issue, IssuePapered, IssueReceived, IssueSettled, IssueUndone, Quality,
};
use crate::paper::Papered;
use crate::stock::StockDrawn;

/// What is done with supplies on their way.
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
pub enum IssueAct {
    /// Draw supplies with who brings them, or by word of mouth (调拨).
    Draw {
        lot: LotId,
        incident: IncidentId,
        quantity: u32,
        bearer: Bearer,
        oral: bool,
    },
    /// Receive issued supplies at the scene (签收).
    Receive {
        issue: IssueId,
        receiver: String,
        quantity: u32,
        quality: Quality,
        note: String,
    },
    /// What became of issued supplies: returned, used, written off.
    Settle {
        issue: IssueId,
        returned: u32,
        used: u32,
        written_off: u32,
        note: String,
    },
    /// Take a draw back as a slip, before anybody has the goods.
    Undo { issue: IssueId, reason: String },
    /// The paper for a draw by word of mouth.
    Paper { issue: IssueId, paper: Papered },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: IssueAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        IssueAct::Draw {
            lot,
            incident,
            quantity,
            bearer,
            oral,
        } => {
            bounded(&bearer.words, "bearer")?;
            let drawn = StockDrawn {
                incident,
                quantity,
                bearer,
                oral,
                ..StockDrawn::default()
            };
            draw(known, context, &lot, drawn)
        }
        IssueAct::Receive {
            issue,
            receiver,
            quantity,
            quality,
            note,
        } => {
            let received = IssueReceived {
                receiver,
                quantity,
                quality,
                note,
                ..IssueReceived::default()
            };
            receive(known, &issue, received)
        }
        IssueAct::Settle {
            issue,
            returned,
            used,
            written_off,
            note,
        } => {
            let settled = IssueSettled {
                returned,
                used,
                written_off,
                note,
                ..IssueSettled::default()
            };
            settle(known, &issue, settled)
        }
        IssueAct::Undo { issue, reason } => undo(known, context, &issue, reason),
        IssueAct::Paper { issue, paper } => {
            let found = one_issue(known, &issue)?;
            papered(
                &paper,
                found.drawn.oral && found.paper.is_none(),
                "issue",
                &issue.0,
            )?;
            let incident = found.drawn.incident;
            let fact = Fact::IssuePapered(IssuePapered { incident, paper });
            Ok(vec![Draft::plain(issue.0, fact)])
        }
    }
}

/// Not more is received in all than was granted: what is too much belongs to another issue.
fn receive(
    known: &dyn Known,
    id: &IssueId,
    received: IssueReceived,
) -> Result<Vec<Draft>, Refusal> {
    let issue = one_issue(known, id)?;
    needed(&received.receiver, "receiver")?;
    bounded(&received.receiver, "receiver")?;
    bounded(&received.note, "note")?;
    let left = issue.granted.saturating_sub(issue.received);
    if received.quantity == 0 || received.quantity > left {
        let field = "quantity".into();
        return Err(Refusal::OutOfRange { field });
    }
    let fact = Fact::IssueReceived(IssueReceived {
        lot: issue.lot,
        incident: issue.drawn.incident,
        ..received
    });
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

fn settle(known: &dyn Known, id: &IssueId, settled: IssueSettled) -> Result<Vec<Draft>, Refusal> {
    let issue = one_issue(known, id)?;
    bounded(&settled.note, "note")?;
    let parts = [settled.returned, settled.used, settled.written_off];
    let sum: u64 = parts.into_iter().map(u64::from).sum();
    if sum == 0 || sum > u64::from(issue.outstanding()) {
        let field = "quantity".into();
        return Err(Refusal::OutOfRange { field });
    }
    if settled.written_off > 0 {
        needed(&settled.note, "note")?;
    }
    let fact = Fact::IssueSettled(IssueSettled {
        lot: issue.lot,
        incident: issue.drawn.incident,
        ..settled
    });
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

fn undo(
    known: &dyn Known,
    context: &Context<'_>,
    id: &IssueId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let issue = one_issue(known, id)?;
    needed(&reason, "reason")?;
    bounded(&reason, "reason")?;
    if issue.undo_until().is_none_or(|until| context.now > until) {
        return Err(Refusal::WrongState {
            what: "issue".into(),
            id: id.0.clone(),
            state: if issue.undone_at.is_some() {
                "undone"
            } else {
                "issued"
            }
            .into(),
        });
    }
    let fact = Fact::IssueUndone(IssueUndone {
        lot: issue.lot,
        incident: issue.drawn.incident,
        reason,
    });
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

fn one_issue(known: &dyn Known, id: &IssueId) -> Result<Issue, Refusal> {
    known.issue(id).ok_or_else(|| unknown("issue", &id.0))
}
