//! The whole watch: from an alert in the drop folder to a receipted report and printed sheets.

use std::io::Read as _;

use contract::calls::Answer as _;
use contract::rows::{
    AlertSection, DraftRequest, Nothing, PlanRequest, PrintRequest, RecommendRequest,
    Recommendation, ReportSheet, SaveReport, Sheet, Written,
};
use emergency::decide::Command;
use emergency::id::PlanId;
use emergency::incident::ResponseStarted;
use emergency::level::ResponseLevel;
use emergency::order::Claim;
use emergency::report::ReportKind;
use sha2::{Digest as _, Sha256};

use super::{Room, Town, by_id, cap, leak, now, officer, until};

const PLAN: &str = "hazardous-chemicals";

#[test]
fn an_alert_becomes_orders_and_a_receipted_report_and_paper() {
    let folder = tempfile::tempdir().expect("a folder");
    let town = Town::started(folder.path());
    let room = Room::exercise(&folder.path().join("a"), true, Some(&town.address));
    let (incident, report) = from_the_alert_to_the_report(&room);
    let receipt = until(&room.desk, "the platform signs for the report", |_| {
        let mut reports = room.incident(&incident).reports.into_iter();
        reports.find(|one| one.id.as_str() == report)?.receipt
    });
    assert_eq!(
        receipt.by.as_str(),
        "市平台(演练)",
        "the receipt says who signed"
    );
    everything_is_on_paper(&room, &report);
}

/// Everything a desk does by itself; answers the incident and its first report.
pub(super) fn from_the_alert_to_the_report(room: &Room) -> (String, String) {
    let alert = take_in(room);
    let mut opened = leak("演练 某水厂氯气泄漏", now());
    opened.alerts = vec![alert.as_str().into()];
    let incident = room.act(Command::OpenIncident { opened });
    let raised = &room.incident(&incident).alerts;
    assert_eq!(raised.len(), 1, "the alert belongs to the incident");
    start_response(room, &incident);
    dispatch(room, &incident);
    let report = report(room, &incident);
    (incident, report)
}

/// An alert in the drop folder becomes a row, which is acknowledged.
fn take_in(room: &Room) -> String {
    let message = cap("WATCH-1", "Exercise", "演练 值守一号 氯气泄漏");
    room.drop_in("watch.xml", message.as_bytes());
    let row = room.arrived(AlertSection::Open, "值守一号");
    let id = row.id.0.clone();
    let all = room.alerts(AlertSection::Open, "值守一号");
    assert_eq!(all.len(), 1, "one message is one row");
    assert_eq!(row.level, 1, "extreme is the highest level");
    let detail = room.desk.alert(by_id(&id)).expect("it can be opened");
    assert_eq!(detail.raw, message, "the original bytes, as they came");
    assert!(!detail.raw_cut, "and all of them");
    let hash = hex::encode(Sha256::digest(message.as_bytes()));
    assert_eq!(
        detail.raw_sha256, hash,
        "the hash is that of the original bytes"
    );
    room.act(Command::AcknowledgeAlerts {
        alerts: vec![id.as_str().into()],
        note: String::new(),
    });
    let row = room.arrived(AlertSection::Open, "值守一号");
    assert!(row.acknowledged, "it was seen to, and is still in force");
    id
}

fn start_response(room: &Room, incident: &str) {
    let plans = room.desk.match_plans(by_id(incident)).expect("matches");
    assert_eq!(plans[0].id, PLAN, "chlorine is a matter of that plan");
    assert!(!plans[0].reasons.is_empty(), "and it says why");
    let request = PlanRequest {
        id: PLAN.to_owned(),
        incident: Some(incident.into()),
    };
    let plan = room.desk.plan(request).expect("the plan opens");
    let level = ResponseLevel::Two;
    let rule = plan.levels.iter().find(|rule| rule.level == level);
    let rule = rule.expect("the plan has a second level");
    // A card that names no level is for all of them.
    let fits = |levels: &[ResponseLevel]| levels.is_empty() || levels.contains(&level);
    let cards = plan.cards.iter();
    let cards = cards.filter(|card| card.fits && fits(&card.levels));
    let tasks: Vec<_> = cards.map(|card| card.task.clone()).collect();
    let given = tasks.len();
    assert!(given > 0, "the level has cards");
    let response = ResponseStarted {
        level,
        matter: rule.matter.clone(),
        period_h: rule.period_h.max(1),
        measures: rule.measures.clone(),
        decided_by: "演练 带班领导".into(),
        confirmed_by: "演练丙".into(),
        overruled: String::new(),
        plan: Some(PlanId(PLAN.to_owned())),
    };
    room.act(Command::StartResponse {
        incident: incident.into(),
        response,
        tasks,
    });
    let incident = room.incident(incident).incident;
    let running = incident.response.expect("the response runs");
    assert_eq!(running.contents.level, level, "at the level that was set");
    assert_eq!(incident.tasks.len(), given, "each card is a task");
}

/// What is advised covers the needs or says what is missing; one team goes, one lot is drawn.
fn dispatch(room: &Room, incident: &str) {
    let ask = RecommendRequest {
        incident: incident.into(),
        needs: Vec::new(),
        ..RecommendRequest::default()
    };
    let advice = room.desk.recommend(ask).expect("it is advised");
    advice_covers_the_needs(&advice);
    let team = advice.teams.iter().find(|team| team.chosen);
    let team = team.expect("the made district has a team for this");
    let order = room.act(Command::SendTeam {
        team: team.team.clone(),
        incident: incident.into(),
        task: None,
        words: "演练 立即出动".to_owned(),
        further_job: false,
        eta_s: team.eta_s,
        eta_estimated: team.eta_estimated,
        despite: "演练 已说明".to_owned(),
    });
    let orders = room.incident(incident).orders;
    let order = orders.iter().find(|one| one.id.as_str() == order);
    let claim = &order.expect("the order is with the incident").claim;
    assert_eq!(*claim, Claim::Confirmed, "who has custody confirms at once");

    let lots = room.desk.lots(Nothing {}).expect("reads");
    let lot = lots.iter().find(|lot| lot.on_hand() > 1);
    let lot = lot.expect("the made district has supplies");
    let drawn = 2.min(lot.on_hand());
    room.act(Command::DrawStock {
        lot: lot.id.clone(),
        incident: incident.into(),
        quantity: drawn,
    });
    let with_incident = room.incident(incident).lots;
    assert_eq!(
        with_incident[0].on_hand(),
        lot.on_hand() - drawn,
        "what was drawn is no longer on hand"
    );
}

fn advice_covers_the_needs(advice: &Recommendation) {
    assert!(!advice.needs.is_empty(), "the cards name what they need");
    for need in &advice.needs {
        let missing = advice
            .short
            .iter()
            .filter(|short| short.need == *need)
            .map(|short| short.missing)
            .sum::<u32>();
        let covered: u32 = if need.supply.is_empty() {
            let fits = |team: &&contract::rows::TeamAdvice| {
                team.chosen && team.capability == need.capability
            };
            advice.teams.iter().filter(fits).map(|_| 1).sum()
        } else {
            let fits = advice.lots.iter().filter(|lot| lot.supply == need.supply);
            fits.map(|lot| lot.quantity).sum()
        };
        assert!(
            covered + missing >= need.quantity,
            "{need:?}: {covered} found, {missing} said to be missing"
        );
    }
    for team in &advice.teams {
        assert!(!team.reasons.is_empty(), "{} says why", team.call_sign);
    }
    for lot in &advice.lots {
        assert!(!lot.reasons.is_empty(), "{} says why", lot.name);
    }
}

/// The first report is drafted from the log, signed and sent.
fn report(room: &Room, incident: &str) -> String {
    let ask = DraftRequest {
        incident: incident.into(),
        kind: ReportKind::First,
    };
    let drafted = room.desk.draft_report(ask).expect("it is drafted");
    assert!(drafted.report.is_none(), "a draft is in nobody's log yet");
    assert!(
        drafted
            .fields
            .iter()
            .any(|field| field.value.contains("氯")),
        "the log's words are in it: {:?}",
        drafted.fields
    );
    let rule = drafted.clock.expect("a first report has a clock").rule;
    assert_eq!(rule, "R02", "the thirty minutes of the province come first");
    let sent = send(room, incident).expect("it goes out in time");
    let report = sent.report.expect("it is saved");
    assert!(report.sent.is_some(), "and sent");
    let clocks = room.incident(incident).clocks;
    let clock = clocks.iter().find(|clock| clock.rule == "R02");
    let met = clock.expect("the clock is still shown").met_at;
    assert!(met.is_some(), "the report met it: {clocks:?}");
    report.id.0
}

fn send(room: &Room, incident: &str) -> Result<ReportSheet, contract::error::CallError> {
    room.desk.save_report(SaveReport {
        incident: incident.into(),
        kind: ReportKind::First,
        signer: "演练 带班领导".to_owned(),
        send: true,
        who: officer(),
        ..SaveReport::default()
    })
}

/// The report and every sheet can be opened outside the program.
pub(super) fn everything_is_on_paper(room: &Room, report: &str) {
    let written = room.desk.export_report(by_id(report)).expect("is written");
    assert_eq!(written.files.len(), 2, "as Word file and as PDF");
    opens(&written);
    for sheet in [
        Sheet::Picture,
        Sheet::BlankCards,
        Sheet::DutyLog,
        Sheet::Handover,
    ] {
        let printed = room.desk.print(PrintRequest { sheet }).expect("prints");
        assert!(!printed.files.is_empty(), "{sheet:?} is on paper");
        opens(&printed);
    }
}

/// Every file is what its ending says.
pub(super) fn opens(written: &Written) {
    for name in &written.files {
        let path = std::path::Path::new(&written.folder).join(name);
        let bytes = std::fs::read(&path).expect("the file is in the folder that is named");
        if name.ends_with(".docx") {
            let file = std::io::Cursor::new(bytes);
            let mut parts = zip::ZipArchive::new(file).expect("its directory can be read");
            let mut words = String::new();
            let mut body = parts
                .by_name("word/document.xml")
                .expect("the body is in it");
            body.read_to_string(&mut words).expect("the body is text");
            assert!(words.contains("<w:document"), "{name} is a Word file");
        } else {
            assert!(bytes.starts_with(b"%PDF-"), "{name} begins as a PDF");
            let tail = &bytes[bytes.len().saturating_sub(16)..];
            let ends = String::from_utf8_lossy(tail).contains("%%EOF");
            assert!(ends, "{name} is whole");
        }
    }
}
