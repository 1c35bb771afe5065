//! What a station says besides its values: marks of its data, and alarm frames of the older
//! edition.

use emergency::time::UtcMs;
use protocols::hj212::{Message, Reading, readings, time_ms};

use super::super::Outcome;
use super::{CODE_CHARS_MAX, Connection};
use crate::alarm::{Course, DeviceAlarm};

/// Marks that become alerts until the value is unmarked again (HJ 212-2017, table 8): fault,
/// no contact with the instrument, out of use, under maintenance, beyond the range. Which of them
/// shall is 待区里确认.
pub const MARKS: &str = "DBFMT";
/// Each with its code and its words.
const NAMES: &[(char, &str, &str)] = &[
    ('D', "instrumentFault", "监测仪器故障"),
    ('B', "instrumentLink", "仪器与数采仪通讯异常"),
    ('F', "instrumentStopped", "监测仪器停运"),
    ('M', "instrumentMaintenance", "监测仪器维护"),
    ('T', "overRange", "超出测量上限"),
    ('C', "instrumentCalibration", "监测仪器校准"),
    ('S', "manualValue", "手工输入值"),
];
/// Kinds of values that carry the state of the instrument now.
pub(super) const OF_NOW: [&str; 2] = ["Rtd", "ZsRtd"];
/// Alarm frames of HJ/T 212-2005 (records of alarms, an alarm event), still sent.
const OLD_ALARMS: [&str; 2] = ["2071", "2072"];
/// The value of `AlarmType` of an alarm that is over; any other, or none, begins one. The table of
/// the standard is not at hand: 待区里确认.
const OVER: &str = "0";
/// The kind of the value in such a frame.
const ALARM_VALUE: &str = "Ala";
const OLD_CODE: &str = "exceeded";

impl Connection {
    /// Tells which marks of a station's data came and went.
    pub(super) fn marks(
        &self,
        mn: &str,
        reading: &Reading,
        at: UtcMs,
        (message, now): (&Message, UtcMs),
        outcome: &mut Outcome,
    ) {
        let Some(flag) = reading.flag.as_deref() else {
            return;
        };
        if !OF_NOW.contains(&reading.kind.as_str()) {
            return;
        }
        let device = format!("{mn}/{}", reading.code);
        let name = reading.name.unwrap_or(&reading.code);
        let own = self.own_mark(message, &reading.code);
        let words = format!("{name} 数据标记 {flag}{own}");
        let shown = |letter: char| self.shared.settings.marks.contains(letter);
        for (letter, code, title) in NAMES.iter().filter(|(letter, ..)| shown(*letter)) {
            let alarm = DeviceAlarm {
                feed: &self.shared.settings.name,
                format: "hj212",
                device: &device,
                code,
                event: &format!("{name}{title}"),
                words: &words,
                at,
                point: None,
                course: Course::Holds,
                bytes: &message.bytes,
            };
            let holds = flag.chars().eq([*letter]);
            alarm.tell(holds, now, &self.shared.register, outcome);
        }
    }

    /// The maker's own mark of a factor (EFlag), in the words of the settings; its letters are
    /// each maker's, so that one without words is shown as it came.
    fn own_mark(&self, message: &Message, code: &str) -> String {
        let Some(mark) = message.segment.value(&format!("{code}-EFlag")) else {
            return String::new();
        };
        let mark: String = mark.chars().take(CODE_CHARS_MAX).collect();
        match self.shared.settings.eflags.get(&mark) {
            Some(words) => format!("，设备标记 {mark}（{words}）"),
            None => format!("，设备标记 {mark}"),
        }
    }

    /// An alarm frame of HJ/T 212-2005; nothing of another message.
    pub(super) fn old_alarm(&self, mn: &str, message: &Message, now: UtcMs, outcome: &mut Outcome) {
        let segment = &message.segment;
        if !OLD_ALARMS.contains(&segment.field("CN")) {
            return;
        }
        let told = ["AlarmTime", "DataTime", "BeginTime"];
        let told = told.iter().find_map(|name| segment.value(name));
        let at = UtcMs(told.and_then(time_ms).unwrap_or(now.0).min(now.0));
        let over = segment.value("AlarmType") == Some(OVER);
        let values = readings(segment).into_iter();
        for reading in values.filter(|one| one.kind == ALARM_VALUE) {
            if reading.code.chars().count() > CODE_CHARS_MAX {
                continue;
            }
            let device = format!("{mn}/{}", reading.code);
            let name = reading.name.unwrap_or(&reading.code);
            let text: String = reading.text.chars().take(CODE_CHARS_MAX).collect();
            let words = format!("{text} {} 站点自报", reading.unit.unwrap_or_default());
            let alarm = DeviceAlarm {
                feed: &self.shared.settings.name,
                format: "hj212",
                device: &device,
                code: OLD_CODE,
                event: &format!("{name}超标报警"),
                words: &words,
                at,
                point: None,
                course: Course::Holds,
                bytes: &message.bytes,
            };
            alarm.tell(!over, now, &self.shared.register, outcome);
        }
    }
}
