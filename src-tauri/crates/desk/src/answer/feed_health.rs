//! How the feeds are, as the window shows it.

use crate::number::small;
use std::collections::BTreeMap;

use contract::status::{
    CLOCKS_SHOWN_MAX, ClockOff, DEFECT_KINDS_MAX, DEFECT_SHOWN_BYTES_MAX, DIALECTS_SHOWN_MAX,
    Dialect, FeedConnections, FeedDefect, FeedDevices, FeedStatus, SILENT_SHOWN_MAX, SilentDevice,
};
use emergency::time::UtcMs;
use feeds::health::{DefectCount, Health, SharedHealth};
use feeds::talk::CLOCK_OFF_MS;
use serde::Serialize;

/// Kinds of feeds that know their devices.
const OF_DEVICES: &[&str] = &["jt808", "gbt26875", "hj212", "mqtt"];
/// Kinds of feeds that others connect to.
const SERVERS: &[&str] = &["jt808", "gbt26875", "hj212"];

/// The state of a feed; `removed` is how many unreadable inputs the log let go, by feed.
pub(super) fn of(feed: &SharedHealth, removed: &BTreeMap<String, u64>, now: UtcMs) -> FeedStatus {
    let health = feed.at(now);
    FeedStatus {
        devices: OF_DEVICES.contains(&health.kind).then(|| devices(&health)),
        connections: SERVERS.contains(&health.kind).then(|| connections(&health)),
        defect_kinds: defects(&health),
        defects_removed: removed.get(&health.name).copied().unwrap_or_default(),
        name: health.name,
        kind: health.kind.to_owned(),
        source: health.source,
        up: health.up,
        first_try_at: health.first_try_at,
        last_message_at: health.last_message_at,
        last_try_at: health.last_try_at,
        messages: health.messages,
        per_minute: health.per_minute,
        defects: health.defects,
        why: health.why,
    }
}

fn devices(health: &Health) -> FeedDevices {
    let named = health.silent.iter().take(SILENT_SHOWN_MAX);
    FeedDevices {
        known: small(health.devices as u64),
        silent: small(health.silent_count as u64),
        silent_after_s: health.silent_after_s,
        named: named
            .map(|(name, since)| SilentDevice {
                name: name.clone(),
                since: *since,
            })
            .collect(),
        clock_offset_ms: health.clock_offset_ms,
        clock_worst: health.clocks.worst.as_ref().map(clock),
        clocks_off: health
            .clocks
            .named
            .iter()
            .take(CLOCKS_SHOWN_MAX)
            .map(clock)
            .collect(),
        clocks_off_count: small(health.clocks.count as u64),
        clock_off_after_s: u32::try_from(CLOCK_OFF_MS / 1_000).unwrap_or(u32::MAX),
        dialects: health
            .dialects
            .named
            .iter()
            .take(DIALECTS_SHOWN_MAX)
            .map(dialect)
            .collect(),
        dialects_count: small(health.dialects.count as u64),
        dialects_departing: small(health.dialects.departing as u64),
    }
}

fn dialect((name, spoken): &(String, feeds::talk::Dialect)) -> Dialect {
    Dialect {
        name: name.clone(),
        crc: short(&spoken.crc),
        tolerated: spoken.tolerated.iter().map(short).collect(),
    }
}

/// The short code that a kind is written by.
fn short(kind: &impl Serialize) -> String {
    let code = serde_json::to_value(kind).unwrap_or_default();
    code.as_str().unwrap_or_default().to_owned()
}

fn clock((name, offset_ms): &(String, i64)) -> ClockOff {
    ClockOff {
        name: name.clone(),
        offset_ms: *offset_ms,
    }
}

fn connections(health: &Health) -> FeedConnections {
    let (busiest, busiest_open) = health.busiest.map_or_else(
        || (String::new(), 0),
        |(address, open)| (address.to_string(), small(open as u64)),
    );
    FeedConnections {
        open: small(health.connections as u64),
        refused: health.refused,
        refused_address: health.refused_address,
        busiest,
        busiest_open,
    }
}

fn defects(health: &Health) -> Vec<FeedDefect> {
    let mut kinds: Vec<(&String, &DefectCount)> = health.defect_kinds.iter().collect();
    kinds.sort_by_key(|(kind, defect)| (std::cmp::Reverse(defect.count), *kind));
    let shown = kinds.into_iter().take(DEFECT_KINDS_MAX);
    shown
        .map(|(kind, defect)| {
            let most = DEFECT_SHOWN_BYTES_MAX * 2;
            FeedDefect {
                kind: kind.clone(),
                count: defect.count,
                message: defect.message.clone(),
                newest_hex: defect.newest.chars().take(most).collect(),
                cut: defect.newest.len() > most,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use feeds::reach::Reach;
    use feeds::simulate::{Device, Station};
    use feeds::talk::{ClocksOff, Hj212, Hj212Settings, Protocol as _};

    use super::*;

    #[test]
    fn a_feed_of_stations_shows_how_each_speaks() {
        let stations = Hj212::new(Hj212Settings::default(), Arc::new(Reach::new(&[], &[])));
        let mut station = Station::new(5);
        let bytes = station.report(1_777_595_400_000);
        stations.talk().take(&bytes, UtcMs(1_777_595_400_000));
        let feed = SharedHealth::new("环境", "hj212", "");
        feed.dialects(stations.dialects());
        let devices = of(&feed, &BTreeMap::new(), UtcMs(1))
            .devices
            .expect("it knows of devices");
        assert_eq!(devices.dialects_count, 1, "one is known");
        let one = &devices.dialects[0];
        assert_eq!(one.name, Station::mn(5), "by its number");
        assert_eq!(one.crc, "modbus", "every fifth made-up station uses it");
        assert_eq!(devices.dialects_departing, 1, "that is not the standard's");
    }

    #[test]
    fn a_feed_shows_what_a_technician_asks_first() {
        let feed = SharedHealth::new("车辆", "jt808", "127.0.0.1:7808");
        feed.brought(UtcMs(1), 3, 1);
        feed.defect("noise", "演练", &"ab".repeat(100));
        feed.defect("truncated", "演练", "7e");
        feed.defect("truncated", "演练", "7e02");
        let silent = (0..100).map(|number| (number.to_string(), UtcMs(number)));
        feed.devices(200, silent.collect(), UtcMs(1));
        feed.tried(UtcMs(1));
        let removed = BTreeMap::from([("车辆".to_owned(), 7), ("消防".to_owned(), 9)]);
        let seen = of(&feed, &removed, UtcMs(1));
        assert_eq!(seen.first_try_at, Some(UtcMs(1)), "since when it listens");
        assert_eq!(seen.defects_removed, 7, "what the log let go of its own");
        assert_eq!(seen.per_minute, 3, "the rate");
        assert_eq!(
            of(&feed, &removed, UtcMs(100_000)).per_minute,
            0,
            "which passes"
        );
        let kinds: Vec<_> = seen.defect_kinds.iter().collect();
        assert_eq!(kinds[0].kind, "truncated", "the most frequent first");
        assert_eq!(kinds[0].newest_hex, "7e02", "the newest bytes");
        assert!(kinds[1].cut, "some of them");
        let devices = seen.devices.expect("it knows of devices");
        assert_eq!((devices.known, devices.silent), (200, 100), "all counted");
        assert_eq!(devices.named.len(), SILENT_SHOWN_MAX, "some named");
        assert_eq!(devices.clock_worst, None, "nobody has said the time");
        let named = (0..30)
            .map(|n| (n.to_string(), 90_000 + n))
            .collect::<Vec<_>>();
        feed.clocks(ClocksOff {
            worst: Some(("29".to_owned(), 90_029)),
            named,
            count: 30,
        });
        let devices = of(&feed, &removed, UtcMs(1))
            .devices
            .expect("it knows of devices");
        let worst = devices.clock_worst.map(|one| (one.name, one.offset_ms));
        assert_eq!(worst, Some(("29".to_owned(), 90_029)), "the worst clock");
        assert_eq!(devices.clocks_off_count, 30, "all are counted");
        assert_eq!(devices.clocks_off.len(), CLOCKS_SHOWN_MAX, "some named");
        let folder = of(
            &SharedHealth::new("文件夹", "folder", ""),
            &removed,
            UtcMs(1),
        );
        assert_eq!(folder.devices, None, "a folder knows of none");
        assert_eq!(folder.connections, None, "and nobody connects to it");
    }
}
