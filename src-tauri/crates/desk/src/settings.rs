//! What a desk is told once: its name, its folders, its feeds and its platform.
//!
//! `desk.toml` in the data folder holds them; a missing file means the defaults.

mod alarms;
mod broker;
mod closures;
mod dangers;
mod error;
mod exercise;
mod indicators;
mod objects;
mod points;
mod readiness;
mod submissions;
mod video;
mod way_back;

use std::collections::BTreeMap;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::{Path, PathBuf};

use channels::ChannelSettings;
use contract::rows::{DeskName, SecondPerson};
use contract::status::KeyKept;
use dispatch::assign::problem::{COVER_LIMIT_S, ETA_LIMIT_S, Weights};
use emergency::circular::Recipient;
use emergency::level::IncidentGrade;
use feeds::talk::{Absence, StationLimits};
use serde::{Deserialize, Serialize};

pub use alarms::{AlarmSettings, EscalationSeconds, EscalationSettings};
pub use broker::{BrokerSettings, BrokerVersion};
pub use closures::{ClosurePoint, ClosureSettings, ClosureSign, FromFeeds};
pub use dangers::DangerSettings;
pub use error::SettingsError;
pub use exercise::{EXERCISE_SIZES, ExerciseSettings};
pub use indicators::{EnteredFigures, IndicatorSettings};
pub use objects::ObjectSettings;
pub use points::{PeriodSettings, PointSettings};
pub use readiness::ReadinessSettings;
pub use submissions::{SubmissionFeed, SubmissionSettings};
pub use video::{ADDRESS_MARK, VideoSettings};
pub use way_back::WayBackSettings;

use crate::key;
use crate::keyring::SystemKeyring;
use crate::submissions::seal::SealSettings;

/// Name of the settings file in the data folder.
pub const FILE: &str = "desk.toml";

/// Seconds that a grave alert may wait before the window comes to the front.
const FRONT_AFTER_S: u32 = 60;
/// Letters of a device key that tell one desk from another; fewer name nobody.
pub const DESK_KEY_CHARS_MIN: usize = 8;
/// Desks that are named at most.
pub const DESKS_MAX: usize = 1_000;

/// All settings of a desk.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Name of this desk (席位).
    pub name: String,
    /// Names of other desks and of the platform by their device keys, or by the first
    /// [`DESK_KEY_CHARS_MIN`] letters or more of them. Who is not named is called by the beginning
    /// of the key.
    pub desks: BTreeMap<String, String>,
    /// The unit in whose name reports go out.
    pub unit: String,
    /// Receivers of reports, in words; 待区里确认 until the district says so.
    pub recipients: Vec<String>,
    /// Administrative code of the district (GB/T 2260).
    pub district_code: String,
    /// Address of the city platform, such as `127.0.0.1:7021` or `https://host:port`.
    pub platform: Option<String>,
    /// Code that the platform's operator reads out, for the first contact.
    pub enrol_code: Option<String>,
    /// PEM file of the authority whose certificates are trusted; without it the link is plain,
    /// which is for this machine only.
    pub trust: Option<PathBuf>,
    /// PEM file with this device's own certificate, where the platform asks for one: its key is
    /// the device key.
    pub certificate: Option<PathBuf>,
    /// Whether the device key is kept in the system's keyring where there is one; else, and in
    /// exercises, in a file that only this user can read.
    pub keyring: bool,
    /// Folder for printed sheets and reports, outside the logbook; beside it when none is named.
    pub paper: Option<PathBuf>,
    /// Folder for backups, on another disk where there is one.
    pub backup: Option<PathBuf>,
    /// Folder of the plan library; the shipped samples when none is named.
    pub plans: Option<PathBuf>,
    /// Folder with imported map data (`roads_*.geojson`, `nodes.csv`, `edges_directed.csv`).
    pub map_data: Option<PathBuf>,
    /// What is asked of a second person before a response of level Ⅰ or Ⅱ starts; 待区里确认.
    pub second_person: SecondPerson,
    /// The sealed PINs by name, as `desk pin` prints them.
    pub pins: BTreeMap<String, String>,
    /// Hours in which an order by word of mouth is made up on paper: 待区里确认.
    pub oral_paper_hours: i64,
    /// Ways out to people: SMS gateway, mail server.
    pub channels: ChannelSettings,
    /// Departments that are told, each with its people in the order in which they are.
    pub contacts: Vec<Recipient>,
    /// How several incidents are weighed against each other.
    pub assign: AssignSettings,
    /// Seconds that an alert of the two highest priorities may wait before the window comes to
    /// the front; 0 never. Assumed, 待区里确认.
    pub front_after_s: u32,
    /// How ready a team or a depot counts.
    pub readiness: ReadinessSettings,
    /// How long a team takes on its way back to readiness.
    pub way_back: WayBackSettings,
    /// How alerts are treated as alarms.
    pub alarms: AlarmSettings,
    /// Which alerts of feeds close roads, and whether at once.
    pub closures: ClosureSettings,
    /// From what numbers the exercise district is made.
    pub exercise: ExerciseSettings,
    /// What people tell the duty room.
    pub submissions: SubmissionSettings,
    /// To whom the identity of who tips off is sealed.
    pub seal: SealSettings,
    /// Hidden dangers and their supervision.
    pub dangers: DangerSettings,
    /// Protected objects.
    pub objects: ObjectSettings,
    /// Which risk has which colour.
    pub risk: risk::picture::Rules,
    /// Indicators of the district's plan.
    pub indicators: IndicatorSettings,
    /// How pictures of cameras are opened.
    pub video: VideoSettings,
    /// After how long a device is silent and a value old.
    pub points: PointSettings,
    /// Feeds.
    pub feeds: Vec<FeedSettings>,
    /// Where everything lies; set by the caller.
    #[serde(skip)]
    pub data: PathBuf,
    /// Seed of the exercise district; none opens the district's own data.
    #[serde(skip)]
    pub exercise_seed: Option<u64>,
    /// Whether an empty exercise log is filled with the made district.
    #[serde(skip)]
    pub fill_district: bool,
}

/// How several incidents are weighed against each other. All are assumed: 待区里确认.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct AssignSettings {
    /// Seconds that the search for a better answer may take.
    pub time_limit_s: f64,
    /// A later arrival is no answer, seconds.
    pub eta_limit_s: u32,
    /// A street is covered by a station that reaches its centre within this, seconds.
    pub cover_limit_s: u32,
    /// How much an incident weighs by its grade: 一般, 较大, 重大, 特别重大. One without a grade
    /// weighs as much as an ordinary one.
    pub severity: [f64; 4],
    /// What one thing is worth against another; see `assign-problem.md`.
    pub weights: Weights,
    /// How much a street weighs, by its nine-digit code; 1 where it is not named.
    pub streets: BTreeMap<String, f64>,
}

/// Seconds for the search: an officer waits that long for a better answer.
const TIME_LIMIT_S: f64 = 3.0;

impl Default for AssignSettings {
    fn default() -> Self {
        Self {
            time_limit_s: TIME_LIMIT_S,
            eta_limit_s: ETA_LIMIT_S,
            cover_limit_s: COVER_LIMIT_S,
            severity: [1.0, 2.0, 3.0, 4.0],
            weights: Weights::default(),
            streets: BTreeMap::new(),
        }
    }
}

impl AssignSettings {
    /// How much an incident of a grade weighs; never nothing, or it would get nothing.
    #[must_use]
    pub fn severity_of(&self, grade: Option<IncidentGrade>) -> f64 {
        let step = match grade {
            None | Some(IncidentGrade::Ordinary) => 0,
            Some(IncidentGrade::Major) => 1,
            Some(IncidentGrade::Serious) => 2,
            Some(IncidentGrade::ExtraordinarilySerious) => 3,
        };
        self.severity[step].max(SEVERITY_MIN)
    }
}

/// The least weight of an incident.
const SEVERITY_MIN: f64 = 0.01;

/// One feed. A server listens on this machine alone unless `listen` says otherwise.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind", deny_unknown_fields)]
pub enum FeedSettings {
    /// A drop folder.
    Folder {
        /// Name in the status bar.
        name: String,
        /// The folder; inside the data folder when it is relative.
        path: PathBuf,
    },
    /// An HTTP source.
    Poll {
        /// Name in the status bar.
        name: String,
        /// The address.
        url: String,
        /// Seconds between two rounds.
        every_s: u64,
    },
    /// A server for vehicle terminals (JT/T 808).
    Jt808 {
        /// Name in the status bar.
        name: String,
        /// Where it listens.
        #[serde(default = "jt808_address")]
        listen: SocketAddr,
        /// Makes the authentication codes, which only the `terminals` are given; without it any
        /// code is taken.
        #[serde(default)]
        secret: Option<String>,
        /// Numbers of the terminals that may register where there is a secret.
        #[serde(default)]
        terminals: Vec<String>,
        /// Connections from one address.
        #[serde(default = "per_address")]
        per_address: usize,
        /// Bits of the alarm word that become alerts; 待区里确认.
        #[serde(default)]
        alarm_bits: Option<Vec<u8>>,
        /// From which level on alarms of driver assistance become alerts, 0 for none; 待区里确认.
        #[serde(default = "safety_level")]
        safety_level: u8,
        /// Which vehicles are missed when they are gone; without it none. 待区里确认.
        #[serde(default)]
        absence: Option<Absence>,
    },
    /// A server for fire alarm transmission devices (GB/T 26875.3).
    Gbt26875 {
        /// Name in the status bar.
        name: String,
        /// Where it listens.
        #[serde(default = "gbt26875_address")]
        listen: SocketAddr,
        /// Whether a clock that is off is set.
        #[serde(default)]
        set_clock: bool,
        /// Limits of values by the part as alerts name it (`889-1-1-30-1`) and the number of the
        /// quantity (GB/T 26875.3-2011, table 6); 待区里确认.
        #[serde(default, deserialize_with = "usable_limits")]
        limits: BTreeMap<String, StationLimits>,
        /// Connections from one address.
        #[serde(default = "per_address")]
        per_address: usize,
        /// Minutes within which a duty check (查岗) has to be answered; 待区里确认.
        #[serde(default = "duty_minutes")]
        duty_minutes: u8,
    },
    /// A server for environment monitoring stations (HJ 212).
    Hj212 {
        /// Name in the status bar.
        name: String,
        /// Where it listens.
        #[serde(default = "hj212_address")]
        listen: SocketAddr,
        /// Limits by the station's MN and the code of the factor, with the kind of value where it
        /// is not the usual one (`a21026-Avg`); 待区里确认.
        #[serde(default, deserialize_with = "usable_limits")]
        limits: BTreeMap<String, StationLimits>,
        /// Connections from one address.
        #[serde(default = "per_address")]
        per_address: usize,
        /// The marks of data that become alerts, by their letters; 待区里确认.
        #[serde(default = "marks")]
        marks: String,
        /// What the makers' own marks (EFlag) mean, in words.
        #[serde(default)]
        eflags: BTreeMap<String, String>,
    },
    /// Sensors by way of an MQTT broker.
    Mqtt(BrokerSettings),
    /// A drop folder of what people told other systems: work orders, tip-offs, public opinion.
    SubmissionFolder(SubmissionFeed),
    /// The same over HTTP, with a token that `desk token` makes.
    SubmissionHttp(SubmissionFeed),
}

fn safety_level() -> u8 {
    feeds::talk::SAFETY_LEVEL
}

fn duty_minutes() -> u8 {
    feeds::talk::DUTY_MINUTES
}

fn marks() -> String {
    feeds::talk::MARKS.to_owned()
}

fn per_address() -> usize {
    feeds::serve::PER_ADDRESS_MAX
}

/// Limits that cannot be meant are refused with their place, as the whole file then is.
fn usable_limits<'de, D: serde::Deserializer<'de>>(
    from: D,
) -> Result<BTreeMap<String, StationLimits>, D::Error> {
    let stations = BTreeMap::<String, StationLimits>::deserialize(from)?;
    for (station, limits) in &stations {
        for (factor, limits) in limits {
            if let Some(fault) = limits.fault() {
                return Err(serde::de::Error::custom(format!(
                    "{station}.{factor}: {fault}"
                )));
            }
        }
    }
    Ok(stations)
}

/// The usual address of a server: this machine alone.
fn here(port: u16) -> SocketAddr {
    SocketAddr::from((Ipv4Addr::LOCALHOST, port))
}

fn jt808_address() -> SocketAddr {
    here(7808)
}

fn gbt26875_address() -> SocketAddr {
    here(7875)
}

fn hj212_address() -> SocketAddr {
    here(7212)
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            name: "区值班席".to_owned(),
            desks: BTreeMap::new(),
            unit: "济南市历城区应急管理局".to_owned(),
            recipients: vec![
                "省安委会办公室".to_owned(),
                "市应急管理局".to_owned(),
                "区委区政府总值班室".to_owned(),
            ],
            district_code: "370112".to_owned(),
            platform: None,
            enrol_code: None,
            trust: None,
            certificate: None,
            keyring: true,
            paper: None,
            backup: None,
            plans: None,
            map_data: None,
            second_person: SecondPerson::default(),
            pins: BTreeMap::new(),
            oral_paper_hours: emergency::paper::PAPER_HOURS,
            channels: ChannelSettings::default(),
            contacts: Vec::new(),
            assign: AssignSettings::default(),
            front_after_s: FRONT_AFTER_S,
            readiness: ReadinessSettings::default(),
            way_back: WayBackSettings::default(),
            alarms: AlarmSettings::default(),
            closures: ClosureSettings::default(),
            exercise: ExerciseSettings::default(),
            submissions: SubmissionSettings::default(),
            seal: SealSettings::default(),
            dangers: DangerSettings::default(),
            objects: ObjectSettings::default(),
            risk: risk::picture::Rules::default(),
            indicators: IndicatorSettings::default(),
            video: VideoSettings::default(),
            points: PointSettings::default(),
            feeds: vec![FeedSettings::Folder {
                name: "投递文件夹".to_owned(),
                path: PathBuf::from("inbox"),
            }],
            data: PathBuf::new(),
            exercise_seed: None,
            fill_district: true,
        }
    }
}

impl Settings {
    /// The settings of a data folder. `exercise_seed` opens the exercise district; `platform`
    /// goes before the file's.
    ///
    /// # Errors
    /// [`SettingsError`] when there is a file and it cannot be used.
    pub fn load(
        data: &Path,
        exercise_seed: Option<u64>,
        platform: Option<&str>,
    ) -> Result<Self, SettingsError> {
        let path = data.join(FILE);
        let mut settings = match std::fs::read_to_string(&path) {
            Ok(text) => toml::from_str(&text).map_err(|source| SettingsError::Parse {
                path: path.clone(),
                source,
            })?,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Self::default(),
            Err(source) => return Err(SettingsError::Read { path, source }),
        };
        settings.data = data.to_path_buf();
        settings.exercise_seed = exercise_seed;
        if let Some(platform) = platform {
            settings.platform = Some(platform.to_owned());
        }
        settings.sized(None)
    }

    /// Other desks by name, those whose key is long enough to mean one.
    pub(crate) fn desk_names(&self) -> Vec<DeskName> {
        let named = self.desks.iter().map(|(key, name)| DeskName {
            key: key.trim().to_ascii_lowercase(),
            name: name.trim().to_owned(),
        });
        named
            .filter(|desk| desk.key.len() >= DESK_KEY_CHARS_MIN && !desk.name.is_empty())
            .take(DESKS_MAX)
            .collect()
    }

    /// The keyring to ask for the device key; none where it is not to be asked. Made districts
    /// come and go and put nothing into it.
    pub(crate) fn keyring(&self) -> Option<SystemKeyring> {
        let there = || key::kept(&self.data) == Some(KeyKept::Keyring);
        (self.keyring && (self.exercise_seed.is_none() || there())).then_some(SystemKeyring)
    }

    /// The logbook's file: real work and exercise never share one.
    #[must_use]
    pub fn logbook(&self) -> PathBuf {
        let name = if self.exercise_seed.is_some() {
            "exercise.sqlite"
        } else {
            "desk.sqlite"
        };
        self.data.join(name)
    }

    /// The folder for paper.
    #[must_use]
    pub fn paper(&self) -> PathBuf {
        self.paper
            .clone()
            .unwrap_or_else(|| self.data.join("paper"))
    }

    /// The folder for backups.
    #[must_use]
    pub fn backup(&self) -> PathBuf {
        self.backup
            .clone()
            .unwrap_or_else(|| self.data.join("backup"))
    }
}

#[cfg(test)]
mod tests;
