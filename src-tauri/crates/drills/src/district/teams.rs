//! Teams of all levels and kinds.

use emergency::id::TeamId;
use emergency::team::{Readiness, TeamRegistered, TeamReported};
use emergency::time::MINUTE_MS;
use rand::Rng as _;
use rand_chacha::ChaCha8Rng;

use super::places::Places;
use super::profiles::furnish;
use super::{MadeTeam, Stream, TEAMS, contact, count, weighted};
use crate::ground::{Ground, TeamKind};

/// Of a hundred teams so many are ready, can go with less, cannot go; nobody has heard of the rest.
const READY: u32 = 82;
const UP_TO_REDUCED: u32 = READY + 8;
const UP_TO_NOT_READY: u32 = UP_TO_REDUCED + 6;
/// Of a hundred reports so many are old.
const OLD_REPORTS: u32 = 10;
/// A fresh report was made at most so many minutes before the exercise.
const FRESH_MIN: i64 = 120;
/// An old one between this and three times as many hours.
const OLD_HOURS: i64 = 12;

/// Share of the teams with a tank nearly empty.
const LOW_FUEL_SHARE: f64 = 0.08;

pub(super) fn generate(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    places: &Places<'_>,
    (seed, size): (u64, u32),
) -> Vec<MadeTeam> {
    let kinds = &ground.words.team_kinds;
    let mut all = Vec::new();
    for number in 0..count(TEAMS, size) as usize {
        // One of each kind first, so that no need is without a team at any size.
        let chosen = if number < kinds.len() {
            number
        } else {
            weighted(rng, kinds.iter().map(|kind| kind.weight))
        };
        let made = team(rng, ground, places, &kinds[chosen], number);
        all.push((&kinds[chosen], made));
    }
    let rng = &mut super::stream(seed, Stream::Profiles);
    for (number, (kind, team)) in all.iter_mut().enumerate() {
        furnish(rng, ground, kind, number, &mut team.registered);
        if let Some(reported) = &mut team.reported {
            say_more(rng, team.registered.people, reported);
        }
    }
    all.into_iter().map(|(_, team)| team).collect()
}

/// How many are there and what is in the tanks: a team that can go with less lacks people.
fn say_more(rng: &mut ChaCha8Rng, people: u32, reported: &mut TeamReported) {
    let lacking = match reported.readiness {
        Readiness::Ready => rng.random_range(0..=people / 5),
        Readiness::Reduced => people / 3 + 1,
        _ => people * 3 / 4,
    };
    reported.present = Some(people.saturating_sub(lacking));
    let low = rng.random_bool(LOW_FUEL_SHARE);
    reported.fuel_percent = Some(if low {
        rng.random_range(8..30)
    } else {
        rng.random_range(45..=100)
    });
}

fn team(
    rng: &mut ChaCha8Rng,
    ground: &Ground,
    places: &Places<'_>,
    kind: &TeamKind,
    number: usize,
) -> MadeTeam {
    let street = rng.random_range(0..places.streets());
    let call_sign = format!("T{}", number + 1);
    let mark = &ground.words.mark;
    let name = format!(
        "{mark}·{}{}{call_sign}",
        places.street_name(street),
        kind.name
    );
    let level = kind.levels[rng.random_range(0..kind.levels.len())];
    let level_words = &ground.words.level_words[&level];
    let home = places.pick(rng, street, &format!("{name}驻地"));
    let registered = TeamRegistered {
        unit: format!("{mark}·{level_words}·{}", kind.name),
        name,
        call_sign: call_sign.clone(),
        level,
        capabilities: kind.capabilities.clone(),
        people: rng.random_range(kind.people[0]..=kind.people[1]),
        contact: contact(rng, ground, number),
        turnout_min: rng.random_range(kind.turnout_min[0]..=kind.turnout_min[1]),
        home,
        ..TeamRegistered::default()
    };
    let (reported, reported_before_ms) = report(rng, &registered, mark, number);
    MadeTeam {
        id: TeamId(format!("ex-team-{}", number + 1)),
        registered,
        reported,
        reported_before_ms,
        patrols: kind.patrols,
    }
}

/// The last report: most are fresh and ready, some are not, so that a duty officer has to look.
/// The first of each kind is always fresh and ready.
fn report(
    rng: &mut ChaCha8Rng,
    registered: &TeamRegistered,
    mark: &str,
    number: usize,
) -> (Option<TeamReported>, i64) {
    let first_of_kind = number < Ground::shipped().words.team_kinds.len();
    let draw = rng.random_range(0..100);
    let readiness = match draw {
        _ if first_of_kind => Readiness::Ready,
        0..READY => Readiness::Ready,
        READY..UP_TO_REDUCED => Readiness::Reduced,
        UP_TO_REDUCED..UP_TO_NOT_READY => Readiness::NotReady,
        _ => Readiness::Unknown,
    };
    let old = rng.random_range(0..100) < OLD_REPORTS && !first_of_kind;
    let before_ms = if old {
        rng.random_range(OLD_HOURS * 60..=3 * OLD_HOURS * 60) * MINUTE_MS
    } else {
        rng.random_range(1..=FRESH_MIN) * MINUTE_MS
    };
    let reported = (readiness != Readiness::Unknown).then(|| TeamReported {
        readiness,
        point: registered.home.point,
        note: format!("{mark}报到"),
        ..TeamReported::default()
    });
    (reported, before_ms)
}
