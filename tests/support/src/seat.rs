//! One desk of a test world: a real logbook and the real link.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use emergency::decide::Command;
use link::desk::DeskLog;
use link::dial::{Dial, TcpDial};
use link::run::{Link, LinkHandle};
use link::session::{Calls, LinkOptions};
use link::state::{LinkPhase, LinkState};
use logbook::{CommandError, Logbook, OpenError, OpenOptions, Receipt};
use protocols::platform::Position;
use tokio::sync::mpsc;
use tokio::task::JoinHandle;

use crate::world::{Clock, chance, ids, key, officer};

/// Positions of others that a test keeps.
const POSITIONS_KEPT: usize = 16;
/// Seconds that a log that is being closed may take.
const CLOSING_S: u64 = 30;
/// Milliseconds between two looks at a condition.
const LOOK_MS: u64 = 5;

/// One desk.
pub struct Seat {
    /// Its number among the keys.
    pub who: u64,
    /// Its log.
    pub logbook: Logbook,
    /// Its link.
    pub link: LinkHandle,
    /// Positions of others.
    pub positions: mpsc::Receiver<Position>,
    path: PathBuf,
    task: JoinHandle<()>,
}

/// Opens the log of a desk; `start` counts its starts, so that identifiers never repeat.
///
/// # Panics
/// When it cannot be opened: then there is nothing to test.
#[must_use]
pub fn open_logbook(path: &Path, who: u64, start: u64, clock: Clock) -> Logbook {
    let patience = Instant::now() + Duration::from_secs(CLOSING_S);
    loop {
        match try_open_logbook(path, who, start, Arc::clone(&clock)) {
            Ok(logbook) => return logbook,
            // The link of the run before may still be in a last write.
            Err(OpenError::InUse { .. }) if Instant::now() < patience => std::thread::yield_now(),
            Err(error) => panic!("the desk's log does not open: {error}"),
        }
    }
}

/// The same, for a file that may be damaged.
///
/// # Errors
/// What the logbook found.
pub fn try_open_logbook(
    path: &Path,
    who: u64,
    start: u64,
    clock: Clock,
) -> Result<Logbook, OpenError> {
    let make = Mutex::new(ids(who, start));
    let options = OpenOptions {
        key: key(who),
        exercise: true,
        clock,
        ids: Arc::new(move || (make.lock().unwrap_or_else(PoisonError::into_inner))()),
        ballast_bytes: 0,
    };
    Logbook::open(path, &options).map(|(logbook, _)| logbook)
}

/// What a desk says of itself on the link.
#[must_use]
pub fn options(who: u64, start: u64, calls: Calls) -> LinkOptions {
    LinkOptions {
        key: key(who),
        platform: None,
        enrol_code: None,
        software: "tests".to_owned(),
        instance: format!("{who}-{start}"),
        calls,
    }
}

impl Seat {
    /// Starts a desk whose link dials an address.
    ///
    /// # Panics
    /// When its log cannot be opened.
    #[must_use]
    pub fn start(folder: &Path, who: u64, start: u64, clock: Clock, city: SocketAddr) -> Self {
        let dial = TcpDial::new(&city.ip().to_string(), city.port(), Vec::new());
        let path = folder.join(format!("desk-{who}.db"));
        Self::start_with(
            &path,
            who,
            start,
            clock,
            dial,
            options(who, start, Calls::Apart),
        )
    }

    /// The same over any way to dial.
    ///
    /// # Panics
    /// As [`Seat::start`].
    pub fn start_with<D: Dial>(
        path: &Path,
        who: u64,
        start: u64,
        clock: Clock,
        dial: D,
        options: LinkOptions,
    ) -> Self {
        let logbook = open_logbook(path, who, start, Arc::clone(&clock));
        let store = Arc::new(DeskLog::new(logbook.clone()));
        let (heard, positions) = mpsc::channel(POSITIONS_KEPT);
        let chance = chance(who << 32 | start);
        let (run, handle) = Link::new(store, options, clock, chance, heard);
        let task = tokio::spawn(async move { run.run(dial).await });
        Self {
            who,
            logbook,
            link: handle,
            positions,
            path: path.to_owned(),
            task,
        }
    }

    /// Carries a command out and tells the link.
    ///
    /// # Errors
    /// As the logbook says.
    pub fn act(&self, command: Command) -> Result<Receipt, CommandError> {
        let done = self.logbook.command(command, officer(self.who));
        self.link.nudge();
        done
    }

    /// The link's state now.
    #[must_use]
    pub fn state(&self) -> LinkState {
        self.link.state().borrow().clone()
    }

    /// Waits until the link's state is as asked.
    ///
    /// # Panics
    /// When that takes longer than `within`.
    pub async fn until(&self, within: Duration, what: impl Fn(&LinkState) -> bool) -> LinkState {
        let mut state = self.link.state();
        let waited = tokio::time::timeout(within, state.wait_for(|state| what(state))).await;
        let reached = waited.map(|found| found.expect("the link runs").clone());
        reached.unwrap_or_else(|_| panic!("desk {} is still {:?}", self.who, self.state()))
    }

    /// Waits until the desk is connected and at the head.
    ///
    /// # Panics
    /// When that takes longer than `within`.
    pub async fn until_live(&self, within: Duration) {
        self.until(within, |state| state.phase == LinkPhase::Live)
            .await;
    }

    /// Whether nothing waits and the desk stands at that entry.
    ///
    /// # Panics
    /// When its log cannot be read.
    #[must_use]
    pub fn is_at(&self, head: u64) -> bool {
        let waiting = self.logbook.outbox_counts().expect("the log is read").0;
        waiting == 0 && self.logbook.cursor().expect("the log is read").sseq == head
    }

    /// Stops the link and closes the log, as when the program ends; its file may be copied then.
    ///
    /// # Panics
    /// When it is not closed in time.
    pub async fn stop(self) -> PathBuf {
        let Self {
            logbook,
            path,
            task,
            ..
        } = self;
        task.abort();
        let _ = task.await;
        drop(logbook);
        // The log is closed with its last handle, which a last call of the link may still hold.
        let mut name = path.clone().into_os_string();
        name.push(".lock");
        let lock = std::fs::File::open(name).expect("the log was open");
        let patience = Instant::now() + Duration::from_secs(CLOSING_S);
        while lock.try_lock().is_err() {
            assert!(Instant::now() < patience, "the log is closed");
            tokio::task::yield_now().await;
        }
        path
    }
}

/// Waits until a condition holds.
///
/// # Panics
/// When that takes longer than `within`.
pub async fn eventually(within: Duration, what: &str, holds: impl Fn() -> bool) {
    let mut look = tokio::time::interval(Duration::from_millis(LOOK_MS));
    let waited = tokio::time::timeout(within, async {
        while !holds() {
            look.tick().await;
        }
    });
    assert!(waited.await.is_ok(), "in {within:?}: {what}");
}
