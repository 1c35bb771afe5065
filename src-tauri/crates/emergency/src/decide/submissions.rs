//! What is done with what people tell the duty room: written down, joined to an incident or raised
//! to one, answered, closed, verified.

use serde::{Deserialize, Serialize};

use super::{Context, Draft, Known, Refusal, bounded, incidents, needed, open_incident, unknown};
use crate::fact::Fact;
use crate::id::{IncidentId, SubmissionId};
use crate::incident::{HarmReported, IncidentOpened, Noted};
use crate::submission::{
    CheckOrdered, CheckReported, IdentityOpened, PICTURES_MAX, SEALED_CHARS_MAX, SealedIdentity,
    Submission, SubmissionChannel, SubmissionClosed, SubmissionJoined, SubmissionOutcome,
    SubmissionReceived, SubmissionReopened, SubmissionReplied,
};

/// How an armoured age file begins (C2SP age v1, RFC 7468).
const ARMOUR: &str = "-----BEGIN AGE ENCRYPTED FILE-----";

/// What is done with one record.
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
#[expect(
    clippy::large_enum_variant,
    reason = "an act lives until it is decided"
)]
pub enum SubmissionAct {
    /// Write down what was told (来件登记), or correct it.
    Receive {
        submission: Option<SubmissionId>,
        received: SubmissionReceived,
    },
    /// It tells of an incident that is open.
    Join {
        submission: SubmissionId,
        incident: IncidentId,
    },
    /// It does not after all.
    Part { submission: SubmissionId },
    /// Open an incident from it, with its people and what was told.
    Raise {
        submission: SubmissionId,
        opened: IncidentOpened,
        harm: Option<HarmReported>,
        account: String,
    },
    /// Enter what was answered (回复).
    Reply {
        submission: SubmissionId,
        words: String,
    },
    /// Close it (办结).
    Close {
        submission: SubmissionId,
        outcome: SubmissionOutcome,
        words: String,
    },
    /// Open it again.
    Reopen {
        submission: SubmissionId,
        reason: String,
    },
    /// The authority above orders that it is verified (举报核查通知).
    OrderCheck {
        submission: SubmissionId,
        ordered: CheckOrdered,
    },
    /// The result was reported to it.
    ReportCheck {
        submission: SubmissionId,
        words: String,
    },
    /// Say that who tipped off was read, and why.
    OpenIdentity {
        submission: SubmissionId,
        why: String,
    },
}

pub(super) fn decide(
    known: &dyn Known,
    context: &mut Context<'_>,
    act: SubmissionAct,
) -> Result<Vec<Draft>, Refusal> {
    use SubmissionAct as A;
    match act {
        A::Receive {
            submission,
            received,
        } => receive(known, context, submission, received),
        A::Join {
            submission,
            incident,
        } => join(known, submission, incident),
        A::Part { submission } => part(known, submission),
        A::Raise {
            submission,
            opened,
            harm,
            account,
        } => raise(known, context, submission, (opened, harm, account)),
        A::Reply { submission, words } => {
            one(known, &submission)?;
            said(&words, "words")?;
            let fact = Fact::SubmissionReplied(SubmissionReplied { words });
            Ok(vec![Draft::plain(submission.0, fact)])
        }
        A::Close {
            submission,
            outcome,
            words,
        } => close(known, submission, outcome, words),
        A::Reopen { submission, reason } => {
            if one(known, &submission)?.closed.is_none() {
                return Err(wrong(submission, "open"));
            }
            said(&reason, "reason")?;
            let fact = Fact::SubmissionReopened(SubmissionReopened { reason });
            Ok(vec![Draft::plain(submission.0, fact)])
        }
        A::OrderCheck {
            submission,
            ordered,
        } => order_check(known, submission, ordered),
        A::ReportCheck { submission, words } => {
            let found = one(known, &submission)?;
            if !found.owes_check() {
                return Err(wrong(submission, "no_check"));
            }
            said(&words, "words")?;
            let fact = Fact::SubmissionCheckReported(CheckReported { words });
            Ok(vec![Draft::plain(submission.0, fact)])
        }
        A::OpenIdentity { submission, why } => {
            if one(known, &submission)?.received.sealed.is_none() {
                return Err(wrong(submission, "not_sealed"));
            }
            said(&why, "reason")?;
            let fact = Fact::SubmissionIdentityOpened(IdentityOpened { why });
            Ok(vec![Draft::plain(submission.0, fact)])
        }
    }
}

fn receive(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: Option<SubmissionId>,
    received: SubmissionReceived,
) -> Result<Vec<Draft>, Refusal> {
    acceptable(&received)?;
    let late = |at| at > context.now;
    if received.told_at.is_some_and(late) || received.happened_at.is_some_and(late) {
        return Err(Refusal::OutOfRange {
            field: "told_at".into(),
        });
    }
    if let Some(id) = &id {
        let before = one(known, id)?.received.channel;
        // A name that stands in the log cannot be sealed any more, and one that is sealed cannot
        // come back into it.
        if (before == SubmissionChannel::TipOff) != (received.channel == SubmissionChannel::TipOff)
        {
            return Err(Refusal::OutOfRange {
                field: "channel".into(),
            });
        }
    }
    let id = id.map_or_else(|| (context.new_id)(), |id| id.0);
    Ok(vec![Draft::plain(id, Fact::SubmissionReceived(received))])
}

/// Whether a record may stand in the log: it says something, within bounds, and a tip-off names
/// nobody.
///
/// # Errors
/// [`Refusal`] names the field that stands against it.
pub fn acceptable(received: &SubmissionReceived) -> Result<(), Refusal> {
    said(&received.matter, "matter")?;
    for (text, field) in [
        (&received.cause, "cause"),
        (&received.course, "course"),
        (&received.measures, "measures"),
        (&received.result, "result"),
        (&received.impact, "impact"),
        (&received.trend, "trend"),
        (&received.reported_to, "reported_to"),
        (&received.place.words, "place"),
        (&received.number, "number"),
        (&received.teller.name, "teller"),
        (&received.teller.unit, "teller"),
        (&received.teller.post, "teller"),
        (&received.teller.phone, "teller"),
        (&received.link, "link"),
    ] {
        bounded(text, field)?;
    }
    if received.pictures.len() > PICTURES_MAX {
        return Err(Refusal::TooLong {
            field: "pictures".into(),
            max: PICTURES_MAX,
        });
    }
    if received
        .place
        .point
        .is_some_and(|point| !point.is_on_earth())
    {
        return Err(Refusal::OutOfRange {
            field: "place".into(),
        });
    }
    let tip_off = received.channel == SubmissionChannel::TipOff;
    let named = !received.teller.is_nobody() || received.raw.is_some();
    if tip_off && named {
        return Err(Refusal::OutOfRange {
            field: "teller".into(),
        });
    }
    match &received.sealed {
        Some(sealed) if !tip_off || !is_sealed(sealed) => Err(Refusal::OutOfRange {
            field: "sealed".into(),
        }),
        _ => Ok(()),
    }
}

fn is_sealed(sealed: &SealedIdentity) -> bool {
    sealed.age.starts_with(ARMOUR) && sealed.age.len() <= SEALED_CHARS_MAX
}

fn join(known: &dyn Known, id: SubmissionId, incident: IncidentId) -> Result<Vec<Draft>, Refusal> {
    let found = one(known, &id)?;
    open_incident(known, &incident)?;
    if found.incident.is_some() {
        return Err(wrong(id, "joined"));
    }
    let joined = SubmissionJoined { incident };
    Ok(vec![Draft::plain(id.0, Fact::SubmissionJoined(joined))])
}

fn part(known: &dyn Known, id: SubmissionId) -> Result<Vec<Draft>, Refusal> {
    let Some(incident) = one(known, &id)?.incident else {
        return Err(wrong(id, "not_joined"));
    };
    let parted = SubmissionJoined { incident };
    Ok(vec![Draft::plain(id.0, Fact::SubmissionParted(parted))])
}

fn raise(
    known: &dyn Known,
    context: &mut Context<'_>,
    id: SubmissionId,
    (opened, harm, account): (IncidentOpened, Option<HarmReported>, String),
) -> Result<Vec<Draft>, Refusal> {
    if one(known, &id)?.incident.is_some() {
        return Err(wrong(id, "joined"));
    }
    bounded(&account, "account")?;
    let mut drafts = incidents::open(known, context, opened)?;
    let incident = IncidentId(drafts[0].entity.id.clone());
    if let Some(harm) = harm {
        drafts.push(Draft::plain(incident.0.clone(), Fact::HarmReported(harm)));
    }
    if !account.trim().is_empty() {
        let noted = Fact::IncidentNoted(Noted {
            text: account,
            ..Noted::default()
        });
        drafts.push(Draft::plain(incident.0.clone(), noted));
    }
    let joined = Fact::SubmissionJoined(SubmissionJoined { incident });
    drafts.push(Draft::plain(id.0, joined));
    Ok(drafts)
}

fn close(
    known: &dyn Known,
    id: SubmissionId,
    outcome: SubmissionOutcome,
    words: String,
) -> Result<Vec<Draft>, Refusal> {
    let found = one(known, &id)?;
    if found.closed.is_some() {
        return Err(wrong(id, "closed"));
    }
    // What was found is owed to who ordered it; closing would hide that.
    if found.owes_check() {
        return Err(wrong(id, "check_ordered"));
    }
    said(&words, "words")?;
    let closed = SubmissionClosed { outcome, words };
    Ok(vec![Draft::plain(id.0, Fact::SubmissionClosed(closed))])
}

fn order_check(
    known: &dyn Known,
    id: SubmissionId,
    ordered: CheckOrdered,
) -> Result<Vec<Draft>, Refusal> {
    let found = one(known, &id)?;
    if found.received.channel != SubmissionChannel::TipOff {
        return Err(Refusal::OutOfRange {
            field: "channel".into(),
        });
    }
    if found.owes_check() {
        return Err(wrong(id, "check_ordered"));
    }
    said(&ordered.by, "by")?;
    bounded(&ordered.number, "number")?;
    Ok(vec![Draft::plain(
        id.0,
        Fact::SubmissionCheckOrdered(ordered),
    )])
}

fn said(text: &str, field: &str) -> Result<(), Refusal> {
    needed(text, field)?;
    bounded(text, field)
}

fn wrong(id: SubmissionId, state: &str) -> Refusal {
    Refusal::WrongState {
        what: "submission".into(),
        id: id.0,
        state: state.into(),
    }
}

fn one(known: &dyn Known, id: &SubmissionId) -> Result<Submission, Refusal> {
    let found = known.submission(id);
    found.ok_or_else(|| unknown("submission", &id.0))
}
