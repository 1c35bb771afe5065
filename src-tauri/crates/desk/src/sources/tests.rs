//! What a feed takes up of its own past.

use emergency::alert::{AlertReceived, MessageType, alert_id};
use emergency::decide::Draft;
use emergency::duty::{DUTY, PanelCheck};
use emergency::event::TimeSource;
use emergency::fact::Fact;
use emergency::incident::Noted;
use emergency::time::UtcMs;
use feeds::intake::Unreadable;
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

fn officer() -> Who {
    Who {
        actor: "演练 王敏".into(),
        role: "officer".to_owned(),
        occurred_at: None,
        by: TimeSource::Human,
    }
}

/// The line of the duty log of a check with five minutes.
fn check(panels: &[&str], asked_at: UtcMs, answered: bool) -> Draft {
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
}

/// The alert that nobody at a panel answered the check of that time.
fn missed(panel: &str, asked_at: UtcMs) -> Draft {
    let notice = Notice {
        format: "gbt26875".to_owned(),
        sender: format!("gbt26875:{panel}"),
        sender_name: "消防".to_owned(),
        identifier: format!("dutyUnanswered/{}-1", asked_at.0),
        event_code: feeds::talk::DUTY_UNANSWERED.to_owned(),
        onset: Some(asked_at),
        ..Notice::default()
    };
    let id = alert_id(&notice.sender, &notice.identifier);
    let received = AlertReceived {
        notice,
        ..AlertReceived::default()
    };
    Draft::plain(id.0, Fact::AlertReceived(received))
}

fn write(session: &Session, drafts: Vec<Draft>) {
    let written = session.logbook.observe(drafts, &officer());
    written.expect("is written");
}

#[test]
fn a_duty_check_that_nobody_answered_waits_over_a_start_of_the_desk() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = opened(folder.path());
    let now = session.logbook.now();
    let before = now.plus_ms(-600_000);
    let long_ago = now.plus_ms(-2 * emergency::time::DAY_MS);
    for draft in [
        check(&["9"], long_ago, false),
        check(&["1", "2", "3", "5"], before, false),
        check(&["2"], before, true),
        missed("3", before),
        missed("5", before),
        check(&["4", "5"], now, false),
    ] {
        write(&session, vec![draft]);
    }
    drop(session);
    let session = opened(folder.path());
    let mut waiting = checks::waiting(&session);
    let of_feed = waiting.remove("消防").expect("some wait");
    let mut panels: Vec<_> = of_feed.keys().map(String::as_str).collect();
    panels.sort_unstable();
    assert_eq!(
        panels,
        ["1", "4", "5"],
        "not who answered, nor who is told already; who was asked anew waits anew"
    );
    let (one, five) = (of_feed["1"], of_feed["5"]);
    assert_eq!(one.asked_at, before, "since it was asked");
    assert_eq!(one.due_at, before.plus_ms(300_000), "with its own time");
    assert_eq!(five.asked_at, now, "the newest check of a panel counts");
}

#[test]
fn the_checks_of_before_a_start_are_found_without_reading_the_alarms_between_them() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = opened(folder.path());
    let now = session.logbook.now();
    write(&session, vec![check(&["1"], now, false)]);
    let flood = (0..300).map(|n| missed(&format!("{}", 100 + n), now));
    write(&session, flood.collect());
    write(&session, vec![check(&["2"], now, false)]);
    let since = now.plus_ms(-1_000);
    let lines = checks::own_lines(&session, since);
    let kinds: Vec<_> = lines.iter().map(|event| event.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["duty.noted", "duty.noted"],
        "only lines of the duty log are read"
    );
    assert_eq!(
        checks::waiting(&session)["消防"].len(),
        2,
        "and both checks wait"
    );
    let later = session.logbook.now().plus_ms(1);
    assert!(
        checks::own_lines(&session, later).is_empty(),
        "what is older is left out"
    );
}

#[test]
fn bytes_that_a_feed_kept_in_part_stay_marked_in_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = Arc::new(opened(folder.path()));
    let intake = DeskIntake::new(Arc::clone(&session));
    for cut in [false, true] {
        let unreadable = Unreadable {
            feed: "消防".to_owned(),
            at: UtcMs(1),
            kind: "checksum_mismatch".to_owned(),
            message: "演练".to_owned(),
            raw: vec![7; 16],
            cut,
        };
        intake.keep_unreadable(unreadable).expect("is kept");
        let newest = session.logbook.newest_defect("消防").expect("reads");
        let (_, newest) = newest.expect("it has bytes");
        assert_eq!(newest.cut, cut, "as the feed said");
    }
}

#[test]
fn a_door_whose_words_would_cross_a_network_in_clear_is_not_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = Arc::new(opened(folder.path()));
    let text = "[[feeds]]\nkind = \"submission_http\"\nname = \"演练 举报\"\n\
                listen = \"0.0.0.0:0\"\nchannel = \"tip_off\"\n\
                [[feeds]]\nkind = \"submission_http\"\nname = \"演练 反代\"\n\
                listen = \"0.0.0.0:0\"\nallow_plain = true\n";
    let mut settings: Settings = toml::from_str(text).expect("settings");
    settings.data = folder.path().to_owned();
    let runtime = tokio::runtime::Runtime::new().expect("a runtime");
    let (reach, stop) = (Arc::new(Reach::new(&[], &[])), CancellationToken::new());
    let sources = start(runtime.handle(), &settings, &session, &reach, &stop);
    let why: Vec<_> = sources.health.iter().map(|one| one.get().why).collect();
    // The second gets as far as its token, of which there is none here.
    assert_eq!(why, ["plain_token", "token"], "each says why");
    stop.cancel();
}
