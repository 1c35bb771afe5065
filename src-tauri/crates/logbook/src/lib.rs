//! The append-only log in SQLite, its projections and its outbox.
//!
//! - [`sqlite`]: opening a database so that what is committed stays.

pub mod sqlite;
