//! The chains of all desks: how far each incarnation came.

use std::collections::HashMap;

use emergency::event::GENESIS_HASH;
use emergency::id::OriginId;
use logbook::authority::ChainHead;

/// The chains of all desks.
#[derive(Debug, Default)]
pub(super) struct Chains {
    current: HashMap<OriginId, u32>,
    heads: HashMap<(OriginId, u32), (u64, String)>,
}

impl Chains {
    /// The chains as stored.
    pub(super) fn of(stored: Vec<ChainHead>) -> Self {
        let mut chains = Self::default();
        for chain in stored {
            chains.begin(&chain.origin, chain.incarnation);
            chains
                .heads
                .insert((chain.origin, chain.incarnation), (chain.oseq, chain.hash));
        }
        chains
    }

    /// The incarnation in force: the highest that was begun.
    pub(super) fn current(&self, origin: &OriginId) -> Option<u32> {
        self.current.get(origin).copied()
    }

    /// Begins an incarnation; everything of lower ones is fenced.
    pub(super) fn begin(&mut self, origin: &OriginId, incarnation: u32) {
        let current = self.current.entry(origin.clone()).or_insert(incarnation);
        *current = (*current).max(incarnation);
    }

    /// The last event of an incarnation and its hash.
    pub(super) fn head(&self, origin: &OriginId, incarnation: u32) -> (u64, String) {
        let head = self.heads.get(&(origin.clone(), incarnation)).cloned();
        head.unwrap_or_else(|| (0, GENESIS_HASH.to_owned()))
    }

    /// Takes over the heads of a committed batch.
    pub(super) fn adopt(&mut self, heads: HashMap<(OriginId, u32), (u64, String)>) {
        for (chain, head) in heads {
            self.begin(&chain.0, chain.1);
            self.heads.insert(chain, head);
        }
    }
}
