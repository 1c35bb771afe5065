//! The program without a window: it wires logbook, feeds, link, plans, maps and reports together,
//! answers the contract's calls and publishes what changed.
//!
//! # Layout
//! - [`settings`]: what a desk is told once.
//! - [`desk`]: what is open and runs, for whoever answers; `desk::start` opens it, the one place
//!   where threads and tasks are started.
//! - `answer`: the contract's table of calls, one file a subject.
//! - [`follow`], `publish`: who follows hears what became stale, merged and bounded.
//! - `board`, `escalate`: the alarms that stand, gathered and in their order, and how far one goes
//!   that nobody answers.
//! - `away`: what is out of the way with its source or on the shelf of its point, and comes back.
//! - [`alarms`], [`ring`]: what has to be heard, and when and how it rings; [`speaker`],
//!   [`notifier`]: whether the device sounds and the desktop shows what it is given.
//! - `session`: one open logbook; a drill has its own.
//! - `uplink`, `sources`, `intake`: the link and the feeds.
//! - `points`, `device_feeds`: the register of points, and the feeds that it speaks to.
//! - `exercise`, `drill`, `play`: the made district, the drills on it, the made teams.
//! - `paper`, `facts`, `clocks`: reports, sheets and the clocks they answer.
//! - `feed_closures`: roads that alerts of feeds close, and open again when they end.
//! - `opening`: the log and the key it is opened under; [`salvage`] is the way out when it is
//!   damaged.
//! - `outward`, `contacts`: what goes out to people, and to whom.
//! - `papers`: the papers of sending.
//! - [`submissions`]: how long what people told may take, and the seal of a tip-off.
//! - [`finding`], `volumes`: `desk search`, and what is searched beside the log.
//! - [`plan`]: `desk plan`, plans from files.
//! - `roadworks`: roads that are taken in while the desk works; `road_file`, `road_report` and
//!   `road_store` read, report and keep them; `base_map`: the map that they are drawn on.
//! - [`road_tool`]: `desk roads`, the same without a window.
//! - [`route`]: `desk route`, travel times from files.
//! - `key`, `keyring`: the device key and where it is kept.
//! - `viewers`: the programs that show pictures of cameras.
//! - `care`: backups, room on the disk, the full check.
//! - `clock`: the only place that reads the system's clock.
//!
//! **Invariants.** No call waits for the network. Nothing is shown as accepted before it is on
//! disk. A drill never writes into the watch's log and has no link.

pub mod alarms;
mod answer;
mod away;
mod base_map;
mod board;
mod care;
mod changed;
mod clock;
mod clocks;
mod contacts;
pub mod copies;
pub mod desk;
mod device_feeds;
mod drill;
mod escalate;
mod exercise;
mod facts;
mod feed_closures;
pub mod finding;
pub mod follow;
mod intake;
mod key;
mod keyring;
mod library;
mod lists;
mod mappings;
mod memo;
mod night_copy;
pub mod notifier;
mod number;
mod open_files;
mod opening;
mod outward;
mod paper;
mod papers;
pub mod plan;
mod play;
mod points;
mod publish;
pub mod ring;
mod road_file;
mod road_report;
mod road_store;
pub mod road_tool;
mod roads;
mod roadworks;
pub mod route;
pub mod salvage;
mod searches;
pub mod second;
mod session;
pub mod settings;
mod shelf;
mod sources;
pub mod speaker;
pub mod submissions;
pub mod tables;
pub mod tool;
mod uplink;
mod vehicles;
mod viewers;
mod volumes;
mod words;
mod zones;

pub use desk::Desk;
pub use opening::OpenError;
pub use settings::{Settings, SettingsError};
pub use viewers::{Picture, ShowPicture};
