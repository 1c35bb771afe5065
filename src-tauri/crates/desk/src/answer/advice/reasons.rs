//! Reasons as codes with their numbers; the screen words them.

use contract::rows::Reason;
use emergency::team::Readiness;

use crate::roads::RoadsNow;

/// A reason as code, number and words; the screen words the code.
pub(super) fn reason(reason: &dispatch::answer::Reason, roads: &RoadsNow) -> Reason {
    use dispatch::answer::Reason as R;
    match reason {
        R::Able { code } => coded("able", None, code),
        R::Readiness {
            said,
            age_ms,
            fresh,
        } => readiness(*said, *age_ms, *fresh),
        R::Way {
            distance_m,
            estimated,
            on_closed,
            ..
        } => {
            let code = match (estimated, on_closed) {
                (true, _) => "distance_estimated",
                (_, true) => "distance_on_closed",
                _ => "distance",
            };
            coded(code, Some(f64::from(*distance_m)), "")
        }
        R::CutOff { by } => coded("cut_off", Some(*by as f64), &roads.closed_because(*by)),
        R::NoPlace => coded("no_place", None, ""),
        R::IncidentNotPlaced => coded("incident_not_placed", None, ""),
        R::FromPosition { age_ms, fresh } => {
            let code = if *fresh {
                "from_position"
            } else {
                "from_position_stale"
            };
            coded(code, Some(*age_ms as f64), "")
        }
        R::FromBase => coded("from_base", None, ""),
        R::OtherJob { order, .. } => coded("other_job", None, order.as_str()),
        R::OtherNeed { .. } => coded("other_need", None, ""),
        R::OnHand {
            quantity,
            counted_age_ms,
        } => {
            let code = if counted_age_ms.is_some() {
                "on_hand"
            } else {
                "on_hand_uncounted"
            };
            coded(code, Some(f64::from(*quantity)), "")
        }
        R::Waiting { quantity } => coded("waiting", Some(f64::from(*quantity)), ""),
        R::Promised { quantity } => coded("promised", Some(f64::from(*quantity)), ""),
        R::BelowSafety { left, safety } => {
            coded("below_safety", Some(f64::from(*left)), &safety.to_string())
        }
    }
}

pub(super) fn coded(code: &str, number: Option<f64>, words: &str) -> Reason {
    Reason {
        code: code.to_owned(),
        number,
        words: words.to_owned(),
    }
}

/// What a team said of itself; what it said long ago has a code of its own.
fn readiness(said: Readiness, age_ms: Option<i64>, fresh: bool) -> Reason {
    let said = match said {
        Readiness::Ready => "ready",
        Readiness::Reduced => "reduced",
        Readiness::NotReady => "not_ready",
        Readiness::Unknown => "unknown",
    };
    let code = if fresh {
        said.to_owned()
    } else {
        format!("{said}_stale")
    };
    coded(&code, age_ms.map(|age| age as f64), "")
}
