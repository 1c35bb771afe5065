//! A registered device that says nothing any more: an alarm that begins when its period is over and
//! ends when it speaks again.

use std::collections::HashSet;

use emergency::point::upwards;
use emergency::time::UtcMs;

use crate::alarm::{Course, DeviceAlarm};
use crate::lock::lock;
use crate::talk::{Outcome, Register};

/// The code of the alarm.
pub const SILENT_CODE: &str = "silent";
/// Devices that are told of at once; the others are with the next look.
const AT_ONCE_MAX: usize = 500;

/// Tells which registered devices have fallen silent and which speak again. What has not been heard
/// since the feed listens is silent when the period since then is over; until then nothing is known
/// of it, and what stood before a start of the desk stands. Of a device whose absence is told
/// `elsewhere` no silence begins: one cause is one alarm.
pub(crate) fn tell(
    register: &Register,
    format: &str,
    elsewhere: impl Fn(&str) -> bool,
    now: UtcMs,
    outcome: &mut Outcome,
) {
    let roll = register.roll.all();
    let since = register.listens_since(now);
    let mut groups = None;
    for device in roll.keys() {
        if outcome.drafts.len() >= AT_ONCE_MAX {
            return;
        }
        let heard = register.devices.heard(device);
        if heard.is_none() {
            let groups = groups.get_or_insert_with(|| groups_of(register));
            if is_part(format, device) || groups.contains(device) {
                continue;
            }
        }
        let period_ms = register.roll.silent_after_ms(device);
        let last = heard.map_or(since, |heard| heard.max(since));
        let silent = now.since_ms(last) > period_ms && !elsewhere(device);
        let speaks = heard.is_some_and(|heard| now.since_ms(heard) <= period_ms);
        if silent || speaks {
            let words = words(heard, period_ms);
            say(register, (format, device), (silent, &words), now, outcome);
        }
    }
    // Whoever was taken off the register is waited for no more. What stands is let go of first:
    // to tell of it takes it in hand again.
    let standing = lock(&register.standing).devices_with(SILENT_CODE);
    for device in standing {
        if !roll.contains_key(&device) && outcome.drafts.len() < AT_ONCE_MAX {
            let words = "已撤销点位登记";
            say(register, (format, &device), (false, words), now, outcome);
        }
    }
}

/// What devices that were heard stand under: a tank whose gauges speak has no voice of its own.
fn groups_of(register: &Register) -> HashSet<String> {
    let devices = register.devices.all();
    let above = devices
        .iter()
        .flat_map(|(device, _)| upwards(device).skip(1));
    above.map(str::to_owned).collect()
}

/// Whether it is a part of a device: it has no voice of its own.
fn is_part(format: &str, device: &str) -> bool {
    match format {
        "gbt26875" => device.contains(['-', '/']),
        "hj212" => device.contains('/'),
        _ => false,
    }
}

fn words(heard: Option<UtcMs>, period_ms: i64) -> String {
    let seconds = period_ms / 1_000;
    let period = if seconds >= 120 {
        format!("{} 分钟", seconds / 60)
    } else {
        format!("{seconds} 秒")
    };
    match heard {
        Some(_) => format!("超过 {period} 没有任何报文"),
        None => format!("值守台启动后 {period} 内没有任何报文"),
    }
}

fn say(
    register: &Register,
    (format, device): (&str, &str),
    (holds, words): (bool, &str),
    now: UtcMs,
    outcome: &mut Outcome,
) {
    let alarm = DeviceAlarm {
        feed: &register.feed,
        format,
        device,
        code: SILENT_CODE,
        event: "设备失联",
        words,
        at: now,
        point: None,
        course: Course::Holds,
        bytes: words.as_bytes(),
    };
    alarm.tell(holds, now, register, outcome);
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;
    use std::sync::Arc;
    use std::time::Duration;

    use emergency::alert::MessageType;
    use emergency::fact::Fact;
    use emergency::time::MINUTE_MS;

    use super::*;
    use crate::reach::Reach;
    use crate::roll::{Entry, Periods};

    fn register(devices: &[&str]) -> Register {
        let register = Register::new(
            "演练",
            Duration::from_secs(1),
            Arc::new(Reach::new(&[], &[])),
        );
        enter(&register, devices);
        register
    }

    fn enter(register: &Register, devices: &[&str]) {
        let entries = devices
            .iter()
            .map(|one| ((*one).to_owned(), Entry::default()));
        let entries: HashMap<_, _> = entries.collect();
        register.roll.replace(entries, Periods::of("gbt26875"));
    }

    fn heard(register: &Register, device: &str, at: UtcMs) {
        register.hear(device, at, &[], &mut Outcome::default());
    }

    /// What is told at that minute, and stored.
    fn told(register: &Register, minute: i64) -> Vec<(String, MessageType)> {
        let mut outcome = Outcome::default();
        let now = UtcMs(minute * MINUTE_MS);
        tell(register, "gbt26875", |_| false, now, &mut outcome);
        register.settle(true, outcome.changes);
        let notices = outcome.drafts.into_iter().map(|draft| match draft.fact {
            Fact::AlertReceived(received) => (received.notice.sender, received.notice.msg_type),
            other => panic!("a feed observes nothing else: {other:?}"),
        });
        notices.collect()
    }

    #[test]
    fn a_registered_device_that_falls_silent_is_told_once_and_again_when_it_speaks() {
        let register = register(&["1.2.3", "1.2.3-1-0-40-7"]);
        heard(&register, "1.2.3", UtcMs(0));
        heard(&register, "9.9.9", UtcMs(0));
        assert_eq!(told(&register, 0), [], "the feed has begun to listen");
        assert_eq!(told(&register, 10), [], "its period is not over");
        let begun = [("gbt26875:1.2.3".to_owned(), MessageType::Alert)];
        assert_eq!(told(&register, 11), begun, "nobody waits for a stranger");
        assert_eq!(told(&register, 12), [], "once");
        heard(&register, "1.2.3", UtcMs(13 * MINUTE_MS));
        let ended = [("gbt26875:1.2.3".to_owned(), MessageType::Cancel)];
        assert_eq!(told(&register, 13), ended, "it speaks again");
    }

    #[test]
    fn what_was_never_heard_is_silent_after_a_period_of_listening() {
        let register = register(&["1.2.3"]);
        assert_eq!(
            told(&register, 100),
            [],
            "the feed has just begun to listen"
        );
        assert_eq!(told(&register, 111).len(), 1, "it was given its time");
        enter(&register, &[]);
        let ended = [("gbt26875:1.2.3".to_owned(), MessageType::Cancel)];
        assert_eq!(told(&register, 112), ended, "nobody waits for it any more");
    }

    #[test]
    fn a_group_of_points_has_no_voice_of_its_own() {
        let register = register(&["tank/3"]);
        heard(&register, "tank/3/level", UtcMs(0));
        assert_eq!(told(&register, 0), [], "it has just begun to listen");
        assert_eq!(told(&register, 60), [], "its gauge speaks for itself");
    }

    #[test]
    fn a_line_that_was_cut_makes_no_device_silent() {
        let register = register(&["1.2.3"]);
        heard(&register, "1.2.3", UtcMs(0));
        register.deaf();
        assert_eq!(told(&register, 60), [], "the desk could hear nothing");
        assert_eq!(told(&register, 69), [], "the period begins anew");
        assert_eq!(told(&register, 71).len(), 1, "and ends");
    }
}
