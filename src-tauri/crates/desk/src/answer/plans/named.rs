//! Which plans name a place.

use std::collections::BTreeSet;

use contract::error::CallError;

use super::newest;
use super::suggest::NAME_CHARS_MIN;
use crate::desk::Desk;
use crate::session::Session;
use crate::shelf::{self, Parsed};

/// Plans of the log in their newest text, and those that only came with the program, that have one
/// of the names: their ids with their titles.
pub(crate) fn naming(
    desk: &Desk,
    session: &Session,
    names: &[&str],
) -> Result<Vec<(String, String)>, CallError> {
    let long = |name: &&str| name.chars().count() >= NAME_CHARS_MIN;
    let names: Vec<&str> = names.iter().copied().filter(long).collect();
    let has = |parsed: &Parsed| {
        let mut clauses = parsed.clauses().iter();
        clauses.any(|clause| names.iter().any(|name| clause.words.contains(name)))
    };
    let mut found = Vec::new();
    let mut recorded = BTreeSet::new();
    for record in shelf::records(session)? {
        recorded.insert(record.id.0.clone());
        let Some(version) = newest(&record).filter(|_| !record.is_ended()) else {
            continue;
        };
        let parsed = desk.shelf.parsed(session, &record, version)?;
        if has(&parsed) {
            found.push((record.id.0.clone(), parsed.plan.front.title.clone()));
        }
    }
    for held in desk.shelf.shipped().plans().iter() {
        let front = &held.plan.front;
        let parsed = desk.shelf.parsed_shipped(held);
        if !recorded.contains(&front.id) && has(&parsed) {
            found.push((front.id.clone(), front.title.clone()));
        }
    }
    Ok(found)
}
