//! `desk route`: travel times from files, for the planner and for checks against other engines.
//! `src-tauri/docs/route.md` says what goes in and what comes out.

mod answer;
pub(crate) mod roads;
#[cfg(test)]
mod tests;

use std::io::Write as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use emergency::place::Point;
use routing::conditions::{Conditions, Measure};
use routing::lists;
use routing::network::Network;
use routing::road_user::RoadUser;
use routing::settings::Settings;
use serde_json::{Value, json};

use answer::Question;

/// Bad lines of a list that are printed; the others are counted.
const BAD_LINES_SHOWN: usize = 5;
/// With one of these, no way is asked for.
const PRINTS: [&str; 2] = ["print_edges", "print_speeds"];
/// Bytes of a list at most.
const LIST_BYTES_MAX: u64 = 256 * 1024 * 1024;

/// To which road a place belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum SnapTo {
    /// The nearest road that can be left again, anywhere along it.
    Edge,
    /// The nearest crossing; no part of a road is driven before it.
    Node,
}

/// What is made least.
#[derive(Debug, Clone, Copy, PartialEq, Eq, clap::ValueEnum)]
pub enum By {
    /// Time; of equal times the shortest way.
    Time,
    /// Distance; of equal distances the least time.
    Distance,
}

/// Travel times from many places to one, over a road network from files.
///
/// TIMES. Each edge takes whole milliseconds: round(length_m * 3600 / km/h), halves away from
/// zero. The speed is the edge's own (column speed_kmh, time_s or time_ms) or the class's (see
/// --print-speeds), never above the edge's maxspeed. Lengths are whole millimetres of the column
/// length_m. networkMs and networkM are sums over the edges of the way; of equal ways by --by the
/// other measure decides, so both are exact and can be compared with another engine.
///
/// ACCESS. From a place to the road it is a straight line at 10 km/h: accessStartM, accessGoalM,
/// accessMs. etaMs = networkMs + accessMs; etaS is that in whole seconds, rounded up.
///
/// STATUS. road: a way was found. cut: the listed closures leave no way; cutBy is the first closed
/// edge on the way that would be best without closures. no_way: the network itself has no way.
/// no_road: there is no road within --snap-max metres of the start or of the goal. The last two
/// also carry a straight-line estimate, marked "estimated": true.
///
/// A closed edge is never driven. With --closed-ends (and --snap edge), a place beside a closed
/// road may still drive the part of it up to the next crossing when nothing else is left:
/// "onClosed": true. The desk itself does so, for a road is often closed because of the incident.
#[derive(Debug, clap::Args)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the command line"
)]
pub struct RouteArguments {
    /// A folder with nodes.csv (node_id,lon,lat) and edges_directed.csv or edges.csv
    /// (eid,u,v,highway,length_m and, if there, lonlat, osm_way_id, name, maxspeed, speed_kmh,
    /// time_s, time_ms, maxheight, maxweight); or an .osm.pbf; or GeoJSON lines.
    #[arg(long, value_name = "DIR|FILE")]
    network: PathBuf,
    /// Places as CSV: lon,lat and, if there, id and name, found by the head; without a head
    /// lon,lat[,id[,name]] or id,lon,lat[,name]. `-` is the standard input.
    #[arg(long, value_name = "POINTS.csv", required_unless_present_any = PRINTS)]
    from: Option<PathBuf>,
    /// The place to go to, degrees: LON,LAT.
    #[arg(
        long,
        value_name = "LON,LAT",
        allow_hyphen_values = true,
        required_unless_present_any = PRINTS
    )]
    to: Option<String>,
    /// Closed edges as CSV. By head: edge_id, eid or id; or u,v or from,to; or osm_way_id.
    /// Without a head: one number a line is an edge, two are u,v. Each line closes the direction
    /// that it names and no other. May be given several times.
    #[arg(long, value_name = "EDGES.csv")]
    closed: Vec<PathBuf>,
    /// Close the other direction of each listed edge as well.
    #[arg(long)]
    both_ways: bool,
    /// Let a place on a closed road use that road up to the next crossing.
    #[arg(long)]
    closed_ends: bool,
    /// engine, heavy, car or foot.
    #[arg(long, default_value = "engine", value_parser = vehicle)]
    class: RoadUser,
    /// What a place is taken to: the nearest road, or the nearest node.
    #[arg(long, value_enum, default_value = "edge")]
    snap: SnapTo,
    /// Metres from a place to a road at most.
    #[arg(long, default_value_t = routing::settings::SNAP_MAX_M)]
    snap_max: f64,
    /// What is made least.
    #[arg(long, value_enum, default_value = "time")]
    by: By,
    /// Hour of a working day, 0 to 23, for the rush hours; without it roads are as off the rush.
    #[arg(long, value_parser = clap::value_parser!(u8).range(0..24))]
    hour: Option<u8>,
    /// Speeds by class of road as CSV: class,kmh. They replace those of the same class.
    #[arg(long, value_name = "SPEEDS.csv")]
    speeds: Option<PathBuf>,
    /// One JSON object a line.
    #[arg(long)]
    json: bool,
    /// Add what a driver is told to the JSON: turns, roads, bearings, distances.
    #[arg(long)]
    directions: bool,
    /// Add the line and the edges of the way to the JSON.
    #[arg(long)]
    geometry: bool,
    /// Print each edge with the milliseconds and millimetres that are used, and stop.
    #[arg(long)]
    print_edges: bool,
    /// Print the table of speeds, and stop.
    #[arg(long)]
    print_speeds: bool,
}

fn vehicle(text: &str) -> Result<RoadUser, String> {
    RoadUser::named(text).ok_or_else(|| {
        let known: Vec<&str> = RoadUser::ALL.map(RoadUser::name).into();
        format!("there is no class {text}; known are: {}", known.join(", "))
    })
}

/// Reads, searches, prints.
///
/// # Errors
/// When a file cannot be read, has no usable road or place, or the output cannot be written.
pub fn run(arguments: &RouteArguments) -> Result<()> {
    let done = read_and_answer(arguments);
    let gone = |error: &anyhow::Error| {
        let io = error.downcast_ref::<std::io::Error>();
        io.is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    };
    match done {
        // Whoever reads has seen enough.
        Err(error) if gone(&error) => Ok(()),
        other => other,
    }
}

fn read_and_answer(arguments: &RouteArguments) -> Result<()> {
    let mut settings = Settings {
        snap_max_m: arguments.snap_max,
        ..Settings::default()
    };
    if let Some(path) = &arguments.speeds {
        let text = list(path)?;
        roads::replace_speeds(&mut settings, &text).with_context(|| path.display().to_string())?;
    }
    if arguments.print_speeds {
        for (class, kmh) in &settings.speeds_kmh {
            print(&json!({ "class": class, "kmh": kmh }).to_string())?;
        }
        return print(&json!({ "class": "", "kmh": settings.other_speed_kmh }).to_string());
    }
    let network = roads::read(&arguments.network, &settings)?;
    let conditions = conditions(arguments, &network, &settings)?;
    if arguments.print_edges {
        return network
            .all_arcs()
            .try_for_each(|arc| print(&answer::edge(&network, &conditions, arc).to_string()));
    }
    let (from, to) = (arguments.from.as_ref(), arguments.to.as_deref());
    let (Some(from), Some(to)) = (from, to) else {
        bail!("--from and --to are needed");
    };
    let to = goal(to)?;
    let (starts, bad) = lists::places(&list(from)?);
    report(&from.display().to_string(), &bad);
    if starts.is_empty() {
        bail!("{}: there is no place in it", from.display());
    }
    let question = Question {
        network: &network,
        conditions: &conditions,
        settings: &settings,
        snap: arguments.snap,
        geometry: arguments.geometry,
        directions: arguments.directions,
        to,
    };
    for line in question.answer(&starts) {
        print(&if arguments.json {
            line.to_string()
        } else {
            as_text(&line)
        })?;
    }
    Ok(())
}

fn conditions(
    arguments: &RouteArguments,
    network: &Network,
    settings: &Settings,
) -> Result<Conditions> {
    let measure = match arguments.by {
        By::Time => Measure::Time,
        By::Distance => Measure::Distance,
    };
    let mut conditions = Conditions::open(network)
        .with_vehicle(arguments.class)
        .with_measure(measure);
    if !arguments.closed_ends {
        conditions = conditions.without_closed_ends();
    }
    if let Some(hour) = arguments.hour {
        conditions = conditions.at_hour(network, settings, hour);
    }
    for path in &arguments.closed {
        let (arcs, bad) = lists::closed_roads(&list(path)?, network);
        report(&path.display().to_string(), &bad);
        for arc in arcs {
            if arguments.both_ways {
                conditions.close_road(network, arc);
            } else {
                conditions.close(arc);
            }
        }
    }
    Ok(conditions)
}

/// The text of a list; `-` is the standard input.
fn list(path: &std::path::Path) -> Result<String> {
    use std::io::Read as _;
    let name = || path.display().to_string();
    let mut bytes = Vec::new();
    if path.as_os_str() == "-" {
        std::io::stdin()
            .lock()
            .take(LIST_BYTES_MAX)
            .read_to_end(&mut bytes)?;
    } else {
        let file = std::fs::File::open(path).with_context(name)?;
        file.take(LIST_BYTES_MAX)
            .read_to_end(&mut bytes)
            .with_context(name)?;
    }
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}

fn goal(text: &str) -> Result<Point> {
    let parts = text.split_once(',');
    let number = |text: &str, most: f64| {
        let number = text.trim().parse().ok();
        number.filter(|degrees: &f64| degrees.abs() <= most)
    };
    let point = parts.and_then(|(lon, lat)| {
        Some(Point {
            lon: number(lon, 180.0)?,
            lat: number(lat, 90.0)?,
        })
    });
    point.with_context(|| format!("--to {text}: give LON,LAT in degrees, as 117.07,36.68"))
}

fn report(name: &str, bad: &[lists::BadLine]) {
    for line in bad.iter().take(BAD_LINES_SHOWN) {
        eprintln!("{name}:{}: {}", line.line, line.message);
    }
    if bad.len() > BAD_LINES_SHOWN {
        eprintln!("{name}: {} lines in all could not be used", bad.len());
    }
}

/// The answer for a person's eye.
fn as_text(line: &Value) -> String {
    let text = |key: &str| line[key].as_str().unwrap_or_default().to_owned();
    let whole = |key: &str| {
        line[key]
            .as_f64()
            .map_or("-".to_owned(), |n| format!("{n:.0}"))
    };
    let name = [text("id"), text("name")].join(" ");
    let name = name.trim();
    let mut out = format!(
        "{:>5}  {:24}  {:8}  {:>7} s  {:>8} m",
        line["point"],
        if name.is_empty() { "-" } else { name },
        text("status"),
        whole("etaS"),
        whole("distanceM"),
    );
    if line["estimated"] == json!(true) {
        out.push_str("  estimate, no road followed");
    }
    if line["onClosed"] == json!(true) {
        out.push_str("  begins or ends on a closed road");
    }
    if line["cutBy"].is_object() {
        out.push_str(&format!(
            "  closed edge {} leaves no way",
            line["cutBy"]["edge"]
        ));
    }
    out
}

fn print(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(())
}
