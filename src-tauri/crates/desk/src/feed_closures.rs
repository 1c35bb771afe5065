//! Roads that alerts of feeds close: proposed to an officer or closed at once, as the district has
//! set it, and opened again when the alert ends.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::{Duration, Instant};

use contract::change::{Changes, Topic};
use contract::error::CallError;
use contract::rows::{SUGGESTIONS_MAX, SuggestedClosure};
use emergency::alert::{Alert, Circle, Notice};
use emergency::closure::{Closure, ClosureKind, ClosureSet, ClosureShape, POINTS_MAX};
use emergency::decide::Command;
use emergency::entity::{EntityKind, State};
use emergency::id::AlertId;
use emergency::place::Point;
use emergency::time::UtcMs;
use tokio_util::sync::CancellationToken;

use crate::board::title;
use crate::desk::Desk;
use crate::follow::Followers;
use crate::number::small;
use crate::session::{Session, commanding, machine, storage};
use crate::settings::{ClosureSettings, FromFeeds};

/// How often it is looked although no alert has changed: one may expire.
const LOOK_EVERY: Duration = Duration::from_secs(10);
/// How often all that stand are looked at however much comes in: one may have come back by itself.
const WHOLE_EVERY: Duration = Duration::from_secs(60);
/// Corners of a circle that is drawn as an area.
const CIRCLE_CORNERS: u32 = 32;
/// Metres in a degree of latitude (mean, sphere of IUGG radius, as in `emergency::place`).
const METRES_PER_DEGREE: f64 = 111_195.08;
/// Characters of a reason that a message gives.
const REASON_CHARS_MAX: usize = 120;

/// Starts the thread that puts closures in force and lifts them; it ends when it is stopped.
pub(crate) fn start(
    session: Arc<Session>,
    followers: &Followers,
    settings: ClosureSettings,
    stop: CancellationToken,
) -> std::io::Result<()> {
    let follower = followers.follow(0);
    std::thread::Builder::new()
        .name("feed-closures".to_owned())
        .spawn(move || {
            let mut due = Some(Looked::All);
            let mut whole_at = Instant::now();
            while !stop.is_cancelled() {
                if let Some(looked) = due {
                    if looked == Looked::All {
                        whole_at = Instant::now();
                    }
                    if let Err(error) = look(&session, &settings, &looked) {
                        tracing::error!(%error, "roads that feeds close cannot be looked at");
                    }
                }
                due = match follower.next_within(LOOK_EVERY) {
                    None => return,
                    Some(None) => Some(Looked::All),
                    Some(Some(changes)) => {
                        let touches = changes.topics.contains(&Topic::Alerts);
                        let whole = whole_at.elapsed() >= WHOLE_EVERY;
                        touches.then(|| {
                            if whole {
                                Looked::All
                            } else {
                                Looked::at(&changes)
                            }
                        })
                    }
                };
            }
        })
        .map(drop)
}

/// The alerts that are looked at for new closures.
#[derive(Debug, PartialEq, Eq)]
enum Looked {
    /// All that stand.
    All,
    /// Those that a batch names.
    These(Vec<AlertId>),
}

impl Looked {
    /// Those that a batch touches; it names none where any may have changed.
    fn at(changes: &Changes) -> Self {
        let names = changes.entities.iter();
        let ids = names.filter_map(|entity| entity.strip_prefix("alert:"));
        let ids: Vec<AlertId> = ids.map(AlertId::from).collect();
        if ids.is_empty() {
            Self::All
        } else {
            Self::These(ids)
        }
    }
}

/// Lifts what has ended, carries on what was replaced, and closes what is to be closed at once.
fn look(session: &Session, settings: &ClosureSettings, looked: &Looked) -> Result<(), CallError> {
    let now = session.logbook.now();
    let standing = session.closures()?.into_iter();
    for closure in standing.filter(|closure| closure.is_standing(now)) {
        if let Some(alert) = &closure.set.alert {
            follow_alert(session, settings, &closure, alert)?;
        }
    }
    if settings.from_feeds == FromFeeds::InForce {
        let alerts = match looked {
            Looked::All => all_open(session)?,
            Looked::These(ids) => named(session, ids)?,
        };
        for (_, set) in untaken(session, settings, alerts)? {
            give(session, Command::SetClosure { closure: None, set })?;
        }
    }
    Ok(())
}

/// What becomes of a closure whose alert may have ended.
fn follow_alert(
    session: &Session,
    settings: &ClosureSettings,
    closure: &Closure,
    id: &AlertId,
) -> Result<(), CallError> {
    let now = session.logbook.now();
    let Some(alert) = session.logbook.alert(id.as_str()).map_err(storage)? else {
        return Ok(());
    };
    if !is_over(&alert, now) {
        return Ok(());
    }
    let next = alert.successors.iter().rfind(|next| !next.cancels);
    let next = match next.filter(|_| !alert.is_cancelled()) {
        Some(next) => session
            .logbook
            .alert(next.alert.as_str())
            .map_err(storage)?,
        None => None,
    };
    let carried = next.filter(|next| !is_over(next, now)).and_then(|next| {
        let own = |set: &ClosureSet| set.kind == closure.set.kind;
        let set = sets(settings, &next).into_iter().find(own)?;
        // What an officer has added stays; where it is and what it is called is the message's.
        Some(ClosureSet {
            depth_cm: closure.set.depth_cm.or(set.depth_cm),
            slow_tenths: closure.set.slow_tenths,
            vehicles: closure.set.vehicles.clone(),
            ..set
        })
    });
    give(
        session,
        match carried {
            Some(set) => Command::SetClosure {
                closure: Some(closure.id.clone()),
                set,
            },
            None => Command::LiftClosure {
                closure: closure.id.clone(),
                reason: format!("来源已结束：{}", title(&alert)),
            },
        },
    )
}

/// Cancelled, replaced, expired or judged: it speaks of nothing any more.
fn is_over(alert: &Alert, now: UtcMs) -> bool {
    let expired = alert.notice.as_ref().and_then(|notice| notice.expires);
    !alert.is_for_action()
        || alert.is_cancelled()
        || alert.is_superseded()
        || alert.is_judged()
        || expired.is_some_and(|at| at <= now)
}

fn give(session: &Session, command: Command) -> Result<(), CallError> {
    match session.logbook.command(command, machine()) {
        // Somebody else was quicker, here or at another desk.
        Err(logbook::CommandError::Refusal(refusal)) => {
            tracing::info!(%refusal, "a closure of a feed was not set or lifted");
            Ok(())
        }
        done => done.map(drop).map_err(commanding),
    }
}

/// Closures that alerts suggest and nobody has taken yet, newest first; those of one alert where
/// one is named.
pub(crate) fn suggested(
    desk: &Desk,
    session: &Session,
    alert: Option<&AlertId>,
) -> Result<Vec<SuggestedClosure>, CallError> {
    let settings = &desk.settings().closures;
    if settings.from_feeds == FromFeeds::Off {
        return Ok(Vec::new());
    }
    let alerts = match alert {
        Some(id) => named(session, std::slice::from_ref(id))?,
        None => all_open(session)?,
    };
    let mut found = Vec::new();
    for (alert, set) in untaken(session, settings, alerts)? {
        let sections = desk.roads.sections(&set.shape).unwrap_or_default();
        found.push(SuggestedClosure {
            headline: title(&alert),
            sent: alert.notice.as_ref().map_or(UtcMs(0), |notice| notice.sent),
            alert: alert.id,
            sections: small(sections.len() as u64),
            set,
        });
    }
    found.sort_by(|a, b| (b.sent, &b.alert).cmp(&(a.sent, &a.alert)));
    found.truncate(SUGGESTIONS_MAX);
    Ok(found)
}

/// All alerts that stand: each is read, so that this is not for every change.
fn all_open(session: &Session) -> Result<Vec<Alert>, CallError> {
    let open = session.open(EntityKind::Alert)?.into_iter();
    Ok(open
        .filter_map(|state| match state {
            State::Alert(alert) => Some(alert),
            _ => None,
        })
        .collect())
}

/// The alerts of these names that are in the log.
fn named(session: &Session, ids: &[AlertId]) -> Result<Vec<Alert>, CallError> {
    let mut found = Vec::new();
    for id in ids {
        found.extend(session.logbook.alert(id.as_str()).map_err(storage)?);
    }
    Ok(found)
}

/// What alerts suggest, without what was taken, lifted again or not.
fn untaken(
    session: &Session,
    settings: &ClosureSettings,
    alerts: Vec<Alert>,
) -> Result<Vec<(Alert, ClosureSet)>, CallError> {
    let now = session.logbook.now();
    let mut found = Vec::new();
    for alert in alerts {
        if is_over(&alert, now) || alert.away(now).is_some() {
            continue;
        }
        for set in sets(settings, &alert) {
            found.push((alert.clone(), set));
        }
    }
    if found.is_empty() {
        return Ok(found);
    }
    let taken: BTreeSet<AlertId> = session
        .all(EntityKind::Closure)?
        .into_iter()
        .filter_map(|state| match state {
            State::Closure(closure) => closure.set.alert,
            _ => None,
        })
        .collect();
    found.retain(|(alert, _)| !taken.contains(&alert.id));
    Ok(found)
}

/// The closures that an alert speaks of.
fn sets(settings: &ClosureSettings, alert: &Alert) -> Vec<ClosureSet> {
    let Some(notice) = &alert.notice else {
        return Vec::new();
    };
    let base = ClosureSet {
        until: notice.expires,
        reason: title(alert).chars().take(REASON_CHARS_MAX).collect(),
        source: source(alert, notice),
        alert: Some(alert.id.clone()),
        ..ClosureSet::default()
    };
    let point = settings.points.iter().find(|point| {
        let code = point.code.as_ref();
        point.sender == notice.sender && code.is_none_or(|code| *code == notice.event_code)
    });
    if let Some(point) = point {
        let set = ClosureSet {
            kind: point.kind,
            shape: point.shape(),
            depth_cm: point.depth_cm,
            vehicles: point.vehicles.clone(),
            ..base
        };
        return vec![set];
    }
    let Some(kind) = kind(settings, notice) else {
        return Vec::new();
    };
    let rings = notice.polygons.iter().cloned();
    let rings = rings.chain(notice.circles.iter().map(ring));
    let shapes = rings.filter(|ring| (3..=POINTS_MAX).contains(&ring.len()));
    let set = |ring| ClosureSet {
        kind,
        shape: ClosureShape::Area { ring },
        ..base.clone()
    };
    shapes.map(set).collect()
}

/// The feed and the sender's name, as they are shown beside a closure.
fn source(alert: &Alert, notice: &Notice) -> String {
    let sender = if notice.sender_name.is_empty() {
        &notice.sender
    } else {
        &notice.sender_name
    };
    if alert.feed == *sender {
        return alert.feed.clone();
    }
    format!("{} · {sender}", alert.feed)
}

fn kind(settings: &ClosureSettings, notice: &Notice) -> Option<ClosureKind> {
    let headlines = notice.texts.iter().map(|text| text.headline.as_str());
    let texts: Vec<&str> = headlines.chain([notice.event.as_str()]).collect();
    let says = |word: &String| !word.is_empty() && texts.iter().any(|text| text.contains(word));
    let mut signs = settings.signs.iter();
    signs
        .find(|sign| sign.words.iter().any(says))
        .map(|sign| sign.kind)
}

/// The ring of a circle.
fn ring(circle: &Circle) -> Vec<Point> {
    let Circle { centre, radius_m } = circle;
    let north = radius_m / METRES_PER_DEGREE;
    let east = north / centre.lat.to_radians().cos().max(f64::EPSILON);
    let corner = |number: u32| {
        let angle = std::f64::consts::TAU * f64::from(number) / f64::from(CIRCLE_CORNERS);
        Point {
            lon: centre.lon + east * angle.sin(),
            lat: centre.lat + north * angle.cos(),
        }
    };
    (0..CIRCLE_CORNERS).map(corner).collect()
}
