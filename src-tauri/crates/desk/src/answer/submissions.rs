//! What people told the duty room: the list with its clocks, writing down, the seal.

use contract::error::{CallError, Code};
use contract::rows::{
    ClosureRate, Identity, OpenIdentity, Receipt, SUBMISSION_ROWS_MAX, SubmissionCounts,
    SubmissionPage, SubmissionQuery, SubmissionRow, SubmissionState, TakeSubmission, TellerRow,
};
use emergency::day::Day;
use emergency::decide::{Command, Refusal, SubmissionAct};
use emergency::entity::{EntityKind, State};
use emergency::person::{Person, PersonKind};
use emergency::submission::{Submission, SubmissionChannel};
use emergency::time::UtcMs;

use super::incidents;
use super::plain::told;
use crate::desk::Desk;
use crate::number::small;
use crate::session::{Session, commanding, not_found, storage, who};
use crate::submissions::limits::{self, Clocks};
use crate::submissions::seal::SealError;

/// People that one wish answers.
const TELLERS_MAX: usize = 8;
/// Digits of a telephone number that begin to mean somebody.
const DIGITS_MIN: usize = 3;

/// All records, as many as are read at once.
pub(crate) fn all(session: &Session) -> Result<Vec<Submission>, CallError> {
    records(session.all(EntityKind::Submission)?)
}

fn records(states: Vec<State>) -> Result<Vec<Submission>, CallError> {
    let records = states.into_iter().filter_map(|state| match state {
        State::Submission(one) if one.recorded_at.is_some() => Some(one),
        _ => None,
    });
    Ok(records.collect())
}

pub(super) fn page(
    desk: &Desk,
    session: &Session,
    query: SubmissionQuery,
) -> Result<SubmissionPage, CallError> {
    let now = session.logbook.now();
    let limits = limits::rows(&desk.settings().submissions.limits);
    let every = all(session)?;
    let rate = rate(&every, now);
    let mut timed: Vec<(Submission, Clocks)> = every
        .into_iter()
        .map(|one| {
            let clocks = Clocks::of(&one, &limits, desk.clock_table());
            (one, clocks)
        })
        .collect();
    let open = timed.iter().filter(|(one, _)| one.is_open());
    let (open, overdue) = open.fold((0, 0), |(open, late), (_, clocks)| {
        (open + 1, late + u64::from(clocks.is_overdue(now)))
    });
    timed.retain(|(one, _)| {
        let way = query.channel.is_none_or(|way| way == one.received.channel);
        way && (query.state == SubmissionState::All || one.is_open())
    });
    match query.state {
        SubmissionState::Open => timed.sort_by_key(|(one, clocks)| {
            let due = clocks.next_due().unwrap_or(UtcMs(i64::MAX));
            (due, std::cmp::Reverse(one.told_at))
        }),
        SubmissionState::All => timed.sort_by_key(|(one, _)| std::cmp::Reverse(one.told_at)),
    }
    let total = timed.len() as u64;
    let incidents = session.incidents()?;
    let title = |one: &Submission| {
        let id = one.incident.as_ref()?;
        let found = incidents.iter().find(|(_, incident)| incident.id == *id);
        found.map(|(sign, incident)| format!("{sign} {}", incident.opened.title))
    };
    let shown = timed.into_iter().take(SUBMISSION_ROWS_MAX);
    let rows = shown.map(|(one, clocks)| {
        let incident = title(&one).unwrap_or_default();
        row(session, one, clocks, incident)
    });
    Ok(SubmissionPage {
        rows: rows.collect::<Result<_, _>>()?,
        total: small(total),
        open: small(open),
        overdue: small(overdue),
        rate,
    })
}

/// Told and closed tip-offs of this year.
pub(super) fn closure_rate(session: &Session) -> Result<ClosureRate, CallError> {
    Ok(rate(&all(session)?, session.logbook.now()))
}

/// Tip-offs of this year (安全生产举报投诉办结率, N11 of the district's plan).
fn rate(all: &[Submission], now: UtcMs) -> ClosureRate {
    let year = Day::of(now).year();
    let of_year = all.iter().filter(|one| {
        let this_year = one.told_at.is_some_and(|at| Day::of(at).year() == year);
        one.received.channel == SubmissionChannel::TipOff && this_year
    });
    of_year.fold(
        ClosureRate {
            year,
            ..ClosureRate::default()
        },
        |rate, one| ClosureRate {
            told: rate.told + 1,
            closed: rate.closed + u32::from(one.closed.is_some()),
            ..rate
        },
    )
}

fn row(
    session: &Session,
    submission: Submission,
    clocks: Clocks,
    incident_title: String,
) -> Result<SubmissionRow, CallError> {
    let village = match &submission.received.teller.person {
        Some(person) => match session.logbook.state(EntityKind::Person, person.as_str()) {
            Ok(Some(State::Person(person))) => person.registered.unit,
            Ok(_) => String::new(),
            Err(error) => return Err(storage(error)),
        },
        None => String::new(),
    };
    Ok(SubmissionRow {
        next: clocks.next(),
        submission,
        village,
        incident_title,
        reply: clocks.reply,
        close: clocks.close,
        check: clocks.check,
    })
}

pub(super) fn one(desk: &Desk, session: &Session, id: &str) -> Result<SubmissionRow, CallError> {
    let found = session.logbook.submission(id).map_err(storage)?;
    let found = found.ok_or_else(|| not_found("submission", id))?;
    let limits = limits::rows(&desk.settings().submissions.limits);
    let clocks = Clocks::of(&found, &limits, desk.clock_table());
    let title = match &found.incident {
        Some(incident) => {
            let (sign, incident) = incidents::find(session, incident.as_str())?;
            format!("{sign} {}", incident.opened.title)
        }
        None => String::new(),
    };
    row(session, found, clocks, title)
}

/// Open and overdue.
pub(super) fn counts(desk: &Desk, session: &Session) -> Result<SubmissionCounts, CallError> {
    let now = session.logbook.now();
    let memos = &session.memos;
    memos.submissions(now, || counted(desk, session, now))
}

fn counted(desk: &Desk, session: &Session, now: UtcMs) -> Result<SubmissionCounts, CallError> {
    let limits = limits::rows(&desk.settings().submissions.limits);
    let open = records(session.open(EntityKind::Submission)?)?;
    let late = open
        .iter()
        .filter(|one| Clocks::of(one, &limits, desk.clock_table()).is_overdue(now));
    Ok(SubmissionCounts {
        overdue: small(late.count() as u64),
        open: small(open.len() as u64),
    })
}

/// Writes down what was told. Who tips off is sealed before anything is written, or is not kept.
pub(super) fn take(
    desk: &Desk,
    session: &Session,
    request: TakeSubmission,
) -> Result<Receipt, CallError> {
    let mut received = request.received;
    // Only the desk seals.
    received.sealed = None;
    if let Some(identity) = request.identity.filter(|identity| !identity.is_nobody()) {
        if received.channel != SubmissionChannel::TipOff {
            let field = "identity".into();
            return Err(Refusal::OutOfRange { field }.into());
        }
        let seal = &desk.settings().seal;
        let sealed = seal.seal(&identity);
        received.sealed = Some(sealed.map_err(|error| sealing(error, &seal.keeper))?);
    }
    let act = SubmissionAct::Receive {
        submission: request.submission,
        received,
    };
    let receipt = session
        .logbook
        .command(Command::Submission(act), who(request.who)?)
        .map_err(commanding)?;
    Ok(told(receipt))
}

/// Reads who tipped off. That it was read, by whom and why, is on disk before it is shown.
pub(super) fn open_identity(
    desk: &Desk,
    session: &Session,
    request: OpenIdentity,
) -> Result<Identity, CallError> {
    let id = request.submission.as_str();
    let found = session.logbook.submission(id).map_err(storage)?;
    let found = found.ok_or_else(|| not_found("submission", id))?;
    let Some(sealed) = found.received.sealed else {
        return Err(not_found("sealed identity", id));
    };
    let settings = desk.settings();
    let identity = settings
        .seal
        .open(&settings.data, &sealed, &request.passphrase)
        .map_err(|error| sealing(error, &settings.seal.keeper))?;
    let act = SubmissionAct::OpenIdentity {
        submission: request.submission,
        why: request.why,
    };
    session
        .logbook
        .command(Command::Submission(act), who(request.who)?)
        .map_err(commanding)?;
    Ok(identity)
}

/// What stood against it; a passphrase that does not fit is the keeper's.
fn sealing(error: SealError, keeper: &str) -> CallError {
    match error {
        SealError::WrongPassphrase | SealError::WrongKey => Refusal::WrongPin {
            who: keeper.to_owned(),
        }
        .into(),
        SealError::TooLong => Refusal::TooLong {
            field: "identity".to_owned(),
            max: crate::submissions::seal::FIELD_CHARS_MAX,
        }
        .into(),
        SealError::BadRecipient { .. } => Refusal::Needed {
            field: "seal".to_owned(),
        }
        .into(),
        SealError::NoKey => Refusal::Needed {
            field: "seal_key".to_owned(),
        }
        .into(),
        other => CallError::new(Code::Internal, other.to_string()),
    }
}

/// Who of the directory may be calling: by a part of the name, the village or the number;
/// reporters first.
pub(super) fn tellers(session: &Session, text: &str) -> Result<Vec<TellerRow>, CallError> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(Vec::new());
    }
    let digits = digits_of(text);
    let by_number = digits.len() >= DIGITS_MIN && digits.len() == text.chars().count();
    let people = session.all(EntityKind::Person)?.into_iter();
    let mut found: Vec<Person> = people
        .filter_map(|state| match state {
            State::Person(person) if person.known => Some(person),
            _ => None,
        })
        .filter(|person| {
            let registered = &person.registered;
            if by_number {
                return digits_of(&registered.phone).contains(&digits);
            }
            registered.name.contains(text) || registered.unit.contains(text)
        })
        .collect();
    found.sort_by_key(|person| {
        let reporter = person.registered.kind == PersonKind::Reporter;
        (!reporter, person.registered.name.clone(), person.id.clone())
    });
    let rows = found.into_iter().take(TELLERS_MAX).map(|person| {
        let registered = person.registered;
        TellerRow {
            person: person.id,
            reporter: registered.kind == PersonKind::Reporter,
            name: registered.name,
            unit: registered.unit,
            post: registered.post,
            phone: registered.phone,
            place: registered.place,
        }
    });
    Ok(rows.collect())
}

fn digits_of(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}
