//! Simulators, faulty network and fake clock for the integration tests; and the measuring tape of
//! the bench.

pub mod broker;
pub mod caller;
pub mod city;
pub mod dispatch;
pub mod flood;
pub mod liar;
pub mod library;
pub mod measure;
pub mod outlet;
pub mod pbf;
pub mod proxy;
pub mod seat;
pub mod sim;
pub mod ways;
pub mod world;
