//! Bodies of one edition behind the header of another.

use super::*;

/// A body of one edition in a frame of another.
fn crossed(msg_id: u16, of: Edition, inside: Edition, value: Value) -> Message {
    let written = only(&encode(&header(msg_id, of), &fields(value)).concat());
    only(&encode_bytes(&header(msg_id, inside), &written.bytes).concat())
}

#[test]
fn a_body_of_the_other_edition_is_read_all_the_same() {
    let registration = json!({
        "provinceId": 37, "cityId": 112, "manufacturerId": "YL001", "terminalModel": "YL-1",
        "terminalId": "0000001", "plateColor": 2, "plate": "鲁A演练01"
    });
    let old_code = json!({"authCode": "0123456789abcdef"});
    let code = json!({"authCode": "abc", "imei": "860000000000001", "softwareVersion": "1.0"});
    let (old, new) = (Edition::Y2013, Edition::Y2019);
    let cases = [
        (
            0x0100,
            old,
            new,
            &registration,
            "37 bytes and a plate are none of 2019",
        ),
        (
            0x0100,
            new,
            old,
            &registration,
            "a plate has no forty bytes",
        ),
        (
            0x0102,
            old,
            new,
            &old_code,
            "a first byte of 48 is a digit, not a length",
        ),
        (
            0x0102,
            new,
            old,
            &code,
            "a first byte of 3 is a length, not a character",
        ),
    ];
    for (msg_id, of, inside, value, why) in cases {
        let message = crossed(msg_id, of, inside, value.clone());
        let kinds: Vec<_> = message.defects.iter().map(|defect| defect.kind).collect();
        assert_eq!(kinds, [DefectKind::Tolerated], "it is told: {why}");
        let mut body = message.body.clone().expect("it has a body");
        let again = only(&encode(&message.header, &body).concat());
        assert_eq!(again.body, message.body, "and written as it came: {why}");
        assert_eq!(
            body.remove("bodyEdition"),
            Some(of.name().into()),
            "which edition it is of: {why}"
        );
        assert_eq!(Value::Object(body), *value, "{why}");
    }
}

#[test]
fn a_registration_of_2011_behind_a_header_of_2019_is_one_of_the_old_ones() {
    let mut body = hex::decode("00250070").expect("hexadecimal");
    body.extend(b"YL001YL-1\0\0\0\x000000001\x02A1");
    let message = only(&encode_bytes(&header(0x0100, Edition::Y2019), &body).concat());
    let value = message.to_value();
    assert_eq!(value["body"]["plate"], "A1", "the model has eight bytes");
    assert_eq!(value["body"]["bodyEdition"], "2013/2011", "and it says so");
}

#[test]
fn a_body_that_is_only_cut_short_stays_of_its_edition() {
    // A length of 16 and four characters of the code.
    let cut = only(&encode_bytes(&header(0x0102, Edition::Y2019), b"\x10abcd").concat());
    assert_eq!(
        cut.defects[0].kind,
        DefectKind::Truncated,
        "16 is no character of a code of 2013"
    );
    let empty = only(&encode_bytes(&header(0x0102, Edition::Y2019), b"").concat());
    assert_eq!(
        empty.defects[0].kind,
        DefectKind::Truncated,
        "nothing is none"
    );
}

#[test]
fn every_answer_to_a_query_of_areas_is_read_and_written() {
    let times = json!({"startTime": "2026-05-01T00:00:00+08:00",
        "endTime": "2026-05-02T00:00:00+08:00"});
    let with = |mut one: Value, more: Value| {
        let more = more.as_object().cloned().unwrap_or_default();
        one.as_object_mut().expect("an object").extend(more);
        one
    };
    let speed = json!({"maxSpeed_kmh": 40, "overspeedDuration_s": 10, "nightMaxSpeed_kmh": 30});
    let circle = json!({"areaId": 5, "attribute": 2, "latE6": 36_680_000, "lngE6": 117_060_000,
        "radius_m": 500});
    let rectangle = json!({"areaId": 6, "attribute": 1, "topLeftLatE6": 36_700_000,
        "topLeftLngE6": 117_000_000, "bottomRightLatE6": 36_600_000,
        "bottomRightLngE6": 117_100_000});
    let polygon = json!({"areaId": 7, "attribute": 0, "pointCount": 1,
        "points": [{"latE6": 1, "lngE6": 2}]});
    let turn = json!({"turnId": 1, "segmentId": 2, "latE6": 3, "lngE6": 4, "width_m": 20,
        "attribute": 1, "travelTimeMax_s": 600, "travelTimeMin_s": 60});
    let route = json!({"routeId": 8, "attribute": 0, "turnCount": 1, "turns": [turn]});
    let area = json!({"areaName": "演练区"});
    let fast = with(with(circle.clone(), speed), area.clone());
    let slow = json!({"areaId": 9, "attribute": 0, "latE6": 1, "lngE6": 2, "radius_m": 3});
    let whole = json!({"settingType": 1, "count": 1, "areas": [fast.clone()]});
    let cases = [
        (1, vec![fast.clone(), fast], "circles"),
        (
            2,
            vec![with(with(rectangle, times), area.clone())],
            "a rectangle",
        ),
        (
            3,
            vec![
                with(polygon.clone(), area.clone()),
                with(polygon.clone(), area),
            ],
            "polygons",
        ),
        (
            4,
            vec![with(route.clone(), json!({"routeName": "演练线"}))],
            "a route",
        ),
        (1, vec![whole], "a circle as the message that sets it"),
        (1, vec![slow], "a circle as 2013 has it"),
        (
            3,
            vec![polygon.clone(), polygon],
            "polygons as 2013 has them",
        ),
        (4, vec![route], "a route as 2013 has it"),
        (2, vec![], "none"),
    ];
    for (kind, areas, why) in cases {
        let sent = json!({"areaType": kind, "areaCount": areas.len(), "areas": areas});
        let read = body(0x0608, Edition::Y2019, sent.clone());
        assert_eq!(Value::Object(read), sent, "{why}");
    }
    let odd = json!({"areaType": 9, "areaCount": 1, "areas": "0102"});
    let read = body(0x0608, Edition::Y2019, odd.clone());
    assert_eq!(Value::Object(read), odd, "what fits none is kept");
}
