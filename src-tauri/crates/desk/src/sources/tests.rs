//! What a feed takes up of its own past.

use emergency::alert::{AlertReceived, MessageType, alert_id};
use emergency::decide::Draft;
use emergency::duty::{DUTY, PanelCheck};
use emergency::event::TimeSource;
use emergency::fact::Fact;
use emergency::incident::Noted;
use emergency::time::UtcMs;
use logbook::Who;

use super::*;

#[test]
fn after_a_start_an_alarm_that_ended_meanwhile_is_ended_by_its_device() {
    let folder = tempfile::tempdir().expect("a folder");
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let session = crate::opening::open_session(&folder.path().join("log.db"), &key, true, 0);
    let session = session.expect("opens");
    let device = |identifier: &str| Notice {
        format: "jt808".to_owned(),
        sender: "jt808:013800000001".to_owned(),
        sender_name: "车辆".to_owned(),
        identifier: identifier.to_owned(),
        event_code: "rollover".to_owned(),
        onset: Some(UtcMs(1)),
        sent: UtcMs(1),
        ..Notice::default()
    };
    let warning = Notice {
        format: "cap".to_owned(),
        sender: "exercise@example.invalid".to_owned(),
        ..device("E-1")
    };
    let over = Notice {
        msg_type: MessageType::Cancel,
        sent: UtcMs(2),
        ..device("rollover/1-1")
    };
    for notice in [
        device("rollover/1-1"),
        over,
        device("rollover/3-2"),
        warning,
    ] {
        let id = alert_id(&notice.sender, &notice.identifier);
        let received = AlertReceived {
            notice,
            ..AlertReceived::default()
        };
        let draft = Draft::plain(id.0, Fact::AlertReceived(received));
        let who = Who {
            actor: "演练 接入".into(),
            role: "feed".to_owned(),
            occurred_at: None,
            by: TimeSource::Sensor,
        };
        session
            .logbook
            .observe(vec![draft], &who)
            .expect("is written");
    }
    let mut standing = Standing::read(&session);
    let found: Vec<_> = standing
        .of("车辆")
        .into_iter()
        .map(|notice| notice.identifier)
        .collect();
    assert_eq!(found, ["rollover/3-2"], "what its device may still end");
    assert_eq!(standing.of("别的").len(), 0, "another feed has its own");
}

/// A log of an exercise in a folder.
fn opened(folder: &Path) -> Session {
    let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
    let session = crate::opening::open_session(&folder.join("log.db"), &key, true, 0);
    session.expect("opens")
}

#[test]
fn a_duty_check_that_nobody_answered_waits_over_a_start_of_the_desk() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = opened(folder.path());
    let now = session.logbook.now();
    let who = Who {
        actor: "演练 王敏".into(),
        role: "officer".to_owned(),
        occurred_at: None,
        by: TimeSource::Human,
    };
    let check = |panels: &[&str], asked_at: UtcMs, answered: bool| {
        let noted = Noted {
            text: "演练 查岗".to_owned(),
            panel_check: Some(PanelCheck {
                feed: "消防".to_owned(),
                panels: panels.iter().map(|one| (*one).to_owned()).collect(),
                asked_at,
                due_at: asked_at.plus_ms(300_000),
                answered,
            }),
        };
        Draft::plain(DUTY, Fact::DutyNoted(noted))
    };
    let missed = AlertReceived {
        notice: Notice {
            format: "gbt26875".to_owned(),
            sender: "gbt26875:3".to_owned(),
            sender_name: "消防".to_owned(),
            identifier: "dutyUnanswered/1-1".to_owned(),
            event_code: feeds::talk::DUTY_UNANSWERED.to_owned(),
            ..Notice::default()
        },
        ..AlertReceived::default()
    };
    let missed = Draft::plain("A3", Fact::AlertReceived(missed));
    let long_ago = now.plus_ms(-2 * emergency::time::DAY_MS);
    for draft in [
        check(&["9"], long_ago, false),
        check(&["1", "2", "3"], now, false),
        check(&["2"], now, true),
        missed,
        check(&["4"], now, false),
    ] {
        session
            .logbook
            .observe(vec![draft], &who)
            .expect("is written");
    }
    drop(session);
    let waiting = checks::waiting(&opened(folder.path()));
    let mut panels: Vec<_> = waiting["消防"].keys().map(String::as_str).collect();
    panels.sort_unstable();
    assert_eq!(
        panels,
        ["1", "4"],
        "not who answered, nor who is told already"
    );
    let of_one = waiting["消防"]["1"];
    assert_eq!(of_one.asked_at, now, "since it was asked");
    assert_eq!(of_one.due_at, now.plus_ms(300_000), "with its own time");
}
