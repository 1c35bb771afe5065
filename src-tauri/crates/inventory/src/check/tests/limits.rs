//! Limits in a table of points: what is set, what stays, and what keeps a row out.

use emergency::point::{DevicePoint, PointLimits, PointRegistered};

use super::*;

const HEAD: &str = "接入,设备编号,点位名称,限值单位,低低限,低限,高限,高高限,回差,报警延时秒";

fn limits(row: &ImportRow) -> Option<PointLimits> {
    match &row.imported {
        Imported::Point(point) => point.limits,
        other => panic!("a point: {other:?}"),
    }
}

fn high(high: f64) -> PointLimits {
    PointLimits {
        high: Some(high),
        ..PointLimits::default()
    }
}

/// A register with one point that has these limits of its own, and those of its feed.
fn register(own: Option<PointLimits>, of_feed: Option<PointLimits>) -> OnList {
    let mut list = list();
    let id = "演练 气体|G/1";
    let point = DevicePoint {
        id: id.into(),
        known: true,
        registered: PointRegistered {
            feed: "演练 气体".to_owned(),
            device: "G/1".to_owned(),
            name: "演练 探头".to_owned(),
            ..PointRegistered::default()
        },
        limits: own,
        ..DevicePoint::default()
    };
    list.points.insert(id.to_owned(), point);
    let heard = Heard {
        unit: "mg/m3".to_owned(),
        limits: of_feed,
    };
    list.heard.insert(id.to_owned(), heard);
    list
}

fn of_row(row: &str, list: &OnList) -> Checked {
    let text = format!("{HEAD}\n演练 气体,G/1,演练 探头,{row}\n");
    checked(TableKind::Points, &text, list)
}

#[test]
fn limits_of_a_row_are_read_each_in_its_column() {
    let report = of_row("mg/m³,-5,0.5,10,20,0.2,30", &register(None, None));
    assert!(report.is_clean(), "{:?}", report.findings);
    let wanted = PointLimits {
        low_low: Some(-5.0),
        low: Some(0.5),
        high: Some(10.0),
        high_high: Some(20.0),
        deadband: Some(0.2),
        on_delay_s: 30,
        ..PointLimits::default()
    };
    assert_eq!(limits(&report.rows[0]), Some(wanted), "as they stand there");
    let counts = (report.counts.changed, report.counts.limited);
    assert_eq!(counts, (1, 1), "one point gets limits of its own");
}

#[test]
fn limits_that_cannot_be_meant_keep_the_row_out() {
    let list = register(None, None);
    for (row, column, code, why) in [
        (
            ",,,20,10,,",
            "高高限",
            Code::LimitOrder,
            "below the high one",
        ),
        (",,30,20,,,", "高限", Code::LimitOrder, "low above high"),
        (",,,20,,-1,", "回差", Code::OutOfRange, "no way back"),
        (",,,20,,,99999999", "报警延时秒", Code::OutOfRange, "never"),
        (",,,高,,,", "高限", Code::NotANumber, "no number"),
        ("ppm,,,20,,,", "限值单位", Code::UnitDiffers, "by a factor"),
    ] {
        let report = of_row(row, &list);
        let errors = report
            .findings
            .iter()
            .filter(|one| one.weight == Weight::Error);
        let errors: Vec<_> = errors.map(|one| (one.column.as_str(), one.code)).collect();
        assert_eq!(errors, [(column, code)], "{why}");
        assert!(report.rows.is_empty(), "{why}: nothing of the row goes in");
    }
}

#[test]
fn what_the_table_has_no_column_for_stays_as_it_is_in_force() {
    let of_feed = PointLimits {
        low: Some(1.0),
        off_delay_s: 60,
        ..high(90.0)
    };
    let text = "接入,设备编号,点位名称,高限\n演练 气体,G/1,演练 探头,80\n";
    let report = checked(TableKind::Points, text, &register(None, Some(of_feed)));
    let wanted = PointLimits {
        high: Some(80.0),
        ..of_feed
    };
    assert_eq!(
        limits(&report.rows[0]),
        Some(wanted),
        "the low one is not lost"
    );
    let Imported::Point(point) = &report.rows[0].imported else {
        panic!("a point");
    };
    assert_eq!(point.was, Some(of_feed), "with those in force before");
    let change = report
        .findings
        .iter()
        .find(|one| one.code == Code::LimitsChange);
    let change = change.expect("the report shows what becomes of it");
    assert_eq!(change.value, "L 1 / H 90 → L 1 / H 80", "both in numbers");
}

#[test]
fn limits_that_stand_just_so_are_left_out() {
    let report = of_row(",,,50,,,", &register(Some(high(50.0)), None));
    let counts = (report.counts.same, report.counts.limited);
    assert_eq!(counts, (1, 0), "no fact for what is so already");
    assert!(report.rows.is_empty(), "nothing goes in");
}

#[test]
fn empty_cells_take_no_limits_away() {
    let report = of_row(",,,,,,", &register(Some(high(50.0)), None));
    assert_eq!(report.counts.same, 1, "the point stays as it is");
    let codes: Vec<Code> = report.findings.iter().map(|one| one.code).collect();
    assert!(
        codes.contains(&Code::LimitsStay),
        "and that is said: {codes:?}"
    );
    let report = of_row(",,,,60,,", &register(Some(high(50.0)), None));
    let wanted = PointLimits {
        high_high: Some(60.0),
        ..PointLimits::default()
    };
    let said = "a row that names limits says which there are not";
    assert_eq!(limits(&report.rows[0]), Some(wanted), "{said}");
}

#[test]
fn a_unit_that_nobody_heard_is_said_and_the_limits_go_in() {
    let report = of_row("mg/m³,,,50,,,", &list());
    assert_eq!(report.rows.len(), 1, "a device may be mounted tomorrow");
    let codes: Vec<Code> = report.findings.iter().map(|one| one.code).collect();
    assert!(codes.contains(&Code::UnitUnheard), "{codes:?}");
}

#[test]
fn an_export_is_read_again_without_a_change() {
    let own = PointLimits {
        low_low: Some(-5.0),
        deadband: Some(0.5),
        on_delay_s: 30,
        rise_per_min: Some(2.0),
        ..high(50.0)
    };
    let list = register(Some(own), None);
    let sheet = crate::write::sheet(TableKind::Points, &list, "");
    let bytes = crate::write::csv(&sheet).expect("is written");
    let text = String::from_utf8(bytes).expect("text");
    let report = checked(TableKind::Points, &text, &list);
    let counts = (report.counts.same, report.counts.bad);
    assert_eq!(counts, (1, 0), "{:?}", report.findings);
}
