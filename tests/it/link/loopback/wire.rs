//! A wire that doubles, drops, swaps and cuts frames.

use tests::city::City;
use tests::proxy::Mischief;
use tests::world::{incident, system_clock};

use super::{LONG, folder, together, wired};

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
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
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
