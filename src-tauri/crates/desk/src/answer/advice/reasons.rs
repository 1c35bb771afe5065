//! Reasons as codes with their numbers; the screen words them.

use contract::rows::Reason;
use emergency::team::{Objection, Phase, Readiness};
use emergency::time::UtcMs;

use crate::roads::RoadsNow;

/// A reason as code, number and words; the screen words the code.
pub(super) fn reason(
    reason: &dispatch::answer::Reason,
    (roads, now): (&RoadsNow, UtcMs),
) -> Reason {
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
        R::WayBack {
            phase,
            since_ms,
            left_ms,
        } => way_back(*phase, *since_ms, *left_ms),
        R::Against { objection } => against(objection, now),
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

/// A phase with the time it still takes, or the time since when a team is on its way home; one
/// whose time has gone by, or of which nobody has said until when, has a code of its own.
fn way_back(phase: Phase, since_ms: Option<i64>, left_ms: Option<i64>) -> Reason {
    let name = match phase {
        // There is no way back from there; no answer names one.
        Phase::Ready => return coded("ready", since_ms.map(|ms| ms as f64), ""),
        Phase::Returning => return coded("returning", since_ms.map(|ms| ms as f64), ""),
        Phase::Restocking => "restocking",
        Phase::Cleaning => "cleaning",
        Phase::Resting => "rest",
    };
    match left_ms {
        Some(left_ms) if left_ms > 0 => coded(name, Some(left_ms as f64), ""),
        Some(left_ms) => coded(&format!("{name}_over"), Some(-left_ms as f64), ""),
        None => coded(&format!("{name}_open"), since_ms.map(|ms| ms as f64), ""),
    }
}

/// What speaks against sending, with the milliseconds it still does or since when it does.
fn against(objection: &Objection, now: UtcMs) -> Reason {
    let ahead = |until: UtcMs| Some(until.since_ms(now) as f64);
    let since = |at: UtcMs| Some(now.since_ms(at) as f64);
    match objection {
        Objection::Resting { until } => coded("resting", until.and_then(ahead), ""),
        Objection::RestOwed { until } => coded("rest_owed", ahead(*until), ""),
        Objection::OverShift { since: at, hours } => {
            coded("over_shift", since(*at), &hours.to_string())
        }
        Objection::OverScene { since: at, hours } => {
            coded("over_scene", since(*at), &hours.to_string())
        }
        Objection::OffShift { begins, on_call } => {
            coded("off_shift", ahead(*begins), &on_call.to_string())
        }
        Objection::Authority { by, phone } => {
            coded("authority", None, format!("{by} {phone}").trim())
        }
        Objection::InsuranceOver { until } => coded("insurance_over", None, &until.to_string()),
    }
}
