//! The exercise district, scenarios and their clock.
//!
//! # Layout
//! - [`ground`]: what the program ships about Licheng and the words an exercise is made from.
//! - [`roads`]: a made road network inside the outline.
//! - [`district`]: a whole district from a seed number, as facts to be recorded.
//! - [`inject`], [`message`]: what an exercise puts in, and the bytes of made alerts.
//! - [`scenario`], [`clock`]: scenarios as text, and the clock that replays them.
//! - [`night`]: the events of one night in that district: a scenario in much noise.
//! - [`flood`]: one bad quarter of an hour in which a few causes make thousands of alarms.
//! - [`movement`]: a vehicle along a line of points.
//!
//! **Invariants.** The same seed makes the same bytes. Nothing here reads a clock or draws chance
//! of its own: seed and times are passed in. Everything made says 演练 where a person reads it,
//! and no telephone number here can be dialled: whoever records these facts marks them `exercise`.

pub mod clock;
pub mod district;
pub mod flood;
pub mod ground;
pub mod inject;
pub mod message;
pub mod movement;
pub mod night;
pub mod roads;
pub mod scenario;
