//! Closing roads and opening them again.

use super::{Context, Draft, Known, Refusal, bounded, needed, unknown};
use crate::closure::{ClosureLifted, ClosureSet, ClosureShape, EDGES_MAX, POINTS_MAX};
use crate::fact::Fact;
use crate::id::ClosureId;
use crate::place::Point;

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
fn placed(shape: &ClosureShape) -> Result<(), Refusal> {
    let (count, least, max) = match shape {
        ClosureShape::Edges { numbers } => (numbers.len(), 1, EDGES_MAX),
        ClosureShape::Line { points } => (points.len(), 1, POINTS_MAX),
        ClosureShape::Area { ring } => (ring.len(), 3, POINTS_MAX),
    };
    let field = || "shape".to_owned();
    if count < least {
        return Err(Refusal::Needed { field: field() });
    }
    if count > max {
        let field = field();
        return Err(Refusal::TooLong { field, max });
    }
    let points = match shape {
        ClosureShape::Edges { .. } => &[],
        ClosureShape::Line { points } => points.as_slice(),
        ClosureShape::Area { ring } => ring.as_slice(),
    };
    let sound = |point: &Point| point.lon.abs() <= 180.0 && point.lat.abs() <= 90.0;
    if points.iter().all(sound) {
        return Ok(());
    }
    Err(Refusal::OutOfRange { field: field() })
}
