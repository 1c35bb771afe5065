//! A flood of alarms (报警洪峰): one bad quarter of an hour in which a few causes make thousands.
//!
//! The messages are those that device feeds and an authority would bring: detectors that come
//! again and again, a panel with its parts, points without a place, a storm with the floods in
//! its area. Around them a little noise that belongs to none of them.

use emergency::alert::{
    AlertReceived, Circle, MessageType, Notice, NoticeStatus, NoticeText, RawBytes, alert_id,
};
use emergency::id::AlertId;
use emergency::level::WarningLevel;
use emergency::place::Point;
use emergency::time::UtcMs;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use crate::district::{Stream, stream};

/// Causes of the flood.
pub const CAUSES: usize = 9;
/// Places of the noise, each by itself.
pub const NOISES: usize = 5;
/// Milliseconds that it lasts.
pub const FLOOD_MS: i64 = 600_000;
/// Milliseconds within which every cause has begun.
const BEGUN_MS: i64 = 30_000;
/// Metres around a spot in which its devices stand.
const SPREAD_M: f64 = 200.0;
/// Metres around the middle of the storm in which it floods.
const STORM_M: f64 = 4_000.0;
/// Metres of one degree of latitude.
const DEGREE_M: f64 = 111_195.0;
/// Share of the alarms that are noise.
const NOISE: f64 = 0.02;
/// Share of the alarms that end by themselves, and after how many milliseconds at most.
const ENDS: f64 = 0.3;
const ENDS_MS_MAX: i64 = 20_000;

/// What a cause sets off: format, name of the devices, how many, code and event of the alarm.
type Effect = (&'static str, &'static str, u32, &'static str, &'static str);

struct Cause {
    /// Kilometres east and north of the middle of the district.
    spot_km: (f64, f64),
    /// Whether its devices say where they are.
    placed: bool,
    effects: &'static [Effect],
}

const CAUSE_LIST: [Cause; CAUSES - 1] = [
    Cause {
        spot_km: (-6.0, 6.0),
        placed: false,
        effects: &[
            (
                "mqtt",
                "exercise/chlorine/1",
                12,
                "high_high",
                "有毒气体高高限",
            ),
            ("mqtt", "exercise/chlorine/1", 3, "high", "储罐压力高限"),
            ("mqtt", "exercise/chlorine/1", 2, "low", "储罐液位低限"),
        ],
    },
    Cause {
        spot_km: (0.0, 0.0),
        placed: false,
        effects: &[
            ("gbt26875", "1.1.1", 60, "fire", "火警"),
            ("gbt26875", "1.1.1", 20, "fault", "故障"),
        ],
    },
    Cause {
        spot_km: (6.0, 1.0),
        placed: true,
        effects: &[
            ("jt808", "演013800000001", 1, "rollover", "侧翻"),
            ("jt808", "演013800000001", 1, "emergency", "紧急报警"),
        ],
    },
    Cause {
        spot_km: (-6.0, 0.0),
        placed: true,
        effects: &[
            ("cap-1.2", "演练·燃气监测", 30, "", "可燃气体报警"),
            ("cap-1.2", "演练·燃气监测", 4, "", "燃气管道压力异常"),
        ],
    },
    Cause {
        spot_km: (0.0, 6.0),
        placed: false,
        effects: &[
            ("mqtt", "exercise/tank/7", 6, "high_high", "液位高高限"),
            ("mqtt", "exercise/tank/7", 6, "high", "压力高限"),
        ],
    },
    Cause {
        spot_km: (6.0, 6.0),
        placed: true,
        effects: &[
            ("cap-1.2", "演练·供水管网", 20, "", "供水爆管报警"),
            ("cap-1.2", "演练·供水管网", 20, "", "管压过低"),
        ],
    },
    Cause {
        spot_km: (0.0, -6.0),
        placed: true,
        effects: &[("cap-1.2", "演练·桥梁监测", 8, "", "桥梁位移超限")],
    },
    Cause {
        spot_km: (-6.0, -6.0),
        placed: false,
        effects: &[
            ("hj212", "EXERCISE01", 1, "high", "水质氨氮高限"),
            ("hj212", "EXERCISE01", 1, "high_high", "水质氨氮高高限"),
        ],
    },
];

/// The storm and what it sets off.
const STORM_KM: (f64, f64) = (8.0, -8.0);
const STORM_EFFECTS: &[Effect] = &[
    ("cap-1.2", "演练·城市内涝", 40, "", "道路积水报警"),
    ("cap-1.2", "演练·城市内涝", 10, "", "下穿隧道水位报警"),
];
/// The cause that is the storm: the last.
const STORM: usize = CAUSES - 1;

/// One message of the flood.
#[derive(Debug, Clone, PartialEq)]
pub struct FloodAlert {
    /// Milliseconds from the beginning.
    pub offset_ms: i64,
    /// Which of the [`CAUSES`] made it; none for noise.
    pub cause: Option<usize>,
    /// The alert.
    pub alert: AlertId,
    /// The message.
    pub received: AlertReceived,
}

impl FloodAlert {
    /// Whether an alarm begins with it, and not ends.
    #[must_use]
    pub fn begins(&self) -> bool {
        self.received.notice.msg_type == MessageType::Alert
    }
}

/// A flood of so many alarms around a place, in the order of their times; the ends of those that
/// end by themselves come on top. The same seed, place and time make the same flood.
#[must_use]
pub fn flood(seed: u64, middle: Point, begin: UtcMs, alarms: u32) -> Vec<FloodAlert> {
    let mut making = Making {
        rng: stream(seed, Stream::Flood),
        middle,
        begin,
        made: 0,
        all: Vec::new(),
    };
    making.warning();
    for cause in 0..STORM {
        making.first(cause);
    }
    while making.made < alarms {
        let offset_ms = making.rng.random_range(BEGUN_MS..FLOOD_MS);
        if making.rng.random_bool(NOISE) {
            making.noise(offset_ms);
        } else {
            let cause = making.rng.random_range(0..CAUSES);
            making.of_cause(cause, offset_ms);
        }
    }
    let mut all = making.all;
    all.sort_by(|a, b| (a.offset_ms, &a.alert).cmp(&(b.offset_ms, &b.alert)));
    all
}

struct Making {
    rng: ChaCha8Rng,
    middle: Point,
    begin: UtcMs,
    made: u32,
    all: Vec<FloodAlert>,
}

/// One alarm before it is a message.
struct Alarm<'a> {
    cause: Option<usize>,
    format: &'a str,
    /// The device, or who speaks for it.
    device: String,
    code: &'a str,
    event: &'a str,
    /// What tells it from others of the same name.
    place: String,
    point: Option<Point>,
    offset_ms: i64,
}

impl Making {
    fn at(&self, (east_km, north_km): (f64, f64)) -> Point {
        let lat = self.middle.lat + north_km * 1_000.0 / DEGREE_M;
        let degree_m = DEGREE_M * self.middle.lat.to_radians().cos();
        Point {
            lon: self.middle.lon + east_km * 1_000.0 / degree_m,
            lat,
        }
    }

    /// The place of a device of a cause: always the same for the same number.
    fn around(&self, (east_km, north_km): (f64, f64), spread_m: f64, number: u32) -> Point {
        let turn = f64::from(number) * 2.4;
        let out_km = spread_m / 1_000.0 * (f64::from(number % 7) + 1.0) / 7.0;
        self.at((
            east_km + out_km * turn.cos(),
            north_km + out_km * turn.sin(),
        ))
    }

    fn warning(&mut self) {
        let sender = "exercise@weather.invalid";
        let identifier = format!("storm-{}", self.begin.0);
        let notice = Notice {
            format: "cap-1.2".to_owned(),
            sender: sender.to_owned(),
            identifier: identifier.clone(),
            sent: self.begin,
            status: NoticeStatus::Exercise,
            event: "暴雨".to_owned(),
            event_code: "11B03".to_owned(),
            level: Some(WarningLevel::Orange),
            sender_name: "演练气象台".to_owned(),
            texts: vec![NoticeText {
                language: "zh-CN".to_owned(),
                headline: "演练气象台发布暴雨橙色预警".to_owned(),
                ..NoticeText::default()
            }],
            circles: vec![Circle {
                centre: self.at(STORM_KM),
                radius_m: STORM_M + 500.0,
            }],
            ..Notice::default()
        };
        self.push(0, Some(STORM), alert_id(sender, &identifier), notice);
        self.made += 1;
    }

    /// The first alarm of a cause: always that of its gravest effect.
    fn first(&mut self, cause: usize) {
        let offset_ms = self.rng.random_range(1_000..BEGUN_MS);
        let Cause {
            spot_km,
            placed,
            effects,
        } = &CAUSE_LIST[cause];
        self.effect(
            cause,
            *spot_km,
            *placed,
            SPREAD_M,
            (&effects[0], 0),
            offset_ms,
        );
    }

    fn of_cause(&mut self, cause: usize, offset_ms: i64) {
        let (spot_km, placed, spread_m, effects) = match CAUSE_LIST.get(cause) {
            Some(one) => (one.spot_km, one.placed, SPREAD_M, one.effects),
            None => (STORM_KM, true, STORM_M, STORM_EFFECTS),
        };
        let effect = &effects[self.rng.random_range(0..effects.len())];
        let number = self.rng.random_range(0..effect.2);
        self.effect(
            cause,
            spot_km,
            placed,
            spread_m,
            (effect, number),
            offset_ms,
        );
    }

    fn effect(
        &mut self,
        cause: usize,
        spot_km: (f64, f64),
        placed: bool,
        spread_m: f64,
        (effect, number): (&Effect, u32),
        offset_ms: i64,
    ) {
        let (format, device, _, code, event) = *effect;
        let device = match format {
            "gbt26875" => format!("{device}-1-0-40-{number}"),
            "jt808" | "hj212" | "cap-1.2" => device.to_owned(),
            _ => format!("{device}/{event}-{number}"),
        };
        self.alarm(Alarm {
            cause: Some(cause),
            format,
            device,
            code,
            event,
            place: format!("{} 号测点", number + 1),
            point: placed.then(|| self.around(spot_km, spread_m, number)),
            offset_ms,
        });
    }

    /// A vehicle that drives too fast, somewhere where nothing else happens.
    fn noise(&mut self, offset_ms: i64) {
        let number = self.rng.random_range(0..NOISES);
        let vehicle = format!("演01390000000{number}");
        let east_km = 3.0 * (number as f64 - 2.0) + 0.5;
        let point = Some(self.at((east_km, 10.0)));
        self.alarm(Alarm {
            cause: None,
            format: "jt808",
            device: vehicle,
            code: "overspeed",
            event: "超速报警",
            place: String::new(),
            point,
            offset_ms,
        });
    }

    fn alarm(&mut self, alarm: Alarm<'_>) {
        self.made += 1;
        let sent = self.begin.plus_ms(alarm.offset_ms);
        let is_device = alarm.format != "cap-1.2";
        let sender = if is_device {
            format!("{}:{}", alarm.format, alarm.device)
        } else {
            "exercise@dutyroom.invalid".to_owned()
        };
        let identifier = format!("{}/{}-{}", alarm.code, sent.0, self.made);
        let id = alert_id(&sender, &identifier);
        let notice = Notice {
            format: alarm.format.to_owned(),
            sender,
            identifier,
            sent,
            status: NoticeStatus::Exercise,
            event: alarm.event.to_owned(),
            event_code: alarm.code.to_owned(),
            onset: Some(sent),
            sender_name: if is_device {
                "演练设备".to_owned()
            } else {
                alarm.device.clone()
            },
            texts: vec![NoticeText {
                language: "zh-CN".to_owned(),
                headline: format!("演练 {} {} {}", alarm.device, alarm.event, alarm.place),
                ..NoticeText::default()
            }],
            circles: alarm
                .point
                .map(|centre| Circle {
                    centre,
                    radius_m: 50.0,
                })
                .into_iter()
                .collect(),
            ..Notice::default()
        };
        if is_device && self.rng.random_bool(ENDS) {
            let ends_ms = alarm.offset_ms + self.rng.random_range(500..ENDS_MS_MAX);
            let ended = Notice {
                msg_type: MessageType::Cancel,
                sent: self.begin.plus_ms(ends_ms),
                ..notice.clone()
            };
            self.push(ends_ms, alarm.cause, id.clone(), ended);
        }
        self.push(alarm.offset_ms, alarm.cause, id, notice);
    }

    fn push(&mut self, offset_ms: i64, cause: Option<usize>, alert: AlertId, notice: Notice) {
        let received = AlertReceived {
            notice,
            raw: RawBytes {
                encoding: "utf8".to_owned(),
                ..RawBytes::default()
            },
            feed: "演练".to_owned(),
            distance_m: Some(0.0),
        };
        self.all.push(FloodAlert {
            offset_ms,
            cause,
            alert,
            received,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MIDDLE: Point = Point {
        lon: 117.2,
        lat: 36.68,
    };

    #[test]
    fn the_same_seed_makes_the_same_flood_of_so_many_alarms_from_every_cause() {
        let make = |seed| flood(seed, MIDDLE, UtcMs(0), 2_000);
        let made = make(1);
        assert_eq!(made, make(1), "the same seed");
        assert_ne!(made, make(2), "another seed");
        let begins = made.iter().filter(|one| one.begins());
        assert_eq!(begins.count(), 2_000, "as many as asked for");
        assert!(made.len() > 2_000, "and some of them end");
        for cause in 0..CAUSES {
            let first = made.iter().find(|one| one.cause == Some(cause));
            let first = first.expect("every cause is there");
            assert!(first.offset_ms < BEGUN_MS, "{cause} begins early");
        }
        let exercise = |one: &FloodAlert| one.received.notice.status == NoticeStatus::Exercise;
        assert!(made.iter().all(exercise), "nothing of it is real");
    }
}
