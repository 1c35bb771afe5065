//! A value against the limits of its point.

use emergency::time::UtcMs;
use protocols::sensor::Breach;

use crate::alarm::{Course, DeviceAlarm};
use crate::talk::{Outcome, Register};

/// Each limit with the code and the title of its alarm.
const KINDS: &[(Breach, &str, &str)] = &[
    (Breach::LowLow, "low_low", "低低限"),
    (Breach::Low, "low", "低限"),
    (Breach::High, "high", "高限"),
    (Breach::HighHigh, "high_high", "高高限"),
];

/// A value that was measured at a point with limits.
#[derive(Debug, Clone, PartialEq)]
pub struct Measured<'a> {
    /// Name of the feed.
    pub feed: &'a str,
    /// Name of the format.
    pub format: &'a str,
    /// The point.
    pub point: &'a str,
    /// What is measured, in words.
    pub name: &'a str,
    /// The value with its unit.
    pub words: &'a str,
    /// Which limit it has reached.
    pub breach: Option<Breach>,
    /// When it was measured.
    pub at: UtcMs,
    /// What came.
    pub bytes: &'a [u8],
}

impl Measured<'_> {
    /// Tells the alarms that this value begins or ends.
    pub fn tell(&self, now: UtcMs, register: &Register, outcome: &mut Outcome) {
        for (kind, code, title) in KINDS {
            let alarm = DeviceAlarm {
                feed: self.feed,
                format: self.format,
                device: self.point,
                code,
                event: &format!("{}{title}", self.name),
                words: self.words,
                at: self.at,
                point: None,
                course: Course::Holds,
                bytes: self.bytes,
            };
            let holds = self.breach == Some(*kind);
            alarm.tell(holds, now, register, outcome);
        }
    }
}
