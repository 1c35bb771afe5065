//! The link to the city platform: real logbooks, the real link, the real platform.

mod clocked;
mod loopback;
mod page;
mod processes;
mod simulated;
mod weakened;
