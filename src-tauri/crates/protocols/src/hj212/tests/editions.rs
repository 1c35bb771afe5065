//! Commands and flags of the three editions.

use super::*;

#[test]
fn the_flag_says_the_edition_in_words() {
    let cases = [
        (0, Some("2005"), "V5 to V0 are 000000"),
        (3, Some("2005"), "D and A are no version"),
        (5, Some("2017"), "000001"),
        (9, Some("2025"), "000010"),
        (12, None, "an edition that nobody knows yet"),
    ];
    for (flag, edition, why) in cases {
        let value = only(&framed(&segment("2011", flag, ""))).to_value();
        let read = value["edition"].as_str();
        assert_eq!(read, edition, "Flag={flag}: {why}");
        let version = value["data"]["flag"]["version"].as_u64();
        assert_eq!(version, Some(u64::from(flag >> 2)), "the number stays");
    }
}

#[test]
fn a_command_has_the_name_of_its_edition() {
    let cases = [
        ("1001", 1, "setAlarmDelay", "2005 sets a delay by it"),
        (
            "1001",
            9,
            "hardwareSerialNumber",
            "2025 tells a number by it",
        ),
        (
            "1001",
            5,
            "setAlarmDelay",
            "2017 has it not: the older meaning",
        ),
        ("1002", 5, "setMn", "only 2025 has it"),
        ("1021", 1, "alarmLimits", "2005"),
        ("1032", 1, "setCentreAddress", "2005"),
        ("1042", 1, "setReportTime", "2005"),
        ("2071", 5, "alarmRecords", "2005, whatever the flag says"),
        ("2072", 1, "alarmEvent", "2005"),
        ("3014", 1, "setSamplingPeriod", "2005"),
        (
            "3014",
            5,
            "comparisonSampling",
            "2017 gives the code another meaning",
        ),
        ("3014", 9, "comparisonSampling", "and 2025 keeps that"),
        ("2062", 9, "automaticStandardCheckData", "2025"),
        ("9015", 9, "heartbeat", "2025"),
        ("2011", 9, "realTimeData", "the same in all"),
    ];
    for (cn, flag, english, why) in cases {
        let value = only(&framed(&segment(cn, flag, ""))).to_value();
        assert_eq!(value["name"], english, "CN {cn}, Flag {flag}: {why}");
        assert!(value["commandName"].is_string(), "and a Chinese one");
    }
    let value = only(&framed(&segment("7777", 5, ""))).to_value();
    assert!(value.get("name").is_none(), "no edition has it");
    assert_eq!(
        command_names("2013", None).map(|(_, english)| english),
        Some("rawData"),
        "without a flag any edition will do"
    );
}
