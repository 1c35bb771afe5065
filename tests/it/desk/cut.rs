//! The power goes: what was answered is on the disk, and a rig that could not see a loss sees one.
//!
//! On a real file system: an ext4 in an image file is mounted, a desk of its own process writes on
//! it, the process is stopped and the image is copied. What the kernel still kept in memory is not
//! in the copy, as after a power cut. That needs root and loop devices. The model beside it runs
//! everywhere: it trusts SQLite that a commit with FULL, and a checkpoint, has been synced; what
//! was written since is on the disk or not, sector by sector, by chance.
//!
//! Each has its negative control: with `synchronous=NORMAL` the same rig must lose something.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use logbook::{Logbook, Moment};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use rusqlite::ffi::SQLITE_IOERR_FSYNC;
use tests::seat::open_logbook;
use tests::world::{incident, officer, system_clock};
use uuid::Uuid;

use super::served::say_not_possible;

/// Names the folder in which this binary writes when one of these tests started it.
const FOLDER: &str = "DUTYROOM_TEST_CUT";
/// Set when it is to commit without waiting for the disk.
const LAZY: &str = "DUTYROOM_TEST_LAZY";
/// Bytes of the image.
const IMAGE_BYTES: u64 = 64 * 1024 * 1024;
/// Events that are answered before the power goes.
const ANSWERED: usize = 150;
/// Cuts of the real rig in which NORMAL must have lost something.
const TRIES: usize = 4;
/// Cuts of the model.
const CUTS: usize = 24;
/// Commands of the model before a cut, at most.
const GIVEN_MAX: usize = 20;
/// Seed of the model.
const SEED: u64 = 20_281;
/// What a disk writes whole or not at all, bytes.
const SECTOR: usize = 512;

fn write(logbook: &Logbook) -> Option<Vec<Uuid>> {
    let done = logbook.command(incident("演练 断电"), officer(1));
    done.ok().map(|receipt| receipt.events)
}

/// Those of the answered events that a log does not have.
fn lost(path: &Path, answered: &[Uuid]) -> usize {
    let logbook = open_logbook(path, 1, 1_000, system_clock());
    let report = logbook.verify().expect("reads");
    assert!(
        report.is_whole(),
        "whole, whatever is missing: {:?}",
        report.findings
    );
    let missing = |id: &&Uuid| logbook.event(**id).expect("reads").is_none();
    answered.iter().filter(missing).count()
}

/// Plays the desk on the image; an ordinary run names no folder.
#[test]
fn part() {
    let Ok(folder) = std::env::var(FOLDER) else {
        return;
    };
    let logbook = open_logbook(&Path::new(&folder).join("desk.db"), 1, 1, system_clock());
    if std::env::var(LAZY).is_ok() {
        logbook.commit_lazily();
    }
    loop {
        for id in write(&logbook).expect("is written") {
            let mut out = std::io::stdout();
            writeln!(out, "\nsaved {id}")
                .and_then(|()| out.flush())
                .expect("somebody reads");
        }
    }
}

/// A file system in an image, mounted; it is taken off when it is dropped.
struct Mounted {
    at: PathBuf,
}

impl Mounted {
    fn of(image: &Path, at: PathBuf) -> Result<Self, String> {
        fs::create_dir_all(&at).expect("a folder");
        system(
            Command::new("mount")
                .args(["-o", "loop"])
                .arg(image)
                .arg(&at),
        )?;
        Ok(Self { at })
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        if let Err(why) = system(Command::new("umount").arg(&self.at)) {
            eprintln!("{} stays mounted: {why}", self.at.display());
        }
    }
}

fn system(command: &mut Command) -> Result<(), String> {
    let done = command.output().map_err(|error| error.to_string())?;
    if done.status.success() {
        return Ok(());
    }
    Err(String::from_utf8_lossy(&done.stderr).trim().to_owned())
}

/// A desk works on the image until enough is answered, then the power goes. Answers what was
/// answered, and the image as the disk has it.
fn cut(folder: &Path, lazy: bool) -> Result<(Vec<Uuid>, PathBuf), String> {
    let image = folder.join("disk.img");
    fs::File::create(&image)
        .and_then(|file| file.set_len(IMAGE_BYTES))
        .map_err(|error| error.to_string())?;
    system(Command::new("mkfs.ext4").args(["-q", "-F"]).arg(&image))?;
    let mounted = Mounted::of(&image, folder.join("disk"))?;
    let mut command = Command::new(std::env::current_exe().expect("it runs"));
    command
        .args([
            "desk::cut::part",
            "--exact",
            "--nocapture",
            "--test-threads=1",
        ])
        .env(FOLDER, &mounted.at)
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    if lazy {
        command.env(LAZY, "1");
    }
    let mut desk = command.spawn().expect("it starts again");
    let out = desk.stdout.take().expect("it was asked for");
    let mut saved = BufReader::new(out)
        .lines()
        .map_while(Result::ok)
        .filter_map(|line| line.strip_prefix("saved ")?.parse::<Uuid>().ok());
    let mut answered: Vec<Uuid> = saved.by_ref().take(ANSWERED).collect();
    let pid = desk.id().to_string();
    let stopped = system(Command::new("kill").args(["-STOP", &pid]));
    let after = folder.join("after.img");
    let copied = fs::copy(&image, &after);
    desk.kill().expect("it is killed");
    desk.wait().expect("it is gone");
    // What it said before it was stopped was said before the power went.
    answered.extend(saved);
    stopped?;
    copied.map_err(|error| error.to_string())?;
    Ok((answered, after))
}

/// The log of an image, copied out of it.
fn log_of(image: &Path, folder: &Path) -> Result<PathBuf, String> {
    let mounted = Mounted::of(image, folder.join("after"))?;
    let to = folder.join("log");
    fs::create_dir_all(&to).expect("a folder");
    for entry in fs::read_dir(&mounted.at).expect("it is mounted").flatten() {
        if entry.path().is_file() {
            fs::copy(entry.path(), to.join(entry.file_name())).expect("is copied");
        }
    }
    Ok(to.join("desk.db"))
}

/// How many answered events a power cut cost, of how many.
fn cost(lazy: bool) -> Result<(usize, usize), String> {
    let folder = tempfile::tempdir().expect("a folder");
    let (answered, image) = cut(folder.path(), lazy)?;
    let path = log_of(&image, folder.path())?;
    Ok((lost(&path, &answered), answered.len()))
}

#[test]
fn a_power_cut_on_a_real_file_system_takes_nothing_that_was_answered() {
    let what = "a power cut on a mounted image";
    match cost(false) {
        Err(why) => return say_not_possible(what, &why),
        Ok((lost, of)) => {
            assert!(of >= ANSWERED, "the desk worked: {of}");
            assert_eq!(lost, 0, "of {of} answered events");
        }
    }
    let bites = (0..TRIES).any(|_| cost(true).is_ok_and(|(lost, _)| lost > 0));
    assert!(
        bites,
        "with NORMAL the rig must see a loss, else it sees nothing"
    );
}

/// The two files of a log.
#[derive(Clone, PartialEq)]
struct Files {
    log: Vec<u8>,
    wal: Vec<u8>,
}

impl Files {
    fn of(path: &Path) -> Self {
        let wal = path.with_extension("db-wal");
        Self {
            wal: fs::read(wal).unwrap_or_default(),
            log: fs::read(path).expect("the log is there"),
        }
    }

    /// What the disk has when the power goes: the synced bytes, and by chance some of the later.
    fn after_a_cut(&self, now: &Self, rng: &mut ChaCha8Rng) -> Self {
        let mut wal = self.wal.clone();
        wal.resize(now.wal.len(), 0);
        for (kept, written) in wal.chunks_mut(SECTOR).zip(now.wal.chunks(SECTOR)) {
            if rng.random_bool(0.5) {
                kept.copy_from_slice(written);
            }
        }
        Self {
            log: self.log.clone(),
            wal,
        }
    }

    fn put(&self, path: &Path) {
        fs::write(path, &self.log).expect("is written");
        fs::write(path.with_extension("db-wal"), &self.wal).expect("is written");
    }
}

/// Cuts the power of a desk again and again; answers how many answered events that cost.
fn model(lazy: bool) -> usize {
    let mut rng = ChaCha8Rng::seed_from_u64(SEED);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("desk.db");
    let logbook = open_logbook(&path, 1, 1, system_clock());
    if lazy {
        logbook.commit_lazily();
    }
    let mut synced = Files::of(&path);
    let mut answered = Vec::new();
    let mut cost = 0;
    for number in 0..CUTS {
        for _ in 0..rng.random_range(1..=GIVEN_MAX) {
            answered.extend(write(&logbook).expect("is written"));
            let now = Files::of(&path);
            // A commit with FULL has been synced; with NORMAL only a checkpoint has.
            if !lazy || now.log != synced.log {
                synced = now;
            }
        }
        // Something is on its way when the power goes: nobody was told that it is saved.
        logbook.break_at(Moment::Committed, 0, 1, SQLITE_IOERR_FSYNC);
        assert_eq!(write(&logbook), None, "it is not answered");
        let now = Files::of(&path);
        let cut = folder.path().join(format!("cut-{number}.db"));
        synced.after_a_cut(&now, &mut rng).put(&cut);
        cost += lost(&cut, &answered);
    }
    cost
}

#[test]
fn in_the_model_a_power_cut_takes_nothing_that_was_answered() {
    eprintln!("seed {SEED}");
    assert_eq!(model(false), 0, "FULL waits for the disk");
    assert!(model(true) > 0, "NORMAL does not, and the model sees it");
}
