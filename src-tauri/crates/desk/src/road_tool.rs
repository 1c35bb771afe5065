//! `desk roads`: the same acts as in the window, from the command line, on a desk that is not
//! running.

use std::io::{IsTerminal as _, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::{Context as _, Result, bail};
use contract::rows::{
    CheckRoads, ROADS_PART_BYTES_MAX, RoadsImport, RoadsPart, RoadsReport, RoadsSheet, RoadsState,
    Who,
};
use maps::district::District;

use crate::exercise;
use crate::follow::Followers;
use crate::opening::open_for_tool;
use crate::road_report::file_name;
use crate::roadworks;
use crate::roadworks::Roadworks;
use crate::session::Session;
use crate::settings::Settings;

/// The word of the tool's imports.
const ASK: &str = "tool";

/// Take roads in, go back to those before, or say which are in force.
#[derive(Debug, clap::Args)]
pub struct RoadsArguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, clap::Subcommand)]
enum Act {
    /// Read roads, report on them, and put them in force. The desk must not be running; in the
    /// window the same is done while it works.
    Import {
        /// An .osm.pbf, GeoJSON lines, or nodes.csv and edges_directed.csv.
        #[arg(required = true)]
        files: Vec<PathBuf>,
        /// Print the report and put nothing in force.
        #[arg(long)]
        check: bool,
        /// Where the data comes from and its licence; shown with the map.
        #[arg(long, default_value = "")]
        source: String,
        /// Who does it.
        #[arg(long, default_value = "desk roads")]
        actor: String,
        #[command(flatten)]
        at: At,
    },
    /// Go back to the roads that were in force before.
    Former {
        /// Who does it.
        #[arg(long, default_value = "desk roads")]
        actor: String,
        #[command(flatten)]
        at: At,
    },
    /// Say which roads are in force.
    Show {
        #[command(flatten)]
        at: At,
    },
}

/// Which desk.
#[derive(Debug, clap::Args)]
struct At {
    /// Folder of the logbook.
    #[arg(long)]
    data: PathBuf,
    /// It is an exercise log.
    #[arg(long)]
    exercise: bool,
    /// Print JSON instead of lines.
    #[arg(long)]
    json: bool,
}

/// Does what is asked.
///
/// # Errors
/// When the log is in use, a file cannot be read, or the roads cannot be used.
pub fn run(arguments: &RoadsArguments) -> Result<()> {
    match &arguments.act {
        Act::Import {
            files,
            check,
            source,
            actor,
            at,
        } => import(files, *check, (source, actor), at),
        Act::Former { actor, at } => {
            let (works, session) = open(at)?;
            works.go_back(person(actor), vec![Arc::clone(&session)])?;
            let sheet = wait(&works)?;
            if let Some(import) = &sheet.import {
                bail!("the roads before are not in force: {}", import.trouble);
            }
            show(&sheet, at.json)
        }
        Act::Show { at } => show(&open(at)?.0.sheet(), at.json),
    }
}

fn open(at: &At) -> Result<(Arc<Roadworks>, Arc<Session>)> {
    let settings = Settings::load(&at.data, at.exercise.then_some(1), None)?;
    let session = Arc::new(open_for_tool(&settings)?);
    let made = exercise::made(&settings);
    let district = District::shipped();
    let followers = Arc::new(Followers::default());
    let works = roadworks::lay(&settings, &district, made.as_ref(), &followers)?;
    works.finish(&session);
    Ok((works, session))
}

fn person(actor: &str) -> Who {
    Who {
        actor: actor.to_owned(),
        role: "import".to_owned(),
        paper_at: None,
    }
}

fn import(files: &[PathBuf], check: bool, (source, actor): (&str, &str), at: &At) -> Result<()> {
    let (works, session) = open(at)?;
    for (number, path) in (0_u32..).zip(files) {
        send(&works, number, path).with_context(|| path.display().to_string())?;
    }
    let request = CheckRoads {
        ask: ASK.to_owned(),
        source: source.to_owned(),
    };
    works.check(&request, &session)?;
    let sheet = wait(&works)?;
    let import = sheet.import.unwrap_or_default();
    let Some(report) = &import.report else {
        bail!("the roads cannot be used: {}", import.trouble);
    };
    if at.json {
        say(&serde_json::to_string(report)?)?;
    } else {
        lines(report)?;
    }
    if check {
        works.stop(ASK);
        return Ok(());
    }
    works.put_in_force(ASK, person(actor), &[session.as_ref()])?;
    show(&works.sheet(), at.json)
}

fn send(works: &Roadworks, number: u32, path: &Path) -> Result<()> {
    let mut file = std::fs::File::open(path)?;
    let mut offset = 0;
    loop {
        let mut bytes = Vec::new();
        (&mut file)
            .take(u64::from(ROADS_PART_BYTES_MAX))
            .read_to_end(&mut bytes)?;
        if bytes.is_empty() && offset > 0 {
            return Ok(());
        }
        let part = RoadsPart {
            ask: ASK.to_owned(),
            file: number,
            name: file_name(path),
            offset,
            bytes: String::new(),
        };
        works.take_part(&part, &bytes)?;
        if bytes.is_empty() {
            return Ok(());
        }
        offset += u32::try_from(bytes.len())?;
    }
}

/// Waits until nothing is read any more.
fn wait(works: &Roadworks) -> Result<RoadsSheet> {
    let follower = works.follow();
    let shown = std::io::stderr().is_terminal();
    loop {
        let sheet = works.sheet();
        match &sheet.import {
            Some(RoadsImport {
                state: RoadsState::Reading,
                percent,
                ..
            }) => {
                if shown {
                    eprint!("\rreading roads: {percent} %");
                }
            }
            _ => {
                if shown {
                    eprintln!();
                }
                return Ok(sheet);
            }
        }
        if follower.next().is_none() {
            bail!("the reading has ended without a word");
        }
    }
}

fn lines(report: &RoadsReport) -> Result<()> {
    let figures = &report.figures;
    say(&format!(
        "{} roads of the file, {} sections, {:.1} km, {} one-way, {} turn restrictions, \
         {} bridges, {} tunnels",
        figures.roads,
        figures.sections,
        figures.length_m / 1_000.0,
        figures.one_ways,
        figures.restrictions,
        figures.bridges,
        figures.tunnels,
    ))?;
    say(&format!(
        "{} % of the sections lie in the district; {} of {} streets and {} of {} homes \
         without a road",
        report.inside_percent,
        report.streets_without.len(),
        report.streets,
        report.homes_without.len(),
        report.homes,
    ))?;
    for left in &report.left_out {
        say(&format!("left out, {}: {}", left.kind, left.count))?;
    }
    for defect in &report.defects {
        say(&format!(
            "{} {}: {}",
            defect.kind, defect.line, defect.message
        ))?;
    }
    for lost in &report.closures_lost {
        say(&format!("closure without a road: {}", lost.reason))?;
    }
    Ok(())
}

fn show(sheet: &RoadsSheet, json: bool) -> Result<()> {
    if json {
        return say(&serde_json::to_string(sheet)?);
    }
    say(&format!("in force: {}", sheet.source))?;
    if sheet.can_go_back {
        let former = sheet.former.as_ref().map(|kept| kept.source.as_str());
        say(&format!(
            "before: {}",
            former.unwrap_or("those of the settings")
        ))?;
    }
    Ok(())
}

fn say(line: &str) -> Result<()> {
    writeln!(std::io::stdout().lock(), "{line}")?;
    Ok(())
}
