//! Sound and desktop notifications, driven by the desk's changes after the commit.
//!
//! Sound is made here and not by the page: a page is throttled when it is out of sight. Levels
//! differ by rhythm: Ⅰ three pulses, Ⅱ two, Ⅲ one, Ⅳ and none silent. A drill sounds lower. What is
//! grave sounds again, louder, until somebody has acknowledged it, and brings the window to the
//! front when that takes too long. What rings when is decided by the desk ([`desk::ring`]).

use std::sync::Arc;
use std::time::{Duration, Instant};

use desk::alarms::ToFront;
use tauri::{AppHandle, Manager as _, UserAttentionType};

use crate::call::DeskCell;
use crate::outside::Outside;
use crate::speaker::Device;

/// Lowest level (largest number) that is shown outside the window.
const NOTIFY_LEVEL_MAX: u8 = 2;

/// How often it is looked whether a grave alert waits too long.
const FRONT_LOOK_EVERY: Duration = Duration::from_secs(5);

/// Starts the thread that sounds and shows what the desk reports.
pub(crate) fn start(cell: Arc<DeskCell>, app: AppHandle) -> std::io::Result<()> {
    let mut outside = Outside::start()?;
    let run = move || {
        let desk = cell.wait_open();
        let mut device = Device::default();
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
            device.look(&desk, fresh.is_some(), now);
            outside.look(&desk, now);
            let rings = match &fresh {
                Some(alarm) => desk.tone(alarm, now).map(|tone| (alarm.clone(), tone)),
                None => desk.again(now),
            };
            if let Some((alarm, tone)) = rings
                && device.sound(tone)
            {
                desk.rang(&alarm, now);
            }
            let Some(alarm) = fresh else { continue };
            let notify = alarm.level <= NOTIFY_LEVEL_MAX || alarm.notifies();
            if !alarm.headline.is_empty() && notify && alarm.count > 0 {
                outside.show(&alarm, now);
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
