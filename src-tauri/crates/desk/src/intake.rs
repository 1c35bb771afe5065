//! The feeds' door into the logbook.

use std::sync::Arc;

use emergency::decide::Draft;
use emergency::event::TimeSource;
use emergency::time::UtcMs;
use feeds::intake::{Intake, NotStored, Unreadable};
use logbook::{DEFECT_BYTES_MAX, Defect, OBSERVED_MAX, Who};

use crate::session::Session;
use crate::submissions::seal::SealSettings;

/// Hands what feeds observed to one logbook.
pub(crate) struct DeskIntake {
    session: Arc<Session>,
    seal: SealSettings,
}

impl DeskIntake {
    pub(crate) fn new(session: Arc<Session>) -> Self {
        Self {
            session,
            seal: SealSettings::default(),
        }
    }

    /// The same, for feeds that may bring who tips off.
    pub(crate) fn sealing(self, seal: SealSettings) -> Self {
        Self { seal, ..self }
    }

    pub(crate) fn session(&self) -> &Session {
        &self.session
    }

    /// What seals who tips off.
    pub(crate) fn seal(&self) -> &SealSettings {
        &self.seal
    }
}

impl Intake for DeskIntake {
    fn observe(&self, drafts: Vec<Draft>) -> Result<(), NotStored> {
        let mut drafts = self.session.board.stamped(&self.session, drafts);
        let who = Who {
            actor: "接入".into(),
            role: "feed".to_owned(),
            occurred_at: None,
            by: TimeSource::Sensor,
        };
        while !drafts.is_empty() {
            let rest = drafts.split_off(drafts.len().min(OBSERVED_MAX));
            let stored = self.session.logbook.observe(drafts, &who);
            stored.map_err(|error| NotStored {
                reason: error.to_string(),
            })?;
            drafts = rest;
        }
        Ok(())
    }

    fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored> {
        let feed = unreadable.feed.clone();
        self.keep_unreadable_of(&feed, unreadable)
    }

    fn keep_unreadable_of(
        &self,
        sender: &str,
        mut unreadable: Unreadable,
    ) -> Result<(), NotStored> {
        let cut = unreadable.cut || unreadable.raw.len() > DEFECT_BYTES_MAX;
        unreadable.raw.truncate(DEFECT_BYTES_MAX);
        let defect = Defect {
            source: sender.to_owned(),
            feed: unreadable.feed,
            at: unreadable.at,
            kind: unreadable.kind,
            message: unreadable.message,
            bytes: unreadable.raw,
            cut,
        };
        let kept = self.session.logbook.keep_defect(defect);
        kept.map(drop).map_err(|error| NotStored {
            reason: error.to_string(),
        })
    }

    fn now(&self) -> UtcMs {
        self.session.logbook.now()
    }
}
