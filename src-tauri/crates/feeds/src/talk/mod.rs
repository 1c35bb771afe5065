//! What a connection of each protocol says and is answered: pure, so that the same code runs in a
//! server, in a simulation and in a test.

mod devices;
mod gbt26875;
mod hj212;
mod incoming;
mod jt808;
mod points;
mod shared;

pub use devices::{CLOCK_OFF_MS, CLOCKS_MAX, ClocksOff, DEVICES_MAX, Devices, LASTING_MS};
pub use gbt26875::{
    Ask, DISABLED_MAX, DUTY_MINUTES, DUTY_UNANSWERED, Disabled, DutyCheck, Gbt26875,
    Gbt26875Settings, PanelSeen,
};
pub use hj212::{DIALECTS_MAX, Dialect, Dialects, Hj212, Hj212Settings, MARKS, StationLimits};
pub use jt808::{Absence, FENCES_MAX, Jt808, Jt808Settings, SAFETY_LEVEL, Vehicle};
pub use points::{POINTS_MAX, Points, Reading, Trend};
pub use shared::{Register, UNFINISHED_BYTES_MAX};

use std::collections::BTreeSet;

use emergency::decide::Draft;
use emergency::time::UtcMs;
use protocols::{Defect, DefectKind};

use crate::alarm::Change;

/// What came of some bytes.
#[derive(Debug, Default)]
pub struct Outcome {
    /// What goes back, after the facts are on disk.
    pub reply: Vec<u8>,
    /// Facts to store.
    pub drafts: Vec<Draft>,
    /// The changes of alarms that those facts tell; given back when they are not stored.
    pub changes: Vec<Change>,
    /// What could not be used, with its bytes.
    pub defects: Vec<Defect>,
    /// How many right messages came.
    pub messages: usize,
    /// Of them those that do not speak for their sender: refused, or said before it has shown who
    /// it is. A connection that says nothing else stays unproven.
    pub unproven: usize,
    /// The clock of the device against ours, milliseconds; positive where it is ahead.
    pub clock_offset_ms: Option<i64>,
    /// The device whose connection it is; empty where none has spoken, or several have.
    pub device: String,
}

impl Outcome {
    /// Takes over the defects of a message, each with the message's bytes where it has none.
    fn keep_defects(&mut self, defects: &[Defect], bytes: &[u8]) {
        self.defects.extend(defects.iter().map(|defect| {
            let whole = Defect::of_bytes(defect.kind, defect.message.as_str(), bytes);
            let mut kept = defect.clone();
            if kept.raw.is_empty() {
                (kept.raw, kept.cut) = (whole.raw, whole.cut);
            }
            kept
        }));
    }
}

/// The one device of a connection; empty where it has none, or several.
fn only(own: &BTreeSet<String>) -> String {
    let first = own.first().filter(|_| own.len() == 1);
    first.cloned().unwrap_or_default()
}

/// Whether a message ended before its fields did: what is missing may be an alarm.
fn is_cut(defects: &[Defect]) -> bool {
    let cut = |defect: &Defect| defect.kind == DefectKind::Truncated;
    defects.iter().any(cut)
}

/// One protocol as a server speaks it.
pub trait Protocol: Send + Sync + 'static {
    /// Its short name.
    fn kind(&self) -> &'static str;
    /// A new connection.
    fn talk(&self) -> Box<dyn Talk>;
    /// What it keeps of its devices.
    fn register(&self) -> &Register;
    /// Whether an alarm of its own says of a device that nothing is heard of it, so that there is
    /// none of its silence.
    fn tells_absence(&self, _device: &str) -> bool {
        false
    }
    /// How its devices speak, where its protocol has more than one way.
    fn dialects(&self) -> Dialects {
        Dialects::default()
    }
    /// Some seconds passed, whatever its connections say: what is due of devices that say nothing.
    /// It may be asked again and again: what was not stored is told again.
    fn tick(&self, _now: UtcMs) -> Outcome {
        Outcome::default()
    }
}

/// One connection.
pub trait Talk: Send {
    /// Takes bytes as they come.
    fn take(&mut self, bytes: &[u8], now: UtcMs) -> Outcome;
    /// Some seconds passed.
    fn tick(&mut self, now: UtcMs) -> Outcome;
    /// The connection ended.
    fn end(&mut self, now: UtcMs) -> Outcome;
}

#[cfg(test)]
mod tests;
