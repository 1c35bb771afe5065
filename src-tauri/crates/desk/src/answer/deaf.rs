//! Why an alarm might not be heard at this desk: said aloud, for nobody hears what is missing.

use contract::status::{Deaf, DeafWhy, SoundState};
use emergency::time::{MINUTE_MS, UtcMs};
use feeds::health::Health;

use crate::desk::Desk;
use crate::escalate::leader;
use crate::session::Session;

/// Everything that stands between an alarm and the officer's ear, the worst first.
pub(crate) fn deaf(desk: &Desk, session: &Session) -> Vec<Deaf> {
    let now = session.logbook.now();
    let silent_min = desk.settings().alarms.silent_min;
    let mut all: Vec<Deaf> = Vec::new();
    let plain = |why| Deaf {
        why,
        name: String::new(),
        since: None,
    };
    if session.logbook.trouble().is_some() {
        all.push(plain(DeafWhy::NotWritable));
    }
    all.extend(
        desk.feeds()
            .iter()
            .filter_map(|feed| of_feed(&feed.get(), silent_min, now)),
    );
    if session.board.is_incomplete() {
        all.push(plain(DeafWhy::ListIncomplete));
    }
    all.extend(of_leader(session));
    if session.misses_second_desk() {
        all.push(plain(DeafWhy::NoSecondDesk));
    }
    if desk.sound() == SoundState::Blocked {
        all.push(plain(DeafWhy::NoSound));
    }
    if !desk.notifications() {
        all.push(plain(DeafWhy::NoNotifications));
    }
    all
}

/// What a way of being deaf is called outside the window.
pub(crate) fn called(deaf: &Deaf) -> String {
    match deaf.why {
        DeafWhy::FeedDown => format!("接入中断：{}", deaf.name),
        DeafWhy::FeedSilent => format!("接入长时间无消息：{}", deaf.name),
        DeafWhy::NoSound => "没有可用的声音设备".to_owned(),
        DeafWhy::NoNotifications => "桌面通知被拒绝".to_owned(),
        DeafWhy::NotWritable => "本机日志写不进".to_owned(),
        DeafWhy::ListIncomplete => "告警过多，列表未归并".to_owned(),
        DeafWhy::NoLeader => "未登记带班领导".to_owned(),
        DeafWhy::LeaderUnreachable => format!("带班领导没有电话：{}", deaf.name),
        DeafWhy::NoChannel => format!("没有可用的短信或邮件通道，通知不到：{}", deaf.name),
        DeafWhy::NoSecondDesk => "没有可达的其他席位".to_owned(),
    }
}

/// Feeds that look for something themselves: a quiet day is no silence, not looking is.
const LOOKING: [&str; 2] = ["folder", "poll"];

/// What stands between the duty leader and what waits for him: nobody is entered, nothing by which
/// he could be told, or no channel that would take it there.
pub(crate) fn of_leader(session: &Session) -> Option<Deaf> {
    let (why, name) = match leader(session) {
        Some(found) if session.can_tell(&found) => return None,
        Some(found) if found.channels().next().is_some() => (DeafWhy::NoChannel, found.name),
        Some(found) => (DeafWhy::LeaderUnreachable, found.name),
        None => (DeafWhy::NoLeader, String::new()),
    };
    let since = None;
    something_goes_up(session).then_some(Deaf { why, name, since })
}

/// Whether something waits that goes to the duty leader when nobody acknowledges it.
fn something_goes_up(session: &Session) -> bool {
    let steps = &session.board.rules().settings.escalation;
    let goes = [steps.urgent, steps.high, steps.medium, steps.low].map(|one| one.duty_leader_s > 0);
    let waiting = session
        .board
        .look(session, |standing| standing.gathering.waiting());
    match waiting {
        Some(counts) => counts
            .iter()
            .zip(goes)
            .any(|(count, goes)| goes && *count > 0),
        None => goes.contains(&true) && session.board.is_incomplete(),
    }
}

/// A feed that is down, or that says nothing: any more, or since it was started.
fn of_feed(feed: &Health, silent_min: u32, now: UtcMs) -> Option<Deaf> {
    let tried = feed.last_try_at.is_some();
    let sign_of_life = if LOOKING.contains(&feed.kind) {
        feed.last_try_at
    } else {
        feed.last_message_at.or(feed.first_try_at)
    };
    let long_ms = i64::from(silent_min) * MINUTE_MS;
    let silent = silent_min > 0 && sign_of_life.is_some_and(|at| now.since_ms(at) > long_ms);
    let why = if tried && !feed.up {
        DeafWhy::FeedDown
    } else if silent {
        DeafWhy::FeedSilent
    } else {
        return None;
    };
    Some(Deaf {
        why,
        name: feed.name.clone(),
        since: feed.last_message_at.or(feed.first_try_at),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_that_is_down_or_silent_is_said_and_a_quiet_folder_is_not() {
        let min = |minutes: i64| Some(UtcMs(minutes * MINUTE_MS));
        let feed = |kind, up, tried, message| Health {
            kind,
            up,
            first_try_at: tried,
            last_try_at: tried,
            last_message_at: message,
            ..Health::default()
        };
        let cases = [
            (feed("jt808", true, min(0), min(69)), None, "a minute ago"),
            (
                feed("jt808", true, min(0), min(39)),
                Some(DeafWhy::FeedSilent),
                "31 minutes",
            ),
            (
                feed("jt808", true, min(41), None),
                None,
                "nothing has come yet",
            ),
            (
                feed("jt808", true, min(39), None),
                Some(DeafWhy::FeedSilent),
                "nothing has come since the start",
            ),
            (
                feed("folder", true, min(69), min(1)),
                None,
                "it looks, and nothing is there",
            ),
            (
                feed("poll", true, min(20), min(69)),
                Some(DeafWhy::FeedSilent),
                "it does not look",
            ),
            (
                feed("poll", false, min(69), min(69)),
                Some(DeafWhy::FeedDown),
                "down",
            ),
            (feed("poll", false, None, None), None, "not tried yet"),
        ];
        for (feed, why, said) in cases {
            let found = of_feed(&feed, 30, UtcMs(70 * MINUTE_MS)).map(|deaf| deaf.why);
            assert_eq!(found, why, "{said}");
        }
        let silent = feed("jt808", true, min(0), min(0));
        assert!(
            of_feed(&silent, 0, UtcMs(i64::MAX)).is_none(),
            "switched off"
        );
    }
}
