//! The one integration binary: what no single crate can test alone.

mod architecture;
mod contract;
mod link;
mod maps_import;
mod tidy;
