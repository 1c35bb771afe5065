//! A value against the limits of its point.

use std::sync::Mutex;

use emergency::decide::Draft;
use emergency::time::UtcMs;
use protocols::sensor::Breach;

use crate::alarm::{DeviceAlarm, Standing};
use crate::reach::Reach;
use crate::talk::lock;

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
    /// The alarms that this value begins or ends.
    #[must_use]
    pub fn changes(&self, standing: &Mutex<Standing>, reach: &Reach) -> Vec<Draft> {
        let mut drafts = Vec::new();
        for (kind, code, title) in KINDS {
            let holds = self.breach == Some(*kind);
            let changed = lock(standing).note(self.point, code, holds, self.at);
            let Some(change) = changed else {
                continue;
            };
            let alarm = DeviceAlarm {
                feed: self.feed,
                format: self.format,
                device: self.point,
                code,
                event: &format!("{}{title}", self.name),
                words: self.words,
                at: self.at,
                point: None,
                bytes: self.bytes,
            };
            drafts.push(alarm.draft(change, reach));
        }
        drafts
    }
}
