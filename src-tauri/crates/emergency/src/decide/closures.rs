//! Closing roads and opening them again.

use super::{Context, Draft, Known, Refusal, bounded, needed, unknown};
use crate::closure::{ClosureLifted, ClosureSet, ClosureShape, EDGES_MAX, POINTS_MAX};
use crate::fact::Fact;
use crate::id::ClosureId;

/// A road takes at least its usual time.
const SLOW_TENTHS_MIN: u8 = 10;

pub(super) fn set(
    known: &dyn Known,
    context: &mut Context<'_>,
    closure: Option<ClosureId>,
    set: ClosureSet,
) -> Result<Vec<Draft>, Refusal> {
    if let Some(id) = &closure {
        known.closure(id).ok_or_else(|| unknown("closure", &id.0))?;
    }
    needed(&set.reason, "reason")?;
    bounded(&set.reason, "reason")?;
    bounded(&set.source, "source")?;
    if let Some(alert) = &set.alert {
        bounded(&alert.0, "alert")?;
    }
    placed(&set.shape)?;
    let range = |field: &str| Refusal::OutOfRange {
        field: field.to_owned(),
    };
    let from = set.from.unwrap_or(context.occurred_at);
    if set.until.is_some_and(|until| until <= from) {
        return Err(range("until"));
    }
    if set
        .slow_tenths
        .is_some_and(|tenths| tenths < SLOW_TENTHS_MIN)
    {
        return Err(range("slow_tenths"));
    }
    let id = closure.map_or_else(|| (context.new_id)(), |id| id.0);
    Ok(vec![Draft::plain(id, Fact::ClosureSet(set))])
}

pub(super) fn lift(
    known: &dyn Known,
    closure: ClosureId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let state = known.closure(&closure);
    let state = state.ok_or_else(|| unknown("closure", &closure.0))?;
    bounded(&reason, "reason")?;
    if state.lifted_at.is_some() {
        return Err(Refusal::WrongState {
            what: "closure".into(),
            id: closure.0,
            state: "lifted".into(),
        });
    }
    let lifted = ClosureLifted { reason };
    Ok(vec![Draft::plain(closure.0, Fact::ClosureLifted(lifted))])
}

/// A closure is somewhere, and not everywhere.
///
/// # Errors
/// [`Refusal::Needed`] while too little of it is drawn; else as [`drawn`].
pub fn placed(shape: &ClosureShape) -> Result<(), Refusal> {
    let (count, least) = match shape {
        ClosureShape::Edges { numbers } => (numbers.len(), 1),
        ClosureShape::Line { points } => (points.len(), 1),
        ClosureShape::Area { ring } => (ring.len(), 3),
    };
    if count < least {
        return Err(Refusal::Needed {
            field: "shape".to_owned(),
        });
    }
    drawn(shape)
}

/// What is drawn so far is on the earth and not too much.
///
/// # Errors
/// [`Refusal::TooLong`] beyond [`POINTS_MAX`] or [`EDGES_MAX`], [`Refusal::OutOfRange`] beyond the
/// earth.
pub fn drawn(shape: &ClosureShape) -> Result<(), Refusal> {
    let field = "shape".to_owned();
    let (points, count, max) = match shape {
        ClosureShape::Edges { numbers } => (&[][..], numbers.len(), EDGES_MAX),
        ClosureShape::Line { points } | ClosureShape::Area { ring: points } => {
            (points.as_slice(), points.len(), POINTS_MAX)
        }
    };
    if count > max {
        return Err(Refusal::TooLong { field, max });
    }
    if !points.iter().all(|point| point.is_on_earth()) {
        return Err(Refusal::OutOfRange { field });
    }
    Ok(())
}
