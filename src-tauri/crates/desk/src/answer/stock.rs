//! All there is to send, as the log has it.

use contract::error::CallError;
use emergency::entity::{EntityKind, State};
use emergency::site::Site;
use emergency::stock::Lot;
use emergency::team::Team;

use crate::session::Session;

/// All there is to send.
#[derive(Default)]
pub(super) struct Stock {
    pub(super) teams: Vec<Team>,
    pub(super) lots: Vec<Lot>,
    pub(super) depots: Vec<Site>,
}

impl Stock {
    pub(super) fn gather(session: &Session) -> Result<Self, CallError> {
        let mut all = Self::default();
        for kind in [EntityKind::Team, EntityKind::Lot, EntityKind::Site] {
            for state in session.all(kind)? {
                match state {
                    State::Team(team) if team.known => all.teams.push(placed(session, team)),
                    State::Lot(lot) if lot.known => all.lots.push(lot),
                    State::Site(site) if !site.withdrawn => all.depots.push(site),
                    _ => {}
                }
            }
        }
        Ok(all)
    }
}

/// The team where its device says it is, when that is newer than its last report.
pub(super) fn placed(session: &Session, mut team: Team) -> Team {
    if let Some((point, at)) = session.position(team.id.as_str())
        && team.point_at.is_none_or(|known| known <= at)
    {
        team.point = Some(point);
        team.point_at = Some(at);
    }
    team
}
