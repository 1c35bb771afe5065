//! The ways from all teams and depots, found in one search.

use std::collections::HashMap;

use emergency::id::{SiteId, TeamId};
use emergency::place::Point;
use routing::travel::Travel;

use crate::question::Question;

/// The ways to the incident; none from what has no point, or when the incident has none.
pub(super) struct Ways<'a> {
    teams: HashMap<&'a TeamId, Travel>,
    depots: HashMap<&'a SiteId, Travel>,
}

impl<'a> Ways<'a> {
    pub(super) fn of(question: &Question<'a>) -> Self {
        let teams: Vec<(&TeamId, Point)> = question
            .teams
            .iter()
            .filter_map(|team| Some((&team.id, team.start()?)))
            .collect();
        let depots: Vec<(&SiteId, Point)> = question
            .depots
            .iter()
            .filter_map(|depot| Some((&depot.id, depot.registered.place.point?)))
            .collect();
        let starts = teams.iter().map(|(_, point)| *point);
        let starts: Vec<Point> = starts
            .chain(depots.iter().map(|(_, point)| *point))
            .collect();
        let mut travels = match question.place {
            Some(place) => question.travel.travel(&starts, place),
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
