//! Hidden dangers of the district: the list, the deadlines, lists on paper, tables taken in; and
//! what stands around a place.

use base64::Engine as _;
use contract::calls::Answer as _;
use contract::error::{CallError, Code};
use contract::rows::{
    CommandRequest, DangerFile, DangerPage, DangerQuery, DangerRow, DangerSort, DangerState,
    ListRequest, Nothing, Receipt, Who,
};
use contract::status::Clock;
use emergency::danger::{DangerStage, DangerStep, DangerStepped, Rectification, Supervision};
use emergency::day::Day;
use emergency::decide::{Command, ResourceAct};
use emergency::place::{Place, Point};
use emergency::risk::RiskLevel;
use emergency::site::{DangerClosed, DangerFound, SiteKind, SiteRegistered};
use emergency::stock::LotRegistered;
use emergency::team::TeamRegistered;

use super::{Room, by_id, leak, now, officer};

const STREET: &str = "王舍人街道";

fn point(metres: f64) -> Option<Point> {
    Some(Point {
        lon: 117.1,
        lat: 36.68 + metres / 111_195.0,
    })
}

fn site(id: &str, kind: SiteKind, name: &str, at: Option<Point>) -> Command {
    Command::RegisterSite {
        site: id.into(),
        registered: SiteRegistered {
            kind,
            name: name.to_owned(),
            place: Place {
                street: STREET.to_owned(),
                point: at,
                ..Place::default()
            },
            ..SiteRegistered::default()
        },
        seen: None,
    }
}

fn resource(act: ResourceAct) -> Command {
    Command::Resource { act }
}

/// A danger whose day is so many days from today.
fn find(room: &Room, site: &str, words: &str, major: bool, days: i64) {
    room.act(resource(ResourceAct::FindDanger {
        site: site.into(),
        found: DangerFound {
            words: words.to_owned(),
            major,
            due: Some(Day::of(now()).plus(days)),
            owner: "演练 厂长".to_owned(),
            ..DangerFound::default()
        },
    }));
}

fn page(room: &Room, query: DangerQuery) -> DangerPage {
    room.desk.dangers(query).expect("reads")
}

fn one(room: &Room, words: &str) -> DangerRow {
    let all = DangerQuery {
        state: DangerState::All,
        text: words.to_owned(),
        ..DangerQuery::default()
    };
    let mut rows = page(room, all).rows.into_iter();
    rows.next().expect("is on the list")
}

/// Somebody does a step about the danger of these words.
fn step(room: &Room, who: &str, words: &str, step: DangerStep) -> Result<Receipt, CallError> {
    let row = one(room, words);
    room.desk.command(CommandRequest {
        command: resource(ResourceAct::StepDanger {
            site: row.site,
            stepped: DangerStepped {
                danger: row.danger.event,
                step,
            },
        }),
        who: Who {
            actor: who.to_owned(),
            ..officer()
        },
        second_pin: String::new(),
    })
}

fn clocks(room: &Room) -> Vec<Clock> {
    let clocks = room.desk.status(Nothing {}).expect("reads").clocks;
    clocks.into_iter().filter(|one| one.rule == "YH").collect()
}

fn put_up() -> DangerStep {
    DangerStep::Supervise {
        supervision: Supervision {
            number: "演练督〔2026〕1号".to_owned(),
            body: "演练 区安委会办公室".to_owned(),
            level: "区级".to_owned(),
            until: None,
        },
    }
}

fn room() -> (tempfile::TempDir, Room) {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    let plant = point(0.0);
    room.act(site("S1", SiteKind::Hazard, "演练 某水厂氯库", plant));
    room.act(site("S2", SiteKind::School, "演练 某学校", None));
    (folder, room)
}

#[test]
fn a_danger_that_is_late_or_due_soon_stands_among_the_deadlines_below_a_report() {
    let (_folder, room) = room();
    find(&room, "S1", "演练 甲", true, -20);
    find(&room, "S1", "演练 乙", false, 3);
    find(&room, "S2", "演练 丙", false, 60);
    step(&room, "演练 王敏", "演练 甲", put_up()).expect("is put up");
    let found = clocks(&room);
    let words: Vec<&str> = found.iter().map(|one| one.words.as_str()).collect();
    assert_eq!(words, ["演练 甲", "演练 乙"], "the soonest first");
    assert_eq!(found[0].what, "挂牌督办隐患整改", "what is due");
    assert_eq!(found[0].to, "演练 区安委会办公室", "to whom");
    assert_eq!(found[0].site, "S1", "the place that it opens");
    room.act(Command::OpenIncident {
        opened: leak("演练 氯气泄漏", now()),
    });
    let all = room.desk.status(Nothing {}).expect("reads").clocks;
    assert!(
        all[0].own,
        "a report of minutes stands above a danger of weeks"
    );
    let today = Day::of(now());
    let until = today.plus(90);
    let more = DangerStep::Extend {
        until,
        reason: "演练 设备未到货".to_owned(),
        approved_by: "演练 区安委会办公室".to_owned(),
    };
    step(&room, "演练 王敏", "演练 甲", more).expect("is extended");
    assert_eq!(clocks(&room).len(), 1, "it is not due soon any more");
}

#[test]
fn a_supervised_danger_goes_from_its_plan_to_its_striking_off() {
    let (_folder, room) = room();
    find(&room, "S1", "演练 喷淋失效", true, 10);
    let plan = DangerStep::Plan {
        plan: Rectification {
            responsible: "演练 厂长".to_owned(),
            measures: "演练 更换喷淋泵".to_owned(),
            funds: "演练 自筹".to_owned(),
            until: Some(Day::of(now()).plus(9)),
            contingency: "演练 停用储罐".to_owned(),
        },
    };
    let asks = DangerStep::Submit {
        asked_by: "演练 厂长".to_owned(),
        words: "演练 已更换".to_owned(),
    };
    let looks = DangerStep::Check {
        accepted: true,
        checked_by: "演练 周验收".to_owned(),
        words: "演练 试喷合格".to_owned(),
    };
    let words = "演练 喷淋失效";
    step(&room, "演练 王敏", words, put_up()).expect("is put up");
    assert_eq!(one(&room, words).missing.len(), 5, "五落实: nothing yet");
    step(&room, "演练 王敏", words, plan).expect("is planned");
    assert_eq!(one(&room, words).missing, Vec::<String>::new(), "all five");
    step(&room, "演练 王敏", words, asks).expect("is asked");
    let same = step(&room, "演练 王敏", words, looks.clone());
    let same = same.expect_err("who asked does not accept");
    assert_eq!(same.code, Code::Refused, "a rule stands against it");
    step(&room, "演练 李值班", words, looks).expect("another accepts");
    let row = one(&room, words);
    assert_eq!(row.stage, DangerStage::Accepted, "待销号");
    room.act(resource(ResourceAct::CloseDanger {
        site: row.site.clone(),
        closed: DangerClosed {
            danger: row.danger.event,
            note: "演练 销号".to_owned(),
        },
    }));
    assert_eq!(one(&room, words).stage, DangerStage::Closed, "已销号");
    assert_eq!(page(&room, DangerQuery::default()).open, 0, "none is open");
    assert!(clocks(&room).is_empty(), "and nothing is due");
}

#[test]
fn the_list_is_filtered_sorted_and_counted() {
    let (_folder, room) = room();
    find(&room, "S1", "演练 甲", false, 30);
    find(&room, "S2", "演练 乙", true, -1);
    find(&room, "S1", "演练 丙", true, 2);
    let words = |query: DangerQuery| -> Vec<String> {
        let rows = page(&room, query).rows.into_iter();
        rows.map(|row| row.danger.found.words).collect()
    };
    let query = DangerQuery::default;
    assert_eq!(words(query()), ["演练 乙", "演练 丙", "演练 甲"], "by day");
    let major = DangerQuery {
        major: true,
        state: DangerState::Soon,
        ..query()
    };
    assert_eq!(words(major), ["演练 丙"], "major and due soon");
    let overdue = DangerQuery {
        state: DangerState::Overdue,
        ..query()
    };
    assert_eq!(words(overdue), ["演练 乙"], "overdue");
    let newest = DangerQuery {
        sort: DangerSort::Found,
        ..query()
    };
    assert_eq!(words(newest)[0], "演练 丙", "the newest first");
    let of_school = DangerQuery {
        site: Some("S2".into()),
        street: STREET.to_owned(),
        ..query()
    };
    assert_eq!(words(of_school), ["演练 乙"], "of one place and street");
    let elsewhere = DangerQuery {
        street: "演练 别处".to_owned(),
        ..query()
    };
    assert_eq!(words(elsewhere), Vec::<String>::new(), "of another street");
    let counted = page(&room, query());
    assert_eq!(
        (counted.open, counted.overdue, counted.soon, counted.major),
        (3, 1, 1, 2),
        "counts are over all of the district"
    );
    let row = one(&room, "演练 乙");
    assert_eq!((row.overdue, row.days), (true, Some(-1)), "one day over");
}

#[test]
fn the_list_goes_on_paper_and_a_workbook_can_be_taken_in_again() {
    let (_folder, room) = room();
    find(&room, "S1", "演练 喷淋失效", true, 10);
    let query = DangerQuery::default();
    let list = ListRequest::Dangers {
        query: query.clone(),
    };
    let written = room.desk.print_list(list).expect("is written");
    assert_eq!(written.files.len(), 2, "docx and PDF: {:?}", written.files);
    let book = room.desk.export_dangers(query).expect("is written");
    let path = std::path::Path::new(&book.folder).join(&book.files[0]);
    let bytes = std::fs::read(path).expect("is there");
    let file = || DangerFile {
        bytes: base64::engine::general_purpose::STANDARD.encode(&bytes),
    };
    let checked = room.desk.check_dangers(file()).expect("is read");
    assert_eq!(checked.findings, [], "nothing is wrong");
    assert_eq!((checked.same, checked.entries.len()), (1, 0), "is there");
    let (_other_folder, other) = self::room();
    let checked = other.desk.check_dangers(file()).expect("is read");
    let [entry] = checked.entries.as_slice() else {
        panic!("one danger: {checked:?}");
    };
    assert_eq!(entry.site.as_str(), "S1", "at its place");
    assert!(entry.found.major, "a major one");
    assert_eq!(other.events(), 2, "and nothing is written yet");
}

#[test]
fn a_place_shows_its_risk_its_dangers_the_nearest_help_and_the_plans() {
    let (_folder, room) = room();
    find(&room, "S1", "演练 喷淋失效", true, -1);
    room.act(site("D1", SiteKind::Depot, "演练 近库", point(300.0)));
    for (id, metres) in [("T1", 5_000.0), ("T2", 900.0)] {
        room.act(Command::RegisterTeam {
            team: id.into(),
            registered: TeamRegistered {
                call_sign: id.to_owned(),
                name: format!("演练 {id}队"),
                home: Place {
                    point: point(metres),
                    ..Place::default()
                },
                ..TeamRegistered::default()
            },
        });
    }
    room.act(Command::RegisterLot {
        lot: "L1".into(),
        registered: LotRegistered {
            depot: "D1".into(),
            name: "演练 堵漏工具".to_owned(),
            unit: "套".to_owned(),
            quantity: 3,
            ..LotRegistered::default()
        },
    });
    let around = room.desk.site_around(by_id("S1")).expect("reads");
    assert_eq!(around.level, Some(RiskLevel::Serious), "a major danger");
    assert_eq!((around.dangers, around.overdue), (1, 1), "one, late");
    let teams: Vec<&str> = around.teams.iter().map(|one| one.team.as_str()).collect();
    assert_eq!(teams, ["T2", "T1"], "the nearest first");
    let lot = around.lots.first().expect("a depot is near");
    assert_eq!(
        (lot.quantity, lot.depot.as_str()),
        (3, "演练 近库"),
        "stock"
    );
    assert!((lot.distance_m - 300.0).abs() < 2.0, "{}", lot.distance_m);
    assert!(around.alarms.is_empty(), "nothing rings there");
    let school = room.desk.site_around(by_id("S2")).expect("reads");
    assert!(!school.placed, "without a point nothing is near");
    assert!(school.teams.is_empty(), "and nobody says so");
    let gone = room.desk.site_around(by_id("S9"));
    assert_eq!(
        gone.expect_err("no such place").code,
        Code::NotFound,
        "said"
    );
}
