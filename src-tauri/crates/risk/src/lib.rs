//! What is dangerous where, reckoned from what is stored there.
//!
//! [`major`] says whether a unit is a major hazard installation (重大危险源) and of which grade by
//! GB 18218-2018, and shows each step of the working, so that the officer can check it by hand.
//! [`substance`] is that standard's table. [`lec`] and [`matrix`] reckon what somebody judged, and
//! [`picture`] says which of the four colours a place has by all that is on record of it.
//! [`indicator`] reckons the indicators of the district's plan.

pub mod indicator;
pub mod lec;
pub mod major;
pub mod matrix;
pub mod picture;
pub mod substance;

#[cfg(test)]
mod tests;
