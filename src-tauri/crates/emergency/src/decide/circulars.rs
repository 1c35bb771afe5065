//! Notices to departments and teams: sent, confirmed, passed on to the next person, ended.

use serde::{Deserialize, Serialize};

use super::{Context, Draft, Known, Refusal, bounded, incident, needed, unknown};
use crate::circular::{
    Circular, CircularConfirmed, CircularEnded, CircularEscalated, CircularSent, LADDER_MAX,
    RECIPIENTS_MAX,
};
use crate::fact::Fact;
use crate::id::CircularId;

/// Minutes in which a receipt may be asked for at most: a day.
const WITHIN_MIN_MAX: u32 = 24 * 60;

/// What is done with a notice.
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
pub enum CircularAct {
    /// Tell departments and teams (通知).
    Send { sent: CircularSent },
    /// A recipient has it.
    Confirm {
        circular: CircularId,
        confirmed: CircularConfirmed,
    },
    /// Tell the next person of the ladder now.
    Escalate {
        circular: CircularId,
        recipient: u32,
    },
    /// Tell nobody any more.
    End {
        circular: CircularId,
        reason: String,
    },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: CircularAct,
) -> Result<Vec<Draft>, Refusal> {
    match act {
        CircularAct::Send { sent } => send(known, context, sent),
        CircularAct::Confirm {
            circular,
            confirmed,
        } => confirm(known, &circular, confirmed),
        CircularAct::Escalate {
            circular,
            recipient,
        } => escalate(known, &circular, recipient),
        CircularAct::End { circular, reason } => {
            let found = one(known, &circular)?;
            needed(&reason, "reason")?;
            bounded(&reason, "reason")?;
            if found.ended.is_some() {
                return Err(wrong(&found, "ended"));
            }
            let fact = Fact::CircularEnded(CircularEnded { reason });
            Ok(vec![Draft::plain(circular.0, fact)])
        }
    }
}

fn send(
    known: &dyn Known,
    context: &mut Context<'_>,
    sent: CircularSent,
) -> Result<Vec<Draft>, Refusal> {
    needed(&sent.title, "title")?;
    needed(&sent.text, "text")?;
    bounded(&sent.title, "title")?;
    bounded(&sent.text, "text")?;
    if let Some(id) = &sent.incident {
        incident(known, id)?;
    }
    if sent.within_min > WITHIN_MIN_MAX {
        let field = "within_min".into();
        return Err(Refusal::OutOfRange { field });
    }
    let too_long = |field: &str, max| Refusal::TooLong {
        field: field.to_owned(),
        max,
    };
    if sent.recipients.is_empty() {
        let field = "recipients".into();
        return Err(Refusal::Needed { field });
    }
    if sent.recipients.len() > RECIPIENTS_MAX {
        return Err(too_long("recipients", RECIPIENTS_MAX));
    }
    for recipient in &sent.recipients {
        needed(&recipient.name, "recipients")?;
        if recipient.ladder.len() > LADDER_MAX {
            return Err(too_long("ladder", LADDER_MAX));
        }
        for rung in &recipient.ladder {
            for text in [&rung.name, &rung.role, &rung.phone, &rung.mail] {
                bounded(text, "ladder")?;
            }
        }
    }
    Ok(vec![Draft::plain(
        (context.new_id)(),
        Fact::CircularSent(sent),
    )])
}

fn confirm(
    known: &dyn Known,
    id: &CircularId,
    confirmed: CircularConfirmed,
) -> Result<Vec<Draft>, Refusal> {
    let found = one(known, id)?;
    needed(&confirmed.by, "by")?;
    bounded(&confirmed.by, "by")?;
    bounded(&confirmed.note, "note")?;
    match found.posts.get(confirmed.recipient as usize) {
        Some(post) if post.confirmed.is_none() => {
            let fact = Fact::CircularConfirmed(confirmed);
            Ok(vec![Draft::plain(id.0.clone(), fact)])
        }
        Some(_) => Err(wrong(&found, "confirmed")),
        None => Err(Refusal::OutOfRange {
            field: "recipient".into(),
        }),
    }
}

fn escalate(known: &dyn Known, id: &CircularId, recipient: u32) -> Result<Vec<Draft>, Refusal> {
    let found = one(known, id)?;
    let index = recipient as usize;
    let (Some(post), Some(to)) = (found.posts.get(index), found.sent.recipients.get(index)) else {
        let field = "recipient".into();
        return Err(Refusal::OutOfRange { field });
    };
    if post.confirmed.is_some() || found.ended.is_some() {
        return Err(wrong(&found, "confirmed"));
    }
    let rung = post.rung + 1;
    if rung as usize >= to.ladder.len() {
        let field = "rung".into();
        return Err(Refusal::OutOfRange { field });
    }
    let fact = Fact::CircularEscalated(CircularEscalated { recipient, rung });
    Ok(vec![Draft::plain(id.0.clone(), fact)])
}

fn wrong(circular: &Circular, state: &str) -> Refusal {
    Refusal::WrongState {
        what: "circular".into(),
        id: circular.id.0.clone(),
        state: state.into(),
    }
}

fn one(known: &dyn Known, id: &CircularId) -> Result<Circular, Refusal> {
    known.circular(id).ok_or_else(|| unknown("circular", &id.0))
}
