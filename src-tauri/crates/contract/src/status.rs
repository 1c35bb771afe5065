//! What is always in view: link, feeds, sound, store, watch.

use crate::rows::{LateOrder, Silent, SubmissionCounts};
use emergency::duty::Duty;
use emergency::rota::OnDuty;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// How the link to the city platform is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum LinkPhase {
    /// No platform is set up.
    #[default]
    Off,
    /// Trying.
    Connecting,
    /// Connected, fetching what was missed.
    CatchingUp,
    /// Connected and up to date.
    Live,
    /// Down; work goes on from the local store.
    Down,
}

/// Why the link is down. The screen words each; a technician finds the details in the log.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum LinkWhy {
    /// Nothing has been tried yet.
    NotTried,
    /// The setting `platform` is no address.
    BadAddress,
    /// The platform is on another machine and no certificates are trusted: nothing is sent.
    NoTrust,
    /// The trusted certificates cannot be used: nothing is sent.
    BadTrust,
    /// Nobody answers at the address.
    Unreachable,
    /// The platform's certificate is out of date, or this desk's clock is far ahead.
    TlsExpired,
    /// The platform's certificate is not valid yet, or this desk's clock is far behind.
    TlsNotYetValid,
    /// Nobody whom this desk trusts has signed the platform's certificate.
    TlsUntrusted,
    /// The certificate is for another host.
    TlsWrongHost,
    /// The certificate was taken back.
    TlsRevoked,
    /// The platform asks for a certificate of this device, and takes none that it has.
    TlsNotAdmitted,
    /// TLS failed in another way.
    TlsFailed,
    /// What answers does not speak the protocol: another program, a log-in page of a network.
    NotThePlatform,
    /// The platform has another key than the one this desk knows.
    StrangeKey,
    /// The other side took too long.
    Slow,
    /// Nothing was heard any more.
    Silent,
    /// The connection was closed.
    Closed,
    /// The platform does not know this device: a code from its operator is needed.
    NotEnrolled,
    /// The platform's operator has struck this device off.
    Denied,
    /// Another running desk has the same device key.
    DuplicateIdentity,
    /// No common version of the protocol.
    Version,
    /// The desk stands in the log of another authority.
    WrongLog,
    /// The platform refused for a passing reason: full, writing fails, a newer session.
    Refused,
    /// The platform sent something that cannot be applied.
    BadEntry,
    /// The desk's own disk.
    Storage,
}

/// Where the device key is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum KeyKept {
    /// In the system's keyring.
    Keyring,
    /// In a file that only this user can read: the system has no keyring.
    #[default]
    File,
}

/// The device key, by which the platform knows this desk.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct KeyStatus {
    /// Where it is kept.
    pub kept: KeyKept,
    /// True when the key from before could not be had: this desk is a new device to the platform,
    /// what had not been sent was kept and is offered under the old name.
    pub replaced: bool,
}

/// The link in short.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LinkStatus {
    /// How it is.
    pub phase: LinkPhase,
    /// Since when.
    pub since: UtcMs,
    /// When anything was last heard from the platform.
    pub last_heard_at: Option<UtcMs>,
    /// Own facts not yet in the platform's log.
    pub outbox: u64,
    /// Facts of the platform's log not yet here, when known.
    pub behind: Option<u64>,
    /// Own clock against the platform's, milliseconds.
    pub clock_offset_ms: Option<i64>,
    /// Why it is down.
    pub why: Option<LinkWhy>,
    /// When the platform's certificate ends, as last seen.
    pub certificate_ends_at: Option<UtcMs>,
    /// How urgently that has to be told: 0 not, 1 within 30 days, 2 within 14, 3 within 7.
    pub certificate_urgency: u8,
    /// True while the desk may not confirm on its own (restored or cloned).
    pub authority_suspended: bool,
    /// Own facts that were refused again and again and wait for a person.
    pub parked: u32,
}

/// Health of one feed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeedStatus {
    /// Its name.
    pub name: String,
    /// `poll`, `folder`, `platform`, `jt808`, `gbt26875`, `hj212`, `mqtt`, `submission_folder` or
    /// `submission_http`.
    pub kind: String,
    /// Where it looks, without secrets.
    pub source: String,
    /// True when its last try went well.
    pub up: bool,
    /// When it first tried since the desk was started.
    pub first_try_at: Option<UtcMs>,
    /// When a message last came.
    pub last_message_at: Option<UtcMs>,
    /// When it last tried.
    pub last_try_at: Option<UtcMs>,
    /// Messages since the start.
    pub messages: u64,
    /// Messages of the last minute.
    pub per_minute: u64,
    /// Defects since the start.
    pub defects: u64,
    /// Defects since the start by kind, the most frequent first, at most [`DEFECT_KINDS_MAX`].
    pub defect_kinds: Vec<FeedDefect>,
    /// Unreadable inputs of this and earlier starts that were removed to make room for newer ones.
    pub defects_removed: u64,
    /// Why it is not up: a short code.
    pub why: String,
    /// The devices that it hears; nothing for a feed that knows of none.
    pub devices: Option<FeedDevices>,
    /// Its connections; nothing for a feed that goes out itself.
    pub connections: Option<FeedConnections>,
}

/// Kinds of defects of a feed that are shown.
pub const DEFECT_KINDS_MAX: usize = 20;
/// Bytes of a defect that are shown.
pub const DEFECT_SHOWN_BYTES_MAX: usize = 48;
/// Silent devices of a feed that are named.
pub const SILENT_SHOWN_MAX: usize = 20;

/// Defects of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeedDefect {
    /// A short code.
    pub kind: String,
    /// How many.
    pub count: u64,
    /// Of the newest what is wrong, in English; outside text.
    pub message: String,
    /// The first [`DEFECT_SHOWN_BYTES_MAX`] bytes of the newest, hexadecimal.
    pub newest_hex: String,
    /// Whether it has more bytes.
    pub cut: bool,
}

/// The devices of a feed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeedDevices {
    /// Heard since the start.
    pub known: u32,
    /// Of them not heard for some time.
    pub silent: u32,
    /// For how long a device is silent then, seconds.
    pub silent_after_s: u32,
    /// The silent ones by name, the longest silence first, at most [`SILENT_SHOWN_MAX`].
    pub named: Vec<SilentDevice>,
    /// The clock of the device heard last against the desk's, milliseconds; positive where it is
    /// ahead.
    pub clock_offset_ms: Option<i64>,
    /// The device whose clock is off most; none while none has said its time.
    pub clock_worst: Option<ClockOff>,
    /// Those whose clock is off by more than the bound, the worst first, at most
    /// [`CLOCKS_SHOWN_MAX`].
    pub clocks_off: Vec<ClockOff>,
    /// How many there are in all.
    pub clocks_off_count: u32,
    /// The bound, seconds; 待区里确认.
    pub clock_off_after_s: u32,
    /// How its stations speak, those that depart from the standard first, at most
    /// [`DIALECTS_SHOWN_MAX`]; none for a feed whose protocol has one way.
    pub dialects: Vec<Dialect>,
    /// How many stations are known by the way they speak.
    pub dialects_count: u32,
    /// How many of them depart from the standard.
    pub dialects_departing: u32,
}

/// Stations whose way of speaking is shown.
pub const DIALECTS_SHOWN_MAX: usize = 20;

/// How a station speaks.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Dialect {
    /// The station in its protocol's words; outside text.
    pub name: String,
    /// The algorithm of its CRC: `standard` or `modbus`.
    pub crc: String,
    /// Short codes of what else departs from the standard and is taken.
    pub tolerated: Vec<String>,
}

/// Devices with a wrong clock that are named.
pub const CLOCKS_SHOWN_MAX: usize = 20;

/// The clock of a device against the desk's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClockOff {
    /// The device in its protocol's words; outside text.
    pub name: String,
    /// Milliseconds; positive where it is ahead.
    pub offset_ms: i64,
}

/// A device that is not heard any more.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SilentDevice {
    /// Its name in its protocol's words; outside text.
    pub name: String,
    /// When it was last heard.
    pub since: UtcMs,
}

/// The connections of a server.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct FeedConnections {
    /// Open now.
    pub open: u32,
    /// Refused or closed for a bound since the start.
    pub refused: u64,
    /// Of them for the bound of one address.
    pub refused_address: u64,
    /// The address with most of them; empty where there is none.
    pub busiest: String,
    /// How many that has.
    pub busiest_open: u32,
}

/// Whether an alarm would be heard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SoundState {
    /// A device is there and takes sound.
    Armed,
    /// No device, or it refuses.
    #[default]
    Blocked,
    /// Silenced for a stated time.
    Silenced,
}

/// How the store is.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct StoreStatus {
    /// True while facts can be written.
    pub writable: bool,
    /// Free bytes on its disk.
    pub free_bytes: u64,
    /// Facts in the log.
    pub events: u64,
    /// When the last backup ended well.
    pub backup_at: Option<UtcMs>,
    /// When the picture and the blank cards last went into the paper folder by themselves.
    pub paper_at: Option<UtcMs>,
    /// Why the last such copy failed: `missing` (no folder), `unwritable`, `font`, `failed`;
    /// empty when it went well.
    pub paper_trouble: String,
    /// What the start-up check or the last write found: a short code, empty when all is well.
    pub trouble: String,
}

/// A count-down that the law or a plan sets.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Clock {
    /// Unique among the clocks of its incident, or of the watch.
    pub key: String,
    /// Such as `R02`.
    pub rule: String,
    /// The incident; empty for one of the watch.
    pub incident: String,
    /// The place, for a hidden danger there; empty for everything else.
    pub site: String,
    /// The countdown that started it; empty when another fact did.
    pub countdown: String,
    /// What the countdown is about, in words of whoever entered it.
    pub words: String,
    /// Who has to act, in words.
    pub who: String,
    /// True when it is the district's own duty, false when it only watches.
    pub own: bool,
    /// True when somebody may say that it was answered; else a report or a paper does.
    pub by_word: bool,
    /// True when the next report of the incident can answer it.
    pub by_report: bool,
    /// Its title.
    pub title: String,
    /// What is due, in Chinese, as the rule says.
    pub what: String,
    /// To whom.
    pub to: String,
    /// When it began.
    pub from: UtcMs,
    /// When it is due.
    pub due_at: UtcMs,
    /// When it was met.
    pub met_at: Option<UtcMs>,
    /// The rule's source.
    pub source: String,
    /// What the rule adds, and what follows when it runs out.
    pub note: String,
}

/// Counts of alerts that are open, by level 1 to 4 and none (index 4).
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AlertCounts {
    /// Not acknowledged, by level.
    pub unacknowledged: [u32; 5],
    /// Open, by level.
    pub open: [u32; 5],
    /// Out of the way, in all.
    pub shelved: u32,
    /// Those of them that are suppressed by design.
    pub suppressed: u32,
    /// Those of them whose source is out of service.
    pub out_of_service: u32,
    /// Of those that wait, the ones that ended before anybody had seen them.
    pub returned: u32,
    /// Of those that are seen, the ones that have to be reset.
    pub latched: u32,
    /// Those that wait, by priority from the most urgent on.
    pub waiting: [u32; 4],
    /// Rows of the list of what is to be dealt with.
    pub headings: u32,
    /// Ended: cancelled, superseded, expired, dismissed, merged.
    pub ended: u32,
    /// Exercise, test and system messages.
    pub not_actual: u32,
}

/// A list of which there is more than is read at once: what is not read is missing from the
/// screen, from advice and from exports.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct CutList {
    /// The noun: `team`, `lot`, `site`, `person`, `incident`, …
    pub kind: String,
    /// How many are read, those that changed last.
    pub read: u32,
    /// How many there are.
    pub there: u32,
}

/// Why an alarm might not be heard at this desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum DeafWhy {
    /// A feed is down.
    FeedDown,
    /// A feed has said nothing for too long.
    FeedSilent,
    /// There is no sound device.
    NoSound,
    /// Notifications on the desktop are refused.
    NoNotifications,
    /// Nothing can be written, so that nothing is taken in.
    NotWritable,
    /// More alarms stand than the list can gather: each is heard by itself.
    ListIncomplete,
    /// An alert that nobody acknowledges goes to the duty leader, and none is entered.
    NoLeader,
    /// The same, and no telephone or address of the leader is entered.
    LeaderUnreachable,
    /// The same, and no channel is set up by which the desk could tell the leader.
    NoChannel,
    /// An alert that nobody acknowledges is due at the other desks, and none is connected.
    NoSecondDesk,
}

/// One way in which the desk is deaf.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Deaf {
    /// Why.
    pub why: DeafWhy,
    /// Which feed or leader; empty for none.
    pub name: String,
    /// Since when, where that is known.
    pub since: Option<UtcMs>,
}

/// The status bar and everything that must never go out of sight.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Status {
    /// The desk's clock.
    pub now: UtcMs,
    /// True in a drill.
    pub exercise: bool,
    /// Title of the drill.
    pub drill: String,
    /// The link.
    pub link: LinkStatus,
    /// The device key.
    pub key: KeyStatus,
    /// The feeds.
    pub feeds: Vec<FeedStatus>,
    /// Sound.
    pub sound: SoundState,
    /// Until when it is silenced.
    pub silenced_until: Option<UtcMs>,
    /// True when desktop notifications reach somebody.
    pub notifications: bool,
    /// The store.
    pub store: StoreStatus,
    /// Who is on watch.
    pub duty: Duty,
    /// Who is on duty now by the rota; nobody where none is entered.
    pub rota: OnDuty,
    /// Alerts in numbers.
    pub alerts: AlertCounts,
    /// Running clocks, the most urgent first.
    pub clocks: Vec<Clock>,
    /// Disputes over teams and supplies that wait for a ruling.
    pub disputes: u32,
    /// Teams that are late, the worst first.
    pub late: Vec<LateOrder>,
    /// Recipients of notices who have not confirmed in time, the longest first.
    pub silent: Vec<Silent>,
    /// Lists that are not whole.
    pub cut: Vec<CutList>,
    /// Why an alarm might not be heard here.
    pub deaf: Vec<Deaf>,
    /// What people told and nobody closed.
    pub submissions: SubmissionCounts,
}
