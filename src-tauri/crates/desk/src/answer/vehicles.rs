//! Where vehicles were last seen. Their positions are no facts (decision 0020).

use crate::number::small;
use std::cmp::Reverse;
use std::sync::Arc;

use contract::rows::{VEHICLES_MAX, VehicleRow, VehiclesRequest, VehiclesSeen};
use emergency::place::Point;
use feeds::talk::Jt808;

/// A terminal reports every 30 s or so; of four reports none came.
const OLD_AFTER_S: u32 = 120;

pub(super) fn within(feeds: &[Arc<Jt808>], view: &VehiclesRequest) -> VehiclesSeen {
    let mut vehicles = Vec::new();
    let inside = |point: Point| {
        (view.west..=view.east).contains(&point.lon)
            && (view.south..=view.north).contains(&point.lat)
    };
    for feed in feeds {
        feed.each(|terminal, vehicle, alarm| {
            let Some((point, heard_at)) = vehicle.place().filter(|(point, _)| inside(*point))
            else {
                return;
            };
            vehicles.push(VehicleRow {
                terminal: terminal.to_owned(),
                plate: vehicle.plate.clone(),
                point,
                heard_at,
                speed_kmh: vehicle.speed_kmh(),
                alarm,
                online: vehicle.online,
            });
        });
    }
    vehicles.sort_by(|a, b| {
        let rank = |row: &VehicleRow| (Reverse(row.alarm), Reverse(row.heard_at));
        (rank(a), &a.terminal).cmp(&(rank(b), &b.terminal))
    });
    let more = small(vehicles.len().saturating_sub(VEHICLES_MAX) as u64);
    vehicles.truncate(VEHICLES_MAX);
    VehiclesSeen {
        vehicles,
        more,
        old_after_s: OLD_AFTER_S,
    }
}

#[cfg(test)]
mod tests {
    use emergency::time::UtcMs;
    use feeds::reach::Reach;
    use feeds::simulate::{Device, VehicleTerminal};
    use feeds::talk::{Jt808Settings, Protocol as _};

    use super::*;

    #[test]
    fn vehicles_in_view_are_given_up_to_a_bound_with_those_in_alarm_first() {
        let reach = Arc::new(Reach::new(&[], &[]));
        let feed = Arc::new(Jt808::new(Jt808Settings::new("车辆"), reach));
        let many = u32::try_from(VEHICLES_MAX).expect("a small number") + 99;
        for number in 0..many {
            let at = UtcMs(1_777_595_400_000 + i64::from(number));
            let mut vehicle = VehicleTerminal::new(number);
            let mut talk = feed.talk();
            talk.take(&vehicle.hello(at.0), at);
            talk.take(&vehicle.report(at.0), at);
        }
        let district = VehiclesRequest {
            west: 116.0,
            south: 36.0,
            east: 118.0,
            north: 37.0,
        };
        let seen = within(&[Arc::clone(&feed)], &district);
        assert_eq!(seen.vehicles.len(), VEHICLES_MAX, "bounded");
        assert_eq!(seen.more, 99, "the others are counted");
        let alarms = seen.vehicles.iter().filter(|row| row.alarm).count();
        assert_eq!(alarms, 4, "numbers 99, 199, 299, 399");
        assert!(seen.vehicles[..4].iter().all(|row| row.alarm), "first");
        let newest = &seen.vehicles[4];
        assert_eq!(newest.terminal, format!("0100{:08}", many - 1), "then");
        assert!(newest.plate.starts_with("演练"), "its plate is known");
        let elsewhere = VehiclesRequest {
            west: 100.0,
            east: 101.0,
            ..district
        };
        assert_eq!(
            within(&[feed], &elsewhere),
            VehiclesSeen {
                old_after_s: OLD_AFTER_S,
                ..VehiclesSeen::default()
            }
        );
    }
}
