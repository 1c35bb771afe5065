//! Simulators, faulty network and fake clock for the integration tests.
