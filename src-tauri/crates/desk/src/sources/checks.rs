//! Duty checks (查岗) that were asked and neither answered nor told as unanswered when the desk was
//! closed, as the lines of its duty log say.

use std::collections::HashMap;

use emergency::alert::{Alert, MessageType};
use emergency::duty::{DUTY, PanelCheck};
use emergency::entity::{EntityKind, EntityRef};
use emergency::event::Event;
use emergency::fact::Fact;
use emergency::time::{DAY_MS, UtcMs};
use feeds::talk::{DUTY_UNANSWERED, DutyCheck};

use crate::session::Session;

/// How far back is looked, milliseconds: that nobody answered longer ago says nothing of now;
/// 待区里确认.
const BACK_MS: i64 = DAY_MS;
/// Lines of the duty log that are read at once.
const LINES_AT_ONCE: usize = 1_000;
/// Lines of the duty log that are read at most: a day in which each of 19,000 panels answers, and
/// what else is noted.
const LINES_MAX: usize = 20_000;
/// What stands before a panel in the sender of its alarms.
const SENDER_BEGIN: &str = "gbt26875:";

/// By the feed, each panel with its newest check.
pub(super) type Waiting = HashMap<String, HashMap<String, DutyCheck>>;

/// The checks that wait; none where the log cannot be read.
pub(super) fn waiting(session: &Session) -> Waiting {
    let now = session.logbook.now();
    let since = now.plus_ms(-BACK_MS);
    let mut waiting = Waiting::new();
    // Read from the newest back, told from the oldest on.
    for check in own_lines(session, since).iter().rev().filter_map(check_of) {
        let of_feed = waiting.entry(check.feed).or_default();
        if check.answered {
            of_feed.retain(|panel, _| !check.panels.contains(panel));
        } else if check.asked_at >= since {
            let duty = DutyCheck {
                asked_at: check.asked_at,
                due_at: check.due_at,
                ..DutyCheck::default()
            };
            of_feed.extend(check.panels.into_iter().map(|panel| (panel, duty)));
        }
    }
    let over = waiting.values().flat_map(HashMap::values);
    let over = over.filter(|check| check.due_at <= now);
    // Before its time is over no check is told.
    if let Some(from) = over.map(|check| check.asked_at).min() {
        leave_out_told(session, &mut waiting, (from, now));
    }
    waiting
}

/// The lines that this desk wrote into the duty log since a time, the newest first, [`LINES_MAX`]
/// at most. Nothing else of the log is read.
pub(super) fn own_lines(session: &Session, since: UtcMs) -> Vec<Event> {
    let duty = EntityRef::new(EntityKind::Duty, DUTY);
    let (mut own, mut before) = (Vec::new(), u64::MAX);
    for _ in 0..LINES_MAX / LINES_AT_ONCE {
        let read = session.logbook.timeline(&duty, before, LINES_AT_ONCE);
        let read = read.inspect_err(|error| {
            tracing::error!(%error, "the duty checks of before cannot be read");
        });
        let lines = read.unwrap_or_default();
        let Some(last) = lines.last() else {
            break;
        };
        before = last.seq;
        let events = lines.into_iter().map(|logged| logged.event);
        own.extend(events.filter(|event| event.origin == session.origin));
        if own.last().is_some_and(|event| event.recorded_at < since) {
            break;
        }
    }
    own.retain(|event| event.recorded_at >= since);
    own
}

fn check_of(event: &Event) -> Option<PanelCheck> {
    match Fact::read(&event.kind, &event.body).ok()? {
        Fact::DutyNoted(noted) => noted.panel_check,
        _ => None,
    }
}

/// Leaves out the checks of which an alert of that time says that nobody answered. Of more alerts
/// than one question reads the oldest are not looked at, and such a check is told once more.
fn leave_out_told(session: &Session, waiting: &mut Waiting, (from, to): (UtcMs, UtcMs)) {
    let read = session.logbook.recorded_alerts(from, to.plus_ms(1));
    let read = read.inspect_err(|error| {
        tracing::error!(%error, "the duty checks that were told cannot be read");
    });
    for (feed, panel, asked_at) in read.unwrap_or_default().into_iter().filter_map(told) {
        if let Some(of_feed) = waiting.get_mut(&feed) {
            of_feed.retain(|one, check| *one != panel || check.asked_at != asked_at);
        }
    }
}

/// The feed, the panel and the time of the check that an alert tells as unanswered.
fn told(alert: Alert) -> Option<(String, String, UtcMs)> {
    let notice = alert.notice?;
    let is_told = notice.event_code == DUTY_UNANSWERED && notice.msg_type == MessageType::Alert;
    let panel = notice
        .sender
        .strip_prefix(SENDER_BEGIN)
        .filter(|_| is_told)?;
    Some((notice.sender_name, panel.to_owned(), notice.onset?))
}
