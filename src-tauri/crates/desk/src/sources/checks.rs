//! Duty checks (查岗) that were asked and neither answered nor told as unanswered when the desk was
//! closed, as the lines of its duty log say.

use std::collections::HashMap;

use emergency::alert::MessageType;
use emergency::event::Event;
use emergency::fact::Fact;
use emergency::time::DAY_MS;
use feeds::talk::{DUTY_UNANSWERED, DutyCheck};

use crate::session::Session;

/// How far back is looked, milliseconds: that nobody answered longer ago says nothing of now;
/// 待区里确认.
const BACK_MS: i64 = DAY_MS;
/// Events that are read at once, and at most.
const READ_AT_ONCE: u64 = 1_000;
const READS_MAX: usize = 50;
/// What stands before a panel in the sender of its alarms.
const SENDER_BEGIN: &str = "gbt26875:";

/// By the feed, each panel with its newest check.
pub(super) type Waiting = HashMap<String, HashMap<String, DutyCheck>>;

/// What one event says of checks.
enum Said {
    Asked(String, Vec<String>, DutyCheck),
    /// Somebody answered, or it was told that nobody did.
    Over(String, Vec<String>),
}

/// The checks that wait; none where the log cannot be read.
pub(super) fn waiting(session: &Session) -> Waiting {
    let mut waiting = Waiting::new();
    // Read from the newest back, told from the oldest on.
    for said in read(session).into_iter().rev() {
        match said {
            Said::Asked(feed, panels, check) => {
                let of_feed = waiting.entry(feed).or_default();
                of_feed.extend(panels.into_iter().map(|panel| (panel, check)));
            }
            Said::Over(feed, panels) => {
                let of_feed = waiting.entry(feed).or_default();
                of_feed.retain(|panel, _| !panels.contains(panel));
            }
        }
    }
    waiting
}

fn read(session: &Session) -> Vec<Said> {
    let mut all = Vec::new();
    let newest = session.logbook.counts().map(|counts| counts.events);
    let mut to = newest.unwrap_or_default();
    let since = session.logbook.now().plus_ms(-BACK_MS);
    for _ in 0..READS_MAX {
        let from = to.saturating_sub(READ_AT_ONCE);
        let limit = usize::try_from(to - from).unwrap_or_default();
        let read = session.logbook.events_after(from, limit);
        let read = read.inspect_err(|error| {
            tracing::error!(%error, "the duty checks of before cannot be read");
        });
        let Ok(events) = read else {
            break;
        };
        let own = events.iter().map(|logged| &logged.event).rev();
        let own = own.filter(|event| event.origin == session.origin);
        all.extend(own.filter_map(said));
        let reaches_back = events
            .first()
            .is_none_or(|logged| logged.event.recorded_at < since);
        if reaches_back || from == 0 {
            break;
        }
        to = from;
    }
    all.retain(|said| !matches!(said, Said::Asked(.., check) if check.asked_at < since));
    all
}

fn said(event: &Event) -> Option<Said> {
    match Fact::read(&event.kind, &event.body).ok()? {
        Fact::DutyNoted(noted) => {
            let check = noted.panel_check?;
            if check.answered {
                return Some(Said::Over(check.feed, check.panels));
            }
            let duty = DutyCheck {
                asked_at: check.asked_at,
                due_at: check.due_at,
                ..DutyCheck::default()
            };
            Some(Said::Asked(check.feed, check.panels, duty))
        }
        Fact::AlertReceived(received) => {
            let notice = received.notice;
            let told =
                notice.event_code == DUTY_UNANSWERED && notice.msg_type == MessageType::Alert;
            let panel = notice.sender.strip_prefix(SENDER_BEGIN).filter(|_| told)?;
            Some(Said::Over(notice.sender_name, vec![panel.to_owned()]))
        }
        _ => None,
    }
}
