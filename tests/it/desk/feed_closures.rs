//! Roads that alerts of feeds close: proposed or at once, with their source, until that ends.

use contract::calls::Answer as _;
use contract::rows::{Nothing, SuggestedClosure, SuggestedClosuresRequest};
use desk::Settings;
use desk::settings::{ClosurePoint, ClosureSettings, FromFeeds};
use emergency::closure::{Closure, ClosureKind, ClosureShape};
use emergency::decide::Command;
use emergency::id::AlertId;

use super::{Room, now, until};

/// A message of CAP 1.2 (OASIS, 2010) about water on a road, with the area that it covers.
fn flooded(identifier: &str, msg_type: &str, references: &str) -> String {
    let at = |ms: i64| {
        let time = chrono::DateTime::from_timestamp_millis(now().0 + ms).expect("a time");
        time.format("%Y-%m-%dT%H:%M:%S+00:00").to_string()
    };
    let (sent, expires) = (at(0), at(6 * 3_600_000));
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?>
<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2">
<identifier>{identifier}</identifier><sender>exercise@dutyroom.invalid</sender><sent>{sent}</sent>
<status>Exercise</status><msgType>{msg_type}</msgType><scope>Public</scope>{references}
<info><language>zh-CN</language><category>Transport</category><event>道路积水</event>
<urgency>Immediate</urgency><severity>Severe</severity><certainty>Observed</certainty>
<expires>{expires}</expires><senderName>演练 交警</senderName>
<headline>演练 下穿积水 {identifier}</headline><description>演练</description>
<area><areaDesc>王舍人街道</areaDesc>
<polygon>36.70,117.11 36.70,117.15 36.73,117.15 36.73,117.11 36.70,117.11</polygon>
</area></info>
</alert>
"#
    )
}

fn room(folder: &std::path::Path, closures: ClosureSettings) -> Room {
    let mut settings = Settings::load(&folder.join("a"), Some(super::SEED), None);
    let settings = settings.as_mut().expect("no file means defaults");
    settings.keyring = false;
    settings.closures = closures;
    Room::open(settings.clone())
}

fn suggested(room: &Room) -> Vec<SuggestedClosure> {
    let all = SuggestedClosuresRequest::default();
    room.desk.suggested_closures(all).expect("answers")
}

fn closures(room: &Room) -> Vec<Closure> {
    room.desk.closures(Nothing {}).expect("answers")
}

/// Ends a message: names it as CAP does.
fn cancel(room: &Room, identifier: &str, of: &Closure) {
    let alert = of.set.alert.clone().expect("it came from an alert");
    let detail = room
        .desk
        .alert(super::by_id(alert.as_str()))
        .expect("it is there");
    let sent = detail.alert.notice.expect("a message").sent;
    let sent = chrono::DateTime::from_timestamp_millis(sent.0).expect("a time");
    let sent = sent.format("%Y-%m-%dT%H:%M:%S+00:00");
    let named = format!("<references>exercise@dutyroom.invalid,{identifier},{sent}</references>");
    let text = flooded(&format!("{identifier}-end"), "Cancel", &named);
    room.drop_in("end.xml", text.as_bytes());
}

#[test]
fn a_message_proposes_a_closure_that_an_officer_takes_and_that_ends_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = room(folder.path(), ClosureSettings::default());
    room.drop_in("a.xml", flooded("water-1", "Alert", "").as_bytes());
    let found = until(&room.desk, "it is proposed", |_| {
        suggested(&room).into_iter().next()
    });
    assert_eq!(found.set.kind, ClosureKind::Flooded, "as its words say");
    assert!(found.sections > 0, "it meets roads of the made district");
    let of = |alert: &str| {
        let alert = Some(AlertId::from(alert));
        let request = SuggestedClosuresRequest { alert };
        room.desk.suggested_closures(request).expect("answers")
    };
    assert_eq!(
        of(found.alert.as_str()),
        vec![found.clone()],
        "asked for its alert alone it is the same"
    );
    assert!(of("another").is_empty(), "and no other alert has it");
    assert!(
        found.set.source.contains("演练 交警"),
        "who says so: {}",
        found.set.source
    );
    assert!(
        closures(&room).is_empty(),
        "nothing is closed before somebody says so"
    );

    let set = found.set.clone();
    room.act(Command::SetClosure { closure: None, set });
    assert!(
        suggested(&room).is_empty(),
        "what was taken is not proposed again"
    );
    let taken = closures(&room).into_iter().next().expect("it stands");
    assert_eq!(taken.set.alert, Some(found.alert), "it knows its alert");

    cancel(&room, "water-1", &taken);
    until(&room.desk, "it is lifted with its source", |_| {
        closures(&room).is_empty().then_some(())
    });
    assert!(suggested(&room).is_empty(), "and not proposed anew");
}

#[test]
fn where_the_district_says_so_roads_are_closed_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let closing = ClosureSettings {
        from_feeds: FromFeeds::InForce,
        ..ClosureSettings::default()
    };
    let room = room(folder.path(), closing);
    room.drop_in("a.xml", flooded("water-2", "Alert", "").as_bytes());
    let closed = until(&room.desk, "it is closed", |_| {
        closures(&room).into_iter().next()
    });
    assert!(
        matches!(closed.set.shape, ClosureShape::Area { .. }),
        "its area"
    );
    room.act(Command::LiftClosure {
        closure: closed.id.clone(),
        reason: "演练 现场看过，水退了".to_owned(),
    });
    room.drop_in("b.xml", flooded("water-3", "Alert", "").as_bytes());
    let next = until(&room.desk, "another message closes too", |_| {
        closures(&room).into_iter().next()
    });
    assert_ne!(next.id, closed.id, "what an officer has opened stays open");
    cancel(&room, "water-3", &next);
    until(&room.desk, "it is lifted", |_| {
        closures(&room).is_empty().then_some(())
    });
}

#[test]
fn an_alarm_of_a_point_closes_the_section_that_it_stands_at() {
    let folder = tempfile::tempdir().expect("a folder");
    let point = ClosurePoint {
        sender: "exercise@dutyroom.invalid".to_owned(),
        code: None,
        kind: ClosureKind::Flooded,
        line: vec![[117.13, 36.715]],
        depth_cm: Some(30),
        vehicles: Vec::new(),
    };
    let closing = ClosureSettings {
        points: vec![point.clone()],
        ..ClosureSettings::default()
    };
    let room = room(folder.path(), closing);
    room.drop_in("a.xml", flooded("water-4", "Alert", "").as_bytes());
    let found = until(&room.desk, "it is proposed", |_| {
        suggested(&room).into_iter().next()
    });
    assert_eq!(
        found.set.shape,
        point.shape(),
        "the section of the settings"
    );
    assert_eq!(
        found.set.depth_cm,
        Some(30),
        "from the depth of its limit on"
    );
}
