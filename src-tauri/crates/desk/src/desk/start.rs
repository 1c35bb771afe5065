//! Opening a desk: the one place where threads and tasks are started.

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex};

use contract::status::SoundState;
use drills::clock::ReplayClock;
use feeds::reach::Reach;
use maps::district::District;
use reports::clocks::ClockTable;
use tokio_util::sync::CancellationToken;

use super::Desk;
use crate::care::Worker;
use crate::care::found::Care;
use crate::follow::Followers;
use crate::library::Library;
use crate::opening::{OpenError, device, open_own};
use crate::play::stage::Stage;
use crate::play::{self, Players};
use crate::ring::Ring;
use crate::searches::Searches;
use crate::session::Session;
use crate::settings::Settings;
use crate::shelf::Shelf;
use crate::viewers::Viewers;
use crate::zones::Zones;
use crate::{
    away, care, clock, escalate, exercise, feed_closures, open_files, outward, publish, roadworks,
    sources, uplink, vehicles,
};

/// Threads of the runtime: feeds and link wait most of the time.
const RUNTIME_THREADS: usize = 2;

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
        let works = roadworks::lay(&settings, &district, made.as_ref(), &followers)?;
        let reach = Arc::new(reach(&district, &settings.district_code));
        let uplink = uplink::start(runtime.handle(), &settings, &key, &base, stop.child_token());
        let sources = sources::start(runtime.handle(), &settings, &base, &reach, &stop);
        let care = Arc::new(Care::default());
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
            ring: Mutex::new(Ring::since(std::time::Instant::now())),
            tone: Arc::new(Followers::default()),
            viewers: Viewers::default(),
        };
        desk.shelve()?;
        desk.watch(&desk.base, desk.stop.child_token())?;
        care::start(desk.worker())?;
        vehicles::start(&desk);
        if let Some(made) = &made {
            desk.play_night(made)?;
        }
        Ok(desk)
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

    /// In the exercise district the made night goes on and the made teams act.
    fn play_night(&self, made: &drills::district::District) -> Result<(), OpenError> {
        let now = clock::now();
        let stage = Stage {
            events: made.night(now).events,
            clock: ReplayClock::start(now, 1),
            played_ms: -1,
        };
        let players = Players {
            session: Arc::clone(&self.base),
            stage: Arc::new(Mutex::new(stage)),
            roads: Arc::clone(&self.roads),
            reach: Arc::clone(&self.reach),
            followers: Arc::clone(&self.followers),
        };
        play::start(players, self.stop_token()).map_err(|source| OpenError::System {
            what: "players".to_owned(),
            source,
        })
    }

    /// What has to be done by the hour.
    fn worker(&self) -> Worker {
        Worker {
            session: Arc::clone(&self.base),
            backup: self.settings.backup(),
            care: Arc::clone(&self.care),
            shelf: Arc::clone(&self.shelf),
            night: Arc::clone(&self.night),
            stop: self.stop_token(),
        }
    }
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
