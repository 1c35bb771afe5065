//! The append-only log in SQLite, its projections and its outbox.
