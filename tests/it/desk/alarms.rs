//! What is heard: each new alert, whatever the clocks say, and one digest after a cut.

use std::sync::Arc;

use contract::calls::Answer as _;
use contract::change::Alarm;
use contract::rows::Nothing;
use contract::status::LinkPhase;
use desk::follow::Follower;
use emergency::time::DAY_MS;
use tests::world::system_clock;

use super::{LONG, Room, Town, cap, until};

fn live(room: &Room) {
    until(&room.desk, "the link is live", |desk| {
        let link = desk.status(Nothing {}).expect("reads").link;
        (link.phase == LinkPhase::Live).then_some(())
    });
}

/// The next alarm.
fn heard(follower: &Follower) -> Alarm {
    let began = std::time::Instant::now();
    loop {
        let changes = follower.next().expect("the desk is open");
        if let Some(alarm) = changes.alarm {
            return alarm;
        }
        assert!(began.elapsed() < LONG, "nothing is heard");
    }
}

#[test]
fn an_alert_is_heard_although_the_platforms_clock_is_days_behind() {
    for skew_ms in [-3 * DAY_MS, 3 * DAY_MS] {
        let folder = tempfile::tempdir().expect("a folder");
        let mut town = Town::planned(folder.path());
        let clock = system_clock();
        town.clock = Arc::new(move || clock().plus_ms(skew_ms));
        town.start();
        let room = Room::exercise(&folder.path().join("a"), false, Some(&town.address));
        live(&room);
        let follower = room.desk.follow();
        town.post(&[cap("SKEW-1", "Exercise", "演练 时钟不准也要响")]);
        let alarm = heard(&follower);
        assert_eq!(alarm.headline, "演练 时钟不准也要响", "{skew_ms} ms");
        assert_eq!(alarm.count, 1, "{skew_ms} ms: once");
    }
}

#[test]
fn alerts_that_came_during_a_cut_are_announced_once() {
    /// More than one frame of the link, so that they come in several commits.
    const MISSED: usize = 1_200;
    let folder = tempfile::tempdir().expect("a folder");
    let mut town = Town::planned(folder.path());
    let room = Room::exercise(&folder.path().join("a"), false, Some(&town.address));
    town.start();
    live(&room);
    room.desk.close();
    drop(room);
    let missed: Vec<String> = (0..MISSED)
        .map(|number| cap(&format!("CUT-{number}"), "Exercise", "演练 断链期间"))
        .collect();
    for part in missed.chunks(100) {
        town.post(part);
    }
    let room = Room::exercise(&folder.path().join("a"), false, Some(&town.address));
    let follower = room.desk.follow();
    let mut heard = Vec::new();
    until(&room.desk, "all of them are here", |desk| {
        heard.extend(follower.next().and_then(|changes| changes.alarm));
        let status = desk.status(Nothing {}).expect("reads");
        let all = status.store.events >= MISSED as u64;
        (all && status.link.phase == LinkPhase::Live && !heard.is_empty()).then_some(())
    });
    let counts: Vec<u32> = heard.iter().map(|alarm| alarm.count).collect();
    assert_eq!(
        counts,
        [u32::try_from(MISSED).expect("small")],
        "one digest"
    );
    let follower = room.desk.follow();
    town.post(&[cap("AFTER-1", "Exercise", "演练 恢复之后")]);
    let next = self::heard(&follower);
    assert_eq!(next.headline, "演练 恢复之后", "and then each by itself");
}
