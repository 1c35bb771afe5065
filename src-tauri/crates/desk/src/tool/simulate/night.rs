//! `desk simulate night`: fleets, lists, calls and broken devices together, from a seed; and each
//! of the parts alone.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context as _, Result, bail};
use clap::{Args, ValueEnum};
use feeds::simulate::faults::{self, Fault, Speech};
use feeds::simulate::lists::{self, Lists};
use feeds::simulate::night::{MINUTES_MAX, Step, schedule};
use feeds::simulate::{
    Device, FireDevice, Fleet, PacketStation, Sensor, Station, Tally, UploadTerminal,
    VehicleTerminal,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio_util::sync::CancellationToken;

use super::print;
use crate::clock;

/// Seconds between two reports of a device.
const REPORT_S: f64 = 30.0;
/// One in so many devices of a fleet sends batches or messages in parts.
const UPLOADS_EVERY: u32 = 10;

fn minutes_range() -> clap::builder::RangedI64ValueParser<u32> {
    clap::value_parser!(u32).range(1..=i64::from(MINUTES_MAX))
}

/// Play a whole night from a seed: vehicles, panels, stations, sensors, alerts, calls and devices
/// that misbehave; whatever has no address is left out.
#[derive(Debug, Args)]
pub(super) struct NightArguments {
    /// Seed of the night; the same seed is the same night.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// How long it is.
    #[arg(long, default_value_t = 480, value_parser = minutes_range())]
    minutes: u32,
    /// Seconds of the night in one second.
    #[arg(long, default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=200))]
    speed: u32,
    /// Devices of each kind.
    #[arg(long, default_value_t = 20)]
    devices: u32,
    /// Address of the server of vehicles, such as `127.0.0.1:7808`.
    #[arg(long)]
    jt808: Option<SocketAddr>,
    /// Address of the server of fire panels.
    #[arg(long)]
    gbt26875: Option<SocketAddr>,
    /// Address of the server of stations.
    #[arg(long)]
    hj212: Option<SocketAddr>,
    /// Address of the broker of sensors.
    #[arg(long)]
    mqtt: Option<SocketAddr>,
    /// Address of the door for submissions.
    #[arg(long, requires = "token")]
    door: Option<SocketAddr>,
    /// Its token.
    #[arg(long)]
    token: Option<String>,
    /// Address at which lists of alerts are served: `/atom` and `/rss`.
    #[arg(long)]
    lists: Option<SocketAddr>,
    /// Print what would happen and when, and play nothing.
    #[arg(long)]
    plan: bool,
}

/// Serve lists of alerts: `/atom` with messages of CAP, `/rss` with files of 12379, in chains of an
/// alert, its update and its cancellation.
#[derive(Debug, Args)]
pub(super) struct ListsArguments {
    /// Address to listen at, such as `127.0.0.1:7380`.
    address: SocketAddr,
    /// Seconds between two messages.
    #[arg(long, default_value_t = 60.0)]
    every_s: f64,
    /// Seed, which names the messages.
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// Messages in all; without it they go on.
    #[arg(long)]
    messages: Option<u32>,
}

/// Send what a broken or badly made device sends.
#[derive(Debug, Args)]
pub(super) struct FaultArguments {
    /// What it means to speak.
    speech: SpeechName,
    /// Address of the server.
    address: SocketAddr,
    /// What is wrong; without it everything in turn.
    #[arg(long)]
    fault: Option<FaultName>,
    /// Seed of the noise.
    #[arg(long, default_value_t = 1)]
    seed: u64,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum SpeechName {
    Jt808,
    Gbt26875,
    Hj212,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum FaultName {
    BadCheck,
    BadTime,
    Noise,
    HalfFrame,
}

impl From<SpeechName> for Speech {
    fn from(name: SpeechName) -> Self {
        match name {
            SpeechName::Jt808 => Self::Jt808,
            SpeechName::Gbt26875 => Self::Gbt26875,
            SpeechName::Hj212 => Self::Hj212,
        }
    }
}

impl From<FaultName> for Fault {
    fn from(name: FaultName) -> Self {
        match name {
            FaultName::BadCheck => Self::BadCheck,
            FaultName::BadTime => Self::BadTime,
            FaultName::Noise => Self::Noise,
            FaultName::HalfFrame => Self::HalfFrame,
        }
    }
}

fn runtime() -> Result<tokio::runtime::Runtime> {
    let built = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    Ok(built)
}

/// Sends the faults of one device, one after the other.
pub(super) fn misbehave(arguments: &FaultArguments) -> Result<()> {
    let speech = Speech::from(arguments.speech);
    let one = arguments.fault.map(Fault::from);
    runtime()?.block_on(async {
        for fault in Fault::ALL {
            if one.is_some_and(|one| one != fault) {
                continue;
            }
            let bytes = faults::bytes(speech, fault, arguments.seed, clock::now().0);
            faults::misbehave(arguments.address, &bytes, fault).await?;
            println!(
                "{}",
                json!({"fault": format!("{fault:?}"), "bytes": hex::encode(&bytes)})
            );
        }
        Ok(())
    })
}

/// Serves lists, and publishes messages until all are out or it is stopped.
pub(super) fn serve_lists(arguments: &ListsArguments) -> Result<()> {
    let every = Duration::try_from_secs_f64(arguments.every_s).context("every_s is no time")?;
    runtime()?.block_on(async {
        let listener = TcpListener::bind(arguments.address).await?;
        let published = Arc::new(Lists::new(arguments.seed));
        let stop = CancellationToken::new();
        let serving = lists::serve(listener, Arc::clone(&published), stop);
        let publishing = async {
            for _ in 0..arguments.messages.unwrap_or(u32::MAX) {
                let count = published.publish(clock::now());
                println!("{}", json!({"published": count}));
                tokio::time::sleep(every).await;
            }
        };
        tokio::select! {
            served = serving => Ok(served?),
            () = publishing => Ok(()),
        }
    })
}

/// Plays a night to its end.
pub(super) fn play(arguments: &NightArguments) -> Result<()> {
    let steps = schedule(arguments.seed, arguments.minutes);
    if arguments.plan {
        for (at_ms, step) in &steps {
            println!("{}", line(*at_ms, *step, "planned"));
        }
        return Ok(());
    }
    let addresses = [
        arguments.jt808,
        arguments.gbt26875,
        arguments.hj212,
        arguments.mqtt,
        arguments.door,
        arguments.lists,
    ];
    if addresses.iter().all(Option::is_none) {
        bail!("no address is given; --plan prints the night without one");
    }
    runtime()?.block_on(night(arguments, &steps))
}

fn line(at_ms: i64, step: Step, outcome: &str) -> Value {
    json!({"at_s": at_ms / 1_000, "step": format!("{step:?}"), "outcome": outcome})
}

async fn night(arguments: &NightArguments, steps: &[(i64, Step)]) -> Result<()> {
    let stop = CancellationToken::new();
    let (tally, published) = (
        Arc::new(Tally::default()),
        Arc::new(Lists::new(arguments.seed)),
    );
    let mut running = fleets(arguments, &tally, &stop);
    if let Some(address) = arguments.lists {
        let listener = TcpListener::bind(address).await?;
        let serving = lists::serve(listener, Arc::clone(&published), stop.clone());
        running.spawn(async move {
            if let Err(error) = serving.await {
                tracing::error!(%error, "the lists are served no more");
            }
        });
    }
    let begun = tokio::time::Instant::now();
    let at = |at_ms: i64| {
        let ms = u64::try_from(at_ms / i64::from(arguments.speed)).unwrap_or_default();
        begun + Duration::from_millis(ms)
    };
    for (at_ms, step) in steps {
        tokio::time::sleep_until(at(*at_ms)).await;
        let outcome = take_step(arguments, *step, &published).await;
        println!("{}", line(*at_ms, *step, outcome));
    }
    tokio::time::sleep_until(at(i64::from(arguments.minutes) * 60_000)).await;
    stop.cancel();
    while running.join_next().await.is_some() {}
    print(&tally);
    Ok(())
}

/// The device of a number.
type Make = fn(u32) -> Box<dyn Device>;

/// The fleets of all kinds that have an address, running until they are stopped.
fn fleets(arguments: &NightArguments, tally: &Arc<Tally>, stop: &CancellationToken) -> JoinSet<()> {
    let mut running = JoinSet::new();
    let every = Duration::from_secs_f64(REPORT_S / f64::from(arguments.speed));
    let fleet = |address| Fleet {
        address,
        devices: arguments.devices,
        every,
        reports: None,
        clock: clock::now,
    };
    let kinds: [(Option<SocketAddr>, Make); 3] = [
        (arguments.jt808, |number| {
            if number % UPLOADS_EVERY == UPLOADS_EVERY - 1 {
                Box::new(UploadTerminal::new(number))
            } else {
                Box::new(VehicleTerminal::new(number).rarer())
            }
        }),
        (arguments.gbt26875, |number| {
            Box::new(FireDevice::new(number).rarer())
        }),
        (arguments.hj212, |number| {
            if number % UPLOADS_EVERY == UPLOADS_EVERY - 1 {
                Box::new(PacketStation::new(number))
            } else {
                Box::new(Station::new(number).rarer())
            }
        }),
    ];
    for (address, make) in kinds {
        if let Some(address) = address {
            let (fleet, tally, stop) = (fleet(address), Arc::clone(tally), stop.clone());
            running.spawn(async move { fleet.run(make, tally, stop).await });
        }
    }
    if let Some(address) = arguments.mqtt {
        let (fleet, tally, stop) = (fleet(address), Arc::clone(tally), stop.clone());
        running.spawn(async move { fleet.publish(|n| Sensor::new(n).rarer(), tally, stop).await });
    }
    running
}

/// Does one thing of the night; answers what came of it.
async fn take_step(arguments: &NightArguments, step: Step, published: &Lists) -> &'static str {
    match step {
        Step::Alert if arguments.lists.is_none() => "no address",
        Step::Alert => {
            published.publish(clock::now());
            "done"
        }
        Step::Calls { first, count } => {
            let (Some(door), Some(token)) = (arguments.door, &arguments.token) else {
                return "no address";
            };
            let made = feeds::simulate::calls::made(first, count, clock::now());
            match feeds::told::http::send(door, token, made.to_string()).await {
                Ok(_) => "done",
                Err(_) => "nobody answers",
            }
        }
        Step::Fault { speech, fault } => {
            let address = match speech {
                Speech::Jt808 => arguments.jt808,
                Speech::Gbt26875 => arguments.gbt26875,
                Speech::Hj212 => arguments.hj212,
            };
            let Some(address) = address else {
                return "no address";
            };
            let bytes = faults::bytes(speech, fault, arguments.seed, clock::now().0);
            match faults::misbehave(address, &bytes, fault).await {
                Ok(()) => "done",
                Err(_) => "hung up",
            }
        }
    }
}
