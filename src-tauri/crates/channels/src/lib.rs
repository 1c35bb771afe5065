//! Ways out to people: an SMS gateway over HTTP, e-mail over SMTP.
//!
//! # Layout
//! - [`outlets`]: what is set up, and handing one message to it.
//! - [`settings`]: addresses and secrets of the channels.
//! - `sms`, `mail`: one file a channel.
//!
//! **Invariant:** a message is handed once for each call; repeating is the caller's, who has
//! written down first that it will. What is not known to have arrived or not is `Unknown`.
//! **Invariant:** there are no outlets without [`logbook::RealWork`], and an exercise's log gives
//! none.

mod mail;
pub mod outlets;
pub mod settings;
mod sms;

pub use outlets::{ChannelError, Handed, Message, Outlets};
pub use settings::{ChannelSettings, MailSettings, Secret, SmsSettings};
