//! The exercise district, scenarios and their clock.
