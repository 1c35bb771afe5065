//! A wire that doubles, drops, swaps and cuts frames.

use std::time::Duration;

use tests::city::City;
use tests::proxy::Mischief;
use tests::world::{incident, system_clock};

use super::{LONG, folder, together, wired};

/// A word of the platform that was not lost is here by then.
const WORD_WITHIN: Duration = Duration::from_millis(200);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn doubled_swapped_lost_and_cut_frames_change_nothing() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (a, wire_a) = wired(folder.path(), 1, 1, &city).await;
    let (b, wire_b) = wired(folder.path(), 2, 1, &city).await;
    a.until_live(LONG).await;
    b.until_live(LONG).await;
    let mischief = Mischief {
        doubled: 200,
        dropped: 20,
        swapped: 60,
        late: 100,
        cut: 20,
        delay_ms: 5,
    };
    for wire in [&wire_a, &wire_b] {
        *wire.mischief.lock().expect("nobody has panicked") = mischief;
    }
    let mut promised = Vec::new();
    for round in 0..60 {
        let seat = if round % 2 == 0 { &a } else { &b };
        let receipt = seat
            .act(incident(&format!("演练 {round}")))
            .expect("is allowed");
        promised.extend(receipt.events);
        // The next fact waits for the next word of the platform, so that there are many frames;
        // where the word was lost, it goes at once with the one after it.
        let mut state = seat.link.state();
        state.mark_unchanged();
        let _ = tokio::time::timeout(WORD_WITHIN, state.changed()).await;
    }
    for wire in [&wire_a, &wire_b] {
        *wire.mischief.lock().expect("nobody has panicked") = Mischief::default();
    }
    together(&city, &[&a, &b]).await;
    assert_eq!(city.head(), promised.len() as u64, "each once");
    for seat in [&a, &b] {
        for id in &promised {
            let logged = seat.logbook.event(*id).expect("reads").expect("is there");
            assert!(
                logged.placed.is_some(),
                "desk {} has {id} in order",
                seat.who
            );
        }
    }
}
