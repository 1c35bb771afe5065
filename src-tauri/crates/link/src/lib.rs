//! The desk side of the link to the city platform.
