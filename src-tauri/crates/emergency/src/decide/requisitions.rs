//! Requisitions: issued, returned, compensated, made up on paper.

use serde::{Deserialize, Serialize};

use super::sending::papered;
use super::{Context, Draft, Known, Refusal, bounded, incident, needed, unknown};
use crate::fact::Fact;
use crate::id::RequisitionId;
use crate::paper::Papered;
use crate::requisition::{
    GOODS_MAX, Requisition, RequisitionCompensated, RequisitionIssued, RequisitionPapered,
    RequisitionReturned,
};

/// What is done with goods of others.
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
pub enum RequisitionAct {
    /// Requisition goods of others (征用).
    Issue {
        requisition: Option<RequisitionId>,
        issued: RequisitionIssued,
    },
    /// Give some of them back.
    Return {
        requisition: RequisitionId,
        returned: RequisitionReturned,
    },
    /// Pay for use, damage or loss.
    Compensate {
        requisition: RequisitionId,
        compensated: RequisitionCompensated,
    },
    /// The paper for a requisition by word of mouth.
    Paper {
        requisition: RequisitionId,
        paper: Papered,
    },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: RequisitionAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        RequisitionAct::Issue {
            requisition,
            issued,
        } => issue(known, context, requisition, issued),
        RequisitionAct::Return {
            requisition,
            returned,
        } => give_back(known, &requisition, returned),
        RequisitionAct::Compensate {
            requisition,
            compensated,
        } => compensate(known, &requisition, compensated),
        RequisitionAct::Paper { requisition, paper } => {
            let found = one(known, &requisition)?;
            let missing = found.issued.oral && found.paper.is_none();
            papered(&paper, missing, "requisition", &requisition.0)?;
            let incident = found.issued.incident;
            let fact = Fact::RequisitionPapered(RequisitionPapered { incident, paper });
            Ok(vec![Draft::plain(requisition.0, fact)])
        }
    }
}

/// The notice may be corrected until something came back or was paid.
fn issue(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: Option<RequisitionId>,
    mut issued: RequisitionIssued,
) -> Result<Vec<Draft>, Refusal> {
    incident(known, &issued.incident)?;
    for (text, field) in [
        (&issued.executor, "executor"),
        (&issued.owner.name, "owner"),
        (&issued.purpose, "purpose"),
    ] {
        needed(text, field)?;
        bounded(text, field)?;
    }
    let goods = &issued.goods;
    if goods.is_empty() || goods.iter().any(|good| good.quantity == 0) {
        let field = "goods".into();
        return Err(Refusal::Needed { field });
    }
    if goods.len() > GOODS_MAX {
        return Err(Refusal::TooLong {
            field: "goods".into(),
            max: GOODS_MAX,
        });
    }
    for good in goods {
        needed(&good.name, "goods")?;
        bounded(&good.name, "goods")?;
    }
    if issued.from.0 == 0 {
        issued.from = context.occurred_at;
    }
    if let Some(id) = &id {
        let before = one(known, id)?;
        if !before.returns.is_empty() || !before.payments.is_empty() {
            return Err(Refusal::WrongState {
                what: "requisition".into(),
                id: id.0.clone(),
                state: "returned".into(),
            });
        }
    }
    let id = id.map_or_else(|| (context.new_id)(), |id| id.0);
    Ok(vec![Draft::plain(id, Fact::RequisitionIssued(issued))])
}

fn give_back(
    known: &dyn Known,
    id: &RequisitionId,
    mut returned: RequisitionReturned,
) -> Result<Vec<Draft>, Refusal> {
    let found = one(known, id)?;
    needed(&returned.receiver, "receiver")?;
    bounded(&returned.note, "note")?;
    let parts = [returned.whole, returned.damaged, returned.lost];
    let sum: u64 = parts.into_iter().map(u64::from).sum();
    let left = u64::from(found.outstanding(returned.good as usize));
    if sum == 0 || sum > left {
        let field = "quantity".into();
        return Err(Refusal::OutOfRange { field });
    }
    if returned.damaged > 0 || returned.lost > 0 {
        needed(&returned.note, "note")?;
    }
    returned.incident = found.issued.incident;
    let fact = Fact::RequisitionReturned(returned);
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

fn compensate(
    known: &dyn Known,
    id: &RequisitionId,
    mut compensated: RequisitionCompensated,
) -> Result<Vec<Draft>, Refusal> {
    let found = one(known, id)?;
    needed(&compensated.ground, "ground")?;
    bounded(&compensated.ground, "ground")?;
    if compensated.fen > 0 {
        needed(&compensated.payee, "payee")?;
    } else if !compensated.last {
        let field = "fen".into();
        return Err(Refusal::OutOfRange { field });
    }
    if found.settled {
        return Err(Refusal::WrongState {
            what: "requisition".into(),
            id: id.0.clone(),
            state: "settled".into(),
        });
    }
    compensated.incident = found.issued.incident;
    let fact = Fact::RequisitionCompensated(compensated);
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

fn one(known: &dyn Known, id: &RequisitionId) -> Result<Requisition, Refusal> {
    known
        .requisition(id)
        .ok_or_else(|| unknown("requisition", &id.0))
}
