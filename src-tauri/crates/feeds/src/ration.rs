//! Which unreadable inputs of a source are stored with their bytes: the same bytes once, and so
//! many in a minute. All of them are counted.

use std::collections::VecDeque;

use emergency::time::MINUTE_MS;
use sha2::{Digest as _, Sha256};

use crate::intake::{Intake, NotStored, Unreadable};
use crate::store::KEPT_PER_MINUTE;

/// Inputs of a source that are known again; the oldest is forgotten first.
const KNOWN_MAX: usize = 1_024;

/// What of a source's unreadable inputs was stored lately.
#[derive(Debug, Default)]
pub(crate) struct Ration {
    minute: i64,
    kept: u32,
    known: VecDeque<[u8; 32]>,
}

impl Ration {
    /// Stores an input, unless it is stored already or the minute is full.
    ///
    /// # Errors
    /// [`NotStored`] when it was to be stored and was not; it is not known then.
    pub(crate) fn keep(
        &mut self,
        intake: &dyn Intake,
        unreadable: Unreadable,
    ) -> Result<(), NotStored> {
        let minute = unreadable.at.0.div_euclid(MINUTE_MS);
        if minute != self.minute {
            self.minute = minute;
            self.kept = 0;
        }
        let hash = hash_of(&unreadable);
        if self.kept >= KEPT_PER_MINUTE || self.known.contains(&hash) {
            return Ok(());
        }
        intake.keep_unreadable(unreadable)?;
        self.kept += 1;
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

    use emergency::decide::Draft;
    use emergency::time::UtcMs;

    use super::*;

    #[derive(Default)]
    struct Shelf {
        kept: Mutex<Vec<Unreadable>>,
        full: bool,
    }

    impl Intake for Shelf {
        fn observe(&self, _: Vec<Draft>) -> Result<(), NotStored> {
            Ok(())
        }
        fn keep_unreadable(&self, unreadable: Unreadable) -> Result<(), NotStored> {
            if self.full {
                let reason = "disk full".to_owned();
                return Err(NotStored { reason });
            }
            self.kept.lock().expect("not poisoned").push(unreadable);
            Ok(())
        }
        fn now(&self) -> UtcMs {
            UtcMs(0)
        }
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
            ration.keep(&shelf, page).expect("is kept");
        }
        let another = input(1_440 * MINUTE_MS, b"<!DOCTYPE html><p>");
        ration.keep(&shelf, another).expect("is kept");
        let kept = shelf.kept.lock().expect("not poisoned");
        assert_eq!(kept.len(), 2, "a day of one page is one, another is new");
    }

    #[test]
    fn so_many_are_stored_in_a_minute_and_the_next_minute_has_room() {
        let (mut ration, shelf) = (Ration::default(), Shelf::default());
        for number in 0..10 * KEPT_PER_MINUTE {
            let page = input(1, &number.to_be_bytes());
            ration.keep(&shelf, page).expect("is kept");
        }
        let most = KEPT_PER_MINUTE as usize;
        assert_eq!(shelf.kept.lock().expect("lock").len(), most, "no more");
        ration
            .keep(&shelf, input(MINUTE_MS, b"later"))
            .expect("is kept");
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
        let said = ration.keep(&full, input(1, b"page"));
        assert!(said.is_err(), "the source hears of it");
        let shelf = Shelf::default();
        ration.keep(&shelf, input(2, b"page")).expect("is kept");
        assert_eq!(shelf.kept.lock().expect("lock").len(), 1, "it is there");
    }
}
