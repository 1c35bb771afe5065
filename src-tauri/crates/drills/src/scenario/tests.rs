use std::collections::BTreeSet;

use emergency::time::UtcMs;
use proptest::prelude::*;

use super::*;
use crate::district::District;
use crate::inject::Inject;

const BEGIN: UtcMs = UtcMs(1_800_000_000_000);

fn texts(inject: &Inject) -> Vec<String> {
    match inject {
        Inject::Feed { bytes, .. } => vec![String::from_utf8_lossy(bytes).into_owned()],
        Inject::Call { caller, text, .. } => vec![caller.clone(), text.clone()],
        Inject::Word { text } => vec![text.clone()],
        Inject::Position { .. } => Vec::new(),
    }
}

#[test]
fn the_shipped_scenarios_have_no_defects() {
    let mut ids = BTreeSet::new();
    for text in SHIPPED {
        let reading = read(text);
        assert_eq!(reading.defects, [], "a shipped scenario");
        let scenario = reading.scenario.expect("it is TOML");
        assert!(
            scenario.steps.len() >= 10,
            "{}: a whole evening",
            scenario.id
        );
        assert!(ids.insert(scenario.id.clone()), "{} twice", scenario.id);
    }
    assert_eq!(ids.len(), 2, "chlorine and cloudburst");
}

#[test]
fn whatever_a_scenario_puts_in_says_that_it_is_an_exercise() {
    let district = District::generate(1, 1);
    for scenario in shipped() {
        let events = scenario.play(&district, BEGIN);
        for event in &events {
            for text in texts(&event.inject) {
                assert!(text.contains("演练"), "{}: {text}", scenario.id);
                let unfilled = text.contains("{place}") || text.contains("{street}");
                assert!(!unfilled, "{}: {text}", scenario.id);
            }
            if let Inject::Feed { bytes, .. } = &event.inject {
                let text = String::from_utf8_lossy(bytes);
                assert!(text.contains("<status>Exercise</status>"), "{text}");
            }
        }
        let times: Vec<i64> = events.iter().map(|event| event.offset_ms).collect();
        assert!(
            times.is_sorted(),
            "{}: in the order of their times",
            scenario.id
        );
    }
}

#[test]
fn the_same_scenario_at_the_same_time_gives_the_same_bytes() {
    let district = District::generate(1, 1);
    for scenario in shipped() {
        let first = scenario.play(&district, BEGIN);
        assert_eq!(first, scenario.play(&district, BEGIN), "{}", scenario.id);
        let later = scenario.play(&district, BEGIN.plus_ms(60_000));
        assert_ne!(first, later, "{}: other identifiers and times", scenario.id);
    }
}

const SMALL: &str = r#"
id = "small"
title = "小"
summary = "小"
begins = "22:00"
[[step]]
at = "00:10:00"
kind = "alert"
from = "演练平台"
event = "泄漏"
severity = "Extreme"
headline = "{place}升级"
spot = { street = "王舍人街道", hazard = "氯" }
updates = "first"
[[step]]
at = "00:02:00"
name = "first"
kind = "alert"
from = "平台"
event = "泄漏"
severity = "Severe"
headline = "{place}报警"
spot = { street = "王舍人街道", hazard = "氯" }
repeats = 2
every_s = 30
"#;

#[test]
fn steps_are_played_in_the_order_of_their_times_with_repeats_and_references() {
    let reading = read(SMALL);
    assert_eq!(reading.defects, [], "nothing is wrong with it");
    let scenario = reading.scenario.expect("it is TOML");
    let events = scenario.play(&District::generate(1, 1), BEGIN);
    let times: Vec<i64> = events.iter().map(|event| event.offset_ms / 1_000).collect();
    assert_eq!(
        times,
        [120, 150, 180, 600],
        "the alarm, two repeats, the update"
    );
    let all: Vec<String> = events.iter().flat_map(|e| texts(&e.inject)).collect();
    let identifiers: BTreeSet<&str> = all
        .iter()
        .filter_map(|text| text.split("<identifier>").nth(1)?.split('<').next())
        .collect();
    assert_eq!(identifiers.len(), 4, "each has its own: {identifiers:?}");
    assert!(
        all[3].contains(",EX-small-1800000000-1,"),
        "it names the first: {}",
        all[3]
    );
    assert!(
        all[0].contains("化工单元1号"),
        "the chlorine site of that street: {}",
        all[0]
    );
}

#[test]
fn defects_are_named_with_their_step_and_the_rest_is_kept() {
    let cases = [
        (
            "at = \"00:02:00\"\nname",
            "at = \"2 min\"\nname",
            2,
            "HH:MM:SS",
        ),
        ("severity = \"Severe\"\n", "", 2, "severity"),
        (
            "kind = \"alert\"\nfrom = \"平台\"",
            "kind = \"gas\"\nfrom = \"平台\"",
            2,
            "gas",
        ),
        ("every_s = 30", "evry_s = 30", 2, "evry_s"),
        ("repeats = 2", "repeats = 9999", 2, "repeats"),
        ("name = \"first\"\n", "", 0, "first"),
        ("title = \"小\"\n", "", 0, "title"),
    ];
    for (from, to, step, word) in cases {
        assert!(SMALL.contains(from), "{from:?} is in the sample");
        let reading = read(&SMALL.replacen(from, to, 1));
        let found = reading.defects.iter().find(|defect| defect.step == step);
        let message = found
            .map(|defect| defect.message.as_str())
            .unwrap_or_default();
        assert!(message.contains(word), "{to:?}: {:?}", reading.defects);
        let steps = reading.scenario.map(|scenario| scenario.steps.len());
        assert_eq!(
            steps,
            Some(if step == 0 { 2 } else { 1 }),
            "{to:?}: the rest is kept"
        );
    }
    assert_eq!(read("=").scenario, None, "no TOML, no scenario");
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in ".{0,300}") {
        let reading = read(&text);
        prop_assert!(!reading.defects.is_empty(), "random text is no scenario");
    }
}
