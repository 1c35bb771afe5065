//! Setting electronic fences and ending them.

use super::{Context, Draft, Known, Refusal, bounded, needed, unknown};
use crate::fact::Fact;
use crate::fence::{
    FENCE_NAMES_MAX, FENCE_POINTS_MAX, FENCE_RADIUS_MAX_M, FenceEnded, FenceSet, FenceShape,
    VehicleChoice,
};
use crate::id::FenceId;

pub(super) fn set(
    known: &dyn Known,
    context: &mut Context<'_>,
    fence: Option<FenceId>,
    set: FenceSet,
) -> Result<Vec<Draft>, Refusal> {
    if let Some(id) = &fence {
        known.fence(id).ok_or_else(|| unknown("fence", &id.0))?;
    }
    needed(&set.name, "name")?;
    bounded(&set.name, "name")?;
    bounded(&set.reason, "reason")?;
    placed(&set.shape)?;
    chosen(&set.whom)?;
    let from = set.from.unwrap_or(context.occurred_at);
    if set.until.is_some_and(|until| until <= from) {
        return Err(out_of_range("until"));
    }
    if set.hours.is_some_and(|hours| !hours.are_possible()) {
        return Err(out_of_range("hours"));
    }
    let id = fence.map_or_else(|| (context.new_id)(), |id| id.0);
    Ok(vec![Draft::plain(id, Fact::FenceSet(set))])
}

pub(super) fn end(
    known: &dyn Known,
    fence: FenceId,
    reason: String,
) -> Result<Vec<Draft>, Refusal> {
    let state = known.fence(&fence);
    let state = state.ok_or_else(|| unknown("fence", &fence.0))?;
    bounded(&reason, "reason")?;
    if state.ended_at.is_some() {
        return Err(Refusal::WrongState {
            what: "fence".into(),
            id: fence.0,
            state: "ended".into(),
        });
    }
    let ended = FenceEnded { reason };
    Ok(vec![Draft::plain(fence.0, Fact::FenceEnded(ended))])
}

fn out_of_range(field: &str) -> Refusal {
    Refusal::OutOfRange {
        field: field.to_owned(),
    }
}

/// A fence is somewhere on the earth, and not everywhere.
fn placed(shape: &FenceShape) -> Result<(), Refusal> {
    let field = || "shape".to_owned();
    match shape {
        FenceShape::Area { ring } if ring.len() < 3 => Err(Refusal::Needed { field: field() }),
        FenceShape::Area { ring } if ring.len() > FENCE_POINTS_MAX => Err(Refusal::TooLong {
            field: field(),
            max: FENCE_POINTS_MAX,
        }),
        FenceShape::Area { ring } if ring.iter().all(|point| point.is_on_earth()) => Ok(()),
        FenceShape::Circle { centre, radius_m }
            if centre.is_on_earth() && (1..=FENCE_RADIUS_MAX_M).contains(radius_m) =>
        {
            Ok(())
        }
        _ => Err(out_of_range("shape")),
    }
}

fn chosen(whom: &VehicleChoice) -> Result<(), Refusal> {
    let count = match whom {
        VehicleChoice::All => return Ok(()),
        VehicleChoice::Named { names } => {
            for name in names {
                needed(name, "whom")?;
                bounded(name, "whom")?;
            }
            names.len()
        }
        VehicleChoice::Colours { codes } => codes.len(),
    };
    match count {
        0 => Err(Refusal::Needed {
            field: "whom".to_owned(),
        }),
        count if count > FENCE_NAMES_MAX => Err(Refusal::TooLong {
            field: "whom".to_owned(),
            max: FENCE_NAMES_MAX,
        }),
        _ => Ok(()),
    }
}
