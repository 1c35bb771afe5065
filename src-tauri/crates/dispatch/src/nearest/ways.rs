//! The ways from all teams and depots, found in one search.

use std::collections::HashMap;

use emergency::closure::RoadUser;
use emergency::id::{SiteId, TeamId};
use emergency::site::Site;
use emergency::team::Team;
use routing::travel::{Start, Travel};

use crate::question::Question;

/// The ways to the incident; none from what has no point, or when the incident has none.
pub(super) struct Ways<'a> {
    teams: HashMap<&'a TeamId, Travel>,
    depots: HashMap<&'a SiteId, Travel>,
}

impl<'a> Ways<'a> {
    pub(super) fn of(question: &Question<'a>) -> Self {
        let teams: Vec<(&TeamId, Start)> = question
            .teams
            .iter()
            .filter_map(|team| Some((&team.id, start_of(team)?)))
            .collect();
        let depots: Vec<(&SiteId, Start)> = question
            .depots
            .iter()
            .filter_map(|depot| Some((&depot.id, start_of_depot(depot)?)))
            .collect();
        let starts = teams.iter().map(|(_, start)| *start);
        let starts: Vec<Start> = starts
            .chain(depots.iter().map(|(_, start)| *start))
            .collect();
        let mut travels = match question.place {
            Some(place) => question.travel.travel_each(&starts, place),
            None => Vec::new(),
        }
        .into_iter();
        Self {
            teams: teams
                .iter()
                .map(|(id, _)| *id)
                .zip(travels.by_ref())
                .collect(),
            depots: depots.iter().map(|(id, _)| *id).zip(travels).collect(),
        }
    }

    pub(super) fn team(&self, team: &TeamId) -> Option<Travel> {
        self.teams.get(team).copied()
    }

    pub(super) fn depot(&self, depot: &SiteId) -> Option<Travel> {
        self.depots.get(depot).copied()
    }
}

/// Where a team starts, and by what it comes; none when nobody knows where it is or stands by.
#[must_use]
pub fn start_of(team: &Team) -> Option<Start> {
    team.start().map(|point| Start {
        point,
        vehicle: team.registered.road_user(),
    })
}

/// What brings supplies out of a depot: a loaded goods vehicle.
pub const DEPOT_VEHICLE: RoadUser = RoadUser::Heavy;

/// Where supplies of a depot start, and by what they come; none when nobody knows where it is.
#[must_use]
pub fn start_of_depot(depot: &Site) -> Option<Start> {
    depot.registered.place.point.map(|point| Start {
        point,
        vehicle: DEPOT_VEHICLE,
    })
}
