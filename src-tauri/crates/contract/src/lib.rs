//! All that crosses to a screen or a peer: rows, requests, answers, changes, and the one table
//! of calls from which the router and the TypeScript are made.
//!
//! # Layout
//! - [`calls`]: the table. Adding a call is one line there and one function in `desk`.
//! - [`rows`]: what lists and details show.
//! - [`status`]: what is always in view: link, feeds, sound, store, watch.
//! - [`change`]: how a screen learns that something moved.
//! - [`error`]: what a screen may decide by: codes, never text.
//! - [`salvage`]: how far the way out of a damaged log is, and what came of it.
//!
//! **Invariant:** nothing here does anything; it has no I/O and no state.

pub mod calls;
pub mod change;
pub mod error;
pub mod rows;
pub mod salvage;
pub mod status;
