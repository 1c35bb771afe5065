//! Reports: drafted from the log, edited, signed, sent, printed.

use contract::error::{CallError, Code};
use contract::rows::{DraftRequest, ReportSheet, SaveReport, SheetField, Written};
use contract::status::Clock;
use emergency::decide::Command;
use emergency::entity::{EntityKind, EntityRef};
use emergency::report::{Report, ReportDrafted, ReportKind, ReportSent};
use reports::document::ReportDocument;
use reports::facts::ReportFacts;

use super::incidents::{find, orders, reports};
use crate::clocks::Books;
use crate::desk::Desk;
use crate::facts::Picture;
use crate::paper;
use crate::session::{Session, commanding, not_found, storage, who};

/// Lines of the log that a report is drafted from.
const LINES_MAX: usize = 2_000;

pub(super) fn draft(
    desk: &Desk,
    session: &Session,
    request: &DraftRequest,
) -> Result<ReportSheet, CallError> {
    let incident = request.incident.as_str();
    let all = reports(session, incident)?;
    let saved = all
        .iter()
        .find(|r| r.drafted.kind == request.kind && r.sent.is_none());
    // A final report is sent once; it is shown again when it is asked for again.
    let sent_final = all
        .iter()
        .rev()
        .find(|report| request.kind != ReportKind::FollowUp && report.drafted.kind == request.kind);
    if let Some(sent) = sent_final.filter(|report| report.sent.is_some()) {
        let shown = (Some(sent.clone()), document(sent)?, facts(sent)?);
        return sheet(desk, session, incident, shown);
    }
    let (mut fresh, new_facts) = drafted(desk, session, incident, request.kind, &all)?;
    if let Some(saved) = saved {
        // What the officer wrote stands; what the log has learned since is taken in.
        fresh.take_edits_of(&document(saved)?);
    }
    sheet(desk, session, incident, (saved.cloned(), fresh, new_facts))
}

/// A document drafted from the log as it is now.
fn drafted(
    desk: &Desk,
    session: &Session,
    incident: &str,
    kind: ReportKind,
    all: &[Report],
) -> Result<(ReportDocument, ReportFacts), CallError> {
    let (_, found) = find(session, incident)?;
    let entity = EntityRef::new(EntityKind::Incident, incident);
    let lines = session
        .logbook
        .timeline(&entity, u64::MAX, LINES_MAX)
        .map_err(storage)?;
    let lines: Vec<_> = lines
        .into_iter()
        .map(|logged| session.line(logged))
        .collect();
    let sent = || all.iter().filter(|report| report.sent.is_some());
    let number = sent().filter(|report| report.drafted.kind == kind).count() + 1;
    let picture = Picture {
        incident: &found,
        orders: &orders(session, &found)?,
        lines: &lines,
        duty: &session
            .logbook
            .duty(emergency::duty::DUTY)
            .map_err(storage)?
            .unwrap_or_default(),
        unit: &desk.settings().unit,
        recipients: &desk.settings().recipients,
        head_hash: &session.logbook.head_hash().map_err(storage)?,
        exercise: session.logbook.is_exercise(),
        now: session.logbook.now(),
    };
    let facts = picture.facts(kind, u32::try_from(number).unwrap_or(u32::MAX));
    Ok((::reports::draft(&facts, previous(all)?.as_ref()), facts))
}

/// The facts of the report that was sent last: a follow-up says what has changed since.
fn previous(all: &[Report]) -> Result<Option<ReportFacts>, CallError> {
    let last = all.iter().rev().find(|report| report.sent.is_some());
    last.map(self::facts).transpose()
}

pub(super) fn save(
    desk: &Desk,
    session: &Session,
    request: SaveReport,
) -> Result<ReportSheet, CallError> {
    let incident = request.incident.as_str();
    let all = reports(session, incident)?;
    let drafted = edited(desk, session, &request, &all)?;
    let acting = who(request.who.clone())?;
    let command = Command::DraftReport {
        report: request.report.clone(),
        drafted,
    };
    let receipt = session
        .logbook
        .command(command, acting.clone())
        .map_err(commanding)?;
    let id = receipt
        .entities
        .first()
        .map(|entity| entity.id.clone())
        .unwrap_or_default();
    if request.send {
        send(desk, session, &request, (&id, acting))?;
    }
    let all = reports(session, incident)?;
    let saved = all.iter().find(|report| report.id.as_str() == id);
    let saved = saved.cloned().ok_or_else(|| not_found("report", &id))?;
    let (document, facts) = (document(&saved)?, facts(&saved)?);
    sheet(desk, session, incident, (Some(saved), document, facts))
}

/// The text of a report as the officer leaves it: drafted from the log, with the edits on it.
fn edited(
    desk: &Desk,
    session: &Session,
    request: &SaveReport,
    all: &[Report],
) -> Result<ReportDrafted, CallError> {
    let incident = request.incident.as_str();
    let (_, mut facts) = drafted(desk, session, incident, request.kind, all)?;
    facts.signer = Some(request.signer.clone()).filter(|signer| !signer.trim().is_empty());
    facts.lateness_reason.clone_from(&request.late_reason);
    let mut document = ::reports::draft(&facts, previous(all)?.as_ref());
    let before = request
        .report
        .as_ref()
        .and_then(|id| all.iter().find(|r| r.id == *id));
    if let Some(before) = before {
        document.take_edits_of(&self::document(before)?);
    }
    for (key, words) in &request.edits {
        let edited = document.edit(key, words);
        edited.map_err(|error| CallError::new(Code::Malformed, error.to_string()))?;
    }
    Ok(ReportDrafted {
        incident: request.incident.clone(),
        kind: request.kind,
        number: facts.number,
        document: json(&document)?,
        facts: json(&facts)?,
    })
}

/// Signs and sends a saved report, and puts a copy into the paper folder.
fn send(
    desk: &Desk,
    session: &Session,
    request: &SaveReport,
    (id, acting): (&str, logbook::Who),
) -> Result<(), CallError> {
    let clock = next_clock(desk, session, request.incident.as_str())?;
    let sent = ReportSent {
        signer: request.signer.clone(),
        recipients: desk.settings().recipients.clone(),
        clock: clock
            .as_ref()
            .map(|clock| clock.rule.clone())
            .unwrap_or_default(),
        late_reason: request.late_reason.clone(),
        ..ReportSent::default()
    };
    let due_at = clock.map(|clock| clock.due_at);
    let command = Command::SendReport {
        report: id.into(),
        sent,
        due_at,
    };
    session
        .logbook
        .command(command, acting)
        .map_err(commanding)?;
    // The copy in the folder is a second way out; the log is the first, and it has it.
    if let Err(error) = export(desk, session, id) {
        tracing::warn!(%error, report = %id, "sent, but no copy in the paper folder");
    }
    Ok(())
}

/// The clock that the next report answers: the most urgent that is not met and asks for one.
fn next_clock(desk: &Desk, session: &Session, incident: &str) -> Result<Option<Clock>, CallError> {
    let (_, found) = find(session, incident)?;
    let now = session.logbook.now();
    let books = Books::read(session)?;
    let clocks = crate::clocks::of(desk.clock_table(), &found, &books, now);
    Ok(clocks
        .into_iter()
        .find(|clock| clock.met_at.is_none() && clock.by_report))
}

fn sheet(
    desk: &Desk,
    session: &Session,
    incident: &str,
    (report, document, facts): (Option<Report>, ReportDocument, ReportFacts),
) -> Result<ReportSheet, CallError> {
    let clock = next_clock(desk, session, incident)?;
    let fields = document.entries().map(|entry| SheetField {
        key: entry.key.clone(),
        label: entry.label.clone(),
        value: entry.value.clone(),
        missing: entry.missing,
        edited: entry.drafted.is_some(),
    });
    Ok(ReportSheet {
        report,
        title: document.title.value.clone(),
        fields: fields.collect(),
        recipients: facts.recipients.clone(),
        clock,
        document: json(&document)?,
        facts: json(&facts)?,
    })
}

pub(super) fn export(desk: &Desk, session: &Session, id: &str) -> Result<Written, CallError> {
    let report = session.logbook.report(id).map_err(storage)?;
    let report = report.ok_or_else(|| not_found("report", id))?;
    let document = document(&report)?;
    let (_, incident) = find(session, report.drafted.incident.as_str())?;
    let name = format!("{}-{}", incident.opened.title, document.title.value);
    paper::write_document(desk, session, &name, &document)
}

fn document(report: &Report) -> Result<ReportDocument, CallError> {
    serde_json::from_value(report.drafted.document.clone())
        .map_err(|error| CallError::new(Code::Internal, error.to_string()))
}

fn facts(report: &Report) -> Result<ReportFacts, CallError> {
    serde_json::from_value(report.drafted.facts.clone())
        .map_err(|error| CallError::new(Code::Internal, error.to_string()))
}

fn json(value: &impl serde::Serialize) -> Result<serde_json::Value, CallError> {
    serde_json::to_value(value).map_err(|e| CallError::new(Code::Internal, e.to_string()))
}
