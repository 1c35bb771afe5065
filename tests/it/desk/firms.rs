//! Firms on a whole desk: by tables, on one page with all that is theirs, over a new start.

use base64::Engine as _;
use contract::error::Code;
use contract::rows::{
    ApplyTable, CheckReport, FindRequest, FirmPage, FirmQuery, RiskGroundKind, TableFile,
    TableFormat, TableRequest,
};
use emergency::danger::DangerStage;
use emergency::decide::{FirmAct, PointAct, ResourceAct};
use emergency::import::TableKind;
use emergency::point::PointRegistered;
use emergency::site::{DangerFound, SiteKind, SiteRegistered};

use super::*;

const FIRMS: &str = "编号,企业名称,统一社会信用代码,行业,经度,纬度\n\
    F1,演练·甲厂,91350100M000100Y43,化工,117.14,36.72\n";
const SITES: &str = "编号,类型,名称,所属企业,经度,纬度,厂界外500米常住人口\n\
    S1,危险源,演练 氨站,演练·甲厂,117.13,36.715,40\n";
const TANKS: &str = "场所,单元名称,储罐名称,危险物质,设计量,监测点位\n\
    演练 氨站,演练 一号罐区,V-1,氨,60,演练 罐区|V-1/level\n\
    演练 氨站,演练 一号罐区,V-2,氨,60,\n\
    演练 氨站,演练 二号罐区,V-3,氨,10,\n";

fn file(kind: TableKind, text: &str) -> TableFile {
    TableFile {
        kind,
        name: "演练.csv".to_owned(),
        bytes: base64::engine::general_purpose::STANDARD.encode(text),
        columns: None,
    }
}

fn enter(room: &Room, kind: TableKind, text: &str) -> CheckReport {
    let file = file(kind, text);
    let applied = room.desk.apply_table(ApplyTable {
        file,
        leave_bad_out: false,
        reason: String::new(),
        who: officer(),
    });
    applied.expect("is entered").report
}

fn firms(desk: &Desk, text: &str) -> FirmPage {
    let query = FirmQuery {
        text: text.to_owned(),
        offset: 0,
        limit: 100,
    };
    desk.firms(query).expect("is read")
}

/// A firm with a site, two units and three tanks, one of them measured.
fn plant(room: &Room) {
    enter(room, TableKind::Firms, FIRMS);
    enter(room, TableKind::Sites, SITES);
    room.act(Command::Point(PointAct::Register {
        registered: PointRegistered {
            feed: "演练 罐区".to_owned(),
            device: "V-1/level".to_owned(),
            name: "演练 V-1 液位".to_owned(),
            site: Some("S1".into()),
            ..PointRegistered::default()
        },
        seen: None,
    }));
    enter(room, TableKind::Units, TANKS);
    let found = DangerFound {
        words: "演练 喷淋失效".to_owned(),
        ..DangerFound::default()
    };
    let site = "S1".into();
    let act = ResourceAct::FindDanger { site, found };
    room.act(Command::Resource { act });
}

#[test]
fn a_firm_shows_its_sites_units_tanks_points_and_dangers_also_after_a_new_start() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    plant(&room);
    drop(room);
    let room = Room::plain(folder.path());
    let page = firms(&room.desk, "91350100");
    assert_eq!(page.total, 1, "found by its code");
    let row = &page.rows[0];
    assert_eq!((row.sites, row.units, row.tanks), (1, 2, 3), "counted");
    // 120 t of ammonia: S 12, R = 1.2·2·12 = 28.8, 三级 (GB 18218-2018, 表6).
    assert_eq!(row.grade, Some(3), "the gravest unit, not their sum");
    let id = ById {
        id: "F1".to_owned(),
    };
    let profile = room.desk.firm(id.clone()).expect("is read");
    let site = &profile.sites[0];
    let grounds: Vec<_> = site.risk.grounds.iter().map(|one| one.kind).collect();
    assert_eq!(grounds, [RiskGroundKind::MajorHazard], "it has a colour");
    let grades: Vec<_> = site.units.iter().map(|unit| unit.hazard.clone()).collect();
    let grades: Vec<_> = grades.iter().flatten().map(|row| row.grade).collect();
    assert_eq!(grades, [Some(3), Some(4)], "each unit has its own grade");
    let measured = &site.units[0].tanks[0].points;
    assert_eq!(measured[0].name, "演练 V-1 液位", "the tank's own level");
    assert_eq!(measured[0].value, None, "nothing was heard of it yet");
    assert_eq!(profile.points.len(), 1, "and among the points of the site");
    assert_eq!(site.dangers[0].stage(), DangerStage::Found, "its danger");
    assert!(!profile.history.is_empty(), "what was done to it");
    let around = ById {
        id: "S1".to_owned(),
    };
    let around = room.desk.site_around(around).expect("is read");
    let named = around.firm.expect("the site knows its firm");
    assert_eq!(named.name, "演练·甲厂", "by its name");
    let text = "甲厂".to_owned();
    let found = room.desk.find(FindRequest { text }).expect("is read");
    let kinds: Vec<&str> = found.iter().map(|one| one.kind.as_str()).collect();
    assert!(kinds.contains(&"firm"), "the finder leads to it: {kinds:?}");
    let live = room.desk.map_live(Nothing {}).expect("is read");
    let marks = live.firms["features"].as_array().map(Vec::len);
    assert_eq!(marks, Some(1), "and the map has its mark");
    let gone = room.desk.firm(ById {
        id: "F9".to_owned(),
    });
    let code = gone.map_err(|error| error.code);
    assert!(matches!(code, Err(Code::NotFound)), "{code:?}");
}

#[test]
fn firms_and_tanks_go_out_as_tables_that_say_the_same_and_come_back_as_they_were() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    plant(&room);
    for (kind, rows) in [(TableKind::Firms, 1), (TableKind::Units, 3)] {
        let written = room.desk.export_table(TableRequest {
            kind,
            format: TableFormat::Csv,
            empty: false,
        });
        let written = written.expect("is written");
        let path = Path::new(&written.folder).join(&written.files[0]);
        let text = std::fs::read_to_string(path).expect("is there");
        let report = room.desk.check_table(file(kind, &text)).expect("is read");
        assert_eq!(report.rows, rows, "{kind:?}: a row each");
        assert_eq!((report.new, report.changed), (0, 0), "{kind:?}: the same");
        assert_eq!(report.bad, 0, "{kind:?}: {:?}", report.findings);
    }
    let twice = "企业名称,统一社会信用代码\n演练·乙厂,91350100M000100Y44\n";
    let report = room.desk.check_table(file(TableKind::Firms, twice));
    let codes: Vec<String> = report
        .expect("is read")
        .findings
        .into_iter()
        .map(|one| one.code)
        .collect();
    assert_eq!(codes, ["bad_credit_code"], "the check digit is wrong");
}

#[test]
fn a_firm_off_the_list_leaves_its_sites_with_their_units() {
    let folder = tempfile::tempdir().expect("a folder");
    let room = Room::plain(folder.path());
    plant(&room);
    let seen = firms(&room.desk, "").rows[0].firm.registered.clone();
    room.act(Command::Firm(FirmAct::Withdraw {
        firm: "F1".into(),
        seen: Some(Box::new(seen)),
        reason: "演练 注销".to_owned(),
    }));
    assert_eq!(firms(&room.desk, "").total, 0, "off the list");
    let id = ById {
        id: "S1".to_owned(),
    };
    let units = room.desk.site_units(id.clone()).expect("is read");
    assert_eq!(units.len(), 2, "the tanks are there all the same");
    let around = room.desk.site_around(id).expect("is read");
    assert_eq!(around.firm, None, "no firm is shown that is none any more");
    let sites = room.desk.sites(Nothing {}).expect("is read");
    let kind = |site: &SiteRegistered| site.kind == SiteKind::Hazard;
    assert!(kind(&sites[0].registered), "the site itself is untouched");
}
