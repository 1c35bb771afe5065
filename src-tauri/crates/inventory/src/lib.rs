//! Tables of resources (台账): CSV and XLSX in and out, the check report, labels.
//!
//! # Layout
//! - [`read`]: bytes of a file -> a [`table::Table`]; hostile files are bounded.
//! - [`columns`]: which heading means which field, which word means which code.
//! - [`value`]: cells as numbers, days, lists.
//! - [`check`]: a table and a mapping -> rows to enter and findings in the reader's own columns.
//! - [`rota`]: the rota as a table.
//! - [`write`]: resources -> XLSX and CSV that read back as they were.
//! - [`label`]: QR labels of depots and shelves.
//!
//! **Invariants.** Nothing here writes to a log. Reading never fails on what stands in a cell: it
//! becomes a finding with its row and column. What is exported is never taken for a formula.

pub mod check;
pub mod columns;
pub mod danger;
pub mod label;
mod quote;
pub mod read;
pub mod rota;
pub mod table;
mod unseen;
pub mod value;
pub mod write;
