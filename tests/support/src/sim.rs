//! The real link, the real logbooks and the real platform under a fake clock and a faulty network.
//!
//! A seed gives a schedule: what the desks do, when the wire breaks, who crashes, who comes back
//! from an old copy of its file. Afterwards everything heals, and the checks of [`check`] look at
//! what is there. The same seed gives the same schedule of mishaps again; what the programs do in
//! between may differ by the order in which their tasks are run.

mod chaos;
pub mod check;
mod hosts;
pub mod single;
mod store;
mod work;

use std::path::PathBuf;
use std::sync::{Arc, Mutex, PoisonError};

use emergency::judge::Rules;
use logbook::Logbook;
use platform::faults::Faults;
use uuid::Uuid;

pub use chaos::run;
pub use store::DeskFault;

/// What a simulation is made of.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Gives everything.
    pub seed: u64,
    /// Desks.
    pub desks: u64,
    /// Simulated seconds in which things go wrong.
    pub chaos_s: u64,
    /// Simulated seconds for the healing, at most.
    pub heal_s: u64,
    /// Whether desks come back from old copies of their files.
    pub restored: Restored,
    /// Whether the platform comes back from an old copy of its file.
    pub city_restored: bool,
    /// The platform's rules; a weakened variant switches one off.
    pub rules: Rules,
    /// The platform's mistakes.
    pub faults: Faults,
    /// The desks' mistakes.
    pub desk_fault: Option<DeskFault>,
    /// Keeps the platform's log in memory, for mistakes that a file would not bear.
    pub in_memory: bool,
}

/// How desks come back from a crash.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Restored {
    /// With what they had.
    No,
    /// Sometimes with an old backup, by the command that says so: their own authority is off until
    /// they have caught up.
    Backup,
    /// Sometimes without the last seconds, as after a power cut without `synchronous=FULL`;
    /// nobody knows.
    LostTail,
}

impl Plan {
    /// The design as it is.
    #[must_use]
    pub fn of(seed: u64) -> Self {
        Self {
            seed,
            desks: 3,
            chaos_s: 60,
            heal_s: 400,
            restored: if seed % 3 == 1 {
                Restored::Backup
            } else {
                Restored::No
            },
            city_restored: seed % 3 == 2,
            rules: Rules::default(),
            faults: Faults::default(),
            desk_fault: None,
            in_memory: false,
        }
    }
}

/// What a run came to.
#[derive(Debug, Clone, Default)]
pub struct Report {
    /// What does not hold, with the name of the invariant; empty when all is well.
    pub violations: Vec<String>,
    /// Entries in the platform's log.
    pub entries: u64,
    /// Claims that were not granted.
    pub contested: u64,
    /// Crashes, cuts and restores.
    pub mishaps: u64,
    /// The platform's log in short, when something does not hold.
    pub log: Vec<String>,
    /// Simulated seconds until all was settled after the healing; none when it never was.
    pub settled_s: Option<u64>,
}

/// What the desks promised: facts that a person was told are saved.
#[derive(Debug, Default)]
struct Promises {
    saved: Vec<(u64, Uuid)>,
}

/// What lives outside the simulated machines.
struct Outside {
    folder: PathBuf,
    logbooks: Vec<Mutex<Option<Logbook>>>,
    promises: Mutex<Promises>,
}

impl Outside {
    fn logbook(&self, who: u64) -> Option<Logbook> {
        let slot = usize::try_from(who)
            .ok()
            .and_then(|who| self.logbooks.get(who))?;
        slot.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn put(&self, who: u64, logbook: Option<Logbook>) {
        if let Some(slot) = usize::try_from(who)
            .ok()
            .and_then(|who| self.logbooks.get(who))
        {
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = logbook;
        }
    }

    fn desk_file(&self, who: u64) -> PathBuf {
        self.folder.join(format!("desk-{who}.db"))
    }

    fn city_file(&self) -> PathBuf {
        self.folder.join("authority.db")
    }

    fn promise(&self, who: u64, ids: &[Uuid]) {
        let mut promises = self.promises.lock().unwrap_or_else(PoisonError::into_inner);
        promises.saved.extend(ids.iter().map(|id| (who, *id)));
    }
}

type Shared = Arc<Outside>;
