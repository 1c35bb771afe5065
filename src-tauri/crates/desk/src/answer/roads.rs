//! Roads that are taken in: parts of files, the report, in force and back.

use std::sync::Arc;

use base64::Engine as _;
use contract::error::{CallError, Code};
use contract::rows::{CheckRoads, FormerRoads, RoadsAsk, RoadsPart, RoadsSheet, UseRoads};

use crate::desk::Desk;
use crate::session::Session;

pub(super) fn sheet(desk: &Desk) -> RoadsSheet {
    desk.roadworks.sheet()
}

pub(super) fn take_part(desk: &Desk, part: &RoadsPart) -> Result<RoadsSheet, CallError> {
    let bytes = base64::engine::general_purpose::STANDARD.decode(&part.bytes);
    let bytes = bytes.map_err(|error| CallError::new(Code::Malformed, error.to_string()))?;
    desk.roadworks.take_part(part, &bytes)?;
    Ok(sheet(desk))
}

pub(super) fn check(desk: &Desk, request: &CheckRoads) -> Result<RoadsSheet, CallError> {
    desk.roadworks.check(request, &desk.session())?;
    Ok(sheet(desk))
}

pub(super) fn stop(desk: &Desk, request: &RoadsAsk) -> RoadsSheet {
    desk.roadworks.stop(&request.ask);
    sheet(desk)
}

pub(super) fn put_in_force(desk: &Desk, request: UseRoads) -> Result<RoadsSheet, CallError> {
    let sessions = sessions(desk);
    let open: Vec<&Session> = sessions.iter().map(AsRef::as_ref).collect();
    desk.roadworks
        .put_in_force(&request.ask, request.who, &open)?;
    Ok(sheet(desk))
}

pub(super) fn go_back(desk: &Desk, request: FormerRoads) -> Result<RoadsSheet, CallError> {
    desk.roadworks.go_back(request.who, sessions(desk))?;
    Ok(sheet(desk))
}

/// The log that is worked in, and the watch's own beneath a drill.
fn sessions(desk: &Desk) -> Vec<Arc<Session>> {
    let mut sessions = vec![desk.session()];
    if !Arc::ptr_eq(&sessions[0], desk.base()) {
        sessions.push(Arc::clone(desk.base()));
    }
    sessions
}
