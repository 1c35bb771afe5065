//! Servers, pollers and drop folders that bring observations to the desk.
//!
//! # Layout
//! - [`intake`]: the one narrow door to the desk, and reading bytes into facts.
//! - [`notice`]: the view of `protocols` becomes the noun of `emergency`.
//! - [`reach`]: how far an alert's area is from the district.
//! - [`folder`], [`poll`]: the drivers; each has a source, a loop and a health.
//! - [`talk`]: what a connection of each device protocol says and is answered; pure.
//! - [`serve`]: the one TCP server of all of them, within bounds.
//! - [`mqtt`]: messages of a broker, by the mapping that a user edits.
//! - [`simulate`]: made-up devices of each protocol.
//! - [`told`]: what people told other systems, as files or over HTTP with a token.
//! - [`alarm`], [`limit`]: alarms of devices and of values become messages, at their edges only.
//! - [`roll`]: what the register of points says to a feed; [`silence`]: a device that is on it and
//!   says nothing any more.
//! - [`health`]: what the status bar shows of a feed; `ration`: which unreadable inputs of a source
//!   are stored; `address`: what of the address of a peer is counted; `lock`:
//!   locks that outlive a panic.
//!
//! **Invariants.** A feed cannot write a fact of a person, only what it observed. What cannot be
//! read is handed over as a defect with its bytes. A feed that fails harms no other.

mod address;
pub mod alarm;
pub mod folder;
pub mod health;
pub mod intake;
pub mod limit;
mod lock;
pub mod mqtt;
pub mod notice;
pub mod poll;
mod ration;
pub mod reach;
pub mod roll;
pub mod serve;
pub mod silence;
pub mod simulate;
mod store;
pub mod talk;
pub mod told;
