//! Many desks that lose the platform in the same second (F32).

use std::time::{Duration, Instant};

use futures_util::future::join_all;
use tests::city::City;
use tests::proxy::{Mischief, Steering, Wire, on_loopback};
use tests::seat::Seat;
use tests::world::{incident, system_clock};

use super::{LONG, folder, together};

/// As many as fit in a test: each has a whole logbook.
const SEATS: u64 = 48;
/// Within which all are back; pauses after the first failures are 1, 2 and 4 s at most.
const BACK: Duration = Duration::from_secs(45);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn desks_that_lost_the_platform_at_once_are_all_back_soon() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let wire = Steering::new(1, Mischief::default());
    let address = on_loopback(city.address, wire.clone()).await;
    let start = |who| Seat::start(folder.path(), who, 1, system_clock(), address);
    let seats: Vec<Seat> = (0..SEATS).map(start).collect();
    join_all(seats.iter().map(|seat| seat.until_live(LONG))).await;
    wire.wire.send_replace(Wire::Cut);
    let down = seats
        .iter()
        .map(|seat| seat.until(LONG, |state| state.why_down.is_some()));
    join_all(down).await;
    for seat in &seats {
        seat.act(incident("演练 各自为战")).expect("is allowed");
    }
    wire.wire.send_replace(Wire::Up);
    let began = Instant::now();
    join_all(seats.iter().map(|seat| seat.until_live(BACK))).await;
    println!("{SEATS} desks back after {:?}", began.elapsed());
    together(&city, &seats.iter().collect::<Vec<_>>()).await;
    assert_eq!(city.head(), SEATS, "each one's fact, once");
    assert_eq!(city.platform.duplicates(), 0, "and no false alarm");
}
