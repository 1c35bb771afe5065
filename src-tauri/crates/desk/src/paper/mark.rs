//! What every sheet says of itself.

use contract::error::CallError;
use reports::sheets::SheetMark;

use crate::desk::Desk;
use crate::session::{Session, storage};

/// Whose sheet it is, when it was made, from which log and by which program.
pub(crate) fn mark(desk: &Desk, session: &Session) -> Result<SheetMark, CallError> {
    Ok(SheetMark {
        unit: desk.settings().unit.clone(),
        made_at_ms: session.logbook.now().0,
        exercise: session.logbook.is_exercise(),
        log_head_hash: session.logbook.head_hash().map_err(storage)?,
        versions: vec![format!("Dutyroom {}", env!("CARGO_PKG_VERSION"))],
    })
}
