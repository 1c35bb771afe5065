//! The one integration binary: what no single crate can test alone.

mod alarms;
mod architecture;
mod broker;
mod contract;
mod desk;
mod dispatch;
mod exercise_district;
mod link;
mod maps_import;
mod plan_search;
mod roads_import;
mod tidy;
