//! Roads are taken in while the desk works: files arrive in parts, are read on a thread of their
//! own, and are put in force when somebody has seen the report. Until then nothing changes.

mod force;
mod reading;

use std::io::Write as _;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use contract::change::Topic;
use contract::error::{CallError, Code};
use contract::rows::{
    CheckRoads, ROADS_BYTES_MAX, ROADS_FILES_MAX, ROADS_PART_BYTES_MAX, RoadsImport, RoadsPart,
    RoadsReport, RoadsSheet, RoadsState,
};
use emergency::decide::Refusal;
use maps::district::District;

use crate::base_map::{BaseMap, MapInUse};
use crate::exercise;
use crate::follow::{Batch, Follower, Followers};
use crate::opening::OpenError;
use crate::road_store::{Record, Store};
use crate::roads::{Laid, Roads};
use crate::session::Session;
use crate::settings::Settings;

pub(crate) use reading::taken;

/// Characters of the asker's word.
const ASK_CHARS_MAX: usize = 64;
/// Characters of the name of a file, and of where the data comes from.
const WORDS_CHARS_MAX: usize = 200;
/// What is said of where roads come from when nobody says it.
const NO_SOURCE: &str = "来源未注明";

/// What takes roads in.
pub(crate) struct Roadworks {
    settings: Settings,
    district: District,
    roads: Arc<Roads>,
    map: Arc<MapInUse>,
    followers: Arc<Followers>,
    store: Store,
    import: Mutex<Option<Import>>,
    record: Mutex<Record>,
    /// Imports that were begun in this run.
    begun: AtomicU64,
    /// True while the roads that the record names cannot be read.
    lost: AtomicBool,
}

/// What it needs of the desk.
pub(crate) struct Ground {
    /// The settings.
    pub(crate) settings: Settings,
    /// Whose roads they are to be.
    pub(crate) district: District,
    /// The roads in use.
    pub(crate) roads: Arc<Roads>,
    /// The base map in use.
    pub(crate) map: Arc<MapInUse>,
    /// Who hears of it.
    pub(crate) followers: Arc<Followers>,
}

/// One import on its way.
struct Import {
    ask: String,
    /// Where its files arrive.
    folder: PathBuf,
    state: RoadsState,
    going_back: bool,
    /// Names and bytes of the files that came.
    files: Vec<(String, u32)>,
    source: String,
    report: Option<RoadsReport>,
    trouble: &'static str,
    ready: Option<Ready>,
    watched: Arc<Watched>,
}

/// The files of an import that are to be read.
struct Arrived {
    folder: PathBuf,
    names: Vec<String>,
    source: String,
}

/// What the thread of an import and the others share.
#[derive(Default)]
struct Watched {
    percent: AtomicU32,
    stopped: AtomicBool,
}

/// What is put in force.
struct Ready {
    laid: Arc<Laid>,
    map: Arc<BaseMap>,
}

fn storage(error: &std::io::Error) -> CallError {
    CallError::new(Code::Storage, error.to_string())
}

fn malformed(why: &str) -> CallError {
    CallError::new(Code::Malformed, why)
}

fn wrong_state(id: &str, state: &str) -> CallError {
    Refusal::WrongState {
        what: "roads".into(),
        id: id.to_owned(),
        state: state.to_owned(),
    }
    .into()
}

/// The roads and the base map, with what takes other roads in.
pub(crate) fn lay(
    settings: &Settings,
    district: &District,
    made: Option<&drills::district::District>,
    followers: &Arc<Followers>,
) -> Result<Arc<Roadworks>, OpenError> {
    let (record, taken) = taken(&settings.data);
    let lost = record.current.is_some() && taken.is_none();
    let (layers, laid) = exercise::ground(settings, district, made, taken);
    let map = BaseMap::of(district, layers, 0).map_err(|error| OpenError::Map {
        reason: error.to_string(),
    })?;
    let ground = Ground {
        settings: settings.clone(),
        district: district.clone(),
        roads: Arc::new(Roads::new(laid)),
        map: Arc::new(MapInUse::new(map)),
        followers: Arc::clone(followers),
    };
    Ok(Arc::new(Roadworks::new(ground, record, lost)))
}

impl Roadworks {
    pub(crate) fn new(ground: Ground, record: Record, lost: bool) -> Self {
        Self {
            lost: AtomicBool::new(lost),
            store: Store::of(&ground.settings.data),
            settings: ground.settings,
            district: ground.district,
            roads: ground.roads,
            map: ground.map,
            followers: ground.followers,
            import: Mutex::new(None),
            record: Mutex::new(record),
            begun: AtomicU64::new(0),
        }
    }

    /// The roads in use.
    pub(crate) fn roads(&self) -> &Arc<Roads> {
        &self.roads
    }

    /// The base map in use.
    pub(crate) fn map(&self) -> &Arc<MapInUse> {
        &self.map
    }

    fn lock(&self) -> MutexGuard<'_, Option<Import>> {
        self.import.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock_record(&self) -> MutexGuard<'_, Record> {
        self.record.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Follows what becomes of an import.
    pub(crate) fn follow(&self) -> Follower {
        self.followers.follow(0)
    }

    /// What is in force, what was before, and what is on its way.
    pub(crate) fn sheet(&self) -> RoadsSheet {
        let import = self.lock().as_ref().map(Import::row);
        let record = self.lock_record();
        let laid = self.roads.in_use();
        RoadsSheet {
            source: self.roads.source(),
            has_roads: laid.network().is_some(),
            in_force: record.current.as_ref().map(|stored| stored.kept.clone()),
            can_go_back: record.can_go_back,
            former: record.former.as_ref().map(|stored| stored.kept.clone()),
            lost: self.lost.load(Ordering::Relaxed),
            import,
        }
    }

    /// Takes a part of a file.
    pub(crate) fn take_part(&self, part: &RoadsPart, bytes: &[u8]) -> Result<(), CallError> {
        if part.ask.is_empty() || part.ask.chars().count() > ASK_CHARS_MAX {
            return Err(malformed("the word of the import is missing or too long"));
        }
        if bytes.len() > ROADS_PART_BYTES_MAX as usize || part.file >= ROADS_FILES_MAX {
            return Err(malformed(
                "the part is too large, or there are too many files",
            ));
        }
        let mut import = self.lock();
        if part.file == 0 && part.offset == 0 {
            if let Some(older) = import.take() {
                older.watched.stopped.store(true, Ordering::Relaxed);
            }
            let number = self.begun.fetch_add(1, Ordering::Relaxed) + 1;
            let folder = self.store.arriving(number).map_err(|e| storage(&e))?;
            *import = Some(Import::new(&part.ask, folder));
        }
        let import = import.as_mut().filter(|import| import.ask == part.ask);
        let import = import.ok_or_else(|| wrong_state(&part.ask, "ended"))?;
        if import.state != RoadsState::Receiving {
            return Err(wrong_state(&part.ask, "received"));
        }
        let index = part.file as usize;
        if index == import.files.len() && part.offset == 0 {
            let name: String = part.name.chars().take(WORDS_CHARS_MAX).collect();
            import.files.push((name, 0));
        }
        let before: u32 = import.files.iter().map(|(_, bytes)| *bytes).sum();
        let last = index + 1 == import.files.len();
        let file = import
            .files
            .get_mut(index)
            .filter(|(_, bytes)| last && *bytes == part.offset);
        let Some((_, so_far)) = file else {
            return Err(malformed("the parts do not come in their order"));
        };
        let count = u32::try_from(bytes.len()).unwrap_or(u32::MAX);
        if before.saturating_add(count) > ROADS_BYTES_MAX {
            import.fail("too_large");
            return Ok(());
        }
        let path = import.folder.join(format!("{index}.part"));
        let file = std::fs::File::options()
            .create(true)
            .append(true)
            .open(path);
        let written = file.and_then(|mut file| file.write_all(bytes));
        if let Err(error) = written {
            import.fail("storage");
            return Err(storage(&error));
        }
        *so_far += count;
        Ok(())
    }

    /// Begins to read what came.
    pub(crate) fn check(
        self: &Arc<Self>,
        request: &CheckRoads,
        session: &Arc<Session>,
    ) -> Result<(), CallError> {
        let (watched, arrived) = {
            let mut import = self.lock();
            let import = import.as_mut().filter(|import| import.ask == request.ask);
            let import = import.ok_or_else(|| wrong_state(&request.ask, "ended"))?;
            if import.state != RoadsState::Receiving || import.files.is_empty() {
                return Err(wrong_state(&request.ask, "received"));
            }
            let source: String = request
                .source
                .trim()
                .chars()
                .take(WORDS_CHARS_MAX)
                .collect();
            import.source = if source.is_empty() {
                NO_SOURCE.to_owned()
            } else {
                source
            };
            import.state = RoadsState::Reading;
            let arrived = Arrived {
                folder: import.folder.clone(),
                names: import.files.iter().map(|(name, _)| name.clone()).collect(),
                source: import.source.clone(),
            };
            (Arc::clone(&import.watched), arrived)
        };
        let (works, session) = (Arc::clone(self), Arc::downgrade(session));
        self.spawn(move || {
            let Some(session) = session.upgrade() else {
                return;
            };
            let read = works.read_arrived(&arrived, &watched, &session);
            works.read(&watched, read);
            works.tell(&session);
        })
    }

    fn spawn(&self, work: impl FnOnce() + Send + 'static) -> Result<(), CallError> {
        let builder = std::thread::Builder::new().name("roads".to_owned());
        let spawned = builder.spawn(work);
        spawned.map_err(|error| CallError::new(Code::Internal, error.to_string()))?;
        Ok(())
    }

    /// Ends an import that is not in force.
    pub(crate) fn stop(&self, ask: &str) {
        let mut import = self.lock();
        let Some(import) = import.as_mut().filter(|import| import.ask == ask) else {
            return;
        };
        import.watched.stopped.store(true, Ordering::Relaxed);
        if import.state != RoadsState::Failed {
            import.state = RoadsState::Stopped;
        }
        import.ready = None;
    }

    /// Ends whatever is read.
    pub(crate) fn stop_all(&self) {
        if let Some(import) = self.lock().take() {
            import.watched.stopped.store(true, Ordering::Relaxed);
        }
    }

    fn batch(&self, session: &Session) -> Batch {
        Batch {
            to: session.logbook.last_change().unwrap_or_default(),
            ..Batch::default()
        }
    }

    /// Says that something of the roads is to be read again.
    fn tell(&self, session: &Session) {
        let mut batch = self.batch(session);
        batch.topics.insert(Topic::Roads);
        self.followers.publish(&batch);
    }
}

impl Import {
    fn new(ask: &str, folder: PathBuf) -> Self {
        Self {
            folder,
            ask: ask.to_owned(),
            state: RoadsState::Receiving,
            going_back: false,
            files: Vec::new(),
            source: String::new(),
            report: None,
            trouble: "",
            ready: None,
            watched: Arc::default(),
        }
    }

    fn fail(&mut self, trouble: &'static str) {
        self.state = RoadsState::Failed;
        self.trouble = trouble;
        self.ready = None;
    }

    fn row(&self) -> RoadsImport {
        RoadsImport {
            ask: self.ask.clone(),
            state: self.state,
            going_back: self.going_back,
            percent: self.watched.percent.load(Ordering::Relaxed).min(100),
            report: self.report.clone(),
            trouble: self.trouble.to_owned(),
        }
    }
}
