//! Taking back an act that was recorded wrongly.

use uuid::Uuid;

use super::{Draft, Known, RECORDS_MAX, Refusal, at_most, bounded, needed, record, unknown, wrong};
use crate::fact::Fact;
use crate::id::PlanId;
use crate::plan::{PlanActWithdrawn, WITHDRAWN_ALSO_MAX};

/// What leaned on the act is named in the same fact, so that it goes at once or not at all.
pub(super) fn withdraw(
    known: &dyn Known,
    plan: PlanId,
    event: Uuid,
    why: String,
) -> Result<Vec<Draft>, Refusal> {
    let record = record(known, &plan)?;
    needed(&why, "why")?;
    bounded(&why, "why")?;
    at_most(record.withdrawn.len() + 1, RECORDS_MAX, "withdrawn")?;
    if record.is_withdrawn(event) {
        return Err(wrong("plan_act", &event.to_string(), "withdrawn"));
    }
    let (act, also) = record
        .leaning_on(event)
        .ok_or_else(|| unknown("plan_act", &event.to_string()))?;
    at_most(also.len(), WITHDRAWN_ALSO_MAX, "also")?;
    let fact = Fact::PlanActWithdrawn(PlanActWithdrawn { act, also, why });
    Ok(vec![Draft::plain(plan.0, fact)])
}
