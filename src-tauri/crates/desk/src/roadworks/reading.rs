//! Reading roads, on the thread of an import and at the start.

use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Instant;

use contract::rows::{RoadsReport, RoadsState};
use routing::import::{Imported, Watch};

use super::{Arrived, Import, Ready, Roadworks, Watched};
use crate::base_map::BaseMap;
use crate::exercise::{self, Taken};
use crate::road_file::{self, Kind, RoadFileError};
use crate::road_report::{self, Subject};
use crate::road_store::{Record, Store};
use crate::roads::{Laid, Roads};
use crate::session::Session;

/// Why an import came to nothing; the screen words it.
pub(super) enum Trouble {
    /// In a word.
    Said(&'static str),
    /// Somebody ended it.
    Stopped,
}

impl From<RoadFileError> for Trouble {
    fn from(error: RoadFileError) -> Self {
        tracing::warn!(%error, "roads cannot be read");
        match error {
            RoadFileError::Stopped(_) => Self::Stopped,
            RoadFileError::TooLarge { .. } => Self::Said("too_large"),
            RoadFileError::Nothing { .. } => Self::Said("unknown_file"),
            RoadFileError::Io { .. } | RoadFileError::NotText { .. } => Self::Said("unreadable"),
        }
    }
}

/// The roads in force of a data folder, where any were taken in and can be read.
pub(crate) fn taken(data: &Path) -> (Record, Option<Taken>) {
    let store = Store::of(data);
    let record = store.record();
    store.tidy(&record);
    let taken = record.current.as_ref().and_then(|stored| {
        let read = read_unwatched(&store.folder_of(stored));
        match read {
            Ok(imported) if imported.network.arcs() > 0 => Some(Taken {
                network: Arc::new(imported.network),
                source: stored.kept.source.clone(),
            }),
            Ok(_) => {
                tracing::error!(folder = %stored.folder, "no road is in the roads that were kept");
                None
            }
            Err(error) => {
                let folder = &stored.folder;
                tracing::error!(%folder, %error, "the roads that were kept are gone");
                None
            }
        }
    });
    (record, taken)
}

pub(super) fn read_unwatched(folder: &Path) -> Result<Imported, RoadFileError> {
    let mut watch = Watch {
        progress: &mut |_| {},
        stop: &|| false,
    };
    road_file::read(folder, &Roads::numbers(), &mut watch)
}

impl Roadworks {
    /// Reads the files that came, on the thread of the import.
    pub(super) fn read_arrived(
        &self,
        arrived: &Arrived,
        watched: &Watched,
        session: &Session,
    ) -> Result<(RoadsReport, Ready), Trouble> {
        let began = Instant::now();
        let folder = &arrived.folder;
        let mut bytes = 0;
        for index in 0..arrived.names.len() {
            let path = folder.join(format!("{index}.part"));
            let unreadable = |_| Trouble::Said("unreadable");
            bytes += std::fs::metadata(&path).map_err(unreadable)?.len();
            let kind = Kind::of(&path).map_err(unreadable)?;
            let kind = kind.ok_or(Trouble::Said("unknown_file"))?;
            let named = folder.join(kind.file_name());
            std::fs::rename(&path, named).map_err(|_| Trouble::Said("storage"))?;
        }
        let imported = self.read_watched(folder, watched, session)?;
        if imported.network.arcs() == 0 {
            return Err(Trouble::Said("no_roads"));
        }
        let today = road_report::in_force(&self.roads);
        let subject = Subject {
            imported: &imported,
            files: arrived.names.clone(),
            bytes,
            seconds: began.elapsed().as_secs_f64(),
            today: today.as_deref(),
            settings: &Roads::numbers(),
            district: &self.district,
        };
        let report = road_report::report(subject, session);
        let report = report.map_err(|_| Trouble::Said("storage"))?;
        let taken = Taken {
            network: Arc::new(imported.network),
            source: arrived.source.clone(),
        };
        Ok((report, self.ready(Some(taken))?))
    }

    pub(super) fn read_watched(
        &self,
        folder: &Path,
        watched: &Watched,
        session: &Session,
    ) -> Result<Imported, Trouble> {
        let mut progress = |done: f64| {
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a share between 0 and 1"
            )]
            let percent = (done * 100.0) as u32;
            if watched.percent.swap(percent, Ordering::Relaxed) != percent {
                self.tell(session);
            }
        };
        let mut watch = Watch {
            progress: &mut progress,
            stop: &|| watched.stopped.load(Ordering::Relaxed),
        };
        Ok(road_file::read(folder, &Roads::numbers(), &mut watch)?)
    }

    /// The layers and the roads without those that were taken in, or with them.
    pub(super) fn own(&self, taken: Option<Taken>) -> (Vec<maps::layer::Layer>, Laid) {
        let made = exercise::made(&self.settings);
        exercise::ground(&self.settings, &self.district, made.as_ref(), taken)
    }

    pub(super) fn ready(&self, taken: Option<Taken>) -> Result<Ready, Trouble> {
        let (layers, laid) = self.own(taken);
        let number = self.map.get().number + 1;
        let map = BaseMap::of(&self.district, layers, number).map_err(|error| {
            tracing::warn!(%error, "the base map of other roads cannot be made");
            Trouble::Said("too_large")
        })?;
        Ok(Ready {
            laid: Arc::new(laid),
            map: Arc::new(map),
        })
    }

    /// Notes how a reading ended, unless another import has begun since.
    pub(super) fn read(&self, watched: &Arc<Watched>, read: Result<(RoadsReport, Ready), Trouble>) {
        let mut import = self.lock();
        let own = |import: &&mut Import| Arc::ptr_eq(&import.watched, watched);
        let Some(import) = import.as_mut().filter(own) else {
            return;
        };
        match read {
            _ if watched.stopped.load(Ordering::Relaxed) => import.state = RoadsState::Stopped,
            Ok((report, ready)) => {
                import.state = RoadsState::Checked;
                import.report = Some(report);
                import.ready = Some(ready);
            }
            Err(Trouble::Stopped) => import.state = RoadsState::Stopped,
            Err(Trouble::Said(trouble)) => import.fail(trouble),
        }
    }
}
