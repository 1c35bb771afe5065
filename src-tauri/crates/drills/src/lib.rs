//! The exercise district, scenarios and their clock.
//!
//! # Layout
//! - [`ground`]: what the program ships about Licheng and the words an exercise is made from.
//! - [`roads`]: a made road network inside the outline.
//! - [`district`]: a whole district from a seed number, as facts to be recorded.
//! - [`inject`]: what an exercise puts in.
//!
//! **Invariants.** The same seed makes the same bytes. Nothing here reads a clock or draws chance
//! of its own: seed and times are passed in. Everything made says 演练 where a person reads it,
//! and no telephone number here can be dialled: whoever records these facts marks them `exercise`.

pub mod district;
pub mod ground;
pub mod inject;
pub mod roads;
