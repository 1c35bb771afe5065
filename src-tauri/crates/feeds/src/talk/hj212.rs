//! HJ 212 as the centre speaks it: answers to data and notices, values against limits.

mod dialect;
mod marks;

pub use dialect::{DIALECTS_MAX, Dialect, Dialects};
pub use marks::MARKS;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use emergency::time::UtcMs;
use protocols::hj212::{
    Message, Reader, Reading as StationReading, Segment, readings, reply, time_ms,
};
use protocols::sensor::Limits;
use protocols::{Budget, Defect, DefectKind, Parsed};

use super::incoming::Incoming;
use super::shared::{Register, UNFINISHED_BYTES_MAX};
use super::{Outcome, Protocol, Reading, Talk, only};
use crate::limit::Measured;
use crate::lock::lock;
use crate::reach::Reach;

/// The longest interval of real-time data is an hour (RtdInterval), and one may be lost.
const IDLE_MAX: Duration = Duration::from_secs(2 * 3600 + 300);

/// The most characters of the MN of a station that is remembered; the standard says 24.
const MN_CHARS_MAX: usize = 64;
/// Stations of one connection that are told apart: who sent a damaged frame is known of one alone.
const OWN_MAX: usize = 2;
/// The most characters of the code of a factor whose values are kept; the standard says 6.
const CODE_CHARS_MAX: usize = 32;

/// The limits of one station, by the code of the factor, with the kind of value that they are for
/// where it is not the usual one: `a21026-Avg`. The usual one of a source of emission into the air
/// is the converted value (折算, `ZsRtd`) where the station sends it, else the value of now (`Rtd`).
pub type StationLimits = BTreeMap<String, Limits>;

/// What a feed of stations is told.
#[derive(Debug, Clone, PartialEq)]
pub struct Hj212Settings {
    /// Name of the feed.
    pub name: String,
    /// Limits by the station's MN; without any a station raises nothing.
    pub limits: BTreeMap<String, StationLimits>,
    /// The marks of data that become alerts, by their letters; see [`MARKS`].
    pub marks: String,
    /// What the makers' own marks (EFlag) mean, in words.
    pub eflags: BTreeMap<String, String>,
}

impl Default for Hj212Settings {
    fn default() -> Self {
        Self {
            name: String::new(),
            limits: BTreeMap::new(),
            marks: MARKS.to_owned(),
            eflags: BTreeMap::new(),
        }
    }
}

/// Kinds of values that are measured, and can have limits: of now, of a period, each also
/// converted, of a day.
const KINDS: [&str; 5] = ["Rtd", "ZsRtd", "Avg", "ZsAvg", "Data"];
/// The system of sources of emission into the air (table 5).
const AIR_EMISSION: &str = "31";

/// The kind of value that a limit without one is for: emission limits of the air are for converted
/// concentrations (折算浓度, such as GB 13223-2011, 5.2).
fn usual_kind(segment: &Segment, code: &str) -> &'static str {
    let converted = segment.field("ST") == AIR_EMISSION
        && segment
            .value(&format!("{code}-ZsRtd"))
            .is_some_and(|value| value.trim().parse().is_ok_and(f64::is_finite));
    if converted { "ZsRtd" } else { "Rtd" }
}

/// A feed of monitoring stations.
pub struct Hj212 {
    shared: Arc<Shared>,
}

struct Shared {
    settings: Hj212Settings,
    register: Register,
    /// How each station speaks.
    spoke: Mutex<dialect::Spoke>,
    /// What all connections hold of messages in packets.
    unfinished: Arc<Budget>,
}

impl Hj212 {
    /// A feed with its settings.
    #[must_use]
    pub fn new(settings: Hj212Settings, reach: Arc<Reach>) -> Self {
        let shared = Shared {
            register: Register::new(&settings.name, IDLE_MAX, reach),
            settings,
            spoke: Mutex::default(),
            unfinished: Budget::new(UNFINISHED_BYTES_MAX),
        };
        Self {
            shared: Arc::new(shared),
        }
    }

    /// The newest value of a factor of a station.
    #[must_use]
    pub fn reading(&self, mn: &str, code: &str) -> Option<Reading> {
        self.shared.register.points.get(&format!("{mn}/{code}"))
    }
}

impl Protocol for Hj212 {
    fn kind(&self) -> &'static str {
        "hj212"
    }

    fn talk(&self) -> Box<dyn Talk> {
        Box::new(Connection {
            shared: Arc::clone(&self.shared),
            line: self.shared.register.line(),
            incoming: Incoming::new(Reader::sharing(&self.shared.unfinished)),
            own: BTreeSet::new(),
        })
    }

    fn register(&self) -> &Register {
        &self.shared.register
    }

    fn dialects(&self) -> Dialects {
        lock(&self.shared.spoke).all()
    }
}

struct Connection {
    shared: Arc<Shared>,
    line: u64,
    incoming: Incoming<Reader>,
    /// The stations heard on it, at most [`OWN_MAX`].
    own: BTreeSet<String>,
}

impl Talk for Connection {
    fn take(&mut self, bytes: &[u8], now: UtcMs) -> Outcome {
        let parsed = self.incoming.push(bytes, now);
        self.read(parsed, now)
    }

    fn tick(&mut self, now: UtcMs) -> Outcome {
        let parsed = self.incoming.tick(now);
        let mut outcome = self.read(parsed, now);
        self.shared.register.tell_due(now, None, &mut outcome);
        outcome
    }

    fn end(&mut self, now: UtcMs) -> Outcome {
        let parsed = self.incoming.finish();
        let mut outcome = self.read(parsed, now);
        let register = &self.shared.register;
        register.tell_due(now, Some(self.line), &mut outcome);
        outcome
    }
}

/// A station whose name nobody has given: it is neither remembered nor answered.
fn nameless(message: &Message) -> Option<Defect> {
    let mn = message.segment.field("MN");
    let text = if mn.trim().is_empty() {
        "no MN: several stations without one would be taken for one".to_owned()
    } else if mn.chars().count() > MN_CHARS_MAX {
        let bytes = mn.len();
        format!("an MN of {bytes} bytes; {MN_CHARS_MAX} characters may be")
    } else {
        return None;
    };
    let defect = Defect::of_bytes(DefectKind::ValueIllegal, text, &message.bytes);
    Some(defect)
}

/// Codes that no standard has, so many; they are left out.
fn odd_codes(count: usize, first: &str, message: &Message) -> Defect {
    let text = format!(
        "{count} codes of more than {CODE_CHARS_MAX} characters; the first has {} bytes",
        first.len()
    );
    Defect::of_bytes(DefectKind::ValueIllegal, text, &message.bytes)
}

impl Connection {
    fn read(&mut self, parsed: Parsed<Message>, now: UtcMs) -> Outcome {
        let mut outcome = Outcome {
            defects: parsed.defects,
            ..Outcome::default()
        };
        for message in &parsed.messages {
            outcome.messages += usize::from(message.packets.is_none());
            outcome.keep_defects(&message.defects, &message.bytes);
            if let Some(defect) = nameless(message) {
                outcome.defects.push(defect);
                outcome.unproven += usize::from(message.packets.is_none());
                continue;
            }
            self.hear(message, now, &mut outcome);
            outcome.reply.extend(reply(message).unwrap_or_default());
        }
        outcome.device = only(&self.own);
        outcome
    }

    fn hear(&mut self, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        let mn = message.segment.field("MN");
        if self.own.len() < OWN_MAX && !self.own.contains(mn) {
            self.own.insert(mn.to_owned());
        }
        let register = &self.shared.register;
        if let Some(gone) = register.hear(mn, now, &message.bytes, outcome) {
            lock(&self.shared.spoke).forget(&gone);
        }
        if let Some(defect) = self.spoken(mn, message) {
            outcome.defects.push(defect);
        }
        let sent = time_ms(message.segment.field("QN"));
        outcome.clock_offset_ms = sent.map(|sent| sent - now.0);
        if let Some(sent) = sent {
            self.shared.register.devices.clock(mn, sent - now.0);
        }
        // A message put together from packets says nothing that its packets did not.
        if message.packets.is_none() {
            self.values(mn, message, now, outcome);
            self.old_alarm(mn, message, now, outcome);
        }
    }

    /// Notes how a station speaks. One that uses both algorithms has two programs that send, or a
    /// broken one.
    fn spoken(&self, mn: &str, message: &Message) -> Option<Defect> {
        let register = &self.shared.register;
        // One whose name is not kept has no place here either.
        register.devices.heard(mn)?;
        let stays = register.roll.speaks_for(mn) || register.devices.stays(mn);
        let noted = lock(&self.shared.spoke).note(mn, message, stays);
        if let Some(dialect) = noted.to_log {
            let (feed, crc) = (&register.feed, dialect.crc);
            let tolerated = dialect.tolerated;
            tracing::info!(%feed, station = mn, ?crc, ?tolerated, "how a station speaks");
        }
        noted.is_mixed.then(|| {
            let text = format!("station {mn} changed its CRC to {:?}", message.crc_kind);
            Defect::of_bytes(DefectKind::ChecksumMixed, text, &message.bytes)
        })
    }

    fn values(&self, mn: &str, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        // No device is believed that is ahead: what it says next would be older.
        let told = message.segment.data_time_ms().unwrap_or(now.0);
        let at = UtcMs(told.min(now.0));
        let (readings, odd): (Vec<_>, Vec<_>) = readings(&message.segment)
            .into_iter()
            .partition(|reading| reading.code.chars().count() <= CODE_CHARS_MAX);
        if let Some(first) = odd.first() {
            outcome
                .defects
                .push(odd_codes(odd.len(), &first.code, message));
        }
        for reading in readings {
            self.marks(mn, &reading, at, (message, now), outcome);
            let measured = KINDS.contains(&reading.kind.as_str());
            let Some(value) = reading.value.filter(|_| measured) else {
                continue;
            };
            let one = OneValue {
                usual: usual_kind(&message.segment, &reading.code) == reading.kind,
                name: reading.name.unwrap_or(&reading.code),
                reading: &reading,
                value,
                at,
            };
            self.note(mn, &one, message, now);
            self.judge(mn, &one, (message, now), outcome);
        }
    }

    /// Keeps a value for the list: the usual kind of value of now, or an average by its word, which
    /// stands in for one of now that is not heard.
    fn note(&self, mn: &str, one: &OneValue<'_>, message: &Message, now: UtcMs) {
        let reading = one.reading;
        if !one.usual && marks::OF_NOW.contains(&reading.kind.as_str()) {
            return;
        }
        let limits = self.shared.settings.limits.get(mn);
        let newest = Reading {
            value: one.value,
            unit: reading.unit.unwrap_or_default().to_owned(),
            good: reading.is_good(),
            at: one.at,
            heard: now,
            name: if one.usual {
                one.name.to_owned()
            } else {
                format!("{}（{}）", one.name, period(message.segment.field("CN")))
            },
            limits: limits.and_then(|limits| limits.get(&reading.code)).copied(),
            judged: one.usual,
            ..Reading::default()
        };
        let point = format!("{mn}/{}", reading.code);
        self.shared.register.note(mn, &point, newest);
    }

    /// Holds a value against its limits. One of the register is for the usual kind of value and
    /// goes before those of the settings, which may be for one kind.
    fn judge(
        &self,
        mn: &str,
        one: &OneValue<'_>,
        (message, now): (&Message, UtcMs),
        outcome: &mut Outcome,
    ) {
        let (register, reading) = (&self.shared.register, one.reading);
        let limits = self.shared.settings.limits.get(mn);
        let of = |key: &str| limits.and_then(|limits| limits.get(key)).copied();
        let own = format!("{}-{}", reading.code, reading.kind);
        let of_kind = of(&own);
        let (own, usual) = (format!("{mn}/{own}"), format!("{mn}/{}", reading.code));
        let registered = register.roll.limits(&usual).filter(|_| one.usual);
        let of_code = of(&reading.code).filter(|_| one.usual);
        let chosen = registered
            .map(|limits| (&usual, limits))
            .or(of_kind.map(|limits| (&own, limits)))
            .or(of_code.map(|limits| (&usual, limits)));
        let point = chosen.map(|(point, _)| point);
        // What the other limits began is judged no more.
        if point != Some(&own) {
            register.unlimited("hj212", (&own, one.name), now, outcome);
        }
        if one.usual && point != Some(&usual) {
            register.unlimited("hj212", (&usual, one.name), now, outcome);
        }
        // A value of a broken instrument neither raises an alarm nor ends one.
        let Some((point, limits)) = chosen.filter(|_| reading.is_good()) else {
            return;
        };
        let measured = Measured {
            feed: &self.shared.settings.name,
            format: "hj212",
            point,
            name: one.name,
            value: one.value,
            unit: reading.unit.unwrap_or_default(),
            limits: &limits,
            at: one.at,
            bytes: &message.bytes,
            line: self.line,
        };
        measured.tell(now, register, outcome);
    }
}

/// A value of a station that is measured.
struct OneValue<'a> {
    reading: &'a StationReading,
    value: f64,
    /// What is measured, in words.
    name: &'a str,
    /// Whether it is of the kind that a limit without one is for.
    usual: bool,
    at: UtcMs,
}

/// What values of a period are called, by the command that brings them (HJ 212-2017).
fn period(cn: &str) -> &'static str {
    match cn {
        "2051" => "分钟数据",
        "2061" => "小时数据",
        "2031" => "日数据",
        _ => "时段数据",
    }
}
