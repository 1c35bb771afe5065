//! What a check report says of each fault, and what it would enter.

mod firms;
mod limits;

use emergency::day::Day;
use emergency::hazard_unit::HazardUnit;
use emergency::import::UnitOfSite;
use emergency::site::{Protection, SiteKind, SiteRegistered};
use emergency::team::{Certificate, TeamKind, TeamLevel};

use super::*;
use crate::columns::guess;
use crate::read::read;

fn list() -> OnList {
    let mut list = OnList {
        origin: "desk-a".into(),
        today: Day::new(2026, 6, 1),
        ..OnList::default()
    };
    for (id, name) in [
        ("d1", "演练·一号库"),
        ("d2", "演练·重名库"),
        ("d3", "演练·重名库"),
    ] {
        let mut site = Site {
            id: id.into(),
            ..Site::default()
        };
        site.registered = SiteRegistered {
            kind: SiteKind::Depot,
            name: name.into(),
            ..SiteRegistered::default()
        };
        list.sites.insert(id.into(), site);
    }
    list
}

fn checked(kind: TableKind, text: &str, list: &OnList) -> Checked {
    let table = read(text.as_bytes(), None).expect("a table");
    let mapping = guess(kind, &table.headings);
    check(&table, kind, &mapping, list)
}

fn found(report: &Checked) -> Vec<(u32, &str, Code)> {
    let findings = report.findings.iter();
    findings
        .map(|f| (f.row, f.column.as_str(), f.code))
        .collect()
}

const HEAD: &str = "编号,编码,名称,存放地点,数量,有效期至";

#[test]
fn each_fault_is_named_by_its_row_and_the_files_own_heading() {
    let cases = [
        ("A,2010101,演练 呼吸器,演练·一号库,4,2027-01-31", None),
        (
            "A,9999999,演练,演练·一号库,4,",
            Some(("编码", Code::UnknownCode)),
        ),
        (
            "A,2010101,演练,演练·一号库,四,",
            Some(("数量", Code::NotANumber)),
        ),
        (
            "A,2010101,演练,演练·一号库,-4,",
            Some(("数量", Code::NotANumber)),
        ),
        (
            "A,2010101,演练,演练·一号库,,",
            Some(("数量", Code::Missing)),
        ),
        ("A,2010101,,演练·一号库,4,", Some(("名称", Code::Missing))),
        (
            "A,2010101,演练,演练·二号库,4,",
            Some(("存放地点", Code::UnknownDepot)),
        ),
        (
            "A,2010101,演练,演练·重名库,4,",
            Some(("存放地点", Code::AmbiguousDepot)),
        ),
        (
            "A,2010101,演练,演练·一号库,4,明年",
            Some(("有效期至", Code::NotADay)),
        ),
        (
            "A,2010101,演练,演练·一号库,4,5/31/2027",
            Some(("有效期至", Code::NotADay)),
        ),
    ];
    for (row, fault) in cases {
        let report = checked(TableKind::Supplies, &format!("{HEAD}\n{row}\n"), &list());
        match fault {
            Some((column, code)) => {
                assert_eq!(found(&report), [(2, column, code)], "{row}");
                assert_eq!((report.counts.bad, report.rows.len()), (1, 0), "{row}");
                assert!(!report.is_clean(), "{row}");
            }
            None => {
                assert_eq!(found(&report), [], "{row}");
                assert!(report.is_clean(), "{row}");
            }
        }
    }
}

#[test]
fn what_only_wants_a_look_is_entered_all_the_same() {
    let cases = [
        ("A,2010101,演练,演练·一号库,4,2026-05-31", Code::Over),
        ("A,2010101,演练,演练·一号库,4,2027年2月", Code::MonthOnly),
        ("A,,演练,演练·一号库,4,", Code::Missing),
    ];
    for (row, code) in cases {
        let report = checked(TableKind::Supplies, &format!("{HEAD}\n{row}\n"), &list());
        assert_eq!(report.findings[0].code, code, "{row}");
        assert_eq!(report.findings[0].weight, Weight::Warning, "{row}");
        assert!(report.is_clean() && report.rows.len() == 1, "{row}");
    }
}

#[test]
fn the_same_thing_twice_is_named_with_its_first_row() {
    let row = "A,2010101,演练,演练·一号库,4,";
    let text = format!("{HEAD}\n{row}\n{row}\n");
    let report = checked(TableKind::Supplies, &text, &list());
    let finding = &report.findings[0];
    assert_eq!(
        (finding.row, finding.code),
        (3, Code::Duplicate),
        "the second"
    );
    assert_eq!(finding.value, "2", "of the first");
    assert_eq!(
        (report.rows.len(), report.counts.bad),
        (1, 1),
        "one goes in"
    );
}

#[test]
fn a_table_without_a_needed_column_enters_nothing_and_a_strange_one_is_left_out() {
    let report = checked(TableKind::Supplies, "名称,颜色\n演练,红\n", &list());
    assert_eq!(
        found(&report),
        [
            (0, "数量", Code::NoColumn),
            (0, "存放地点", Code::NoColumn),
            (0, "颜色", Code::Unmapped)
        ],
        "what is lacking first"
    );
    assert!(report.rows.is_empty(), "nothing goes in");
}

#[test]
fn a_lot_on_the_list_is_counted_and_one_that_is_just_so_is_left_out() {
    let row = |quantity: u32| format!("{HEAD}\nA,2010101,演练,演练·一号库,{quantity},\n");
    let mut list = list();
    let first = checked(TableKind::Supplies, &row(4), &list);
    assert_eq!(first.counts.new, 1, "nobody knew it");
    let Imported::Lot(told) = &first.rows[0].imported else {
        panic!("a lot");
    };
    assert_eq!(told.allotments["desk-a"], 4, "in this desk's custody");
    let mut lot = Lot {
        id: "A".into(),
        registered: told.clone(),
        known: true,
        ..Lot::default()
    };
    lot.allotments = told.allotments.clone();
    list.lots.insert("A".into(), lot);
    let again = checked(TableKind::Supplies, &row(4), &list);
    assert_eq!((again.counts.same, again.rows.len()), (1, 0), "just so");
    let other = checked(TableKind::Supplies, &row(3), &list);
    assert_eq!(other.counts.changed, 1, "one fewer");
    assert_eq!(other.findings[0].code, Code::Counted, "a stock-take");
    assert_eq!(other.findings[0].value, "4 → 3", "in numbers");
}

#[test]
fn a_team_takes_as_many_rows_as_it_has_people_with_certificates() {
    let text = "队伍名称,级别,类型,能力,人数,联系人,电话,姓名,证书名称,证书有效期,车牌\n\
        演练 抢险队,区级,危化,危化处置、救援,8,演练·赵某,000-1,演练·钱某,救援员,2027-01-31,演000001\n\
        演练 抢险队,,,,,,,演练·钱某,潜水员,2026-05-31,\n\
        ,,,,,,,演练·孙某,救援员,2028-03-01,\n\
        演练 二队,街道,综合,救援,3,,,,,,\n\
        ,,,,,,,演练·周某,救援员,2028年,\n";
    let report = checked(TableKind::Teams, text, &list());
    let expected = [
        (3, "证书有效期", Code::Over),
        (6, "证书有效期", Code::NotADay),
    ];
    assert_eq!(found(&report), expected, "one is over, one cannot be read");
    let Imported::Team(team) = &report.rows[0].imported else {
        panic!("a team");
    };
    assert_eq!(
        (team.level, team.kind),
        (TeamLevel::District, TeamKind::Hazmat),
        "by their words"
    );
    assert_eq!(team.capabilities, ["hazmat", "rescue"], "by their words");
    assert_eq!(team.contact, "演练·赵某 000-1", "whom to call");
    assert_eq!(team.members.len(), 2, "the first has two certificates");
    let expired = |one: &&Certificate| one.is_expired(list().today.expect("a day"));
    let over: Vec<_> = team.members[0]
        .certificates
        .iter()
        .filter(expired)
        .collect();
    assert_eq!(over.len(), 1, "and one of them is over");
    assert_eq!(team.vehicles.len(), 1, "with its plate");
    assert_eq!(team.custodian, Some("desk-a".into()), "this desk's");
    assert_eq!(
        (report.rows.len(), report.counts.new),
        (1, 1),
        "the other has a bad row and stays out whole"
    );
}

#[test]
fn places_and_people_are_read_with_their_points_and_words() {
    let sites = "类型,名称,经度,纬度,可容纳人数,设施\n\
        避难场所,演练·广场,117.1,36.68,500,供水；厕所\n\
        城堡,演练·城堡,117.1,36.68,,\n\
        医院,演练·医院,117.1,,,\n";
    let report = checked(TableKind::Sites, sites, &list());
    assert_eq!(
        found(&report),
        [
            (3, "类型", Code::UnknownWord),
            (4, "经度", Code::OutOfRange)
        ],
        "no such kind; half a point"
    );
    let Imported::Site(site) = &report.rows[0].imported else {
        panic!("a site");
    };
    assert_eq!(site.facilities, ["供水", "厕所"], "a list in a cell");
    let classed = "类型,名称,防护目标类别\n其他,演练·养老院,高敏感防护目标\n学校,演练·学校,\n";
    let report = checked(TableKind::Sites, classed, &list());
    let classes = report.rows.iter().map(|row| match &row.imported {
        Imported::Site(site) => site.protection,
        other => panic!("a site: {other:?}"),
    });
    assert_eq!(
        classes.collect::<Vec<_>>(),
        [Some(Protection::HighlySensitive), None],
        "what nobody said is not guessed"
    );
    let people = "类别,姓名,单位,专业领域,技能\n专家,演练·李某,演练院,燃气、消防,\n\
        志愿者,演练·周某,演练队,,急救技能、魔法\n";
    let report = checked(TableKind::People, people, &list());
    assert_eq!(
        found(&report),
        [(3, "技能", Code::UnknownWord)],
        "no such skill"
    );
    assert_eq!(report.counts.new, 1, "the expert");
}

#[test]
fn a_row_without_a_name_in_the_log_has_the_same_every_time() {
    let text = "名称,存放地点,数量\n演练 沙袋,演练·一号库,5\n";
    let first = checked(TableKind::Supplies, text, &list());
    let again = checked(TableKind::Supplies, text, &list());
    assert_eq!(first.rows, again.rows, "so that a second import changes it");
    assert!(first.rows[0].id.starts_with("lot-"), "{}", first.rows[0].id);
}

/// What a table says of one thing after another table has said more of it.
fn read_again(kind: TableKind, first: &str, then: &str) -> (Imported, Imported) {
    let mut list = list();
    let row = checked(kind, first, &list).rows.remove(0);
    let id = row.id.clone();
    match row.imported.clone() {
        Imported::Team(registered) => {
            let team = Team {
                id: id.as_str().into(),
                known: true,
                registered,
                ..Team::default()
            };
            list.teams.insert(id, team);
        }
        Imported::Lot(registered) => {
            let lot = Lot {
                id: id.as_str().into(),
                known: true,
                registered,
                ..Lot::default()
            };
            list.lots.insert(id, lot);
        }
        Imported::Site(registered) => {
            let site = Site {
                id: id.as_str().into(),
                registered,
                ..Site::default()
            };
            list.sites.insert(id, site);
        }
        Imported::Person(registered) => {
            let person = Person {
                id: id.as_str().into(),
                known: true,
                registered,
                ..Person::default()
            };
            list.people.insert(id, person);
        }
        Imported::Point(row) => {
            let point = DevicePoint {
                id: id.as_str().into(),
                known: true,
                registered: row.entry,
                ..DevicePoint::default()
            };
            list.points.insert(id, point);
        }
        Imported::Firm(registered) => {
            let firm = Firm {
                known: true,
                registered,
                ..Firm::named(&id)
            };
            list.firms.insert(id, firm);
        }
        Imported::Unit(UnitOfSite { site, told }) => {
            let site = list.sites.entry(site.0).or_default();
            site.units.push(HazardUnit {
                id: id.into(),
                told,
                ..HazardUnit::default()
            });
        }
    }
    let again = checked(kind, then, &list).rows.remove(0);
    assert_eq!(again.id, row.id, "the same thing");
    (row.imported, again.imported)
}

#[test]
fn what_a_table_has_no_column_for_stays_as_it_was() {
    let (Imported::Person(before), Imported::Person(after)) = read_again(
        TableKind::People,
        "姓名,类别,单位,电话,证书名称,证书有效期,备注\n演练·赵某,专家,演练院,000-1,救援员,2030-01-31,演练 夜间可到\n",
        "姓名,单位,电话\n演练·赵某,演练院,000-2\n",
    ) else {
        panic!("people");
    };
    assert_eq!(after.phone, "000-2", "what the telephone list says");
    assert_eq!(after.certificates, before.certificates, "and nothing else");
    assert_eq!((after.kind, after.note), (before.kind, before.note), "kept");

    let (Imported::Lot(before), Imported::Lot(after)) = read_again(
        TableKind::Supplies,
        "编号,名称,存放地点,数量,有效期至,安全库存,检定有效期\nL1,演练 呼吸器,演练·一号库,9,2030-01-31,4,2029-01-31\n",
        "编号,名称,存放地点,数量\nL1,演练 呼吸器,演练·一号库,8\n",
    ) else {
        panic!("lots");
    };
    assert_eq!(after.quantity, 8, "what was counted");
    assert_eq!(
        (after.expires, after.safety, after.calibrated_until),
        (before.expires, before.safety, before.calibrated_until),
        "a count tells nothing else"
    );

    let (Imported::Team(before), Imported::Team(after)) = read_again(
        TableKind::Teams,
        "队伍名称,级别,类型,能力,呼号,姓名,证书名称,证书有效期,车牌\n演练 队,区级,危化,危化处置,T9,演练·钱某,救援员,2030-01-31,演000001\n",
        "队伍名称,联系人,电话\n演练 队,演练·孙某,000-3\n",
    ) else {
        panic!("teams");
    };
    assert_eq!(after.contact, "演练·孙某 000-3", "whom to call now");
    assert_eq!(after.members, before.members, "its people are the same");
    assert_eq!(after.vehicles, before.vehicles, "its vehicles as well");
    assert_eq!(
        (after.level, after.capabilities, after.call_sign),
        (before.level, before.capabilities, before.call_sign),
        "and what it is"
    );
}

#[test]
fn a_password_in_the_address_of_a_camera_is_named_and_not_repeated() {
    let text = "类型,名称,视频地址\n\
                视频监控,演练 路口,rtsp://admin:secret@192.0.2.7/live\n\
                视频监控,演练 河口,37011200001320000001\n";
    let report = checked(TableKind::Sites, text, &list());
    let finding = &report.findings[0];
    assert_eq!(
        (finding.row, finding.code, finding.weight),
        (2, Code::HoldsPassword, Weight::Error),
        "the log would keep it for ever"
    );
    assert_eq!(finding.value, "", "nor does the report say it");
    assert_eq!(report.rows.len(), 1, "the other one is entered");
}
