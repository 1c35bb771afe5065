//! Profiles, reports, the watch and drills.

use super::everything::everything;
use super::*;

#[test]
fn the_shares_of_a_lot_come_out_of_its_count() {
    let mut room = Room::new();
    let register = |quantity, shares: &[(&str, u32)]| Command::RegisterLot {
        lot: "L1".into(),
        registered: lot(quantity, shares),
    };
    let whole = register(10, &[("desk-a", 6), ("desk-b", 4)]);
    assert!(room.ask(whole).is_ok(), "all of it is shared out");
    let most = u32::MAX;
    assert_refused(
        &mut room,
        vec![
            (
                register(10, &[("desk-a", 6), ("desk-b", 5)]),
                out_of_range("allotments"),
            ),
            (
                register(most, &[("desk-a", most), ("desk-b", 1)]),
                out_of_range("allotments"),
            ),
        ],
    );
}

#[test]
fn a_late_report_says_why() {
    let mut room = Room::new();
    let incident = open(&mut room, &[]);
    let (report, _) = room.act(Command::DraftReport {
        report: None,
        drafted: drafted(&incident),
    });
    let now = room.now;
    let sign = |sent: ReportSent, due_ms: i64| Command::SendReport {
        report: report.as_str().into(),
        sent,
        due_at: Some(now.plus_ms(due_ms)),
    };
    // 山东省安全生产条例 (2021) art. 65.
    assert!(room.ask(sign(signed(""), 0)).is_ok(), "just in time");
    assert!(
        room.ask(sign(signed("通信中断"), -1)).is_ok(),
        "late, and why"
    );
    assert_refused(
        &mut room,
        vec![
            (sign(signed(""), -1), needed("late_reason")),
            (sign(ReportSent::default(), 0), needed("signer")),
        ],
    );
}

#[test]
fn what_was_sent_is_neither_changed_nor_sent_again() {
    let mut room = Room::new();
    let incident = open(&mut room, &[]);
    let (report, _) = room.act(Command::DraftReport {
        report: None,
        drafted: drafted(&incident),
    });
    let sign = |report: &str| Command::SendReport {
        report: report.into(),
        sent: signed(""),
        due_at: None,
    };
    let draft = |report: &str, incident: &IncidentId| Command::DraftReport {
        report: Some(report.into()),
        drafted: drafted(incident),
    };
    room.act(draft(&report, &incident));
    room.act(sign(&report));
    let sent = || wrong_state("report", &report, "sent");
    assert_refused(
        &mut room,
        vec![
            (sign(&report), sent()),
            (draft(&report, &incident), sent()),
            (sign("R9"), unknown("report", "R9")),
            (draft("R9", &"I9".into()), unknown("incident", "I9")),
        ],
    );
    assert_eq!(
        room.incident(incident.as_str()).reports.len(),
        1,
        "the clocks see one"
    );
}

#[test]
fn a_watch_has_a_leader_and_an_officer_and_is_handed_from_one_to_another() {
    let mut room = Room::new();
    let watch = |leader: &str, officers: &[&str]| Command::StartDuty {
        started: DutyStarted {
            leader: leader.into(),
            officers: ids(officers),
        },
    };
    let hand = |from: &str, to: &str, remarks: String| Command::HandOver {
        handed: HandedOver {
            from: from.into(),
            to: to.into(),
            remarks,
            ..HandedOver::default()
        },
    };
    let note = |words: String| Command::NoteDuty {
        note: Noted {
            text: words,
            ..Noted::default()
        },
    };
    let (a, b) = ("演练 王敏", "演练 赵强");
    assert_refused(
        &mut room,
        vec![
            (watch("", &[a]), needed("leader")),
            (watch(b, &[]), needed("officers")),
            (watch(b, &[" "]), needed("officers")),
            (hand("", b, text("")), needed("from")),
            (hand(a, "", text("")), needed("to")),
            (hand(a, b, long()), too_long("remarks")),
            (note(text(" ")), needed("text")),
            (note(long()), too_long("text")),
        ],
    );
}

#[test]
fn a_drill_is_run_in_its_own_log_only() {
    let (mut room, all) = everything();
    let kinds = ["drill.started", "drill.injected", "drill.ended"];
    let drill: Vec<_> = all
        .into_iter()
        .filter(|(_, facts)| kinds.contains(&facts[0]))
        .map(|(command, _)| (command, Refusal::ExerciseMix))
        .collect();
    assert_eq!(drill.len(), kinds.len(), "all that a trainer does");
    room.exercise = false;
    assert_refused(&mut room, drill);
}
