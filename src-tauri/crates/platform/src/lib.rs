//! The reference city platform.
