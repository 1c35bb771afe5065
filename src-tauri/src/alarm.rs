//! Sound and desktop notifications, driven by the desk's changes after the commit.
//!
//! Sound is made here and not by the page: a page is throttled when it is out of sight. Levels
//! differ by rhythm: Ⅰ three pulses, Ⅱ two, Ⅲ one, Ⅳ and none silent. A drill sounds lower. What is
//! grave sounds again, louder, until somebody has acknowledged it, and brings the window to the
//! front when that takes too long. What rings when is decided by the desk ([`desk::ring`]).

use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::change::Alarm;
use contract::status::SoundState;
use desk::Desk;
use desk::alarms::ToFront;
use desk::ring::Tone;
use rodio::source::{SineWave, Source as _};
use rodio::{DeviceSinkBuilder, MixerDeviceSink};
use tauri::{AppHandle, Manager as _, UserAttentionType};

use crate::call::DeskCell;

/// Pitch of a real alarm in hertz.
const PITCH_HZ: f32 = 880.0;
/// Pitch of a drill's alarm in hertz.
const DRILL_PITCH_HZ: f32 = 440.0;
/// Length of one pulse.
const PULSE: Duration = Duration::from_millis(220);
/// From pulse to pulse.
const STEP: Duration = Duration::from_millis(400);
/// Loudness from 0 to 1.
const VOLUME: f32 = 0.5;
/// Loudness where nobody has answered.
const VOLUME_AGAIN: f32 = 0.9;
/// Lowest level (largest number) that is shown outside the window.
const NOTIFY_LEVEL_MAX: u8 = 2;

/// How often it is looked whether a grave alert waits too long.
const FRONT_LOOK_EVERY: Duration = Duration::from_secs(5);

/// Starts the thread that sounds and shows what the desk reports.
pub(crate) fn start(cell: Arc<DeskCell>, app: AppHandle) -> std::io::Result<()> {
    let run = move || {
        let desk = cell.wait_open();
        let device = DeviceSinkBuilder::open_default_sink()
            .inspect_err(|error| tracing::warn!(%error, "no sound device"))
            .ok();
        let state = if device.is_some() {
            SoundState::Armed
        } else {
            SoundState::Blocked
        };
        desk.set_sound(state);
        let mut alarms = desk.follow_alarms();
        let (mut front, mut looked) = (ToFront::default(), Instant::now());
        while let Some(fresh) = alarms.glance() {
            if looked.elapsed() >= FRONT_LOOK_EVERY {
                looked = Instant::now();
                let waits = desk.waiting_alarm().is_some();
                if front.is_due(waits, desk.front_after(), looked) {
                    bring_to_front(&app);
                }
            }
            let fresh = fresh
                .or_else(|| alarms.late(&desk))
                .or_else(|| alarms.deaf(&desk));
            let now = Instant::now();
            let rings = match &fresh {
                Some(alarm) => desk.tone(alarm, now).map(|tone| (alarm.clone(), tone)),
                None => desk.again(now),
            };
            if let Some((alarm, tone)) = rings
                && let Some(device) = &device
            {
                sound(device, tone);
                desk.rang(&alarm, now);
            }
            let Some(alarm) = fresh else { continue };
            let notify = alarm.level <= NOTIFY_LEVEL_MAX || alarm.notifies();
            if !alarm.headline.is_empty() && notify && alarm.count > 0 {
                show(&desk, &alarm);
            }
        }
    };
    std::thread::Builder::new()
        .name("alarm".to_owned())
        .spawn(run)
        .map(drop)
}

/// The window over all others; where the system does not allow that, it asks for attention.
fn bring_to_front(app: &AppHandle) {
    let Some(window) = app.get_webview_window("main") else {
        return;
    };
    if window.is_focused().unwrap_or(false) {
        return;
    }
    let done = window
        .unminimize()
        .and_then(|()| window.show())
        .and_then(|()| window.set_focus())
        .and_then(|()| window.request_user_attention(Some(UserAttentionType::Critical)));
    if let Err(error) = done {
        tracing::warn!(%error, "the window could not come to the front");
    }
}

fn sound(device: &MixerDeviceSink, tone: Tone) {
    let pitch = if tone.drill { DRILL_PITCH_HZ } else { PITCH_HZ };
    let volume = if tone.louder { VOLUME_AGAIN } else { VOLUME };
    for pulse in 0..tone.pulses {
        let sine = SineWave::new(pitch)
            .take_duration(PULSE)
            .amplify(volume)
            .delay(STEP * pulse);
        device.mixer().add(sine);
    }
}

/// A notification that nobody can show is said in the window; the alarm is not lost.
fn show(desk: &Desk, alarm: &Alarm) {
    let mark = if alarm.exercise { "【演练】" } else { "" };
    let more = if alarm.count > 1 {
        format!("（共 {} 条）", alarm.count)
    } else {
        String::new()
    };
    let shown = notify_rust::Notification::new()
        .appname("Dutyroom")
        .summary(&format!("{mark}应急值守 · {}", called(alarm)))
        .body(&format!("{}{more}", alarm.headline))
        .show();
    desk.set_notifications(
        shown
            .inspect_err(|error| tracing::warn!(%error, "not shown"))
            .is_ok(),
    );
}

/// A level of law is called as the law calls it, a priority as the screen does.
fn called(alarm: &Alarm) -> &'static str {
    match (alarm.by_priority, alarm.level) {
        (false, 1) => "Ⅰ级告警",
        (false, 2) => "Ⅱ级告警",
        (false, 3) => "Ⅲ级告警",
        (false, _) => "Ⅳ级告警",
        (true, 1) => "紧急告警",
        (true, 2) => "高优先级告警",
        (true, 3) => "中优先级告警",
        (true, _) => "低优先级告警",
    }
}
