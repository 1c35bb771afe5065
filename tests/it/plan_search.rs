//! Search over a library of varied plans, held against brute force.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use ed25519_dalek::SigningKey;
use emergency::time::UtcMs;
use logbook::{Logbook, OpenOptions, SearchQuery, Volume, Wanted, search_file};
use tests::library::{varied, volume, words};
use uuid::Uuid;

/// Plans, more than there are shipped ones; the measure takes 2,000.
const PLANS: usize = 6;
/// Seed of the variation.
const SEED: u64 = 11;

fn options() -> OpenOptions {
    let ids = AtomicU64::new(1);
    OpenOptions {
        key: SigningKey::from_bytes(&[7; 32]),
        exercise: true,
        clock: Arc::new(|| UtcMs(1_780_000_000_000)),
        ids: Arc::new(move || Uuid::from_u128(ids.fetch_add(1, Ordering::Relaxed).into())),
        ballast_bytes: 0,
    }
}

#[test]
fn every_word_of_two_three_and_four_characters_is_found_in_every_clause_that_has_it() {
    let volumes: Vec<Volume> = varied(PLANS, SEED).iter().map(volume).collect();
    let folder = tempfile::tempdir().expect("a folder");
    let (log, _) = Logbook::open(&folder.path().join("plans.db"), &options()).expect("opens");
    log.shelve(volumes.clone()).expect("is known");
    log.fill_index().expect("is filled");
    let wanted = Wanted {
        limit: 1,
        ..Wanted::default()
    };
    let mut checked = 0;
    for chars in [2, 3, 4] {
        for (number, (word, count)) in words(&volumes, chars).iter().enumerate() {
            let query = SearchQuery::read(word, |_| Vec::new());
            let found = log
                .search_library(&query, &wanted)
                .expect("can be searched");
            let total: usize = found.groups.iter().map(|group| group.total).sum();
            assert_eq!(
                total, *count,
                "{word} is found everywhere, and nowhere else"
            );
            // Reading costs more, so that only some words are read as well.
            if number % 500 == 0 {
                let read = search_file(None, volumes.clone(), &query, &wanted).expect("is read");
                let total: usize = read.groups.iter().map(|group| group.total).sum();
                assert_eq!(total, *count, "{word} is found without the index too");
            }
            checked += 1;
        }
    }
    assert!(checked > 3_000, "{checked} words were checked");
}
