//! Group `recommend`: what to send to one incident, with 500 teams, 60 depots and 30 closures, on
//! the made road network and, where the data is at hand, on a real one.
//!
//! The real network is found as in the tests: `DUTYROOM_GEODATA`, or `../shared/geodata` beside the
//! checkout. Without it those rows are missing and a line says so.

use std::path::{Path, PathBuf};
use std::time::Instant;

use anyhow::{Context as _, Result, ensure};
use dispatch::answer::Prefer;
use dispatch::coverage::Zone;
use dispatch::question::Limits;
use dispatch::standby::Standby;
use dispatch::{Nearest, Question, Recommender as _};
use drills::district::District;
use emergency::id::IncidentId;
use emergency::incident::Need;
use emergency::place::Point;
use emergency::site::{Site, SiteKind};
use emergency::stock::{CITY_ALLOTMENT, Lot};
use emergency::team::{Readiness, Team};
use emergency::time::UtcMs;
use rand::Rng as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use routing::conditions::Conditions;
use routing::import::roads_from_csv;
use routing::network::{ArcId, Network};
use routing::now::RoadNow;
use routing::settings::Settings;
use routing::situation::Situation;
use routing::snap::Known;
use routing::travel::{RoadTimes, Start, Travel, TravelTimes};
use tests::measure::{Bar, Row, Samples};

const GROUP: &str = "recommend";
/// Incidents asked about; the first few warm the caches and are not counted.
const INCIDENTS: usize = 330;
const WARM_UP: usize = 30;
/// Roads closed at each.
const CLOSURES: usize = 30;
/// Roads that are slow at each.
const SLOW: usize = 300;
/// Size of the district with 500 teams and 60 depots.
const SIZE: u32 = 10;
/// Zones to keep within reach: as many as the district has streets.
const ZONES: usize = 22;
/// The time of the questions.
const NOW: UtcMs = UtcMs(1_800_000_000_000);
/// What a promise to the officer allows, in ms (99th percentile).
const RECOMMEND_MS: f64 = 30.0;
/// A street is covered within this, seconds.
const COVER_S: u32 = dispatch::assign::problem::COVER_LIMIT_S;

/// Measures the group.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let (district, settings) = (District::generate(1, SIZE), Settings::default());
    let roads = &district.roads;
    let made = roads_from_csv(&roads.nodes_csv(), &roads.edges_csv(), &settings);
    ensure!(made.defects.is_empty(), "the made roads are sound");
    let world = World::of(&district);
    let mut rows = world.rows("made roads", &made.network, &settings)?;
    match real(&settings)? {
        Some(network) => {
            // The real roads are only those of the town: everything is moved onto them.
            let town = world.moved_to(&network);
            rows.extend(town.rows("real roads", &network, &settings)?);
        }
        None => eprintln!("recommend: no real roads at hand (DUTYROOM_GEODATA), rows left out"),
    }
    Ok(rows)
}

fn real(settings: &Settings) -> Result<Option<Network>> {
    let named = std::env::var_os("DUTYROOM_GEODATA").map(PathBuf::from);
    let beside = || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/geodata");
    let folder = named.unwrap_or_else(beside).join("roads-jinan-osm2020");
    if !folder.is_dir() {
        return Ok(None);
    }
    let read = |name: &str| std::fs::read_to_string(folder.join(name)).context(name.to_owned());
    let (nodes, edges) = (read("nodes.csv")?, read("edges_directed.csv")?);
    Ok(Some(roads_from_csv(&nodes, &edges, settings).network))
}

/// All there is, as states.
#[derive(Clone)]
struct World {
    teams: Vec<Team>,
    lots: Vec<Lot>,
    depots: Vec<Site>,
    needs: Vec<Need>,
}

impl World {
    fn of(district: &District) -> Self {
        let teams = district.teams.iter().map(|made| {
            let reported = made.reported.as_ref();
            Team {
                id: made.id.clone(),
                registered: made.registered.clone(),
                known: true,
                readiness: reported.map_or(Readiness::Unknown, |report| report.readiness),
                reported_at: reported.map(|_| NOW.plus_ms(-made.reported_before_ms)),
                ..Team::default()
            }
        });
        let lots = district.lots.iter().map(|(id, lot)| Lot {
            id: id.clone(),
            registered: lot.clone(),
            known: true,
            allotments: [(CITY_ALLOTMENT.to_owned(), lot.quantity)].into(),
            ..Lot::default()
        });
        Self {
            teams: teams.collect(),
            lots: lots.collect(),
            depots: district.sites_of(SiteKind::Depot).collect(),
            needs: needs(),
        }
    }

    fn moved_to(&self, network: &Network) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(3);
        let mut moved = self.clone();
        for team in &mut moved.teams {
            team.registered.home.point = Some(any_place(&mut rng, network));
        }
        for depot in &mut moved.depots {
            depot.registered.place.point = Some(any_place(&mut rng, network));
        }
        moved
    }

    fn rows(&self, roads: &str, network: &Network, settings: &Settings) -> Result<Vec<Row>> {
        let mut rng = ChaCha8Rng::seed_from_u64(4);
        let (mut whole, mut times) = (Samples::default(), Samples::default());
        let starts: Vec<Point> = self
            .teams
            .iter()
            .filter_map(|team| team.registered.home.point)
            .chain(self.depots.iter().filter_map(|d| d.registered.place.point))
            .collect();
        for incident in 0..INCIDENTS {
            let place = any_place(&mut rng, network);
            let chosen: Vec<ArcId> = (0..CLOSURES + SLOW)
                .map(|_| any_arc(&mut rng, network))
                .collect();
            let began = Instant::now();
            let mut conditions = Conditions::open(network);
            for (index, arc) in chosen.iter().enumerate() {
                if index < CLOSURES {
                    conditions.close_road(network, *arc);
                } else {
                    conditions.slow(*arc, 30);
                }
            }
            let travel = RoadTimes {
                network,
                conditions: &conditions,
                settings,
            };
            let ways = travel.travel(&starts, place);
            let travelled = began.elapsed();
            ensure!(ways.len() == starts.len(), "a way for each");
            let began = Instant::now();
            let answer = Nearest.recommend(&self.question(&travel, place));
            let recommended = began.elapsed();
            ensure!(
                answer.teams.len() + answer.supplies.len() == self.needs.len(),
                "all needs"
            );
            if incident >= WARM_UP {
                times.add(travelled);
                whole.add(recommended);
            }
        }
        let about = format!(
            "{} teams, {} depots, {roads}",
            self.teams.len(),
            self.depots.len()
        );
        let bar = Bar::AtMost(RECOMMEND_MS);
        let (incident, closing) = ("one incident", "closing 30 roads and all times");
        Ok(vec![
            self.at_the_desk(roads, network, settings)?,
            row(format!("{incident}, {about}, p99"), &whole, 99, bar),
            row(format!("{incident}, {about}, p50"), &whole, 50, Bar::None),
            row(format!("{closing}, {about}, p99"), &times, 99, Bar::None),
            row(format!("{closing}, {about}, p50"), &times, 50, Bar::None),
        ])
    }

    /// As the desk asks: the picture of the roads is kept, the roads beside homes are known, the
    /// zones are there, and all three ways to choose are worked out.
    fn at_the_desk(&self, roads: &str, network: &Network, settings: &Settings) -> Result<Row> {
        let mut rng = ChaCha8Rng::seed_from_u64(5);
        let situation = Situation::open(network, settings, None);
        let known = Known::default();
        let travel = RoadNow {
            network,
            situation: &situation,
            settings,
            known: Some(&known),
        };
        let standby = self.standby(&travel);
        let mut samples = Samples::default();
        for incident in 0..INCIDENTS {
            let place = any_place(&mut rng, network);
            let prefer = Prefer::ALL[incident % Prefer::ALL.len()];
            let began = Instant::now();
            let answer = Nearest.recommend(&Question {
                prefer,
                standby: Some(&standby),
                ..self.question(&travel, place)
            });
            let took = began.elapsed();
            ensure!(
                answer.alternatives.len() == Prefer::ALL.len(),
                "all three ways"
            );
            if incident >= WARM_UP {
                samples.add(took);
            }
        }
        let about = format!(
            "{} teams, {} depots, {roads}",
            self.teams.len(),
            self.depots.len()
        );
        let name = format!("one incident in three ways with coverage, {about}, p99");
        Ok(row(name, &samples, 99, Bar::AtMost(RECOMMEND_MS)))
    }

    /// The streets of the district, or as many places of the teams where those are moved.
    fn standby(&self, travel: &dyn TravelTimes) -> Standby {
        let homes = || {
            self.teams
                .iter()
                .filter_map(|t| Some((t, t.registered.home.point?)))
        };
        let starts: Vec<Start> = homes()
            .map(|(_, point)| Start {
                point,
                ..Start::default()
            })
            .collect();
        let step = (starts.len() / ZONES).max(1);
        let centres: Vec<Point> = starts
            .iter()
            .step_by(step)
            .map(|start| start.point)
            .collect();
        let in_time = |way: &Travel| way.eta_s().is_some_and(|s| s <= COVER_S);
        let zones = travel.matrix(&starts, &centres).into_iter().map(|row| {
            let near = row.iter().enumerate().filter(|(_, way)| in_time(way));
            Zone {
                weight: 1.0,
                stations: near.map(|(station, _)| station).collect(),
            }
        });
        Standby {
            zones: zones.collect(),
            stations: starts.len(),
            station_of: homes()
                .enumerate()
                .map(|(at, (team, _))| (team.id.clone(), at))
                .collect(),
        }
    }

    fn question<'a>(&'a self, travel: &'a dyn TravelTimes, place: Point) -> Question<'a> {
        static INCIDENT: std::sync::LazyLock<IncidentId> =
            std::sync::LazyLock::new(|| IncidentId::from("I1"));
        Question {
            incident: &INCIDENT,
            place: Some(place),
            needs: &self.needs,
            teams: &self.teams,
            lots: &self.lots,
            depots: &self.depots,
            travel,
            now: NOW,
            limits: Limits::default(),
            prefer: Prefer::default(),
            standby: None,
        }
    }
}

fn row(name: String, samples: &Samples, percent: u8, bar: Bar) -> Row {
    Row {
        group: GROUP,
        name,
        value: samples.percentile_ms(percent),
        unit: "ms",
        baseline: None,
        bar,
    }
}

/// What a leak of chlorine asks for in the shipped plan, and some more.
fn needs() -> Vec<Need> {
    let need = |capability: &str, supply: &str, quantity| Need {
        capability: capability.to_owned(),
        supply: supply.to_owned(),
        quantity,
    };
    vec![
        need("hazmat", "", 2),
        need("firefighting", "", 3),
        need("rescue", "", 2),
        need("medical", "", 3),
        need("police", "", 3),
        need("evacuation", "", 2),
        need("environment", "", 1),
        need("command", "", 1),
        need("", "2010101", 30),
        need("", "2010202", 20),
        need("", "2120105", 4),
        need("", "2200101", 400),
        need("", "2110111", 6),
    ]
}

fn any_place(rng: &mut ChaCha8Rng, network: &Network) -> Point {
    let arc = any_arc(rng, network);
    network.shape(arc).first().copied().unwrap_or_default()
}

fn any_arc(rng: &mut ChaCha8Rng, network: &Network) -> ArcId {
    let arcs = u32::try_from(network.arcs()).unwrap_or(u32::MAX);
    ArcId(rng.random_range(0..arcs))
}
