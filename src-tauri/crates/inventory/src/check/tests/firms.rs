//! Firms by their codes, and tanks by their units.

use emergency::firm::FirmRegistered;
use emergency::hazard_unit::{Tank, UnitTold};
use emergency::id::UnitId;
use emergency::point::PointRegistered;
use emergency::site::Stored;

use super::*;

const CODE: &str = "91350100M000100Y43";

/// A list with a firm, a site with a tank farm, and a level point.
fn known() -> OnList {
    let mut list = list();
    let firm = Firm {
        known: true,
        registered: FirmRegistered {
            name: "演练·甲厂".into(),
            code: CODE.into(),
            phone: "000-1".into(),
            ..FirmRegistered::default()
        },
        ..Firm::named("F1")
    };
    list.firms.insert("F1".into(), firm);
    let tank = Tank {
        name: "V-1".into(),
        holds: Stored {
            substance: "氨".into(),
            quantity_t: 10.0,
            ..Stored::default()
        },
        ..Tank::default()
    };
    let site = list.sites.get_mut("d1").expect("the first site");
    site.units.push(HazardUnit {
        id: UnitId::of(&"d1".into(), "U1"),
        told: UnitTold {
            name: "罐区".into(),
            tanks: vec![tank],
            ..UnitTold::default()
        },
        ..HazardUnit::default()
    });
    let point = DevicePoint {
        known: true,
        registered: PointRegistered::default(),
        ..DevicePoint::named("演练|V-2/level")
    };
    list.points.insert("演练|V-2/level".into(), point);
    list
}

fn codes(kind: TableKind, text: &str) -> Vec<(u32, Code)> {
    let report = checked(kind, text, &known());
    let findings = report.findings.into_iter();
    findings.map(|one| (one.row, one.code)).collect()
}

#[test]
fn the_codes_of_firms_are_checked_and_what_stands_twice_is_named() {
    let cases = [
        ("演练·乙厂,,", vec![], "without a code"),
        (
            "演练·乙厂,91350100M000100Y44,",
            vec![(2, Code::BadCreditCode)],
            "a wrong check digit",
        ),
        (
            "演练·甲厂,91370112MA3D00001G,",
            vec![(2, Code::CodeDiffers)],
            "the firm has another code",
        ),
        (
            "演练·乙厂,91370112MA3D00001G,\n演练·丙厂,91370112MA3D00001G,",
            vec![(3, Code::Duplicate)],
            "one code twice in the table",
        ),
        (
            "演练·乙厂,91370112MA3D00001G,\n演练·乙厂,,",
            vec![(3, Code::SameName)],
            "one name with and without a code",
        ),
        (",,化工", vec![(2, Code::Missing)], "without a name"),
    ];
    for (rows, wanted, why) in cases {
        let text = format!("企业名称,统一社会信用代码,行业\n{rows}\n");
        assert_eq!(codes(TableKind::Firms, &text), wanted, "{why}");
    }
    let text = format!("编号,企业名称,统一社会信用代码\nF9,演练·乙厂,{CODE}\n");
    let taken = codes(TableKind::Firms, &text);
    assert_eq!(taken, [(2, Code::CodeTaken)], "another firm has it");
}

#[test]
fn a_row_of_a_firm_finds_it_by_its_code_and_leaves_what_it_does_not_say() {
    let text = format!("企业名称,统一社会信用代码,行业\n演练·甲公司,{CODE},化工\n");
    let report = checked(TableKind::Firms, &text, &known());
    assert_eq!(
        (report.counts.new, report.counts.changed),
        (0, 1),
        "it is F1"
    );
    let Imported::Firm(firm) = &report.rows[0].imported else {
        panic!("a firm");
    };
    assert_eq!(report.rows[0].id, "F1", "by its code");
    assert_eq!(firm.name, "演练·甲公司", "its new name");
    assert_eq!(firm.phone, "000-1", "the table has no column for it");
}

#[test]
fn a_site_names_its_firm_by_name_or_by_code() {
    let site = |firm: &str| {
        let text = format!("类型,名称,所属企业\n危险源,演练 氨站,{firm}\n");
        let mut report = checked(TableKind::Sites, &text, &known());
        let row = report.rows.pop().map(|row| row.imported);
        match row {
            Some(Imported::Site(site)) => site.firm,
            _ => None,
        }
    };
    assert_eq!(site("演练·甲厂"), Some("F1".into()), "its name");
    assert_eq!(site(CODE), Some("F1".into()), "its code");
    assert_eq!(site("演练·无名厂"), None, "the row is bad");
}

const TANKS: &str = "场所,单元名称,储罐名称,危险物质,设计量,监测点位\n";

#[test]
fn the_rows_of_one_unit_are_one_entry_and_its_other_tanks_stay() {
    let text =
        format!("{TANKS}演练·一号库,罐区,V-2,氨,20,演练|V-2/level\n演练·一号库,罐区,V-3,氨,5,\n");
    let report = checked(TableKind::Units, &text, &known());
    assert_eq!(
        (report.counts.new, report.counts.changed),
        (0, 1),
        "one unit"
    );
    let Imported::Unit(unit) = &report.rows[0].imported else {
        panic!("a unit");
    };
    let tanks: Vec<&str> = unit
        .told
        .tanks
        .iter()
        .map(|tank| tank.name.as_str())
        .collect();
    assert_eq!(tanks, ["V-1", "V-2", "V-3"], "the first was not named");
    assert_eq!(unit.told.tanks[1].points.len(), 1, "with its level");
    let again = write_again(&report, &known());
    assert_eq!(
        (again.same, again.bad),
        (1, 0),
        "what is exported reads back"
    );
}

/// Enters what a report would, exports it, and checks that table again.
fn write_again(report: &Checked, list: &OnList) -> Counts {
    let mut list = list.clone();
    for row in &report.rows {
        let Imported::Unit(unit) = &row.imported else {
            continue;
        };
        let site = list.sites.get_mut(unit.site.as_str()).expect("the site");
        site.units.retain(|one| one.id.as_str() != row.id);
        site.units.push(HazardUnit {
            id: row.id.as_str().into(),
            told: unit.told.clone(),
            ..HazardUnit::default()
        });
    }
    let sheet = crate::write::sheet(TableKind::Units, &list, "");
    let bytes = crate::write::csv(&sheet).expect("is written");
    let table = read(&bytes, None).expect("a table");
    let mapping = guess(TableKind::Units, &table.headings);
    check(&table, TableKind::Units, &mapping, &list).counts
}

#[test]
fn one_bad_row_keeps_its_whole_unit_out() {
    let good = "演练·一号库,罐区,V-2,氨,20,";
    let cases = [
        (
            "演练·一号库,罐区,V-2,氨,5,",
            Code::Duplicate,
            "the tank twice",
        ),
        ("演练·一号库,罐区,V-3,,5,", Code::Missing, "of nothing"),
        (
            "演练·一号库,罐区,V-3,氨,-5,",
            Code::OutOfRange,
            "less than nothing",
        ),
        (
            "演练·一号库,罐区,V-3,氨,5,演练|x",
            Code::UnknownPoint,
            "no such point",
        ),
    ];
    for (bad, code, why) in cases {
        let text = format!("{TANKS}{good}\n{bad}\n");
        let report = checked(TableKind::Units, &text, &known());
        let found = found(&report);
        let codes: Vec<(u32, Code)> = found.iter().map(|one| (one.0, one.2)).collect();
        assert_eq!(codes, [(2, Code::RowOfUnit), (3, code)], "{why}");
        assert_eq!(report.rows, [], "{why}: half a farm has another grade");
    }
    let nowhere = format!("{TANKS}演练·无此库,罐区,V-1,氨,5,\n");
    let found = codes(TableKind::Units, &nowhere);
    assert_eq!(found, [(2, Code::UnknownSite)], "no such site");
}

#[test]
fn a_unit_says_where_it_stands_in_any_of_its_rows_and_an_empty_cell_takes_that_not_away() {
    let text = "所属场所,单元名称,经度,纬度,储罐,物质,设计量\n\
        演练·一号库,演练 罐区,117.1,36.7,V-1,氨,5\n演练·一号库,演练 罐区,,,V-2,氨,5\n";
    let report = checked(TableKind::Units, text, &known());
    let Imported::Unit(unit) = &report.rows[0].imported else {
        panic!("a unit");
    };
    let at = unit.told.at.map(|at| (at.lon, at.lat));
    assert_eq!(at, Some((117.1, 36.7)), "of the first of its two rows");
}
