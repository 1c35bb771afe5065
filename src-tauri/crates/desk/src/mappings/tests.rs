//! A mapping in the hands of a user.

use std::sync::Arc;

use contract::rows::Who;
use feeds::health::SharedHealth;
use feeds::mqtt::{Mqtt, MqttSettings, MqttVersion};
use feeds::reach::Reach;
use logbook::{Logbook, OpenOptions};

use super::*;
use crate::clock;
use crate::settings::{BrokerSettings, BrokerVersion};

const TANK: &str = include_str!("../../../../../assets/sensors/tank.json");
const MESSAGE: &str = r#"{"ts": 1777595400000, "level_mm": 9100, "pressure_kpa": 120,
    "temperature_c": 31.5}"#;

/// A broker of the settings whose one file is there.
fn broker(data: &Path) -> Broker {
    std::fs::write(data.join("tank.json"), TANK).expect("written");
    named(data, "演练 储罐", &["tank.json"])
}

/// A broker of the settings with these files.
fn named(data: &Path, name: &str, files: &[&str]) -> Broker {
    let settings = BrokerSettings {
        name: name.to_owned(),
        host: "localhost".to_owned(),
        port: None,
        trust: None,
        version: BrokerVersion::V311,
        client_id: None,
        user: None,
        mappings: files.iter().map(PathBuf::from).collect(),
    };
    Broker::new(&settings, data, &SharedHealth::new(name, "mqtt", ""))
}

/// Starts its feed, which reads by the shipped rules.
fn run(broker: &Broker) {
    let settings = MqttSettings {
        name: broker.settings.name.clone(),
        host: "localhost".to_owned(),
        port: 1,
        tls: None,
        version: MqttVersion::V311,
        client_id: String::new(),
        user: String::new(),
        password: String::new(),
        mapping: Mapping::read(TANK).0,
    };
    let health = SharedHealth::new(&broker.settings.name, "mqtt", "");
    let feed = Mqtt::new(settings, Arc::new(Reach::new(&[], &[])), health);
    let first = broker.feed.set(Arc::new(feed));
    assert!(first.is_ok(), "it is the first");
}

fn session(data: &Path) -> Session {
    let options = OpenOptions {
        key: ed25519_dalek::SigningKey::from_bytes(&[7; 32]),
        exercise: true,
        clock: clock::clock(),
        ids: clock::ids(),
        ballast_bytes: 0,
    };
    let (logbook, _) = Logbook::open(&data.join("log.db"), &options).expect("opens");
    Session::new(logbook).expect("reads")
}

fn request(text: String, before: String) -> SaveMapping {
    SaveMapping {
        feed: "演练 储罐".to_owned(),
        file: "tank.json".to_owned(),
        text,
        before,
        who: Who {
            actor: "演练 王敏".to_owned(),
            role: "officer".to_owned(),
            ..Who::default()
        },
    }
}

#[test]
fn rules_are_tried_on_a_message_and_say_what_is_wrong() {
    let ask = |text: &str, topic: &str| TryMapping {
        text: text.to_owned(),
        topic: topic.to_owned(),
        message: MESSAGE.to_owned(),
    };
    let trial = try_on(&ask(TANK, "exercise/演练01/tank/T1"));
    assert_eq!((trial.rules, trial.values.len()), (3, 3), "three values");
    let level = &trial.values[0];
    assert_eq!(
        (level.point.as_str(), level.breach),
        ("演练01/T1/level", Some(TriedBreach::HighHigh)),
        "with the limit that it has reached"
    );
    let stray = try_on(&ask(TANK, "exercise/演练01/valve"));
    assert!(stray.defects[0].contains("no rule takes"), "{stray:?}");
    let wrong = TANK.replace("\"low\": 1.0", "\"low\": 99.0");
    let wrong = try_on(&ask(&wrong, ""));
    assert_eq!((wrong.rules, wrong.faults.len()), (2, 1), "one is left out");
}

#[test]
fn a_mapping_is_saved_once_and_the_log_says_who_did_it() {
    let folder = tempfile::tempdir().expect("a folder");
    let (session, broker) = (session(folder.path()), broker(folder.path()));
    let brokers = [broker];
    let read = || all(&brokers).remove(0).files.remove(0);
    let save = |text: String, before: String| {
        save(&brokers, &session, request(text, before)).expect("is answered")
    };
    let there = read();
    let other = TANK.replace("9.0", "9.5");
    let saved = save(other.clone(), there.sha256.clone());
    assert_eq!(saved.outcome, MappingOutcome::AtNextStart, "no feed runs");
    assert_eq!(read().text, other, "it is on the disk");
    let late = save(TANK.to_owned(), there.sha256);
    assert_eq!(
        late.outcome,
        MappingOutcome::ChangedMeanwhile,
        "whoever read it before does not undo that"
    );
    let faulty = save("{\"rules\": [{}]}".to_owned(), saved.sha256);
    assert_eq!(
        faulty.outcome,
        MappingOutcome::Faulty,
        "and no rule no feed"
    );
    assert_eq!(read().text, other, "nothing was written");
    let entity = emergency::entity::EntityRef::new(
        emergency::entity::EntityKind::Duty,
        emergency::duty::DUTY,
    );
    let lines = session
        .logbook
        .timeline(&entity, u64::MAX, 10)
        .expect("reads");
    assert_eq!(lines.len(), 1, "one line for the one change");
    assert_eq!(lines[0].event.actor.0, "演练 王敏", "with who did it");
}

#[test]
fn a_feed_that_runs_reads_by_the_saved_rules_at_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let (session, broker) = (session(folder.path()), broker(folder.path()));
    run(&broker);
    let brokers = [broker];
    let before = all(&brokers).remove(0).files.remove(0).sha256;
    let saved = save(
        &brokers,
        &session,
        request(TANK.replace("9.0", "9.5"), before),
    );
    let outcome = saved.expect("is answered").outcome;
    assert_eq!(outcome, MappingOutcome::InForce, "without a restart");
}

#[test]
fn only_files_that_the_settings_name_are_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let (session, broker) = (session(folder.path()), broker(folder.path()));
    let mut request = request(TANK.to_owned(), String::new());
    request.file = "../other.json".to_owned();
    let refused = save(&[broker], &session, request).expect_err("no such file");
    assert_eq!(refused.code, Code::NotFound, "whatever it is called");
}

#[test]
fn a_file_of_two_feeds_is_in_force_for_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let (session, broker) = (session(folder.path()), broker(folder.path()));
    let other = named(folder.path(), "演练 罐区", &["./tank.json"]);
    let third = named(folder.path(), "演练 三厂", &["tank.json"]);
    run(&broker);
    run(&other);
    let brokers = [broker, other, third];
    let shown = all(&brokers);
    assert_eq!(
        shown[0].files[0].also,
        ["演练 罐区", "演练 三厂"],
        "whoever changes it sees for whom, however the settings write its name"
    );
    let before = shown[0].files[0].sha256.clone();
    let save = |feed: &str, text: String, before: &str| {
        let mut request = request(text, before.to_owned());
        request.feed = feed.to_owned();
        if feed == "演练 罐区" {
            request.file = "./tank.json".to_owned();
        }
        save(&brokers, &session, request).expect("is answered")
    };
    let first = save("演练 储罐", TANK.replace("9.0", "9.5"), &before);
    assert_eq!(first.outcome, MappingOutcome::InForce, "for two of them");
    assert_eq!(first.waiting, ["演练 三厂"], "the third does not run");
    let late = save("演练 罐区", TANK.to_owned(), &before);
    assert_eq!(
        (late.outcome, late.text),
        (MappingOutcome::ChangedMeanwhile, TANK.replace("9.0", "9.5")),
        "with what it says now"
    );
}

#[test]
fn a_file_that_cannot_be_read_says_why_and_is_never_written_over() {
    let folder = tempfile::tempdir().expect("a folder");
    let (session, broker) = (session(folder.path()), broker(folder.path()));
    let path = folder.path().join("tank.json");
    let brokers = [broker];
    let shown = || all(&brokers).remove(0).files.remove(0);
    let save = || {
        let saved = save(&brokers, &session, request(TANK.to_owned(), String::new()));
        saved.expect("is answered").outcome
    };
    let long = vec![b' '; protocols::sensor::MAPPING_BYTES_MAX + 1];
    for (bytes, why) in [
        (&b"\xb9\xde"[..], MappingUnreadable::NotText),
        (&long[..], MappingUnreadable::TooLong),
    ] {
        std::fs::write(&path, bytes).expect("written");
        assert_eq!(shown().unreadable, Some(why), "it is not empty");
        assert_eq!(save(), MappingOutcome::Unreadable, "and not lost");
        assert_eq!(std::fs::read(&path).expect("there"), bytes, "as it was");
    }
    std::fs::remove_file(&path).expect("removed");
    std::fs::create_dir(&path).expect("made");
    let refused = shown().unreadable;
    assert_eq!(refused, Some(MappingUnreadable::Refused), "a folder");
    assert_eq!(save(), MappingOutcome::Unreadable, "is none either");
    std::fs::remove_dir(&path).expect("removed");
    let missing = shown().unreadable;
    assert_eq!(missing, Some(MappingUnreadable::Missing), "none there");
    assert_eq!(save(), MappingOutcome::AtNextStart, "may be made");
    assert_eq!((shown().unreadable, shown().text.as_str()), (None, TANK));
    std::fs::write(&path, "").expect("written");
    let before = shown().sha256;
    assert!(!before.is_empty(), "an empty file is one that was read");
    assert_eq!(save(), MappingOutcome::ChangedMeanwhile, "unlike a missing");
}

#[test]
fn rules_that_are_left_out_are_not_told_as_in_force() {
    let folder = tempfile::tempdir().expect("a folder");
    let session = session(folder.path());
    let data = folder.path();
    std::fs::write(data.join("tank.json"), TANK).expect("written");
    std::fs::write(data.join("more.json"), "{\"rules\": [{}]}").expect("written");
    let broker = named(data, "演练 储罐", &["tank.json", "more.json"]);
    run(&broker);
    let brokers = [broker];
    let save = |text: String| {
        let before = all(&brokers).remove(0).files.remove(0).sha256;
        save(&brokers, &session, request(text, before)).expect("is answered")
    };
    let saved = save(TANK.replace("9.0", "9.5"));
    assert_eq!(
        (saved.outcome, saved.left_out),
        (MappingOutcome::InForce, 1),
        "one rule of the other file cannot be used"
    );
    std::fs::remove_file(data.join("more.json")).expect("removed");
    let waiting = save(TANK.to_owned());
    assert_eq!(
        (waiting.outcome, waiting.waiting.len()),
        (MappingOutcome::AtNextStart, 1),
        "without the other file the feed goes on by what it had"
    );
}
