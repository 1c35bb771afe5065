//! What stations tell of their instruments.

use super::*;

fn readings_of(area: &str) -> Vec<Value> {
    let value = only(&framed(&segment("3020", 5, area))).to_value();
    value["readings"].as_array().cloned().unwrap_or_default()
}

#[test]
fn information_of_the_site_has_names_units_and_states() {
    let cases: &[(&str, &str, &str, &str)] = &[
        ("i12001-Info=1", "stateName", "维护", "table C.42"),
        ("i12001-Info=10", "stateName", "运维", "the last one"),
        (
            "i12002-Info=1",
            "stateName",
            "异常",
            "the line to the logger",
        ),
        ("i12003-Info=0", "stateName", "正常", "table C.42"),
        ("i22001-Info=3", "stateName", "维护", "the logger itself"),
        ("i22002-Info=2", "stateName", "维护人员", "who is at it"),
        ("i22101-Info=2", "stateName", "通道未接设备", "a channel"),
        ("i32001-Info=1", "stateName", "停机", "the door"),
        ("i12001-Info=0", "name", "工作状态", "its name"),
        ("i13004-Info=168.0", "unit", "摄氏度", "table C.44"),
        (
            "I33400-Info=80.0",
            "name",
            "生产负荷",
            "the table prints a capital I",
        ),
        (
            "SB1-RS=4",
            "stateName",
            "报警",
            "a treatment facility, table 4",
        ),
    ];
    for (area, field, expected, why) in cases {
        assert_eq!(readings_of(area)[0][field], *expected, "{area}: {why}");
    }
    let without = [
        "i12001-Info=4",
        "i12001-Info=x",
        "i99999-Info=1",
        "SB1-RT=1",
        "a01001-RS=1",
    ];
    for area in without {
        let read = readings_of(area);
        assert!(
            read[0].get("stateName").is_none(),
            "{area} is no known state"
        );
    }
    for (index, info) in DEVICE_INFOS.iter().enumerate() {
        let mut later = DEVICE_INFOS.iter().skip(index + 1);
        assert!(
            later.all(|other| other.code != info.code),
            "{} once",
            info.code
        );
    }
}

#[test]
fn what_stands_beside_a_value_is_read_with_it() {
    // Table C.14 of the standard.
    let read = readings_of(
        "w01018-SampleTime=20160801070000,w01018-Rtd=2.2,w01018-Flag=N,w01018-EFlag=A01",
    );
    assert_eq!(read.len(), 1, "one value with what stands beside it");
    assert_eq!(read[0]["sampleTime"], "20160801070000", "when it was taken");
    assert_eq!(
        read[0]["sampleTimeMs"], 1_470_006_000_000_i64,
        "of the district: 23:00 UTC of the day before"
    );
    assert_eq!(read[0]["eFlag"], "A01", "the maker's own mark is kept");
    assert_eq!(
        read[0]["flagName"], "仪器工作正常",
        "and that of table 8 named"
    );
    let read = readings_of("w01018-SampleTime=soon,w01018-Rtd=2.2");
    assert_eq!(read[0]["sampleTime"], "soon", "kept as it was written");
    assert!(read[0].get("sampleTimeMs").is_none(), "but no instant");
}
