//! Made-up devices that speak to a server or a broker as real ones do, so that a trainer can run a
//! night without any. Everything they send says 演练 where their protocol has a place for words.

pub mod calls;
pub mod chance;
mod devices;
pub mod faults;
pub mod lists;
pub mod night;
mod panels;
mod sensors;
mod stations;
mod uploads;
mod waits;

pub use devices::{Device, Taken, VehicleTerminal};
pub use panels::FireDevice;
pub use sensors::Sensor;
pub use stations::Station;
pub use uploads::{PacketStation, UploadTerminal};
pub use waits::Waits;

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use emergency::time::UtcMs;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::task::JoinSet;
use tokio::time::{Instant, sleep_until, timeout};
use tokio_util::sync::CancellationToken;

/// Devices of one simulation.
pub const DEVICES_MAX: u32 = 20_000;
/// How long a device waits for an answer.
const ANSWER_MAX: Duration = Duration::from_secs(10);
/// How long after a broken connection it tries again.
const AGAIN: Duration = Duration::from_secs(5);
/// Bytes read at once.
const READ_BYTES: usize = 2 * 1024;

/// What a simulation has done.
#[derive(Debug, Default)]
pub struct Tally {
    /// Reports sent.
    pub sent: AtomicU64,
    /// Reports answered.
    pub answered: AtomicU64,
    /// Connections that broke or were not answered in time.
    pub broken: AtomicU64,
    /// Facts that answered reports make where their limits are those of the shipped examples: an
    /// alarm that begins or ends.
    pub facts: AtomicU64,
    /// How long each answer took.
    pub waits: Waits,
    /// How long answers to reports with facts took: those are on disk before.
    pub durable: Waits,
}

impl Tally {
    /// A report was answered, and makes so many facts.
    fn answer(&self, took: Duration, facts: u64) {
        self.answered.fetch_add(1, Ordering::Relaxed);
        self.facts.fetch_add(facts, Ordering::Relaxed);
        self.waits.add(took);
        if facts > 0 {
            self.durable.add(took);
        }
    }
}

/// Many devices of one kind.
#[derive(Debug, Clone)]
pub struct Fleet {
    /// The server.
    pub address: SocketAddr,
    /// How many, at most [`DEVICES_MAX`].
    pub devices: u32,
    /// Between two reports of one device.
    pub every: Duration,
    /// Reports of each device; without it they go on.
    pub reports: Option<u64>,
    /// What the devices take for the time.
    pub clock: fn() -> UtcMs,
}

impl Fleet {
    /// Runs all devices until each has sent its reports, or until it is stopped.
    pub async fn run(
        &self,
        make: impl Fn(u32) -> Box<dyn Device>,
        tally: Arc<Tally>,
        stop: CancellationToken,
    ) {
        let mut tasks = JoinSet::new();
        let count = self.devices.min(DEVICES_MAX);
        for number in 0..count {
            // Their reports are spread over the whole time between two.
            let delay = self.every * number / count.max(1);
            let one = run_one(self.clone(), make(number), delay, Arc::clone(&tally));
            let stop = stop.clone();
            tasks.spawn(async move {
                tokio::select! {
                    () = stop.cancelled() => {}
                    () = one => {}
                }
            });
        }
        while tasks.join_next().await.is_some() {}
    }
}

async fn run_one(fleet: Fleet, mut device: Box<dyn Device>, delay: Duration, tally: Arc<Tally>) {
    let mut next = Instant::now() + delay;
    let mut left = fleet.reports.unwrap_or(u64::MAX);
    while left > 0 {
        let Ok(mut stream) = TcpStream::connect(fleet.address).await else {
            tally.broken.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(AGAIN).await;
            continue;
        };
        if greet(&mut stream, &mut *device, fleet.clock)
            .await
            .is_none()
        {
            tally.broken.fetch_add(1, Ordering::Relaxed);
            tokio::time::sleep(AGAIN).await;
            continue;
        }
        while left > 0 {
            sleep_until(next).await;
            next += fleet.every;
            let report = device.report((fleet.clock)().0);
            tally.sent.fetch_add(1, Ordering::Relaxed);
            let begun = Instant::now();
            if exchange(&mut stream, &mut *device, &report, fleet.clock)
                .await
                .is_none()
            {
                tally.broken.fetch_add(1, Ordering::Relaxed);
                break;
            }
            tally.answer(begun.elapsed(), device.facts());
            left -= 1;
        }
    }
}

/// What a device says when it has connected, until it is let in.
async fn greet(
    stream: &mut TcpStream,
    device: &mut dyn Device,
    clock: fn() -> UtcMs,
) -> Option<()> {
    let mut hello = device.hello(clock().0);
    while !hello.is_empty() {
        exchange(stream, device, &hello, clock).await?;
        hello = device.hello(clock().0);
    }
    Some(())
}

/// Sends something and waits for its answer.
async fn exchange(
    stream: &mut TcpStream,
    device: &mut dyn Device,
    bytes: &[u8],
    clock: fn() -> UtcMs,
) -> Option<()> {
    timeout(ANSWER_MAX, stream.write_all(bytes))
        .await
        .ok()?
        .ok()?;
    let mut buffer = [0_u8; READ_BYTES];
    loop {
        let read = timeout(ANSWER_MAX, stream.read(&mut buffer)).await;
        let count = read.ok()?.ok().filter(|count| *count > 0)?;
        let taken = device.take(buffer.get(..count)?, clock().0);
        if !taken.reply.is_empty() {
            timeout(ANSWER_MAX, stream.write_all(&taken.reply))
                .await
                .ok()?
                .ok()?;
        }
        if taken.answered {
            return Some(());
        }
    }
}

#[cfg(test)]
mod tests;
