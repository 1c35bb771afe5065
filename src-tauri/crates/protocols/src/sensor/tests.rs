//! Mappings, right and wrong, and the shipped examples.

use proptest::prelude::*;

use super::*;
use crate::defect::DefectKind;

const TANK: &str = r#"{"note": "演练", "rules": [{
    "name": "储罐液位",
    "topic": "plant/+/tank/+",
    "each": "$.values[*]",
    "point": "{1}-{3}-{$.id}-{$$.unit}",
    "value": "$.level",
    "quantity": "level",
    "unit": "m",
    "scale": 0.001,
    "offset": 0.5,
    "time": "$$.ts",
    "good": "$.valid",
    "limits": {"low_low": 0.6, "low": 1.0, "high": 8.0, "high_high": 9.0}
}]}"#;

/// A mapping of one small rule with something more in it.
fn rule(more: &str) -> String {
    let comma = if more.is_empty() { "" } else { ", " };
    format!(
        r#"{{"rules": [{{"name": "n", "topic": "t", "point": "p", "value": "$.v"{comma}{more}}}]}}"#
    )
}

fn mapping(text: &str) -> Mapping {
    let (mapping, defects) = Mapping::read(text);
    assert_eq!(defects, [], "the mapping is right");
    mapping
}

#[test]
fn a_message_becomes_values_of_points() {
    let payload = br#"{"ts": 1777595400000, "unit": "A", "values": [
        {"id": 1, "level": 4500, "valid": true},
        {"id": "2", "level": "8600", "valid": "bad"}]}"#;
    let parsed = mapping(TANK).apply("plant/north/tank/T1", payload);
    assert_eq!(parsed.defects, [], "all was read");
    let first = &parsed.messages[0];
    assert_eq!(first.point, "north-T1-1-A", "levels, the value, the whole");
    assert_eq!(first.value, 5.0, "scaled and moved");
    assert_eq!(first.time_ms, Some(1_777_595_400_000), "the device's time");
    assert!(first.good, "it says so");
    assert_eq!(first.breach, None, "between the limits");
    let second = &parsed.messages[1];
    assert_eq!(second.point, "north-T1-2-A", "a text is a name too");
    assert!(!second.good, "it says that it is bad");
    assert_eq!(second.breach, Some(Breach::HighHigh), "9.1 m");
}

#[test]
fn limits_begin_where_they_say() {
    let limits = Limits {
        low_low: Some(1.0),
        low: Some(2.0),
        high: Some(8.0),
        high_high: Some(9.0),
        ..Limits::default()
    };
    let cases = [
        (1.0, Some(Breach::LowLow)),
        (2.0, Some(Breach::Low)),
        (2.1, None),
        (8.0, Some(Breach::High)),
        (9.0, Some(Breach::HighHigh)),
    ];
    for (value, expected) in cases {
        assert_eq!(limits.breach(value), expected, "{value}");
    }
    assert_eq!(Limits::default().breach(1e9), None, "without limits");
}

#[test]
fn a_limit_that_is_held_ends_beyond_its_deadband() {
    let limits = Limits {
        low: Some(2.0),
        high: Some(8.0),
        deadband: Some(0.5),
        ..Limits::default()
    };
    // The limit, the value, whether it is held, and whether it counts as reached.
    let cases = [
        (Breach::High, 7.9, false, false),
        (Breach::High, 7.6, true, true),
        (Breach::High, 7.4, true, false),
        (Breach::Low, 2.1, false, false),
        (Breach::Low, 2.4, true, true),
        (Breach::Low, 2.6, true, false),
        (Breach::HighHigh, 1e9, true, false),
    ];
    for (limit, value, held, expected) in cases {
        let reached = limits.reached(limit, value, held);
        assert_eq!(reached, expected, "{limit:?} at {value}, held: {held}");
    }
}

#[test]
fn limits_that_cannot_be_meant_are_refused_by_name() {
    let cases = [
        (r#""low": 3, "high": 2"#, "low_low to high_high"),
        (r#""deadband": -0.1"#, "deadband"),
        (r#""rise_per_min": 0"#, "rise_per_min"),
        (r#""rate_over_s": 86401"#, "at most 86400"),
        (r#""on_delay_s": 86401"#, "at most 86400"),
    ];
    for (limits, named) in cases {
        let more = format!(r#""limits": {{{limits}}}"#);
        let (_, defects) = Mapping::read(&rule(&more));
        assert_eq!(defects.len(), 1, "{limits} is refused");
        let message = &defects[0].message;
        assert!(message.contains(named), "{message} names {named}");
    }
}

#[test]
fn values_and_times_of_every_form_are_read() {
    let timed = |form: &str| {
        let more = format!(
            r#""time": "$.t", "time_form": "{form}", "good": "$.g", "words": {{"trapped": 1.0}}"#
        );
        mapping(&rule(&more))
    };
    let cases = [
        (
            "unix_ms",
            r#"{"v": true, "t": 1777595400000, "g": 1}"#,
            1.0,
            true,
        ),
        (
            "unix_s",
            r#"{"v": "trapped", "t": "1777595400", "g": "ok"}"#,
            1.0,
            true,
        ),
        (
            "iso8601",
            r#"{"v": " 2.5 ", "t": "2026-05-01T00:30:00Z", "g": false}"#,
            2.5,
            false,
        ),
        (
            "local",
            r#"{"v": false, "t": "2026-05-01 08:30:00", "g": null}"#,
            0.0,
            false,
        ),
    ];
    for (form, payload, value, good) in cases {
        let parsed = timed(form).apply("t", payload.as_bytes());
        let sample = &parsed.messages[0];
        assert_eq!(sample.value, value, "{payload}");
        assert_eq!(sample.good, good, "{payload}");
        assert_eq!(sample.time_ms, Some(1_777_595_400_000), "{form}");
    }
    for (form, t) in [
        ("unix_ms", "9007199254740991"),
        ("unix_s", "946684799"),
        ("unix_ms", "-1"),
    ] {
        let payload = format!(r#"{{"v": 1, "t": {t}}}"#);
        let parsed = timed(form).apply("t", payload.as_bytes());
        assert_eq!(
            parsed.messages[0].time_ms, None,
            "{t} would be the newest value for ever, or never one"
        );
        let kinds: Vec<_> = parsed.defects.iter().map(|defect| defect.kind).collect();
        assert_eq!(kinds, [DefectKind::TimeUnreadable], "and it is told");
    }
    let odd = timed("unix_s").apply("t", br#"{"v": 1, "t": 9223372036854775807}"#);
    assert_eq!(odd.messages[0].time_ms, None, "no instant is so late");
}

#[test]
fn a_message_that_cannot_be_used_is_told_with_its_bytes() {
    let mapping = mapping(TANK);
    let topic = "plant/north/tank/T1";
    let large = vec![b' '; PAYLOAD_BYTES_MAX + 1];
    let cases: &[(&str, &[u8], DefectKind)] = &[
        ("other", b"{}", DefectKind::TypeUnknown),
        (topic, b"not json", DefectKind::Malformed),
        (topic, &large, DefectKind::TooLarge),
        (topic, br#"{"values": []}"#, DefectKind::ValueIllegal),
        (
            topic,
            br#"{"values": [{"id": 1}]}"#,
            DefectKind::ValueIllegal,
        ),
        (
            topic,
            br#"{"values": [{"level": 1}]}"#,
            DefectKind::ValueIllegal,
        ),
        (
            topic,
            br#"{"values": [{"level": {}}]}"#,
            DefectKind::ValueIllegal,
        ),
        (
            topic,
            br#"{"values": [{"level": "inf"}]}"#,
            DefectKind::ValueIllegal,
        ),
    ];
    for (topic, payload, kind) in cases {
        let parsed = mapping.apply(topic, payload);
        assert_eq!(parsed.messages, [], "nothing of it is used: {kind:?}");
        assert_eq!(parsed.defects.len(), 1, "told once");
        assert_eq!(parsed.defects[0].kind, *kind, "why");
        assert!(!parsed.defects[0].raw.is_empty(), "with its bytes");
    }
    let many = format!(
        r#"{{"unit":"A","values":[{}{{"id":1,"level":1}}]}}"#,
        r#"{"id":1,"level":1},"#.repeat(SAMPLES_MAX)
    );
    let parsed = mapping.apply(topic, many.as_bytes());
    assert_eq!(parsed.messages.len(), SAMPLES_MAX, "up to the bound");
    assert_eq!(parsed.defects.len(), 1, "and it says so");
}

#[test]
fn rules_that_are_wrong_are_left_out_and_told() {
    let cases = [
        r#""topic2": "x""#,
        r#""only": {"path": "x", "equals": "y"}"#,
        r#""each": "nothing""#,
        r#""time": "$$$""#,
        r#""scale": "much""#,
        r#""limits": {"low": 2.0, "high": 1.0}"#,
        r#""limits": {"top": 1.0}"#,
    ];
    for more in cases {
        let (mapping, defects) = Mapping::read(&rule(more));
        assert!(mapping.is_empty(), "left out: {more}");
        assert_eq!(defects[0].path, "rules[0]", "and told which: {more}");
    }
    for (from, to) in [
        (r#""t""#, r#""""#),
        (r#""t""#, r#""a+b""#),
        (r#""t""#, r##""#/a""##),
        (r#""p""#, r#""""#),
        (r#""p""#, r#""{$.a""#),
        (r#""p""#, r#""{x}""#),
        (r#""$.v""#, r#""v""#),
    ] {
        let (mapping, defects) = Mapping::read(&rule("").replace(from, to));
        assert!(mapping.is_empty() && defects.len() == 1, "{from} as {to}");
    }
    let (_, defects) = Mapping::read("{");
    assert_eq!(defects[0].kind, DefectKind::Malformed, "no JSON");
    let (_, defects) = Mapping::read(&" ".repeat(MAPPING_BYTES_MAX + 1));
    assert_eq!(defects[0].kind, DefectKind::TooLarge, "too much");
    let one = r#"{"topic": "t", "point": "p", "value": "$"},"#.repeat(RULES_MAX + 1);
    let list = one.trim_end_matches(',');
    let (many, defects) = Mapping::read(&format!(r#"{{"rules": [{list}]}}"#));
    assert_eq!(many.len(), RULES_MAX, "up to the bound");
    assert_eq!(defects[0].kind, DefectKind::TooMany, "and told");
}

#[test]
fn topics_fit_filters_as_the_standard_says() {
    let cases = [
        ("a/b", "a/b", true),
        ("a/+", "a/b", true),
        ("a/+", "a/b/c", false),
        ("a/#", "a", true),
        ("a/#", "a/b/c", true),
        ("+/b", "/b", true),
        ("#", "a/b", true),
        ("#", "$SYS/x", false),
        ("+/x", "$SYS/x", false),
        ("$SYS/#", "$SYS/x", true),
        ("a/b", "a", false),
    ];
    for (filter, topic, fits) in cases {
        assert_eq!(topic_matches(filter, topic), fits, "{filter} on {topic}");
    }
    assert_eq!(mapping(TANK).topics(), ["plant/+/tank/+"], "each once");
}

#[test]
fn the_shipped_examples_are_right_and_read_what_they_show() {
    let examples = [
        (
            include_str!("../../../../../assets/sensors/tank.json"),
            "exercise/plant-1/tank/T-101",
            r#"{"ts":1777595400000,"level_mm":9100,"pressure_kpa":120,"temperature_c":41.5}"#,
            vec![
                ("level", 9.1, true),
                ("pressure", 0.12, false),
                ("temperature", 41.5, true),
            ],
        ),
        (
            include_str!("../../../../../assets/sensors/gas.json"),
            "exercise/plant-1/gas",
            r#"{"time":"2026-05-01 08:30:00","detectors":[
                {"id":"G-1","gas":"combustible","value":26.0,"ok":true},
                {"id":"G-2","gas":"toxic","value":0.4,"ok":true}]}"#,
            vec![("combustible_gas", 26.0, true), ("toxic_gas", 0.4, false)],
        ),
        (
            include_str!("../../../../../assets/sensors/elevator.json"),
            "exercise/elevator/370112001/event",
            r#"{"time":1777595400,"state":"trapped","people":2}"#,
            vec![("entrapment", 1.0, true), ("people_trapped", 2.0, true)],
        ),
        (
            include_str!("../../../../../assets/sensors/elevator.json"),
            "exercise/elevator/370112001/rescue",
            r#"{"time":1777595400,"step":"response","minutes":4}"#,
            vec![("response_time", 4.0, true)],
        ),
        (
            include_str!("../../../../../assets/sensors/elevator.json"),
            "exercise/elevator/370112001/rescue",
            r#"{"time":1777595400,"step":"arrival","minutes":11}"#,
            vec![("arrival_time", 11.0, false)],
        ),
        (
            include_str!("../../../../../assets/sensors/pipeline.json"),
            "exercise/pipe/演练-W-7",
            r#"{"time":"2026-05-01T08:30:00+08:00","kind":"water","pressure_mpa":0.07,
                "flow_m3h":410.0,"valid":true}"#,
            vec![("pressure", 0.07, true), ("flow", 410.0, false)],
        ),
        (
            include_str!("../../../../../assets/sensors/bridge.json"),
            "exercise/bridge/演练桥/data",
            r#"{"ts":1777595400,"sensors":[
                {"id":"S-1","type":"strain","value":320.0,"q":1},
                {"id":"D-1","type":"displacement","value":4.0,"q":1}]}"#,
            vec![("strain", 320.0, true), ("displacement", 4.0, false)],
        ),
    ];
    for (text, topic, payload, expected) in examples {
        let parsed = mapping(text).apply(topic, payload.as_bytes());
        assert_eq!(parsed.defects, [], "{topic}");
        let read: Vec<_> = parsed
            .messages
            .iter()
            .map(|one| (one.quantity.as_str(), one.value, one.breach.is_some()))
            .collect();
        assert_eq!(read, expected, "{topic}");
        let dated = parsed.messages.iter().all(|one| one.time_ms.is_some());
        assert!(dated, "each has the device's time: {topic}");
    }
}

proptest! {
    #[test]
    fn any_text_and_any_message_are_taken(
        path in "(\\$|\\.|\\[|\\]|\\*|'|[a-z]|1){0,12}",
        topic in "[a-z/+#$]{0,12}",
        payload in prop::collection::vec(any::<u8>(), 0..80),
    ) {
        let text = rule("").replace("$.v", &path);
        let (mapping, _) = Mapping::read(&text);
        drop(mapping.apply(&topic, &payload));
    }
}

#[test]
fn files_are_joined_up_to_the_bound_and_the_rest_is_counted() {
    let rules = |count: usize| {
        let one = r#"{"topic": "t", "point": "p", "value": "$"}"#;
        mapping(&format!(r#"{{"rules": [{}]}}"#, vec![one; count].join(",")))
    };
    let cases = [
        (1, 2, 3, 0),
        (0, 0, 0, 0),
        (RULES_MAX - 1, 1, RULES_MAX, 0),
        (RULES_MAX - 1, 3, RULES_MAX, 2),
        (RULES_MAX, 1, RULES_MAX, 1),
    ];
    for (own, other, together, left_out) in cases {
        let mut joined = rules(own);
        let over = joined.join(rules(other));
        assert_eq!(over, left_out, "left out of {own} and {other}");
        assert_eq!(joined.len(), together, "kept of {own} and {other}");
    }
}
