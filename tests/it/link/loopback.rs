//! On loopback sockets.

use std::path::Path;
use std::time::Duration;

use emergency::entity::EntityKind;
use emergency::event::RefusedBecause;
use emergency::order::Claim;
use tempfile::TempDir;
use tests::city::City;
use tests::seat::{Seat, eventually};
use tests::world::{draw, incident, lot, origin, send, system_clock, team};

/// Long enough for any of these steps on a busy machine.
const LONG: Duration = Duration::from_secs(60);

fn folder() -> TempDir {
    tempfile::tempdir().expect("a folder")
}

fn seat(folder: &Path, who: u64, city: &City) -> Seat {
    Seat::start(folder, who, 1, system_clock(), city.address)
}

async fn together(city: &City, seats: &[&Seat]) {
    eventually(
        LONG,
        "all desks stand at the head and nothing waits",
        || seats.iter().all(|seat| seat.is_at(city.head())),
    )
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_one_desk_does_is_on_the_other() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let (a, b) = (seat(folder.path(), 1, &city), seat(folder.path(), 2, &city));
    a.until_live(LONG).await;
    b.until_live(LONG).await;
    let opened = a.act(incident("演练 氯气泄漏")).expect("is allowed");
    let id = opened.entities[0].id.clone();
    together(&city, &[&a, &b]).await;
    let there = b
        .logbook
        .incident(&id)
        .expect("reads")
        .expect("is on the other desk");
    assert_eq!(there.opened.title, "演练 氯气泄漏", "as it was written");
    let both = [&a, &b].map(|seat| seat.logbook.state(EntityKind::Incident, &id));
    assert_eq!(both[0], both[1], "the same on both");
}
