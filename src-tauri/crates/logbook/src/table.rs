//! One file a table: its migration, its row, its queries.

pub(crate) mod alarm;
pub(crate) mod alert;
pub(crate) mod defect;
pub(crate) mod draft;
pub(crate) mod entity;
pub(crate) mod event;
pub(crate) mod meta;
pub(crate) mod outbox;
pub(crate) mod search;

use crate::sqlite::Migration;

/// The steps to this program's shape, oldest first; a new one goes to the end.
pub(crate) const MIGRATIONS: [Migration; 11] = [
    meta::MIGRATION,
    event::MIGRATION,
    entity::MIGRATION,
    alert::MIGRATION,
    outbox::MIGRATION,
    defect::MIGRATION,
    draft::MIGRATION,
    meta::PREDECESSORS,
    search::MIGRATION,
    alarm::MIGRATION,
    defect::HELD,
];
