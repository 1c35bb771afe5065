//! One night: a story in much noise.
//!
//! The story is `assets/exercise/night.toml`, a scenario as any other. Around it stand gas alarms
//! of the hazard sites, some of them again and again and some of them twice with the same bytes,
//! telephone reports, and patrols that say where they are every minute.

use emergency::place::{Place, Point};
use emergency::site::{Site, SiteKind, SiteRegistered};
use emergency::time::UtcMs;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;
use serde::{Deserialize, Serialize};

use crate::district::{District, MadeTeam, Stream, stream};
use crate::ground::Ground;
use crate::inject::{Inject, Timed};
use crate::message::{Act, CapAlert};
use crate::movement::Movement;
use crate::scenario::{self, CAP_FEED};

/// Milliseconds of a night.
pub const NIGHT_MS: i64 = 8 * 3_600_000;

const STORY: &str = include_str!("../../../../assets/exercise/night.toml");

/// Gas alarms and telephone reports of a district of size 1.
const ALARMS: u32 = 24;
const CALLS: u32 = 10;
/// Patrols of size 1, and at most.
const PATROLS: u32 = 6;
const PATROLS_MAX: u32 = 60;
/// A patrol says where it is this often.
const POSITION_EVERY_MS: i64 = 60_000;
/// Speed of a patrol in km/h.
const PATROL_KMH: f64 = 30.0;
/// Share of the alarms that come again, and how often at most.
const AGAIN: f64 = 0.3;
const AGAIN_MAX: u32 = 6;
/// Milliseconds between an alarm and its repeat.
const AGAIN_EVERY_MS: i64 = 90_000;
/// Share of the alarms that arrive twice with the same bytes, and the milliseconds between.
const TWICE: f64 = 0.15;
const TWICE_AFTER_MS: i64 = 5_000;
/// Minutes an alarm is valid.
const VALID_MS: i64 = 30 * 60_000;

/// The events of one night.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Night {
    /// When it begins.
    pub begin: UtcMs,
    /// What happens, in the order of its times.
    pub events: Vec<Timed>,
}

impl District {
    /// A night in this district that begins at a time. The same district and time make the same
    /// bytes.
    #[must_use]
    pub fn night(&self, begin: UtcMs) -> Night {
        let story = scenario::read(STORY).scenario;
        let mut events = story.map_or_else(Vec::new, |story| story.play(self, begin));
        self.alarms(begin, &mut events);
        self.calls(&mut events);
        self.patrols(&mut events);
        events.sort_by_key(|event| event.offset_ms);
        Night { begin, events }
    }

    fn alarms(&self, begin: UtcMs, events: &mut Vec<Timed>) {
        let rng = &mut stream(self.seed, Stream::Alarms);
        let sites: Vec<Site> = self.sites_of(SiteKind::Hazard).collect();
        if sites.is_empty() {
            return;
        }
        for number in 0..ALARMS * self.size {
            let site = &sites[rng.random_range(0..sites.len())];
            let offset_ms = rng.random_range(0..NIGHT_MS);
            let again = if rng.random_bool(AGAIN) {
                rng.random_range(1..=AGAIN_MAX)
            } else {
                0
            };
            let twice = rng.random_bool(TWICE);
            for time in 0..=again {
                let offset_ms = offset_ms + i64::from(time) * AGAIN_EVERY_MS;
                let id = format!("EX-{}-{}-{number}-{time}", self.seed, begin.0 / 1_000);
                let inject = alarm(site, id, begin.plus_ms(offset_ms));
                if twice {
                    let offset_ms = offset_ms + TWICE_AFTER_MS;
                    let inject = inject.clone();
                    events.push(Timed { offset_ms, inject });
                }
                events.push(Timed { offset_ms, inject });
            }
        }
    }

    fn calls(&self, events: &mut Vec<Timed>) {
        let rng = &mut stream(self.seed, Stream::Calls);
        let words = &Ground::shipped().words;
        // Nobody says on the telephone that it happened beside hydrant 17.
        let sites: Vec<&SiteRegistered> = self.sites.iter().map(|(_, site)| site).collect();
        let sites: Vec<_> = sites
            .into_iter()
            .filter(|site| is_landmark(site.kind))
            .collect();
        for number in 0..CALLS * self.size {
            let site = sites[rng.random_range(0..sites.len())];
            let text = &words.calls[rng.random_range(0..words.calls.len())];
            let text = text
                .replace("{street}", &site.place.street)
                .replace("{place}", &site.name);
            let inject = Inject::Call {
                caller: format!(
                    "{}群众 000-9{:03}-{:04}",
                    words.mark,
                    number / 10_000,
                    number % 10_000
                ),
                place: Place {
                    words: site.place.street.clone(),
                    ..site.place.clone()
                },
                text,
            };
            let offset_ms = rng.random_range(0..NIGHT_MS);
            events.push(Timed { offset_ms, inject });
        }
    }

    fn patrols(&self, events: &mut Vec<Timed>) {
        let rng = &mut stream(self.seed, Stream::Patrols);
        let neighbours = self.roads.neighbours();
        let count = (PATROLS * self.size).min(PATROLS_MAX) as usize;
        let patrols = self.teams.iter().filter(|team| team.patrols).take(count);
        for team in patrols {
            let line = self.beat(rng, &neighbours, team);
            let movement = Movement::at_speed(line, PATROL_KMH);
            let mut offset_ms = rng.random_range(0..POSITION_EVERY_MS);
            while offset_ms < NIGHT_MS {
                let inject = Inject::Position {
                    team: team.id.clone(),
                    point: movement.at(offset_ms),
                };
                events.push(Timed { offset_ms, inject });
                offset_ms += POSITION_EVERY_MS;
            }
        }
    }

    /// A way along the roads from a team's base that is long enough for the night. It turns back
    /// only where a road ends.
    fn beat(&self, rng: &mut ChaCha8Rng, neighbours: &[Vec<u32>], team: &MadeTeam) -> Vec<Point> {
        let crossings = &self.roads.crossings;
        let home = team.registered.home.point.unwrap_or_default();
        let nearest = (0_u32..).zip(crossings).min_by(|(_, a), (_, b)| {
            let (a_m, b_m) = (home.distance_m(**a), home.distance_m(**b));
            a_m.total_cmp(&b_m)
        });
        let Some((mut here, _)) = nearest else {
            return vec![home];
        };
        let mut line = vec![crossings[here as usize]];
        let (mut before, mut length_m) = (here, 0.0);
        while length_m < NIGHT_LENGTH_M {
            let ahead: Vec<u32> = neighbours[here as usize]
                .iter()
                .copied()
                .filter(|next| *next != before)
                .collect();
            let next = if ahead.is_empty() {
                before
            } else {
                ahead[rng.random_range(0..ahead.len())]
            };
            if next == here {
                break;
            }
            let point = crossings[next as usize];
            length_m += crossings[here as usize].distance_m(point);
            line.push(point);
            (before, here) = (here, next);
        }
        line
    }
}

/// Metres a patrol drives in a night.
const NIGHT_LENGTH_M: f64 = PATROL_KMH * 8.0 * 1_000.0;

/// Places that people know by name.
fn is_landmark(kind: SiteKind) -> bool {
    matches!(
        kind,
        SiteKind::Depot
            | SiteKind::Shelter
            | SiteKind::Hospital
            | SiteKind::School
            | SiteKind::FireStation
            | SiteKind::Hazard
    )
}

fn alarm(site: &Site, identifier: String, sent: UtcMs) -> Inject {
    let site = &site.registered;
    let mark = &Ground::shipped().words.mark;
    let alert = CapAlert {
        identifier,
        sent,
        act: Act::Alert,
        category: "Safety".to_owned(),
        event: "气体报警".to_owned(),
        severity: "Minor".to_owned(),
        sender_name: format!("{mark}·气体报警平台"),
        headline: format!("{}（{}）探测器低报", site.name, site.substance),
        description: format!("【{mark}】探测器低报，等待现场复核。"),
        area: site.place.words.clone(),
        circle: site.place.point.map(|point| (point, 0.1)),
        valid_ms: VALID_MS,
    };
    Inject::Feed {
        feed: CAP_FEED.to_owned(),
        format: "cap".to_owned(),
        bytes: alert.bytes(),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::*;

    const BEGIN: UtcMs = UtcMs(1_800_000_000_000);

    #[test]
    fn the_story_has_no_defects() {
        assert_eq!(
            scenario::read(STORY).defects,
            [],
            "it ships with the program"
        );
    }

    #[test]
    fn the_same_district_and_time_make_the_same_bytes() {
        let district = District::generate(9, 1);
        let bytes = |night: &Night| serde_json::to_vec(night).expect("plain data");
        let first = bytes(&district.night(BEGIN));
        assert_eq!(first, bytes(&district.night(BEGIN)), "twice");
        assert_ne!(
            first,
            bytes(&District::generate(10, 1).night(BEGIN)),
            "another seed"
        );
    }

    #[test]
    fn a_night_has_alarms_repeats_doubles_warnings_calls_and_patrols_in_order() {
        let night = District::generate(1, 1).night(BEGIN);
        let times: Vec<i64> = night.events.iter().map(|event| event.offset_ms).collect();
        assert!(times.is_sorted(), "in the order of their times");
        let mut formats: BTreeMap<&str, usize> = BTreeMap::new();
        let mut seen = BTreeSet::new();
        let (mut calls, mut positions, mut doubles) = (0, 0, 0);
        for event in &night.events {
            match &event.inject {
                Inject::Feed { format, bytes, .. } => {
                    *formats.entry(format).or_default() += 1;
                    doubles += usize::from(!seen.insert(bytes));
                }
                Inject::Call { .. } => calls += 1,
                Inject::Position { .. } => positions += 1,
                Inject::Word { .. } => {}
            }
        }
        assert_eq!(formats["warning12379"], 4, "yellow, orange, red, over");
        assert!(formats["cap"] > 30, "alarms: {formats:?}");
        assert!(doubles > 0, "some arrive twice");
        assert!(
            calls > 10 && positions > 1_000,
            "{calls} calls, {positions} positions"
        );
    }

    #[test]
    fn patrols_move_along_the_roads_at_their_speed() {
        let district = District::generate(2, 1);
        let night = district.night(BEGIN);
        let mut last: BTreeMap<&str, Point> = BTreeMap::new();
        let mut moved = 0;
        for event in &night.events {
            if let Inject::Position { team, point } = &event.inject {
                assert!(Ground::shipped().holds(*point), "{team} left the district");
                if let Some(before) = last.insert(team.as_str(), *point) {
                    let distance_m = before.distance_m(*point);
                    // 30 km/h are 500 m a minute; round a corner the straight line is shorter.
                    assert!(distance_m < 501.0, "{team} jumped {distance_m} m");
                    moved += usize::from(distance_m > 50.0);
                }
            }
        }
        assert!(moved > 1_000, "they are on their way: {moved}");
    }
}
