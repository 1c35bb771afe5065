//! Road graph and travel times.
