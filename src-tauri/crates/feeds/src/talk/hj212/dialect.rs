//! How each station speaks: which CRC it uses, and in what it departs from the standard.

use std::collections::HashMap;

use protocols::hj212::{CrcKind, Message, Tolerated};

use super::super::DEVICES_MAX;

/// Stations whose way of speaking is shown, those that depart from the standard first.
pub const DIALECTS_MAX: usize = 20;
/// Lines of the program's log about one station: one that uses both algorithms changes for ever.
const LINES_MAX: u8 = 20;

/// How a station speaks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dialect {
    /// The algorithm of the CRC of its newest message.
    pub crc: CrcKind,
    /// What else was taken since the start although the standard says otherwise, as it came first.
    pub tolerated: Vec<Tolerated>,
}

impl Dialect {
    fn departs(&self) -> bool {
        self.crc != CrcKind::Standard || !self.tolerated.is_empty()
    }
}

/// How the stations of a feed speak.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Dialects {
    /// By their MN, those that depart from the standard first, at most [`DIALECTS_MAX`].
    pub named: Vec<(String, Dialect)>,
    /// How many stations are known.
    pub count: usize,
    /// How many of them depart from the standard.
    pub departing: usize,
}

/// What is known of one station.
#[derive(Debug)]
struct Spoken {
    dialect: Dialect,
    /// What the program's log has of it.
    logged: Option<Dialect>,
    lines: u8,
}

/// What a message says of the way its station speaks.
#[derive(Debug, PartialEq, Eq, Default)]
pub(super) struct Noted {
    /// It used another CRC before.
    pub(super) is_mixed: bool,
    /// What is to be written into the program's log.
    pub(super) to_log: Option<Dialect>,
}

/// All stations of a feed that were heard.
#[derive(Debug, Default)]
pub(super) struct Spoke(HashMap<String, Spoken>);

impl Spoke {
    /// Notes how a message was written. Only of a station that `stays` a line is written into the
    /// program's log: anybody can invent names.
    pub(super) fn note(&mut self, mn: &str, message: &Message, stays: bool) -> Noted {
        if self.0.len() >= DEVICES_MAX && !self.0.contains_key(mn) {
            return Noted::default();
        }
        let known = self.0.entry(mn.to_owned()).or_insert_with(|| Spoken {
            dialect: Dialect {
                crc: message.crc_kind,
                tolerated: Vec::new(),
            },
            logged: None,
            lines: 0,
        });
        let is_mixed = known.dialect.crc != message.crc_kind;
        known.dialect.crc = message.crc_kind;
        for one in &message.tolerated {
            // The algorithm has its own place.
            let is_known = *one == Tolerated::ModbusCrc || known.dialect.tolerated.contains(one);
            if !is_known {
                known.dialect.tolerated.push(*one);
            }
        }
        let is_news = known.logged.as_ref() != Some(&known.dialect);
        let to_log = (stays && is_news && known.lines < LINES_MAX).then(|| known.dialect.clone());
        if to_log.is_some() {
            known.logged.clone_from(&to_log);
            known.lines += 1;
        }
        Noted { is_mixed, to_log }
    }

    pub(super) fn forget(&mut self, mn: &str) {
        self.0.remove(mn);
    }

    pub(super) fn all(&self) -> Dialects {
        let mut order: Vec<_> = self
            .0
            .iter()
            .map(|(mn, known)| (!known.dialect.departs(), mn, &known.dialect))
            .collect();
        order.sort_by_key(|(is_plain, mn, _)| (*is_plain, *mn));
        let departing = order.iter().filter(|(is_plain, ..)| !is_plain).count();
        let named = order.iter().take(DIALECTS_MAX);
        Dialects {
            named: named
                .map(|(_, mn, dialect)| ((*mn).clone(), (*dialect).clone()))
                .collect(),
            count: order.len(),
            departing,
        }
    }
}

#[cfg(test)]
mod tests {
    use protocols::hj212::{self, encode_bytes};

    use super::*;

    fn message(crc: CrcKind, qn: &str) -> Message {
        let text = format!("{qn}ST=31;CN=2011;PW=1;MN=YL01;Flag=5;CP=&&a21026-Rtd=1&&");
        hj212::parse(&encode_bytes(text.as_bytes(), crc)).messages[0].clone()
    }

    const QN: &str = "QN=20260501083000000;";

    #[test]
    fn the_first_and_each_change_is_a_line_of_the_log_once_the_station_is_no_stranger() {
        let mut spoke = Spoke::default();
        let modbus = message(CrcKind::Modbus, QN);
        let first = spoke.note("YL01", &modbus, false);
        assert_eq!(first, Noted::default(), "anybody can say that");
        let lasting = spoke.note("YL01", &modbus, true).to_log;
        let lasting = lasting.expect("it is one of the stations");
        assert_eq!(lasting.crc, CrcKind::Modbus, "which CRC it uses");
        assert_eq!(spoke.note("YL01", &modbus, true).to_log, None, "once");
        let without = spoke.note("YL01", &message(CrcKind::Modbus, ""), true);
        let without = without.to_log.expect("that is new");
        assert_eq!(without.tolerated, [Tolerated::QnMissing], "what departs");
        let again = spoke.note("YL01", &modbus, true);
        assert_eq!(again, Noted::default(), "it is known of it");
    }

    #[test]
    fn a_station_that_uses_both_algorithms_fills_no_log() {
        let mut spoke = Spoke::default();
        let both = [CrcKind::Standard, CrcKind::Modbus].map(|crc| message(crc, QN));
        let mut noted = Vec::new();
        for _ in 0..100 {
            noted.extend(both.iter().map(|one| spoke.note("YL01", one, true)));
        }
        let lines = noted.iter().filter(|one| one.to_log.is_some()).count();
        assert_eq!(lines, usize::from(LINES_MAX), "so many lines");
        let mixed = noted.iter().filter(|one| one.is_mixed).count();
        assert_eq!(mixed, 199, "each but the first is told as a defect");
    }

    #[test]
    fn those_that_depart_from_the_standard_are_named_first() {
        let mut spoke = Spoke::default();
        for number in 0..2 * DIALECTS_MAX {
            let mn = format!("A{number:02}");
            spoke.note(&mn, &message(CrcKind::Standard, QN), false);
        }
        spoke.note("Z1", &message(CrcKind::Modbus, QN), false);
        spoke.note("Z2", &message(CrcKind::Standard, ""), false);
        let all = spoke.all();
        let names = all.named.iter().map(|(mn, _)| mn.as_str());
        let first: Vec<_> = names.take(3).collect();
        assert_eq!(first, ["Z1", "Z2", "A00"], "what a technician looks for");
        assert_eq!(all.named.len(), DIALECTS_MAX, "some of them");
        let counts = (all.count, all.departing);
        assert_eq!(counts, (2 * DIALECTS_MAX + 2, 2), "all are counted");
        spoke.forget("Z1");
        assert_eq!(spoke.all().departing, 1, "one gave way");
    }
}
