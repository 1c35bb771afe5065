//! The commands of the page: ask the desk, follow its changes, say that it is painted, and salvage
//! a damaged log.

use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use contract::change::Changes;
use contract::error::{CallError, Code};
use contract::salvage::{SalvageStep, Salvaged};
use desk::{Desk, Settings};
use serde_json::Value;
use tauri::State;
use tauri::ipc::Channel;

/// How long a call waits for the logbook to open before it says so.
const OPEN_WAIT: Duration = Duration::from_secs(60);

type Opened = Result<Arc<Desk>, CallError>;

/// The desk, once it is open; or why it is not.
pub(crate) struct DeskCell {
    settings: Settings,
    opened: Mutex<Option<Opened>>,
    changed: Condvar,
    /// Held while a damaged log is salvaged: it is done once.
    salvaging: Mutex<()>,
}

/// What the screen decides by.
fn said(error: &desk::OpenError) -> CallError {
    CallError::new(error.code(), format!("{error:#}"))
}

impl DeskCell {
    /// A desk of these settings that is not open yet.
    pub(crate) fn of(settings: Settings) -> Self {
        Self {
            settings,
            opened: Mutex::new(None),
            changed: Condvar::new(),
            salvaging: Mutex::new(()),
        }
    }

    /// Opens the desk, or finds out why it cannot be opened.
    pub(crate) fn open(&self) {
        let opened = Desk::open(self.settings.clone()).map(Arc::new);
        if let Ok(desk) = &opened
            && let Err(error) = desk::copies::start(desk)
        {
            tracing::error!(%error, "no hourly copies on paper");
        }
        let opened = opened.map_err(|error| {
            tracing::error!(%error, "the desk did not open");
            said(&error)
        });
        *self.lock() = Some(opened);
        self.changed.notify_all();
    }

    fn lock(&self) -> MutexGuard<'_, Option<Opened>> {
        self.opened.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Salvages a log that was found to be damaged, and opens the desk with what was saved.
    fn salvage(&self, told: &mut dyn FnMut(SalvageStep)) -> Result<Salvaged, CallError> {
        let _one = self
            .salvaging
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        if !matches!(&*self.lock(), Some(Err(why)) if why.code == Code::Damaged) {
            return Err(CallError::new(Code::NotFound, "no damaged log is known"));
        }
        let done = desk::salvage::salvage(&self.settings, told).map_err(|error| {
            tracing::error!(%error, "the damaged log could not be salvaged");
            said(&error)
        })?;
        told(SalvageStep::Opening);
        self.open();
        // What was saved is on disk whether or not it opens now; the page reads why it does not.
        Ok(done)
    }

    /// The desk when it is open by now.
    pub(crate) fn ready(&self) -> Option<Opened> {
        self.lock().clone()
    }

    /// The desk, however long it takes until it is open: a damaged log may be salvaged first.
    pub(crate) fn wait_open(&self) -> Arc<Desk> {
        let mut guard = self.lock();
        loop {
            if let Some(Ok(desk)) = &*guard {
                return Arc::clone(desk);
            }
            guard = self
                .changed
                .wait(guard)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }

    /// The desk, waiting for it at most [`OPEN_WAIT`].
    pub(crate) fn wait(&self) -> Result<Arc<Desk>, CallError> {
        let (guard, _) = self
            .changed
            .wait_timeout_while(self.lock(), OPEN_WAIT, |opened| opened.is_none())
            .unwrap_or_else(PoisonError::into_inner);
        match &*guard {
            Some(Ok(desk)) => Ok(Arc::clone(desk)),
            Some(Err(why)) => Err(why.clone()),
            None => Err(CallError::new(
                Code::Opening,
                "the logbook is still being opened",
            )),
        }
    }
}

/// Answers one call of the contract's table.
#[tauri::command]
pub(crate) async fn call(
    cell: State<'_, Arc<DeskCell>>,
    name: String,
    request: Value,
) -> Result<Value, CallError> {
    let cell = Arc::clone(&cell);
    tauri::async_runtime::spawn_blocking(move || {
        contract::calls::route(&*cell.wait()?, &name, request)
    })
    .await
    .map_err(|error| CallError::new(Code::Internal, error.to_string()))?
}

/// Notes when the page has drawn the desk's first answer, counted from the program's start.
#[tauri::command]
pub(crate) fn painted(started: State<'_, Instant>) {
    let ms = started.elapsed().as_millis();
    tracing::info!(ms, "the window is painted");
}

/// Sends batches of changes to the page until it is gone.
#[tauri::command]
pub(crate) async fn follow(
    cell: State<'_, Arc<DeskCell>>,
    channel: Channel<Changes>,
) -> Result<(), CallError> {
    let cell = Arc::clone(&cell);
    let spawned = std::thread::Builder::new()
        .name("follow".to_owned())
        .spawn(move || {
            let desk = cell.wait_open();
            let follower = desk.follow();
            while let Some(changes) = follower.next() {
                if channel.send(changes).is_err() {
                    return;
                }
            }
        });
    spawned
        .map(drop)
        .map_err(|error| CallError::new(Code::Internal, error.to_string()))
}

/// Salvages a damaged log, tells how far it is, and answers what is missing.
#[tauri::command]
pub(crate) async fn salvage(
    cell: State<'_, Arc<DeskCell>>,
    channel: Channel<SalvageStep>,
) -> Result<Salvaged, CallError> {
    let cell = Arc::clone(&cell);
    let mut told = move |step| {
        if let Err(error) = channel.send(step) {
            tracing::warn!(%error, "nobody hears how far the salvage is");
        }
    };
    tauri::async_runtime::spawn_blocking(move || cell.salvage(&mut told))
        .await
        .map_err(|error| CallError::new(Code::Internal, error.to_string()))?
}
