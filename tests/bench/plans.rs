//! Group `plans`: the plan library. One file a subject.

mod search;

use anyhow::Result;
use tests::measure::Row;

const GROUP: &str = "plans";

/// Measures the group.
pub(crate) fn measure() -> Result<Vec<Row>> {
    search::measure()
}
