//! One open logbook with what lives beside it and is not in it.

use std::collections::{BTreeMap, VecDeque};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use contract::error::{CallError, Code};
use contract::rows::{LogLine, Who};
use contract::status::CutList;
use dispatch::readiness::Rules;
use emergency::circular::Channel;
use emergency::closure::Closure;
use emergency::entity::{EntityKind, State};
use emergency::event::TimeSource;
use emergency::fence::Fence;
use emergency::firm::Firm;
use emergency::id::OriginId;
use emergency::incident::Incident;
use emergency::order::Observed;
use emergency::place::Point;
use emergency::time::UtcMs;
use emergency::wind::{WIND, Wind};
use logbook::{CommandError, Listed, Logbook, Logged, READ_MAX, StorageError};
use routing::progress::{Plan, Sighting};

use crate::board::Board;
use crate::board::rules::Rules as AlarmRules;
use crate::changed::Changed;
use crate::device_feeds::DeviceFeeds;
use crate::memo::Memos;
use crate::number::small;
use crate::points::PointBook;
use crate::roads::Ground;
use crate::settings::AlarmSettings;

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
    /// The alarms that stand.
    pub(crate) board: Board,
    /// Whether an alert is due at the other desks while none is connected.
    misses_second_desk: AtomicBool,
    /// The channels that are set up; none before it goes out by them.
    pub(crate) sends_by: OnceLock<Vec<Channel>>,
    /// The register of points.
    pub(crate) points: Arc<PointBook>,
    /// The feeds of devices that bring into this log; a drill has none.
    pub(crate) devices: OnceLock<Arc<DeviceFeeds>>,
    /// The numbers of readiness, as the district has set them.
    readiness: Rules,
    /// Where teams are by their devices: passing, never in the log.
    positions: Mutex<BTreeMap<String, Track>>,
    /// The journeys of orders under way, by order and leg: passing as well.
    plans: Mutex<BTreeMap<String, Plan>>,
    /// The way that is left of each order, and when that was worked out: passing as well.
    ways: Mutex<BTreeMap<String, (UtcMs, Option<Observed>)>>,
    /// What changed of things that plans name, as far as it was read.
    pub(crate) changed: Changed,
    /// What the status says of whole lists.
    pub(crate) memos: Memos,
    /// Entities of one kind that are read at once.
    list_max: usize,
    /// The lists of which there was more than that when they were last read, and how many there
    /// are.
    cut: Mutex<BTreeMap<(&'static str, Listed), u64>>,
}

impl Session {
    pub(crate) fn new(logbook: Logbook) -> Result<Self, StorageError> {
        Self::reading(logbook, READ_MAX)
    }

    /// The same with another bound of what is read at once.
    fn reading(logbook: Logbook, list_max: usize) -> Result<Self, StorageError> {
        let origin = logbook.identity()?.origin;
        let opened_after = logbook.counts()?.events;
        let alarms = AlarmRules::of(&AlarmSettings::default(), std::path::Path::new(""));
        let points = Arc::new(PointBook::new(&logbook));
        Ok(Self {
            board: Board::new(Arc::new(alarms), &logbook, Arc::clone(&points)),
            points,
            devices: OnceLock::new(),
            memos: Memos::new(&logbook),
            logbook,
            origin,
            opened_after,
            misses_second_desk: AtomicBool::new(false),
            sends_by: OnceLock::new(),
            readiness: Rules::default(),
            positions: Mutex::default(),
            plans: Mutex::default(),
            ways: Mutex::default(),
            changed: Changed::default(),
            list_max,
            cut: Mutex::default(),
        })
    }

    /// The same with the district's own numbers of readiness.
    pub(crate) fn scored_by(self, readiness: Rules) -> Self {
        Self { readiness, ..self }
    }

    /// The same with the district's own rules for alarms.
    pub(crate) fn alarmed_by(self, rules: Arc<AlarmRules>) -> Self {
        let board = Board::new(rules, &self.logbook, Arc::clone(&self.points));
        Self { board, ..self }
    }

    /// Whether an alert is due at the other desks while none is connected.
    pub(crate) fn misses_second_desk(&self) -> bool {
        self.misses_second_desk.load(Ordering::Relaxed)
    }

    /// Notes that.
    pub(crate) fn miss_second_desk(&self, misses: bool) {
        self.misses_second_desk.store(misses, Ordering::Relaxed);
    }

    /// Puts what the register of points says in force at the feeds of this log.
    pub(crate) fn tell_points(&self) {
        if let Some(devices) = self.devices.get() {
            devices.tell(&self.points);
        }
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

    /// The states of a noun, as many as are read at once; when there are more, that is known
    /// until they are read again.
    fn states(&self, kind: EntityKind, listed: Listed) -> Result<Vec<State>, CallError> {
        let rows = self.logbook.list(kind, listed, self.list_max);
        let rows = rows.map_err(storage)?;
        let there = if rows.len() < self.list_max {
            0
        } else {
            self.logbook.count(kind, listed).map_err(storage)?
        };
        let mut cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        let key = (kind.name(), listed);
        if there > rows.len() as u64 {
            cut.insert(key, there);
        } else {
            cut.remove(&key);
        }
        Ok(rows.into_iter().map(|row| row.state).collect())
    }

    /// The lists that were cut when they were last read.
    pub(crate) fn cut(&self) -> Vec<CutList> {
        let cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        let lists = cut.iter().map(|((kind, _), there)| CutList {
            kind: (*kind).to_owned(),
            read: small(self.list_max as u64),
            there: small(*there),
        });
        lists.collect()
    }

    /// How many of a noun were left out when all of it was last read.
    pub(crate) fn left_out(&self, kind: EntityKind) -> u32 {
        let cut = self.cut.lock().unwrap_or_else(PoisonError::into_inner);
        let there = cut.get(&(kind.name(), Listed::All));
        small(there.map_or(0, |there| there.saturating_sub(self.list_max as u64)))
    }

    /// All states of a noun.
    pub(crate) fn all(&self, kind: EntityKind) -> Result<Vec<State>, CallError> {
        self.states(kind, Listed::All)
    }

    /// All closures of roads that are not lifted.
    pub(crate) fn closures(&self) -> Result<Vec<Closure>, CallError> {
        let states = self.states(EntityKind::Closure, Listed::Open)?.into_iter();
        let closures = states.filter_map(|state| match state {
            State::Closure(closure) => Some(closure),
            _ => None,
        });
        Ok(closures.collect())
    }

    /// All firms that are on the list.
    pub(crate) fn firms(&self) -> Result<Vec<Firm>, CallError> {
        let states = self.states(EntityKind::Firm, Listed::Open)?.into_iter();
        let firms = states.filter_map(|state| match state {
            State::Firm(firm) => Some(firm),
            _ => None,
        });
        Ok(firms.collect())
    }

    /// All electronic fences that are not ended.
    pub(crate) fn fences(&self) -> Result<Vec<Fence>, CallError> {
        let states = self.states(EntityKind::Fence, Listed::Open)?.into_iter();
        let fences = states.filter_map(|state| match state {
            State::Fence(fence) => Some(fence),
            _ => None,
        });
        Ok(fences.collect())
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
        self.states(kind, Listed::Open)
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
            match logged.event.kind.as_str() {
                "plan.saved" => fields.remove("text"),
                "document.kept" => fields.remove("data"),
                _ => None,
            };
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
            origin: logged.event.origin.0,
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

/// The desk itself, where nobody of the watch acts.
pub(crate) fn machine() -> logbook::Who {
    logbook::Who {
        actor: "值守台".into(),
        role: "desk".to_owned(),
        occurred_at: None,
        by: TimeSource::Desk,
    }
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

#[cfg(test)]
mod tests {
    use emergency::decide::Command;
    use emergency::team::TeamRegistered;

    use super::*;

    fn registered(session: &Session, name: &str) {
        let registered = TeamRegistered {
            name: name.to_owned(),
            call_sign: name.to_owned(),
            unit: "演练".to_owned(),
            people: 6,
            ..TeamRegistered::default()
        };
        let command = Command::RegisterTeam {
            team: name.into(),
            registered,
        };
        let who = who(Who {
            actor: "演练 王敏".to_owned(),
            ..Who::default()
        });
        let done = session.logbook.command(command, who.expect("a name"));
        done.expect("is registered");
    }

    #[test]
    fn a_list_that_is_cut_says_how_many_there_are_until_it_is_whole_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let key = ed25519_dalek::SigningKey::from_bytes(&[7; 32]);
        let whole = crate::opening::open_session(&folder.path().join("log.db"), &key, true, 0);
        let whole = whole.expect("opens");
        let short = Session::reading(whole.logbook.clone(), 2).expect("reads");
        for (number, cut) in [(1, 0), (2, 0), (3, 1), (4, 2)] {
            registered(&whole, &format!("演练 {number} 队"));
            let read = short.all(EntityKind::Team).expect("reads").len();
            assert_eq!(read, number.min(2), "as many as are read at once");
            assert_eq!(short.left_out(EntityKind::Team), cut, "of {number}");
        }
        let due = CutList {
            kind: "team".to_owned(),
            read: 2,
            there: 4,
        };
        assert_eq!(short.cut(), [due], "which list, and how many there are");
        assert_eq!(whole.all(EntityKind::Team).expect("reads").len(), 4, "all");
        assert_eq!(whole.cut(), [], "nothing is left out");
    }
}
