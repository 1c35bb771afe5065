//! Both stores keep the same promises.

use ed25519_dalek::SigningKey;
use emergency::entity::{EntityKind, EntityRef};
use emergency::event::{Event, GENESIS_HASH, TimeSource, Verdict, log_hash};
use emergency::time::UtcMs;

use super::*;

fn entries(from: u64, count: u64, prev: (&str, &str)) -> Vec<Entry> {
    let key = SigningKey::from_bytes(&[7; 32]);
    let (mut prev_event, mut prev_log) = (prev.0.to_owned(), prev.1.to_owned());
    let mut all = Vec::new();
    for sseq in from..from + count {
        let mut event = Event {
            id: Uuid::from_u128(sseq.into()),
            origin: OriginId::default(),
            incarnation: 1,
            oseq: sseq,
            prev_hash: prev_event.clone(),
            kind: "duty.noted".to_owned(),
            v: 1,
            entity: EntityRef::new(EntityKind::Duty, "duty"),
            expect_rev: None,
            custody_epoch: None,
            valid_until: None,
            actor: "演练 王敏".into(),
            role: "duty".to_owned(),
            occurred_at: UtcMs(1),
            occurred_by: TimeSource::Human,
            recorded_at: UtcMs(1),
            clock_offset_ms: None,
            exercise: true,
            body: serde_json::json!({"text": format!("第{sseq}条")}),
            alg: String::new(),
            sig: String::new(),
        };
        event.seal(&key);
        prev_event = event.hash();
        prev_log = log_hash(&prev_log, sseq, UtcMs(5), &Verdict::Ok, &event);
        all.push(Entry {
            log_id: "licheng".to_owned(),
            log_epoch: 1,
            sseq,
            received_at: UtcMs(5),
            verdict: Verdict::Ok,
            log_hash: prev_log.clone(),
            event,
        });
    }
    all
}

fn each(check: impl Fn(&dyn AuthorityStore)) {
    check(&MemoryAuthority::new("licheng"));
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("authority.db");
    check(&FileAuthority::open(&path, "licheng").expect("opens"));
}

#[test]
fn what_was_appended_is_read_back_in_order_and_by_pages() {
    each(|store| {
        let all = entries(1, 25, (GENESIS_HASH, GENESIS_HASH));
        store.append(&all[..10]).expect("writes");
        store.append(&all[10..]).expect("writes");
        assert_eq!(store.head().expect("reads").sseq, 25, "the head moved");
        let page = store.read(7, 10, usize::MAX).expect("reads");
        let back: Vec<Entry> = page
            .iter()
            .map(|line| line.entry().expect("reads"))
            .collect();
        assert_eq!(back, all[7..17], "a page after 7");
        assert_eq!(
            store.read(0, 10, 1).expect("reads").len(),
            1,
            "one always goes"
        );
        assert_eq!(
            store.read(25, 10, 1).expect("reads").len(),
            0,
            "nothing after the head"
        );
        let hash = store.hash_at(25).expect("reads");
        assert_eq!(
            hash.as_ref(),
            Some(&all[24].log_hash),
            "the hash of the head"
        );
        assert_eq!(store.hash_at(26).expect("reads"), None, "not there");
        let chains = store.chains().expect("reads");
        assert_eq!(chains.len(), 1, "one desk, one incarnation");
        assert_eq!(
            (chains[0].oseq, &chains[0].hash),
            (25, &all[24].event.hash()),
            "its head"
        );
        assert!(store.holds(all[3].event.id).expect("reads"), "known");
        let id = store.event_at(&chains[0].origin, 1, 4).expect("reads");
        assert_eq!(id, Some(all[3].event.id), "by its number");
    });
}

#[test]
fn a_gap_is_refused_whole() {
    each(|store| {
        let all = entries(1, 5, (GENESIS_HASH, GENESIS_HASH));
        store.append(&all[..2]).expect("writes");
        let gap = store.append(&all[3..]).expect_err("3 is missing");
        assert!(
            matches!(
                gap,
                AuthorityError::Gap {
                    wanted: 3,
                    found: 4
                }
            ),
            "{gap}"
        );
        assert_eq!(store.head().expect("reads").sseq, 2, "nothing was written");
    });
}

#[test]
fn incarnations_and_epochs_outlive_the_process() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("authority.db");
    let desk = OriginId("aa".to_owned());
    {
        let store = FileAuthority::open(&path, "licheng").expect("opens");
        store.begin_incarnation(&desk, 3).expect("writes");
        store.begin_epoch(2).expect("writes");
    }
    let store = FileAuthority::open(&path, "another").expect("opens");
    let identity = store.identity().expect("reads");
    assert_eq!(
        (identity.log_id.as_str(), identity.log_epoch),
        ("licheng", 2),
        "kept"
    );
    let chains = store.chains().expect("reads");
    assert_eq!(
        (chains[0].incarnation, chains[0].oseq),
        (3, 0),
        "begun, empty"
    );
}
