//! Which unreadable inputs of a source are stored with their bytes: the same bytes once, and so
//! many in a minute. All of them are counted.

use std::collections::{HashMap, VecDeque};
use std::net::IpAddr;

use emergency::time::{MINUTE_MS, UtcMs};
use sha2::{Digest as _, Sha256};

use crate::address::counted;
use crate::intake::{NotStored, Unreadable};

/// Unreadable inputs of a feed that are kept with their bytes in a minute; more are counted.
pub(crate) const KEPT_PER_MINUTE: u32 = 60;
/// Of them from one address, so that one that sends nothing else leaves room for the others.
pub(crate) const KEPT_PER_PEER: u32 = 15;
/// Inputs of a source that are known again; the oldest is forgotten first.
const KNOWN_MAX: usize = 1_024;

/// What of a feed was kept in the minute that runs.
#[derive(Debug, Default)]
pub(crate) struct Minute {
    number: i64,
    kept: u32,
    /// Of them by the address that sent them: at most [`KEPT_PER_MINUTE`].
    of_peer: HashMap<IpAddr, u32>,
}

impl Minute {
    /// Whether one more is kept, of an address where the feed has several.
    pub(crate) fn has_room(&mut self, peer: Option<IpAddr>, now: UtcMs) -> bool {
        let number = now.0.div_euclid(MINUTE_MS);
        if number != self.number {
            *self = Self {
                number,
                ..Self::default()
            };
        }
        let of_peer = peer.and_then(|peer| self.of_peer.get(&counted(peer)));
        self.kept < KEPT_PER_MINUTE && of_peer.is_none_or(|kept| *kept < KEPT_PER_PEER)
    }

    /// Counts one that was kept.
    pub(crate) fn add(&mut self, peer: Option<IpAddr>) {
        self.kept += 1;
        if let Some(peer) = peer {
            *self.of_peer.entry(counted(peer)).or_default() += 1;
        }
    }
}

/// What of a source's unreadable inputs was stored lately.
#[derive(Debug, Default)]
pub(crate) struct Ration {
    minute: Minute,
    known: VecDeque<[u8; 32]>,
}

impl Ration {
    /// Stores what of a document could not be read, but for what is stored already or finds the
    /// minute full. All of it is counted by the caller, and only when this went well: what is tried
    /// again is not counted twice.
    ///
    /// # Errors
    /// [`NotStored`] when something was to be stored and was not; it is not known then.
    pub(crate) fn keep_all(
        &mut self,
        unreadable: &[Unreadable],
        store: impl Fn(Unreadable) -> Result<(), NotStored>,
    ) -> Result<(), NotStored> {
        unreadable.iter().try_for_each(|one| self.keep(one, &store))
    }

    fn keep(
        &mut self,
        unreadable: &Unreadable,
        store: impl Fn(Unreadable) -> Result<(), NotStored>,
    ) -> Result<(), NotStored> {
        let hash = hash_of(unreadable);
        if !self.minute.has_room(None, unreadable.at) || self.known.contains(&hash) {
            return Ok(());
        }
        store(unreadable.clone())?;
        self.minute.add(None);
        if self.known.len() >= KNOWN_MAX {
            self.known.pop_front();
        }
        self.known.push_back(hash);
        Ok(())
    }
}

/// What an input is known by: its bytes, and what is wrong with them where there are none.
fn hash_of(unreadable: &Unreadable) -> [u8; 32] {
    let mut sha = Sha256::new();
    sha.update(&unreadable.kind);
    if unreadable.raw.is_empty() {
        sha.update(&unreadable.message);
    }
    sha.update(&unreadable.raw);
    sha.finalize().into()
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use super::*;

    #[derive(Default)]
    struct Shelf {
        kept: Mutex<Vec<Unreadable>>,
        full: bool,
    }

    impl Shelf {
        fn store(&self, unreadable: Unreadable) -> Result<(), NotStored> {
            if self.full {
                let reason = "disk full".to_owned();
                return Err(NotStored { reason });
            }
            self.kept.lock().expect("not poisoned").push(unreadable);
            Ok(())
        }
    }

    fn keep(ration: &mut Ration, shelf: &Shelf, input: Unreadable) -> Result<(), NotStored> {
        ration.keep_all(&[input], |one| shelf.store(one))
    }

    fn input(at: i64, raw: &[u8]) -> Unreadable {
        Unreadable {
            feed: "演练".to_owned(),
            at: UtcMs(at),
            kind: "dtd_refused".to_owned(),
            message: "演练".to_owned(),
            raw: raw.to_vec(),
            cut: false,
        }
    }

    #[test]
    fn the_same_bytes_are_stored_once_however_often_they_come() {
        let (mut ration, shelf) = (Ration::default(), Shelf::default());
        for round in 0..1_440 {
            let page = input(round * MINUTE_MS, b"<!DOCTYPE html>");
            keep(&mut ration, &shelf, page).expect("is kept");
        }
        let another = input(1_440 * MINUTE_MS, b"<!DOCTYPE html><p>");
        keep(&mut ration, &shelf, another).expect("is kept");
        let kept = shelf.kept.lock().expect("not poisoned");
        assert_eq!(kept.len(), 2, "a day of one page is one, another is new");
    }

    #[test]
    fn so_many_are_stored_in_a_minute_and_the_next_minute_has_room() {
        let (mut ration, shelf) = (Ration::default(), Shelf::default());
        for number in 0..10 * KEPT_PER_MINUTE {
            let page = input(1, &number.to_be_bytes());
            keep(&mut ration, &shelf, page).expect("is kept");
        }
        let most = KEPT_PER_MINUTE as usize;
        assert_eq!(shelf.kept.lock().expect("lock").len(), most, "no more");
        keep(&mut ration, &shelf, input(MINUTE_MS, b"later")).expect("is kept");
        assert_eq!(shelf.kept.lock().expect("lock").len(), most + 1, "again");
        assert!(
            ration.known.len() <= KNOWN_MAX,
            "and what is known has a bound"
        );
    }

    #[test]
    fn what_was_not_stored_is_stored_when_it_comes_again() {
        let mut ration = Ration::default();
        let full = Shelf {
            full: true,
            ..Shelf::default()
        };
        let said = keep(&mut ration, &full, input(1, b"page"));
        assert!(said.is_err(), "the source hears of it");
        let shelf = Shelf::default();
        keep(&mut ration, &shelf, input(2, b"page")).expect("is kept");
        assert_eq!(shelf.kept.lock().expect("lock").len(), 1, "it is there");
    }
}
