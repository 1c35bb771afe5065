//! Devices and sensors that reach a whole desk: by its settings, its list of alerts, its map.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::time::Duration;

use contract::rows::VehiclesRequest;
use contract::status::{FeedStatus, Status};
use desk::settings::{BrokerSettings, FeedSettings};
use emergency::team::{TeamRegistered, Vehicle};
use feeds::simulate::{Device, Fleet, Tally, VehicleTerminal};
use tests::broker::{Broker, BrokerOptions};
use tokio_util::sync::CancellationToken;

use super::*;

fn status(desk: &Desk) -> Status {
    desk.status(Nothing {}).expect("reads")
}

fn feed(desk: &Desk, kind: &str) -> Option<FeedStatus> {
    status(desk)
        .feeds
        .into_iter()
        .find(|feed| feed.kind == kind)
}

fn with_feeds(data: &Path, feeds: Vec<FeedSettings>) -> Room {
    let mut settings = Settings::load(data, None, None).expect("no file means defaults");
    settings.keyring = false;
    settings.feeds = feeds;
    Room::open(settings)
}

fn broker_of(address: SocketAddr, user: Option<&str>) -> FeedSettings {
    FeedSettings::Mqtt(BrokerSettings {
        name: "演练 储罐".to_owned(),
        host: address.ip().to_string(),
        port: Some(address.port()),
        trust: None,
        version: Default::default(),
        client_id: None,
        user: user.map(str::to_owned),
        mappings: vec!["tank.json".into()],
    })
}

#[test]
fn a_tank_that_runs_over_is_an_alert_of_the_desk_and_its_feed_shows_its_figures() {
    let folder = tempfile::tempdir().expect("a folder");
    let mapping = include_str!("../../../assets/sensors/tank.json");
    std::fs::write(folder.path().join("tank.json"), mapping).expect("written");
    let runtime = Runtime::new().expect("a runtime");
    let broker = runtime.block_on(Broker::start(BrokerOptions::default()));
    let room = with_feeds(folder.path(), vec![broker_of(broker.address(), None)]);
    runtime.block_on(broker.until("it subscribes", |broker| broker.subscribed() > 0));
    let payload = format!(
        "{{\"ts\":{},\"level_mm\":9200,\"pressure_kpa\":1,\"temperature_c\":1}}",
        now().0 - 7_200_000
    );
    for body in [payload.as_str(), "no JSON"] {
        let topic = "exercise/演练01/tank/T1";
        runtime.block_on(broker.publish(topic, body.as_bytes()));
    }
    let row = room.arrived(AlertSection::Open, "储罐液位高高限");
    assert_eq!(row.level, 5, "a sensor states no level");
    let shown = until(&room.desk, "the feed has both", |desk| {
        let whole = |feed: &FeedStatus| {
            let known = feed.devices.as_ref().map(|devices| devices.known);
            feed.defects == 1 && feed.messages == 1 && known == Some(3)
        };
        feed(desk, "mqtt").filter(whole)
    });
    assert!(shown.up, "it is well");
    let devices = shown.devices.expect("level, pressure, temperature");
    let behind = devices.clock_offset_ms.expect("the tank tells its time");
    assert!(
        (-7_300_000..=-7_200_000).contains(&behind),
        "two hours late"
    );
    let defect = &shown.defect_kinds[0];
    assert_eq!(defect.kind, "malformed", "what could not be read");
    assert_eq!(defect.newest_hex, hex::encode("no JSON"), "its bytes");
    assert_eq!(shown.connections, None, "nobody connects to it");
}

#[test]
fn a_user_without_a_password_in_the_keyring_is_not_tried() {
    let folder = tempfile::tempdir().expect("a folder");
    let mapping = include_str!("../../../assets/sensors/tank.json");
    std::fs::write(folder.path().join("tank.json"), mapping).expect("written");
    let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, 9));
    let room = with_feeds(folder.path(), vec![broker_of(nobody, Some("演练"))]);
    until(&room.desk, "the feed says what is missing", |desk| {
        feed(desk, "mqtt").filter(|feed| feed.why == "password")
    });
}

#[test]
fn vehicles_stand_on_the_map_and_a_team_is_where_its_vehicle_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    let address = free.local_addr().expect("it has one");
    drop(free);
    let text = format!("[[feeds]]\nkind = \"jt808\"\nname = \"车辆\"\nlisten = \"{address}\"\n");
    let settings: Settings = toml::from_str(&text).expect("settings");
    let room = with_feeds(folder.path(), settings.feeds);
    room.act(Command::RegisterTeam {
        team: "T1".into(),
        registered: TeamRegistered {
            name: "演练 救援队".to_owned(),
            call_sign: "T1".to_owned(),
            vehicles: vec![Vehicle {
                plate: "演练·00002".to_owned(),
                ..Vehicle::default()
            }],
            ..TeamRegistered::default()
        },
    });
    let runtime = Runtime::new().expect("a runtime");
    let stop = CancellationToken::new();
    let fleet = Fleet {
        address,
        devices: 5,
        every: Duration::from_secs(1),
        reports: None,
        clock: now,
    };
    let stopped = stop.clone();
    runtime.spawn(async move {
        let make = |number| -> Box<dyn Device> { Box::new(VehicleTerminal::new(number)) };
        fleet.run(make, Arc::new(Tally::default()), stopped).await;
    });
    let district = VehiclesRequest {
        west: 116.5,
        south: 36.0,
        east: 118.0,
        north: 37.5,
    };
    let seen = until(&room.desk, "all vehicles report", |desk| {
        let seen = desk.vehicles(district).expect("reads");
        (seen.vehicles.len() == 5).then_some(seen)
    });
    assert!(seen.vehicles.iter().all(|row| row.online), "all are there");
    let own = seen.vehicles.iter().find(|row| row.plate == "演练00002");
    assert!(own.is_some(), "by its plate");
    let row = until(&room.desk, "the team is seen", |desk| {
        let teams = desk.teams(Nothing {}).expect("reads");
        teams.into_iter().find(|row| row.point.is_some())
    });
    assert!(
        row.point_at.is_some(),
        "with the time at which it was there"
    );
    let shown = feed(&room.desk, "jt808").expect("it is there");
    let connections = shown.connections.expect("others connect to it");
    assert!(connections.open <= 5, "no more than there are");
    stop.cancel();
}
