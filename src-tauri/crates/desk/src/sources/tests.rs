//! What a feed takes up of its own past.

use emergency::alert::{AlertReceived, MessageType, alert_id};
use emergency::decide::Draft;
use emergency::event::TimeSource;
use emergency::fact::Fact;
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
