//! What to send: the nearest able and ready, with reasons.
//!
//! # Layout
//! - [`question`]: what is asked: a place, its needs, and all there is.
//! - [`answer`]: ranked lines for each need, each with its reasons, and what is short.
//! - [`nearest`]: one incident: soonest, with the fewest teams, or with the best coverage left.
//! - [`assign`]: several incidents at once.
//! - [`standby`], [`coverage`]: who stands by where, what is lost by sending, and what mends it.
//! - [`readiness`]: how ready a team or a depot is, with the reasons.
//! - [`standard`]: what a team or a place has to have, and what it lacks.
//! - [`plan_check`]: which line of which plan cannot be met today, and why.
//!
//! **Invariants.** Advice, not automation: nothing here sends anything. Pure and repeatable: the
//! same question has the same answer, ties are broken by id. An able team is never left out of a
//! ranking: what speaks against it is written beside it. No line takes more than there is.

pub mod answer;
pub mod assign;
pub mod coverage;
pub mod nearest;
pub mod plan_check;
pub mod question;
pub mod readiness;
pub mod standard;
pub mod standby;

pub use answer::Recommendation;
pub use nearest::Nearest;
pub use question::Question;

/// Whoever can answer what to send.
pub trait Recommender {
    /// Covers the needs of one incident, or says what is short.
    fn recommend(&self, question: &Question<'_>) -> Recommendation;
}

#[cfg(test)]
mod tests;
