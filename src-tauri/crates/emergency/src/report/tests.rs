//! From the draft to the receipt.

use super::*;
use crate::sample::Room;

fn drafted(number: u32) -> Fact {
    Fact::ReportDrafted(ReportDrafted {
        incident: "I1".into(),
        number,
        ..ReportDrafted::default()
    })
}

fn sent() -> Fact {
    Fact::ReportSent(ReportSent {
        incident: "I1".into(),
        signer: "演练 李主任".to_owned(),
        ..ReportSent::default()
    })
}

fn receipted(by: &str) -> Fact {
    Fact::ReportReceipted(ReportReceipted {
        incident: "I1".into(),
        by: by.to_owned(),
    })
}

#[test]
fn the_first_receipt_of_the_authority_above_counts() {
    let mut room = Room::new();
    room.happen(1, "R1", drafted(1));
    room.happen(2, "R1", sent());
    room.happen(3, "R1", receipted("演练 市局 孙倩"));
    room.happen(4, "R1", receipted("演练 市局 周鹏"));
    let report = room.report("R1");
    let receipt = report.receipt.expect("they have it");
    assert_eq!(receipt.by.as_str(), "演练 市局 孙倩", "who took it first");
    assert_eq!(receipt.at, UtcMs(3), "and when");
    assert_eq!(report.sent_at, Some(UtcMs(2)), "it was sent before");
}

#[test]
fn a_report_has_left_the_house_once_the_platforms_log_holds_it() {
    let mut room = Room::new();
    room.write_own("R1", sent());
    assert!(!room.report("R1").delivered, "the line is down");
    room.log[0].2 = Some(crate::event::Verdict::Ok);
    assert!(
        room.report("R1").delivered,
        "it came back with a place in the log"
    );
}

#[test]
fn a_draft_is_replaced_until_it_is_sent() {
    let mut room = Room::new();
    for number in [1, 2] {
        room.happen(i64::from(number), "R1", drafted(number));
    }
    room.happen(3, "R1", sent());
    room.happen(4, "R1", drafted(9));
    let report = room.report("R1");
    assert_eq!(report.drafted.number, 2, "what was sent stays as it was");
    assert_eq!(report.drafted_at, UtcMs(2), "and when it was written");
}
