//! Places of vehicles that are none: beyond the globe, 0,0, encrypted.

use emergency::fence::{FenceOn, VehicleChoice};
use emergency::place::Point;
use protocols::DefectKind;

use super::watched::{drive, fence, later};
use super::*;

/// What is said to be a place, and what kind of defect it is.
fn misplaced() -> [(Value, DefectKind, &'static str); 4] {
    let at = |lat: u32, lng: u32, status: u32| {
        let mut body = position(1 << 30, later(30));
        (body["latE6"], body["lngE6"]) = (lat.into(), lng.into());
        body["status"] = status.into();
        body
    };
    [
        (
            at(u32::MAX, u32::MAX, 3),
            DefectKind::ValueIllegal,
            "all ones",
        ),
        (
            at(36_680_000, 180_000_001, 3),
            DefectKind::ValueIllegal,
            "too far east",
        ),
        (at(0, 0, 3), DefectKind::ValueIllegal, "nowhere"),
        (
            at(36_690_000, 117_060_000, 3 | 1 << 5),
            DefectKind::Encrypted,
            "shifted",
        ),
    ]
}

#[test]
fn a_place_that_is_none_moves_no_vehicle_and_crosses_no_fence() {
    for (body, kind, why) in misplaced() {
        let feed = vehicles(None);
        feed.watch_fences(vec![fence("F1", FenceOn::Leave, VehicleChoice::All)]);
        let mut talk = feed.talk();
        assert_eq!(drive(&feed, &mut talk, &[0, 0], 0), [], "{why}: inside");
        let outcome = talk.take(&vehicle(0x0200, 2, &body), later(30));
        let told = received(&outcome);
        let codes: Vec<_> = told.iter().map(|one| &one.notice.event_code).collect();
        assert_eq!(codes, ["rollover"], "{why}: the alarm, and no fence");
        let centre = told[0].notice.circles[0].centre;
        let last = Point {
            lon: 117.06,
            lat: 36.68,
        };
        assert_eq!(centre, last, "{why}: where it was seen last");
        let words = &told[0].notice.texts[0].description;
        assert!(
            words.contains("最后一次有效上报"),
            "{why}: it says so: {words}"
        );
        let defect = &outcome.defects[0];
        assert_eq!(defect.kind, kind, "{why}: it is a defect");
        assert!(!defect.raw.is_empty(), "{why}: with its bytes");
        let seen = feed.vehicle(PHONE).expect("it is known");
        assert_eq!(
            seen.place(),
            Some((last, later(10))),
            "{why}: as old as that"
        );
        let mut rolled = false;
        feed.each(|_, _, alarm| rolled = alarm);
        assert!(rolled, "{why}: its alarm shows");
        let over = talk.take(&vehicle(0x0200, 3, &position(0, later(40))), later(40));
        assert_eq!(over.defects, [], "{why}: a place is none");
        let moved = feed.vehicle(PHONE).and_then(|one| one.place());
        assert_eq!(moved, Some((last, later(40))), "{why}: it is seen again");
    }
}

#[test]
fn an_alarm_of_a_vehicle_that_was_never_placed_has_no_place() {
    for (body, _, why) in misplaced() {
        let feed = vehicles(None);
        let outcome = feed.talk().take(&vehicle(0x0200, 1, &body), later(30));
        let told = received(&outcome);
        assert_eq!(told[0].notice.circles, [], "{why}: none is made up");
        let known = feed.vehicle(PHONE).expect("it is known");
        assert_eq!(known.place(), None, "{why}: it is on no map");
    }
}

#[test]
fn the_places_of_a_batch_that_are_none_are_one_defect() {
    let feed = vehicles(None);
    let items: Vec<_> = misplaced().into_iter().map(|(body, ..)| body).collect();
    let batch = json!({"count": 4, "type": 1, "items": items});
    let outcome = feed.talk().take(&vehicle(0x0704, 1, &batch), later(30));
    assert_eq!(outcome.defects.len(), 1, "{:?}", outcome.defects);
    let words = &outcome.defects[0].message;
    assert!(words.contains("3 more"), "how many: {words}");
}
