//! Files that come back from a backup, and copies of a desk.

use std::path::Path;

use link::state::{LinkPhase, WhyDown};
use protocols::platform::RefusedCode;
use tests::city::City;
use tests::seat::{Seat, eventually};
use tests::world::{incident, system_clock};

use super::{LONG, folder, seat, together};

fn restart(folder: &Path, who: u64, start: u64, city: &City) -> Seat {
    Seat::start(folder, who, start, system_clock(), city.address)
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_desk_from_an_old_backup_loses_nothing_that_was_sent_and_goes_on_under_a_new_number() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city);
    a.act(incident("演练 之前")).expect("is allowed");
    together(&city, &[&a]).await;
    let file = a.stop().await;
    let backup = folder.path().join("backup.db");
    std::fs::copy(&file, &backup).expect("a backup");
    let a = restart(folder.path(), 1, 2, &city);
    let lost = a.act(incident("演练 备份之后")).expect("is allowed").events[0];
    together(&city, &[&a]).await;
    let file = a.stop().await;
    std::fs::copy(&backup, &file).expect("the old file is back");

    let a = restart(folder.path(), 1, 3, &city);
    let new = a.act(incident("演练 恢复之后")).expect("is allowed").events[0];
    together(&city, &[&a]).await;
    let logged = |id| a.logbook.event(id).expect("reads");
    assert!(logged(lost).is_some(), "what the platform had is back");
    let new = logged(new).expect("is there");
    assert!(new.placed.is_some(), "what was new is in the log");
    assert_eq!(new.event.incarnation, 2, "under a new incarnation");
    eventually(LONG, "the desk may confirm again", || {
        !a.logbook.identity().expect("reads").authority_suspended
    })
    .await;
    assert!(
        a.logbook.verify().expect("reads").is_whole(),
        "the log is whole"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_platform_from_last_night_gets_its_tail_back_from_the_desks() {
    let folder = folder();
    let clock = system_clock();
    let city = City::start(folder.path(), clock.clone(), 1).await;
    let (a, b) = (seat(folder.path(), 1, &city), seat(folder.path(), 2, &city));
    a.act(incident("演练 昨夜")).expect("is allowed");
    together(&city, &[&a, &b]).await;
    let night = folder.path().join("night");
    std::fs::create_dir(&night).expect("a folder");
    let copy = |from: &Path, to: &Path| {
        for name in ["authority.db", "authority.db-wal"] {
            if from.join(name).exists() {
                std::fs::copy(from.join(name), to.join(name)).expect("a copy");
            }
        }
    };
    copy(folder.path(), &night);
    let by_a = a.act(incident("演练 今晨甲")).expect("is allowed").events[0];
    let by_b = b.act(incident("演练 今晨乙")).expect("is allowed").events[0];
    together(&city, &[&a, &b]).await;
    // Desk A is gone for good; what it did is on desk B.
    a.stop().await;
    let file_b = b.stop().await;
    assert!(file_b.exists(), "desk B is only switched off");
    drop(city);

    let city = City::start(&night, clock, 2).await;
    assert_eq!(city.head(), 1, "the platform has lost this morning");
    let b = restart(folder.path(), 2, 2, &city);
    let c = seat(folder.path(), 3, &city);
    eventually(LONG, "this morning is back", || city.head() >= 3).await;
    together(&city, &[&b, &c]).await;
    for id in [by_a, by_b] {
        let there = c.logbook.event(id).expect("reads");
        assert!(
            there.is_some_and(|there| there.placed.is_some()),
            "a third desk has {id}"
        );
    }
    assert!(
        b.logbook.verify().expect("reads").is_whole(),
        "the log is whole"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_second_machine_with_the_same_key_is_barred() {
    let folder = folder();
    let city = City::start(folder.path(), system_clock(), 1).await;
    let a = seat(folder.path(), 1, &city);
    a.act(incident("演练")).expect("is allowed");
    together(&city, &[&a]).await;
    let image = folder.path().join("image");
    std::fs::create_dir(&image).expect("a folder");
    let file = a.stop().await;
    std::fs::copy(&file, image.join("desk-1.db")).expect("a disk image");

    let a = restart(folder.path(), 1, 2, &city);
    a.until_live(LONG).await;
    let copy = restart(&image, 1, 9, &city);
    let duplicate = WhyDown::Refused {
        code: RefusedCode::DuplicateIdentity,
    };
    copy.until(LONG, |state| state.why_down == Some(duplicate.clone()))
        .await;
    a.until_live(LONG).await;
    let kept = a.act(incident("演练 本机")).expect("is allowed").events[0];
    together(&city, &[&a]).await;
    assert!(city.platform.duplicates() >= 1, "the alarm is raised");
    assert!(
        a.logbook.event(kept).expect("reads").is_some(),
        "the first goes on"
    );
    assert_ne!(copy.state().phase, LinkPhase::Live, "the copy does not");
}
