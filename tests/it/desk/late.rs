//! What the desk refuses, and by which code.

use contract::calls::{Answer as _, route};
use contract::error::Code;
use contract::rows::{CommandRequest, SaveReport, Who};
use emergency::decide::{Command, Refusal};
use emergency::incident::Noted;
use emergency::report::ReportKind;
use emergency::time::MINUTE_MS;
use serde_json::{Value, json};

use super::{Room, leak, now, officer};

#[test]
fn a_late_report_is_refused_without_a_reason_and_goes_out_with_one() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let learned_at = now().plus_ms(-40 * MINUTE_MS);
    let opened = leak("演练 迟报", learned_at);
    let incident = room.act(Command::OpenIncident { opened });
    let report = |late_reason: &str| SaveReport {
        incident: incident.as_str().into(),
        kind: ReportKind::First,
        signer: "演练 带班领导".to_owned(),
        late_reason: late_reason.to_owned(),
        send: true,
        who: officer(),
        ..SaveReport::default()
    };
    let refused = room
        .desk
        .save_report(report(""))
        .expect_err("forty minutes are more than thirty");
    assert_eq!(refused.code, Code::Refused, "a rule stands against it");
    let field = "late_reason".to_owned();
    assert_eq!(
        refused.refusal,
        Some(Refusal::Needed { field }),
        "the screen learns what is missing"
    );
    let sent = |reports: &[emergency::report::Report]| {
        reports
            .iter()
            .filter(|report| report.sent.is_some())
            .count()
    };
    let reports = room.incident(&incident).reports;
    assert_eq!(sent(&reports), 0, "nothing went out");

    let mut again = report("演练 现场无信号");
    again.report = reports.first().map(|draft| draft.id.clone());
    room.desk.save_report(again).expect("a reason is given");
    let detail = room.incident(&incident);
    assert_eq!(sent(&detail.reports), 1, "it went out, once");
    let said = detail.reports[0].sent.clone().unwrap_or_default();
    assert_eq!(
        said.late_reason, "演练 现场无信号",
        "the reason stands in the log"
    );
    let clock = detail.clocks.iter().find(|clock| clock.rule == "R02");
    let clock = clock.expect("the clock is still shown");
    assert!(
        clock.met_at.is_some_and(|met| met > clock.due_at),
        "it is met, and late: {clock:?}"
    );
}

#[test]
fn every_refusal_carries_its_code() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let who = json!({ "actor": "演练", "role": "duty", "paperAt": null });
    let note = |text: &str, who: &Value| {
        let command = json!({ "do": "note_duty", "note": { "text": text } });
        json!({ "command": command, "who": who })
    };
    let nobody = json!({ "actor": " ", "role": "duty", "paperAt": null });
    let take = json!({ "do": "take_custody", "team": "T0", "reason": "" });
    let cases = [
        ("command", note("", &who), Code::Refused, Some("needed")),
        (
            "command",
            note("有", &nobody),
            Code::Refused,
            Some("needed"),
        ),
        (
            "command",
            note(&"长".repeat(20_001), &who),
            Code::Refused,
            Some("too_long"),
        ),
        (
            "command",
            json!({ "command": take, "who": who }),
            Code::Refused,
            Some("unknown"),
        ),
        ("command", json!({ "who": who }), Code::Malformed, None),
        ("incident", json!({ "id": "none" }), Code::NotFound, None),
        ("alert", json!({ "id": "none" }), Code::NotFound, None),
        ("plan", json!({ "id": "none" }), Code::NotFound, None),
        (
            "export_report",
            json!({ "id": "none" }),
            Code::NotFound,
            None,
        ),
        (
            "map_style",
            json!({ "palette": "none" }),
            Code::Malformed,
            None,
        ),
        ("steer_drill", json!({ "who": who }), Code::NotFound, None),
        ("no_such_call", json!({}), Code::UnknownCall, None),
    ];
    let before = room.events();
    for (name, request, code, refusal) in cases {
        let error = route(&room.desk, name, request.clone()).expect_err("it cannot be done");
        assert_eq!(error.code, code, "{name}: {error}");
        let told = serde_json::to_value(&error.refusal).expect("plain data");
        assert_eq!(
            told["code"].as_str(),
            refusal,
            "{name}: the rule, by its code"
        );
    }
    assert_eq!(room.events(), before, "nothing refused is in the log");
}

#[test]
fn what_was_written_on_paper_is_logged_at_the_time_of_the_paper() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let at = now().plus_ms(-25 * MINUTE_MS);
    let who = Who {
        paper_at: Some(at),
        ..officer()
    };
    let note = Noted {
        text: "演练 停电时的电话".to_owned(),
        ..Noted::default()
    };
    let command = Command::NoteDuty { note };
    let written = room.desk.command(CommandRequest {
        command,
        who,
        second_pin: String::new(),
    });
    written.expect("paper is entered afterwards");
    let query = contract::rows::TimelineQuery {
        entity_kind: "duty".to_owned(),
        entity: "duty".to_owned(),
        before: 0,
        limit: 1,
    };
    let line = &room.desk.timeline(query).expect("reads")[0];
    assert_eq!(line.occurred_at, at, "when it happened");
    assert!(line.recorded_at > at, "and when it was entered");
}
