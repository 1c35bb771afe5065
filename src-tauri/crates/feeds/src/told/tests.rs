use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use emergency::decide::Draft;
use emergency::submission::SubmissionChannel;

use super::*;
use crate::ration::KEPT_PER_MINUTE;

/// A desk that takes everything, or nothing.
#[derive(Default)]
pub(crate) struct Ear {
    pub(crate) told: Mutex<Vec<Told>>,
    pub(crate) kept: Mutex<Vec<Unreadable>>,
    pub(crate) sealed: Mutex<Vec<Unreadable>>,
    pub(crate) full: bool,
    /// It stores nothing that could not be read.
    pub(crate) picky: AtomicBool,
}

impl Intake for Ear {
    fn observe(&self, _: Vec<Draft>) -> Result<(), NotStored> {
        Ok(())
    }

    fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored> {
        if self.picky.load(Ordering::Relaxed) {
            let reason = "disk full".to_owned();
            return Err(NotStored { reason });
        }
        self.kept.lock().expect("not poisoned").push(unreadable);
        Ok(())
    }

    fn now(&self) -> UtcMs {
        UtcMs(1_000)
    }
}

impl Hearing for Ear {
    fn hear(&self, _: &str, told: Vec<Told>) -> Result<Heard, NotStored> {
        if self.full {
            return Err(NotStored {
                reason: "disk full".to_owned(),
            });
        }
        let stored = told.len();
        self.told.lock().expect("not poisoned").extend(told);
        Ok(Heard {
            stored,
            ..Heard::default()
        })
    }

    fn keep_private(&self, unreadable: Unreadable) -> Result<(), NotStored> {
        self.sealed.lock().expect("not poisoned").push(unreadable);
        Ok(())
    }
}

pub(crate) fn hotline() -> Reading {
    Reading {
        channel: SubmissionChannel::Hotline,
        ..Reading::default()
    }
}

fn taken(bytes: &[u8], reading: &Reading) -> Ear {
    let ear = Ear::default();
    let document = read("演练 工单", bytes, reading, UtcMs(1));
    let health = SharedHealth::new("演练 工单", "submission_folder", "");
    let mut ration = Ration::default();
    hand_over(&ear, &health, &mut ration, "演练 工单", document).expect("stored");
    ear
}

#[test]
fn what_is_wrong_is_counted_by_kind_and_what_may_name_somebody_without_its_bytes() {
    let counted = |bytes: &[u8]| {
        let health = SharedHealth::new("演练 工单", "submission_folder", "");
        let document = read("演练 工单", bytes, &hotline(), UtcMs(1));
        let (ear, mut ration) = (Ear::default(), Ration::default());
        hand_over(&ear, &health, &mut ration, "演练 工单", document).expect("stored");
        health.get().defect_kinds
    };
    let plain = counted(b"[{");
    let shown = (plain["malformed"].count, plain["malformed"].newest.as_str());
    assert_eq!(shown, (1, "5b7b"), "how often, and the bytes");
    let private = counted(r#"[{"渠道":"举报","举报人":"演练 赵举报""#.as_bytes());
    let told = format!("{private:?}");
    assert_eq!(private.len(), 1, "it is counted: {told}");
    let first = private.values().next().expect("one kind");
    assert_eq!(first.newest, "", "nobody is named by its bytes");
    assert!(!told.contains("赵举报"), "nor by its words: {told}");
}

#[test]
fn a_table_in_gb18030_is_read_as_one_in_utf_8() {
    let text = "工单编号,标题,地址\n演练-1,演练 积水,演练 花园路\n演练-2,演练 停电,演练 洪家楼\n";
    let gb18030: &[u8] = &[
        0xB9, 0xA4, 0xB5, 0xA5, 0xB1, 0xE0, 0xBA, 0xC5, b',', 0xB1, 0xEA, 0xCC, 0xE2, b'\n', b'1',
        b',', 0xBB, 0xFD, 0xCB, 0xAE, b'\n',
    ];
    let ear = taken(text.as_bytes(), &hotline());
    assert_eq!(ear.told.lock().expect("lock").len(), 2, "two rows");
    let ear = taken(gb18030, &hotline());
    let told = ear.told.lock().expect("lock");
    assert_eq!(told[0].received.matter, "积水", "GB 18030");
    assert_eq!(told[0].received.number, "1", "its number");
}

#[test]
fn what_is_no_table_and_no_json_is_kept_with_its_bytes() {
    let ear = taken(b"\x00\x01 no table", &hotline());
    let kept = ear.kept.lock().expect("lock");
    assert_eq!(kept.len(), 1, "one defect");
    assert_eq!(kept[0].raw, b"\x00\x01 no table", "as it came");
}

#[test]
fn a_workbook_that_cannot_be_read_goes_the_sealed_way() {
    let ear = taken(b"PK\x03\x04 not a workbook", &hotline());
    assert!(
        ear.kept.lock().expect("lock").is_empty(),
        "what it speaks of cannot be seen"
    );
    assert_eq!(ear.sealed.lock().expect("lock").len(), 1, "one defect");
}

#[test]
fn many_records_that_say_nothing_do_not_keep_the_document_many_times() {
    let records = r#"{"channel":"tip_off"},"#.repeat(1_000);
    let text = format!("[{}]", records.trim_end_matches(','));
    let ear = taken(text.as_bytes(), &hotline());
    let sealed = ear.sealed.lock().expect("lock");
    let most = KEPT_PER_MINUTE as usize;
    assert!((1..=most).contains(&sealed.len()), "no more are kept");
    let bytes: usize = sealed.iter().map(|one| one.raw.len()).sum();
    assert_eq!(bytes, text.len(), "the document once");
}

#[test]
fn bytes_that_may_name_a_whistle_blower_go_the_sealed_way() {
    let broken = r#"[{"渠道":"举报","举报人":"演练 赵举报""#.as_bytes();
    let ear = taken(broken, &hotline());
    assert_eq!(ear.kept.lock().expect("lock").len(), 0, "not in clear");
    let sealed = ear.sealed.lock().expect("lock");
    assert_eq!(sealed[0].raw, broken, "whole, for the seal");
}

#[test]
fn a_full_desk_takes_nothing_and_says_so() {
    let ear = Ear {
        full: true,
        ..Ear::default()
    };
    let document = read(
        "演练",
        r#"{"标题":"演练"}"#.as_bytes(),
        &hotline(),
        UtcMs(1),
    );
    let health = SharedHealth::new("演练", "submission_folder", "");
    assert!(
        hand_over(&ear, &health, &mut Ration::default(), "演练", document).is_err(),
        "sent again later"
    );
}

#[test]
fn one_source_that_sends_nothing_right_does_not_fill_the_log() {
    for private in [false, true] {
        let (ear, mut ration) = (Ear::default(), Ration::default());
        let health = SharedHealth::new("演练", "submission_http", "");
        let sent = 3 * KEPT_PER_MINUTE;
        for number in 0..sent {
            let words = if private { "举报" } else { "" };
            let text = format!("[{{{number}{words}");
            let document = read("演练", text.as_bytes(), &hotline(), UtcMs(1));
            assert_eq!(document.private, private, "as it says");
            hand_over(&ear, &health, &mut ration, "演练", document).expect("stored");
        }
        let (kept, sealed) = (ear.kept.lock(), ear.sealed.lock());
        let stored = kept.expect("lock").len() + sealed.expect("lock").len();
        assert_eq!(stored, KEPT_PER_MINUTE as usize, "so many in a minute");
        let counted = health.get().defect_kinds["malformed"].count;
        assert_eq!(counted, u64::from(sent), "all of them are counted");
    }
}

#[test]
fn what_is_handed_over_again_since_it_was_not_stored_is_counted_once() {
    let (ear, mut ration) = (Ear::default(), Ration::default());
    let health = SharedHealth::new("演练", "submission_http", "");
    ear.picky.store(true, Ordering::Relaxed);
    let broken = || read("演练", b"[{", &hotline(), UtcMs(1));
    let said = hand_over(&ear, &health, &mut ration, "演练", broken());
    assert!(said.is_err(), "the other side hears of it");
    let kinds = health.get().defect_kinds;
    assert!(kinds.is_empty(), "nothing is stored: {kinds:?}");
    ear.picky.store(false, Ordering::Relaxed);
    hand_over(&ear, &health, &mut ration, "演练", broken()).expect("stored");
    let counted = health.get().defect_kinds["malformed"].count;
    assert_eq!(counted, 1, "once, as it is stored once");
}
