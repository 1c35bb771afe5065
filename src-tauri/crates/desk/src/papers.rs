//! The papers of sending, from the log: 调拨单, 征用通知书, 启动令, 解除令, 结算单, 支援函.

use contract::error::CallError;
use contract::rows::{PaperRequest, Written};
use emergency::account::TeamAccount;
use emergency::day::Day;
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::fact::Fact;
use emergency::id::{IncidentId, TeamId};
use emergency::incident::{Incident, ResponseEnded, ResponseStarted};
use emergency::issue::{Issue, IssueReceipt, Quality};
use emergency::order::{Order, Progress};
use emergency::paper::Paper;
use emergency::requisition::{Party, Requisition};
use emergency::stock::LotRegistered;
use emergency::team::{RateBasis, TeamRegistered};
use emergency::time::UtcMs;
use reports::ReportDocument;
use reports::sheets::{
    self, AidFacts, AllocationFacts, AllocationLine, GoodLine, OralMark, PaymentLine, RateLine,
    ReceiptLine, RequisitionFacts, ResponseFacts, ReturnLine, SettlementFacts, TurnoutLine,
};

use crate::desk::Desk;
use crate::paper::mark::mark;
use crate::paper::write_document;
use crate::session::{Session, not_found, storage};

/// Lines of an incident's log that are looked at for its response.
const LINES_MAX: usize = 2_000;

/// Writes one paper as Word file and PDF.
pub(crate) fn write(
    desk: &Desk,
    session: &Session,
    request: &PaperRequest,
) -> Result<Written, CallError> {
    let document = match request {
        PaperRequest::Allocation { incident } => allocation(desk, session, incident)?,
        PaperRequest::Requisition { requisition } => {
            let id = requisition.as_str();
            let found = session.logbook.requisition(id).map_err(storage)?;
            let found = found.ok_or_else(|| not_found("requisition", id))?;
            sheets::requisition(&requisition_facts(desk, session, &found)?)
        }
        PaperRequest::Response { incident } => response(desk, session, incident)?,
        PaperRequest::Settlement { incident, team } => settlement(desk, session, incident, team)?,
        PaperRequest::Aid { aid } => aid_letter(desk, session, aid.as_str())?,
    };
    let title = document.title.value.clone();
    write_document(desk, session, &title, &document)
}

fn incident_of(session: &Session, id: &IncidentId) -> Result<(String, Incident), CallError> {
    let (call_sign, incident) = crate::answer::find_incident(session, id.as_str())?;
    let title = format!("{call_sign} {}", incident.opened.title);
    Ok((title, incident))
}

/// The words first, the paper later.
fn oral(desk: &Desk, said_at: Option<UtcMs>, paper: Option<&Paper>) -> OralMark {
    OralMark {
        said_at_ms: said_at.map(|at| at.0),
        hours: desk.settings().oral_paper_hours,
        papered_at_ms: paper.map(|paper| paper.at.0),
        paper: paper.map_or_else(String::new, |paper| {
            let papered = &paper.papered;
            [papered.number.as_str(), papered.signer.as_str()]
                .into_iter()
                .filter(|words| !words.is_empty())
                .collect::<Vec<_>>()
                .join("，")
        }),
    }
}

fn allocation(
    desk: &Desk,
    session: &Session,
    id: &IncidentId,
) -> Result<ReportDocument, CallError> {
    let (title, incident) = incident_of(session, id)?;
    let mut issues: Vec<Issue> = session
        .all(EntityKind::Issue)?
        .into_iter()
        .filter_map(|state| match state {
            State::Issue(issue) if issue.drawn.incident == *id => Some(issue),
            _ => None,
        })
        .filter(|issue| issue.undone_at.is_none())
        .collect();
    issues.sort_by_key(|issue| issue.drawn_at);
    let mut lines = Vec::new();
    let mut receipts = Vec::new();
    let mut contacts = Vec::new();
    for issue in &issues {
        let lot = session.logbook.lot(issue.lot.as_str()).map_err(storage)?;
        let lot = lot.unwrap_or_default().registered;
        let depot = session.logbook.site(lot.depot.as_str()).map_err(storage)?;
        let depot = depot.map(|site| site.registered).unwrap_or_default();
        if !depot.contact.is_empty() && !contacts.contains(&depot.contact) {
            contacts.push(depot.contact.clone());
        }
        receipts.extend(issue.receipts.iter().map(|one| receipt(&lot, one)));
        lines.push(AllocationLine {
            supply: lot.name,
            code: lot.supply,
            unit: lot.unit,
            depot: depot.name,
            asked: issue.drawn.quantity,
            granted: issue.granted,
            bearer: crate::answer::bearer(session, issue)?,
            returned: issue.returned,
            used: issue.used,
            written_off: issue.written_off,
            outstanding: issue.outstanding(),
        });
    }
    let said = issues.iter().find(|issue| issue.drawn.oral);
    let paper = said.and_then(|issue| issue.paper.as_ref());
    let response = incident.response.as_ref();
    Ok(sheets::allocation(&AllocationFacts {
        mark: mark(desk, session)?,
        number: paper.map_or_else(String::new, |paper| paper.papered.number.clone()),
        incident: title,
        asked_by: "现场指挥部".to_owned(),
        reason: incident.opened.title.clone(),
        receiver: incident.opened.place.words.clone(),
        giver_contact: contacts.join("；"),
        approved_by: paper.map_or_else(
            || response.map_or_else(String::new, |one| one.contents.decided_by.0.clone()),
            |paper| paper.papered.signer.clone(),
        ),
        ordered_at_ms: issues.first().map(|issue| issue.drawn_at.0),
        oral: oral(desk, said.map(|issue| issue.drawn_at), paper),
        lines,
        receipts,
        ..AllocationFacts::default()
    }))
}

fn receipt(lot: &LotRegistered, receipt: &IssueReceipt) -> ReceiptLine {
    let received = &receipt.received;
    ReceiptLine {
        supply: lot.name.clone(),
        at_ms: Some(receipt.at.0),
        receiver: received.receiver.clone(),
        quantity: format!("{}{}", received.quantity, lot.unit),
        quality: quality(received.quality).to_owned(),
        note: received.note.clone(),
    }
}

fn quality(quality: Quality) -> &'static str {
    match quality {
        Quality::Good => "完好",
        Quality::Damaged => "部分损坏",
        Quality::Unusable => "不可用",
    }
}

fn requisition_facts(
    desk: &Desk,
    session: &Session,
    found: &Requisition,
) -> Result<RequisitionFacts, CallError> {
    let issued = &found.issued;
    let (title, _) = incident_of(session, &issued.incident)?;
    let party = |party: &Party| {
        [
            party.name.clone(),
            party.address.clone(),
            party.contact.clone(),
        ]
    };
    let payments = found.payments.iter().map(|line| PaymentLine {
        at_ms: Some(line.at.0),
        ground: line.what.ground.clone(),
        fen: line.what.fen,
        payee: line.what.payee.clone(),
        receipt: line.what.receipt.clone(),
    });
    let goods = issued.goods.iter().enumerate().map(|(index, good)| {
        let count = found.counts.get(index).copied().unwrap_or_default();
        GoodLine {
            name: good.name.clone(),
            model: good.model.clone(),
            quantity: good.quantity,
            unit: good.unit.clone(),
            whole: count.whole,
            damaged: count.damaged,
            lost: count.lost,
        }
    });
    let mut unit = party(&issued.unit);
    if unit[0].is_empty() {
        unit[0].clone_from(&desk.settings().unit);
    }
    Ok(RequisitionFacts {
        mark: mark(desk, session)?,
        number: issued.number.clone(),
        incident: title,
        unit,
        executor: issued.executor.clone(),
        owner: party(&issued.owner),
        purpose: issued.purpose.clone(),
        from_ms: Some(issued.from.0),
        registrar: issued.registrar.clone(),
        oral: oral(
            desk,
            issued.oral.then_some(found.issued_at),
            found.paper.as_ref(),
        ),
        goods: goods.collect(),
        returns: return_lines(found),
        payments: payments.collect(),
        settled: found.settled,
    })
}

fn return_lines(found: &Requisition) -> Vec<ReturnLine> {
    let name = |index: u32| {
        let good = found.issued.goods.get(index as usize);
        good.map(|good| good.name.clone()).unwrap_or_default()
    };
    let lines = found.returns.iter().map(|line| {
        let back = &line.what;
        ReturnLine {
            at_ms: Some(line.at.0),
            what: format!(
                "{}：完好{}、损坏{}、灭失{}",
                name(back.good),
                back.whole,
                back.damaged,
                back.lost
            ),
            receiver: back.receiver.clone(),
            note: back.note.clone(),
        }
    });
    lines.collect()
}

/// What the log says of the response: how it was last started, and how it ended if it did.
#[derive(Default)]
struct Said {
    started: Option<(UtcMs, ResponseStarted)>,
    ended: Option<(UtcMs, ResponseEnded)>,
}

fn response(desk: &Desk, session: &Session, id: &IncidentId) -> Result<ReportDocument, CallError> {
    let (_, incident) = incident_of(session, id)?;
    let entity = EntityRef::new(EntityKind::Incident, id.as_str());
    let lines = session
        .logbook
        .timeline(&entity, u64::MAX, LINES_MAX)
        .map_err(storage)?;
    let mut said = Said::default();
    for line in lines.into_iter().rev() {
        let at = line.event.occurred_at;
        match Fact::read(&line.event.kind, &line.event.body) {
            Ok(Fact::ResponseStarted(body)) => {
                said = Said {
                    started: Some((at, body)),
                    ended: None,
                };
            }
            Ok(Fact::ResponseEnded(body)) => said.ended = Some((at, body)),
            _ => {}
        }
    }
    let Some((started_at, started)) = said.started else {
        return Err(not_found("response", id.as_str()));
    };
    let plan = started.plan.as_ref().and_then(|plan| {
        let rows = desk.library().rows().into_iter();
        rows.filter(|row| row.id == plan.as_str())
            .map(|row| row.title)
            .next()
    });
    let ended = said.ended;
    let (at, by, measures) = match &ended {
        Some((at, body)) => (*at, body.decided_by.clone(), body.ground.clone()),
        None => (
            started_at,
            started.decided_by.clone(),
            started.measures.clone(),
        ),
    };
    let orders = crate::answer::orders(session, &incident)?;
    let receivers = orders
        .iter()
        .map(|(order, team)| receiver(order, &team.registered.name));
    Ok(sheets::response_order(&ResponseFacts {
        mark: mark(desk, session)?,
        ends: ended.is_some(),
        matter: started.matter.clone(),
        level: format!("{}级", plans::level::roman(started.level)),
        period_h: started.period_h,
        measures,
        plan: plan.unwrap_or_default(),
        decided_by: by.0,
        decided_at_ms: Some(at.0),
        passed_by: String::new(),
        receivers: receivers.collect(),
    }))
}

/// A team that has its order, with who said so and when.
fn receiver(order: &Order, team: &str) -> String {
    let taken = order
        .steps
        .iter()
        .find(|step| step.to > Progress::Sent && step.to.is_active());
    match taken {
        Some(step) => format!("{team}　{}　{}", step.by, reports::when::short(step.at.0)),
        None => format!("{team}　未签收"),
    }
}

fn settlement(
    desk: &Desk,
    session: &Session,
    id: &IncidentId,
    team: &TeamId,
) -> Result<ReportDocument, CallError> {
    let (title, incident) = incident_of(session, id)?;
    let found = session.logbook.team(team.as_str()).map_err(storage)?;
    let found = found.ok_or_else(|| not_found("team", team.as_str()))?;
    let told = &found.registered;
    let orders = crate::answer::orders(session, &incident)?;
    let own = orders.iter().map(|(order, _)| order);
    let own: Vec<&Order> = own.filter(|order| order.sent.team == *team).collect();
    let account = TeamAccount::of(told, &own);
    let turnouts = account.turnouts.iter().map(|one| TurnoutLine {
        sent_at_ms: Some(one.sent_at.0),
        arrived_at_ms: one.arrived_at.map(|at| at.0),
        ended_at_ms: one.ended_at.map(|at| at.0),
        people: one.people,
        vehicles: one.vehicles,
        hours: one.hours(),
    });
    let rates = account.charges.iter().map(|charge| RateLine {
        what: charge.rate.what.clone(),
        basis: basis_words(charge.rate.basis).to_owned(),
        fen: charge.rate.fen,
        amount_fen: charge.fen(),
        counts: charge.counts.clone(),
    });
    Ok(sheets::settlement(&SettlementFacts {
        mark: mark(desk, session)?,
        incident: title,
        team: format!("{} {}", told.name, told.unit),
        level: inventory::columns::word_of_value("level", &told.level),
        terms: terms_words(told, Day::of(session.logbook.now())),
        payer: incident.opened.unit.clone(),
        turnouts: turnouts.collect(),
        rates: rates.collect(),
    }))
}

fn basis_words(basis: RateBasis) -> &'static str {
    match basis {
        RateBasis::PersonHour => "人·小时",
        RateBasis::VehicleHour => "车·小时",
        RateBasis::Kilometre => "公里",
        RateBasis::CallOut => "次",
        RateBasis::Other => "其他",
    }
}

/// The agreements that bind today, and until when the people are insured.
fn terms_words(team: &TeamRegistered, today: Day) -> String {
    let binding = team.agreements.iter().filter(|one| one.is_in_force(today));
    let mut words: Vec<String> = binding
        .map(|one| match one.until {
            Some(until) => format!("{}（至{until}）", one.title),
            None => one.title.clone(),
        })
        .collect();
    if words.is_empty() {
        words.push("无有效协议".to_owned());
    }
    words.push(match team.insured_until {
        Some(until) if until < today => format!("人员保险已于{until}到期"),
        Some(until) => format!("人员保险至{until}"),
        None => "人员保险未登记".to_owned(),
    });
    words.join("；")
}

fn aid_letter(desk: &Desk, session: &Session, id: &str) -> Result<ReportDocument, CallError> {
    let found = session.logbook.aid(id).map_err(storage)?;
    let aid = found.ok_or_else(|| not_found("aid", id))?;
    let (title, _) = incident_of(session, &aid.drafted.incident)?;
    let signed = aid.signed.unwrap_or_default();
    Ok(sheets::aid_letter(&AidFacts {
        mark: mark(desk, session)?,
        number: signed.number,
        to: aid.drafted.to,
        incident: title,
        reason: aid.drafted.reason,
        needs: aid.drafted.words,
        place: aid.drafted.place.words,
        wanted_at_ms: aid.drafted.wanted_at.map(|at| at.0),
        contact: aid.drafted.contact,
        signer: signed.signer,
        signed_at_ms: aid.signed_at.map(|at| at.0),
    }))
}
