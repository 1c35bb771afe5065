//! The nearest cameras, and opening their pictures in a program of its own.

use std::path::{Path, PathBuf};
use std::time::Instant;

use contract::calls::Answer as _;
use contract::error::Code;
use contract::rows::{
    CAMERA_ROWS_MAX, CameraFault, CameraOpened, CamerasNear, CamerasRequest, OpenCamera,
};
use desk::Settings;
use desk::settings::VideoSettings;
use emergency::camera::{AddressFault, StreamTemplate};
use emergency::decide::{Command, Refusal, ResourceAct};
use emergency::place::{Place, Point};
use emergency::site::{SiteKind, SiteRegistered, SiteReported};

use super::{LONG, Room, leak, now};

const STREAM: &str = "rtsp://192.0.2.7:554/live?channel=1&subtype=0";
const DEVICE: &str = "37011200001320000001";

/// A desk whose pictures are opened so.
fn room(folder: &Path, player: &[&str], template: Option<&str>) -> Room {
    let data = folder.join("a");
    let mut settings = Settings::load(&data, None, None).expect("no file means defaults");
    settings.keyring = false;
    settings.video = VideoSettings {
        player: player.iter().map(ToString::to_string).collect(),
        pane: true,
        template: template.map(|text| StreamTemplate::parse(text).expect("a template")),
    };
    Room::open(settings)
}

/// Enters a place of the list, some steps of about 90 m east of the incident; none has no point.
fn enter(room: &Room, id: &str, kind: SiteKind, steps: Option<u32>, stream: &str) {
    let incident = leak("", now()).place.point.expect("it has a place");
    room.act(Command::RegisterSite {
        site: id.into(),
        registered: SiteRegistered {
            kind,
            name: format!("演练 {id}"),
            place: Place {
                words: "演练 路口".to_owned(),
                point: steps.map(|steps| Point {
                    lon: incident.lon + 0.001 * f64::from(steps),
                    lat: incident.lat,
                }),
                ..Place::default()
            },
            stream: stream.to_owned(),
            ..SiteRegistered::default()
        },
        seen: None,
    });
}

fn camera(room: &Room, id: &str, steps: Option<u32>, stream: &str) {
    enter(room, id, SiteKind::Camera, steps, stream);
}

fn near(room: &Room, request: CamerasRequest) -> CamerasNear {
    room.desk.cameras_near(request).expect("answers")
}

fn of_site(room: &Room, id: &str) -> CamerasNear {
    near(room, CamerasRequest::Site { site: id.into() })
}

fn open(room: &Room, id: &str) -> CameraOpened {
    let request = OpenCamera { site: id.into() };
    room.desk.open_camera(request).expect("answers")
}

/// A program that writes what it was told into a file beside it, whole at once.
struct Player {
    script: PathBuf,
}

impl Player {
    fn new(folder: &Path) -> Self {
        let script = folder.join("player.sh");
        let text = "printf '%s\\n' \"$@\" > \"$0.part\" && mv \"$0.part\" \"$0.told\"\n";
        std::fs::write(&script, text).expect("is written");
        Self { script }
    }

    fn words(&self) -> [&str; 4] {
        let script = self.script.to_str().expect("a plain path");
        ["sh", script, "--title=$(id)", "{address}"]
    }

    fn told_file(&self) -> PathBuf {
        self.script.with_extension("sh.told")
    }

    /// Waits until it was started.
    fn told(&self) -> Vec<String> {
        let began = Instant::now();
        loop {
            if let Ok(text) = std::fs::read_to_string(self.told_file()) {
                return text.lines().map(ToOwned::to_owned).collect();
            }
            assert!(began.elapsed() < LONG, "the program starts in {LONG:?}");
            std::thread::yield_now();
        }
    }
}

#[test]
fn the_nearest_cameras_of_an_incident_come_first_and_have_a_bound() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = room(folder.path(), &["演练-player"], None);
    let incident = room.act(Command::OpenIncident {
        opened: leak("演练 氯气泄漏", now()),
    });
    let many = u32::try_from(CAMERA_ROWS_MAX).expect("a small number") + 2;
    for steps in (1..=many).rev() {
        camera(&room, &format!("c{steps:02}"), Some(steps), STREAM);
    }
    camera(&room, "nowhere", None, STREAM);
    enter(&room, "depot", SiteKind::Depot, Some(0), "");
    camera(&room, "gone", Some(0), STREAM);
    room.act(Command::Resource {
        act: ResourceAct::WithdrawSite {
            site: "gone".into(),
            reason: "演练 拆除".to_owned(),
        },
    });
    room.act(Command::Resource {
        act: ResourceAct::ReportSite {
            site: "c01".into(),
            reported: SiteReported {
                working: Some(false),
                ..SiteReported::default()
            },
        },
    });

    let request = CamerasRequest::Incident {
        incident: incident.as_str().into(),
    };
    let found = near(&room, request);
    let ids: Vec<_> = found.cameras.iter().map(|row| row.site.as_str()).collect();
    let expected: Vec<_> = (1..=CAMERA_ROWS_MAX).map(|n| format!("c{n:02}")).collect();
    assert_eq!(ids, expected, "cameras alone, by distance");
    assert_eq!(
        (found.more, found.unplaced),
        (2, 1),
        "the others are counted"
    );
    let first = &found.cameras[0];
    let metres = first.distance_m.expect("both have a point");
    assert!(
        (metres - 89.2).abs() < 1.0,
        "a thousandth of a degree: {metres}"
    );
    assert_eq!(first.working, Some(false), "it was said that it is broken");
    assert_eq!(first.address, STREAM, "and where its picture is");
    assert_eq!(found.player, "演练-player", "which program would open it");
}

#[test]
fn a_camera_asked_about_itself_is_first_also_without_a_point() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = room(folder.path(), &[], None);
    camera(&room, "nowhere", None, STREAM);
    camera(&room, "here", Some(1), STREAM);
    camera(&room, "there", Some(3), STREAM);
    enter(&room, "school", SiteKind::School, Some(3), "");

    let alone = of_site(&room, "nowhere");
    assert_eq!(alone.from, None, "nothing can be near it");
    assert_eq!(alone.cameras.len(), 1, "it stands there all the same");
    let ids = |found: CamerasNear| {
        let rows = found.cameras.into_iter();
        rows.map(|row| row.site.0).collect::<Vec<_>>()
    };
    assert_eq!(ids(of_site(&room, "there")), ["there", "here"], "itself");
    assert_eq!(
        ids(of_site(&room, "school")),
        ["there", "here"],
        "by distance"
    );
    let off_the_earth = CamerasRequest::Point {
        point: Point {
            lon: 900.0,
            lat: 0.0,
        },
    };
    let refused = room.desk.cameras_near(off_the_earth);
    let refused = refused.expect_err("there is no such point");
    assert_eq!(refused.code, Code::Refused, "{refused}");
}

#[test]
fn the_program_is_given_the_address_as_one_word_and_nobody_waits_for_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let player = Player::new(folder.path());
    let room = room(folder.path(), &player.words(), None);
    camera(&room, "c1", Some(1), STREAM);
    let before = room.events();
    let opened = open(&room, "c1");
    assert_eq!(opened.fault, None, "{opened:?}");
    assert_eq!(opened.address, STREAM, "what it was given");
    assert_eq!(
        player.told(),
        ["--title=$(id)", STREAM],
        "no shell read anything in it"
    );
    assert_eq!(room.events(), before, "looking writes nothing");
}

#[test]
fn a_program_that_is_not_there_is_said_and_the_desk_goes_on() {
    let folder = tempfile::tempdir().expect("a folder");
    let missing = folder.path().join("no-such-player");
    let missing = missing.to_str().expect("a plain path");
    let room = room(folder.path(), &[missing], None);
    camera(&room, "c1", Some(1), STREAM);
    let opened = open(&room, "c1");
    assert_eq!(opened.fault, Some(CameraFault::NotStarted), "{opened:?}");
    assert_eq!(opened.player, missing, "which one");
    assert_eq!(opened.address, STREAM, "to be copied instead");
    assert_eq!(of_site(&room, "c1").cameras.len(), 1, "it answers");
}

#[test]
fn without_a_program_in_the_settings_nothing_is_started() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = room(folder.path(), &[], None);
    camera(&room, "c1", Some(1), STREAM);
    assert_eq!(open(&room, "c1").fault, Some(CameraFault::NoPlayer));
    assert_eq!(of_site(&room, "c1").player, "", "the list says so before");
}

#[test]
fn a_hostile_address_is_shown_and_never_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let player = Player::new(folder.path());
    let room = room(folder.path(), &player.words(), None);
    let hostile = [
        ("javascript:alert(1)", AddressFault::Scheme),
        ("file:///etc/passwd", AddressFault::Scheme),
        ("--script=evil", AddressFault::Scheme),
        ("http://192.0.2.7/$(id)", AddressFault::Character),
        ("http://192.0.2.7/\"; id; \"", AddressFault::Character),
    ];
    for (number, (stream, fault)) in hostile.into_iter().enumerate() {
        let id = format!("c{number}");
        camera(&room, &id, Some(1), stream);
        let expected = Some(CameraFault::Address { fault });
        let row = of_site(&room, &id).cameras.remove(0);
        assert_eq!(
            (row.fault, row.address.as_str()),
            (expected, ""),
            "{stream}"
        );
        assert_eq!(row.told, stream, "an officer sees what stands there");
        let opened = open(&room, &id);
        assert_eq!((opened.fault, opened.address.as_str()), (expected, ""));
    }
    // What the first program was told is what is read.
    camera(&room, "good", Some(1), STREAM);
    open(&room, "good");
    assert_eq!(player.told()[1], STREAM, "the only one that was started");
}

#[test]
fn only_a_camera_of_the_list_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = room(folder.path(), &[], None);
    enter(&room, "depot", SiteKind::Depot, Some(1), STREAM);
    for id in ["depot", "nobody", STREAM] {
        let request = OpenCamera { site: id.into() };
        let refused = room.desk.open_camera(request).expect_err("is no camera");
        assert_eq!(refused.code, Code::NotFound, "{id}");
    }
}

#[test]
fn a_device_number_is_opened_where_the_settings_say_where_the_platform_is() {
    let folder = tempfile::tempdir().expect("a folder");
    let player = Player::new(folder.path());
    let without = room(folder.path(), &player.words(), None);
    camera(&without, "c1", Some(1), DEVICE);
    let row = of_site(&without, "c1").cameras.remove(0);
    assert_eq!(row.fault, Some(CameraFault::NoTemplate), "it says why not");
    assert_eq!(row.device, DEVICE, "and gives the number");
    assert_eq!(open(&without, "c1").fault, Some(CameraFault::NoTemplate));
    assert!(!player.told_file().exists(), "nothing was started");
    drop(without);

    let template = "http://video.example/live/{id}.m3u8";
    let with = room(folder.path(), &player.words(), Some(template));
    let address = template.replace("{id}", DEVICE);
    assert_eq!(of_site(&with, "c1").cameras[0].address, address, "by it");
    assert_eq!(open(&with, "c1").fault, None, "it is opened");
    assert_eq!(player.told()[1], address, "where the platform has it");
}

#[test]
fn a_password_in_an_address_is_not_taken_into_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = room(folder.path(), &[], None);
    let before = room.events();
    let refused = room.ask(Command::RegisterSite {
        site: "c1".into(),
        registered: SiteRegistered {
            kind: SiteKind::Camera,
            name: "演练 路口".to_owned(),
            stream: "rtsp://admin:secret@192.0.2.7/live".to_owned(),
            ..SiteRegistered::default()
        },
        seen: None,
    });
    let refused = refused.expect_err("it would stay there for ever");
    let field = "stream".to_owned();
    assert_eq!(refused.refusal, Some(Refusal::HoldsPassword { field }));
    assert!(!refused.message.contains("secret"), "nor is it repeated");
    assert_eq!(room.events(), before, "nothing was written");
}
