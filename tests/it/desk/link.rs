//! A desk whose platform is away.

use contract::calls::Answer as _;
use contract::rows::Nothing;
use contract::status::LinkPhase;
use emergency::decide::Command;
use emergency::incident::Noted;

use super::watch::{everything_is_on_paper, from_the_alert_to_the_report};
use super::{Room, Town, until};

#[test]
fn without_the_platform_all_but_the_receipt_works_and_later_each_fact_is_there_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut town = Town::planned(folder.path());
    let room = Room::exercise(&folder.path().join("a"), true, Some(&town.address));
    let (incident, report) = from_the_alert_to_the_report(&room);
    everything_is_on_paper(&room, &report);
    let status = room.desk.status(Nothing {}).expect("reads");
    assert_ne!(status.link.phase, LinkPhase::Live, "nobody is there");
    assert_eq!(
        status.link.outbox, status.store.events,
        "every fact waits to go"
    );
    let receipts = |room: &Room| {
        let reports = room.incident(&incident).reports.into_iter();
        reports.filter_map(|report| report.receipt).count()
    };
    assert_eq!(receipts(&room), 0, "nobody has signed for the report");

    town.start();
    until(&room.desk, "the platform signs for the report", |_| {
        (receipts(&room) == 1).then_some(())
    });
    town.until_together(&[&room]);
    let own = room.events();
    assert_eq!(town.head(), own, "as many on the platform as on the desk");

    // Once more from the start of a session: nothing is sent a second time.
    town.stop();
    until(&room.desk, "the platform is gone", |desk| {
        let link = desk.status(Nothing {}).expect("reads").link;
        (link.phase != LinkPhase::Live).then_some(())
    });
    let note = Noted {
        text: "演练 断链时的记录".to_owned(),
    };
    room.act(Command::NoteDuty { note });
    town.start();
    town.until_together(&[&room]);
    assert_eq!(town.head(), room.events(), "each fact is there once");
}
