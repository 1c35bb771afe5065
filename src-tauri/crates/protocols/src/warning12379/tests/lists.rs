//! Items of public lists with rarely used spellings, and the bounds of a list.

use super::*;
use crate::cap::TEXT_BYTES_MAX;

fn one(list: &Value) -> ListedWarning {
    let mut parsed = parse_list(list.to_string().as_bytes());
    assert_eq!(parsed.messages.len(), 1, "one item: {:?}", parsed.defects);
    parsed.messages.remove(0)
}

fn told(item: &ListedWarning) -> Vec<(DefectKind, &str)> {
    let defects = item.defects.iter();
    defects.map(|d| (d.kind, d.path.as_str())).collect()
}

#[test]
fn odd_items_are_read_and_told() {
    let title = "演练区气象台发布大风蓝色预警";
    let date = "2026-01-02 08:00";
    let long = "长".repeat(TEXT_BYTES_MAX / 3 + 1);
    let cases = [
        (
            serde_json::json!({"id": 12345, "title": title, "date": date}),
            None,
        ),
        (
            serde_json::json!({"id": true, "title": title, "date": date}),
            Some((DefectKind::ElementMissing, "identifier")),
        ),
        (
            serde_json::json!({"id": "1", "title": "区气象台发布大风蓝色预警", "date": date}),
            Some((DefectKind::ElementMissing, "sender")),
        ),
        (
            serde_json::json!({"id": "1", "title": title, "date": "soon"}),
            Some((DefectKind::TimeUnreadable, "sendTime")),
        ),
        (
            serde_json::json!({"id": "1", "title": title, "date": date, "content": long}),
            Some((DefectKind::TextTruncated, "description")),
        ),
        (
            serde_json::json!({"id": "1", "title": title, "date": date, "name": "大风蓝色"}),
            None,
        ),
        (
            serde_json::json!({"id": "1", "title": title, "date": date, "name": "暴雨"}),
            Some((DefectKind::EventContradiction, "event")),
        ),
    ];
    for (list, wanted) in cases {
        let item = one(&serde_json::json!([list, null, 7]));
        let wanted: Vec<_> = wanted.into_iter().collect();
        assert_eq!(told(&item), wanted, "{:.200}", list.to_string());
        assert!(item.description.len() <= TEXT_BYTES_MAX, "cut at the bound");
        let event = if list["name"] == "暴雨" {
            "暴雨"
        } else {
            "大风"
        };
        assert_eq!(item.event, event, "stated, or else from the headline");
    }
    let number = one(&serde_json::json!([{"id": 12345, "title": title}]));
    assert_eq!(number.identifier, "12345", "a number is an identifier too");
}

#[test]
fn a_row_gives_the_rings_of_its_shape_and_nothing_else_of_it() {
    let ring = serde_json::json!([[117.0, 36.5], ["117.1", "36.5"], [117.1, 36.6]]);
    let cases = [
        (serde_json::json!(null), 0),
        (serde_json::json!("none"), 0),
        (ring.clone(), 1),
        (serde_json::json!({"a": ring.clone(), "b": [ring, 4]}), 2),
        (serde_json::json!([[217.0, 36.5], [117.1, 36.5]]), 0),
    ];
    for (shape, rings) in cases {
        let row = serde_json::json!([[
            "演练",
            "p",
            "117",
            "36",
            "37011200000000_20260501090000",
            "",
            "演练应急局发布暴雨橙色预警",
            shape
        ]]);
        let item = one(&row);
        assert_eq!(item.polygons.len(), rings, "rings on the earth in {shape}");
        let at = Some(1_777_597_200_000);
        assert_eq!(item.send_time_ms, at, "the time of the identifier");
    }
}

#[test]
fn a_type_that_nobody_defined_is_taken_for_an_alert() {
    let title = "演练区气象台发布大风蓝色预警";
    let cases = [
        ("第一次", MsgType::Alert),
        ("update", MsgType::Update),
        ("Cancel", MsgType::Cancel),
    ];
    for (written, read) in cases {
        let item = one(&serde_json::json!([{"id": "1", "title": title, "msgType": written}]));
        let notice = AlertNotice::from(&item);
        assert_eq!(notice.msg_type, read, "better shown than lost: {written}");
        assert_eq!(item.msg_type, written, "as written");
    }
}

#[test]
fn a_list_past_the_bound_is_cut_and_says_so() {
    let list = serde_json::json!(vec![serde_json::json!({"title": "演练"}); ITEMS_MAX + 1]);
    let parsed = parse_list(list.to_string().as_bytes());
    assert_eq!(parsed.messages.len(), ITEMS_MAX, "the first of them");
    let kinds: Vec<_> = parsed.defects.iter().map(|defect| defect.kind).collect();
    assert_eq!(kinds, [DefectKind::TooMany], "and that there were more");
}

#[test]
fn an_item_that_is_only_a_text_gets_its_headline_and_its_time_from_it() {
    let headline = "演练区气象台2026年5月1日9时00分发布大风蓝色预警";
    let at = Some(1_777_597_200_000);
    let cases = [
        ("2026年5月1日9时00分", "：请注意防范。", at),
        ("2026年5月1日9时00分", ":请注意防范", at),
        ("2026年5月1日9时00分", "，请注意防范", at),
        ("2026年5月1日9时00分", "", at),
        ("2026年5月1日9时", "：请注意防范", None),
        ("26年5月1日9时00分", "：请注意防范", None),
        ("2026年13月1日9时00分", "：请注意防范", None),
        ("2026年五月1日9时00分", "：请注意防范", None),
    ];
    for (time, more, sent_ms) in cases {
        let headline = headline.replace("2026年5月1日9时00分", time);
        let item = one(&serde_json::json!([{"id": "1", "content": format!("{headline}{more}")}]));
        assert_eq!(item.headline, headline, "the first clause");
        assert_eq!(item.send_time_ms, sent_ms, "UTC+8, or no time: {time}");
        let missing = (DefectKind::ElementMissing, "sendTime");
        let told = told(&item).contains(&missing);
        assert_eq!(told, sent_ms.is_none(), "a missing time is told: {time}");
    }
}
