//! The desk: opens the log, runs feeds and link, tells its followers, answers calls.

mod sound;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use contract::error::{CallError, Code};
use contract::status::{KeyKept, KeyStatus, SoundState};
use ed25519_dalek::SigningKey;
use feeds::health::SharedHealth;
use feeds::intake::Intake;
use feeds::reach::Reach;
use maps::district::District;
use maps::layer::Bounds;
use reports::clocks::ClockTable;
use tokio_util::sync::CancellationToken;

use crate::answer::assign::{Imagined, Today};
use crate::base_map::{BaseMap, MapInUse};
use crate::drill::DrillRun;
use crate::follow::{Follower, Followers};
use crate::intake::DeskIntake;
use crate::key::KeyError;
use crate::library::Library;
use crate::opening::{device, open_own};
use crate::roads::Roads;
use crate::roadworks::{self, Roadworks};
use crate::searches::Searches;
use crate::session::Session;
use crate::settings::Settings;
use crate::shelf::Shelf;
use crate::sources::Sources;
use crate::uplink::{self, Uplink};
use crate::viewers::Viewers;
use crate::zones::Zones;
use crate::{
    away, care, clock, contacts, escalate, exercise, feed_closures, open_files, outward, publish,
    sources, vehicles, volumes,
};

/// How long the alarm sound may be silenced at once, seconds.
pub const SILENCE_S_MAX: u32 = 120;
/// Threads of the runtime: feeds and link wait most of the time.
const RUNTIME_THREADS: usize = 2;

/// Why a desk did not open.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The folder or the runtime.
    #[error("{what}: {source}")]
    System {
        /// What was tried.
        what: String,
        /// What the system said.
        #[source]
        source: std::io::Error,
    },
    /// The device key.
    #[error(transparent)]
    Key(#[from] KeyError),
    /// The logbook.
    #[error(transparent)]
    Logbook(#[from] logbook::OpenError),
    /// The logbook could be opened and not written.
    #[error(transparent)]
    Storage(#[from] logbook::StorageError),
    /// The map.
    #[error("the map cannot be made: {reason}")]
    Map {
        /// Why.
        reason: String,
    },
    /// The exercise district could not be entered.
    #[error("the exercise district: {reason}")]
    Exercise {
        /// Why.
        reason: String,
    },
}

impl OpenError {
    /// What the screen tells the officer: a log that another program holds is no fault of the
    /// disk, and a damaged one has its own way out.
    #[must_use]
    pub fn code(&self) -> Code {
        match self {
            Self::Logbook(logbook::OpenError::InUse { .. }) => Code::InUse,
            Self::Logbook(logbook::OpenError::Damaged { .. })
            | Self::Storage(logbook::StorageError::Damaged { .. }) => Code::Damaged,
            Self::Map { .. } | Self::Exercise { .. } => Code::Internal,
            Self::System { .. } | Self::Key(_) | Self::Logbook(_) | Self::Storage(_) => {
                Code::Storage
            }
        }
    }
}

/// The program without a window.
pub struct Desk {
    settings: Settings,
    pub(crate) key: SigningKey,
    kept: KeyKept,
    had_other_keys: bool,
    runtime: Mutex<Option<tokio::runtime::Runtime>>,
    stop: CancellationToken,
    base: Arc<Session>,
    pub(crate) drill: Mutex<Option<DrillRun>>,
    uplink: Uplink,
    sources: Sources,
    pub(crate) followers: Arc<Followers>,
    pub(crate) shelf: Arc<Shelf>,
    pub(crate) night: Arc<crate::answer::resources::Night>,
    district: District,
    map: Arc<MapInUse>,
    pub(crate) roads: Arc<Roads>,
    pub(crate) roadworks: Arc<Roadworks>,
    pub(crate) zones: Zones,
    pub(crate) assigning: Searches<Today>,
    pub(crate) imagining: Searches<Imagined>,
    pub(crate) reach: Arc<Reach>,
    clock_table: ClockTable,
    pub(crate) care: Arc<care::Care>,
    sound: Mutex<SoundState>,
    notifications: AtomicBool,
    ring: Mutex<crate::ring::Ring>,
    pub(crate) tone: Arc<Followers>,
    pub(crate) viewers: Viewers,
}

impl Desk {
    /// Opens the logbook and starts everything around it.
    ///
    /// # Errors
    /// [`OpenError`] says what stands against it; nothing was written then but the folder.
    pub fn open(settings: Settings) -> Result<Self, OpenError> {
        let system = |what: &str| {
            let what = what.to_owned();
            move |source| OpenError::System { what, source }
        };
        open_files::raise();
        std::fs::create_dir_all(&settings.data).map_err(system("data folder"))?;
        let device = device(&settings)?;
        let key = device.key.clone();
        let base = Arc::new(open_own(&settings, &device)?);
        let made = exercise::fill(&settings, &base)?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(RUNTIME_THREADS)
            .thread_name("desk")
            .enable_all()
            .build()
            .map_err(system("runtime"))?;
        let stop = CancellationToken::new();
        let district = District::shipped();
        let followers = Arc::new(Followers::default());
        let works = lay_roads(&settings, &district, made.as_ref(), &followers)?;
        let reach = Arc::new(reach(&district, &settings.district_code));
        let uplink = uplink::start(runtime.handle(), &settings, &key, &base, stop.child_token());
        let sources = sources::start(runtime.handle(), &settings, &base, &reach, &stop);
        let care = Arc::new(care::Care::default());
        works.finish(&base);
        let desk = Self {
            shelf: Arc::new(Shelf::new(Library::load(settings.plans.as_deref()))),
            night: Arc::default(),
            zones: Zones::of(&district, &settings.assign),
            assigning: Searches::default(),
            imagining: Searches::default(),
            settings,
            key,
            kept: device.kept,
            had_other_keys: !device.earlier.is_empty(),
            runtime: Mutex::new(Some(runtime)),
            stop,
            base,
            drill: Mutex::new(None),
            uplink,
            sources,
            followers,
            district,
            map: Arc::clone(works.map()),
            roads: Arc::clone(works.roads()),
            roadworks: works,
            reach,
            clock_table: ClockTable::shipped(),
            care,
            sound: Mutex::new(SoundState::Blocked),
            notifications: AtomicBool::new(true),
            ring: Mutex::new(crate::ring::Ring::since(std::time::Instant::now())),
            tone: Arc::new(Followers::default()),
            viewers: Viewers::default(),
        };
        desk.shelve()?;
        desk.watch(&desk.base, desk.stop.child_token())?;
        care::start(&desk)?;
        vehicles::start(&desk);
        if let Some(made) = &made {
            desk.play_night(made)?;
        }
        Ok(desk)
    }

    /// Says what is searched beside the log; again whenever plans or departments change.
    pub(crate) fn shelve(&self) -> Result<(), logbook::StorageError> {
        self.base.logbook.shelve(self.volumes())
    }

    /// All that is searched beside the log.
    pub(crate) fn volumes(&self) -> Vec<logbook::Volume> {
        let departments = contacts::departments(self, &self.base);
        let (library, _) = self.shelf.library(&self.base);
        volumes::all(library.plans(), &self.clock_table, &departments)
    }

    /// The plans that are worked by, of the watch's own log also in a drill. When another version
    /// has come into force it is found from now on.
    pub(crate) fn library(&self) -> Arc<Library> {
        let (library, number) = self.shelf.library(&self.base);
        self.shelve_again(number);
        library
    }

    /// Sees to it that plans which have come into force since are found by a search.
    pub(crate) fn shelve_what_came_into_force(&self) {
        let (_, number) = self.shelf.library(&self.base);
        self.shelve_again(number);
    }

    /// Shelves the library of that number, unless it is on the shelf already.
    fn shelve_again(&self, number: u64) {
        if self.shelf.is_to_be_searched(number)
            && let Err(error) = self.shelve()
        {
            tracing::warn!(%error, "the plans in force cannot be searched yet");
        }
    }

    /// Tells followers of what a log learns, and the link of what it has to send.
    pub(crate) fn watch(
        &self,
        session: &Arc<Session>,
        stop: CancellationToken,
    ) -> Result<(), OpenError> {
        let real = Arc::ptr_eq(session, &self.base);
        let failed = |what: &str| {
            let what = what.to_owned();
            move |source| OpenError::System { what, source }
        };
        if let Some(runtime) = self.handle() {
            outward::start(Arc::clone(session), &self.settings, runtime, stop.clone())
                .map_err(failed("outward"))?;
        }
        escalate::start(
            Arc::clone(session),
            Arc::clone(&self.followers),
            self.uplink.other_desks(real),
            stop.clone(),
        )
        .map_err(failed("escalate"))?;
        away::start(Arc::clone(session), stop.clone()).map_err(failed("away"))?;
        let closing = self.settings.closures.clone();
        feed_closures::start(Arc::clone(session), &self.followers, closing, stop.clone())
            .map_err(failed("feed-closures"))?;
        let link = self.uplink.handle.clone().filter(|_| real);
        let sinks = publish::Sinks {
            followers: Arc::clone(&self.followers),
            link,
            feeds: self.sources.health.clone(),
        };
        publish::start(Arc::clone(session), sinks, stop).map_err(failed("publisher"))
    }

    /// The door for what a feed beside those of the settings brings into the log that is worked
    /// in.
    #[must_use]
    pub fn intake(&self) -> impl Intake + use<> {
        DeskIntake::new(self.session())
    }

    /// The runtime, while the desk is open.
    pub(crate) fn handle(&self) -> Option<tokio::runtime::Handle> {
        let runtime = self.runtime.lock().unwrap_or_else(PoisonError::into_inner);
        runtime.as_ref().map(|runtime| runtime.handle().clone())
    }

    /// In the exercise district the made night goes on and the made teams act.
    fn play_night(&self, made: &drills::district::District) -> Result<(), OpenError> {
        let now = clock::now();
        let stage = crate::play::Stage {
            events: made.night(now).events,
            clock: drills::clock::ReplayClock::start(now, 1),
            played_ms: -1,
        };
        let players = crate::play::Players {
            session: Arc::clone(&self.base),
            stage: Arc::new(Mutex::new(stage)),
            roads: Arc::clone(&self.roads),
            reach: Arc::clone(&self.reach),
            followers: Arc::clone(&self.followers),
        };
        crate::play::start(players, self.stop_token()).map_err(|source| OpenError::System {
            what: "players".to_owned(),
            source,
        })
    }

    /// Ends feeds, link and threads; what was accepted is on disk already.
    pub fn close(&self) {
        self.stop.cancel();
        self.care.wake();
        self.assigning.stop_all();
        self.imagining.stop_all();
        self.roadworks.stop_all();
        self.followers.close();
        self.tone.close();
        drop(self.take_drill());
        let runtime = self
            .runtime
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take();
        if let Some(runtime) = runtime {
            runtime.shutdown_timeout(Duration::from_secs(2));
        }
        // Threads that look at the log by the hour may hold it a while longer.
        self.base.logbook.close();
    }

    /// Follows what becomes stale.
    #[must_use]
    pub fn follow(&self) -> Follower {
        let told = self.session().logbook.last_change().unwrap_or_default();
        self.followers.follow(told)
    }

    /// One tile of the base map; none where the map is empty.
    #[must_use]
    pub fn tile(&self, z: u8, x: u32, y: u32) -> Option<Vec<u8>> {
        let map = self.map.get();
        map.tiles.tile(z, x, y).map(|tile| tile.to_vec())
    }

    /// The base map in use.
    pub(crate) fn map(&self) -> Arc<BaseMap> {
        self.map.get()
    }

    /// Another log is worked in: everything is to be read again.
    pub(crate) fn tell_all(&self) {
        let mut batch = crate::follow::Batch {
            to: self.session().logbook.last_change().unwrap_or_default(),
            ..Default::default()
        };
        batch.touch_all();
        self.followers.publish(&batch);
    }

    fn tell_status(&self) {
        let mut batch = crate::follow::Batch {
            to: self.session().logbook.last_change().unwrap_or_default(),
            ..Default::default()
        };
        batch.topics.insert(contract::change::Topic::Status);
        self.followers.publish(&batch);
    }

    /// The log that is worked in: the drill's while one runs, else the watch's own.
    pub(crate) fn session(&self) -> Arc<Session> {
        let drill = self.drill.lock().unwrap_or_else(PoisonError::into_inner);
        drill
            .as_ref()
            .map_or_else(|| Arc::clone(&self.base), |run| Arc::clone(&run.session))
    }

    /// The watch's own log, whatever is being drilled.
    pub(crate) fn base(&self) -> &Arc<Session> {
        &self.base
    }

    pub(crate) fn take_drill(&self) -> Option<DrillRun> {
        self.drill
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
            .take()
    }

    /// Ends with the desk.
    pub(crate) fn stop_token(&self) -> CancellationToken {
        self.stop.child_token()
    }

    /// Where the key is; a new one is spoken of until the platform has all that is of the old.
    pub(crate) fn key_status(&self) -> KeyStatus {
        let identity = self.base.logbook.identity();
        let suspended = identity.is_ok_and(|identity| identity.authority_suspended);
        KeyStatus {
            kept: self.kept,
            replaced: self.had_other_keys && suspended,
        }
    }

    pub(crate) fn settings(&self) -> &Settings {
        &self.settings
    }

    pub(crate) fn uplink(&self) -> &Uplink {
        &self.uplink
    }

    pub(crate) fn feeds(&self) -> &[SharedHealth] {
        &self.sources.health
    }

    /// Who hears of changes.
    pub(crate) fn followers(&self) -> &Arc<Followers> {
        &self.followers
    }

    /// The feeds that know where vehicles are.
    pub(crate) fn vehicle_feeds(&self) -> &[Arc<feeds::talk::Jt808>] {
        &self.sources.vehicles
    }

    /// The feeds of fire alarm panels.
    pub(crate) fn panel_feeds(&self) -> &[Arc<feeds::talk::Gbt26875>] {
        &self.sources.panels
    }

    /// The feeds of brokers.
    pub(crate) fn brokers(&self) -> &[crate::sources::Broker] {
        &self.sources.brokers
    }

    pub(crate) fn clock_table(&self) -> &ClockTable {
        &self.clock_table
    }

    pub(crate) fn district(&self) -> &District {
        &self.district
    }

    pub(crate) fn bounds(&self) -> Bounds {
        crate::paper::extent(self.district.bounds())
    }

    pub(crate) fn map_note(&self) -> &str {
        &self.district.outline_note
    }

    /// The same as the sheets take them.
    pub(crate) fn clocks_of_open(
        &self,
        session: &Session,
    ) -> Result<Vec<reports::clocks::Clock>, CallError> {
        crate::answer::clocks_of_open(self, session)
    }

    /// What a handover has to name.
    pub(crate) fn open_matters(&self, session: &Session) -> Result<Vec<String>, CallError> {
        crate::answer::open_matters(self, session)
    }
}

/// The roads and the base map, with what takes other roads in.
pub(crate) fn lay_roads(
    settings: &Settings,
    district: &District,
    made: Option<&drills::district::District>,
    followers: &Arc<Followers>,
) -> Result<Arc<Roadworks>, OpenError> {
    let (record, taken) = roadworks::taken(&settings.data);
    let lost = record.current.is_some() && taken.is_none();
    let (layers, laid) = exercise::ground(settings, district, made, taken);
    let map = BaseMap::of(district, layers, 0).map_err(|error| OpenError::Map {
        reason: error.to_string(),
    })?;
    let ground = roadworks::Ground {
        settings: settings.clone(),
        district: district.clone(),
        roads: Arc::new(Roads::new(laid)),
        map: Arc::new(MapInUse::new(map)),
        followers: Arc::clone(followers),
    };
    Ok(Arc::new(Roadworks::new(ground, record, lost)))
}

fn reach(district: &District, code: &str) -> Reach {
    let outline: Vec<_> = district
        .outline
        .iter()
        .map(|place| emergency::place::Point {
            lon: place.lon,
            lat: place.lat,
        })
        .collect();
    Reach::new(&outline, &[code.to_owned()])
}
