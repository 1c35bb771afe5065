//! The measures: `cargo xtask bench [GROUP…] [--json] [--full]`.
//!
//! A group is one file beside this one with a function that measures and returns rows; it is named
//! in [`GROUPS`]. Each bar is the one that the program promises on 2 quiet cores.

mod alarms;
mod dispatch;
mod feeds;
mod link;
mod log;
mod plans;
mod recommend;
mod window;

use std::process::ExitCode;

use anyhow::{Result, bail};
use tests::measure::{self, Row};

/// A set of figures that are measured together.
struct Group {
    name: &'static str,
    what: &'static str,
    measure: fn(full: bool) -> Result<Vec<Row>>,
}

/// All groups, in the order in which they run.
const GROUPS: &[Group] = &[
    Group {
        name: "log",
        what: "facts on disk, the list, a large log",
        measure: |_| log::measure(),
    },
    Group {
        name: "link",
        what: "from desk to desk, catching up, the sequencer",
        measure: |_| link::measure(),
    },
    Group {
        name: "dispatch",
        what: "travel times, several incidents, imports, a million orders and draws under faults",
        measure: |_| dispatch::measure(),
    },
    Group {
        name: "recommend",
        what: "what to send, and how long it takes",
        measure: |_| recommend::measure(),
    },
    Group {
        name: "plans",
        what: "the plan library: search over 2,000 plans, plans from Word, two versions compared",
        measure: |_| plans::measure(),
    },
    Group {
        name: "feeds",
        what: "vehicles, fire panels, stations and MQTT points against one desk",
        measure: feeds::measure,
    },
    Group {
        name: "alarms",
        what: "a flood of ten thousand alarms from nine causes",
        measure: |_| alarms::measure(),
    },
    Group {
        name: "window",
        what: "the real window: from the socket to the screen, a burst, a day, starts",
        measure: window::measure,
    },
];

fn main() -> ExitCode {
    match run() {
        Ok(0) => ExitCode::SUCCESS,
        Ok(missed) => {
            eprintln!("{missed} figures miss their bar");
            ExitCode::FAILURE
        }
        Err(error) => {
            eprintln!("bench: {error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Measures and prints; answers how many figures miss their bar.
fn run() -> Result<usize> {
    let (options, names): (Vec<String>, Vec<String>) = std::env::args()
        .skip(1)
        .partition(|argument| argument.starts_with("--"));
    let as_json = options.iter().any(|option| option == "--json");
    let full = options.iter().any(|option| option == "--full");
    let known = ["--json", "--full"];
    if let Some(unknown) = options
        .iter()
        .find(|option| !known.contains(&option.as_str()))
    {
        bail!("there is no option {unknown:?}; only --json and --full");
    }
    let mut rows = Vec::new();
    for group in chosen(&names)? {
        eprintln!("measuring {}: {}", group.name, group.what);
        rows.extend((group.measure)(full)?);
    }
    if rows.is_empty() {
        bail!("nothing was measured");
    }
    if as_json {
        for row in &rows {
            println!("{}", row.json());
        }
    } else {
        println!("{}\n{}", measure::machine(&today()), measure::table(&rows));
    }
    Ok(rows.iter().filter(|row| row.holds() == Some(false)).count())
}

/// The date in UTC, for the head of the table.
#[expect(
    clippy::disallowed_methods,
    reason = "a figure bears the day on which it was measured"
)]
fn today() -> String {
    chrono::Utc::now().format("%Y-%m-%d").to_string()
}

fn chosen(names: &[String]) -> Result<Vec<&'static Group>> {
    if names.is_empty() {
        return Ok(GROUPS.iter().collect());
    }
    let find = |name: &String| {
        GROUPS
            .iter()
            .find(|group| group.name == name)
            .ok_or_else(|| {
                let known: Vec<&str> = GROUPS.iter().map(|group| group.name).collect();
                anyhow::anyhow!("there is no group {name:?}; there are: {}", known.join(" "))
            })
    };
    names.iter().map(find).collect()
}
