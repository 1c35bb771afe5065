//! What is read from the log and its states.

use std::collections::BTreeMap;

use emergency::alert::{Alert, AlertReceived};
use emergency::entity::{EntityKind, EntityRef, State};
use emergency::fact::Fact;
use emergency::id::OriginId;
use emergency::time::UtcMs;
use uuid::Uuid;

use super::{Counts, Logbook, READ_MAX};
use crate::ahead;
use crate::changes::Subscription;
use crate::error::StorageError;
use crate::project::CLOCK_BACK_MS;
use crate::record::state;
use crate::table::alert::{self, AlertQuery, AlertWindow, Fresh, SectionCount};
use crate::table::defect::{self, Defect};
use crate::table::entity::{self, EntityRow, Listed, unreadable};
use crate::table::event::{self, Logged};
use crate::table::{meta, outbox};

impl Logbook {
    /// The state of one entity.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn state(&self, kind: EntityKind, id: &str) -> Result<Option<State>, StorageError> {
        let ahead = self.ahead();
        self.read(|conn| ahead::best(conn, ahead.as_deref(), kind, id))
    }

    /// Entities of one kind with their states, the last changed first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn list(
        &self,
        kind: EntityKind,
        listed: Listed,
        limit: usize,
    ) -> Result<Vec<EntityRow>, StorageError> {
        let (ahead, limit) = (self.ahead(), limit.min(READ_MAX));
        self.read(|conn| ahead::list(conn, ahead.as_deref(), (kind, listed), limit))
    }

    /// How many entities of one kind there are.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be counted.
    pub fn count(&self, kind: EntityKind, listed: Listed) -> Result<u64, StorageError> {
        let ahead = self.ahead();
        self.read(|conn| ahead::count(conn, ahead.as_deref(), (kind, listed)))
    }

    /// Entities whose name has these words, the last changed first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn search(
        &self,
        words: &str,
        limit: usize,
    ) -> Result<Vec<(EntityRef, String)>, StorageError> {
        self.read(|conn| entity::search(conn, words, limit.min(READ_MAX)))
    }

    /// Moves what time alone has moved on, where there is any. A full disk must not take the list
    /// off the screen: that it could not be written is only told.
    pub(super) fn sweep_due(&self, now: UtcMs) -> Result<(), StorageError> {
        let (due, swept) = self.read(|conn| {
            let swept = meta::load(conn)?.map_or(UtcMs(0), |meta| meta.swept);
            Ok((alert::due(conn, now, 1)?, swept))
        })?;
        let set_back = now.plus_ms(CLOCK_BACK_MS) < swept;
        if (set_back || !due.is_empty())
            && let Err(error) = self.sweep(now)
        {
            tracing::warn!(%error, "alerts could not be moved by time");
        }
        Ok(())
    }

    /// Part of the watch list, with the counts of all sections.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn alerts(&self, query: &AlertQuery) -> Result<AlertWindow, StorageError> {
        self.sweep_due(query.now)?;
        self.read(|conn| {
            let (rows, total) = alert::window(conn, query)?;
            let swept = meta::load(conn)?.map_or(UtcMs(0), |meta| meta.swept);
            let waits = !alert::due(conn, query.now, 1)?.is_empty();
            Ok(AlertWindow {
                rows,
                total,
                counts: alert::counts(conn)?,
                as_of: if waits { swept } else { swept.max(query.now) },
            })
        })
    }

    /// Alerts of a level or worse that the file learned of after a number, and the number up to
    /// which that is said: this desk's own first, then those of others in the ordered log.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn fresh_alerts(
        &self,
        after: u64,
        level_max: u8,
    ) -> Result<(u64, [Fresh; 2]), StorageError> {
        self.read(|conn| {
            let up_to = event::last_seq(conn)?;
            Ok((up_to, alert::fresh(conn, (after, up_to), level_max)?))
        })
    }

    /// How many alerts each section has, by level.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn alert_counts(&self) -> Result<Vec<SectionCount>, StorageError> {
        self.read(alert::counts)
    }

    /// One alert with the message it was read from, original bytes and all.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn alert_raw(&self, id: &str) -> Result<Option<(Alert, AlertReceived)>, StorageError> {
        self.read(|conn| {
            let Some(State::Alert(alert)) = state(conn, EntityKind::Alert, id)? else {
                return Ok(None);
            };
            let Some(by) = alert.received_by else {
                return Ok(None);
            };
            let Some(row) = event::by_id(conn, by)? else {
                return Ok(None);
            };
            let event = row.logged().map_err(unreadable)?.event;
            match Fact::read(&event.kind, &event.body) {
                Ok(Fact::AlertReceived(received)) => Ok(Some((alert, received))),
                _ => Ok(None),
            }
        })
    }

    /// Events of one entity below a number of the file, newest first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn timeline(
        &self,
        entity: &EntityRef,
        before: u64,
        limit: usize,
    ) -> Result<Vec<Logged>, StorageError> {
        self.read(|conn| {
            event::timeline(conn, entity, before, limit.min(READ_MAX))?
                .into_iter()
                .map(|row| row.logged().map_err(unreadable))
                .collect()
        })
    }

    /// The event of that id.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn event(&self, id: Uuid) -> Result<Option<Logged>, StorageError> {
        self.read(|conn| {
            event::by_id(conn, id)?
                .map(|row| row.logged().map_err(unreadable))
                .transpose()
        })
    }

    /// Events after a number of the file, in order.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn events_after(&self, seq: u64, limit: usize) -> Result<Vec<Logged>, StorageError> {
        self.read(|conn| {
            event::after(conn, seq, limit.min(READ_MAX))?
                .into_iter()
                .map(|row| row.logged().map_err(unreadable))
                .collect()
        })
    }

    /// The newest unreadable inputs with their numbers, newest first.
    ///
    /// # Errors
    /// [`StorageError`] when they cannot be read.
    pub fn defects(&self, limit: usize) -> Result<Vec<(u64, Defect)>, StorageError> {
        self.read(|conn| defect::newest(conn, limit.min(defect::DEFECTS_MAX)))
    }

    /// The unreadable input of that number.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn defect(&self, n: u64) -> Result<Option<(u64, Defect)>, StorageError> {
        self.read(|conn| defect::one(conn, n))
    }

    /// The newest unreadable input of a feed of which bytes were kept.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn newest_defect(&self, feed: &str) -> Result<Option<(u64, Defect)>, StorageError> {
        self.read(|conn| defect::newest_of(conn, feed))
    }

    /// How many unreadable inputs were removed to make room ([`crate::DEFECTS_BYTES_MAX`]), by
    /// their feed; a feed of which none was is not among them.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn defects_removed(&self) -> Result<BTreeMap<String, u64>, StorageError> {
        self.read(defect::removed)
    }

    /// Hash of the newest own event; printed on the handover sheet.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn head_hash(&self) -> Result<String, StorageError> {
        self.meta().map(|meta| meta.head_hash)
    }

    /// How much there is.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn counts(&self) -> Result<Counts, StorageError> {
        self.read(|conn| {
            let (waiting, parked) = outbox::counts(conn)?;
            Ok(Counts {
                events: event::last_seq(conn)?,
                waiting,
                parked,
                defects: defect::count(conn)?,
                entities: entity::counts(conn)?,
            })
        })
    }

    /// Desks of which something stands in the ordered log, and this one.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn origins(&self) -> Result<Vec<OriginId>, StorageError> {
        let own = self.meta()?.origin;
        let mut all: Vec<_> = self
            .read(event::origins)?
            .into_iter()
            .map(OriginId)
            .collect();
        if !all.contains(&own) {
            all.push(own);
        }
        Ok(all)
    }

    /// Number of the last change.
    ///
    /// # Errors
    /// [`StorageError`] when it cannot be read.
    pub fn last_change(&self) -> Result<u64, StorageError> {
        self.meta().map(|meta| meta.change)
    }

    /// Follows the log from now on; none when there are too many followers.
    #[must_use]
    pub fn changes(&self) -> Option<Subscription> {
        self.inner.changes.subscribe()
    }
}

macro_rules! getters {
    ($($(#[$doc:meta])* $name:ident $kind:ident $noun:ident,)+) => {
        /// One state by its noun.
        impl Logbook {
            $(
                $(#[$doc])*
                ///
                /// # Errors
                /// [`StorageError`] when it cannot be read.
                pub fn $name(
                    &self,
                    id: &str,
                ) -> Result<Option<getters::$noun>, StorageError> {
                    Ok(match self.state(EntityKind::$kind, id)? {
                        Some(State::$kind(state)) => Some(state),
                        _ => None,
                    })
                }
            )+
        }
    };
}

mod getters {
    pub(super) use emergency::aid::Aid;
    pub(super) use emergency::alert::Alert;
    pub(super) use emergency::circular::Circular;
    pub(super) use emergency::document::Document;
    pub(super) use emergency::drill::Drill;
    pub(super) use emergency::duty::Duty;
    pub(super) use emergency::firm::Firm;
    pub(super) use emergency::incident::Incident;
    pub(super) use emergency::issue::Issue;
    pub(super) use emergency::order::Order;
    pub(super) use emergency::plan::PlanRecord;
    pub(super) use emergency::point::DevicePoint;
    pub(super) use emergency::report::Report;
    pub(super) use emergency::requisition::Requisition;
    pub(super) use emergency::site::Site;
    pub(super) use emergency::source::Source;
    pub(super) use emergency::stock::Lot;
    pub(super) use emergency::submission::Submission;
    pub(super) use emergency::team::Team;
}

getters! {
    /// One alert.
    alert Alert Alert,
    /// One incident.
    incident Incident Incident,
    /// One team.
    team Team Team,
    /// One lot.
    lot Lot Lot,
    /// One order.
    order Order Order,
    /// One report.
    report Report Report,
    /// The watch; its id is [`emergency::duty::DUTY`].
    duty Duty Duty,
    /// One site.
    site Site Site,
    /// One issue of supplies.
    issue Issue Issue,
    /// One requisition.
    requisition Requisition Requisition,
    /// One request for mutual aid.
    aid Aid Aid,
    /// One notice.
    circular Circular Circular,
    /// One drill.
    drill Drill Drill,
    /// One plan.
    plan Plan PlanRecord,
    /// One document.
    document Document Document,
    /// One source of alerts, or one point of it.
    source Source Source,
    /// One record of what people told.
    submission Submission Submission,
    /// One point of the register.
    point Point DevicePoint,
    /// One firm.
    firm Firm Firm,
}
