//! Cameras near a place, and how their pictures are opened.

use emergency::camera::AddressFault;
use emergency::id::{IncidentId, SiteId};
use emergency::place::{Place, Point};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// Cameras of one answer: as many as a person looks through.
pub const CAMERA_ROWS_MAX: usize = 20;

/// Near what cameras are looked for.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "of")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CamerasRequest {
    /// An incident.
    Incident {
        /// Which.
        incident: IncidentId,
    },
    /// A place of the list; a camera is the first of its own answer.
    Site {
        /// Which.
        site: SiteId,
    },
    /// A point of the map.
    Point {
        /// Where.
        point: Point,
    },
}

/// Cameras near a place.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CamerasNear {
    /// From where the distances are; none where the thing has no point.
    pub from: Option<Point>,
    /// The nearest first, at most [`CAMERA_ROWS_MAX`].
    pub cameras: Vec<CameraRow>,
    /// How many more there are, further away.
    pub more: u32,
    /// Cameras of the list whose place is not on the map.
    pub unplaced: u32,
    /// The program that pictures are opened in; empty where the settings name none.
    pub player: String,
}

/// One camera.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CameraRow {
    /// Its name in the log.
    pub site: SiteId,
    /// Its name; outside text.
    pub name: String,
    /// Where it is.
    pub place: Place,
    /// Metres in a straight line; none where one of the two has no point.
    pub distance_m: Option<f64>,
    /// Whether it works, as last said; none when nobody said.
    pub working: Option<bool>,
    /// When that was said.
    pub reported_at: Option<UtcMs>,
    /// Its number on the video platform (GB/T 28181), empty where it has none.
    pub device: String,
    /// What stands in its profile, where that is neither a device number nor an address that can
    /// be opened; outside text. Empty where it holds a password.
    pub told: String,
    /// The address that would be opened; empty where there is none.
    pub address: String,
    /// Whether it is tried in a window of the program first.
    pub pane: bool,
    /// Why there is none.
    pub fault: Option<CameraFault>,
}

/// Why a camera's picture is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "code")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum CameraFault {
    /// What stands in its profile is no address.
    Address {
        /// What is wrong with it.
        fault: AddressFault,
    },
    /// It has a device number, and the settings do not say where the video platform is.
    NoTemplate,
    /// The settings name no program that opens it.
    NoPlayer,
    /// The program did not start.
    NotStarted,
    /// As many are open as may be.
    TooMany,
}

impl From<AddressFault> for CameraFault {
    fn from(fault: AddressFault) -> Self {
        Self::Address { fault }
    }
}

/// Opens the picture of a camera, in a window of the program or in that of the settings.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenCamera {
    /// Which; only a camera of the list is opened, never an address that is sent along.
    pub site: SiteId,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CameraOpened {
    /// The program that was started, or was to be; empty where a window of this one was opened.
    pub player: String,
    /// The address that was opened.
    pub address: String,
    /// A window of the program was opened: what it cannot play goes to the player.
    pub pane: bool,
    /// Why nothing was opened. Nobody waits for the program: none says that it was started, not
    /// that there is a picture.
    pub fault: Option<CameraFault>,
}
