//! The commands of the page: ask the desk, follow its changes, and say that it is painted.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::time::{Duration, Instant};

use contract::change::Changes;
use contract::error::{CallError, Code};
use desk::Desk;
use serde_json::Value;
use tauri::State;
use tauri::ipc::Channel;

/// How long a call waits for the logbook to open before it says so.
const OPEN_WAIT: Duration = Duration::from_secs(60);

type Opened = Result<Arc<Desk>, CallError>;

/// The desk, once it is open; or why it is not.
#[derive(Default)]
pub(crate) struct DeskCell {
    opened: Mutex<Option<Opened>>,
    changed: Condvar,
}

impl DeskCell {
    /// Puts the desk in, once.
    pub(crate) fn fill(&self, opened: Result<Arc<Desk>, desk::OpenError>) {
        let opened = opened.map_err(|error| {
            tracing::error!(%error, "the desk did not open");
            CallError::new(error.code(), format!("{error:#}"))
        });
        *self.opened.lock().unwrap_or_else(PoisonError::into_inner) = Some(opened);
        self.changed.notify_all();
    }

    /// The desk when it is open by now.
    pub(crate) fn ready(&self) -> Option<Opened> {
        self.opened
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// The desk, waiting for it at most [`OPEN_WAIT`].
    pub(crate) fn wait(&self) -> Result<Arc<Desk>, CallError> {
        let guard = self.opened.lock().unwrap_or_else(PoisonError::into_inner);
        let (guard, _) = self
            .changed
            .wait_timeout_while(guard, OPEN_WAIT, |opened| opened.is_none())
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
            let Ok(desk) = cell.wait() else { return };
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
