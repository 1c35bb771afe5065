//! What is known of the panels of a feed: who is connected, which parts are disabled, whether
//! somebody is on duty (查岗).

use std::collections::{BTreeMap, BTreeSet};

use emergency::decide::Draft;
use emergency::duty::{DUTY, PanelCheck};
use emergency::fact::Fact;
use emergency::incident::Noted;
use emergency::time::{MINUTE_MS, UtcMs};
use protocols::gbt26875::Control;

use super::super::{DEVICES_MAX, Outcome, POINTS_MAX};
use super::{Ask, DISABLED, Gbt26875, Said, Shared};
use crate::alarm::{Course, DeviceAlarm};
use crate::lock::lock;

/// Devices of one connection that can be asked something.
pub(super) const OWN_MAX: usize = 256;
/// Disabled parts of a panel that are named.
pub const DISABLED_MAX: usize = 100;
/// The name of the bit of an operation by which a duty check is answered at the transmission device
/// (查岗应答, figure 14, bit 5); of a system it is a key that confirms (确认, figure 9, bit 5).
pub(super) const ANSWERED: &str = "确认/查岗应答";
/// The code of the alarm of a check that nobody answered.
pub const DUTY_UNANSWERED: &str = "dutyUnanswered";
const UNANSWERED: (&str, &str) = ("查岗未应答", DUTY_UNANSWERED);

/// A duty check of a panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct DutyCheck {
    /// When an officer asked for it.
    pub asked_at: UtcMs,
    /// Until when it has to be answered.
    pub due_at: UtcMs,
    /// When it was sent; nothing while the panel has no connection, or where that was before the
    /// desk was started.
    pub sent_at: Option<UtcMs>,
    /// When the panel confirmed that it has it; nothing while it was sent and nobody knows.
    pub confirmed_at: Option<UtcMs>,
    /// When somebody answered.
    pub answered_at: Option<UtcMs>,
}

/// A part that was taken out at the panel.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Disabled {
    /// The system or part, as alerts name it.
    pub place: String,
    /// What it is, in words; empty where it was told before the desk was started.
    pub words: String,
    /// Since when; nothing where that was before the desk was started.
    pub since: Option<UtcMs>,
}

/// A panel as it is seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PanelSeen {
    /// The number of its transmission device.
    pub device: String,
    /// Whether it has a connection.
    pub online: bool,
    /// When it was heard last; nothing where that was before the desk was started.
    pub heard_at: Option<UtcMs>,
    /// How many of its parts are disabled.
    pub disabled: usize,
    /// They, at most [`DISABLED_MAX`].
    pub named: Vec<Disabled>,
    /// The newest duty check.
    pub duty: Option<DutyCheck>,
}

#[derive(Debug, Default)]
struct Panel {
    /// What it was heard with; nothing before it was since the start.
    control: Option<Control>,
    line: u64,
    online: bool,
    heard_at: Option<UtcMs>,
    asks: BTreeSet<Ask>,
    duty: Option<DutyCheck>,
    /// Whether that check is of before the start: it may have been sent then.
    from_before: bool,
    /// When the device says that the key was pressed, so that a report sent again is known.
    pressed: Option<UtcMs>,
}

/// All panels of a feed, and the parts that are disabled.
#[derive(Debug, Default)]
pub(super) struct Panels {
    known: BTreeMap<String, Panel>,
    disabled: BTreeMap<String, (String, UtcMs)>,
}

impl Panels {
    pub(super) fn hear(&mut self, device: &str, control: &Control, line: u64, now: UtcMs) {
        if self.known.len() >= DEVICES_MAX && !self.known.contains_key(device) {
            return;
        }
        let panel = self.known.entry(device.to_owned()).or_default();
        panel.control = Some(control.clone());
        (panel.line, panel.online, panel.heard_at) = (line, true, Some(now));
    }

    /// Forgets a device whose name is not kept any more, unless an answer of it is waited for.
    pub(super) fn forget(&mut self, device: &str) {
        let panel = self.known.get(device);
        let duty = panel.and_then(|panel| panel.duty);
        if duty.is_none_or(|duty| duty.answered_at.is_some()) {
            self.known.remove(device);
        }
    }

    /// A connection has ended; its devices may be heard on another one.
    pub(super) fn leave(&mut self, own: &BTreeSet<String>, line: u64) {
        for device in own {
            let panel = self.known.get_mut(device);
            if let Some(panel) = panel.filter(|panel| panel.line == line) {
                panel.online = false;
            }
        }
    }

    /// What is to be sent to these devices on a line: one that is heard on another by now gets
    /// nothing down a dead one.
    pub(super) fn asked(&self, own: &BTreeSet<String>, line: u64) -> Vec<(String, Ask, Control)> {
        let panels = own
            .iter()
            .filter_map(|device| Some((device, self.known.get(device)?)))
            .filter(|(_, panel)| panel.line == line);
        let asked = panels.flat_map(|(device, panel)| {
            let asks = panel.asks.iter();
            asks.filter_map(|ask| Some((device.clone(), *ask, panel.control.clone()?)))
        });
        asked.collect()
    }

    pub(super) fn sent(&mut self, device: &str, ask: Ask, now: UtcMs) {
        let Some(panel) = self.known.get_mut(device) else {
            return;
        };
        panel.asks.remove(&ask);
        if let Some(duty) = panel.duty.as_mut().filter(|_| ask == Ask::Duty) {
            duty.sent_at = Some(now);
        }
    }

    /// A panel has confirmed its duty check.
    pub(super) fn confirm(&mut self, device: &str, now: UtcMs) {
        let panel = self.known.get_mut(device);
        let duty = panel.and_then(|panel| panel.duty.as_mut());
        // One that was asked for meanwhile and is not sent yet is confirmed by nobody.
        if let Some(duty) = duty.filter(|duty| duty.sent_at.is_some()) {
            duty.confirmed_at.get_or_insert(now);
        }
    }

    /// Notes whether a system or a part is disabled.
    pub(super) fn disable(&mut self, place: &str, is: bool, words: &str, at: UtcMs) {
        if !is {
            self.disabled.remove(place);
        } else if self.disabled.len() < POINTS_MAX {
            let said = || (words.to_owned(), at);
            self.disabled.entry(place.to_owned()).or_insert_with(said);
        }
    }

    /// The checks that nobody answered in their time; a panel that comes back later is not asked
    /// any more.
    fn unanswered(&mut self, now: UtcMs) -> Vec<(String, DutyCheck, bool)> {
        let mut due = Vec::new();
        for (device, panel) in &mut self.known {
            let duty = panel.duty.filter(|duty| duty.answered_at.is_none());
            if let Some(duty) = duty.filter(|duty| duty.due_at <= now) {
                panel.asks.remove(&Ask::Duty);
                due.push((device.clone(), duty, panel.from_before));
            }
        }
        due
    }
}

impl Gbt26875 {
    /// Asks one panel, or all that were heard since the start; how many are asked. One without a
    /// connection is asked when it comes back within the time of the check.
    pub fn ask(&self, device: Option<&str>, ask: Ask, now: UtcMs) -> usize {
        let due_at = self.due_at(now);
        let mut panels = lock(&self.shared.panels);
        let chosen: Vec<&mut Panel> = match device {
            Some(one) => panels.known.get_mut(one).into_iter().collect(),
            None => panels.known.values_mut().collect(),
        };
        let mut count = 0;
        for panel in chosen.into_iter().filter(|panel| panel.heard_at.is_some()) {
            panel.asks.insert(ask);
            count += 1;
            if ask == Ask::Duty {
                (panel.pressed, panel.from_before) = (None, false);
                panel.duty = Some(DutyCheck {
                    asked_at: now,
                    due_at,
                    ..DutyCheck::default()
                });
            }
        }
        count
    }

    /// Until when a duty check that is asked at a time has to be answered.
    #[must_use]
    pub fn due_at(&self, asked_at: UtcMs) -> UtcMs {
        let minutes = i64::from(self.shared.settings.duty_minutes);
        asked_at.plus_ms(minutes * MINUTE_MS)
    }

    /// Goes on with duty checks that waited when the desk was closed, at most [`DEVICES_MAX`]: each
    /// is told as unanswered after its time, and goes out once more to a panel that connects before
    /// that, for nobody knows whether it had it.
    pub fn resume(&self, checks: impl IntoIterator<Item = (String, DutyCheck)>, now: UtcMs) {
        let mut panels = lock(&self.shared.panels);
        for (device, duty) in checks.into_iter().take(DEVICES_MAX) {
            let panel = panels.known.entry(device).or_default();
            if duty.due_at > now {
                panel.asks.insert(Ask::Duty);
            }
            (panel.duty, panel.from_before) = (Some(duty), true);
        }
    }

    /// Name of the feed.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.shared.settings.name
    }

    /// All panels, those with most disabled parts first.
    #[must_use]
    pub fn panels(&self) -> Vec<PanelSeen> {
        let held = lock(&self.shared.register.standing).devices_with(DISABLED.1);
        let panels = lock(&self.shared.panels);
        let mut seen: BTreeMap<String, PanelSeen> = BTreeMap::new();
        for (device, panel) in &panels.known {
            let one = PanelSeen {
                device: device.clone(),
                online: panel.online,
                heard_at: panel.heard_at,
                duty: panel.duty,
                ..PanelSeen::default()
            };
            seen.insert(device.clone(), one);
        }
        let places: BTreeSet<&String> = held.iter().chain(panels.disabled.keys()).collect();
        for place in places {
            let device = place.split('-').next().unwrap_or(place);
            let panel = seen.entry(device.to_owned()).or_insert_with(|| PanelSeen {
                device: device.to_owned(),
                ..PanelSeen::default()
            });
            panel.disabled += 1;
            if panel.named.len() < DISABLED_MAX {
                let said = panels.disabled.get(place);
                panel.named.push(Disabled {
                    place: place.clone(),
                    words: said.map_or_else(String::new, |(words, _)| words.clone()),
                    since: said.map(|(_, at)| *at),
                });
            }
        }
        let mut seen: Vec<PanelSeen> = seen.into_values().collect();
        seen.sort_by_key(|panel| std::cmp::Reverse(panel.disabled));
        seen
    }
}

/// The alarm of a check that was not answered.
fn alarm<'a>(shared: &'a Shared, device: &'a str, words: &'a str, at: UtcMs) -> DeviceAlarm<'a> {
    DeviceAlarm {
        feed: &shared.settings.name,
        format: "gbt26875",
        device,
        code: UNANSWERED.1,
        event: UNANSWERED.0,
        words,
        at,
        point: None,
        course: Course::Act,
        bytes: &[],
    }
}

/// Somebody at a panel has pressed the key: that is written down, and ends the alarm of a check
/// that was not answered in time, also of one before a start of the desk. A report that is sent
/// again, as it was not stored, is written down again.
pub(super) fn answered(shared: &Shared, device: &str, said: &Said<'_>, outcome: &mut Outcome) {
    let now = said.now;
    let missed = lock(&shared.register.standing).since(device, UNANSWERED.1);
    let Some(duty) = lock(&shared.panels).answer(device, said, missed) else {
        return;
    };
    let seconds = now.since_ms(duty.asked_at) / 1_000;
    let is_late = now > duty.due_at || missed.is_some();
    let late = if is_late { "，超过时限" } else { "" };
    let noted = Noted {
        text: format!("查岗应答：{device} 值守应答，用时 {seconds} 秒{late}"),
        panel_check: Some(PanelCheck {
            feed: shared.settings.name.clone(),
            panels: vec![device.to_owned()],
            asked_at: duty.asked_at,
            due_at: duty.due_at,
            answered: true,
        }),
    };
    let words = noted.text.clone();
    let noted = Draft::plain(DUTY, Fact::DutyNoted(noted));
    outcome.drafts.push(noted);
    if missed.is_some() {
        alarm(shared, device, &words, now).tell(false, now, &shared.register, outcome);
    }
}

impl Panels {
    /// Notes that the key was pressed; the check that it answers. One that was not sent is answered
    /// by nobody, and without one the key confirms an alarm at the panel. `missed` is since when a
    /// check is told as unanswered.
    fn answer(
        &mut self,
        device: &str,
        said: &Said<'_>,
        missed: Option<UtcMs>,
    ) -> Option<DutyCheck> {
        let panel = self.known.get_mut(device)?;
        if panel.duty.is_none() {
            // Told before the start: its time was over then.
            let asked_at = missed?;
            panel.duty = Some(DutyCheck {
                asked_at,
                due_at: asked_at,
                ..DutyCheck::default()
            });
            panel.from_before = true;
        }
        let again = panel.pressed == Some(said.at);
        let from_before = panel.from_before;
        let was_asked = |duty: &DutyCheck| duty.sent_at.is_some() || from_before;
        let waits = |duty: &DutyCheck| again || duty.answered_at.is_none() && was_asked(duty);
        let duty = panel.duty.as_mut().filter(|duty| waits(duty))?;
        duty.answered_at.get_or_insert(said.now);
        panel.pressed = Some(said.at);
        panel.asks.remove(&Ask::Duty);
        Some(*duty)
    }
}

/// Tells the checks that nobody answered in their time.
pub(super) fn tell_unanswered(shared: &Shared, now: UtcMs, outcome: &mut Outcome) {
    let due = lock(&shared.panels).unanswered(now);
    for (device, duty, from_before) in due {
        let minutes = duty.due_at.since_ms(duty.asked_at) / MINUTE_MS;
        let words = if duty.confirmed_at.is_some() {
            format!("{minutes} 分钟内无人应答查岗")
        } else if duty.sent_at.is_some() {
            format!("查岗命令发出未确认，{minutes} 分钟内没有应答")
        } else if from_before {
            format!("{minutes} 分钟内没有查岗应答，其间值守台曾重新启动")
        } else {
            format!("{minutes} 分钟内装置未连接，查岗命令未送达")
        };
        let alarm = alarm(shared, &device, &words, duty.asked_at);
        alarm.tell(true, now, &shared.register, outcome);
    }
}
