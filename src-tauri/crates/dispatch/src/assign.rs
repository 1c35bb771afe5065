//! What to send to several incidents at once when there is not enough for all.
//!
//! The problem, the objective and the file format are written down in
//! `src-tauri/docs/assign-problem.md`. Teams and supplies share nothing but the objective, so each
//! part is searched and bounded alone:
//! - [`problem`]: the numbers. [`read`]: the same from JSON.
//! - [`gather`]: the numbers out of what the log knows.
//! - [`plan`]: an answer, what it costs, whether it may be.
//! - `greedy`, `haul`: the first answer. `rota`, `net`: teams. `freight`: supplies. `bound`: what
//!   no answer can be better than. [`solve`]: all of it against the clock.
//! - [`report`]: an answer in names, with reasons. [`what_if`]: the difference of two.

mod at;
mod bound;
mod freight;
pub mod gather;
mod greedy;
mod haul;
mod net;
pub mod plan;
pub mod problem;
pub mod read;
pub mod report;
mod rota;
pub mod solve;
pub mod stop;
pub mod what_if;

#[cfg(test)]
mod tests;
