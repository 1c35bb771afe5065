//! Counts as the contract has them.

/// A count of the log as the contract has it; of more than it holds, the most that it holds.
pub(crate) fn small(number: u64) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}
