//! Sending as a state machine in memory: two desks, a platform, a link that fails. The rules are
//! the real ones (`emergency::decide`, `emergency::judge`, the folds); only disk and wire are not
//! there, so that a million operations take seconds.
//!
//! A run is many rounds. In each the desks act at random while links are cut, messages are lost
//! and come twice; at its end all is delivered and everything is brought to its end by the
//! commands that officers have. After every fact the platform's states are checked.

mod check;
mod deed;
mod room;

use emergency::judge::Rules;
use rand::{Rng as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

use check::Books;
pub use check::Fault;
use room::{Desk, Platform};

/// Operations of one round: as many as a hard night has.
pub const ROUND_OPERATIONS: u64 = 1_000;
/// Desks.
pub(crate) const DESKS: usize = 2;
/// Milliseconds between two operations, at most: in ten minutes a claim runs out.
const PAUSE_MS_MAX: i64 = 20_000;
/// Of a hundred operations this many change the link.
const LINK_SHARE: u32 = 6;
/// Times that everything is brought to its end before it is called stuck.
const ENDINGS_MAX: usize = 64;

/// What a run came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Tally {
    /// Operations tried.
    pub operations: u64,
    /// Commands that no rule stood against.
    pub accepted: u64,
    /// Facts that the platform sequenced.
    pub facts: u64,
    /// Orders that were given.
    pub orders: u64,
    /// Claims that were not granted.
    pub refused: u64,
    /// Pieces that went out.
    pub issued: u64,
    /// Movements of goods outside an incident: taken in, given out, lent, shipped.
    pub moved: u64,
}

/// Runs a number of operations from a seed.
///
/// # Errors
/// The first [`Fault`] with the seed of its round, so that it can be run again.
pub fn run(seed: u64, operations: u64) -> Result<Tally, Fault> {
    run_under(Rules::default(), seed, operations)
}

/// The same with some of the platform's rules switched off, to see that the checks bite.
///
/// # Errors
/// As [`run`].
pub fn run_under(rules: Rules, seed: u64, operations: u64) -> Result<Tally, Fault> {
    let mut tally = Tally::default();
    let rounds = operations.div_ceil(ROUND_OPERATIONS);
    for round in 0..rounds {
        let left = operations - round * ROUND_OPERATIONS;
        let seed = seed.wrapping_add(round);
        World::new(rules, seed).round(left.min(ROUND_OPERATIONS), &mut tally)?;
    }
    Ok(tally)
}

struct World {
    rng: ChaCha8Rng,
    seed: u64,
    now: i64,
    desks: [Desk; DESKS],
    platform: Platform,
    books: Books,
}

impl World {
    fn new(rules: Rules, seed: u64) -> Self {
        let mut world = Self {
            rng: ChaCha8Rng::seed_from_u64(seed),
            seed,
            now: 1_000_000,
            desks: [Desk::new(0), Desk::new(1)],
            platform: Platform {
                rules,
                ..Platform::default()
            },
            books: Books::default(),
        };
        for command in deed::fixtures() {
            world.desks[0].act(world.now, command);
        }
        world
    }

    fn fault(&self, what: String) -> Fault {
        Fault {
            seed: self.seed,
            what,
        }
    }

    fn round(mut self, operations: u64, tally: &mut Tally) -> Result<(), Fault> {
        self.deliver_all()?;
        for _ in 0..operations {
            self.now += self.rng.random_range(0..PAUSE_MS_MAX);
            tally.operations += 1;
            if self.rng.random_range(0..100) < LINK_SHARE {
                let desk = &mut self.desks[self.rng.random_range(0..DESKS)];
                desk.cut = !desk.cut;
            }
            let who = self.rng.random_range(0..DESKS);
            if let Some(command) = deed::pick(&self.desks[who], &mut self.rng) {
                tally.accepted += u64::from(self.desks[who].act(self.now, command));
            }
            let share = self.rng.random_range(0..4);
            self.exchange(share)?;
        }
        self.end()?;
        tally.facts += self.platform.log.len() as u64;
        self.books.add_to(tally, &self.platform);
        Ok(())
    }

    /// Some of what waits goes over the link, and some of it twice.
    fn exchange(&mut self, share: usize) -> Result<(), Fault> {
        for who in 0..DESKS {
            if self.desks[who].cut {
                continue;
            }
            let waiting: Vec<_> = self.desks[who].own.iter().take(share).cloned().collect();
            for event in waiting {
                // The answer may be lost: then the same event comes again.
                let lost = self.rng.random_range(0..5) == 0;
                self.sequence(&event)?;
                if lost {
                    break;
                }
            }
            let behind = self.platform.log.len() - self.desks[who].cursor;
            let take = self.rng.random_range(0..=behind);
            self.desks[who].catch_up(&self.platform.log, take);
        }
        Ok(())
    }

    fn sequence(&mut self, event: &room::Own) -> Result<(), Fault> {
        let before = self.books.before(&self.platform, event);
        if self.platform.sequence(event, self.now) {
            let checked = self.books.after(&self.platform, before);
            checked.map_err(|what| self.fault(what))?;
        }
        Ok(())
    }

    fn deliver_all(&mut self) -> Result<(), Fault> {
        for who in 0..DESKS {
            self.desks[who].cut = false;
            let waiting = self.desks[who].own.clone();
            for event in &waiting {
                self.sequence(event)?;
            }
        }
        for desk in &mut self.desks {
            let behind = self.platform.log.len() - desk.cursor;
            desk.catch_up(&self.platform.log, behind);
        }
        Ok(())
    }

    /// Everything is delivered and brought to its end, by the commands that an officer has.
    fn end(&mut self) -> Result<(), Fault> {
        for _ in 0..ENDINGS_MAX {
            self.deliver_all()?;
            self.now += 60_000;
            let open = deed::endings(&self.desks[0], self.now);
            if open.is_empty() {
                let checked = check::at_the_end(&self.platform, &self.desks);
                return checked.map_err(|what| self.fault(what));
            }
            for command in open {
                self.desks[0].act(self.now, command);
            }
        }
        let open = deed::endings(&self.desks[0], self.now);
        Err(self.fault(format!("no way out of {open:?}")))
    }
}
