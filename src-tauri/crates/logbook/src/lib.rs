//! The append-only log in SQLite, its projections and its outbox.
//!
//! # Layout
//! - [`authority`]: the ordered log that the platform keeps.
//! - [`sqlite`]: opening a database so that what is committed stays.
//! - `table`: one file a table: migration, row, queries.
//! - `writer`, `ledger`: one transaction for a group of tasks, in one hand at a time.
//! - `queue`: the way to it, and the thread for what waits.
//! - `record`, `sealing`, `key`: commands and observations become signed events.
//! - `entries`: the link's side: entries in, own events out.
//! - `project`: events become states; live, in catch-up and in checks the same.
//! - `faults`: where a test lets the medium fail.
//! - `opening`, `verify`, `space`: whose log it is, whether it is whole, whether there is room.
//! - `search`: full text over plans, contacts and the log.
//! - `backup`, `export`, `salvage`: copies, text, and the way out of a damaged file.
//!
//! **Invariants:** an event, its outbox row and the states it changes are one transaction, and
//! the caller hears of it after the commit. Nothing is deleted from the log. A state is the fold
//! of its events, whatever way they came.

mod ahead;
pub mod authority;
mod backup;
mod changes;
mod compact;
mod entries;
mod error;
mod export;
mod faults;
mod key;
mod ledger;
mod logbook;
mod offers;
mod opening;
mod project;
mod queue;
mod readers;
mod record;
mod salvage;
#[cfg(test)]
mod sample;
mod sealing;
mod search;
mod space;
pub mod sqlite;
mod table;
#[cfg(test)]
mod tests;
mod verify;
mod writer;

pub use ahead::Ahead;
pub use backup::{BackupError, DAILY_KEPT, HOURLY_KEPT, backup, copies, restore_backup};
pub use changes::{CHANGES_MAX, Change, News, SUBSCRIBERS_MAX, Subscription};
pub use compact::{COMPACT_KEPT, compact, compact_copies};
pub use entries::{Applied, ENTRIES_MAX, OriginHead};
pub use error::{AdoptError, ApplyError, CommandError, ObserveError, StorageError};
pub use export::{EVENTS_FILE, ExportError, MANIFEST_FILE, Manifest, export, restore_export};
#[cfg(feature = "faults")]
pub use faults::Moment;
pub use key::DeviceKey;
pub use logbook::{
    Counts, Identity, Logbook, READ_MAX, RECORDED_MAX, RealWork, plans_of_file, search_file,
};
pub use opening::{OpenError, OpenOptions, Opening, succeed};
pub use queue::QUEUE_MAX;
pub use readers::READERS;
pub use record::{OBSERVED_MAX, Observed, Receipt, Who};
pub use salvage::{Salvage, SalvageStep, read_side_file, salvage};
pub use search::{
    FoundText, HITS_MAX, Hit, HitAt, HitGroup, LINES_COUNTED_MAX, Marked, PASSAGES_MAX, Passage,
    SearchKind, SearchProgress, SearchQuery, TERMS_MAX, Volume, WORDS_CHARS_MAX, Wanted,
};
pub use space::{BALLAST_BYTES, FREE_ALARM_BYTES, FREE_WARN_BYTES, Room, Space};
pub use table::alert::{
    ALERTS_MAX, AlertQuery, AlertRow, AlertWindow, Fresh, LEVEL_NONE, LIST_CHARS_MAX, Section,
    SectionCount,
};
pub use table::defect::{DEFECT_BYTES_MAX, DEFECTS_BYTES_MAX, DEFECTS_MAX, Defect};
pub use table::draft::{DRAFT_BYTES_MAX, DRAFTS_MAX};
pub use table::entity::{EntityRow, Listed};
pub use table::event::{Logged, Placed};
pub use table::meta::Cursor;
pub use table::outbox::{Number, Parked};
pub use verify::{FINDINGS_MAX, Finding, QUICK_EVENTS, Verification, verify};
pub use writer::{COMMIT_EVENTS_MAX, Clock, Ids};
