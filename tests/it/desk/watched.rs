//! Fences, duty checks and disabled parts from the socket to the desk's calls.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};

use contract::error::Code;
use contract::rows::{AskPanels, PanelAsk, PanelRow};
use emergency::fence::{FenceSet, FenceShape};
use feeds::simulate::{Device, FireDevice, Fleet, Tally, VehicleTerminal};
use tokio_util::sync::CancellationToken;

use super::*;

fn free() -> SocketAddr {
    let free = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).expect("a free port");
    free.local_addr().expect("it has one")
}

fn listening(data: &Path, kind: &str, address: SocketAddr) -> Room {
    let text = format!("[[feeds]]\nkind = \"{kind}\"\nname = \"演练\"\nlisten = \"{address}\"\n");
    let read: Settings = toml::from_str(&text).expect("settings");
    let mut settings = Settings::load(data, None, None).expect("no file means defaults");
    settings.keyring = false;
    settings.feeds = read.feeds;
    Room::open(settings)
}

/// Lets devices report five times a second until they are stopped.
fn devices(
    runtime: &Runtime,
    address: SocketAddr,
    make: fn(u32) -> Box<dyn Device>,
) -> CancellationToken {
    let stop = CancellationToken::new();
    let fleet = Fleet {
        address,
        devices: 2,
        every: Duration::from_millis(200),
        reports: None,
        clock: now,
    };
    let stopped = stop.clone();
    runtime.spawn(async move {
        fleet.run(make, Arc::new(Tally::default()), stopped).await;
    });
    stop
}

#[test]
fn a_fence_set_in_the_window_is_crossed_by_a_vehicle_and_ends_its_alarm_when_it_is_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = free();
    let room = listening(folder.path(), "jt808", address);
    let fence = room.act(Command::SetFence {
        fence: None,
        set: FenceSet {
            name: "演练 厂区".to_owned(),
            shape: FenceShape::Circle {
                centre: Point {
                    lon: 117.07,
                    lat: 36.68,
                },
                radius_m: 800,
            },
            ..FenceSet::default()
        },
    });
    let listed = room.desk.fences(Nothing {}).expect("reads");
    assert_eq!(listed.len(), 1, "it is listed");
    let runtime = Runtime::new().expect("a runtime");
    let stop = devices(&runtime, address, |number| {
        Box::new(VehicleTerminal::new(number).rarer())
    });
    room.arrived(AlertSection::Open, "进入电子围栏");
    room.act(Command::EndFence {
        fence: fence.into(),
        reason: "演练结束".to_owned(),
    });
    assert!(
        room.desk.fences(Nothing {}).expect("reads").is_empty(),
        "it is off the list"
    );
    stop.cancel();
}

#[test]
fn a_duty_check_goes_from_the_window_to_the_panel_and_its_answer_into_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let address = free();
    let room = listening(folder.path(), "gbt26875", address);
    let request = |device: Option<String>| AskPanels {
        feed: "演练".to_owned(),
        device,
        ask: PanelAsk::Duty,
        who: officer(),
    };
    let nobody = room.desk.ask_panels(request(None));
    let code = nobody.expect_err("no panel was heard").code;
    assert_eq!(code, Code::NotFound, "nobody can be asked yet");
    let runtime = Runtime::new().expect("a runtime");
    let stop = devices(&runtime, address, |number| {
        Box::new(FireDevice::new(number).rarer())
    });
    let panels = |desk: &Desk| desk.panels(Nothing {}).expect("reads");
    until(&room.desk, "both panels are heard", |desk| {
        (panels(desk).len() == 2).then_some(())
    });
    let asked = room.desk.ask_panels(request(None)).expect("they are asked");
    assert_eq!(asked.asked, 2, "both");
    let answered = |row: &PanelRow| row.duty.and_then(|duty| duty.answered_at).is_some();
    until(&room.desk, "both answer", |desk| {
        panels(desk).iter().all(answered).then_some(())
    });
    let disabled = |row: &PanelRow| row.disabled > 0 && row.parts[0].words.contains("机房烟感");
    until(&room.desk, "a disabled part is listed", |desk| {
        panels(desk).iter().any(disabled).then_some(())
    });
    let query = contract::rows::TimelineQuery {
        limit: 200,
        ..Default::default()
    };
    let lines = room.desk.timeline(query).expect("reads");
    let words = serde_json::to_string(&lines).expect("plain data");
    for part in ["查岗：演练 全部 2 台", "查岗应答"] {
        assert!(words.contains(part), "the log says {part}");
    }
    stop.cancel();
}
