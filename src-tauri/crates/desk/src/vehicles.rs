//! Vehicles of teams that report where they are: a team is where the newest of its vehicles is,
//! known by the plate that its record names. The same round tells the feeds which electronic fences
//! stand.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use contract::change::Topic;
use emergency::entity::{EntityKind, State};
use emergency::place::Point;
use emergency::team::Team;
use emergency::time::UtcMs;
use feeds::talk::Jt808;

use crate::desk::Desk;
use crate::follow::{Batch, Followers};
use crate::session::Session;

/// How often teams are looked for among the vehicles: these report every half a minute.
const LOOK_EVERY: Duration = Duration::from_secs(10);

type Places = HashMap<String, (Point, UtcMs)>;

/// Looks until it is stopped; without a feed of vehicles never.
pub(crate) fn start(desk: &Desk) {
    let feeds = desk.vehicle_feeds().to_vec();
    watch_fences(&feeds, desk.base());
    let Some(runtime) = desk.handle().filter(|_| !feeds.is_empty()) else {
        return;
    };
    let (session, followers) = (Arc::clone(desk.base()), Arc::clone(desk.followers()));
    let stop = desk.stop_token();
    runtime.spawn(async move {
        let mut every = tokio::time::interval(LOOK_EVERY);
        while stop.run_until_cancelled(every.tick()).await.is_some() {
            tokio::task::block_in_place(|| {
                watch_fences(&feeds, &session);
                look(&feeds, &session, &followers);
            });
        }
    });
}

/// Tells the feeds which fences stand; a fence that cannot be read stays as it was.
fn watch_fences(feeds: &[Arc<Jt808>], session: &Session) {
    if feeds.is_empty() {
        return;
    }
    let now = session.logbook.now();
    match session.fences() {
        Ok(mut fences) => {
            fences.retain(|fence| fence.is_standing(now));
            for feed in feeds {
                feed.watch_fences(fences.clone());
            }
        }
        Err(error) => tracing::error!(?error, "the fences cannot be read"),
    }
}

fn look(feeds: &[Arc<Jt808>], session: &Session, followers: &Followers) {
    let places = places(feeds);
    if places.is_empty() {
        return;
    }
    let Ok(teams) = session.all(EntityKind::Team) else {
        return;
    };
    let mut moved = false;
    for state in teams {
        let State::Team(team) = state else { continue };
        let Some((point, at)) = newest(&team, &places) else {
            continue;
        };
        let known = session.position(team.id.as_str());
        if known.is_none_or(|(_, known)| known < at) {
            session.place_team(team.id.as_str(), point, at);
            moved = true;
        }
    }
    if moved {
        let mut batch = Batch::default();
        batch.topics.insert(Topic::Positions);
        batch.to = session.logbook.last_change().unwrap_or_default();
        followers.publish(&batch);
    }
}

/// Where each plate was seen last.
fn places(feeds: &[Arc<Jt808>]) -> Places {
    let mut places = Places::new();
    for feed in feeds {
        feed.each(|_, vehicle, _| {
            let plate = bare(&vehicle.plate);
            let Some((point, at)) = vehicle.place().filter(|_| !plate.is_empty()) else {
                return;
            };
            let known = places.entry(plate).or_insert((point, at));
            if known.1 < at {
                *known = (point, at);
            }
        });
    }
    places
}

fn newest(team: &Team, places: &Places) -> Option<(Point, UtcMs)> {
    let vehicles = team.registered.vehicles.iter();
    let seen = vehicles.filter_map(|vehicle| places.get(&bare(&vehicle.plate)));
    seen.copied().max_by_key(|(_, at)| *at)
}

/// A plate as it is compared: people write `鲁A·12345`, terminals `鲁A12345`.
fn bare(plate: &str) -> String {
    let signs = plate.chars().filter(|sign| sign.is_alphanumeric());
    signs.flat_map(char::to_uppercase).collect()
}

#[cfg(test)]
mod tests {
    use emergency::team::Vehicle;
    use feeds::reach::Reach;
    use feeds::simulate::{Device, VehicleTerminal};
    use feeds::talk::{Jt808Settings, Protocol as _};

    use super::*;

    #[test]
    fn a_team_is_where_the_newest_of_its_vehicles_is() {
        let reach = Arc::new(Reach::new(&[], &[]));
        let feed = Arc::new(Jt808::new(Jt808Settings::new("车辆"), reach));
        for (number, at) in [(1, 1_000), (2, 2_000), (3, 3_000)] {
            let at = UtcMs(1_777_595_400_000 + at);
            let mut vehicle = VehicleTerminal::new(number);
            let mut talk = feed.talk();
            talk.take(&vehicle.hello(at.0), at);
            talk.take(&vehicle.report(at.0), at);
        }
        let places = places(&[feed]);
        assert_eq!(places.len(), 3, "each by its plate");
        let mut team = Team::default();
        assert_eq!(newest(&team, &places), None, "it names no vehicle");
        team.registered.vehicles = ["演练·00001", " 演练 00002", "演练99999"]
            .map(|plate| Vehicle {
                plate: plate.to_owned(),
                ..Vehicle::default()
            })
            .into();
        let seen = newest(&team, &places).map(|(_, at)| at.0);
        assert_eq!(
            seen,
            Some(1_777_595_402_000),
            "however the plate is written"
        );
    }
}
