//! `desk simulate`: a made night in a drop folder, or made-up devices that speak to a server.

mod night;

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::{Args, Subcommand};
use drills::district::District;
use drills::inject::Inject;
use feeds::simulate::{Device, FireDevice, Fleet, Sensor, Station, Tally, VehicleTerminal};
use serde_json::json;
use tokio_util::sync::CancellationToken;

use crate::clock;

/// How often the tally is printed.
const TALLY_EVERY: Duration = Duration::from_secs(5);

/// Play a made night: the alerts of a district into a drop folder, or devices to a server.
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub struct SimulateArguments {
    #[command(subcommand)]
    devices: Option<Devices>,
    /// The drop folder.
    folder: Option<PathBuf>,
    /// Seed of the night.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How many times the district, 1 to 100.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=100))]
    size: u32,
    /// Seconds of the night in one second.
    #[arg(long, default_value_t = 60)]
    speed: u32,
}

#[derive(Debug, Subcommand)]
enum Devices {
    /// Vehicle terminals of JT/T 808-2013 and -2019.
    Jt808(FleetArguments),
    /// Fire alarm transmission devices of GB/T 26875.3.
    Gbt26875(FleetArguments),
    /// Environment monitoring stations of HJ 212.
    Hj212(FleetArguments),
    /// Tanks, gas detectors, elevators, pipelines and bridges that publish to a broker of MQTT, as
    /// the mappings of `assets/sensors/` read them.
    Mqtt(FleetArguments),
    /// Work orders, flashes, tip-offs and public opinion, into a drop folder or to a door.
    Calls(CallsArguments),
    /// A whole night of all of them, from a seed.
    Night(night::NightArguments),
    /// Lists of alerts over HTTP, with updates and cancellations.
    Lists(night::ListsArguments),
    /// A device that misbehaves: wrong checksums and times, noise, half a frame.
    Fault(night::FaultArguments),
}

#[derive(Debug, Args)]
struct CallsArguments {
    /// The drop folder of a feed of kind `submission_folder`.
    #[arg(long, conflicts_with = "address")]
    folder: Option<PathBuf>,
    /// Address of a feed of kind `submission_http`, such as `127.0.0.1:7345`.
    #[arg(long, requires = "token")]
    address: Option<SocketAddr>,
    /// Its token, as `desk token` printed it.
    #[arg(long)]
    token: Option<String>,
    /// How many.
    #[arg(long, default_value_t = 10)]
    count: u32,
    /// The number of the first; the same numbers again are the same records.
    #[arg(long, default_value_t = 1)]
    first: u32,
}

#[derive(Debug, Args)]
struct FleetArguments {
    /// Address of the server or broker, such as `127.0.0.1:7808`.
    address: SocketAddr,
    /// How many devices.
    #[arg(long, default_value_t = 10)]
    devices: u32,
    /// Seconds between two reports of a device.
    #[arg(long, default_value_t = 30.0)]
    every_s: f64,
    /// Reports of each device; without it they go on.
    #[arg(long)]
    reports: Option<u64>,
    /// Also what is rarer: vehicles that drive through fences and tired drivers, pumps that start
    /// and disabled detectors, broken instruments and alarm frames of the older edition, toxic gas,
    /// pipelines and bridges.
    #[arg(long)]
    rarer: bool,
}

/// Plays a night, or runs devices until each has sent its reports.
///
/// # Errors
/// When the folder cannot be written, or a number cannot be.
pub fn simulate(arguments: &SimulateArguments) -> Result<()> {
    match &arguments.devices {
        Some(Devices::Jt808(fleet)) if fleet.rarer => {
            run(fleet, |n| Box::new(VehicleTerminal::new(n).rarer()))
        }
        Some(Devices::Jt808(fleet)) => run(fleet, |n| Box::new(VehicleTerminal::new(n))),
        Some(Devices::Gbt26875(fleet)) if fleet.rarer => {
            run(fleet, |n| Box::new(FireDevice::new(n).rarer()))
        }
        Some(Devices::Gbt26875(fleet)) => run(fleet, |n| Box::new(FireDevice::new(n))),
        Some(Devices::Hj212(fleet)) if fleet.rarer => {
            run(fleet, |n| Box::new(Station::new(n).rarer()))
        }
        Some(Devices::Hj212(fleet)) => run(fleet, |n| Box::new(Station::new(n))),
        Some(Devices::Mqtt(fleet)) => publish(fleet),
        Some(Devices::Calls(arguments)) => calls(arguments),
        Some(Devices::Night(arguments)) => night::play(arguments),
        Some(Devices::Lists(arguments)) => night::serve_lists(arguments),
        Some(Devices::Fault(arguments)) => night::misbehave(arguments),
        None => match &arguments.folder {
            Some(folder) => night_of_alerts(folder, arguments),
            None => bail!("a folder or a kind of device is needed"),
        },
    }
}

/// Hands made records over, by a file or through the door.
fn calls(arguments: &CallsArguments) -> Result<()> {
    let made = feeds::simulate::calls::made(arguments.first, arguments.count, clock::now());
    if let Some(folder) = &arguments.folder {
        std::fs::create_dir_all(folder)?;
        let name = format!("calls-{}.json", arguments.first);
        let unfinished = folder.join(format!("{name}.part"));
        std::fs::write(&unfinished, made.to_string())?;
        std::fs::rename(&unfinished, folder.join(name))?;
        return Ok(());
    }
    let (Some(address), Some(token)) = (arguments.address, &arguments.token) else {
        bail!("a folder, or an address with its token, is needed");
    };
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let said = runtime.block_on(feeds::told::http::send(address, token, made.to_string()))?;
    println!("{said}");
    Ok(())
}

fn fleet(arguments: &FleetArguments) -> Result<Fleet> {
    let every = Duration::try_from_secs_f64(arguments.every_s).context("every_s is no time")?;
    Ok(Fleet {
        address: arguments.address,
        devices: arguments.devices,
        every,
        reports: arguments.reports,
        clock: clock::now,
    })
}

fn run(arguments: &FleetArguments, make: fn(u32) -> Box<dyn Device>) -> Result<()> {
    let (fleet, tally) = (fleet(arguments)?, Arc::new(Tally::default()));
    let running = fleet.run(make, Arc::clone(&tally), CancellationToken::new());
    watch(running, &tally)
}

fn publish(arguments: &FleetArguments) -> Result<()> {
    let (fleet, tally) = (fleet(arguments)?, Arc::new(Tally::default()));
    let make = if arguments.rarer {
        |n| Sensor::new(n).rarer()
    } else {
        Sensor::new
    };
    let running = fleet.publish(make, Arc::clone(&tally), CancellationToken::new());
    watch(running, &tally)
}

/// Runs devices to their end and prints what they have done.
fn watch(running: impl Future<Output = ()>, tally: &Tally) -> Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        tokio::pin!(running);
        let mut every = tokio::time::interval(TALLY_EVERY);
        loop {
            tokio::select! {
                () = &mut running => return,
                _ = every.tick() => print(tally),
            }
        }
    });
    print(tally);
    Ok(())
}

fn print(tally: &Tally) {
    let count = |number: &std::sync::atomic::AtomicU64| number.load(Ordering::Relaxed);
    let line = json!({
        "sent": count(&tally.sent),
        "answered": count(&tally.answered),
        "broken": count(&tally.broken),
        "answerP99Ms": tally.waits.percentile_ms(99),
    });
    println!("{line}");
}

/// Plays the feeds of a made night into a drop folder.
fn night_of_alerts(folder: &Path, arguments: &SimulateArguments) -> Result<()> {
    let speed = arguments.speed;
    if speed == 0 {
        bail!("a night at speed 0 never ends");
    }
    std::fs::create_dir_all(folder).with_context(|| folder.display().to_string())?;
    let night = District::generate(arguments.seed, arguments.size).night(clock::now());
    let mut at_ms = 0;
    for (number, timed) in night.events.iter().enumerate() {
        let Inject::Feed {
            feed,
            format,
            bytes,
        } = &timed.inject
        else {
            continue;
        };
        let wait_ms = (timed.offset_ms - at_ms).max(0) / i64::from(speed);
        std::thread::sleep(Duration::from_millis(u64::try_from(wait_ms).unwrap_or(0)));
        at_ms = timed.offset_ms;
        let unfinished = folder.join(format!("{number:05}.part"));
        std::fs::write(&unfinished, bytes)?;
        std::fs::rename(
            &unfinished,
            folder.join(format!("{number:05}-{format}.xml")),
        )?;
        println!("{:>6} s  {feed}", timed.offset_ms / 1_000);
    }
    Ok(())
}
