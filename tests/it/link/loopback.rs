//! On loopback sockets.

mod certificates;
mod clocks;
mod conflict;
mod devices;
mod hostile;
mod http;
mod later;
mod liars;
mod many;
mod restore;
mod strangers;
mod succession;
mod wire;

use std::path::Path;
use std::time::Duration;

use emergency::decide::Command;
use emergency::entity::EntityKind;
use emergency::report::{ReportDrafted, ReportSent};
use protocols::platform::Position;
use tempfile::TempDir;
use tests::city::City;
use tests::proxy::{Mischief, Steering, on_loopback};
use tests::seat::{Seat, eventually};
use tests::world::{incident, system_clock, team};

/// Long enough for any of these steps on a busy machine.
const LONG: Duration = Duration::from_secs(90);

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn seat(folder: &Path, who: u64, city: &City) -> Seat {
    Seat::start(folder, who, 1, system_clock(), city.address)
}

/// A desk behind a wire of its own.
async fn wired(folder: &Path, who: u64, start: u64, city: &City) -> (Seat, Steering) {
    let steering = Steering::new(who, Mischief::default());
    let address = on_loopback(city.address, steering.clone()).await;
    (
        Seat::start(folder, who, start, system_clock(), address),
        steering,
    )
}

async fn together(city: &City, seats: &[&Seat]) {
    eventually(
        LONG,
        "all desks stand at the head and nothing waits",
        || seats.iter().all(|seat| seat.is_at(city.head())),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_desk_does_is_on_the_other() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (a, b) = (seat(folder.path(), 1, &city), seat(folder.path(), 2, &city));
    a.until_live(LONG).await;
    b.until_live(LONG).await;
    let opened = a.act(incident("演练 氯气泄漏")).expect("is allowed");
    let id = opened.entities[0].id.clone();
    together(&city, &[&a, &b]).await;
    let there = b
        .logbook
        .incident(&id)
        .expect("reads")
        .expect("is on the other desk");
    assert_eq!(there.opened.title, "演练 氯气泄漏", "as it was written");
    let both = [&a, &b].map(|seat| seat.logbook.state(EntityKind::Incident, &id));
    assert_eq!(both[0], both[1], "the same on both");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_report_that_arrives_is_receipted_by_the_platform() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city);
    let incident = a.act(incident("演练 火灾")).expect("is allowed").entities[0]
        .id
        .clone();
    let drafted = ReportDrafted {
        incident: incident.as_str().into(),
        number: 1,
        ..ReportDrafted::default()
    };
    let draft = Command::DraftReport {
        report: None,
        drafted,
    };
    let report = a.act(draft).expect("is allowed").entities[0].id.clone();
    let sent = ReportSent {
        incident: incident.as_str().into(),
        signer: "演练 李主任".to_owned(),
        recipients: vec!["演练 市应急管理局".to_owned()],
        ..ReportSent::default()
    };
    let send = Command::SendReport {
        report: report.as_str().into(),
        sent,
        due_at: None,
    };
    a.act(send).expect("is allowed");
    eventually(LONG, "the receipt is here", || {
        let report = a.logbook.report(&report).expect("reads").expect("is there");
        report
            .receipt
            .is_some_and(|receipt| receipt.by.as_str() == "市平台(演练)")
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn positions_go_past_the_log() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city);
    let mut b = seat(folder.path(), 2, &city);
    a.act(team("T1", None)).expect("is allowed");
    a.until_live(LONG).await;
    b.until_live(LONG).await;
    together(&city, &[&a, &b]).await;
    let head = city.head();
    let position = Position {
        team: "T1".into(),
        point: emergency::place::Point {
            lon: 117.07,
            lat: 36.68,
        },
        at: (system_clock())(),
        source: "演练 北斗".to_owned(),
    };
    a.link.send_position(position.clone());
    let heard = tokio::time::timeout(LONG, b.positions.recv())
        .await
        .expect("it comes");
    assert_eq!(heard, Some(position), "as it was sent");
    assert_eq!(city.head(), head, "the log did not grow");
}
