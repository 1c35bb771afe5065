//! What ends the alarm of a fence of a vehicle that says nothing of it any more.

use emergency::fence::{Fence, FenceHours, FenceOn, FenceShape, VehicleChoice};

use super::watched::{codes, drive, fence, later, north};
use super::*;

/// A feed with a vehicle that has gone into a fence and stands there.
fn parked() -> (Jt808, Box<dyn Talk>) {
    let feed = vehicles(None);
    feed.watch_fences(vec![usual()]);
    let mut talk = feed.talk();
    let registers = json!({"plate": "鲁A演练01", "plateColor": 2});
    talk.take(&vehicle(0x0100, 1, &registers), NOW);
    let told = drive(&feed, &mut talk, &[900, 0], 0);
    assert_eq!(told, begun(), "it went in");
    (feed, talk)
}

fn usual() -> Fence {
    fence("F1", FenceOn::Enter, VehicleChoice::All)
}

fn begun() -> [(String, MessageType); 1] {
    [("fence-F1".to_owned(), MessageType::Alert)]
}

fn ended() -> [(String, MessageType); 1] {
    [("fence-F1".to_owned(), MessageType::Cancel)]
}

/// What is told at that second, as stored.
fn look(feed: &Jt808, seconds: i64) -> Vec<(String, MessageType)> {
    let outcome = feed.tick(later(seconds));
    let told = codes(&outcome);
    feed.register().settle(true, outcome.changes);
    told
}

/// What is changed about a fence, in a word and as it is done.
type Edit = (&'static str, fn(&mut Fence));

#[test]
fn an_alarm_of_a_parked_vehicle_ends_when_its_fence_is_not_for_it_any_more() {
    let edits: [Edit; 5] = [
        ("for others", |fence| {
            fence.set.whom = VehicleChoice::Colours { codes: vec![5] };
        }),
        ("elsewhere", |fence| {
            if let FenceShape::Circle { centre, .. } = &mut fence.set.shape {
                centre.lat += 0.1;
            }
        }),
        ("of who leaves", |fence| fence.set.on = FenceOn::Leave),
        ("over", |fence| fence.set.until = Some(later(60))),
        ("at night", |fence| {
            fence.set.hours = Some(FenceHours {
                from_min: 22 * 60,
                to_min: 5 * 60,
            });
        }),
    ];
    for (what, edit) in edits {
        let (feed, mut talk) = parked();
        assert_eq!(look(&feed, 60), [], "{what}: it stands there");
        let mut changed = usual();
        edit(&mut changed);
        feed.watch_fences(vec![changed]);
        assert_eq!(look(&feed, 70), ended(), "{what}: that is over");
        assert_eq!(look(&feed, 80), [], "{what}: told once");
        let still = drive(&feed, &mut talk, &[0, 0], 90);
        assert_eq!(still, [], "{what}: and it has not gone in again");
    }
}

#[test]
fn an_alarm_goes_on_where_the_fence_was_changed_and_the_vehicle_is_in_it_still() {
    let (feed, mut talk) = parked();
    let mut wider = usual();
    if let FenceShape::Circle { radius_m, .. } = &mut wider.set.shape {
        *radius_m = 700;
    }
    feed.watch_fences(vec![wider]);
    assert_eq!(look(&feed, 60), [], "it is inside");
    assert_eq!(
        drive(&feed, &mut talk, &[600], 70),
        [],
        "the new fence is wider"
    );
    assert_eq!(
        drive(&feed, &mut talk, &[800], 90),
        ended(),
        "it leaves that"
    );
}

#[test]
fn a_fence_that_is_withdrawn_while_the_end_is_stored_is_not_lost() {
    let (feed, _talk) = parked();
    feed.watch_fences(Vec::new());
    let lost = feed.tick(later(60));
    assert_eq!(codes(&lost), ended(), "it is withdrawn");
    feed.watch_fences(vec![fence("F2", FenceOn::Enter, VehicleChoice::All)]);
    feed.register().settle(false, lost.changes);
    assert_eq!(
        look(&feed, 70),
        ended(),
        "what was not stored is told again"
    );
    assert_eq!(look(&feed, 80), [], "and then no more");
}

#[test]
fn before_it_is_known_which_fences_stand_nothing_of_them_ends() {
    let before = vehicles(None);
    before.watch_fences(vec![usual()]);
    let mut own = before.talk();
    drive(&before, &mut own, &[900], 0);
    let inside = own.take(&vehicle(0x0200, 1, &north(0, later(10))), later(10));
    let notice = received(&inside)[0].notice.clone();
    let after = vehicles(None);
    after.register().take_up([&notice]);
    assert_eq!(look(&after, 60), [], "no fence was told of yet");
    after.watch_fences(vec![usual()]);
    assert_eq!(look(&after, 70), [], "of the vehicle nothing is known yet");
    after.watch_fences(Vec::new());
    assert_eq!(look(&after, 80), ended(), "the fence is gone");
}
