//! What the log promises, on real files.

mod life;
mod link;
mod order;
mod way_out;
