//! Group `plans`: the plan library. One file a subject.

mod files;
mod search;

use anyhow::Result;
use tests::measure::Row;

const GROUP: &str = "plans";

/// Measures the group.
pub(crate) fn measure() -> Result<Vec<Row>> {
    let mut rows = search::measure()?;
    rows.extend(files::measure()?);
    Ok(rows)
}
