//! What was sent, taken, asked of others and told to them.

use emergency::aid::Aid;
use emergency::circular::{Channel, Circular, Recipient};
use emergency::id::{AidId, CircularId, IncidentId, OrderId, RequisitionId, TeamId};
use emergency::issue::{Issue, Ledger};
use emergency::order::Late;
use emergency::requisition::Requisition;
use emergency::team::TeamLevel;
use emergency::time::UtcMs;
use serde::{Deserialize, Serialize};

/// A team that is late: the alarm line of the desk.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct LateOrder {
    /// Which order.
    pub order: OrderId,
    /// The incident.
    pub incident: IncidentId,
    /// The team.
    pub team: TeamId,
    /// Its call sign and name.
    pub name: String,
    /// Where it should be: the name of the stop, or empty for where the order ends.
    pub place: String,
    /// Why, where and by how much.
    pub late: Late,
}

/// A recipient who has not confirmed in time.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Silent {
    /// Which notice.
    pub circular: CircularId,
    /// Its title.
    pub title: String,
    /// Which recipient, from 0.
    pub recipient: u32,
    /// Its name.
    pub name: String,
    /// The person who is told now.
    pub person: String,
    /// Since when that person is overdue.
    pub since: UtcMs,
    /// True when nobody is left on the ladder.
    pub last: bool,
}

/// One issue of supplies with the names that belong to it.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct IssueRow {
    /// Its state.
    pub issue: Issue,
    /// Name of the supply.
    pub name: String,
    /// Unit of count.
    pub unit: String,
    /// Name of the depot.
    pub depot: String,
    /// Who brings it, in words.
    pub bearer: String,
    /// How many are still out.
    pub outstanding: u32,
    /// Until when it may be taken back as a slip; none when it may not.
    pub undo_until: Option<UtcMs>,
}

/// Until when an order may be taken back as a slip.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct UndoUntil {
    /// Which order.
    pub order: OrderId,
    /// Until when.
    pub until: UtcMs,
}

/// Paper that is due for what was said by word of mouth.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PaperDue {
    /// `order`, `issue` or `requisition`.
    pub kind: String,
    /// Which.
    pub id: String,
    /// What, in words.
    pub what: String,
    /// When it was said.
    pub said_at: UtcMs,
    /// When the paper is due.
    pub due_at: UtcMs,
}

/// What a team of a firm or of society is paid for one incident, as far as the log says.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct AccountRow {
    /// The team.
    pub team: TeamId,
    /// Its call sign and name.
    pub name: String,
    /// Of which class it is.
    pub level: TeamLevel,
    /// Times that it came and is free again.
    pub over: u32,
    /// Times that it came and is out still.
    pub open: u32,
    /// Hundredths of an hour in all, of those that are over.
    pub hours: u64,
    /// Rates in its profile.
    pub rates: u32,
    /// Rates of which somebody has to enter the count by hand.
    pub by_hand: u32,
    /// Yuan cents (分) in all; none without rates, or while one is counted by hand.
    pub fen: Option<u64>,
}

/// Everything that was sent, taken, asked and told for one incident.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct SentSheet {
    /// Teams that are late.
    pub late: Vec<LateOrder>,
    /// Orders that may be taken back.
    pub undo: Vec<UndoUntil>,
    /// Issues of supplies, the newest first.
    pub issues: Vec<IssueRow>,
    /// Their sums.
    pub ledger: Ledger,
    /// Requisitions, the newest first.
    pub requisitions: Vec<Requisition>,
    /// Requests for mutual aid, the newest first.
    pub aid: Vec<Aid>,
    /// Notices, the newest first.
    pub circulars: Vec<Circular>,
    /// Paper that is due.
    pub papers: Vec<PaperDue>,
    /// Teams of firms and of society that came, with what is due to them.
    pub accounts: Vec<AccountRow>,
}

/// Which paper to write.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(
    tag = "paper",
    rename_all = "snake_case",
    rename_all_fields = "camelCase"
)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub enum PaperRequest {
    /// 调拨单 of an incident.
    Allocation {
        /// Which incident.
        incident: IncidentId,
    },
    /// 征用通知书 with register and ledger.
    Requisition {
        /// Which.
        requisition: RequisitionId,
    },
    /// 启动令, or 解除令 once the response has ended.
    Response {
        /// Which incident.
        incident: IncidentId,
    },
    /// 补偿结算单 of a team.
    Settlement {
        /// Which incident.
        incident: IncidentId,
        /// Which team.
        team: TeamId,
    },
    /// 请求支援函.
    Aid {
        /// Which.
        aid: AidId,
    },
}

/// One line of the list that is read aloud on the telephone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PhoneLine {
    /// Which recipient, from 0.
    pub recipient: u32,
    /// Its name.
    pub unit: String,
    /// The person.
    pub person: String,
    /// Post.
    pub role: String,
    /// Telephone.
    pub phone: String,
    /// True for the person whose turn it is.
    pub current: bool,
}

/// Who is to be called, and what is read to them.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct PhoneList {
    /// What is read aloud.
    pub text: String,
    /// Who is to be called, those whose turn it is first.
    pub lines: Vec<PhoneLine>,
}

/// Whom a notice could go to, and by what ways.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[cfg_attr(feature = "ts", derive(ts_rs::TS))]
pub struct Addressees {
    /// Departments of the desk's list, and the teams of the incident.
    pub recipients: Vec<Recipient>,
    /// Channels that are set up.
    pub channels: Vec<Channel>,
}
