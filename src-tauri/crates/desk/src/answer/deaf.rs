//! Why an alarm might not be heard at this desk: said aloud, for nobody hears what is missing.

use contract::status::{Deaf, DeafWhy, SoundState};
use emergency::time::{MINUTE_MS, UtcMs};
use feeds::health::Health;

use crate::desk::Desk;
use crate::escalate::leader;
use crate::session::Session;
use crate::settings::AlarmSettings;

/// Everything that stands between an alarm and the officer's ear, in the order in which it is said.
pub(crate) fn deaf(desk: &Desk, session: &Session) -> Vec<Deaf> {
    let now = session.logbook.now();
    let alarms = &desk.settings().alarms;
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
            .filter_map(|feed| of_feed(&feed.get(), alarms, now)),
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
    in_order(all)
}

/// What makes the desk deafest goes first: what keeps everything out, then what keeps everything
/// unheard, then what keeps out or goes nowhere.
fn rank(why: DeafWhy) -> u8 {
    match why {
        DeafWhy::NotWritable => 0,
        DeafWhy::NoSound => 1,
        DeafWhy::FeedDown => 2,
        DeafWhy::NoLeader | DeafWhy::LeaderUnreachable | DeafWhy::NoChannel => 3,
        DeafWhy::NoSecondDesk => 4,
        DeafWhy::NoNotifications => 5,
        DeafWhy::FeedSilent => 6,
        DeafWhy::ListIncomplete => 7,
    }
}

/// The first of each reason before the second of any, so that three feeds that are down hide no
/// other reason.
fn in_order(mut all: Vec<Deaf>) -> Vec<Deaf> {
    all.sort_by_key(|deaf| rank(deaf.why));
    let mut last = None;
    let (mut order, mut more) = (Vec::new(), Vec::new());
    for deaf in all {
        let first = last.replace(deaf.why) != Some(deaf.why);
        if first { &mut order } else { &mut more }.push(deaf);
    }
    order.append(&mut more);
    order
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

/// Milliseconds of a second.
const SECOND_MS: i64 = 1_000;
/// Looks that a feed may miss before it is silent.
const LOOKS_MISSED: i64 = 3;

/// By what it is known that a feed is not silent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    /// It looks for something itself: a quiet day is no silence, not looking is.
    Looks,
    /// Its devices send at least a heartbeat.
    Speaks,
    /// Nothing has to come: that it stands is all. A broker's line is kept alive by itself, and
    /// what people tell comes when it comes.
    Stands,
}

impl Sign {
    fn of(kind: &str) -> Self {
        match kind {
            "folder" | "submission_folder" | "poll" => Self::Looks,
            "mqtt" | "submission_http" => Self::Stands,
            _ => Self::Speaks,
        }
    }
}

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

/// Whether a feed says nothing: any more, or since it was started. The district's own word on a
/// feed goes before what its kind must send.
fn is_silent(feed: &Health, alarms: &AlarmSettings, now: UtcMs) -> bool {
    let spoke = feed.last_message_at.or(feed.first_try_at);
    let own = alarms.silent_feeds.get(&feed.name);
    let minutes = *own.unwrap_or(&alarms.silent_min);
    let long_ms = i64::from(minutes) * MINUTE_MS;
    let (sign_of_life, within_ms) = match (own, Sign::of(feed.kind)) {
        (Some(_), _) => (spoke, long_ms),
        (None, Sign::Looks) => {
            let looks_ms = LOOKS_MISSED * i64::from(feed.every_s) * SECOND_MS;
            (feed.last_try_at, long_ms.max(looks_ms))
        }
        (None, Sign::Speaks) => {
            let period_ms = i64::from(feed.silent_after_s) * SECOND_MS;
            (spoke, long_ms.max(period_ms))
        }
        (None, Sign::Stands) => (None, long_ms),
    };
    minutes > 0 && sign_of_life.is_some_and(|at| now.since_ms(at) > within_ms)
}

/// A feed that is down, or that says nothing though it must.
fn of_feed(feed: &Health, alarms: &AlarmSettings, now: UtcMs) -> Option<Deaf> {
    let tried = feed.last_try_at.is_some();
    let why = if tried && !feed.up {
        DeafWhy::FeedDown
    } else if is_silent(feed, alarms, now) {
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
    fn what_makes_the_desk_deafest_is_said_first_and_three_feeds_hide_nothing() {
        let deaf = |why, name: &str| Deaf {
            why,
            name: name.to_owned(),
            since: None,
        };
        let found = in_order(vec![
            deaf(DeafWhy::FeedSilent, "a"),
            deaf(DeafWhy::FeedDown, "b"),
            deaf(DeafWhy::FeedDown, "c"),
            deaf(DeafWhy::FeedDown, "d"),
            deaf(DeafWhy::NoLeader, ""),
            deaf(DeafWhy::NoSound, ""),
        ]);
        let said: Vec<_> = found
            .iter()
            .map(|one| (one.why, one.name.as_str()))
            .collect();
        let order = [
            (DeafWhy::NoSound, ""),
            (DeafWhy::FeedDown, "b"),
            (DeafWhy::NoLeader, ""),
            (DeafWhy::FeedSilent, "a"),
            (DeafWhy::FeedDown, "c"),
            (DeafWhy::FeedDown, "d"),
        ];
        assert_eq!(said, order, "each reason once before any again");
    }

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
            let found = of_feed(&feed, &AlarmSettings::default(), UtcMs(70 * MINUTE_MS));
            assert_eq!(found.map(|deaf| deaf.why), why, "{said}");
        }
        let silent = feed("jt808", true, min(0), min(0));
        let off = AlarmSettings {
            silent_min: 0,
            ..AlarmSettings::default()
        };
        assert!(
            of_feed(&silent, &off, UtcMs(i64::MAX)).is_none(),
            "switched off"
        );
    }

    #[test]
    fn a_feed_is_silent_by_what_its_kind_must_send() {
        let min = |minutes: i64| Some(UtcMs(minutes * MINUTE_MS));
        let feed = |kind: &'static str, message| Health {
            name: kind.to_owned(),
            kind,
            up: true,
            first_try_at: min(0),
            last_try_at: min(0),
            last_message_at: message,
            ..Health::default()
        };
        let looked_at = |kind| Health {
            last_try_at: min(599),
            ..feed(kind, None)
        };
        let station = |message| Health {
            silent_after_s: 7_500,
            ..feed("hj212", message)
        };
        let poll = |every_s| Health {
            every_s,
            last_try_at: min(500),
            ..feed("poll", None)
        };
        let alarms = AlarmSettings::default();
        let why = |feed: &Health, alarms: &AlarmSettings| {
            of_feed(feed, alarms, UtcMs(600 * MINUTE_MS)).map(|deaf| deaf.why)
        };
        let silent = Some(DeafWhy::FeedSilent);
        let cases = [
            (looked_at("submission_folder"), None, "no order was left"),
            (feed("submission_folder", None), silent, "nobody looks"),
            (
                feed("submission_http", None),
                None,
                "nobody came to the door",
            ),
            (feed("mqtt", None), None, "no lift says anything"),
            (station(min(480)), None, "it sends once an hour"),
            (station(min(470)), silent, "two of its hours and more"),
            (poll(3_600), None, "it looks once an hour"),
            (poll(60), silent, "it looked once a minute"),
        ];
        for (feed, found, said) in cases {
            assert_eq!(why(&feed, &alarms), found, "{said}");
        }
        let own = |minutes| AlarmSettings {
            silent_feeds: [("mqtt".to_owned(), minutes)].into(),
            ..AlarmSettings::default()
        };
        let lifts = feed("mqtt", min(470));
        assert_eq!(
            why(&lifts, &own(120)),
            silent,
            "the district says otherwise"
        );
        assert_eq!(why(&lifts, &own(0)), None, "or never");
    }
}
