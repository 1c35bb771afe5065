//! The devices: what each kind is, how many there are and what they send.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use anyhow::{Context as _, Result};
use feeds::simulate::{Device, FireDevice, Fleet, Sensor, Station, Tally, VehicleTerminal};
use tests::broker::{Broker, BrokerOptions};
use tests::world::system_clock;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::served;

const VEHICLES: u32 = 10_000;
const VEHICLES_EVERY: Duration = Duration::from_secs(30);
const PANELS: u32 = 200;
const PANELS_EVERY: Duration = Duration::from_secs(10);
const STATIONS: u32 = 500;
const STATIONS_EVERY: Duration = Duration::from_secs(30);
pub(super) const POINTS: u32 = 5_000;
/// Of so many reports of a sensor one is an alarm: a bad night, and no flood, which is another
/// measure.
const SENSOR_ALARM_EVERY: u64 = 1_000;
/// How long the last answers may take.
const LAST_MAX: Duration = Duration::from_secs(60);

/// What the devices of one kind did.
pub(super) struct Kind {
    pub(super) name: &'static str,
    pub(super) feed: &'static str,
    pub(super) tally: Arc<Tally>,
    /// Messages before the first report of a device.
    pub(super) greetings: u64,
}

/// A district's devices, and where a desk hears them.
pub(super) struct Load {
    pub(super) broker: Broker,
    pub(super) kinds: [Kind; 3],
    ports: [u16; 3],
    point_facts: AtomicU64,
}

impl Load {
    /// Starts the broker and writes the settings of a desk that hears all of it into its folder.
    pub(super) async fn prepare(folder: &Path) -> Result<Self> {
        let broker = Broker::start(BrokerOptions::default()).await;
        let ports = [free_port()?, free_port()?, free_port()?];
        served::settings(folder, ports, broker.address(), STATIONS)?;
        Ok(Self {
            broker,
            kinds: [
                kind("JT/T 808 vehicles", "jt808", 2 * u64::from(VEHICLES)),
                kind("fire panels", "gbt26875", 0),
                kind("HJ 212 stations", "hj212", 0),
            ],
            ports,
            point_facts: AtomicU64::new(0),
        })
    }

    /// Returns when the desk listens to the broker.
    pub(super) async fn subscribed(&self) {
        self.broker
            .until("the desk subscribes", |broker| broker.subscribed() > 0)
            .await;
    }

    /// Facts that the points have to make.
    pub(super) fn point_facts(&self) -> u64 {
        self.point_facts.load(Ordering::Relaxed)
    }

    /// Runs all devices for so many seconds, until each has its last answer.
    ///
    /// # Errors
    /// When they do not come to an end.
    pub(super) async fn run(&self, seconds: u64) -> Result<()> {
        let fleet = |index: usize, devices, every: Duration| Fleet {
            address: SocketAddr::from((Ipv4Addr::LOCALHOST, self.ports[index])),
            devices,
            every,
            reports: Some((seconds / every.as_secs()).max(1)),
            clock: now,
        };
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
            let tally = Arc::clone(&self.kinds[index].tally);
            fleets[index].run(make[index], tally, stop.clone())
        });
        let whole = Duration::from_secs(seconds) + VEHICLES_EVERY + LAST_MAX;
        let all = async {
            tokio::join!(vehicles, panels, stations, self.points(seconds));
        };
        tokio::time::timeout(whole * 2, all)
            .await
            .with_context(|| format!("the devices do not come to an end: {}", self.so_far()))?;
        self.broker
            .until("all points are acknowledged", |broker| broker.held() == 0)
            .await;
        Ok(())
    }

    /// What was sent, answered and broken off.
    fn so_far(&self) -> String {
        let of = |kind: &Kind| {
            let [sent, answered, broken] =
                [&kind.tally.sent, &kind.tally.answered, &kind.tally.broken]
                    .map(|count| count.load(Ordering::Relaxed));
            format!("{} {sent}, {answered}, {broken}", kind.name)
        };
        let kinds: Vec<String> = self.kinds.iter().map(of).collect();
        format!("{}; points held {}", kinds.join("; "), self.broker.held())
    }

    /// Publishes every point once a second, evenly over it.
    async fn points(&self, seconds: u64) {
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
                self.point_facts
                    .fetch_add(sensor.facts(), Ordering::Relaxed);
                self.broker.publish(&topic, body.as_bytes()).await;
            }
        }
    }
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
