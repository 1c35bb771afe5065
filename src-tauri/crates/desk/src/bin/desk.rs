//! `desk`: the program without a window, and the tool of the support technician.

use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::{Parser, Subcommand};
use desk::second::PIN_CHARS_MIN;
use desk::{Desk, Settings};
use desk::{tables, tool};

/// The desk of an emergency duty room, without a window.
#[derive(Debug, Parser)]
#[command(name = "desk", version)]
struct Arguments {
    #[command(subcommand)]
    act: Act,
}

#[derive(Debug, Subcommand)]
enum Act {
    /// Run the desk: feeds, link, clocks. Calls come as JSON lines `{"name", "request"}` on the
    /// standard input; answers and changes go as JSON lines to the standard output.
    Serve {
        /// Folder of the logbook and the settings.
        #[arg(long)]
        data: PathBuf,
        /// Open an exercise log.
        #[arg(long)]
        exercise: bool,
        /// Fill an empty exercise log with the made district of this seed.
        #[arg(long)]
        seed: Option<u64>,
        /// How many times the district, 1 to 100.
        #[arg(long)]
        size: Option<u32>,
        /// Address of the city platform.
        #[arg(long)]
        platform: Option<String>,
    },
    /// Print what can be said of a desk without opening its log: where its key is, its platform.
    Status {
        /// Folder of the logbook and the settings.
        #[arg(long)]
        data: PathBuf,
    },
    /// Check a whole log and print what was found.
    Verify {
        /// The logbook's file.
        log: PathBuf,
    },
    /// Write a log out as lines of JSON with a manifest.
    Export {
        /// The logbook's file.
        log: PathBuf,
        /// A folder that is not there yet.
        to: PathBuf,
    },
    /// Put an export or a backup copy in the place of a log that is not there.
    Restore {
        /// The export's folder or the copy's file.
        from: PathBuf,
        /// Folder of the logbook and the device key.
        #[arg(long)]
        data: PathBuf,
        /// It is an exercise log.
        #[arg(long)]
        exercise: bool,
    },
    /// The way out of a damaged log: saves what nobody else has, keeps the damaged file under a
    /// dated name, makes a new log that the link fills again, and prints what is missing.
    Salvage {
        /// Folder of the logbook, the settings and the device key.
        #[arg(long)]
        data: PathBuf,
        /// It is an exercise log.
        #[arg(long)]
        exercise: bool,
    },
    Simulate(tool::SimulateArguments),
    /// Answer what to send to several incidents at once; `src-tauri/docs/assign-problem.md` is the
    /// format.
    Assign {
        /// The problem; `-` is the standard input.
        problem: PathBuf,
        /// Print the answer as JSON instead of a table.
        #[arg(long)]
        json: bool,
        /// Seconds that the search may take, instead of what the problem says.
        #[arg(long)]
        time_limit: Option<f64>,
    },
    Import(tables::ImportArguments),
    /// Write all four lists as tables into a folder.
    ExportTables {
        /// The folder.
        to: PathBuf,
        /// `xlsx` or `csv`.
        #[arg(long, default_value = "xlsx")]
        format: String,
        /// Folder of the logbook.
        #[arg(long)]
        data: PathBuf,
        /// It is an exercise log.
        #[arg(long)]
        exercise: bool,
    },
    /// Print one JSON object a line for each message or defect of the bytes given.
    Decode {
        /// `cap`, `gbt26875`, `hj212`, `jt808`, `mqtt` or `warning12379`.
        format: String,
        /// The file; the standard input when none is named.
        file: Option<PathBuf>,
    },
    /// Print what a sensor mapping makes of a captured message: one JSON object a line for each
    /// value and for each thing that is wrong.
    TryMapping {
        /// The mapping; `assets/sensors/` holds examples.
        mapping: PathBuf,
        /// The topic that the message came on.
        topic: String,
        /// The message; the standard input when none is named.
        file: Option<PathBuf>,
    },
    /// Seal the PIN of a second person: reads it from the standard input and prints what goes into
    /// `desk.toml`.
    Pin {
        /// The person's name, as the duty list writes it.
        name: String,
    },
    /// Keep the password of a feed in the system's keyring: reads it from the standard input.
    Password {
        /// The feed's name in `desk.toml`.
        feed: String,
        /// Folder of the settings.
        #[arg(long)]
        data: PathBuf,
    },
    /// Make the token of a feed that other systems write to over HTTP, and print it once: the desk
    /// keeps its hash alone. The token before ends when the desk starts again.
    Token {
        /// The feed's name in `desk.toml`.
        feed: String,
        /// Folder of the settings.
        #[arg(long)]
        data: PathBuf,
    },
    /// Make the pair of keys that tip-offs are sealed with: reads the passphrase of the private
    /// one from the standard input, writes it into a file and prints what goes into `desk.toml`.
    SealKey {
        /// The file, such as one on a stick that its keeper takes along.
        file: PathBuf,
        /// Who keeps it.
        #[arg(long)]
        keeper: String,
    },
    Route(desk::route::RouteArguments),
    Roads(desk::road_tool::RoadsArguments),
    Search(desk::finding::SearchArguments),
    Plan(desk::plan::PlanArguments),
}

fn main() -> Result<()> {
    match run() {
        Err(error) if is_hung_up(&error) => Ok(()),
        done => done,
    }
}

/// True when whoever reads the output has gone, as `head` does: it has what it wanted.
fn is_hung_up(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause
            .downcast_ref::<std::io::Error>()
            .is_some_and(|error| error.kind() == std::io::ErrorKind::BrokenPipe)
    })
}

fn trace_to_stderr() {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_default_env().unwrap_or_else(|_| "warn".into()),
        )
        .with_writer(std::io::stderr)
        .init();
}

/// A secret from the standard input: it stands in no list of processes and in no history.
fn secret() -> Result<String> {
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    Ok(line.trim_end_matches(['\r', '\n']).to_owned())
}

fn run() -> Result<()> {
    trace_to_stderr();
    match Arguments::parse().act {
        Act::Serve {
            data,
            exercise,
            seed,
            size,
            platform,
        } => {
            let settings = Settings::load(&data, None, platform.as_deref())?;
            serve(settings, exercise, seed, size)
        }
        Act::Status { data } => {
            let status = tool::status(&data)?;
            if let Some(notice) = status["notice"].as_str() {
                eprintln!("{notice}");
            }
            print_line(&status)
        }
        Act::Verify { log } => verify(&log),
        Act::Export { log, to } => {
            let manifest = tool::export(&log, &to)?;
            print_line(&manifest)
        }
        Act::Restore {
            from,
            data,
            exercise,
        } => {
            tool::restore(&from, &data, exercise)?;
            println!("restored; the desk confirms nothing by itself until it has caught up");
            Ok(())
        }
        Act::Salvage { data, exercise } => print_line(&tool::salvage(&data, exercise)?),
        Act::Simulate(arguments) => tool::simulate(&arguments),
        Act::Assign {
            problem,
            json,
            time_limit,
        } => tool::assign(&problem, json, time_limit),
        Act::Import(arguments) => tables::import(&arguments),
        Act::ExportTables {
            to,
            format,
            data,
            exercise,
        } => tables::export(&to, &format, &data, exercise),
        Act::Decode { format, file } => decode(&format, file.as_deref()),
        Act::TryMapping {
            mapping,
            topic,
            file,
        } => try_mapping(&mapping, &topic, file.as_deref()),
        Act::Pin { name } => pin(&name),
        Act::Password { feed, data } => tool::keep_password(&data, &feed, &secret()?),
        Act::Roads(arguments) => desk::road_tool::run(&arguments),
        Act::Token { feed, data } => tool::make_token(&data, &feed),
        Act::SealKey { file, keeper } => tool::make_seal_key(&file, &keeper, &secret()?),
        Act::Route(arguments) => desk::route::run(&arguments),
        Act::Search(arguments) => desk::finding::search(&arguments),
        Act::Plan(arguments) => desk::plan::run(&arguments),
    }
}

fn serve(
    mut settings: Settings,
    exercise: bool,
    seed: Option<u64>,
    size: Option<u32>,
) -> Result<()> {
    let made = seed.is_some() || size.is_some();
    if exercise || made {
        settings = settings.in_exercise(seed, size)?;
    }
    settings.fill_district = made;
    let desk = std::sync::Arc::new(Desk::open(settings)?);
    desk::copies::start(&desk).context("no thread for the hourly copies")?;
    tool::serve(&desk)?;
    desk.close();
    Ok(())
}

/// Prints the line of `desk.toml` that holds a PIN, sealed.
fn pin(name: &str) -> Result<()> {
    let mut pin = String::new();
    std::io::stdin().read_line(&mut pin)?;
    let pin = pin.trim();
    if pin.chars().count() < PIN_CHARS_MIN {
        bail!("a PIN has {PIN_CHARS_MIN} signs or more");
    }
    let sealed = desk::second::sealed(pin).map_err(|error| anyhow::anyhow!("{error}"))?;
    let line = std::collections::BTreeMap::from([(name, sealed)]);
    println!("[pins]\n{}", toml::to_string(&line)?.trim_end());
    Ok(())
}

fn verify(log: &Path) -> Result<()> {
    let found = logbook::verify(log)?;
    print_line(&found)?;
    if found.is_whole() {
        return Ok(());
    }
    bail!("the log is not whole")
}

fn decode(format: &str, file: Option<&Path>) -> Result<()> {
    if protocols::decode::find_format(format).is_none() {
        let known: Vec<_> = protocols::decode::FORMATS
            .iter()
            .map(|format| format.name)
            .collect();
        bail!("no format {format}; known are: {}", known.join(", "));
    }
    for line in protocols::decode::decode(format, &input(file)?) {
        print_line(&line)?;
    }
    Ok(())
}

/// The bytes of a file, or of the standard input.
fn input(file: Option<&Path>) -> Result<Vec<u8>> {
    let Some(path) = file else {
        let mut bytes = Vec::new();
        let most = feeds::intake::DOCUMENT_BYTES_MAX as u64 * 2;
        std::io::stdin().lock().take(most).read_to_end(&mut bytes)?;
        return Ok(bytes);
    };
    std::fs::read(path).with_context(|| path.display().to_string())
}

fn try_mapping(mapping: &Path, topic: &str, file: Option<&Path>) -> Result<()> {
    let text = std::fs::read_to_string(mapping).with_context(|| mapping.display().to_string())?;
    let (mapping, mut defects) = protocols::sensor::Mapping::read(&text);
    let found = mapping.apply(topic, &input(file)?);
    for sample in &found.messages {
        print_line(&serde_json::json!({ "type": "value", "value": sample }))?;
    }
    defects.extend(found.defects);
    for defect in &defects {
        print_line(&serde_json::json!({ "type": "defect", "defect": defect }))?;
    }
    Ok(())
}

fn print_line(value: &impl serde::Serialize) -> Result<()> {
    let mut out = std::io::stdout().lock();
    serde_json::to_writer(&mut out, value)?;
    writeln!(out)?;
    Ok(())
}
