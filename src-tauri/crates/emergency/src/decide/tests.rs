//! What each command comes to, and what stands against it.

mod alerts;
mod danger_guard;
mod dangers;
mod dispatch;
mod drafts;
mod every_act;
mod everything;
mod fences;
mod firms;
mod incidents;
mod records;
mod resources;
mod risks;
mod sending;
mod shares;
mod submissions;
mod supplies;

use std::collections::BTreeMap;

use super::{Command, Refusal, TEXT_CHARS_MAX};
use crate::alert::Notice;
use crate::duty::{DutyStarted, HandedOver};
use crate::event::Verdict;
use crate::id::{AlertId, IncidentId};
use crate::incident::{
    HarmReported, IncidentGraded, IncidentOpened, Noted, ResponseEnded, ResponseStarted, TaskGiven,
    TaskMoved, TaskState,
};
use crate::level::{IncidentGrade, ResponseLevel};
use crate::order::Progress;
use crate::place::Place;
use crate::report::{ReportDrafted, ReportSent};
use crate::sample::Room;
use crate::stock::LotRegistered;
use crate::team::{TeamRegistered, TeamReported};

fn text(words: &str) -> String {
    words.to_owned()
}

fn ids<T: From<String>>(names: &[&str]) -> Vec<T> {
    names.iter().map(|name| (*name).to_owned().into()).collect()
}

fn needed(field: &str) -> Refusal {
    Refusal::Needed { field: text(field) }
}

fn out_of_range(field: &str) -> Refusal {
    Refusal::OutOfRange { field: text(field) }
}

fn too_long(field: &str) -> Refusal {
    Refusal::TooLong {
        field: text(field),
        max: TEXT_CHARS_MAX,
    }
}

fn unknown(what: &str, id: &str) -> Refusal {
    Refusal::Unknown {
        what: text(what),
        id: text(id),
    }
}

fn wrong_state(what: &str, id: &str, state: &str) -> Refusal {
    Refusal::WrongState {
        what: text(what),
        id: text(id),
        state: text(state),
    }
}

/// One character more than a text may have.
fn long() -> String {
    "长".repeat(TEXT_CHARS_MAX + 1)
}

/// Asserts for each command that the refusal beside it stands against it.
fn assert_refused(room: &mut Room, cases: Vec<(Command, Refusal)>) {
    for (command, refusal) in cases {
        let said = format!("{command:?}");
        let said: String = said.chars().take(200).collect();
        assert_eq!(
            room.ask(command),
            Err(refusal),
            "what stands against {said}"
        );
    }
}

fn opened(title: &str) -> IncidentOpened {
    IncidentOpened {
        title: text(title),
        kind: text("fire"),
        ..IncidentOpened::default()
    }
}

fn open(room: &mut Room, alerts: &[&str]) -> IncidentId {
    let opened = IncidentOpened {
        alerts: ids(alerts),
        ..opened("演练 氯气泄漏")
    };
    IncidentId(room.act(Command::OpenIncident { opened }).0)
}

fn response() -> ResponseStarted {
    ResponseStarted {
        level: ResponseLevel::Three,
        matter: text("演练 氯气泄漏"),
        period_h: 6,
        measures: text("疏散、堵漏"),
        decided_by: "演练 李主任".into(),
        confirmed_by: "".into(),
        overruled: String::new(),
        plan: Some("P1".into()),
    }
}

fn card(name: &str) -> TaskGiven {
    TaskGiven {
        plan: Some("P1".into()),
        card: text(name),
        what: text("演练 疏散下风向"),
        ..TaskGiven::default()
    }
}

fn start(incident: &IncidentId, tasks: Vec<TaskGiven>) -> Command {
    Command::StartResponse {
        incident: incident.clone(),
        response: response(),
        tasks,
    }
}

fn end(incident: &IncidentId, by: &str) -> Command {
    let ended = ResponseEnded {
        decided_by: by.into(),
        ground: text("险情解除"),
        overruled: String::new(),
    };
    Command::EndResponse {
        incident: incident.clone(),
        ended,
    }
}

fn register_team(room: &mut Room, id: &str, custodian: Option<&str>) {
    let registered = TeamRegistered {
        name: format!("演练 {id}"),
        custodian: custodian.map(Into::into),
        ..TeamRegistered::default()
    };
    room.act(Command::RegisterTeam {
        team: id.into(),
        registered,
    });
}

fn lot(quantity: u32, shares: &[(&str, u32)]) -> LotRegistered {
    LotRegistered {
        name: text("演练 空气呼吸器"),
        quantity,
        allotments: shares
            .iter()
            .map(|(holder, share)| (text(holder), *share))
            .collect::<BTreeMap<_, _>>(),
        ..LotRegistered::default()
    }
}

fn register_lot(room: &mut Room, id: &str, quantity: u32, shares: &[(&str, u32)]) {
    room.act(Command::RegisterLot {
        lot: id.into(),
        registered: lot(quantity, shares),
    });
}

fn send(team: &str, incident: &IncidentId, further_job: bool) -> Command {
    Command::SendTeam {
        team: team.into(),
        incident: incident.clone(),
        task: None,
        words: text("演练 到场侦检"),
        further_job,
        eta_s: Some(600),
        eta_estimated: true,
        despite: String::new(),
    }
}

fn draw(lot: &str, incident: &IncidentId, quantity: u32) -> Command {
    Command::DrawStock {
        lot: lot.into(),
        incident: incident.clone(),
        quantity,
    }
}

fn drafted(incident: &IncidentId) -> ReportDrafted {
    ReportDrafted {
        incident: incident.clone(),
        number: 1,
        ..ReportDrafted::default()
    }
}

fn signed(late_reason: &str) -> ReportSent {
    ReportSent {
        signer: text("演练 李主任"),
        late_reason: text(late_reason),
        ..ReportSent::default()
    }
}
