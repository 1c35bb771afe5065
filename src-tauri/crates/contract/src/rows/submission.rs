//! What people told the duty room: the list, its clocks, the directory of tellers, the seal.

use emergency::id::{PersonId, SubmissionId};
use emergency::place::Place;
use emergency::submission::{Submission, SubmissionChannel, SubmissionReceived};
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

use super::Who;

/// Rows that one list shows.
pub const SUBMISSION_ROWS_MAX: usize = 500;

/// Which of them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SubmissionState {
    /// Those that are not closed, what is overdue first.
    #[default]
    Open,
    /// All, the newest first.
    All,
}

/// A wish for a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionQuery {
    /// Which of them.
    pub state: SubmissionState,
    /// Which way they came; none means any.
    pub channel: Option<SubmissionChannel>,
}

/// One clock of a record.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionClock {
    /// By when; none while nobody has said how long it may take: 待区里确认.
    pub due_at: Option<UtcMs>,
    /// When it was done; none while it is not.
    pub met_at: Option<UtcMs>,
    /// Where the limit is from.
    pub source: String,
}

/// Which clock of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum SubmissionOwed {
    /// The first answer.
    Reply,
    /// The closing.
    Close,
    /// The result of a verification.
    Check,
}

/// The clock of a record that ends first of those that are not met.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionNext {
    /// What is owed.
    pub what: SubmissionOwed,
    /// By when.
    pub due_at: UtcMs,
}

/// One row.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionRow {
    /// The record.
    pub submission: Submission,
    /// The village or unit of a teller whom the directory knows.
    pub village: String,
    /// Call sign and title of the incident that it tells of; empty for none.
    pub incident_title: String,
    /// The first answer.
    pub reply: SubmissionClock,
    /// The closing.
    pub close: SubmissionClock,
    /// The result of a verification that was ordered; none while none was.
    pub check: Option<SubmissionClock>,
    /// Which of these ends first of those that are not met; none when nothing with a time is owed.
    pub next: Option<SubmissionNext>,
}

/// Closed of all that came, since a year began: N11 of the district's plan counts tip-offs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct ClosureRate {
    /// The year that is counted, of China's calendar day.
    pub year: i32,
    /// Told since it began.
    pub told: u32,
    /// Of them closed.
    pub closed: u32,
}

/// A list with what is counted over it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionPage {
    /// The rows, [`SUBMISSION_ROWS_MAX`] at most.
    pub rows: Vec<SubmissionRow>,
    /// How many fit in all.
    pub total: u32,
    /// How many are open, whatever was asked for.
    pub open: u32,
    /// Of them overdue.
    pub overdue: u32,
    /// Of tip-offs (安全生产举报投诉办结率).
    pub rate: ClosureRate,
}

/// Open and overdue, for the status bar.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SubmissionCounts {
    /// Open.
    pub open: u32,
    /// Of them overdue.
    pub overdue: u32,
}

/// Who tips off, as told. It crosses once, is sealed and is kept nowhere in clear.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Identity {
    /// Name.
    pub name: String,
    /// Telephone.
    pub phone: String,
    /// Unit.
    pub unit: String,
}

impl Identity {
    /// Whether nothing is told.
    #[must_use]
    pub fn is_nobody(&self) -> bool {
        let texts = [&self.name, &self.phone, &self.unit];
        texts.iter().all(|text| text.trim().is_empty())
    }
}

impl std::fmt::Debug for Identity {
    /// Says nothing: what is printed for debugging ends in logs of the system.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Identity(…)")
    }
}

/// Write down what was told.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TakeSubmission {
    /// The record that is corrected; none for a new one.
    pub submission: Option<SubmissionId>,
    /// What was told.
    pub received: SubmissionReceived,
    /// Who tips off; sealed where a key is named, else not kept at all.
    pub identity: Option<Identity>,
    /// Who writes it down.
    pub who: Who,
}

/// Read who tipped off.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct OpenIdentity {
    /// Of which record.
    pub submission: SubmissionId,
    /// Why; it is in the log, with who asked.
    pub why: String,
    /// The passphrase of the private key; used and forgotten.
    pub passphrase: String,
    /// Who asks.
    pub who: Who,
}

impl std::fmt::Debug for OpenIdentity {
    /// Without the passphrase.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self {
            submission, why, ..
        } = self;
        write!(f, "OpenIdentity({submission}, {why:?})")
    }
}

/// Letters of a name, or digits of a telephone number.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TellersRequest {
    /// What is typed so far.
    pub text: String,
}

/// Somebody of the directory who may be calling.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct TellerRow {
    /// Who.
    pub person: PersonId,
    /// Name.
    pub name: String,
    /// Unit, or village.
    pub unit: String,
    /// Post.
    pub post: String,
    /// Telephone.
    pub phone: String,
    /// True for a 信息报告员.
    pub reporter: bool,
    /// Where they live or work.
    pub place: Place,
}
