//! The time that a phase of the way back to readiness takes where nobody said until when.

use contract::error::CallError;
use contract::rows::CommandRequest;
use emergency::decide::{Command, OrderAct};
use emergency::team::{Phase, Team};
use emergency::time::{HOUR_MS, UtcMs};

use crate::session::{Session, storage};
use crate::settings::WayBackSettings;

/// The request with the end of the phase filled in: the fact carries it, so that the log means the
/// same when the settings change.
pub(super) fn timed(
    settings: WayBackSettings,
    session: &Session,
    mut request: CommandRequest,
) -> Result<CommandRequest, CallError> {
    let at = request.who.paper_at.unwrap_or(session.logbook.now());
    let Command::Order(OrderAct::MoveTeam { team, phased }) = &mut request.command else {
        return Ok(request);
    };
    if phased.until.is_none() {
        let found = session.logbook.team(team.as_str()).map_err(storage)?;
        phased.until = until(settings, &found.unwrap_or_default(), phased.phase, at);
    }
    Ok(request)
}

/// When a phase that begins at a time is over; none for those that last as long as they last. A
/// rest counts from the end of the work, as the team's own rule says.
fn until(settings: WayBackSettings, team: &Team, phase: Phase, at: UtcMs) -> Option<UtcMs> {
    let rest_h = i64::from(team.registered.shift.rest_h);
    match phase {
        Phase::Ready | Phase::Returning => None,
        Phase::Restocking => Some(at.plus_ms(settings.restocking_ms())),
        Phase::Cleaning => Some(at.plus_ms(settings.cleaning_ms())),
        Phase::Resting if rest_h > 0 => {
            let ended = team.work_ended.unwrap_or(at);
            Some(ended.plus_ms(rest_h * HOUR_MS).max(at))
        }
        Phase::Resting => Some(at.plus_ms(settings.resting_ms())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rest_counts_from_the_end_of_the_work_and_the_rest_from_now() {
        let settings = WayBackSettings::default();
        let now = UtcMs(100 * HOUR_MS);
        let mut team = Team {
            work_ended: Some(UtcMs(98 * HOUR_MS)),
            ..Team::default()
        };
        let until = |team: &Team, phase| until(settings, team, phase, now);
        assert_eq!(until(&team, Phase::Returning), None, "as long as the road");
        let cleaned = now.plus_ms(settings.cleaning_ms());
        assert_eq!(until(&team, Phase::Cleaning), Some(cleaned), "as set");
        let rested = now.plus_ms(settings.resting_ms());
        assert_eq!(
            until(&team, Phase::Resting),
            Some(rested),
            "no rule, as set"
        );
        team.registered.shift.rest_h = 10;
        let ruled = UtcMs(108 * HOUR_MS);
        assert_eq!(until(&team, Phase::Resting), Some(ruled), "its own rule");
        team.registered.shift.rest_h = 1;
        assert_eq!(until(&team, Phase::Resting), Some(now), "it had it already");
    }
}
