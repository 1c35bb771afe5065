//! The sheet of a handover.

use contract::error::CallError;
use reports::document::ReportDocument;
use reports::sheets::{self, HandoverFacts, ShiftLoad};

use super::{devices, duty, mark, matters};
use crate::answer::load;
use crate::desk::Desk;
use crate::session::{Session, storage};

/// 交接班表, to be signed by both.
pub(super) fn sheet(desk: &Desk, session: &Session) -> Result<ReportDocument, CallError> {
    let duty = duty(session)?;
    let handed = duty.last.map(|last| last.handed).unwrap_or_default();
    let incoming: Vec<String> = handed.watch().iter().map(ToString::to_string).collect();
    let counts = session.logbook.alert_counts().map_err(storage)?;
    let mut counts = counts.iter();
    let open = counts.find(|count| count.section == logbook::Section::Open);
    let facts = HandoverFacts {
        mark: mark(desk, session)?,
        desk: desk.settings().name.clone(),
        at_ms: session.logbook.now().0,
        outgoing: handed.from.to_string(),
        incoming: incoming.join("、"),
        leader: duty.leader.to_string(),
        unacknowledged: open.map_or(0, |count| u32::try_from(count.total()).unwrap_or(u32::MAX)),
        open: matters(desk, session)?,
        cautions: [handed.remarks]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect(),
        devices: devices(desk),
        load: Some(shift_load(session)?),
    };
    Ok(sheets::handover(&facts))
}

/// The load of the shift that is handed over, with what stood at its end.
fn shift_load(session: &Session) -> Result<ShiftLoad, CallError> {
    let sheet = load::handed_over(session)?;
    Ok(ShiftLoad {
        from_ms: sheet.from.0,
        to_ms: sheet.to.0,
        operators: sheet.operators,
        load: sheet.load,
        guideline: sheet.guideline,
        cut: sheet.cut,
    })
}
