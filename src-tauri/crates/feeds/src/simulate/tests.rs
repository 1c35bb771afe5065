//! Every made-up device is let in and answered by the real server, and nothing is lost.

mod night;

use std::net::Ipv4Addr;
use std::sync::Mutex;

use emergency::decide::Draft;
use emergency::fact::Fact;
use emergency::time::UtcMs;
use protocols::sensor::Limits;

use super::*;
use crate::health::SharedHealth;
use crate::intake::{Intake, NotStored, Unreadable};
use crate::lock::lock;
use crate::reach::Reach;
use crate::serve::{Bounds, Server};
use crate::talk::{
    Ask, Gbt26875, Gbt26875Settings, Hj212, Hj212Settings, Jt808, Jt808Settings, Protocol,
    StationLimits,
};

/// The time at the server and at the devices.
fn now() -> UtcMs {
    UtcMs(1_780_000_000_000)
}

#[derive(Default)]
struct Shelf {
    drafts: Mutex<Vec<Draft>>,
    unreadable: Mutex<Vec<Unreadable>>,
}

impl Intake for Shelf {
    fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
        lock(&self.drafts).extend(drafts);
        Ok(())
    }

    fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored> {
        lock(&self.unreadable).push(unreadable);
        Ok(())
    }

    fn now(&self) -> UtcMs {
        now()
    }
}

/// Reports that make one alarm come and go in each device.
const REPORTS: u64 = 105;
const DEVICES: u32 = 4;

async fn run(protocol: Arc<dyn Protocol>, make: fn(u32) -> Box<dyn Device>) -> (u64, usize, u64) {
    let health = SharedHealth::new("演练", protocol.kind(), "");
    let (shelf, tally) = serve_as(protocol, make, health.clone()).await;
    let facts = lock(&shelf.drafts).len();
    (
        tally.answered.load(Ordering::Relaxed),
        facts,
        health.get().messages,
    )
}

async fn serve(
    protocol: Arc<dyn Protocol>,
    make: fn(u32) -> Box<dyn Device>,
) -> (Arc<Shelf>, Arc<Tally>) {
    let health = SharedHealth::new("演练", protocol.kind(), "");
    serve_as(protocol, make, health).await
}

/// Lets devices send all their reports to a real server.
async fn serve_as(
    protocol: Arc<dyn Protocol>,
    make: fn(u32) -> Box<dyn Device>,
    health: SharedHealth,
) -> (Arc<Shelf>, Arc<Tally>) {
    let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
    let server = Server::bind(any, protocol, Bounds::default(), health);
    let server = server.expect("a free port");
    let fleet = Fleet {
        address: server.address().expect("it has one"),
        devices: DEVICES,
        every: Duration::from_millis(1),
        reports: Some(REPORTS),
        clock: now,
    };
    let shelf = Arc::new(Shelf::default());
    let intake: Arc<dyn Intake> = shelf.clone();
    let stop = CancellationToken::new();
    let serving = tokio::spawn(server.run(intake, stop.clone()));
    let tally = Arc::new(Tally::default());
    let running = fleet.run(make, Arc::clone(&tally), CancellationToken::new());
    let ended = timeout(Duration::from_secs(120), running).await;
    ended.expect("each device sends its reports");
    stop.cancel();
    serving.await.expect("the server stops");
    assert_eq!(lock(&shelf.unreadable).len(), 0, "nothing was unreadable");
    (shelf, tally)
}

fn reach() -> Arc<Reach> {
    Arc::new(Reach::new(&[], &[]))
}

#[tokio::test(flavor = "multi_thread")]
async fn vehicles_are_let_in_and_answered() {
    let mut settings = Jt808Settings {
        secret: Some("演练".to_owned()),
        ..Jt808Settings::new("车辆")
    };
    let known: Vec<_> = (0..DEVICES).map(|n| format!("0100{n:08}")).collect();
    settings.allow(known.iter().map(String::as_str));
    let feed = Arc::new(Jt808::new(settings, reach()));
    let (answered, facts, messages) =
        run(feed, |number| Box::new(VehicleTerminal::new(number))).await;
    let sent = u64::from(DEVICES) * REPORTS;
    assert_eq!(answered, sent, "every report");
    assert_eq!(
        messages,
        sent + u64::from(DEVICES),
        "and the code that lets each in: a registration before it is anybody's word"
    );
    assert_eq!(facts, 8, "one alarm of each, and its end");
}

#[tokio::test(flavor = "multi_thread")]
async fn batches_and_messages_in_parts_are_answered() {
    let vehicles = Arc::new(Jt808::new(Jt808Settings::new("车辆"), reach()));
    let (answered, ..) = run(vehicles, |number| Box::new(UploadTerminal::new(number))).await;
    let all = u64::from(DEVICES) * REPORTS;
    assert_eq!(answered, all, "batches and pictures in parts in turn");
    let settings = Hj212Settings {
        name: "环境".to_owned(),
        ..Hj212Settings::default()
    };
    let stations = Arc::new(Hj212::new(settings, reach()));
    let (answered, ..) = run(stations, |number| Box::new(PacketStation::new(number))).await;
    assert_eq!(answered, all, "every packet of every message");
}

#[tokio::test(flavor = "multi_thread")]
async fn fire_devices_are_confirmed() {
    let settings = Gbt26875Settings {
        name: "消防".to_owned(),
        set_clock: true,
        ..Gbt26875Settings::default()
    };
    let feed = Arc::new(Gbt26875::new(settings, reach()));
    let (answered, facts, _) = run(feed, |number| Box::new(FireDevice::new(number))).await;
    assert_eq!(answered, u64::from(DEVICES) * REPORTS, "every report");
    assert_eq!(facts, 8, "one fire of each, and its end");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_duty_check_is_answered_over_the_wire_and_who_is_absent_is_told() {
    let settings = Gbt26875Settings {
        name: "消防".to_owned(),
        ..Gbt26875Settings::default()
    };
    let feed = Arc::new(Gbt26875::new(settings, reach()));
    let own = Arc::clone(&feed);
    let checking = tokio::spawn(async move {
        // Each has said something before it can be asked.
        while own.panels().len() < DEVICES as usize {
            tokio::task::yield_now().await;
        }
        own.ask(None, Ask::Duty, now())
    });
    let served: Arc<dyn Protocol> = Arc::clone(&feed) as Arc<dyn Protocol>;
    let (shelf, _) = serve(served, |number| Box::new(FireDevice::new(number))).await;
    let asked = checking.await.expect("all panels came");
    assert_eq!(asked, DEVICES as usize, "each is asked");
    let drafts = lock(&shelf.drafts);
    let noted = drafts.iter().filter_map(|draft| match &draft.fact {
        Fact::DutyNoted(note) => Some(note.text.clone()),
        _ => None,
    });
    let mut noted: Vec<String> = noted.collect();
    drop(drafts);
    noted.sort();
    noted.dedup();
    assert_eq!(noted.len(), 3, "all but the fourth answer: {noted:?}");
    let missed = feed.tick(now().plus_ms(5 * 60_000));
    assert_eq!(missed.drafts.len(), 1, "where nobody is, that is told");
}

#[tokio::test(flavor = "multi_thread")]
async fn rarer_things_are_taken_by_the_real_server_as_they_are_counted() {
    let feed: Arc<dyn Protocol> = Arc::new(Jt808::new(Jt808Settings::new("车辆"), reach()));
    let (shelf, tally) = serve(feed, |number| {
        Box::new(VehicleTerminal::new(number).rarer())
    })
    .await;
    let counted = |tally: &Tally| tally.facts.load(Ordering::Relaxed);
    assert!(counted(&tally) > 8, "more than collisions");
    assert_eq!(
        lock(&shelf.drafts).len() as u64,
        counted(&tally),
        "vehicles"
    );
    let feed = Arc::new(Gbt26875::new(Gbt26875Settings::default(), reach()));
    let (shelf, tally) = serve(feed, |number| Box::new(FireDevice::new(number).rarer())).await;
    assert_eq!(lock(&shelf.drafts).len() as u64, counted(&tally), "panels");
    let feed = Arc::new(Hj212::new(Hj212Settings::default(), reach()));
    let (shelf, tally) = serve(feed, |number| Box::new(Station::new(number).rarer())).await;
    let breaches = 8;
    let made = counted(&tally) - breaches;
    assert_eq!(
        lock(&shelf.drafts).len() as u64,
        made,
        "stations without limits"
    );
}

#[tokio::test(flavor = "multi_thread")]
async fn stations_are_answered() {
    let limits = Limits {
        high: Some(10.0),
        ..Limits::default()
    };
    let own = StationLimits::from([("a21028".to_owned(), limits)]);
    let limits = (0..DEVICES).map(|number| (Station::mn(number), own.clone()));
    let settings = Hj212Settings {
        name: "环境".to_owned(),
        limits: limits.collect(),
        ..Hj212Settings::default()
    };
    let feed = Arc::new(Hj212::new(settings, reach()));
    let (answered, facts, _) = run(feed, |number| Box::new(Station::new(number))).await;
    assert_eq!(answered, u64::from(DEVICES) * REPORTS, "every report");
    assert_eq!(facts, 8, "one breach of each, and its end");
}
