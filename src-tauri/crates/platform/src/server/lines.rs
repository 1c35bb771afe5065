//! Lines of the log for a session: from memory when they are new, else from the store.

use std::sync::Arc;

use logbook::authority::{AuthorityStore, Line};

use super::Reads;
use crate::faults::{Fault, Faults};
use crate::tail::Tail;

/// Lines of the log for a session.
#[derive(Clone)]
pub(crate) struct Lines {
    store: Arc<dyn AuthorityStore>,
    tail: Arc<Tail>,
    reads: Reads,
    faults: Faults,
}

impl Lines {
    pub(crate) fn new(
        store: Arc<dyn AuthorityStore>,
        tail: Arc<Tail>,
        reads: Reads,
        faults: Faults,
    ) -> Self {
        Self {
            store,
            tail,
            reads,
            faults,
        }
    }

    /// Lines after a place; none when the store cannot be read.
    pub(crate) async fn after(&self, sseq: u64, limit: usize, bytes: usize) -> Option<Vec<Line>> {
        if let Some(lines) = self.tail.after(sseq, limit, bytes) {
            return Some(lines);
        }
        let store = Arc::clone(&self.store);
        let read = move || store.read(sseq, limit, bytes);
        let lines = match self.reads {
            Reads::Inline => read(),
            Reads::Apart => tokio::task::spawn_blocking(read).await.ok()?,
        };
        lines
            .inspect_err(|error| tracing::error!(%error, "the log cannot be read"))
            .ok()
    }

    /// The mistake of a reader that goes by `number > last` while numbers become visible out of
    /// order; does nothing unless a test chose it.
    pub(crate) fn pass_over_uncommitted(&self, lines: &mut Vec<Line>) {
        if self.faults.has(Fault::VisibleBeforeCommit) {
            lines.retain(|line| line.sseq % 5 != 0);
        }
    }
}
