//! What goes wrong, when, and the healing afterwards.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;
use std::time::Duration;

use logbook::authority::{AuthorityStore, FileAuthority, MemoryAuthority};
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;
use turmoil::Sim;

use super::hosts::{self, Setup};
use super::{Outside, Plan, Promises, Report, Restored, Shared, check};
use crate::proxy::{Mischief, Steering};

/// Milliseconds of one step of the simulation.
const TICK_MS: u64 = 100;
/// Milliseconds between two mishaps, at most.
const MISHAP_MS: u64 = 6_000;
/// Milliseconds a mishap lasts, at most.
const MEND_MS: u64 = 25_000;
/// Steps between two looks while healing.
const LOOK_STEPS: u64 = 10;
/// Looks in a row at which everything has to be settled.
const LOOKS_SETTLED: u32 = 3;
/// Wrong clocks: right, a quarter of an hour behind, three days ahead.
const SKEWS_MS: [i64; 3] = [0, -15 * 60_000, 3 * 24 * 3_600_000];

/// What ends a mishap.
#[derive(Debug, Clone)]
enum Mend {
    Repair(String, String),
    Release(String, String),
    Bounce(String),
}

struct World<'a> {
    plan: Plan,
    sim: Sim<'a>,
    rng: ChaCha8Rng,
    outside: Shared,
    setups: Arc<std::sync::Mutex<Vec<Setup>>>,
    mends: Vec<(Duration, Mend)>,
    down: Vec<String>,
    backups: Vec<bool>,
    city_backup: bool,
    mishaps: u64,
    broken: Option<String>,
}

/// Runs one schedule and looks at what is there afterwards.
///
/// # Panics
/// When the simulated machines cannot be set up.
#[must_use]
pub fn run(plan: &Plan) -> Report {
    let folder = scratch();
    let memory = plan
        .in_memory
        .then(|| Arc::new(MemoryAuthority::new("licheng")));
    let outside = Arc::new(Outside {
        folder: folder.path().to_owned(),
        logbooks: (0..plan.desks)
            .map(|_| std::sync::Mutex::new(None))
            .collect(),
        promises: std::sync::Mutex::new(Promises::default()),
    });
    let mischief = Mischief {
        doubled: 30,
        dropped: 10,
        swapped: 10,
        late: 30,
        cut: 4,
        delay_ms: 300,
    };
    let steering = Steering::new(plan.seed, mischief);
    let mut world = World::new(
        *plan,
        Arc::clone(&outside),
        steering.clone(),
        memory.clone(),
    );
    world.chaos();
    world.heal(&steering);
    let store: Arc<dyn AuthorityStore> = match memory {
        Some(memory) => memory,
        None => Arc::new(FileAuthority::open(&outside.city_file(), "licheng").expect("it opens")),
    };
    let settled_s = world.settle(&*store);
    let mut report = Report {
        mishaps: world.mishaps,
        settled_s,
        ..Report::default()
    };
    if let Some(broken) = &world.broken {
        report
            .violations
            .push(format!("I4: a program ended: {broken}"));
    }
    check::check(plan, &outside, &*store, &mut report);
    for who in 0..plan.desks {
        outside.put(who, None);
    }
    report
}

/// A folder in memory where there is one: a simulated power cut needs no real disk.
fn scratch() -> tempfile::TempDir {
    let memory = Path::new("/dev/shm");
    let made = if memory.is_dir() {
        tempfile::tempdir_in(memory)
    } else {
        tempfile::tempdir()
    };
    made.expect("a folder")
}

fn desk(who: u64) -> String {
    format!("desk{who}")
}

impl World<'_> {
    fn new(
        plan: Plan,
        outside: Shared,
        steering: Steering,
        memory: Option<Arc<MemoryAuthority>>,
    ) -> Self {
        let mut rng = ChaCha8Rng::seed_from_u64(plan.seed);
        let mut sim = turmoil::Builder::new()
            .rng_seed(plan.seed)
            .tick_duration(Duration::from_millis(TICK_MS))
            .simulation_duration(Duration::from_secs(u64::from(u32::MAX)))
            .min_message_latency(Duration::from_millis(1))
            .max_message_latency(Duration::from_millis(150))
            .tcp_capacity(65_536)
            .build();
        let starts = Arc::new(AtomicU64::new(0));
        let for_city = Arc::clone(&outside);
        sim.host("city", move || {
            hosts::city(
                Arc::clone(&for_city),
                plan,
                Arc::clone(&starts),
                memory.clone(),
            )
        });
        sim.host("wire", move || hosts::wire(steering.clone()));
        let setups: Vec<Setup> = (0..plan.desks)
            .map(|who| Setup {
                who,
                start: 0,
                skew_ms: SKEWS_MS[rng.random_range(0..SKEWS_MS.len())],
                suspended: false,
            })
            .collect();
        let setups = Arc::new(std::sync::Mutex::new(setups));
        for who in 0..plan.desks {
            let (outside, setups) = (Arc::clone(&outside), Arc::clone(&setups));
            sim.host(desk(who), move || {
                let setup = next_start(&setups, who);
                hosts::desk(Arc::clone(&outside), plan, setup)
            });
        }
        let backups = vec![false; usize::try_from(plan.desks).unwrap_or(0)];
        Self {
            plan,
            sim,
            rng,
            outside,
            setups,
            mends: Vec::new(),
            down: Vec::new(),
            backups,
            city_backup: false,
            mishaps: 0,
            broken: None,
        }
    }

    /// One step; after a program has ended with an error there are no more.
    fn step(&mut self) {
        if self.broken.is_none() {
            self.broken = self.sim.step().err().map(|error| error.to_string());
        }
    }

    fn chaos(&mut self) {
        let end = Duration::from_secs(self.plan.chaos_s);
        let mut next = Duration::from_millis(self.rng.random_range(0..MISHAP_MS));
        while self.sim.elapsed() < end && self.broken.is_none() {
            self.step();
            self.mend(false);
            if self.sim.elapsed() >= next {
                self.mishap();
                next += Duration::from_millis(self.rng.random_range(200..MISHAP_MS));
            }
        }
    }

    fn mend(&mut self, all: bool) {
        let now = self.sim.elapsed();
        let (due, rest) = std::mem::take(&mut self.mends)
            .into_iter()
            .partition(|(at, _)| all || *at <= now);
        self.mends = rest;
        let due: Vec<(Duration, Mend)> = due;
        for (_, mend) in due {
            match mend {
                Mend::Repair(a, b) => self.sim.repair(a, b),
                Mend::Release(a, b) => self.sim.release(a, b),
                Mend::Bounce(name) => {
                    self.down.retain(|other| *other != name);
                    self.sim.bounce(name);
                }
            }
        }
    }

    fn later(&mut self, mend: Mend) {
        let lasts = Duration::from_millis(self.rng.random_range(500..MEND_MS));
        self.mends.push((self.sim.elapsed() + lasts, mend));
    }

    fn mishap(&mut self) {
        self.mishaps += 1;
        let who = self.rng.random_range(0..self.plan.desks);
        let (a, b) = match self.rng.random_range(0..4) {
            0 => ("wire".to_owned(), "city".to_owned()),
            _ => (desk(who), "wire".to_owned()),
        };
        match self.rng.random_range(0..100) {
            0..25 => {
                self.sim.partition(a.clone(), b.clone());
                self.later(Mend::Repair(a, b));
            }
            25..40 => {
                self.sim.partition_oneway(a.clone(), b.clone());
                self.later(Mend::Repair(a, b));
            }
            40..55 => {
                self.sim.hold(a.clone(), b.clone());
                self.later(Mend::Release(a, b));
            }
            55..65 => self.back_up(who),
            65..85 => self.crash_desk(who),
            _ => self.crash_city(),
        }
    }

    fn back_up(&mut self, who: u64) {
        let file = self.outside.desk_file(who);
        if !self.down.contains(&desk(who)) && file.exists() {
            copy(&file, &file.with_extension("old"));
            if let Some(there) = self.backups.get_mut(usize::try_from(who).unwrap_or(0)) {
                *there = true;
            }
        }
        let file = self.outside.city_file();
        if !self.down.contains(&"city".to_owned()) && file.exists() {
            copy(&file, &file.with_extension("old"));
            self.city_backup = true;
        }
    }

    fn crash_desk(&mut self, who: u64) {
        let name = desk(who);
        if self.down.contains(&name) {
            return;
        }
        self.outside.put(who, None);
        self.sim.crash(name.clone());
        self.down.push(name.clone());
        let index = usize::try_from(who).unwrap_or(0);
        let has_backup = self.backups.get(index).copied().unwrap_or(false);
        let restore = self.plan.restored != Restored::No && has_backup;
        if restore && self.rng.random_bool(0.7) {
            let file = self.outside.desk_file(who);
            copy(&file.with_extension("old"), &file);
            if self.plan.restored == Restored::Backup {
                check::forgive(&self.outside, who);
                let mut setups = self.setups.lock().expect("no host has panicked");
                setups[index].suspended = true;
            }
        }
        self.later(Mend::Bounce(name));
    }

    fn crash_city(&mut self) {
        let name = "city".to_owned();
        if self.down.contains(&name) {
            return;
        }
        self.sim.crash(name.clone());
        self.down.push(name.clone());
        if self.plan.city_restored && self.city_backup && self.rng.random_bool(0.7) {
            let file = self.outside.city_file();
            copy(&file.with_extension("old"), &file);
        }
        self.later(Mend::Bounce(name));
    }

    fn heal(&mut self, steering: &Steering) {
        *steering.mischief.lock().expect("no host has panicked") = Mischief::default();
        self.mend(true);
        let names: Vec<String> = (0..self.plan.desks).map(desk).collect();
        for name in names {
            self.sim.repair(name.clone(), "wire");
            self.sim.release(name, "wire");
        }
        self.sim.repair("wire", "city");
        self.sim.release("wire", "city");
        self.step();
    }

    /// Runs on until nothing waits and all stand at the head; answers how long that took.
    fn settle(&mut self, store: &dyn AuthorityStore) -> Option<u64> {
        let begin = self.sim.elapsed();
        let mut settled = 0;
        let limit = Duration::from_secs(self.plan.heal_s);
        while self.sim.elapsed() - begin < limit && self.broken.is_none() {
            for _ in 0..LOOK_STEPS {
                self.step();
            }
            settled = if self.is_settled(store) {
                settled + 1
            } else {
                0
            };
            if settled >= LOOKS_SETTLED {
                return Some((self.sim.elapsed() - begin).as_secs());
            }
        }
        None
    }

    fn is_settled(&self, store: &dyn AuthorityStore) -> bool {
        let Ok(head) = store.head() else { return false };
        (0..self.plan.desks).all(|who| {
            let Some(logbook) = self.outside.logbook(who) else {
                return false;
            };
            let waiting = logbook.outbox_counts().map_or(1, |(waiting, _)| waiting);
            let there = logbook
                .cursor()
                .is_ok_and(|cursor| cursor.sseq == head.sseq && cursor.log_hash == head.log_hash);
            let suspended = logbook.identity().is_ok_and(|id| id.authority_suspended);
            waiting == 0 && there && !suspended
        })
    }
}

fn next_start(setups: &std::sync::Mutex<Vec<Setup>>, who: u64) -> Setup {
    let mut setups = setups.lock().expect("no host has panicked");
    let setup = &mut setups[usize::try_from(who).unwrap_or(0)];
    setup.start += 1;
    let now = *setup;
    setup.suspended = false;
    now
}

/// Copies a database with its write-ahead file; nobody writes between two steps.
fn copy(from: &Path, to: &Path) {
    for end in ["", "-wal"] {
        let side = |path: &Path| {
            let mut name = path.as_os_str().to_owned();
            name.push(end);
            std::path::PathBuf::from(name)
        };
        let (from, to) = (side(from), side(to));
        if from.exists() {
            std::fs::copy(&from, &to).expect("the copy is made");
        } else if to.exists() {
            std::fs::remove_file(&to).expect("the old one is removed");
        }
    }
    let mut shared = to.as_os_str().to_owned();
    shared.push("-shm");
    if Path::new(&shared).exists() {
        std::fs::remove_file(&shared).expect("the old index is removed");
    }
}
