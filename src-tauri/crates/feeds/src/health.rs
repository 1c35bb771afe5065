//! What the status bar shows of a feed.

use std::sync::{Arc, Mutex, PoisonError};

use emergency::time::UtcMs;

/// The state of one feed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Health {
    /// Its name.
    pub name: String,
    /// `poll` or `folder`.
    pub kind: &'static str,
    /// Where it looks, without secrets.
    pub source: String,
    /// True when the last try went well.
    pub up: bool,
    /// When it last tried.
    pub last_try_at: Option<UtcMs>,
    /// When a message last came.
    pub last_message_at: Option<UtcMs>,
    /// Messages since the start.
    pub messages: u64,
    /// Defects since the start.
    pub defects: u64,
    /// Why it is not up: a short code.
    pub why: String,
}

/// A feed's health, shared between its driver and the desk.
#[derive(Debug, Clone, Default)]
pub struct SharedHealth(Arc<Mutex<Health>>);

impl SharedHealth {
    /// The health of a feed that has not tried yet.
    #[must_use]
    pub fn new(name: &str, kind: &'static str, source: &str) -> Self {
        Self(Arc::new(Mutex::new(Health {
            name: name.to_owned(),
            kind,
            source: source.to_owned(),
            ..Health::default()
        })))
    }

    /// A copy as it is now.
    #[must_use]
    pub fn get(&self) -> Health {
        self.0
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .clone()
    }

    /// Notes a try that went well.
    pub fn tried(&self, now: UtcMs) {
        self.change(|health| {
            health.up = true;
            health.last_try_at = Some(now);
            health.why.clear();
        });
    }

    /// Notes a try that failed.
    pub fn failed(&self, now: UtcMs, why: &str) {
        self.change(|health| {
            health.up = false;
            health.last_try_at = Some(now);
            why.clone_into(&mut health.why);
        });
    }

    /// Notes what came.
    pub fn brought(&self, now: UtcMs, messages: usize, defects: usize) {
        self.change(|health| {
            if messages > 0 {
                health.last_message_at = Some(now);
            }
            health.messages += messages as u64;
            health.defects += defects as u64;
        });
    }

    fn change(&self, edit: impl FnOnce(&mut Health)) {
        edit(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
    }
}
