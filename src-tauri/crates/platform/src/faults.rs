//! Known ways to get the log wrong, for the tests that must notice them.
//!
//! Each is a mistake that a real system made. Without the feature `weaken` none can be chosen and
//! the code for them is not compiled in.

/// One mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Restored desks are not noticed at all.
    NoForkRule,
    /// Restored desks are noticed by their counter alone, not by the chain of hashes.
    CountersOnly,
    /// An event that comes twice enters twice.
    NoDedupe,
    /// Entries are shown and acknowledged before they are on disk.
    AckBeforeCommit,
    /// Readers pass over numbers that were given out and not yet committed.
    VisibleBeforeCommit,
}

/// Which mistake this platform makes; none unless a test chose one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Faults {
    #[cfg(feature = "weaken")]
    one: Option<Fault>,
}

impl Faults {
    /// Makes exactly this mistake.
    #[cfg(feature = "weaken")]
    #[must_use]
    pub fn only(fault: Fault) -> Self {
        Self { one: Some(fault) }
    }

    /// Whether it is made.
    #[cfg(feature = "weaken")]
    pub(crate) fn has(self, fault: Fault) -> bool {
        self.one == Some(fault)
    }

    /// Whether it is made: never, in this build.
    #[cfg(not(feature = "weaken"))]
    pub(crate) fn has(self, _: Fault) -> bool {
        false
    }
}
