//! Simulators, faulty network and fake clock for the integration tests; and the measuring tape of
//! the bench.

pub mod measure;
