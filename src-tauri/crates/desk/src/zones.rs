//! The streets as zones to keep within reach, and the stations that reach each in time.
//!
//! A zone stands for a street by its centre, which is only roughly known: 待区里确认. A station is
//! a home of teams.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use contract::rows::ZoneRow;
use dispatch::coverage::Zone;
use dispatch::standby::Standby;
use emergency::place::Point;
use emergency::team::Team;
use maps::district::District;
use routing::situation::Situation;
use routing::travel::{Start, TravelTimes as _};

use crate::roads::RoadsNow;
use crate::settings::AssignSettings;

/// The zones of the district.
pub(crate) struct Zones {
    rows: Vec<ZoneRow>,
    weights: Vec<f64>,
    cover_limit_s: u32,
    /// What must be said of the centres.
    pub(crate) note: String,
    /// Which stations reach which zone, for the last picture of the roads.
    last: Mutex<Option<(Key, Reached)>>,
}

/// For each zone the stations that reach it in time.
type Reached = Arc<Vec<Vec<usize>>>;

/// What the reach of the stations depends on.
struct Key {
    picture: Option<Arc<Situation>>,
    stations: Vec<Point>,
}

impl PartialEq for Key {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.picture, &other.picture) {
            (Some(a), Some(b)) => Arc::ptr_eq(a, b),
            (None, None) => true,
            _ => false,
        };
        same && self.stations == other.stations
    }
}

/// Who stands by where, and where the stations are.
#[derive(Debug, Clone, Default)]
pub(crate) struct Posts {
    /// For the recommender.
    pub(crate) standby: Standby,
    /// The places of the stations, in their order.
    pub(crate) stations: Vec<Point>,
}

impl Zones {
    /// The streets of a district, each with its weight in the settings or 1.
    pub(crate) fn of(district: &District, settings: &AssignSettings) -> Self {
        let weights = &settings.streets;
        let streets = district.streets.iter();
        let row = |street: &maps::district::Street| ZoneRow {
            code: street.code.clone(),
            name: street.name.clone(),
            point: Point {
                lon: street.lon,
                lat: street.lat,
            },
        };
        let rows: Vec<ZoneRow> = streets.map(row).collect();
        let weight = |row: &ZoneRow| weights.get(&row.code).copied().unwrap_or(1.0).max(0.0);
        Self {
            weights: rows.iter().map(weight).collect(),
            rows,
            cover_limit_s: settings.cover_limit_s,
            note: district.streets_note.clone(),
            last: Mutex::new(None),
        }
    }

    /// A zone by its number.
    pub(crate) fn row(&self, zone: usize) -> Option<ZoneRow> {
        self.rows.get(zone).cloned()
    }

    /// A zone by its code.
    pub(crate) fn coded(&self, code: &str) -> Option<ZoneRow> {
        self.rows.iter().find(|row| row.code == code).cloned()
    }

    /// The codes of all zones, in their order.
    pub(crate) fn codes(&self) -> Vec<String> {
        self.rows.iter().map(|row| row.code.clone()).collect()
    }

    /// Who stands by where on the roads as they are. Which station reaches which zone is kept: it
    /// changes only with the picture of the roads and with the homes.
    pub(crate) fn posts(&self, teams: &[Team], roads: &RoadsNow) -> Posts {
        let (stations, station_of) = stations(teams);
        let key = Key {
            picture: roads.picture(),
            stations,
        };
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        let reached = match last.as_ref() {
            Some((known, reached)) if *known == key => Arc::clone(reached),
            _ => Arc::new(self.reached(&key.stations, roads)),
        };
        let stations = key.stations.clone();
        *last = Some((key, Arc::clone(&reached)));
        drop(last);
        self.with(&reached, stations, station_of)
    }

    /// The same on roads that are only imagined; nothing of it is kept.
    pub(crate) fn imagined(&self, teams: &[Team], roads: &RoadsNow) -> Posts {
        let (stations, station_of) = stations(teams);
        let reached = self.reached(&stations, roads);
        self.with(&reached, stations, station_of)
    }

    fn with(
        &self,
        reached: &[Vec<usize>],
        stations: Vec<Point>,
        station_of: HashMap<emergency::id::TeamId, usize>,
    ) -> Posts {
        let zone = |(weight, stations): (&f64, &Vec<usize>)| Zone {
            weight: *weight,
            stations: stations.clone(),
        };
        Posts {
            standby: Standby {
                zones: self.weights.iter().zip(reached).map(zone).collect(),
                stations: stations.len(),
                station_of,
            },
            stations,
        }
    }

    /// For each zone the stations that reach its centre within the limit.
    fn reached(&self, stations: &[Point], roads: &RoadsNow) -> Vec<Vec<usize>> {
        let start = |point: &Point| Start {
            point: *point,
            ..Start::default()
        };
        let starts: Vec<Start> = stations.iter().map(start).collect();
        let centres: Vec<Point> = self.rows.iter().map(|row| row.point).collect();
        let in_time = |row: Vec<routing::travel::Travel>| {
            let ways = row.iter().enumerate();
            let near = ways.filter(|(_, way)| way.eta_s().is_some_and(|s| s <= self.cover_limit_s));
            near.map(|(station, _)| station).collect()
        };
        roads
            .matrix(&starts, &centres)
            .into_iter()
            .map(in_time)
            .collect()
    }
}

/// The homes of the teams, each once, and which team belongs to which.
fn stations(teams: &[Team]) -> (Vec<Point>, HashMap<emergency::id::TeamId, usize>) {
    let mut at: HashMap<(u64, u64), usize> = HashMap::new();
    let (mut stations, mut station_of) = (Vec::new(), HashMap::new());
    for team in teams.iter().filter(|team| team.known) {
        let Some(home) = team.registered.home.point else {
            continue;
        };
        let station = *at
            .entry((home.lon.to_bits(), home.lat.to_bits()))
            .or_insert_with(|| {
                stations.push(home);
                stations.len() - 1
            });
        station_of.insert(team.id.clone(), station);
    }
    (stations, station_of)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use emergency::place::Place;
    use emergency::team::TeamRegistered;
    use emergency::time::UtcMs;

    use super::*;
    use crate::roads::{Ground, Laid, Roads};

    /// Seconds in which a station reaches the street that it lies in, and no other of these.
    const LIMIT_S: u32 = 240;

    fn team(id: &str, home: Option<Point>) -> Team {
        Team {
            id: id.into(),
            registered: TeamRegistered {
                home: Place {
                    point: home,
                    ..Place::default()
                },
                ..TeamRegistered::default()
            },
            known: true,
            ..Team::default()
        }
    }

    #[test]
    fn a_street_is_covered_by_the_homes_that_reach_it_in_time() {
        let district = District::shipped();
        let first = &district.streets[0];
        let weights = BTreeMap::from([(first.code.clone(), 3.0), ("nowhere".to_owned(), 9.0)]);
        let settings = AssignSettings {
            streets: weights,
            cover_limit_s: LIMIT_S,
            ..AssignSettings::default()
        };
        let zones = Zones::of(&district, &settings);
        assert_eq!(zones.codes().len(), 22, "the streets of the statistics");
        let home = Point {
            lon: first.lon,
            lat: first.lat,
        };
        let teams = [
            team("a", Some(home)),
            team("b", Some(home)),
            team("c", None),
        ];
        let roads = Roads::new(Laid::none()).at(Ground::default(), UtcMs(0));
        let posts = zones.posts(&teams, &roads);
        assert_eq!(
            posts.stations,
            [home],
            "two teams share one home, the third has none"
        );
        assert_eq!(posts.standby.zones[0].stations, [0], "it lies there");
        assert!(
            (posts.standby.zones[0].weight - 3.0).abs() < f64::EPSILON,
            "as the settings say"
        );
        assert!(
            (posts.standby.zones[1].weight - 1.0).abs() < f64::EPSILON,
            "else 1"
        );
        let covered = posts
            .standby
            .zones
            .iter()
            .filter(|zone| !zone.stations.is_empty());
        assert!(
            covered.count() < 22,
            "one home does not reach the whole district"
        );
        let again = zones.posts(&teams, &roads);
        assert_eq!(again.standby, posts.standby, "what is kept is the same");
        let imagined = zones.imagined(&teams, &roads);
        assert_eq!(
            imagined.standby, posts.standby,
            "and so is what is worked out anew"
        );
    }
}
