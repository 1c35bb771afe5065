//! Where a fence is, whom it is for, and when a crossing is one.

use super::*;

const MIDDLE: Point = Point {
    lon: 117.06,
    lat: 36.68,
};

/// A square of a kilometre or so around [`MIDDLE`].
fn square() -> FenceShape {
    let corner = |lon: f64, lat: f64| Point {
        lon: MIDDLE.lon + lon,
        lat: MIDDLE.lat + lat,
    };
    FenceShape::Area {
        ring: vec![
            corner(-0.005, -0.005),
            corner(0.005, -0.005),
            corner(0.005, 0.005),
            corner(-0.005, 0.005),
        ],
    }
}

/// A point so many metres east of the eastern side of [`square`].
fn east_of_it(metres: f64) -> Point {
    let degree_m = DEGREE_M * MIDDLE.lat.to_radians().cos();
    Point {
        lon: MIDDLE.lon + 0.005 + metres / degree_m,
        lat: MIDDLE.lat,
    }
}

#[test]
fn a_point_is_in_an_area_or_so_far_from_its_nearest_side() {
    let square = square();
    assert_eq!(square.away_m(MIDDLE), 0.0, "in the middle");
    assert_eq!(square.away_m(east_of_it(-1.0)), 0.0, "just within");
    let away = square.away_m(east_of_it(50.0));
    assert!((away - 50.0).abs() < 0.5, "outside it is {away}");
    let line = FenceShape::Area {
        ring: vec![MIDDLE, MIDDLE],
    };
    assert_eq!(
        line.away_m(MIDDLE),
        f64::INFINITY,
        "two corners hold nothing"
    );
    let circle = FenceShape::Circle {
        centre: MIDDLE,
        radius_m: 100,
    };
    assert_eq!(circle.away_m(MIDDLE), 0.0, "within the radius");
    assert!(circle.away_m(east_of_it(0.0)) > 300.0, "beyond it");
}

#[test]
fn jitter_at_the_edge_is_no_crossing() {
    let set = FenceSet {
        shape: square(),
        ..FenceSet::default()
    };
    let mut before = None;
    let mut crossings = 0;
    // In, trembling at the side, out by more than the margin, trembling there, in again.
    for metres in [-5.0, 4.0, -3.0, 12.0, 29.0, -1.0, 45.0, 31.0, 8.0, -2.0] {
        let inside = set.is_inside(east_of_it(metres), before);
        crossings += usize::from(before.is_some_and(|before| before != inside));
        before = Some(inside);
    }
    assert_eq!(crossings, 2, "one way out and one way in");
}

#[test]
fn a_vehicle_is_chosen_by_plate_terminal_or_colour_however_it_is_written() {
    let named = VehicleChoice::Named {
        names: vec!["鲁A·12345".to_owned(), "13800000001".to_owned()],
    };
    assert!(VehicleChoice::All.has("", "", None), "everyone");
    assert!(named.has("鲁a12345", "x", None), "by its plate");
    assert!(named.has("", "013800000001", None), "by its terminal");
    assert!(!named.has("鲁A54321", "013800000002", Some(2)), "no other");
    assert!(!named.has("", "", None), "nor one without a name");
    let yellow = VehicleChoice::Colours { codes: vec![2] };
    assert!(yellow.has("", "1", Some(2)), "by the colour of its plate");
    assert!(!yellow.has("", "1", None), "which has to be known");
}

#[test]
fn a_fence_is_judged_in_its_time_and_its_hours_of_the_day() {
    // 2026-05-01 08:30 of the district.
    let at = UtcMs(1_777_595_400_000);
    let set = FenceSet {
        from: Some(at),
        until: Some(at.plus_ms(60_000)),
        ..FenceSet::default()
    };
    assert!(set.is_in_force(at), "from its first moment");
    assert!(!set.is_in_force(at.plus_ms(60_000)), "not at its last");
    assert!(!set.is_in_force(at.plus_ms(-1)), "nor before");
    let hours = |from_min, to_min| FenceSet {
        hours: Some(FenceHours { from_min, to_min }),
        ..FenceSet::default()
    };
    assert!(hours(8 * 60, 9 * 60).is_in_force(at), "in the morning");
    assert!(!hours(22 * 60, 6 * 60).is_in_force(at), "not at night");
    assert!(hours(22 * 60, 8 * 60 + 31).is_in_force(at), "over midnight");
    let never = FenceHours::default();
    assert!(
        !never.are_possible(),
        "from midnight to midnight is nothing"
    );
}
