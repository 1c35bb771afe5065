//! Group `feeds`: a district's night of devices against `desk serve` in a process of its own,
//! counted from end to end. The devices and the broker run in this one.
//!
//! `--full` runs it for ten minutes, else for one. The programs are those in `DUTYROOM_PROGRAMS`.

mod served;

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};
use feeds::simulate::{Device, FireDevice, Fleet, Sensor, Station, Tally, VehicleTerminal};
use tests::broker::{Broker, BrokerOptions};
use tests::measure::{Bar, Row, Samples};
use tests::world::system_clock;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use served::Desk;

const GROUP: &str = "feeds";
const VEHICLES: u32 = 10_000;
const VEHICLES_EVERY: Duration = Duration::from_secs(30);
const PANELS: u32 = 200;
const PANELS_EVERY: Duration = Duration::from_secs(10);
const STATIONS: u32 = 500;
const STATIONS_EVERY: Duration = Duration::from_secs(30);
const POINTS: u32 = 5_000;
/// How long the load lasts.
const SHORT_S: u64 = 60;
const FULL_S: u64 = 600;
/// Of so many reports of a sensor one is an alarm: a bad night, and no flood, which is another
/// measure.
const SENSOR_ALARM_EVERY: u64 = 1_000;
/// How long the last answers may take.
const LAST_MAX: Duration = Duration::from_secs(60);

/// Measures the group.
pub(crate) fn measure(full: bool) -> Result<Vec<Row>> {
    let programs = std::env::var_os("DUTYROOM_PROGRAMS").map(PathBuf::from);
    let programs = programs.context("`cargo xtask bench feeds` builds the programs first")?;
    let seconds = if full { FULL_S } else { SHORT_S };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(run(&programs, seconds))
}

/// What the devices of one kind did.
struct Kind {
    name: &'static str,
    feed: &'static str,
    tally: Arc<Tally>,
    /// Messages before the first report of a device.
    greetings: u64,
}

async fn run(programs: &std::path::Path, seconds: u64) -> Result<Vec<Row>> {
    let folder = tempfile::tempdir()?;
    let broker = Broker::start(BrokerOptions::default()).await;
    let ports = [free_port()?, free_port()?, free_port()?];
    served::settings(folder.path(), ports, broker.address(), STATIONS)?;
    let mut desk = Desk::start(programs, folder.path())?;
    broker
        .until("the desk subscribes", |broker| broker.subscribed() > 0)
        .await;
    let before = desk.alarms()?;
    let at = |index: usize| SocketAddr::from((Ipv4Addr::LOCALHOST, ports[index]));
    let fleet = |index, devices, every: Duration| Fleet {
        address: at(index),
        devices,
        every,
        reports: Some((seconds / every.as_secs()).max(1)),
        clock: now,
    };
    let kinds = [
        kind("JT/T 808 vehicles", "jt808", 2 * u64::from(VEHICLES)),
        kind("fire panels", "gbt26875", 0),
        kind("HJ 212 stations", "hj212", 0),
    ];
    let fleets = [
        fleet(0, VEHICLES, VEHICLES_EVERY),
        fleet(1, PANELS, PANELS_EVERY),
        fleet(2, STATIONS, STATIONS_EVERY),
    ];
    let make: [fn(u32) -> Box<dyn Device>; 3] = [
        |n| Box::new(VehicleTerminal::new(n)),
        |n| Box::new(FireDevice::new(n)),
        |n| Box::new(Station::new(n)),
    ];
    let stop = CancellationToken::new();
    let [vehicles, panels, stations] = [0, 1, 2].map(|index: usize| {
        fleets[index].run(make[index], Arc::clone(&kinds[index].tally), stop.clone())
    });
    let facts = AtomicU64::new(0);
    let whole = Duration::from_secs(seconds) + VEHICLES_EVERY + LAST_MAX;
    let all = async {
        tokio::join!(vehicles, panels, stations, points(&broker, seconds, &facts));
    };
    tokio::time::timeout(whole * 2, all)
        .await
        .context("the devices do not come to an end")?;
    broker
        .until("all points are acknowledged", |broker| broker.held() == 0)
        .await;
    rows(&mut desk, &broker, &kinds, before, facts.into_inner())
}

fn kind(name: &'static str, feed: &'static str, greetings: u64) -> Kind {
    Kind {
        name,
        feed,
        tally: Arc::default(),
        greetings,
    }
}

fn now() -> emergency::time::UtcMs {
    (system_clock())()
}

fn free_port() -> Result<u16> {
    Ok(TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?
        .local_addr()?
        .port())
}

/// Publishes every point once a second, evenly over it.
async fn points(broker: &Broker, seconds: u64, facts: &AtomicU64) {
    let mut sensors: Vec<_> = (0..POINTS)
        .map(|number| Sensor::new(number).with_alarm_every(SENSOR_ALARM_EVERY))
        .collect();
    let each = Duration::from_secs(1) / POINTS;
    let mut next = Instant::now();
    for _ in 0..seconds {
        for sensor in &mut sensors {
            next += each;
            sleep_until(next).await;
            let (topic, body) = sensor.report(now().0);
            facts.fetch_add(sensor.facts(), Ordering::Relaxed);
            broker.publish(&topic, body.as_bytes()).await;
        }
    }
}

fn rows(
    desk: &mut Desk,
    broker: &Broker,
    kinds: &[Kind],
    before: u64,
    point_facts: u64,
) -> Result<Vec<Row>> {
    let heard = desk.messages()?;
    let mut rows = Vec::new();
    let mut expected = point_facts;
    for one in kinds {
        let sent = one.tally.sent.load(Ordering::Relaxed);
        let answered = one.tally.answered.load(Ordering::Relaxed);
        let taken = heard.get(one.feed).copied().unwrap_or_default();
        let lost = sent.saturating_sub(answered) + (sent + one.greetings).saturating_sub(taken);
        ensure!(sent > 0, "{} sent nothing", one.name);
        expected += one.tally.facts.load(Ordering::Relaxed);
        rows.push(count(
            format!("{} reports of {}, lost", sent, one.name),
            lost,
        ));
        let p99 = one.tally.waits.percentile_ms(99);
        rows.push(wait(format!("answer to {}, p99", one.name), p99));
    }
    let mut samples = Samples::default();
    broker
        .taken()
        .into_iter()
        .for_each(|took| samples.add(took));
    let taken = heard.get("mqtt").copied().unwrap_or_default();
    let lost = broker
        .delivered()
        .saturating_sub(taken.min(samples.count() as u64));
    let name = format!(
        "{} messages of {POINTS} MQTT points, lost",
        broker.delivered()
    );
    rows.push(count(name, lost));
    rows.push(Row {
        value: samples.percentile_ms(99),
        ..wait("acknowledgement of MQTT points, p99".to_owned(), None)
    });
    let stored = desk.alarms()?.saturating_sub(before);
    let name = format!("{expected} alarms that came or went, lost or doubled");
    rows.push(count(name, stored.abs_diff(expected)));
    for one in kinds {
        if one.tally.durable.count() > 0 {
            let p99 = one.tally.durable.percentile_ms(99);
            let many = one.tally.durable.count();
            let name = format!(
                "from the socket to the disk, {many} alarms of {}, p99",
                one.name
            );
            rows.push(wait(name, p99));
        }
    }
    rows.push(Row {
        group: GROUP,
        name: "memory of the desk at its most".to_owned(),
        value: desk.memory_mb()?,
        unit: "MB",
        baseline: None,
        bar: Bar::AtMost(500.0),
    });
    Ok(rows)
}

fn count(name: String, value: u64) -> Row {
    Row {
        group: GROUP,
        name,
        value: value as f64,
        unit: "messages",
        baseline: None,
        bar: Bar::AtMost(0.0),
    }
}

fn wait(name: String, value: Option<u64>) -> Row {
    Row {
        group: GROUP,
        name,
        value: value.map_or(f64::NAN, |ms| ms as f64),
        unit: "ms",
        baseline: None,
        bar: Bar::AtMost(250.0),
    }
}
