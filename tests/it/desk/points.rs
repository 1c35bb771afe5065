//! The register of points on a whole desk: real sockets, a place for an alarm that has none, a
//! device that falls silent, limits that are in force at once, tables in and out.

use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream};

use base64::Engine as _;
use contract::rows::{
    ApplyTable, PointDetail, PointPage, PointQuery, PointRow, PointState, TableFile, TableFormat,
    TableRequest,
};
use desk::settings::PeriodSettings;
use emergency::alert::Life;
use emergency::decide::{PointAct, ResourceAct};
use emergency::import::TableKind;
use emergency::point::{PointLimits, PointRegistered};
use emergency::priority::PriorityReason;
use emergency::site::{SiteKind, SiteRegistered};
use protocols::gbt26875::{self, Control, TimeLabel};
use protocols::hj212::{self, CrcKind};
use serde_json::json;

use super::*;

const FIRE: &str = "演练 消防";
const AIR: &str = "演练 环境站";
const MN: &str = "YL0000000000000000000001";

/// The address of the fire device, as the wire has it.
fn source() -> [u8; 6] {
    gbt26875::address_bytes(7)
}

fn panel() -> String {
    gbt26875::address(source()).to_string()
}

fn free() -> SocketAddr {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    free.local_addr().expect("it has one")
}

/// A desk with both feeds, listening; a fire device is silent after a second.
fn room(data: &Path, fire: SocketAddr, air: SocketAddr) -> Room {
    let text = format!(
        "[[feeds]]\nkind = \"gbt26875\"\nname = \"{FIRE}\"\nlisten = \"{fire}\"\n\
         [[feeds]]\nkind = \"hj212\"\nname = \"{AIR}\"\nlisten = \"{air}\"\n"
    );
    let feeds: Settings = toml::from_str(&text).expect("settings");
    let mut settings = Settings::load(data, None, None).expect("no file means defaults");
    settings.keyring = false;
    settings.feeds = feeds.feeds;
    settings.points.gbt26875 = PeriodSettings {
        silent_after_s: Some(1),
        stale_after_s: None,
    };
    let room = Room::open(settings);
    until(&room.desk, "both feeds listen", |desk| {
        let feeds = desk.status(Nothing {}).expect("reads").feeds;
        (feeds.len() == 2 && feeds.iter().all(|feed| feed.up)).then_some(())
    });
    room
}

fn send(to: SocketAddr, bytes: &[u8]) -> TcpStream {
    let mut stream = TcpStream::connect(to).expect("it listens");
    stream.write_all(bytes).expect("is sent");
    stream
}

/// The state of a detector (type 2): bit 0 normal, bit 1 fire.
fn detector(serial: u16, state: u16) -> Vec<u8> {
    let time = TimeLabel::from_utc_ms(now().0);
    let object = json!({"systemType": 1, "systemAddr": 1, "partType": 42, "partAddr": "01000000",
        "state": state, "description": "演练 走廊烟感", "time": {"raw": hex::encode(time.0)}});
    let control = Control {
        serial,
        protocol_major: 1,
        user_version: 0,
        time,
        source: source(),
        dest: gbt26875::address_bytes(0),
        command: gbt26875::command::SEND,
    };
    gbt26875::encode(&control, &gbt26875::encode_unit(2, &[object]))
}

fn measured(value: f64) -> Vec<u8> {
    let at = hj212::time_text(now().0);
    let data_time = at.get(..14).unwrap_or_default();
    let text = format!(
        "QN={at};ST=31;CN=2011;PW=123456;MN={MN};Flag=5;CP=&&DataTime={data_time};\
         a21028-Rtd={value},a21028-Flag=N&&"
    );
    hj212::encode_bytes(text.as_bytes(), CrcKind::Standard)
}

fn plant() -> Command {
    Command::RegisterSite {
        site: "S1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Hazard,
            name: "演练 某水厂氯库".to_owned(),
            place: Place {
                words: "演练 某路 1 号".to_owned(),
                street: "王舍人街道".to_owned(),
                point: Some(Point {
                    lon: 117.13,
                    lat: 36.715,
                }),
            },
            substance: "氯".to_owned(),
            quantity_t: 20.0,
            // A grade needs the people around (GB 18218-2018, 4.3.3).
            people_500m: Some(120),
            ..SiteRegistered::default()
        },
        seen: None,
    }
}

fn register(feed: &str, device: &str, name: &str) -> Command {
    Command::Point(PointAct::Register {
        registered: PointRegistered {
            feed: feed.to_owned(),
            device: device.to_owned(),
            name: name.to_owned(),
            site: Some("S1".into()),
            position: "演练 2 层".to_owned(),
            ..PointRegistered::default()
        },
        seen: None,
    })
}

fn points(desk: &Desk, text: &str) -> PointPage {
    let query = PointQuery {
        text: text.to_owned(),
        limit: 100,
        ..PointQuery::default()
    };
    desk.points(query).expect("the list is read")
}

fn point(desk: &Desk, device: &str) -> Option<PointRow> {
    let mut rows = points(desk, "").rows.into_iter();
    rows.find(|row| row.device == device)
}

fn detail(desk: &Desk, id: &str) -> PointDetail {
    desk.point(by_id(id)).expect("is known")
}

#[test]
fn a_fire_of_a_registered_panel_has_a_place_and_its_reasons_and_its_silence_is_an_alarm() {
    let folder = tempfile::tempdir().expect("a folder");
    let fire = free();
    let room = room(folder.path(), fire, free());
    room.act(plant());
    let line = send(fire, &detector(1, 0b11));
    let row = room.arrived(AlertSection::Open, "火警");
    let at = row.at_point.expect("a device raised it");
    assert_eq!(
        (row.point, at.point),
        (None, None),
        "nobody said where it is"
    );
    assert_eq!(
        at.station.as_str(),
        format!("{FIRE}|{}", panel()),
        "its panel"
    );
    let unknown = points(&room.desk, "");
    assert_eq!(
        unknown.unregistered, 1,
        "the panel is listed as unregistered"
    );

    room.act(register(FIRE, &panel(), "演练 消控主机"));
    let known = points(&room.desk, "");
    assert_eq!(known.unregistered, 0, "nor are its parts any more");
    let row = until(&room.desk, "the alarm has a place", |_| {
        let rows = room.alerts(AlertSection::Open, "火警").into_iter();
        rows.into_iter().find(|row| row.point.is_some())
    });
    assert_eq!(row.place, "演练 某水厂氯库 演练 2 层", "where, in words");
    let known = row.at_point.clone().expect("a device raised it");
    assert_eq!(
        known.site.as_ref().map(emergency::id::SiteId::as_str),
        Some("S1"),
        "of its panel"
    );
    let alert = room.desk.alert(by_id(row.id.as_str())).expect("is there");
    let mut reasons = alert.priority.reasons.iter();
    assert!(
        reasons.any(|reason| matches!(reason, PriorityReason::Hazard { grade: Some(_), .. })),
        "a graded hazard stands there: {:?}",
        alert.priority.reasons
    );
    assert_eq!(alert.near[0].site.id.as_str(), "S1", "what stands near");
    let drawn = room.desk.map_live(Nothing {}).expect("reads").alerts;
    let drawn = drawn.to_string();
    assert!(drawn.contains(row.id.as_str()), "it is on the map: {drawn}");

    drop(line);
    let silent = room.arrived(AlertSection::Open, "设备失联");
    assert_eq!(silent.kind, "silent", "a kind of its own");
    assert_eq!(silent.point, row.point, "it stands where the panel does");
    assert_eq!(
        point(&room.desk, &panel()).map(|row| row.state),
        Some(PointState::Silent),
        "and the list says so"
    );
    let mut serial = 1;
    until(&room.desk, "it speaks again", |desk| {
        // A panel that goes on speaking: its period is one second here.
        serial += 1;
        drop(send(fire, &detector(serial, 0b11)));
        let found = desk.alert(by_id(silent.id.as_str())).expect("is there");
        (found.row.life == Life::Returned).then_some(())
    });
}

fn limit(
    point: &str,
    limits: Option<PointLimits>,
    seen: Option<PointLimits>,
    reason: &str,
) -> Command {
    Command::Point(PointAct::Limit {
        point: point.into(),
        limits,
        was: None,
        seen: seen.map(Box::new),
        reason: reason.to_owned(),
    })
}

#[test]
fn limits_set_in_the_window_are_in_force_at_once_and_their_history_says_who_and_why() {
    let folder = tempfile::tempdir().expect("a folder");
    let (fire, air) = (free(), free());
    let room = room(folder.path(), fire, air);
    room.act(plant());
    let device = format!("{MN}/a21028");
    let id = room.act(register(AIR, &device, "演练 硫化氢"));
    room.act(register(AIR, MN, "演练 空气站"));
    let _line = send(air, &measured(5.0));
    let row = until(&room.desk, "the value is there", |desk| {
        point(desk, &device).filter(|row| row.value.is_some())
    });
    assert_eq!(row.state, PointState::Good, "without limits");
    assert_eq!(row.site_name, "演练 某水厂氯库", "where it stands");
    assert_eq!(
        row.silent_after_s, 7_500,
        "an hourly station is not silent after ten minutes"
    );
    let of_site = PointQuery {
        site: Some("S1".into()),
        limit: 100,
        ..PointQuery::default()
    };
    let of_site = room.desk.points(of_site).expect("reads");
    assert_eq!(of_site.total, 2, "the profile of the site shows both");

    let limit = |limits, seen, reason| limit(&id, limits, seen, reason);
    let high = PointLimits {
        high: Some(4.0),
        ..PointLimits::default()
    };
    room.act(limit(Some(high), None, "演练 厂区敏感时段"));
    let shown = detail(&room.desk, &id);
    assert_eq!(
        shown.row.state,
        PointState::Beyond,
        "in force when it is set"
    );
    assert!(shown.row.limits_own, "by the register");
    let row = room.arrived(AlertSection::Open, "高限");
    assert_eq!(
        row.place, "演练 某水厂氯库 演练 2 层",
        "no new value was needed"
    );

    room.act(limit(None, Some(high), "演练 恢复"));
    until(&room.desk, "the alarm is over", |desk| {
        let found = desk.alert(by_id(row.id.as_str())).expect("is there");
        found.row.cancelled.then_some(())
    });
    let changes = detail(&room.desk, &id).changes;
    assert_eq!(changes.len(), 2, "both are in the history");
    assert_eq!(
        changes[0].was,
        Some(high),
        "the newest first, with what was"
    );
    assert_eq!(
        (changes[1].mark.by.as_str(), changes[1].mark.note.as_str()),
        ("演练 值班员", "演练 厂区敏感时段"),
        "who and why"
    );
}

#[test]
fn a_register_of_five_thousand_points_comes_in_by_a_table_and_goes_out_again() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    room.act(plant());
    let mut text = "接入,设备编号,点位名称,所属场所,楼层部位,失联秒数\n".to_owned();
    for number in 0..5_000 {
        text.push_str(&format!(
            "演练 燃气,G/{number:05},演练 探测器 {number},演练 某水厂氯库,2 层,900\n"
        ));
    }
    text.push_str("演练 燃气,G/99999,演练 无名,没有的场所,,5\n");
    let file = TableFile {
        kind: TableKind::Points,
        name: "演练.csv".to_owned(),
        bytes: base64::engine::general_purpose::STANDARD.encode(text),
        columns: None,
    };
    let report = room.desk.check_table(file.clone()).expect("is read");
    assert_eq!((report.new, report.bad), (5_000, 1), "one row is bad");
    let codes: Vec<&str> = report
        .findings
        .iter()
        .map(|one| one.code.as_str())
        .collect();
    assert!(codes.contains(&"unknown_site"), "{codes:?}");
    assert!(
        codes.contains(&"out_of_range"),
        "a period of 5 s flickers: {codes:?}"
    );
    let applied = room.desk.apply_table(ApplyTable {
        file,
        leave_bad_out: true,
        reason: String::new(),
        who: officer(),
    });
    assert_eq!(applied.expect("is entered").entered, 5_000, "the good ones");
    let page = points(&room.desk, "探测器 4999");
    assert_eq!(page.total, 1, "found by its name");
    let row = &page.rows[0];
    assert_eq!(row.state, PointState::Unheard, "nothing was heard of it");
    assert_eq!(row.site_name, "演练 某水厂氯库", "the site by its name");
    let written = room.desk.export_table(TableRequest {
        kind: TableKind::Points,
        format: TableFormat::Csv,
        empty: false,
    });
    let written = written.expect("is written");
    let path = Path::new(&written.folder).join(&written.files[0]);
    let text = std::fs::read_to_string(path).expect("is there");
    assert_eq!(text.matches("演练 燃气").count(), 5_000, "all of them");
    assert!(text.contains("G/04999"), "each with its device");
}

#[test]
fn limits_come_in_by_a_table_with_one_reason_and_go_back_with_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let text = "接入,设备编号,点位名称,低限,高限\n\
        演练 燃气,G/1,演练 探测器 1,,50\n演练 燃气,G/2,演练 探测器 2,9,5\n";
    let file = TableFile {
        kind: TableKind::Points,
        name: "演练 限值.csv".to_owned(),
        bytes: base64::engine::general_purpose::STANDARD.encode(text),
        columns: None,
    };
    let report = room.desk.check_table(file.clone()).expect("is read");
    assert_eq!(
        (report.limited, report.bad),
        (1, 1),
        "low stands above high"
    );
    let enter = |reason: &str| {
        room.desk.apply_table(ApplyTable {
            file: file.clone(),
            leave_bad_out: true,
            reason: reason.to_owned(),
            who: officer(),
        })
    };
    assert!(enter(" ").is_err(), "nobody said why");
    let applied = enter("演练 年检").expect("is entered");
    let row = points(&room.desk, "探测器 1").rows.remove(0);
    let high = row.limits.and_then(|limits| limits.high);
    assert_eq!((high, row.limits_own), (Some(50.0), true), "its own");
    let id = row.id.0.clone();
    let detail = room.desk.point(ById { id: id.clone() }).expect("is there");
    let why = &detail.changes[0].mark.note;
    assert_eq!(why, "演练 年检 · 演练 限值.csv", "why, from which file");
    room.act(Command::Resource {
        act: ResourceAct::UndoImport {
            import: applied.import,
            reason: "演练 表错了".to_owned(),
        },
    });
    assert_eq!(points(&room.desk, "探测器 1").total, 0, "it was new");
}
