//! What the log promises, on real files.

mod kinds;
mod life;
mod link;
mod order;
mod search;
mod way_out;
