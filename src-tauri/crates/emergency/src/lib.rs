//! The nouns of emergency work and the rules over them; knows no clock, file, network or thread.
//!
//! # Layout
//! - `canonical`: the one form of JSON that is hashed and signed.
//! - [`event`]: the envelope every fact travels in, its hash and its signature.
//! - [`fact`]: the closed list of facts this version knows, each with its body.
//! - [`alert`], [`incident`], [`team`], [`stock`], [`order`], [`report`], [`duty`], [`site`],
//!   [`person`], [`rota`], [`import`], [`drill`]: one file a noun, each with its state and its
//!   `apply`; [`withdrawn`] takes a thing off its list.
//! - [`issue`], [`requisition`], [`aid`], [`circular`], [`paper`]: what is sent and taken, asked of
//!   others and told to them, and the paper for what was said first.
//! - [`risk`]: what somebody judged of a site, from which its colour is reckoned.
//! - [`countdown`]: what starts or ends a time limit that no other fact tells of.
//! - [`source`]: who raises alerts, and how often that was right; [`gather`] shows a flood of them
//!   as a few headings, [`priority`] says which goes first, [`figures`] how heavy the load is.
//! - [`point`]: what a device is called, where it stands, and the limits that were set for it.
//! - [`firm`]: who answers for sites; [`hazard_unit`]: the units of a site and their tanks.
//! - [`submission`]: what people tell the duty room, by telephone, work order, flash or tip-off.
//! - [`camera`]: where a camera's picture comes from.
//! - [`closure`]: roads that cannot be driven, and the kinds of road user they bind; [`fence`]:
//!   places that chosen vehicles are not to enter or to leave.
//! - [`plan`], [`document`], [`holiday`]: plans as the desk keeps them, the bytes of what was read,
//!   and the working days by which their terms run.
//! - [`entity`]: which nouns a fact touches, and folding facts into states.
//! - [`decide`]: command + state -> facts or a refusal.
//! - [`judge`]: the verdict the sequencer writes beside a claim.
//! - [`level`], [`place`], [`grid`], [`time`], [`day`], [`capability`]: the values they share.
//!
//! **Invariant:** nothing here reads a clock, makes an id or draws a random number; all are
//! passed in.

pub mod account;
pub mod aid;
pub mod alert;
pub mod camera;
mod canonical;
pub mod capability;
pub mod circular;
pub mod closure;
pub mod countdown;
pub mod danger;
pub mod day;
pub mod decide;
pub mod document;
pub mod drill;
pub mod duty;
pub mod entity;
pub mod event;
pub mod fact;
pub mod fence;
pub mod figures;
pub mod firm;
pub mod gather;
pub mod grid;
pub mod hazard_unit;
pub mod holiday;
pub mod id;
pub mod import;
pub mod incident;
pub mod issue;
pub mod judge;
pub mod level;
pub mod order;
pub mod paper;
pub mod person;
pub mod place;
pub mod plan;
pub mod point;
pub mod priority;
pub mod report;
pub mod requisition;
pub mod risk;
pub mod rota;
#[cfg(test)]
mod sample;
pub mod site;
pub mod source;
pub mod stock;
pub mod submission;
pub mod team;
pub mod time;
pub mod wind;
pub mod withdrawn;
