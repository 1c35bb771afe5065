//! The ordered log in memory, for tests and simulations.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Mutex, MutexGuard, PoisonError};

use emergency::event::{Entry, GENESIS_HASH};
use emergency::id::OriginId;
use uuid::Uuid;

use super::{
    AuthorityError, AuthorityStore, ChainHead, Line, LogHead, LogIdentity, READ_MAX, continues,
};

/// The ordered log in memory.
#[derive(Debug)]
pub struct MemoryAuthority {
    inner: Mutex<Inner>,
}

#[derive(Debug, Clone)]
struct Inner {
    identity: LogIdentity,
    lines: Vec<Line>,
    hashes: Vec<String>,
    ids: HashMap<Uuid, u64>,
    events: HashMap<(OriginId, u32, u64), Uuid>,
    chains: BTreeMap<(OriginId, u32), (u64, String)>,
    refuses: bool,
}

impl MemoryAuthority {
    /// An empty log.
    #[must_use]
    pub fn new(log_id: &str) -> Self {
        let identity = LogIdentity {
            log_id: log_id.to_owned(),
            log_epoch: 1,
        };
        Self {
            inner: Mutex::new(Inner {
                identity,
                lines: Vec::new(),
                hashes: Vec::new(),
                ids: HashMap::new(),
                events: HashMap::new(),
                chains: BTreeMap::new(),
                refuses: false,
            }),
        }
    }

    /// A copy as a backup would hold it.
    #[must_use]
    pub fn backup(&self) -> Self {
        Self {
            inner: Mutex::new(self.lock().clone()),
        }
    }

    /// From now on every write fails, or none does.
    pub fn set_refuses(&self, refuses: bool) {
        self.lock().refuses = refuses;
    }

    fn lock(&self) -> MutexGuard<'_, Inner> {
        // Each change is made after all that can fail, so a poisoned state is a whole one.
        self.inner.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl AuthorityStore for MemoryAuthority {
    fn identity(&self) -> Result<LogIdentity, AuthorityError> {
        Ok(self.lock().identity.clone())
    }

    fn head(&self) -> Result<LogHead, AuthorityError> {
        let inner = self.lock();
        Ok(LogHead {
            sseq: inner.lines.len() as u64,
            log_hash: inner
                .hashes
                .last()
                .map_or(GENESIS_HASH, String::as_str)
                .to_owned(),
        })
    }

    fn append(&self, entries: &[Entry]) -> Result<Vec<Line>, AuthorityError> {
        let mut inner = self.lock();
        if inner.refuses {
            return Err(AuthorityError::Refuses);
        }
        continues(inner.lines.len() as u64, entries)?;
        let lines: Vec<Line> = entries.iter().map(Line::of).collect();
        for entry in entries {
            let event = &entry.event;
            inner.hashes.push(entry.log_hash.clone());
            inner.ids.insert(event.id, entry.sseq);
            let place = (event.origin.clone(), event.incarnation, event.oseq);
            inner.events.insert(place, event.id);
            let chain = (event.origin.clone(), event.incarnation);
            inner.chains.insert(chain, (event.oseq, event.hash()));
        }
        inner.lines.extend(lines.iter().cloned());
        Ok(lines)
    }

    fn read(&self, after: u64, limit: usize, bytes: usize) -> Result<Vec<Line>, AuthorityError> {
        let inner = self.lock();
        let from = usize::try_from(after).unwrap_or(usize::MAX);
        let mut used = 0;
        Ok(inner
            .lines
            .iter()
            .skip(from)
            .take(limit.min(READ_MAX))
            .take_while(|line| {
                let first = used == 0;
                used += line.json.len();
                first || used <= bytes
            })
            .cloned()
            .collect())
    }

    fn hash_at(&self, sseq: u64) -> Result<Option<String>, AuthorityError> {
        if sseq == 0 {
            return Ok(Some(GENESIS_HASH.to_owned()));
        }
        let index = usize::try_from(sseq - 1).unwrap_or(usize::MAX);
        Ok(self.lock().hashes.get(index).cloned())
    }

    fn event_at(
        &self,
        origin: &OriginId,
        incarnation: u32,
        oseq: u64,
    ) -> Result<Option<Uuid>, AuthorityError> {
        Ok(self
            .lock()
            .events
            .get(&(origin.clone(), incarnation, oseq))
            .copied())
    }

    fn holds(&self, id: Uuid) -> Result<bool, AuthorityError> {
        Ok(self.lock().ids.contains_key(&id))
    }

    fn chains(&self) -> Result<Vec<ChainHead>, AuthorityError> {
        let inner = self.lock();
        let chain =
            |((origin, incarnation), (oseq, hash)): (&(OriginId, u32), &(u64, String))| ChainHead {
                origin: origin.clone(),
                incarnation: *incarnation,
                oseq: *oseq,
                hash: hash.clone(),
            };
        Ok(inner.chains.iter().map(chain).collect())
    }

    fn begin_incarnation(&self, origin: &OriginId, incarnation: u32) -> Result<(), AuthorityError> {
        let mut inner = self.lock();
        if inner.refuses {
            return Err(AuthorityError::Refuses);
        }
        let genesis = || (0, GENESIS_HASH.to_owned());
        inner
            .chains
            .entry((origin.clone(), incarnation))
            .or_insert_with(genesis);
        Ok(())
    }

    fn begin_epoch(&self, log_epoch: u64) -> Result<(), AuthorityError> {
        self.lock().identity.log_epoch = log_epoch;
        Ok(())
    }
}
