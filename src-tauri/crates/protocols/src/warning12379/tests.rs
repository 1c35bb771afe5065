use proptest::prelude::*;

use super::*;
use crate::notice::{AlertNotice, MsgType};
use crate::vectors;

/// Messages of either kind as JSON with their common view under `notice`.
fn read(bytes: &[u8]) -> (Vec<Value>, Value) {
    fn with_notice<T: serde::Serialize>(message: &T, notice: &AlertNotice) -> Value {
        let mut value = serde_json::json!(message);
        value["notice"] = serde_json::json!(notice);
        value
    }
    if looks_like_xml(bytes) {
        let parsed = parse(bytes);
        let values = parsed
            .messages
            .iter()
            .map(|m| with_notice(m, &AlertNotice::from(m)));
        (values.collect(), serde_json::json!(parsed.defects))
    } else {
        let parsed = parse_list(bytes);
        let values = parsed
            .messages
            .iter()
            .map(|m| with_notice(m, &AlertNotice::from(m)));
        (values.collect(), serde_json::json!(parsed.defects))
    }
}

#[test]
fn every_vector_file_reads_as_its_case_says() {
    let mut differences = Vec::new();
    let cases = vectors::cases("warning12379");
    for (case, bytes) in &cases {
        let (messages, defects) = read(bytes);
        differences.extend(vectors::differences(case, &messages, &defects));
    }
    assert!(cases.len() >= 12, "the vectors are there: {}", cases.len());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

#[test]
fn a_grade_that_contradicts_its_colour_is_told() {
    let list =
        r#"[{"title":"演练区气象台发布大风蓝色预警[II/重大]","id":"1","date":"2026-01-02"}]"#;
    let parsed = parse_list(list.as_bytes());
    let kinds: Vec<DefectKind> = parsed.messages[0].defects.iter().map(|d| d.kind).collect();
    assert!(
        kinds.contains(&DefectKind::LevelContradiction),
        "blue is not grade II: {kinds:?}"
    );
}

#[test]
fn the_file_and_the_list_row_of_one_warning_have_one_key() {
    let file = r#"<alert xmlns="http://com.icss.amp"><identifier>37011200000000_20260501090000</identifier>
        <sender>演练应急局</sender><sendTime>2026-05-01 09:00:03+08:00</sendTime></alert>"#;
    let row = r#"[["演练","p","117","36","37011200000000_20260501090000","","演练应急局发布暴雨橙色预警"]]"#;
    let file = AlertNotice::from(&parse(file.as_bytes()).messages[0]);
    let row = AlertNotice::from(&parse_list(row.as_bytes()).messages[0]);
    assert_eq!(
        file.key, row.key,
        "the identifier alone is the identity of a national warning"
    );
}

#[test]
fn every_event_type_has_a_code_of_its_own() {
    for (index, event) in EVENT_TYPES.iter().enumerate() {
        let again = EVENT_TYPES
            .iter()
            .skip(index + 1)
            .any(|other| other.code == event.code);
        assert!(!again, "{} stands twice", event.code);
        assert_eq!(
            event_type(&event.code.to_lowercase()),
            Some(event),
            "case does not matter"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn mutated_files_and_lists_never_panic(
        which in any::<prop::sample::Index>(),
        edits in vectors::edits(),
    ) {
        let cases = vectors::cases("warning12379");
        let bytes = vectors::edited(which.get(&cases).1.clone(), edits);
        let (messages, defects) = read(&bytes);
        let told = !messages.is_empty() || defects != serde_json::json!([]);
        prop_assert!(told, "no message without a defect");
    }

    #[test]
    fn random_text_never_panics(text in "[\\PC年月日时分预警红色/\\[\\]：，]{0,200}") {
        let list = serde_json::json!([{ "title": text, "content": text, "level": text }]);
        let parsed = parse_list(list.to_string().as_bytes());
        for item in &parsed.messages {
            let _ = AlertNotice::from(item);
        }
    }
}

mod departures;
mod lists;
