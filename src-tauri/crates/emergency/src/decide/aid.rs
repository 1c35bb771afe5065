//! Requests for mutual aid: drafted, signed, sent, answered, there, gone home.

use serde::{Deserialize, Serialize};

use super::{Context, Draft, Known, Refusal, bounded, incident, needed, unknown};
use crate::aid::{
    Aid, AidAnswered, AidArrived, AidDecision, AidDrafted, AidEnded, AidProgress, AidSent,
    AidSigned, AidWay,
};
use crate::fact::Fact;
use crate::id::AidId;

/// What is done with a request for help.
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
pub enum AidAct {
    /// Write a request for mutual aid (请求支援).
    Draft {
        aid: Option<AidId>,
        drafted: AidDrafted,
    },
    /// Sign it by name.
    Sign {
        aid: AidId,
        signer: String,
        number: String,
    },
    /// Send it.
    Send { aid: AidId, way: AidWay },
    /// Enter what the other side answers.
    Answer { aid: AidId, answered: AidAnswered },
    /// Some of it is there.
    Arrive { aid: AidId, arrived: AidArrived },
    /// Help goes home.
    Release { aid: AidId, note: String },
    /// Help is not needed any more.
    Withdraw { aid: AidId, note: String },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: AidAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        AidAct::Draft { aid, drafted } => draft(known, context, aid, drafted),
        AidAct::Sign {
            aid,
            signer,
            number,
        } => {
            let found = at(known, &aid, &[AidProgress::Drafted])?;
            needed(&signer, "signer")?;
            bounded(&signer, "signer")?;
            let incident = found.drafted.incident;
            let fact = Fact::AidSigned(AidSigned {
                incident,
                signer,
                number,
            });
            Ok(vec![Draft::plain(aid.0, fact)])
        }
        AidAct::Send { aid, way } => send(known, &aid, way),
        AidAct::Answer { aid, answered } => answer(known, &aid, answered),
        AidAct::Arrive { aid, arrived } => arrive(known, &aid, arrived),
        AidAct::Release { aid, note } => {
            let found = at(known, &aid, &[AidProgress::Arrived])?;
            bounded(&note, "note")?;
            let incident = found.drafted.incident;
            let fact = Fact::AidReleased(AidEnded { incident, note });
            Ok(vec![Draft::plain(aid.0, fact)])
        }
        AidAct::Withdraw { aid, note } => {
            let found = one(known, &aid)?;
            needed(&note, "note")?;
            bounded(&note, "note")?;
            if found.progress.is_end() || found.progress == AidProgress::Arrived {
                return Err(wrong(&found));
            }
            let incident = found.drafted.incident;
            let fact = Fact::AidWithdrawn(AidEnded { incident, note });
            Ok(vec![Draft::plain(aid.0, fact)])
        }
    }
}

fn draft(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: Option<AidId>,
    drafted: AidDrafted,
) -> Result<Vec<Draft>, Refusal> {
    incident(known, &drafted.incident)?;
    for (text, field) in [
        (&drafted.to, "to"),
        (&drafted.reason, "reason"),
        (&drafted.words, "words"),
    ] {
        needed(text, field)?;
        bounded(text, field)?;
    }
    if let Some(id) = &id {
        at(known, id, &[AidProgress::Drafted])?;
    }
    let id = id.map_or_else(|| (context.new_id)(), |id| id.0);
    Ok(vec![Draft::plain(id, Fact::AidDrafted(drafted))])
}

/// It may go again by another way: the telephone first, the paper after it.
fn send(known: &dyn Known, id: &AidId, way: AidWay) -> Result<Vec<Draft>, Refusal> {
    let signed = [
        AidProgress::Signed,
        AidProgress::Sent,
        AidProgress::Answered,
        AidProgress::Arrived,
    ];
    let found = at(known, id, &signed)?;
    let incident = found.drafted.incident;
    let fact = Fact::AidSent(AidSent { incident, way });
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

/// Who declines says why; who answers says who he is.
fn answer(known: &dyn Known, id: &AidId, mut answered: AidAnswered) -> Result<Vec<Draft>, Refusal> {
    let sent = [
        AidProgress::Sent,
        AidProgress::Answered,
        AidProgress::Arrived,
    ];
    let found = at(known, id, &sent)?;
    needed(&answered.said_by, "said_by")?;
    bounded(&answered.words, "words")?;
    if answered.decision != AidDecision::Granted {
        needed(&answered.words, "words")?;
    }
    answered.incident = found.drafted.incident;
    let fact = Fact::AidAnswered(answered);
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

fn arrive(known: &dyn Known, id: &AidId, mut arrived: AidArrived) -> Result<Vec<Draft>, Refusal> {
    let coming = [
        AidProgress::Sent,
        AidProgress::Answered,
        AidProgress::Arrived,
    ];
    let found = at(known, id, &coming)?;
    needed(&arrived.words, "words")?;
    bounded(&arrived.words, "words")?;
    arrived.incident = found.drafted.incident;
    let fact = Fact::AidArrived(arrived);
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

fn at(known: &dyn Known, id: &AidId, steps: &[AidProgress]) -> Result<Aid, Refusal> {
    let found = one(known, id)?;
    if steps.contains(&found.progress) {
        Ok(found)
    } else {
        Err(wrong(&found))
    }
}

fn wrong(aid: &Aid) -> Refusal {
    Refusal::WrongState {
        what: "aid".into(),
        id: aid.id.0.clone(),
        state: format!("{:?}", aid.progress).to_lowercase(),
    }
}

fn one(known: &dyn Known, id: &AidId) -> Result<Aid, Refusal> {
    known.aid(id).ok_or_else(|| unknown("aid", &id.0))
}
