//! The wind as somebody observed it.

use super::{Draft, Refusal, bounded, needed};
use crate::fact::Fact;
use crate::wind::{CIRCLE_DEG, SPEED_MPS_MAX, WIND, WindObserved};

pub(super) fn observe(observed: WindObserved) -> Result<Vec<Draft>, Refusal> {
    needed(&observed.source, "source")?;
    bounded(&observed.source, "source")?;
    bounded(&observed.place, "place")?;
    bounded(&observed.note, "note")?;
    let range = |field: &str| Refusal::OutOfRange {
        field: field.to_owned(),
    };
    if observed.from_deg.is_some_and(|deg| deg >= CIRCLE_DEG) {
        return Err(range("from_deg"));
    }
    let sound = |mps: f64| (0.0..=SPEED_MPS_MAX).contains(&mps);
    if observed.speed_mps.is_some_and(|mps| !sound(mps)) {
        return Err(range("speed_mps"));
    }
    Ok(vec![Draft::plain(WIND, Fact::WindObserved(observed))])
}
