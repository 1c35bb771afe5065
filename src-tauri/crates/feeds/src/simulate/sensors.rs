//! Sensors that publish to a broker what the mappings of `assets/sensors/` read.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use protocols::hj212::time_text;
use rumqttc::{AsyncClient, Event, EventLoop, MqttOptions, Packet, QoS};
use serde_json::json;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until};
use tokio_util::sync::CancellationToken;

use super::devices::{ALARM_EVERY, changes, in_alarm};
use super::{AGAIN, DEVICES_MAX, Fleet, Tally};

/// Sensors that share one connection to the broker, as behind a gateway.
const SENSORS_PER_LINE: u32 = 500;
/// Messages of a connection that are not acknowledged yet.
const INFLIGHT_MAX: u16 = 1_000;
/// Messages that wait to be sent.
const REQUESTS_MAX: usize = 1_000;

/// One sensor: every third is a tank, a detector of combustible gas, an elevator.
#[derive(Debug, Clone, Copy)]
pub struct Sensor {
    number: u32,
    reports: u64,
    alarm_every: u64,
    rarer: bool,
}

/// What a sensor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Tank,
    Combustible,
    Elevator,
    Toxic,
    Pipe,
    Bridge,
}

/// Pipelines in turn, with a pressure that is as it should be and one that is not, in megapascal,
/// and the same of a level in metres.
const PIPES: [(&str, [f64; 2], [f64; 2]); 4] = [
    ("water", [0.32, 0.05], [0.0, 0.0]),
    ("heat", [0.9, 0.1], [0.0, 0.0]),
    ("gas", [0.25, 0.02], [0.0, 0.0]),
    ("drain", [0.0, 0.0], [0.8, 2.6]),
];

impl Sensor {
    /// The sensor of a number.
    #[must_use]
    pub fn new(number: u32) -> Self {
        Self {
            number,
            reports: 0,
            alarm_every: ALARM_EVERY,
            rarer: false,
        }
    }

    /// The same; every second one is a detector of toxic gas, a pipeline or a bridge.
    #[must_use]
    pub fn rarer(self) -> Self {
        Self {
            rarer: true,
            ..self
        }
    }

    fn kind(&self) -> Kind {
        let kinds = [
            Kind::Tank,
            Kind::Combustible,
            Kind::Elevator,
            Kind::Toxic,
            Kind::Pipe,
            Kind::Bridge,
        ];
        kinds[self.number as usize % if self.rarer { 6 } else { 3 }]
    }

    /// The same with one alarm in so many reports.
    #[must_use]
    pub fn with_alarm_every(self, alarm_every: u64) -> Self {
        Self {
            alarm_every: alarm_every.max(2),
            ..self
        }
    }

    /// How many facts its last report makes by the shipped mappings: an elevator has two points
    /// with limits, the state and the people in it. Of a pipeline, whose limits look at a minute
    /// and more, it is what they would make at once.
    #[must_use]
    pub fn facts(&self) -> u64 {
        let points = if self.kind() == Kind::Elevator { 2 } else { 1 };
        points * changes(self.number, self.reports, self.alarm_every)
    }

    /// Topic and payload of its next report.
    pub fn report(&mut self, now_ms: i64) -> (String, String) {
        let alarm = in_alarm(self.number, self.reports, self.alarm_every);
        self.reports += 1;
        let number = self.number;
        let plant = format!("演练{:02}", number / 3 % 100);
        match self.kind() {
            Kind::Tank => {
                let level = if alarm { 9_200 } else { 5_200 };
                let body = json!({"ts": now_ms, "level_mm": level, "pressure_kpa": 120,
                    "temperature_c": 31.5});
                (format!("exercise/{plant}/tank/T{number}"), body.to_string())
            }
            Kind::Combustible => {
                let value = if alarm { 60.0 } else { 3.0 };
                detector(&plant, number, "combustible", value, now_ms)
            }
            Kind::Toxic => {
                let value = if alarm { 5.0 } else { 0.2 };
                detector(&plant, number, "toxic", value, now_ms)
            }
            Kind::Elevator => {
                let (state, people) = if alarm { ("trapped", 2) } else { ("normal", 0) };
                let body = json!({"time": now_ms / 1_000, "state": state, "people": people});
                let topic = format!("exercise/elevator/演练{number}/event");
                (topic, body.to_string())
            }
            Kind::Pipe => {
                let (kind, pressure, level) = PIPES[number as usize / 6 % PIPES.len()];
                let time = format!("{}+08:00", local(now_ms).replace(' ', "T"));
                let body = json!({"time": time, "kind": kind,
                    "pressure_mpa": pressure[usize::from(alarm)], "flow_m3h": 410.0,
                    "level_m": level[usize::from(alarm)], "valid": true});
                (format!("exercise/pipe/演练{number}"), body.to_string())
            }
            Kind::Bridge => {
                let tilt = if alarm { 0.7 } else { 0.1 };
                let body = json!({"ts": now_ms / 1_000, "sensors": [
                    {"id": "T-1", "type": "tilt", "value": tilt, "q": 1}]});
                (
                    format!("exercise/bridge/演练桥{number}/data"),
                    body.to_string(),
                )
            }
        }
    }
}

/// What a gas detector says.
fn detector(plant: &str, number: u32, gas: &str, value: f64, now_ms: i64) -> (String, String) {
    let body = json!({"time": local(now_ms), "detectors": [
        {"id": format!("G{number}"), "gas": gas, "value": value, "ok": true}]});
    (format!("exercise/{plant}/gas"), body.to_string())
}

/// `yyyy-MM-dd HH:mm:ss` of the district.
fn local(now_ms: i64) -> String {
    let digits = time_text(now_ms);
    let at = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let date = [at(0, 4), at(4, 6), at(6, 8)].join("-");
    let time = [at(8, 10), at(10, 12), at(12, 14)].join(":");
    format!("{date} {time}")
}

impl Fleet {
    /// Lets the sensors of these numbers publish until each has sent its reports, or until it is
    /// stopped.
    pub async fn publish(
        &self,
        make: fn(u32) -> Sensor,
        tally: Arc<Tally>,
        stop: CancellationToken,
    ) {
        let mut lines = JoinSet::new();
        let count = self.devices.min(DEVICES_MAX);
        for first in (0..count).step_by(SENSORS_PER_LINE as usize) {
            let sensors = (first..count.min(first + SENSORS_PER_LINE)).map(make);
            let line = self
                .clone()
                .line(first, sensors.collect(), Arc::clone(&tally));
            let stop = stop.clone();
            lines.spawn(async move {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = line => {}
                }
            });
        }
        while lines.join_next().await.is_some() {}
    }

    async fn line(self, first: u32, mut sensors: Vec<Sensor>, tally: Arc<Tally>) {
        let (host, port) = (self.address.ip().to_string(), self.address.port());
        let mut options = MqttOptions::new(format!("exercise{first}"), host, port);
        options.set_inflight(INFLIGHT_MAX);
        let (client, events) = AsyncClient::new(options, REQUESTS_MAX);
        let total = self.reports.map(|reports| reports * sensors.len() as u64);
        let heard = listen(events, total, tally.clone());
        let said = async {
            let each = self.every / u32::try_from(sensors.len()).unwrap_or(1).max(1);
            let mut next = Instant::now();
            for _ in 0..self.reports.unwrap_or(u64::MAX) {
                for sensor in &mut sensors {
                    sleep_until(next).await;
                    next += each;
                    let (topic, body) = sensor.report((self.clock)().0);
                    let sent = client.publish(topic, QoS::AtLeastOnce, false, body).await;
                    if sent.is_err() {
                        return;
                    }
                    tally.sent.fetch_add(1, Ordering::Relaxed);
                    tally.facts.fetch_add(sensor.facts(), Ordering::Relaxed);
                }
            }
        };
        tokio::join!(heard, said);
    }
}

/// Keeps the connection, until as many messages as there are have been taken by the broker.
async fn listen(mut events: EventLoop, total: Option<u64>, tally: Arc<Tally>) {
    let mut taken = 0;
    while total.is_none_or(|total| taken < total) {
        match events.poll().await {
            Ok(Event::Incoming(Packet::PubAck(_))) => {
                taken += 1;
                tally.answered.fetch_add(1, Ordering::Relaxed);
            }
            Ok(_) => {}
            Err(error) => {
                tracing::debug!(%error, "the line to the broker");
                tally.broken.fetch_add(1, Ordering::Relaxed);
                tokio::time::sleep(AGAIN).await;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use protocols::sensor::{Breach, Mapping};

    /// All shipped examples as one.
    fn shipped() -> Mapping {
        let mut mapping = Mapping::default();
        for text in [
            include_str!("../../../../../assets/sensors/tank.json"),
            include_str!("../../../../../assets/sensors/gas.json"),
            include_str!("../../../../../assets/sensors/elevator.json"),
            include_str!("../../../../../assets/sensors/pipeline.json"),
            include_str!("../../../../../assets/sensors/bridge.json"),
        ] {
            let (read, defects) = Mapping::read(text);
            assert_eq!(defects, [], "the shipped files are right");
            assert_eq!(mapping.join(read), 0, "there is room");
        }
        mapping
    }

    /// How many of a hundred reports are beyond a limit, and how far.
    fn breaches(mut sensor: Sensor) -> Vec<Breach> {
        let mapping = shipped();
        let mut found = Vec::new();
        for report in 0..100 {
            let now_ms = 1_777_595_400_000 + report * 1_000;
            let (topic, body) = sensor.report(now_ms);
            let read = mapping.apply(&topic, body.as_bytes());
            assert_eq!(read.defects, [], "{topic} is read");
            for sample in read.messages {
                assert!(sample.point.contains("演练"), "{} is made up", sample.point);
                assert_eq!(sample.time_ms, Some(now_ms), "{topic} has its time");
                found.extend(sample.breach);
            }
        }
        found
    }

    #[test]
    fn the_shipped_mappings_read_all_sensors_and_their_alarms() {
        for number in 0..6 {
            let found = breaches(Sensor::new(number));
            let worst = found.iter().filter(|one| **one == Breach::HighHigh);
            assert_eq!(
                worst.count(),
                1,
                "one of a hundred reports of {number} is an alarm"
            );
        }
        for number in 0..24 {
            let found = breaches(Sensor::new(number).rarer());
            assert!(!found.is_empty(), "the rarer {number} has its alarm too");
            assert!(found.len() <= 2, "and only one: {found:?}");
        }
    }

    #[test]
    fn what_was_late_at_an_elevator_is_over_when_the_people_are_out() {
        let mapping = shipped();
        let say = |step: &str, minutes: u32| {
            let body = json!({"time": 1_777_595_400, "step": step, "minutes": minutes});
            let read = mapping.apply(
                "exercise/elevator/演练1/rescue",
                body.to_string().as_bytes(),
            );
            assert_eq!(read.defects, [], "{step} is read");
            let late = |one: &protocols::sensor::Sample| (one.point.clone(), one.breach.is_some());
            read.messages.iter().map(late).collect::<Vec<_>>()
        };
        let point = |name: &str, late: bool| (format!("elevator/演练1/{name}"), late);
        assert_eq!(
            say("response", 3),
            [point("response", false)],
            "just in time"
        );
        assert_eq!(say("response", 4), [point("response", true)], "late");
        assert_eq!(
            say("arrival", 30),
            [point("arrival", false)],
            "just in time"
        );
        assert_eq!(
            say("rescue", 125),
            [
                point("response", false),
                point("arrival", false),
                point("rescue", true)
            ],
            "nobody waits for anybody any more, but it took too long"
        );
        assert_eq!(
            say("closed", 0),
            [point("rescue", false)],
            "the case is over"
        );
    }
}
