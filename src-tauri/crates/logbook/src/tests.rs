//! What the log promises, on real files.

mod fresh;
mod kinds;
mod left;
mod life;
mod link;
mod order;
mod salvaged;
mod search;
mod state;
mod together;
mod way_out;
