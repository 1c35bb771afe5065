//! Group `dispatch`: travel times, and sending under faults. One file a subject.

mod operations;
mod roads;

use anyhow::Result;
use tests::measure::Row;

const GROUP: &str = "dispatch";

/// Measures the group.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let mut rows = roads::measure()?;
    rows.extend(operations::measure()?);
    Ok(rows)
}
