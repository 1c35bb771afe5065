//! One open logbook with what lives beside it and is not in it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::{Mutex, PoisonError};

use contract::error::{CallError, Code};
use contract::rows::{LogLine, Who};
use dispatch::readiness::Rules;
use emergency::closure::Closure;
use emergency::entity::{EntityKind, State};
use emergency::event::TimeSource;
use emergency::id::OriginId;
use emergency::incident::Incident;
use emergency::order::Observed;
use emergency::place::Point;
use emergency::time::UtcMs;
use emergency::wind::{WIND, Wind};
use logbook::{CommandError, Listed, Logbook, Logged, READ_MAX, StorageError};
use routing::progress::{Plan, Sighting};

use crate::roads::Ground;

/// Team positions kept; more teams than a district has.
const POSITIONS_MAX: usize = 20_000;
/// Milliseconds for which the way that is left of an order is not worked out again.
const WAY_MS: i64 = 15_000;
/// Orders whose way is remembered.
const WAYS_MAX: usize = 1_000;
/// Sightings of one team that are kept: of about seven minutes.
const TRACK_MAX: usize = 40;
/// Sightings closer together than this count as one, in milliseconds.
const TRACK_EVERY_MS: i64 = 10_000;
/// Planned journeys that are remembered.
const PLANS_MAX: usize = 1_000;
/// Bytes of a fact shown in a line of the log; a longer one shows its kind only.
const LINE_BYTES_MAX: usize = 16 * 1024;

/// Where a team was by its device.
struct Track {
    /// The newest.
    last: Sighting,
    /// Some of those before, the oldest first.
    seen: VecDeque<Sighting>,
}

impl Track {
    fn add(&mut self, sighting: Sighting) {
        self.last = sighting;
        let known = self.seen.back();
        if known.is_none_or(|known| sighting.at.since_ms(known.at) >= TRACK_EVERY_MS) {
            self.seen.push_back(sighting);
        }
        if self.seen.len() > TRACK_MAX {
            self.seen.pop_front();
        }
    }
}

/// An open logbook: the watch's own or a drill's.
pub(crate) struct Session {
    /// The log.
    pub(crate) logbook: Logbook,
    /// This desk's name in it.
    pub(crate) origin: OriginId,
    /// Number of the file's last event when it was opened: what comes later is new to the room.
    pub(crate) opened_after: u64,
    /// The numbers of readiness, as the district has set them.
    readiness: Rules,
    /// Where teams are by their devices: passing, never in the log.
    positions: Mutex<BTreeMap<String, Track>>,
    /// The journeys of orders under way, by order and leg: passing as well.
    plans: Mutex<BTreeMap<String, Plan>>,
    /// The way that is left of each order, and when that was worked out: passing as well.
    ways: Mutex<BTreeMap<String, (UtcMs, Option<Observed>)>>,
}

impl Session {
    pub(crate) fn new(logbook: Logbook) -> Result<Self, StorageError> {
        let origin = logbook.identity()?.origin;
        let opened_after = logbook.counts()?.events;
        Ok(Self {
            logbook,
            origin,
            opened_after,
            readiness: Rules::default(),
            positions: Mutex::default(),
            plans: Mutex::default(),
            ways: Mutex::default(),
        })
    }

    /// The same with the district's own numbers of readiness.
    pub(crate) fn scored_by(self, readiness: Rules) -> Self {
        Self { readiness, ..self }
    }

    /// The way that is left of an order, worked out anew at most every [`WAY_MS`]: a road search
    /// costs milliseconds, and the status is asked ten times a second.
    pub(crate) fn way_left(
        &self,
        order: &str,
        now: UtcMs,
        search: impl FnOnce() -> Result<Option<Observed>, CallError>,
    ) -> Result<Option<Observed>, CallError> {
        let mut ways = self.ways.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((at, left)) = ways.get(order)
            && now.since_ms(*at) < WAY_MS
        {
            return Ok(*left);
        }
        let left = search()?;
        if ways.len() >= WAYS_MAX {
            ways.clear();
        }
        ways.insert(order.to_owned(), (now, left));
        Ok(left)
    }

    /// Notes where a team is; an older position never replaces a newer one.
    pub(crate) fn place_team(&self, team: &str, point: Point, at: UtcMs) {
        let mut positions = self
            .positions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let newer = positions.get(team).is_none_or(|track| track.last.at <= at);
        if newer && (positions.len() < POSITIONS_MAX || positions.contains_key(team)) {
            let sighting = Sighting { at, point };
            positions
                .entry(team.to_owned())
                .and_modify(|track| track.add(sighting))
                .or_insert_with(|| Track {
                    last: sighting,
                    seen: VecDeque::from([sighting]),
                });
        }
    }

    /// Where a team was by its device since a time, the oldest first.
    pub(crate) fn track(&self, team: &str, since: UtcMs) -> Vec<Sighting> {
        let positions = self
            .positions
            .lock()
            .unwrap_or_else(PoisonError::into_inner);
        let Some(track) = positions.get(team) else {
            return Vec::new();
        };
        let before = track.seen.iter().filter(|one| one.at < track.last.at);
        let all = before.copied().chain([track.last]);
        all.filter(|one| one.at >= since).collect()
    }

    /// The planned journey of an order's leg.
    pub(crate) fn plan(&self, key: &str) -> Option<Plan> {
        let plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        plans.get(key).cloned()
    }

    /// Remembers a planned journey.
    pub(crate) fn keep_plan(&self, key: String, plan: Plan) {
        let mut plans = self.plans.lock().unwrap_or_else(PoisonError::into_inner);
        if plans.len() >= PLANS_MAX && !plans.contains_key(&key) {
            plans.clear();
        }
        plans.insert(key, plan);
    }

    /// Where a team is by its device.
    pub(crate) fn position(&self, team: &str) -> Option<(Point, UtcMs)> {
        self.positions
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .get(team)
            .map(|track| (track.last.point, track.last.at))
    }

    /// All states of a noun.
    pub(crate) fn all(&self, kind: EntityKind) -> Result<Vec<State>, CallError> {
        let rows = self
            .logbook
            .list(kind, Listed::All, READ_MAX)
            .map_err(storage)?;
        Ok(rows.into_iter().map(|row| row.state).collect())
    }

    /// All closures of roads that are not lifted.
    pub(crate) fn closures(&self) -> Result<Vec<Closure>, CallError> {
        let rows = self
            .logbook
            .list(EntityKind::Closure, Listed::Open, READ_MAX);
        let states = rows.map_err(storage)?.into_iter().map(|row| row.state);
        let closures = states.filter_map(|state| match state {
            State::Closure(closure) => Some(closure),
            _ => None,
        });
        Ok(closures.collect())
    }

    /// The wind as it was last observed; nothing was before the first observation.
    pub(crate) fn wind(&self) -> Result<Wind, CallError> {
        match self
            .logbook
            .state(EntityKind::Wind, WIND)
            .map_err(storage)?
        {
            Some(State::Wind(wind)) => Ok(wind),
            _ => Ok(Wind::default()),
        }
    }

    /// The closures and the wind by which ways are found now.
    pub(crate) fn ground(&self) -> Result<Ground, CallError> {
        Ok(Ground {
            closures: self.closures()?,
            wind_from_deg: self.wind()?.from_deg(self.logbook.now()),
        })
    }

    /// The states of a noun that need a hand.
    pub(crate) fn open(&self, kind: EntityKind) -> Result<Vec<State>, CallError> {
        let rows = self
            .logbook
            .list(kind, Listed::Open, READ_MAX)
            .map_err(storage)?;
        Ok(rows.into_iter().map(|row| row.state).collect())
    }

    /// All incidents in the order of their opening, each with its call sign `I1`, `I2`, …
    pub(crate) fn incidents(&self) -> Result<Vec<(String, Incident)>, CallError> {
        let mut all: Vec<_> = self
            .all(EntityKind::Incident)?
            .into_iter()
            .filter_map(|state| match state {
                State::Incident(incident) if !incident.opened.title.is_empty() => Some(incident),
                _ => None,
            })
            .collect();
        all.sort_by(|a, b| (a.opened_at, &a.id).cmp(&(b.opened_at, &b.id)));
        let numbered = all.into_iter().enumerate();
        Ok(numbered
            .map(|(index, incident)| (format!("I{}", index + 1), incident))
            .collect())
    }

    /// The numbers of readiness in force.
    pub(crate) fn readiness(&self) -> Rules {
        self.readiness
    }

    /// A line of the log as the screen shows it.
    pub(crate) fn line(&self, logged: Logged) -> LogLine {
        let own = logged.event.origin == self.origin;
        let mut body = logged.event.body;
        // Original bytes have a view of their own.
        if let Some(fields) = body.as_object_mut() {
            fields.remove("raw");
            fields.remove("document");
            fields.remove("facts");
        }
        if body.to_string().len() > LINE_BYTES_MAX {
            body = serde_json::Value::Null;
        }
        LogLine {
            seq: logged.seq,
            event: logged.event.id.to_string(),
            kind: logged.event.kind,
            entity_kind: logged.event.entity.kind,
            entity: logged.event.entity.id,
            occurred_at: logged.event.occurred_at,
            occurred_by: logged.event.occurred_by,
            recorded_at: logged.event.recorded_at,
            actor: logged.event.actor.0,
            role: logged.event.role,
            own,
            verdict: logged.placed.map(|placed| placed.verdict),
            body,
        }
    }
}

/// Who acts, as the log takes it.
pub(crate) fn who(who: Who) -> Result<logbook::Who, CallError> {
    let actor = who.actor.trim();
    if actor.is_empty() {
        let refusal = emergency::decide::Refusal::Needed {
            field: "actor".to_owned(),
        };
        return Err(refusal.into());
    }
    Ok(logbook::Who {
        actor: actor.into(),
        role: who.role,
        occurred_at: who.paper_at,
        by: if who.paper_at.is_some() {
            TimeSource::Paper
        } else {
            TimeSource::Desk
        },
    })
}

pub(crate) fn storage(error: StorageError) -> CallError {
    CallError::new(Code::Storage, error.to_string())
}

pub(crate) fn commanding(error: CommandError) -> CallError {
    match error {
        CommandError::Refusal(refusal) => refusal.into(),
        CommandError::Storage(error) => storage(error),
    }
}

pub(crate) fn not_found(what: &str, id: &str) -> CallError {
    CallError::new(Code::NotFound, format!("{what} {id}"))
}
