//! Travel times from 500 teams and 60 depots to one incident, 30 roads and a plume closed just
//! before, on the real network where it is at hand and on a made one of a million edges that is
//! imported from an `.osm.pbf` of the bench's own.
//!
//! The baseline is petgraph's search over the same roads with the same closures, and nothing else.
//! The real network is found as in the tests: `DUTYROOM_GEODATA`, or `../shared/geodata` beside the
//! checkout. Without it those rows are missing and a line says so.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, ensure};
use emergency::closure::{Closure, ClosureKind, ClosureSet, ClosureShape, RoadUser};
use emergency::place::Point;
use emergency::time::UtcMs;
use petgraph::graph::DiGraph;
use petgraph::visit::{EdgeRef as _, Reversed};
use rand::Rng as _;
use rand::SeedableRng as _;
use rand_chacha::ChaCha8Rng;
use routing::conditions::Conditions;
use routing::import::{Imported, Watch, roads_from_csv, roads_from_pbf};
use routing::network::{ArcId, Network};
use routing::now::RoadNow;
use routing::settings::Settings;
use routing::situation::Situation;
use routing::travel::{Start, Travel, TravelTimes as _};
use tests::measure::{Bar, Row, Samples};
use tests::pbf::File;
use tests::ways::same_as_another;

use super::GROUP;

/// Incidents asked about on the real network; the first few warm the caches.
const INCIDENTS: usize = 330;
/// The same on the large one.
const INCIDENTS_LARGE: usize = 120;
const WARM_UP: usize = 20;
/// Searches of the baseline.
const BASELINES: usize = 20;
/// Roads closed at each incident.
const CLOSURES: usize = 30;
/// Where teams and depots are.
const STARTS: usize = 560;
/// Corners of the plume, its length and its half width at the end in metres.
const PLUME: (u32, f64, f64) = (24, 2_000.0, 300.0);
/// Crossings on a side of the made network: 4 n (n - 1) edges, a little over a million.
const SIDE: u32 = 501;
const NOW: UtcMs = UtcMs(1_800_000_000_000);

/// 99th percentile on the real network of 28,597 edges, in ms.
const REAL_MS: f64 = 10.0;
/// The same on a million edges.
const LARGE_MS: f64 = 120.0;
/// Import of a million edges, in seconds.
const IMPORT_S: f64 = 60.0;
/// Random cases that are held against another search.
const CASES: usize = 1_000;
/// Incidents of one night that are asked about together.
const NIGHT: usize = 20;

pub(super) fn measure() -> Result<Vec<Row>> {
    let settings = Settings::default();
    let mut rows = Vec::new();
    match real(&settings)? {
        Some(network) => {
            rows.extend(times("real roads", &network, INCIDENTS, REAL_MS)?);
            rows.push(exactly(&network)?);
        }
        None => eprintln!("dispatch: no real roads at hand (DUTYROOM_GEODATA), rows left out"),
    }
    let file = made_file();
    let (network, import_rows) = import(&file, &settings)?;
    rows.extend(import_rows);
    rows.extend(times(
        "1,000,000 edges",
        &network,
        INCIDENTS_LARGE,
        LARGE_MS,
    )?);
    rows.push(stopping(&file, &settings)?);
    Ok(rows)
}

/// Random cases in which every crossing has the same time and length as in petgraph's search.
fn exactly(network: &Network) -> Result<Row> {
    let mut rng = ChaCha8Rng::seed_from_u64(20);
    for case in 0..CASES {
        let same = same_as_another(network, &mut rng).map_err(anyhow::Error::msg);
        same.with_context(|| format!("case {case}"))?;
    }
    Ok(row(
        "random cases in which all times and lengths equal another search's, real roads",
        CASES as f64,
        "cases",
        Bar::AtLeast(CASES as f64),
    ))
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

/// A grid of streets, every tenth of them a main road, as a file.
fn made_file() -> Vec<u8> {
    let mut file = File::new();
    let id = |row: u32, column: u32| i64::from(row * SIDE + column) + 1;
    for row in 0..SIDE {
        for column in 0..SIDE {
            let (lon, lat) = (
                116.5 + 0.001 * f64::from(column),
                36.4 + 0.0008 * f64::from(row),
            );
            file.node(id(row, column), lon, lat, &[]);
        }
    }
    for line in 0..SIDE {
        let class = if line.is_multiple_of(10) {
            "primary"
        } else {
            "residential"
        };
        let name = format!("演练 {line} 号路");
        let tags = [("highway", class), ("name", name.as_str())];
        let across: Vec<i64> = (0..SIDE).map(|column| id(line, column)).collect();
        let along: Vec<i64> = (0..SIDE).map(|row| id(row, line)).collect();
        file.way(i64::from(2 * line) + 1, &across, &tags);
        file.way(i64::from(2 * line) + 2, &along, &tags);
    }
    file.finish()
}

fn import(file: &[u8], settings: &Settings) -> Result<(Network, Vec<Row>)> {
    let mut told = 0;
    let began = Instant::now();
    let mut watch = Watch {
        progress: &mut |_| told += 1,
        stop: &|| false,
    };
    let Imported {
        network,
        defect_count,
        ..
    } = roads_from_pbf(file, settings, &mut watch)?;
    let took = began.elapsed();
    ensure!(defect_count == 0, "the made file is sound");
    ensure!(network.arcs() > 1_000_000, "{} edges", network.arcs());
    ensure!(told > 10, "progress was told {told} times");
    let row = row(
        "import of an .osm.pbf of 1,000,000 edges",
        took.as_secs_f64(),
        "s",
        Bar::AtMost(IMPORT_S),
    );
    Ok((network, vec![row]))
}

/// How long an import goes on after it was told to stop.
fn stopping(file: &[u8], settings: &Settings) -> Result<Row> {
    let told = std::cell::Cell::new(None);
    let mut watch = Watch {
        progress: &mut |done| {
            if done > 0.3 && told.get().is_none() {
                told.set(Some(Instant::now()));
            }
        },
        stop: &|| told.get().is_some(),
    };
    let stopped = roads_from_pbf(file, settings, &mut watch);
    ensure!(stopped.is_err(), "it was stopped");
    let since = told.get().context("it was told")?.elapsed();
    Ok(row(
        "import stops after it was told",
        millis(since),
        "ms",
        Bar::None,
    ))
}

fn millis(time: Duration) -> f64 {
    time.as_secs_f64() * 1_000.0
}

fn row(name: &str, value: f64, unit: &'static str, bar: Bar) -> Row {
    Row {
        group: GROUP,
        name: name.to_owned(),
        value,
        unit,
        baseline: None,
        bar,
    }
}

/// What happens at one incident.
struct Night {
    place: Point,
    closures: Vec<Closure>,
}

fn any_arc(rng: &mut ChaCha8Rng, network: &Network) -> ArcId {
    let arcs = u32::try_from(network.arcs()).unwrap_or(u32::MAX);
    ArcId(rng.random_range(0..arcs))
}

fn any_place(rng: &mut ChaCha8Rng, network: &Network) -> Point {
    let arc = any_arc(rng, network);
    network.shape(arc).first().copied().unwrap_or_default()
}

impl Night {
    /// An incident inside the head of a plume, and roads closed anywhere.
    fn any(rng: &mut ChaCha8Rng, network: &Network) -> Self {
        let place = any_place(rng, network);
        let mut closures: Vec<Closure> = (0..CLOSURES)
            .map(|number| {
                let arc = any_arc(rng, network);
                let numbers = std::iter::once(arc).chain(network.opposite(arc));
                let numbers = numbers.map(|arc| network.number(arc)).collect();
                closed(
                    number,
                    ClosureKind::Blocked,
                    ClosureShape::Edges { numbers },
                )
            })
            .collect();
        let wind = rng.random_range(0.0..std::f64::consts::TAU);
        let ring = plume(place, wind);
        closures.push(closed(
            CLOSURES,
            ClosureKind::Hazard,
            ClosureShape::Area { ring },
        ));
        Self { place, closures }
    }
}

fn closed(number: usize, kind: ClosureKind, shape: ClosureShape) -> Closure {
    Closure {
        id: format!("C{number}").into(),
        set_at: Some(UtcMs(0)),
        set: ClosureSet {
            kind,
            shape,
            reason: "演练".to_owned(),
            ..ClosureSet::default()
        },
        ..Closure::default()
    }
}

/// A long drop with its head behind the place.
fn plume(place: Point, wind: f64) -> Vec<Point> {
    let (corners, length_m, half_m) = PLUME;
    let metres = |along: f64, aside: f64| {
        let (east, north) = (
            along * wind.sin() + aside * wind.cos(),
            along * wind.cos() - aside * wind.sin(),
        );
        Point {
            lon: place.lon + east / 89_000.0,
            lat: place.lat + north / 111_195.0,
        }
    };
    let half = corners / 2;
    let side = |index: u32| f64::from(index) / f64::from(half);
    let out = (0..=half).map(|index| (side(index), 1.0));
    let back = (0..=half).rev().map(|index| (side(index), -1.0));
    let edge = |(along, hand): (f64, f64)| {
        metres(
            along * length_m - 150.0,
            hand * (60.0 + along * (half_m - 60.0)),
        )
    };
    out.chain(back).map(edge).collect()
}

fn times(about: &str, network: &Network, incidents: usize, most_ms: f64) -> Result<Vec<Row>> {
    let mut rng = ChaCha8Rng::seed_from_u64(5);
    let settings = Settings::default();
    let starts: Vec<Start> = (0..STARTS)
        .map(|_| Start {
            point: any_place(&mut rng, network),
            vehicle: RoadUser::Engine,
        })
        .collect();
    let (mut whole, mut night) = (Samples::default(), Samples::default());
    let mut roads = 0;
    for incident in 0..incidents + WARM_UP {
        let Night { place, closures } = Night::any(&mut rng, network);
        let began = Instant::now();
        let mut situation = Situation::open(network, &settings, Some(8));
        situation.close_all(network, &settings, &closures, NOW);
        situation.wind_from_deg = Some(rng.random_range(0.0..360.0));
        let now = RoadNow {
            network,
            situation: &situation,
            settings: &settings,
            known: None,
        };
        let travels = now.travel_each(&starts, place);
        let took = began.elapsed();
        roads += travels
            .iter()
            .filter(|t| matches!(t, Travel::Road { .. }))
            .count();
        ensure!(travels.len() == STARTS, "a time for each");
        if incident >= WARM_UP {
            whole.add(took);
        }
        if incident % 60 == 0 {
            let places: Vec<Point> = (0..NIGHT).map(|_| any_place(&mut rng, network)).collect();
            let began = Instant::now();
            ensure!(
                now.matrix(&starts, &places).len() == NIGHT,
                "a row for each"
            );
            night.add(began.elapsed());
        }
    }
    ensure!(
        roads > STARTS * incidents / 2,
        "most are reached by road: {roads}"
    );
    let plain = baseline(network, &mut rng);
    let what = format!("30 roads and a plume closed, 560 times to one incident, {about}");
    let one = |percent: u8, bar: Bar| Row {
        baseline: Some(plain.percentile_ms(percent)),
        ..row(
            &format!("{what}, p{percent}"),
            whole.percentile_ms(percent),
            "ms",
            bar,
        )
    };
    let nights = format!("560 times to each of {NIGHT} incidents, {about}, p50");
    Ok(vec![
        one(99, Bar::AtMost(most_ms)),
        one(50, Bar::None),
        row(&nights, night.percentile_ms(50), "ms", Bar::None),
    ])
}

/// petgraph's search from one crossing against the direction of travel.
fn baseline(network: &Network, rng: &mut ChaCha8Rng) -> Samples {
    let mut samples = Samples::default();
    let open = Conditions::open(network);
    let mut graph: DiGraph<(), u32> = DiGraph::with_capacity(network.crossings(), network.arcs());
    let nodes: Vec<_> = (0..network.crossings())
        .map(|_| graph.add_node(()))
        .collect();
    for arc in network.all_arcs() {
        let (from, to) = (network.from(arc) as usize, network.to(arc) as usize);
        graph.add_edge(nodes[from], nodes[to], open.arc_ms(network, arc));
    }
    for _ in 0..BASELINES {
        let goal = nodes[network.from(any_arc(rng, network)) as usize];
        let began = Instant::now();
        let found = petgraph::algo::dijkstra(Reversed(&graph), goal, None, |edge| *edge.weight());
        if !found.is_empty() {
            samples.add(began.elapsed());
        }
    }
    samples
}
