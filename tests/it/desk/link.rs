//! A desk whose platform is away.

use contract::calls::Answer as _;
use contract::rows::Nothing;
use contract::status::{KeyKept, LinkPhase, LinkWhy};
use desk::Settings;
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
        ..Noted::default()
    };
    room.act(Command::NoteDuty { note });
    town.start();
    town.until_together(&[&room]);
    assert_eq!(town.head(), room.events(), "each fact is there once");
}

#[test]
fn a_wrong_setting_of_the_link_costs_the_link_and_nothing_else() {
    let folder = tempfile::tempdir().expect("a folder");
    let nothing = folder.path().join("nothing.pem");
    let empty = folder.path().join("empty.pem");
    std::fs::write(&empty, "no certificate in here").expect("written");
    let cases = [
        ("192.0.2.1:7021", None, LinkWhy::NoTrust),
        ("https://city.invalid:port", None, LinkWhy::BadAddress),
        ("192.0.2.1:7021", Some(nothing), LinkWhy::BadTrust),
        ("192.0.2.1:7021", Some(empty), LinkWhy::BadTrust),
    ];
    for (number, (address, trust, why)) in cases.into_iter().enumerate() {
        let data = folder.path().join(number.to_string());
        let mut settings =
            Settings::load(&data, None, Some(address)).expect("no file means defaults");
        settings.keyring = false;
        settings.trust = trust;
        let room = Room::open(settings);
        let note = Noted {
            text: "演练 没有链路也要记".to_owned(),
            ..Noted::default()
        };
        room.act(Command::NoteDuty { note });
        let status = room.desk.status(Nothing {}).expect("reads");
        let shown = (status.link.phase, status.link.why);
        assert_eq!(
            shown,
            (LinkPhase::Down, Some(why)),
            "{address}: it says why"
        );
        assert_eq!(status.link.outbox, 1, "{address}: what was done waits");
        assert_eq!(status.key.kept, KeyKept::File, "no keyring was asked");
    }
}

#[test]
fn a_desk_whose_key_is_lost_opens_and_what_it_had_not_sent_still_arrives() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("a");
    let mut town = Town::started(folder.path());
    let room = Room::exercise(&data, false, Some(&town.address));
    let note = |text: &str| Command::NoteDuty {
        note: Noted {
            text: text.to_owned(),
            ..Noted::default()
        },
    };
    room.act(note("演练 已发出的"));
    town.until_together(&[&room]);
    town.stop();
    room.act(note("演练 还没发出的"));
    drop(room);

    std::fs::remove_file(data.join("device.key")).expect("it was in a file");
    let room = Room::exercise(&data, false, Some(&town.address));
    let status = room.desk.status(Nothing {}).expect("reads");
    assert!(status.key.replaced, "it says that it is a new device");
    assert_eq!(status.link.outbox, 1, "what was not sent waits");
    room.act(note("演练 新密钥之后的"));
    town.start();
    town.until_together(&[&room]);
    assert_eq!(town.head(), 3, "all three, each once");
}
