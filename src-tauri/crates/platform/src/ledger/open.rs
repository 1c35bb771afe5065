//! Opening a log: its states are folded from the entries alone, and its newest links are checked.

use std::collections::HashMap;

use emergency::event::{GENESIS_HASH, log_hash, origin_of};
use emergency::time::UtcMs;
use logbook::authority::{AuthorityError, READ_MAX};

use super::chain::Chains;
use super::stage::fold;
use super::{Ledger, LedgerParts};

/// Entries at the end of the log whose links are computed again at the start.
pub const START_CHECK_MAX: u64 = 100_000;
/// Bytes read at once while the states are folded.
const FOLD_BYTES: usize = 16 * 1024 * 1024;

/// Why a log cannot be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The store.
    #[error(transparent)]
    Store(#[from] AuthorityError),
    /// An entry does not follow from the one before: the file was changed or is damaged.
    #[error("the chain of the log breaks at entry {sseq}")]
    Chain {
        /// The first entry that does not fit.
        sseq: u64,
    },
}

impl Ledger {
    /// Opens the log and folds its states.
    ///
    /// The platform begins an incarnation of its own at every start, numbered by the clock: were
    /// the file an old backup, its events could never take numbers that were used after it.
    ///
    /// # Errors
    /// When the store cannot be read or written, or its chain is broken.
    pub fn open(parts: LedgerParts, now: UtcMs) -> Result<Self, OpenError> {
        let LedgerParts {
            store,
            key,
            signer,
            exercise,
            make_id,
            rules,
            faults,
        } = parts;
        let identity = store.identity()?;
        let head = store.head()?;
        let me = origin_of(&key);
        let mut ledger = Self {
            chains: Chains::of(store.chains()?),
            me,
            store,
            key,
            signer,
            exercise,
            make_id,
            rules,
            faults,
            log_id: identity.log_id,
            log_epoch: identity.log_epoch,
            head,
            states: HashMap::new(),
            unsaved: Vec::new(),
        };
        ledger.fold_all()?;
        let by_clock = u32::try_from(now.0 / 1_000).unwrap_or(0);
        let last = ledger.chains.current(&ledger.me).unwrap_or(0);
        let incarnation = by_clock.max(last.saturating_add(1));
        ledger.store.begin_incarnation(&ledger.me, incarnation)?;
        let me = ledger.me.clone();
        ledger.chains.begin(&me, incarnation);
        Ok(ledger)
    }

    fn fold_all(&mut self) -> Result<(), OpenError> {
        let check_from = self.head.sseq.saturating_sub(START_CHECK_MAX);
        let mut prev = GENESIS_HASH.to_owned();
        let mut after = 0;
        loop {
            let lines = self.store.read(after, READ_MAX, FOLD_BYTES)?;
            let Some(last) = lines.last() else { break };
            after = last.sseq;
            for line in &lines {
                let entry = line.entry()?;
                if entry.sseq > check_from {
                    let (at, event) = (entry.received_at, &entry.event);
                    let expected = log_hash(&prev, entry.sseq, at, &entry.verdict, event);
                    if expected != entry.log_hash {
                        return Err(OpenError::Chain { sseq: entry.sseq });
                    }
                }
                fold(&mut self.states, None, &entry);
                prev = entry.log_hash;
            }
        }
        Ok(())
    }
}
