//! The desk: what is open and runs, for whoever answers a call. `start` opens it.

mod sound;
mod start;

use std::sync::atomic::AtomicBool;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use contract::status::{KeyKept, KeyStatus, SoundState};
use ed25519_dalek::SigningKey;
use feeds::health::SharedHealth;
use feeds::intake::Intake;
use feeds::reach::Reach;
use maps::district::District;
use maps::layer::Bounds;
use reports::clocks::ClockTable;
use tokio_util::sync::CancellationToken;

use crate::answer::assign::question::{Imagined, Today};
use crate::answer::resources::night::Night;
use crate::base_map::{self, BaseMap, MapInUse};
use crate::care::found::Care;
use crate::drill::run::DrillRun;
use crate::follow::{Follower, Followers};
use crate::intake::DeskIntake;
use crate::library::Library;
use crate::ring::Ring;
use crate::roads::Roads;
use crate::roadworks::Roadworks;
use crate::searches::Searches;
use crate::session::Session;
use crate::settings::Settings;
use crate::shelf::Shelf;
use crate::sources::Sources;
use crate::uplink::Uplink;
use crate::viewers::Viewers;
use crate::zones::Zones;
use crate::{contacts, volumes};

/// How long the alarm sound may be silenced at once, seconds.
pub const SILENCE_S_MAX: u32 = 120;
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
    pub(crate) night: Arc<Night>,
    district: District,
    map: Arc<MapInUse>,
    pub(crate) roads: Arc<Roads>,
    pub(crate) roadworks: Arc<Roadworks>,
    pub(crate) zones: Zones,
    pub(crate) assigning: Searches<Today>,
    pub(crate) imagining: Searches<Imagined>,
    pub(crate) reach: Arc<Reach>,
    clock_table: ClockTable,
    pub(crate) care: Arc<Care>,
    sound: Mutex<SoundState>,
    notifications: AtomicBool,
    ring: Mutex<Ring>,
    pub(crate) tone: Arc<Followers>,
    pub(crate) viewers: Viewers,
}

impl Desk {
    /// Says what is searched beside the log; again whenever plans or departments change.
    pub(crate) fn shelve(&self) -> Result<(), logbook::StorageError> {
        self.base.logbook.shelve(self.volumes())
    }

    /// All that is searched beside the log.
    pub(crate) fn volumes(&self) -> Vec<logbook::Volume> {
        let departments = contacts::departments(&self.settings, &self.base);
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
        base_map::extent(self.district.bounds())
    }

    pub(crate) fn map_note(&self) -> &str {
        &self.district.outline_note
    }
}
