//! Group `dispatch`: travel times, several incidents at once, sending under faults, and tables of
//! resources into the log. One file a subject.

mod assign;
mod inventory;
mod operations;
mod oracle;
mod roads;

use anyhow::Result;
use tests::measure::Row;

const GROUP: &str = "dispatch";

/// Measures the group.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let mut rows = roads::measure()?;
    rows.extend(assign::measure()?);
    rows.extend(operations::measure()?);
    rows.extend(inventory::rows()?);
    Ok(rows)
}
