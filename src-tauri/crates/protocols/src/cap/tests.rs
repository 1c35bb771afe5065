use proptest::prelude::*;

use super::*;
use crate::notice::{AlertNotice, LevelSource, MsgType, Status};
use crate::vectors;

#[test]
fn every_vector_file_reads_as_its_case_says() {
    let mut differences = Vec::new();
    let cases = vectors::cases("cap");
    for (case, bytes) in &cases {
        let parsed = parse(bytes);
        let messages: Vec<_> = parsed
            .messages
            .iter()
            .map(|alert| serde_json::json!(alert))
            .collect();
        let defects = serde_json::json!(parsed.defects);
        differences.extend(vectors::differences(case, &messages, &defects));
    }
    assert!(cases.len() >= 25, "the vectors are there: {}", cases.len());
    assert!(differences.is_empty(), "{}", differences.join("\n"));
}

fn read(name: &str) -> Alert {
    let found = vectors::cases("cap")
        .into_iter()
        .find(|(case, _)| case.file == name);
    let bytes = found.map(|(_, bytes)| bytes).unwrap_or_default();
    parse(&bytes)
        .messages
        .into_iter()
        .next()
        .unwrap_or_default()
}

#[test]
fn the_common_view_turns_points_and_kilometres() {
    let notice = AlertNotice::from(&read("full-1.2.xml"));
    assert_eq!(
        notice.areas[0].polygons[0][1],
        [117.0, 36.7],
        "longitude comes first on the map"
    );
    assert!(
        (notice.areas[0].circles[0].radius_m - 2500.0).abs() < 1e-9,
        "2.5 km are 2500 m"
    );
    assert_eq!(
        notice.key, "drill@example.org,DRILL-1,1777597200000",
        "sender, identifier, instant"
    );
    assert_eq!(
        (notice.status, notice.msg_type),
        (Status::Exercise, MsgType::Alert),
        "as written"
    );
    assert_eq!(notice.event_code.as_deref(), Some("R1"), "the first code");
    let silent = AlertNotice::from(&read("two-languages.xml"));
    assert_eq!(
        silent.effective_ms, silent.sent_ms,
        "without `effective` it holds when sent"
    );
}

#[test]
fn a_level_by_severity_says_that_it_is_a_convention() {
    let notice = AlertNotice::from(&read("full-1.2.xml"));
    let expected = (Some(2), Some(LevelSource::SeverityConvention));
    assert_eq!(
        (notice.level, notice.level_source),
        expected,
        "Severe is read as orange"
    );
}

#[test]
fn the_reader_of_languages_takes_the_first_preferred_one() {
    let notice = AlertNotice::from(&read("two-languages.xml"));
    let language = |wanted: &[&str]| notice.text_for(wanted).map(|text| text.language.clone());
    assert_eq!(
        language(&["en"]).as_deref(),
        Some("en-GB"),
        "a primary tag takes its variants"
    );
    assert_eq!(
        language(&["zh", "en"]).as_deref(),
        Some("zh-CN"),
        "the order is the caller's"
    );
    assert_eq!(
        language(&["fr"]).as_deref(),
        Some("zh-CN"),
        "else the first there is"
    );
    assert_eq!(
        notice.areas.len(),
        1,
        "one place in two languages is one place"
    );
}

#[test]
fn a_message_survives_being_stored() {
    let alert = read("full-1.2.xml");
    let stored = serde_json::to_string(&alert).expect("an alert is JSON");
    let again: Alert = serde_json::from_str(&stored).expect("and back");
    assert_eq!(alert, again, "nothing is lost on the way");
}

fn bulky(inner: &str) -> Vec<u8> {
    let head = r#"<alert xmlns="urn:oasis:names:tc:emergency:cap:1.2"><identifier>D</identifier>"#;
    format!("{head}{inner}</alert>").into_bytes()
}

fn kinds(parsed: &Parsed<Alert>) -> Vec<DefectKind> {
    let inner = parsed.messages.iter().flat_map(|alert| &alert.defects);
    inner
        .chain(&parsed.defects)
        .map(|defect| defect.kind)
        .collect()
}

#[test]
fn every_bound_is_told_when_it_is_reached() {
    let long = "x".repeat(TEXT_BYTES_MAX + 1);
    let points = "36.6,117.0 ".repeat(crate::POLYGON_POINTS_MAX + 1);
    let cases = [
        (
            bulky(&format!("<note>{long}</note>")),
            DefectKind::TextTruncated,
        ),
        (bulky(&"<info/>".repeat(INFOS_MAX + 1)), DefectKind::TooMany),
        (
            bulky(&format!("<info>{}</info>", "<area/>".repeat(AREAS_MAX + 1))),
            DefectKind::TooMany,
        ),
        (
            bulky(&"<code>1</code>".repeat(REPEATS_MAX + 1)),
            DefectKind::TooMany,
        ),
        (
            bulky(&format!(
                "<references>{}</references>",
                "a,b,c ".repeat(REFERENCES_MAX + 1)
            )),
            DefectKind::TooMany,
        ),
        (
            bulky(&format!(
                "<info><area><polygon>{points}</polygon></area></info>"
            )),
            DefectKind::TooMany,
        ),
        (
            bulky(&"<a>".repeat(crate::NESTING_MAX + 1)),
            DefectKind::TooDeep,
        ),
        (vec![b' '; MESSAGE_BYTES_MAX + 1], DefectKind::TooLarge),
    ];
    for (bytes, kind) in cases {
        let parsed = parse(&bytes);
        let found = kinds(&parsed);
        let start = String::from_utf8_lossy(&bytes[..bytes.len().min(120)]).into_owned();
        assert!(
            found.contains(&kind),
            "{kind:?} is told, found {found:?} in {start}"
        );
    }
}

#[test]
fn a_document_made_to_be_slow_is_not() {
    let many = "<a:b/>".repeat(300_000);
    let spaces: String = (0..1_000).map(|n| format!(" xmlns:n{n}='u{n}'")).collect();
    for bytes in [
        bulky(&many),
        bulky(&format!("<x{spaces}>{many}</x>")),
        bulky(&format!("<x {}/>", "k='v' ".repeat(100_000))),
        bulky(&"&amp;".repeat(500_000)),
        bulky(&"&x;".repeat(500_000)),
        vec![b'<'; MESSAGE_BYTES_MAX],
        vec![b'&'; MESSAGE_BYTES_MAX],
    ] {
        let parsed = parse(&bytes);
        let told = parsed
            .messages
            .iter()
            .map(|alert| alert.defects.len())
            .sum::<usize>();
        assert!(
            told + parsed.defects.len() <= 2 * crate::DEFECTS_MAX + 2,
            "defects are bounded"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(256))]

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..2_000)) {
        let parsed = parse(&bytes);
        let told = !parsed.messages.is_empty() || !parsed.defects.is_empty();
        prop_assert!(told, "no message without a defect");
    }

    #[test]
    fn a_mutated_message_never_panics(
        which in any::<prop::sample::Index>(),
        edits in vectors::edits(),
    ) {
        let cases = vectors::cases("cap");
        let bytes = vectors::edited(which.get(&cases).1.clone(), edits);
        let parsed = parse(&bytes);
        for alert in &parsed.messages {
            let _ = AlertNotice::from(alert);
        }
        let told = !parsed.messages.is_empty() || !parsed.defects.is_empty();
        prop_assert!(told, "no message without a defect");
    }
}

mod departures;
