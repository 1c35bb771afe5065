//! The desk that is measured: its settings, its process, its figures.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{BufRead as _, BufReader, Lines, Write as _};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdin, ChildStdout, Command, Stdio};

use anyhow::{Context as _, Result, bail};
use feeds::simulate::Station;
use rusqlite::{Connection, OpenFlags};
use serde_json::{Value, json};

/// Lines of the desk that are read until an answer comes.
const LINES_MAX: usize = 1_000_000;
const SENSORS: [&str; 3] = ["tank.json", "gas.json", "elevator.json"];

/// Writes the settings of a desk with all four feeds.
pub(super) fn settings(
    folder: &Path,
    [jt808, gbt26875, hj212]: [u16; 3],
    broker: SocketAddr,
    stations: u32,
) -> Result<()> {
    let shipped = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../assets/sensors"));
    for name in SENSORS {
        std::fs::copy(shipped.join(name), folder.join(name))?;
    }
    let (host, port) = (broker.ip(), broker.port());
    let mut text = format!(
        "keyring = false\n\
         [[feeds]]\nkind = \"jt808\"\nname = \"jt808\"\nlisten = \"127.0.0.1:{jt808}\"\n\
         per_address = 12000\n\
         [[feeds]]\nkind = \"gbt26875\"\nname = \"gbt26875\"\nlisten = \"127.0.0.1:{gbt26875}\"\n\
         [[feeds]]\nkind = \"mqtt\"\nname = \"mqtt\"\nhost = \"{host}\"\nport = {port}\n\
         mappings = {SENSORS:?}\n\
         [[feeds]]\nkind = \"hj212\"\nname = \"hj212\"\nlisten = \"127.0.0.1:{hj212}\"\n"
    );
    for number in 0..stations {
        let mn = Station::mn(number);
        writeln!(text, "[feeds.limits.{mn}.a21028]\nhigh = 5.0")?;
    }
    std::fs::write(folder.join("desk.toml"), text)?;
    Ok(())
}

/// A running `desk serve`.
pub(super) struct Desk {
    child: Child,
    input: ChildStdin,
    lines: Lines<BufReader<ChildStdout>>,
    asked: u64,
    log: PathBuf,
}

impl Drop for Desk {
    fn drop(&mut self) {
        // It is measured no more.
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

impl Desk {
    pub(super) fn start(programs: &Path, data: &Path) -> Result<Self> {
        let mut child = Command::new(programs.join("desk"))
            .args(["serve", "--exercise", "--data"])
            .arg(data)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .context("the desk cannot be started")?;
        let input = child.stdin.take().context("its input has a pipe")?;
        let output = child.stdout.take().context("its output has a pipe")?;
        let mut desk = Self {
            child,
            input,
            lines: BufReader::new(output).lines(),
            asked: 0,
            log: data.join("exercise.sqlite"),
        };
        let ready = desk.lines.next().context("it says that it is ready")??;
        if !ready.contains("ready") {
            bail!("the desk says {ready:?}");
        }
        Ok(desk)
    }

    fn status(&mut self) -> Result<Value> {
        self.asked += 1;
        let id = self.asked;
        writeln!(self.input, "{}", json!({"id": id, "name": "status"}))?;
        for line in self.lines.by_ref().take(LINES_MAX) {
            let said: Value = serde_json::from_str(&line?)?;
            if said["id"] == id {
                return Ok(said["answer"].clone());
            }
        }
        bail!("the desk gives no status")
    }

    /// What its devices said of alarms, in its log; what the desk makes of it itself, as that a
    /// grave alarm that ended stays until it is acknowledged, is not counted; nor is what the
    /// exercise plays after some minutes.
    pub(super) fn alarms(&self) -> Result<u64> {
        let log = Connection::open_with_flags(&self.log, OpenFlags::SQLITE_OPEN_READ_ONLY)?;
        let count = "SELECT count(*) FROM event WHERE kind = 'alert.received'
                     AND envelope ->> '$.body.feed' IN ('jt808', 'gbt26875', 'hj212', 'mqtt')";
        let count: i64 = log.query_row(count, [], |row| row.get(0))?;
        Ok(u64::try_from(count)?)
    }

    /// Messages of each feed.
    pub(super) fn messages(&mut self) -> Result<BTreeMap<String, u64>> {
        let status = self.status()?;
        let feeds = status["feeds"].as_array().context("it has feeds")?;
        let of = |feed: &Value| {
            let name = feed["name"].as_str()?.to_owned();
            Some((name, feed["messages"].as_u64()?))
        };
        Ok(feeds.iter().filter_map(of).collect())
    }

    /// The most memory that it had (VmHWM), megabytes.
    pub(super) fn memory_mb(&self) -> Result<f64> {
        let text = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next());
        let kilobytes: f64 = kilobytes.context("Linux says it")?.parse()?;
        Ok(kilobytes / 1024.0)
    }
}
